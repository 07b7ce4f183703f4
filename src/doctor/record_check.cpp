#include <algorithm>

#include "doctor/case.h"
#include "doctor/pages.h"
#include "ledger/entry.h"
#include "ledger/history.h"
#include "ledger/sql_name.h"
#include "ledger/standing.h"
#include "ledger/stays.h"
#include "ledger/stored_row.h"
#include "ledger/stored_value.h"
#include "pack/system_columns.h"
#include "store/journal.h"

namespace jiheng::doctor {
namespace {

using Stays = std::map<std::string, std::vector<ledger::Stay>, std::less<>>;  // by record

std::string places(std::size_t count) {
  std::string out;
  for (std::size_t i = 0; i < count; ++i) out += i == 0 ? "?" : ", ?";
  return out;
}

std::string joined(const std::vector<std::string>& texts) {
  std::string out;
  for (const std::string& text : texts) out += (out.empty() ? "" : "、") + text;
  return out;
}

std::optional<std::int64_t> optional_integer(const store::Row& row, int column) {
  return row.is_null(column) ? std::nullopt : std::optional(row.integer(column));
}

// The stays of the records of one page.
Result<Stays> read_stays(store::Database& database, std::string_view unit_id, const std::string& register_id, int year,
                         const std::vector<std::string>& keys) {
  std::vector<store::Cell> parameters = {unit_id, register_id, year};
  parameters.insert(parameters.end(), keys.begin(), keys.end());
  const std::string of_page =
      " WHERE unit_id = ? AND register = ? AND year = ? AND record IN (" + places(keys.size()) + ") ORDER BY entry";
  Stays stays;
  Status status =
      database.query("SELECT record, entry, state, since, until FROM stays" + of_page, parameters,
                     [&](const store::Row& row) -> Status {
                       stays[std::string(row.text(0))].push_back(
                           {row.integer(1), std::string(row.text(2)), row.integer(3), optional_integer(row, 4), {}});
                       return {};
                     });
  if (!status) return fail(status.error());
  status = database.query(
      "SELECT record, entry, person, since, until, outcome FROM holders" + of_page + ", person", parameters,
      [&](const store::Row& row) -> Status {
        auto& its = stays[std::string(row.text(0))];
        const std::int64_t entry = row.integer(1);
        auto stay = std::find_if(its.begin(), its.end(), [&](const ledger::Stay& one) { return one.entry == entry; });
        // Of no stay: told as a stay without a state.
        if (stay == its.end()) stay = its.insert(its.end(), {entry, "", 0, 0, {}});
        stay->holders.push_back(
            {std::string(row.text(2)), row.integer(3), optional_integer(row, 4), std::string(row.text(5))});
        return {};
      });
  if (!status) return fail(status.error());
  return stays;
}

class RecordCheck {
 public:
  RecordCheck(Case& its, const std::string& unit_id, const pack::Register& definition, JournalState& journal)
      : its_(its),
        unit_id_(unit_id),
        definition_(definition),
        journal_(journal),
        standing_(definition, its.library.calendar) {}

  Status run();

 private:
  Status read_old_imports();
  Status check_page(std::span<const PageRow> page);
  void check_row(const PageRow& row, const std::string& key, const std::vector<ledger::Stay>& stays);
  // The entry of a row, when the row is what it says.
  std::optional<ledger::Entry> check_entry(const PageRow& row, const Place& place);
  void check_values(const PageRow& row, const ledger::Entry& entry, const Place& place);
  void check_due(const PageRow& row, int state, const std::vector<ledger::Stay>& stays, const Place& place);
  void check_stays(const std::vector<ledger::Stay>& stays, int state, const std::optional<ledger::Entry>& entry,
                   const Place& place);
  void note_missing_year(std::span<const store::Cell> row);
  Status check_stays_of_nobody();
  void conclude();

