// What a rate or a share is of by the words of its sentence: part and whole among the counts and amounts told before
// it, in brackets behind it, or in the sentence before. Private to rules/. Thread-safety: pure functions.
#pragma once

#include <vector>

#include "audit/rules/rate_judge.h"

namespace jiheng::audit {

// All pairs the words leave open; `bound` are those they tie to the percentage. `share`: it is told as 占, 比重 or
// 比例, not as a 率.
std::vector<PartOfWhole> told_pairs(const Context& context, const Sentence& sentence, std::size_t percent, bool share);

}  // namespace jiheng::audit
