// Who has which role: the register `assignments` (岗位角色) of a unit and year, which the base pack defines and the
// ledger knows by name. Errors: store.*. Thread-safety: as the Database.
#pragma once

#include <string>
#include <vector>

#include "pack/model.h"
#include "store/database.h"

namespace jiheng::ledger {

inline constexpr std::string_view assignments_register = "assignments";

// Ids of the roles a person has. A role is assigned by its id or its title.
Result<std::vector<std::string>> roles_of(store::Database& database, const pack::Library& library,
                                          std::string_view unit_id, int year, std::string_view person);

// The persons who have one of these roles, in order of their names.
Result<std::vector<std::string>> persons_of(store::Database& database, const pack::Library& library,
                                            std::string_view unit_id, int year, const std::vector<std::string>& roles);

}  // namespace jiheng::ledger
