// Documents for tests, without a file: blocks as they would be read.
#pragma once

#include <string>
#include <vector>

#include "audit/language/outline.h"
#include "base/text.h"
#include "pack/rule_set.h"
#include "reading/document.h"

namespace jiheng::audit {

struct MadeBlock {
  reading::BlockKind kind = reading::BlockKind::paragraph;
  std::string text;
};

inline MadeBlock paragraph(std::string text) {
  return {reading::BlockKind::paragraph, std::move(text)};
}
inline MadeBlock heading(std::string text) {
  return {reading::BlockKind::heading, std::move(text)};
}

inline reading::Document make_document(std::string file, const std::vector<MadeBlock>& blocks) {
  reading::Document document;
  document.file = std::move(file);
  for (const MadeBlock& made : blocks) {
    reading::Block block;
    block.kind = made.kind;
    block.span.begin = block.body = static_cast<std::uint32_t>(document.text.size());
    document.text += to_code_points(made.text);
    block.span.end = static_cast<std::uint32_t>(document.text.size());
    document.text += U'\n';
    document.blocks.push_back(block);
  }
  document.original = document.text;
  for (std::uint32_t i = 0; i <= document.text.size(); ++i) document.source.push_back(i);
  return document;
}

// A section of the blocks [first, last], the first of which is its heading.
inline Section section(const reading::Document& document, SectionKind kind, std::size_t first, std::size_t last,
                       int level = 1) {
  Section out;
  out.kind = kind;
  out.level = level;
  out.heading = document.blocks[first].span;
  out.span = {document.blocks[first].span.begin, document.blocks[last].span.end};
  out.first_block = first;
  out.last_block = last;
  return out;
}

// Rules that know of one rule only, or of those given.
inline pack::RuleSet rules_of(const std::vector<std::pair<std::string, pack::Severity>>& rules) {
  pack::RuleSet set;
  set.id = "rules-test";
  for (const auto& [id, severity] : rules) {
    pack::AuditRule rule;
    rule.id = id;
    rule.severity = severity;
    set.rules.push_back(rule);
  }
  return set;
}

}  // namespace jiheng::audit
