// Breakdowns: a total and the parts a sentence names of it: 共A件，其中甲B件、乙C件; 包括…; 分别为…; B件、C件，合计A件;
// 按资金来源分，….
//
// Whether the parts are presented as the whole is told by the words (分别为, 包括 without 等, 其余, 合计) or by parts
// that make up a known whole (基本支出 + 项目支出); 其中 alone names some parts. Thread-safety: pure functions.
#pragma once

#include <vector>

#include "audit/language/figure.h"

namespace jiheng::audit {

struct Analysis;

struct Breakdown {
  std::vector<std::size_t> totals;  // candidates, the likeliest first: indexes in Analysis::figures
  std::vector<std::size_t> parts;
  bool exhaustive = false;
  bool near = false;  // the totals stand in the parts' own sentence: the first is the one meant
};

std::vector<Breakdown> find_breakdowns(const Analysis& analysis);

// Figures that can be added or compared: the same dimension and, for counts, counters of the same things.
bool same_unit(const Figure& a, const Figure& b);

}  // namespace jiheng::audit
