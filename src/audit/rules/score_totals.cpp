#include "audit/rules/score_totals.h"

#include <algorithm>
#include <optional>

#include "audit/rules/figure_words.h"
#include "audit/rules/interval.h"
#include "base/text.h"

namespace jiheng::audit {
namespace {

using reading::Cell;
using View = std::u32string_view;

enum class Fit { exact, rounded, no };

// Marks that are added up, and where they stand.
struct Marks {
  std::vector<const Stated*> parts;

  void add(const Stated& part) {
    if (part) parts.push_back(&part);
  }
  Decimal sum() const {
    Decimal total;
    for (const Stated* part : parts) total += part->value.value;
    return total.normalized();
  }
};

Fit fit(const Marks& marks, const Stated& total) {
  const Decimal sum = marks.sum();
  const Decimal& stated = total.value.value;
  if (sum == stated) return Fit::exact;
  constexpr int computed_scale = 2;  // whole marks and tenths are given, finer ones are computed
  if (total.value.scale < sum.scale() && sum.scale() >= computed_scale) {
    if (sum.rounded(total.value.scale, Rounding::half_up) == stated) return Fit::exact;
    if (sum.rounded(total.value.scale, Rounding::truncate) == stated) return Fit::rounded;
  }
  // Twice the room that rounding leaves.
  Decimal room;
  for (const Stated* part : marks.parts) {
    if (part->value.scale >= computed_scale) room += part->value.ulp();
  }
  if (room.is_zero()) return Fit::no;
  if (total.value.scale >= computed_scale) room += total.value.ulp();
  return magnitude(sum - stated) * 2 < room ? Fit::rounded : Fit::no;
}

// Column -1: full marks; else the index of a score column.
const Stated& mark_of(const IndicatorRow& row, int column) {
  return column < 0 ? row.full : row.scores[static_cast<std::size_t>(column)];
}

class Totals {
 public:
  Totals(const Context& context, IndicatorTable& table, const FundsScore& funds, Report& report)
      : context_(context), table_(table), funds_(funds), report_(report) {}

  void check() {
    find_groups();
    check_subtotals();
    check_total();
    check_group_weights();
    check_stated_marks();
  }

 private:
  // Every indicator of these rows has the mark; a blank one is not 0.
  bool is_complete(int column, std::size_t begin, std::size_t end) const {
    for (std::size_t i = begin; i < end; ++i) {
      const IndicatorRow& row = table_.rows[i];
      if (row.kind != RowKind::item) continue;
      if (!mark_of(row, column) && !mark_of(row, column).merged) return false;
    }
    return true;
  }

  // --- groups ---------------------------------------------------------------------------------------------------

  // A row that states the marks of the rows below it: 一、履职效能 50 45.81. Taken for one only if they add up in one
  // of the columns; nested ones first.
  void find_groups() {
    for (std::size_t i = table_.rows.size(); i-- > 0;) {
      if (table_.rows[i].kind != RowKind::item) continue;
      const std::size_t end = end_of_group(i);
      if (end - i < 2) continue;
      const std::vector<std::size_t> children = children_of(i, end);
      if (children.empty()) continue;
      bool proved = false;
      for (int column = -1; column < static_cast<int>(table_.scores.size()); ++column) {
        if (proves(i, children, column)) proved = true;
      }
      if (!proved) continue;
      table_.rows[i].kind = RowKind::group;
      for (std::size_t child : children) table_.rows[child].group = static_cast<int>(i);
    }
    if (std::none_of(table_.rows.begin(), table_.rows.end(),
                     [](const IndicatorRow& row) { return row.kind == RowKind::group; }))
      find_groups_by_marks();
    for (std::size_t i = 0; i < table_.rows.size(); ++i) {
      if (table_.rows[i].kind == RowKind::group) check_group(i);
    }
  }

