// Standing: what follows from a record's fields by its register's definition: the state it is in when it comes without
// one, and by when it is due.
//
// A limit counts from the day after `from`. Working days by the calendar; months to the same day n months on; each
// prolonged by the time the record spent in paused states (working days, days or minutes, as the limit counts).
// Thread-safety: one Standing is used by one thread at a time.
#pragma once

#include <span>
#include <vector>

#include "pack/model.h"
#include "pack/system_columns.h"
#include "store/database.h"

namespace jiheng::ledger {

// Time spent in a paused state that has ended, in minutes of moments.
struct Pause {
  std::int64_t since = 0;
  std::int64_t until = 0;
};

class Standing {
 public:
  Standing(const pack::Register& definition, const WorkCalendar& calendar);

  // Sets the state of a row to `state`, or, -1, to the one its fields tell (the last whose `when` holds, else the
  // first); then its due days, none in a paused state. `row` has a cell per slot of the scope. False: a due day could
  // not be told because the calendar does not cover the year; it is then null.
  bool settle(std::span<store::Cell> row, int state, std::span<const Pause> pauses = {});

 private:
  void read(std::span<const store::Cell> row);
  int told_state() const;
  bool set_due(std::span<store::Cell> row, std::size_t deadline, std::span<const Pause> pauses) const;

  const pack::Register& definition_;
  const WorkCalendar& calendar_;
  std::vector<int> slots_;  // that conditions read
  std::vector<expr::Value> values_;
};

// The index of a state by its id or title; -1: there is none.
int find_state(const pack::Workflow& workflow, std::string_view id_or_title);

}  // namespace jiheng::ledger
