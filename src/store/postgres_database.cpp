#include <libpq-fe.h>

#include <array>
#include <bit>
#include <cstring>

#include "store/engines.h"

// PostgreSQL behind Database. Parameters and COPY travel in the binary format with explicit types (bigint, text), so
// that neither their bytes nor the statement's context can change what a value means; results come as text.

namespace jiheng::store {
namespace {

// Type numbers of the server's catalogue, fixed since its first release.
constexpr Oid oid_bool = 16;
constexpr Oid oid_bytea = 17;
constexpr Oid oid_bigint = 20;
constexpr Oid oid_text = 25;
constexpr Oid oid_from_context = 0;

// Writers of one database take turns on this advisory lock (any fixed number would do: "jiheng" in ASCII).
constexpr std::string_view writer_lock = "SELECT pg_advisory_xact_lock(117064052698727)";

struct ResultClearer {
  void operator()(PGresult* result) const { PQclear(result); }
};
using PgResult = std::unique_ptr<PGresult, ResultClearer>;

struct ConnectionFinisher {
  void operator()(PGconn* connection) const { PQfinish(connection); }
};
using Connection = std::unique_ptr<PGconn, ConnectionFinisher>;

std::string_view error_code(std::string_view sqlstate) {
  if (sqlstate == "08P01") return "store.sql";  // a message the server did not understand
  if (sqlstate.starts_with("08") || sqlstate.starts_with("57P0")) return "store.lost-connection";
  if (sqlstate == "53100") return "store.disk-full";
  if (sqlstate == "55P03" || sqlstate == "40001" || sqlstate == "40P01") return "store.busy";
  if (sqlstate.starts_with("23")) return "store.constraint";
  if (sqlstate == "25006") return "store.read-only";
  if (sqlstate == "42501") return "store.denied";
  if (sqlstate.starts_with("53") || sqlstate.starts_with("58") || sqlstate.starts_with("XX")) return "store.io";
  return "store.sql";
}

// ? → $1, $2 …, except inside 'text', "names" and comments. There must be `places` of them.
Result<std::string> numbered(std::string_view sql, std::size_t places) {
  std::string out;
  out.reserve(sql.size() + 16);
  std::size_t place = 0;
  std::size_t i = 0;
  const auto copy_through = [&](std::string_view end, std::size_t from) {
    const std::size_t found = sql.find(end, from);
    const std::size_t stop = found == sql.npos ? sql.size() : found + end.size();
    out.append(sql.substr(i, stop - i));
    i = stop;
  };
  while (i < sql.size()) {
    const char c = sql[i];
    if (c == '\'' || c == '"') {
      copy_through(std::string_view(&sql[i], 1), i + 1);  // a doubled quote is two pieces side by side
    } else if (sql.substr(i).starts_with("--")) {
      copy_through("\n", i);
    } else if (sql.substr(i).starts_with("/*")) {
      copy_through("*/", i + 2);
    } else {
      if (c == '?') {
        out += '$' + std::to_string(++place);
      } else {
        out += c;
      }
      ++i;
    }
  }
  if (place != places) return fail("store.sql", {}, std::to_string(places) + " values for " + std::string(sql));
  return out;
}

std::array<char, 8> network_order(std::int64_t value) {
  auto bits = static_cast<std::uint64_t>(value);
  if constexpr (std::endian::native == std::endian::little) bits = __builtin_bswap64(bits);
  return std::bit_cast<std::array<char, 8>>(bits);
}

// Cells in the form libpq takes them.
class Parameters {
 public:
  explicit Parameters(std::span<const Cell> cells)
      : types(cells.size()),
        values(cells.size()),
        lengths(cells.size()),
        formats(cells.size(), 1),
        integers(cells.size()) {
    for (std::size_t i = 0; i < cells.size(); ++i) {
      switch (cells[i].kind()) {
        case Cell::Kind::null:
          types[i] = oid_from_context;
          break;
        case Cell::Kind::integer:
          types[i] = oid_bigint;
          integers[i] = network_order(cells[i].integer());
          values[i] = integers[i].data();
          lengths[i] = 8;
          break;
        case Cell::Kind::text:
        case Cell::Kind::bytes:
          types[i] = cells[i].kind() == Cell::Kind::text ? oid_text : oid_bytea;
          values[i] = cells[i].text().empty() ? "" : cells[i].text().data();  // an address: null means null
          lengths[i] = static_cast<int>(cells[i].text().size());
          break;
      }
    }
  }
  int size() const { return static_cast<int>(types.size()); }