  // Groups that only an indent told apart: each row's full mark is what the rows behind it come to, so that all of them
  // come to twice the total.
  void find_groups_by_marks() {
    std::vector<std::size_t> items;
    Decimal sum, total;
    for (std::size_t i = 0; i < table_.rows.size(); ++i) {
      const IndicatorRow& row = table_.rows[i];
      if (row.kind == RowKind::total && row.full) total = row.full.value.value;
      if (row.kind != RowKind::item) continue;
      if (!row.full) return;
      items.push_back(i);
      sum += row.full.value.value;
    }
    if (total.is_zero() || sum != total * 2) return;
    std::vector<std::pair<std::size_t, std::size_t>> groups;  // in items, half-open
    for (std::size_t head = 0; head < items.size();) {
      Decimal left = table_.rows[items[head]].full.value.value;
      std::size_t end = head + 1;
      while (end < items.size() && left.sign() > 0) left -= table_.rows[items[end++]].full.value.value;
      if (!left.is_zero()) return;
      groups.emplace_back(head, end);
      head = end;
    }
    for (const auto& [head, end] : groups) {
      table_.rows[items[head]].kind = RowKind::group;
      for (std::size_t i = head + 1; i < end; ++i) table_.rows[items[i]].group = static_cast<int>(items[head]);
    }
  }

  bool proves(std::size_t group, const std::vector<std::size_t>& children, int column) const {
    const Stated& total = mark_of(table_.rows[group], column);
    Marks marks;
    for (std::size_t child : children) {
      if (!mark_of(table_.rows[child], column)) return false;
      marks.add(mark_of(table_.rows[child], column));
    }
    return total && marks.sum() == total.value.value;
  }

  // The rows below that can lie in this one: deeper in numbering, or named while this row only names a group.
  std::size_t end_of_group(std::size_t i) const {
    const IndicatorRow& head = table_.rows[i];
    const bool by_column = !head.named && table_.labels.size() > 1;
    std::size_t end = i + 1;
    for (; end < table_.rows.size(); ++end) {
      const IndicatorRow& row = table_.rows[end];
      if (row.kind == RowKind::total || row.kind == RowKind::subtotal) break;
      if (row.kind == RowKind::other) continue;
      if (by_column ? !row.named || (row.opens_group && row.name->column <= head.name->column)
                    : head.level >= row.level) {
        break;
      }
    }
    return end;
  }

  std::vector<std::size_t> children_of(std::size_t i, std::size_t end) const {
    std::vector<std::size_t> out;
    for (std::size_t k = i + 1; k < end; ++k) {
      const IndicatorRow& row = table_.rows[k];
      if ((row.kind == RowKind::item || row.kind == RowKind::group) && row.group < 0) out.push_back(k);
    }
    return out;
  }

  void check_group(std::size_t i) {
    for (int column = -1; column < static_cast<int>(table_.scores.size()); ++column) {
      const Stated& total = mark_of(table_.rows[i], column);
      if (!total) continue;
      Marks marks;
      bool complete = true;
      for (const IndicatorRow& row : table_.rows) {
        if (row.group != static_cast<int>(i)) continue;
        if (!mark_of(row, column)) complete = false;
        marks.add(mark_of(row, column));
      }
      if (complete) test(marks, total, column, table_.rows[i].label);
    }
  }

  // --- subtotals ------------------------------------------------------------------------------------------------

  void check_subtotals() {
    for (std::size_t i = 0; i < table_.rows.size(); ++i) {
      if (table_.rows[i].kind != RowKind::subtotal) continue;
      for (int column = -1; column < static_cast<int>(table_.scores.size()); ++column) check_subtotal(i, column);
    }
  }

  Marks items_between(std::size_t begin, std::size_t end, int column) const {
    Marks marks;
    for (std::size_t i = begin; i < end; ++i) {
      if (table_.rows[i].kind == RowKind::item) marks.add(mark_of(table_.rows[i], column));
    }
    return marks;
  }

