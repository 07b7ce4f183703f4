#include "ledger/sheet_cells.h"

#include <algorithm>

#include "base/text.h"
#include "ledger/records.h"

namespace jiheng::ledger {
namespace {

using pack::FieldType;

// All the digits a field can have, none that it has not: 12.50, 2508.64, 0.123456.
std::string number_format(const pack::Field& field) {
  if (field.type == FieldType::integer) return "0";
  if (field.type == FieldType::money) {
    const int more = field.unit == MoneyUnit::yuan ? 0 : field.unit == MoneyUnit::wan ? 4 : 8;
    return "#,##0.00" + std::string(static_cast<std::size_t>(more), '#');
  }
  return field.scale == 0 ? "0" : "0." + std::string(static_cast<std::size_t>(field.scale), '0');
}

}  // namespace

sheet::Style header_style(bool required) {
  sheet::Style style;
  style.align = sheet::Style::Align::centre;
  style.bold = style.border = style.wrap = true;
  style.fill = required ? 0xFCE4D6 : 0xDDE6F0;
  style.colour = required ? 0xC00000 : 0x000000;
  return style;
}

sheet::Style cell_style(const pack::Field& field) {
  sheet::Style style;
  switch (field.type) {
    case FieldType::integer:
    case FieldType::decimal:
    case FieldType::money:
      style.number_format = number_format(field);
      style.align = sheet::Style::Align::right;
      break;
    case FieldType::date:
      style.number_format = "yyyy-mm-dd";
      style.align = sheet::Style::Align::centre;
      break;
    case FieldType::moment:
      style.number_format = "yyyy-mm-dd hh:mm";
      style.align = sheet::Style::Align::centre;
      break;
    case FieldType::boolean:
    case FieldType::choice:
      style.align = sheet::Style::Align::centre;
      break;
    case FieldType::text:
    case FieldType::reference:
    case FieldType::measure:
    case FieldType::narrative:
      style.number_format = "@";  // what is typed stays as it is typed: 001, 1-2
      style.align = sheet::Style::Align::left;
      style.wrap = field.type == FieldType::narrative;
      break;
  }
  return style;
}

double column_width(const pack::Field& field) {
  std::size_t width = 12;
  switch (field.type) {
    case FieldType::text:
      width = std::clamp<std::size_t>(static_cast<std::size_t>(field.max_length) / 4, 14, 40);
      break;
    case FieldType::narrative:
      width = 60;
      break;
    case FieldType::choice:
      for (const std::string& choice : field.choices)
        width = std::max(width, std::min<std::size_t>(display_width(choice) + 4, 30));
      break;
    case FieldType::money:
    case FieldType::reference:
    case FieldType::measure:
      width = 16;
      break;
    case FieldType::moment:
      width = 18;
      break;
    case FieldType::integer:
    case FieldType::decimal:
    case FieldType::date:
    case FieldType::boolean:
      break;
  }
  // Titles of more than 20 columns are wrapped.
  return static_cast<double>(std::max(width, std::min<std::size_t>(display_width(field.title) + 3, 23)));
}

void write_cell(sheet::SheetWriter& sheet, std::uint32_t row, std::uint16_t column, const pack::Field& field,
                const expr::Value& value) {
  if (value.is_null()) return;
  const sheet::Style style = cell_style(field);
  using Kind = expr::Value::Kind;
  if (value.kind() == Kind::date) return sheet.number(row, column, sheet::serial_of_day(value.date().days()), style);
  if (value.kind() == Kind::moment) {
    return sheet.number(row, column, sheet::serial_of_minute(value.moment().minutes()), style);
  }
  const std::string text = cell_text(field, value);
  const bool is_number = value.kind() == Kind::number || value.kind() == Kind::money;
  if (is_number && sheet::keeps_number(text)) return sheet.number(row, column, text, style);
  sheet.text(row, column, text, style);
}

}  // namespace jiheng::ledger
