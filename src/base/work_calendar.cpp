#include "base/work_calendar.h"

#include <algorithm>
#include <iterator>

namespace jiheng {
namespace {

Result<Date> first_day(int year) {
  return Date::from_ymd(year, 1, 1);
}

tl::unexpected<Error> not_covered(int year) {
  return fail("calendar.not-covered", {{"year", year}});
}

constexpr std::string_view weekday_names[] = {"一", "二", "三", "四", "五", "六", "日"};

}  // namespace

Status WorkCalendar::add_year(int year, std::span<const Date> off, std::span<const Date> makeup) {
  if (covers(year)) return fail("calendar.year-twice", {{"year", year}});
  const auto first = first_day(year);
  if (!first) return fail(first.error());
  for (const auto& days : {off, makeup}) {
    for (const Date day : days) {
      if (day.year() != year) return fail("calendar.wrong-year", {{"date", day.to_string()}, {"year", year}});
    }
  }

  std::bitset<366> working;
  for (Date day = *first; day.year() == year; day = day.plus_days(1)) {
    working[static_cast<std::size_t>(day - *first)] = day.weekday() <= 5;
  }
  for (const Date day : off) working[static_cast<std::size_t>(day - *first)] = false;
  for (const Date day : makeup) {
    if (day.weekday() <= 5) {
      return fail("calendar.not-weekend",
                  {{"date", day.to_string()}, {"weekday", weekday_names[static_cast<std::size_t>(day.weekday() - 1)]}});
    }
    if (std::find(off.begin(), off.end(), day) != off.end()) {
      return fail("calendar.contradiction", {{"date", day.to_string()}});
    }
    working[static_cast<std::size_t>(day - *first)] = true;
  }
  years_.emplace(year, working);
  return {};
}

Result<bool> WorkCalendar::is_workday(Date day) const {
  const int year = day.year();
  const auto found = years_.find(year);
  if (found == years_.end()) return not_covered(year);
  return found->second[static_cast<std::size_t>(day - *first_day(year))];
}

Result<Date> WorkCalendar::add_workdays(Date start, int n) const {
  const int step = n < 0 ? -1 : 1;
  Date day = start;
  while (n != 0) {
    day = day.plus_days(step);
    const auto working = is_workday(day);
    if (!working) return fail(working.error());
    if (*working) n -= step;
  }
  return day;
}

Result<int> WorkCalendar::count_workdays(Date from, Date to) const {
  const int step = to < from ? -1 : 1;
  int count = 0;
  for (Date day = from; day != to;) {
    day = day.plus_days(step);
    const auto working = is_workday(day);
    if (!working) return fail(working.error());
    if (*working) count += step;
  }
  return count;
}

Result<int> WorkCalendar::workdays_in_year(int year) const {
  const auto found = years_.find(year);
  if (found == years_.end()) return not_covered(year);
  return static_cast<int>(found->second.count());
}

}  // namespace jiheng
