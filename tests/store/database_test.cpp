#include "store/database.h"

#include <rapidcheck.h>

#include <chrono>
#include <future>
#include <limits>
#include <map>
#include <optional>
#include <thread>

#include "engine.h"

// What every engine must do alike. Failures of disks and processes are in survival_test.cpp.

namespace jiheng::store {
namespace {

constexpr std::int64_t smallest = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t largest = std::numeric_limits<std::int64_t>::max();

template <class T>
rc::Gen<std::optional<T>> maybe(const rc::Gen<T>& values) {
  return rc::gen::map(rc::gen::maybe(values),
                      [](const rc::Maybe<T>& value) { return value ? std::optional<T>(*value) : std::nullopt; });
}

class DatabaseTest : public EngineTest {
 protected:
  void SetUp() override {
    EngineTest::SetUp();
    if (IsSkipped()) return;
    database_ = open();
    const std::string text = is_sqlite() ? "TEXT" : "TEXT COLLATE \"C\"";
    ASSERT_OK(database_->execute("CREATE TABLE notes (unit_id " + text + " NOT NULL, number BIGINT NOT NULL, body " +
                                 text + ", PRIMARY KEY (unit_id, number))" + (is_sqlite() ? " WITHOUT ROWID" : "")));
  }
  Status insert(Database& database, std::string_view unit, std::int64_t number, Cell body = {}) {
    const Cell cells[] = {unit, number, body};
    return database.execute("INSERT INTO notes (unit_id, number, body) VALUES (?, ?, ?)", cells);
  }
  std::int64_t count(Database& database) { return database.integer("SELECT COUNT(*) FROM notes", {}, -1).value_or(-2); }

