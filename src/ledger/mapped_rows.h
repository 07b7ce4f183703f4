// The records of a department's own sheet, turned by a Mapping into what a RowParser reads: columns chosen, values
// replaced, constants added, rows left out. Private to ledger/. Thread-safety: one thread.
#pragma once

#include <string>
#include <vector>

#include "ledger/mapping.h"
#include "ledger/row_parser.h"

namespace jiheng::ledger {

class MappedRows final : public RecordHandler {
 public:
  MappedRows(const Mapping& mapping, const pack::Register& definition, const ImportOptions& options, RowParser& parser)
      : mapping_(mapping), definition_(definition), options_(options), parser_(parser) {}

  bool record(const SourceRecord& record) override;
  bool fault(RecordFault fault, std::uint64_t line) override { return parser_.fault(fault, line); }
  // After the last record: a file without data rows still has its columns looked for.
  void finish();

 private:
  struct Ignored {
    const IgnoredRows* rule;
    std::size_t column;
  };
  void read_titles(const SourceRecord& record);
  bool find_columns();
  std::optional<std::size_t> find_column(const std::string& from) const;
  bool is_ignored(const SourceRecord& record) const;
  std::string_view mapped(std::size_t index, std::string_view text, bool is_text);

  const Mapping& mapping_;
  const pack::Register& definition_;
  const ImportOptions& options_;
  RowParser& parser_;
  std::vector<std::string> titles_;
  std::size_t width_ = 0;             // of the header
  bool found_ = false;                // the columns
  std::vector<std::size_t> columns_;  // of the file, by column of the mapping
  std::vector<Ignored> ignored_;
  std::vector<std::string> dates_;  // by column of the mapping: room for a date turned round
  std::vector<std::string_view> cells_;
  std::vector<sheet::CellKind> kinds_;
};

}  // namespace jiheng::ledger
