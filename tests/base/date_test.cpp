#include "base/date.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace {

using jiheng::Date;

Date day(std::string_view text) {
  return Date::parse(text).value();
}

TEST(DateTest, ReadsEveryWayOfWriting) {
  for (const char* text :
       {"2022-01-05", "2022-1-5", "2022/1/5", "2022/01/05", "2022.1.5", "20220105", "2022年1月5日", "2022年01月05日"}) {
    EXPECT_EQ(day(text).to_string(), "2022-01-05") << text;
  }
}

TEST(DateTest, RefusesWhatIsNoDate) {
  for (const char* text : {"", "2022", "2022-1", "2022-1-", "2022-1/5", "22-1-5", "2022-001-5", "2022-1-5 ",
                           " 2022-1-5", "2022年1月5", "2022年1-5", "202215", "2022010", "202201055", "2022--5",
                           "-2022-1-5", "2022-1-5-", "二〇二二年一月五日", "2022-1-5日"}) {
    const auto result = Date::parse(text);
    ASSERT_FALSE(result) << text;
    EXPECT_EQ(result.error().code, "date.malformed") << text;
  }
  EXPECT_EQ(Date::parse("5/1/2022").error().message,
            "“5/1/2022”不是日期，应写作2022-01-05、2022/1/5、2022.1.5、20220105或2022年1月5日");
}

TEST(DateTest, RefusesDaysThatDoNotExist) {
  for (const char* text : {"2022-02-29", "1900-02-29", "2100-2-29", "2022-13-01", "2022-00-01", "2022-01-00",
                           "2022-04-31", "20221332", "1899-12-31", "2200-01-01"}) {
    const auto result = Date::parse(text);
    ASSERT_FALSE(result) << text;
    EXPECT_EQ(result.error().code, "date.no-such-day") << text;
  }
  EXPECT_EQ(Date::from_ymd(2022, 2, 30).error().message, "没有2022年2月30日这一天（可用1900年1月1日至2199年12月31日）");
  EXPECT_EQ(day("2000-02-29").to_string(), "2000-02-29");
}

TEST(DateTest, KnowsTheCalendar) {
  EXPECT_EQ(day("1970-01-01").days(), 0);
  EXPECT_EQ(day("2000-03-01").days(), 11017);
  EXPECT_EQ(day("2022-01-05").weekday(), 3);
  EXPECT_EQ(day("2022-01-09").weekday(), 7);
  EXPECT_EQ(day("2022-01-10").weekday(), 1);
  EXPECT_EQ(day("2022-01-05").to_chinese(), "2022年1月5日");
  EXPECT_EQ(day("2024-12-31") - day("2023-12-31"), 366);
  EXPECT_LT(day("2022-01-05"), day("2022-01-06"));
  EXPECT_EQ(day("2021-12-31").plus_days(1).to_string(), "2022-01-01");
}

TEST(DateTest, AMonthLacksTheDayAndEndsOnItsLast) {
  EXPECT_EQ(day("2022-01-31").plus_months(1).to_string(), "2022-02-28");
  EXPECT_EQ(day("2024-01-31").plus_months(1).to_string(), "2024-02-29");
  EXPECT_EQ(day("2022-03-31").plus_months(-1).to_string(), "2022-02-28");
  EXPECT_EQ(day("2022-11-15").plus_months(14).to_string(), "2024-01-15");
  EXPECT_EQ(day("2022-01-15").plus_months(-1).to_string(), "2021-12-15");
  EXPECT_EQ(day("2024-02-29").plus_months(12).to_string(), "2025-02-28");
  EXPECT_EQ(day("2024-02-29").plus_months(0).to_string(), "2024-02-29");
}

// Every day of the range, against counting by hand.
TEST(DateTest, EveryDayFollowsTheOneBefore) {
  Date date = day("1900-01-01");
  int weekday = 1;  // a Monday
  for (int year = 1900; year <= 2199; ++year) {
    const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    const int lengths[] = {31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    for (int month = 1; month <= 12; ++month) {
      for (int d = 1; d <= lengths[month - 1]; ++d) {
        ASSERT_EQ(Date::from_ymd(year, month, d).value(), date);
        ASSERT_EQ(date.year(), year);
        ASSERT_EQ(date.month(), month);
        ASSERT_EQ(date.day(), d);
        ASSERT_EQ(date.weekday(), weekday);
        date = date.plus_days(1);
        weekday = weekday % 7 + 1;
      }
      ASSERT_FALSE(Date::from_ymd(year, month, lengths[month - 1] + 1));
    }
  }
}

RC_GTEST_PROP(DateProperty, ParseUndoesBothTexts, ()) {
  const Date date = Date::from_days(*rc::gen::inRange(day("1900-01-01").days(), day("2199-12-31").days() + 1));
  RC_ASSERT(Date::parse(date.to_string()).value() == date);
  RC_ASSERT(Date::parse(date.to_chinese()).value() == date);
}

RC_GTEST_PROP(DateProperty, MonthsAddUpFromTheFirst, ()) {
  const Date date = Date::from_ymd(*rc::gen::inRange(1950, 2150), *rc::gen::inRange(1, 13), 1).value();
  const int a = *rc::gen::inRange(-200, 200), b = *rc::gen::inRange(-200, 200);
  RC_ASSERT(date.plus_months(a).plus_months(b) == date.plus_months(a + b));
}

}  // namespace
