#include "audit/rules/table_roles.h"

#include <algorithm>

namespace jiheng::audit {
namespace {

using reading::Cell;
using reading::Document;
using reading::Table;
using View = std::u32string_view;

constexpr std::int64_t largest_grid = 4'000'000;  // places; a larger table is not looked into

bool ends(View text, View tail) {
  return text.size() >= tail.size() && text.substr(text.size() - tail.size()) == tail;
}
bool starts(View text, View head) {
  return text.substr(0, head.size()) == head;
}

// --- what a header says ----------------------------------------------------------------------------------------------

bool is_full_mark(View text) {
  if (contains_any(text, {U"应得分", U"标准得分", U"满分", U"标准分", U"权重", U"基准分", U"总分值"})) {
    return !contains_any(text, {U"得分率", U"加权得分"});
  }
  return contains(text, U"分值") && !contains_any(text, {U"自评", U"得分", U"复核", U"评价分"});
}

bool is_score(View text) {
  if (contains(text, U"得分率")) return false;
  if (contains(text, U"得分")) return true;
  return ends(text, U"自评分") || ends(text, U"自评分值") || ends(text, U"自评分数") || ends(text, U"评分") ||
         ends(text, U"评价分") || ends(text, U"复核分") || ends(text, U"实得分") || ends(text, U"考评分") ||
         ends(text, U"复评分") || ends(text, U"打分") || text == U"分数" || text == U"自评" || text == U"评分值";
}

bool is_criterion(View text) {
  return contains_any(text, {U"评分标准", U"评分规则", U"评分方法", U"评分细则", U"评价标准", U"计分", U"评价要点",
                             U"指标解释", U"指标说明", U"计算公式", U"得分标准", U"扣分标准", U"评价方法", U"评分办法",
                             U"计算方法", U"指标内涵", U"考核标准", U"评分要点"});
}

bool is_reason(View text) {
  return contains_any(text, {U"原因", U"改进措施", U"备注", U"评分依据", U"得分依据"}) || ends(text, U"说明") ||
         ends(text, U"情况分析");
}

// Of another year: 上年完成值.
bool is_of_last_year(View text) {
  return contains_any(text, {U"上年", U"去年", U"往年", U"上一年"});
}

bool is_target(View text) {
  if (contains_any(text, {U"完成情况", U"实际", U"完成指标值"})) return false;
  return contains_any(text,
                      {U"目标值", U"计划完成", U"计划值", U"计划数", U"计划指标", U"预期值", U"预期指标", U"年初目标",
                       U"目标数", U"预期完成", U"应完成", U"年初设定", U"绩效标准", U"预计完成值"}) ||
         ends(text, U"指标值") || text == U"目标" || text == U"标准值" || text == U"年初值" || text == U"预期" ||
         text == U"绩效目标" || text == U"年度目标" || text == U"预期目标" || text == U"计划";
}

bool is_result(View text) {
  return contains_any(text,
                      {U"完成值", U"完成情况", U"实际值", U"完成数", U"实现值", U"完成结果", U"全年实际", U"实际指标",
                       U"达成值", U"实际完成", U"实际数", U"完成指标值", U"实现情况", U"达成情况"}) ||
         text == U"实际" || text == U"完成" || text == U"全年完成" || text == U"年度完成" || text == U"实绩" ||
         text == U"完成量" || text == U"年终完成" || text == U"年末值";
}

Role money_role(View text) {
  if (contains_any(text,
                   {U"执行率", U"支出率", U"支付率", U"完成率", U"执行进度", U"支出进度", U"支付进度", U"使用率"}) ||
      (contains(text, U"完成预算") && contains_any(text, {U"%", U"比"}))) {
    return Role::rate;
  }
  if (contains_any(text, {U"占比", U"比重", U"比例"})) return Role::share;
  if (contains_any(text,
                   {U"率", U"增长", U"增幅", U"增减", U"差额", U"差异", U"单价", U"人均", U"均", U"预计", U"标准"})) {
    return Role::none;
  }
  if (contains_any(text, {U"执行数", U"决算数", U"支出数", U"实际支出", U"决算", U"执行金额", U"实际使用", U"支出金额",
                          U"实际执行", U"支付数", U"支付金额", U"执行额", U"支出额"})) {
    return Role::executed;
  }
  if (contains_any(text, {U"年初预算", U"年初批复", U"年初数", U"批复预算"})) return Role::initial;
  if (contains_any(text, {U"预算数", U"全年预算", U"调整预算", U"预算金额", U"预算安排", U"预算总额", U"预算额",
                          U"调整后预算", U"预算调整"}) ||
      text == U"预算" || text == U"年度预算") {
    return Role::budget;
  }
  if (contains_any(text, {U"金额", U"资金", U"支出", U"经费", U"收入", U"原值", U"净值", U"本年数", U"上年数"})) {
    return Role::money;
  }
  return Role::none;
}

bool is_count(View text) {
  return ends(text, U"件数") || ends(text, U"数量") || ends(text, U"次数") || ends(text, U"人数") ||
         ends(text, U"个数") || ends(text, U"份数") || ends(text, U"篇数") || ends(text, U"批次") ||
         ends(text, U"人次") || ends(text, U"项数") || ends(text, U"条数");
}

bool is_label(View text) {
  for (View tail :
       {View(U"类别"), View(U"名称"), View(U"项目"), View(U"来源"), View(U"科目"), View(U"分类"), View(U"构成")}) {
    if (ends(text, tail)) return true;
  }
  return contains_any(text, {U"级指标", U"指标名称", U"指标内容", U"绩效指标", U"评价指标", U"考核指标", U"评价内容",
                             U"指标类别", U"评价项目", U"考核内容", U"具体指标", U"指标类型", U"考核项目"}) ||
         text == U"指标" || text == U"一级" || text == U"二级" || text == U"三级" || text == U"类别" ||
         text == U"项目" || text == U"名称" || text == U"内容" || text == U"项目名称" || text == U"资金来源" ||
         text == U"科目" || text == U"支出项目" || text == U"单位名称";
}

// --- header rows -----------------------------------------------------------------------------------------------------

struct HeaderRow {
  int filled = 0;   // cells with words
  int known = 0;    // of these, cells whose words mean something
  int numbers = 0;  // cells with numbers
  bool has[static_cast<int>(Role::count) + 1] = {};

