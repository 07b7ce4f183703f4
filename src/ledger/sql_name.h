// Names in SQL. Thread-safety: pure functions.
#pragma once

#include <string>
#include <string_view>

namespace jiheng::ledger {

// The ids of packs are [a-z0-9_]: they need quotes for the sake of reserved words only.
inline std::string sql_name(std::string_view id) {
  return "\"" + std::string(id) + "\"";
}

}  // namespace jiheng::ledger
