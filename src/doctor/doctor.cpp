#include "doctor/doctor.h"

#include <algorithm>

#include "doctor/case.h"
#include "ledger/sql_name.h"

namespace jiheng::doctor {
namespace {

// Every unit that the database has anything of.
Result<std::set<std::string>> units_of(const Case& its) {
  if (!its.options.unit_id.empty()) return std::set<std::string>{its.options.unit_id};
  std::string sql;
  for (const char* table : {"journal_heads", "journal", "checkpoints", "stays", "likenesses", "blobs", "attachments",
                            "figures", "scorecards"}) {
    sql += (sql.empty() ? "SELECT unit_id FROM " : " UNION SELECT unit_id FROM ") + std::string(table);
  }
  for (const pack::Register& definition : its.library.registers) {
    sql += " UNION SELECT unit_id FROM " + ledger::sql_name(definition.table());
  }
  std::set<std::string> units;
  const Status status = its.database.query(sql, {}, [&](const store::Row& row) -> Status {
    units.emplace(row.text(0));
    return {};
  });
  if (!status) return fail(status.error());
  return units;
}

Result<std::uint64_t> work_of(Case& its, const std::set<std::string>& units) {
  std::uint64_t total = 0;
  for (const std::string& unit_id : units) {
    const store::Cell unit = unit_id;
    std::vector<std::string> tables = {"journal"};
    for (const pack::Register& definition : its.library.registers) tables.push_back(definition.table());
    for (const std::string& table : tables) {
      const auto count = its.database.integer("SELECT COUNT(*) FROM " + ledger::sql_name(table) + " WHERE unit_id = ?",
                                              std::span(&unit, 1), 0);
      if (!count) return fail(count.error());
      total += static_cast<std::uint64_t>(*count);
    }
  }
  return total;
}

Status examine_unit(Case& its, const std::string& unit_id) {
  auto journal = check_journal(its, unit_id);
  if (!journal) return fail(journal.error());
  Status status;
  for (const pack::Register& definition : its.library.registers) {
    if (status) status = check_records(its, unit_id, definition, *journal);
    if (status) status = check_sketches(its, unit_id, definition);
    if (status) status = check_doubles(its, unit_id, definition);
    if (status) status = check_sequences(its, unit_id, definition);
    if (status) status = check_references(its, unit_id, definition);
  }
  if (status) status = check_lost_records(its, unit_id, *journal);
  if (status) status = check_files(its, unit_id);
  if (status) status = check_scorecards(its, unit_id);
  if (status) status = check_assignments(its, unit_id);
  return status;
}

Status examine_all(Case& its) {
  if (Status status = its.database.begin_read(); !status) return status;
  const auto units = [&]() -> Result<std::set<std::string>> {
    auto found = units_of(its);
    if (!found) return found;
    const auto work = work_of(its, *found);
    if (!work) return fail(work.error());
    its.total = *work;
    for (const std::string& unit_id : *found) {
      if (Status status = examine_unit(its, unit_id); !status) return fail(status.error());
    }
    if (Status status = check_packs(its); !status) return fail(status.error());
    return found;
  }();
  const Status ended = units ? its.database.commit() : its.database.rollback();
  if (!units) return fail(units.error());
  if (!ended) return ended;
  its.report.examined.units = units->size();
  for (const std::string& unit_id : *units) {
    if (Status status = check_figures(its, unit_id); !status) return status;
  }
  return {};
}

}  // namespace

Result<Report> examine(store::Database& database, const pack::Library& library, const Options& options) {
  Case first{database, library, options, {}, {}};
  if (Status status = examine_all(first); !status) return fail(status.error());
  if (!options.mend || !first.mendable.any()) return std::move(first.report);
  const auto mended = mend(database, library, first.mendable);
  if (!mended) return fail(mended.error());
  Case second{database, library, options, {}, {}};
  if (Status status = examine_all(second); !status) return fail(status.error());
  second.report.mended = *mended;
  return std::move(second.report);
}

}  // namespace jiheng::doctor
