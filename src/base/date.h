// Date: a day of the proleptic Gregorian calendar, 1900-01-01 … 2199-12-31. No time zone: dates of records are dates.
// Thread-safety: values.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace jiheng {

class Date {
 public:
  constexpr Date() = default;
  static Result<Date> from_ymd(int year, int month, int day);  // date.no-such-day
  static constexpr Date from_days(std::int32_t days_since_1970) {
    Date d;
    d.days_ = days_since_1970;
    return d;
  }
  // 2022-01-05, 2022-1-5, 2022/1/5, 2022.1.5, 20220105, 2022年1月5日. Errors: date.malformed, date.no-such-day.
  static Result<Date> parse(std::string_view text);

  std::int32_t days() const { return days_; }  // since 1970-01-01
  int year() const;
  int month() const;
  int day() const;
  int weekday() const;             // 1 = Monday … 7 = Sunday
  std::string to_string() const;   // 2022-01-05
  std::string to_chinese() const;  // 2022年1月5日

  Date plus_days(int n) const { return from_days(days_ + n); }
  // The same day n months on; a day that month lacks becomes its last (民法典 202: 没有对应日的，月末日).
  Date plus_months(int n) const;
  friend int operator-(Date a, Date b) { return a.days_ - b.days_; }
  friend constexpr auto operator<=>(Date, Date) = default;

 private:
  std::int32_t days_ = 0;
};

}  // namespace jiheng
