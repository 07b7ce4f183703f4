// Money: an amount of renminbi as whole fen in 64 bits. A type of its own: Money + Decimal does not compile
// (tests/base/must_not_compile), Money ÷ Money is a Ratio, Money × integer is Money; a fraction of money needs a named
// rounding (Money::from_decimal).
//
// Range: ±9.2e16 yuan; sums out of range throw ArithmeticOverflow. Thread-safety: values.
#pragma once

#include <compare>
#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/decimal.h"
#include "base/ratio.h"

namespace jiheng {

enum class MoneyUnit { yuan, wan, yi };  // 元, 万元, 亿元
std::string_view title(MoneyUnit unit);  // "元" "万元" "亿元"

class Money {
 public:
  constexpr Money() = default;
  static constexpr Money from_fen(std::int64_t fen) { return Money(fen); }
  template <std::floating_point F>
  static Money from_fen(F) = delete;  // would be cut to whole fen silently
  // The amount must be whole fen: 2508.64 万元 is, 0.00001 元 is not (money.not-whole-fen).
  static Result<Money> from_decimal(const Decimal& amount, MoneyUnit unit);
  // Rounded to fen, the rounding named.
  static Money rounded_from(const Ratio& amount, MoneyUnit unit, Rounding rounding);
  // "2,508.64", "2508.64", "-3"; thousands separators only where they belong; full-width digits and ￥/¥ are not
  // accepted (the importer normalises first). Errors: money.malformed, money.not-whole-fen, number.out-of-range.
  static Result<Money> parse(std::string_view text, MoneyUnit unit);

  constexpr std::int64_t fen() const { return fen_; }
  Decimal in(MoneyUnit unit) const;  // exact: 2 decimals in yuan, 6 in wan, 10 in yi
  // Rounded text with thousands separators: format(wan, 2, half_up) = "2,508.64" (no unit name).
  std::string format(MoneyUnit unit, int decimals, Rounding rounding) const;

  friend Money operator+(Money a, Money b);
  friend Money operator-(Money a, Money b);
  friend Money operator*(Money a, std::int64_t times);
  template <std::floating_point F>
  friend Money operator*(Money, F) = delete;  // would be cut to a whole number silently
  friend Money operator-(Money a) { return Money(0) - a; }
  Money& operator+=(Money b) { return *this = *this + b; }
  friend std::optional<Ratio> divide(Money a, Money b);  // nothing when b is 0
  friend constexpr auto operator<=>(Money, Money) = default;

 private:
  explicit constexpr Money(std::int64_t fen) : fen_(fen) {}
  std::int64_t fen_ = 0;
};

std::optional<Ratio> divide(Money a, Money b);

// "1234567.8" → "1,234,567.8"; a leading sign is kept.
std::string with_thousands(std::string_view digits);

}  // namespace jiheng
