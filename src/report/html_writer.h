// HTML: one self-contained file that looks like the printed report, each live figure a link to the rows behind it.
//
// No script, no outside resource: it opens from a disk without a network, and prints on A4 with the standard's margins.
// Everything that comes from the Document is escaped; a link is only ever a relative path or an http(s) address.
// Errors: report.not-utf8, report.bad-span. Thread-safety: pure functions.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "report/document.h"

namespace jiheng::report {

struct HtmlOptions {
  std::string rows_folder = "rows";  // figures link to <rows_folder>/<measure>.html
  bool contents = true;              // table of contents beside the sheet
};

Result<std::string> write_html(const Document& document, const HtmlOptions& options = {});

// The file name of the rows of a measure: its id with whatever a file system or URL dislikes replaced, + ".html".
std::string rows_file_name(std::string_view measure);

struct RowsColumn {
  std::string title;
  Align align = Align::left;  // right for numbers
};

struct RowsPage {
  std::string title;    // the measure's title
  std::string formula;  // how it is computed, in words; may be empty
  std::string value;    // the figure with its unit, as printed in the report; may be empty
  std::string back;     // relative address of the report, e.g. "../自评报告.html"; empty: no link
  std::vector<RowsColumn> columns;
};

// Fills `cells` with the next row; false: no more rows. Called from the writing thread only.
using NextRow = std::function<Result<bool>(std::vector<std::string>& cells)>;
// Takes a piece of the file. Pieces come in order, of about 64 KiB.
using Sink = std::function<Status(std::string_view piece)>;

// The rows behind one figure, streamed. An error of `next` or `sink` ends the writing and is returned.
// Returns the number of rows.
Result<std::size_t> write_rows_html(const RowsPage& page, const NextRow& next, const Sink& sink);

}  // namespace jiheng::report
