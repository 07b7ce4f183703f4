// Reading published files: txt, md, html, docx, pdf → Document.
//
// The format is told by content first (%PDF, zip, markup), then by the name's ending. Untrusted input: XML and HTML
// without entity expansion, zip members and totals limited, PDF only by child processes with limits on time, memory and
// output: pdftotext for the words, pdftoppm for pictures of the pages with tables, in which their lines are seen; with
// `ocr` pdftoppm and tesseract. Tables of a PDF without lines are inferred from where words stand, and may be wrong.
// Errors: reading.* (cannot-read, empty, binary, bad-encoding, truncated, unsupported, too-large, too-many-pages,
// zip-bomb, encrypted, damaged, no-text (a scan: use --ocr), timed-out, tool-missing, cannot-start).
// Thread-safety: pure functions of the file; may run on many threads at once.
#pragma once

#include <cstddef>
#include <filesystem>

#include "base/result.h"
#include "reading/document.h"

namespace jiheng::reading {

struct Limits {
  std::size_t file_bytes = 64u << 20;   // of a file on disk
  std::size_t text_bytes = 16u << 20;   // of the text in it, decoded; also what a zip member may unpack to
  int pages = 2000;                     // of a PDF
  int seconds = 60;                     // for a child process
  std::size_t child_memory = 1u << 30;  // of a child process
};

struct ReadOptions {
  bool ocr = false;
  Limits limits;
};

Result<Document> read_file(const std::filesystem::path& path, const ReadOptions& options = {});
// The same for bytes already in memory; `name` gives the ending and stands in messages.
Result<Document> read_bytes(std::string_view bytes, std::string name, const ReadOptions& options = {});

}  // namespace jiheng::reading