  void check_subtotal(std::size_t at, int column) {
    const Stated& total = mark_of(table_.rows[at], column);
    if (!total) return;
    std::size_t last = 0;  // after the subtotal before
    for (std::size_t i = 0; i < at; ++i) {
      if (table_.rows[i].kind == RowKind::subtotal) last = i + 1;
    }
    std::vector<Marks> readings;
    readings.push_back(items_between(last, at, column));
    readings.push_back(items_between(start_of_group(at), at, column));
    readings.push_back(items_between(0, at, column));
    readings.push_back(subtotals_in(start_of_group(at), at, column));
    readings.push_back(items_named(at, column));
    readings.push_back(items_of_full(at, column, -1));
    if (ends_with_item()) readings.push_back(items_of_full(at, column, 1));
    if (!is_complete(column, last, at) || !is_complete(column, start_of_group(at), at)) return;
    std::erase_if(readings, [](const Marks& marks) { return marks.parts.empty(); });
    if (readings.empty()) return;
    test_any(readings, total, column, table_.rows[at].label);
  }

  // 预算执行率10, 达标率10, …, 产出指标小计50: the rows above it (step −1) whose full marks come to its own; or those
  // below (step 1).
  Marks items_of_full(std::size_t at, int column, int step) const {
    Marks marks;
    if (!table_.rows[at].full) return marks;
    Decimal left = table_.rows[at].full.value.value;
    for (auto i = static_cast<std::ptrdiff_t>(at) + step;
         i >= 0 && i < static_cast<std::ptrdiff_t>(table_.rows.size()) && left.sign() > 0; i += step) {
      const IndicatorRow& row = table_.rows[static_cast<std::size_t>(i)];
      if (row.kind == RowKind::subtotal || row.kind == RowKind::total || (row.kind == RowKind::item && !row.full))
        break;
      if (row.kind != RowKind::item) continue;
      left -= row.full.value.value;
      marks.add(mark_of(row, column));
    }
    return left.is_zero() ? marks : Marks();
  }

  // Where subtotals stand above their rows, the table ends with one of these.
  bool ends_with_item() const {
    const auto last = std::find_if(table_.rows.rbegin(), table_.rows.rend(), [](const IndicatorRow& row) {
      return row.kind == RowKind::subtotal || row.kind == RowKind::item;
    });
    return last != table_.rows.rend() && last->kind == RowKind::item;
  }

  // Where the outermost label above this row began.
  std::size_t start_of_group(std::size_t at) const {
    for (std::size_t i = at; i-- > 0;) {
      const IndicatorRow& row = table_.rows[i];
      if (row.kind == RowKind::total) return i + 1;
      if (row.opens_group && row.kind != RowKind::subtotal && first_label_begins(row)) return i;
    }
    return 0;
  }

  bool first_label_begins(const IndicatorRow& row) const {
    for (const Column* column : table_.labels) {
      if (column->role != Role::label) continue;
      const Cell* cell = cell_in(context_.analysis.document, row.place, *column);
      return cell != nullptr && cell->row == row.place.row && !cell->span.empty();
    }
    return false;
  }

  Marks subtotals_in(std::size_t begin, std::size_t end, int column) const {
    Marks marks;
    for (std::size_t i = begin; i < end; ++i) {
      if (table_.rows[i].kind == RowKind::subtotal) marks.add(mark_of(table_.rows[i], column));
    }
    return marks;
  }

  // 产出指标 of 产出指标小计
  std::u32string name_of_group(std::size_t at) const {
    std::u32string name = table_.rows[at].label;
    for (View tail : {View(U"小计"), View(U"合计")}) {
      if (name.size() > tail.size() && View(name).substr(name.size() - tail.size()) == tail) {
        name.resize(name.size() - tail.size());
      }
    }
    return name;
  }
  // 产出指标小计: the rows under 产出指标.
  Marks items_named(std::size_t at, int column) const {
    const std::u32string name = name_of_group(at);
    Marks marks;
    if (name.size() < 2) return marks;
    for (const IndicatorRow& row : table_.rows) {
      if (row.kind == RowKind::item && contains(row.groups, name)) marks.add(mark_of(row, column));
    }
    return marks;
  }

  // --- the total ------------------------------------------------------------------------------------------------

  void check_total() {
    const std::size_t none = table_.rows.size();
    std::size_t at = none;
    for (std::size_t i = 0; i < table_.rows.size(); ++i) {
      if (table_.rows[i].kind == RowKind::total) at = i;
    }
    if (at == none) return check_told_total();
    for (int column = 0; column < static_cast<int>(table_.scores.size()); ++column) {
      if (mark_of(table_.rows[at], column)) check_total_of(at, column);
    }
    if (table_.rows[at].full) {
      check_total_of(at, -1);
    } else {
      check_hundred(at);
    }
  }

