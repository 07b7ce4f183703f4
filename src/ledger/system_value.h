// The columns that the ledger keeps itself (pack/system_columns.h), and whole rows, as values of expressions.
// Thread-safety: pure functions.
#pragma once

#include <vector>

#include "expr/value.h"
#include "ledger/stored_value.h"

namespace jiheng::ledger {

inline expr::Value system_value(expr::Type type, const store::Cell& cell) {
  using expr::Value;
  if (cell.kind() == store::Cell::Kind::null) return {};
  switch (type) {
    case expr::Type::number:
      return Value::of(Ratio(cell.integer()));
    case expr::Type::date:
      return Value::of(Date::from_days(static_cast<std::int32_t>(cell.integer())));
    case expr::Type::moment:
      return Value::of(Moment::from_minutes(static_cast<std::int32_t>(cell.integer())));
    default:
      return Value::of(cell.text());
  }
}

// The value of one slot of the register's scope. `row` has a cell per slot.
inline expr::Value slot_value(const pack::Register& definition, std::span<const store::Cell> row, int slot) {
  const store::Cell& cell = row[static_cast<std::size_t>(slot)];
  if (slot == 0) return expr::Value::of(cell.text());
  if (slot == 1) return expr::Value::of(Ratio(cell.integer()));
  const auto field = static_cast<std::size_t>(slot - pack::Register::first_field_slot);
  if (field < definition.fields.size()) return stored_value(definition.fields[field], cell);
  return system_value(definition.scope[slot].type, cell);
}

// A value per slot; texts stay views of what the cells point to.
inline std::vector<expr::Value> row_values(const pack::Register& definition, std::span<const store::Cell> row) {
  std::vector<expr::Value> values;
  for (int slot = 0; slot < definition.scope.size(); ++slot) values.push_back(slot_value(definition, row, slot));
  return values;
}

}  // namespace jiheng::ledger
