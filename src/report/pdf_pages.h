// The flow of a Document into pages: every line and table row gets a page and a place. Internal to src/report.
//
// Body lines stand on the 22-line grid; notes and table rows have their own pitch, and the next body line returns to
// the grid. Headings stay with what follows, a signature with the text before it, a table's caption and head with its
// first row. Lengths are Pango units from the top left of the type area. Thread-safety: as the FontSet.
#pragma once

#include <deque>
#include <vector>

#include "report/pdf_table.h"

namespace jiheng::report {

struct PlacedText {
  PangoLayoutLine* line = nullptr;
  int x = 0;
  int baseline = 0;
};

struct PlacedRule {
  int x1 = 0, y1 = 0, x2 = 0, y2 = 0;
  bool heavy = false;  // 0.35 mm, else 0.25 mm
};

struct PlacedShade {
  int x = 0, y = 0, width = 0, height = 0;
};

struct PlacedPage {
  std::vector<PlacedShade> shades;
  std::vector<PlacedRule> rules;
  std::vector<PlacedText> texts;
};

struct Bookmark {
  int level = 1;
  std::string text;
  int page = 0;  // from 0
  int y = 0;
};

// Owns the laid-out text that its pages point into.
struct Pages {
  std::vector<PlacedPage> pages;  // at least one
  std::vector<Bookmark> bookmarks;
  std::deque<TextBlock> texts;
  std::deque<LaidTable> tables;
};

// The document has been checked (document.h, check()).
Pages lay_out_pages(const FontSet& fonts, const Document& document);

}  // namespace jiheng::report
