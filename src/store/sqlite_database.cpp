#include <sqlite3.h>

#include <cerrno>
#include <filesystem>
#include <unordered_map>

#include "store/engines.h"

// SQLite behind Database. One connection; statements are kept by their text; writers begin IMMEDIATE, so that a writer
// that must wait waits in begin() and nowhere else.

namespace jiheng::store {
namespace {

struct Finalizer {
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using Statement = std::unique_ptr<sqlite3_stmt, Finalizer>;

// Makes a kept statement ready for its next use, also on the way out of an error.
class Reset {
 public:
  explicit Reset(sqlite3_stmt* statement) : statement_(statement) {}
  Reset(const Reset&) = delete;
  Reset& operator=(const Reset&) = delete;
  ~Reset() {
    sqlite3_reset(statement_);
    sqlite3_clear_bindings(statement_);
  }

 private:
  sqlite3_stmt* statement_;
};

bool no_space(int system_error) {
  return system_error == ENOSPC || system_error == EFBIG || system_error == EDQUOT;
}

std::string_view error_code(int result, int system_error) {
  switch (result & 0xff) {
    case SQLITE_FULL:
      return "store.disk-full";
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return "store.busy";
    case SQLITE_IOERR:
      // A file size limit and a full disk under the shared-memory file arrive as plain I/O errors.
      return no_space(system_error) ? "store.disk-full" : "store.io";
    case SQLITE_NOMEM:
      return "store.io";
    case SQLITE_CANTOPEN:
      return no_space(system_error) ? "store.disk-full" : "store.cannot-open";
    case SQLITE_PERM:
    case SQLITE_AUTH:
      return "store.cannot-open";
    case SQLITE_READONLY:
      return "store.read-only";
    case SQLITE_NOTADB:
    case SQLITE_CORRUPT:
      return "store.not-a-database";
    case SQLITE_CONSTRAINT:
      return "store.constraint";
    default:
      return "store.sql";
  }
}

class SqliteRow final : public Row {
 public:
  explicit SqliteRow(sqlite3_stmt* statement) : statement_(statement) {}
  int size() const override { return sqlite3_column_count(statement_); }
  bool is_null(int column) const override { return sqlite3_column_type(statement_, column) == SQLITE_NULL; }
  std::int64_t integer(int column) const override {
    if (sqlite3_column_type(statement_, column) == SQLITE_INTEGER) return sqlite3_column_int64(statement_, column);
    if (is_null(column)) return 0;
    const std::optional<std::int64_t> value = parse_integer(text(column));
    if (!value) not_integer_ = column;
    return value.value_or(0);
  }
  std::string_view text(int column) const override {
    const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
    return bytes ? std::string_view(bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))) : "";
  }
  std::string bytes(int column) const override {
    const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement_, column));
    return bytes ? std::string(bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))) : "";
  }
  // The column asked for an integer that holds none, or -1.
  int not_integer() const { return not_integer_; }

 private:
  sqlite3_stmt* statement_;
  mutable int not_integer_ = -1;
};

class SqliteDatabase final : public Database {
 public:
  explicit SqliteDatabase(std::string location) : location_(std::move(location)) {}
  ~SqliteDatabase() override {
    statements_.clear();
    sqlite3_close_v2(handle_);
  }

  Status connect(const std::string& path);

  expr::Dialect dialect() const override { return expr::Dialect::sqlite; }
  const std::string& location() const override { return location_; }
  Status execute(std::string_view sql, std::span<const Cell> parameters) override;
  Status query(std::string_view sql, std::span<const Cell> parameters,
               const std::function<Status(const Row&)>& each) override;
  Result<std::unique_ptr<BulkInsert>> bulk_insert(std::string_view table, std::span<const std::string> columns,
                                                  std::span<const std::string> key,
                                                  std::size_t conflict_limit) override;
  Status begin() override;
  Status begin_read() override;
  Status commit() override;
  Status rollback() override;

  bool in_transaction() const { return in_transaction_; }
  // Whether a statement may run now.
  Status ready() const;
  Status bind(sqlite3_stmt* statement, std::span<const Cell> parameters);
  Result<Statement> prepare(std::string_view sql, unsigned flags);
  tl::unexpected<Error> failure(int result, std::string_view sql);