  bool found(Role role) const { return has[static_cast<int>(role)]; }
};

constexpr std::size_t longest_header = 24;

HeaderRow look_at(const Document& document, const Grid& grid, int row) {
  HeaderRow out;
  for (int column = 0; column < grid.columns();) {
    const Cell* cell = grid.at(row, column);
    if (cell == nullptr) {
      ++column;
      continue;
    }
    column = std::max(column + 1, cell->column + cell->column_span);
    if (cell->row != row || cell->span.empty()) continue;
    const View text = document.view(cell->span);
    const CellValue value = parse_cell(text);
    if (value.is_number()) {
      ++out.numbers;
      continue;
    }
    if (value.is_empty()) continue;
    ++out.filled;
    if (text.size() > longest_header) continue;
    const Role role = role_of(without_brackets(text));
    if (role == Role::none) continue;
    ++out.known;
    out.has[static_cast<int>(role)] = true;
  }
  return out;
}

bool is_indicator_header(const HeaderRow& row) {
  if (row.numbers > 0 || row.known < 2) return false;
  if (!row.found(Role::full) && !row.found(Role::score)) return false;
  if (row.found(Role::full) && row.found(Role::score)) return true;
  return row.found(Role::label) || row.found(Role::target) || row.found(Role::criterion);
}

bool is_funds_header(const HeaderRow& row) {
  if (row.numbers > 0 || row.found(Role::target) || row.found(Role::criterion)) return false;
  const int money = row.found(Role::initial) + row.found(Role::budget) + row.found(Role::executed);
  return money >= 2 || (money == 1 && row.found(Role::rate));
}

bool ends_section(const HeaderRow& row, const Document& document, const Grid& grid, int number) {
  if (row.numbers > 0 || row.filled == 0) return false;
  for (int column = 0; column < std::min(grid.columns(), 3); ++column) {
    const Cell* cell = grid.at(number, column);
    if (cell == nullptr || cell->row != number) continue;
    const View text = document.view(cell->span);
    if (text.size() <= 12 && contains_any(text, {U"总体目标", U"预期目标", U"评价结论", U"年度目标"})) return true;
  }
  return false;
}

std::u32string unit_in(View text) {
  for (View unit : {View(U"亿元"), View(U"万元"), View(U"千元"), View(U"元"), View(U"%")}) {
    if (text == unit || ends(text, unit)) return std::u32string(unit);
  }
  constexpr View counted = U"件次个人份篇项条批期宗辆户台套场";
  if (text.size() <= 2 && !text.empty() && counted.find(text.front()) != View::npos) return std::u32string(text);
  return {};
}

struct Headed {
  int row = 0;
  int height = 1;
  TableKind kind = TableKind::plain;
};

// The cell that heads a column in one of the header rows, the lowest with words.
std::vector<const Cell*> heads_of(const Document& document, const Grid& grid, const Headed& head, int column) {
  std::vector<const Cell*> cells;
  for (int row = head.row; row < head.row + head.height; ++row) {
    const Cell* cell = grid.at(row, column);
    if (cell == nullptr || document.view(cell->span).empty()) continue;
    if (cells.empty() || cells.back() != cell) cells.push_back(cell);
  }
  return cells;
}

Column column_of(const Document& document, const std::vector<const Cell*>& heads, int place) {
  Column column;
  column.first = column.last = place;
  if (heads.empty()) return column;
  const View lowest = document.view(heads.back()->span);
  for (const Cell* cell : heads) {
    const View text = document.view(cell->span);
    column.text += without_brackets(text);
    const View note = in_brackets(text);
    if (!note.empty()) column.note = note;
    const std::u32string unit = unit_in(note);
    if (!unit.empty()) column.unit = unit;
  }
  if (lowest.size() <= longest_header) column.role = role_of(without_brackets(lowest));
  if (column.role == Role::none && column.text.size() <= longest_header) column.role = role_of(column.text);
  if (column.role == Role::none || column.role == Role::money) {
    if (column.unit == U"%") {
      column.role = Role::none;
    } else if (money_factor(column.unit)) {
      column.role = Role::money;
    } else if (!column.unit.empty()) {
      column.role = Role::count;
    }
  }
  return column;
}

std::vector<Column> columns_of(const Document& document, const Grid& grid, const Headed& head) {
  std::vector<Column> columns;
  const Cell* previous = nullptr;
  for (int place = 0; place < grid.columns(); ++place) {
    const std::vector<const Cell*> heads = heads_of(document, grid, head, place);
    const Cell* lowest = heads.empty() ? nullptr : heads.back();
    if (lowest != nullptr && lowest == previous) {
      columns.back().last = place;
      continue;
    }
    previous = lowest;
    columns.push_back(column_of(document, heads, place));
  }
  return columns;
}

bool has_merged_head(const Grid& grid, int row) {
  for (int column = 0; column < grid.columns(); ++column) {
    const Cell* cell = grid.at(row, column);
    if (cell != nullptr && (cell->column_span > 1 || cell->row_span > 1)) return true;
  }
  return false;
}

// Every cell that begins in this row stands under a head that spans several columns.
bool is_under_spans(const Grid& grid, int row) {
  bool any = false;
  for (int column = 0; column < grid.columns(); ++column) {
    const Cell* cell = grid.at(row, column);
    if (cell == nullptr || cell->row != row) continue;
    const Cell* above = grid.at(row - 1, column);
    if (above == nullptr || above->column_span < 2) return false;
    any = true;
  }
  return any;
}

// A second header row: words only, and either all of them under merged heads or more of them known than not.
bool continues_header(const Document& document, const Grid& grid, int row) {
  if (row >= grid.rows()) return false;
  const HeaderRow next = look_at(document, grid, row);
  if (next.numbers > 0 || next.filled == 0) return false;
  if (is_under_spans(grid, row)) return true;
  return next.known >= 1 && next.known * 2 >= next.filled && !next.found(Role::label);
}

// The first row of a table without known words, when it has words only and numbers stand below it.
bool is_plain_header(const Document& document, const Grid& grid, int row) {
  const HeaderRow here = look_at(document, grid, row);
  return here.numbers == 0 && here.filled >= 2;
}

// All header rows of a table, from the top.
std::vector<Headed> headers_of(const Document& document, const Grid& grid) {
  std::vector<Headed> heads;
  for (int row = 0; row < grid.rows(); ++row) {
    const HeaderRow here = look_at(document, grid, row);
    Headed head;
    head.row = row;
    if (is_funds_header(here)) {
      head.kind = TableKind::funds;
    } else if (is_indicator_header(here)) {
      head.kind = TableKind::indicators;
    } else {
      continue;
    }
    if (has_merged_head(grid, row) && continues_header(document, grid, row + 1)) head.height = 2;
    row += head.height - 1;
    heads.push_back(head);
  }
  if (!heads.empty()) return heads;
  for (int row = 0; row < std::min(grid.rows(), 4); ++row) {
    if (!is_plain_header(document, grid, row)) continue;
    Headed head;
    head.row = row;
    // 指标 | 年度目标值 | 实际完成值 | 完成率, without marks.
    const HeaderRow here = look_at(document, grid, row);
    if (here.found(Role::label) && here.found(Role::target) && here.found(Role::result))
      head.kind = TableKind::indicators;
    if (has_merged_head(grid, row) && row + 1 < grid.rows() && is_plain_header(document, grid, row + 1))
      head.height = 2;
    heads.push_back(head);
    break;
  }
  return heads;
}

// 单位：万元 in front of a table or in one of its cells.
std::u32string stated_unit(View text) {
  for (View before : {View(U"金额单位"), View(U"单位")}) {
    const std::size_t at = text.rfind(before);
    if (at == View::npos) continue;
    View rest = text.substr(at + before.size());
    while (!rest.empty() && View(U"：:（ ").find(rest.front()) != View::npos) rest.remove_prefix(1);
    for (View unit : {View(U"人民币"), View(U"")}) {
      if (!unit.empty() && starts(rest, unit)) rest.remove_prefix(unit.size());
    }
    for (View unit : {View(U"亿元"), View(U"万元"), View(U"千元"), View(U"元")}) {
      if (starts(rest, unit)) return std::u32string(unit);
    }
  }
  return {};
}

std::u32string caption_unit(const Document& document, const Table& table) {
  constexpr std::uint32_t reach = 60;
  const std::uint32_t begin = table.span.begin > reach ? table.span.begin - reach : 0;
  std::u32string unit = stated_unit(document.view({begin, table.span.begin}));
  if (!unit.empty()) return unit;
  constexpr std::size_t cells_looked_at = 40;
  for (std::size_t i = 0; i < std::min(table.cells.size(), cells_looked_at); ++i) {
    const View text = document.view(table.cells[i].span);
    if (text.size() > 40) continue;
    unit = stated_unit(text);
    if (!unit.empty()) return unit;
    if (contains_any(text, {U"资金（", U"预算（", U"支出（", U"情况（"})) {
      unit = unit_in(in_brackets(text));
      if (money_factor(unit)) return unit;
    }
  }
  return {};
}

bool same_roles(const TableSection& a, const std::vector<Column>& b) {
  if (a.columns.size() != b.size()) return false;
  for (std::size_t i = 0; i < b.size(); ++i) {
    if (a.columns[i].role != b[i].role || a.columns[i].first != b[i].first) return false;
  }
  return true;
}

bool has_total(const Document& document, const TableSection& section) {
  for (const RowPlace& place : section.rows) {
    const Cell* cell = place.grid->at(place.row, 0);
    if (cell != nullptr && is_total_label(plain_label(document.view(cell->span)))) return true;
  }
  return false;
}

// The table before runs on in this one: nothing between them, the same columns, no total yet.
bool runs_on(const Document& document, const TableSection& previous, const Table& before, const Table& table) {
  if (previous.kind != TableKind::indicators || before.columns != table.columns) return false;
  if (table.span.begin > before.span.end + 2) return false;
  return !has_total(document, previous);
}

class Reader {
 public:
  explicit Reader(const Document& document) : document_(document) {}

