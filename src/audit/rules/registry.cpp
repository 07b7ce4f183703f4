#include "audit/rules/rule.h"

namespace jiheng::audit {

std::span<const NamedCheck> all_checks() {
  static constexpr NamedCheck checks[] = {
      {"ratios", check_ratios},
      {"sums", check_sums},
      {"subsets", check_subsets},
      {"savings", check_savings},
      {"growth", check_growth},
      {"differences", check_differences},
      {"respective", check_respective},
      {"budget_changes", check_budget_changes},
      {"same_quantities", check_same_quantities},
      {"retold_counts", check_retold_counts},
      {"summaries", check_summaries},
      {"own_facts", check_own_facts},
      {"score_items", check_score_items},
      {"item_marks", check_item_marks},
      {"item_deductions", check_item_deductions},
      {"lost_points", check_lost_points},
      {"conclusion", check_conclusion},
      {"count_lists", check_count_lists},
      {"coincidences", check_coincidences},
      {"over_fulfilment", check_over_fulfilment},
      {"score_tables", check_score_tables},
      {"told_marks", check_told_marks},
      {"told_results", check_told_results},
      {"fund_tables", check_fund_tables},
      {"missing", check_missing},
      {"numbering", check_numbering},
      {"problems", check_problems},
      {"goals", check_goals},
      {"stale_phrases", check_stale_phrases},
      {"years", check_years},
      {"disclosure", check_disclosure},
      {"repeats", check_repeats},
      {"names", check_names},
      {"words", check_words},
  };
  return checks;
}

}  // namespace jiheng::audit
