#include "report/scorecard_view.h"

namespace jiheng::report {
namespace {

constexpr int path_levels = 2;  // 一级 and 二级指标; deeper groups are joined into the second

void collect(const ScorecardGroup& group, std::vector<const ScorecardGroup*>& path, std::vector<FlatItem>& items) {
  path.push_back(&group);
  for (const ScorecardItem& item : group.items) items.push_back({path, &item});
  for (const ScorecardGroup& child : group.groups) collect(child, path, items);
  path.pop_back();
}

bool any_unverified(const ScorecardGroup& group) {
  for (const ScorecardItem& item : group.items) {
    if (item.unverified) return true;
  }
  for (const ScorecardGroup& child : group.groups) {
    if (any_unverified(child)) return true;
  }
  return false;
}

std::string points(const Decimal& value) {
  return value.rounded(2, Rounding::half_up).to_string();
}

std::string marked_points(const Decimal& value, bool unverified) {
  return unverified ? points(value) + "\n未核实" : points(value);
}

Cell basis(const ScorecardItem& item) {
  std::string text = item.rule;
  if (!item.why.empty()) {
    if (!text.empty()) text += "\n";
    text += item.lost.empty() ? "说明：" : "扣" + item.lost + "分：";
  }
  Cell cell = text_cell(std::move(text));
  if (item.why_runs.empty()) {
    if (!item.why.empty()) cell.runs.push_back(text_run(item.why));
  } else {
    cell.runs.insert(cell.runs.end(), item.why_runs.begin(), item.why_runs.end());
  }
  return cell;
}

// How many items from `from` on share the group at `level` of the path (both may lack one).
std::size_t shared(const std::vector<FlatItem>& items, std::size_t from, std::size_t level) {
  const auto group_at = [&](std::size_t i) -> const ScorecardGroup* {
    const auto& path = items[i].path;
    return level < path.size() ? path[level] : nullptr;
  };
  std::size_t end = from + 1;
  while (end < items.size() && items[end].path.front() == items[from].path.front() && group_at(end) == group_at(from)) {
    ++end;
  }
  return end - from;
}

Row sum_row(std::string title, const Decimal& full, const Decimal& score, bool unverified, std::string remark) {
  Cell name = text_cell(std::move(title), true);
  name.column_span = 3;
  name.align = Align::center;
  Row row = {std::move(name), text_cell(points(full), true), text_cell(marked_points(score, unverified), true),
             text_cell(std::move(remark), true)};
  for (Cell& cell : row) cell.shaded = true;
  return row;
}

}  // namespace

std::vector<FlatItem> flatten(const Scorecard& scorecard) {
  std::vector<FlatItem> items;
  std::vector<const ScorecardGroup*> path;
  for (const ScorecardGroup& group : scorecard.groups) collect(group, path, items);
  return items;
}

Table scorecard_table(const Scorecard& scorecard) {
  Table table;
  table.caption = scorecard.unit_name + std::to_string(scorecard.year) + "年度部门整体支出绩效自评表";
  table.type = TableType::small;
  table.columns = {{13, Align::center}, {13, Align::center}, {36, Align::left},
                   {16, Align::center}, {16, Align::center}, {62, Align::left}};
  Row header;
  for (const char* title : {"一级\n指标", "二级\n指标", "三级指标", "满分", "得分", "评分依据及扣分原因"}) {
    header.push_back(text_cell(title, true));
    header.back().align = Align::center;
  }
  table.header.push_back(std::move(header));

  const std::vector<FlatItem> items = flatten(scorecard);
  bool unverified = false;
  for (std::size_t i = 0; i < items.size(); ++i) {
    const auto& [path, item] = items[i];
    Row row;
    for (std::size_t level = 0; level < path_levels; ++level) {
      const std::size_t count = shared(items, i, level);
      if (i > 0 && shared(items, i - 1, level) > 1) continue;  // a cell from above reaches here
      Cell cell = text_cell(level < path.size() ? path[level]->title : std::string());
      cell.row_span = static_cast<int>(count);
      row.push_back(std::move(cell));
    }
    row.push_back(text_cell(item->title));
    row.push_back(text_cell(points(item->full)));
    row.push_back(text_cell(marked_points(item->score, item->unverified)));
    row.push_back(basis(*item));
    table.rows.push_back(std::move(row));
    unverified = unverified || item->unverified;
    const ScorecardGroup* top = path.front();
    if (i + 1 == items.size() || items[i + 1].path.front() != top) {
      table.rows.push_back(sum_row(top->title + "小计", top->full, top->score, any_unverified(*top), {}));
    }
  }
  table.rows.push_back(sum_row("合计", scorecard.full, scorecard.total, unverified,
                               scorecard.grade.empty() ? std::string() : "等级：" + scorecard.grade));
  return table;
}

}  // namespace jiheng::report
