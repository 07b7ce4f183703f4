// Reading records back as values of the expression language, and as text for people.
// Thread-safety: as the Database.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "expr/value.h"
#include "pack/model.h"
#include "store/database.h"

namespace jiheng::ledger {

struct Record {
  std::span<const expr::Value> values;  // by slot of Register::scope; valid inside the callback
};

// The records of a register for (unit, year), in key order, for which the SQL `condition` (from expr::sql_condition;
// empty: all) is true. `figure_of` fields hold what was typed: the measure engine fills in figures.
Status each_record(store::Database& database, const pack::Register& definition, std::string_view unit_id, int year,
                   std::string_view condition, const std::function<Status(const Record&)>& each);

// The fields, as indexes, that are worth showing: those some record of (unit, year) fills in, and figures, which are
// not typed. Registers have many fields and most units fill in some of them. Without records: all.
Result<std::vector<std::size_t>> fields_in_use(store::Database& database, const pack::Register& definition,
                                               std::string_view unit_id, int year);

// A field's value as it is written in files and shown: money in the field's unit, dates 2022-01-05, moments
// 2022-01-05 09:30, 是/否, null "".
std::string cell_text(const pack::Field& field, const expr::Value& value);

}  // namespace jiheng::ledger
