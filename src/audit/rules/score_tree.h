// How the marks told in the text lie in one another, read from the full marks: those of the parts come to that of their
// head, and those of all heads to 100. Private to rules/. Thread-safety: pure functions.
#pragma once

#include <vector>

#include "audit/rules/rule.h"

namespace jiheng::audit {

struct MarkNode {
  std::size_t mark = 0;         // in Analysis::item_marks
  std::vector<MarkNode> parts;  // none: nothing is told of its parts, or not all of them
};

// The marks told one after another, each reading of 100 by itself (a summary, then the items once more). None: they do
// not lie so in one another. Where several readings are possible, the one with the fewest differences in marks earned.
std::vector<std::vector<MarkNode>> score_trees(const Context& context);

}  // namespace jiheng::audit
