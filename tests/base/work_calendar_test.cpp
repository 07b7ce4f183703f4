#include "base/work_calendar.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "cn_calendar_data.h"

namespace {

using jiheng::Date;
using jiheng::WorkCalendar;

Date day(std::string_view text) {
  return Date::parse(text).value();
}

std::vector<Date> days(const std::vector<std::string_view>& texts) {
  std::vector<Date> out;
  for (const auto text : texts) out.push_back(day(text));
  return out;
}

const WorkCalendar& china() {
  static const WorkCalendar calendar = [] {
    WorkCalendar made;
    for (const CalendarYear& year : cn_calendar) {
      const auto added = made.add_year(year.year, days(year.off), days(year.makeup));
      if (!added) ADD_FAILURE() << added.error().message;
    }
    return made;
  }();
  return calendar;
}

TEST(WorkCalendarTest, CountsTheWorkingDaysOfEachYear) {
  const int expected[] = {249, 250, 249, 249, 251, 248, 248};
  for (int year = 2020; year <= 2026; ++year) {
    EXPECT_TRUE(china().covers(year));
    EXPECT_EQ(china().workdays_in_year(year).value(), expected[year - 2020]) << year;
  }
  for (const CalendarYear& year : cn_calendar) EXPECT_EQ(china().workdays_in_year(year.year).value(), year.workdays);
}

TEST(WorkCalendarTest, AddsWorkingDaysTheStartNotCounted) {
  const struct {
    const char* start;
    int n;
    const char* end;
  } vectors[] = {
      {"2022-01-28", 20, "2022-03-02"}, {"2022-09-29", 7, "2022-10-13"},  {"2023-04-26", 7, "2023-05-09"},
      {"2023-09-25", 7, "2023-10-10"},  {"2023-12-20", 20, "2024-01-18"}, {"2024-02-08", 5, "2024-02-21"},
      {"2024-09-12", 2, "2024-09-14"},  // a Saturday with work
      {"2025-01-20", 20, "2025-02-21"}, {"2025-09-26", 7, "2025-10-13"},  {"2026-02-10", 20, "2026-03-16"},
      {"2021-12-31", 20, "2022-01-29"}, {"2020-01-20", 20, "2020-02-25"},
  };
  for (const auto& vector : vectors) {
    EXPECT_EQ(china().add_workdays(day(vector.start), vector.n)->to_string(), vector.end) << vector.start;
    EXPECT_EQ(china().count_workdays(day(vector.start), day(vector.end)).value(), vector.n) << vector.start;
  }
}

TEST(WorkCalendarTest, GoesBackwards) {
  EXPECT_EQ(china().add_workdays(day("2022-01-04"), -1)->to_string(), "2021-12-31");
  EXPECT_EQ(china().add_workdays(day("2024-09-18"), -1)->to_string(), "2024-09-14");
  EXPECT_EQ(china().count_workdays(day("2022-01-04"), day("2021-12-31")).value(), -1);
  EXPECT_EQ(china().count_workdays(day("2022-01-04"), day("2022-01-04")).value(), 0);
  EXPECT_EQ(china().add_workdays(day("2022-01-01"), 0)->to_string(), "2022-01-01");
}

TEST(WorkCalendarTest, KnowsSingleDays) {
  EXPECT_FALSE(china().is_workday(day("2022-01-03")).value());  // a Monday, New Year's holiday
  EXPECT_TRUE(china().is_workday(day("2022-01-04")).value());
  EXPECT_FALSE(china().is_workday(day("2022-01-08")).value());  // a Saturday
  EXPECT_TRUE(china().is_workday(day("2022-01-29")).value());   // a Saturday with work
  EXPECT_FALSE(china().is_workday(day("2022-12-31")).value());  // belongs to the next year's holiday
  EXPECT_TRUE(china().is_workday(day("2020-02-03")).value());   // work resumed after the prolonged holiday
  EXPECT_FALSE(china().is_workday(day("2024-12-31").plus_days(1)).value());
}

TEST(WorkCalendarTest, NeverGuessesAYearNotPublished) {
  const auto code = [](const auto& result) { return result ? std::string("no error") : result.error().code; };
  EXPECT_FALSE(china().covers(2027));
  EXPECT_EQ(china().is_workday(day("2027-01-04")).error().message, "日历未覆盖：没有2027年已公布的工作日历");
  EXPECT_EQ(code(china().is_workday(day("2019-12-31"))), "calendar.not-covered");
  EXPECT_EQ(code(china().workdays_in_year(2027)), "calendar.not-covered");
  EXPECT_EQ(code(china().add_workdays(day("2026-12-31"), 1)), "calendar.not-covered");
  EXPECT_EQ(code(china().add_workdays(day("2020-01-02"), -1)), "calendar.not-covered");
  EXPECT_EQ(code(china().count_workdays(day("2026-12-25"), day("2027-01-04"))), "calendar.not-covered");
  EXPECT_EQ(code(china().count_workdays(day("2026-12-25"), day("2026-12-31"))), "no error");
}

TEST(WorkCalendarTest, RefusesContradictions) {
  const auto message = [](int year, const std::vector<std::string_view>& off,
                          const std::vector<std::string_view>& makeup) {
    WorkCalendar calendar;
    const auto added = calendar.add_year(year, days(off), days(makeup));
    EXPECT_EQ(calendar.covers(year), added.has_value());
    return added ? std::string("no error") : added.error().code + " " + added.error().message;
  };
  EXPECT_EQ(message(2022, {"2023-01-01"}, {}), "calendar.wrong-year 工作日历有误：2023-01-01不在所列的2022年内");
  EXPECT_EQ(message(2022, {}, {"2021-12-25"}), "calendar.wrong-year 工作日历有误：2021-12-25不在所列的2022年内");
  EXPECT_EQ(message(2022, {}, {"2022-01-05"}),
            "calendar.not-weekend 工作日历有误：补班日应为周六或周日，2022-01-05是周三");
  EXPECT_EQ(message(2022, {"2022-01-08"}, {"2022-01-08"}),
            "calendar.contradiction 工作日历矛盾：2022-01-08既列为放假日，又列为补班日");
  EXPECT_EQ(message(2022, {}, {}), "no error");
  EXPECT_EQ(message(3000, {}, {}), "date.no-such-day 没有3000年1月1日这一天（可用1900年1月1日至2199年12月31日）");

  WorkCalendar calendar;
  ASSERT_TRUE(calendar.add_year(2022, {}, {}));
  EXPECT_EQ(calendar.workdays_in_year(2022).value(), 260);
  EXPECT_EQ(calendar.add_year(2022, {}, {}).error().message, "工作日历有误：2022年列了两次");
  EXPECT_EQ(calendar.add_year(2022, {}, {}).error().code, "calendar.year-twice");
}

RC_GTEST_PROP(WorkCalendarProperty, CountUndoesAdd, ()) {
  const Date start = day("2022-06-01").plus_days(*rc::gen::inRange(0, 700));
  const int n = *rc::gen::inRange(-300, 301);
  const Date end = china().add_workdays(start, n).value();
  RC_ASSERT(china().count_workdays(start, end).value() == n);
  if (n != 0) RC_ASSERT(china().is_workday(end).value());
}

RC_GTEST_PROP(WorkCalendarProperty, CountsAddUp, ()) {
  const auto drawn = [] { return day("2020-01-01").plus_days(*rc::gen::inRange(0, 2557)); };
  Date points[] = {drawn(), drawn(), drawn()};
  std::sort(std::begin(points), std::end(points));
  const auto count = [](Date from, Date to) { return china().count_workdays(from, to).value(); };
  RC_ASSERT(count(points[0], points[1]) + count(points[1], points[2]) == count(points[0], points[2]));
}

}  // namespace
