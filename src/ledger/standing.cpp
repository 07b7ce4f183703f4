#include "ledger/standing.h"

#include <algorithm>
#include <set>

#include "ledger/system_value.h"

namespace jiheng::ledger {
namespace {

using expr::Value;
using pack::TimeLimit;
using pack::TimeUnit;

bool holds(const expr::Expression& condition, std::span<const Value> values, const WorkCalendar& calendar) {
  const Result<Value> verdict = condition.evaluate(values, {&calendar});
  return verdict && verdict->kind() == Value::Kind::boolean && verdict->boolean();
}

Date day_of(std::int64_t minute) {
  return Moment::from_minutes(static_cast<std::int32_t>(minute)).date();
}

// How much a limit is prolonged by what stood still, in its own unit (months by days).
Result<int> prolongation(TimeUnit unit, std::span<const Pause> pauses, const WorkCalendar& calendar) {
  int sum = 0;
  for (const Pause& pause : pauses) {
    if (unit == TimeUnit::minutes) {
      sum += static_cast<int>(pause.until - pause.since);
    } else if (unit == TimeUnit::working_days) {
      const Result<int> days = calendar.count_workdays(day_of(pause.since), day_of(pause.until));
      if (!days) return fail(days.error());
      sum += *days;
    } else {
      sum += day_of(pause.until) - day_of(pause.since);
    }
  }
  return sum;
}

constexpr int last_minute_of_day = Moment::minutes_per_day - 1;

// As a deadline's column holds it: days, or minutes where the deadline counts minutes.
store::Cell due_cell(Date day, bool in_minutes) {
  if (!in_minutes) return day.days();
  return std::int64_t{day.days()} * Moment::minutes_per_day + last_minute_of_day;
}

// calendar.not-covered is its only error that can happen.
Result<store::Cell> due_of(const TimeLimit& limit, const Value& from, bool in_minutes, std::span<const Pause> pauses,
                           const WorkCalendar& calendar) {
  const Result<int> longer = prolongation(limit.unit, pauses, calendar);
  if (!longer) return fail(longer.error());
  if (limit.unit == TimeUnit::minutes) {
    return store::Cell(std::int64_t{from.moment().plus_minutes(limit.within + *longer).minutes()});
  }
  const Date start = from.kind() == Value::Kind::moment ? from.moment().date() : from.date();
  switch (limit.unit) {
    case TimeUnit::working_days: {
      const Result<Date> day = calendar.add_workdays(start, limit.within + *longer);
      if (!day) return fail(day.error());
      return due_cell(*day, in_minutes);
    }
    case TimeUnit::months:
      return due_cell(start.plus_months(limit.within).plus_days(*longer), in_minutes);
    default:
      return due_cell(start.plus_days(limit.within + *longer), in_minutes);
  }
}

}  // namespace

Standing::Standing(const pack::Register& definition, const WorkCalendar& calendar)
    : definition_(definition), calendar_(calendar), values_(static_cast<std::size_t>(definition.scope.size())) {
  std::set<int> slots;
  for (const pack::State& state : definition.workflow.states) {
    if (!state.when) continue;
    for (const int slot : state.when->expression.slots()) slots.insert(slot);
  }
  for (const pack::Deadline& deadline : definition.deadlines) {
    slots.insert(pack::Register::first_field_slot + deadline.from);
    for (const pack::TimeLimit& limit : deadline.limits) {
      if (!limit.when) continue;
      for (const int slot : limit.when->slots()) slots.insert(slot);
    }
  }
  slots_.assign(slots.begin(), slots.end());
}

void Standing::read(std::span<const store::Cell> row) {
  for (const int slot : slots_) values_[static_cast<std::size_t>(slot)] = slot_value(definition_, row, slot);
}

int Standing::told_state() const {
  const std::vector<pack::State>& states = definition_.workflow.states;
  for (std::size_t i = states.size(); i-- > 1;) {
    if (states[i].when && holds(states[i].when->expression, values_, calendar_)) return static_cast<int>(i);
  }
  return 0;
}

bool Standing::set_due(std::span<store::Cell> row, std::size_t deadline, std::span<const Pause> pauses) const {
  const pack::Deadline& its = definition_.deadlines[deadline];
  store::Cell& cell = row[static_cast<std::size_t>(pack::due_slot(definition_, deadline))];
  cell = {};
  const Value& from = values_[static_cast<std::size_t>(pack::Register::first_field_slot + its.from)];
  if (from.is_null()) return true;
  for (const pack::TimeLimit& limit : its.limits) {
    if (limit.when && !holds(*limit.when, values_, calendar_)) continue;
    const Result<store::Cell> due = due_of(limit, from, pack::counts_minutes(its), pauses, calendar_);
    if (due) cell = *due;
    return due.has_value();
  }
  return true;
}

bool Standing::settle(std::span<store::Cell> row, int state, std::span<const Pause> pauses) {
  read(row);
  if (const int slot = pack::state_slot(definition_); slot >= 0) {
    if (state < 0) state = told_state();
    const pack::State& its = definition_.workflow.states[static_cast<std::size_t>(state)];
    row[static_cast<std::size_t>(slot)] = its.id;
    if (its.paused) {
      for (std::size_t i = 0; i < definition_.deadlines.size(); ++i) {
        row[static_cast<std::size_t>(pack::due_slot(definition_, i))] = {};
      }
      return true;
    }
  }
  bool told = true;
  for (std::size_t i = 0; i < definition_.deadlines.size(); ++i) told &= set_due(row, i, pauses);
  return told;
}

int find_state(const pack::Workflow& workflow, std::string_view id_or_title) {
  for (std::size_t i = 0; i < workflow.states.size(); ++i) {
    if (workflow.states[i].id == id_or_title || workflow.states[i].title == id_or_title) return static_cast<int>(i);
  }
  return -1;
}

}  // namespace jiheng::ledger
