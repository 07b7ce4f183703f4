#include "base/chinese_numeral.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "base/text.h"

namespace jiheng {
namespace {

constexpr std::string_view digit_names[] = {"零", "一", "二", "三", "四", "五", "六", "七", "八", "九"};
constexpr std::string_view place_names[] = {"", "十", "百", "千"};
constexpr std::int64_t limit = 10'000'000'000'000'000;  // 10^16

// 1..9999; "一十二", never "十二".
std::string section(std::uint64_t value) {
  std::string out;
  bool gap = false;
  std::uint64_t unit = 1000;
  for (int place = 3; place >= 0; --place, unit /= 10) {
    const std::uint64_t digit = value / unit % 10;
    if (digit == 0) {
      gap = !out.empty();
      continue;
    }
    if (gap) out += "零";
    gap = false;
    out.append(digit_names[digit]).append(place_names[place]);
  }
  return out;
}

// Any positive value, by sections: high part, the name of its unit, low part; 零 where the low part's first place is 0.
std::string sections(std::uint64_t value) {
  std::uint64_t unit = 1;
  std::string_view name;
  if (value >= 100'000'000) {
    unit = 100'000'000, name = "亿";
  } else if (value >= 10'000) {
    unit = 10'000, name = "万";
  } else {
    return section(value);
  }
  std::string out = sections(value / unit).append(name);
  const std::uint64_t low = value % unit;
  if (low == 0) return out;
  if (low < unit / 10) out += "零";
  return out + sections(low);
}

std::uint64_t magnitude(std::int64_t value) {
  return value < 0 ? -static_cast<std::uint64_t>(value) : static_cast<std::uint64_t>(value);
}

std::vector<std::string_view> characters(std::string_view text) {
  std::vector<std::string_view> out;
  std::size_t start = 0;
  for (std::size_t i = 1; i <= text.size(); ++i) {
    if (i == text.size() || (static_cast<unsigned char>(text[i]) & 0xC0) != 0x80) {
      out.push_back(text.substr(start, i - start));
      start = i;
    }
  }
  return out;
}

enum class Kind { zero, digit, ten, hundred, thousand, wan, yi, minus, other };

struct Token {
  Kind kind;
  int digit = 0;
  bool liang = false;  // 两, which stands before 百 千 万 亿 or alone
};

Token token(std::string_view character) {
  if (character == "〇" || character == "零") return {Kind::zero};
  for (int i = 1; i <= 9; ++i) {
    if (character == digit_names[i]) return {Kind::digit, i};
  }
  if (character == "两") return {Kind::digit, 2, true};
  if (character == "十") return {Kind::ten};
  if (character == "百") return {Kind::hundred};
  if (character == "千") return {Kind::thousand};
  if (character == "万") return {Kind::wan};
  if (character == "亿") return {Kind::yi};
  if (character == "负") return {Kind::minus};
  return {Kind::other};
}

// A reader either yields a value, or says at which token it stopped, or that the value is too large.
struct Outcome {
  std::optional<std::int64_t> value;
  std::size_t stopped_at = 0;
  bool too_large = false;
};
Outcome stopped(std::size_t at) {
  return {std::nullopt, at, false};
}

Outcome read_digits(const std::vector<Token>& tokens, std::size_t start) {
  std::int64_t value = 0;
  for (std::size_t i = start; i < tokens.size(); ++i) {
    if (tokens[i].liang && tokens.size() - start > 1) return stopped(i);
    value = value * 10 + tokens[i].digit;
    if (value >= limit) return {std::nullopt, i, true};
  }
  return {value};
}

// Reads 三亿零五十万二千 and its like: every digit is noted with its place (power of ten), which 万 and 亿 raise for
// the digits before them; at the end each 零 must stand for a place really skipped.
class PlaceReader {
 public:
  PlaceReader(const std::vector<Token>& tokens, std::size_t start) : tokens_(tokens), at_(start) {}

  Outcome read() {
    for (; at_ < tokens_.size(); ++at_) {
      const Token& now = tokens_[at_];
      bool good = false;
      switch (now.kind) {
        case Kind::zero:
          good = !items_.empty() && !zero_pending_;
          zero_pending_ = true;
          zero_at_ = at_;
          break;
        case Kind::digit:
          good = take_digit(now);
          break;
        case Kind::ten:  // 十 without a digit, at the start of a section
          good = section_place_ == 4;
          if (good) add(1, 1);
          break;
        case Kind::wan:
          good = raise(4);
          break;
        case Kind::yi:
          if (yi_ && at_ > 0 && tokens_[at_ - 1].kind == Kind::yi) return {std::nullopt, at_, true};
          good = raise(8);
          break;
        default:
          break;
      }
      if (!good) return stopped(at_);
    }
    if (zero_pending_) return stopped(zero_at_);
    return total();
  }

 private:
  struct Item {
    int digit;
    int place;
    bool after_zero;
    std::size_t zero_at;
  };

  static int place_of(Kind kind) {
    return kind == Kind::ten ? 1 : kind == Kind::hundred ? 2 : kind == Kind::thousand ? 3 : 0;
  }

  void add(int digit, int place) {
    items_.push_back({digit, place, zero_pending_, zero_at_});
    zero_pending_ = false;
    section_place_ = place;
  }

