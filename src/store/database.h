// Database: the one door to SQLite and PostgreSQL. Plain SQL with ? places; every value is null, a 64-bit integer or
// text, because that is how records are stored (store/schema.h).
//
// Open with "sqlite:FILE" or "postgresql://user@host:port/name". Errors: store.cannot-open, store.busy (another writer
// held the lock past the wait), store.disk-full, store.io, store.constraint, store.lost-connection, store.sql (a
// mistake of ours); `detail` carries the engine's own words.
// Thread-safety: one Database is used by one thread at a time; open one per thread.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "expr/sql.h"

namespace jiheng::store {

// A value on its way in. Text is a view: it must live until the call returns.
class Cell {
 public:
  enum class Kind : unsigned char { null, integer, text };
  constexpr Cell() = default;
  constexpr Cell(std::int64_t value) : kind_(Kind::integer), integer_(value) {}      // NOLINT
  constexpr Cell(int value) : kind_(Kind::integer), integer_(value) {}               // NOLINT
  constexpr Cell(std::string_view text) : kind_(Kind::text), text_(text) {}          // NOLINT
  constexpr Cell(const char* text) : Cell(std::string_view(text)) {}                 // NOLINT
  Cell(const std::string& text) : Cell(std::string_view(text)) {}                    // NOLINT
  constexpr Kind kind() const { return kind_; }
  constexpr std::int64_t integer() const { return integer_; }
  constexpr std::string_view text() const { return text_; }

 private:
  Kind kind_ = Kind::null;
  std::int64_t integer_ = 0;
  std::string_view text_;
};

// One row on its way out, valid only inside the callback.
class Row {
 public:
  virtual ~Row() = default;
  virtual int size() const = 0;
  virtual bool is_null(int column) const = 0;
  virtual std::int64_t integer(int column) const = 0;      // 0 for null
  // NUMERIC results beyond 64 bits (sums on PostgreSQL): decimal text of any integer or decimal column.
  virtual std::string_view text(int column) const = 0;     // "" for null
};

// Rows whose key is in the table already, or came twice: their ordinals (0-based, in the order of add()).
struct BulkOutcome {
  std::uint64_t inserted = 0;
  std::vector<std::uint64_t> conflicts;  // ascending; at most the limit given, see conflict_count for all
  std::uint64_t conflict_count = 0;
};

// Fast insertion of many rows into one table, inside the current transaction. SQLite: one prepared INSERT; PostgreSQL:
// COPY into a staging table, then INSERT … SELECT. A key conflict never fails the call: it is counted and reported by
// finish(), and the caller decides (an import rolls back).
class BulkInsert {
 public:
  virtual ~BulkInsert() = default;
  virtual Status add(std::span<const Cell> row) = 0;
  virtual Result<BulkOutcome> finish() = 0;
};

class Database {
 public:
  static Result<std::unique_ptr<Database>> open(std::string_view location);
  virtual ~Database() = default;

  virtual expr::Dialect dialect() const = 0;
  virtual const std::string& location() const = 0;  // for messages; no password in it
  virtual Status execute(std::string_view sql, std::span<const Cell> parameters = {}) = 0;
  virtual Status query(std::string_view sql, std::span<const Cell> parameters,
                       const std::function<Status(const Row&)>& each) = 0;
  // `key`: the columns that must be unique together (the table's primary key).
  virtual Result<std::unique_ptr<BulkInsert>> bulk_insert(std::string_view table, std::span<const std::string> columns,
                                                          std::span<const std::string> key,
                                                          std::size_t conflict_limit) = 0;

  virtual Status begin() = 0;     // for writing: takes the write lock at once, so that busy shows here
  virtual Status begin_read() = 0;  // one consistent picture for several queries
  virtual Status commit() = 0;
  virtual Status rollback() = 0;

  // First column of the first row, or `otherwise` when there is no row or it is null.
  Result<std::int64_t> integer(std::string_view sql, std::span<const Cell> parameters, std::int64_t otherwise);
};

// Rolls back when it leaves scope uncommitted.
class Transaction {
 public:
  static Result<Transaction> start(Database& database);
  Transaction(Transaction&& other) noexcept : database_(std::exchange(other.database_, nullptr)) {}
  Transaction& operator=(Transaction&&) = delete;
  ~Transaction();
  Status commit();

 private:
  explicit Transaction(Database& database) : database_(&database) {}
  Database* database_;
};

}  // namespace jiheng::store
