// What the ledger itself keeps of a record beside its fields, in columns of the register's table and as names that
// measures and filters may use: the state a record is in, how often it was returned, by when it is due.
//
//   record.state    the id of its state; null where the register has no states
//   record.returns  how often it was sent back (退回); only of registers with states
//   due.<deadline>  the last day of that deadline, or its last minute where one of its limits counts minutes; null
//   while
//                   there is none (no limit applies, time stands still in a paused state, or the calendar of the year
//                   is not known)
//
// Their column names begin with an underscore, which no field's id does. They stand after the fields, in this order.
// Thread-safety: pure functions.
#pragma once

#include <string>
#include <vector>

#include "pack/model.h"

namespace jiheng::pack {

struct SystemColumn {
  std::string name;    // in expressions
  std::string column;  // in the table
  std::string title;   // for people
  expr::Type type = expr::Type::text;
};

std::vector<SystemColumn> system_columns(const Register& definition);

// Whether its due time is told to the minute.
bool counts_minutes(const Deadline& deadline);

// Slots of the scope, and so places among the table's columns; -1: the register has none.
int state_slot(const Register& definition);
int returns_slot(const Register& definition);
int due_slot(const Register& definition, std::size_t deadline);

}  // namespace jiheng::pack
