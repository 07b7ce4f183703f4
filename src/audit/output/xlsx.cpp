#include <xlsxwriter.h>

#include <algorithm>

#include "audit/output/outputs.h"
#include "audit/output/statements.h"
#include "base/temporary_file.h"
#include "base/text.h"

namespace jiheng::audit {
namespace {

struct ColumnShape {
  const char* title;
  int width;  // in characters
};

enum FindingColumn : lxw_col_t {
  number_column,
  file_column,
  unit_column,
  year_column,
  severity_column,
  rule_column,
  message_column,
  quotes_column,
  place_column,
  stated_column,
  expected_column,
  difference_column,
  source_column,
  opinion_column,
  remark_column,
};
constexpr ColumnShape finding_columns[] = {{"序号", 5},  {"文件", 15},     {"单位", 13},    {"年度", 6},
                                           {"级别", 6},  {"规则", 14},     {"疑点", 34},    {"原文", 48},
                                           {"位置", 11}, {"报告所列", 11}, {"重算", 11},    {"差额", 11},
                                           {"依据", 22}, {"处理意见", 10}, {"处理说明", 16}};

enum FileColumn : lxw_col_t { errors_column = 7, warnings_column, infos_column };
constexpr ColumnShape file_columns[] = {{"序号", 5}, {"文件", 28}, {"报告", 40},    {"单位", 24},
                                        {"年度", 7}, {"数字", 7},  {"核对关系", 9}, {"错误", 7},
                                        {"警告", 7}, {"提示", 7},  {"读取情况", 30}};
constexpr ColumnShape claim_columns[] = {{"序号", 5},  {"文件", 24}, {"关系", 12}, {"结果", 8},
                                         {"数值", 46}, {"位置", 14}, {"假定", 40}};

constexpr std::size_t longest_quote = 400;     // code points; the report itself is one click away
constexpr std::size_t longest_message = 2000;  // far below the 32,767 a cell may hold
constexpr double highest_row = 400;            // points; a cell may not be higher than 409
constexpr double line_height = 14;
constexpr time_t made_at = 946684800;  // 2000-01-01: never the clock, the same audit gives the same bytes

std::string cut(const std::string& text, std::size_t longest) {
  const std::u32string points = harmless(std::u32string_view(to_code_points(text)));
  return points.size() <= longest ? to_utf8(points) : to_utf8(points.substr(0, longest - 1)) + "…";
}

// Lines that a text of several lines takes in a column.
std::size_t lines_in(const std::string& text, int width) {
  std::size_t lines = 0;
  for (const std::string& line : split(text, '\n')) {
    lines += std::max<std::size_t>(
        1, (display_width(line) + static_cast<std::size_t>(width) - 2) / static_cast<std::size_t>(width - 1));
  }
  return lines;
}

class Book {
 public:
  Book(const Audit& audit, const pack::RuleSet& rules, const OutputOptions& options, lxw_workbook* book)
      : audit_(audit), rules_(rules), options_(options), book_(book) {
    plain_ = format(LXW_ALIGN_LEFT);
    centred_ = format(LXW_ALIGN_CENTER);
    count_ = format(LXW_ALIGN_RIGHT);
    format_set_num_format(count_, "#,##0");
    head_ = format(LXW_ALIGN_CENTER);
    format_set_bold(head_);
    format_set_bg_color(head_, 0xDDE6F0);
    total_ = format(LXW_ALIGN_RIGHT);
    format_set_bold(total_);
    format_set_bg_color(total_, 0xEBEBEB);
    format_set_num_format(total_, "#,##0");
    severities_[0] = coloured(0x2B6CB0, 0xE6F0FA);
    severities_[1] = coloured(0x8A5A12, 0xFDF3D8);
    severities_[2] = coloured(0xC4281C, 0xFDECEA);
  }

  lxw_error write() {
    std::string title = "疑点清单", subject = cut(rules_.id + " " + rules_.version, 200);
    lxw_doc_properties properties = {};
    properties.title = title.data();
    properties.subject = subject.data();
    properties.created = made_at;
    note(workbook_set_properties(book_, &properties));
    write_findings();
    write_files();
    if (options_.claims) write_claims();
    return error_;
  }

