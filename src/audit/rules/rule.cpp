#include "audit/rules/rule.h"

#include "base/text.h"

namespace jiheng::audit {

std::string_view name(Relation relation) {
  switch (relation) {
    case Relation::ratio:
      return "ratio";
    case Relation::sum:
      return "sum";
    case Relation::subset:
      return "subset";
    case Relation::growth:
      return "growth";
    case Relation::score:
      return "score";
    case Relation::count:
      return "count";
    case Relation::same_quantity:
      return "same-quantity";
    case Relation::grade:
      return "grade";
    case Relation::deduction:
      return "deduction";
    case Relation::balance:
      return "balance";
    case Relation::completeness:
      return "completeness";
    case Relation::dates:
      return "dates";
  }
  return "";
}

std::string Context::quote(reading::Span span) const {
  constexpr std::size_t longest = 60;
  std::u32string text(view(span));
  for (char32_t& c : text) {
    if (c == U'\n') c = U' ';
  }
  if (text.size() > longest) text = text.substr(0, longest / 2) + U"…" + text.substr(text.size() - longest / 2 + 1);
  return to_utf8(text);
}

void Report::add(Finding finding) {
  const pack::AuditRule* rule = rules_.find_rule(finding.rule);
  if (rule == nullptr) return;
  // Two checks may come upon one contradiction by different ways.
  const auto places_of = [](const Finding& one) {
    std::set<std::pair<std::uint32_t, std::uint32_t>> places;
    for (const Evidence& place : one.evidence) places.emplace(place.span.begin, place.span.end);
    return places;
  };
  if (!told_.emplace(finding.rule + finding.stated + finding.expected, places_of(finding)).second) return;
  finding.severity = rule->severity;
  findings_.push_back(std::move(finding));
}

void Report::add(std::string_view rule, std::string message, std::vector<Evidence> evidence, std::string stated,
                 std::string expected, std::string difference) {
  Finding finding;
  finding.rule = rule;
  finding.message = std::move(message);
  finding.stated = std::move(stated);
  finding.expected = std::move(expected);
  finding.difference = std::move(difference);
  finding.evidence = std::move(evidence);
  add(std::move(finding));
}

}  // namespace jiheng::audit
