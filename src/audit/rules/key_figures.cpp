#include "audit/rules/key_figures.h"

#include <optional>

#include "audit/language/budget.h"
#include "audit/language/scores.h"
#include "audit/language/vocabulary.h"
#include "audit/rules/table_roles.h"
#include "base/text.h"

namespace jiheng::audit {
namespace {

constexpr Key keys[3][3] = {{Key::budget, Key::spending, Key::rate},
                            {Key::basic_budget, Key::basic_spending, Key::basic_rate},
                            {Key::project_budget, Key::project_spending, Key::project_rate}};

class Collector {
 public:
  explicit Collector(const Analysis& analysis) : analysis_(analysis) {}

  std::vector<KeyFigure> run() {
    for (const std::size_t f : analysis_.total_scores) add_text(Key::score, f);
    for (const BudgetFigure& one : analysis_.budget) {
      const int scope = one.scope == Scope::whole     ? 0
                        : one.scope == Scope::basic   ? 1
                        : one.scope == Scope::project ? 2
                                                      : -1;
      const int money = one.money == Money::budget     ? 0
                        : one.money == Money::spending ? 1
                        : one.money == Money::rate     ? 2
                                                       : -1;
      if (scope >= 0 && money >= 0 && one.kind == Kind::plain) add_text(keys[scope][money], one.figure);
    }
    const Tables tables = sections_of(analysis_.document);
    for (const TableSection& section : tables.sections) {
      if (section.kind == TableKind::indicators) {
        add_score(section);
      } else if (tells_department(section)) {
        add_money(section);
      }
    }
    return std::move(found_);
  }

 private:
  void add_text(Key key, std::size_t f) {
    const Figure& figure = analysis_.figures[f];
    found_.push_back({key, figure.value, figure.ulp, analysis_.clauses[figure.clause].span,
                      to_utf8(analysis_.view(figure.span)), false});
  }
  void add_cell(Key key, const reading::Cell& cell, const CellValue& value, const Decimal& factor) {
    found_.push_back(
        {key, value.value * factor, value.ulp() * factor, cell.span, to_utf8(analysis_.view(cell.span)), true});
  }

  std::u32string label_of(const RowPlace& place) const {
    const reading::Cell* cell = place.grid->at(place.row, 0);
    return cell == nullptr ? std::u32string() : plain_label(analysis_.view(cell->span));
  }

  void add_score(const TableSection& section) {
    const Column* score = section.find(Role::score);
    if (score == nullptr) return;
    for (const RowPlace& place : section.rows) {
      if (!is_total_label(label_of(place))) continue;
      const reading::Cell* cell = cell_in(analysis_.document, place, *score);
      if (cell == nullptr || !is_of_hundred(section, place) || is_of_project(section)) continue;
      const CellValue value = parse_cell(analysis_.view(cell->span));
      if (value.is_exact() && !value.is_percent()) add_cell(Key::score, *cell, value, 1);
    }
  }
  bool is_of_hundred(const TableSection& section, const RowPlace& place) const {
    const Column* full = section.find(Role::full);
    const reading::Cell* cell = full == nullptr ? nullptr : cell_in(analysis_.document, place, *full);
    return cell == nullptr || parse_cell(analysis_.view(cell->span)).value == Decimal(100);
  }
  // A project's own table in a department's report: named before its header, in the paragraphs above the table, or in
  // those above the table that stands before it.
  bool is_of_project(const TableSection& section) const {
    if (analysis_.outline.kind == DocumentKind::project_report) return false;
    const reading::Table& table = analysis_.document.tables[section.table];
    if (names_project({table.span.begin, std::max(table.span.begin, section.header.begin)})) return true;
    const Section* chapter = nullptr;
    for (const Section& one : analysis_.outline.sections) {
      if (one.level <= 1 && one.heading.begin < table.span.begin) chapter = &one;
    }
    if (chapter != nullptr && names_project(chapter->heading)) return true;
    int paragraphs = 3;
    for (std::size_t i = analysis_.document.block_at(table.span.begin); i-- > 0 && paragraphs > 0;) {
      const reading::Block& block = analysis_.document.blocks[i];
      if (block.kind == reading::BlockKind::cell) continue;
      if (names_project(block.span)) return true;
      --paragraphs;
    }
    return false;
  }
  bool names_project(reading::Span span) const {
    return contains_any(analysis_.view(span), {U"项目名称", U"项目支出绩效", U"项目绩效", U"政策名称"});
  }

  // Only a table whose rows are basic and project spending speaks of the department as a whole.
  bool tells_department(const TableSection& section) const {
    bool basic = false, project = false;
    for (const RowPlace& place : section.rows) {
      const std::u32string label = label_of(place);
      basic = basic || label == U"基本支出";
      project = project || label == U"项目支出";
    }
    return basic && project;
  }
  void add_money(const TableSection& section) {
    static constexpr Role roles[] = {Role::budget, Role::executed, Role::rate};
    for (const RowPlace& place : section.rows) {
      const std::u32string label = label_of(place);
      const int scope = is_total_label(label) ? 0 : label == U"基本支出" ? 1 : label == U"项目支出" ? 2 : -1;
      if (scope < 0) continue;
      for (int money = 0; money < 3; ++money) {
        const Column* column = section.find(roles[money]);
        const reading::Cell* cell = column == nullptr ? nullptr : cell_in(analysis_.document, place, *column);
        if (cell == nullptr) continue;
        const CellValue value = parse_cell(analysis_.view(cell->span));
        if (!value.is_exact()) continue;
        const std::u32string& unit = !value.unit.empty()     ? value.unit
                                     : !column->unit.empty() ? column->unit
                                                             : section.unit;
        const std::optional<Decimal> factor = money == 2 ? std::optional<Decimal>(1) : money_factor(unit);
        if (factor) add_cell(keys[scope][money], *cell, value, *factor);
      }
    }
  }

  const Analysis& analysis_;
  std::vector<KeyFigure> found_;
};

}  // namespace

std::vector<KeyFigure> key_figures(const Analysis& analysis) {
  return Collector(analysis).run();
}

bool can_agree(const KeyFigure& a, const KeyFigure& b) {
  if (a.value == b.value) return true;
  if (a.ulp == b.ulp) return false;
  const Decimal half = Decimal::from_parts(5, 1);
  return a.value - a.ulp * half <= b.value + b.ulp * half && b.value - b.ulp * half <= a.value + a.ulp * half;
}

}  // namespace jiheng::audit
