// Pages of words → original text and Draft: lines in reading order, tables, page numbers and running headers apart,
// tables that go on on the next page joined. Private to reading. Thread-safety: pure functions.
#pragma once

#include <vector>

#include "reading/document.h"
#include "reading/pdf_words.h"

namespace jiheng::reading {

// Fills the document's original and page_starts and assembles it.
void lay_out_pdf(std::vector<PdfPage> pages, Document& document);

}  // namespace jiheng::reading
