// Explain: what a rule finds, by what authority and how to mend it, told for one rule or as the manual of all.
//
// Everything said of a rule stands in the rule set; only the labels are the catalogue's. Thread-safety: pure functions.
#pragma once

#include <string>

#include "pack/rule_set.h"

namespace jiheng::audit {

// Plain text for a terminal, ending in a newline.
std::string rule_explanation(const pack::RuleSet& set, const pack::AuditRule& rule);
// Of every rule of the set, in its order.
std::string rule_explanations(const pack::RuleSet& set);

// docs/audit-rules.md: Markdown, a table of the rules and a section each.
std::string rules_manual(const pack::RuleSet& set);

}  // namespace jiheng::audit
