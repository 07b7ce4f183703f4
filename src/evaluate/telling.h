// Telling: fills the live places of report templates and narratives from one unit's figures and scorecard.
//
// A measure becomes a live figure (a Run that knows its measure and how it is computed), everything else plain text.
// A score of an unverified rubric is followed by （未核实）. Errors: report.unknown-place.
// Thread-safety: immutable; the library, figures and scorecard must outlive it.
#pragma once

#include <string>

#include "measure/figures.h"
#include "pack/model.h"
#include "report/document.h"
#include "score/scorecard.h"

namespace jiheng::evaluate {

class Telling {
 public:
  Telling(const pack::Library& library, const measure::Figures& figures, const score::Scorecard& scorecard,
          std::string unit_name);

  Result<report::Runs> fill(const pack::TextTemplate& text) const;
  Result<std::string> fill_plain(const pack::TextTemplate& text) const;
  report::Run figure(const pack::Measure& measure, std::string_view format = {}) const;
  const expr::Value& value_of(const pack::Measure& measure) const;
  // Why an item lost points, its figures live where the reason comes from the rubric's template.
  report::Runs reason(const score::ItemScore& item) const;
  // "9.81" with the rubric's decimals; 未核实 is the caller's to add.
  std::string score_text(const Decimal& score) const;
  // The suffix of a score that rests on unverified definitions: "（未核实）" or nothing.
  std::string verification_mark() const;

  const pack::Library& library() const { return library_; }
  const measure::Figures& figures() const { return figures_; }
  const score::Scorecard& scorecard() const { return scorecard_; }
  const std::string& unit_name() const { return unit_name_; }

 private:
  Result<report::Run> place(const pack::TextPiece& piece) const;

  const pack::Library& library_;
  const measure::Figures& figures_;
  const score::Scorecard& scorecard_;
  std::string unit_name_;
};

}  // namespace jiheng::evaluate
