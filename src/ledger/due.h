// The work queue: what a unit, a role or a person has in hand, what is late, what is done; at any moment.
//
//   waiting   待办：nobody has begun (its first state), or, for a person, it is theirs to move
//   working   在办：on its way; for a person, others have it after they had it
//   finished  已办：in a finished state; for a person, they had it in hand
//   overdue   逾期：waiting or working, and a deadline has passed; counted beside these
//
// A person's own are the records they hold, and those nobody holds that a role of theirs may move. Of a past moment it
// is told what was so then: a record is in by the day its deadlines run from (always, without deadlines), and out by
// the day its finished state began or its deadline's end field says. Errors: store.*. Thread-safety: as the Database.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/moment.h"
#include "ledger/record_key.h"

namespace jiheng::ledger {

enum class Progress { waiting, working, finished };

struct DueQuery {
  std::string unit_id;
  std::vector<int> years;  // of the records
  Moment as_of;
  bool now = true;  // as_of is this very moment: finished records need no second look
  std::string person;
  std::string role;            // id
  std::string register_id;     // empty: all with states or deadlines
  bool with_finished = false;  // else they are only counted
};

struct DueItem {
  const pack::Register* definition = nullptr;
  int year = 0;
  std::string key;
  std::string label;
  std::string state;  // title; empty: the register has no states
  Progress progress = Progress::waiting;
  std::vector<std::string> holders;
  std::optional<Moment> since;  // when it came into its state
  std::string deadline;         // title of the nearest one; empty: none
  std::optional<Moment> due;    // the last minute of it
  bool in_minutes = false;      // due is told to the minute, else to the day
  bool overdue = false;
  bool remind = false;  // within the deadline's days of reminder, or overdue
};

struct DueCounts {
  std::int64_t waiting = 0, working = 0, finished = 0, overdue = 0;
  // Of a person: how long the records they moved on were with them, together.
  std::int64_t handled = 0;
  std::int64_t handling_minutes = 0;
};

struct DueQueue {
  std::vector<DueItem> items;  // overdue first, then by what is due first, then by register and key
  DueCounts counts;
};

Result<DueQueue> due_queue(store::Database& database, const pack::Library& library, const DueQuery& query);

}  // namespace jiheng::ledger
