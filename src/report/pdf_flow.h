// The last step of layout: a flow of lines and rows, put on pages. Internal to src/report.
// Lengths are Pango units. Thread-safety: works on its arguments only.
#pragma once

#include <vector>

#include "report/pdf_pages.h"

namespace jiheng::report {

struct FlowItem {
  enum class Kind {
    line,        // on the grid
    small_line,  // at its own pitch
    row,         // of a table
    gap,         // white space, dropped at the top of a page
    page_break,
  };
  Kind kind = Kind::line;
  int height = 0;
  bool keep_with_next = false;

  const TextLine* line = nullptr;  // nothing: a blank line
  int x = 0;                       // added to the line's own
  int size = 0;                    // of its type

  const LaidTable* table = nullptr;
  int row = 0;
  int first_line = 0;  // of the row's text; last_line 0: the whole row
  int last_line = 0;

  int bookmark_level = 0;  // > 0: a heading
  const std::string* bookmark = nullptr;
};

void place_flow(const std::vector<FlowItem>& flow, Pages& pages);

}  // namespace jiheng::report
