// The page of GB/T 9704-2012, in exact units: A4, margins 37/26/35/28 mm (top, right, bottom, left), type area 156 ×
// 225 mm, 22 lines × 28 characters of 三号 (16 pt). Lengths of the PDF are Pango units, 1024 to the point, integers
// throughout. Internal to src/report. Thread-safety: constants.
#pragma once

#include <cstdint>

namespace jiheng::report {

inline constexpr int units_per_point = 1024;

// Hundredths of a millimetre to Pango units, rounded to the nearest.
constexpr int from_mm100(std::int64_t hundredths) {
  return static_cast<int>((hundredths * 72 * units_per_point + 1270) / 2540);
}

inline constexpr int page_width = from_mm100(21000);
inline constexpr int page_height = from_mm100(29700);
inline constexpr int margin_top = from_mm100(3700);
inline constexpr int margin_left = from_mm100(2800);
inline constexpr int area_width = from_mm100(15600);
inline constexpr int area_height = from_mm100(22500);
inline constexpr int lines_per_page = 22;
inline constexpr int characters_per_line = 28;

inline constexpr int size_title = 22 * units_per_point;   // 二号
inline constexpr int size_body = 16 * units_per_point;    // 三号
inline constexpr int size_number = 14 * units_per_point;  // 四号, page numbers
inline constexpr int size_small = 12 * units_per_point;   // 小四, notes and captions

// One character of the body with its share of the line: 156 mm / 28 = 15.793 pt, and what that adds to 16 pt.
inline constexpr int character_pitch = area_width / characters_per_line;
inline constexpr int character_spacing = character_pitch - size_body;

// Top of grid line n (0 … 22); the grid is exact at every line, it accumulates no rounding.
constexpr int grid_top(int line) {
  return static_cast<int>(static_cast<std::int64_t>(area_height) * line / lines_per_page);
}
// The first grid line that starts at y or below.
constexpr int grid_line_from(int y) {
  int line = static_cast<int>(static_cast<std::int64_t>(y) * lines_per_page / area_height);
  while (grid_top(line) < y) ++line;
  return line;
}
inline constexpr int grid_pitch = grid_top(1);

inline constexpr int page_number_drop = from_mm100(700);  // 一字线 below the type area

}  // namespace jiheng::report
