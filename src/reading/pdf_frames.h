// Ruling lines of a PDF page, seen in a picture of it, and the tables they frame. pdftotext tells no lines; drawn by
// pdftoppm at 144 dots an inch, one dot is half a point. Private to reading.
// Units: dots in pictures, hundredths of a point elsewhere. Cost: linear in the dots. Thread-safety: pure functions.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "reading/pdf_grid.h"
#include "reading/pdf_lines.h"

namespace jiheng::reading {

// Grey, one byte a dot, rows from the top.
struct Picture {
  int width = 0, height = 0;
  std::string_view dots;
};

// Takes the next picture off a stream of binary PGM files; nothing: it has ended or is none.
std::optional<Picture> take_picture(std::string_view& stream);

struct PdfFrame {
  struct Cell {
    int row = 0, column = 0, row_span = 1, column_span = 1;
  };
  std::vector<int> xs, ys;  // where the lines of the grid are, from left to right and from top to bottom
  std::vector<Cell> cells;  // by row, then column

  Box box() const { return {xs.front(), ys.front(), xs.back(), ys.back()}; }
};

// Frames of two cells and more, from top to bottom. `words`: of the page, so that strokes of letters are known.
std::vector<PdfFrame> find_frames(const Picture& picture, const std::vector<PdfWord>& words);

// The table in a frame; takes the words that lie in it out of `words`.
PdfTable fill_frame(const PdfFrame& frame, std::vector<PdfWord>& words);

}  // namespace jiheng::reading
