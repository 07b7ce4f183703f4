// What one cell of a table states: nothing, a mark for nothing, a number with its unit and printed precision, a range,
// or words.
//
// Values are as printed (98.06 of 98.06%, 90 of 90万元); `scale` is the number of printed decimals. Exact; a number too
// long to be one is words. Thread-safety: pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/decimal.h"

namespace jiheng::audit {

enum class CellKind {
  blank,
  nothing,  // / — --% 无 不适用: printed, and says that there is nothing
  number,
  range,  // 90%-95%
  words,
};

enum class Direction {
  unknown,
  at_least,     // ≥ ＞ 不少于 以上
  at_most,      // ≤ ＜ 不超过 以内
  equal,        // =
  qualitative,  // 定性, in a column of directions
};

struct CellValue {
  CellKind kind = CellKind::blank;
  Direction direction = Direction::unknown;
  Decimal value;             // number
  int scale = 0;             // number: printed decimals
  std::u32string unit;       // number: %, 个, 万元; empty: none printed
  bool approximate = false;  // 约 左右 余
  bool noted = false;        // words in brackets behind the number

  bool is_number() const { return kind == CellKind::number; }
  bool is_exact() const { return kind == CellKind::number && !approximate; }
  bool is_percent() const { return unit == U"%"; }
  bool is_empty() const { return kind == CellKind::blank || kind == CellKind::nothing; }
  Decimal ulp() const { return Decimal::from_parts(1, scale); }
};

CellValue parse_cell(std::u32string_view text);
// ≥, 不低于, 正向, 定性 … standing alone in a cell.
Direction parse_direction(std::u32string_view text);

// Factor from this unit to 元; nothing: no unit of money.
std::optional<Decimal> money_factor(std::u32string_view unit);

bool contains(std::u32string_view text, std::u32string_view words);
bool contains_any(std::u32string_view text, std::initializer_list<std::u32string_view> words);
// Without what stands in （） 【】, and without marks at both ends.
std::u32string without_brackets(std::u32string_view text);
// What stands in the last pair of （）, or nothing.
std::u32string_view in_brackets(std::u32string_view text);

}  // namespace jiheng::audit
