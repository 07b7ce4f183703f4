// What database.cpp knows of the two engines, and what they share. Private to src/store.
// Thread-safety: pure functions.
#pragma once

#include <optional>

#include "store/database.h"

namespace jiheng::store {

Result<std::unique_ptr<Database>> open_sqlite(const std::string& path);
Result<std::unique_ptr<Database>> open_postgres(const std::string& uri);

inline constexpr int busy_wait_milliseconds = 10'000;

// "name", with inner quotes doubled.
std::string quoted(std::string_view identifier);
// item(0), item(1), … with `separator` between them.
std::string joined(std::span<const std::string> items, std::string_view separator,
                   const std::function<std::string(const std::string&)>& item);
std::string quoted_list(std::span<const std::string> identifiers);

// A whole decimal 64-bit integer, nothing before or after it.
std::optional<std::int64_t> parse_integer(std::string_view text);

// store.nul-in-text when a text cell has a NUL: PostgreSQL cannot store it and SQLite's own tools cut text there.
Status check_text(std::span<const Cell> cells);

// Bulk rows: as many cells as columns, each null or of its column's kind, no NUL.
Status check_bulk_row(std::span<const Cell> row, std::span<const std::string> columns,
                      std::span<const Cell::Kind> kinds);

// Key conflicts in the order they are found.
class Conflicts {
 public:
  explicit Conflicts(std::size_t limit) : limit_(limit) {}
  void add(std::uint64_t ordinal) {
    if (outcome_.conflicts.size() < limit_) outcome_.conflicts.push_back(ordinal);
    ++outcome_.conflict_count;
  }
  BulkOutcome outcome(std::uint64_t inserted) && {
    outcome_.inserted = inserted;
    return std::move(outcome_);
  }

 private:
  std::size_t limit_;
  BulkOutcome outcome_;
};

}  // namespace jiheng::store
