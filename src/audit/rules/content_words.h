// The words of a phrase that say what is told of: pairs of characters, without those that any count may stand beside.
// Private to rules/. Thread-safety: pure functions.
#pragma once

#include <set>
#include <string>

#include "audit/language/vocabulary.h"

namespace jiheng::audit {

// 全年, 完成, 经费: such a pair says nothing.
bool is_generic_pair(Text pair);
std::set<std::u32string> content_pairs(Text text);
// How many pairs two phrases have in common.
std::size_t shared_content(Text a, Text b);

}  // namespace jiheng::audit
