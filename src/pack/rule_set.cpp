#include "pack/rule_set.h"

#include "base/text.h"

namespace jiheng::pack {
namespace {

bool is_digit(char32_t c) {
  return c >= U'0' && c <= U'9';
}

bool is_ascii_word(char32_t c) {
  return is_digit(c) || (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z');
}

bool is_white(char32_t c) {
  return c == U' ' || (c >= 0x09 && c <= 0x0D) || c == 0x85 || c == 0xA0 || c == 0x1680 ||
         (c >= 0x2000 && c <= 0x200D) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x2060 ||
         c == 0x3000 || c == 0xFEFF;
}

bool is_quote(char32_t c) {
  return std::u32string_view(U"“”‘’「」『』\"").find(c) != std::u32string_view::npos;
}

// Full-width letters, digits and the signs of numbers are ASCII, waves are ～.
char32_t folded(char32_t c) {
  if (c == U'~' || c == 0x223C || c == 0x301C) return U'～';
  if (c < 0xFF01 || c > 0xFF5E) return c;
  const char32_t ascii = c - 0xFEE0;
  const bool fold = is_ascii_word(ascii) || std::u32string_view(U"%+-.=/").find(ascii) != std::u32string_view::npos;
  return fold ? ascii : c;
}

// The full-width form of an ASCII mark; the mark itself when it has none here.
char32_t widened(char32_t c) {
  return std::u32string_view(U",;:!?()").find(c) != std::u32string_view::npos ? c + 0xFEE0 : c;
}

// White space is gone; one space is kept where it stood between two ASCII letters or digits.
std::u32string without_white_space(std::u32string_view text) {
  std::u32string out;
  bool gap = false;
  for (const char32_t c : text) {
    if (is_white(c)) {
      gap = true;
      continue;
    }
    if (gap && !out.empty() && is_ascii_word(out.back()) && is_ascii_word(c)) out.push_back(U' ');
    gap = false;
    out.push_back(c);
  }
  return out;
}

}  // namespace

std::u32string normalised_phrase(std::string_view utf8) {
  std::u32string text = to_code_points(utf8);
  for (char32_t& c : text) c = folded(c);
  text = without_white_space(text);
  bool quote_open = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool in_number = i > 0 && i + 1 < text.size() && is_digit(text[i - 1]) && is_digit(text[i + 1]);
    char32_t& c = text[i];
    if (c == U'"') {
      c = quote_open ? U'”' : U'“';
      quote_open = !quote_open;
    } else if (in_number && (c == U'−' || c == U'–')) {
      c = U'-';
    } else if (!in_number || (c != U',' && c != U':')) {
      c = widened(c);
    }
  }
  return text;
}

std::u32string without_quotes(std::u32string_view phrase) {
  std::u32string out;
  for (const char32_t c : phrase) {
    if (!is_quote(c)) out.push_back(c);
  }
  return out;
}

const AuditRule* RuleSet::find_rule(std::string_view rule_id) const {
  for (const AuditRule& rule : rules) {
    if (rule.id == rule_id) return &rule;
  }
  return nullptr;
}

const std::u32string& RuleSet::grade_of(const Decimal& score) const {
  for (const GradeBand& band : grades) {
    if (score >= band.minimum) return band.title;
  }
  return grades.back().title;
}

}  // namespace jiheng::pack
