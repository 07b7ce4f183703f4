// Lists in the paragraphs below a colon: 全年使用286.17万元。具体用途：, then ——人员补助：…万元, ——公用补助：…万元.
// Private to language/. Thread-safety: pure functions.
#pragma once

#include <vector>

#include "audit/language/breakdown.h"

namespace jiheng::audit {

std::vector<Breakdown> lists_below(const Analysis& analysis);

}  // namespace jiheng::audit
