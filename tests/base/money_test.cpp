#include "base/money.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <limits>

#include "generators.h"

namespace {

using jiheng::Money;
using jiheng::MoneyUnit;
using namespace testing_base;

constexpr std::int64_t most_fen = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t least_fen = std::numeric_limits<std::int64_t>::min();

Decimal d(std::string_view text) {
  return Decimal::parse(text).value();
}

TEST(MoneyTest, ParsesAmountsInTheirUnit) {
  EXPECT_EQ(Money::parse("2,508.64", MoneyUnit::wan)->fen(), 2'508'640'000);
  EXPECT_EQ(Money::parse("2508.64", MoneyUnit::yuan)->fen(), 250'864);
  EXPECT_EQ(Money::parse("-3", MoneyUnit::yi)->fen(), -30'000'000'000);
  EXPECT_EQ(Money::parse("+1,234,567.8", MoneyUnit::yuan)->fen(), 123'456'780);
  EXPECT_EQ(Money::parse("0.000001", MoneyUnit::wan)->fen(), 1);
  EXPECT_EQ(Money::parse("0.010", MoneyUnit::yuan)->fen(), 1);
}

TEST(MoneyTest, RefusesWhatIsNoAmount) {
  for (const char* text : {"",    "-",  "1,23", "12,34,567", "1234,567", ",123", "1,",  "1,2345", "1,234,", "1.2,345",
                           "￥3", "¥3", "１２", "1e3",       "1,234.",   " 3",   "3元", "--3",    "-,123",  "(3)"}) {
    const auto result = Money::parse(text, MoneyUnit::yuan);
    ASSERT_FALSE(result) << text;
    EXPECT_EQ(result.error().code, "money.malformed") << text;
  }
  EXPECT_EQ(Money::parse("1,23", MoneyUnit::yuan).error().message,
            "“1,23”不是金额，应写作2508.64或2,508.64（千位分隔号每三位一个）");
  EXPECT_EQ(Money::parse("0.001", MoneyUnit::yuan).error().message, "金额0.001元不是整数分，金额最小到分");
  EXPECT_EQ(Money::parse("0.0000001", MoneyUnit::wan).error().code, "money.not-whole-fen");
  EXPECT_EQ(Money::parse("92233720368547758.08", MoneyUnit::yuan).error().message,
            "数92233720368547758.08元超出可表示的范围");
  EXPECT_EQ(Money::parse("99999999999999999999999999999999999", MoneyUnit::yi).error().code, "number.out-of-range");
  EXPECT_EQ(Money::parse("92233720368547758.07", MoneyUnit::yuan)->fen(), most_fen);
  EXPECT_EQ(Money::parse("-92233720368547758.08", MoneyUnit::yuan)->fen(), least_fen);
}

TEST(MoneyTest, FromDecimalIsExactOrRefuses) {
  EXPECT_EQ(Money::from_decimal(d("2508.640000"), MoneyUnit::wan)->fen(), 2'508'640'000);
  EXPECT_EQ(Money::from_decimal(d("0.00001"), MoneyUnit::yuan).error().code, "money.not-whole-fen");
  EXPECT_EQ(Money::from_decimal(d("0.00001"), MoneyUnit::yuan).error().message,
            "金额0.00001元不是整数分，金额最小到分");
}

TEST(MoneyTest, RoundedFromNamesItsRounding) {
  const Ratio third = Ratio::from_parts(2, 3);
  EXPECT_EQ(Money::rounded_from(third, MoneyUnit::yuan, Rounding::half_up).fen(), 67);
  EXPECT_EQ(Money::rounded_from(third, MoneyUnit::yuan, Rounding::truncate).fen(), 66);
  EXPECT_EQ(Money::rounded_from(third, MoneyUnit::wan, Rounding::half_up).fen(), 666'667);
  EXPECT_EQ(Money::rounded_from(-third, MoneyUnit::yi, Rounding::half_up).fen(), -6'666'666'667);
  EXPECT_THROW(Money::rounded_from(Ratio(most_fen), MoneyUnit::yuan, Rounding::half_up), jiheng::ArithmeticOverflow);
}

TEST(MoneyTest, FormatsForReading) {
  const Money amount = Money::from_fen(2'508'640'000);
  EXPECT_EQ(amount.format(MoneyUnit::wan, 2, Rounding::half_up), "2,508.64");
  EXPECT_EQ(amount.format(MoneyUnit::yuan, 2, Rounding::half_up), "25,086,400.00");
  EXPECT_EQ(amount.format(MoneyUnit::yi, 2, Rounding::half_up), "0.25");
  EXPECT_EQ(amount.format(MoneyUnit::wan, 0, Rounding::half_up), "2,509");
  EXPECT_EQ(amount.format(MoneyUnit::wan, 0, Rounding::truncate), "2,508");
  EXPECT_EQ(Money::from_fen(-123'456).format(MoneyUnit::yuan, 2, Rounding::half_up), "-1,234.56");
  EXPECT_EQ(Money::from_fen(-4).format(MoneyUnit::yuan, 1, Rounding::half_up), "0.0");
  EXPECT_EQ(Money::from_fen(1).in(MoneyUnit::wan).to_string(), "0.000001");
  EXPECT_EQ(Money::from_fen(1).in(MoneyUnit::yi).to_string(), "0.0000000001");
  EXPECT_EQ(jiheng::with_thousands("1234567.8"), "1,234,567.8");
  EXPECT_EQ(jiheng::with_thousands("-123456"), "-123,456");
  EXPECT_EQ(jiheng::with_thousands("-123"), "-123");
  EXPECT_EQ(jiheng::with_thousands(""), "");
  EXPECT_EQ(jiheng::title(MoneyUnit::yuan), "元");
  EXPECT_EQ(jiheng::title(MoneyUnit::wan), "万元");
  EXPECT_EQ(jiheng::title(MoneyUnit::yi), "亿元");
}

TEST(MoneyTest, DividesToARatio) {
  EXPECT_EQ(divide(Money::from_fen(1), Money::from_fen(3))->to_string(), "1/3");
  EXPECT_FALSE(divide(Money::from_fen(1), Money()));
}

TEST(MoneyTest, ThrowsOutOfRange) {
  const Money most = Money::from_fen(most_fen), least = Money::from_fen(least_fen);
  EXPECT_THROW(most + Money::from_fen(1), jiheng::ArithmeticOverflow);
  EXPECT_THROW(least - Money::from_fen(1), jiheng::ArithmeticOverflow);
  EXPECT_THROW(-least, jiheng::ArithmeticOverflow);
  EXPECT_THROW(most * 2, jiheng::ArithmeticOverflow);
}

RC_GTEST_PROP(MoneyProperty, ArithmeticIsIntegerArithmeticOnFen, (std::int64_t a, std::int64_t b)) {
  const Money x = Money::from_fen(a), y = Money::from_fen(b);
  const auto fits = [](const Whole& fen) { return fen >= Whole(least_fen) && fen <= Whole(most_fen); };
  const auto agrees = [&](auto compute, const Whole& expected) {
    const bool threw = overflows_or(compute, [&](Money result) { RC_ASSERT(Whole(result.fen()) == expected); });
    RC_ASSERT(threw == !fits(expected));
  };
  agrees([&] { return x + y; }, Whole(a) + b);
  agrees([&] { return x - y; }, Whole(a) - b);
  agrees([&] { return x * b; }, Whole(a) * b);
  RC_ASSERT((x < y) == (a < b));
}

RC_GTEST_PROP(MoneyProperty, FormattingAndParsingAreInverse, (std::int64_t fen)) {
  const Money amount = Money::from_fen(fen);
  for (const auto& [unit, decimals] : {std::pair{MoneyUnit::yuan, 2}, {MoneyUnit::wan, 6}, {MoneyUnit::yi, 10}}) {
    RC_ASSERT(Money::parse(amount.format(unit, decimals, Rounding::truncate), unit).value() == amount);
    RC_ASSERT(Money::from_decimal(amount.in(unit), unit).value() == amount);
    RC_ASSERT(Money::rounded_from(Ratio(amount.in(unit)), unit, Rounding::half_up) == amount);
  }
}

}  // namespace
