// The tables that are in a database, whoever made them: for what treats all alike (backup).
// Errors: store.*. Thread-safety: as the Database.
#pragma once

#include <string>
#include <vector>

#include "store/database.h"

namespace jiheng::store {

struct TableColumn {
  std::string name;
  Cell::Kind kind = Cell::Kind::text;  // integer, text or bytes
  friend bool operator==(const TableColumn&, const TableColumn&) = default;
};

struct Table {
  std::string name;
  std::vector<TableColumn> columns;
  std::vector<std::string> key;  // the primary key's columns in its order; empty: there is none (a log)
};

// By name.
Result<std::vector<Table>> tables_of(Database& database);

// One row of a query over a table's columns, as cells; texts and bytes go into `texts`, which must outlive them.
void read_cells(const Table& table, const Row& row, std::vector<std::string>& texts, std::vector<Cell>& cells);

// SELECT of all columns, in the order of the key (of all columns where there is none), the same on both engines.
std::string select_all(const Table& table);
// INSERT of one row, a place per column.
std::string insert_one(const Table& table);

}  // namespace jiheng::store