  // The table ends with its subtotals, and the text tells the total: 自评总得分98.66分.
  void check_told_total() {
    const std::vector<std::size_t>& totals = context_.analysis.total_scores;
    if (totals.empty() || table_.scores.empty() || table_.rows.front().scores.empty()) return;
    const Marks full = with_subtotals(-1), earned = with_subtotals(0);
    if (earned.parts.size() < 3 || full.parts.size() != earned.parts.size() || full.sum() != 100) return;
    const Figure& total = context_.analysis.figures[totals.front()];
    const Decimal sum = earned.sum();
    const bool holds = sum.rounded(total.decimals, Rounding::half_up) == total.value;
    const std::string stated = printed(context_, total);
    claim(earned, stated, holds);
    if (holds) return;
    std::vector<Evidence> places = evidence(earned, nullptr);
    places.insert(places.begin(), clause_of(context_, total));
    const std::string expected = sum.to_string() + "分";
    std::string message = message_text(
        "audit.score.items",
        {{"count", earned.parts.size()}, {"expected", expected}, {"stated", context_.quote(places.front().span)}});
    report_.add("score.items", std::move(message), std::move(places), stated, expected,
                magnitude(sum - total.value).normalized().to_string());
  }

  std::vector<Marks> readings_of(int column) const {
    Marks items, tops, subtotals, uncovered;
    std::size_t last = 0;
    for (std::size_t i = 0; i < table_.rows.size(); ++i) {
      const IndicatorRow& row = table_.rows[i];
      const Stated& mark = mark_of(row, column);
      if (row.kind == RowKind::item) items.add(mark);
      if ((row.kind == RowKind::item || row.kind == RowKind::group) && row.group < 0) tops.add(mark);
      if (row.kind == RowKind::subtotal) {
        subtotals.add(mark);
        last = i + 1;
      }
    }
    uncovered = subtotals;
    for (std::size_t i = last; i < table_.rows.size(); ++i) {
      if (table_.rows[i].kind == RowKind::item) uncovered.add(mark_of(table_.rows[i], column));
    }
    std::vector<Marks> out = {items, tops, subtotals, uncovered, with_subtotals(column)};
    std::erase_if(out, [](const Marks& marks) { return marks.parts.empty(); });
    const Stated& funds = column < 0 ? funds_.full : funds_.score;
    if (funds_.found && funds && column <= 0) {
      for (std::size_t i = 0, n = out.size(); i < n; ++i) {
        Marks with = out[i];
        with.add(funds);
        out.push_back(std::move(with));
      }
    }
    return out;
  }

  // 预算执行9.65, 管理效率小计18, 产出指标小计49, 满意度9: subtotals, and the items of groups that have none.
  Marks with_subtotals(int column) const {
    std::vector<bool> covered(table_.rows.size());
    for (std::size_t at = 0; at < table_.rows.size(); ++at) {
      if (table_.rows[at].kind != RowKind::subtotal) continue;
      for (std::size_t i = start_of_group(at); i < at; ++i) covered[i] = table_.rows[i].kind == RowKind::item;
      const std::u32string name = name_of_group(at);
      for (std::size_t i = 0; i < at && name.size() >= 2; ++i) {
        covered[i] = covered[i] || (table_.rows[i].kind == RowKind::item && contains(table_.rows[i].groups, name));
      }
    }
    Marks marks;
    for (std::size_t i = 0; i < table_.rows.size(); ++i) {
      const RowKind kind = table_.rows[i].kind;
      if (kind == RowKind::subtotal || (kind == RowKind::item && !covered[i]))
        marks.add(mark_of(table_.rows[i], column));
    }
    return marks;
  }

  void check_total_of(std::size_t at, int column) {
    if (!is_complete(column, 0, at)) return;
    std::vector<Marks> readings = readings_of(column);
    if (readings.empty() || readings.front().parts.size() < 2) return;
    test_any(readings, mark_of(table_.rows[at], column), column, table_.rows[at].label);
  }

