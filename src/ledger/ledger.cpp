#include "ledger/ledger.h"

#include <algorithm>

#include "ledger/entry.h"
#include "ledger/evidence_writer.h"
#include "ledger/people.h"
#include "ledger/records.h"
#include "ledger/references.h"
#include "ledger/row_parser.h"
#include "ledger/sql_name.h"
#include "ledger/system_value.h"
#include "store/journal.h"
#include "store/schema.h"

namespace jiheng::ledger {
namespace {

template <class List, class One>
bool contains(const List& list, const One& one) {
  return std::find(list.begin(), list.end(), one) != list.end();
}

std::string joined(const std::vector<std::string>& texts) {
  std::string out;
  for (const std::string& text : texts) out += (out.empty() ? "" : "、") + text;
  return out;
}

// Who held the record to the end of a stay or agreed to the move out of it: not those who handed it over.
std::vector<std::string> staying(const Stay& stay) {
  std::vector<std::string> out;
  for (const Holder& holder : stay.holders) {
    if (!holder.until || holder.until == stay.until || !holder.outcome.empty()) out.push_back(holder.person);
  }
  return out;
}

}  // namespace

// One change of one record, inside its transaction: what stands, what it becomes, and the journal entry that says so.
class Ledger::Change {
 public:
  Change(store::Database& database, const pack::Library& library, const Act& act, RecordName name)
      : database_(database),
        library_(library),
        act_(act),
        name_(std::move(name)),
        definition_(*name_.definition),
        workflow_(definition_.workflow),
        now_(act.moment().minutes()) {}

  Result<Outcome> add(std::span<const CellText> cells, const Saving& saving);
  Result<Outcome> edit(std::span<const CellText> cells, const Saving& saving);
  Result<Outcome> move(std::string_view transition, const Moving& moving);
  Result<Outcome> send_back(std::string_view state, const std::string& comment);
  Result<Outcome> recall();
  Result<Outcome> hand_over(const std::vector<std::string>& to, const std::string& comment);
  Result<Outcome> add_signer(const std::vector<std::string>& to, const std::string& comment);
  Result<Outcome> remove(const std::string& comment);
  Result<Outcome> attach(std::span<const EvidenceFile> files, const Attaching& attaching);
  Result<Outcome> detach(const std::string& file, const std::string& comment);

 private:
  // Reads the record; record.none when it is not there.
  Status load();
  Status open_journal();
  Status require_states() const;
  const pack::State& state() const { return workflow_.states[static_cast<std::size_t>(state_)]; }
  bool present() const { return !was_.cells.empty(); }

  // Takes the typed cells over the present ones. False: the outcome says what is wrong.
  Result<bool> take(std::span<const CellText> cells, bool accept_doubles);
  Status check_references();
  Status check_key_is_free();
  Status require_fields(const pack::Transition& transition);
  // The field that took the time of the move a holder ended their stay by; -1: none.
  int dates_of(std::string_view outcome) const;
  // Of the steps made since the stay at `index` began: what is sent back is not done.
  void clear_dates_since(std::size_t index);
  // Writes what the transition writes by itself. `typed`: what the mover wrote.
  void write_fields(const pack::Transition& transition, std::span<const CellText> typed);

  Status allow(const pack::Transition& transition);
  Error not_holder(const std::vector<std::string>& holders, std::string_view move) const;
  const pack::Transition* find_transition(std::string_view name) const;
  std::vector<std::string> holding() const;
  Stay* current_stay() { return stays_.empty() || stays_.back().until ? nullptr : &stays_.back(); }
  const Stay* current_stay() const { return stays_.empty() || stays_.back().until ? nullptr : &stays_.back(); }
  Status ensure_stay();
  Status enter(int state, std::vector<std::string> holders, std::string_view outcome);

  Status write_row();
  Result<Outcome> conclude(Entry entry);
  Entry entry(std::string action, std::string comment = {}) const;
  // Of files; the entries they write say what the record is, as all its entries do.
  EvidenceWriter evidence_writer();
  Result<Outcome> conclude(const EvidenceWriter& written);
  Outcome refused() { return std::move(outcome_); }

  store::Database& database_;
  const pack::Library& library_;
  const Act& act_;
  RecordName name_;
  const pack::Register& definition_;
  const pack::Workflow& workflow_;
  std::int64_t now_;  // minute

