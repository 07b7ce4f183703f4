#include "ledger/error_copy.h"

#include <algorithm>
#include <charconv>
#include <map>

#include "base/text.h"
#include "ledger/formula_text.h"
#include "ledger/sheet_cells.h"
#include "ledger/stored_value.h"
#include "sheet/number_format.h"
#include "sheet/workbook.h"

namespace jiheng::ledger {
namespace {

using sheet::CellKind;
using sheet::Style;

constexpr std::uint32_t bad_cell = 0xFFC7CE, bad_row = 0xFFEB9C;
constexpr std::uint32_t not_copied = ~std::uint32_t{0};

// A mistake and where it stands in the copy.
struct Mark {
  const RowError* error = nullptr;
  std::uint16_t column = 0;
  bool whole_row = false;  // no cell is meant: the first one bears the mark
  std::uint32_t row = not_copied;
};

Mark mark_of(const RowError& error, const PlannedFile& file) {
  Mark mark{&error};
  if (error.column_number > 0) {
    mark.column = static_cast<std::uint16_t>(error.column_number - 1);
    return mark;
  }
  mark.whole_row = true;
  if (error.column.empty() || !file.layout) return mark;
  for (const Column& column : file.layout->columns) {
    if (column.source < 0 || column.field < 0) continue;
    const std::string& title = file.definition->fields[static_cast<std::size_t>(column.field)].title;
    // A key of several fields is marked at its first.
    if (error.column != title && !error.column.starts_with(title + "＋")) continue;
    mark.column = static_cast<std::uint16_t>(column.source);
    mark.whole_row = false;
    break;
  }
  return mark;
}

// Whether the text is how a cell's number is written: nothing of it is lost when it becomes one.
bool is_plain_number(std::string_view text) {
  std::string digits;
  int whole_digits = 0;
  const bool leads_with_zero = text.size() > 1 && text[0] == '0' && text[1] != '.';
  return !leads_with_zero && text.find_first_not_of("0123456789.-") == text.npos && sheet::keeps_number(text) &&
         sheet::decimal_text(text, digits, whole_digits);
}

// "2022-01-05" or "2022-01-05 09:30" as Excel counts; "" for anything else.
std::string serial_of(std::string_view text) {
  const std::string_view day = text.substr(0, 10);
  const auto date = Date::parse(day);
  if (!date || date->to_string() != day) return "";
  if (text.size() == 10) return sheet::serial_of_day(date->days());
  if (text.size() != 16 || text[10] != ' ' || text[13] != ':') return "";
  int hours = 24, minutes = 60;
  std::from_chars(text.data() + 11, text.data() + 13, hours);
  std::from_chars(text.data() + 14, text.data() + 16, minutes);
  if (hours > 23 || minutes > 59) return "";
  return sheet::serial_of_minute((std::int64_t{date->days()} * 24 + hours) * 60 + minutes);
}

// Copies one file into its sheet, and tells the marks the rows they stand in.
class FileCopy final : public RecordHandler {
 public:
  FileCopy(const PlannedFile& file, std::vector<Mark>& marks, sheet::SheetWriter& sheet) : file_(file), sheet_(sheet) {
    for (Mark& mark : marks) marks_[mark.error->line][mark.column].push_back(&mark);
    sheet_.page(0);
    if (!file_.layout) return;
    for (const Column& column : file_.layout->columns) set_column(column);
    sheet_.freeze(static_cast<std::uint32_t>(file_.layout->last_line), 0);
  }

  bool record(const SourceRecord& record) override {
    if (joins_header() && record.line >= file_.layout->first_line) {
      if (record.line >= file_.layout->last_line) write_joined_header();
      if (record.line <= file_.layout->last_line) return true;
    }
    write(record);
    return true;
  }
  // What cannot be read is not lost without a word: the row that says so is no record.
  bool fault(RecordFault, std::uint64_t line) override {
    Style style;
    style.fill = bad_row;
    std::string where = file_.name;
    if (line > 0) where += message_text("import.at-line", {{"line", line}});
    sheet_.text(next_row_++, 0, message_text("import.copy-broken", {{"where", where}}), style);
    return true;
  }
  void finish() {
    if (joins_header()) write_joined_header();
  }

 private:
  struct CopiedColumn {
    const pack::Field* field = nullptr;
    bool is_text = false;
  };

