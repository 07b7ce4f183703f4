// RuleSet: what the auditor checks by and what differs by place and year: the rules with their severity and source,
// thresholds, grade bands, how table rows are scored, required elements, stale phrases, boilerplate, placeholders.
//
// Immutable after load (Library::rule_sets). Phrases are compared with reading::Document::text, so they are kept as
// code points, normalised the same way by the loader: white space out, punctuation full-width, letters and digits
// ASCII. Stale phrases are also kept without quotation marks (see StalePhrase).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/decimal.h"

namespace jiheng::pack {

struct Provenance;

enum class Severity { info, warning, error };

struct AuditRule {
  std::string id;  // ratio, score.items, …
  Severity severity = Severity::warning;
  std::string title;        // 比率与分子分母不符
  std::string explanation;  // what it finds, why it matters, how to mend it; a short paragraph
  std::string source;       // clause, law, or where the check comes from
  bool verified = false;
  std::string fails;   // a small report that must give exactly this finding …
  std::string passes;  // … and its corrected twin that must not
};

struct GradeBand {
  Decimal minimum;
  std::u32string title;
};

// A required element of a report. Found when one of `words` stands in a heading (`in_heading`) or anywhere; or one of
// `anywhere` stands anywhere; or at least `topics_needed` (when not 0) of `topics` are spoken of.
// The words of one topic are parted by |.
// The first of `words` is the usual heading: it tells the kind of section meant.
struct RequiredElement {
  std::string rule;   // missing.section, missing.efficiency, …
  std::string title;  // 存在的主要问题
  std::vector<std::u32string> words;
  bool in_heading = true;
  std::vector<std::u32string> anywhere;
  std::vector<std::u32string> topics;
  int topics_needed = 0;
};

// A phrase tied to years: right only in reports of these. The quotation marks “ ” ‘ ’ 「 」 are taken out of `phrase`,
// as offices put them at will: it is compared with the text without its quotation marks too.
struct StalePhrase {
  std::u32string phrase;
  std::vector<int> years;
  std::string note;
};

// How a quantitative indicator with direction ≤ is scored when missed (w full mark, t target, a result).
enum class ReverseScoring {
  proportional_excess,  // t < a < 2t: w × (1 − (a − t) / t); a ≥ 2t: 0
  inverse_ratio,        // w × t / a
};

struct RuleSet {
  std::string id;  // rules-cn
  std::string title;
  std::string version;
  std::string pack;
  int first_year = 0;
  int last_year = 0;
  bool verified = false;
  std::string source;

  std::vector<AuditRule> rules;
  std::vector<GradeBand> grades;  // descending by minimum; the last minimum is 0
  Decimal low_execution;          // per cent: below it, "no problems" needs an explanation
  Decimal over_fulfilment;        // result ÷ target from which an explanation is due, e.g. 1.3
  Decimal over_fulfilment_zero;   // the same where the target is 0: result from which it is due, e.g. 30
  Decimal over_award;             // share of the full mark a score may exceed the recomputed one by, e.g. 0.5
  ReverseScoring reverse = ReverseScoring::proportional_excess;
  int copy_across = 30;      // characters
  int copy_within = 18;      // characters
  int disclosure_days = 20;  // after approval
  std::vector<RequiredElement> required;
  std::vector<StalePhrase> stale;
  std::vector<std::u32string> boilerplate;   // may be shared by any two reports, and repeated
  std::vector<std::u32string> placeholders;  // template prompts left in
  std::vector<std::u32string> doubled;       // doubled words that are right: 方方面面, 天天…

  const AuditRule* find_rule(std::string_view rule_id) const;
  const std::u32string& grade_of(const Decimal& score) const;
};

// A phrase of a pack as code points, normalised by the rules of reading::Document::text (CJK compatibility forms, which
// nobody types, aside). Quotation marks are kept.
std::u32string normalised_phrase(std::string_view utf8);
// The same without quotation marks.
std::u32string without_quotes(std::u32string_view phrase);

}  // namespace jiheng::pack
