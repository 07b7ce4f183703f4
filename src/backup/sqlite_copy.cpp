#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <fstream>
#include <memory>

#include "backup/backup.h"
#include "backup/emptiness.h"
#include "store/schema.h"

namespace jiheng::backup {
namespace {

constexpr std::string_view scheme = "sqlite:";
constexpr int step_pages = 2048;
constexpr int wait_milliseconds = 10'000;

struct Closer {
  void operator()(sqlite3* handle) const { sqlite3_close_v2(handle); }
};
using Handle = std::unique_ptr<sqlite3, Closer>;

tl::unexpected<Error> failure(sqlite3* handle, int result, const std::filesystem::path& file) {
  const std::string detail = handle ? sqlite3_errmsg(handle) : sqlite3_errstr(result);
  switch (result & 0xff) {
    case SQLITE_FULL:
      return fail("store.disk-full", {{"location", file.string()}}, detail);
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return fail("store.busy", {{"location", file.string()}}, detail);
    case SQLITE_NOTADB:
    case SQLITE_CORRUPT:
      return fail("store.not-a-database", {{"location", file.string()}}, detail);
    default:
      return fail("store.io", {{"location", file.string()}}, detail);
  }
}

Result<Handle> open(const std::filesystem::path& file, int flags) {
  sqlite3* raw = nullptr;
  const int result = sqlite3_open_v2(file.c_str(), &raw, flags | SQLITE_OPEN_NOMUTEX, nullptr);
  Handle handle(raw);
  if (result != SQLITE_OK) return failure(raw, result, file);
  sqlite3_busy_timeout(raw, wait_milliseconds);
  return handle;
}

Status run(sqlite3* handle, const char* sql, const std::filesystem::path& file) {
  const int result = sqlite3_exec(handle, sql, nullptr, nullptr, nullptr);
  if (result != SQLITE_OK) return failure(handle, result, file);
  return {};
}

Status check_integrity(sqlite3* handle, const std::filesystem::path& file) {
  std::string verdict;
  const auto take = [](void* out, int, char** values, char**) {
    if (static_cast<std::string*>(out)->empty()) *static_cast<std::string*>(out) = values[0] ? values[0] : "";
    return 0;
  };
  const int result = sqlite3_exec(handle, "PRAGMA integrity_check", take, &verdict, nullptr);
  if (result != SQLITE_OK) return failure(handle, result, file);
  if (verdict != "ok") return fail("backup.damaged", {{"what", file.filename().string()}}, verdict);
  return {};
}

struct Finisher {
  void operator()(sqlite3_backup* backup) const { sqlite3_backup_finish(backup); }
};

// The reader's transaction keeps one picture for all steps: without it every write of others would begin the copy anew.
Status copy(sqlite3* from, sqlite3* to, const std::filesystem::path& file, const Progress& progress) {
  if (Status status = run(from, "BEGIN", file); !status) return status;
  if (Status status = run(from, "SELECT COUNT(*) FROM sqlite_master", file); !status) return status;
  std::unique_ptr<sqlite3_backup, Finisher> backup(sqlite3_backup_init(to, "main", from, "main"));
  if (!backup) return failure(to, sqlite3_errcode(to), file);
  int result = SQLITE_OK;
  for (int waited = 0; result != SQLITE_DONE;) {
    result = sqlite3_backup_step(backup.get(), step_pages);
    if (result == SQLITE_BUSY || result == SQLITE_LOCKED) {
      constexpr int step_milliseconds = 20;
      if ((waited += step_milliseconds) > wait_milliseconds) return failure(to, result, file);
      sqlite3_sleep(step_milliseconds);
      continue;
    }
    if (result != SQLITE_OK && result != SQLITE_DONE) return failure(to, result, file);
    if (progress) {
      const auto total = static_cast<std::uint64_t>(sqlite3_backup_pagecount(backup.get()));
      progress(total - static_cast<std::uint64_t>(sqlite3_backup_remaining(backup.get())), total);
    }
  }
  result = sqlite3_backup_finish(backup.release());
  if (result != SQLITE_OK) return failure(to, result, file);
  return run(from, "COMMIT", file);
}

std::string path_of(const std::string& location) {
  return location.substr(scheme.size());
}

// What stands on the disk when the file has its name.
Status make_durable(const std::filesystem::path& file) {
  const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  const bool done = descriptor >= 0 && ::fsync(descriptor) == 0;
  if (descriptor >= 0) ::close(descriptor);
  if (!done) return fail("backup.cannot-write", {{"file", file.string()}});
  return {};
}

// Removes the unfinished copy.
struct Unfinished {
  std::filesystem::path path;
  ~Unfinished() {
    std::error_code ignored;
    for (const char* suffix : {"", "-journal", "-wal", "-shm"}) {
      std::filesystem::remove(path.string() + suffix, ignored);
    }
  }
};

Status write_copy(const std::string& source, const std::filesystem::path& copy_file, const Look& look,
                  const Progress& progress) {
  auto to = open(copy_file, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
  if (!to) return fail(to.error());
  {
    auto from = open(source, SQLITE_OPEN_READWRITE);
    if (!from) return fail(from.error());
    if (Status status = copy(from->get(), to->get(), copy_file, progress); !status) return status;
  }
  if (Status status = check_integrity(to->get(), copy_file); !status) return status;
  if (look) {
    auto database = store::Database::open(std::string(scheme) + copy_file.string(), store::Opening::existing);
    if (!database) return fail(database.error());
    if (Status status = look(**database); !status) return status;
  }
  // A backup is one file: no log beside it.
  return run(to->get(), "PRAGMA journal_mode = DELETE", copy_file);
}

}  // namespace

Result<Form> form_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  char first[16] = {};
  if (!in.read(first, sizeof first) && in.gcount() < 4) {
    std::error_code ignored;
    if (!std::filesystem::exists(file, ignored)) return fail("backup.no-file", {{"file", file.string()}});
    return fail("backup.not-a-backup", {{"file", file.string()}});
  }
  const std::string_view bytes(first, sizeof first);
  if (bytes == std::string_view("SQLite format 3\0", 16)) return Form::sqlite;
  if (bytes.starts_with("PK\3\4")) return Form::portable;
  return fail("backup.not-a-backup", {{"file", file.string()}});
}

Status copy_sqlite(const std::string& location, const std::filesystem::path& file, const Look& look,
                   const Progress& progress) {
  std::error_code ignored;
  if (std::filesystem::exists(file, ignored)) return fail("backup.exists", {{"file", file.string()}});
  const Unfinished unfinished{file.string() + ".unfinished"};
  std::filesystem::remove(unfinished.path, ignored);  // of one that was killed
  if (Status status = write_copy(path_of(location), unfinished.path, look, progress); !status) return status;
  if (Status status = make_durable(unfinished.path); !status) return status;
  // A link, unlike a renaming, never takes the place of a file that came meanwhile.
  std::error_code error;
  std::filesystem::create_hard_link(unfinished.path, file, error);
  if (error) return fail("backup.cannot-write", {{"file", file.string()}}, error.message());
  return {};
}

Status restore_sqlite(const std::filesystem::path& file, const std::string& location, const pack::Library& library,
                      const Progress& progress) {
  if (!location.starts_with(scheme)) return fail("backup.sqlite-into-postgresql");
  auto from = open(file, SQLITE_OPEN_READONLY);
  if (!from) return fail(from.error());
  if (Status status = check_integrity(from->get(), file); !status) return status;
  {
    auto target = store::Database::open(location);
    if (!target) return fail(target.error());
    if (Status status = require_empty(**target); !status) return status;
  }
  {
    auto to = open(path_of(location), SQLITE_OPEN_READWRITE);
    if (!to) return fail(to.error());
    if (Status status = copy(from->get(), to->get(), file, progress); !status) return status;
  }
  auto target = store::Database::open(location);
  if (!target) return fail(target.error());
  return store::initialise(**target, library);
}

}  // namespace jiheng::backup