  void set_column(const Column& column) {
    if (column.source < 0) return;
    const auto at = static_cast<std::size_t>(column.source);
    if (columns_.size() <= at) columns_.resize(at + 1);
    columns_[at].is_text = column.role == Column::Role::unit_id;
    double width = 14;
    if (column.field >= 0) {
      const pack::Field& field = file_.definition->fields[static_cast<std::size_t>(column.field)];
      columns_[at] = {&field, is_stored_as_text(field)};
      width = column_width(field);
    }
    sheet_.column(static_cast<std::uint16_t>(at), static_cast<std::uint16_t>(at), width, {});
  }

  // A header of several rows becomes one: what is merged is not copied, and would not be known as one header again.
  // A mapping says itself which rows they are.
  bool joins_header() const {
    return !header_written_ && !file_.mapping && file_.layout && file_.layout->first_line < file_.layout->last_line;
  }

  void write_joined_header() {
    header_written_ = true;
    std::vector<std::string_view> titles;
    for (const Column& column : file_.layout->columns) titles.push_back(column.title);
    const std::vector<CellKind> kinds(titles.size(), CellKind::text);
    write({file_.layout->last_line, titles, true, kinds});
  }

  bool is_header(std::uint64_t line) const {
    return file_.layout && line >= file_.layout->first_line && line <= file_.layout->last_line;
  }

  void write(const SourceRecord& record) {
    const std::uint32_t row = record.of_sheet() ? static_cast<std::uint32_t>(record.line - 1) : next_row_;
    next_row_ = row + 1;
    const auto marks = marks_.find(record.line);
    std::size_t width = record.cells.size();
    if (marks != marks_.end()) width = std::max<std::size_t>(width, marks->second.rbegin()->first + std::size_t{1});
    for (std::size_t i = 0; i < width; ++i) {
      const auto column = static_cast<std::uint16_t>(i);
      const std::string_view text = i < record.cells.size() ? record.cells[i] : std::string_view();
      const CellKind kind = i < record.kinds.size() ? record.kinds[i] : CellKind::empty;
      Style style = is_header(record.line) ? header_style(false) : style_of(i);
      if (marks != marks_.end()) {
        if (const auto at = marks->second.find(column); at != marks->second.end()) mark(row, column, at->second, style);
      }
      write_cell(row, column, text, record.of_sheet() ? kind : CellKind::text, record.of_sheet(), style);
    }
  }

  void mark(std::uint32_t row, std::uint16_t column, const std::vector<Mark*>& marks, Style& style) {
    style.fill = marks.front()->whole_row ? bad_row : bad_cell;
    std::string words;
    for (Mark* one : marks) {
      one->row = row;
      words += (words.empty() ? "" : "\n") + what_is_wrong(*one->error);
    }
    sheet_.comment(row, column, words);
  }

  Style style_of(std::size_t column) const {
    return column < columns_.size() && columns_[column].field ? cell_style(*columns_[column].field) : Style();
  }

  void write_cell(std::uint32_t row, std::uint16_t column, std::string_view text, CellKind kind, bool of_sheet,
                  Style style) {
    if (text.empty() && kind != CellKind::not_computed) {
      if (style.fill != Style::no_fill) sheet_.blank(row, column, style);
      return;
    }
    // Numbers and days where the sheet has them, or the field of a CSV column is one; what a field keeps as text stays.
    const CopiedColumn its = column < columns_.size() ? columns_[column] : CopiedColumn();
    const bool typed = of_sheet ? kind == CellKind::number || kind == CellKind::date : its.field && !its.is_text;
    if (typed && is_plain_number(text)) {
      if (its.is_text) style.number_format.clear();
      return sheet_.number(row, column, text, style);
    }
    if (const std::string serial = typed ? serial_of(text) : ""; !serial.empty()) {
      style.number_format = text.size() == 10 ? "yyyy-mm-dd" : "yyyy-mm-dd hh:mm";
      return sheet_.number(row, column, serial, style);
    }
    // A result that is missing stays a mistake until somebody mends it.
    if (kind == CellKind::not_computed) return sheet_.text(row, column, "#N/A", style);
    sheet_.text(row, column, !of_sheet && its.is_text ? without_apostrophe(text) : text, style);
  }

  const PlannedFile& file_;
  sheet::SheetWriter& sheet_;
  std::map<std::uint64_t, std::map<std::uint16_t, std::vector<Mark*>>> marks_;  // by line, then column
  std::vector<CopiedColumn> columns_;                                           // by column of the file
  std::uint32_t next_row_ = 0;
  bool header_written_ = false;
};

// A file, and its part of the list.
struct ListedFile {
  const PlannedFile* file = nullptr;
  std::string sheet;  // its copy; empty: none
  std::vector<Mark> marks;
};

class ErrorList {
 public:
  explicit ErrorList(sheet::SheetWriter& sheet) : sheet_(sheet) {
    for (std::uint16_t i = 0; i < columns; ++i) sheet_.column(i, i, widths[i], {});
    sheet_.page(3);
    sheet_.freeze(3, 0);
  }

