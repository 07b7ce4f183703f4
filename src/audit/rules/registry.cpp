#include "audit/rules/rule.h"

namespace jiheng::audit {

std::span<const Check> all_checks() {
  static constexpr Check checks[] = {
      check_ratios,          check_sums,         check_subsets,       check_growth,      check_same_quantities,
      check_retold_counts,   check_score_items,  check_conclusion,    check_count_lists, check_coincidences,
      check_over_fulfilment, check_score_tables, check_fund_tables,   check_missing,     check_numbering,
      check_problems,        check_goals,        check_stale_phrases, check_years,       check_disclosure,
      check_repeats,         check_names,        check_words,
  };
  return checks;
}

}  // namespace jiheng::audit
