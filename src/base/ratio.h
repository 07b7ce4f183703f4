// Ratio: an exact rational number. What a division yields, and the number type of the expression language.
//
// Kept as numerator / denominator, denominator > 0, not necessarily in lowest terms (reduced only when a product would
// leave 128 bits; if it still does, ArithmeticOverflow). There is no Ratio with denominator 0: divide() returns nothing
// then, and the caller says *no base*.
// Thread-safety: values.
#pragma once

#include <optional>

#include "base/decimal.h"

namespace jiheng {

class Ratio {
 public:
  constexpr Ratio() = default;
  constexpr Ratio(int value) : numerator_(value) {}           // NOLINT
  constexpr Ratio(std::int64_t value) : numerator_(value) {}  // NOLINT
  Ratio(const Decimal& value);                                // NOLINT: every decimal is a ratio, exactly
  Ratio(double) = delete;
  // denominator != 0 is the caller's duty (checked by assert).
  static Ratio from_parts(int128 numerator, int128 denominator);

  int128 numerator() const { return numerator_; }
  int128 denominator() const { return denominator_; }
  int sign() const { return numerator_ < 0 ? -1 : numerator_ > 0 ? 1 : 0; }
  Ratio reduced() const;  // lowest terms

  Decimal rounded(int digits, Rounding rounding) const;
  // Exact if the value has at most Decimal::max_scale decimals, else nothing.
  std::optional<Decimal> exact_decimal() const;
  // Canonical text: the shortest exact decimal ("0.5"), else lowest terms ("1/3"). parse() reads both.
  std::string to_string() const;
  static Result<Ratio> parse(std::string_view text);

  Ratio operator-() const;
  friend Ratio operator+(const Ratio& a, const Ratio& b);
  friend Ratio operator-(const Ratio& a, const Ratio& b);
  friend Ratio operator*(const Ratio& a, const Ratio& b);
  // a ÷ b; nothing when b is 0 (基数为0，不可比).
  friend std::optional<Ratio> divide(const Ratio& a, const Ratio& b);
  friend std::strong_ordering operator<=>(const Ratio& a, const Ratio& b);
  friend bool operator==(const Ratio& a, const Ratio& b) { return (a <=> b) == 0; }

 private:
  int128 numerator_ = 0;
  int128 denominator_ = 1;
};

std::optional<Ratio> divide(const Ratio& a, const Ratio& b);

}  // namespace jiheng
