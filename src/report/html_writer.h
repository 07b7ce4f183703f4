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

// Takes a piece of the file. Pieces come in order, of about 64 KiB.
using Sink = std::function<Status(std::string_view piece)>;

// The rows behind one figure, written as they come: memory does not grow with the number of rows.
class RowsWriter {
 public:
  // The page and the sink must outlive the writer only until finish().
  static Result<RowsWriter> start(const RowsPage& page, Sink sink);
  // `link`: where the row's first cell leads, a relative address; empty: nowhere.
  Status add(const std::vector<std::string>& cells, std::string_view link = {});
  Status finish();
  std::size_t count() const { return count_; }

 private:
  explicit RowsWriter(Sink sink) : sink_(std::move(sink)) {}

  Sink sink_;
  std::vector<std::string> openings_;  // of each column's cell
  std::string pending_;
  std::size_t count_ = 0;
};

}  // namespace jiheng::report
