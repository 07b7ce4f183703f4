#include "audit/output/explain.h"

#include <string_view>

#include "audit/output/places.h"
#include "base/result.h"
#include "base/text.h"

namespace jiheng::audit {
namespace {

std::string source_of(const pack::AuditRule& rule) {
  return rule.verified ? message_text("audit.explain-source", {{"source", rule.source}})
                       : message_text("audit.explain-source-unverified", {{"source", rule.source}});
}

std::string heading_of(const pack::AuditRule& rule) {
  return message_text("audit.explain-heading",
                      {{"rule", rule.id}, {"severity", severity_word(rule.severity)}, {"title", rule.title}});
}

// Every line of an example moved in; an empty line stays empty.
std::string indented(const std::string& example) {
  std::string out;
  for (const std::string& line : split(std::string(trim(example)), '\n')) {
    out += line.empty() ? "\n" : "    " + line + "\n";
  }
  return out;
}

// A fence longer than any run of backquotes within, so that an example cannot end it.
std::string fenced(const std::string& example) {
  std::string fence = "```";
  while (example.find(fence) != example.npos) fence += '`';
  return fence + "text\n" + std::string(trim(example)) + "\n" + fence + "\n";
}

using Shown = std::string (*)(const std::string&);

std::string examples_of(const pack::AuditRule& rule, Shown shown) {
  std::string out;
  if (!rule.fails.empty()) out += "\n" + message_text("audit.explain-fails") + "\n\n" + shown(rule.fails);
  if (!rule.passes.empty()) out += "\n" + message_text("audit.explain-passes") + "\n\n" + shown(rule.passes);
  return out;
}

}  // namespace

std::string rule_explanation(const pack::RuleSet&, const pack::AuditRule& rule) {
  return heading_of(rule) + "\n\n" + rule.explanation + "\n" + source_of(rule) + "\n" + examples_of(rule, indented);
}

std::string rule_explanations(const pack::RuleSet& set) {
  std::string out;
  for (const pack::AuditRule& rule : set.rules) out += (out.empty() ? "" : "\n") + rule_explanation(set, rule);
  return out;
}

std::string rules_manual(const pack::RuleSet& set) {
  std::string out = "# " + set.title + "\n\n" +
                    message_text("audit.explain-manual", {{"set", set.id}, {"version", set.version}}) + "\n\n" +
                    message_text("audit.explain-columns") + "\n|---|---|---|\n";
  for (const pack::AuditRule& rule : set.rules) {
    out += "| `" + rule.id + "` | " + std::string(severity_word(rule.severity)) + " | " + rule.title + " |\n";
  }
  for (const pack::AuditRule& rule : set.rules) {
    out += "\n## " + heading_of(rule) + "\n\n" + rule.explanation + "\n\n" + source_of(rule) + "\n" +
           examples_of(rule, fenced);
  }
  return out;
}

}  // namespace jiheng::audit
