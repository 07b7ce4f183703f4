#include "base/moment.h"

#include <cstdio>
#include <optional>

#include "base/take.h"

namespace jiheng {
namespace {

constexpr std::int64_t end_of_range = std::int64_t{84006} * Moment::minutes_per_day;  // 2200-01-01 00:00
constexpr std::int64_t china_offset = 8 * 3600;                                       // seconds ahead of UTC

struct Clock {
  int hour, minute, second = 0;
};

// 9时30分.
std::optional<Clock> read_chinese_clock(std::string_view text) {
  const auto hour = take_number(text, 1, 2);
  if (!hour || !take(text, "时")) return std::nullopt;
  const auto minute = take_number(text, 1, 2);
  if (!minute || text != "分") return std::nullopt;
  return Clock{*hour, *minute};
}

// 9:30, 09:30:00.
std::optional<Clock> read_clock(std::string_view text) {
  const auto hour = take_number(text, 1, 2);
  if (!hour || !take(text, ":")) return std::nullopt;
  const auto minute = take_number(text, 2, 2);
  if (!minute) return std::nullopt;
  if (text.empty()) return Clock{*hour, *minute};
  if (!take(text, ":")) return std::nullopt;
  const auto second = take_number(text, 2, 2);
  if (!second || !text.empty()) return std::nullopt;
  return Clock{*hour, *minute, *second};
}

struct Parts {
  std::string_view date;
  Clock clock;
};

std::optional<Parts> read_parts(std::string_view text) {
  constexpr std::string_view day_sign = "日";
  std::string_view date, rest;
  bool chinese = false;
  if (const std::size_t at = text.find(day_sign); at != text.npos) {
    date = text.substr(0, at + day_sign.size());
    rest = text.substr(date.size());
    take(rest, " ");
    chinese = true;
  } else {
    const std::size_t separator = text.find_first_of(" T");
    if (separator == text.npos) return std::nullopt;
    date = text.substr(0, separator);
    rest = text.substr(separator + 1);
  }
  auto clock = read_clock(rest);
  if (!clock && chinese) clock = read_chinese_clock(rest);
  if (!clock) return std::nullopt;
  return Parts{date, *clock};
}

}  // namespace

Result<Moment> Moment::at(Date date, int minute_of_day) {
  if (minute_of_day < 0 || minute_of_day >= minutes_per_day) {
    return fail("moment.no-such-time", {{"hour", minute_of_day / 60}, {"minute", minute_of_day % 60}});
  }
  const std::int64_t minutes = std::int64_t{date.days()} * minutes_per_day + minute_of_day;
  if (minutes < 0 || minutes >= end_of_range) return fail("moment.out-of-range");
  return from_minutes(static_cast<std::int32_t>(minutes));
}

Result<Moment> Moment::from_unix_seconds(std::int64_t seconds) {
  // Bounds first, so that nothing overflows; the lowest is 1970-01-01 00:00 in China.
  if (seconds < -china_offset || seconds >= end_of_range * 60 - china_offset) return fail("moment.out-of-range");
  return from_minutes(static_cast<std::int32_t>((seconds + china_offset) / 60));
}

Result<Moment> Moment::parse(std::string_view text) {
  const auto parts = read_parts(text);
  if (!parts) return fail("moment.malformed", {{"text", text}});
  const Result<Date> date = Date::parse(parts->date);
  if (!date && date.error().code == "date.malformed") return fail("moment.malformed", {{"text", text}});
  if (!date) return fail(date.error());
  const auto [hour, minute, second] = parts->clock;
  if (hour > 23 || minute > 59 || second > 59) {
    return fail("moment.no-such-time", {{"hour", hour}, {"minute", minute}});
  }
  if (second != 0) return fail("moment.seconds", {{"text", text}});
  return at(*date, hour * 60 + minute);
}

Date Moment::date() const {
  return Date::from_days(minutes_ / minutes_per_day);
}

int Moment::minute_of_day() const {
  return minutes_ % minutes_per_day;
}

std::string Moment::to_string() const {
  char clock[32];
  const int length = std::snprintf(clock, sizeof clock, " %02d:%02d", minute_of_day() / 60, minute_of_day() % 60);
  return date().to_string().append(clock, static_cast<std::size_t>(length));
}

std::string Moment::to_chinese() const {
  return date().to_chinese() + std::to_string(minute_of_day() / 60) + "时" + std::to_string(minute_of_day() % 60) +
         "分";
}

}  // namespace jiheng
