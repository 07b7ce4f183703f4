// Backup and restore. Two forms:
//   - a copy of a SQLite database, made while others use it: a database itself, opened by any SQLite program;
//   - the portable form (docs/formats/backup.md): every table as text in a zip archive with the SHA-256 of each, from
//     either engine and into either.
// Both are one consistent picture. A file that is there is never written over. Restoring wants a database without
// data, reads and checks the whole backup before it changes anything, and fills the tables in one transaction; the
// caller then lets the doctor look at it. Errors: backup.*, store.*, schema.*. Thread-safety: as the Database.
#pragma once

#include <filesystem>
#include <functional>

#include "backup/format.h"
#include "pack/model.h"

namespace jiheng::backup {

using Progress = std::function<void(std::uint64_t done, std::uint64_t total)>;

enum class Form { sqlite, portable };
// By its first bytes; backup.not-a-backup.
Result<Form> form_of(const std::filesystem::path& file);

// Looks at a copy before it gets its name; what it fails with is the backup's failure.
using Look = std::function<Status(store::Database&)>;

// `location` must be that of a SQLite database. The copy passes PRAGMA integrity_check too.
Status copy_sqlite(const std::string& location, const std::filesystem::path& file, const Look& look = {},
                   const Progress& progress = {});

// `made`: when, in UTC.
Result<Manifest> write_portable(store::Database& database, const std::filesystem::path& file, const std::string& made,
                                const Progress& progress = {});

// Reads the whole backup and checks it against its manifest.
Result<Manifest> check_portable(const std::filesystem::path& file);
Result<Manifest> restore_portable(const std::filesystem::path& file, store::Database& database,
                                  const pack::Library& library, const Progress& progress = {});
// Into a SQLite database. Afterwards the schema is brought up to date.
Status restore_sqlite(const std::filesystem::path& file, const std::string& location, const pack::Library& library,
                      const Progress& progress = {});

}  // namespace jiheng::backup
