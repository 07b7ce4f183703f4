// The system tables, as numbered migrations. Private to src/store.
// Thread-safety: immutable data.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "expr/sql.h"

namespace jiheng::store {

struct Migration {
  int version;  // 1, 2, 3 … without gaps; never changed once released
  std::string_view what;
  std::span<const std::string_view> statements;  // templates, see in_dialect()
};

std::span<const Migration> migrations();  // ascending
int latest_version();

// Fills the places of a statement: {text}, {integer} and {bytes} the column types, {keyed} and {log} what stands after
// the closing parenthesis of a table with and without a primary key.
std::string in_dialect(std::string_view statement, expr::Dialect dialect);

}  // namespace jiheng::store
