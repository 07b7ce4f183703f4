#include "doctor/case.h"
#include "doctor/pages.h"
#include "ledger/likeness.h"
#include "ledger/record_key.h"
#include "ledger/sql_name.h"
#include "ledger/standing.h"
#include "ledger/stays.h"
#include "pack/system_columns.h"
#include "store/schema.h"

namespace jiheng::doctor {
namespace {

class Mending {
 public:
  Mending(store::Database& database, const pack::Library& library) : database_(database), library_(library) {}

  Status due_days(const std::string& unit_id, const pack::Register& definition);
  Status sketches(const std::string& unit_id, const pack::Register& definition);
  Status figure(const std::string& unit_id, int year, const std::string& measure);
  std::uint64_t count() const { return count_; }

 private:
  Status settle(const PageRow& row, ledger::RecordName name, ledger::Standing& standing);

  store::Database& database_;
  const pack::Library& library_;
  std::uint64_t count_ = 0;
};

Status Mending::settle(const PageRow& row, ledger::RecordName name, ledger::Standing& standing) {
  const pack::Register& definition = *name.definition;
  int state = -1;
  std::vector<ledger::Stay> stays;
  if (const int slot = pack::state_slot(definition); slot >= 0) {
    state = ledger::find_state(definition.workflow, row.cells[static_cast<std::size_t>(slot)].text());
    if (state < 0) return {};
    auto read = ledger::read_stays(database_, name);
    if (!read) return fail(read.error());
    stays = std::move(*read);
  }
  std::vector<store::Cell> right = row.cells;
  standing.settle(right, state, ledger::pauses(definition.workflow, stays));
  std::string sets;
  std::vector<store::Cell> parameters;
  bool differs = false;
  for (std::size_t i = 0; i < definition.deadlines.size(); ++i) {
    const auto slot = static_cast<std::size_t>(pack::due_slot(definition, i));
    differs |= row.cells[slot].kind() != right[slot].kind() || row.cells[slot].integer() != right[slot].integer();
    sets += (sets.empty() ? "" : ", ") + ledger::sql_name("_due_" + definition.deadlines[i].id) + " = ?";
    parameters.push_back(right[slot]);
  }
  if (!differs) return {};
  parameters.insert(parameters.end(), row.cells.begin(), row.cells.begin() + pack::Register::first_field_slot);
  for (const int field : definition.key) {
    parameters.push_back(row.cells[static_cast<std::size_t>(field + pack::Register::first_field_slot)]);
  }
  Status status = database_.execute(
      "UPDATE " + ledger::sql_name(definition.table()) + " SET " + sets + " WHERE " + ledger::key_condition(definition),
      parameters);
  if (status) status = store::mark_dirty(database_, name.unit_id, name.year, definition.id);
  if (status) ++count_;
  return status;
}

Status Mending::due_days(const std::string& unit_id, const pack::Register& definition) {
  ledger::Standing standing(definition, library_.calendar);
  return each_page(database_, definition, unit_id, [&](std::span<const PageRow> page) -> Status {
    for (const PageRow& row : page) {
      ledger::RecordName name{&definition, unit_id, row.year(), ledger::record_key(definition, row.cells)};
      if (Status status = settle(row, std::move(name), standing); !status) return status;
    }
    return {};
  });
}

Status Mending::sketches(const std::string& unit_id, const pack::Register& definition) {
  const store::Cell its[] = {unit_id, definition.id};
  if (Status status = database_.execute("DELETE FROM likenesses WHERE unit_id = ? AND register = ?", its); !status) {
    return status;
  }
  ++count_;
  return each_page(database_, definition, unit_id, [&](std::span<const PageRow> page) -> Status {
    for (const PageRow& row : page) {
      const ledger::RecordName name{&definition, unit_id, row.year(), ledger::record_key(definition, row.cells)};
      if (Status status = ledger::keep_sketches(database_, name, {}, row.cells); !status) return status;
    }
    return {};
  });
}

// A figure that is not there is computed when it is next read.
Status Mending::figure(const std::string& unit_id, int year, const std::string& measure) {
  ++count_;
  const store::Cell its[] = {unit_id, year, measure};
  return database_.execute("DELETE FROM figures WHERE unit_id = ? AND year = ? AND measure = ?", its);
}

}  // namespace

Result<std::uint64_t> mend(store::Database& database, const pack::Library& library, const Mendable& what) {
  auto transaction = store::Transaction::start(database);
  if (!transaction) return fail(transaction.error());
  Mending mending(database, library);
  Status status;
  for (const auto& [unit_id, register_id] : what.due_days) {
    if (status) status = mending.due_days(unit_id, *library.find_register(register_id));
  }
  for (const auto& [unit_id, register_id] : what.sketches) {
    if (status) status = mending.sketches(unit_id, *library.find_register(register_id));
  }
  for (const auto& [unit_id, year, measure] : what.figures) {
    if (status) status = mending.figure(unit_id, year, measure);
  }
  if (status) status = transaction->commit();
  if (!status) return fail(status.error());
  return mending.count();
}

}  // namespace jiheng::doctor
