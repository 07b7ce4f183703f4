#include "base/moment.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace {

using jiheng::Date;
using jiheng::Moment;

Moment moment(std::string_view text) {
  return Moment::parse(text).value();
}
std::string code_of(std::string_view text) {
  const auto result = Moment::parse(text);
  return result ? result->to_string() : result.error().code;
}

TEST(MomentTest, ReadsEveryWayOfWriting) {
  for (const char* text :
       {"2022-01-05 09:30", "2022-1-5 9:30", "2022/1/5 9:30", "2022/01/05 09:30", "2022.1.5 9:30", "20220105 09:30",
        "2022-01-05T09:30", "2022-01-05T09:30:00", "2022/1/5 9:30:00", "2022年1月5日9时30分", "2022年01月05日09时30分",
        "2022年1月5日9:30", "2022年1月5日 9:30", "2022年1月5日 9时30分", "2022年1月5日9:30:00"}) {
    EXPECT_EQ(code_of(text), "2022-01-05 09:30") << text;
  }
  EXPECT_EQ(code_of("2022年1月5日9时5分"), "2022-01-05 09:05");
  EXPECT_EQ(code_of("2022-12-31 23:59"), "2022-12-31 23:59");
  EXPECT_EQ(code_of("2022-01-05 0:00"), "2022-01-05 00:00");
}

TEST(MomentTest, RefusesWhatIsNoMoment) {
  for (const char* text : {"",
                           "9:30",
                           "2022-01-05",
                           "2022年1月5日",
                           "2022-01-05 ",
                           "2022-01-05 9",
                           "2022-01-05 9:3",
                           "2022-01-05 9:300",
                           "2022-01-05 009:30",
                           "2022-01-05  9:30",
                           "2022-01-05 9:30 ",
                           " 2022-01-05 9:30",
                           "2022-01-05T",
                           "2022-01-05t9:30",
                           "2022-01-05 9:30:0",
                           "2022-01-05 9:30:",
                           "2022-01-05 9:30:00.0",
                           "2022-01-05T09:30Z",
                           "2022-01-05T09:30+08:00",
                           "2022-01-05 9时30分",
                           "2022年1月5日9时",
                           "2022年1月5日9时30",
                           "2022年1月5日T9:30",
                           "2022年1月9:30",
                           "日9:30",
                           "2022-01-05日9:30",
                           "2022-01 9:30",
                           "2022-01-05 -9:30"}) {
    EXPECT_EQ(code_of(text), "moment.malformed") << text;
  }
  EXPECT_EQ(Moment::parse("2022-01-05").error().message,
            "“2022-01-05”不是时间，应写作2022-01-05 09:30、2022/1/5 9:30或2022年1月5日9时30分，精确到分");
}

TEST(MomentTest, RefusesTimesThatDoNotExist) {
  EXPECT_EQ(code_of("2022-02-29 09:30"), "date.no-such-day");
  EXPECT_EQ(code_of("2200-01-01 00:00"), "date.no-such-day");
  EXPECT_EQ(Moment::parse("2022-01-05 24:00").error().message, "没有24时0分这一时刻");
  EXPECT_EQ(code_of("2022-01-05 9:60"), "moment.no-such-time");
  EXPECT_EQ(code_of("2022-01-05 9:30:60"), "moment.no-such-time");
  EXPECT_EQ(code_of("2022年1月5日9时60分"), "moment.no-such-time");
  EXPECT_EQ(Moment::at(Date::parse("2022-01-05").value(), 1440).error().code, "moment.no-such-time");
  EXPECT_EQ(Moment::at(Date::parse("2022-01-05").value(), -1).error().code, "moment.no-such-time");
}

TEST(MomentTest, NothingIsRounded) {
  EXPECT_EQ(Moment::parse("2022-01-05 09:30:01").error().message,
            "“2022-01-05 09:30:01”写到了秒，时间只记到分（系统不代为取整）");
  EXPECT_EQ(code_of("2022-01-05T09:30:59"), "moment.seconds");
}

TEST(MomentTest, TheEndsOfItsRange) {
  EXPECT_EQ(moment("1970-01-01 00:00").minutes(), 0);
  EXPECT_EQ(moment("2199-12-31 23:59").minutes(), 120'968'639);
  EXPECT_EQ(Moment::parse("1969-12-31 23:59").error().message,
            "时间应在1970年1月1日0时0分至2199年12月31日23时59分之间");
}

TEST(MomentTest, KnowsItsDayAndMinute) {
  const Moment m = moment("2022-01-05 09:30");
  EXPECT_EQ(m.date().to_string(), "2022-01-05");
  EXPECT_EQ(m.minute_of_day(), 570);
  EXPECT_EQ(m.to_chinese(), "2022年1月5日9时30分");
  EXPECT_EQ(moment("2022-01-05 00:00").to_chinese(), "2022年1月5日0时0分");
  EXPECT_EQ(m.plus_minutes(15).to_string(), "2022-01-05 09:45");
  EXPECT_EQ(m.plus_minutes(-571).to_string(), "2022-01-04 23:59");
  EXPECT_EQ(moment("2022-02-01 00:05") - moment("2022-01-31 23:50"), 15);
  EXPECT_LT(m, m.plus_minutes(1));
}

// A clock that counts Unix seconds shows China's civil time eight hours ahead, in whole minutes gone by.
TEST(MomentTest, FromUnixSeconds) {
  EXPECT_EQ(Moment::from_unix_seconds(0)->to_string(), "1970-01-01 08:00");
  EXPECT_EQ(Moment::from_unix_seconds(1641346199)->to_string(), "2022-01-05 09:29");
  EXPECT_EQ(Moment::from_unix_seconds(1641346200)->to_string(), "2022-01-05 09:30");
  EXPECT_EQ(Moment::from_unix_seconds(-28800)->to_string(), "1970-01-01 00:00");
  EXPECT_EQ(Moment::from_unix_seconds(-28801).error().code, "moment.out-of-range");
  EXPECT_EQ(Moment::from_unix_seconds(7258089599)->to_string(), "2199-12-31 23:59");
  for (const std::int64_t seconds : {std::int64_t{7258089600}, INT64_MAX, INT64_MIN}) {
    EXPECT_EQ(Moment::from_unix_seconds(seconds).error().code, "moment.out-of-range") << seconds;
  }
}

RC_GTEST_PROP(MomentProperty, ParseUndoesBothTexts, ()) {
  const Moment m = Moment::from_minutes(*rc::gen::inRange(0, 120'968'640));
  RC_ASSERT(Moment::parse(m.to_string()).value() == m);
  RC_ASSERT(Moment::parse(m.to_chinese()).value() == m);
  RC_ASSERT(Moment::at(m.date(), m.minute_of_day()).value() == m);
}

RC_GTEST_PROP(MomentProperty, TextsOrderAsMomentsDo, ()) {
  const Moment a = Moment::from_minutes(*rc::gen::inRange(0, 120'968'640));
  const Moment b = Moment::from_minutes(*rc::gen::inRange(0, 120'968'640));
  RC_ASSERT((a < b) == (a.to_string() < b.to_string()));
  RC_ASSERT(a.plus_minutes(b - a) == b);
}

}  // namespace
