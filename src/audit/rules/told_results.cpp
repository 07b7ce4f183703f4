// same-quantity: what the text tells of an indicator by its name in the table: 新增实物配租641户 against the row
// 新增实物配租 | 600户 | 614户.
//
// A number that is neither the row's result nor its target, in the row's unit, beside the whole name of the indicator;
// or the result with two digits swapped in a phrase that has every character of the name: 老年大学教学班 …实际开设42个
// against 区老年大学春秋两季共开设教学班24个.
#include <algorithm>
#include <unordered_map>
#include <vector>

#include "audit/language/vocabulary.h"
#include "audit/rules/figure_words.h"
#include "audit/rules/indicator_rows.h"

namespace jiheng::audit {
namespace {

constexpr std::size_t least_name = 4, longest_name = 16;  // characters

class ToldResults {
 public:
  ToldResults(const Context& context, Report& report) : context_(context), report_(report) {}

  void run() {
    const Tables tables =
        context_.analysis.document.tables.empty() ? Tables() : sections_of(context_.analysis.document);
    for (const TableSection& section : tables.sections) {
      if (section.kind == TableKind::indicators) collect(section);
    }
    collect_from_text();
    if (rows_.empty()) return;
    for (const auto& [name, row] : rows_) {
      if (!row.several && row.value.scale == 0) by_digits_[sorted_digits(row.value.value)].push_back({name, &row});
    }
    for (auto& [digits, rows] : by_digits_) {
      std::sort(rows.begin(), rows.end(), [](const Named& a, const Named& b) { return a.name < b.name; });
    }
    for (const Figure& figure : context_.analysis.figures) {
      if (takes_part(figure)) test(figure);
    }
  }

 private:
  struct Row {
    reading::Span result;
    CellValue value, aim;
    bool several = false;             // two indicators of one name
    const Figure* told_at = nullptr;  // the result, where the row is told in words
  };

  void collect(const TableSection& section) {
    const IndicatorTable table = indicator_table(context_.analysis.document, section);
    for (const IndicatorRow& row : table.rows) {
      if (row.kind != RowKind::item || row.label.size() < least_name || !row.result || !row.result.value.is_exact())
        continue;
      const auto [place, first] = rows_.try_emplace(row.label);
      if (!first) place->second.several = true;
      place->second.result = row.result.cell->span;
      place->second.value = row.result.value;
      place->second.aim = row.target.value;
    }
  }

  // 一是适老化改造指标（10分），计划600户、实际588户: a row told in words.
  void collect_from_text() {
    const auto& figures = context_.analysis.figures;
    for (std::size_t f = 1; f < figures.size(); ++f) {
      const Figure& result = figures[f];
      const Figure& target = figures[f - 1];
      if (!result.is_exact() || result.dimension != Dimension::count || result.power != 0 ||
          result.sentence != target.sentence || result.unit != target.unit || stands_in_cell(context_, result))
        continue;
      const Text words = context_.view(result.before), aim = context_.view(target.before);
      const bool told_result = ends_with_any(words, {U"实际", U"实际完成", U"完成"}) || words.starts_with(U"实际");
      if (!told_result || words.size() > 6 ||
          !ends_with_any(aim, {U"计划", U"目标", U"目标为", U"计划为", U"目标值", U"目标值为"}) || aim.size() > 6)
        continue;
      std::u32string name = name_before(target);
      if (name.size() < least_name || name.starts_with(U"得")) name = name_of_paragraph(target);
      if (name.size() < least_name || name.size() > longest_name) continue;
      const auto [place, first] = rows_.try_emplace(name);
      if (!first) continue;  // the table's row comes first
      place->second.result = result.span;
      place->second.value.kind = CellKind::number;
      place->second.value.value = result.value;
      place->second.value.unit = result.unit;
      place->second.aim.kind = CellKind::number;
      place->second.aim.value = target.value;
      place->second.told_at = &result;
    }
  }
  // The clause before the target's, without brackets, numbers and 指标.
  std::u32string name_before(const Figure& target) const {
    const Clause& own = context_.analysis.clauses[target.clause];
    if (target.clause == 0 || context_.analysis.clauses[target.clause - 1].sentence != own.sentence) return {};
    std::u32string name = outside_brackets(context_.view(context_.analysis.clauses[target.clause - 1].span));
    const std::size_t is = name.find(U'是');
    if (is == 1) name.erase(0, 2);
    if (name.ends_with(U"指标")) name.resize(name.size() - 2);
    return std::all_of(name.begin(), name.end(), is_han) ? name : std::u32string();
  }

  // （3）老年大学教学班，10分，得10分。年度目标40个，实际开设42个。: what the paragraph of one mark begins with.
  std::u32string name_of_paragraph(const Figure& target) const {
    const std::size_t index = context_.analysis.sentences[target.sentence].block;
    if (marks_of(context_.analysis.item_marks, index).size() != 1) return {};
    const reading::Block& block = context_.analysis.document.blocks[index];
    const Text text = context_.view({block.body, block.span.end});
    const Text name = text.substr(0, std::min(text.find_first_of(U"，（：。"), text.size()));
    return name.size() <= longest_name && std::all_of(name.begin(), name.end(), is_han) ? std::u32string(name)
                                                                                        : std::u32string();
  }

