// A table laid out for the PDF: column edges, row heights, the text of each cell. Internal to src/report.
// Lengths are Pango units. Thread-safety: as the FontSet it was laid out with.
#pragma once

#include <vector>

#include "report/pdf_text.h"

namespace jiheng::report {

struct LaidCell {
  int row = 0;
  int column = 0;
  int row_span = 1;
  int column_span = 1;
  bool shaded = false;
  TextBlock text;
};

struct LaidRows {
  std::vector<LaidCell> cells;  // in reading order
  std::vector<int> heights;     // by row
  // Row r may not be parted from row r + 1: a cell that reaches over both would not fit its part of the page.
  std::vector<bool> keep_with_next;

  int height(int from, int to) const;  // of rows from … to - 1
};

struct LaidTable {
  std::vector<int> edges;  // columns + 1 positions from the left of the type area
  LaidRows header;
  LaidRows body;
  int line_pitch = 0;
  int padding = 0;  // above and below the text of a cell

  int header_height() const { return header.height(0, static_cast<int>(header.heights.size())); }
  // Lines of text in row r, cells that span rows aside.
  int lines_in(int row) const;
};

// The table has been checked (document.h, check()).
LaidTable lay_out_table(const FontSet& fonts, const Table& table);

}  // namespace jiheng::report
