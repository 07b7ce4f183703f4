// The computation behind Figures: every wanted measure of one unit and year, from the rows, without writing anything.
//
// Two stages: first the measures over records and the formulas over them, then the second-stage measures, whose
// records name first-stage figures (figure_of fields). Within a stage the database counts what has exact SQL, all
// measures of one register in one pass; the rest of that register is evaluated row by row, also in one pass.
// Internal to measure/. Thread-safety: as the Database.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "expr/value.h"
#include "ledger/records.h"
#include "pack/model.h"
#include "store/database.h"

namespace jiheng::measure {

struct Subject {
  store::Database& database;
  const pack::Library& library;
  std::string_view unit_id;
  int year;
};

// Recomputes values[i] for every measure i with wanted[i]; the others must hold their figures already.
Status compute(const Subject& subject, const std::vector<bool>& wanted, std::vector<expr::Value>& values);

// The measures by SQL and the measures by rows must agree: tests compute with `by_rows` to hold the two together.
Status compute_by_rows(const Subject& subject, const std::vector<bool>& wanted, std::vector<expr::Value>& values);

// Index of a measure of this library.
std::size_t index_of(const pack::Library& library, const pack::Measure& measure);

// Fills the figure_of fields of `values` (a copy of a record's) with the figures the record names: a rate × 100, money
// in the measure's unit, exact; a measure that does not exist, is of the second stage or is a date or moment gives
// null. A record that names no measure keeps what it has.
void fill_figures(const pack::Library& library, const pack::Register& definition, std::span<const expr::Value> figures,
                  std::vector<expr::Value>& values);
bool has_figure_fields(const pack::Register& definition);

// What stored figures were computed under: changes when the measure, or anything it is computed from, is defined
// otherwise. One per measure.
std::vector<std::string> definitions(const pack::Library& library);

}  // namespace jiheng::measure