  bool take_digit(const Token& now) {
    const Kind next = at_ + 1 < tokens_.size() ? tokens_[at_ + 1].kind : Kind::other;
    if (const int place = place_of(next); place > 0) {
      if (now.liang && place == 1) return false;
      if (place >= section_place_) {
        ++at_;  // it is the unit that is out of order
        return false;
      }
      add(now.digit, place);
      ++at_;
      return true;
    }
    if (section_place_ == 0) return false;
    const bool before_large = next == Kind::wan || next == Kind::yi;
    const bool first_of_section = section_place_ == 4;
    if (now.liang && !(before_large && first_of_section)) return false;
    const bool last = at_ + 1 == tokens_.size();
    if (last && !zero_pending_ && !items_.empty() && section_place_ != 1) return take_short_form(now);
    if (!first_of_section && !zero_pending_ && section_place_ != 1) return false;
    if (!last && !before_large) {
      ++at_;  // after a plain digit only 万, 亿 or the end may stand
      return false;
    }
    add(now.digit, 0);
    return true;
  }

  // 三万五, 一百二: the last digit counts tenths of the unit before it.
  bool take_short_form(const Token& now) {
    const Kind before = tokens_[at_ - 1].kind;
    const bool wan_yi = before == Kind::yi && tokens_[at_ - 2].kind == Kind::wan;
    if (wan_yi) return false;  // 三万亿五: five of what is anybody's guess
    const int place = before == Kind::wan ? 3 : before == Kind::yi ? 7 : place_of(before) - 1;
    add(now.digit, place);
    return true;
  }

  bool raise(int places) {
    const bool is_yi = places == 8;
    if (zero_pending_) return false;
    if (is_yi ? yi_ : wan_) return false;
    const std::size_t from = is_yi ? 0 : part_start_;
    if (is_yi ? items_.empty() : items_.size() == section_start_) return false;
    for (std::size_t i = from; i < items_.size(); ++i) items_[i].place += places;
    section_start_ = items_.size();
    section_place_ = 4;
    if (is_yi) {
      yi_ = true;
      wan_ = false;
      part_start_ = items_.size();
    } else {
      wan_ = true;
    }
    return true;
  }

  Outcome total() const {
    std::int64_t value = 0;
    for (std::size_t i = 0; i < items_.size(); ++i) {
      const Item& item = items_[i];
      if (item.after_zero && items_[i - 1].place - item.place < 2) return stopped(item.zero_at);
      std::int64_t unit = 1;
      for (int place = 0; place < item.place; ++place) unit *= 10;
      value += item.digit * unit;
    }
    return {value};
  }

  const std::vector<Token>& tokens_;
  std::size_t at_;
  std::vector<Item> items_;
  std::size_t part_start_ = 0;     // first item after 亿
  std::size_t section_start_ = 0;  // first item after 万 or 亿
  int section_place_ = 4;          // place of the last digit of this section; 4 = none yet
  bool zero_pending_ = false;
  std::size_t zero_at_ = 0;
  bool wan_ = false, yi_ = false;
};

}  // namespace

std::string to_chinese_numeral(std::int64_t value) {
  if (value == 0) return "零";
  std::string text = sections(magnitude(value));
  // 十 leads a number without its 一: 十二, 十万; inside it stays: 一百一十.
  if (text.starts_with("一十")) text.erase(0, std::string_view("一").size());
  return value < 0 ? "负" + text : text;
}

std::string to_chinese_digits(std::int64_t value) {
  std::string out = value < 0 ? "负" : "";
  for (const char digit : std::to_string(magnitude(value))) {
    out.append(digit == '0' ? "〇" : digit_names[digit - '0']);
  }
  return out;
}

Result<std::int64_t> parse_chinese_numeral(std::string_view text) {
  const auto text_characters = characters(text);
  std::vector<Token> tokens;
  for (const auto character : text_characters) tokens.push_back(token(character));

  const std::size_t start = !tokens.empty() && tokens[0].kind == Kind::minus ? 1 : 0;
  const auto body_is = [&](auto&& test) { return std::all_of(tokens.begin() + start, tokens.end(), test); };
  const auto stranger = std::find_if(tokens.begin() + start, tokens.end(),
                                     [](const Token& t) { return t.kind == Kind::minus || t.kind == Kind::other; });
  Outcome outcome;
  if (start == tokens.size() || stranger != tokens.end()) {
    outcome = stopped(static_cast<std::size_t>(stranger - tokens.begin()));
  } else if (body_is([](const Token& t) { return t.kind == Kind::zero || t.kind == Kind::digit; })) {
    outcome = read_digits(tokens, start);
  } else {
    outcome = PlaceReader(tokens, start).read();
  }
  if (outcome.value) return start == 1 ? -*outcome.value : *outcome.value;
  if (outcome.too_large) return fail("numeral.out-of-range", {{"text", text}});
  const std::size_t at = outcome.stopped_at;
  return fail("numeral.malformed",
              {{"text", text},
               {"position", at + 1},
               {"found", at < text_characters.size() ? text_characters[at] : std::string_view("（结尾）")}});
}

}  // namespace jiheng
