#include "audit/rules/indicator_rows.h"

#include <algorithm>

namespace jiheng::audit {
namespace {

using reading::Cell;
using reading::Document;
using View = std::u32string_view;

// Labels stand to the left of these.
bool is_value_role(Role role) {
  return role == Role::target || role == Role::result || role == Role::criterion || role == Role::sign ||
         role == Role::score || role == Role::reason || role == Role::rate;
}

std::vector<const Column*> label_columns(const TableSection& section) {
  std::vector<const Column*> out;
  bool values = false;
  for (const Column& column : section.columns) {
    if (is_value_role(column.role)) values = true;
    if (column.role == Role::label || (column.role == Role::none && !values)) out.push_back(&column);
  }
  // A heading without meaning names nothing when named columns stand before it.
  while (out.size() > 1 && out.back()->role == Role::none) out.pop_back();
  return out;
}

std::size_t numbers_in(const Document& document, const TableSection& section, const Column& column) {
  return static_cast<std::size_t>(std::count_if(section.rows.begin(), section.rows.end(), [&](const RowPlace& place) {
    const Cell* cell = cell_in(document, place, column);
    return cell != nullptr && cell->row == place.row && parse_cell(document.view(cell->span)).is_number();
  }));
}

// The full marks of single indicators: of several such columns the fullest, the last of equals.
void choose_full(const Document& document, const TableSection& section, IndicatorTable& out) {
  std::size_t most = 0;
  for (const Column& column : section.columns) {
    if (column.role != Role::full) continue;
    const std::size_t numbers = numbers_in(document, section, column);
    if (out.full == nullptr || numbers >= most) {
      out.full = &column;
      most = numbers;
    }
  }
  for (const Column& column : section.columns) {
    if (column.role == Role::full && &column != out.full) out.weights.push_back(&column);
  }
}

class RowReader {
 public:
  RowReader(const Document& document, const IndicatorTable& table) : document_(document), table_(table) {}

  IndicatorRow read(const RowPlace& place) {
    IndicatorRow row;
    row.place = place;
    read_labels(row);
    row.full = stated(place, table_.full, true);
    row.target = stated(place, table_.section->find(Role::target), false);
    row.result = stated(place, table_.section->find(Role::result), false);
    row.rate = stated(place, table_.section->find(Role::rate), false);
    row.lost = stated(place, table_.section->find(Role::lost), true);
    for (const Column* column : table_.scores) row.scores.push_back(stated(place, column, true));
    row.reason = cell(place, table_.section->find(Role::reason));
    row.criterion = cell(place, table_.section->find(Role::criterion));
    row.sign = text(cell(place, table_.section->find(Role::sign)));
    row.unit = text(cell(place, table_.section->find(Role::unit)));
    row.kind = kind_of(row);
    total_in_label(row);
    return row;
  }

 private:
  View text(const Cell* cell) const { return cell == nullptr ? View() : document_.view(cell->span); }
  const Cell* cell(const RowPlace& place, const Column* column) const {
    return column == nullptr ? nullptr : cell_in(document_, place, *column);
  }

  // `own`: a cell that began in a row above counts there, not here again.
  Stated stated(const RowPlace& place, const Column* column, bool own) const {
    Stated out;
    out.cell = cell(place, column);
    if (out.cell == nullptr) return {};
    if (own && out.cell->row != place.row) {
      out.cell = nullptr;
      out.merged = true;
      return out;
    }
    out.value = parse_cell(text(out.cell));
    return out;
  }

  void read_labels(IndicatorRow& row) {
    const Cell* previous = nullptr;
    for (const Column* column : table_.labels) {
      const Cell* here = cell(row.place, column);
      if (here == nullptr || here == previous || text(here).empty()) continue;
      previous = here;
      if (row.name != nullptr) {
        row.groups += without_brackets(text(row.name));
        if (row.name->row == row.place.row) row.opens_group = true;
      }
      row.name = here;
      row.named = column == table_.labels.back() && here->row == row.place.row;
    }
    if (row.name == nullptr) return;
    if (!row.named && row.name->row == row.place.row) row.opens_group = true;
    // Merged over the label columns, it names the row.
    const Column* last = table_.labels.back();
    if (row.name->column + row.name->column_span > last->first && row.name->row == row.place.row) row.named = true;
    row.label = plain_label(text(row.name));
    row.level = marking_level(text(row.name));
  }