  Tables read() {
    for (std::size_t i = 0; i < document_.tables.size(); ++i) {
      out_.grids.push_back(std::make_unique<Grid>(document_.tables[i]));
      read_table(i);
    }
    return std::move(out_);
  }

 private:
  void read_table(std::size_t index) {
    const Table& table = document_.tables[index];
    const Grid& grid = *out_.grids.back();
    std::vector<Headed> heads = headers_of(document_, grid);
    const bool headless = heads.empty() || heads.front().kind == TableKind::plain;
    TableSection* open = nullptr;
    if (!out_.sections.empty() && index > 0 && out_.sections.back().table + 1 == index &&
        runs_on(document_, out_.sections.back(), document_.tables[index - 1], table)) {
      open = &out_.sections.back();
    }
    if (open != nullptr && headless) {
      add_rows(*open, grid, 0, grid.rows());
      open->table = index;
      return;
    }
    const std::u32string unit = caption_unit(document_, table);
    for (std::size_t i = 0; i < heads.size(); ++i) {
      const int begin = heads[i].row + heads[i].height;
      const int end = i + 1 < heads.size() ? heads[i + 1].row : grid.rows();
      std::vector<Column> columns = columns_of(document_, grid, heads[i]);
      if (i == 0 && open != nullptr && same_roles(*open, columns)) {
        add_rows(*open, grid, begin, end);
        open->table = index;
        continue;
      }
      TableSection section;
      section.kind = heads[i].kind;
      section.table = index;
      section.columns = std::move(columns);
      section.unit = unit;
      const Cell* first = grid.at(heads[i].row, 0);
      if (first != nullptr) section.header = first->span;
      add_rows(section, grid, begin, end);
      out_.sections.push_back(std::move(section));
    }
  }

