// Names in SQL. Thread-safety: pure functions.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace jiheng::ledger {

// The ids of packs are [a-z0-9_]: they need quotes for the sake of reserved words only.
inline std::string sql_name(std::string_view id) {
  return "\"" + std::string(id) + "\"";
}

inline std::string sql_list(const std::vector<std::string>& columns) {
  std::string out;
  for (const std::string& column : columns) out += (out.empty() ? "" : ", ") + sql_name(column);
  return out;
}

}  // namespace jiheng::ledger
