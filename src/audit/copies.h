// Copies: passages that two reports share character by character (rule copy.across).
//
// What is compared is told in comparable.h: letters, Chinese characters and digits, so that a changed comma hides
// nothing. A run is reported when it has RuleSet::copy_across characters or more, the punctuation inside it counted,
// boilerplate not, nor scraps of clauses at its ends. It stands in the later document and is compared with the first
// document that has it, so that a passage in all of n documents gives n - 1 findings. Runs of two documents that nearly
// touch are one finding; of a pair with many the longest are reported. Two documents of the same unit and year may
// share what they like.
//
// Time is linear in the total text. Every window of 24 characters (for a limit of 30) is hashed twice: first into a
// filter that tells which windows stand more than once, then those alone are looked up in one table of first
// occurrences, verified character by character, and extended. Thread-safety: prepare() is a pure function; find() uses
// `threads` threads of its own. Deterministic: the filter may let a window pass that stands once, which changes
// nothing.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "audit/comparable.h"
#include "audit/rules/finding.h"
#include "pack/rule_set.h"

namespace jiheng::audit {

// One document as the comparison knows it; document and outline must outlive it.
struct Comparable {
  const reading::Document* document = nullptr;  // nullptr: takes no part (unreadable)
  const Outline* outline = nullptr;
  Positions compared;
  std::uint32_t windows = 0;  // at most so many
};

class CopyComparison {
 public:
  explicit CopyComparison(const pack::RuleSet& rules);

  Comparable prepare(const reading::Document& document, const Outline& outline) const;
  // The findings of each document, in its order of positions.
  std::vector<std::vector<Finding>> find(const std::vector<Comparable>& documents, int threads = 1) const;

 private:
  const pack::RuleSet& rules_;
  Boilerplate boilerplate_;
  std::uint32_t limit_;   // characters of a run that is reported
  std::uint32_t window_;  // significant characters of a run that is surely seen
};

}  // namespace jiheng::audit
