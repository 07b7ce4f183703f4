// One expression, three answers: Expression::evaluate, SQLite and PostgreSQL agree on every row, for random expressions
// over rows of extremes. Where evaluation answers an error (a result out of range), SQL may answer what it likes.
#include <gtest/gtest.h>
#include <libpq-fe.h>
#include <rapidcheck.h>
#include <sqlite3.h>

#include <boost/multiprecision/cpp_int.hpp>
#include <cstdlib>
#include <memory>

#include "expr/sql.h"
#include "generator.h"

namespace jiheng::expr {
namespace {

using boost::multiprecision::cpp_int;
using boost::multiprecision::cpp_rational;
using testing::Generator;
using testing::random_scope;
using testing::Row;

using Cells = std::vector<std::optional<std::string>>;

const std::vector<Row>& rows() {
  static const std::vector<Row> rows = [] {
    Generator generator(1949);
    std::vector<Row> out;
    for (int i = 0; i < 60; ++i) out.push_back(generator.row());
    return out;
  }();
  return rows;
}

// A database that holds rows() in table t.
class Engine {
 public:
  virtual ~Engine() = default;
  virtual Dialect dialect() const = 0;
  virtual std::vector<Cells> query(const std::string& sql) = 0;  // throws std::runtime_error

 protected:
  static std::string quoted(const std::string& text, char quote) {
    std::string out(1, quote);
    for (const char c : text) out += c == quote ? std::string(2, c) : std::string(1, c);
    return out + quote;
  }
  void load() {
    std::string create = "CREATE TEMPORARY TABLE t (id BIGINT PRIMARY KEY";
    for (const Symbol& symbol : random_scope().symbols()) {
      create += ", " + quoted(symbol.column, '"') + (symbol.type == Type::text ? " TEXT" : " BIGINT");
    }
    query(create + ")");
    for (std::size_t i = 0; i < rows().size(); ++i) {
      std::string insert = "INSERT INTO t VALUES (" + std::to_string(i);
      for (int slot = 0; slot < random_scope().size(); ++slot) {
        const auto& cell = rows()[i].stored[static_cast<std::size_t>(slot)];
        insert += ", ";
        insert += !cell ? "NULL"
                  : random_scope()[slot].type == Type::text
                      ? quoted(testing::texts()[static_cast<std::size_t>(*cell)], '\'')
                      : std::to_string(*cell);
      }
      query(insert + ")");
    }
  }
};

class Sqlite : public Engine {
 public:
  Sqlite() {
    if (sqlite3_open(":memory:", &database_) != SQLITE_OK) throw std::runtime_error("sqlite3_open");
    load();
  }
  ~Sqlite() override { sqlite3_close(database_); }
  Dialect dialect() const override { return Dialect::sqlite; }
  std::vector<Cells> query(const std::string& sql) override {
    sqlite3_stmt* statement = nullptr;
    if (sqlite3_prepare_v2(database_, sql.c_str(), -1, &statement, nullptr) != SQLITE_OK) {
      throw std::runtime_error(std::string(sqlite3_errmsg(database_)) + "\n" + sql);
    }
    std::vector<Cells> out;
    int state = 0;
    while ((state = sqlite3_step(statement)) == SQLITE_ROW) {
      Cells cells;
      for (int i = 0; i < sqlite3_column_count(statement); ++i) {
        if (sqlite3_column_type(statement, i) == SQLITE_FLOAT) throw std::runtime_error("a float in\n" + sql);
        const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement, i));
        cells.push_back(text ? std::optional<std::string>(text) : std::nullopt);
      }
      out.push_back(std::move(cells));
    }
    sqlite3_finalize(statement);
    if (state != SQLITE_DONE) throw std::runtime_error(std::string(sqlite3_errmsg(database_)) + "\n" + sql);
    return out;
  }

 private:
  sqlite3* database_ = nullptr;
};

class Postgres : public Engine {
 public:
  explicit Postgres(const char* location) : connection_(PQconnectdb(location)) {
    if (PQstatus(connection_) != CONNECTION_OK) throw std::runtime_error(PQerrorMessage(connection_));
    load();
  }
  ~Postgres() override { PQfinish(connection_); }
  Dialect dialect() const override { return Dialect::postgresql; }
  std::vector<Cells> query(const std::string& sql) override {
    const std::unique_ptr<PGresult, decltype(&PQclear)> result(PQexec(connection_, sql.c_str()), PQclear);
    const auto state = PQresultStatus(result.get());
    if (state != PGRES_TUPLES_OK && state != PGRES_COMMAND_OK) {
      throw std::runtime_error(std::string(PQerrorMessage(connection_)) + "\n" + sql);
    }
    std::vector<Cells> out(static_cast<std::size_t>(PQntuples(result.get())));
    for (std::size_t i = 0; i < out.size(); ++i) {
      for (int j = 0; j < PQnfields(result.get()); ++j) {
        const int row = static_cast<int>(i);
        out[i].push_back(PQgetisnull(result.get(), row, j)
                             ? std::nullopt
                             : std::optional<std::string>(PQgetvalue(result.get(), row, j)));
      }
    }
    return out;
  }

