// Pages of a register's records: filtered, sorted, one page after another.
//
// Sorted by one field or by the key; blanks come last, whichever way; equal ones by the key. A page costs what its rows
// cost when the sort field leads an index of the register (the key always does). A page begins either after so many
// records (`skip`), or where another one ended (`after`, which stays right while records come and go).
// Errors: list.*, store.*. Thread-safety: as the Database.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ledger/stored_row.h"

namespace jiheng::ledger {

struct ListQuery {
  const pack::Register* definition = nullptr;
  std::string unit_id;
  int year = 0;
  std::optional<expr::Expression> where;  // boolean over the register's scope
  std::string state;                      // id; empty: any
  std::string sort;  // id or title of a field, or a name of the ledger's own (due.answer); empty: key
  bool descending = false;
  std::size_t limit = 50;
  std::size_t skip = 0;
  std::string after;  // Page::next of the page before
};

struct Page {
  Arena arena;
  std::vector<std::vector<store::Cell>> rows;  // as StoredRow::cells
  std::string next;                            // empty: this is the last page
};

Result<Page> list_records(store::Database& database, const pack::Library& library, const ListQuery& query);

// How many records the query finds, whatever its page.
Result<std::int64_t> count_records(store::Database& database, const pack::Library& library, const ListQuery& query);

}  // namespace jiheng::ledger
