// Decimal: an exact decimal number, coefficient × 10^-scale. No binary floating point anywhere.
//
// Range: |coefficient| < 10^37, 0 ≤ scale ≤ 18. Sums and products are exact; a result out of range throws
// ArithmeticOverflow (the one exception of the libraries, caught where expressions and files are evaluated). There is
// no operator/: a quotient is a Ratio (base/ratio.h), which is exact, and becomes a Decimal only by naming the digits
// and the Rounding. Equality is by value: 1.50 == 1.5; to_string keeps the scale as it stands.
// Thread-safety: values.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

#include "base/result.h"

namespace jiheng {

__extension__ using int128 = __int128;

enum class Rounding {
  half_up,   // 四舍五入: half away from zero, as Chinese regulations and Excel's ROUND do
  truncate,  // 截断: towards zero; exists because published tables truncate
};

struct ArithmeticOverflow : std::overflow_error {
  ArithmeticOverflow() : std::overflow_error("decimal arithmetic out of range") {}
};

namespace detail {
inline constexpr auto powers_of_ten = [] {
  std::array<int128, 39> powers{};
  int128 power = 1;
  for (int i = 0; i < 39; ++i) {
    powers[i] = power;
    if (i < 38) power *= 10;
  }
  return powers;
}();
}  // namespace detail

// 10^exponent, 0 ≤ exponent ≤ 38.
inline int128 power_of_ten(int exponent) {
  return detail::powers_of_ten[static_cast<std::size_t>(exponent)];
}

class Decimal {
 public:
  static constexpr int max_scale = 18;

  constexpr Decimal() = default;
  constexpr Decimal(int value) : coefficient_(value) {}           // NOLINT: integers are decimals
  constexpr Decimal(std::int64_t value) : coefficient_(value) {}  // NOLINT
  Decimal(double) = delete;
  // Throws ArithmeticOverflow outside the range.
  static Decimal from_parts(int128 coefficient, int scale) {
    const int128 limit = power_of_ten(37);
    if (coefficient >= limit || coefficient <= -limit || scale < 0 || scale > max_scale) throw ArithmeticOverflow();
    Decimal d;
    d.coefficient_ = coefficient;
    d.scale_ = scale;
    return d;
  }
  // [+-]digits[.digits], no exponent, no separators, no spaces. Errors: number.malformed, number.out-of-range.
  static Result<Decimal> parse(std::string_view text);

  constexpr int128 coefficient() const { return coefficient_; }
  constexpr int scale() const { return scale_; }
  bool is_zero() const { return coefficient_ == 0; }
  int sign() const { return coefficient_ < 0 ? -1 : coefficient_ > 0 ? 1 : 0; }

  Decimal rounded(int digits, Rounding rounding) const;  // exactly `digits` decimals (pads with zeros)
  Decimal normalized() const;                            // without trailing zeros
  std::string to_string() const;                         // "-12.50", the scale as it stands

  Decimal operator-() const { return from_parts(-coefficient_, scale_); }
  friend Decimal operator+(const Decimal& a, const Decimal& b);
  friend Decimal operator-(const Decimal& a, const Decimal& b);
  friend Decimal operator*(const Decimal& a, const Decimal& b);
  Decimal& operator+=(const Decimal& b) { return *this = *this + b; }
  Decimal& operator-=(const Decimal& b) { return *this = *this - b; }
  friend std::strong_ordering operator<=>(const Decimal& a, const Decimal& b);
  friend bool operator==(const Decimal& a, const Decimal& b) { return (a <=> b) == 0; }

 private:
  int128 coefficient_ = 0;
  int scale_ = 0;
};

std::string to_string(int128 value);

}  // namespace jiheng
