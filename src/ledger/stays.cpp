#include "ledger/stays.h"

namespace jiheng::ledger {
namespace {

// The four columns that every statement here begins with.
constexpr std::string_view of_record = "unit_id = ? AND register = ? AND year = ? AND record = ?";

class Parameters {
 public:
  explicit Parameters(const RecordName& name) : cells_{name.unit_id, name.definition->id, name.year, name.key} {}
  Parameters& add(store::Cell cell) {
    cells_.push_back(cell);
    return *this;
  }
  // Before the record's own, as SET clauses stand before WHERE.
  Parameters& lead(std::vector<store::Cell> cells) {
    cells_.insert(cells_.begin(), cells.begin(), cells.end());
    return *this;
  }
  operator std::span<const store::Cell>() const { return cells_; }

 private:
  std::vector<store::Cell> cells_;
};

store::Cell cell_of(const std::optional<std::int64_t>& value) {
  return value ? store::Cell(*value) : store::Cell();
}

}  // namespace

Result<std::vector<Stay>> read_stays(store::Database& database, const RecordName& name) {
  std::vector<Stay> stays;
  const auto optional = [](const store::Row& row, int column) {
    return row.is_null(column) ? std::nullopt : std::optional(row.integer(column));
  };
  Status status = database.query(
      "SELECT entry, state, since, until FROM stays WHERE " + std::string(of_record) + " ORDER BY entry",
      Parameters(name), [&](const store::Row& row) -> Status {
        stays.push_back({row.integer(0), std::string(row.text(1)), row.integer(2), optional(row, 3), {}});
        return {};
      });
  if (!status) return fail(status.error());
  status = database.query("SELECT entry, person, since, until, outcome FROM holders WHERE " + std::string(of_record) +
                              " ORDER BY entry, person",
                          Parameters(name), [&](const store::Row& row) -> Status {
                            for (Stay& stay : stays) {
                              if (stay.entry != row.integer(0)) continue;
                              stay.holders.push_back({std::string(row.text(1)), row.integer(2), optional(row, 3),
                                                      std::string(row.text(4))});
                            }
                            return {};
                          });
  if (!status) return fail(status.error());
  return stays;
}

Status begin_stay(store::Database& database, const RecordName& name, const Stay& stay) {
  Status status = database.execute(
      "INSERT INTO stays (unit_id, register, year, record, entry, state, since, until) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
      Parameters(name).add(stay.entry).add(stay.state).add(stay.since).add(cell_of(stay.until)));
  for (std::size_t i = 0; status && i < stay.holders.size(); ++i) {
    status = add_holder(database, name, stay.entry, stay.holders[i]);
  }
  return status;
}

Status end_stay(store::Database& database, const RecordName& name, std::int64_t entry, std::int64_t until) {
  return database.execute("UPDATE stays SET until = ? WHERE " + std::string(of_record) + " AND entry = ?",
                          Parameters(name).lead({until}).add(entry));
}

Status reopen_stay(store::Database& database, const RecordName& name, std::int64_t gone, std::int64_t reopened) {
  const std::string this_entry = std::string(of_record) + " AND entry = ?";
  for (const char* table : {"stays", "holders"}) {
    Status status =
        database.execute("DELETE FROM " + std::string(table) + " WHERE " + this_entry, Parameters(name).add(gone));
    if (!status) return status;
  }
  Status status = database.execute("UPDATE stays SET until = NULL WHERE " + this_entry, Parameters(name).add(reopened));
  if (!status) return status;
  return database.execute("UPDATE holders SET until = NULL, outcome = NULL WHERE " + this_entry,
                          Parameters(name).add(reopened));
}

Status add_holder(store::Database& database, const RecordName& name, std::int64_t entry, const Holder& holder) {
  const store::Cell outcome = holder.outcome.empty() ? store::Cell() : store::Cell(holder.outcome);
  return database.execute(
      "INSERT INTO holders (unit_id, register, year, record, entry, person, since, until, outcome) VALUES (?, ?, ?, ?, "
      "?, ?, ?, ?, ?)",
      Parameters(name).add(entry).add(holder.person).add(holder.since).add(cell_of(holder.until)).add(outcome));
}

Status end_holding(store::Database& database, const RecordName& name, std::int64_t entry, std::string_view person,
                   std::int64_t until, std::string_view outcome) {
  const store::Cell its_outcome = outcome.empty() ? store::Cell() : store::Cell(outcome);
  const std::string sql =
      "UPDATE holders SET until = ?, outcome = ? WHERE " + std::string(of_record) + " AND entry = ? AND until IS NULL";
  Parameters parameters(name);
  parameters.lead({until, its_outcome}).add(entry);
  if (person.empty()) return database.execute(sql, parameters);
  return database.execute(sql + " AND person = ?", parameters.add(person));
}

Status forget_stays(store::Database& database, const RecordName& name) {
  for (const char* table : {"holders", "stays"}) {
    Status status =
        database.execute("DELETE FROM " + std::string(table) + " WHERE " + std::string(of_record), Parameters(name));
    if (!status) return status;
  }
  return {};
}

std::vector<Pause> pauses(const pack::Workflow& workflow, const std::vector<Stay>& stays) {
  std::vector<Pause> out;
  for (const Stay& stay : stays) {
    const int state = find_state(workflow, stay.state);
    if (stay.until && state >= 0 && workflow.states[static_cast<std::size_t>(state)].paused) {
      out.push_back({stay.since, *stay.until});
    }
  }
  return out;
}

}  // namespace jiheng::ledger
