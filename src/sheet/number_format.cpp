#include "sheet/number_format.h"

#include <algorithm>
#include <charconv>

#include "base/date.h"
#include "base/decimal.h"

namespace jiheng::sheet {
namespace {

using Kind = NumberFormat::Kind;

constexpr int most_significant = 15;
constexpr int seconds_of_day = 86'400;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

// What of a format's first section is neither quoted nor escaped nor padding nor a colour or condition in brackets;
// of the brackets only the elapsed times [h], [mm] stay.
std::string bare(std::string_view code) {
  std::string out;
  for (std::size_t i = 0; i < code.size() && code[i] != ';'; ++i) {
    const char c = code[i];
    if (c == '"') {
      i = std::min(code.find('"', i + 1), code.size());
    } else if (c == '\\' || c == '_' || c == '*' || c == '!') {
      ++i;
    } else if (c == '[') {
      const std::size_t end = std::min(code.find(']', i + 1), code.size());
      const std::string_view inside = code.substr(i + 1, end - i - 1);
      if (!inside.empty() && std::all_of(inside.begin(), inside.end(), [&](char x) {
            return lower(x) == lower(inside[0]) && std::string_view("hms").find(lower(x)) != std::string_view::npos;
          })) {
        out += lower(inside[0]);
      }
      i = end;
    } else {
      out += lower(c);
    }
  }
  return out;
}

void remove_all(std::string& text, std::string_view what) {
  for (std::size_t at; (at = text.find(what)) != text.npos;) text.erase(at, what.size());
}

std::string two_digits(int value) {
  return {static_cast<char>('0' + value / 10), static_cast<char>('0' + value % 10)};
}

std::string time_text(int seconds) {
  std::string out = two_digits(seconds / 3600) + ":" + two_digits(seconds / 60 % 60);
  if (seconds % 60 != 0) out += ":" + two_digits(seconds % 60);
  return out;
}

struct Serial {
  std::int64_t days = 0;
  int seconds = 0;
};

// Half seconds up. False: below zero, or beyond any date.
bool split_serial(std::string_view decimal, Serial& out) {
  const std::size_t point = std::min(decimal.find('.'), decimal.size());
  if (point == 0 || point > 7 || decimal[0] == '-') return false;
  std::from_chars(decimal.data(), decimal.data() + point, out.days);
  const std::string_view part = decimal.substr(std::min(point + 1, decimal.size())).substr(0, 17);
  std::int64_t digits = 0;
  std::from_chars(part.data(), part.data() + part.size(), digits);
  const int128 unit = power_of_ten(static_cast<int>(part.size()));
  const int128 seconds = (int128{digits} * seconds_of_day * 2 + unit) / (unit * 2);
  out.seconds = static_cast<int>(seconds);
  if (out.seconds == seconds_of_day) {
    out.seconds = 0;
    ++out.days;
  }
  return true;
}

// "": outside 1900-01-01 … 2199-12-31.
std::string day_text(std::int64_t days, DateSystem system) {
  if (system == DateSystem::from_1900 && days == 60) return "1900-02-29";
  // Day 1 of the 1900 system is 1900-01-01; from day 61 on it is one ahead, for the day that never was.
  const int epoch = system == DateSystem::from_1904 ? -24'107 : days < 60 ? -25'568 : -25'569;
  const std::int64_t since_1970 = days + epoch;
  constexpr std::int64_t first = -25'567, last = 84'005;
  if (since_1970 < first || since_1970 > last) return "";
  return Date::from_days(static_cast<std::int32_t>(since_1970)).to_string();
}

}  // namespace

NumberFormat built_in_format(int number) {
  if (number == 9 || number == 10) return {Kind::percent, 0};
  if (number >= 14 && number <= 17) return {Kind::date, 0};
  if (number >= 18 && number <= 21) return {Kind::time, 0};
  if (number == 22) return {Kind::date_and_time, 0};
  if (number >= 32 && number <= 35) return {Kind::time, 0};
  if (number >= 27 && number <= 36) return {Kind::date, 0};
  if (number >= 45 && number <= 47) return {Kind::time, 0};
  if (number >= 50 && number <= 58) return {Kind::date, 0};
  return {};
}

NumberFormat format_of_code(std::string_view code) {
  std::string text = bare(code);
  remove_all(text, "general");
  remove_all(text, "am/pm");
  remove_all(text, "a/p");
  remove_all(text, "上午/下午");
  if (!text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c == '0'; })) {
    return {Kind::plain, static_cast<unsigned char>(std::min<std::size_t>(text.size(), most_significant))};
  }
  // A placeholder of digits: a number whatever else stands there ("0.00E+00" has an E). Seconds may have a fraction.
  const bool seconds = text.find('s') != text.npos;
  if (text.find_first_of("#?@") != text.npos || (!seconds && text.find('0') != text.npos)) {
    return {text.find('%') != text.npos ? Kind::percent : Kind::plain, 0};
  }
  const bool day = text.find_first_of("yde") != text.npos;
  const bool time = seconds || text.find('h') != text.npos;
  if (day) return {time ? Kind::date_and_time : Kind::date, 0};
  if (time) return {Kind::time, 0};
  if (text.find('m') != text.npos) return {Kind::date, 0};
  return {text.find('%') != text.npos ? Kind::percent : Kind::plain, 0};
}

