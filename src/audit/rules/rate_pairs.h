// What a rate is most likely of, where no form of words binds it: part and whole among the amounts around it, weighed
// by the words at them, by where they stand and by how near they come. Private to rules/.
// Thread-safety: pure functions.
#pragma once

#include <optional>

#include "audit/rules/rule.h"

namespace jiheng::audit {

struct RatePair {
  std::size_t part = 0, whole = 0;  // in Analysis::figures
  int weight = 0;
  bool holds = false;  // they give the rate, whatever the words say
};

// From this weight on the words say as good as surely that the rate is of these two.
inline constexpr int certain_weight = 11;

// A pair that gives the rate, or else the weightiest of the sentence of the percentage and of the one before it; none:
// no two amounts of one unit. Ties go to the pair told first.
std::optional<RatePair> likeliest_pair(const Context& context, std::size_t percent);

}  // namespace jiheng::audit
