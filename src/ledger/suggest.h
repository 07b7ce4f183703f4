// The known name nearest to a mistyped one, for messages. Thread-safety: pure functions.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace jiheng::ledger {

// By edit distance in characters; "" when none is near (more than half of the name would have to change).
std::string nearest(std::string_view name, std::span<const std::string> known);

}  // namespace jiheng::ledger