  void add_rows(TableSection& section, const Grid& grid, int begin, int end) {
    for (int row = begin; row < end; ++row) {
      if (section.kind == TableKind::funds && ends_section(look_at(document_, grid, row), document_, grid, row)) return;
      section.rows.push_back({&grid, row});
    }
  }

  const Document& document_;
  Tables out_;
};

bool is_chinese_digit(char32_t c) {
  return View(U"一二三四五六七八九十").find(c) != View::npos;
}
bool is_digit(char32_t c) {
  return c >= U'0' && c <= U'9';
}

// How many characters the number in front takes, and of what level it is.
struct Front {
  int level = 5;
  std::size_t size = 0;
};

Front front_of(View label) {
  std::size_t i = 0;
  const bool bracket = !label.empty() && (label[0] == U'（' || label[0] == U'(');
  if (bracket) ++i;
  const std::size_t from = i;
  while (i < label.size() && is_chinese_digit(label[i])) ++i;
  const bool chinese = i > from;
  if (!chinese) {
    while (i < label.size() && is_digit(label[i])) ++i;
  }
  if (i == from || i - from > 3 || i >= label.size()) return {};
  if (bracket) return label[i] == U'）' || label[i] == U')' ? Front{chinese ? 2 : 4, i + 1} : Front{};
  if (chinese) return label[i] == U'、' || label[i] == U'．' ? Front{1, i + 1} : Front{};
  const bool mark = View(U".、．").find(label[i]) != View::npos;
  return mark && (i + 1 >= label.size() || !is_digit(label[i + 1])) ? Front{3, i + 1} : Front{};
}

}  // namespace

Grid::Grid(const Table& table) : table_(&table) {
  if (std::int64_t{table.rows} * table.columns > largest_grid || table.rows <= 0 || table.columns <= 0) return;
  places_.assign(static_cast<std::size_t>(table.rows) * static_cast<std::size_t>(table.columns), -1);
  for (std::size_t i = 0; i < table.cells.size(); ++i) {
    const Cell& cell = table.cells[i];
    const int bottom = std::min(cell.row + std::max(cell.row_span, 1), table.rows);
    const int right = std::min(cell.column + std::max(cell.column_span, 1), table.columns);
    for (int row = std::max(cell.row, 0); row < bottom; ++row) {
      for (int column = std::max(cell.column, 0); column < right; ++column) {
        places_[static_cast<std::size_t>(row) * static_cast<std::size_t>(table.columns) +
                static_cast<std::size_t>(column)] = static_cast<std::int32_t>(i);
      }
    }
  }
}

const Cell* Grid::at(int row, int column) const {
  if (places_.empty() || row < 0 || column < 0 || row >= table_->rows || column >= table_->columns) return nullptr;
  const std::int32_t index = places_[static_cast<std::size_t>(row) * static_cast<std::size_t>(table_->columns) +
                                     static_cast<std::size_t>(column)];
  return index < 0 ? nullptr : &table_->cells[static_cast<std::size_t>(index)];
}

Role role_of(View text) {
  if (text.empty() || text.size() > longest_header) return Role::none;
  if (text == U"序号" || text == U"编号") return Role::serial;
  if (is_full_mark(text)) return Role::full;
  if (is_criterion(text)) return Role::criterion;
  if (is_reason(text)) return Role::reason;
  if (contains_any(text, {U"扣分", U"失分", U"扣减分"})) return Role::lost;
  if (is_score(text)) return Role::score;
  if (contains_any(text, {U"指标性质", U"指标方向", U"计算符号", U"比较符"}) || text == U"符号" || text == U"方向" ||
      text == U"性质") {
    return Role::sign;
  }
  if (contains_any(text, {U"度量单位", U"计量单位", U"指标单位"}) || text == U"单位") return Role::unit;
  if (is_target(text)) return is_of_last_year(text) ? Role::none : Role::target;
  if (is_result(text)) return is_of_last_year(text) ? Role::none : Role::result;
  if (is_label(text)) return Role::label;
  if (text == U"合计" || text == U"总计" || text == U"小计" || text == U"总额") return Role::total;
  const Role money = money_role(text);
  if (money != Role::none) return money;
  return is_count(text) ? Role::count : Role::none;
}

const Column* TableSection::find(Role role) const {
  for (const Column& column : columns) {
    if (column.role == role) return &column;
  }
  return nullptr;
}

const Column* TableSection::find_last(Role role) const {
  const Column* found = nullptr;
  for (const Column& column : columns) {
    if (column.role == role) found = &column;
  }
  return found;
}

std::size_t TableSection::count(Role role) const {
  return static_cast<std::size_t>(
      std::count_if(columns.begin(), columns.end(), [&](const Column& column) { return column.role == role; }));
}

Tables sections_of(const Document& document) {
  return Reader(document).read();
}

const Cell* cell_in(const Document& document, const RowPlace& place, const Column& column) {
  const Cell* found = nullptr;
  for (int i = column.first; i <= column.last; ++i) {
    const Cell* cell = place.grid->at(place.row, i);
    if (cell == nullptr) continue;
    if (found == nullptr) found = cell;
    if (!document.view(cell->span).empty()) return cell;
  }
  return found;
}

int marking_level(View label) {
  return front_of(label).level;
}

std::u32string plain_label(View label) {
  label.remove_prefix(front_of(label).size);
  std::u32string plain = without_brackets(label);
  for (View head : {View(U"其中"), View(U"：")}) {
    if (starts(plain, head)) plain.erase(0, head.size());
  }
  return plain;
}

bool is_total_label(View plain) {
  constexpr View words[] = {U"合计",     U"总计",     U"总分",     U"总得分",   U"合计得分",  U"得分合计", U"自评总分",
                            U"总分合计", U"评价总分", U"自评得分", U"合计分",   U"综合得分",  U"总合计",   U"最终得分",
                            U"综合评分", U"总评分",   U"合计总分", U"得分总计", U"自评总得分"};
  return std::find(std::begin(words), std::end(words), plain) != std::end(words);
}

bool is_subtotal_label(View plain) {
  return plain == U"小计" || ends(plain, U"小计") || (ends(plain, U"合计") && plain != U"合计") ||
         (starts(plain, U"小计") && plain.size() <= 8);
}

}  // namespace jiheng::audit
