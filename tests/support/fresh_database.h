// A database of its own for each test, on either engine: SQLite in a temporary folder, PostgreSQL as a fresh database
// of the server named by JIHENG_TEST_POSTGRES (postgresql://user@host:port/name). Without that variable the PostgreSQL
// tests are skipped. Everything is removed at the end.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>

#include "store/database.h"

namespace jiheng::testing {

class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "jiheng-test-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("mkdtemp failed");
    path_ = name;
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  const std::filesystem::path& path() const { return path_; }
  std::filesystem::path write(const std::filesystem::path& name, std::string_view content) const {
    const auto file = path_ / name;
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << content;
    return file;
  }

 private:
  std::filesystem::path path_;
};

enum class Engine { sqlite, postgresql };
inline void PrintTo(Engine engine, std::ostream* out) {
  *out << (engine == Engine::sqlite ? "sqlite" : "postgresql");
}

inline bool available(Engine engine) {
  return engine == Engine::sqlite || std::getenv("JIHENG_TEST_POSTGRES") != nullptr;
}

inline std::unique_ptr<store::Database> opened(const std::string& location) {
  auto database = store::Database::open(location);
  if (!database) throw std::runtime_error(database.error().message + " " + database.error().detail);
  return std::move(*database);
}

class FreshDatabase {
 public:
  explicit FreshDatabase(Engine engine) : engine_(engine) {
    static int number = 0;
    if (engine == Engine::sqlite) {
      location_ = "sqlite:" + (folder_.path() / "test.db").string();
    } else {
      server_ = std::getenv("JIHENG_TEST_POSTGRES");
      name_ = "jiheng_test_" + std::to_string(::getpid()) + "_" + std::to_string(++number);
      run_on_server("CREATE DATABASE " + name_);
      const std::size_t query = server_.find('?');
      const std::string base = server_.substr(0, query);
      const std::size_t host = base.find("://") + 3;
      const std::size_t slash = base.find('/', host);
      location_ = base.substr(0, slash) + "/" + name_ + (query == std::string::npos ? "" : server_.substr(query));
    }
    database_ = opened(location_);
  }
  FreshDatabase(const FreshDatabase&) = delete;
  FreshDatabase& operator=(const FreshDatabase&) = delete;
  ~FreshDatabase() {
    database_.reset();
    if (engine_ == Engine::postgresql) run_on_server("DROP DATABASE IF EXISTS " + name_ + " WITH (FORCE)");
  }

  store::Database& operator*() { return *database_; }
  store::Database* operator->() { return database_.get(); }
  const std::string& location() const { return location_; }
  // Another connection to the same database.
  std::unique_ptr<store::Database> another() const { return opened(location_); }

 private:
  void run_on_server(const std::string& sql) {
    auto server = opened(server_);
    if (auto done = server->execute(sql); !done) ADD_FAILURE() << done.error().message << " " << done.error().detail;
  }

  Engine engine_;
  TemporaryFolder folder_;
  std::string server_, name_, location_;
  std::unique_ptr<store::Database> database_;
};

template <class Outcome>
::testing::AssertionResult succeeded(const Outcome& outcome) {
  if (outcome) return ::testing::AssertionSuccess();
  return ::testing::AssertionFailure() << outcome.error().code << " " << outcome.error().message << " "
                                       << outcome.error().detail;
}

}  // namespace jiheng::testing
