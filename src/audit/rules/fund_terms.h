// Terms of a sum in a table of amounts: which of them lie within others, whether they reach a total, and the wholes
// whose parts are known by name (基本支出＋项目支出, “三公”经费).
//
// Private to rules/. Exact; `ulp` is what one term may have been rounded by, twice. Thread-safety: pure functions.
#pragma once

#include <vector>

#include "audit/rules/fund_lines.h"

namespace jiheng::audit {

// One term of a sum: a line in a column, or a column in a line.
struct Term {
  const Amount* amount = nullptr;
  std::u32string label;
  bool is_part = false;
  bool is_total = false;
  int level = 5;
  std::u32string code;
};

enum class Fit { exact, rounded, no };

// The terms from `begin` to `end` that are not totals, nor lie within another by their code.
std::vector<const Term*> parts_between(const std::vector<Term>& terms, std::size_t begin, std::size_t end);
// The best fit over all ways to read which terms lie within others.
Fit reach(const std::vector<const Term*>& terms, const Decimal& total, const Decimal& ulp);
// All terms added up.
Fit sum_fit(const std::vector<const Term*>& parts, const Decimal& total, const Decimal& ulp);

struct Whole {
  const Term* total = nullptr;
  std::vector<const Term*> parts;
};
// The wholes among the terms whose parts are all there.
std::vector<Whole> known_wholes(const std::vector<Term>& terms);

}  // namespace jiheng::audit