  void write(const std::vector<ListedFile>& files, std::uint64_t listed, std::uint64_t all) {
    Style heading;
    heading.size = 16;
    heading.bold = true;
    sheet_.row_height(0, 30);
    sheet_.text(0, 0, errors_sheet, heading);
    const std::string count = message_text("import.copy-count", {{"count", all}});
    sheet_.row_height(1, 22);
    sheet_.text(1, 0, listed < all ? count + message_text("import.copy-first", {{"count", listed}}) : count, {});
    static constexpr const char* heads[columns] = {"序号", "单元格", "原文件", "列", "内容", "问题"};
    for (std::uint16_t i = 0; i < columns; ++i) sheet_.text(2, i, heads[i], header_style(false));
    std::uint32_t row = 3;
    for (const ListedFile& file : files) {
      for (const Mark& mark : file.marks) write_row(row++, file, mark);
    }
    if (row > 3) sheet_.filter(2, row - 1, columns - 1);
  }

 private:
  static constexpr std::uint16_t columns = 6;
  static constexpr double widths[columns] = {6, 10, 30, 22, 32, 70};

  void write_row(std::uint32_t row, const ListedFile& file, const Mark& mark) {
    const RowError& error = *mark.error;
    const std::string problem = what_is_wrong(error);
    std::string where = error.file;
    if (error.line > 0) where += message_text("import.at-line", {{"line", error.line}});
    const std::string cells[columns] = {std::to_string(row - 2), "", where, error.column, error.found, problem};
    std::size_t lines = 1;
    for (std::uint16_t i = 0; i < columns; ++i) {
      const auto width = static_cast<std::size_t>(widths[i]) - 1;
      lines = std::max(lines, (display_width(cells[i]) + width - 1) / width);
    }
    sheet_.row_height(row, static_cast<double>(lines * 15 + 5));
    Style style;
    style.border = style.wrap = true;
    for (std::uint16_t i = 0; i < columns; ++i) {
      style.align = i < 2 ? Style::Align::centre : Style::Align::left;
      style.number_format = i == 4 ? "@" : "";
      if (i != 1 || mark.row == not_copied) {
        sheet_.text(row, i, cells[i], style);
        continue;
      }
      const std::string cell = sheet::column_name(mark.column) + std::to_string(mark.row + 1);
      Style linked = style;
      linked.underline = true;
      linked.colour = 0x0563C1;
      sheet_.link(row, i, cell, "'" + file.sheet + "'!" + cell, linked);
    }
  }

  sheet::SheetWriter& sheet_;
};

// The copy of a file that is imported by its mapping keeps its sheet's name, any other has the register's.
std::string copy_title(const PlannedFile& file, const std::vector<ListedFile>& earlier) {
  const std::string wanted =
      sheet::sheet_title(file.mapping && !file.sheet.empty() ? file.sheet : file.definition->title);
  std::string title = wanted;
  const auto taken = [&](const ListedFile& other) { return other.sheet == title; };
  for (int number = 2; title == errors_sheet || std::any_of(earlier.begin(), earlier.end(), taken); ++number) {
    title = to_utf8(to_code_points(wanted).substr(0, 28)) + std::to_string(number);
  }
  return title;
}

}  // namespace

Status write_error_copy(const std::filesystem::path& path, std::span<const std::unique_ptr<PlannedFile>> files,
                        std::size_t error_limit) {
  auto opened = sheet::BookWriter::create(path);
  if (!opened) return fail(opened.error());
  sheet::BookWriter& book = **opened;
  ErrorList list(book.add_sheet(std::string(errors_sheet)));
  std::vector<ListedFile> listed;
  std::uint64_t marked = 0, all = 0;
  for (const auto& file : files) {
    all += file->error_count;
    if (file->errors.empty()) continue;
    ListedFile one{file.get(), "", {}};
    for (const RowError& error : file->errors) {
      if (marked >= error_limit) break;
      ++marked;
      one.marks.push_back(mark_of(error, *file));
    }
    if (file->usable) {
      one.sheet = copy_title(*file, listed);
      FileCopy copy(*file, one.marks, book.add_sheet(one.sheet));
      if (Status status = file->records->read(copy); !status) return status;
      copy.finish();
    }
    listed.push_back(std::move(one));
  }
  list.write(listed, marked, all);
  return book.finish();
}

}  // namespace jiheng::ledger
