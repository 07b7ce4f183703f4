#include "ledger/due.h"

#include <algorithm>
#include <map>

#include "ledger/people.h"
#include "ledger/records.h"
#include "ledger/sql_name.h"
#include "ledger/stays.h"
#include "ledger/stored_row.h"
#include "ledger/system_value.h"
#include "pack/system_columns.h"

namespace jiheng::ledger {
namespace {

constexpr std::int64_t end_of_day = Moment::minutes_per_day - 1;

// The minute a deadline's column, a date field or a moment field stands for: a day by its last minute.
std::int64_t last_minute(expr::Type type, std::int64_t value) {
  return type == expr::Type::moment ? value : value * Moment::minutes_per_day + end_of_day;
}
std::int64_t first_minute(expr::Type type, std::int64_t value) {
  return type == expr::Type::moment ? value : value * Moment::minutes_per_day;
}

Moment moment_of(std::int64_t minute) {
  return Moment::from_minutes(static_cast<std::int32_t>(minute));
}

// Stays of a register's records, by key.
using StaysOfRecords = std::map<std::string, std::vector<Stay>, std::less<>>;

class Queue {
 public:
  Queue(store::Database& database, const pack::Library& library, const DueQuery& query)
      : database_(database), library_(library), query_(query), as_of_(query.as_of.minutes()) {}

  Result<DueQueue> read();

 private:
  Status read_register(const pack::Register& definition, int year);
  Status read_stays(const pack::Register& definition, int year, StaysOfRecords& stays);
  Status count_finished(const pack::Register& definition, int year);
  Status judge(const pack::Register& definition, int year, const StaysOfRecords& stays,
               std::span<const store::Cell> row);
  // When the record came in, by the fields its deadlines run from.
  bool is_in(const pack::Register& definition, std::span<const store::Cell> row) const;
  bool is_ended(const pack::Register& definition, const pack::Deadline& deadline,
                std::span<const store::Cell> row) const;
  bool is_finished(const pack::Register& definition, int state, const std::vector<Stay>& stays,
                   std::span<const store::Cell> row) const;
  void set_due(const pack::Register& definition, std::span<const store::Cell> row, DueItem& item);
  bool remind(const pack::Deadline& deadline, std::int64_t due) const;
  Result<bool> concerns(const pack::Register& definition, int year, int state, const std::vector<Stay>& stays,
                        DueItem& item);
  Status set_handling();

