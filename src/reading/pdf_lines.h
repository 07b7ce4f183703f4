// Words of a PDF page → lines and pieces of lines. Private to reading.
// Units: hundredths of a point. Cost: n log n in the words. Thread-safety: pure functions.
#pragma once

#include <string>
#include <vector>

#include "reading/pdf_words.h"

namespace jiheng::reading {

// What stands on one line without a gap.
struct PdfPiece {
  Box box;
  std::u32string text;
};

struct PdfLine {
  Box box;
  std::vector<PdfPiece> pieces;  // from left to right

  std::u32string text() const;  // pieces with spaces between
};

// The width of an ideograph among these words.
int ideograph_width(const std::vector<PdfWord>& words);

// From top to bottom. `em`: the width of an ideograph.
std::vector<PdfLine> lines_of(std::vector<PdfWord> words, int em);

}  // namespace jiheng::reading
