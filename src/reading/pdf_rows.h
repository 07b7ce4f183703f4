// Rows of a PDF table whose columns are known. Private to reading; see pdf_grid.h. Thread-safety: pure.
#pragma once

#include <vector>

#include "reading/pdf_grid.h"

namespace jiheng::reading {

// A piece of text in its columns: [left, right) in columns of the grid.
struct PlacedPiece {
  Box box;
  std::u32string text;
  int left = 0, right = 0;
};

// Rows and cells of the pieces, in any order. `edges`: where the columns begin and the last one ends.
PdfTable rows_of(std::vector<PlacedPiece> pieces, std::vector<int> edges, int em);

}  // namespace jiheng::reading
