#include "ledger/index_pause.h"

#include "ledger/sql_name.h"

namespace jiheng::ledger {
namespace {

// Below this building is over in a moment either way.
constexpr std::uint64_t least_bytes = 8 << 20;
// KiB. The sorter takes as much again as the cache; a small cache is all that a build in order needs.
constexpr std::int64_t cache_while_building = 16 << 10;

}  // namespace

Status IndexPause::begin(store::Database& database, const pack::Register& definition, std::uint64_t bytes) {
  if (database.dialect() != expr::Dialect::sqlite || bytes < least_bytes) return {};
  const std::string table = definition.table();
  const auto any = database.integer("SELECT 1 FROM " + sql_name(table) + " LIMIT 1", {}, 0);
  if (!any) return fail(any.error());
  if (*any != 0) return {};
  const store::Cell name = table;
  std::vector<std::string> names;
  // Without `sql` it is the primary key's own, which stays.
  Status status =
      database.query("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL",
                     std::span(&name, 1), [&](const store::Row& row) -> Status {
                       names.emplace_back(row.text(0));
                       statements_.emplace_back(row.text(1));
                       return {};
                     });
  for (std::size_t i = 0; status && i < names.size(); ++i)
    status = database.execute("DROP INDEX " + sql_name(names[i]));
  return status;
}

Status IndexPause::end(store::Database& database) {
  if (statements_.empty()) return {};
  const auto usual = database.integer("PRAGMA cache_size", {}, 0);
  if (!usual) return fail(usual.error());
  Status status = database.execute("PRAGMA cache_size = " + std::to_string(-cache_while_building));
  // A second thread sorts while this one reads the table.
  if (status) status = database.execute("PRAGMA threads = 1");
  for (std::size_t i = 0; status && i < statements_.size(); ++i) status = database.execute(statements_[i]);
  statements_.clear();
  const Status restored = database.execute("PRAGMA cache_size = " + std::to_string(*usual));
  const Status alone = database.execute("PRAGMA threads = 0");
  return !status ? status : !restored ? restored : alone;
}

}  // namespace jiheng::ledger