  std::vector<Oid> types;
  std::vector<const char*> values;
  std::vector<int> lengths;
  std::vector<int> formats;

 private:
  std::vector<std::array<char, 8>> integers;
};

class PostgresRow final : public Row {
 public:
  explicit PostgresRow(const PGresult* result) : result_(result) {}
  int size() const override { return PQnfields(result_); }
  bool is_null(int column) const override { return PQgetisnull(result_, 0, column) != 0; }
  std::int64_t integer(int column) const override {
    if (is_null(column)) return 0;
    const std::optional<std::int64_t> value = parse_integer(text(column));
    if (!value) not_integer_ = column;
    return value.value_or(0);
  }
  std::string_view text(int column) const override {
    const std::string_view bytes(PQgetvalue(result_, 0, column),
                                 static_cast<std::size_t>(PQgetlength(result_, 0, column)));
    // Conditions are 1 and 0 on both engines.
    if (PQftype(result_, column) == oid_bool && !bytes.empty()) return bytes == "t" ? "1" : "0";
    return bytes;
  }
  std::string bytes(int column) const override {
    if (is_null(column)) return "";
    std::size_t size = 0;
    const auto* written = reinterpret_cast<const unsigned char*>(PQgetvalue(result_, 0, column));
    const std::unique_ptr<unsigned char, decltype(&PQfreemem)> plain(PQunescapeBytea(written, &size), &PQfreemem);
    return plain ? std::string(reinterpret_cast<const char*>(plain.get()), size) : "";
  }
  int not_integer() const { return not_integer_; }

 private:
  const PGresult* result_;
  mutable int not_integer_ = -1;
};

class PostgresDatabase final : public Database {
 public:
  explicit PostgresDatabase(std::string location) : location_(std::move(location)) {}

  Status connect(const std::string& uri);

  expr::Dialect dialect() const override { return expr::Dialect::postgresql; }
  const std::string& location() const override { return location_; }
  Status execute(std::string_view sql, std::span<const Cell> parameters) override;
  Status query(std::string_view sql, std::span<const Cell> parameters,
               const std::function<Status(const Row&)>& each) override;
  Result<std::unique_ptr<BulkInsert>> bulk_insert(std::string_view table, std::span<const std::string> columns,
                                                  std::span<const std::string> key,
                                                  std::size_t conflict_limit) override;
  Status begin() override;
  // READ COMMITTED would show each query another picture.
  Status begin_read() override { return start("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"); }
  Status commit() override;
  Status rollback() override;

  bool in_transaction() const { return in_transaction_; }
  // `affected`: how many rows the statement inserted, updated or deleted.
  Status run(std::string_view sql, std::span<const Cell> parameters, std::uint64_t* affected);
  // One COPY … FROM STDIN of `bytes`.
  Status copy_in(const std::string& sql, std::string_view bytes);

 private:
  Status start(const char* sql);
  Status ready() const;
  tl::unexpected<Error> failure(const PGresult* result, std::string_view sql);

  std::string location_;
  Connection connection_;
  bool in_transaction_ = false;
  bool querying_ = false;
  std::optional<Error> failed_;  // what failed in this transaction: the server will run nothing more in it
  int bulk_count_ = 0;           // names staging tables
};

// Rows travel as binary COPY, a piece at a time, into a temporary table with their ordinals; the connection is free
// between pieces. finish() finds conflicts by plain SQL and moves the rest over.
class PostgresBulkInsert final : public BulkInsert {
 public:
  PostgresBulkInsert(PostgresDatabase& database, std::string_view table, std::span<const std::string> columns,
                     std::span<const std::string> key, int number, std::size_t conflict_limit)
      : database_(database),
        table_(table),
        columns_(columns.begin(), columns.end()),
        key_(key.begin(), key.end()),
        stage_("jiheng_stage_" + std::to_string(number)),
        clash_("jiheng_clash_" + std::to_string(number)),
        conflicts_(conflict_limit) {
    copy_ = "COPY " + stage_ + " (jiheng_ordinal, " + quoted_list(columns_) + ") FROM STDIN (FORMAT binary)";
    piece_.reserve(piece_size + piece_size / 8);
  }

  Status prepare();
  Status add(std::span<const Cell> row) override;
  Result<BulkOutcome> finish() override;

 private:
  static constexpr std::size_t piece_size = 1 << 20;

  void append(std::uint32_t value, int bytes) {
    for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) piece_ += static_cast<char>(value >> shift);
  }
  void append(std::int64_t value) {
    append(8, 4);
    piece_.append(network_order(value).data(), 8);
  }
  Status send();
  Status find_clashes();

