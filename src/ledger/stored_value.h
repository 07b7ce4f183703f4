// What a record's table holds (store/schema.h) → the value expressions work on. Thread-safety: pure function.
#pragma once

#include "expr/value.h"
#include "pack/model.h"
#include "store/database.h"

namespace jiheng::ledger {

inline bool is_stored_as_text(const pack::Field& field) {
  switch (field.type) {
    case pack::FieldType::integer:
    case pack::FieldType::decimal:
    case pack::FieldType::money:
    case pack::FieldType::date:
    case pack::FieldType::moment:
    case pack::FieldType::boolean:
      return false;
    default:
      return true;
  }
}

// Texts stay views of what the cell points to.
inline expr::Value stored_value(const pack::Field& field, const store::Cell& cell) {
  using expr::Value;
  if (cell.kind() == store::Cell::Kind::null) return {};
  switch (field.type) {
    case pack::FieldType::integer:
      return Value::of(Ratio(cell.integer()));
    case pack::FieldType::decimal:
      return Value::of(Ratio::from_parts(cell.integer(), power_of_ten(field.scale)));
    case pack::FieldType::money:
      return Value::of(Money::from_fen(cell.integer()));
    case pack::FieldType::date:
      return Value::of(Date::from_days(static_cast<std::int32_t>(cell.integer())));
    case pack::FieldType::moment:
      return Value::of(Moment::from_minutes(static_cast<std::int32_t>(cell.integer())));
    case pack::FieldType::boolean:
      return Value::of(cell.integer() != 0);
    case pack::FieldType::text:
    case pack::FieldType::choice:
    case pack::FieldType::reference:
    case pack::FieldType::measure:
    case pack::FieldType::narrative:
      return Value::of(cell.text());
  }
  return {};
}

}  // namespace jiheng::ledger
