#include "ledger/records.h"

#include "ledger/sql_name.h"
#include "ledger/system_value.h"
#include "store/schema.h"

namespace jiheng::ledger {
namespace {

// At least two decimals and no zeros beyond them: 12.50, 2508.64, 0.123456.
std::string money_text(Money money, MoneyUnit unit) {
  const Decimal amount = money.in(unit).normalized();
  return (amount.scale() < 2 ? amount.rounded(2, Rounding::half_up) : amount).to_string();
}

std::string number_text(const pack::Field& field, const Ratio& number) {
  // A figure_of value may have more digits than its field shows, or no end of digits at all.
  const int scale = field.type == pack::FieldType::decimal ? field.scale : 0;
  return number.rounded(scale, Rounding::half_up).to_string();
}

}  // namespace

Status each_record(store::Database& database, const pack::Register& definition, std::string_view unit_id, int year,
                   std::string_view condition, const std::function<Status(const Record&)>& each) {
  std::string sql = "SELECT " + sql_list(store::columns(definition)) + " FROM " + sql_name(definition.table()) +
                    " WHERE unit_id = ? AND year = ?";
  if (!condition.empty()) sql.append(" AND (").append(condition).append(")");
  sql += " ORDER BY " + sql_list(store::key_columns(definition));
  std::vector<expr::Value> values(static_cast<std::size_t>(definition.scope.size()));
  std::vector<store::Cell> cells(values.size());
  const store::Cell parameters[] = {unit_id, year};
  return database.query(sql, parameters, [&](const store::Row& row) -> Status {
    for (int slot = 0; slot < definition.scope.size(); ++slot) {
      const auto place = static_cast<std::size_t>(slot);
      cells[place] = row.is_null(slot)                                 ? store::Cell()
                     : definition.scope[slot].type == expr::Type::text ? store::Cell(row.text(slot))
                                                                       : store::Cell(row.integer(slot));
      values[place] = slot_value(definition, cells, slot);
    }
    return each({values});
  });
}

Result<std::vector<std::size_t>> fields_in_use(store::Database& database, const pack::Register& definition,
                                               std::string_view unit_id, int year) {
  std::string sql = "SELECT COUNT(*)";
  for (const pack::Field& field : definition.fields) sql += ", COUNT(" + sql_name(field.id) + ")";
  sql += " FROM " + sql_name(definition.table()) + " WHERE unit_id = ? AND year = ?";
  const store::Cell parameters[] = {unit_id, year};
  std::vector<std::size_t> fields;
  const Status status = database.query(sql, parameters, [&](const store::Row& row) -> Status {
    for (std::size_t i = 0; i < definition.fields.size(); ++i) {
      const bool filled = row.integer(static_cast<int>(i) + 1) > 0;
      if (filled || row.integer(0) == 0 || !definition.fields[i].figure_of.empty()) fields.push_back(i);
    }
    return {};
  });
  if (!status) return fail(status.error());
  return fields;
}

std::string cell_text(const pack::Field& field, const expr::Value& value) {
  using Kind = expr::Value::Kind;
  switch (value.kind()) {
    case Kind::null:
      return "";
    case Kind::no_base:
      return message_text("import.no-base");
    case Kind::boolean:
      return value.boolean() ? "是" : "否";
    case Kind::number:
      return number_text(field, value.number());
    case Kind::money:
      return money_text(value.money(), field.unit);
    case Kind::date:
      return value.date().to_string();
    case Kind::moment:
      return value.moment().to_string();
    case Kind::text:
      return std::string(value.text());
  }
  return "";
}

}  // namespace jiheng::ledger
