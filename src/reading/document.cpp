#include "reading/document.h"

#include <algorithm>

namespace jiheng::reading {

const Cell* Table::at(int row, int column) const {
  for (const Cell& cell : cells) {
    if (cell.row <= row && row < cell.row + cell.row_span && cell.column <= column &&
        column < cell.column + cell.column_span) {
      return &cell;
    }
  }
  return nullptr;
}

std::size_t Document::block_at(std::uint32_t position) const {
  const auto after = std::upper_bound(blocks.begin(), blocks.end(), position,
                                      [](std::uint32_t p, const Block& block) { return p < block.span.begin; });
  return after == blocks.begin() ? 0 : static_cast<std::size_t>(after - blocks.begin()) - 1;
}

}  // namespace jiheng::reading
