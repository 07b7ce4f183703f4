#include "base/ratio.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <limits>

namespace jiheng {
namespace {

__extension__ using unsigned128 = unsigned __int128;

constexpr int128 least = static_cast<int128>(unsigned128{1} << 127);

unsigned128 magnitude(int128 value) {
  return value < 0 ? -static_cast<unsigned128>(value) : static_cast<unsigned128>(value);
}

int trailing_zeros(unsigned128 value) {
  const auto low = static_cast<std::uint64_t>(value);
  return low != 0 ? std::countr_zero(low) : 64 + std::countr_zero(static_cast<std::uint64_t>(value >> 64));
}

// Binary gcd: shifts and subtractions only, in 64 bits as soon as both fit.
template <class Unsigned>
Unsigned odd_gcd(Unsigned a, Unsigned b) {  // both odd
  while (a != b) {
    if (a < b) std::swap(a, b);
    if constexpr (sizeof(Unsigned) > 8) {
      if ((a >> 64) == 0) return odd_gcd(static_cast<std::uint64_t>(a), static_cast<std::uint64_t>(b));
    }
    a -= b;
    a >>= trailing_zeros(a);
  }
  return a;
}

unsigned128 greatest_common_divisor(unsigned128 a, unsigned128 b) {
  if (a == 0) return b;
  if (b == 0) return a;
  const int a_zeros = trailing_zeros(a), b_zeros = trailing_zeros(b);
  return odd_gcd<unsigned128>(a >> a_zeros, b >> b_zeros) << std::min(a_zeros, b_zeros);
}

// The sign of `value` on value / divisor, the division made without sign.
int128 divided(int128 value, unsigned128 divisor) {
  const auto quotient = static_cast<int128>(magnitude(value) / divisor);
  return value < 0 ? -quotient : quotient;
}

bool multiply(int128 a, int128 b, int128& product) {
  return !__builtin_mul_overflow(a, b, &product) && product != least;
}

// a/b against c/d, all positive or zero and b, d > 0: Euclid's algorithm on both sides at once, so nothing grows.
std::strong_ordering compare_fractions(unsigned128 a, unsigned128 b, unsigned128 c, unsigned128 d) {
  for (;;) {
    const unsigned128 left = a / b, right = c / d;
    if (left != right) return left <=> right;
    const unsigned128 left_rest = a % b, right_rest = c % d;
    if (left_rest == 0 || right_rest == 0) return left_rest <=> right_rest;
    // left_rest/b against right_rest/d is d/right_rest against b/left_rest.
    a = d;
    c = b;
    b = right_rest;
    d = left_rest;
  }
}

// One step of a long division in base 10: digit = ⌊10·rest / divisor⌋, rest = 10·rest mod divisor, for
// rest < divisor < 2^127. 10·rest itself may need 131 bits, so it is built by doubling: 10 = 0b1010.
unsigned next_digit(unsigned128& rest, unsigned128 divisor) {
  unsigned digit = 0;
  unsigned128 sum = 0;
  const auto carry = [&] {
    if (sum >= divisor) {
      sum -= divisor;
      ++digit;
    }
  };
  for (const bool bit : {true, false, true, false}) {
    sum *= 2;
    digit *= 2;
    carry();
    if (bit) {
      sum += rest;
      carry();
    }
  }
  rest = sum;
  return digit;
}

// [+-]digits within ±(2^127 - 1).
enum class Reading { ok, malformed, out_of_range };
Reading read_integer(std::string_view text, int128& value) {
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  if (text.empty()) return Reading::malformed;
  if (!std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; })) return Reading::malformed;
  value = 0;
  for (const char digit : text) {
    if (__builtin_mul_overflow(value, int128{10}, &value) || __builtin_add_overflow(value, digit - '0', &value)) {
      return Reading::out_of_range;
    }
  }
  if (negative) value = -value;
  return Reading::ok;
}

}  // namespace

Ratio Ratio::from_parts(int128 numerator, int128 denominator) {
  assert(denominator != 0);
  if (numerator != least && denominator != least) {
    return denominator < 0 ? Ratio(-numerator, -denominator) : Ratio(numerator, denominator);
  }
  const unsigned128 divisor = greatest_common_divisor(magnitude(numerator), magnitude(denominator));
  const unsigned128 top = magnitude(numerator) / divisor, bottom = magnitude(denominator) / divisor;
  if (top >> 127 || bottom >> 127) throw ArithmeticOverflow();
  const auto size = static_cast<int128>(top);
  return Ratio((numerator < 0) != (denominator < 0) ? -size : size, static_cast<int128>(bottom));
}

Ratio Ratio::reduced() const {
  const unsigned128 divisor = greatest_common_divisor(magnitude(numerator_), magnitude(denominator_));
  return Ratio(divided(numerator_, divisor), divided(denominator_, divisor));
}

