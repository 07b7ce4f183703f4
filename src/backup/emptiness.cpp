#include "backup/emptiness.h"

#include <algorithm>

#include "store/tables.h"

namespace jiheng::backup {

bool describes_database(std::string_view table) {
  constexpr std::string_view own[] = {"meta", "packs", "register_columns", "register_indexes"};
  return std::find(std::begin(own), std::end(own), table) != std::end(own);
}

Status require_empty(store::Database& database) {
  const auto tables = store::tables_of(database);
  if (!tables) return fail(tables.error());
  for (const store::Table& table : *tables) {
    if (describes_database(table.name)) continue;
    const auto row = database.integer("SELECT 1 FROM \"" + table.name + "\" LIMIT 1", {}, 0);
    if (!row) return fail(row.error());
    if (*row == 1) return fail("backup.not-empty", {{"location", database.location()}, {"table", table.name}});
  }
  return {};
}

}  // namespace jiheng::backup
