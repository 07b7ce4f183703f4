// Ledger: the records of a database as one person changes them. Every change is checked like a row of an import, is one
// transaction with its journal entry and the mark that figures are out of date, and is either done wholly or not at
// all.
//
// How records move is their register's workflow (pack/workflow.h). Whoever may move one:
//   - a transition with roles is open to those who have one of them (people.h), and where a holder of the record has one,
//     to such holders only; a transition without roles is open to whoever holds the record, or, while nobody holds it,
//     to anybody;
//   - 会签 (signing = all): the record moves when every holder has agreed; 或签: the first moves it;
//   - 退回 leads back to a state the record was in before, and to who held it there; 撤回 undoes one's own last move as
//     long as nobody has done anything with the record since; 转办 hands one's part to others; 加签 adds a holder.
// A record stays with its holders unless the mover names others; in a finished state nobody holds it. A record in a
// finished state is changed only by a revision, which says why. Nothing is ever lost: what a record was stands in the
// journal (history.h).
//
// Files are attached and detached at any time, also when the record is finished: they change no field. A removed
// record's files are detached with it.
//
// A refused change is no Error: Outcome::errors says what is wrong with the cells, Outcome::doubles what the record
// would be the double of. Errors: record.*, workflow.*, evidence.*, blob.*, store.*. Thread-safety: as the Database.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "ledger/act.h"
#include "ledger/evidence.h"
#include "ledger/likeness.h"
#include "ledger/one_record.h"
#include "ledger/stays.h"

namespace jiheng::ledger {

struct Outcome {
  bool saved = false;
  std::vector<RowError> errors;
  // Records the same by a rule keep a change from being saved unless doubles are accepted; alike ones are only told.
  std::vector<Double> doubles;
  std::string key;
  std::int64_t entry = 0;  // of the journal
  std::string state;       // id; empty: the register has none
};

struct Saving {
  std::string comment;
  bool accept_doubles = false;
  std::vector<std::string> holders;  // of a new record; empty: whom its register's holder field names
};

struct Moving {
  std::vector<CellText> cells;  // filled in on the way
  std::string comment;
  std::vector<std::string> to;  // who holds it next
};

class Ledger {
 public:
  Ledger(store::Database& database, const pack::Library& library, Act act)
      : database_(database), library_(library), act_(std::move(act)) {}

  // `name.key` is taken from the cells.
  Result<Outcome> add(RecordName name, std::span<const CellText> cells, const Saving& saving = {});
  Result<Outcome> edit(const RecordName& name, std::span<const CellText> cells, const Saving& saving = {});
  // By a transition's id or title.
  Result<Outcome> move(const RecordName& name, std::string_view transition, const Moving& moving = {});
  Result<Outcome> send_back(const RecordName& name, std::string_view state, const std::string& comment);
  Result<Outcome> recall(const RecordName& name);
  Result<Outcome> hand_over(const RecordName& name, const std::vector<std::string>& to, const std::string& comment);
  Result<Outcome> add_signer(const RecordName& name, const std::vector<std::string>& to, const std::string& comment);
  Result<Outcome> remove(const RecordName& name, const std::string& comment);
  Result<Outcome> attach(const RecordName& name, std::span<const EvidenceFile> files, const Attaching& attaching = {});
  Result<Outcome> detach(const RecordName& name, const std::string& file, const std::string& comment);

 private:
  class Change;
  template <class Do>
  Result<Outcome> change(const RecordName& name, const Do& what);

  store::Database& database_;
  const pack::Library& library_;
  Act act_;
};

// The transitions that lead on from a state, by its id.
std::vector<const pack::Transition*> ways_from(const pack::Workflow& workflow, std::string_view state);

}  // namespace jiheng::ledger
