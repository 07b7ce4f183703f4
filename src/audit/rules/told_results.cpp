// same-quantity: what the text tells of an indicator by its name in the table: 新增实物配租641户 against the row
// 新增实物配租 | 600户 | 614户.
//
// A number that is neither the row's result nor its target, in the row's unit, beside the whole name of the indicator.
#include <unordered_map>

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
    if (context_.analysis.document.tables.empty()) return;
    const Tables tables = sections_of(context_.analysis.document);
    for (const TableSection& section : tables.sections) {
      if (section.kind == TableKind::indicators) collect(section);
    }
    for (const Figure& figure : context_.analysis.figures) {
      if (takes_part(figure)) test(figure);
    }
  }

 private:
  struct Row {
    reading::Span result;
    CellValue value, aim;
    bool several = false;  // two indicators of one name
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
    const int year = context_.analysis.outline.year;
    for (std::size_t f = sentence.first_figure; f < sentence.last_figure; ++f) {
      const Figure& other = context_.analysis.figures[f];
      if (other.kind == FigureKind::year && year > 0 && other.value != Decimal(year)) return false;
    }
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
  }

  void compare(const Figure& figure, const Row& row) {
    const Text unit(row.value.unit);
    const bool percent = figure.dimension == Dimension::percent;
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
    const bool holds = claim.holds;
    report_.add(std::move(claim));
    if (holds) return;
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
};

}  // namespace

void check_told_results(const Context& context, Report& report) {
  ToldResults(context, report).run();
}

}  // namespace jiheng::audit
