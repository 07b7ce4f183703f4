#include "audit/rules/fund_lines.h"

#include <algorithm>

#include "audit/language/vocabulary.h"
#include "base/ratio.h"

namespace jiheng::audit {
namespace {

using reading::Cell;
using reading::Document;
using View = std::u32string_view;

bool is_amount(const TableSection& section, const Column& column) {
  switch (column.role) {
    case Role::initial:
    case Role::budget:
    case Role::executed:
    case Role::count:
    case Role::total:
      return true;
    case Role::money:
      return !column.unit.empty() || !section.unit.empty();
    case Role::target:
    case Role::result:
      return section.kind == TableKind::plain;
    case Role::none:
      return money_factor(section.unit) && !column.text.empty() &&
             !contains_any(column.text,
                           {U"率", U"比", U"%", U"序", U"备注", U"编码", U"代码", U"年月", U"日期", U"均"});
    default:
      return false;
  }
}

// A column of names with a word of money in its header: 支出类别.
bool holds_words(const Document& document, const TableSection& section, const Column& column) {
  int words = 0, numbers = 0;
  for (const RowPlace& place : section.rows) {
    const Cell* cell = cell_in(document, place, column);
    if (cell == nullptr) continue;
    const CellKind kind = parse_cell(document.view(cell->span)).kind;
    if (kind == CellKind::words) ++words;
    if (kind == CellKind::number) ++numbers;
  }
  return words > numbers || numbers == 0;
}

bool is_total_line(View label) {
  return is_total_label(label) || contains_any(label, {U"资金总额", U"预算总额", U"支出总额"}) || label == U"总额" ||
         label == U"小计" || label == U"项目资金" || label == U"本年支出合计" || label == U"本年收入合计" ||
         label == U"支出合计" || label == U"收入合计" || label == U"支出总计" || label == U"收入总计";
}

class Builder {
 public:
  Builder(const Document& document, const TableSection& section) : document_(document), section_(section) {}

  FundTable build() {
    FundTable out;
    out.section = &section_;
    first_value_ = section_.columns.empty() ? 0 : section_.columns.back().last + 1;
    std::vector<const Column*> amounts;
    for (const Column& column : section_.columns) {
      if (is_amount(section_, column) && !holds_words(document_, section_, column)) amounts.push_back(&column);
    }
    if (!amounts.empty()) first_value_ = amounts.front()->first;
    for (const RowPlace& place : section_.rows) {
      if (std::optional<FundLine> line = line_of(place)) out.lines.push_back(std::move(*line));
    }
    for (const Column& column : section_.columns) {
      if (column.role == Role::label && column.first > first_value_) out.two_sided = true;
    }
    for (const Column* column : amounts) {
      FundColumn filled = column_of(*column, out.lines);
      if (!filled.amounts.empty()) out.columns.push_back(std::move(filled));
    }
    return out;
  }

 private:
  View text(const Cell* cell) const { return cell == nullptr ? View() : document_.view(cell->span); }

  // Words, or a number that a name begins with: 12345热线运行.
  static bool names_line(View label) {
    constexpr std::ptrdiff_t least = 4;
    return parse_cell(label).kind == CellKind::words || std::count_if(label.begin(), label.end(), is_han) >= least;
  }
  // The last cell with words before the values; a line without one is not read.
  std::optional<FundLine> line_of(const RowPlace& place) const {
    FundLine line;
    line.place = place;
    for (int column = first_value_ - 1; column >= 0; --column) {
      const Cell* cell = place.grid->at(place.row, column);
      if (cell == nullptr || cell->row != place.row || !names_line(text(cell))) continue;
      line.cell = cell;
      break;
    }
    if (line.cell == nullptr) return std::nullopt;
    const View label = text(line.cell);
    line.code = code_in(label);
    for (int column = 0; column < first_value_ && line.code.empty(); ++column) {
      const Cell* cell = place.grid->at(place.row, column);
      if (cell != nullptr && cell->row == place.row) line.code = code_in(text(cell));
    }
    line.label = plain_label(label);
    line.level = marking_level(label);
    line.is_part = contains(label.substr(0, 8), U"其中");
    line.is_total = !line.is_part && is_total_line(line.label);
    return line;
  }

  // 2010301 alone or in front of a name.
  static std::u32string code_in(View text) {
    std::size_t digits = 0;
    while (digits < text.size() && text[digits] >= U'0' && text[digits] <= U'9') ++digits;
    if (contains_any(text.substr(digits), {U"热线"})) return {};  // 12345热线运行
    const bool code = digits == 3 || digits == 5 || digits == 7;
    const bool ends = digits == text.size() || (text[digits] >= U'\u4e00' && text[digits] <= U'\u9fff');
    return code && ends ? std::u32string(text.substr(0, digits)) : std::u32string();
  }

  FundColumn column_of(const Column& column, const std::vector<FundLine>& lines) const {
    FundColumn out;
    out.column = &column;
    out.unit = column.unit;
    if (out.unit.empty() && column.role != Role::count && column.role != Role::target && column.role != Role::result) {
      out.unit = section_.unit;
    }
    int scale = 0;
    std::vector<CellValue> values;
    for (const FundLine& line : lines) {
      Amount amount;
      amount.cell = cell_in(document_, line.place, column);
      // A cell that began above belongs to that line.
      if (amount.cell != nullptr && amount.cell->row != line.place.row) amount.cell = nullptr;
      const CellValue value = parse_cell(text(amount.cell));
      amount.kind = value.kind;
      if (value.is_number()) {
        if (!take(value, amount, out)) amount.kind = CellKind::words;
        scale = std::max(scale, value.scale);
      }
      out.amounts.push_back(amount);
    }
    out.is_money = money_factor(out.unit).has_value() || column.role == Role::initial || column.role == Role::budget ||
                   column.role == Role::executed;
    constexpr int fen = 2;
    const bool exact = !out.is_money || (out.unit == U"元" && scale >= fen);
    out.ulp = exact ? Decimal(0) : Decimal::from_parts(1, scale);
    return out;
  }

  // The value in the column's unit; false: it has a unit that cannot be brought to it.
  static bool take(const CellValue& value, Amount& amount, FundColumn& column) {
    if (value.approximate || value.is_percent()) return false;
    amount.value = value.value;
    if (value.unit.empty() || value.unit == column.unit) return true;
    const std::optional<Decimal> from = money_factor(value.unit), to = money_factor(column.unit);
    if (!from) return column.unit.empty() && column.column->role == Role::count;
    if (!to) {
      const bool first = column.unit.empty() && std::none_of(column.amounts.begin(), column.amounts.end(),
                                                             [](const Amount& a) { return a.is_number(); });
      if (!first) return false;
      column.unit = value.unit;
      return true;
    }
    const std::optional<Decimal> converted = divide(Ratio(value.value * *from), Ratio(*to))->exact_decimal();
    if (!converted) return false;
    amount.value = *converted;
    return true;
  }

  const Document& document_;
  const TableSection& section_;
  int first_value_ = 0;
};

}  // namespace

FundTable fund_table(const Document& document, const TableSection& section) {
  return Builder(document, section).build();
}

}  // namespace jiheng::audit
