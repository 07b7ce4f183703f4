// What happened to a record, from its journal entries: the chain that begins in its row and leads back to its first.
// Errors: store.*, entry.damaged. Thread-safety: as the Database.
#pragma once

#include <functional>

#include "ledger/entry.h"
#include "ledger/record_key.h"

namespace jiheng::ledger {

struct FieldChange {
  std::string field;  // id
  std::string was;    // as entries tell values; empty: blank
  std::string now;
};

struct Happening {
  std::int64_t seq = 0;
  Entry entry;
  std::vector<FieldChange> changes;  // against the entry before; of the first all its values
};

// Oldest first. Of a record that is gone, or in a unit's journal as a whole, see each_entry().
Result<std::vector<Happening>> history(store::Database& database, const pack::Library& library, const RecordName& name);

// The entries of a unit's journal from `first` on, in order, until the callback says false.
Status each_entry(store::Database& database, std::string_view unit_id, std::int64_t first,
                  const std::function<Result<bool>(std::int64_t seq, const Entry& entry, std::string_view text)>& each);

std::vector<FieldChange> changes_between(const Entry& before, const Entry& after);

}  // namespace jiheng::ledger
