// Imports that end badly: killed, out of disk. Whatever happens, the database is as it was before, and usable.

#include <gtest/gtest.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <functional>

#include "base/sha256.h"
#include "ledger/sample_payments.h"
#include "trial_pack.h"

using namespace jiheng;
using namespace jiheng::testing;

namespace {

const pack::Library& base_library() {
  static const pack::Library library = [] {
    auto loaded = pack::load(std::filesystem::path(JIHENG_SOURCE_DIR) / "packs" / "base");
    if (!loaded) throw std::runtime_error(pack::to_string(loaded.error()));
    return std::move(*loaded);
  }();
  return library;
}

std::filesystem::path sample(const TemporaryFolder& folder, std::uint64_t rows) {
  const auto path = folder.path() / ("sample" + std::to_string(rows) + ".csv");
  if (!std::filesystem::exists(path)) {
    EXPECT_TRUE(succeeded(ledger::write_sample_payments(path, rows, 1)));
  }
  return path;
}

Result<ledger::ImportOutcome> import(store::Database& database, const std::filesystem::path& file, bool replace = false,
                                     std::function<void(const ledger::ImportProgress&)> progress = {}) {
  ledger::ImportOptions options;
  options.replace = replace;
  options.progress = std::move(progress);
  return ledger::import_files(database, base_library(), {{file, "payments"}}, options);
}

// What of a database an import changes, as one line.
std::string state_of(store::Database& database) {
  std::string out;
  for (const char* sql : {"SELECT COUNT(*), SUM(amount) FROM r_payments", "SELECT COUNT(*), SUM(rows) FROM imports",
                          "SELECT COUNT(*), MAX(year) FROM dirty"}) {
    const Status status = database.query(sql, {}, [&](const store::Row& row) -> Status {
      out += std::string(row.text(0)) + "/" + std::string(row.text(1)) + " ";
      return {};
    });
    if (!status) out += status.error().code + " ";
  }
  if (database.dialect() == expr::Dialect::sqlite) {
    const auto indexes = database.integer(
        "SELECT COUNT(*) FROM sqlite_master WHERE type = 'index' AND tbl_name = 'r_payments' AND sql IS NOT NULL", {},
        0);
    out += indexes ? std::to_string(*indexes) + " indexes " : indexes.error().code;
    const Status status = database.query("PRAGMA integrity_check", {}, [&](const store::Row& row) -> Status {
      out += row.text(0);
      return {};
    });
    if (!status) out += status.error().code;
  }
  return out;
}

// A database that no connection of this process is open on, so that children may open it.
class ClosedDatabase {
 public:
  explicit ClosedDatabase(Engine engine, bool empty = false) {
    if (engine == Engine::postgresql) fresh_ = std::make_unique<FreshDatabase>(engine);
    location_ = fresh_ ? fresh_->location() : "sqlite:" + (folder_.path() / "test.db").string();
    const auto database = opened(location_);
    EXPECT_TRUE(succeeded(store::initialise(*database, base_library())));
    if (!empty) {
      EXPECT_EQ(text_of(import(*database, sample(folder_, 10))), "");
    }
    before_ = state_of(*database);
  }
  const std::string& location() const { return location_; }
  const TemporaryFolder& folder() const { return folder_; }
  const std::string& before() const { return before_; }

