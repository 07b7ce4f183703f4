// Finding: what the auditor reports: a rule, how grave, what was said and where. Claim: a relation that was tested.
//
// A finding quotes every statement involved and never says which side is wrong. Thread-safety: values.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "pack/rule_set.h"
#include "reading/document.h"

namespace jiheng::audit {

using pack::Severity;

// A place in one of the documents under audit.
struct Evidence {
  std::size_t document = 0;  // index in the run
  reading::Span span;        // in its Document::text
};

struct Finding {
  std::string rule;
  Severity severity = Severity::warning;
  std::string message;             // Chinese, one sentence, quotes the figures
  std::string stated;              // as printed: "99.6%"; may be empty
  std::string expected;            // recomputed; may be empty
  std::string difference;          // may be empty
  std::vector<Evidence> evidence;  // the first is where the finding stands
};

enum class Relation {
  ratio,
  sum,
  subset,
  growth,
  score,
  count,
  same_quantity,
  grade,
  deduction,
  balance,
  completeness,
  dates
};
std::string_view name(Relation relation);

struct Claim {
  Relation relation = Relation::ratio;
  bool holds = true;
  std::vector<std::string> values;  // as printed, the stated result last
  std::string assumption;           // Chinese; empty: none was needed
  std::vector<Evidence> evidence;
};

}  // namespace jiheng::audit
