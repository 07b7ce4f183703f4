// Document: what a report says, before it is a file.
//
// A caller (a template joined with measures) fills the blocks; the writers (docx_writer.h, pdf_writer.h, html_writer.h)
// lay them out after GB/T 9704-2012. All text is UTF-8 and already formatted: the Document rounds nothing, knows no
// unit of money and reads no clock, so that the same Document gives the same bytes. A figure in the text stays *live*:
// it keeps the name of the measure it comes from, and the HTML links it to the rows behind it.
// Errors: the helpers here cannot fail; the writers refuse text that is not UTF-8 (report.not-utf8) and a span that
// leaves its table (report.bad-span). Thread-safety: values.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/date.h"
#include "base/result.h"

namespace jiheng::report {

// A stretch of text, or a live figure when `measure` is not empty.
struct Run {
  std::string text;     // as printed: "2459.96"
  std::string measure;  // the measure behind the figure: "budget.spent"; empty for plain text
  std::string hint;     // shown on hover: "全年支出 · 支付凭证金额合计（万元）"
  std::string anchor;   // where the figure's rows are; empty: <rows folder>/<measure>.html
  bool bold = false;

  bool is_figure() const { return !measure.empty(); }
};

using Runs = std::vector<Run>;

inline Run text_run(std::string text, bool bold = false) {
  Run run;
  run.text = std::move(text);
  run.bold = bold;
  return run;
}
inline Run figure_run(std::string text, std::string measure, std::string hint = {}) {
  Run run;
  run.text = std::move(text);
  run.measure = std::move(measure);
  run.hint = std::move(hint);
  return run;
}
std::string plain_text(const Runs& runs);

// 一、 （一） 1. （1） for levels 1 to 4; `number` from 1. Other levels give an empty text.
std::string heading_number(int level, int number);

// Level 1 黑体, 2 楷体, 3 and 4 仿宋. `text` carries its number (heading_number), as printed.
struct Heading {
  int level = 1;  // 1 … 4; others are taken as the nearest
  std::string text;
};

// Body text, first line indented by two characters. A newline in a run ends the line, not the paragraph.
struct Paragraph {
  Runs runs;
  bool indent = true;
};

enum class Align { left, center, right };

struct Column {
  int share = 1;  // width in proportion to the other columns
  Align align = Align::left;
};

// A cell that spans n columns stands alone for them: a row's spans add up to the number of columns, counting the cells
// that reach down from rows above.
struct Cell {
  Runs runs;
  bool bold = false;
  int column_span = 1;
  int row_span = 1;            // within the header rows, or within the rows
  std::optional<Align> align;  // nothing: as the column
  bool shaded = false;         // subtotal and total rows
};

using Row = std::vector<Cell>;

inline Cell text_cell(std::string text, bool bold = false) {
  Cell cell;
  cell.runs.push_back(text_run(std::move(text)));
  cell.bold = bold;
  return cell;
}

// 小四 12 pt, 五号 10.5 pt, 小五 9 pt.
enum class TableType { normal, small, tiny };

struct Table {
  std::string caption;  // above the table, centred; may be empty
  std::vector<Column> columns;
  std::vector<Row> header;  // repeated on every page
  std::vector<Row> rows;    // never split across pages, unless taller than a page
  TableType type = TableType::small;
};

// Small print, e.g. what is 未核实 and why.
struct Note {
  Runs runs;
};

struct PageBreak {};

// Unit and date at the end, right aligned, the date four characters from the right edge (右空四字).
struct Signature {
  std::string unit;
  std::string date;
};

using Block = std::variant<Heading, Paragraph, Table, Note, PageBreak, Signature>;

struct Document {
  std::vector<std::string> title;         // one entry per printed line
  std::string unit;                       // 单位名称
  int year = 0;                           // 年度
  std::string date_text;                  // under the title, e.g. （2023年3月15日）; may be empty
  Date date;                              // of the report: the creation date in the files' metadata
  std::vector<std::string> status_notes;  // small print under the title, e.g. 未核实 of the rubric
  std::vector<Block> blocks;
};

// The title as one line, for metadata and window titles.
std::string joined_title(const Document& document);

// report.not-utf8 or report.bad-span if a writer would refuse the document.
Status check(const Document& document);

// Where each cell of a table stands after its spans. Rows and columns count from 0.
struct PlacedCell {
  const Cell* cell = nullptr;  // owned by the rows given
  int row = 0;
  int column = 0;
};
// Errors: report.bad-span. The cells come in reading order.
Result<std::vector<PlacedCell>> place_cells(const std::vector<Row>& rows, int columns);

}  // namespace jiheng::report
