#include "report/pdf_table.h"

#include <algorithm>

#include "report/page_layout.h"

namespace jiheng::report {
namespace {

int type_size(TableType type) {
  switch (type) {
    case TableType::normal:
      return 12 * units_per_point;
    case TableType::small:
      return 21 * units_per_point / 2;
    case TableType::tiny:
      return 9 * units_per_point;
  }
  return 12 * units_per_point;
}

std::vector<int> column_edges(const std::vector<Column>& columns) {
  std::int64_t total = 0;
  for (const Column& column : columns) total += std::max(1, column.share);
  std::vector<int> edges = {0};
  std::int64_t sum = 0;
  for (const Column& column : columns) {
    sum += std::max(1, column.share);
    edges.push_back(static_cast<int>(area_width * sum / total));
  }
  return edges;
}

class RowsLayout {
 public:
  RowsLayout(const FontSet& fonts, const Table& table, const LaidTable& laid, bool header)
      : fonts_(fonts), table_(table), laid_(laid), header_(header) {}

  LaidRows lay_out(const std::vector<Row>& rows) {
    LaidRows result;
    result.heights.assign(rows.size(), laid_.line_pitch + 2 * laid_.padding);
    result.keep_with_next.assign(rows.size(), false);
    const auto placed = place_cells(rows, static_cast<int>(table_.columns.size()));
    if (!placed) return result;  // refused by check() before
    for (const PlacedCell& cell : *placed) result.cells.push_back(lay_out_cell(cell));
    for (const LaidCell& cell : result.cells) {
      if (cell.row_span == 1) grow(result.heights[static_cast<std::size_t>(cell.row)], needed(cell));
    }
    for (const LaidCell& cell : result.cells) {
      if (cell.row_span > 1) fit_span(cell, result);
    }
    return result;
  }

 private:
  LaidCell lay_out_cell(const PlacedCell& placed) {
    const Cell& cell = *placed.cell;
    LaidCell laid{placed.row, placed.column, cell.row_span, cell.column_span, cell.shaded, {}};
    const auto column = static_cast<std::size_t>(placed.column);
    const int side = type_size(table_.type) * 3 / 10;
    TextStyle style;
    style.face = header_ || cell.bold ? Face::heiti : Face::songti;
    style.size = type_size(table_.type);
    style.width = std::max(
        style.size, laid_.edges[column + static_cast<std::size_t>(cell.column_span)] - laid_.edges[column] - 2 * side);
    style.align = cell.align.value_or(table_.columns[column].align);
    laid.text = TextBlock(fonts_, cell.runs, style);
    return laid;
  }

  int needed(const LaidCell& cell) const {
    return static_cast<int>(cell.text.lines().size()) * laid_.line_pitch + 2 * laid_.padding;
  }

  static void grow(int& height, int to) { height = std::max(height, to); }

  // The rows a cell spans grow until it fits, and are kept together at both ends as far as it needs, so that it also
  // fits wherever a page may end within it.
  void fit_span(const LaidCell& cell, LaidRows& rows) const {
    const int need = needed(cell);
    const int last = cell.row + cell.row_span - 1;
    const int have = rows.height(cell.row, last + 1);
    if (have < need) rows.heights[static_cast<std::size_t>(last)] += need - have;
    if (need > area_height / 2) return;  // keeping so much together would leave pages half empty
    for (int row = cell.row, sum = 0; row < last; ++row) {
      sum += rows.heights[static_cast<std::size_t>(row)];
      if (sum >= need) break;
      rows.keep_with_next[static_cast<std::size_t>(row)] = true;
    }
    for (int row = last, sum = 0; row > cell.row; --row) {
      sum += rows.heights[static_cast<std::size_t>(row)];
      if (sum >= need) break;
      rows.keep_with_next[static_cast<std::size_t>(row - 1)] = true;
    }
  }

  const FontSet& fonts_;
  const Table& table_;
  const LaidTable& laid_;
  bool header_;
};

}  // namespace

int LaidRows::height(int from, int to) const {
  int sum = 0;
  for (int row = from; row < to; ++row) sum += heights[static_cast<std::size_t>(row)];
  return sum;
}

int LaidTable::lines_in(int row) const {
  std::size_t lines = 1;
  for (const LaidCell& cell : body.cells) {
    if (cell.row == row && cell.row_span == 1) lines = std::max(lines, cell.text.lines().size());
  }
  return static_cast<int>(lines);
}

LaidTable lay_out_table(const FontSet& fonts, const Table& table) {
  LaidTable laid;
  laid.edges = column_edges(table.columns);
  laid.line_pitch = type_size(table.type) * 4 / 3;
  laid.padding = type_size(table.type) / 4;
  laid.header = RowsLayout(fonts, table, laid, true).lay_out(table.header);
  laid.body = RowsLayout(fonts, table, laid, false).lay_out(table.rows);
  return laid;
}

}  // namespace jiheng::report
