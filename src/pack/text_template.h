// parse_template with the place of every piece, for diagnostics. Private to pack/. Thread-safety: pure functions.
#pragma once

#include <vector>

#include "pack/load.h"

namespace jiheng::pack {

struct PlacedTemplate {
  TextTemplate pieces;
  std::vector<std::size_t> offsets;  // of each piece: bytes into the text; of a place: of its name
  std::vector<std::size_t> lengths;
};
struct TemplateError {
  Error error;
  std::size_t offset = 0;
};
tl::expected<PlacedTemplate, TemplateError> parse_placed_template(std::string_view text);

}  // namespace jiheng::pack
