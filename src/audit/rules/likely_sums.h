// What a sentence most likely tells of as a whole and its parts, where no form of words says so: weighed by the words
// at the amounts, by where they stand and by how near they come. Private to rules/. Thread-safety: pure functions.
#pragma once

#include <vector>

#include "audit/rules/rule.h"

namespace jiheng::audit {

struct LikelySum {
  std::size_t total = 0;           // in Analysis::figures
  std::vector<std::size_t> parts;  // at least two, told one after another before or behind the total
  int weight = 0;
};

// From this weight on the words say as good as surely that the parts are all there is.
inline constexpr int certain_sum = 8;

// Of the amounts of a sentence that no exact sum in it explains: the weightiest, each amount in one at most.
std::vector<LikelySum> likely_sums(const Context& context, const Sentence& sentence);

}  // namespace jiheng::audit