 private:
  Status start(std::string_view sql);
  Status use_wal();
  Result<sqlite3_stmt*> kept(std::string_view sql);

  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
  };
  static constexpr std::size_t most_kept = 200;

  std::string location_;
  sqlite3* handle_ = nullptr;
  std::unordered_map<std::string, Statement, Hash, std::equal_to<>> statements_;
  bool in_transaction_ = false;
  bool reading_ = false;  // the transaction is one of begin_read()
  bool querying_ = false;
  // What failed in this transaction. SQLite would let it go on, or has ended it by itself (a full disk does that) and
  // would commit what follows one by one: neither happens on PostgreSQL, so neither happens here.
  std::optional<Error> failed_;
};

class SqliteBulkInsert final : public BulkInsert {
 public:
  SqliteBulkInsert(SqliteDatabase& database, Statement statement, std::vector<std::string> columns,
                   std::vector<Cell::Kind> kinds, std::size_t conflict_limit)
      : database_(database),
        statement_(std::move(statement)),
        columns_(std::move(columns)),
        kinds_(std::move(kinds)),
        conflicts_(conflict_limit) {}

  Status add(std::span<const Cell> row) override {
    if (Status status = database_.ready(); !status) return status;
    if (!database_.in_transaction() || !statement_) return fail("store.sql", {}, "bulk insert is over");
    if (Status status = check_bulk_row(row, columns_, kinds_); !status) return status;
    if (Status status = database_.bind(statement_.get(), row); !status) return status;
    sqlite3_step(statement_.get());
    const int result = sqlite3_reset(statement_.get());
    if (result == SQLITE_OK) {
      ++inserted_;
    } else if (result == SQLITE_CONSTRAINT_PRIMARYKEY || result == SQLITE_CONSTRAINT_ROWID) {
      conflicts_.add(ordinal_);
    } else {
      return database_.failure(result, sqlite3_sql(statement_.get()));
    }
    ++ordinal_;
    return {};
  }

  Result<BulkOutcome> finish() override {
    if (!database_.in_transaction() || !statement_) return fail("store.sql", {}, "bulk insert is over");
    statement_.reset();
    return std::move(conflicts_).outcome(inserted_);
  }

 private:
  SqliteDatabase& database_;
  Statement statement_;  // null when finished
  std::vector<std::string> columns_;
  std::vector<Cell::Kind> kinds_;
  Conflicts conflicts_;
  std::uint64_t ordinal_ = 0;
  std::uint64_t inserted_ = 0;
};

