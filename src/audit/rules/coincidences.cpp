// coincidence (info): a count equal to the year; people exactly divisible by groups. Worth a look, never a defect.
#include "audit/language/vocabulary.h"
#include "audit/rules/figure_words.h"

namespace jiheng::audit {

void check_coincidences(const Context& context, Report& report) {
  const std::vector<Figure>& figures = context.analysis.figures;
  for (std::size_t f = 0; f < figures.size(); ++f) {
    const Figure& one = figures[f];
    if (!one.is_exact() || one.dimension != Dimension::count || one.decimals > 0 || one.power > 0) continue;
    if (context.analysis.outline.year > 0 && one.value == Decimal(context.analysis.outline.year)) {
      report.add("coincidence",
                 message_text("audit.coincidence-year", {{"stated", context.quote(clause_of(context, one).span)},
                                                         {"year", context.analysis.outline.year}}),
                 {clause_of(context, one)}, printed(context, one));
    }
    if (f + 1 == figures.size() || figures[f + 1].sentence != one.sentence) continue;
    const Figure& people = figures[f + 1];
    const bool groups =
        one.unit == U"批" || one.unit == U"批次" || one.unit == U"场" || one.unit == U"场次" || one.unit == U"期";
    const bool persons = people.unit == U"人次" || people.unit == U"人" || people.unit == U"名";
    if (!groups || !persons || !people.is_exact() || one.value < Decimal(20) || people.span.begin - one.span.end > 8)
      continue;
    const auto each = divide(Ratio(people.value), Ratio(one.value));
    if (!each || each->reduced().denominator() != 1 || *each <= Ratio(1)) continue;
    report.add("coincidence",
               message_text("audit.coincidence-even", {{"people", printed(context, people)},
                                                       {"groups", printed(context, one)},
                                                       {"each", each->to_string()}}),
               clauses_of(context, {f, f + 1}), printed(context, people));
  }
}

}  // namespace jiheng::audit
