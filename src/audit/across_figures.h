// The same unit's figures in two documents (report, scorecard, final accounts) that cannot both hold.
//
// Documents are held together by unit and year; each key is compared with its first statement in an earlier document.
// Linear in the number of documents. Thread-safety: pure functions.
#pragma once

#include <vector>

#include "audit/rules/finding.h"
#include "audit/rules/key_figures.h"

namespace jiheng::audit {

struct StatedFigures {
  std::u32string unit;
  int year = 0;
  std::string file;
  std::vector<KeyFigure> figures;
};

// Findings of each document, in their order; a document without unit or year is compared with none.
std::vector<std::vector<Finding>> compare_figures(const std::vector<StatedFigures>& documents,
                                                  const pack::RuleSet& rules);

}  // namespace jiheng::audit
