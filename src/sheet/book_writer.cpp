#include "sheet/book_writer.h"

#include <unistd.h>
#include <xlsxwriter.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstdio>
#include <cstring>
#include <map>

#include "base/decimal.h"
#include "base/text.h"
#include "sheet/workbook.h"

namespace jiheng::sheet {
namespace {

constexpr std::size_t longest_text = 32'767;  // of a cell, in UTF-16 units

bool is_hex(char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F') || (c >= 'a' && c <= 'f');
}

bool looks_escaped(std::string_view text) {
  return text.size() >= 7 && text.starts_with("_x") && text[6] == '_' &&
         std::all_of(text.begin() + 2, text.begin() + 6, is_hex);
}

std::string escape_of(unsigned unit) {
  char out[8];
  std::snprintf(out, sizeof out, "_x%04X_", unit);
  return out;
}

// What XML cannot hold, and what would be taken for such an escape, as _xHHHH_.
std::string escaped(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if ((c < 0x20 && c != '\n' && c != '\t') || c == 0x7F) {
      out += escape_of(c);
    } else if (c == '_' && looks_escaped(text.substr(i))) {
      out += escape_of('_');
    } else if (c == 0xEF && (text.substr(i, 3) == "\xEF\xBF\xBE" || text.substr(i, 3) == "\xEF\xBF\xBF")) {
      out += escape_of(text[i + 2] == '\xBE' ? 0xFFFE : 0xFFFF);
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

std::size_t utf16_units(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }) +
                                  std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xF8) == 0xF0; }));
}

// The boundary to libxlsxwriter, which takes numbers as double.
double to_double(std::string_view decimal) {
  double number = 0;
  std::from_chars(decimal.data(), decimal.data() + decimal.size(), number);
  return number;
}

class FileBook;

class FileSheet final : public SheetWriter {
 public:
  FileSheet(FileBook& book, lxw_worksheet* sheet) : book_(book), sheet_(sheet) {}

  void text(std::uint32_t row, std::uint16_t column, std::string_view text, const Style& style) override;
  void number(std::uint32_t row, std::uint16_t column, std::string_view decimal, const Style& style) override;
  void blank(std::uint32_t row, std::uint16_t column, const Style& style) override;
  void link(std::uint32_t row, std::uint16_t column, std::string_view text, const std::string& cell,
            const Style& style) override;
  void comment(std::uint32_t row, std::uint16_t column, std::string_view text) override;
  void rule(std::uint32_t first_row, std::uint32_t last_row, std::uint16_t column, const CellRule& rule) override;
  void column(std::uint16_t first, std::uint16_t last, double width, const Style& style) override;
  void row_height(std::uint32_t row, double points) override { worksheet_set_row(sheet_, row, points, nullptr); }
  void freeze(std::uint32_t rows, std::uint16_t columns) override { worksheet_freeze_panes(sheet_, rows, columns); }
  void filter(std::uint32_t first_row, std::uint32_t last_row, std::uint16_t last_column) override {
    worksheet_autofilter(sheet_, first_row, 0, last_row, last_column);
  }
  void page(std::uint32_t rows) override {
    worksheet_set_landscape(sheet_);
    worksheet_set_paper(sheet_, 9);  // A4
    worksheet_fit_to_pages(sheet_, 1, 0);
    worksheet_set_margins(sheet_, 0.5, 0.5, 0.6, 0.6);  // inches
    if (rows > 0) worksheet_repeat_rows(sheet_, 0, rows - 1);
    worksheet_set_footer(sheet_, "&C第&P页 共&N页");
  }
  void hide() override { worksheet_hide(sheet_); }

 private:
  FileBook& book_;
  lxw_worksheet* sheet_;
};

class FileBook final : public BookWriter {
 public:
  explicit FileBook(const std::filesystem::path& path)
      : path_(path), temporary_(path.string() + ".tmp" + std::to_string(::getpid())) {}
  FileBook(const FileBook&) = delete;
  FileBook& operator=(const FileBook&) = delete;
  ~FileBook() override {
    if (book_ != nullptr) workbook_close(book_);
    std::remove(temporary_.c_str());
  }

  Status open() {
    // libxlsxwriter opens the file at the end only: whether that can be is told now.
    std::FILE* file = std::fopen(temporary_.c_str(), "wb");
    if (file == nullptr) return cannot_create();
    std::fclose(file);
    lxw_workbook_options options = {};
    options.constant_memory = LXW_TRUE;
    book_ = workbook_new_opt(temporary_.c_str(), &options);
    if (book_ == nullptr) return cannot_create();
    lxw_doc_properties properties = {};
    properties.created = 946'684'800;  // 2000-01-01: never the clock, or the same calls would not give the same bytes
    workbook_set_properties(book_, &properties);
    return {};
  }

