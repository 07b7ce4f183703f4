// links: base
//
// Any bytes through the readers of base: what is read must survive being written and read again, and arithmetic on two
// numbers must agree with itself.

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "base/chinese_numeral.h"
#include "base/date.h"
#include "base/moment.h"
#include "base/money.h"
#include "base/text.h"

using namespace jiheng;

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

void numbers(std::string_view text) {
  if (const auto value = Decimal::parse(text)) {
    const auto again = Decimal::parse(value->to_string());
    require(again && *again == *value && again->scale() == value->scale());
    require(Ratio(*value).exact_decimal() == value->normalized());
    for (int digits = 0; digits <= 4; ++digits) {
      try {
        const Decimal direct = value->rounded(digits, Rounding::half_up);
        require(direct == Ratio(*value).rounded(digits, Rounding::half_up));
      } catch (const ArithmeticOverflow&) {
      }
    }
  }
  if (const auto value = Ratio::parse(text)) {
    const auto again = Ratio::parse(value->to_string());
    require(again && *again == *value && again->to_string() == value->to_string());
  }
  for (const MoneyUnit unit : {MoneyUnit::yuan, MoneyUnit::wan, MoneyUnit::yi}) {
    if (const auto amount = Money::parse(text, unit)) {
      const int decimals = amount->in(unit).scale();
      const auto again = Money::parse(amount->format(unit, decimals, Rounding::truncate), unit);
      require(again && *again == *amount);
    }
  }
}

void pair_of_numbers(std::string_view left, std::string_view right) {
  const auto a = Ratio::parse(left), b = Ratio::parse(right);
  if (!a || !b) return;
  require((*a < *b) == (*b > *a) && (*a == *b) == (*b == *a));
  require(((*a < *b) + (*a == *b) + (*a > *b)) == 1);
  try {
    const Ratio difference = *a - *b;
    require((difference.sign() < 0) == (*a < *b) && (difference.sign() == 0) == (*a == *b));
    require(difference + *b == *a);
    if (const auto quotient = divide(*a, *b)) require(*quotient * *b == *a);
  } catch (const ArithmeticOverflow&) {
  }
}

void words(std::string_view text) {
  if (const auto date = Date::parse(text)) {
    require(Date::parse(date->to_string()) == *date && Date::parse(date->to_chinese()) == *date);
  }
  if (const auto moment = Moment::parse(text)) {
    require(Moment::parse(moment->to_string()) == *moment && Moment::parse(moment->to_chinese()) == *moment);
    require(Moment::at(moment->date(), moment->minute_of_day()) == *moment);
  }
  if (const auto value = parse_chinese_numeral(text)) {
    require(parse_chinese_numeral(to_chinese_numeral(*value)) == *value);
    require(parse_chinese_numeral(to_chinese_digits(*value)) == *value);
  }
  const bool valid = find_invalid_utf8(text) == text.npos;
  for (std::size_t width : {0u, 1u, 7u}) {
    const std::string cut = ellipsize(text, width);
    require(display_width(cut) <= width);
    if (valid) require(find_invalid_utf8(cut) == cut.npos);
  }
  require(trim(trim(text)) == trim(text));
  const std::string half = to_half_width(text);
  if (valid) require(find_invalid_utf8(half) == half.npos && count_code_points(half) == count_code_points(text));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  numbers(text);
  words(text);
  if (const std::size_t space = text.find(' '); space != text.npos) {
    pair_of_numbers(text.substr(0, space), text.substr(space + 1));
  }
  return 0;
}
