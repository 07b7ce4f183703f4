// Pages of words → original text and Draft: lines in reading order, tables, page numbers and running headers apart,
// tables that go on on the next page joined. Private to reading. Thread-safety: pure functions.
#pragma once

#include <vector>

#include "reading/document.h"
#include "reading/pdf_frames.h"
#include "reading/pdf_words.h"

namespace jiheng::reading {

// Whether words stand so far from each other on a line that there may be a table: such pages are worth a picture.
bool may_hold_table(const PdfPage& page);

// Fills the document's original and page_starts and assembles it. `frames`: by page, as far as pictures were taken.
void lay_out_pdf(std::vector<PdfPage> pages, const std::vector<std::vector<PdfFrame>>& frames, Document& document);

}  // namespace jiheng::reading
