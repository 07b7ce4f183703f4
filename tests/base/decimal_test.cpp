#include "base/decimal.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "generators.h"

namespace {

using namespace testing_base;

Decimal d(std::string_view text) {
  return Decimal::parse(text).value();
}

TEST(DecimalTest, ParsesAndKeepsTheScale) {
  EXPECT_EQ(d("0").to_string(), "0");
  EXPECT_EQ(d("-12.50").to_string(), "-12.50");
  EXPECT_EQ(d("+7.0").to_string(), "7.0");
  EXPECT_EQ(d("007").to_string(), "7");
  EXPECT_EQ(d("-0.05").to_string(), "-0.05");
  EXPECT_EQ(d("0.00").to_string(), "0.00");
  EXPECT_EQ(d("-0").to_string(), "0");
  EXPECT_EQ(d("9999999999999999999999999999999999999").to_string(), "9999999999999999999999999999999999999");
  EXPECT_EQ(d("0.000000000000000001").to_string(), "0.000000000000000001");
}

TEST(DecimalTest, RefusesWhatIsNoNumber) {
  for (const char* text : {"", "+", "-", ".", ".5", "5.", "1e3", "1,000", " 1", "1 ", "--1", "1.2.3", "１", "0x10"}) {
    const auto result = Decimal::parse(text);
    ASSERT_FALSE(result) << text;
    EXPECT_EQ(result.error().code, "number.malformed") << text;
  }
  EXPECT_EQ(Decimal::parse("1,000").error().message, "“1,000”不是数，应写作12、-12.5这样的十进制数");
  EXPECT_EQ(Decimal::parse("10000000000000000000000000000000000000").error().code, "number.out-of-range");
  EXPECT_EQ(Decimal::parse("0.0000000000000000001").error().message, "数0.0000000000000000001超出可表示的范围");
}

TEST(DecimalTest, RoundsHalfAwayFromZero) {
  EXPECT_EQ(d("0.005").rounded(2, Rounding::half_up).to_string(), "0.01");
  EXPECT_EQ(d("-0.005").rounded(2, Rounding::half_up).to_string(), "-0.01");
  EXPECT_EQ(d("0.0049999").rounded(2, Rounding::half_up).to_string(), "0.00");
  EXPECT_EQ(d("2.5").rounded(0, Rounding::half_up).to_string(), "3");
  EXPECT_EQ(d("99.995").rounded(2, Rounding::half_up).to_string(), "100.00");
  EXPECT_EQ(d("-99.999").rounded(2, Rounding::truncate).to_string(), "-99.99");
  EXPECT_EQ(d("1.5").rounded(4, Rounding::truncate).to_string(), "1.5000");
  EXPECT_THROW(d("1").rounded(19, Rounding::half_up), jiheng::ArithmeticOverflow);
  EXPECT_THROW(d("1").rounded(-1, Rounding::half_up), jiheng::ArithmeticOverflow);
}

TEST(DecimalTest, AddsAndMultipliesExactly) {
  EXPECT_EQ((d("0.1") + d("0.20")).to_string(), "0.30");
  EXPECT_EQ((d("1") - d("0.001")).to_string(), "0.999");
  EXPECT_EQ((d("1.50") * d("-0.2")).to_string(), "-0.300");
  EXPECT_EQ((d("0.500000000000000000") * d("0.5")).to_string(), "0.250000000000000000");
  Decimal sum = 1;
  sum += d("0.5");
  sum -= 2;
  EXPECT_EQ(sum.to_string(), "-0.5");
}

TEST(DecimalTest, ThrowsOutOfRange) {
  const Decimal most = d("9999999999999999999999999999999999999");
  EXPECT_THROW(most + 1, jiheng::ArithmeticOverflow);
  EXPECT_THROW(most * 2, jiheng::ArithmeticOverflow);
  EXPECT_THROW(most + d("0.1"), jiheng::ArithmeticOverflow);
  EXPECT_THROW(d("0.0000000001") * d("0.0000000001"), jiheng::ArithmeticOverflow);
  EXPECT_EQ((d("10000000000000000000.0") * d("100000000000000000.0")).to_string(),
            "1000000000000000000000000000000000000");
  EXPECT_THROW(Decimal::from_parts(jiheng::power_of_ten(37), 0), jiheng::ArithmeticOverflow);
  EXPECT_THROW(Decimal::from_parts(1, 19), jiheng::ArithmeticOverflow);
}

TEST(DecimalTest, ComparesByValue) {
  EXPECT_EQ(d("1.50"), d("1.5"));
  EXPECT_LT(d("-1.51"), d("-1.5"));
  EXPECT_GT(d("9999999999999999999999999999999999999"), d("0.000000000000000001"));
  EXPECT_LT(d("-9999999999999999999999999999999999999"), d("-0.000000000000000001"));
  EXPECT_EQ(d("1.500").normalized().to_string(), "1.5");
  EXPECT_EQ(d("0.00").normalized().to_string(), "0");
}

TEST(DecimalTest, WritesTheWidestInteger) {
  EXPECT_EQ(jiheng::to_string(jiheng::power_of_ten(38)), "1" + std::string(38, '0'));
  EXPECT_EQ(jiheng::to_string(int128{-1} << 127), "-170141183460469231731687303715884105728");
}

RC_GTEST_PROP(DecimalProperty, ParseUndoesToString, ()) {
  const Decimal value = *decimals(122, 18);
  const Decimal read = Decimal::parse(value.to_string()).value();
  RC_ASSERT(read.coefficient() == value.coefficient());
  RC_ASSERT(read.scale() == value.scale());
}

RC_GTEST_PROP(DecimalProperty, ArithmeticIsExactOrThrows, ()) {
  const Decimal a = *decimals(122, 18), b = *decimals(122, 18);
  const bool sum_threw =
      overflows_or([&] { return a + b; }, [&](const Decimal& sum) { RC_ASSERT(exact(sum) == exact(a) + exact(b)); });
  const bool difference_threw = overflows_or(
      [&] { return a - b; }, [&](const Decimal& difference) { RC_ASSERT(exact(difference) == exact(a) - exact(b)); });
  overflows_or([&] { return a * b; },
               [&](const Decimal& product) { RC_ASSERT(exact(product) == exact(a) * exact(b)); });
  // Thrown only for cause: what has room is computed.
  const auto room = [](const Decimal& x, int scale) {
    return exact(x) * Rational(power(scale)) < Rational(power(36)) &&
           exact(x) * Rational(power(scale)) > -Rational(power(36));
  };
  const int scale = std::max(a.scale(), b.scale());
  if (room(a, scale) && room(b, scale)) RC_ASSERT(!sum_threw && !difference_threw);
}

RC_GTEST_PROP(DecimalProperty, RingLaws, ()) {
  const Decimal a = *decimals(38, 5), b = *decimals(38, 5), c = *decimals(38, 5);
  RC_ASSERT(a + b == b + a);
  RC_ASSERT((a + b) + c == a + (b + c));
  RC_ASSERT(a * b == b * a);
  RC_ASSERT((a * b) * c == a * (b * c));
  RC_ASSERT(a * (b + c) == a * b + a * c);
  RC_ASSERT(a - a == Decimal(0));
  RC_ASSERT(a + -b == a - b);
}

RC_GTEST_PROP(DecimalProperty, OrderIsTheOrderOfValues, ()) {
  const Decimal a = *decimals(122, 18), b = *decimals(122, 18);
  RC_ASSERT((a < b) == (exact(a) < exact(b)));
  RC_ASSERT((a == b) == (exact(a) == exact(b)));
  RC_ASSERT((a > b) == (exact(a) > exact(b)));
}

RC_GTEST_PROP(DecimalProperty, RoundingFollowsItsDefinition, ()) {
  const Decimal value = *decimals(122, 18);
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

}  // namespace
