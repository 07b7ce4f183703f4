// What the property tests of base draw from: numbers of every size up to 127 bits, and the naive exact arithmetic
// (boost::multiprecision) they are checked against.
#pragma once

#include <rapidcheck.h>

#include <boost/multiprecision/cpp_int.hpp>
#include <string>

#include "base/ratio.h"

namespace testing_base {

using jiheng::Decimal;
using jiheng::int128;
using jiheng::Ratio;
using jiheng::Rounding;
using Whole = boost::multiprecision::cpp_int;
using Rational = boost::multiprecision::cpp_rational;

// -(2^bits - 1) … 2^bits - 1, small ones as likely as large ones.
inline rc::Gen<int128> integers(int bits) {
  return rc::gen::map(rc::gen::tuple(rc::gen::inRange(0, bits + 1), rc::gen::arbitrary<std::uint64_t>(),
                                     rc::gen::arbitrary<std::uint64_t>(), rc::gen::arbitrary<bool>()),
                      [](const std::tuple<int, std::uint64_t, std::uint64_t, bool>& drawn) {
                        const auto [size, high, low, negative] = drawn;
                        // rapidcheck draws small integers at small sizes; multiplying by an odd constant spreads them
                        // over 64 bits.
                        __extension__ using unsigned128 = unsigned __int128;
                        const std::uint64_t spread = 0x9E3779B97F4A7C15u;
                        const unsigned128 all = static_cast<unsigned128>(high * spread) << 64 | low * spread;
                        const auto value = size == 0 ? int128{0} : static_cast<int128>(all >> (128 - size));
                        return negative ? -value : value;
                      });
}

inline rc::Gen<Ratio> ratios(int bits) {
  return rc::gen::map(rc::gen::pair(integers(bits), integers(bits)), [](const std::pair<int128, int128>& parts) {
    return Ratio::from_parts(parts.first, parts.second == 0 ? int128{1} : parts.second);
  });
}

inline rc::Gen<Decimal> decimals(int bits, int max_scale) {
  return rc::gen::map(
      rc::gen::pair(integers(bits), rc::gen::inRange(0, max_scale + 1)),
      [](const std::pair<int128, int>& parts) { return Decimal::from_parts(parts.first, parts.second); });
}

inline Whole power(int exponent) {
  return boost::multiprecision::pow(Whole(10), static_cast<unsigned>(exponent));
}

inline Rational exact(const Ratio& value) {
  return Rational(Whole(value.numerator()), Whole(value.denominator()));
}
inline Rational exact(const Decimal& value) {
  return Rational(Whole(value.coefficient()), power(value.scale()));
}

// The coefficient of value rounded to `digits`, from the definition.
inline Whole rounded_coefficient(const Rational& value, int digits, Rounding rounding) {
  const Rational scaled = abs(value) * Rational(power(digits));
  const Whole top = numerator(scaled), bottom = denominator(scaled);
  const Whole size = rounding == Rounding::truncate ? Whole(top / bottom) : Whole((2 * top + bottom) / (2 * bottom));
  return value < 0 ? Whole(-size) : size;
}

inline rc::Gen<Rounding> roundings() {
  return rc::gen::element(Rounding::half_up, Rounding::truncate);
}

// True when `compute` throws ArithmeticOverflow; otherwise `check` has judged the result.
template <class Compute, class Check>
bool overflows_or(Compute compute, Check check) {
  try {
    check(compute());
    return false;
  } catch (const jiheng::ArithmeticOverflow&) {
    return true;
  }
}

}  // namespace testing_base
