#include "base/decimal.h"

#include <algorithm>

namespace jiheng {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// coefficient × 10^places, or ArithmeticOverflow.
int128 shifted(int128 coefficient, int places) {
  int128 result;
  if (__builtin_mul_overflow(coefficient, power_of_ten(places), &result)) throw ArithmeticOverflow();
  return result;
}

Decimal add(int128 a, int a_scale, int128 b, int b_scale) {
  const int scale = std::max(a_scale, b_scale);
  int128 sum;
  if (__builtin_add_overflow(shifted(a, scale - a_scale), shifted(b, scale - b_scale), &sum)) {
    throw ArithmeticOverflow();
  }
  return Decimal::from_parts(sum, scale);
}

}  // namespace

Result<Decimal> Decimal::parse(std::string_view text) {
  const auto malformed = [&] { return fail("number.malformed", {{"text", text}}); };
  const auto out_of_range = [&] { return fail("number.out-of-range", {{"text", text}}); };

  std::string_view rest = text;
  const bool negative = rest.starts_with('-');
  if (negative || rest.starts_with('+')) rest.remove_prefix(1);
  const std::size_t point = rest.find('.');
  const std::string_view whole = rest.substr(0, point);
  const std::string_view part = point == rest.npos ? std::string_view() : rest.substr(point + 1);
  if (whole.empty() || (point != rest.npos && part.empty())) return malformed();
  if (!std::all_of(whole.begin(), whole.end(), is_digit) || !std::all_of(part.begin(), part.end(), is_digit)) {
    return malformed();
  }
  if (part.size() > static_cast<std::size_t>(max_scale)) return out_of_range();

  int128 coefficient = 0;
  for (const std::string_view digits : {whole, part}) {
    for (const char digit : digits) {
      coefficient = coefficient * 10 + (digit - '0');
      if (coefficient >= power_of_ten(37)) return out_of_range();
    }
  }
  return from_parts(negative ? -coefficient : coefficient, static_cast<int>(part.size()));
}

Decimal Decimal::rounded(int digits, Rounding rounding) const {
  if (digits < 0 || digits > max_scale) throw ArithmeticOverflow();
  if (digits >= scale_) return from_parts(shifted(coefficient_, digits - scale_), digits);
  const int128 divisor = power_of_ten(scale_ - digits);
  int128 quotient = coefficient_ / divisor;
  const int128 rest = coefficient_ % divisor;
  const int128 rest_size = rest < 0 ? -rest : rest;
  if (rounding == Rounding::half_up && rest_size * 2 >= divisor) quotient += sign();
  return from_parts(quotient, digits);
}

Decimal Decimal::normalized() const {
  Decimal result = *this;
  while (result.scale_ > 0 && result.coefficient_ % 10 == 0) {
    result.coefficient_ /= 10;
    --result.scale_;
  }
  return result;
}

std::string Decimal::to_string() const {
  std::string digits = jiheng::to_string(coefficient_ < 0 ? -coefficient_ : coefficient_);
  if (scale_ > 0) {
    const auto scale = static_cast<std::size_t>(scale_);
    if (digits.size() <= scale) digits.insert(0, scale + 1 - digits.size(), '0');
    digits.insert(digits.size() - scale, 1, '.');
  }
  if (coefficient_ < 0) digits.insert(0, 1, '-');
  return digits;
}

Decimal operator+(const Decimal& a, const Decimal& b) {
  if (a.scale_ == b.scale_) return Decimal::from_parts(a.coefficient_ + b.coefficient_, a.scale_);
  return add(a.coefficient_, a.scale_, b.coefficient_, b.scale_);
}

Decimal operator-(const Decimal& a, const Decimal& b) {
  return a + -b;
}

Decimal operator*(const Decimal& a, const Decimal& b) {
  int128 product;
  int scale = a.scale_ + b.scale_;
  if (__builtin_mul_overflow(a.coefficient_, b.coefficient_, &product)) {
    // Only trailing zeros may be given up: 1.50…0 × 2.0…0 is in range although its written-out product is not.
    const Decimal x = a.normalized(), y = b.normalized();
    scale = x.scale_ + y.scale_;
    if (__builtin_mul_overflow(x.coefficient_, y.coefficient_, &product)) throw ArithmeticOverflow();
  }
  const int128 limit = power_of_ten(37);
  while (scale > 0 && (scale > Decimal::max_scale || product >= limit || product <= -limit) && product % 10 == 0) {
    product /= 10;
    --scale;
  }
  return Decimal::from_parts(product, scale);
}

std::strong_ordering operator<=>(const Decimal& a, const Decimal& b) {
  if (a.scale_ == b.scale_) return a.coefficient_ <=> b.coefficient_;
  if (a.scale_ > b.scale_) return 0 <=> (b <=> a);
  int128 shifted_a;
  // Past 128 bits the shifted side is farther from zero than any coefficient: its sign decides.
  if (__builtin_mul_overflow(a.coefficient_, power_of_ten(b.scale_ - a.scale_), &shifted_a)) return a.sign() <=> 0;
  return shifted_a <=> b.coefficient_;
}

std::string to_string(int128 value) {
  if (value == 0) return "0";
  using unsigned128 = unsigned __int128;
  unsigned128 rest = value < 0 ? -static_cast<unsigned128>(value) : static_cast<unsigned128>(value);
  std::string digits;
  for (; rest > 0; rest /= 10) digits.push_back(static_cast<char>('0' + static_cast<int>(rest % 10)));
  if (value < 0) digits.push_back('-');
  std::reverse(digits.begin(), digits.end());
  return digits;
}

}  // namespace jiheng