  Case& its_;
  const std::string& unit_id_;
  const pack::Register& definition_;
  JournalState& journal_;
  ledger::Standing standing_;
  std::map<int, std::int64_t> from_old_imports_;  // rows imported before there was a journal, at most; by year
  std::map<int, std::int64_t> without_entry_;
  std::map<int, std::int64_t> stays_seen_;
  std::set<int> missing_years_;  // of the calendar
  std::int64_t without_calendar_ = 0;
};

Status RecordCheck::run() {
  Status status = read_old_imports();
  if (status) {
    status = each_page(its_.database, definition_, unit_id_,
                       [&](std::span<const PageRow> page) { return check_page(page); });
  }
  if (status) status = check_stays_of_nobody();
  if (status) conclude();
  return status;
}

Status RecordCheck::read_old_imports() {
  const store::Cell parameters[] = {unit_id_, definition_.id, journal_.began, journal_.began};
  return its_.database.query(
      "SELECT year, SUM(rows) FROM imports WHERE unit_id = ? AND register = ? AND (? = '' OR imported_at < ?) GROUP BY "
      "year",
      parameters, [&](const store::Row& row) -> Status {
        from_old_imports_[static_cast<int>(row.integer(0))] = row.integer(1);
        return {};
      });
}

Status RecordCheck::check_page(std::span<const PageRow> page) {
  std::vector<std::string> keys;
  for (const PageRow& row : page) keys.push_back(ledger::record_key(definition_, row.cells));
  const int year = page.front().year();
  Stays stays;
  if (!definition_.workflow.states.empty()) {
    auto read = read_stays(its_.database, unit_id_, definition_.id, year, keys);
    if (!read) return fail(read.error());
    stays = std::move(*read);
  }
  const std::vector<ledger::Stay> none;
  for (std::size_t i = 0; i < page.size(); ++i) {
    const auto found = stays.find(keys[i]);
    check_row(page[i], keys[i], found == stays.end() ? none : found->second);
  }
  its_.report.examined.records += page.size();
  its_.advance(page.size());
  return {};
}

void RecordCheck::check_row(const PageRow& row, const std::string& key, const std::vector<ledger::Stay>& stays) {
  Place place{unit_id_, row.year(), definition_.id, key, {}};
  std::optional<ledger::Entry> entry;
  if (row.entry_number().kind() == store::Cell::Kind::null) {
    ++without_entry_[place.year];
    if (from_old_imports_[place.year] == 0) {
      its_.ailing(place, make_error("doctor.row-without-entry"), message_text("doctor.remedy-row"));
    }
  } else {
    place.entry = row.entry_number().integer();
    entry = check_entry(row, place);
  }
  for (const ledger::Stay& stay : stays) {
    if (!stay.state.empty()) ++stays_seen_[place.year];
  }
  int state = -1;
  if (const int slot = pack::state_slot(definition_); slot >= 0) {
    const store::Cell& cell = row.cells[static_cast<std::size_t>(slot)];
    if (cell.kind() == store::Cell::Kind::null && !place.entry) return;  // older than states
    state = ledger::find_state(definition_.workflow, cell.text());
    if (state < 0 || definition_.workflow.states[static_cast<std::size_t>(state)].id != cell.text()) {
      its_.ailing(place, make_error("doctor.unknown-state", {{"state", cell.text()}}),
                  message_text("doctor.remedy-state"));
      return;
    }
    check_stays(stays, state, entry, place);
  }
  check_due(row, state, stays, place);
}

std::optional<ledger::Entry> RecordCheck::check_entry(const PageRow& row, const Place& place) {
  const std::int64_t number = *place.entry;
  const std::string remedy = message_text("doctor.remedy-row");
  if (!row.entry) {
    its_.ailing(place, make_error("doctor.row-entry-missing"), remedy);
    return std::nullopt;
  }
  auto parsed = ledger::parse_entry(*row.entry);
  if (!parsed) return std::nullopt;  // told with the journal
  const ledger::Entry& entry = *parsed;
  if (entry.unit_id != unit_id_ || entry.register_id != definition_.id || entry.year != place.year ||
      entry.record != place.record || entry.action == "remove" || entry.action == "clear") {
    its_.ailing(place,
                make_error("doctor.row-of-another",
                           {{"register", entry.register_id}, {"record", entry.record}, {"action", entry.action}}),
                remedy);
    return std::nullopt;
  }
  const auto bit = static_cast<std::size_t>(number);
  const JournalState::Scope& scope = journal_.scopes[{definition_.id, place.year}];
  if (number < 0 || bit >= journal_.current.size() || !journal_.current[bit] || number <= scope.cleared) {
    its_.ailing(place, make_error("doctor.row-stale"), remedy);
    return std::nullopt;
  }
  journal_.current[bit] = false;
  --journal_.scopes[{definition_.id, place.year}].live;
  check_values(row, entry, place);
  return std::move(*parsed);
}

// Fields that left the packs stand in old entries and are not looked at.
void RecordCheck::check_values(const PageRow& row, const ledger::Entry& entry, const Place& place) {
  ledger::Entry now;
  now.values = ledger::entry_values(definition_, row.cells);
  std::vector<std::string> different;
  for (const ledger::FieldChange& change : ledger::changes_between(entry, now)) {
    const pack::Field* field = definition_.find_field(change.field);
    if (!field) continue;
    different.push_back(message_text("doctor.field-differs", {{"field", field->title},
                                                              {"entry", ledger::typed_text(*field, change.was)},
                                                              {"row", ledger::typed_text(*field, change.now)}}));
  }
  if (const int slot = pack::state_slot(definition_); slot >= 0) {
    const std::string_view state = row.cells[static_cast<std::size_t>(slot)].text();
    if (state != entry.state) {
      different.push_back(
          message_text("doctor.field-differs",
                       {{"field", message_text("doctor.field-state")}, {"entry", entry.state}, {"row", state}}));
    }
    const std::int64_t returns = row.cells[static_cast<std::size_t>(pack::returns_slot(definition_))].integer();
    if (returns != entry.returns) {
      different.push_back(
          message_text("doctor.field-differs",
                       {{"field", message_text("doctor.field-returns")}, {"entry", entry.returns}, {"row", returns}}));
    }
  }
  if (different.empty()) return;
  its_.ailing(place, make_error("doctor.row-differs", {{"what", joined(different)}}),
              message_text("doctor.remedy-row"));
}

std::string due_text(const pack::Deadline& deadline, const store::Cell& cell) {
  if (cell.kind() == store::Cell::Kind::null) return message_text("doctor.no-due");
  if (pack::counts_minutes(deadline)) {
    return Moment::from_minutes(static_cast<std::int32_t>(cell.integer())).to_string();
  }
  return Date::from_days(static_cast<std::int32_t>(cell.integer())).to_string();
}

bool same(const store::Cell& a, const store::Cell& b) {
  return a.kind() == b.kind() && a.integer() == b.integer();
}

void RecordCheck::check_due(const PageRow& row, int state, const std::vector<ledger::Stay>& stays, const Place& place) {
  if (definition_.deadlines.empty()) return;
  std::vector<store::Cell> right = row.cells;
  if (!standing_.settle(right, state, ledger::pauses(definition_.workflow, stays))) {
    ++without_calendar_;
    note_missing_year(row.cells);
  }
  for (std::size_t i = 0; i < definition_.deadlines.size(); ++i) {
    const auto slot = static_cast<std::size_t>(pack::due_slot(definition_, i));
    if (same(row.cells[slot], right[slot])) continue;
    const pack::Deadline& deadline = definition_.deadlines[i];
    its_.mendable.due_days.emplace(unit_id_, definition_.id);
    its_.ailing(place,
                make_error("doctor.due-differs", {{"deadline", deadline.title},
                                                  {"stored", due_text(deadline, row.cells[slot])},
                                                  {"right", due_text(deadline, right[slot])}}),
                message_text("doctor.remedy-mend"));
  }
}

// The first year without a calendar that the deadlines of the row may need: that of its days, else the next.
void RecordCheck::note_missing_year(std::span<const store::Cell> row) {
  for (const pack::Deadline& deadline : definition_.deadlines) {
    const auto slot = static_cast<std::size_t>(deadline.from + pack::Register::first_field_slot);
    if (row[slot].kind() == store::Cell::Kind::null) continue;
    const pack::Field& field = definition_.fields[static_cast<std::size_t>(deadline.from)];
    const expr::Value from = ledger::stored_value(field, row[slot]);
    int year = (from.kind() == expr::Value::Kind::moment ? from.moment().date() : from.date()).year();
    if (its_.library.calendar.covers(year)) ++year;
    if (!its_.library.calendar.covers(year)) missing_years_.insert(year);
  }
}

void RecordCheck::check_stays(const std::vector<ledger::Stay>& stays, int state,
                              const std::optional<ledger::Entry>& entry, const Place& place) {
  const auto tell = [&](const char* what) {
    its_.ailing(place, make_error("doctor.stays-differ", {{"what", message_text(what)}}),
                message_text("doctor.remedy-stays"));
  };
  const pack::State& its_state = definition_.workflow.states[static_cast<std::size_t>(state)];
  std::size_t open = 0;
  for (const ledger::Stay& stay : stays) {
    const bool holder_left = std::any_of(stay.holders.begin(), stay.holders.end(),
                                         [](const ledger::Holder& holder) { return !holder.until; });
    if (stay.state.empty()) {
      tell("doctor.holder-without-stay");
    } else if (stay.until) {
      if (holder_left) tell("doctor.holder-after-stay");
    } else {
      ++open;
      if (stay.state != its_state.id) tell("doctor.stay-in-another-state");
      if (its_state.finished && holder_left) tell("doctor.holder-of-finished");
    }
  }
  if (open > 1) tell("doctor.two-stays");
  if (open > 0) return;
  // Imported records that were finished, and those older than stays, have none.
  const bool began = entry && (entry->action == "add" || entry->action == "move" || entry->action == "return" ||
                               (entry->action == "import" && !its_state.finished));
  if (began || !stays.empty()) tell("doctor.no-stay");
}

Status RecordCheck::check_stays_of_nobody() {
  if (definition_.workflow.states.empty()) return {};
  const store::Cell parameters[] = {unit_id_, definition_.id};
  return its_.database.query(
      "SELECT year, COUNT(*) FROM stays WHERE unit_id = ? AND register = ? GROUP BY year ORDER BY year", parameters,
      [&](const store::Row& row) -> Status {
        const int year = static_cast<int>(row.integer(0));
        const std::int64_t surplus = row.integer(1) - stays_seen_[year];
        if (surplus == 0) return {};
        its_.ailing({unit_id_, year, definition_.id, "", {}},
                    make_error("doctor.stays-of-nobody", {{"count", surplus}}), message_text("doctor.remedy-stays"));
        return {};
      });
}

void RecordCheck::conclude() {
  for (const auto& [year, count] : without_entry_) {
    const std::int64_t allowed = from_old_imports_[year];
    const Place place{unit_id_, year, definition_.id, "", {}};
    if (allowed == 0) continue;  // told one by one
    if (count > allowed) {
      its_.ailing(place, make_error("doctor.rows-without-entry", {{"count", count}, {"imported", allowed}}),
                  message_text("doctor.remedy-row"));
    } else {
      its_.note(place, make_error("doctor.rows-before-journal", {{"count", count}}),
                message_text("doctor.remedy-before-journal"));
    }
  }
  if (missing_years_.empty()) return;
  std::vector<std::string> years;
  for (const int year : missing_years_) years.push_back(std::to_string(year));
  its_.note({unit_id_, 0, definition_.id, "", {}},
            make_error("doctor.calendar-missing", {{"years", joined(years)}, {"count", without_calendar_}}),
            message_text("doctor.remedy-calendar"));
}

}  // namespace

Status check_records(Case& its, const std::string& unit_id, const pack::Register& definition, JournalState& journal) {
  return RecordCheck(its, unit_id, definition, journal).run();
}

// What the rows left marked. A record that has a row is told already: the row names another entry.
Status check_lost_records(Case& its, const std::string& unit_id, const JournalState& journal) {
  constexpr std::int64_t page = 1024;
  const auto size = static_cast<std::int64_t>(journal.current.size());
  const bool any = std::any_of(journal.scopes.begin(), journal.scopes.end(), [&](const auto& scope) {
    return scope.second.live > 0 && its.library.find_register(scope.first.first);
  });
  for (std::int64_t first = 0; any && first < size; first += page) {
    std::vector<std::pair<std::int64_t, ledger::Entry>> marked;
    const Status read =
        store::read_journal(its.database, unit_id, first, page, [&](std::int64_t seq, std::string_view text) -> Status {
          if (!journal.current[static_cast<std::size_t>(seq)]) return {};
          auto entry = ledger::parse_entry(text);
          if (entry) marked.emplace_back(seq, std::move(*entry));
          return {};
        });
    if (!read) return read;
    for (const auto& [seq, entry] : marked) {
      const pack::Register* definition = its.library.find_register(entry.register_id);
      const auto scope = journal.scopes.find({entry.register_id, entry.year});
      if (!definition || scope == journal.scopes.end() || scope->second.live <= 0 || seq <= scope->second.cleared) {
        continue;
      }
      const auto row = ledger::find_row(its.database, its.library, {definition, unit_id, entry.year, entry.record});
      if (!row && !row.error().code.starts_with("record.")) return fail(row.error());
      if (row && *row) continue;
      its.ailing({unit_id, entry.year, entry.register_id, entry.record, seq}, make_error("doctor.record-lost"),
                 message_text("doctor.remedy-lost"));
    }
  }
  return {};
}

}  // namespace jiheng::doctor
