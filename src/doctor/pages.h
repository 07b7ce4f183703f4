// The rows of a register, a page at a time, in key order: between pages the database is free for other queries.
// Private to src/doctor. Errors: store.*. Thread-safety: as the Database.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "pack/model.h"
#include "store/database.h"

namespace jiheng::doctor {

struct PageRow {
  std::vector<store::Cell> cells;         // of ledger::row_columns()
  std::optional<std::string_view> entry;  // the text of the journal entry that the row names

  const store::Cell& entry_number() const { return cells.back(); }
  int year() const { return static_cast<int>(cells[1].integer()); }
};

inline constexpr int page_rows = 500;

// All rows of a page are of one year.
Status each_page(store::Database& database, const pack::Register& definition, std::string_view unit_id,
                 const std::function<Status(std::span<const PageRow>)>& each);

}  // namespace jiheng::doctor
