#include "audit/ignore.h"

#include <fnmatch.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "audit/comparable.h"
#include "base/text.h"
#include "pack/document.h"
#include "pack/table.h"

namespace jiheng::audit {
namespace {

using pack::Need;
using pack::Node;
using pack::Reporter;

std::optional<Date> read_until(Reporter& reporter, pack::Table& table) {
  const Node* value = table.find("until");
  if (value == nullptr) return std::nullopt;
  if (value->kind == Node::Kind::date) {
    if (const Result<Date> date = Date::parse(value->text)) return *date;
  }
  reporter.add(value->place, "ignore.bad-date", {{"key", "until"}});
  return std::nullopt;
}

void check_rule(Reporter& reporter, const pack::Text& rule, const pack::RuleSet& rules) {
  if (!rule || rules.find_rule(rule.value) != nullptr) return;
  std::vector<std::string_view> known;
  for (const pack::AuditRule& one : rules.rules) known.push_back(one.id);
  reporter.add(rule.place(), "ignore.unknown-rule", {{"name", rule.value}, {"hint", pack::hint(rule.value, known)}});
}

Acceptance read_acceptance(Reporter& reporter, const Node& node, const pack::RuleSet* rules) {
  pack::Table table(reporter, node);
  Acceptance out;
  out.where = reporter.where(node.place);
  out.file = table.text("file", Need::required).value;
  const pack::Text rule = table.text("rule", Need::required);
  out.rule = rule.value;
  if (rules != nullptr) check_rule(reporter, rule, *rules);
  if (const pack::Text text = table.text("text")) {
    out.text = significant(to_code_points(to_half_width(text.value)));
    if (out.text.empty()) reporter.add(text.place(), "pack.empty", {{"key", "text"}});
  }
  out.reason = table.text("reason", Need::required).value;
  out.until = read_until(reporter, table);
  table.finish();
  return out;
}

bool names(const std::string& pattern, const std::string& file) {
  const std::string last = std::filesystem::path(file).filename().string();
  for (const std::string& name : {file, last}) {
    if (pattern == name || fnmatch(pattern.c_str(), name.c_str(), 0) == 0) return true;
  }
  return false;
}

// Whether `quote` stands in the block of the evidence and meets it.
bool meets(const std::u32string& quote, const reading::Document& document, reading::Span evidence) {
  if (document.blocks.empty()) return false;
  reading::Span around = evidence;
  around.begin = std::min(around.begin, document.blocks[document.block_at(evidence.begin)].span.begin);
  const std::uint32_t last = evidence.empty() ? evidence.begin : evidence.end - 1;
  around.end = std::max(around.end, document.blocks[document.block_at(last)].span.end);
  std::u32string text;
  std::vector<std::uint32_t> positions;
  for (std::uint32_t p = around.begin; p < around.end; ++p) {
    if (!is_significant(document.text[p])) continue;
    text += document.text[p];
    positions.push_back(p);
  }
  for (std::size_t at = text.find(quote); at != text.npos; at = text.find(quote, at + 1)) {
    const std::uint32_t begin = positions[at], end = positions[at + quote.size() - 1] + 1;
    if (begin < std::max(evidence.end, evidence.begin + 1) && evidence.begin < end) return true;
  }
  return false;
}

bool accepts(const Acceptance& entry, const Audit& audit, const AuditedFile& file, const Finding& finding) {
  if (entry.rule != finding.rule || !names(entry.file, file.file)) return false;
  if (entry.text.empty()) return true;
  return std::any_of(finding.evidence.begin(), finding.evidence.end(), [&](const Evidence& evidence) {
    return meets(entry.text, audit.files[evidence.document].document, evidence.span);
  });
}

}  // namespace

IgnoreResult parse_ignore(std::string bytes, std::string shown, const pack::RuleSet* rules) {
  Reporter reporter;
  const std::optional<Node> root_node =
      pack::parse_document(reporter, reporter.add_file(std::move(shown), std::move(bytes)));
  IgnoreList out;
  if (root_node) {
    pack::Table root(reporter, *root_node);
    for (const Node* node : root.tables("accept")) out.entries.push_back(read_acceptance(reporter, *node, rules));
    root.finish();
  }
  if (!reporter.empty()) return tl::unexpected<std::vector<pack::Diagnostic>>(reporter.take());
  return out;
}

IgnoreResult load_ignore(const std::filesystem::path& path, const pack::RuleSet* rules) {
  std::error_code error;
  std::ifstream in(path, std::ios::binary);
  std::ostringstream bytes;
  // The insertion of an empty buffer fails: an empty file accepts nothing and is no mistake.
  if (!std::filesystem::is_regular_file(path, error) || !in ||
      (std::filesystem::file_size(path, error) > 0 && !(bytes << in.rdbuf()))) {
    pack::Diagnostic diagnostic;
    diagnostic.file = path.string();
    diagnostic.code = "pack.unreadable";
    diagnostic.message = message_text("pack.unreadable");
    return tl::unexpected<std::vector<pack::Diagnostic>>({std::move(diagnostic)});
  }
  return parse_ignore(std::move(bytes).str(), path.string(), rules);
}

std::vector<std::string> apply(Audit& audit, const IgnoreList& ignored, Date today) {
  std::vector<std::size_t> used(ignored.entries.size(), 0);
  const auto is_past = [&](const Acceptance& entry) { return entry.until && *entry.until < today; };
  // Every entry that accepts a finding is used, not only the first: none is called useless for standing second.
  const auto is_accepted = [&](const AuditedFile& file, const Finding& finding) {
    bool accepted = false;
    for (std::size_t i = 0; i < ignored.entries.size(); ++i) {
      if (is_past(ignored.entries[i]) || !accepts(ignored.entries[i], audit, file, finding)) continue;
      ++used[i];
      accepted = true;
    }
    return accepted;
  };
  for (AuditedFile& file : audit.files) {
    file.accepted += std::erase_if(file.findings, [&](const Finding& f) { return is_accepted(file, f); });
  }
  count(audit);

  std::vector<std::string> notices;
  for (std::size_t i = 0; i < used.size(); ++i) {
    const Acceptance& entry = ignored.entries[i];
    if (is_past(entry)) {
      notices.push_back(message_text(
          "ignore.past", {{"where", entry.where}, {"rule", entry.rule}, {"until", entry.until->to_string()}}));
    } else if (used[i] == 0) {
      notices.push_back(
          message_text("ignore.unused", {{"where", entry.where}, {"rule", entry.rule}, {"file", entry.file}}));
    }
  }
  return notices;
}

}  // namespace jiheng::audit