  RowKind kind_of(const IndicatorRow& row) {
    if (row.name == nullptr || row.name->row != row.place.row) return RowKind::other;
    const View own = own_first_label(row);
    for (const std::u32string& label : {row.label, plain_label(own)}) {
      // A 合计 within a group that began above is the group's.
      if (is_total_label(label)) return is_inside_group(row) ? RowKind::subtotal : RowKind::total;
      if (label.substr(0, 2) == U"总分") return RowKind::total;
      if (is_subtotal_label(label)) return RowKind::subtotal;
    }
    const bool scored = std::any_of(row.scores.begin(), row.scores.end(), [](const Stated& s) { return bool(s); });
    const bool unmarked = table_.full == nullptr && table_.weights.empty() && table_.scores.front() == nullptr;
    return row.full || scored || (unmarked && row.target && row.result) ? RowKind::item : RowKind::other;
  }

  View own_first_label(const IndicatorRow& row) const {
    for (const Column* column : table_.labels) {
      const Cell* here = cell(row.place, column);
      if (here != nullptr && here->row == row.place.row && !text(here).empty()) return text(here);
    }
    return {};
  }

  bool is_inside_group(const IndicatorRow& row) const {
    const Column* first = table_.labels.front();
    const Cell* here = cell(row.place, first);
    // The first column may be one cell for the whole table: 绩效指标.
    return here != nullptr && here->row < row.place.row && here->row >= table_.section->rows.front().row &&
           here->row > 0 && table_.labels.size() > 1 && first->role == Role::label;
  }

  // 总分：95.81 in one cell.
  void total_in_label(IndicatorRow& row) {
    if (row.kind != RowKind::total || row.scores.front()) return;
    View label = text(row.name);
    const std::size_t colon = label.find_last_of(U"：:");
    if (colon == View::npos) return;
    const CellValue value = parse_cell(label.substr(colon + 1));
    if (!value.is_number()) return;
    row.scores.front().cell = row.name;
    row.scores.front().value = value;
  }

  const Document& document_;
  const IndicatorTable& table_;
};

}  // namespace

IndicatorTable indicator_table(const Document& document, const TableSection& section) {
  IndicatorTable out;
  out.section = &section;
  out.labels = label_columns(section);
  const Column* goals = section.find(Role::target);
  if (out.labels.empty() && goals != nullptr) out.labels.push_back(goals);  // 年度目标 | 完成情况 | 分值 | 得分
  choose_full(document, section, out);
  for (const Column& column : section.columns) {
    if (column.role == Role::score) out.scores.push_back(&column);
  }
  if (out.scores.empty()) out.scores.push_back(nullptr);
  out.has_target = section.find(Role::target) != nullptr;
  out.has_result = section.find(Role::result) != nullptr;
  out.has_reason = section.find(Role::reason) != nullptr;
  if (out.labels.empty()) return out;
  RowReader reader(document, out);
  for (const RowPlace& place : section.rows) out.rows.push_back(reader.read(place));
  return out;
}

// 得分（满分10分） heads the scores of a table without a column of full marks.
static CellValue full_in_header(const Document& document, const TableSection& section, const Column& score) {
  if (section.rows.empty() || section.rows.front().row == 0) return {};
  const RowPlace& first = section.rows.front();
  const Cell* cell = first.grid->at(first.row - 1, score.first);
  const View header = cell == nullptr ? View() : document.view(cell->span);
  const std::size_t at = header.find(U"满分");
  if (at == View::npos) return {};
  const std::size_t end = header.find(U"分", at + 2);
  return end == View::npos || end - at > 6 ? CellValue() : parse_cell(header.substr(at + 2, end - at - 2));
}

FundsScore funds_score(const Document& document, const TableSection& section) {
  FundsScore out;
  const Column* full = section.find(Role::full);
  const Column* score = section.find(Role::score);
  if (section.kind != TableKind::funds || score == nullptr) return out;
  const CellValue usual = full_in_header(document, section, *score);
  const auto stated = [&](const RowPlace& place, const Column* column) {
    Stated value;
    value.cell = column == nullptr ? nullptr : cell_in(document, place, *column);
    if (value.cell != nullptr) value.value = parse_cell(document.view(value.cell->span));
    return value;
  };
  for (const RowPlace& place : section.rows) {
    out.full = stated(place, full);
    out.score = stated(place, score);
    if (out.full.is_blank() && out.score && usual.is_number()) {
      out.full.value = usual;
      out.full.cell = out.score.cell;
    }
    if (!out.full || !out.score) continue;
    out.rate = stated(place, section.find(Role::rate));
    const Column* budget = section.find_last(Role::budget);
    out.budget = stated(place, budget != nullptr ? budget : section.find(Role::initial));
    out.executed = stated(place, section.find_last(Role::executed));
    for (int column = (full != nullptr ? full : score)->first - 1; column >= 0 && out.label == nullptr; --column) {
      const Cell* cell = place.grid->at(place.row, column);
      if (cell != nullptr && parse_cell(document.view(cell->span)).kind == CellKind::words) out.label = cell;
    }
    out.found = true;
    return out;
  }
  return out;
}

}  // namespace jiheng::audit
