#include "audit/rules/figure_words.h"

#include <algorithm>

namespace jiheng::audit {

std::string printed(const Context& context, const Figure& figure) {
  return context.quote(figure.span);
}

Evidence clause_of(const Context& context, const Figure& figure) {
  const reading::Span clause = context.analysis.clauses[figure.clause].span;
  return context.at({std::min(clause.begin, figure.span.begin), std::max(clause.end, figure.span.end)});
}

std::vector<std::string> printed_all(const Context& context, const std::vector<std::size_t>& figures) {
  std::vector<std::string> texts;
  for (const std::size_t f : figures) texts.push_back(printed(context, context.analysis.figures[f]));
  return texts;
}

std::vector<Evidence> clauses_of(const Context& context, const std::vector<std::size_t>& figures) {
  std::vector<Evidence> places;
  for (const std::size_t f : figures) {
    const Evidence place = clause_of(context, context.analysis.figures[f]);
    if (places.empty() || !(places.back().span == place.span)) places.push_back(place);
  }
  return places;
}

std::string joined(const std::vector<std::string>& texts, std::string_view separator) {
  std::string all;
  for (const std::string& text : texts) {
    if (!all.empty()) all += separator;
    all += text;
  }
  return all;
}

}  // namespace jiheng::audit
