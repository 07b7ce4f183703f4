#include "ledger/people.h"

#include <algorithm>
#include <functional>
#include <set>

#include "ledger/sql_name.h"

namespace jiheng::ledger {
namespace {

Status each_assignment(store::Database& database, const pack::Library& library, std::string_view unit_id, int year,
                       const std::function<void(std::string_view person, const pack::Role& role)>& each) {
  const pack::Register* assignments = library.find_register(assignments_register);
  if (!assignments || !assignments->find_field("person") || !assignments->find_field("role")) return {};
  const store::Cell scope[] = {unit_id, year};
  return database.query("SELECT person, role FROM " + sql_name(assignments->table()) +
                            " WHERE unit_id = ? AND year = ? ORDER BY person, role",
                        scope, [&](const store::Row& row) -> Status {
                          if (const pack::Role* role = library.find_role(row.text(1))) each(row.text(0), *role);
                          return {};
                        });
}

}  // namespace

Result<std::vector<std::string>> roles_of(store::Database& database, const pack::Library& library,
                                          std::string_view unit_id, int year, std::string_view person) {
  std::vector<std::string> roles;
  const Status status =
      each_assignment(database, library, unit_id, year, [&](std::string_view who, const pack::Role& role) {
        if (who == person) roles.push_back(role.id);
      });
  if (!status) return fail(status.error());
  return roles;
}

Result<std::vector<std::string>> persons_of(store::Database& database, const pack::Library& library,
                                            std::string_view unit_id, int year, const std::vector<std::string>& roles) {
  std::set<std::string> persons;
  const Status status =
      each_assignment(database, library, unit_id, year, [&](std::string_view who, const pack::Role& role) {
        if (std::find(roles.begin(), roles.end(), role.id) != roles.end()) persons.emplace(who);
      });
  if (!status) return fail(status.error());
  return std::vector<std::string>(persons.begin(), persons.end());
}

}  // namespace jiheng::ledger
