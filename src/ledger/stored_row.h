// One record's row as its table holds it. Thread-safety: as the Database.
#pragma once

#include <optional>
#include <vector>

#include "ledger/arena.h"
#include "ledger/record_key.h"

namespace jiheng::ledger {

struct StoredRow {
  Arena arena;                     // holds the texts
  std::vector<store::Cell> cells;  // a cell per slot of the register's scope, then the number of its journal entry

  store::Cell& entry() { return cells.back(); }
  const store::Cell& entry() const { return cells.back(); }
};

// Nothing when there is no such record. Errors: store.*, record.bad-key.
Result<std::optional<StoredRow>> find_row(store::Database& database, const pack::Library& library,
                                          const RecordName& name);

// The row's columns: those of the scope and the entry's.
std::vector<std::string> row_columns(const pack::Register& definition);

// The row that the current row of a query over row_columns() is; its texts go into `arena`.
void read_row(const pack::Register& definition, const store::Row& row, Arena& arena, std::vector<store::Cell>& cells);

}  // namespace jiheng::ledger
