// Whether a database holds anything of a unit. Private to src/backup. Thread-safety: as the Database.
#pragma once

#include <string_view>

#include "store/database.h"

namespace jiheng::backup {

// These describe the database itself: they are made by store::initialise() and never restored.
bool describes_database(std::string_view table);
// backup.not-empty, with the first table that has rows.
Status require_empty(store::Database& database);

}  // namespace jiheng::backup
