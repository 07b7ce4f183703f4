// Key figures: what any two documents of one unit and year must agree on: the total score, the department's budget,
// spending and execution rate, its basic and project spending; told in sentences or in tables.
//
// Money in 元, rates in per cent, as printed; a figure that is initial, expected, average, partial or of another year
// is not here. Thread-safety: pure functions.
#pragma once

#include <string>
#include <vector>

#include "audit/language/analysis.h"

namespace jiheng::audit {

enum class Key {
  score,
  budget,
  spending,
  rate,
  basic_budget,
  basic_spending,
  basic_rate,
  project_budget,
  project_spending,
  project_rate
};

struct KeyFigure {
  Key key = Key::score;
  Decimal value;
  Decimal ulp;         // of the last printed place
  reading::Span span;  // the clause or the cell
  std::string printed;
  bool in_table = false;
};

// In order of their places, sentences before tables.
std::vector<KeyFigure> key_figures(const Analysis& analysis);

// Whether both can be the same number, each rounded as printed.
bool can_agree(const KeyFigure& a, const KeyFigure& b);

}  // namespace jiheng::audit