  PostgresDatabase& database_;
  std::string table_;
  std::vector<std::string> columns_;
  std::vector<std::string> key_;
  std::string stage_;
  std::string clash_;
  std::string copy_;
  std::vector<Cell::Kind> kinds_;
  Conflicts conflicts_;
  std::string piece_;
  std::int64_t ordinal_ = 0;
  std::uint64_t clashes_ = 0;
  bool over_ = false;
};

Status PostgresDatabase::connect(const std::string& uri) {
  // Later settings override earlier ones, so the location may choose its own connect_timeout.
  const std::array<const char*, 5> names = {"connect_timeout", "application_name", "dbname", "client_encoding",
                                            nullptr};
  const std::array<const char*, 5> values = {"10", "jiheng", uri.c_str(), "UTF8", nullptr};
  connection_.reset(PQconnectdbParams(names.data(), values.data(), 1));
  if (!connection_) return fail("store.io", {{"location", location_}}, "out of memory");
  if (PQstatus(connection_.get()) != CONNECTION_OK) {
    return fail("store.cannot-open", {{"location", location_}}, PQerrorMessage(connection_.get()));
  }
  PQsetNoticeProcessor(
      connection_.get(), [](void*, const char*) {}, nullptr);
  const char* encoding = PQparameterStatus(connection_.get(), "server_encoding");
  if (!encoding || std::string_view(encoding) != "UTF8") {
    return fail("store.cannot-open", {{"location", location_}},
                std::string("server encoding is ") + (encoding ? encoding : "unknown") + ", not UTF8");
  }
  return execute("SET lock_timeout = " + std::to_string(busy_wait_milliseconds), {});
}

tl::unexpected<Error> PostgresDatabase::failure(const PGresult* result, std::string_view sql) {
  const char* sqlstate = result ? PQresultErrorField(result, PG_DIAG_SQLSTATE) : nullptr;
  std::string detail = "postgresql ";
  detail += sqlstate ? sqlstate : "-----";
  detail.append(": ").append(result ? PQresultErrorMessage(result) : PQerrorMessage(connection_.get()));
  detail.append(": ").append(sql);
  std::string_view code = sqlstate ? error_code(sqlstate) : "store.sql";
  if (PQstatus(connection_.get()) == CONNECTION_BAD) code = "store.lost-connection";
  Error error = make_error(code, {{"location", location_}}, std::move(detail));
  if (in_transaction_ && !failed_) failed_ = error;
  return fail(std::move(error));
}

Status PostgresDatabase::ready() const {
  if (querying_) return fail("store.sql", {}, "the database was used inside a query's callback");
  if (failed_) return fail(*failed_);
  return {};
}

Status PostgresDatabase::execute(std::string_view sql, std::span<const Cell> parameters) {
  return run(sql, parameters, nullptr);
}

Status PostgresDatabase::run(std::string_view sql, std::span<const Cell> parameters, std::uint64_t* affected) {
  if (Status status = ready(); !status) return status;
  if (Status status = check_text(parameters); !status) return status;
  const Result<std::string> text = numbered(sql, parameters.size());
  if (!text) return fail(text.error());
  const Parameters p(parameters);
  const PgResult result(PQexecParams(connection_.get(), text->c_str(), p.size(), p.types.data(), p.values.data(),
                                     p.lengths.data(), p.formats.data(), 0));
  const ExecStatusType status = PQresultStatus(result.get());
  if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) return failure(result.get(), sql);
  if (affected) {
    const std::optional<std::int64_t> count = parse_integer(PQcmdTuples(result.get()));
    *affected = static_cast<std::uint64_t>(count.value_or(0));
  }
  return {};
}

Status PostgresDatabase::query(std::string_view sql, std::span<const Cell> parameters,
                               const std::function<Status(const Row&)>& each) {
  if (Status status = ready(); !status) return status;
  if (Status status = check_text(parameters); !status) return status;
  const Result<std::string> text = numbered(sql, parameters.size());
  if (!text) return fail(text.error());
  const Parameters p(parameters);
  if (!PQsendQueryParams(connection_.get(), text->c_str(), p.size(), p.types.data(), p.values.data(), p.lengths.data(),
                         p.formats.data(), 0)) {
    return failure(nullptr, sql);
  }
  PQsetSingleRowMode(connection_.get());  // a table of any size in bounded memory
  Status outcome;
  // After a refusal the remaining rows are read and dropped: cancelling would end the transaction too.
  while (PgResult result{PQgetResult(connection_.get())}) {
    const ExecStatusType status = PQresultStatus(result.get());
    if (!outcome || status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK) continue;
    if (status != PGRES_SINGLE_TUPLE) {
      outcome = failure(result.get(), sql);
      continue;
    }
    const PostgresRow row(result.get());
    querying_ = true;
    outcome = each(row);
    querying_ = false;
    if (outcome && row.not_integer() >= 0) {
      outcome = fail("store.sql", {},
                     "column " + std::to_string(row.not_integer()) + " is no 64-bit integer: " + std::string(sql));
    }
  }
  return outcome;
}