Ratio Ratio::add_long(const Ratio& a, const Ratio& b) {
  const auto attempt = [](const Ratio& x, int128 x_times, const Ratio& y, int128 y_times, Ratio& sum) {
    int128 left, right;
    return multiply(x.numerator_, x_times, left) && multiply(y.numerator_, y_times, right) &&
           !__builtin_add_overflow(left, right, &sum.numerator_) && sum.numerator_ != least &&
           multiply(x.denominator_, x_times, sum.denominator_);
  };
  Ratio sum;
  if (a.denominator_ == b.denominator_) {
    if (attempt(a, 1, b, 1, sum)) return sum;
  } else if (attempt(a, b.denominator_, b, a.denominator_, sum)) {
    return sum;
  }
  const Ratio x = a.reduced(), y = b.reduced();
  const unsigned128 common = greatest_common_divisor(magnitude(x.denominator_), magnitude(y.denominator_));
  if (!attempt(x, divided(y.denominator_, common), y, divided(x.denominator_, common), sum)) {
    throw ArithmeticOverflow();
  }
  return sum;
}

Ratio Ratio::multiply_long(const Ratio& a, const Ratio& b) {
  Ratio product;
  if (multiply(a.numerator_, b.numerator_, product.numerator_) &&
      multiply(a.denominator_, b.denominator_, product.denominator_)) {
    return product;
  }
  // a/b × c/d = a/d × c/b; with each factor in lowest terms the product is as small as it can be.
  const Ratio x = a.reduced(), y = b.reduced();
  const Ratio left = Ratio(x.numerator_, y.denominator_).reduced(),
              right = Ratio(y.numerator_, x.denominator_).reduced();
  if (!multiply(left.numerator_, right.numerator_, product.numerator_) ||
      !multiply(left.denominator_, right.denominator_, product.denominator_)) {
    throw ArithmeticOverflow();
  }
  return product;
}

std::strong_ordering Ratio::compare_long(const Ratio& a, const Ratio& b) {
  if (a.sign() != b.sign()) return a.sign() <=> b.sign();
  int128 left, right;
  if (multiply(a.numerator_, b.denominator_, left) && multiply(b.numerator_, a.denominator_, right)) {
    return left <=> right;
  }
  const auto sizes = compare_fractions(magnitude(a.numerator_), magnitude(a.denominator_), magnitude(b.numerator_),
                                       magnitude(b.denominator_));
  return a.sign() < 0 ? 0 <=> sizes : sizes;
}

Decimal Ratio::rounded_long(int digits, Rounding rounding) const {
  if (digits < 0 || digits > Decimal::max_scale) throw ArithmeticOverflow();
  const unsigned128 size = magnitude(numerator_), divisor = magnitude(denominator_);
  unsigned128 quotient, rest;
  if (size <= std::numeric_limits<std::uint64_t>::max()) {
    const unsigned128 scaled = size * static_cast<unsigned128>(power_of_ten(digits));  // < 2^64 × 2^60
    quotient = scaled / divisor;
    rest = scaled % divisor;
  } else {
    const auto limit = static_cast<unsigned128>(power_of_ten(37));
    quotient = size / divisor;
    rest = size % divisor;
    for (int i = 0; i < digits; ++i) {
      if (quotient >= limit) throw ArithmeticOverflow();
      quotient = quotient * 10 + next_digit(rest, divisor);
    }
  }
  if (rounding == Rounding::half_up && rest >= divisor - rest) ++quotient;
  if (quotient >> 127) throw ArithmeticOverflow();
  const auto value = static_cast<int128>(quotient);
  return Decimal::from_parts(numerator_ < 0 ? -value : value, digits);
}

std::optional<Decimal> Ratio::exact_decimal() const {
  const Ratio lowest = reduced();
  // A decimal of k places: the denominator in lowest terms is 2^twos × 5^fives, and k = max(twos, fives).
  const int twos = trailing_zeros(magnitude(lowest.denominator_));
  int128 rest = lowest.denominator_ >> twos;
  int fives = 0;
  while (rest % 5 == 0) {
    rest /= 5;
    ++fives;
  }
  const int scale = std::max(twos, fives);
  if (rest != 1 || scale > Decimal::max_scale) return std::nullopt;
  int128 coefficient;
  if (!multiply(lowest.numerator_, power_of_ten(scale) / lowest.denominator_, coefficient)) return std::nullopt;
  if (magnitude(coefficient) >= magnitude(power_of_ten(37))) return std::nullopt;
  return Decimal::from_parts(coefficient, scale);
}

std::string Ratio::to_string() const {
  if (const auto decimal = exact_decimal()) return decimal->to_string();
  const Ratio lowest = reduced();
  std::string text = jiheng::to_string(lowest.numerator_);
  if (lowest.denominator_ != 1) text += "/" + jiheng::to_string(lowest.denominator_);
  return text;
}

Result<Ratio> Ratio::parse(std::string_view text) {
  const auto failure = [&](Reading reading) {
    return fail(reading == Reading::malformed ? "number.malformed" : "number.out-of-range", {{"text", text}});
  };
  if (text.find('.') != text.npos) return Decimal::parse(text).map([](const Decimal& d) { return Ratio(d); });
  const std::size_t bar = text.find('/');
  int128 numerator = 0, denominator = 1;
  if (const Reading reading = read_integer(text.substr(0, bar), numerator); reading != Reading::ok) {
    return failure(reading);
  }
  if (bar != text.npos) {
    const std::string_view bottom = text.substr(bar + 1);
    if (bottom.starts_with('-') || bottom.starts_with('+')) return failure(Reading::malformed);
    if (const Reading reading = read_integer(bottom, denominator); reading != Reading::ok) return failure(reading);
    if (denominator == 0) return failure(Reading::malformed);
  }
  return from_parts(numerator, denominator);
}

}  // namespace jiheng