 private:
  TemporaryFolder folder_;
  std::unique_ptr<FreshDatabase> fresh_;
  std::string location_, before_;
};

TEST(SamplePaymentsTest, TheSameEverywhereAndValid) {
  TemporaryFolder folder;
  std::ifstream file(sample(folder, 1000));
  const std::string text((std::istreambuf_iterator<char>(file)), {});
  EXPECT_TRUE(text.starts_with(
      "unit_id,year,voucher_no,paid_on,amount,nature,category,project_id,payee,summary\n"
      "440118001,2022,2022-00000001,2022-11-07,2.36,基本支出,公用经费,,庚邮政速递物流公司,11月物业管理费\n"));
  EXPECT_EQ(sha256_hex(text), "16f0dea0a906892a31e45aae4890a789e297a15ee391fa7e5bd1a8a9205a5867");
  FreshDatabase database(Engine::sqlite);
  ASSERT_TRUE(succeeded(store::initialise(*database, base_library())));
  EXPECT_EQ(text_of(import(*database, sample(folder, 1000))), "");
  EXPECT_EQ(state_of(*database).substr(0, 5), "1000/");
  EXPECT_FALSE(ledger::write_sample_payments(folder.path() / "none" / "x.csv", 1, 1));
}

class ImportLimitsTest : public ::testing::TestWithParam<Engine> {
 protected:
  void SetUp() override {
    if (!available(GetParam())) GTEST_SKIP() << "JIHENG_TEST_POSTGRES is not set";
  }
};

INSTANTIATE_TEST_SUITE_P(Engines, ImportLimitsTest, ::testing::Values(Engine::sqlite, Engine::postgresql),
                         [](const auto& info) { return info.param == Engine::sqlite ? "sqlite" : "postgresql"; });

// Imports in a child and kills it as soon as `moment` is true of its progress.
void import_and_kill(const std::string& location, const std::filesystem::path& file,
                     const std::function<bool(const ledger::ImportProgress&)>& moment) {
  const pid_t child = ::fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    const auto database = opened(location);
    (void)import(*database, file, true, [&](const ledger::ImportProgress& progress) {
      if (moment(progress)) ::kill(::getpid(), SIGKILL);
    });
    ::_exit(0);  // it ended before its moment came
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  ASSERT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL) << status;
}

