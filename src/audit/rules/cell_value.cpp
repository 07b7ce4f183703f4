#include "audit/rules/cell_value.h"

#include <algorithm>

namespace jiheng::audit {
namespace {

using View = std::u32string_view;

struct Sign {
  View text;
  Direction direction;
};

// Longer ones first where one begins with another.
constexpr Sign signs_in_front[] = {
    {U">=", Direction::at_least},       {U"＞=", Direction::at_least},
    {U"<=", Direction::at_most},        {U"＜=", Direction::at_most},
    {U"≥", Direction::at_least},        {U"≧", Direction::at_least},
    {U"⩾", Direction::at_least},        {U">", Direction::at_least},
    {U"＞", Direction::at_least},       {U"≤", Direction::at_most},
    {U"≦", Direction::at_most},         {U"⩽", Direction::at_most},
    {U"<", Direction::at_most},         {U"＜", Direction::at_most},
    {U"==", Direction::equal},          {U"=", Direction::equal},
    {U"═", Direction::equal},           {U"＝", Direction::equal},
    {U"大于等于", Direction::at_least}, {U"大于或等于", Direction::at_least},
    {U"小于等于", Direction::at_most},  {U"小于或等于", Direction::at_most},
    {U"不少于", Direction::at_least},   {U"不低于", Direction::at_least},
    {U"不小于", Direction::at_least},   {U"至少", Direction::at_least},
    {U"大于", Direction::at_least},     {U"高于", Direction::at_least},
    {U"超过", Direction::at_least},     {U"不超过", Direction::at_most},
    {U"不超", Direction::at_most},      {U"不高于", Direction::at_most},
    {U"不大于", Direction::at_most},    {U"不多于", Direction::at_most},
    {U"控制在", Direction::at_most},    {U"小于", Direction::at_most},
    {U"低于", Direction::at_most},      {U"少于", Direction::at_most},
    {U"等于", Direction::equal},
};

constexpr Sign signs_behind[] = {
    {U"及以上", Direction::at_least}, {U"或以上", Direction::at_least}, {U"以上", Direction::at_least},
    {U"及以下", Direction::at_most},  {U"或以下", Direction::at_most},  {U"以下", Direction::at_most},
    {U"以内", Direction::at_most},    {U"之内", Direction::at_most},    {U"内", Direction::at_most},
};

constexpr View empty_words[] = {U"/", U"无", U"不适用", U"--%", U"-%", U"—%", U"——%", U"N/A", U"n/a", U"空", U"略"};
// Words that may stand in front of a result and say no more than that it is one.
constexpr View result_words[] = {U"实际", U"已", U"完成", U"达到", U"达", U"共计", U"共", U"累计", U"为"};

bool starts(View text, View head) {
  return text.substr(0, head.size()) == head;
}
bool ends(View text, View tail) {
  return text.size() >= tail.size() && text.substr(text.size() - tail.size()) == tail;
}
bool is_digit(char32_t c) {
  return c >= U'0' && c <= U'9';
}
bool is_dash(char32_t c) {
  return View(U"-—–―─－/\\*").find(c) != View::npos;
}
bool is_range_mark(char32_t c) {
  return View(U"-—–～~至到").find(c) != View::npos;
}

bool says_nothing(View text) {
  if (std::all_of(text.begin(), text.end(), is_dash)) return true;
  return std::find(std::begin(empty_words), std::end(empty_words), text) != std::end(empty_words);
}

bool take(View& text, View head) {
  if (!starts(text, head)) return false;
  text.remove_prefix(head.size());
  return true;
}

bool drop(View& text, View tail) {
  if (!ends(text, tail)) return false;
  text.remove_suffix(tail.size());
  return true;
}

Direction take_sign(View& text) {
  for (const Sign& sign : signs_in_front) {
    if (take(text, sign.text)) return sign.direction;
  }
  return Direction::unknown;
}

// Digits with thousands separators and decimals at the front of `text`. Moves past them.
bool take_number(View& text, CellValue& out) {
  constexpr int longest = 18;
  View rest = text;
  const bool negative = !rest.empty() && rest.front() == U'-';
  if (!rest.empty() && (rest.front() == U'-' || rest.front() == U'+')) rest.remove_prefix(1);
  std::int64_t coefficient = 0;
  int digits = 0, scale = 0;
  bool point = false;
  while (!rest.empty()) {
    const char32_t c = rest.front();
    if (is_digit(c)) {
      if (++digits > longest) return false;
      coefficient = coefficient * 10 + static_cast<std::int64_t>(c - U'0');
      if (point) ++scale;
    } else if (c == U'.' && !point && digits > 0 && rest.size() > 1 && is_digit(rest[1])) {
      point = true;
    } else if ((c == U',' || c == U'，') && !point && digits > 0 && rest.size() > 3 && is_digit(rest[1]) &&
               is_digit(rest[2]) && is_digit(rest[3]) && (rest.size() == 4 || !is_digit(rest[4]))) {
      // a thousands separator
    } else {
      break;
    }
    rest.remove_prefix(1);
  }
  if (digits == 0) return false;
  out.value = Decimal::from_parts(negative ? -int128{coefficient} : int128{coefficient}, scale);
  out.scale = scale;
  text = rest;
  return true;
}

// 月 and 年 behind a number make a date, not a quantity.
bool is_date_unit(View unit, const Decimal& value) {
  if (unit.empty()) return false;
  if (unit.front() == U'月' || unit.front() == U'号' || unit.front() == U'点') return true;
  if (unit.front() == U'年' && value > 1900 && value < 2200) return true;
  return unit.find_first_of(U"前底末初") != View::npos;
}

bool is_unit(View unit) {
  constexpr std::size_t longest = 6;
  if (unit.size() > longest) return false;
  return unit.find_first_of(U"0123456789.，。；：、,;:+×*=≥≤-—～~/（）()") == View::npos || unit == U"元/人" ||
         (unit.size() >= 3 && unit.find(U'/') != View::npos &&
          unit.find_first_of(U"0123456789.，。；：、,;:+×*=≥≤") == View::npos);
}

// What stands behind the number: unit, 以上, a note in brackets. False: it is more than that.
bool read_tail(View tail, CellValue& out) {
  if (!tail.empty() && tail.back() == U'）') {
    const std::size_t open = tail.rfind(U'（');
    if (open == View::npos) return false;
    out.noted = true;
    tail = tail.substr(0, open);
  }
  if (drop(tail, U"未核实")) out.noted = true;
  while (drop(tail, U"。") || drop(tail, U"；")) {
  }
  for (View done : {View(U"已完成"), View(U"完成"), View(U"达标")}) drop(tail, done);
  for (View about : {View(U"左右"), View(U"余")}) {
    if (drop(tail, about)) out.approximate = true;
  }
  if (!tail.empty() && (tail.front() == U'余' || tail.front() == U'多')) {
    out.approximate = true;
    tail.remove_prefix(1);
  }
  for (const Sign& sign : signs_behind) {
    if (!drop(tail, sign.text)) continue;
    if (out.direction == Direction::unknown) out.direction = sign.direction;
    break;
  }
  if (tail == U"百分比" || tail == U"％") tail = U"%";
  if (!is_unit(tail) || is_date_unit(tail, out.value)) return false;
  out.unit = tail;
  return true;
}

bool is_range(View tail) {
  CellValue second;
  const std::size_t mark = std::find_if(tail.begin(), tail.end(), is_range_mark) - tail.begin();
  if (mark >= tail.size() || mark > 3) return false;
  View rest = tail.substr(mark + 1);
  take_sign(rest);
  return take_number(rest, second) && read_tail(rest, second);
}

CellValue read_number(View text) {
  CellValue out;
  out.kind = CellKind::words;
  CellValue number;
  number.direction = take_sign(text);
  for (View word : result_words) take(text, word);
  if (number.direction == Direction::unknown) number.direction = take_sign(text);
  if (take(text, U"约") || take(text, U"近")) number.approximate = true;
  const bool percent = take(text, U"百分之");
  if (!take_number(text, number)) return out;
  if (is_range(text)) {
    out.kind = CellKind::range;
    return out;
  }
  if (!read_tail(text, number)) return out;
  if (percent) number.unit = U"%";
  number.kind = CellKind::number;
  return number;
}

}  // namespace

CellValue parse_cell(View text) {
  while (!text.empty() && (text.front() == U' ' || text.front() == U'\n')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == U' ' || text.back() == U'\n')) text.remove_suffix(1);
  CellValue out;
  if (text.empty()) return out;
  if (says_nothing(text)) {
    out.kind = CellKind::nothing;
    return out;
  }
  return read_number(text);
}

