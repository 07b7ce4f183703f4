// An expression as an Excel formula, so that the scorecard workbook recalculates like the engine scores.
// cell_of(slot) names the cell of a symbol (an absolute reference). A cell of *no base* or *no data* is expected to
// hold text, so has_base(x) becomes ISNUMBER(x). Functions without an Excel form answer expression.not-in-excel.
// Thread-safety: pure.
#pragma once

#include <functional>
#include <string>

#include "expr/expression.h"

namespace jiheng::expr {
Result<std::string> excel_formula(const Expression& expression, const std::function<std::string(int slot)>& cell_of);
}
