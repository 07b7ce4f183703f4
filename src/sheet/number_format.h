// What a cell's stored number means under its number format: a date, a time, a percentage or a plain number, as text.
//
// Numbers never become binary floating point: the digits of the file are rounded to 15 significant ones in decimal.
// Excel computes in double and keeps 15 digits of what is typed, but stores 17 so that the double comes back: a typed
// 0.3 may stand in the file as 0.30000000000000004. 15 digits give back what was typed.
// Thread-safety: pure functions.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace jiheng::sheet {

struct NumberFormat {
  enum class Kind : unsigned char { plain, percent, date, date_and_time, time };
  Kind kind = Kind::plain;
  unsigned char least_digits = 0;  // plain, of zeros only (00000): shown with at least so many digits
};

// Of a format's number: the built-in ones, also those of Chinese locales (27 … 36, 50 … 58). Others: plain.
NumberFormat built_in_format(int number);
// Of a format's code: yyyy"年"m"月"d"日";@
NumberFormat format_of_code(std::string_view code);

// The decimal digits of a stored number, at most 15 of them significant: "4.5E-3" → "0.0045". False: it is no number.
// `whole_digits`: before the point; beyond 15 Excel does not hold a number exactly.
bool decimal_text(std::string_view stored, std::string& out, int& whole_digits);

// A decimal × 100: "0.9806" → "98.06%".
std::string percent_text(std::string_view decimal);

// Which calendar a workbook counts its days by.
enum class DateSystem : unsigned char { from_1900, from_1904 };

// A serial (decimal digits) as "2022-01-05", "2022-01-05 09:30", "09:30" or with seconds, rounded to them. "": no date
// of 1900-01-01 … 2199-12-31. Day 60 of the 1900 system is the 1900-02-29 that never was, and stays it.
std::string date_text(std::string_view decimal, NumberFormat::Kind kind, DateSystem system);

}  // namespace jiheng::sheet
