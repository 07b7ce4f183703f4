// References of imported rows: whether the records they name exist, in the database or earlier in the same import.
//
// Keys found are remembered in a bounded cache; the others of a batch are asked for together. A key not found is the
// caller's to judge: it may still come (a file that refers to itself or in a circle).
// Errors: store.*. Thread-safety: as the Database.
#pragma once

#include <string>
#include <unordered_set>
#include <vector>

#include "ledger/row_parser.h"
#include "pack/model.h"
#include "store/database.h"

namespace jiheng::ledger {

// A set that forgets: it keeps what was used lately, between `capacity` / 2 and `capacity` keys.
class RecentKeys {
 public:
  explicit RecentKeys(std::size_t capacity) : half_(capacity / 2) {}
  bool contains(const std::string& key) {
    if (young_.contains(key)) return true;
    if (!old_.contains(key)) return false;
    add(key);  // used: it must not leave with the old
    return true;
  }
  void add(const std::string& key) {
    if (young_.size() >= half_) {
      old_ = std::move(young_);
      young_.clear();
    }
    young_.insert(key);
  }
  void clear() {
    young_.clear();
    old_.clear();
  }

 private:
  std::size_t half_;
  std::unordered_set<std::string> young_, old_;
};

struct ReferenceField {
  int field = 0;          // index into Register::fields
  std::size_t place = 0;  // of the table's row
  const pack::Register* target = nullptr;
};
std::vector<ReferenceField> reference_fields(const pack::Register& definition, const pack::Library& library);

// One reference to look up. Views and pointers are the caller's.
struct Reference {
  const ReferenceField* field = nullptr;
  std::string_view unit_id;
  int year = 0;
  std::string_view key;
  bool found = false;
};

class ReferenceLookup {
 public:
  explicit ReferenceLookup(store::Database& database) : database_(database) {}

  bool remembered(const Reference& reference);
  // Sets `found` of each. The rows they may name must be in their tables (a BulkInsert finished).
  Status look_up(std::span<Reference> references);
  void forget() { known_.clear(); }

 private:
  void set_name(const Reference& reference);
  Status ask(std::span<Reference*> group);

  store::Database& database_;
  RecentKeys known_{1 << 16};
  std::string name_;  // of a reference in known_, kept to save allocations
};

}  // namespace jiheng::ledger