  // No full mark is printed in the total row: it is 100. Only near misses are reported, a table may be a part.
  void check_hundred(std::size_t at) {
    constexpr int near = 20;
    if (table_.full == nullptr || !is_complete(-1, 0, at) || !table_.rows[at].scores.front()) return;
    const std::vector<Marks> readings = readings_of(-1);
    if (readings.empty() || readings.front().parts.size() < 4) return;
    Stated hundred;
    hundred.cell = table_.rows[at].name;
    hundred.value.kind = CellKind::number;
    hundred.value.value = 100;
    const bool holds = std::any_of(readings.begin(), readings.end(),
                                   [&](const Marks& marks) { return fit(marks, hundred) == Fit::exact; });
    const Marks& best = closest(readings, hundred.value.value);
    const Decimal sum = best.sum();
    if (!holds && (magnitude(sum - 100) > near || sum == 90 || sum == 80)) return;
    claim(best, "100", holds);
    if (holds) return;
    report_.add("score.items",
                message_text("audit.score.items-hundred",
                             {{"sum", sum.to_string()}, {"difference", magnitude(sum - 100).to_string()}}),
                evidence(best, nullptr), sum.to_string(), "100", magnitude(sum - 100).to_string());
  }

  // --- full marks of groups -------------------------------------------------------------------------------------

  // 一级指标 | 分值 | 二级指标 | 分值 | 三级指标 | 分值: each group mark is the sum of the item marks beside it.
  void check_group_weights() {
    for (const Column* column : table_.weights) {
      std::vector<std::pair<Stated, Marks>> groups;
      bool open = false;
      for (const IndicatorRow& row : table_.rows) {
        if (row.kind == RowKind::total || row.kind == RowKind::subtotal) {
          open = false;
          continue;
        }
        const Cell* cell = cell_in(context_.analysis.document, row.place, *column);
        if (cell == nullptr) continue;
        Stated mark{cell, parse_cell(context_.view(cell->span))};
        if (cell->row == row.place.row && mark) {
          groups.push_back({mark, {}});
          open = true;
        }
        if (open && row.kind == RowKind::item) groups.back().second.add(row.full);
      }
      report_groups(groups);
    }
  }

  void report_groups(const std::vector<std::pair<Stated, Marks>>& groups) {
    const auto holds = [](const std::pair<Stated, Marks>& group) {
      return group.second.sum() == group.first.value.value;
    };
    const auto held = std::count_if(groups.begin(), groups.end(), holds);
    if (held == 0 || held * 2 < static_cast<std::ptrdiff_t>(groups.size())) return;  // not marks of one kind
    for (const auto& [mark, parts] : groups) {
      if (!parts.parts.empty()) test(parts, mark, -1, context_view(mark.cell));
    }
  }

  // 产出指标（50分）: a label that states the full mark of the rows beside it.
  void check_stated_marks() {
    if (table_.full == nullptr) return;
    for (const Column* column : table_.labels) {
      const Cell* group = nullptr;
      std::optional<Stated> mark;
      Marks parts;
      bool complete = true;
      const auto close = [&] {
        if (mark && complete && parts.parts.size() >= 2) test(parts, *mark, -1, context_view(group));
        mark.reset();
        parts.parts.clear();
        complete = true;
      };
      for (const IndicatorRow& row : table_.rows) {
        if (row.kind != RowKind::item && row.kind != RowKind::group) {
          if (row.kind != RowKind::other) close();
          continue;
        }
        const Cell* cell = row.place.grid->at(row.place.row, column->first);
        const bool same = cell == group || cell == nullptr || context_.view(cell->span).empty() ||
                          (group != nullptr && context_.view(cell->span) == context_.view(group->span));
        if (!same || (cell != group && outer_begins(row, *column))) {
          close();
          group = cell;
          if (!same) mark = stated_mark(cell);
        }
        if (row.kind == RowKind::group) continue;
        if (!row.full) complete = false;
        parts.add(row.full);
      }
      close();
    }
  }

