#include "ledger/stored_row.h"

#include "ledger/sql_name.h"
#include "ledger/stored_value.h"
#include "store/schema.h"

namespace jiheng::ledger {
namespace {

bool is_text_slot(const pack::Register& definition, int slot) {
  return definition.scope[slot].type == expr::Type::text;
}

}  // namespace

std::vector<std::string> row_columns(const pack::Register& definition) {
  std::vector<std::string> columns = store::columns(definition);
  columns.emplace_back(store::entry_column);
  return columns;
}

void read_row(const pack::Register& definition, const store::Row& row, Arena& arena, std::vector<store::Cell>& cells) {
  const int width = definition.scope.size() + 1;
  cells.assign(static_cast<std::size_t>(width), {});
  for (int slot = 0; slot < width; ++slot) {
    if (row.is_null(slot)) continue;
    store::Cell& cell = cells[static_cast<std::size_t>(slot)];
    if (slot < width - 1 && is_text_slot(definition, slot)) {
      cell = arena.copy(row.text(slot));
    } else {
      cell = row.integer(slot);
    }
  }
}

Result<std::optional<StoredRow>> find_row(store::Database& database, const pack::Library& library,
                                          const RecordName& name) {
  const pack::Register& definition = *name.definition;
  StoredRow found;
  const auto key = key_cells(name, library, found.arena);
  if (!key) return fail(key.error());
  bool any = false;
  const std::string sql = "SELECT " + sql_list(row_columns(definition)) + " FROM " + sql_name(definition.table()) +
                          " WHERE " + key_condition(definition);
  const Status status = database.query(sql, *key, [&](const store::Row& row) -> Status {
    any = true;
    read_row(definition, row, found.arena, found.cells);
    return {};
  });
  if (!status) return fail(status.error());
  if (!any) return std::nullopt;
  return found;
}

}  // namespace jiheng::ledger
