// links: reading base
//
// Any bytes as what the children of the PDF reader write: pictures when they begin with P5, else the words of
// pdftotext, laid out with and without a framed table on each page.

#include <cstdint>
#include <cstdlib>

#include "../tests/reading/shown.h"
#include "reading/pdf_layout.h"

using namespace jiheng;
using namespace jiheng::reading;

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

// The table keeps inside its frame, and no word is lost.
void check_frame(const PdfFrame& frame) {
  require(frame.xs.size() >= 2 && frame.ys.size() >= 2 && frame.cells.size() >= 2);
  std::vector<PdfWord> words = {{frame.box(), U"预算87.5"}};
  const PdfTable table = fill_frame(frame, words);
  std::size_t characters = 0;
  for (const PdfWord& word : words) characters += word.text.size();
  for (const PdfCell& cell : table.cells) {
    require(cell.row + cell.row_span <= table.rows && cell.column + cell.column_span <= table.columns);
    for (const auto& line : cell.lines) characters += line.size();
  }
  require(characters >= 6);
}

void check_layout(const std::vector<PdfPage>& pages, const std::vector<std::vector<PdfFrame>>& frames) {
  Document document;
  document.format = Format::pdf;
  lay_out_pdf(pages, frames, document);
  require(testing::broken_promise(document).empty());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view bytes(reinterpret_cast<const char*>(data), size);
  if (bytes.starts_with("P5")) {
    while (const auto picture = take_picture(bytes)) {
      for (const PdfFrame& frame : find_frames(*picture, {{{1000, 1000, 2000, 2000}, U"预算"}})) check_frame(frame);
    }
    return 0;
  }
  const std::vector<PdfPage> pages = parse_pdf_words(bytes, 20'000);
  for (const PdfPage& page : pages) may_hold_table(page);
  check_layout(pages, {});
  const PdfFrame frame{{5000, 10000, 30000}, {10000, 20000, 30000, 40000}, {{0, 0, 3, 1}, {0, 1, 1, 1}, {1, 1, 2, 1}}};
  check_layout(pages, std::vector<std::vector<PdfFrame>>(pages.size(), {frame}));
  return 0;
}
