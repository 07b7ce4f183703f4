// Copies: passages that two reports share character by character (rule copy.across).
//
// What is compared is told in comparable.h: letters, Chinese characters and digits, so that a changed comma hides
// nothing. A run is reported when it has RuleSet::copy_across characters or more, the punctuation inside it counted,
// boilerplate not. It stands in the later document and is compared with the first document that has it, so that a
// passage in all of n documents gives n - 1 findings. Runs of two documents that nearly touch are one finding; of a
// pair with many the longest are reported. Two documents of the same unit and year may share what they like.
//
// Time is linear in the total text. Every document gives fingerprints: of each window of 24 characters (for a limit of
// 30) the least hash of the 12-grams in it, so that documents that share 24 characters share a fingerprint. Only where
// a fingerprint stands in two documents the windows themselves are looked up in one table of first occurrences, and
// verified character by character. Thread-safety: prepare() is a pure function; find() belongs to one thread.
// Deterministic.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "audit/comparable.h"
#include "audit/rules/finding.h"
#include "pack/rule_set.h"

namespace jiheng::audit {

struct Fingerprint {
  std::uint32_t hash = 0;
  std::uint32_t index = 0;  // in Sequence::text
};

// One document as the comparison knows it; document and outline must outlive it.
struct Comparable {
  const reading::Document* document = nullptr;  // nullptr: takes no part (unreadable)
  const Outline* outline = nullptr;
  Positions compared;
  std::vector<Fingerprint> fingerprints;  // by index
};

class CopyComparison {
 public:
  explicit CopyComparison(const pack::RuleSet& rules);

  Comparable prepare(const reading::Document& document, const Outline& outline) const;
  // The findings of each document, in its order of positions.
  std::vector<std::vector<Finding>> find(const std::vector<Comparable>& documents) const;

 private:
  const pack::RuleSet& rules_;
  Boilerplate boilerplate_;
  std::uint32_t limit_;   // characters of a run that is reported
  std::uint32_t window_;  // significant characters of a run that is surely seen
  std::uint32_t gram_;    // characters of a fingerprint
};

}  // namespace jiheng::audit