Status PostgresDatabase::copy_in(const std::string& sql, std::string_view bytes) {
  if (Status status = ready(); !status) return status;
  const PgResult started(PQexec(connection_.get(), sql.c_str()));
  if (PQresultStatus(started.get()) != PGRES_COPY_IN) return failure(started.get(), sql);
  // A failed send shows in the results below; they must be read in any case.
  if (PQputCopyData(connection_.get(), bytes.data(), static_cast<int>(bytes.size())) == 1) {
    PQputCopyEnd(connection_.get(), nullptr);
  }
  Status outcome;
  while (PgResult result{PQgetResult(connection_.get())}) {
    const ExecStatusType status = PQresultStatus(result.get());
    if (status == PGRES_COPY_IN) return failure(nullptr, sql);  // the connection broke before the end
    if (status != PGRES_COMMAND_OK && outcome) outcome = failure(result.get(), sql);
  }
  return outcome;
}

Status PostgresDatabase::start(const char* sql) {
  if (in_transaction_) return fail("store.sql", {}, "a transaction inside a transaction");
  if (Status status = execute(sql, {}); !status) return status;
  in_transaction_ = true;
  return {};
}

// READ COMMITTED on purpose: each statement sees what was committed before it, so everything the writer before us did,
// although we began while it was still writing. As writers take turns, nothing changes under us afterwards.
Status PostgresDatabase::begin() {
  if (Status status = start("BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE"); !status) return status;
  Status status = execute(writer_lock, {});
  if (!status) (void)rollback();
  return status;
}

Status PostgresDatabase::commit() {
  if (!in_transaction_) return fail("store.sql", {}, "commit without a transaction");
  Status status = execute("COMMIT", {});
  // The server has ended the transaction in any case, unless it never heard of the COMMIT.
  if (!status) (void)rollback();
  in_transaction_ = false;
  return status;
}

Status PostgresDatabase::rollback() {
  if (!in_transaction_) return {};
  if (querying_) return ready();
  in_transaction_ = false;
  failed_.reset();
  return execute("ROLLBACK", {});  // without a transaction it is only a notice
}

Result<std::unique_ptr<BulkInsert>> PostgresDatabase::bulk_insert(std::string_view table,
                                                                  std::span<const std::string> columns,
                                                                  std::span<const std::string> key,
                                                                  std::size_t conflict_limit) {
  if (!in_transaction_) return fail("store.sql", {}, "bulk insert outside a transaction");
  auto bulk = std::make_unique<PostgresBulkInsert>(*this, table, columns, key, ++bulk_count_, conflict_limit);
  if (Status status = bulk->prepare(); !status) return fail(std::move(status.error()));
  return bulk;
}

Status PostgresBulkInsert::prepare() {
  const std::string create = "CREATE TEMPORARY TABLE " + stage_ +
                             " ON COMMIT DROP AS SELECT CAST(0 AS BIGINT) AS jiheng_ordinal, " + quoted_list(columns_) +
                             " FROM " + quoted(table_) + " WHERE 1 = 0";
  if (Status status = database_.execute(create, {}); !status) return status;
  std::vector<std::string> types;
  const Cell stage = stage_;
  Status status = database_.query(
      "SELECT format_type(atttypid, NULL) FROM pg_attribute WHERE attrelid = CAST(CAST(? AS TEXT) AS regclass) AND "
      "attnum > 1 "
      "ORDER BY attnum",
      std::span(&stage, 1), [&](const Row& row) -> Status {
        types.emplace_back(row.text(0));
        return {};
      });
  if (!status) return status;
  for (const std::string& type : types) {
    if (type != "bigint" && type != "text") return fail("store.sql", {}, "bulk insert into a column of type " + type);
    kinds_.push_back(type == "text" ? Cell::Kind::text : Cell::Kind::integer);
  }
  return {};
}