 private:
  lxw_format* format(lxw_format_alignments align) {
    lxw_format* made = workbook_add_format(book_);
    format_set_font_name(made, "宋体");
    format_set_font_size(made, 10);
    format_set_border(made, LXW_BORDER_THIN);
    format_set_border_color(made, 0xA0A8B0);
    format_set_align(made, static_cast<uint8_t>(align));
    format_set_align(made, LXW_ALIGN_VERTICAL_TOP);
    format_set_text_wrap(made);
    return made;
  }

  lxw_format* coloured(lxw_color_t letters, lxw_color_t ground) {
    lxw_format* made = format(LXW_ALIGN_CENTER);
    format_set_bold(made);
    format_set_font_color(made, letters);
    format_set_bg_color(made, ground);
    return made;
  }

  void note(lxw_error error) {
    if (error_ == LXW_NO_ERROR) error_ = error;
  }

  // Always a text cell, whatever it begins with: a report's "=…" must not become a formula.
  void text(lxw_worksheet* sheet, lxw_row_t row, lxw_col_t column, const std::string& value, lxw_format* format) {
    note(worksheet_write_string(sheet, row, column, value.c_str(), format));
  }
  void number(lxw_worksheet* sheet, lxw_row_t row, lxw_col_t column, std::size_t value, lxw_format* format) {
    note(worksheet_write_number(sheet, row, column, static_cast<double>(value), format));
  }

  template <std::size_t size>
  lxw_worksheet* sheet(const char* name, const ColumnShape (&columns)[size], std::size_t rows) {
    lxw_worksheet* made = workbook_add_worksheet(book_, name);
    for (lxw_col_t column = 0; column < size; ++column) {
      worksheet_set_column(made, column, column, columns[column].width, nullptr);
      text(made, 0, column, columns[column].title, head_);
    }
    worksheet_set_row(made, 0, 22, nullptr);
    worksheet_freeze_panes(made, 1, 2);
    worksheet_autofilter(made, 0, 0, static_cast<lxw_row_t>(std::max<std::size_t>(1, rows)), size - 1);
    worksheet_set_landscape(made);
    worksheet_set_paper(made, 9);  // A4
    worksheet_fit_to_pages(made, 1, 0);
    worksheet_set_margins(made, 0.4, 0.4, 0.6, 0.6);  // inches
    worksheet_repeat_rows(made, 0, 0);
    worksheet_set_header(made, (std::string("&C&B") + name).c_str());
    worksheet_set_footer(made, "&C第&P页 共&N页");
    return made;
  }

  // --- 疑点清单 ---

  void write_findings() {
    std::size_t rows = 0;
    for (const AuditedFile& file : audit_.files) rows += file.findings.size();
    findings_ = sheet("疑点清单", finding_columns, rows);
    for (std::size_t i = 0; i < audit_.files.size(); ++i) {
      for (const Finding& finding : audit_.files[i].findings) write_finding(i, finding);
    }
    if (rows == 0) {
      note(worksheet_merge_range(findings_, 1, 0, 1, remark_column, "未发现疑点", centred_));
      return;
    }
    worksheet_ignore_errors(findings_, LXW_IGNORE_NUMBER_STORED_AS_TEXT, ("A1:O" + std::to_string(rows + 1)).c_str());
    offer_opinions(static_cast<lxw_row_t>(rows));
  }

  void offer_opinions(lxw_row_t last) {
    std::string words[] = {"属实", "不属实", "需说明"}, title = "处理意见", hint = "请选择：属实、不属实、需说明";
    char* opinions[] = {words[0].data(), words[1].data(), words[2].data(), nullptr};  // copied by the library
    lxw_data_validation validation = {};
    validation.validate = LXW_VALIDATION_TYPE_LIST;
    validation.value_list = opinions;
    validation.ignore_blank = LXW_VALIDATION_ON;
    validation.error_title = title.data();
    validation.error_message = hint.data();
    validation.error_type = LXW_VALIDATION_ERROR_TYPE_WARNING;  // a bureau may write its own words
    note(worksheet_data_validation_range(findings_, 1, opinion_column, last, opinion_column, &validation));
  }