  StoredRow was_;  // no cells: there was none
  StoredRow row_;  // what it becomes
  std::vector<Stay> stays_;
  int state_ = -1;
  std::int64_t returns_ = 0;
  std::optional<store::JournalAppender> journal_;
  Outcome outcome_;
};

Status Ledger::Change::load() {
  auto found = find_row(database_, library_, name_);
  if (!found) return fail(found.error());
  if (!*found) return fail("record.none", {{"register", definition_.title}, {"key", name_.key}});
  was_ = std::move(**found);
  row_.cells = was_.cells;                          // the texts stay in was_.arena, which lives as long
  name_.key = record_key(definition_, was_.cells);  // as it is written, however it was asked for
  if (workflow_.states.empty()) return {};
  const store::Cell& state = was_.cells[static_cast<std::size_t>(pack::state_slot(definition_))];
  state_ = find_state(workflow_, state.kind() == store::Cell::Kind::text ? state.text() : "");
  if (state_ < 0) {
    return fail("workflow.lost-state",
                {{"register", definition_.title}, {"key", name_.key}, {"state", std::string(state.text())}});
  }
  returns_ = was_.cells[static_cast<std::size_t>(pack::returns_slot(definition_))].integer();
  auto stays = read_stays(database_, name_);
  if (!stays) return fail(stays.error());
  stays_ = std::move(*stays);
  return {};
}

Status Ledger::Change::open_journal() {
  auto journal = store::JournalAppender::open(database_, name_.unit_id);
  if (!journal) return fail(journal.error());
  journal_.emplace(std::move(*journal));
  return {};
}

Status Ledger::Change::require_states() const {
  if (workflow_.states.empty()) return fail("workflow.none", {{"register", definition_.title}});
  return {};
}

Result<bool> Ledger::Change::take(std::span<const CellText> cells, bool accept_doubles) {
  OneRecord typed = read_record(name_, library_, cells, present() ? &was_ : nullptr);
  if (!typed.errors.empty()) {
    outcome_.errors = std::move(typed.errors);
    return false;
  }
  const std::string key = record_key(definition_, typed.row.cells);
  if (present() && key != name_.key) {
    outcome_.errors.push_back({definition_.title, 0, "", "record.key-fixed", key, name_.key});
    return false;
  }
  name_.key = outcome_.key = key;
  row_ = std::move(typed.row);
  if (!present()) {
    if (Status status = check_key_is_free(); !status) return fail(status.error());
  }
  if (Status status = check_references(); !status) return fail(status.error());
  auto doubles = find_doubles(database_, name_, row_.cells);
  if (!doubles) return fail(doubles.error());
  outcome_.doubles = std::move(*doubles);
  const bool same =
      std::any_of(outcome_.doubles.begin(), outcome_.doubles.end(), [](const Double& d) { return d.same; });
  return outcome_.errors.empty() && (accept_doubles || !same);
}

Status Ledger::Change::check_key_is_free() {
  Arena arena;
  const auto key = key_cells(name_, library_, arena);
  if (!key) return fail(key.error());
  const auto taken = database_.integer(
      "SELECT 1 FROM " + sql_name(definition_.table()) + " WHERE " + key_condition(definition_), *key, 0);
  if (!taken) return fail(taken.error());
  if (*taken == 0) return {};
  outcome_.errors.push_back({definition_.title, 0, "", "record.key-taken", name_.key, ""});
  return {};
}

Status Ledger::Change::check_references() {
  const std::vector<ReferenceField> fields = reference_fields(definition_, library_);
  std::vector<Reference> references;
  for (const ReferenceField& field : fields) {
    const store::Cell& cell = row_.cells[field.place];
    if (cell.kind() == store::Cell::Kind::null) continue;
    // A record may name itself.
    if (field.target == &definition_ && cell.text() == name_.key) continue;
    references.push_back({&field, name_.unit_id, name_.year, cell.text(), false});
  }
  if (references.empty()) return {};
  ReferenceLookup lookup(database_);
  if (Status status = lookup.look_up(references); !status) return status;
  for (const Reference& reference : references) {
    if (reference.found) continue;
    outcome_.errors.push_back({definition_.title, 0,
                               definition_.fields[static_cast<std::size_t>(reference.field->field)].title,
                               "import.missing-reference", std::string(reference.key), reference.field->target->title});
  }
  return {};
}

std::vector<std::string> Ledger::Change::holding() const {
  std::vector<std::string> out;
  if (const Stay* stay = current_stay()) {
    for (const Holder& holder : stay->holders) {
      if (!holder.until) out.push_back(holder.person);
    }
  }
  return out;
}

const pack::Transition* Ledger::Change::find_transition(std::string_view name) const {
  for (const pack::Transition& transition : workflow_.transitions) {
    if (!contains(transition.from, state_)) continue;
    if (transition.id == name || transition.title == name) return &transition;
  }
  return nullptr;
}

Error Ledger::Change::not_holder(const std::vector<std::string>& holders, std::string_view move) const {
  return make_error("workflow.not-holder",
                    {{"key", name_.key}, {"person", act_.person}, {"holders", joined(holders)}, {"move", move}});
}

Status Ledger::Change::allow(const pack::Transition& transition) {
  if (transition.roles.empty()) {
    const std::vector<std::string> holders = holding();
    if (holders.empty() || contains(holders, act_.person)) return {};
    return fail(not_holder(holders, transition.title));
  }
  const auto persons = persons_of(database_, library_, name_.unit_id, name_.year, transition.roles);
  if (!persons) return fail(persons.error());
  if (contains(*persons, act_.person)) {
    // Work that was given to one person is not another's for having the same role.
    std::vector<std::string> holders = holding();
    std::erase_if(holders, [&](const std::string& holder) { return !contains(*persons, holder); });
    if (holders.empty() || contains(holders, act_.person)) return {};
    return fail(not_holder(holders, transition.title));
  }
  std::vector<std::string> titles;
  for (const std::string& role : transition.roles) {
    const pack::Role* known = library_.find_role(role);
    titles.push_back(known ? known->title : role);
  }
  if (persons->empty()) {
    return fail("workflow.nobody-has-role",
                {{"move", transition.title}, {"roles", joined(titles)}, {"unit", name_.unit_id}, {"year", name_.year}});
  }
  return fail(
      "workflow.not-role",
      {{"person", act_.person}, {"move", transition.title}, {"roles", joined(titles)}, {"persons", joined(*persons)}});
}

Status Ledger::Change::require_fields(const pack::Transition& transition) {
  for (const int field : transition.require) {
    const store::Cell& cell = row_.cells[static_cast<std::size_t>(field + pack::Register::first_field_slot)];
    if (cell.kind() != store::Cell::Kind::null) continue;
    outcome_.errors.push_back({definition_.title, 0, definition_.fields[static_cast<std::size_t>(field)].title,
                               "record.required-to-move", "", transition.title});
  }
  if (!transition.check) return {};
  const auto verdict = transition.check->expression.evaluate(row_values(definition_, row_.cells), {&library_.calendar});
  if (!verdict) return fail(verdict.error());
  if (verdict->kind() == expr::Value::Kind::boolean && !verdict->boolean()) {
    outcome_.errors.push_back({definition_.title, 0, "", "import.check-failed", "", transition.check->message});
  }
  return {};
}

int Ledger::Change::dates_of(std::string_view outcome) const {
  for (const pack::Transition& transition : workflow_.transitions) {
    if (transition.id == outcome) return transition.dates;
  }
  return -1;
}

void Ledger::Change::clear_dates_since(std::size_t index) {
  for (; index < stays_.size(); ++index) {
    for (const Holder& holder : stays_[index].holders) {
      const int field = dates_of(holder.outcome);
      if (field < 0 || definition_.fields[static_cast<std::size_t>(field)].required) continue;
      row_.cells[static_cast<std::size_t>(field + pack::Register::first_field_slot)] = store::Cell();
    }
  }
}

void Ledger::Change::write_fields(const pack::Transition& transition, std::span<const CellText> typed) {
  const auto cell_of = [&](int field) -> store::Cell& {
    return row_.cells[static_cast<std::size_t>(field + pack::Register::first_field_slot)];
  };
  for (const int field : transition.clears) cell_of(field) = store::Cell();
  for (const auto& [field, value] : transition.writes) cell_of(field) = row_.arena.copy(value);
  if (transition.dates < 0) return;
  const pack::Field& field = definition_.fields[static_cast<std::size_t>(transition.dates)];
  store::Cell& cell = cell_of(transition.dates);
  // A time that somebody wrote stands; that of an earlier such move does not.
  const bool written = std::any_of(typed.begin(), typed.end(), [&](const CellText& one) {
    return !one.text.empty() && definition_.find_field(one.field) == &field;
  });
  const bool again = std::any_of(stays_.begin(), stays_.end(), [&](const Stay& stay) {
    return std::any_of(stay.holders.begin(), stay.holders.end(),
                       [&](const Holder& holder) { return dates_of(holder.outcome) == transition.dates; });
  });
  if (cell.kind() != store::Cell::Kind::null && (written || !again)) return;
  const Moment moment = act_.moment();
  cell = field.type == pack::FieldType::moment ? store::Cell(std::int64_t{moment.minutes()})
                                               : store::Cell(std::int64_t{moment.date().days()});
}

// Imported records come without a stay: theirs begins when the first of them is ended.
Status Ledger::Change::ensure_stay() {
  if (current_stay()) return {};
  Stay stay;
  stay.entry = was_.entry().integer();
  stay.state = state().id;
  stay.since = now_;
  if (!stays_.empty() && stays_.back().entry == stay.entry) stay.entry = journal_->next();
  stays_.push_back(stay);
  return begin_stay(database_, name_, stay);
}

// Ends the present stay and begins one in `state`, by the entry that is being written.
Status Ledger::Change::enter(int state, std::vector<std::string> holders, std::string_view outcome) {
  if (Stay* stay = current_stay()) {
    const bool held = std::any_of(stay->holders.begin(), stay->holders.end(),
                                  [&](const Holder& holder) { return holder.person == act_.person; });
    // Who moves it by a role had it in hand too: so their work can be counted.
    Status status = held || outcome.empty() ? end_holding(database_, name_, stay->entry, act_.person, now_, outcome)
                                            : add_holder(database_, name_, stay->entry,
                                                         {act_.person, stay->since, now_, std::string(outcome)});
    if (status) status = end_holding(database_, name_, stay->entry, "", now_, "");
    if (status) status = end_stay(database_, name_, stay->entry, now_);
    if (!status) return status;
    stay->until = now_;
  }
  state_ = state;
  Stay next;
  next.entry = journal_->next();
  next.state = this->state().id;
  next.since = now_;
  if (!this->state().finished) {
    for (std::string& person : holders) next.holders.push_back({std::move(person), now_, std::nullopt, ""});
  }
  stays_.push_back(next);
  return begin_stay(database_, name_, next);
}

Entry Ledger::Change::entry(std::string action, std::string comment) const {
  Entry out;
  out.unit_id = name_.unit_id;
  out.at = act_.in_utc();
  out.by = act_.person;
  out.action = std::move(action);
  out.register_id = definition_.id;
  out.year = name_.year;
  out.record = name_.key;
  if (present() && was_.entry().kind() == store::Cell::Kind::integer) out.previous = was_.entry().integer();
  out.comment = std::move(comment);
  return out;
}

Status Ledger::Change::write_row() {
  const std::vector<std::string> columns = row_columns(definition_);
  row_.entry() = journal_->next();
  if (!present()) {
    std::string places;
    for (std::size_t i = 0; i < columns.size(); ++i) places += i == 0 ? "?" : ", ?";
    return database_.execute(
        "INSERT INTO " + sql_name(definition_.table()) + " (" + sql_list(columns) + ") VALUES (" + places + ")",
        row_.cells);
  }
  std::string sets;
  for (const std::string& column : columns) sets += (sets.empty() ? "" : ", ") + sql_name(column) + " = ?";
  std::vector<store::Cell> parameters = row_.cells;
  Arena arena;
  const auto key = key_cells(name_, library_, arena);
  if (!key) return fail(key.error());
  parameters.insert(parameters.end(), key->begin(), key->end());
  return database_.execute(
      "UPDATE " + sql_name(definition_.table()) + " SET " + sets + " WHERE " + key_condition(definition_), parameters);
}

// The row, its sketches, the journal entry and the mark.
Result<Outcome> Ledger::Change::conclude(Entry entry) {
  Standing standing(definition_, library_.calendar);
  standing.settle(row_.cells, state_, pauses(workflow_, stays_));
  if (const int slot = pack::returns_slot(definition_); slot >= 0) {
    row_.cells[static_cast<std::size_t>(slot)] = returns_;
    const store::Cell& settled = row_.cells[static_cast<std::size_t>(pack::state_slot(definition_))];
    outcome_.state = entry.state = settled.text();
    entry.returns = returns_;
  }
  entry.values = entry_values(definition_, row_.cells);
  outcome_.entry = journal_->next();
  outcome_.key = name_.key;
  Status status = write_row();
  if (status) status = keep_sketches(database_, name_, was_.cells, row_.cells);
  if (status) status = journal_->append(to_text(entry));
  if (status) status = journal_->finish();
  if (status) status = store::mark_dirty(database_, name_.unit_id, name_.year, definition_.id);
  if (!status) return fail(status.error());
  outcome_.saved = true;
  return std::move(outcome_);
}

Result<Outcome> Ledger::Change::add(std::span<const CellText> cells, const Saving& saving) {
  const Result<bool> taken = take(cells, saving.accept_doubles);
  if (!taken) return fail(taken.error());
  if (!*taken) return refused();
  if (Status status = open_journal(); !status) return fail(status.error());
  Entry entry = this->entry("add", saving.comment);
  if (!workflow_.states.empty()) {
    Standing standing(definition_, library_.calendar);
    standing.settle(row_.cells, -1);
    const int state = find_state(workflow_, row_.cells[static_cast<std::size_t>(pack::state_slot(definition_))].text());
    entry.to = saving.holders;
    if (entry.to.empty() && workflow_.holder >= 0) {
      const store::Cell& holder =
          row_.cells[static_cast<std::size_t>(workflow_.holder + pack::Register::first_field_slot)];
      if (holder.kind() == store::Cell::Kind::text) entry.to.emplace_back(holder.text());
    }
    if (Status status = enter(state, entry.to, ""); !status) return fail(status.error());
  }
  return conclude(std::move(entry));
}

Result<Outcome> Ledger::Change::edit(std::span<const CellText> cells, const Saving& saving) {
  if (Status status = load(); !status) return fail(status.error());
  const bool finished = state_ >= 0 && state().finished;
  if (finished && saving.comment.empty()) {
    return fail("record.revision-needs-comment", {{"key", name_.key}, {"state", state().title}});
  }
  const Result<bool> taken = take(cells, saving.accept_doubles);
  if (!taken) return fail(taken.error());
  if (!*taken) return refused();
  if (Status status = open_journal(); !status) return fail(status.error());
  return conclude(entry(finished ? "revise" : "edit", saving.comment));
}

Result<Outcome> Ledger::Change::move(std::string_view transition_name, const Moving& moving) {
  if (Status status = require_states(); !status) return fail(status.error());
  if (Status status = load(); !status) return fail(status.error());
  const pack::Transition* transition = find_transition(transition_name);
  if (!transition) {
    std::vector<std::string> ways;
    for (const pack::Transition* way : ways_from(workflow_, state().id)) ways.push_back(way->title);
    if (ways.empty()) return fail("workflow.no-way-on", {{"key", name_.key}, {"state", state().title}});
    return fail("workflow.no-such-move",
                {{"key", name_.key}, {"state", state().title}, {"move", transition_name}, {"ways", joined(ways)}});
  }
  if (Status status = allow(*transition); !status) return fail(status.error());
  if (transition->comment && moving.comment.empty()) {
    return fail("workflow.needs-comment", {{"move", transition->title}});
  }
  if (transition->assigns && moving.to.empty()) return fail("workflow.needs-holder", {{"move", transition->title}});
  if (!moving.cells.empty()) {
    const Result<bool> taken = take(moving.cells, true);
    if (!taken) return fail(taken.error());
    if (!*taken) return refused();
  }
  if (Status status = open_journal(); !status) return fail(status.error());
  if (Status status = ensure_stay(); !status) return fail(status.error());
  // 会签: those who have not agreed yet, this one aside.
  std::vector<std::string> awaited = holding();
  std::erase(awaited, act_.person);
  if (transition->signing == pack::Signing::all && !awaited.empty()) {
    Entry signature = entry("sign", moving.comment);
    signature.transition = transition->id;
    Status status = end_holding(database_, name_, current_stay()->entry, act_.person, now_, transition->id);
    if (!status) return fail(status.error());
    return conclude(std::move(signature));
  }
  write_fields(*transition, moving.cells);
  if (Status status = require_fields(*transition); !status) return fail(status.error());
  for (RowError& error : failed_checks(definition_, library_, row_.cells)) outcome_.errors.push_back(std::move(error));
  if (!outcome_.errors.empty()) return refused();
  Entry moved = entry("move", moving.comment);
  moved.transition = transition->id;
  moved.to = moving.to;
  std::vector<std::string> next = moving.to.empty() ? staying(*current_stay()) : moving.to;
  if (Status status = enter(transition->to, std::move(next), transition->id); !status) return fail(status.error());
  return conclude(std::move(moved));
}

Result<Outcome> Ledger::Change::send_back(std::string_view to, const std::string& comment) {
  if (Status status = require_states(); !status) return fail(status.error());
  if (Status status = load(); !status) return fail(status.error());
  if (comment.empty()) return fail("workflow.needs-comment", {{"move", message_text("workflow.send-back")}});
  if (!contains(workflow_.returning, state_)) {
    return fail("workflow.no-return", {{"key", name_.key}, {"state", state().title}});
  }
  const std::vector<std::string> holders = holding();
  if (!holders.empty() && !contains(holders, act_.person)) {
    return fail(not_holder(holders, message_text("workflow.send-back")));
  }
  const int state = find_state(workflow_, to);
  std::vector<std::string> been, next;
  std::optional<std::size_t> last;  // when it was there
  for (const Stay& stay : stays_) {
    const int its = find_state(workflow_, stay.state);
    if (its < 0 || its == state_) continue;
    const std::string& title = workflow_.states[static_cast<std::size_t>(its)].title;
    if (!contains(been, title)) been.push_back(title);
    if (its != state) continue;
    last = static_cast<std::size_t>(&stay - stays_.data());
    next = staying(stay);
  }
  if (!last) {
    return fail("workflow.never-there", {{"key", name_.key}, {"state", std::string(to)}, {"been", joined(been)}});
  }
  if (Status status = open_journal(); !status) return fail(status.error());
  ++returns_;
  clear_dates_since(*last);
  Entry sent = entry("return", comment);
  sent.to = next;
  if (Status status = enter(state, std::move(next), ""); !status) return fail(status.error());
  return conclude(std::move(sent));
}

// The record as the entry before its last left it, at the state and with the holders of the stay before.
Result<Outcome> Ledger::Change::recall() {
  if (Status status = require_states(); !status) return fail(status.error());
  if (Status status = load(); !status) return fail(status.error());
  const auto nothing = [&] {
    return fail("workflow.nothing-to-recall", {{"key", name_.key}, {"person", act_.person}});
  };
  if (was_.entry().kind() != store::Cell::Kind::integer || stays_.size() < 2) return nothing();
  std::optional<Entry> last, before;
  const auto read = [&](std::int64_t seq, std::optional<Entry>& into) {
    return store::read_journal(database_, name_.unit_id, seq, 1, [&](std::int64_t, std::string_view text) -> Status {
      auto entry = parse_entry(text);
      if (!entry) return fail(entry.error());
      into = std::move(*entry);
      return {};
    });
  };
  if (Status status = read(was_.entry().integer(), last); !status) return fail(status.error());
  const bool own_move = last && last->by == act_.person && (last->action == "move" || last->action == "return");
  if (!own_move || !last->previous || stays_.back().entry != was_.entry().integer()) return nothing();
  if (Status status = read(*last->previous, before); !status) return fail(status.error());
  if (!before) return nothing();
  std::vector<CellText> cells;
  for (const pack::Field& field : definition_.fields) {
    const auto value = std::find_if(before->values.begin(), before->values.end(),
                                    [&](const auto& one) { return one.first == field.id; });
    cells.push_back({field.id, value == before->values.end() ? "" : value->second});
  }
  for (CellText& cell : cells) cell.text = typed_text(*definition_.find_field(cell.field), cell.text);
  const Result<bool> taken = take(cells, true);
  if (!taken) return fail(taken.error());
  if (!*taken) return refused();
  if (Status status = open_journal(); !status) return fail(status.error());
  const Stay gone = stays_.back();
  stays_.pop_back();
  if (Status status = reopen_stay(database_, name_, gone.entry, stays_.back().entry); !status)
    return fail(status.error());
  stays_.back().until.reset();
  state_ = find_state(workflow_, stays_.back().state);
  returns_ = before->returns;
  return conclude(entry("recall"));
}

Result<Outcome> Ledger::Change::hand_over(const std::vector<std::string>& to, const std::string& comment) {
  if (Status status = require_states(); !status) return fail(status.error());
  if (Status status = load(); !status) return fail(status.error());
  const std::vector<std::string> holders = holding();
  if (!contains(holders, act_.person)) return fail(not_holder(holders, message_text("workflow.hand-over")));
  if (to.empty()) return fail("workflow.needs-holder", {{"move", message_text("workflow.hand-over")}});
  if (Status status = open_journal(); !status) return fail(status.error());
  Status status = end_holding(database_, name_, current_stay()->entry, act_.person, now_, "");
  for (const std::string& person : to) {
    if (status && !contains(holders, person)) {
      status = add_holder(database_, name_, current_stay()->entry, {person, now_, std::nullopt, ""});
    }
  }
  if (!status) return fail(status.error());
  Entry handed = entry("hand-over", comment);
  handed.to = to;
  return conclude(std::move(handed));
}

Result<Outcome> Ledger::Change::add_signer(const std::vector<std::string>& to, const std::string& comment) {
  if (Status status = require_states(); !status) return fail(status.error());
  if (Status status = load(); !status) return fail(status.error());
  const std::vector<std::string> holders = holding();
  if (!contains(holders, act_.person)) return fail(not_holder(holders, message_text("workflow.add-signer")));
  if (to.empty()) return fail("workflow.needs-holder", {{"move", message_text("workflow.add-signer")}});
  if (Status status = open_journal(); !status) return fail(status.error());
  for (const std::string& person : to) {
    const bool known = std::any_of(current_stay()->holders.begin(), current_stay()->holders.end(),
                                   [&](const Holder& holder) { return holder.person == person; });
    if (known) return fail("workflow.holds-already", {{"key", name_.key}, {"person", person}});
    Status status = add_holder(database_, name_, current_stay()->entry, {person, now_, std::nullopt, ""});
    if (!status) return fail(status.error());
  }
  Entry added = entry("add-signer", comment);
  added.to = to;
  return conclude(std::move(added));
}

Result<Outcome> Ledger::Change::remove(const std::string& comment) {
  if (Status status = load(); !status) return fail(status.error());
  if (comment.empty()) return fail("record.removal-needs-comment", {{"key", name_.key}});
  if (Status status = open_journal(); !status) return fail(status.error());
  Arena arena;
  const auto key = key_cells(name_, library_, arena);
  if (!key) return fail(key.error());
  EvidenceWriter files = evidence_writer();
  if (Status status = files.detach_all(comment); !status) return fail(status.error());
  Entry removed = entry("remove", comment);
  removed.previous = files.last();
  if (state_ >= 0) removed.state = state().id;
  outcome_.key = name_.key;
  outcome_.entry = journal_->next();
  Status status =
      database_.execute("DELETE FROM " + sql_name(definition_.table()) + " WHERE " + key_condition(definition_), *key);
  if (status) status = keep_sketches(database_, name_, was_.cells, {});
  if (status) status = forget_stays(database_, name_);
  if (status) status = journal_->append(to_text(removed));
  if (status) status = journal_->finish();
  if (status) status = store::mark_dirty(database_, name_.unit_id, name_.year, definition_.id);
  if (!status) return fail(status.error());
  outcome_.saved = true;
  return std::move(outcome_);
}

EvidenceWriter Ledger::Change::evidence_writer() {
  Entry base = entry("");
  if (state_ >= 0) base.state = state().id;
  base.returns = returns_;
  base.values = entry_values(definition_, was_.cells);
  EvidenceTarget target{EvidenceTarget::Kind::record, name_.unit_id, name_.year, definition_.id, name_.key};
  return {database_, *journal_, std::move(target), std::move(base)};
}

// Only the row's entry is another: no figure counts files.
Result<Outcome> Ledger::Change::conclude(const EvidenceWriter& written) {
  Arena arena;
  const auto key = key_cells(name_, library_, arena);
  if (!key) return fail(key.error());
  outcome_.key = name_.key;
  outcome_.entry = *written.last();
  if (state_ >= 0) outcome_.state = state().id;
  std::vector<store::Cell> parameters = {outcome_.entry};
  parameters.insert(parameters.end(), key->begin(), key->end());
  Status status = database_.execute("UPDATE " + sql_name(definition_.table()) + " SET " +
                                        sql_name(store::entry_column) + " = ? WHERE " + key_condition(definition_),
                                    parameters);
  if (status) status = journal_->finish();
  if (!status) return fail(status.error());
  outcome_.saved = true;
  return std::move(outcome_);
}

Result<Outcome> Ledger::Change::attach(std::span<const EvidenceFile> files, const Attaching& attaching) {
  if (files.empty()) return fail("evidence.nothing");
  if (Status status = load(); !status) return fail(status.error());
  if (Status status = open_journal(); !status) return fail(status.error());
  EvidenceWriter writer = evidence_writer();
  for (const EvidenceFile& file : files) {
    if (Status status = writer.attach(file, attaching); !status) return fail(status.error());
  }
  return conclude(writer);
}

Result<Outcome> Ledger::Change::detach(const std::string& file, const std::string& comment) {
  if (Status status = load(); !status) return fail(status.error());
  if (Status status = open_journal(); !status) return fail(status.error());
  EvidenceWriter writer = evidence_writer();
  if (Status status = writer.detach(file, comment); !status) return fail(status.error());
  return conclude(writer);
}

template <class Do>
Result<Outcome> Ledger::change(const RecordName& name, const Do& what) {
  auto transaction = store::Transaction::start(database_);
  if (!transaction) return fail(transaction.error());
  Change change(database_, library_, act_, name);
  Result<Outcome> outcome = what(change);
  if (!outcome || !outcome->saved) return outcome;
  if (Status status = transaction->commit(); !status) {
    if (status.error().code != "store.constraint") return fail(status.error());
    return fail("record.still-referred", {{"register", name.definition->title}, {"key", outcome->key}},
                status.error().detail);
  }
  return outcome;
}

Result<Outcome> Ledger::add(RecordName name, std::span<const CellText> cells, const Saving& saving) {
  name.key.clear();
  return change(name, [&](Change& one) { return one.add(cells, saving); });
}
Result<Outcome> Ledger::edit(const RecordName& name, std::span<const CellText> cells, const Saving& saving) {
  return change(name, [&](Change& one) { return one.edit(cells, saving); });
}
Result<Outcome> Ledger::move(const RecordName& name, std::string_view transition, const Moving& moving) {
  return change(name, [&](Change& one) { return one.move(transition, moving); });
}
Result<Outcome> Ledger::send_back(const RecordName& name, std::string_view state, const std::string& comment) {
  return change(name, [&](Change& one) { return one.send_back(state, comment); });
}
Result<Outcome> Ledger::recall(const RecordName& name) {
  return change(name, [](Change& one) { return one.recall(); });
}
Result<Outcome> Ledger::hand_over(const RecordName& name, const std::vector<std::string>& to,
                                  const std::string& comment) {
  return change(name, [&](Change& one) { return one.hand_over(to, comment); });
}
Result<Outcome> Ledger::add_signer(const RecordName& name, const std::vector<std::string>& to,
                                   const std::string& comment) {
  return change(name, [&](Change& one) { return one.add_signer(to, comment); });
}
Result<Outcome> Ledger::remove(const RecordName& name, const std::string& comment) {
  return change(name, [&](Change& one) { return one.remove(comment); });
}
Result<Outcome> Ledger::attach(const RecordName& name, std::span<const EvidenceFile> files,
                               const Attaching& attaching) {
  return change(name, [&](Change& one) { return one.attach(files, attaching); });
}
Result<Outcome> Ledger::detach(const RecordName& name, const std::string& file, const std::string& comment) {
  return change(name, [&](Change& one) { return one.detach(file, comment); });
}

std::vector<const pack::Transition*> ways_from(const pack::Workflow& workflow, std::string_view state) {
  const int index = find_state(workflow, state);
  std::vector<const pack::Transition*> out;
  for (const pack::Transition& transition : workflow.transitions) {
    if (contains(transition.from, index)) out.push_back(&transition);
  }
  return out;
}

}  // namespace jiheng::ledger