Status PostgresBulkInsert::add(std::span<const Cell> row) {
  if (over_ || !database_.in_transaction()) return fail("store.sql", {}, "bulk insert is over");
  if (Status status = check_bulk_row(row, columns_, kinds_); !status) return status;
  if (piece_.empty()) {
    piece_.append("PGCOPY\n\377\r\n\0", 11);
    append(0, 4);  // flags
    append(0, 4);  // no header extension
  }
  append(static_cast<std::uint32_t>(row.size() + 1), 2);
  append(ordinal_++);
  for (const Cell& cell : row) {
    switch (cell.kind()) {
      case Cell::Kind::null:
        append(0xffffffff, 4);
        break;
      case Cell::Kind::integer:
        append(cell.integer());
        break;
      case Cell::Kind::text:
      case Cell::Kind::bytes:
        append(static_cast<std::uint32_t>(cell.text().size()), 4);
        piece_.append(cell.text());
        break;
    }
  }
  return piece_.size() < piece_size ? Status() : send();
}

Status PostgresBulkInsert::send() {
  if (piece_.empty()) return {};
  append(0xffff, 2);
  Status status = database_.copy_in(copy_, piece_);
  piece_.clear();
  return status;
}

// Rows whose key stands in the table, or stood in an earlier row, into clash_.
Status PostgresBulkInsert::find_clashes() {
  const std::string same_key =
      joined(key_, " AND ", [](const std::string& name) { return "t." + quoted(name) + " = s." + quoted(name); });
  const std::string find =
      "CREATE TEMPORARY TABLE " + clash_ + " ON COMMIT DROP AS SELECT s.jiheng_ordinal FROM " + stage_ + " s JOIN " +
      quoted(table_) + " t ON " + same_key +
      " UNION SELECT jiheng_ordinal FROM (SELECT jiheng_ordinal, row_number() OVER (PARTITION BY " + quoted_list(key_) +
      " ORDER BY jiheng_ordinal) AS jiheng_turn FROM " + stage_ + ") turns WHERE jiheng_turn > 1";
  if (Status status = database_.run(find, {}, &clashes_); !status) return status;
  if (clashes_ == 0) return {};
  return database_.query("SELECT jiheng_ordinal FROM " + clash_ + " ORDER BY jiheng_ordinal", {},
                         [&](const Row& row) -> Status {
                           conflicts_.add(static_cast<std::uint64_t>(row.integer(0)));
                           return {};
                         });
}

Result<BulkOutcome> PostgresBulkInsert::finish() {
  if (over_ || !database_.in_transaction()) return fail("store.sql", {}, "bulk insert is over");
  over_ = true;
  if (Status status = send(); !status) return fail(std::move(status.error()));
  if (Status status = database_.execute("ANALYZE " + stage_, {}); !status) return fail(std::move(status.error()));
  if (Status status = find_clashes(); !status) return fail(std::move(status.error()));
  std::string move = "INSERT INTO " + quoted(table_) + " (" + quoted_list(columns_) + ") SELECT " +
                     quoted_list(columns_) + " FROM " + stage_ + " s";
  if (clashes_ > 0)
    move += " WHERE NOT EXISTS (SELECT 1 FROM " + clash_ + " c WHERE c.jiheng_ordinal = s.jiheng_ordinal)";
  std::uint64_t inserted = 0;
  if (Status status = database_.run(move, {}, &inserted); !status) return fail(std::move(status.error()));
  for (const std::string& table : {stage_, clash_}) {
    if (Status status = database_.execute("DROP TABLE " + table, {}); !status) return fail(std::move(status.error()));
  }
  return std::move(conflicts_).outcome(inserted);
}

// The address without its password.
Result<std::string> public_location(const std::string& uri) {
  char* problem = nullptr;
  const std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> options(PQconninfoParse(uri.c_str(), &problem),
                                                                             &PQconninfoFree);
  PQfreemem(problem);  // it may quote the password
  if (!options) return fail("store.bad-location", {{"location", "postgresql://…"}});
  const auto value = [&](std::string_view keyword) -> std::string {
    for (const PQconninfoOption* option = options.get(); option->keyword; ++option) {
      if (option->keyword == keyword && option->val) return option->val;
    }
    return "";
  };
  std::string out = "postgresql://";
  if (!value("user").empty()) out += value("user") + "@";
  out += value("host").empty() ? "localhost" : value("host");
  if (!value("port").empty()) out += ":" + value("port");
  return out + "/" + value("dbname");
}

}  // namespace

Result<std::unique_ptr<Database>> open_postgres(const std::string& uri) {
  Result<std::string> location = public_location(uri);
  if (!location) return fail(std::move(location.error()));
  auto database = std::make_unique<PostgresDatabase>(std::move(*location));
  if (Status status = database->connect(uri); !status) return fail(std::move(status.error()));
  return database;
}

}  // namespace jiheng::store
