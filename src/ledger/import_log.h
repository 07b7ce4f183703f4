// What an import leaves beside its rows: a journal entry for each, the stay of each that is not finished, the sketches
// by which doubles are found. Private to ledger/. Errors: store.*, journal.*. Thread-safety: as the Database.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "ledger/entry.h"
#include "ledger/likeness.h"
#include "store/journal.h"

namespace jiheng::ledger {

// The journal entries of a file's rows: made by the thread that reads, which has time to spare.
class EntryMaker {
 public:
  EntryMaker(const pack::Register& definition, std::string file, const Act& act);
  std::string entry(std::span<const store::Cell> row) const;

 private:
  const pack::Register& definition_;
  Entry common_;  // what all of them say
};

class ImportLog {
 public:
  ImportLog(store::Database& database, Act act) : database_(database), act_(std::move(act)) {}

  // Before the row is inserted: sets the number of its journal entry.
  Status add(const pack::Register& definition, std::string_view entry, std::span<store::Cell> row);
  // The register's rows of this unit and year give way to others.
  Status clear(const pack::Register& definition, std::string_view unit_id, int year, const std::string& file);
  // The files of records that were cleared and did not come again; once all rows are in their tables.
  Status detach_lost(const pack::Library& library);
  Status finish();

 private:
  struct Cleared {
    const pack::Register* definition;
    std::string unit_id;
    int year;
    std::string file;
  };
  enum class Table { stays, holders, likenesses };
  Entry entry(std::string action, const Cleared& cleared) const;
  Result<store::JournalAppender*> journal(std::string_view unit_id);
  Status insert(Table table, std::span<const store::Cell> row);
  Status add_stay(const pack::Register& definition, const std::string& key, std::span<const store::Cell> row);
  Status add_sketches(const pack::Register& definition, const std::string& key, std::span<const store::Cell> row);

  store::Database& database_;
  Act act_;
  std::map<std::string, store::JournalAppender, std::less<>> journals_;  // by unit
  std::map<Table, std::unique_ptr<store::BulkInsert>> inserts_;
  std::vector<Cleared> cleared_;
};

}  // namespace jiheng::ledger
