// Rule: one check of one document. Each rule is one unit: a function here, its id, severity, words and examples in the
// rule pack (pack::AuditRule), whose failing and passing examples are run by tests/audit/rules.
//
// A check reads the analysis and writes findings and claims to the Report. It keeps no state and must be linear in the
// document. Thread-safety: checks are pure; a Report belongs to one thread.
#pragma once

#include <set>
#include <span>
#include <string_view>

#include "audit/language/analysis.h"
#include "audit/rules/finding.h"
#include "base/result.h"
#include "pack/rule_set.h"

namespace jiheng::audit {

struct Context {
  const Analysis& analysis;
  const pack::RuleSet& rules;
  std::size_t document = 0;  // for Evidence

  Evidence at(reading::Span span) const { return {document, span}; }
  std::u32string_view view(reading::Span span) const { return analysis.document.view(span); }
  std::string quote(reading::Span span) const;  // UTF-8, cut in the middle with … when long
};

class Report {
 public:
  explicit Report(const pack::RuleSet& rules) : rules_(rules) {}

  // Severity comes from the rule set; a rule that is not in the set reports nothing, and one contradiction is told
  // once.
  void add(Finding finding);
  // Whether it holds.
  bool add(Claim claim) {
    const bool holds = claim.holds;
    claims_.push_back(std::move(claim));
    return holds;
  }
  // The usual way: message from the catalogue ("audit.<rule>" or a variant of it).
  void add(std::string_view rule, std::string message, std::vector<Evidence> evidence, std::string stated = {},
           std::string expected = {}, std::string difference = {});

  std::vector<Finding>& findings() { return findings_; }
  std::vector<Claim>& claims() { return claims_; }

 private:
  const pack::RuleSet& rules_;
  std::vector<Finding> findings_;
  std::vector<Claim> claims_;
  // Rule and values of what was told, and the places.
  std::set<std::pair<std::string, std::set<std::pair<std::uint32_t, std::uint32_t>>>> told_;
};

using Check = void (*)(const Context&, Report&);

// One function may serve several rules of one family (missing.*).
struct NamedCheck {
  std::string_view name;  // of its file
  Check run;
};

// All checks, in the order they run.
std::span<const NamedCheck> all_checks();

// One declaration per file of this folder; see the file of the same name.
void check_ratios(const Context&, Report&);           // ratios.cpp: ratio, ratio.truncated, no-base
void check_sums(const Context&, Report&);             // sums.cpp: sum, sum.envelope
void check_subsets(const Context&, Report&);          // subsets.cpp: subset
void check_retold_counts(const Context&, Report&);    // retold_counts.cpp: same-quantity
void check_savings(const Context&, Report&);          // savings.cpp: ratio, sum
void check_growth(const Context&, Report&);           // growth.cpp: growth
void check_same_quantities(const Context&, Report&);  // same_quantities.cpp: same-quantity
void check_summaries(const Context&, Report&);        // summaries.cpp: same-quantity
void check_own_facts(const Context&, Report&);        // own_facts.cpp: same-quantity
void check_score_items(const Context&, Report&);      // score_items.cpp: score.items
void check_item_marks(const Context&, Report&);       // item_marks.cpp: score.item-range, score.rate
void check_item_deductions(const Context&, Report&);  // item_deductions.cpp: score.deduction-unexplained, score.items
void check_lost_points(const Context&, Report&);      // lost_points.cpp: score.items
void check_conclusion(const Context&, Report&);       // conclusion.cpp: score.grade, score.equals-rate, deductions
void check_differences(const Context&, Report&);      // differences.cpp: growth
void check_respective(const Context&, Report&);       // respective.cpp: ratio, growth
void check_budget_changes(const Context&, Report&);   // budget_changes.cpp: sum
void check_count_lists(const Context&, Report&);      // count_lists.cpp: count.list
void check_over_fulfilment(const Context&, Report&);  // over_fulfilment.cpp: over-fulfilment
void check_coincidences(const Context&, Report&);     // coincidences.cpp: coincidence
void check_score_tables(const Context&, Report&);     // score_tables.cpp: 自评表 row by row
void check_told_marks(const Context&, Report&);       // told_marks.cpp: score.items, same-quantity
void check_told_results(const Context&, Report&);     // told_results.cpp: same-quantity
void check_fund_tables(const Context&, Report&);      // fund_tables.cpp: money tables with parts and rates
void check_missing(const Context&, Report&);          // missing.cpp: missing.*
void check_numbering(const Context&, Report&);        // numbering.cpp: numbering
void check_problems(const Context&, Report&);         // problems.cpp: problem-measure, low-execution.no-problem
void check_goals(const Context&, Report&);            // goals.cpp: goal.unquantified
void check_stale_phrases(const Context&, Report&);    // stale_phrases.cpp: stale.phrase
void check_years(const Context&, Report&);            // years.cpp: year.mismatch, period.cutoff
void check_disclosure(const Context&, Report&);       // disclosure.cpp: disclosure.late
void check_repeats(const Context&, Report&);          // repeats.cpp: copy.within
void check_names(const Context&, Report&);            // names.cpp: name.mismatch
void check_words(const Context&, Report&);            // words.cpp: placeholder, doubled-word

}  // namespace jiheng::audit
