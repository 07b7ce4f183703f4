// Characters as the reading rules see them: what is white space, what is invisible, which plain form a character has,
// how wide it is on a line. Private to reading. Thread-safety: pure functions.
#pragma once

#include <cstdint>
#include <string_view>

namespace jiheng::reading {

bool is_space(char32_t c);      // white space of any kind, line ends and form feeds too
bool is_invisible(char32_t c);  // zero-width and control characters, soft hyphens, direction marks
// The plain form: full-width letters, digits and ％＋－．＝／ as ASCII, , ; ! ? ( ) and their variants as Chinese
// punctuation, compatibility ideographs and radical forms as plain ideographs. ',' ':' and dashes stay: they depend on
// what stands beside them.
char32_t plain(char32_t c);
int columns(char32_t c);  // 2 for what is as wide as an ideograph, else 1; 0 for the invisible

inline bool is_digit(char32_t c) {
  return c >= U'0' && c <= U'9';
}
inline bool is_letter(char32_t c) {
  return (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z');
}
inline bool is_alphanumeric(char32_t c) {
  return is_digit(c) || is_letter(c);
}
inline bool is_ideograph(char32_t c) {
  return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF) || (c >= 0x20000 && c <= 0x3FFFF) || c == 0x3007;
}
// 0 to 10 for 〇零一…十, else -1.
int chinese_digit(char32_t c);

}  // namespace jiheng::reading
