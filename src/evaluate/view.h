// The scorecard as the report folder wants to see it: titles, figures already worded, Excel formulas.
// Thread-safety: pure function.
#pragma once

#include "evaluate/telling.h"
#include "report/scorecard_view.h"

namespace jiheng::evaluate {

report::Scorecard scorecard_view(const Telling& telling, Date date);

}  // namespace jiheng::evaluate
