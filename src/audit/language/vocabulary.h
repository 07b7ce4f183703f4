// The words of the trade: counters, approximation marks, function words. Facts of the Chinese language, not of a place
// or a year (those are in rule packs). Thread-safety: immutable.
#pragma once

#include <algorithm>
#include <initializer_list>
#include <string>
#include <string_view>

namespace jiheng::audit {

using Text = std::u32string_view;

// The longest counter (个 人次 批次 …) that `text` begins with; empty: none.
Text counter_at(Text text);

inline bool is_han(char32_t c) {
  return (c >= 0x4E00 && c <= 0x9FFF) || c == U'〇' || (c >= 0x3400 && c <= 0x4DBF);
}
inline bool is_digit(char32_t c) {
  return c >= U'0' && c <= U'9';
}
inline bool is_latin(char32_t c) {
  return (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z');
}

inline bool starts_with_any(Text text, std::initializer_list<Text> words) {
  for (const Text word : words) {
    if (text.starts_with(word)) return true;
  }
  return false;
}
inline bool ends_with_any(Text text, std::initializer_list<Text> words) {
  for (const Text word : words) {
    if (text.ends_with(word)) return true;
  }
  return false;
}
inline bool contains(Text text, Text word) {
  return text.find(word) != Text::npos;
}
inline bool contains_any(Text text, std::initializer_list<Text> words) {
  for (const Text word : words) {
    if (contains(text, word)) return true;
  }
  return false;
}

// The last `count` characters of `text`; all of it if it has fewer.
inline Text tail_of(Text text, std::size_t count) {
  return text.substr(text.size() - std::min(text.size(), count));
}
// `text` with every one of `words` taken out, one after another.
std::u32string without(Text text, std::initializer_list<Text> words);

// The words of `text` that are left when the given ones and all marks are taken out: what is not mere framing.
std::u32string residue(Text text, std::initializer_list<Text> framing);

// What is said in （） explains; it does not change what is counted.
std::u32string outside_brackets(Text text);

}  // namespace jiheng::audit
