// Moment: a minute of China's civil time (UTC+8, never daylight saving), 1970-01-01 00:00 … 2199-12-31 23:59. The value
// carries no time zone: offices record what the clock on their wall says. No seconds: a text that has some is refused,
// never rounded.
// Thread-safety: values.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/date.h"
#include "base/result.h"

namespace jiheng {

class Moment {
 public:
  static constexpr int minutes_per_day = 24 * 60;

  constexpr Moment() = default;
  // `minute_of_day`: 0 … 1439 (moment.no-such-time); a day before 1970 is moment.out-of-range.
  static Result<Moment> at(Date date, int minute_of_day);
  static constexpr Moment from_minutes(std::int32_t minutes_since_1970) {
    Moment m;
    m.minutes_ = minutes_since_1970;
    return m;
  }
  // The minute that holds this second of Unix time, as China's clocks show it. Errors: moment.out-of-range.
  static Result<Moment> from_unix_seconds(std::int64_t seconds);
  // A date in any form Date reads, then a space or T and 9:30; or 2022年1月5日9时30分, 2022年1月5日9:30. Seconds may
  // follow the colon form when they are zero. Errors: moment.malformed (so is a date alone), moment.seconds,
  // moment.no-such-time, moment.out-of-range, date.no-such-day.
  static Result<Moment> parse(std::string_view text);

  std::int32_t minutes() const { return minutes_; }  // since 1970-01-01 00:00
  Date date() const;
  int minute_of_day() const;       // 0 … 1439
  std::string to_string() const;   // 2022-01-05 09:30
  std::string to_chinese() const;  // 2022年1月5日9时30分

  Moment plus_minutes(int n) const { return from_minutes(minutes_ + n); }
  friend int operator-(Moment a, Moment b) { return a.minutes_ - b.minutes_; }  // minutes
  friend constexpr auto operator<=>(Moment, Moment) = default;

 private:
  std::int32_t minutes_ = 0;
};

}  // namespace jiheng