  // A label column before this one begins anew in this row.
  bool outer_begins(const IndicatorRow& row, const Column& column) const {
    for (const Column* outer : table_.labels) {
      if (outer->first >= column.first) return false;
      const Cell* cell = row.place.grid->at(row.place.row, outer->first);
      if (cell != nullptr && cell->row == row.place.row && !cell->span.empty()) return true;
    }
    return false;
  }

  std::optional<Stated> stated_mark(const Cell* cell) const {
    const View text = context_.view(cell->span);
    if (text.empty() || text.back() != U'）') return std::nullopt;
    View note = in_brackets(text);
    for (View head : {View(U"满分"), View(U"分值"), View(U"权重"), View(U"共")}) {
      if (note.substr(0, head.size()) == head) note.remove_prefix(head.size());
    }
    const CellValue value = parse_cell(note);
    if (!value.is_number() || value.unit != U"分") return std::nullopt;
    return Stated{cell, value};
  }

  // --- reporting ------------------------------------------------------------------------------------------------

  std::u32string context_view(const Cell* cell) const { return without_brackets(context_.view(cell->span)); }

  static const Marks& closest(const std::vector<Marks>& readings, const Decimal& total) {
    return *std::min_element(readings.begin(), readings.end(), [&](const Marks& a, const Marks& b) {
      return magnitude(a.sum() - total) < magnitude(b.sum() - total);
    });
  }

  void test_any(const std::vector<Marks>& readings, const Stated& total, int column, const std::u32string& label) {
    for (Fit wanted : {Fit::exact, Fit::rounded}) {
      for (const Marks& marks : readings) {
        if (fit(marks, total) == wanted) return test(marks, total, column, label);
      }
    }
    test(closest(readings, total.value.value), total, column, label);
  }

  void test(const Marks& marks, const Stated& total, int column, const std::u32string& label) {
    const Fit result = fit(marks, total);
    const std::string stated = context_.quote(total.cell->span);
    claim(marks, stated, result != Fit::no);
    if (result == Fit::exact) return;
    const std::string sum = marks.sum().to_string();
    const std::string difference = magnitude(marks.sum() - total.value.value).normalized().to_string();
    const std::string name = label.empty() ? message_text("audit.score.items-total") : to_utf8(label);
    std::string message;
    if (result == Fit::rounded) {
      message = message_text("audit.sum.envelope-table",
                             {{"name", name}, {"sum", sum}, {"stated", stated}, {"difference", difference}});
      report_.add("sum.envelope", std::move(message), evidence(marks, total.cell), stated, sum, difference);
      return;
    }
    message = column < 0 ? message_text("audit.score.items-weights",
                                        {{"name", name}, {"sum", sum}, {"stated", stated}, {"difference", difference}})
                         : message_text("audit.score.items-table",
                                        {{"name", name}, {"sum", sum}, {"stated", stated}, {"difference", difference}});
    report_.add("score.items", std::move(message), evidence(marks, total.cell), stated, sum, difference);
  }

  std::vector<Evidence> evidence(const Marks& marks, const Cell* total) const {
    std::vector<Evidence> out;
    if (total != nullptr) {
      out.push_back(context_.at(total->span));
      const auto row = std::find_if(table_.rows.begin(), table_.rows.end(), [&](const IndicatorRow& one) {
        return one.name != nullptr && one.name != total && one.place.row == total->row;
      });
      if (row != table_.rows.end()) out.push_back(context_.at(row->name->span));
    }
    for (const Stated* part : marks.parts) out.push_back(context_.at(part->cell->span));
    return out;
  }

  void claim(const Marks& marks, const std::string& stated, bool holds) {
    Claim claim;
    claim.relation = Relation::score;
    claim.holds = holds;
    for (const Stated* part : marks.parts) claim.values.push_back(context_.quote(part->cell->span));
    claim.values.push_back(stated);
    claim.evidence = evidence(marks, nullptr);
    report_.add(std::move(claim));
  }

  const Context& context_;
  IndicatorTable& table_;
  const FundsScore& funds_;
  Report& report_;
};

}  // namespace

void check_totals(const Context& context, IndicatorTable& table, const FundsScore& funds, Report& report) {
  if (!table.rows.empty()) Totals(context, table, funds, report).check();
}

}  // namespace jiheng::audit