  void write_finding(std::size_t document, const Finding& finding) {
    const AuditedFile& file = audit_.files[document];
    const std::vector<Quote> quotes = quotes_of(audit_, finding);
    std::string statements, places;
    const std::size_t shown = shown_quotes(quotes.size());
    for (std::size_t i = 0; i < shown; ++i) {
      const std::string words = place_words(audit_, quotes[i].first);
      statements += (i > 0 ? "\n" : "") + statement(quotes[i], document);
      if (!words.empty()) places += (places.empty() ? "" : "\n") + words;
    }
    if (shown < quotes.size()) statements += "\n另见：" + further_places(audit_, quotes, shown);
    const pack::AuditRule* rule = rules_.find_rule(finding.rule);
    const std::string year = file.outline.year > 0 ? std::to_string(file.outline.year) : "—";
    const std::string cells[] = {"",
                                 cut(file.file, longest_quote),
                                 or_dash(to_utf8(file.outline.unit)),
                                 year,
                                 std::string(severity_word(finding.severity)),
                                 rule_title(rules_, finding.rule) + "\n" + finding.rule,
                                 cut(finding.message, longest_message),
                                 statements.empty() ? "—" : statements,
                                 places.empty() ? "—" : places,
                                 or_dash(finding.stated),
                                 or_dash(finding.expected),
                                 or_dash(finding.difference),
                                 or_dash(rule == nullptr ? "" : rule->source),
                                 "",
                                 ""};
    ++row_;
    number(findings_, row_, number_column, row_, centred_);
    std::size_t lines = 1;
    for (lxw_col_t column = file_column; column <= remark_column; ++column) {
      const bool short_word = column == year_column || column == opinion_column;
      lxw_format* shape = short_word ? centred_ : plain_;
      if (column == severity_column) shape = severities_[static_cast<std::size_t>(finding.severity)];
      text(findings_, row_, column, cells[column], shape);
      lines = std::max(lines, lines_in(cells[column], finding_columns[column].width));
    }
    set_height(findings_, row_, lines);
  }

  // The sentence, its quoted words in 【】 where it says more than they do; from another report, under its name.
  std::string statement(const Quote& quote, std::size_t document) const {
    const std::u32string text = harmless(std::u32string_view(quote.statement.text));
    const Range shown = window(text, quote.all(), longest_quote);
    const bool whole = quote.all().begin == shown.begin && quote.all().end == shown.end;
    std::u32string out = shown.begin > 0 ? U"…" : U"";
    std::size_t at = shown.begin;
    for (const Range& range : quote.marked) {
      const std::size_t begin = std::clamp(range.begin, at, shown.end), end = std::clamp(range.end, begin, shown.end);
      out += text.substr(at, begin - at);
      if (begin < end) out += whole ? text.substr(begin, end - begin) : U"【" + text.substr(begin, end - begin) + U"】";
      at = end;
    }
    out += text.substr(at, shown.end - at);
    out += shown.end < text.size() ? U"…" : U"";
    if (quote.first.document == document) return to_utf8(out);
    return "《" + heading_of(audit_.files[quote.first.document]) + "》：" + to_utf8(out);
  }

  static std::string or_dash(const std::string& value) { return value.empty() ? "—" : cut(value, longest_quote); }

  void set_height(lxw_worksheet* sheet, lxw_row_t row, std::size_t lines) {
    note(worksheet_set_row(sheet, row, std::min(highest_row, line_height * static_cast<double>(lines) + 4), nullptr));
  }

  // --- 汇总 ---

  void write_files() {
    const std::size_t rows = audit_.files.size();
    lxw_worksheet* sheet = this->sheet("汇总", file_columns, rows);
    lxw_row_t row = 0;
    for (const AuditedFile& file : audit_.files) write_file(sheet, ++row, file);
    write_totals(sheet, row);
  }

  void write_file(lxw_worksheet* sheet, lxw_row_t row, const AuditedFile& file) {
    const Counts counts = counts_of(file);
    const std::string title = or_dash(to_utf8(file.outline.title)), unit = or_dash(to_utf8(file.outline.unit));
    std::string state = file.error ? "无法读取：" + cut(file.error->message, longest_quote) : "已核对";
    if (file.accepted > 0) state += "；另有 " + std::to_string(file.accepted) + " 处已认可";
    const std::string name = cut(file.file, longest_quote);
    number(sheet, row, 0, row, centred_);
    text(sheet, row, 1, name, plain_);
    text(sheet, row, 2, title, plain_);
    text(sheet, row, 3, unit, plain_);
    text(sheet, row, 4, file.outline.year > 0 ? std::to_string(file.outline.year) : "—", centred_);
    if (file.error) {
      for (lxw_col_t column = 5; column <= infos_column; ++column) text(sheet, row, column, "—", count_);
    } else {
      const std::size_t values[] = {file.figures, file.relations_tested(), counts.errors, counts.warnings,
                                    counts.infos};
      for (lxw_col_t i = 0; i < std::size(values); ++i) number(sheet, row, 5 + i, values[i], count_);
    }
    text(sheet, row, 10, state, plain_);
    set_height(sheet, row,
               std::max({lines_in(name, file_columns[1].width), lines_in(title, file_columns[2].width),
                         lines_in(unit, file_columns[3].width), lines_in(state, file_columns[10].width)}));
  }

