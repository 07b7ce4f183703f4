#include "reading/document.h"

#include <algorithm>

namespace jiheng::reading {

namespace {

OriginalShape shape_of(std::u32string_view original) {
  OriginalShape shape;
  shape.size = original.size();
  shape.lines.push_back(0);
  for (std::uint32_t at = 0; at < original.size(); ++at) {
    if (original[at] == U'\n') shape.lines.push_back(at + 1);
    if (original[at] > 0xFFFF) shape.wide.push_back(at);
  }
  return shape;
}

}  // namespace

void SourceMap::push_back(std::uint32_t source) {
  const auto position = static_cast<std::uint32_t>(size_++);
  if (!runs_.empty() && runs_.back().source + (position - runs_.back().begin) == source) return;
  runs_.push_back({position, source});
}

std::uint32_t SourceMap::operator[](std::size_t position) const {
  const auto after = std::upper_bound(runs_.begin(), runs_.end(), position,
                                      [](std::size_t p, const Run& run) { return p < run.begin; });
  const Run& run = *std::prev(after);
  return run.source + static_cast<std::uint32_t>(position) - run.begin;
}

std::size_t SourceMap::first_from(std::size_t begin, std::size_t end, std::uint32_t source) const {
  while (begin < end) {
    const std::size_t middle = begin + (end - begin) / 2;
    if ((*this)[middle] < source) {
      begin = middle + 1;
    } else {
      end = middle;
    }
  }
  return begin;
}

void Document::let_original_go() {
  if (original.empty()) return;
  shape_ = shape_of(original);
  std::u32string().swap(original);
}

OriginalShape Document::original_shape() const {
  return original.empty() ? shape_ : shape_of(original);
}

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
