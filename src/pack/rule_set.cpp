#include "pack/rule_set.h"

namespace jiheng::pack {

const AuditRule* RuleSet::find_rule(std::string_view rule_id) const {
  for (const AuditRule& rule : rules) {
    if (rule.id == rule_id) return &rule;
  }
  return nullptr;
}

const std::u32string& RuleSet::grade_of(const Decimal& score) const {
  for (const GradeBand& band : grades) {
    if (score >= band.minimum) return band.title;
  }
  return grades.back().title;
}

}  // namespace jiheng::pack
