// Where a record was from when till when, and who held it there: the tables stays and holders.
//
// A stay begins with the journal entry that brought the record into its state, and is known by that entry's number.
// Times are minutes of moments. Errors: store.*. Thread-safety: as the Database.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ledger/record_key.h"
#include "ledger/standing.h"

namespace jiheng::ledger {

struct Holder {
  std::string person;
  std::int64_t since = 0;
  std::optional<std::int64_t> until;  // absent: still
  std::string outcome;                // the transition agreed to; empty: none
};

struct Stay {
  std::int64_t entry = 0;
  std::string state;  // id
  std::int64_t since = 0;
  std::optional<std::int64_t> until;
  std::vector<Holder> holders;  // by name
};

// All stays of a record with their holders, in order. Records from before states were kept, and imported ones that were
// finished, have none.
Result<std::vector<Stay>> read_stays(store::Database& database, const RecordName& name);

Status begin_stay(store::Database& database, const RecordName& name, const Stay& stay);
Status end_stay(store::Database& database, const RecordName& name, std::int64_t entry, std::int64_t until);
// What a recall undoes: the last stay goes, the one before it is open again.
Status reopen_stay(store::Database& database, const RecordName& name, std::int64_t gone, std::int64_t reopened);
Status add_holder(store::Database& database, const RecordName& name, std::int64_t entry, const Holder& holder);
// Ends the holding of `person` in this stay; of everybody still holding, when `person` is empty.
Status end_holding(store::Database& database, const RecordName& name, std::int64_t entry, std::string_view person,
                   std::int64_t until, std::string_view outcome);
Status forget_stays(store::Database& database, const RecordName& name);

// The ended stays in paused states.
std::vector<Pause> pauses(const pack::Workflow& workflow, const std::vector<Stay>& stays);

}  // namespace jiheng::ledger
