// Assembling: lines and tables of a file, in order, → Document: which lines join to one paragraph, what is a title, a
// heading, a page number, a running header. All readers end here. Private to reading.
//
// A line break ends a paragraph at a numbering mark, at a heading, after a sentence's end on a line that is clearly
// shorter than the usual one, at an indent; else it is soft. What "usual" is, and whether blank lines mean anything,
// is measured on the file itself. Cost is linear in the text. Thread-safety: pure functions.
#pragma once

#include <vector>

#include "reading/document.h"
#include "reading/text_writer.h"

namespace jiheng::reading {

struct DraftLine {
  Span range;                 // in the original, without its line end
  bool blank_before = false;  // at least one empty line stands before it
  bool page_before = false;   // a new page begins with it
  bool starts_block = false;  // a list mark stood before it
  bool heading = false;       // the file says that it is a heading
  int indent = -1;            // columns, where the file tells them (PDF); -1: as the text has it
  int width = -1;             // likewise
  bool is_paragraph = false;  // the file says that it is a paragraph of its own (p, w:p)
};

struct DraftCell {
  int row = 0;
  int column = 0;
  int row_span = 1;
  int column_span = 1;
  std::vector<Span> pieces;  // lines of the cell, ranges of the original
};

struct DraftTable {
  int rows = 0;
  int columns = 0;
  Join join = Join::spaced;      // how the pieces of a cell join
  std::vector<DraftCell> cells;  // by row, then column
};

// One after another as they stand in the file.
struct DraftItem {
  DraftLine line;
  int table = -1;  // index in Draft::tables; -1: a line
};

struct Draft {
  std::vector<DraftItem> items;
  std::vector<DraftTable> tables;

  void add(const DraftLine& line) { items.push_back({line, -1}); }
  void add(DraftTable table) {
    items.push_back({{}, static_cast<int>(tables.size())});
    tables.push_back(std::move(table));
  }
};

// `document` has its original, and its page_starts when the file tells them (else form feeds and page numbers do).
void assemble(Document& document, Draft draft, Markup markup);

}  // namespace jiheng::reading
