#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <limits>

#include "base/chinese_numeral.h"

namespace {

using jiheng::parse_chinese_numeral;
using jiheng::to_chinese_digits;
using jiheng::to_chinese_numeral;

TEST(NumeralTest, BothWays) {
  const struct {
    std::int64_t value;
    const char* text;
  } pairs[] = {
      {0, "零"},
      {2, "二"},
      {10, "十"},
      {12, "十二"},
      {20, "二十"},
      {25, "二十五"},
      {100, "一百"},
      {101, "一百零一"},
      {110, "一百一十"},
      {120, "一百二十"},
      {1005, "一千零五"},
      {1010, "一千零一十"},
      {1100, "一千一百"},
      {10'000, "一万"},
      {10'001, "一万零一"},
      {35'000, "三万五千"},
      {100'010, "十万零一十"},
      {102'000, "十万二千"},
      {1'000'500, "一百万零五百"},
      {100'000'000, "一亿"},
      {100'000'030, "一亿零三十"},
      {100'500'000, "一亿零五十万"},
      {1'234'567'890, "十二亿三千四百五十六万七千八百九十"},
      {1'000'000'000'001, "一万亿零一"},
      {9'999'999'999'999'999, "九千九百九十九万九千九百九十九亿九千九百九十九万九千九百九十九"},
      {-15, "负十五"},
  };
  for (const auto& pair : pairs) {
    EXPECT_EQ(to_chinese_numeral(pair.value), pair.text);
    EXPECT_EQ(parse_chinese_numeral(pair.text).value(), pair.value) << pair.text;
  }
}

TEST(NumeralTest, OtherWaysOfWritingAreRead) {
  const struct {
    const char* text;
    std::int64_t value;
  } pairs[] = {
      {"二〇二二", 2022},    {"二零二二", 2022},
      {"五〇〇", 500},       {"〇", 0},
      {"负〇", 0},           {"两", 2},
      {"两千零五", 2005},    {"两百二十二", 222},
      {"两亿", 200000000},   {"三万五", 35'000},
      {"一百二", 120},       {"一千二百五", 1250},
      {"三万五千二", 35200}, {"三十万五", 305'000},
      {"一亿五", 150000000}, {"一十二", 12},
      {"三万五百", 30'500},  {"十万零二千", 102'000},
      {"一万零十", 10'010},  {"二百〇五", 205},
      {"三万零五", 30'005},
  };
  for (const auto& pair : pairs) {
    const auto value = parse_chinese_numeral(pair.text);
    ASSERT_TRUE(value) << value.error().message;
    EXPECT_EQ(*value, pair.value) << pair.text;
  }
}

TEST(NumeralTest, SaysWhatStandsWhere) {
  const struct {
    const char* text;
    int position;
    const char* found;
  } cases[] = {
      {"", 1, "（结尾）"},     {"负", 2, "（结尾）"},   {"负负一", 2, "负"},     {"廿五", 1, "廿"},
      {"万", 1, "万"},         {"百五", 1, "百"},       {"一千二千", 4, "千"},   {"一百零", 3, "零"},
      {"一千零五百", 3, "零"}, {"一百零零五", 4, "零"}, {"零五百", 1, "零"},     {"二两", 2, "两"},
      {"两十", 1, "两"},       {"两百两", 3, "两"},     {"一百二万", 3, "二"},   {"三万亿五", 4, "五"},
      {"三万五万", 4, "万"},   {"一亿零千", 4, "千"},   {"十十", 2, "十"},       {"12", 1, "1"},
      {"一百 二", 3, " "},     {"一百十二", 3, "十"},   {"二〇二二年", 5, "年"}, {"一二百", 2, "二"},
  };
  for (const auto& item : cases) {
    const auto value = parse_chinese_numeral(item.text);
    ASSERT_FALSE(value) << item.text << " = " << *value;
    EXPECT_EQ(value.error().code, "numeral.malformed");
    EXPECT_EQ(value.error().message, "“" + std::string(item.text) + "”不是中文数字：第" +
                                         std::to_string(item.position) + "个字“" + item.found + "”不应在此");
  }
}

TEST(NumeralTest, SaysWhatIsTooLarge) {
  for (const char* text :
       {"一亿亿", "一万亿亿", "九九九九九九九九九九九九九九九九九", "一〇〇〇〇〇〇〇〇〇〇〇〇〇〇〇〇"}) {
    EXPECT_EQ(parse_chinese_numeral(text).error().code, "numeral.out-of-range") << text;
  }
  EXPECT_EQ(parse_chinese_numeral("一亿亿").error().message, "中文数字“一亿亿”超出可表示的范围（绝对值应小于一亿亿）");
}

TEST(NumeralTest, DigitByDigit) {
  EXPECT_EQ(to_chinese_digits(2022), "二〇二二");
  EXPECT_EQ(to_chinese_digits(0), "〇");
  EXPECT_EQ(to_chinese_digits(-10), "负一〇");
  EXPECT_EQ(to_chinese_digits(std::numeric_limits<std::int64_t>::min()), "负九二二三三七二〇三六八五四七七五八〇八");
}

TEST(NumeralTest, EveryNumberToAHundredThousandAndBack) {
  for (std::int64_t value = 0; value <= 100'000; ++value) {
    ASSERT_EQ(parse_chinese_numeral(to_chinese_numeral(value)).value(), value);
    ASSERT_EQ(parse_chinese_numeral(to_chinese_digits(value)).value(), value);
  }
}

RC_GTEST_PROP(NumeralProperty, ReadingUndoesWriting, ()) {
  // A few digits here and there among zeros, where the 零 rules are, as well as full numbers.
  const auto digits = *rc::gen::container<std::vector<int>>(
      16, rc::gen::weightedElement<int>({{6, 0}, {2, 1}, {1, 2}, {1, 5}, {1, 9}}));
  std::int64_t value = 0;
  for (const int digit : digits) value = value * 10 + digit;
  if (*rc::gen::arbitrary<bool>()) value = -value;
  RC_ASSERT(parse_chinese_numeral(to_chinese_numeral(value)).value() == value);
  RC_ASSERT(parse_chinese_numeral(to_chinese_digits(value)).value() == value);
}

RC_GTEST_PROP(NumeralProperty, LiangMayStandForErBeforeLargeUnits, ()) {
  const std::int64_t value = *rc::gen::inRange<std::int64_t>(0, 1'000'000'000'000);
  std::string text = to_chinese_numeral(value);
  for (const std::string unit : {"百", "千", "万", "亿"}) {
    // Only a whole section 二万, 二亿, not the end of 十二万.
    const std::string er = "二" + unit;
    if (text.starts_with(er)) text.replace(0, er.size(), "两" + unit);
  }
  RC_ASSERT(parse_chinese_numeral(text).value() == value);
}

// Whatever the characters, the answer is a value or an error; a value read is written back to the same value.
RC_GTEST_PROP(NumeralProperty, AnyCharactersAreReadOrRefused, ()) {
  const auto pieces = *rc::gen::container<std::vector<std::string>>(
      rc::gen::element<std::string>("零", "〇", "一", "二", "五", "九", "两", "十", "百", "千", "万", "亿", "负", "x"));
  std::string text;
  for (const auto& piece : pieces) text += piece;
  const auto value = parse_chinese_numeral(text);
  if (value) RC_ASSERT(parse_chinese_numeral(to_chinese_numeral(*value)).value() == *value);
}

}  // namespace
