// score.items, same-quantity: marks that the text tells of what the table of scores tells too: 产出指标得48.52分
// against the rows of 产出, 公务接待得4分 against its row.
//
// Only where one table of the document has the marks of the whole: with several it is not known which one is meant.
#include <algorithm>
#include <array>
#include <optional>
#include <unordered_map>

#include "audit/language/scores.h"
#include "audit/language/vocabulary.h"
#include "audit/rules/figure_words.h"
#include "audit/rules/indicator_rows.h"

namespace jiheng::audit {
namespace {

// The groups that tables of scores are parted into.
constexpr auto group_names =
    std::to_array<Text>({U"产出", U"效益", U"满意度", U"过程", U"投入", U"决策", U"成本", U"效果", U"预算执行",
                         U"履职效能", U"管理效率", U"履职履责", U"社会效应", U"可持续性", U"运行成本"});

struct Group {
  Decimal sum;
  std::vector<const IndicatorRow*> rows;
  bool complete = true;
};

class ToldMarks {
 public:
  ToldMarks(const Context& context, Report& report) : context_(context), report_(report) {}

  void run() {
    if (context_.analysis.document.tables.empty()) return;
    const Tables tables = sections_of(context_.analysis.document);
    table_ = table_of_whole(tables);
    if (!table_) return;
    read();
    for (const ItemMark& mark : context_.analysis.item_marks) {
      if (!is_of_project(mark)) test(mark);
    }
    test_cells();
  }

 private:
  const Figure& figure(std::size_t f) const { return context_.analysis.figures[f]; }

  // The one table whose full marks come to 100.
  std::optional<IndicatorTable> table_of_whole(const Tables& tables) const {
    std::optional<IndicatorTable> found;
    for (const TableSection& section : tables.sections) {
      if (section.kind != TableKind::indicators) continue;
      IndicatorTable table = indicator_table(context_.analysis.document, section);
      Decimal full;
      for (const IndicatorRow& row : table.rows) {
        if (row.kind == RowKind::item && row.full) full += row.full.value.value;
      }
      if (full < Decimal(90) || full > Decimal(110) || !totals_as_told(table)) continue;
      if (found) return std::nullopt;
      found = std::move(table);
    }
    return found;
  }

  // Its total is the score that the text tells: the table of a project has another.
  bool totals_as_told(const IndicatorTable& table) const {
    const auto& told = context_.analysis.total_scores;
    return std::any_of(table.rows.begin(), table.rows.end(), [&](const IndicatorRow& row) {
      return row.kind == RowKind::total && row.score() && !told.empty() &&
             figure(told.front()).value == row.score().value.value;
    });
  }

  void read() {
    for (const IndicatorRow& row : table_->rows) {
      if (row.kind != RowKind::item) continue;
      by_label_[row.label].push_back(&row);
      for (std::size_t g = 0; g < group_names.size(); ++g) {
        if (!contains(row.groups, group_names[g])) continue;
        groups_[g].complete = groups_[g].complete && row.score() && !row.score().value.is_percent();
        if (row.score()) groups_[g].sum += row.score().value.value;
        groups_[g].rows.push_back(&row);
      }
    }
  }

  // 产出指标小计（满分50分）：得49.80分: a row of one cell.
  void test_cells() {
    for (std::size_t f = 0; f < context_.analysis.figures.size(); ++f) {
      const Figure& told = figure(f);
      if (!told.is_exact() || told.dimension != Dimension::score || !stands_in_cell(context_, told) ||
          mark_of(context_.analysis, told) != Mark::earned)
        continue;
      const Text cell =
          context_.view(context_.analysis.document.blocks[context_.analysis.sentences[told.sentence].block].span);
      const std::size_t subtotal = cell.find(U"小计");
      if (subtotal == Text::npos) continue;
      Text name = cell.substr(0, subtotal);
      if (name.ends_with(U"指标")) name.remove_suffix(2);
      for (std::size_t g = 0; g < group_names.size(); ++g) {
        if (name == group_names[g] && groups_[g].rows.size() >= 2 && groups_[g].complete) test_group(f, groups_[g]);
      }
    }
  }
  // 该项目产出50分得50分, in a department's report.
  bool is_of_project(const ItemMark& mark) const {
    if (context_.analysis.outline.kind == DocumentKind::project_report) return false;
    return contains_any(context_.view(context_.analysis.sentences[figure(mark.earned).sentence].span),
                        {U"该项目", U"本项目", U"项目得分", U"该专项", U"项目自评"});
  }

