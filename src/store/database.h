// Database: the one door to SQLite and PostgreSQL. Plain SQL with ? places; every value is null, a 64-bit integer or
// text, because that is how records are stored (store/schema.h), or the bytes of a file. Text is UTF-8 without NUL
// characters; "" is not null.
//
// Open with "sqlite:FILE" (created when absent; its folder must exist) or "postgresql://user@host:port/name". What
// holds on both engines, so that code tested on one works on the other:
//  - one statement per call; "name" is an identifier, 'text' a string; a ? inside either is not a place;
//  - a callback of query() may not use its Database: the rows are still arriving on it;
//  - a failed statement ends its transaction: what follows in it, commit() too, repeats that error until rollback();
//    a failed commit() has rolled back;
//  - writers exclude each other for the whole database: begin() waits up to 10 s for the other, then store.busy. So a
//    transaction that reads, decides and writes needs no further lock. Readers never wait. Write only after begin().
// Errors: store.bad-location, store.no-directory, store.cannot-open, store.not-a-database, store.read-only,
// store.denied, store.busy, store.disk-full, store.io, store.constraint (a foreign key: at commit()),
// store.lost-connection (during commit() the outcome is unknown), store.nul-in-text, store.sql (a mistake of ours);
// `detail` carries the engine's own words and the statement.
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
  enum class Kind : unsigned char { null, integer, text, bytes };
  constexpr Cell() = default;
  constexpr Cell(std::int64_t value) : kind_(Kind::integer), integer_(value) {}  // NOLINT
  constexpr Cell(int value) : kind_(Kind::integer), integer_(value) {}           // NOLINT
  constexpr Cell(std::string_view text) : kind_(Kind::text), text_(text) {}      // NOLINT
  constexpr Cell(const char* text) : Cell(std::string_view(text)) {}             // NOLINT
  Cell(const std::string& text) : Cell(std::string_view(text)) {}                // NOLINT
  static constexpr Cell of_bytes(std::string_view bytes) {
    Cell cell(bytes);
    cell.kind_ = Kind::bytes;
    return cell;
  }
  constexpr Kind kind() const { return kind_; }
  constexpr std::int64_t integer() const { return integer_; }
  constexpr std::string_view text() const { return text_; }  // or bytes

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
  // 0 for null. A value that is no 64-bit integer fails the query() with store.sql: nothing is ever cut short.
  virtual std::int64_t integer(int column) const = 0;
  // "" for null; numbers as decimal text, also those beyond 64 bits (sums on PostgreSQL).
  virtual std::string_view text(int column) const = 0;
  // Of a column of bytes; "" for null.
  virtual std::string bytes(int column) const = 0;
};

// Rows whose key is in the table already, or came twice: their ordinals (0-based, in the order of add()).
struct BulkOutcome {
  std::uint64_t inserted = 0;
  std::vector<std::uint64_t> conflicts;  // ascending; at most the limit given, see conflict_count for all
  std::uint64_t conflict_count = 0;
};

// Fast insertion of many rows into one table of BIGINT and TEXT columns, inside the current transaction. A key conflict
// never fails the call: the first row of a key stays, the others are counted and reported by finish(), and the caller
// decides (an import rolls back). A cell of another type than its column is store.sql. Other statements may run between
// add()s, but the rows are in the table for certain only after finish(). It must not outlive its Database.
class BulkInsert {
 public:
  virtual ~BulkInsert() = default;
  // `row`: one cell per column, in the order of bulk_insert's `columns`.
  virtual Status add(std::span<const Cell> row) = 0;
  virtual Result<BulkOutcome> finish() = 0;
};

// What opening a SQLite file that is not there means: a new database, or store.no-file (a mistyped name).
enum class Opening { create, existing };

class Database {
 public:
  static Result<std::unique_ptr<Database>> open(std::string_view location, Opening opening = Opening::create);
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

  virtual Status begin() = 0;       // for writing: takes the write lock at once, so that busy shows here
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
