// Filling an empty table faster on SQLite: its indexes are dropped before a large file and built after it, sorted, in
// the same transaction, so that nobody ever sees the table without them and a rollback brings them back. A page cache's
// worth of memory is lent from the cache to the sorter meanwhile. Does nothing on PostgreSQL, for small files, and
// where the table has rows already (building over those would cost more than it saves). Errors: store.*. Thread-safety:
// as the Database.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "pack/model.h"
#include "store/database.h"

namespace jiheng::ledger {

class IndexPause {
 public:
  // Drops the indexes if that will pay for a file of `bytes`.
  Status begin(store::Database& database, const pack::Register& definition, std::uint64_t bytes);
  // Builds them again. After an error in between nothing need be done: the rollback does it.
  Status end(store::Database& database);

 private:
  std::vector<std::string> statements_;  // CREATE INDEX …
};

}  // namespace jiheng::ledger
