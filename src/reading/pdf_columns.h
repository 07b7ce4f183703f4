// Text set in two columns: where the gutter is, and between which heights. Private to reading.
// Units: hundredths of a point. Cost: the lines of a page times some hundred places. Thread-safety: pure functions.
#pragma once

#include <optional>
#include <vector>

#include "reading/pdf_lines.h"

namespace jiheng::reading {

struct Gutter {
  int place = 0;
  int top = 0, bottom = 0;
};

// The gutter of a page's lines (from top to bottom), if text runs down in columns on both sides of it. `frames`: boxes
// of framed tables, which it does not cross. `em`: the width of an ideograph.
std::optional<Gutter> find_gutter(const std::vector<PdfLine>& lines, const std::vector<Box>& frames, int em);

// What of these lines lies left of the place, or right of it.
std::vector<PdfLine> lines_beside(const std::vector<PdfLine>& lines, int place, bool right);

}  // namespace jiheng::reading
