// The two engines for tests: each test gets a new, empty database and drops it. PostgreSQL comes from the address in
// JIHENG_TEST_POSTGRES (tests/postgres/with_postgres sets it); without it those tests are skipped and say so.
#pragma once

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "pack/model.h"
#include "store/database.h"
#include "store/schema.h"

namespace jiheng::store {

// What went wrong, for EXPECT_EQ: "" when nothing did.
template <class T>
std::string code(const Result<T>& result) {
  return result ? "" : result.error().code;
}
template <class T>
std::string whole(const Result<T>& result) {
  return result ? "" : result.error().code + ": " + result.error().message + " [" + result.error().detail + "]";
}
#define ASSERT_OK(expression) ASSERT_EQ(::jiheng::store::whole(expression), "")
#define EXPECT_OK(expression) EXPECT_EQ(::jiheng::store::whole(expression), "")

class TemporaryDirectory {
 public:
  TemporaryDirectory() {
    std::string name = (std::filesystem::temp_directory_path() / "jiheng-store.XXXXXX").string();
    path_ = mkdtemp(name.data());
  }
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;
  ~TemporaryDirectory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  std::string file(const std::string& name) const { return (path_ / name).string(); }
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

class EngineTest : public testing::TestWithParam<const char*> {
 protected:
  void SetUp() override {
    if (is_sqlite()) {
      location_ = "sqlite:" + directory_.file("test.db");
      return;
    }
    const char* server = std::getenv("JIHENG_TEST_POSTGRES");
    if (!server || !*server) GTEST_SKIP() << "JIHENG_TEST_POSTGRES is not set: run under tests/postgres/with_postgres";
    server_ = server;
    static int count = 0;
    name_ = "jiheng_test_" + std::to_string(getpid()) + "_" + std::to_string(++count);
    const auto admin = open(server_);
    ASSERT_OK(admin->execute("CREATE DATABASE " + name_));
    const std::size_t query = server_.find('?');
    const std::size_t slash = server_.rfind('/', query);
    location_ = server_.substr(0, slash + 1) + name_ + (query == server_.npos ? "" : server_.substr(query));
  }
  void TearDown() override {
    if (name_.empty()) return;
    EXPECT_OK(open(server_)->execute("DROP DATABASE " + name_ + " WITH (FORCE)"));
  }

  bool is_sqlite() const { return std::string_view(GetParam()) == "sqlite"; }
  const std::string& location() const { return location_; }

  static std::unique_ptr<Database> open(const std::string& location) {
    Result<std::unique_ptr<Database>> database = Database::open(location);
    if (!database) {
      ADD_FAILURE() << whole(database);
      std::abort();
    }
    return std::move(*database);
  }
  std::unique_ptr<Database> open() const { return open(location_); }

  // Waits 50 ms for another writer instead of 10 s.
  std::unique_ptr<Database> open_impatient() const {
    auto database = open();
    EXPECT_OK(database->execute(is_sqlite() ? "PRAGMA busy_timeout = 50" : "SET lock_timeout = 50"));
    return database;
  }

  TemporaryDirectory directory_;

 private:
  std::string server_;
  std::string name_;  // of the PostgreSQL database
  std::string location_;
};

#define INSTANTIATE_ON_ENGINES(suite)                                               \
  INSTANTIATE_TEST_SUITE_P(Engines, suite, testing::Values("sqlite", "postgresql"), \
                           [](const testing::TestParamInfo<const char*>& info) { return std::string(info.param); })

// The rows of a query as text: cells joined by "|", null as "∅".
inline std::vector<std::string> rows(Database& database, std::string_view sql, std::span<const Cell> parameters = {}) {
  std::vector<std::string> out;
  EXPECT_OK(database.query(sql, parameters, [&](const Row& row) -> Status {
    std::string line;
    for (int i = 0; i < row.size(); ++i) {
      if (i > 0) line += "|";
      line += row.is_null(i) ? "∅" : std::string(row.text(i));
    }
    out.push_back(std::move(line));
    return {};
  }));
  return out;
}

// Runs `body` in a child process, which must end with exit status 0; what it returns is its failure in words ("" for
// none). Nothing of the parent's connections may be used in it.
inline void expect_in_child(const std::function<std::string()>& body) {
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  const pid_t child = fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    const std::string failure = body();
    if (!failure.empty() && write(ends[1], failure.data(), failure.size()) < 0) _exit(2);
    _exit(failure.empty() ? 0 : 1);
  }
  close(ends[1]);
  std::string failure;
  char buffer[4096];
  for (ssize_t n = 0; (n = read(ends[0], buffer, sizeof buffer)) > 0;)
    failure.append(buffer, static_cast<std::size_t>(n));
  close(ends[0]);
  int status = 0;
  waitpid(child, &status, 0);
  EXPECT_EQ(failure, "");
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0) << "status " << status;
}

inline pack::Field field(std::string id, pack::FieldType type, std::string reference = "") {
  pack::Field out;
  out.id = std::move(id);
  out.title = "字段" + out.id;
  out.type = type;
  out.reference = std::move(reference);
  return out;
}

// A register as the pack loader makes it; key and indexes name fields.
inline pack::Register make_register(std::string id, std::vector<pack::Field> fields,
                                    const std::vector<std::string>& key,
                                    const std::vector<std::vector<std::string>>& indexes = {}) {
  pack::Register out;
  out.id = std::move(id);
  out.title = "台账" + out.id;
  out.pack = "test";
  out.fields = std::move(fields);
  const auto position = [&](const std::string& name) {
    for (std::size_t i = 0; i < out.fields.size(); ++i) {
      if (out.fields[i].id == name) return static_cast<int>(i);
    }
    ADD_FAILURE() << "no field " << name;
    return 0;
  };
  for (const std::string& name : key) out.key.push_back(position(name));
  for (const std::vector<std::string>& names : indexes) {
    out.indexes.emplace_back();
    for (const std::string& name : names) out.indexes.back().push_back(position(name));
  }
  return out;
}

inline pack::Library make_library(std::vector<pack::Register> registers) {
  pack::Library out;
  out.registers = std::move(registers);
  pack::PackInfo info;
  info.id = "test";
  info.title = "试验包";
  info.version = "1.0.0";
  info.sha256 = "00";
  out.packs.push_back(info);
  return out;
}

// Projects, and payments that name them.
inline pack::Library payments_library() {
  using enum pack::FieldType;
  return make_library({
      make_register("payments",
                    {field("voucher_no", text), field("paid_on", date), field("amount", money), field("nature", choice),
                     field("project_id", reference, "projects")},
                    {"voucher_no"}, {{"paid_on"}, {"nature", "paid_on"}}),
      make_register("projects", {field("code", text), field("name", text)}, {"code"}),
  });
}

}  // namespace jiheng::store
