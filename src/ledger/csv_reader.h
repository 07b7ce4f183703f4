// Records of a CSV text, by libcsv (docs/decisions/0003-csv-reading.md): RFC 4180 with any newline.
//
// Text is pushed in pieces of any size with feed(), then finish(); the handler gets each record with the physical line
// it begins on (1-based; a quoted cell may span lines). Blank lines are skipped, blanks around an unquoted cell are
// dropped. After a stray quote reading goes on with the next line; an unclosed quote and a record beyond
// max_record_bytes end it. Memory is bounded by max_record_bytes whatever the text.
// Thread-safety: one reader is used by one thread.
#pragma once

#include <csv.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/record_source.h"

namespace jiheng::ledger {

class CsvReader {
 public:
  static constexpr std::size_t max_record_bytes = std::size_t{1} << 20;

  explicit CsvReader(RecordHandler& handler);
  ~CsvReader();
  CsvReader(const CsvReader&) = delete;
  CsvReader& operator=(const CsvReader&) = delete;

  bool feed(std::string_view text);  // false: reading is over, the rest need not be fed
  void finish();

 private:
  static void on_cell(void* data, std::size_t size, void* self);
  static void on_row(int terminator, void* self);
  void start_parser();
  bool parse(std::string_view text);
  void end_record(int terminator);
  void report(RecordFault fault, std::uint64_t line);
  std::size_t record_bytes() const;
  std::uint64_t newlines_so_far() const;  // inside the record being read

  RecordHandler& handler_;
  csv_parser parser_{};
  std::string text_;               // of the record being read, cells one after another
  std::vector<std::size_t> ends_;  // of each cell in text_
  std::vector<bool> unquoted_empty_;
  std::vector<std::string_view> cells_;
  std::uint64_t line_ = 1;  // the line the next record begins on
  bool after_cr_ = false;   // the last line ended with CR: an LF that follows belongs to it
  bool may_span_lines_ = false;
  bool skipping_ = false;  // to the end of the line, after a stray quote
  bool stopped_ = false;
};

}  // namespace jiheng::ledger