  // The words between the mark before, or the sentence's begin, and this one, without what frames a mark.
  std::u32string name_of(const ItemMark& mark) const {
    const std::size_t first = mark.full && *mark.full < mark.earned ? *mark.full : mark.earned;
    Text words = context_.view(figure(first).before);
    const std::size_t mark_at = words.find_last_of(U"：；，。（");
    if (mark_at != Text::npos && mark_at + 1 < words.size()) words.remove_prefix(mark_at + 1);
    for (bool cut = true; cut;) {
      cut = false;
      for (const Text tail : {Text(U"得分为"), Text(U"自评得"), Text(U"自评"), Text(U"得分"), Text(U"实得"),
                              Text(U"得"), Text(U"为"), Text(U"满分"), Text(U"（"), Text(U"指标"), Text(U"类"),
                              Text(U"："), Text(U"分值"), Text(U"权重"), Text(U"共")}) {
        if (words.ends_with(tail)) words.remove_suffix(tail.size()), cut = true;
      }
    }
    for (const Text head : {Text(U"其中"), Text(U"一是"), Text(U"二是"), Text(U"三是"), Text(U"四是")}) {
      if (words.starts_with(head)) words.remove_prefix(head.size());
    }
    return std::u32string(words);
  }

  void test(const ItemMark& mark) {
    const std::u32string name = name_of(mark);
    if (name.size() < 2) return;
    for (std::size_t g = 0; g < group_names.size(); ++g) {
      if (name == group_names[g] && groups_[g].rows.size() >= 2 && groups_[g].complete)
        return test_group(mark.earned, groups_[g]);
    }
    const auto rows = by_label_.find(name);
    if (rows != by_label_.end() && rows->second.size() == 1 && rows->second.front()->score())
      test_row(mark, rows->second.front()->score());
  }

  void test_group(std::size_t earned, const Group& group) {
    const Figure& told = figure(earned);
    Claim claim;
    claim.relation = Relation::score;
    claim.holds = group.sum.rounded(told.decimals, Rounding::half_up) == told.value;
    std::vector<Evidence> places = {clause_of(context_, told)};
    for (const IndicatorRow* row : group.rows) {
      claim.values.push_back(context_.quote(row->score().cell->span));
      places.push_back(context_.at(row->score().cell->span));
    }
    claim.values.push_back(printed(context_, told));
    claim.evidence = places;
    if (report_.add(std::move(claim))) return;
    const std::string expected = group.sum.normalized().to_string() + "分";
    report_.add("score.items",
                message_text("audit.score.items", {{"count", group.rows.size()},
                                                   {"expected", expected},
                                                   {"stated", context_.quote(clause_of(context_, told).span)}}),
                std::move(places), printed(context_, told), expected,
                (group.sum - told.value).normalized().to_string() + "分");
  }

  void test_row(const ItemMark& mark, const Stated& score) {
    const Figure& told = figure(mark.earned);
    if (score.value.is_percent() || score.value.approximate) return;
    Claim claim;
    claim.relation = Relation::same_quantity;
    claim.holds = score.value.value == told.value;
    claim.values = {printed(context_, told), context_.quote(score.cell->span)};
    claim.evidence = {clause_of(context_, told), context_.at(score.cell->span)};
    const std::vector<Evidence> places = claim.evidence;
    if (report_.add(std::move(claim))) return;
    report_.add("same-quantity",
                message_text("audit.same-quantity-table", {{"text", context_.quote(clause_of(context_, told).span)},
                                                           {"cell", context_.quote(score.cell->span)}}),
                places, printed(context_, told), context_.quote(score.cell->span));
  }

  const Context& context_;
  Report& report_;
  std::optional<IndicatorTable> table_;
  std::unordered_map<std::u32string, std::vector<const IndicatorRow*>> by_label_;
  std::array<Group, group_names.size()> groups_;
};

}  // namespace

void check_told_marks(const Context& context, Report& report) {
  ToldMarks(context, report).run();
}

}  // namespace jiheng::audit
