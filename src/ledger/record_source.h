// RecordSource: a file of rows, CSV or a sheet of a workbook, as records of cells; read from its start as often as is
// asked (an import looks again for what its duplicate keys are duplicates of).
//
// What makes a file
// unreadable is a FileFault of opening or a RecordFault of reading: the file's mistake, listed with those of its rows.
// Errors: import.cannot-read, import.changed, sheet.cannot-read. Thread-safety: one source is used by one thread at a
// time.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "reading/encoding.h"
#include "sheet/workbook.h"

namespace jiheng::ledger {

struct SourceRecord {
  std::uint64_t line = 0;  // CSV: the physical line it begins on; a sheet: the row's number
  // CSV: an empty cell without quotes has data() == nullptr, "" has not. Valid inside the callback.
  std::span<const std::string_view> cells;
  bool ended = true;  // CSV; false: the text stopped without a newline after this record
  // A sheet: what the cells are; the row has no cells after its last that is not empty. CSV: empty, all are text.
  std::span<const sheet::CellKind> kinds = {};
  std::uint64_t rows_spanned = 1;  // a sheet: how many rows the deepest cell merged downwards from here covers

  bool of_sheet() const { return !kinds.empty(); }
};

enum class RecordFault {
  stray_quote,     // a quote inside an unquoted cell, or text after a closing quote
  unclosed_quote,  // the text ended inside a quoted cell
  too_long,        // a record of more than 1 MiB
  damaged,         // a workbook that cannot be read on
  too_large,       // a workbook that unpacks to more than can be meant
};

class RecordHandler {
 public:
  virtual ~RecordHandler() = default;
  virtual bool record(const SourceRecord& record) = 0;            // false: stop reading
  virtual bool fault(RecordFault fault, std::uint64_t line) = 0;  // false: stop reading
};

class RecordSource {
 public:
  virtual ~RecordSource() = default;
  // `bytes_done`, if given, follows how far reading is, of size().
  virtual Status read(RecordHandler& handler, std::atomic<std::uint64_t>* bytes_done = nullptr) = 0;
  virtual std::uint64_t size() const = 0;
  virtual std::string_view format() const = 0;  // "UTF-8", "GB18030", …; "XLSX"
  virtual Result<std::string> sha256() = 0;     // of the file, after it has been read to its end
};

inline constexpr std::string_view sheet_format = "XLSX";

std::unique_ptr<RecordSource> text_source(std::unique_ptr<reading::ByteSource> bytes, reading::Encoding encoding);
// Several sources may share a workbook.
Result<std::unique_ptr<RecordSource>> sheet_source(std::shared_ptr<sheet::Workbook> book, std::size_t sheet);

}  // namespace jiheng::ledger
