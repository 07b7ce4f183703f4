#include <boost/json.hpp>

#include "base/sha256.h"
#include "doctor/case.h"
#include "ledger/people.h"
#include "ledger/sql_name.h"
#include "ledger/stored_row.h"
#include "measure/figures.h"
#include "store/schema.h"

namespace jiheng::doctor {
namespace {

namespace json = boost::json;

// Whether a sealed scorecard is of whom its row says.
bool is_of(std::string_view text, std::string_view unit_id, std::int64_t year, std::string_view rubric,
           std::string_view version) {
  json::error_code error;
  const json::value card = json::parse(text, error);
  if (error) return false;
  const auto says = [&](const char* pointer, const json::value& right) {
    json::error_code none;
    const json::value* found = card.find_pointer(pointer, none);
    return found && *found == right;
  };
  return says("/unit", json::string(unit_id)) && says("/year", year) && says("/rubric/id", json::string(rubric)) &&
         says("/rubric/version", json::string(version));
}

}  // namespace

Status check_references(Case& its, const std::string& unit_id, const pack::Register& definition) {
  std::string columns;
  for (const std::string& column : ledger::row_columns(definition)) {
    columns += (columns.empty() ? "o." : ", o.") + ledger::sql_name(column);
  }
  for (const pack::Field& field : definition.fields) {
    if (field.type != pack::FieldType::reference) continue;
    const pack::Register* target = its.library.find_register(field.reference);
    if (!target) continue;
    const std::string column = "o." + ledger::sql_name(field.id);
    const std::string key = "t." + ledger::sql_name(target->fields[static_cast<std::size_t>(target->key[0])].id);
    const std::string sql =
        "SELECT " + columns + ", " + column + " FROM " + ledger::sql_name(definition.table()) + " o LEFT JOIN " +
        ledger::sql_name(target->table()) + " t ON t.unit_id = o.unit_id AND t.year = o.year AND " + key + " = " +
        column + " WHERE o.unit_id = ? AND " + column + " IS NOT NULL AND t.unit_id IS NULL ORDER BY 1, 2, 3";
    const store::Cell unit = unit_id;
    ledger::Arena arena;
    std::vector<store::Cell> cells;
    const Status status = its.database.query(sql, std::span(&unit, 1), [&](const store::Row& row) -> Status {
      arena.clear();
      ledger::read_row(definition, row, arena, cells);
      its.ailing(
          {unit_id, static_cast<int>(cells[1].integer()), definition.id, ledger::record_key(definition, cells), {}},
          make_error(
              "doctor.reference-missing",
              {{"field", field.title}, {"key", row.text(definition.scope.size() + 1)}, {"register", target->title}}),
          message_text("doctor.remedy-row"));
      return {};
    });
    if (!status) return status;
  }
  return {};
}

Status check_scorecards(Case& its, const std::string& unit_id) {
  const store::Cell unit = unit_id;
  return its.database.query(
      "SELECT year, rubric, version, json, sha256 FROM scorecards WHERE unit_id = ? ORDER BY year, rubric, version",
      std::span(&unit, 1), [&](const store::Row& row) -> Status {
        ++its.report.examined.scorecards;
        const std::string_view rubric = row.text(1), version = row.text(2), text = row.text(3);
        if (sha256_hex(text) == row.text(4) && is_of(text, unit_id, row.integer(0), rubric, version)) return {};
        its.ailing({unit_id, static_cast<int>(row.integer(0)), "", "", {}},
                   make_error("doctor.scorecard-changed", {{"rubric", rubric}, {"version", version}}),
                   message_text("doctor.remedy-scorecard"));
        return {};
      });
}

Status check_assignments(Case& its, const std::string& unit_id) {
  const pack::Register* assignments = its.library.find_register(ledger::assignments_register);
  if (!assignments || !assignments->find_field("person") || !assignments->find_field("role")) return {};
  const store::Cell unit = unit_id;
  return its.database.query("SELECT year, person, role FROM " + ledger::sql_name(assignments->table()) +
                                " WHERE unit_id = ? ORDER BY year, person, role",
                            std::span(&unit, 1), [&](const store::Row& row) -> Status {
                              if (its.library.find_role(row.text(2))) return {};
                              its.ailing(
                                  {unit_id, static_cast<int>(row.integer(0)), assignments->id, "", {}},
                                  make_error("doctor.unknown-role", {{"person", row.text(1)}, {"role", row.text(2)}}),
                                  message_text("doctor.remedy-role"));
                              return {};
                            });
}

Status check_packs(Case& its) {
  std::map<std::string, std::string> in_force;
  const Status status =
      its.database.query("SELECT pack_id, version, sha256 FROM packs", {}, [&](const store::Row& row) -> Status {
        in_force.emplace(row.text(0), std::string(row.text(1)) + " " + std::string(row.text(2)));
        return {};
      });
  if (!status) return status;
  for (const pack::PackInfo& info : its.library.packs) {
    const auto found = in_force.find(info.id);
    const bool same = found != in_force.end() && found->second == info.version + " " + info.sha256;
    if (found != in_force.end()) in_force.erase(found);
    if (same) continue;
    its.ailing({}, make_error("doctor.pack-differs", {{"pack", info.id}}), message_text("doctor.remedy-init"));
  }
  for (const auto& [pack, version] : in_force) {
    its.ailing({}, make_error("doctor.pack-absent", {{"pack", pack}}), message_text("doctor.remedy-init"));
  }
  return {};
}

Status check_figures(Case& its, const std::string& unit_id) {
  const store::Cell unit = unit_id;
  std::map<int, std::int64_t> years;
  Status status = its.database.query("SELECT year, COUNT(*) FROM figures WHERE unit_id = ? GROUP BY year",
                                     std::span(&unit, 1), [&](const store::Row& row) -> Status {
                                       years.emplace(static_cast<int>(row.integer(0)), row.integer(1));
                                       return {};
                                     });
  for (const auto& [year, count] : years) {
    if (!status) return status;
    its.report.examined.figures += static_cast<std::uint64_t>(count);
    const auto different = measure::verify(its.database, its.library, unit_id, year);
    if (!different) {
      if (different.error().code.starts_with("store.")) return fail(different.error());
      its.ailing({unit_id, year, "", "", {}},
                 make_error("doctor.figures-not-computable", {{"why", different.error().message}}),
                 message_text("doctor.remedy-figures"));
      continue;
    }
    for (const std::string& id : *different) {
      const pack::Measure* measure = its.library.find_measure(id);
      its.mendable.figures.emplace(unit_id, year, id);
      its.ailing({unit_id, year, "", "", {}},
                 make_error("doctor.figure-differs", {{"measure", id}, {"title", measure ? measure->title : id}}),
                 message_text("doctor.remedy-mend"));
    }
  }
  return status;
}

}  // namespace jiheng::doctor
