// What a growth is most likely of, where no form of words binds it: now and then among the amounts around it, weighed
// by the words at them, by where they stand and by how near they come. Private to rules/. Thread-safety: pure
// functions.
#pragma once

#include <optional>

#include "audit/rules/rule.h"

namespace jiheng::audit {

struct GrowthPair {
  std::size_t now = 0, then = 0;  // in Analysis::figures
  int weight = 0;
};

// From this weight on the words say as good as surely that the growth is of these two.
inline constexpr int certain_growth = 10;

// The weightiest pair of the sentence of the percentage and of the one before it; none: nothing there is told of an
// earlier time. Ties go to the pair told first.
std::optional<GrowthPair> likeliest_growth(const Context& context, std::size_t percent, bool up);

}  // namespace jiheng::audit
