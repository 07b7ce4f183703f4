#include "store/database.h"

#include <cassert>
#include <charconv>
#include <cstring>
#include <filesystem>

#include "store/engines.h"

namespace jiheng::store {

std::string quoted(std::string_view identifier) {
  std::string out = "\"";
  for (char c : identifier) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + '"';
}

std::string joined(std::span<const std::string> items, std::string_view separator,
                   const std::function<std::string(const std::string&)>& item) {
  std::string out;
  for (const std::string& each : items) {
    if (&each != items.data()) out += separator;
    out += item(each);
  }
  return out;
}

std::string quoted_list(std::span<const std::string> identifiers) {
  return joined(identifiers, ", ", [](const std::string& name) { return store::quoted(name); });
}

std::optional<std::int64_t> parse_integer(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

Status check_text(std::span<const Cell> cells) {
  for (const Cell& cell : cells) {
    if (cell.kind() != Cell::Kind::text || cell.text().empty()) continue;  // bytes may hold anything
    if (std::memchr(cell.text().data(), '\0', cell.text().size())) return fail("store.nul-in-text");
  }
  return {};
}

Status check_bulk_row(std::span<const Cell> row, std::span<const std::string> columns,
                      std::span<const Cell::Kind> kinds) {
  if (row.size() != columns.size()) {
    return fail("store.sql", {},
                std::to_string(row.size()) + " cells for " + std::to_string(columns.size()) + " columns");
  }
  for (std::size_t i = 0; i < row.size(); ++i) {
    if (row[i].kind() != Cell::Kind::null && row[i].kind() != kinds[i]) {
      return fail("store.sql", {}, "a cell of column " + columns[i] + " is of another type");
    }
  }
  return check_text(row);
}

Result<std::unique_ptr<Database>> Database::open(std::string_view location, Opening opening) {
  constexpr std::string_view sqlite = "sqlite:";
  if (location.starts_with(sqlite) && location.size() > sqlite.size()) {
    const std::string path(location.substr(sqlite.size()));
    std::error_code ignored;
    if (opening == Opening::existing && path != ":memory:" && !std::filesystem::exists(path, ignored)) {
      return fail("store.no-file", {{"location", location}});
    }
    return open_sqlite(path);
  }
  if (location.starts_with("postgresql://") || location.starts_with("postgres://")) {
    return open_postgres(std::string(location));
  }
  return fail("store.bad-location", {{"location", location}});
}

Result<std::int64_t> Database::integer(std::string_view sql, std::span<const Cell> parameters, std::int64_t otherwise) {
  std::int64_t value = otherwise;
  bool first = true;
  const Status status = query(sql, parameters, [&](const Row& row) -> Status {
    if (first && !row.is_null(0)) value = row.integer(0);
    first = false;
    return {};
  });
  if (!status) return fail(status.error());
  return value;
}

Result<Transaction> Transaction::start(Database& database) {
  if (Status status = database.begin(); !status) return fail(std::move(status.error()));
  return Transaction(database);
}

Transaction::~Transaction() {
  // Nobody is left to hear of a failure here, and none can keep the changes: the engine drops what was not committed.
  if (database_) (void)database_->rollback();
}

Status Transaction::commit() {
  assert(database_);
  return std::exchange(database_, nullptr)->commit();
}

}  // namespace jiheng::store
