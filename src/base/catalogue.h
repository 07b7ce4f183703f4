// The one catalogue of messages: every code a library may fail with, and its Chinese text. Texts name places as {name},
// filled by message_text (base/result.h). Thread-safety: immutable.
#pragma once

#include <span>
#include <string_view>

namespace jiheng {

struct CatalogueEntry {
  std::string_view code;  // "<area>.<kebab-case>", stable
  std::string_view text;  // Chinese, says what was found and what was expected
};

std::span<const CatalogueEntry> catalogue();

}  // namespace jiheng
