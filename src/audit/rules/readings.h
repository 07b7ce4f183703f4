// Other readings of a paragraph: which of its figures may have been meant where the words bind others. A relation that
// the nearest figures break and others of the paragraph satisfy exactly is no contradiction that a reviewer could hold
// against the report. Private to rules/. Thread-safety: pure functions.
#pragma once

#include <optional>
#include <vector>

#include "audit/rules/interval.h"
#include "audit/rules/rule.h"

namespace jiheng::audit {

// Two amounts of the percentage's paragraph, part and whole, that give it. Of percentages with fewer than three digits
// nothing is said: some pair gives almost any of them. Where the words name the whole, another whole of the same part
// is no reading but the mistake itself: pairs with `part` do not count.
bool paragraph_gives_share(const Context& context, std::size_t percent, std::optional<std::size_t> part = std::nullopt);
// Two amounts of the paragraph, now and then, that give this growth or fall.
bool paragraph_gives_growth(const Context& context, std::size_t percent, bool up);
// A figure beside these parts that they come to, or figures in a row beside the total that come to it.
bool paragraph_gives_sum(const Context& context, std::size_t total, const std::vector<std::size_t>& parts);

}  // namespace jiheng::audit