  void write_totals(lxw_worksheet* sheet, lxw_row_t last) {
    const lxw_row_t row = last + 1;
    std::size_t sums[5] = {0, 0, audit_.errors, audit_.warnings, audit_.infos};
    for (const AuditedFile& file : audit_.files) {
      sums[0] += file.figures;
      sums[1] += file.relations_tested();
    }
    for (lxw_col_t column = 0; column < std::size(file_columns); ++column) text(sheet, row, column, "", total_);
    text(sheet, row, 1, "合计", total_);
    for (lxw_col_t i = 0; i < std::size(sums); ++i) {
      const std::string letter(1, static_cast<char>('A' + 5 + i));
      const std::string formula = "=SUM(" + letter + "2:" + letter + std::to_string(last + 1) + ")";
      note(worksheet_write_formula_num(sheet, row, 5 + i, formula.c_str(), total_, static_cast<double>(sums[i])));
    }
  }

  // --- 核对关系 ---

  void write_claims() {
    std::size_t rows = 0;
    for (const AuditedFile& file : audit_.files) rows += file.claims.size();
    lxw_worksheet* sheet = this->sheet("核对关系", claim_columns, rows);
    lxw_row_t row = 0;
    for (const AuditedFile& file : audit_.files) {
      for (const Claim& claim : file.claims) write_claim(sheet, ++row, file, claim);
    }
  }

  void write_claim(lxw_worksheet* sheet, lxw_row_t row, const AuditedFile& file, const Claim& claim) {
    const std::vector<Place> places = places_of(audit_, claim.evidence);
    const std::string cells[] = {"",
                                 cut(file.file, longest_quote),
                                 std::string(accounts_for_score(claim) ? "失分构成" : relation_word(claim.relation)),
                                 claim.holds ? "成立" : "不成立",
                                 cut(claim_words(claim), longest_message),
                                 places.empty() ? "—" : or_dash(place_words(audit_, places.front())),
                                 or_dash(claim.assumption)};
    number(sheet, row, 0, row, centred_);
    std::size_t lines = 1;
    for (lxw_col_t column = 1; column < std::size(cells); ++column) {
      text(sheet, row, column, cells[column], column == 3 && !claim.holds ? severities_[2] : plain_);
      lines = std::max(lines, lines_in(cells[column], claim_columns[column].width));
    }
    set_height(sheet, row, lines);
  }

  const Audit& audit_;
  const pack::RuleSet& rules_;
  const OutputOptions& options_;
  lxw_workbook* book_;
  lxw_worksheet* findings_ = nullptr;
  lxw_format *plain_, *centred_, *count_, *head_, *total_;
  lxw_format* severities_[3];  // by Severity
  lxw_row_t row_ = 0;
  lxw_error error_ = LXW_NO_ERROR;
};

}  // namespace

Result<std::string> write_xlsx(const Audit& audit, const pack::RuleSet& rules, const OutputOptions& options) {
  const TemporaryFile file;
  if (!file.is_open()) return fail("report.write-failed", {{"format", "XLSX"}}, "cannot create a temporary file");
  lxw_workbook* book = workbook_new(file.path().c_str());
  if (book == nullptr) return fail("report.write-failed", {{"format", "XLSX"}}, "workbook_new failed");
  const lxw_error written = Book(audit, rules, options, book).write();
  const lxw_error closed = workbook_close(book);  // frees the book, whatever happened
  for (lxw_error error : {written, closed}) {
    if (error != LXW_NO_ERROR) return fail("report.write-failed", {{"format", "XLSX"}}, lxw_strerror(error));
  }
  std::string bytes = file.read();
  if (bytes.empty()) return fail("report.write-failed", {{"format", "XLSX"}}, "cannot read the file back");
  return bytes;
}

}  // namespace jiheng::audit
