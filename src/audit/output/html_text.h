// The report itself in HTML: its structure as read, evidence marked and numbered, every number a link to its finding.
// Internal to src/audit/output. Thread-safety: one thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "audit/output/places.h"

namespace jiheng::audit {

std::string escaped(std::string_view text);  // harmless, and nothing of it is markup
std::string escaped(std::u32string_view text);

// Documents and findings count from 0 here and from 1 in the page.
std::string card_id(std::size_t document, std::size_t finding);
std::string evidence_id(std::size_t document, std::size_t finding, std::size_t piece);
std::string paragraph_id(std::size_t document, std::size_t block);

class MarkedTexts {
 public:
  explicit MarkedTexts(const Audit& audit);
  void write(std::size_t document, std::string& out) const;

 private:
  friend class MarkedText;

  // A piece of evidence within one block.
  struct Mark {
    std::size_t block = 0;
    reading::Span span;
    Severity severity = Severity::info;
    std::size_t owner = 0;  // document of the finding
    std::size_t finding = 0;
    std::size_t piece = 0;
    bool first = true, last = true;  // the evidence begins, ends in this block
  };
  void add(const Place& place, const Mark& mark);

  const Audit& audit_;
  std::vector<std::vector<Mark>> marks_;  // of each document, by block
};

}  // namespace jiheng::audit