  const std::vector<std::string> columns_ = {"unit_id", "number", "body"};
  const std::vector<std::string> key_ = {"unit_id", "number"};
  std::unique_ptr<Database> database_;
};
INSTANTIATE_ON_ENGINES(DatabaseTest);

TEST_P(DatabaseTest, KeepsEveryCellExactly) {
  const auto characters =
      rc::gen::element<std::string>("a", "?", "'", "\"", "\\", "\n", "\r\n", "\t", "$1", ",", "{", "绩", "〇", "𠮷",
                                    "é", " ", "\x01", "\x7f", "NULL", "\\N", "\\.");
  const auto texts = rc::gen::map(rc::gen::container<std::vector<std::string>>(characters), [](const auto& pieces) {
    std::string out;
    for (const std::string& piece : pieces) out += piece;
    return out;
  });
  const auto integers =
      rc::gen::oneOf(rc::gen::arbitrary<std::int64_t>(),
                     rc::gen::elementOf(std::vector<std::int64_t>{smallest, smallest + 1, -1, 0, 1, largest}));
  const bool kept = rc::check("cells come back as they went in", [&] {
    const auto rows_in =
        *rc::gen::container<std::vector<std::pair<std::optional<std::string>, std::optional<std::int64_t>>>>(
            rc::gen::pair(maybe(texts), maybe(integers)));
    const bool bulk = *rc::gen::arbitrary<bool>();
    RC_ASSERT(whole(database_->begin()) == "");
    RC_ASSERT(whole(database_->execute("CREATE TABLE cells (ordinal BIGINT PRIMARY KEY, words TEXT, amount BIGINT)")) ==
              "");
    const std::vector<std::string> columns = {"ordinal", "words", "amount"};
    const std::vector<std::string> key = {"ordinal"};
    auto inserter = database_->bulk_insert("cells", columns, key, 10);
    RC_ASSERT(whole(inserter) == "");
    for (std::size_t i = 0; i < rows_in.size(); ++i) {
      const auto& [words, amount] = rows_in[i];
      const Cell row[] = {static_cast<std::int64_t>(i), words ? Cell(*words) : Cell(), amount ? Cell(*amount) : Cell()};
      RC_ASSERT(whole(bulk ? (*inserter)->add(row) : database_->execute("INSERT INTO cells VALUES (?, ?, ?)", row)) ==
                "");
    }
    RC_ASSERT((*inserter)->finish().value().inserted == (bulk ? rows_in.size() : 0));
    std::size_t seen = 0;
    RC_ASSERT(
        whole(database_->query("SELECT words, amount FROM cells ORDER BY ordinal", {}, [&](const Row& row) -> Status {
          const auto& [words, amount] = rows_in[seen++];
          RC_ASSERT(row.is_null(0) == !words.has_value());
          RC_ASSERT(row.is_null(1) == !amount.has_value());
          RC_ASSERT(row.text(0) == words.value_or(""));
          RC_ASSERT(row.integer(1) == amount.value_or(0));
          RC_ASSERT(row.text(1) == (amount ? std::to_string(*amount) : ""));
          return {};
        })) == "");
    RC_ASSERT(seen == rows_in.size());
    RC_ASSERT(whole(database_->rollback()) == "");
  });
  EXPECT_TRUE(kept);
}

TEST_P(DatabaseTest, TellsEmptyTextFromNull) {
  ASSERT_OK(insert(*database_, "u", 1, ""));
  ASSERT_OK(insert(*database_, "u", 2, Cell()));
  ASSERT_OK(insert(*database_, "u", 3, std::string_view()));
  EXPECT_EQ(rows(*database_, "SELECT number, body FROM notes ORDER BY number"),
            (std::vector<std::string>{"1|", "2|∅", "3|"}));
}

TEST_P(DatabaseTest, RefusesNulInText) {
  using namespace std::string_view_literals;
  EXPECT_EQ(code(insert(*database_, "u", 1, "a\0b"sv)), "store.nul-in-text");
  EXPECT_EQ(code(database_->query("SELECT ?", std::array{Cell("\0"sv)}, [](const Row&) -> Status { return {}; })),
            "store.nul-in-text");
  ASSERT_OK(database_->begin());
  auto bulk = database_->bulk_insert("notes", columns_, key_, 10);
  ASSERT_OK(bulk);
  const Cell row[] = {"u", 1, "a\0"sv};
  EXPECT_EQ(code((*bulk)->add(row)), "store.nul-in-text");
  EXPECT_EQ(bulk.value()->finish().value().inserted, 0u);
  ASSERT_OK(database_->commit());
  EXPECT_EQ(count(*database_), 0);
}

TEST_P(DatabaseTest, OrdersTextByBytes) {
  std::int64_t number = 0;
  for (const char* body : {"中", "a", "B", "é", "一", "", "aa", "Z"})
    ASSERT_OK(insert(*database_, "u", ++number, body));
  EXPECT_EQ(rows(*database_, "SELECT body FROM notes ORDER BY body"),
            (std::vector<std::string>{"", "B", "Z", "a", "aa", "é", "一", "中"}));
  const Cell bound = "Z";
  EXPECT_EQ(rows(*database_, "SELECT body FROM notes WHERE body > ? ORDER BY body LIMIT 2", std::span(&bound, 1)),
            (std::vector<std::string>{"a", "aa"}));
}

TEST_P(DatabaseTest, LeavesQuestionMarksOfTextAndCommentsAlone) {
  const Cell cells[] = {"x", 7};
  EXPECT_EQ(rows(*database_, "SELECT 'it''s ?', ? AS \"what?\", /* ? */ ? -- ?\n", cells),
            (std::vector<std::string>{"it's ?|x|7"}));
  EXPECT_EQ(code(database_->execute("SELECT ?")), "store.sql");
  EXPECT_EQ(code(database_->execute("SELECT 1", cells)), "store.sql");
}

TEST_P(DatabaseTest, KnowsMistakesOfOurs) {
  EXPECT_EQ(code(database_->execute("SELEC 1")), "store.sql");
  EXPECT_EQ(code(database_->execute("SELECT nothing FROM notes")), "store.sql");
  EXPECT_EQ(code(database_->execute("SELECT \"nothing\" FROM notes")), "store.sql");  // an identifier, never a string
  EXPECT_EQ(code(database_->execute("DELETE FROM notes; DELETE FROM notes")), "store.sql");
  EXPECT_EQ(code(database_->commit()), "store.sql");
  ASSERT_OK(database_->begin());
  EXPECT_EQ(code(database_->begin()), "store.sql");
  ASSERT_OK(database_->rollback());
}

TEST_P(DatabaseTest, GivesConditionsAsOneAndZero) {
  EXPECT_EQ(rows(*database_, "SELECT 1 < 2, 2 < 1, 1 < NULL"), (std::vector<std::string>{"1|0|∅"}));
  EXPECT_EQ(database_->integer("SELECT 1 < 2", {}, 9).value(), 1);
}

TEST_P(DatabaseTest, GivesTheFirstIntegerOrTheOther) {
  EXPECT_EQ(database_->integer("SELECT number FROM notes", {}, 5).value(), 5);
  EXPECT_EQ(database_->integer("SELECT SUM(number) FROM notes", {}, 6).value(), 6);
  ASSERT_OK(insert(*database_, "u", smallest));
  ASSERT_OK(insert(*database_, "u", 3));
  EXPECT_EQ(database_->integer("SELECT number FROM notes ORDER BY number", {}, 5).value(), smallest);
  EXPECT_EQ(database_->integer("SELECT SUM(number) FROM notes", {}, 6).value(), smallest + 3);
}

TEST_P(DatabaseTest, NeverCutsASumShort) {
  ASSERT_OK(insert(*database_, "u", largest));
  ASSERT_OK(insert(*database_, "u", largest - 1));
  EXPECT_EQ(code(database_->integer("SELECT SUM(number) FROM notes", {}, 0)), "store.sql");
  if (is_sqlite()) {
    EXPECT_EQ(code(database_->execute("SELECT SUM(number) FROM notes")), "store.sql");
  } else {
    EXPECT_EQ(rows(*database_, "SELECT SUM(number) FROM notes"), (std::vector<std::string>{"18446744073709551613"}));
  }
  EXPECT_EQ(code(database_->integer("SELECT 'twelve'", {}, 0)), "store.sql");
}

TEST_P(DatabaseTest, StopsAQueryWhenTheCallbackRefuses) {
  for (int i = 0; i < 1000; ++i) ASSERT_OK(insert(*database_, "u", i));
  int seen = 0;
  const Status status = database_->query("SELECT number FROM notes ORDER BY number", {}, [&](const Row&) -> Status {
    return ++seen == 3 ? fail("store.io", {{"location", "here"}}) : Status();
  });
  EXPECT_EQ(code(status), "store.io");
  EXPECT_EQ(seen, 3);
  EXPECT_EQ(count(*database_), 1000);  // usable at once
}

TEST_P(DatabaseTest, RefusesUseInsideACallback) {
  ASSERT_OK(insert(*database_, "u", 1));
  EXPECT_EQ(code(database_->query("SELECT number FROM notes", {},
                                  [&](const Row&) -> Status { return insert(*database_, "u", 2); })),
            "store.sql");
  EXPECT_EQ(code(database_->query("SELECT number FROM notes", {}, [&](const Row&) { return database_->rollback(); })),
            "");
  EXPECT_EQ(count(*database_), 1);
}

TEST_P(DatabaseTest, CommitsAndRollsBack) {
  {
    auto transaction = Transaction::start(*database_);
    ASSERT_OK(transaction);
    ASSERT_OK(insert(*database_, "u", 1));
    ASSERT_OK(transaction->commit());
  }
  {
    auto transaction = Transaction::start(*database_);
    ASSERT_OK(transaction);
    ASSERT_OK(insert(*database_, "u", 2));
    EXPECT_EQ(count(*database_), 2);
  }
  EXPECT_EQ(count(*database_), 1);
  EXPECT_EQ(count(*open()), 1);
  EXPECT_OK(database_->rollback());  // nothing to undo is no error
}

TEST_P(DatabaseTest, LetsOneWriterInAndSaysBusyToTheNext) {
  const auto other = open_impatient();
  ASSERT_OK(database_->begin());
  ASSERT_OK(insert(*database_, "u", 1));
  const Status status = other->begin();
  ASSERT_EQ(code(status), "store.busy");
  EXPECT_EQ(status.error().message, "数据库" + other->location() + "正被另一个程序写入，等候超时，请稍后再试");
  EXPECT_EQ(count(*other), 0);  // a reader neither waits nor sees it
  ASSERT_OK(database_->commit());
  ASSERT_OK(other->begin());
  EXPECT_EQ(count(*other), 1);
  ASSERT_OK(other->rollback());
}

TEST_P(DatabaseTest, WaitsForTheWriterAndThenSeesItsWork) {
  ASSERT_OK(database_->begin());
  ASSERT_OK(insert(*database_, "u", 1));
  std::promise<void> open_now;
  std::thread other_writer([&] {
    const auto other = open();
    open_now.set_value();
    EXPECT_OK(other->begin());
    EXPECT_EQ(count(*other), 1);
  });
  open_now.get_future().wait();
  std::this_thread::sleep_for(std::chrono::milliseconds(100));  // most likely it waits by now; right either way
  EXPECT_OK(database_->commit());
  other_writer.join();
}

TEST_P(DatabaseTest, ShowsOnePictureToAReader) {
  const auto writer = open();
  ASSERT_OK(database_->begin_read());
  EXPECT_EQ(count(*database_), 0);
  ASSERT_OK(insert(*writer, "u", 1));
  EXPECT_EQ(count(*database_), 0);
  EXPECT_EQ(code(insert(*database_, "u", 2)), "store.read-only");
  ASSERT_OK(database_->rollback());
  EXPECT_EQ(count(*database_), 1);
}

TEST_P(DatabaseTest, MapsConstraints) {
  ASSERT_OK(insert(*database_, "u", 1));
  EXPECT_EQ(code(insert(*database_, "u", 1)), "store.constraint");
  const Cell cells[] = {Cell(), 1};
  EXPECT_EQ(code(database_->execute("INSERT INTO notes (unit_id, number) VALUES (?, ?)", cells)), "store.constraint");
  EXPECT_EQ(count(*database_), 1);
}

TEST_P(DatabaseTest, BulkReportsConflictsByOrdinal) {
  ASSERT_OK(insert(*database_, "u", 10, "old"));
  ASSERT_OK(insert(*database_, "v", 11, "old"));
  ASSERT_OK(database_->begin());
  auto bulk = database_->bulk_insert("notes", columns_, key_, 3);
  ASSERT_OK(bulk);
  //                                       0  1   2  3  4   5  6  7
  const std::vector<std::int64_t> numbers = {1, 10, 2, 1, 10, 11, 2, 1};
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    const std::string body = "new" + std::to_string(i);
    const Cell row[] = {"u", numbers[i], body};
    ASSERT_OK((*bulk)->add(row));
  }
  const Result<BulkOutcome> outcome = (*bulk)->finish();
  ASSERT_OK(outcome);
  EXPECT_EQ(outcome->inserted, 3u);
  EXPECT_EQ(outcome->conflict_count, 5u);
  EXPECT_EQ(outcome->conflicts, (std::vector<std::uint64_t>{1, 3, 4}));
  EXPECT_EQ(code((*bulk)->finish()), "store.sql");
  ASSERT_OK(database_->commit());
  EXPECT_EQ(rows(*database_, "SELECT unit_id, number, body FROM notes ORDER BY unit_id, number"),
            (std::vector<std::string>{"u|1|new0", "u|2|new2", "u|10|old", "u|11|new5", "v|11|old"}));
}

TEST_P(DatabaseTest, BulkConflictsAgreeWithAMap) {
  const bool agree = rc::check("inserted and conflicts are what a map says", [&] {
    const auto numbers = *rc::gen::container<std::vector<std::int64_t>>(rc::gen::inRange<std::int64_t>(0, 20));
    const auto before = *rc::gen::unique<std::vector<std::int64_t>>(rc::gen::inRange<std::int64_t>(0, 20));
    RC_ASSERT(whole(database_->begin()) == "");
    std::map<std::int64_t, int> expected;
    for (std::int64_t number : before) {
      RC_ASSERT(whole(insert(*database_, "u", number)) == "");
      expected.emplace(number, -1);
    }
    auto bulk = database_->bulk_insert("notes", columns_, key_, 1000);
    RC_ASSERT(whole(bulk) == "");
    std::vector<std::uint64_t> conflicts;
    for (std::size_t i = 0; i < numbers.size(); ++i) {
      const Cell row[] = {"u", numbers[i], Cell()};
      RC_ASSERT(whole((*bulk)->add(row)) == "");
      if (!expected.emplace(numbers[i], 0).second) conflicts.push_back(i);
    }
    const Result<BulkOutcome> outcome = (*bulk)->finish();
    RC_ASSERT(whole(outcome) == "");
    RC_ASSERT(outcome->conflicts == conflicts);
    RC_ASSERT(outcome->conflict_count == conflicts.size());
    RC_ASSERT(outcome->inserted == numbers.size() - conflicts.size());
    RC_ASSERT(count(*database_) == static_cast<std::int64_t>(expected.size()));
    RC_ASSERT(whole(database_->rollback()) == "");
  });
  EXPECT_TRUE(agree);
}

TEST_P(DatabaseTest, BulkLeavesTheConnectionFree) {
  ASSERT_OK(database_->begin());
  auto first = database_->bulk_insert("notes", columns_, key_, 10);
  auto second = database_->bulk_insert("notes", columns_, key_, 10);
  ASSERT_OK(first);
  ASSERT_OK(second);
  const std::string body(5000, 'x');  // several pieces of a PostgreSQL COPY
  for (int i = 0; i < 1000; ++i) {
    const Cell row[] = {"u", i, body};
    const Cell other[] = {"v", i, body};
    ASSERT_OK((*first)->add(row));
    ASSERT_OK((*second)->add(other));
    if (i % 100 == 0) {
      ASSERT_EQ(database_->integer("SELECT 1", {}, 0).value(), 1);
    }
  }
  EXPECT_EQ((*second)->finish().value().inserted, 1000u);
  EXPECT_EQ((*first)->finish().value().inserted, 1000u);
  ASSERT_OK(database_->commit());
  EXPECT_EQ(database_->integer("SELECT SUM(LENGTH(body)) FROM notes", {}, 0).value(), 10'000'000);
}

TEST_P(DatabaseTest, BulkRefusesWhatIsNoRow) {
  EXPECT_EQ(code(database_->bulk_insert("notes", columns_, key_, 10)), "store.sql");  // no transaction
  ASSERT_OK(database_->begin());
  {
    auto bulk = database_->bulk_insert("notes", columns_, key_, 10);
    ASSERT_OK(bulk);
    const Cell short_row[] = {"u", 1};
    const Cell wrong_types[] = {"u", "1", "b"};
    const Cell other_wrong_types[] = {"u", 1, 2};
    EXPECT_EQ(code((*bulk)->add(short_row)), "store.sql");
    EXPECT_EQ(code((*bulk)->add(wrong_types)), "store.sql");
    EXPECT_EQ(code((*bulk)->add(other_wrong_types)), "store.sql");
  }
  ASSERT_OK(database_->rollback());
  ASSERT_OK(database_->begin());
  EXPECT_EQ(code(database_->bulk_insert("no_such_table", columns_, key_, 10)), "store.sql");
  ASSERT_OK(database_->rollback());
  ASSERT_OK(database_->begin());
  auto bulk = database_->bulk_insert("notes", columns_, key_, 10);
  ASSERT_OK(bulk);
  const Cell row_without_key[] = {Cell(), 1, "b"};
  // SQLite sees it in add(), PostgreSQL in finish().
  Status status = (*bulk)->add(row_without_key);
  if (status) {
    const Result<BulkOutcome> outcome = (*bulk)->finish();
    ASSERT_FALSE(outcome);
    status = fail(outcome.error());
  }
  EXPECT_EQ(code(status), "store.constraint");
  ASSERT_OK(database_->rollback());
  EXPECT_EQ(count(*database_), 0);
}

TEST_P(DatabaseTest, BulkRollsBackWithItsTransaction) {
  ASSERT_OK(database_->begin());
  auto bulk = database_->bulk_insert("notes", columns_, key_, 10);
  ASSERT_OK(bulk);
  const Cell row[] = {"u", 1, "b"};
  ASSERT_OK((*bulk)->add(row));
  ASSERT_OK(database_->rollback());
  EXPECT_EQ(code((*bulk)->add(row)), "store.sql");
  EXPECT_EQ(code((*bulk)->finish()), "store.sql");
  EXPECT_EQ(count(*database_), 0);
}

TEST(Location, IsRefusedWhenItIsNone) {
  for (const char* location : {"", "sqlite:", "file.db", "mysql://host/db", "postgres:x"}) {
    EXPECT_EQ(code(Database::open(location)), "store.bad-location") << location;
  }
  EXPECT_EQ(code(Database::open("postgresql://user:secret@host:1/db?broken")), "store.bad-location");
}

TEST(Location, NeverShowsThePassword) {
  // Nothing listens on port 1.
  for (const char* location :
       {"postgresql://user:secret@127.0.0.1:1/db", "postgresql://user:secret@127.0.0.1:1/db?x=secret",
        "postgresql://user@127.0.0.1:1/db?password=secret"}) {
    const auto database = Database::open(location);
    ASSERT_FALSE(database);
    EXPECT_EQ(whole(database).find("secret"), std::string::npos) << whole(database);
  }
  const auto database = Database::open("postgresql://user:secret@127.0.0.1:1/db");
  EXPECT_EQ(database.error().message,
            "无法打开数据库postgresql://user@127.0.0.1:1/db，请检查地址、权限以及数据库服务是否在运行");
}

}  // namespace
}  // namespace jiheng::store
