// The marks of the items that the text scores one by one: 预算执行（满分20分），执行率96.43%，扣0.71分，得19.29分.
// Thread-safety: pure functions.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace jiheng::audit {

struct Analysis;

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
// Those of one block; they stand in the order of their blocks.
std::span<const ItemMark> marks_of(std::span<const ItemMark> marks, std::size_t block);

}  // namespace jiheng::audit
