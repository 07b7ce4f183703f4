#include "base/ratio.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "generators.h"

namespace {

using namespace testing_base;

Ratio r(std::string_view text) {
  return Ratio::parse(text).value();
}

const int128 most = ~(int128{1} << 127);  // 2^127 - 1, a prime

TEST(RatioTest, WritesTheShortestExactText) {
  EXPECT_EQ(Ratio::from_parts(1, 2).to_string(), "0.5");
  EXPECT_EQ(Ratio::from_parts(2, 6).to_string(), "1/3");
  EXPECT_EQ(Ratio::from_parts(3, -6).to_string(), "-0.5");
  EXPECT_EQ(Ratio::from_parts(-14, -7).to_string(), "2");
  EXPECT_EQ(Ratio::from_parts(0, -7).to_string(), "0");
  EXPECT_EQ(Ratio::from_parts(1, int128{1} << 18).to_string(), "0.000003814697265625");
  EXPECT_EQ(Ratio::from_parts(1, int128{1} << 19).to_string(), "1/524288");
  EXPECT_EQ(Ratio::from_parts(most, 1).to_string(), "170141183460469231731687303715884105727");
  EXPECT_EQ(Ratio::from_parts(most, 10).to_string(), "170141183460469231731687303715884105727/10");
  EXPECT_EQ(Ratio(Decimal::parse("12.500").value()).to_string(), "12.5");
}

TEST(RatioTest, ReadsBothForms) {
  EXPECT_EQ(r("0.5"), Ratio::from_parts(1, 2));
  EXPECT_EQ(r("-1/3"), Ratio::from_parts(-1, 3));
  EXPECT_EQ(r("+2/4"), Ratio::from_parts(1, 2));
  for (const char* text : {"", "/", "1/", "/2", "1/-2", "1/+2", "1/2/3", "1.5/2", "1/0", "a", "1 /2", "."}) {
    const auto result = Ratio::parse(text);
    ASSERT_FALSE(result) << text;
    EXPECT_EQ(result.error().code, "number.malformed") << text;
  }
  EXPECT_EQ(Ratio::parse("170141183460469231731687303715884105728").error().code, "number.out-of-range");
  EXPECT_EQ(Ratio::parse("1/170141183460469231731687303715884105728").error().code, "number.out-of-range");
}

TEST(RatioTest, RoundsOnceFromTheExactValue) {
  // 66.5452… to one digit is 66.5; by way of two digits (66.55) it would be 66.6.
  EXPECT_EQ(Ratio::from_parts(665452, 10000).rounded(1, Rounding::half_up).to_string(), "66.5");
  EXPECT_EQ(Ratio::from_parts(665452, 10000).rounded(2, Rounding::half_up).to_string(), "66.55");
  EXPECT_EQ(Ratio::from_parts(1, 3).rounded(4, Rounding::half_up).to_string(), "0.3333");
  EXPECT_EQ(Ratio::from_parts(2, 3).rounded(4, Rounding::half_up).to_string(), "0.6667");
  EXPECT_EQ(Ratio::from_parts(2, 3).rounded(4, Rounding::truncate).to_string(), "0.6666");
  EXPECT_EQ(Ratio::from_parts(-1, 2).rounded(0, Rounding::half_up).to_string(), "-1");
  EXPECT_EQ(Ratio::from_parts(-1, 2).rounded(0, Rounding::truncate).to_string(), "0");
  EXPECT_EQ(Ratio::from_parts(1, 8).rounded(2, Rounding::half_up).to_string(), "0.13");
  EXPECT_EQ(Ratio::from_parts(5, most).rounded(18, Rounding::half_up).to_string(), "0.000000000000000000");
  EXPECT_EQ(Ratio::from_parts(most / 2, most).rounded(0, Rounding::half_up).to_string(), "0");
  EXPECT_EQ(Ratio::from_parts(most / 2 + 1, most).rounded(0, Rounding::half_up).to_string(), "1");
  EXPECT_THROW(Ratio(1).rounded(19, Rounding::half_up), jiheng::ArithmeticOverflow);
  EXPECT_THROW(Ratio(1).rounded(-1, Rounding::half_up), jiheng::ArithmeticOverflow);
  EXPECT_THROW(Ratio::from_parts(most, 1).rounded(0, Rounding::half_up), jiheng::ArithmeticOverflow);
}

TEST(RatioTest, ExactDecimalOnlyWhenThereIsOne) {
  EXPECT_EQ(Ratio::from_parts(50, 100).exact_decimal()->to_string(), "0.5");
  EXPECT_EQ(Ratio::from_parts(-7, 8).exact_decimal()->to_string(), "-0.875");
  EXPECT_FALSE(Ratio::from_parts(1, 3).exact_decimal());
  EXPECT_FALSE(Ratio::from_parts(most, 1).exact_decimal());
  EXPECT_FALSE(Ratio::from_parts(1, jiheng::power_of_ten(19)).exact_decimal());
}

TEST(RatioTest, DivisionByZeroIsNothing) {
  EXPECT_FALSE(divide(Ratio(1), Ratio(0)));
  EXPECT_EQ(divide(Ratio(1), Ratio(-3))->to_string(), "-1/3");
  EXPECT_EQ(divide(Ratio(0), Ratio(-3))->to_string(), "0");
  EXPECT_EQ(divide(Ratio::from_parts(1, 3), Ratio::from_parts(2, 3))->to_string(), "0.5");
}

TEST(RatioTest, ReducesBeforeItGivesUp) {
  const Ratio third = Ratio::from_parts(most / 7, most / 7 * 3);
  EXPECT_EQ((third * third).to_string(), "1/9");
  EXPECT_EQ((third + third).to_string(), "2/3");
  EXPECT_EQ((third - third).to_string(), "0");
  EXPECT_EQ((Ratio::from_parts(most, 2) * Ratio::from_parts(2, most)).to_string(), "1");
  EXPECT_THROW(Ratio::from_parts(most, 1) * Ratio(2), jiheng::ArithmeticOverflow);
  EXPECT_THROW(Ratio::from_parts(most, 1) + Ratio(1), jiheng::ArithmeticOverflow);
  EXPECT_THROW(Ratio::from_parts(1, most) + Ratio::from_parts(1, most - 1), jiheng::ArithmeticOverflow);
}

TEST(RatioTest, TheLeastIntegerIsReducedOrRefused) {
  const int128 least = int128{1} << 127;
  EXPECT_EQ(Ratio::from_parts(least, least).to_string(), "1");
  EXPECT_EQ(Ratio::from_parts(least, -2).to_string(), "85070591730234615865843651857942052864");
  EXPECT_THROW(Ratio::from_parts(least, 1), jiheng::ArithmeticOverflow);
  EXPECT_THROW(Ratio::from_parts(1, least), jiheng::ArithmeticOverflow);
}

TEST(RatioTest, ALongSumOfMixedScalesStaysExact) {
  Ratio sum;
  for (int i = 0; i < 3000; ++i) {
    sum = sum + Ratio::from_parts(1, 7) + Ratio::from_parts(1, 1000) + Ratio::from_parts(-1, 60);
  }
  EXPECT_EQ(sum, Ratio::from_parts(3000, 7) + Ratio(3) - Ratio(50));
}

RC_GTEST_PROP(RatioProperty, ParseUndoesToString, ()) {
  const Ratio value = *ratios(127);
  const Ratio read = Ratio::parse(value.to_string()).value();
  RC_ASSERT(read == value);
  RC_ASSERT(read.to_string() == value.to_string());
}

RC_GTEST_PROP(RatioProperty, ArithmeticIsExactOrThrows, ()) {
  const Ratio a = *ratios(127), b = *ratios(127);
  overflows_or([&] { return a + b; }, [&](const Ratio& sum) { RC_ASSERT(exact(sum) == exact(a) + exact(b)); });
  overflows_or([&] { return a - b; }, [&](const Ratio& sum) { RC_ASSERT(exact(sum) == exact(a) - exact(b)); });
  overflows_or([&] { return a * b; }, [&](const Ratio& product) { RC_ASSERT(exact(product) == exact(a) * exact(b)); });
  overflows_or([&] { return divide(a, b); },
               [&](const std::optional<Ratio>& quotient) {
                 RC_ASSERT(quotient.has_value() == (b.sign() != 0));
                 if (quotient) RC_ASSERT(exact(*quotient) == exact(a) / exact(b));
               });
}

RC_GTEST_PROP(RatioProperty, ShortOperandsNeverThrow, ()) {
  const Ratio a = *ratios(63), b = *ratios(63);
  RC_ASSERT(exact(a + b) == exact(a) + exact(b));
  RC_ASSERT(exact(a - b) == exact(a) - exact(b));
  RC_ASSERT(exact(a * b) == exact(a) * exact(b));
  if (b.sign() != 0) RC_ASSERT(exact(divide(a, b).value()) == exact(a) / exact(b));
}

RC_GTEST_PROP(RatioProperty, AProductThrowsOnlyWhenItHasNoRoom, ()) {
  const Ratio a = *ratios(100), b = *ratios(100);
  const Rational product = exact(a) * exact(b);
  const Whole room = Whole(most);
  const bool fits = abs(numerator(product)) <= room && denominator(product) <= room;
  RC_ASSERT(overflows_or([&] { return a * b; }, [](const Ratio&) {}) == !fits);
}

RC_GTEST_PROP(RatioProperty, RingLaws, ()) {
  const Ratio a = *ratios(18), b = *ratios(18), c = *ratios(18);
  RC_ASSERT(a + b == b + a);
  RC_ASSERT((a + b) + c == a + (b + c));
  RC_ASSERT(a * b == b * a);
  RC_ASSERT((a * b) * c == a * (b * c));
  RC_ASSERT(a * (b + c) == a * b + a * c);
  RC_ASSERT(a - a == Ratio(0));
  RC_ASSERT(-(-a) == a);
}

RC_GTEST_PROP(RatioProperty, ComparisonAgreesWithExactIntegers, ()) {
  const Ratio a = *ratios(127), b = *ratios(127);
  RC_ASSERT((a < b) == (exact(a) < exact(b)));
  RC_ASSERT((a == b) == (exact(a) == exact(b)));
  RC_ASSERT((a > b) == (exact(a) > exact(b)));
}

// Neighbours that differ in the last bit, where only the whole of the cross product tells.
RC_GTEST_PROP(RatioProperty, ComparisonTellsNeighboursApart, ()) {
  const int128 n = *rc::gen::suchThat(integers(126), [](int128 x) { return x > 2; });
  const int128 denominator = *rc::gen::suchThat(integers(126), [](int128 x) { return x > 2; });
  const int sign = *rc::gen::element(-1, 1);
  const Ratio a = Ratio::from_parts(n * sign, denominator);
  for (const Ratio& b :
       {Ratio::from_parts((n + 1) * sign, denominator + 1), Ratio::from_parts((n - 1) * sign, denominator - 1),
        Ratio::from_parts(n * sign, denominator - 1)}) {
    RC_ASSERT((a < b) == (exact(a) < exact(b)));
    RC_ASSERT((b < a) == (exact(b) < exact(a)));
    RC_ASSERT((a == b) == (exact(a) == exact(b)));
  }
}

RC_GTEST_PROP(RatioProperty, RoundingFollowsItsDefinition, ()) {
  const Ratio value = *rc::gen::oneOf(ratios(127), ratios(63), ratios(30));
  const int digits = *rc::gen::inRange(0, 19);
  const Rounding rounding = *roundings();
  const Whole expected = rounded_coefficient(exact(value), digits, rounding);
  const bool threw = overflows_or([&] { return value.rounded(digits, rounding); },
                                  [&](const Decimal& rounded) {
                                    RC_ASSERT(Whole(rounded.coefficient()) == expected);
                                    RC_ASSERT(rounded.scale() == digits);
                                  });
  RC_ASSERT(threw == (abs(expected) >= power(37)));
}

// Exact halves, which a random ratio hardly ever hits.
RC_GTEST_PROP(RatioProperty, HalvesGoAwayFromZero, ()) {
  const int128 n = *integers(50);
  const Ratio half = Ratio::from_parts(2 * n + 1, 2);
  const Decimal rounded = half.rounded(0, Rounding::half_up);
  RC_ASSERT(rounded.coefficient() == (n >= 0 ? n + 1 : n));
}

RC_GTEST_PROP(RatioProperty, ReducedIsLowestTermsOfTheSameValue, ()) {
  const Ratio value = *ratios(127);
  const Ratio lowest = value.reduced();
  RC_ASSERT(Whole(lowest.numerator()) == numerator(exact(value)));
  RC_ASSERT(Whole(lowest.denominator()) == denominator(exact(value)));
}

RC_GTEST_PROP(RatioProperty, ExactDecimalIsExact, ()) {
  const Decimal value = *decimals(122, 18);
  const auto back = Ratio(value).exact_decimal();
  RC_ASSERT(back.has_value());
  RC_ASSERT(back->to_string() == value.normalized().to_string());
}

}  // namespace