 private:
  PGconn* connection_;
};

// A Value as the text both sides are compared by.
std::string canonical(const Value& value) {
  switch (value.kind()) {
    case Value::Kind::number: {
      const auto text = [](int128 n) { return cpp_int(to_string(n)); };
      return cpp_rational(text(value.number().numerator()), text(value.number().denominator())).str();
    }
    case Value::Kind::money:
      return std::to_string(value.money().fen());
    case Value::Kind::date:
      return std::to_string(value.date().days());
    case Value::Kind::moment:
      return std::to_string(value.moment().minutes());
    case Value::Kind::boolean:
      return value.boolean() ? "1" : "0";
    default:
      return value.to_string();
  }
}

std::string canonical(const Cells& cells, Type type, int scale) {
  if (!cells[0]) return "null";
  if (type != Type::number) return *cells[0];
  const cpp_int denominator(*cells[1]);
  if (denominator == 0) return "no-base";
  if (denominator < 0) return "negative denominator";
  return cpp_rational(cpp_int(*cells[0]),
                      denominator * boost::multiprecision::pow(cpp_int(10), static_cast<unsigned>(scale)))
      .str();
}

// How the three answers were reached, over all expressions of a test.
struct Tally {
  int translated = 0;
  int refused = 0;
  int compared = 0;
};

void agree(Engine& engine, const std::string& source, Tally& tally) {
  const auto expression = Expression::compile(source, random_scope());
  if (!expression) RC_FAIL(source + ": " + expression.error()[0].message);
  const auto sql = sql_value(*expression, engine.dialect());
  if (!sql) {
    RC_ASSERT(sql.error().code == "expression.not-in-sql");
    ++tally.refused;
    return;
  }
  ++tally.translated;
  std::string query = "SELECT " + sql->numerator;
  if (expression->type() == Type::number) query += ", " + sql->denominator;
  const std::vector<Cells> answers = engine.query(query + " FROM t ORDER BY id");
  RC_ASSERT(answers.size() == rows().size());
  std::vector<std::string> kept, expected;
  if (expression->type() == Type::boolean) {
    const auto condition = sql_condition(*expression, engine.dialect());
    RC_ASSERT(condition.has_value());
    for (const Cells& row : engine.query("SELECT id FROM t WHERE " + *condition + " ORDER BY id"))
      kept.push_back(*row[0]);
  }
  for (std::size_t i = 0; i < rows().size(); ++i) {
    const std::vector<Value> record = rows()[i].values();
    const auto value = expression->evaluate(record);
    if (!value) {
      RC_ASSERT(value.error().code == "expression.overflow");
      std::erase(kept, std::to_string(i));
      continue;
    }
    ++tally.compared;
    if (value->kind() == Value::Kind::boolean && value->boolean()) expected.push_back(std::to_string(i));
    const std::string here = canonical(*value), there = canonical(answers[i], expression->type(), sql->scale);
    if (here != there) {
      RC_FAIL(source + "\nrow " + std::to_string(i) + ": evaluated " + here + ", in SQL " + there + "\n" + query);
    }
  }
  if (expression->type() == Type::boolean) RC_ASSERT(kept == expected);
}

// Sources of every type and of all depths up to 4.
std::string any_source() {
  Generator generator(*rc::gen::noShrink(rc::gen::resize(rc::kNominalSize, rc::gen::arbitrary<std::uint64_t>())));
  const Type type = generator.type();
  return generator.expression(type, static_cast<int>(1 + generator.below(4)));
}

TEST(SqlProperty, SqliteAgrees) {
  Sqlite sqlite;
  Tally tally;
  EXPECT_TRUE(rc::check("SQLite and evaluate() agree", [&] {
    for (int i = 0; i < 50; ++i) agree(sqlite, any_source(), tally);
  }));
}

TEST(SqlProperty, PostgresqlAgrees) {
  const char* location = std::getenv("JIHENG_TEST_POSTGRES");
  if (!location) GTEST_SKIP() << "JIHENG_TEST_POSTGRES names no PostgreSQL server";
  Postgres postgres(location);
  Tally tally;
  EXPECT_TRUE(rc::check("PostgreSQL and evaluate() agree", [&] {
    for (int i = 0; i < 10; ++i) agree(postgres, any_source(), tally);
  }));
}

// The property would hold of a translator that refuses everything: most of a fixed sample must be translated.
TEST(SqlSample, MostIsTranslatedAndCompared) {
  Sqlite sqlite;
  Tally tally;
  Generator generator(2022);
  for (int i = 0; i < 1000; ++i) agree(sqlite, generator.expression(generator.type(), 1 + i % 3), tally);
  EXPECT_GT(tally.translated, 600);
  EXPECT_GT(tally.compared, tally.translated * 50);
}

}  // namespace
}  // namespace jiheng::expr
