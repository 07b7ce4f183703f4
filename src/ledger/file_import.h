// One file of an import: read, checked and parsed on a thread of its own, looked up and inserted on the caller's.
// Private to ledger/. Errors: import.*, store.*. Thread-safety: as the Database.
#pragma once

#include <map>
#include <string>
#include <unordered_set>
#include <vector>

#include "ledger/duplicates.h"
#include "ledger/import_log.h"
#include "ledger/references.h"

namespace jiheng::ledger {

using Scope = std::pair<std::string, int>;  // unit_id, year

struct PlannedFile {
  std::filesystem::path path;
  std::string name;   // in messages: the file, and the sheet of a workbook
  std::string sheet;  // of a workbook
  const pack::Register* definition = nullptr;
  std::unique_ptr<RecordSource> records;
  std::shared_ptr<const Mapping> mapping;
  std::optional<Layout> layout;  // once its header is read
  bool usable = true;            // false: nothing of it can be read; its errors say why
  std::uint64_t rows = 0;
  std::map<Scope, std::uint64_t> rows_of;
  std::string sha256;
  std::vector<RowError> errors;  // the first error_limit of each kind, not yet in line order
  std::uint64_t error_count = 0;
  std::vector<std::string> warnings;
};

// What the files of one register have done so far.
struct RegisterState {
  std::size_t files_left = 0;
  bool unreadable = false;  // a file of it could not be read to its end: which keys it has is unknown
  std::unordered_set<std::string> bad_keys;
  bool bad_keys_complete = true;
  std::map<Scope, std::uint64_t> scopes;  // touched, with the number of rows
  std::vector<DuplicateFinder::Source> earlier;
};

// A reference whose record may still come.
struct PendingReference {
  PlannedFile* file = nullptr;
  std::uint64_t line = 0;
  ReferenceField field;
  std::string unit_id;
  int year = 0;
  std::string key;
};

struct ImportState {
  store::Database& database;
  const pack::Library& library;
  const ImportOptions& options;
  ReferenceLookup lookup;
  std::map<const pack::Register*, RegisterState> registers;
  std::vector<PendingReference> pending;
  ImportLog log;
};

Status import_file(ImportState& state, PlannedFile& file);

// Asks again for the references that had nothing to refer to; what is found leaves the list. `at_end`: what is not
// found becomes errors.
Status settle_pending(ImportState& state, bool at_end);

}  // namespace jiheng::ledger