Status SqliteDatabase::connect(const std::string& path) {
  if (path != ":memory:") {
    std::error_code ignored;
    const std::filesystem::path directory = std::filesystem::path(path).parent_path();
    if (!directory.empty() && !std::filesystem::is_directory(directory, ignored)) {
      return fail("store.no-directory", {{"location", location_}, {"directory", directory.string()}});
    }
  }
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  if (const int result = sqlite3_open_v2(path.c_str(), &handle_, flags, nullptr); result != SQLITE_OK) {
    return failure(result, "open");
  }
  sqlite3_busy_timeout(handle_, busy_wait_milliseconds);
  // "x" is never a string, as on PostgreSQL.
  sqlite3_db_config(handle_, SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
  sqlite3_db_config(handle_, SQLITE_DBCONFIG_DQS_DDL, 0, nullptr);
  if (Status status = use_wal(); !status) return status;
  for (const char* pragma : {
           "PRAGMA synchronous = FULL",             // a commit that was reported survives a power cut
           "PRAGMA foreign_keys = ON",              //
           "PRAGMA trusted_schema = OFF",           // a database file from elsewhere runs nothing
           "PRAGMA cache_size = -65536",            // KiB: memory is bounded whatever the file's size
           "PRAGMA journal_size_limit = 67108864",  // a large import does not leave its log's size behind
       }) {
    if (Status status = execute(pragma, {}); !status) return status;
  }
  return {};
}

// Reading the header here also finds files that are no database. Changing the mode needs the file alone for a moment
// and SQLite does not wait for that on its own: two processes may be creating the same file.
Status SqliteDatabase::use_wal() {
  constexpr int step_milliseconds = 20;
  for (int waited = 0;; waited += step_milliseconds) {
    const Status status = execute("PRAGMA journal_mode = WAL", {});
    if (status) return {};
    // A file we may only read keeps the mode it has.
    if (status.error().code == "store.read-only") return {};
    if (status.error().code != "store.busy" || waited >= busy_wait_milliseconds) return status;
    sqlite3_sleep(step_milliseconds);
  }
}

tl::unexpected<Error> SqliteDatabase::failure(int result, std::string_view sql) {
  const int system_error = handle_ ? sqlite3_system_errno(handle_) : 0;
  std::string detail = "sqlite " + std::to_string(result) + ": ";
  detail += handle_ ? sqlite3_errmsg(handle_) : sqlite3_errstr(result);
  if (system_error != 0) detail += ", errno " + std::to_string(system_error);
  detail.append(": ").append(sql);
  Error error = make_error(error_code(result, system_error), {{"location", location_}}, std::move(detail));
  if (in_transaction_ && !failed_) failed_ = error;
  return fail(std::move(error));
}

Status SqliteDatabase::ready() const {
  if (querying_) return fail("store.sql", {}, "the database was used inside a query's callback");
  if (failed_) return fail(*failed_);
  return {};
}

Result<Statement> SqliteDatabase::prepare(std::string_view sql, unsigned flags) {
  sqlite3_stmt* raw = nullptr;
  const char* rest = nullptr;
  const int result = sqlite3_prepare_v3(handle_, sql.data(), static_cast<int>(sql.size()), flags, &raw, &rest);
  Statement statement(raw);
  if (result != SQLITE_OK) return failure(result, sql);
  const std::string_view tail(rest, static_cast<std::size_t>(sql.data() + sql.size() - rest));
  if (!statement || tail.find_first_not_of(" \t\r\n") != tail.npos) {
    return fail("store.sql", {}, "not one statement: " + std::string(sql));
  }
  return statement;
}

Result<sqlite3_stmt*> SqliteDatabase::kept(std::string_view sql) {
  if (const auto found = statements_.find(sql); found != statements_.end()) return found->second.get();
  Result<Statement> statement = prepare(sql, SQLITE_PREPARE_PERSISTENT);
  if (!statement) return fail(std::move(statement.error()));
  if (statements_.size() >= most_kept) statements_.clear();
  return statements_.emplace(sql, std::move(*statement)).first->second.get();
}

Status SqliteDatabase::bind(sqlite3_stmt* statement, std::span<const Cell> parameters) {
  const int count = sqlite3_bind_parameter_count(statement);
  if (parameters.size() != static_cast<std::size_t>(count)) {
    return fail("store.sql", {}, std::to_string(parameters.size()) + " values for " + sqlite3_sql(statement));
  }
  for (int place = 1; place <= count; ++place) {
    const Cell& cell = parameters[static_cast<std::size_t>(place - 1)];
    int result = SQLITE_OK;
    switch (cell.kind()) {
      case Cell::Kind::null:
        result = sqlite3_bind_null(statement, place);
        break;
      case Cell::Kind::integer:
        result = sqlite3_bind_int64(statement, place, cell.integer());
        break;
      case Cell::Kind::text: {
        // A view without an address would bind null.
        const char* bytes = cell.text().empty() ? "" : cell.text().data();
        result = sqlite3_bind_text64(statement, place, bytes, cell.text().size(), SQLITE_STATIC, SQLITE_UTF8);
        break;
      }
      case Cell::Kind::bytes: {
        const char* bytes = cell.text().empty() ? "" : cell.text().data();
        result = sqlite3_bind_blob64(statement, place, bytes, cell.text().size(), SQLITE_STATIC);
        break;
      }
    }
    if (result != SQLITE_OK) return failure(result, sqlite3_sql(statement));
  }
  return {};
}

Status SqliteDatabase::execute(std::string_view sql, std::span<const Cell> parameters) {
  return query(sql, parameters, nullptr);
}

Status SqliteDatabase::query(std::string_view sql, std::span<const Cell> parameters,
                             const std::function<Status(const Row&)>& each) {
  if (Status status = ready(); !status) return status;
  if (Status status = check_text(parameters); !status) return status;
  const Result<sqlite3_stmt*> statement = kept(sql);
  if (!statement) return fail(statement.error());
  if (reading_ && !sqlite3_stmt_readonly(*statement)) return failure(SQLITE_READONLY, sql);
  const Reset reset(*statement);
  if (Status status = bind(*statement, parameters); !status) return status;
  const SqliteRow row(*statement);
  int result = 0;
  while ((result = sqlite3_step(*statement)) == SQLITE_ROW) {
    if (!each) continue;
    querying_ = true;
    Status status = each(row);
    querying_ = false;
    if (!status) return status;
    if (row.not_integer() >= 0) {
      return fail("store.sql", {},
                  "column " + std::to_string(row.not_integer()) + " is no 64-bit integer: " + std::string(sql));
    }
  }
  if (result != SQLITE_DONE) return failure(result, sql);
  return {};
}

Result<std::unique_ptr<BulkInsert>> SqliteDatabase::bulk_insert(std::string_view table,
                                                                std::span<const std::string> columns,
                                                                std::span<const std::string> /*key*/,
                                                                std::size_t conflict_limit) {
  if (Status status = ready(); !status) return fail(std::move(status.error()));
  if (!in_transaction_) return fail("store.sql", {}, "bulk insert outside a transaction");
  const std::string sql = "INSERT INTO " + quoted(table) + " (" + quoted_list(columns) + ") VALUES (" +
                          joined(columns, ", ", [](const std::string&) { return "?"; }) + ")";
  Result<Statement> statement = prepare(sql, SQLITE_PREPARE_PERSISTENT);
  if (!statement) return fail(std::move(statement.error()));
  std::vector<Cell::Kind> kinds;
  for (const std::string& column : columns) {
    const char* type = nullptr;
    const int result = sqlite3_table_column_metadata(handle_, nullptr, std::string(table).c_str(), column.c_str(),
                                                     &type, nullptr, nullptr, nullptr, nullptr);
    if (result != SQLITE_OK) return failure(result, sql);
    kinds.push_back(type && std::string_view(type) == "TEXT" ? Cell::Kind::text : Cell::Kind::integer);
  }
  return std::make_unique<SqliteBulkInsert>(*this, std::move(*statement),
                                            std::vector<std::string>(columns.begin(), columns.end()), std::move(kinds),
                                            conflict_limit);
}

Status SqliteDatabase::start(std::string_view sql) {
  if (in_transaction_) return fail("store.sql", {}, "a transaction inside a transaction");
  if (Status status = execute(sql, {}); !status) return status;
  in_transaction_ = true;
  reading_ = false;
  return {};
}

Status SqliteDatabase::begin() {
  // On a file it cannot write SQLite would begin a read, and refuse only the first change.
  if (sqlite3_db_readonly(handle_, "main") == 1) return failure(SQLITE_READONLY, "BEGIN IMMEDIATE");
  return start("BEGIN IMMEDIATE");
}

Status SqliteDatabase::begin_read() {
  if (Status status = start("BEGIN"); !status) return status;
  reading_ = true;
  return {};
}

Status SqliteDatabase::commit() {
  if (!in_transaction_) return fail("store.sql", {}, "commit without a transaction");
  Status status = execute("COMMIT", {});
  if (status) {
    in_transaction_ = reading_ = false;
  } else {
    (void)rollback();  // as PostgreSQL does: a transaction that could not be committed is over
  }
  return status;
}

Status SqliteDatabase::rollback() {
  if (!in_transaction_) return {};
  if (querying_) return ready();
  in_transaction_ = reading_ = false;
  failed_.reset();
  if (sqlite3_get_autocommit(handle_)) return {};
  return execute("ROLLBACK", {});
}

}  // namespace

Result<std::unique_ptr<Database>> open_sqlite(const std::string& path) {
  auto database = std::make_unique<SqliteDatabase>("sqlite:" + path);
  if (Status status = database->connect(path); !status) return fail(std::move(status.error()));
  return database;
}

}  // namespace jiheng::store
