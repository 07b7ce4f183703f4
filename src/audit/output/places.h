// What the outputs share: where evidence stands, harmless texts, and words for severities and relations.
// Internal to src/audit/output. Thread-safety: pure functions.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "audit/auditor.h"

namespace jiheng::audit {

struct Place {
  std::size_t document = 0;   // index in Audit::files
  reading::Span span;         // within Document::text
  std::size_t offset = 0;     // in Document::original, code points
  std::size_t length = 0;     // likewise; 0 where something is missing
  int page = 0;               // from 1; 0: the file has no pages
  std::size_t paragraph = 0;  // index of the block, from 1; 0: the document is empty
};

// In the order of the evidence; what points outside the audit is left out.
std::vector<Place> places_of(const Audit& audit, const std::vector<Evidence>& evidence);
// 第3页 第12段; within a table 第3页 表2第4行.
std::string place_words(const Audit& audit, const Place& place);
// The same after a place that was just named: its page is not named again.
std::string place_words_after(const Audit& audit, const Place& place, const Place& named);
// The quoted text, its line ends as spaces; at most `longest` code points, cut in the middle with … .
std::string quoted_text(const Audit& audit, const Place& place, std::size_t longest = std::u32string::npos);

reading::Span within_text(const reading::Document& document, reading::Span span);  // cut to what there is
// The cell that a span begins in; its pointer is null outside of tables.
struct TableCell {
  int table = -1;  // index in Document::tables
  const reading::Cell* cell = nullptr;
};
TableCell cell_at(const reading::Document& document, reading::Span span);

// Control characters (of terminals, of XML) and those that turn the direction of writing become U+FFFD, line ends and
// tabs become spaces.
std::u32string harmless(std::u32string_view text);
std::string harmless(std::string_view text);

std::string_view severity_id(Severity severity);    // error warning info
std::string_view severity_word(Severity severity);  // 错误 警告 提示
std::string_view relation_word(Relation relation);  // 比率 合计 …
// What was tested, as an equation where it is one: 3.2万元 ÷ 4万元 = 80%.
std::string claim_words(const Claim& claim);
// Whether it tells which points account for the score: 100 − 1 − 0.016 = 98.98分.
bool accounts_for_score(const Claim& claim);
// 数字 76 个，核对关系 14 项（比率 2、合计 12）.
std::string checked_words(const AuditedFile& file);
std::string rule_title(const pack::RuleSet& rules, std::string_view rule);  // its id when the rule set has none

struct Counts {
  std::size_t errors = 0, warnings = 0, infos = 0;
  std::size_t all() const { return errors + warnings + infos; }
  std::size_t of(Severity severity) const;
};
Counts counts_of(const AuditedFile& file);
// The title in the outline, or else the file's name.
std::string heading_of(const AuditedFile& file);

}  // namespace jiheng::audit