  SheetWriter& add_sheet(const std::string& title) override {
    lxw_worksheet* sheet = workbook_add_worksheet(book_, title.c_str());
    if (sheet == nullptr) note(make_error("output.write-failed", {{"path", path_.string()}, {"reason", title}}));
    sheets_.push_back(std::make_unique<FileSheet>(*this, sheet));
    return *sheets_.back();
  }

  Status status() const override { return status_; }

  Status finish() override {
    lxw_workbook* book = std::exchange(book_, nullptr);
    if (!status_) {
      workbook_close(book);
      std::remove(temporary_.c_str());
      return status_;
    }
    errno = 0;
    note(workbook_close(book));
    if (status_ && std::rename(temporary_.c_str(), path_.c_str()) != 0) note(LXW_ERROR_CREATING_XLSX_FILE);
    if (!status_) std::remove(temporary_.c_str());
    return status_;
  }

  lxw_format* format(const Style& style) {
    lxw_format*& made = formats_[style];
    if (made == nullptr) made = make_format(style);
    return made;
  }

  void note(lxw_error error) {
    if (error == LXW_NO_ERROR) return;
    const std::string reason = errno == ENOSPC || errno == EFBIG ? "磁盘空间不足" : lxw_strerror(error);
    note(make_error("output.write-failed", {{"path", path_.string()}, {"reason", reason}}, lxw_strerror(error)));
  }
  void note(Error error) {
    if (status_) status_ = fail(std::move(error));
  }
  // False: the cell lies beyond what a sheet has.
  bool check_place(std::uint32_t row) {
    if (row >= most_rows) note(make_error("sheet.too-many-rows"));
    return status_.has_value();
  }

 private:
  Status cannot_create() const {
    return fail("output.cannot-create", {{"path", path_.string()}, {"reason", std::strerror(errno)}});
  }

  lxw_format* make_format(const Style& style) {
    lxw_format* made = workbook_add_format(book_);
    format_set_font_name(made, "宋体");
    format_set_font_size(made, style.size);
    format_set_align(made, LXW_ALIGN_VERTICAL_CENTER);
    switch (style.align) {
      case Style::Align::general:
        break;
      case Style::Align::left:
        format_set_align(made, LXW_ALIGN_LEFT);
        break;
      case Style::Align::centre:
        format_set_align(made, LXW_ALIGN_CENTER);
        break;
      case Style::Align::right:
        format_set_align(made, LXW_ALIGN_RIGHT);
        break;
    }
    if (!style.number_format.empty()) format_set_num_format(made, style.number_format.c_str());
    if (style.fill != Style::no_fill) format_set_bg_color(made, style.fill);
    if (style.colour != 0) format_set_font_color(made, style.colour);
    if (style.bold) format_set_bold(made);
    if (style.wrap) format_set_text_wrap(made);
    if (style.underline) format_set_underline(made, LXW_UNDERLINE_SINGLE);
    if (style.border) {
      format_set_border(made, LXW_BORDER_THIN);
      format_set_border_color(made, 0xBFBFBF);
    }
    return made;
  }

  std::filesystem::path path_;
  std::string temporary_;
  lxw_workbook* book_ = nullptr;
  std::map<Style, lxw_format*> formats_;
  std::vector<std::unique_ptr<FileSheet>> sheets_;
  Status status_;
};

void FileSheet::text(std::uint32_t row, std::uint16_t column, std::string_view text, const Style& style) {
  if (text.empty()) return blank(row, column, style);
  if (!book_.check_place(row)) return;
  const std::string bytes = escaped(text);
  if (bytes.size() > longest_text && utf16_units(bytes) > longest_text) {
    return book_.note(make_error("sheet.text-too-long",
                                 {{"cell", column_name(column) + std::to_string(row + 1)}, {"limit", longest_text}}));
  }
  book_.note(worksheet_write_string(sheet_, row, column, bytes.c_str(), book_.format(style)));
}

void FileSheet::number(std::uint32_t row, std::uint16_t column, std::string_view decimal, const Style& style) {
  if (book_.check_place(row)) {
    book_.note(worksheet_write_number(sheet_, row, column, to_double(decimal), book_.format(style)));
  }
}

void FileSheet::blank(std::uint32_t row, std::uint16_t column, const Style& style) {
  if (book_.check_place(row)) book_.note(worksheet_write_blank(sheet_, row, column, book_.format(style)));
}

void FileSheet::link(std::uint32_t row, std::uint16_t column, std::string_view text, const std::string& cell,
                     const Style& style) {
  if (!book_.check_place(row)) return;
  const std::string target = "internal:" + cell, shown = escaped(text);
  book_.note(worksheet_write_url_opt(sheet_, row, column, target.c_str(), book_.format(style), shown.c_str(), nullptr));
}

