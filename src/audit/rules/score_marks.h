// The marks of the items that the text scores one by one: 预算执行（满分20分），执行率96.43%，扣0.71分，得19.29分.
// Private to rules/. Thread-safety: pure functions.
#pragma once

#include <optional>
#include <vector>

#include "audit/language/analysis.h"

namespace jiheng::audit {

struct ItemMark {
  std::size_t earned = 0;           // indexes in Analysis::figures
  std::optional<std::size_t> full;  // as stated beside it
  std::vector<std::size_t> lost;    // deductions told between the full mark and the earned one
  std::vector<std::size_t> rates;   // percents told there
  std::size_t block = 0;
  bool nested = false;    // 其中预算执行率10分，得9.82分: within the mark told before
  bool subtotal = false;  // 小计, 合计得: of the marks before it in its block
};

// In the order of the text; without the marks of the whole report and those in tables.
std::vector<ItemMark> find_item_marks(const Analysis& analysis);

}  // namespace jiheng::audit
