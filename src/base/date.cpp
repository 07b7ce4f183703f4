#include "base/date.h"

#include <chrono>
#include <cstdio>
#include <optional>

#include "base/take.h"

namespace jiheng {
namespace {

constexpr int first_year = 1900;
constexpr int last_year = 2199;

std::chrono::year_month_day civil(std::int32_t days) {
  return std::chrono::sys_days(std::chrono::days(days));
}

Date from_civil(std::chrono::year_month_day day) {
  return Date::from_days(static_cast<std::int32_t>(std::chrono::sys_days(day).time_since_epoch().count()));
}

struct Parts {
  int year, month, day;
};

std::optional<Parts> read_parts(std::string_view text) {
  const auto year = take_number(text, 4, 4);
  if (!year) return std::nullopt;
  if (const auto month = take_number(text, 2, 2)) {  // 20220105
    const auto day = take_number(text, 2, 2);
    if (!day || !text.empty()) return std::nullopt;
    return Parts{*year, *month, *day};
  }
  constexpr struct {
    std::string_view after_year, after_month, after_day;
  } forms[] = {{"-", "-", ""}, {"/", "/", ""}, {".", ".", ""}, {"年", "月", "日"}};
  for (const auto& form : forms) {
    if (!take(text, form.after_year)) continue;
    const auto month = take_number(text, 1, 2);
    if (!month || !take(text, form.after_month)) return std::nullopt;
    const auto day = take_number(text, 1, 2);
    if (!day || text != form.after_day) return std::nullopt;
    return Parts{*year, *month, *day};
  }
  return std::nullopt;
}

}  // namespace

Result<Date> Date::from_ymd(int year, int month, int day) {
  const auto none = [&] { return fail("date.no-such-day", {{"year", year}, {"month", month}, {"day", day}}); };
  if (year < first_year || year > last_year || month < 1 || month > 12 || day < 1 || day > 31) return none();
  const std::chrono::year_month_day ymd{std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                                        std::chrono::day(static_cast<unsigned>(day))};
  if (!ymd.ok()) return none();
  return from_civil(ymd);
}

Result<Date> Date::parse(std::string_view text) {
  const auto parts = read_parts(text);
  if (!parts) return fail("date.malformed", {{"text", text}});
  return from_ymd(parts->year, parts->month, parts->day);
}

int Date::year() const {
  return static_cast<int>(civil(days_).year());
}

int Date::month() const {
  return static_cast<int>(static_cast<unsigned>(civil(days_).month()));
}

int Date::day() const {
  return static_cast<int>(static_cast<unsigned>(civil(days_).day()));
}

int Date::weekday() const {
  return static_cast<int>(std::chrono::weekday(std::chrono::sys_days(std::chrono::days(days_))).iso_encoding());
}

std::string Date::to_string() const {
  const auto ymd = civil(days_);
  char buffer[32];
  const int length = std::snprintf(buffer, sizeof buffer, "%04d-%02u-%02u", static_cast<int>(ymd.year()),
                                   static_cast<unsigned>(ymd.month()), static_cast<unsigned>(ymd.day()));
  return std::string(buffer, static_cast<std::size_t>(length));
}

std::string Date::to_chinese() const {
  const auto ymd = civil(days_);
  return std::to_string(static_cast<int>(ymd.year())) + "年" + std::to_string(static_cast<unsigned>(ymd.month())) +
         "月" + std::to_string(static_cast<unsigned>(ymd.day())) + "日";
}

Date Date::plus_months(int n) const {
  auto ymd = civil(days_) + std::chrono::months(n);
  if (!ymd.ok()) ymd = ymd.year() / ymd.month() / std::chrono::last;
  return from_civil(ymd);
}

}  // namespace jiheng
