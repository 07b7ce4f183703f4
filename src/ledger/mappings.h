// Saved mappings: a unit's own, by name, as the TOML they were written in (table `mappings`).
// Errors: store.*, mapping.unknown. Thread-safety: as the Database.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ledger/mapping.h"
#include "store/database.h"

namespace jiheng::ledger {

struct SavedMapping {
  std::string name;
  std::string toml;
};

// A mapping of the same name gives way.
Status save_mapping(store::Database& database, std::string_view unit_id, const SavedMapping& mapping);
Result<SavedMapping> find_mapping(store::Database& database, std::string_view unit_id, std::string_view name);
Result<std::vector<SavedMapping>> list_mappings(store::Database& database, std::string_view unit_id);
Status drop_mapping(store::Database& database, std::string_view unit_id, std::string_view name);

}  // namespace jiheng::ledger
