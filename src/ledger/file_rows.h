// The rows of one file: its source, by way of its mapping if it has one, into a RowParser. Private to ledger/.
// Errors: those of the RecordSource. Thread-safety: one FileRows is used by one thread.
#pragma once

#include <optional>
#include <string>

#include "ledger/mapped_rows.h"
#include "ledger/row_parser.h"

namespace jiheng::ledger {

class FileRows {
 public:
  // `mapping` may be null.
  FileRows(const pack::Register& definition, const pack::Library& library, const ImportOptions& options,
           std::string file, const Mapping* mapping, RowSink& sink)
      : parser_(definition, library, options, std::move(file), sink) {
    if (mapping) mapped_.emplace(*mapping, definition, options, parser_);
  }

  Status read(RecordSource& source, std::atomic<std::uint64_t>* bytes_done = nullptr) {
    RecordHandler& handler = mapped_ ? static_cast<RecordHandler&>(*mapped_) : parser_;
    if (Status status = source.read(handler, bytes_done); !status) return status;
    if (mapped_) mapped_->finish();
    parser_.finish();
    return {};
  }
  const RowParser& parser() const { return parser_; }

 private:
  RowParser parser_;
  std::optional<MappedRows> mapped_;
};

}  // namespace jiheng::ledger