  store::Database& database_;
  const pack::Library& library_;
  const DueQuery& query_;
  std::int64_t as_of_;
  std::map<int, std::vector<std::string>> roles_;  // of the person, by year
  DueQueue queue_;
};

Status Queue::read_stays(const pack::Register& definition, int year, StaysOfRecords& stays) {
  // Only what is open now, or, of the past or for a person, all.
  const bool all = !query_.now || !query_.person.empty();
  const store::Cell scope[] = {query_.unit_id, definition.id, year};
  const std::string open = all ? "" : " AND until IS NULL";
  const auto optional = [](const store::Row& row, int column) {
    return row.is_null(column) ? std::nullopt : std::optional(row.integer(column));
  };
  Status status = database_.query(
      "SELECT record, entry, state, since, until FROM stays WHERE unit_id = ? AND register = ? AND year = ?" + open +
          " ORDER BY record, entry",
      scope, [&](const store::Row& row) -> Status {
        stays[std::string(row.text(0))].push_back(
            {row.integer(1), std::string(row.text(2)), row.integer(3), optional(row, 4), {}});
        return {};
      });
  if (!status) return status;
  return database_.query(
      "SELECT record, entry, person, since, until, outcome FROM holders WHERE unit_id = ? AND register = ? AND year = "
      "?" +
          open + " ORDER BY record, entry, person",
      scope, [&](const store::Row& row) -> Status {
        const auto its = stays.find(row.text(0));
        if (its == stays.end()) return {};
        for (Stay& stay : its->second) {
          if (stay.entry == row.integer(1)) {
            stay.holders.push_back(
                {std::string(row.text(2)), row.integer(3), optional(row, 4), std::string(row.text(5))});
          }
        }
        return {};
      });
}

// The stay a record was in at the moment asked about; null: none is known.
const Stay* stay_at(const std::vector<Stay>& stays, std::int64_t minute) {
  const Stay* found = nullptr;
  for (const Stay& stay : stays) {
    if (stay.since <= minute && (!stay.until || *stay.until > minute)) found = &stay;
  }
  return found;
}

bool Queue::is_in(const pack::Register& definition, std::span<const store::Cell> row) const {
  if (query_.now || definition.deadlines.empty()) return true;
  for (const pack::Deadline& deadline : definition.deadlines) {
    const int slot = pack::Register::first_field_slot + deadline.from;
    const store::Cell& from = row[static_cast<std::size_t>(slot)];
    if (from.kind() == store::Cell::Kind::null) continue;
    if (first_minute(definition.scope[slot].type, from.integer()) <= as_of_) return true;
  }
  return false;
}

bool Queue::is_ended(const pack::Register& definition, const pack::Deadline& deadline,
                     std::span<const store::Cell> row) const {
  if (deadline.until < 0) return false;
  const int slot = pack::Register::first_field_slot + deadline.until;
  const store::Cell& until = row[static_cast<std::size_t>(slot)];
  if (until.kind() == store::Cell::Kind::null) return false;
  return query_.now || first_minute(definition.scope[slot].type, until.integer()) <= as_of_;
}

// Of the past, an imported record has no stays to tell when it was finished: its deadlines' end fields do.
bool Queue::is_finished(const pack::Register& definition, int state, const std::vector<Stay>& stays,
                        std::span<const store::Cell> row) const {
  const pack::Workflow& workflow = definition.workflow;
  if (!query_.now && !workflow.states.empty()) {
    if (const Stay* stay = stay_at(stays, as_of_)) {
      const int was = find_state(workflow, stay->state);
      return was >= 0 && workflow.states[static_cast<std::size_t>(was)].finished;
    }
  }
  const bool finished_now = state >= 0 && workflow.states[static_cast<std::size_t>(state)].finished;
  if (query_.now && !workflow.states.empty()) return finished_now;
  bool told = false;
  for (const pack::Deadline& deadline : definition.deadlines) {
    if (deadline.until < 0) continue;
    told = true;
    if (!is_ended(definition, deadline, row)) return false;
  }
  return told || finished_now;
}

bool Queue::remind(const pack::Deadline& deadline, std::int64_t due) const {
  if (due < as_of_) return true;
  if (deadline.remind == 0) return false;
  const auto from = library_.calendar.add_workdays(moment_of(due).date(), -deadline.remind);
  return from && std::int64_t{from->days()} * Moment::minutes_per_day <= as_of_;
}

void Queue::set_due(const pack::Register& definition, std::span<const store::Cell> row, DueItem& item) {
  for (std::size_t i = 0; i < definition.deadlines.size(); ++i) {
    const pack::Deadline& deadline = definition.deadlines[i];
    if (is_ended(definition, deadline, row)) continue;
    const int slot = pack::due_slot(definition, i);
    const store::Cell& cell = row[static_cast<std::size_t>(slot)];
    if (cell.kind() == store::Cell::Kind::null) continue;
    const std::int64_t due = last_minute(definition.scope[slot].type, cell.integer());
    item.remind = item.remind || remind(deadline, due);
    item.overdue = item.overdue || due < as_of_;
    if (item.due && item.due->minutes() <= due) continue;
    item.due = moment_of(due);
    item.in_minutes = definition.scope[slot].type == expr::Type::moment;
    item.deadline = deadline.title;
  }
}

// Whether the record is one of the person's or the role's, and how far it is for them.
Result<bool> Queue::concerns(const pack::Register& definition, int year, int state, const std::vector<Stay>& stays,
                             DueItem& item) {
  if (query_.person.empty() && query_.role.empty()) return true;
  std::vector<std::string> roles;
  if (!query_.role.empty()) roles.push_back(query_.role);
  if (!query_.person.empty()) {
    if (!roles_.contains(year)) {
      auto its = roles_of(database_, library_, query_.unit_id, year, query_.person);
      if (!its) return fail(its.error());
      roles_[year] = std::move(*its);
    }
    roles.insert(roles.end(), roles_[year].begin(), roles_[year].end());
  }
  const bool held = std::find(item.holders.begin(), item.holders.end(), query_.person) != item.holders.end();
  bool by_role = false;
  if (item.progress != Progress::finished && state >= 0 && item.holders.empty()) {
    for (const pack::Transition& transition : definition.workflow.transitions) {
      if (std::find(transition.from.begin(), transition.from.end(), state) == transition.from.end()) continue;
      for (const std::string& role : transition.roles) {
        by_role = by_role || std::find(roles.begin(), roles.end(), role) != roles.end();
      }
    }
  }
  if (item.progress != Progress::finished && (held || by_role)) {
    item.progress = Progress::waiting;
    return true;
  }
  if (query_.person.empty()) return false;
  for (const Stay& stay : stays) {
    if (stay.since > as_of_) continue;
    for (const Holder& holder : stay.holders) {
      if (holder.person != query_.person) continue;
      if (item.progress != Progress::finished) item.progress = Progress::working;
      return true;
    }
  }
  return false;
}

Status Queue::judge(const pack::Register& definition, int year, const StaysOfRecords& all_stays,
                    std::span<const store::Cell> row) {
  static const std::vector<Stay> none;
  DueItem item;
  item.definition = &definition;
  item.year = year;
  item.key = record_key(definition, row);
  const auto found = all_stays.find(item.key);
  const std::vector<Stay>& stays = found == all_stays.end() ? none : found->second;
  // A record that was somewhere then was in; of others the days their deadlines run from tell.
  const bool stayed = !stays.empty() && stays.front().since <= as_of_;
  if (!stayed && !is_in(definition, row)) return {};
  const pack::Workflow& workflow = definition.workflow;
  int state = -1;
  if (const int slot = pack::state_slot(definition); slot >= 0) {
    state = find_state(workflow, row[static_cast<std::size_t>(slot)].text());
  }
  const bool finished = is_finished(definition, state, stays, row);
  if (const Stay* stay = stay_at(stays, as_of_)) {
    state = find_state(workflow, stay->state);
    item.since = moment_of(stay->since);
    for (const Holder& holder : stay->holders) {
      if (!holder.until || *holder.until > as_of_) item.holders.push_back(holder.person);
    }
  } else if (!query_.now) {
    state = -1;  // where it was then is not known
  }
  if (state >= 0) item.state = workflow.states[static_cast<std::size_t>(state)].title;
  item.progress = finished ? Progress::finished : state > 0 ? Progress::working : Progress::waiting;
  const Result<bool> concerned = concerns(definition, year, state, stays, item);
  if (!concerned) return fail(concerned.error());
  if (!*concerned) return {};
  if (!finished) set_due(definition, row, item);
  DueCounts& counts = queue_.counts;
  ++(item.progress == Progress::finished  ? counts.finished
     : item.progress == Progress::working ? counts.working
                                          : counts.waiting);
  if (item.overdue) ++counts.overdue;
  if (finished && !query_.with_finished) return {};
  const pack::Field& label = definition.fields[static_cast<std::size_t>(definition.label)];
  item.label = cell_text(label, slot_value(definition, row, pack::Register::first_field_slot + definition.label));
  queue_.items.push_back(std::move(item));
  return {};
}

Status Queue::count_finished(const pack::Register& definition, int year) {
  for (const pack::State& state : definition.workflow.states) {
    if (!state.finished) continue;
    const store::Cell parameters[] = {query_.unit_id, year, state.id};
    const auto count = database_.integer("SELECT COUNT(*) FROM " + sql_name(definition.table()) +
                                             " WHERE unit_id = ? AND year = ? AND " + sql_name("_state") + " = ?",
                                         parameters, 0);
    if (!count) return fail(count.error());
    queue_.counts.finished += *count;
  }
  return {};
}

Status Queue::read_register(const pack::Register& definition, int year) {
  const pack::Workflow& workflow = definition.workflow;
  StaysOfRecords stays;
  if (!workflow.states.empty()) {
    if (Status status = read_stays(definition, year, stays); !status) return status;
  }
  std::string sql = "SELECT " + sql_list(row_columns(definition)) + " FROM " + sql_name(definition.table()) +
                    " WHERE unit_id = ? AND year = ?";
  std::vector<store::Cell> parameters = {query_.unit_id, year};
  // Finished records are many; now they need only be counted.
  if (query_.now && query_.person.empty() && !query_.with_finished && !workflow.states.empty()) {
    if (query_.role.empty()) {
      if (Status status = count_finished(definition, year); !status) return status;
    }
    std::string open;
    for (const pack::State& state : workflow.states) {
      if (state.finished) continue;
      open += open.empty() ? "?" : ", ?";
      parameters.emplace_back(state.id);
    }
    sql += " AND " + sql_name("_state") + " IN (" + open + ")";
  }
  std::vector<std::vector<store::Cell>> rows;
  Arena arena;
  const Status status = database_.query(sql, parameters, [&](const store::Row& row) -> Status {
    read_row(definition, row, arena, rows.emplace_back());
    return {};
  });
  if (!status) return status;
  for (const std::vector<store::Cell>& row : rows) {
    if (Status judged = judge(definition, year, stays, row); !judged) return judged;
  }
  return {};
}

// How long records were with the person who then moved them on.
Status Queue::set_handling() {
  if (query_.person.empty()) return {};
  for (const int year : query_.years) {
    const store::Cell parameters[] = {query_.unit_id, year, query_.person, as_of_};
    const Status status = database_.query(
        "SELECT COUNT(*), SUM(until - since) FROM holders WHERE unit_id = ? AND year = ? AND person = ? AND until <= ? "
        "AND outcome IS NOT NULL",
        parameters, [&](const store::Row& row) -> Status {
          queue_.counts.handled += row.integer(0);
          queue_.counts.handling_minutes += row.integer(1);
          return {};
        });
    if (!status) return status;
  }
  return {};
}

Result<DueQueue> Queue::read() {
  for (const pack::Register& definition : library_.registers) {
    if (definition.workflow.states.empty() && definition.deadlines.empty()) continue;
    if (!query_.register_id.empty() && definition.id != query_.register_id) continue;
    for (const int year : query_.years) {
      if (Status status = read_register(definition, year); !status) return fail(status.error());
    }
  }
  if (Status status = set_handling(); !status) return fail(status.error());
  std::stable_sort(queue_.items.begin(), queue_.items.end(), [](const DueItem& a, const DueItem& b) {
    if ((a.progress == Progress::finished) != (b.progress == Progress::finished)) {
      return b.progress == Progress::finished;
    }
    if (a.due.has_value() != b.due.has_value()) return a.due.has_value();
    if (a.due != b.due) return a.due < b.due;
    if (a.definition != b.definition) return a.definition->id < b.definition->id;
    return std::pair(a.year, a.key) < std::pair(b.year, b.key);
  });
  return std::move(queue_);
}

}  // namespace

Result<DueQueue> due_queue(store::Database& database, const pack::Library& library, const DueQuery& query) {
  return Queue(database, library, query).read();
}

}  // namespace jiheng::ledger
