// Base64 as RFC 4648 §4 has it, padded. Thread-safety: pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace jiheng::journal {

std::string to_base64(std::string_view bytes);
// Only the one canonical text of some bytes: padded, no white space, unused bits 0. Else nothing.
std::optional<std::string> parse_base64(std::string_view text);

}  // namespace jiheng::journal
