// Writing XLSX workbooks, by libxlsxwriter: cells of text, numbers, days and links, styles, comments, drop-downs.
//
// Rows and columns count from 0. A sheet is written row by row, from the top: rows are not kept in memory, whatever
// their number; only comments, links and validations are. A text is a string cell, which no spreadsheet takes for a
// formula; characters XML cannot hold are written as _xHHHH_, which spreadsheets and workbook.h undo. Numbers are given
// as decimal text: at most 15 significant digits come back as they were (keeps_number()).
// The file appears under its name when it is finished, whole. The same calls give the same bytes.
// Errors, kept from the first until finish(): output.cannot-create, output.write-failed, sheet.text-too-long,
// sheet.too-many-rows. Thread-safety: one writer is used by one thread.
#pragma once

#include <compare>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace jiheng::sheet {

struct Style {
  enum class Align : unsigned char { general, left, centre, right };
  std::string number_format = {};  // "0.00", "yyyy-mm-dd", "@"
  std::uint32_t fill = no_fill;    // RGB
  std::uint32_t colour = 0x000000;
  int size = 11;
  Align align = Align::general;
  bool bold = false;
  bool wrap = false;
  bool border = false;
  bool underline = false;
  static constexpr std::uint32_t no_fill = 0x1000000;
  friend auto operator<=>(const Style&, const Style&) = default;
};

// What a cell may hold, as Excel checks it while it is typed. The bounds are decimal text; empty: none.
struct CellRule {
  enum class Kind : unsigned char { list, list_of_cells, whole, decimal, day, text_length };
  Kind kind = Kind::list;
  std::vector<std::string> choices = {};  // list
  std::string range = {};                 // list_of_cells: ='选项'!$A$1:$A$9
  std::string least = {}, most = {};      // days: serials of Excel
  std::string title = {}, message = {};   // what the refusal says
};

// Whether a number of this many digits stands in a cell exactly.
bool keeps_number(std::string_view decimal);
// Excel's serial of a day, in decimal text.
std::string serial_of_day(std::int32_t days_since_1970);
// … and of a minute since 1970-01-01 00:00.
std::string serial_of_minute(std::int64_t minutes_since_1970);
// A sheet's name without what Excel forbids, at most 31 characters.
std::string sheet_title(std::string_view title);

class SheetWriter {
 public:
  virtual ~SheetWriter() = default;
  virtual void text(std::uint32_t row, std::uint16_t column, std::string_view text, const Style& style) = 0;
  virtual void number(std::uint32_t row, std::uint16_t column, std::string_view decimal, const Style& style) = 0;
  virtual void blank(std::uint32_t row, std::uint16_t column, const Style& style) = 0;
  // A link to a cell of this workbook: "'收文'!B12".
  virtual void link(std::uint32_t row, std::uint16_t column, std::string_view text, const std::string& cell,
                    const Style& style) = 0;
  virtual void comment(std::uint32_t row, std::uint16_t column, std::string_view text) = 0;
  virtual void rule(std::uint32_t first_row, std::uint32_t last_row, std::uint16_t column, const CellRule& rule) = 0;
  virtual void column(std::uint16_t first, std::uint16_t last, double width, const Style& style) = 0;
  virtual void row_height(std::uint32_t row, double points) = 0;  // before the row's cells
  virtual void freeze(std::uint32_t rows, std::uint16_t columns) = 0;
  virtual void filter(std::uint32_t first_row, std::uint32_t last_row, std::uint16_t last_column) = 0;
  // Landscape A4, as wide as the page, the first `rows` rows on every page.
  virtual void page(std::uint32_t rows) = 0;
  virtual void hide() = 0;
};

class BookWriter {
 public:
  static Result<std::unique_ptr<BookWriter>> create(const std::filesystem::path& path);
  virtual ~BookWriter() = default;                               // without finish() nothing is left
  virtual SheetWriter& add_sheet(const std::string& title) = 0;  // a sheet_title(), once
  virtual Status status() const = 0;
  virtual Status finish() = 0;
};

}  // namespace jiheng::sheet
