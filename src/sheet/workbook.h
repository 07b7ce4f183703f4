// An XLSX workbook, read row by row: every cell as the text a person would have typed, with what kind it is.
//
// Written by Excel, WPS, LibreOffice or a program, transitional or strict. Numbers are decimal digits (never binary
// floating point: number_format.h), percentages carry their sign (98.06%), dates and times are 2022-01-05,
// 2022-01-05 09:30 and 09:30, booleans TRUE and FALSE; a formula is its stored result. Memory is bounded by the texts
// that cells share and one row. Sheets that are no tables (charts) are left out.
// Errors: those of package.h. Thread-safety: one Workbook is used by one thread at a time.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sheet/package.h"

namespace jiheng::sheet {

inline constexpr std::uint64_t most_rows = 1'048'576;
inline constexpr std::size_t most_columns = 16'384;

enum class CellKind : unsigned char {
  empty,
  text,
  number,
  long_number,  // more than 15 digits before the point: Excel has not kept them all
  date,         // a date, a time or both
  boolean,
  error,         // #N/A, #REF! …: the text is the error
  not_computed,  // a formula whose result is not in the file
};

struct Row {
  std::uint64_t number = 0;                 // 1-based, as Excel shows it
  std::span<const std::string_view> texts;  // from column A on, without the empty cells at the end
  std::span<const CellKind> kinds;
};

class RowHandler {
 public:
  virtual ~RowHandler() = default;
  virtual bool row(const Row& row) = 0;  // what it holds is valid inside the call; false: stop reading
};

// Cells merged into one: columns from 0, rows from 1, both ends included.
struct Merge {
  std::uint64_t first_row = 0, last_row = 0;
  std::size_t first_column = 0, last_column = 0;
};

struct SheetInfo {
  std::string title;
  bool hidden = false;
};

class Workbook {
 public:
  static Result<std::unique_ptr<Workbook>> open(const std::filesystem::path& path, const Limits& limits = {});
  // `bytes` must outlive it.
  static Result<std::unique_ptr<Workbook>> open_bytes(std::string_view bytes, const Limits& limits = {});
  virtual ~Workbook() = default;

  virtual const std::vector<SheetInfo>& sheets() const = 0;
  // From the first row on, each time it is called. `progress` hears how many bytes of the unpacked sheet are done.
  virtual Status read(std::size_t sheet, RowHandler& handler,
                      const std::function<void(std::uint64_t)>& progress = {}) = 0;
  virtual Result<std::uint64_t> unpacked_size(std::size_t sheet) = 0;
  // The merged cells that begin in the first `rows` rows.
  virtual Result<std::vector<Merge>> merges(std::size_t sheet, std::uint64_t rows) = 0;
  virtual std::uint64_t file_size() const = 0;
  virtual Result<std::string> sha256() const = 0;
};

// 0 → "A", 27 → "AB"; and back, nothing when it is no column's name.
std::string column_name(std::size_t column);
std::optional<std::size_t> parse_column_name(std::string_view name);

}  // namespace jiheng::sheet