bool decimal_text(std::string_view stored, std::string& out, int& whole_digits) {
  out.clear();
  std::size_t at = 0;
  const bool negative = !stored.empty() && stored[0] == '-';
  if (negative || (!stored.empty() && stored[0] == '+')) ++at;
  // Significant digits, and where the point stands: value = 0.d1d2d3… × 10^point.
  char digits[most_significant + 1];
  int count = 0, point = 0;
  bool any = false, after_point = false;
  for (; at < stored.size(); ++at) {
    const char c = stored[at];
    if (c == '.') {
      if (after_point) return false;
      after_point = true;
      continue;
    }
    if (!is_digit(c)) break;
    any = true;
    if (count == 0 && c == '0') {
      if (after_point) --point;
      continue;
    }
    if (!after_point) ++point;
    if (count <= most_significant) digits[count++] = c;  // one more than stays: rounding half up looks at it
  }
  if (!any) return false;
  if (at < stored.size()) {
    if (lower(stored[at]) != 'e') return false;
    std::string_view exponent = stored.substr(at + 1);
    if (exponent.starts_with('+')) exponent.remove_prefix(1);
    int value = 0;
    const auto [end, error] = std::from_chars(exponent.data(), exponent.data() + exponent.size(), value);
    if (exponent.empty() || error != std::errc() || end != exponent.data() + exponent.size()) return false;
    if (value > 400 || value < -400) return false;
    point += value;
  }
  if (count > most_significant) {
    count = most_significant;
    if (digits[most_significant] >= '5') {
      int i = count - 1;
      for (; i >= 0 && digits[i] == '9'; --i) digits[i] = '0';
      if (i >= 0) {
        ++digits[i];
      } else {  // 999… → 1000…
        digits[0] = '1';
        ++point;
      }
    }
  }
  while (count > 0 && digits[count - 1] == '0') --count;
  whole_digits = count == 0 ? 0 : std::max(point, 0);
  if (count == 0) {
    out = "0";
    return true;
  }
  if (negative) out += '-';
  if (point <= 0) {
    out += "0.";
    out.append(static_cast<std::size_t>(-point), '0');
    out.append(digits, static_cast<std::size_t>(count));
  } else {
    out.append(digits, static_cast<std::size_t>(std::min(count, point)));
    if (point > count) out.append(static_cast<std::size_t>(point - count), '0');
    if (count > point) out.append(1, '.').append(digits + point, static_cast<std::size_t>(count - point));
  }
  return true;
}

std::string percent_text(std::string_view decimal) {
  const bool negative = decimal.starts_with('-');
  if (negative) decimal.remove_prefix(1);
  const std::size_t point = std::min(decimal.find('.'), decimal.size());
  std::string digits(decimal.substr(0, point));
  std::string part(decimal.substr(std::min(point + 1, decimal.size())));
  if (part.size() < 2) part.append(2 - part.size(), '0');
  digits += part.substr(0, 2);
  part.erase(0, 2);
  digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size() - 1));
  return (negative ? "-" : "") + digits + (part.empty() ? "" : "." + part) + "%";
}

std::string date_text(std::string_view decimal, NumberFormat::Kind kind, DateSystem system) {
  Serial serial;
  if (!split_serial(decimal, serial)) return "";
  // Less than a day is a time whatever the format says: there is no day 0.
  if (serial.days == 0 && (kind == Kind::time || serial.seconds != 0)) return time_text(serial.seconds);
  const std::string day = day_text(serial.days, system);
  if (day.empty() || (kind == Kind::date && serial.seconds == 0)) return day;
  return day + " " + time_text(serial.seconds);
}

}  // namespace jiheng::sheet
