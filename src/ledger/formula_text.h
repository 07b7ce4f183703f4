// Texts that a spreadsheet would take for a formula when it opens a CSV file: export writes an apostrophe before them,
// import takes it away again, and everything else stays as it is (docs/manual.md, 导出).
// Thread-safety: pure functions.
#pragma once

#include <string>
#include <string_view>

namespace jiheng::ledger {

// Whether it begins with = + - @, a tab or a line break, after any number of apostrophes.
inline bool looks_like_formula(std::string_view text) {
  const std::size_t start = text.find_first_not_of('\'');
  return start != text.npos && std::string_view("=+-@\t\r\n").find(text[start]) != std::string_view::npos;
}

inline std::string neutralised(std::string_view text) {
  return looks_like_formula(text) ? "'" + std::string(text) : std::string(text);
}

inline std::string_view without_apostrophe(std::string_view text) {
  return text.starts_with('\'') && looks_like_formula(text) ? text.substr(1) : text;
}

}  // namespace jiheng::ledger