Direction parse_direction(View text) {
  if (text.empty()) return Direction::unknown;
  if (contains_any(text, {U"定性", U"／"}) || text == U"/") return Direction::qualitative;
  if (contains(text, U"反向") || contains(text, U"逆向")) return Direction::at_most;
  if (contains(text, U"正向")) return Direction::at_least;
  return take_sign(text);
}

std::optional<Decimal> money_factor(View unit) {
  if (unit == U"元" || unit == U"人民币元") return Decimal(1);
  if (unit == U"千元") return Decimal(1000);
  if (unit == U"万元" || unit == U"万") return Decimal(10000);
  if (unit == U"亿元" || unit == U"亿") return Decimal(100000000);
  return std::nullopt;
}

bool contains(View text, View words) {
  return text.find(words) != View::npos;
}

bool contains_any(View text, std::initializer_list<View> words) {
  return std::any_of(words.begin(), words.end(), [&](View word) { return contains(text, word); });
}

std::u32string without_brackets(View text) {
  std::u32string out;
  int depth = 0;
  for (char32_t c : text) {
    if (c == U'（' || c == U'(' || c == U'【') ++depth;
    if (depth == 0 && c != U'\n' && c != U' ') out.push_back(c);
    if ((c == U'）' || c == U')' || c == U'】') && depth > 0) --depth;
  }
  const auto is_mark = [](char32_t c) { return View(U"：:，。、；*＊※").find(c) != View::npos; };
  while (!out.empty() && is_mark(out.back())) out.pop_back();
  while (!out.empty() && is_mark(out.front())) out.erase(out.begin());
  return out;
}

View in_brackets(View text) {
  const std::size_t close = text.find_last_of(U"）)");
  if (close == View::npos) return {};
  const std::size_t open = text.substr(0, close).find_last_of(U"（(");
  if (open == View::npos) return {};
  return text.substr(open + 1, close - open - 1);
}

}  // namespace jiheng::audit
