// RowParser: the records of one file → rows of the register's table, each cell and each row checked, no database asked.
//
// It is fed the records of a RecordSource (it is a RecordHandler) and gives each row to a RowSink together with the
// errors found on the way; all errors of a row are reported, and a faulty row does not end the file. Whether keys and
// references are right is the database's to say (references.h, duplicates.h). Thread-safety: one parser is used by one
// thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ledger/arena.h"
#include "ledger/cell_parser.h"
#include "ledger/header.h"
#include "ledger/import.h"
#include "ledger/record_source.h"
#include "ledger/standing.h"

namespace jiheng::ledger {

// How a register's rows lie in its table: unit_id, year, the fields, what the ledger keeps itself, a column's place
// being its slot in the scope; last the number of the journal entry, which the writer sets.
struct TableShape {
  explicit TableShape(const pack::Register& definition);
  static std::size_t place(int field) { return static_cast<std::size_t>(pack::Register::first_field_slot + field); }
  std::size_t width;
  std::vector<std::size_t> key;  // places of the whole key, unit_id and year first
};

struct ParsedRow {
  std::uint64_t line = 0;
  std::span<const store::Cell> cells;  // texts in the sink's arena
  bool good = true;                    // no error found
  bool key_intact = true;              // unit_id, year and the key fields are valid, whatever the rest
};

class RowSink {
 public:
  virtual ~RowSink() = default;
  virtual Arena& arena() = 0;                  // for the texts of the next row
  virtual bool row(const ParsedRow& row) = 0;  // false: stop reading
  virtual bool wants_errors() const = 0;       // false: they are only counted
  virtual void error(RowError error) = 0;
  virtual void uncounted_error() = 0;  // one more, not listed
};

class RowParser final : public RecordHandler {
 public:
  RowParser(const pack::Register& definition, const pack::Library& library, const ImportOptions& options,
            std::string file, RowSink& sink);

  // Before the first record: the records have these columns, and there is no header among them.
  void use_layout(Layout layout);
  // Tells that the file cannot be read by its header (the faults' file and line are filled in); nothing follows.
  void refuse_header(std::vector<RowError> faults, std::uint64_t line);
  // Tells that a record has not the `expected` number of cells.
  bool refuse(const SourceRecord& record, std::size_t expected);
  bool record(const SourceRecord& record) override;
  bool fault(RecordFault fault, std::uint64_t line) override;
  // After the last record: what only the end shows (no header).
  void finish();

  const std::optional<Layout>& layout() const { return layout_; }  // nothing: no usable header
  // Whether every row could be told from the next: false after a bad header or a structural fault.
  bool readable() const { return readable_; }
  bool stopped() const { return stopped_; }
  std::uint64_t rows() const { return rows_; }
  std::uint64_t blank_rows() const { return blank_rows_; }
  // Rows with a deadline in a year whose calendar is not known.
  std::uint64_t rows_without_calendar() const { return rows_without_calendar_; }

 private:
  struct CheckPlan {
    const pack::Check* check;
    std::vector<int> slots;
  };
  // A row of a sheet that may be its header, or several where cells are merged downwards.
  struct HeaderBlock {
    std::uint64_t first_line = 0;
    std::uint64_t last_line = 0;
    std::vector<std::string> titles;
  };
  bool header(std::span<const std::string_view> cells, std::uint64_t first_line, std::uint64_t line);
  bool sheet_header(const SourceRecord& record);
  bool judge_header();
  bool header(const HeaderBlock& block);
  bool is_blank(const SourceRecord& record) const;
  bool right_size(const SourceRecord& record);
  void parse_unit(std::size_t column);
  void parse_year_cell(std::size_t column);
  void parse_untitled(std::size_t column);
  void parse_field(std::size_t column);
  int parse_state(std::size_t column);
  // The trimmed text of a cell; nothing, after telling why, when a sheet's cell has no value.
  std::optional<std::string_view> cell(std::size_t column);
  void run_checks();
  void fail_cell(std::string_view code, std::size_t column, std::string_view found, std::string expected);
  void fail_row(std::string_view code, std::string_view found, std::string expected);
  void count_error(RowError error);

  const pack::Register& definition_;
  const pack::Library& library_;
  const ImportOptions& options_;
  std::string file_;
  RowSink& sink_;
  TableShape shape_;
  std::optional<Layout> layout_;
  std::optional<HeaderBlock> block_;        // not judged yet
  std::optional<HeaderBlock> first_block_;  // judged no header; the header there is, if none follows
  int blocks_passed_ = 0;
  std::vector<std::optional<CellParser>> parsers_;  // by column of the file
  std::vector<std::size_t> field_columns_;          // columns of the file that give fields
  std::vector<bool> in_key_;                        // by field
  std::optional<std::size_t> unit_column_;
  std::optional<std::size_t> year_column_;
  std::optional<std::size_t> state_column_;
  std::vector<std::size_t> untitled_columns_;
  std::vector<CheckPlan> checks_;
  std::optional<Standing> standing_;  // of registers with states or deadlines
  std::vector<expr::Value> values_;
  std::vector<store::Cell> row_;
  std::vector<bool> cell_faulty_;            // by place
  std::vector<std::string_view> padded_;     // a sheet's row, with the empty cells at its end
  std::span<const std::string_view> cells_;  // of the row being read
  std::span<const sheet::CellKind> kinds_;   // a sheet's; may be fewer than cells_
  bool of_sheet_ = false;
  int year_ = 0;  // of the row being read; 0: unknown
  std::uint64_t line_ = 0;
  bool row_good_ = true;
  bool key_intact_ = true;
  bool readable_ = true;
  bool stopped_ = false;
  std::uint64_t rows_ = 0;
  std::uint64_t blank_rows_ = 0;
  std::uint64_t rows_without_calendar_ = 0;
};

// A row's key as bytes that are equal exactly when the keys are.
std::string key_bytes(const TableShape& shape, std::span<const store::Cell> cells);

}  // namespace jiheng::ledger
