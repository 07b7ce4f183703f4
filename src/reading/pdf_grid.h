// Tables of a PDF page without ruling lines (those with are read by pdf_frames.h): columns and rows are inferred from
// where words stand: a column border is white space that several lines share; a record is a row of the columns that
// hold numbers, and takes the lines of wrapped text that lie nearer to it than to the next. Private to reading. Units:
// hundredths of a point. Cost: n log n in the pieces, times the borders of the page. Thread-safety: pure.
#pragma once

#include <string>
#include <vector>

#include "reading/pdf_lines.h"

namespace jiheng::reading {

struct PdfCell {
  int row = 0, column = 0, row_span = 1, column_span = 1;
  std::vector<std::u32string> lines;
  Box box;  // of its text
};

struct PdfTable {
  int rows = 0, columns = 0;
  std::vector<int> borders;    // places of the inner column borders, columns - 1 of them
  std::vector<int> ruling;     // of a framed table: its vertical lines, outer ones too; else empty
  std::vector<PdfCell> cells;  // by row, then column
};

struct PdfRegion {
  std::size_t first = 0, last = 0;  // lines of the page, inclusive
  PdfTable table;
};

// The tables among the lines of a page (in order from top to bottom). `em`: the width of an ideograph.
// `inherited`: the borders of a table at the end of the page before, which may go on here.
std::vector<PdfRegion> find_tables(const std::vector<PdfLine>& lines, int em, const std::vector<int>& inherited = {});

}  // namespace jiheng::reading