void kill_imports_into(const ClosedDatabase& database) {
  const auto file = sample(database.folder(), 200'000);
  using Progress = ledger::ImportProgress;
  const std::vector<std::function<bool(const Progress&)>> moments = {
      [](const Progress&) { return true; },
      [](const Progress& progress) { return progress.rows > 60'000; },
      [](const Progress& progress) { return progress.rows > 150'000; },
      [](const Progress& progress) { return progress.bytes_done == progress.bytes_total; },
  };
  for (const auto& moment : moments) {
    import_and_kill(database.location(), file, moment);
    const auto reopened = opened(database.location());
    EXPECT_EQ(state_of(*reopened), database.before());
  }
  // The dead import holds no lock.
  const auto reopened = opened(database.location());
  EXPECT_EQ(text_of(import(*reopened, sample(database.folder(), 20), true)), "");
  EXPECT_TRUE(state_of(*reopened).starts_with("20/"));
}

TEST_P(ImportLimitsTest, AKilledImportLeavesNothingBehind) {
  kill_imports_into(ClosedDatabase(GetParam()));
}

// Into an empty table SQLite's indexes are built after the rows; they are there after a kill, too.
TEST(IndexPauseTest, AKilledImportLeavesTheIndexes) {
  const ClosedDatabase database(Engine::sqlite, true);
  EXPECT_EQ(database.before(), "0/ 0/ 0/ 3 indexes ok");
  kill_imports_into(database);
}

TEST(IndexPauseTest, ALargeFileIntoAnEmptyTableHasItsIndexes) {
  const ClosedDatabase database(Engine::sqlite, true);
  const auto connection = opened(database.location());
  const auto cache = connection->integer("PRAGMA cache_size", {}, 0);
  EXPECT_EQ(text_of(import(*connection, sample(database.folder(), 100'000))), "");
  const std::string state = state_of(*connection);
  EXPECT_TRUE(state.starts_with("100000/") && state.ends_with(" 1/100000 1/2022 3 indexes ok")) << state;
  EXPECT_EQ(connection->integer("PRAGMA cache_size", {}, 0).value(), cache.value());
}

// Kills the child from outside after a random while: what is found is all or nothing.
TEST_P(ImportLimitsTest, AnImportKilledAtAnyTimeIsAllOrNothing) {
  const ClosedDatabase database(GetParam());
  const auto file = sample(database.folder(), 20'000);
  for (int milliseconds = 1; milliseconds < 700; milliseconds = milliseconds * 3 / 2 + 1) {
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      const auto opened_here = opened(database.location());
      (void)import(*opened_here, file, true);
      ::_exit(0);
    }
    ::usleep(static_cast<useconds_t>(milliseconds) * 1000);
    ::kill(child, SIGKILL);
    ASSERT_EQ(::waitpid(child, nullptr, 0), child);
    const std::string found = state_of(*opened(database.location()));
    if (found == database.before()) continue;
    EXPECT_TRUE(found.starts_with("20000/")) << found;
    EXPECT_TRUE(found.find("2/20010 ") != std::string::npos) << found;
    break;
  }
}

TEST(LostConnectionTest, LeavesNothingBehind) {
  if (!available(Engine::postgresql)) GTEST_SKIP() << "JIHENG_TEST_POSTGRES is not set";
  const ClosedDatabase database(Engine::postgresql);
  const auto killer = opened(database.location()), connection = opened(database.location());
  const auto pid = connection->integer("SELECT pg_backend_pid()", {}, 0);
  ASSERT_TRUE(succeeded(pid));
  bool killed = false;
  const auto outcome =
      import(*connection, sample(database.folder(), 100'000), true, [&](const ledger::ImportProgress& progress) {
        if (killed || progress.rows < 40'000) return;
        killed = true;
        const store::Cell cell = *pid;
        EXPECT_TRUE(succeeded(killer->execute("SELECT pg_terminate_backend(CAST(? AS INTEGER))", std::span(&cell, 1))));
      });
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().code, "store.lost-connection");
  EXPECT_EQ(state_of(*killer), database.before());
}

void fill_the_disk(const ClosedDatabase& database) {
  const auto file = sample(database.folder(), 300'000);
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  const pid_t child = ::fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    std::signal(SIGXFSZ, SIG_IGN);
    const auto connection = opened(database.location());
    rlimit limit{};
    ::getrlimit(RLIMIT_FSIZE, &limit);
    const rlim_t usual = limit.rlim_cur;
    limit.rlim_cur = 20 << 20;
    ::setrlimit(RLIMIT_FSIZE, &limit);
    const auto outcome = import(*connection, file, true);
    std::string told = outcome ? "committed" : outcome.error().code;
    limit.rlim_cur = usual;
    ::setrlimit(RLIMIT_FSIZE, &limit);
    told += state_of(*connection) == database.before() ? " unchanged" : " changed";
    (void)!::write(ends[1], told.data(), told.size());
    ::_exit(0);
  }
  ::close(ends[1]);
  char buffer[200];
  std::string told;
  for (ssize_t count; (count = ::read(ends[0], buffer, sizeof buffer)) > 0;)
    told.append(buffer, static_cast<std::size_t>(count));
  ::close(ends[0]);
  ASSERT_EQ(::waitpid(child, nullptr, 0), child);
  EXPECT_EQ(told, "store.disk-full unchanged");
  const auto reopened = opened(database.location());
  EXPECT_EQ(state_of(*reopened), database.before());
  EXPECT_EQ(text_of(import(*reopened, sample(database.folder(), 20), true)), "");
}

TEST(DiskFullTest, AFileSizeLimitLeavesTheDatabaseAsItWas) {
  fill_the_disk(ClosedDatabase(Engine::sqlite));
}

TEST(DiskFullTest, AFileSizeLimitLeavesAnEmptyTableItsIndexes) {
  fill_the_disk(ClosedDatabase(Engine::sqlite, true));
}

// A real file system that is really full, where this user may mount one.
class SmallDisk {
 public:
  SmallDisk() { mounted_ = ::mount("tmpfs", folder_.path().c_str(), "tmpfs", 0, "size=8m") == 0; }
  ~SmallDisk() {
    if (mounted_) ::umount2(folder_.path().c_str(), MNT_DETACH);
  }
  bool mounted() const { return mounted_; }
  std::string location() const { return "sqlite:" + (folder_.path() / "test.db").string(); }

 private:
  TemporaryFolder folder_;
  bool mounted_ = false;
};

TEST(DiskFullTest, AFullDiskLeavesTheDatabaseAsItWas) {
  const SmallDisk disk;
  if (!disk.mounted()) GTEST_SKIP() << "this user may not mount a tmpfs";
  TemporaryFolder folder;
  {
    const auto database = opened(disk.location());
    ASSERT_TRUE(succeeded(store::initialise(*database, base_library())));
    ASSERT_EQ(text_of(import(*database, sample(folder, 10))), "");
    const std::string before = state_of(*database);
    const auto outcome = import(*database, sample(folder, 100'000), true);
    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.error().code, "store.disk-full");
    EXPECT_EQ(outcome.error().message,
              "磁盘已满，写入数据库" + disk.location() + "失败，已有数据未改动；请腾出空间后重试");
    EXPECT_EQ(state_of(*database), before);
    EXPECT_EQ(text_of(import(*database, sample(folder, 20), true)), "");
    EXPECT_TRUE(state_of(*database).starts_with("20/"));
  }
  EXPECT_TRUE(state_of(*opened(disk.location())).starts_with("20/"));
}

}  // namespace
