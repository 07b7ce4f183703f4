// What pdftotext -bbox says: the words of each page with their places. Private to reading.
// Units: hundredths of a point, from the page's upper left corner. Thread-safety: pure functions.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace jiheng::reading {

struct Box {
  int x0 = 0, y0 = 0, x1 = 0, y1 = 0;

  int width() const { return x1 - x0; }
  int height() const { return y1 - y0; }
  int middle() const { return y0 + (y1 - y0) / 2; }
  void include(const Box& other);
};

struct PdfWord {
  Box box;
  std::u32string text;
};

struct PdfPage {
  int width = 0;
  int height = 0;
  std::vector<PdfWord> words;
};

// Tolerant: what is not understood is passed over. At most `most_characters` of text are taken.
std::vector<PdfPage> parse_pdf_words(std::string_view bbox, std::size_t most_characters);

}  // namespace jiheng::reading
