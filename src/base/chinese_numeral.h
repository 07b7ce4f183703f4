// Chinese numerals, both ways: 一百二十, 二〇二二, 两千零五, 三万五, 一亿零三十.
// Thread-safety: pure functions.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace jiheng {

// 120 → 一百二十, 10 → 十, 1005 → 一千零五, 100000000 → 一亿. Negative: 负. |value| < 10^16.
std::string to_chinese_numeral(std::int64_t value);
// Digit by digit, as years are written: 2022 → 二〇二二.
std::string to_chinese_digits(std::int64_t value);
// Either way of writing, 〇 and 零, 两 for 二, the colloquial 三万五 (35,000) and 一百二 (120), 廿 卅 not accepted.
// Errors: numeral.malformed (what stands where), numeral.out-of-range.
Result<std::int64_t> parse_chinese_numeral(std::string_view text);

}  // namespace jiheng
