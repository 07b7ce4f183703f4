// DOCX in GB/T 9704-2012 layout: A4, 22 lines × 28 characters, 仿宋/黑体/楷体/小标宋 by style, real headings, tables
// with repeated heads, page numbers — 1 — odd right and even left. Opens in Word, WPS and LibreOffice without repair.
//
// Returns the bytes of the file; the same Document gives the same bytes (zip times are fixed, the creation date is the
// Document's). Live figures are plain text. Errors: report.not-utf8, report.bad-span, report.write-failed.
// Thread-safety: pure function, may run on many threads at once.
#pragma once

#include <string>

#include "report/document.h"

namespace jiheng::report {

Result<std::string> write_docx(const Document& document);

}  // namespace jiheng::report