void FileSheet::comment(std::uint32_t row, std::uint16_t column, std::string_view text) {
  if (!book_.check_place(row)) return;
  std::string author = "绩衡";
  std::string font = "宋体";
  lxw_comment_options options = {};
  options.author = author.data();
  options.font_name = font.data();
  options.font_size = 9;
  // Wide enough for a line of 20 characters, high enough for all of them.
  constexpr std::size_t columns = 40;
  std::size_t lines = 1;
  for (const std::string& line : split(text, '\n')) lines += display_width(line) / columns + 1;
  options.width = 260;
  options.height = static_cast<std::uint16_t>(std::min<std::size_t>(lines * 16 + 10, 400));
  // A comment has an author's line of its own in Excel only when it is typed there; here the text is all.
  const std::string bytes = escaped(text);
  book_.note(worksheet_write_comment_opt(sheet_, row, column, bytes.c_str(), &options));
}

void FileSheet::rule(std::uint32_t first_row, std::uint32_t last_row, std::uint16_t column, const CellRule& rule) {
  lxw_data_validation out = {};
  out.ignore_blank = LXW_VALIDATION_ON;
  out.show_error = LXW_VALIDATION_ON;
  std::vector<std::string> choices = rule.choices;
  std::vector<char*> list;
  std::string range = rule.range, title = rule.title, message = rule.message;
  if (!title.empty()) out.error_title = title.data();
  if (!message.empty()) out.error_message = message.data();
  const bool has_least = !rule.least.empty(), has_most = !rule.most.empty();
  out.criteria = has_least && has_most ? LXW_VALIDATION_CRITERIA_BETWEEN
                 : has_least           ? LXW_VALIDATION_CRITERIA_GREATER_THAN_OR_EQUAL_TO
                                       : LXW_VALIDATION_CRITERIA_LESS_THAN_OR_EQUAL_TO;
  out.minimum_number = to_double(rule.least);
  out.maximum_number = to_double(rule.most);
  out.value_number = to_double(has_least ? rule.least : rule.most);
  std::string least = rule.least, most = rule.most;
  switch (rule.kind) {
    case CellRule::Kind::list:
      for (std::string& choice : choices) list.push_back(choice.data());
      list.push_back(nullptr);
      out.validate = LXW_VALIDATION_TYPE_LIST;
      out.value_list = list.data();
      break;
    case CellRule::Kind::list_of_cells:
      out.validate = LXW_VALIDATION_TYPE_LIST_FORMULA;
      out.value_formula = range.data();
      break;
    case CellRule::Kind::whole:
      out.validate = LXW_VALIDATION_TYPE_INTEGER;
      break;
    case CellRule::Kind::decimal:
      out.validate = LXW_VALIDATION_TYPE_DECIMAL;
      break;
    case CellRule::Kind::day:
      out.validate = LXW_VALIDATION_TYPE_DATE_NUMBER;
      break;
    case CellRule::Kind::text_length:
      out.validate = LXW_VALIDATION_TYPE_LENGTH;
      break;
  }
  book_.note(worksheet_data_validation_range(sheet_, first_row, column, last_row, column, &out));
}

void FileSheet::column(std::uint16_t first, std::uint16_t last, double width, const Style& style) {
  worksheet_set_column(sheet_, first, last, width, book_.format(style));
}

// Days from 1899-12-30; before 1900-03-01 from the day after, because Excel has a 1900-02-29.
std::int64_t excel_day(std::int64_t days_since_1970) {
  const std::int64_t days = days_since_1970 + 25'569;
  return days <= 60 ? days - 1 : days;
}

}  // namespace

bool keeps_number(std::string_view decimal) {
  const std::size_t first = decimal.find_first_of("123456789");
  if (first == decimal.npos) return true;
  const std::string_view digits = decimal.substr(first);
  const std::size_t point = digits.find('.') == digits.npos ? 0 : 1;
  return digits.size() - point <= 15;
}

std::string serial_of_day(std::int32_t days_since_1970) {
  return std::to_string(excel_day(days_since_1970));
}

std::string serial_of_minute(std::int64_t minutes_since_1970) {
  constexpr std::int64_t of_day = 24 * 60;
  const std::int64_t minutes = (minutes_since_1970 % of_day + of_day) % of_day;
  const std::int64_t day = excel_day((minutes_since_1970 - minutes) / of_day);
  // Ten digits after the point are 0.00001 of a second, and 15 in all.
  const Decimal part = Decimal::from_parts((int128{minutes} * power_of_ten(10) * 2 + of_day) / (of_day * 2), 10);
  return std::to_string(day) + part.to_string().substr(1);
}

std::string sheet_title(std::string_view title) {
  std::string out(title);
  for (char& c : out) {
    if (std::string_view("[]:*?/\\'").find(c) != std::string_view::npos) c = ' ';
  }
  std::u32string points = to_code_points(out);
  if (points.size() > 31) points.resize(31);
  return std::string(trim(to_utf8(points)));
}

Result<std::unique_ptr<BookWriter>> BookWriter::create(const std::filesystem::path& path) {
  auto book = std::make_unique<FileBook>(path);
  if (Status status = book->open(); !status) return fail(status.error());
  return book;
}

}  // namespace jiheng::sheet
