#include "doctor/pages.h"

#include "ledger/arena.h"
#include "ledger/sql_name.h"
#include "ledger/stored_row.h"
#include "store/schema.h"

namespace jiheng::doctor {
namespace {

// r."a", r."b"
std::string of_row(const std::vector<std::string>& columns) {
  std::string out;
  for (const std::string& column : columns) out += (out.empty() ? "r." : ", r.") + ledger::sql_name(column);
  return out;
}

std::string places(std::size_t count) {
  std::string out;
  for (std::size_t i = 0; i < count; ++i) out += i == 0 ? "?" : ", ?";
  return out;
}

}  // namespace

Status each_page(store::Database& database, const pack::Register& definition, std::string_view unit_id,
                 const std::function<Status(std::span<const PageRow>)>& each) {
  const std::vector<std::string> key = store::key_columns(definition);
  const std::string select = "SELECT " + of_row(ledger::row_columns(definition)) + ", j.entry FROM " +
                             ledger::sql_name(definition.table()) +
                             " r LEFT JOIN journal j ON j.unit_id = r.unit_id AND j.seq = r." +
                             ledger::sql_name(store::entry_column) + " WHERE r.unit_id = ?";
  const std::string order = " ORDER BY " + of_row(key) + " LIMIT " + std::to_string(page_rows);
  // Without unit_id, which would keep SQLite from beginning where the page before ended.
  const std::vector<std::string> within_unit(key.begin() + 1, key.end());
  const std::string further =
      select + " AND (" + of_row(within_unit) + ") > (" + places(within_unit.size()) + ")" + order;
  const int entry_column = definition.scope.size() + 1;

  ledger::Arena arena, key_arena;
  std::vector<store::Cell> after;  // the key of the last row seen
  for (bool more = true; more;) {
    arena.clear();
    std::vector<PageRow> page;
    std::vector<store::Cell> parameters = {unit_id};
    parameters.insert(parameters.end(), after.begin(), after.end());
    const Status read =
        database.query(after.empty() ? select + order : further, parameters, [&](const store::Row& row) -> Status {
          PageRow& one = page.emplace_back();
          ledger::read_row(definition, row, arena, one.cells);
          if (!row.is_null(entry_column)) one.entry = arena.copy(row.text(entry_column));
          return {};
        });
    if (!read) return read;
    more = page.size() == page_rows;
    for (std::size_t begin = 0, end = 0; begin < page.size(); begin = end) {
      while (end < page.size() && page[end].year() == page[begin].year()) ++end;
      if (Status status = each(std::span(page).subspan(begin, end - begin)); !status) return status;
    }
    if (!more) break;
    key_arena.clear();
    after = {page.back().cells[1]};
    for (const int field : definition.key) {
      const store::Cell& cell = page.back().cells[static_cast<std::size_t>(field + pack::Register::first_field_slot)];
      after.push_back(cell.kind() == store::Cell::Kind::text ? store::Cell(key_arena.copy(cell.text())) : cell);
    }
  }
  return {};
}

}  // namespace jiheng::doctor
