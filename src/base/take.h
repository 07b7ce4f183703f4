// Reading a short text from its front, private to base/: each takes what it reads off `text`. Thread-safety: pure
// functions.
#pragma once

#include <optional>
#include <string_view>

namespace jiheng {

// min..max digits; nothing, and nothing taken, when there are fewer. `max` is at most 9.
inline std::optional<int> take_number(std::string_view& text, std::size_t min, std::size_t max) {
  std::size_t count = 0;
  int value = 0;
  while (count < max && count < text.size() && text[count] >= '0' && text[count] <= '9') {
    value = value * 10 + (text[count] - '0');
    ++count;
  }
  if (count < min) return std::nullopt;
  text.remove_prefix(count);
  return value;
}

inline bool take(std::string_view& text, std::string_view expected) {
  if (!text.starts_with(expected)) return false;
  text.remove_prefix(expected.size());
  return true;
}

}  // namespace jiheng
