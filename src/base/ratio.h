// Ratio: an exact rational number. What a division yields, and the number type of the expression language.
//
// Kept as numerator / denominator, denominator > 0, not necessarily in lowest terms (reduced only when a product would
// leave 128 bits; if it still does, ArithmeticOverflow). Comparison never overflows and is always right. There is no
// Ratio with denominator 0: divide() returns nothing then, and the caller says *no base*. Thread-safety: values.
//
// The scorer's inner loop runs on this class: operands of 64 bits, which is nearly all of them, take the short ways
// written out below (one 128-bit product each, nothing to check); the rest goes to the careful ways in ratio.cpp.
#pragma once

#include <cstdint>
#include <optional>

#include "base/decimal.h"

namespace jiheng {

class Ratio {
 public:
  constexpr Ratio() = default;
  constexpr Ratio(int value) : numerator_(value) {}           // NOLINT
  constexpr Ratio(std::int64_t value) : numerator_(value) {}  // NOLINT
  Ratio(const Decimal& value)                                 // NOLINT: every decimal is a ratio, exactly
      : numerator_(value.coefficient()), denominator_(power_of_ten(value.scale())) {}
  Ratio(double) = delete;
  // denominator != 0 is the caller's duty (checked by assert).
  static Ratio from_parts(int128 numerator, int128 denominator);

  int128 numerator() const { return numerator_; }
  int128 denominator() const { return denominator_; }
  int sign() const { return numerator_ < 0 ? -1 : numerator_ > 0 ? 1 : 0; }
  Ratio reduced() const;  // lowest terms

  // Rounded once, from the exact value. Throws ArithmeticOverflow when the result is no Decimal.
  Decimal rounded(int digits, Rounding rounding) const;
  // Exact if the value has at most Decimal::max_scale decimals, else nothing.
  std::optional<Decimal> exact_decimal() const;
  // Canonical text: the shortest exact decimal ("0.5"), else lowest terms ("1/3"). parse() reads both.
  std::string to_string() const;
  static Result<Ratio> parse(std::string_view text);

  Ratio operator-() const { return Ratio(-numerator_, denominator_); }
  friend Ratio operator+(const Ratio& a, const Ratio& b);
  friend Ratio operator-(const Ratio& a, const Ratio& b);
  friend Ratio operator*(const Ratio& a, const Ratio& b);
  // a ÷ b; nothing when b is 0 (基数为0，不可比).
  friend std::optional<Ratio> divide(const Ratio& a, const Ratio& b);
  friend std::strong_ordering operator<=>(const Ratio& a, const Ratio& b);
  friend bool operator==(const Ratio& a, const Ratio& b) { return (a <=> b) == 0; }

 private:
  // The numerator is never the least int128, so that negation is safe; nothing checks it here.
  constexpr Ratio(int128 numerator, int128 denominator) : numerator_(numerator), denominator_(denominator) {}

  static bool is_short(int128 value) { return static_cast<std::int64_t>(value) == value; }
  bool is_short() const { return is_short(numerator_) && is_short(denominator_); }
  static Ratio add_long(const Ratio& a, const Ratio& b);
  static Ratio multiply_long(const Ratio& a, const Ratio& b);
  static std::strong_ordering compare_long(const Ratio& a, const Ratio& b);
  Decimal rounded_long(int digits, Rounding rounding) const;

  int128 numerator_ = 0;
  int128 denominator_ = 1;
};

// The long ways return through memory; built anew from its two parts, a result can stay in registers on the short ways.
inline Ratio operator+(const Ratio& a, const Ratio& b) {
  if (!a.is_short() || !b.is_short()) {
    const Ratio sum = Ratio::add_long(a, b);
    return Ratio(sum.numerator_, sum.denominator_);
  }
  const auto an = static_cast<std::int64_t>(a.numerator_), ad = static_cast<std::int64_t>(a.denominator_);
  const auto bn = static_cast<std::int64_t>(b.numerator_), bd = static_cast<std::int64_t>(b.denominator_);
  if (ad == bd) return Ratio(int128{an} + bn, ad);
  // Sums of decimals of different scales: the larger denominator serves both, and the sum does not grow.
  if (ad != 1 && bd != 1) {
    if (ad > bd && ad % bd == 0) return Ratio(an + int128{bn} * (ad / bd), ad);
    if (bd > ad && bd % ad == 0) return Ratio(int128{an} * (bd / ad) + bn, bd);
  }
  return Ratio(int128{an} * bd + int128{bn} * ad, int128{ad} * bd);
}

inline Ratio operator-(const Ratio& a, const Ratio& b) {
  return a + -b;
}

inline Ratio operator*(const Ratio& a, const Ratio& b) {
  if (!a.is_short() || !b.is_short()) {
    const Ratio product = Ratio::multiply_long(a, b);
    return Ratio(product.numerator_, product.denominator_);
  }
  return Ratio(int128{static_cast<std::int64_t>(a.numerator_)} * static_cast<std::int64_t>(b.numerator_),
               int128{static_cast<std::int64_t>(a.denominator_)} * static_cast<std::int64_t>(b.denominator_));
}

inline std::strong_ordering operator<=>(const Ratio& a, const Ratio& b) {
  if (a.denominator_ == b.denominator_) return a.numerator_ <=> b.numerator_;
  if (!a.is_short() || !b.is_short()) return Ratio::compare_long(a, b);
  return int128{static_cast<std::int64_t>(a.numerator_)} * static_cast<std::int64_t>(b.denominator_) <=>
         int128{static_cast<std::int64_t>(b.numerator_)} * static_cast<std::int64_t>(a.denominator_);
}

inline Decimal Ratio::rounded(int digits, Rounding rounding) const {
  std::int64_t scaled;
  if (!is_short() || digits < 0 || digits > Decimal::max_scale ||
      __builtin_mul_overflow(static_cast<std::int64_t>(numerator_), static_cast<std::int64_t>(power_of_ten(digits)),
                             &scaled) ||
      scaled == INT64_MIN) {
    return rounded_long(digits, rounding);
  }
  if (denominator_ == 1) return Decimal::from_parts(scaled, digits);
  const auto denominator = static_cast<std::int64_t>(denominator_);
  std::int64_t quotient = scaled / denominator;
  const std::int64_t rest = scaled < 0 ? -(scaled % denominator) : scaled % denominator;
  if (rounding == Rounding::half_up && rest >= denominator - rest) quotient += scaled < 0 ? -1 : 1;
  return Decimal::from_parts(quotient, digits);
}

inline std::optional<Ratio> divide(const Ratio& a, const Ratio& b) {
  if (b.numerator_ == 0) return std::nullopt;
  const bool negative = b.numerator_ < 0;
  return a * Ratio(negative ? -b.denominator_ : b.denominator_, negative ? -b.numerator_ : b.numerator_);
}

}  // namespace jiheng
