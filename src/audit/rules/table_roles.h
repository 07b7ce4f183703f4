// The tables of a report by what their columns mean: rows of indicators (自评表), blocks of funds (项目资金), and plain
// tables of amounts or counts. Roles are told by words in the header cells, over one or two header rows, merged cells
// included; a table that runs over a page is one section. Where the words do not tell, a column has no role.
//
// Sources: the layouts of domain practice differ by place; none is assumed, only the words 分值 得分 执行率 合计 …
// Thread-safety: pure functions; a section points into the document it was made of.
#pragma once

#include <memory>
#include <vector>

#include "audit/rules/cell_value.h"
#include "reading/document.h"

namespace jiheng::audit {

// The cells of a table by place, each in constant time.
class Grid {
 public:
  explicit Grid(const reading::Table& table);

  int rows() const { return table_->rows; }
  int columns() const { return table_->columns; }
  const reading::Cell* at(int row, int column) const;
  const reading::Table& table() const { return *table_; }

 private:
  const reading::Table* table_;
  std::vector<std::int32_t> places_;  // index of the cell, -1: none
};

enum class Role {
  none,
  label,      // 一级指标 二级指标 三级指标 指标名称 项目
  serial,     // 序号
  sign,       // 指标性质
  unit,       // 度量单位
  target,     // 年度指标值
  result,     // 实际完成值
  full,       // 分值 权重 满分
  score,      // 得分
  lost,       // 扣分
  reason,     // 偏差原因分析及改进措施
  criterion,  // 评分标准
  initial,    // 年初预算数
  budget,     // 全年预算数 预算数
  executed,   // 全年执行数 决算数
  rate,       // 执行率 完成率
  share,      // 占比
  total,      // 合计, as a column
  money,      // an amount that is none of these
  count,      // a number of things: 件数
};

// What a header text means; none when it says nothing known.
Role role_of(std::u32string_view header);

struct Column {
  Role role = Role::none;
  int first = 0, last = 0;  // inclusive; the header cell may span columns
  std::u32string text;      // header, both rows joined, without brackets
  std::u32string note;      // what its brackets held: 万元, B/A, A
  std::u32string unit;      // 元 万元 % 件 … when the header states it
};

struct RowPlace {
  const Grid* grid = nullptr;
  int row = 0;
};

enum class TableKind { indicators, funds, plain };

struct TableSection {
  TableKind kind = TableKind::plain;
  std::size_t table = 0;  // in Document::tables, of its header
  std::vector<Column> columns;
  std::vector<RowPlace> rows;  // below the header
  reading::Span header;        // from its first header cell to its last
  std::u32string unit;         // of money, from the caption or a cell; empty: not stated

  const Column* find(Role role) const;       // the first with this role
  const Column* find_last(Role role) const;  // the last with this role
  std::size_t count(Role role) const;
};

struct Tables {
  std::vector<std::unique_ptr<Grid>> grids;
  std::vector<TableSection> sections;
};

Tables sections_of(const reading::Document& document);

// The cell of a row in a column: the first that is not blank among the columns its header spans.
const reading::Cell* cell_in(const reading::Document& document, const RowPlace& place, const Column& column);

// How a row's label begins: 一、 is 1, （一） 2, 1. 3, （1） 4, anything else 5.
int marking_level(std::u32string_view label);
// The label without its number, brackets, 其中 and marks.
std::u32string plain_label(std::u32string_view label);

bool is_total_label(std::u32string_view plain);     // 合计 总计 总分 …, nothing else
bool is_subtotal_label(std::u32string_view plain);  // 产出指标小计, 履职效能合计

}  // namespace jiheng::audit
