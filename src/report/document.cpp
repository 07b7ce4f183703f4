#include "report/document.h"

#include "base/chinese_numeral.h"
#include "base/text.h"

namespace jiheng::report {
namespace {

Status check_text(std::string_view text, std::string_view where) {
  const std::size_t position = find_invalid_utf8(text);
  if (position == std::string_view::npos) return {};
  return fail("report.not-utf8", {{"where", where}, {"position", position + 1}});
}

Status check_runs(const Runs& runs, std::string_view where) {
  for (const Run& run : runs) {
    for (std::string_view text : {std::string_view(run.text), std::string_view(run.hint), std::string_view(run.measure),
                                  std::string_view(run.anchor)}) {
      if (Status status = check_text(text, where); !status) return status;
    }
  }
  return {};
}

Status check_rows(const std::vector<Row>& rows, int columns) {
  for (const Row& row : rows) {
    for (const Cell& cell : row) {
      if (Status status = check_runs(cell.runs, "表格"); !status) return status;
    }
  }
  if (auto placed = place_cells(rows, columns); !placed) return fail(placed.error());
  return {};
}

struct BlockCheck {
  Status operator()(const Heading& heading) const { return check_text(heading.text, "小标题"); }
  Status operator()(const Paragraph& paragraph) const { return check_runs(paragraph.runs, "正文"); }
  Status operator()(const Note& note) const { return check_runs(note.runs, "说明"); }
  Status operator()(const PageBreak&) const { return {}; }
  Status operator()(const Table& table) const {
    if (Status status = check_text(table.caption, "表题"); !status) return status;
    const int columns = static_cast<int>(table.columns.size());
    if (Status status = check_rows(table.header, columns); !status) return status;
    return check_rows(table.rows, columns);
  }
  Status operator()(const Signature& signature) const {
    if (Status status = check_text(signature.unit, "落款"); !status) return status;
    return check_text(signature.date, "落款");
  }
};

}  // namespace

std::string plain_text(const Runs& runs) {
  std::string text;
  for (const Run& run : runs) text += run.text;
  return text;
}

std::string heading_number(int level, int number) {
  if (number < 1) return {};
  switch (level) {
    case 1:
      return to_chinese_numeral(number) + "、";
    case 2:
      return "（" + to_chinese_numeral(number) + "）";
    case 3:
      return std::to_string(number) + ".";
    case 4:
      return "（" + std::to_string(number) + "）";
    default:
      return {};
  }
}

std::string joined_title(const Document& document) {
  std::string title;
  for (const std::string& line : document.title) title += line;
  return title;
}

Status check(const Document& document) {
  for (const std::string& line : document.title) {
    if (Status status = check_text(line, "标题"); !status) return status;
  }
  for (const std::string& line : document.status_notes) {
    if (Status status = check_text(line, "说明"); !status) return status;
  }
  if (Status status = check_text(document.unit, "单位名称"); !status) return status;
  if (Status status = check_text(document.date_text, "日期"); !status) return status;
  for (const Block& block : document.blocks) {
    if (Status status = std::visit(BlockCheck{}, block); !status) return status;
  }
  return {};
}

Result<std::vector<PlacedCell>> place_cells(const std::vector<Row>& rows, int columns) {
  std::vector<PlacedCell> placed;
  std::vector<int> reaching(static_cast<std::size_t>(columns), 0);  // rows a cell from above still covers, by column
  for (std::size_t r = 0; r < rows.size(); ++r) {
    std::size_t column = 0;
    const auto bad_span = [&] { return fail("report.bad-span", {{"row", r + 1}, {"columns", columns}}); };
    for (const Cell& cell : rows[r]) {
      while (column < reaching.size() && reaching[column] > 0) --reaching[column++];
      if (cell.column_span < 1 || cell.row_span < 1) return bad_span();
      const std::size_t width = static_cast<std::size_t>(cell.column_span);
      if (width > reaching.size() - column) return bad_span();
      if (static_cast<std::size_t>(cell.row_span) > rows.size() - r) return bad_span();
      placed.push_back({&cell, static_cast<int>(r), static_cast<int>(column)});
      for (std::size_t i = 0; i < width; ++i, ++column) {
        if (reaching[column] > 0) return bad_span();
        reaching[column] = cell.row_span - 1;
      }
    }
    while (column < reaching.size()) {
      if (reaching[column] == 0) return bad_span();
      --reaching[column++];
    }
  }
  return placed;
}

}  // namespace jiheng::report
