// One record as a person types it → its row, checked like a row of a file (row_parser.h).
// Thread-safety: pure function.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "ledger/import.h"
#include "ledger/record_key.h"
#include "ledger/stored_row.h"

namespace jiheng::ledger {

struct CellText {
  std::string field;  // id or title
  std::string text;   // empty: blank
};

struct OneRecord {
  StoredRow row;  // without state, due days and entry
  std::vector<RowError> errors;
};

// What is typed over what stands: `over` is the record's present row, null for a new one. `name.key` is not looked at.
OneRecord read_record(const RecordName& name, const pack::Library& library, std::span<const CellText> cells,
                      const StoredRow* over);

// The register's checks that a whole row fails.
std::vector<RowError> failed_checks(const pack::Register& definition, const pack::Library& library,
                                    std::span<const store::Cell> row);

}  // namespace jiheng::ledger