  bool takes_part(const Figure& figure) const {
    if (!figure.is_exact() || figure.chinese || stands_in_cell(context_, figure)) return false;
    if (figure.dimension != Dimension::count && figure.dimension != Dimension::percent) return false;
    switch (context_.analysis.outline.kind_at(figure.span.begin)) {
      case SectionKind::goals:
      case SectionKind::yearly_work:
      case SectionKind::measures:
        return false;
      default:
        break;
    }
    const Sentence& sentence = context_.analysis.sentences[figure.sentence];
    if (is_of_other_year(context_, figure)) return false;
    const Text told = context_.view({sentence.span.begin, figure.span.begin});
    return !contains_any(told, {U"上年", U"去年", U"目标", U"计划", U"不低于", U"不少于", U"指标值", U"年初", U"累计",
                                U"季度", U"半年", U"月", U"每", U"平均", U"同比", U"要求"});
  }

  // The name ends right before the number, or before 为, 达, …; or it begins right behind the unit.
  void test(const Figure& figure) {
    Text left = context_.view(figure.before);
    for (bool cut = true; cut;) {
      cut = false;
      for (const Text link : {Text(U"达到"), Text(U"达"), Text(U"为"), Text(U"共"), Text(U"了"), Text(U"：")}) {
        if (left.ends_with(link)) left.remove_suffix(link.size()), cut = true;
      }
    }
    for (std::size_t size = std::min(longest_name, left.size()); size >= least_name; --size) {
      const auto row = rows_.find(std::u32string(left.substr(left.size() - size)));
      if (row != rows_.end()) return compare(figure, row->second);
    }
    if (figure.dimension == Dimension::count && figure.decimals == 0) test_swapped(figure);
  }

  struct Named {
    Text name;
    const Row* row;
  };
  static std::u32string sorted_digits(const Decimal& value) {
    std::u32string digits = digits_of(value);
    std::sort(digits.begin(), digits.end());
    return digits;
  }
  // The result of a row with two digits swapped, in a phrase that says all that the row's name does.
  void test_swapped(const Figure& figure) {
    const auto rows = by_digits_.find(sorted_digits(figure.value));
    if (rows == by_digits_.end()) return;
    for (const Named& one : rows->second) {
      if (digits_swapped(digits_of(figure.value), digits_of(one.row->value.value)) && says_name(figure, one.name))
        return compare(figure, *one.row);
    }
  }
  bool says_name(const Figure& figure, Text name) const {
    for (const Text word : {Text(U"完成"), Text(U"数量"), Text(U"次数"), Text(U"期数"), Text(U"人数"), Text(U"数")}) {
      if (name.ends_with(word) && name.size() >= word.size() + least_name) name.remove_suffix(word.size());
    }
    const Text phrase = context_.view(clause_of(context_, figure).span);
    return std::all_of(name.begin(), name.end(), [&](char32_t c) { return phrase.find(c) != Text::npos; });
  }

  void compare(const Figure& figure, const Row& row) {
    const Text unit(row.value.unit);
    const bool percent = figure.dimension == Dimension::percent;
    if (row.told_at == &figure || (row.told_at != nullptr && row.told_at->sentence == figure.sentence)) return;
    if (row.several || row.value.is_percent() != percent || (!percent && unit != Text(figure.unit))) return;
    if (figure.power != 0 || row.value.approximate) return;
    const bool is_target = row.aim.is_number() && row.aim.value == figure.value;
    if (is_target) return;
    Claim claim;
    claim.relation = Relation::same_quantity;
    claim.holds = row.value.value == figure.value || agrees_rounded(figure, row.value);
    claim.values = {printed(context_, figure), context_.quote(row.result)};
    claim.evidence = {clause_of(context_, figure), context_.at(row.result)};
    const std::vector<Evidence> places = claim.evidence;
    if (report_.add(std::move(claim))) return;
    report_.add("same-quantity",
                message_text("audit.same-quantity-table", {{"text", context_.quote(clause_of(context_, figure).span)},
                                                           {"cell", context_.quote(row.result)}}),
                places, printed(context_, figure), context_.quote(row.result));
  }
  static bool agrees_rounded(const Figure& figure, const CellValue& value) {
    if (figure.decimals == value.scale) return false;
    const int scale = std::min(figure.decimals, value.scale);
    return figure.value.rounded(scale, Rounding::half_up) == value.value.rounded(scale, Rounding::half_up);
  }

  const Context& context_;
  Report& report_;
  std::unordered_map<std::u32string, Row> rows_;
  std::unordered_map<std::u32string, std::vector<Named>> by_digits_;  // of results in whole numbers
};

}  // namespace

void check_told_results(const Context& context, Report& report) {
  ToldResults(context, report).run();
}

}  // namespace jiheng::audit
