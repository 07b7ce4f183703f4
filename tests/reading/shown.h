// A Document as lines of text, for exact comparisons, and the check of what every Document promises.
#pragma once

#include <string>

#include "base/text.h"
#include "reading/document.h"

namespace jiheng::testing {

// One line a block: "# title", "## heading", the paragraph itself; a table as one line a row, "| a | b", each cell in
// its place, "^" where a cell reaches down from above and "<" where it reaches over from the left.
inline std::string shown(const reading::Document& document) {
  std::string out;
  int last_table = -1;
  const auto write_table = [&](const reading::Table& table) {
    for (int row = 0; row < table.rows; ++row) {
      for (int column = 0; column < table.columns; ++column) {
        const reading::Cell* cell = table.at(row, column);
        out += column > 0 ? " | " : "| ";
        if (cell == nullptr) {
          out += "?";
        } else if (cell->column < column) {
          out += "<";
        } else if (cell->row < row) {
          out += "^";
        } else {
          out += to_utf8(document.view(cell->span));
        }
      }
      out += "\n";
    }
  };
  for (const reading::Block& block : document.blocks) {
    if (block.kind == reading::BlockKind::cell) {
      if (block.table != last_table) write_table(document.tables[static_cast<std::size_t>(block.table)]);
      last_table = block.table;
      continue;
    }
    if (block.kind == reading::BlockKind::title) out += "# ";
    if (block.kind == reading::BlockKind::heading) out += "## ";
    out += to_utf8(document.view(block.span)) + "\n";
  }
  return out;
}

// Positions lead into the original in order, blocks and tables lie inside the text. Empty: all is well.
inline std::string broken_promise(const reading::Document& document) {
  if (document.source.size() != document.text.size() + 1) return "source has another size than text";
  for (std::size_t i = 0; i + 1 < document.source.size(); ++i) {
    if (document.source[i] > document.original.size()) return "source beyond the original at " + std::to_string(i);
  }
  std::size_t end = 0;
  for (const reading::Block& block : document.blocks) {
    if (block.span.begin != end || block.span.empty()) return "a gap before a block at " + std::to_string(end);
    if (block.span.end >= document.text.size() || document.text[block.span.end] != U'\n') return "a block without end";
    if (block.body < block.span.begin || block.body > block.span.end) return "a body outside its block";
    const bool is_cell = block.kind == reading::BlockKind::cell;
    if (is_cell != (block.table >= 0) || block.table >= static_cast<int>(document.tables.size()))
      return "no such table";
    for (std::uint32_t i = block.span.begin; i + 1 < block.span.end; ++i) {
      const bool same_line = document.source[i] <= document.source[i + 1];
      if (!same_line && document.format != reading::Format::pdf) return "source goes back at " + std::to_string(i);
    }
    end = block.span.end + 1;
  }
  if (end != document.text.size()) return "text behind the last block";
  for (const reading::Table& table : document.tables) {
    if (table.span.end > document.text.size() || table.span.begin > table.span.end) return "a table outside the text";
    for (const reading::Cell& cell : table.cells) {
      if (cell.row < 0 || cell.column < 0 || cell.row_span < 1 || cell.column_span < 1) return "a cell without a place";
      if (cell.row >= table.rows || cell.column >= table.columns) return "a cell outside its table";
      if (!cell.span.empty() && !table.span.contains(cell.span)) return "a cell's text outside its table";
    }
  }
  return {};
}

}  // namespace jiheng::testing
