// A total told behind its parts: 甲B件、乙C件，合计A件; 一季度…、四季度…，全年…. Private to language/.
// Thread-safety: pure functions.
#pragma once

#include <optional>
#include <vector>

#include "audit/language/breakdown.h"

namespace jiheng::audit {

// Of figure `f` of sentence `s`; none: it is no such total. Figures that are `used` are parts of another already.
std::optional<Breakdown> total_behind(const Analysis& analysis, std::size_t s, std::size_t f,
                                      const std::vector<bool>& used);

}  // namespace jiheng::audit
