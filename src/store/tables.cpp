#include "store/tables.h"

#include <map>

#include "store/engines.h"

namespace jiheng::store {
namespace {

// Table, column, type, place in the primary key from 1 (0: not in it); columns in their order.
constexpr std::string_view of_sqlite =
    "SELECT m.name, c.name, c.type, c.pk FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' "
    "AND m.name NOT LIKE 'sqlite_%' ORDER BY m.name, c.cid";
constexpr std::string_view of_postgres =
    "SELECT c.relname, a.attname, format_type(a.atttypid, NULL), COALESCE(array_position(CAST(i.indkey AS int2[]), "
    "a.attnum) + 1, 0) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid "
    "= c.oid LEFT JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary WHERE c.relkind = 'r' AND n.nspname = "
    "current_schema() AND a.attnum > 0 AND NOT a.attisdropped ORDER BY CAST(c.relname AS TEXT) COLLATE \"C\", a.attnum";

Cell::Kind kind_of(std::string_view type) {
  if (type == "TEXT" || type == "text") return Cell::Kind::text;
  if (type == "BLOB" || type == "bytea") return Cell::Kind::bytes;
  return Cell::Kind::integer;
}

std::vector<std::string> names_of(const Table& table) {
  std::vector<std::string> names;
  for (const TableColumn& column : table.columns) names.push_back(column.name);
  return names;
}

}  // namespace

Result<std::vector<Table>> tables_of(Database& database) {
  std::vector<Table> tables;
  std::map<std::int64_t, std::string> key;  // of the last table
  const auto close = [&] {
    for (auto& [place, column] : key) tables.back().key.push_back(std::move(column));
    key.clear();
  };
  const Status status = database.query(
      database.dialect() == expr::Dialect::sqlite ? of_sqlite : of_postgres, {}, [&](const Row& row) -> Status {
        if (tables.empty() || tables.back().name != row.text(0)) {
          close();
          tables.push_back({std::string(row.text(0)), {}, {}});
        }
        tables.back().columns.push_back({std::string(row.text(1)), kind_of(row.text(2))});
        if (row.integer(3) > 0) key.emplace(row.integer(3), row.text(1));
        return {};
      });
  if (!status) return fail(status.error());
  close();
  return tables;
}

void read_cells(const Table& table, const Row& row, std::vector<std::string>& texts, std::vector<Cell>& cells) {
  texts.resize(table.columns.size());
  cells.assign(table.columns.size(), {});
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const int column = static_cast<int>(i);
    if (row.is_null(column)) continue;
    switch (table.columns[i].kind) {
      case Cell::Kind::text:
        texts[i] = row.text(column);
        cells[i] = texts[i];
        break;
      case Cell::Kind::bytes:
        texts[i] = row.bytes(column);
        cells[i] = Cell::of_bytes(texts[i]);
        break;
      default:
        cells[i] = row.integer(column);
    }
  }
}

std::string select_all(const Table& table) {
  const std::vector<std::string> names = names_of(table);
  return "SELECT " + quoted_list(names) + " FROM " + quoted(table.name) + " ORDER BY " +
         quoted_list(table.key.empty() ? names : table.key);
}

std::string insert_one(const Table& table) {
  const std::vector<std::string> names = names_of(table);
  return "INSERT INTO " + quoted(table.name) + " (" + quoted_list(names) + ") VALUES (" +
         joined(names, ", ", [](const std::string&) { return "?"; }) + ")";
}

}  // namespace jiheng::store
