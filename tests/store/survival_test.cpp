#include <signal.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <fstream>

#include "engine.h"

// Full disks, killed processes, cut connections, files that are no database: each ends in a clear error, and what was
// committed before is there and usable afterwards.

namespace jiheng::store {
namespace {

constexpr std::string_view insert_row = "INSERT INTO notes (number, body) VALUES (?, ?)";

Status create_notes(Database& database) {
  if (Status status = database.execute("CREATE TABLE notes (number BIGINT PRIMARY KEY, body TEXT)"); !status)
    return status;
  const Cell row[] = {-1, "kept"};
  return database.execute(insert_row, row);
}

// Inserts rows of 1,000 bytes in one transaction until something fails.
Status insert_until_failure(Database& database, int most) {
  auto transaction = Transaction::start(database);
  if (!transaction) return fail(transaction.error());
  const std::string body(1000, 'x');
  for (int i = 1; i <= most; ++i) {
    const Cell row[] = {i, body};
    if (Status status = database.execute(insert_row, row); !status) {
      // SQLite may have ended the transaction by itself: what follows must not be committed alone.
      const Cell stray[] = {most + 1, "stray"};
      if (database.execute(insert_row, stray)) return fail("store.sql", {}, "a statement ran after the failure");
      return status;
    }
  }
  return transaction->commit();
}

// "" when the table holds the one row it began with, whole, and takes another.
std::string unharmed(Database& database) {
  Result<std::int64_t> count = database.integer("SELECT COUNT(*) FROM notes WHERE body = 'kept'", {}, -1);
  if (!count) return whole(count);
  const Result<std::int64_t> all = database.integer("SELECT COUNT(*) FROM notes", {}, -1);
  if (!all) return whole(all);
  if (*count != 1 || *all != 1) return std::to_string(*count) + " of " + std::to_string(*all) + " rows";
  auto transaction = Transaction::start(database);
  if (!transaction) return whole(transaction);
  const Cell row[] = {0, "after"};
  if (Status status = database.execute(insert_row, row); !status) return whole(status);
  if (Status status = transaction->commit(); !status) return whole(status);
  if (database.dialect() == expr::Dialect::sqlite) {
    const std::vector<std::string> check = rows(database, "PRAGMA integrity_check");
    if (check != std::vector<std::string>{"ok"}) return check.empty() ? "no integrity" : check.front();
  }
  count = database.integer("SELECT COUNT(*) FROM notes", {}, -1);
  return count && *count == 2 ? "" : "the new row is missing";
}

class SurvivalTest : public EngineTest {};
INSTANTIATE_ON_ENGINES(SurvivalTest);

TEST_P(SurvivalTest, NothingIsLeftOfAKilledWriter) {
  ASSERT_OK(create_notes(*open()));
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  const pid_t child = fork();
  if (child == 0) {
    auto database = Database::open(location());
    if (!database) _exit(1);
    // A small cache, so that much of the transaction has reached the files by then.
    if (is_sqlite() && !(*database)->execute("PRAGMA cache_size = 10")) _exit(1);
    if (!(*database)->begin()) _exit(1);
    const std::vector<std::string> columns = {"number", "body"};
    const std::vector<std::string> key = {"number"};
    auto bulk = (*database)->bulk_insert("notes", columns, key, 10);
    if (!bulk) _exit(1);
    const std::string body(1000, 'x');
    for (int i = 0; i < 3000; ++i) {
      const Cell row[] = {i, body};
      if (!(i < 2000 ? (*bulk)->add(row) : (*database)->execute(insert_row, row))) _exit(1);
    }
    if (!(*bulk)->finish()) _exit(1);
    if (!(*database)->execute("DELETE FROM notes WHERE number < 0")) _exit(1);
    char ready = 'r';
    if (write(ends[1], &ready, 1) != 1) _exit(1);
    pause();
    _exit(1);
  }
  close(ends[1]);
  char ready = 0;
  ASSERT_EQ(read(ends[0], &ready, 1), 1);
  close(ends[0]);
  if (is_sqlite()) {
    EXPECT_GT(std::filesystem::file_size(directory_.file("test.db-wal")), 1'000'000u);
  }
  ASSERT_EQ(kill(child, SIGKILL), 0);
  int status = 0;
  waitpid(child, &status, 0);
  ASSERT_TRUE(WIFSIGNALED(status));
  EXPECT_EQ(unharmed(*open()), "");
}

TEST_P(SurvivalTest, AFailedStatementEndsItsTransaction) {
  const auto database = open();
  ASSERT_OK(create_notes(*database));
  const Cell row[] = {5, "lost"};
  const Cell twice[] = {-1, "twice"};
  ASSERT_OK(database->begin());
  ASSERT_OK(database->execute(insert_row, row));
  EXPECT_EQ(code(database->execute(insert_row, twice)), "store.constraint");
  EXPECT_EQ(code(database->integer("SELECT 1", {}, 0)), "store.constraint");
  EXPECT_EQ(code(database->commit()), "store.constraint");
  EXPECT_EQ(unharmed(*database), "");
}

class SqliteSurvivalTest : public testing::Test {
 protected:
  static std::unique_ptr<Database> open(const std::string& location) {
    Result<std::unique_ptr<Database>> database = Database::open(location);
    EXPECT_OK(database);
    return database ? std::move(*database) : nullptr;
  }
  TemporaryDirectory directory_;
  const std::string file_ = directory_.file("test.db");
  const std::string location_ = "sqlite:" + file_;
};

TEST_F(SqliteSurvivalTest, AFullDatabaseIsUnchangedAndUsable) {
  const auto database = open(location_);
  ASSERT_OK(create_notes(*database));
  ASSERT_OK(database->execute("PRAGMA max_page_count = 100"));
  const Status status = insert_until_failure(*database, 10'000);
  ASSERT_EQ(code(status), "store.disk-full");
  EXPECT_EQ(status.error().message, "磁盘已满，写入数据库" + location_ + "失败，已有数据未改动；请腾出空间后重试");
  EXPECT_EQ(unharmed(*database), "");
}

TEST_F(SqliteSurvivalTest, AFileSizeLimitIsADiskFull) {
  expect_in_child([&]() -> std::string {
    signal(SIGXFSZ, SIG_IGN);
    auto database = Database::open(location_);
    if (!database) return whole(database);
    if (Status status = create_notes(**database); !status) return whole(status);
    const rlimit limit = {1'000'000, 1'000'000};
    if (setrlimit(RLIMIT_FSIZE, &limit) != 0) return "setrlimit";
    // With a small cache the log meets the limit amid the transaction, with a large one at its commit.
    for (const char* cache : {"PRAGMA cache_size = 10", "PRAGMA cache_size = -65536"}) {
      if (Status status = (*database)->execute(cache); !status) return whole(status);
      const Status status = insert_until_failure(**database, 5000);
      if (code(status) != "store.disk-full") return cache + whole(status);
    }
    return unharmed(**database);
  });
  EXPECT_EQ(rows(*open(location_), "SELECT number FROM notes ORDER BY number"), (std::vector<std::string>{"-1", "0"}));
}

TEST_F(SqliteSurvivalTest, AFullDiskLeavesTheDatabaseUsable) {
  const std::string disk = directory_.file("disk");
  ASSERT_EQ(mkdir(disk.c_str(), 0700), 0);
  const struct Unmount {
    const std::string& disk;
    ~Unmount() { umount2(disk.c_str(), MNT_DETACH); }
  } unmount{disk};
  if (mount("tmpfs", disk.c_str(), "tmpfs", 0, "size=2m") != 0)
    GTEST_SKIP() << "mounting a small disk is not permitted";
  {
    const auto database = open("sqlite:" + disk + "/test.db");
    ASSERT_OK(create_notes(*database));
    ASSERT_OK(database->execute("PRAGMA cache_size = 10"));
    const Status status = insert_until_failure(*database, 5000);
    EXPECT_EQ(code(status), "store.disk-full") << whole(status);
    EXPECT_EQ(unharmed(*database), "");
  }
  // Full before it begins, to the last block: clear from the first write.
  {
    const auto database = open("sqlite:" + disk + "/test.db");
    std::ofstream(disk + "/filler") << std::string(4'000'000, 'x');
    const Status status = insert_until_failure(*database, 5000);
    EXPECT_EQ(code(status), "store.disk-full") << whole(status);
    ASSERT_TRUE(std::filesystem::remove(disk + "/filler"));
    EXPECT_EQ(rows(*database, "SELECT number FROM notes ORDER BY number"), (std::vector<std::string>{"-1", "0"}));
  }
  std::ofstream(disk + "/filler") << std::string(4'000'000, 'x');
  EXPECT_EQ(code(Database::open("sqlite:" + disk + "/another.db")), "store.disk-full");
}

TEST_F(SqliteSurvivalTest, OtherFilesAreNoDatabases) {
  std::ofstream(file_) << "编号,金额\n1,2508.64\n" + std::string(5000, 'x');
  const auto database = Database::open(location_);
  ASSERT_EQ(code(database), "store.not-a-database");
  EXPECT_EQ(database.error().message, location_ + "不是数据库文件，或已损坏");
  EXPECT_EQ(code(Database::open("sqlite:" + directory_.path().string())), "store.cannot-open");
  const auto nowhere = Database::open("sqlite:" + directory_.file("nowhere/test.db"));
  ASSERT_EQ(code(nowhere), "store.no-directory");
  EXPECT_EQ(nowhere.error().message, "无法打开数据库sqlite:" + directory_.file("nowhere/test.db") + "：文件夹“" +
                                         directory_.file("nowhere") + "”不存在");
}

TEST_F(SqliteSurvivalTest, AReadOnlyFileIsReadAndNotWritten) {
  ASSERT_OK(create_notes(*open(location_)));
  ASSERT_EQ(chmod(file_.c_str(), 0444), 0);
  ASSERT_EQ(chmod(directory_.path().c_str(), 0777), 0);
  expect_in_child([&]() -> std::string {
    // Permissions do not bind root.
    if (geteuid() == 0 && seteuid(65534) != 0) return "seteuid";
    auto database = Database::open(location_);
    if (!database) return whole(database);
    const std::vector<std::string> found = rows(**database, "SELECT body FROM notes");
    if (found != std::vector<std::string>{"kept"}) return "unreadable";
    if (code((*database)->begin()) != "store.read-only") return whole((*database)->begin());
    const Cell row[] = {5, "x"};
    const Status status = (*database)->execute(insert_row, row);
    return code(status) == "store.read-only" ? "" : whole(status);
  });
}

class PostgresSurvivalTest : public EngineTest {};
INSTANTIATE_TEST_SUITE_P(Engines, PostgresSurvivalTest, testing::Values("postgresql"),
                         [](const testing::TestParamInfo<const char*>& info) { return std::string(info.param); });

TEST_P(PostgresSurvivalTest, ErrorsOfTheServerHaveTheirCodes) {
  const auto database = open();
  const std::pair<const char*, const char*> expected[] = {
      {"08006", "store.lost-connection"},
      {"57P01", "store.lost-connection"},
      {"53100", "store.disk-full"},
      {"55P03", "store.busy"},
      {"40001", "store.busy"},
      {"40P01", "store.busy"},
      {"23505", "store.constraint"},
      {"23503", "store.constraint"},
      {"25006", "store.read-only"},
      {"42501", "store.denied"},
      {"53200", "store.io"},
      {"58030", "store.io"},
      {"XX001", "store.io"},
      {"22012", "store.sql"},
  };
  for (const auto& [sqlstate, ours] : expected) {
    const std::string raise = std::string("DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = '") + sqlstate + "'; END $$";
    EXPECT_EQ(code(database->execute(raise)), ours) << sqlstate;
  }
}

TEST_P(PostgresSurvivalTest, ACutConnectionSaysSo) {
  const auto database = open();
  ASSERT_OK(create_notes(*database));
  const std::int64_t process = database->integer("SELECT pg_backend_pid()", {}, 0).value();
  ASSERT_OK(database->begin());
  const Cell row[] = {1, "lost"};
  ASSERT_OK(database->execute(insert_row, row));
  const auto other = open();
  ASSERT_OK(other->execute("SELECT pg_terminate_backend(" + std::to_string(process) + ", 5000)"));
  EXPECT_EQ(code(database->execute(insert_row, row)), "store.lost-connection");
  EXPECT_EQ(code(database->query("SELECT 1", {}, [](const Row&) -> Status { return {}; })), "store.lost-connection");
  EXPECT_EQ(code(database->commit()), "store.lost-connection");
  EXPECT_EQ(unharmed(*other), "");
}

TEST_P(PostgresSurvivalTest, AServerThatCannotHoldChineseIsRefused) {
  const auto database = open();
  ASSERT_OK(database->execute("CREATE DATABASE jiheng_ascii ENCODING 'SQL_ASCII' TEMPLATE template0"));
  const std::string ascii = location().substr(0, location().rfind('/') + 1) + "jiheng_ascii";
  EXPECT_EQ(code(Database::open(ascii)), "store.cannot-open");
  ASSERT_OK(database->execute("DROP DATABASE jiheng_ascii WITH (FORCE)"));
}

}  // namespace
}  // namespace jiheng::store
