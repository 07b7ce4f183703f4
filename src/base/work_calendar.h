// WorkCalendar: which days are working days in China: weekdays, less the published holidays, plus the published
// make-up days. Built from a calendar pack. A day of a year that is not published is the error calendar.not-covered
// (日历未覆盖), never a guess from weekends.
// Thread-safety: immutable after the last add_year.
#pragma once

#include <bitset>
#include <map>
#include <span>

#include "base/date.h"

namespace jiheng {

class WorkCalendar {
 public:
  // `off`: days without work (holidays); `makeup`: weekend days with work. All must lie in `year`
  // (calendar.wrong-year), a make-up day must be a Saturday or Sunday (calendar.not-weekend), a day must not be in
  // both lists (calendar.contradiction), a year is added once (calendar.year-twice).
  Status add_year(int year, std::span<const Date> off, std::span<const Date> makeup);

  bool covers(int year) const { return years_.contains(year); }
  Result<bool> is_workday(Date day) const;
  // The n-th working day after `start` (n > 0) or before it (n < 0); `start` itself is not counted. n = 0: `start`.
  Result<Date> add_workdays(Date start, int n) const;
  // Working days in (from, to]: the start day is not counted. When to < from, minus those in [to, from), so that
  // count_workdays(d, *add_workdays(d, n)) is n both ways.
  Result<int> count_workdays(Date from, Date to) const;
  Result<int> workdays_in_year(int year) const;

 private:
  std::map<int, std::bitset<366>> years_;  // bit = day of year is a working day
};

}  // namespace jiheng
