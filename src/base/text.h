// UTF-8 text: validity, width, trimming; sizes in words. Thread-safety: pure functions.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace jiheng {

// Position of the first byte that is not valid UTF-8, or npos. Overlong forms, surrogates and > U+10FFFF are invalid.
std::size_t find_invalid_utf8(std::string_view text);
// Number of code points; the text must be valid.
std::size_t count_code_points(std::string_view text);
// Columns on a terminal: East Asian wide and full-width characters take 2, combining marks 0.
std::size_t display_width(std::string_view text);
// Padded with spaces to `width` columns (never cut).
std::string pad_right(std::string_view text, std::size_t width);
std::string pad_left(std::string_view text, std::size_t width);
// Cut to at most `width` columns, with … as its last column when cut.
std::string ellipsize(std::string_view text, std::size_t width);
// Without ASCII white space, U+00A0 and U+3000 at both ends.
std::string_view trim(std::string_view text);
// Full-width ASCII (０-９ Ａ-Ｚ ，．－％（）…, U+FF01..U+FF5E) and U+3000 to their ASCII forms.
std::string to_half_width(std::string_view text);
std::vector<std::string> split(std::string_view text, char separator);
// As code points and back; bytes that are not valid UTF-8 become U+FFFD each.
std::u32string to_code_points(std::string_view text);
std::string to_utf8(std::u32string_view text);
// "312 字节", "1.5 KB", "100.0 MB" (of 1024 each), rounded up: what is over a limit is never told as the limit.
std::string byte_size_text(std::uint64_t bytes);
std::string escape_xml(std::string_view text);  // & < > " '

}  // namespace jiheng
