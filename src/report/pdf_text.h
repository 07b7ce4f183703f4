// Text laid out by Pango into lines that the PDF writer places itself. Internal to src/report.
// Lengths are Pango units (page_layout.h). Thread-safety: as the FontSet it was laid out with.
#pragma once

#include <vector>

#include "report/document.h"
#include "report/font_set.h"

namespace jiheng::report {

struct TextStyle {
  Face face = Face::fangsong;
  int size = 0;
  int width = 0;           // lines are broken to fit
  int indent = 0;          // of the first line
  int letter_spacing = 0;  // between characters
  Align align = Align::left;
  bool justify = false;  // full lines reach the right edge: the rest is spread between Chinese characters
};

// The lines live as long as the block.
struct TextLine {
  PangoLayoutLine* line = nullptr;
  int x = 0;      // from the left edge of the width
  int width = 0;  // of the ink's advance
};

class TextBlock {
 public:
  TextBlock() = default;
  TextBlock(const FontSet& fonts, const Runs& runs, const TextStyle& style);

  const std::vector<TextLine>& lines() const { return lines_; }
  int size() const { return size_; }

 private:
  GObjectPtr<PangoLayout> layout_;
  std::vector<TextLine> lines_;
  int size_ = 0;
};

// The baseline of a line of `size` centred in a row of `height` that starts at `top`: the middle of the ideographic
// square is 0.38 of the size above the baseline, whatever the font says of its ascent.
constexpr int baseline_in(int top, int height, int size) {
  return top + height / 2 + size * 38 / 100;
}

}  // namespace jiheng::report
