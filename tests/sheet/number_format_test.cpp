#include "sheet/number_format.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cstdio>

#include "base/date.h"
#include "base/decimal.h"
#include "sheet/book_writer.h"

namespace jiheng::sheet {
namespace {

using Kind = NumberFormat::Kind;

std::string digits(std::string_view stored) {
  std::string out;
  int whole_digits = 0;
  return decimal_text(stored, out, whole_digits) ? out : "no number";
}

TEST(DecimalText, GivesBackWhatWasTyped) {
  EXPECT_EQ(digits("0"), "0");
  EXPECT_EQ(digits("-0"), "0");
  EXPECT_EQ(digits("12"), "12");
  EXPECT_EQ(digits("0012.50"), "12.5");
  EXPECT_EQ(digits("+3"), "3");
  EXPECT_EQ(digits(".5"), "0.5");
  EXPECT_EQ(digits("5."), "5");
  EXPECT_EQ(digits("0.30000000000000004"), "0.3");
  EXPECT_EQ(digits("2508.6399999999999"), "2508.64");
  EXPECT_EQ(digits("1.1000000000000001"), "1.1");
  EXPECT_EQ(digits("0.99999999999999989"), "1");
  EXPECT_EQ(digits("99999999999999.96"), "100000000000000");
  EXPECT_EQ(digits("123456789012345"), "123456789012345");
  EXPECT_EQ(digits("4.4565999999999998E4"), "44566");
  EXPECT_EQ(digits("-1.5e-3"), "-0.0015");
  EXPECT_EQ(digits("1E+20"), "100000000000000000000");
}

TEST(DecimalText, RefusesWhatIsNoNumber) {
  for (const char* text :
       {"", "-", ".", "1.2.3", "1,2", "1e", "1e+", "1e5x", "e5", "abc", "1 ", "1e999999999999", "0x1"}) {
    EXPECT_EQ(digits(text), "no number") << text;
  }
}

TEST(DecimalText, TellsTheDigitsBeforeThePoint) {
  const auto whole = [](std::string_view stored) {
    std::string out;
    int whole_digits = -1;
    EXPECT_TRUE(decimal_text(stored, out, whole_digits));
    return whole_digits;
  };
  EXPECT_EQ(whole("0"), 0);
  EXPECT_EQ(whole("0.001"), 0);
  EXPECT_EQ(whole("999.5"), 3);
  EXPECT_EQ(whole("440118199001010000"), 18);
  EXPECT_EQ(whole("4.4011819900101E+17"), 18);
}

// Any decimal of at most 15 digits survives the way through a double and the 17 digits Excel writes.
RC_GTEST_PROP(DecimalText, SurvivesADouble, ()) {
  const auto coefficient = *rc::gen::inRange<std::int64_t>(-999'999'999'999'999, 1'000'000'000'000'000);
  const int scale = *rc::gen::inRange(0, 13);
  const std::string typed = Decimal::from_parts(coefficient, scale).normalized().to_string();
  char stored[40];
  std::snprintf(stored, sizeof stored, "%.17g", std::stod(typed));
  RC_ASSERT(digits(stored) == typed);
}

TEST(PercentText, MovesThePoint) {
  EXPECT_EQ(percent_text("0.9806"), "98.06%");
  EXPECT_EQ(percent_text("1"), "100%");
  EXPECT_EQ(percent_text("0.005"), "0.5%");
  EXPECT_EQ(percent_text("-0.1"), "-10%");
  EXPECT_EQ(percent_text("0"), "0%");
}

TEST(NumberFormats, BuiltIn) {
  EXPECT_EQ(built_in_format(0).kind, Kind::plain);
  EXPECT_EQ(built_in_format(4).kind, Kind::plain);
  EXPECT_EQ(built_in_format(10).kind, Kind::percent);
  EXPECT_EQ(built_in_format(14).kind, Kind::date);
  EXPECT_EQ(built_in_format(20).kind, Kind::time);
  EXPECT_EQ(built_in_format(22).kind, Kind::date_and_time);
  EXPECT_EQ(built_in_format(31).kind, Kind::date);
  EXPECT_EQ(built_in_format(33).kind, Kind::time);
  EXPECT_EQ(built_in_format(46).kind, Kind::time);
  EXPECT_EQ(built_in_format(49).kind, Kind::plain);
  EXPECT_EQ(built_in_format(57).kind, Kind::date);
  EXPECT_EQ(built_in_format(200).kind, Kind::plain);
}

TEST(NumberFormats, OfCodes) {
  const std::pair<const char*, Kind> cases[] = {
      {"General", Kind::plain},
      {"G/通用格式", Kind::plain},
      {"0.00", Kind::plain},
      {"#,##0.00;[Red]-#,##0.00", Kind::plain},
      {"#,##0.00_ ;[Red]\\-#,##0.00\\ ", Kind::plain},
      {"0.00E+00", Kind::plain},
      {"0!.0,", Kind::plain},
      {"\"日期\"0", Kind::plain},
      {"@", Kind::plain},
      {"[DBNum2][$-804]General", Kind::plain},
      {"0.0%", Kind::percent},
      {"yyyy-mm-dd", Kind::date},
      {"yyyy\"年\"m\"月\"d\"日\";@", Kind::date},
      {"[$-804]yyyy\\-mm\\-dd;@", Kind::date},
      {"[DBNum1][$-804]yyyy\"年\"m\"月\";@", Kind::date},
      {"m/d", Kind::date},
      {"mmm", Kind::date},
      {"[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", Kind::date},
      {"yyyy-mm-dd hh:mm", Kind::date_and_time},
      {"yyyy/m/d h:mm AM/PM", Kind::date_and_time},
      {"h:mm:ss", Kind::time},
      {"[h]:mm", Kind::time},
      {"mm:ss.0", Kind::time},
      {"上午/下午h\"时\"mm\"分\"", Kind::time},
  };
  for (const auto& [code, kind] : cases) EXPECT_EQ(format_of_code(code).kind, kind) << code;
  EXPECT_EQ(format_of_code("00000").least_digits, 5);
  EXPECT_EQ(format_of_code("0").least_digits, 1);
  EXPECT_EQ(format_of_code("0.0").least_digits, 0);
}

TEST(DateText, CountsDaysAsExcelDoes) {
  const auto day = [](std::string_view serial) { return date_text(serial, Kind::date, DateSystem::from_1900); };
  EXPECT_EQ(day("1"), "1900-01-01");
  EXPECT_EQ(day("59"), "1900-02-28");
  EXPECT_EQ(day("60"), "1900-02-29");  // a day that never was: it is told as what it is
  EXPECT_EQ(day("61"), "1900-03-01");
  EXPECT_EQ(day("44566"), "2022-01-05");
  EXPECT_EQ(day("109574"), "2199-12-31");
  EXPECT_EQ(day("109575"), "");
  EXPECT_EQ(day("0"), "");
  EXPECT_EQ(day("-1"), "");
  EXPECT_EQ(date_text("43104", Kind::date, DateSystem::from_1904), "2022-01-05");
  EXPECT_EQ(date_text("0", Kind::date, DateSystem::from_1904), "1904-01-01");
}

TEST(DateText, TimesOfTheDay) {
  const auto text = [](std::string_view serial, Kind kind) { return date_text(serial, kind, DateSystem::from_1900); };
  EXPECT_EQ(text("44566.395833333336", Kind::date_and_time), "2022-01-05 09:30");
  EXPECT_EQ(text("44566.3958333333", Kind::date_and_time), "2022-01-05 09:30");
  EXPECT_EQ(text("44566.3958333333", Kind::date), "2022-01-05 09:30");  // hidden by the format, but there
  EXPECT_EQ(text("44566", Kind::date_and_time), "2022-01-05 00:00");
  EXPECT_EQ(text("44566.5000115741", Kind::date_and_time), "2022-01-05 12:00:01");
  EXPECT_EQ(text("44565.9999999999", Kind::date_and_time), "2022-01-05 00:00");
  EXPECT_EQ(text("0.395833333333333", Kind::time), "09:30");
  EXPECT_EQ(text("0", Kind::time), "00:00");
  EXPECT_EQ(text("44566.75", Kind::time), "2022-01-05 18:00");
}

// The serials we write are read back as the same day and minute, by way of the double that stands in the file.
RC_GTEST_PROP(DateText, ReadsBackTheSerialsWeWrite, ()) {
  const auto days = *rc::gen::inRange(-25'567, 84'006);
  const auto minute = *rc::gen::inRange(0, 24 * 60);
  const auto stored = [](const std::string& serial) {
    char text[40];
    std::snprintf(text, sizeof text, "%.17g", std::stod(serial));
    return digits(text);
  };
  const std::string day = Date::from_days(days).to_string();
  RC_ASSERT(date_text(stored(serial_of_day(days)), Kind::date, DateSystem::from_1900) == day);
  char clock[16];
  std::snprintf(clock, sizeof clock, " %02d:%02d", minute / 60, minute % 60);
  RC_ASSERT(date_text(stored(serial_of_minute(std::int64_t{days} * 1440 + minute)), Kind::date_and_time,
                      DateSystem::from_1900) == day + clock);
}

}  // namespace
}  // namespace jiheng::sheet
