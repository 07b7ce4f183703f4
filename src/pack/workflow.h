// How the records of a register move and by when: states, transitions and who may make them, deadlines; what makes a
// record the double of another, and which numbers leave no gap. Part of the model (model.h); the format on disk is docs/packs.md. Thread-safety:
// immutable after load.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/decimal.h"
#include "expr/expression.h"

namespace jiheng::pack {

// verified: found in a law or an official document; unverified: inferred, shown as 未核实 wherever it is used.
enum class Verification { verified, unverified };

struct Provenance {
  Verification status = Verification::unverified;
  std::string source;  // law and article, or where the fact was seen
};

struct Condition {
  std::string source;
  expr::Expression expression;  // boolean, over the register's scope
};

struct Check {
  std::string condition;  // source
  expr::Expression expression;
  std::string message;
};

// Whom a transition is open to: 文电登记员, 承办人. Persons are given roles by their unit, not by packs.
struct Role {
  std::string id;
  std::string title;
  std::string pack;
};

struct State {
  std::string id;
  std::string title;
  bool finished = false;  // the work is done: what changes afterwards is a new revision
  bool paused = false;    // 补正, 征求第三方意见: the days spent here count towards no deadline
  // A record that comes without its state (an import) is in the last state whose `when` holds, otherwise in the first.
  std::optional<Condition> when;
};

// Which of several holders of a record must agree to a transition: 或签, 会签.
enum class Signing { any, all };

struct Transition {
  std::string id;
  std::string title;
  std::vector<int> from;           // indexes into Workflow::states
  int to = 0;                      // likewise
  std::vector<std::string> roles;  // ids; empty: whoever holds the record
  Signing signing = Signing::any;
  std::vector<int> require;  // indexes into Register::fields: what must be filled in by then
  bool comment = false;      // must be told why
  bool assigns = false;      // 交办, 转办: the mover must name the next holder or holders
  int dates = -1;            // the date or moment field that takes the time of the transition; -1: none
  // Choice fields and what the transition makes of them: 督办单颜色 = 橙色.
  std::vector<std::pair<int, std::string>> writes;
  std::vector<int> clears;     // fields it makes blank: what a reopened record has no more
  std::optional<Check> check;  // over the record with all of that written
};

struct Workflow {
  std::vector<State> states;  // a record begins in the first; none: the register has no states
  std::vector<Transition> transitions;
  std::vector<int> returning;  // 退回: from these a record may go back to any state it was in before
  int holder = -1;             // the text field that names who holds a new record (承办人); -1: none
};

enum class TimeUnit { minutes, working_days, days, months };

struct TimeLimit {
  std::string condition;  // source; empty: always
  std::optional<expr::Expression> when;
  int within = 0;  // the day (of minutes: the minute) it starts from is not counted
  TimeUnit unit = TimeUnit::working_days;
};

struct Deadline {
  std::string id;
  std::string title;
  int from = 0;                   // the date or moment field it runs from; a moment where a limit is in minutes
  int until = -1;                 // the date or moment field that ends it; -1: a finished state does
  int remind = 0;                 // 催办: so many working days ahead
  std::vector<TimeLimit> limits;  // the first that applies holds; no limit holds: there is no deadline
  Provenance provenance;
};

// Two records are doubles when the fields of a rule are the same, or (`alike`) nearly the same.
struct DuplicateRule {
  std::string title;
  std::vector<int> fields;
  std::optional<Decimal> alike;  // the share of characters in common, above 0 and at most 1; absent: the same
};

// Numbers given one after another: 文号, 期号 from 1 on; or days, from the first recorded to the last (值班).
struct SequenceRule {
  std::string title;
  int number = 0;           // an integer or date field
  std::vector<int> within;  // fields: each of their values has a sequence of its own
};

}  // namespace jiheng::pack
