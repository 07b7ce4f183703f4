#include "report/xlsx_writer.h"

#include <xlsxwriter.h>

#include <algorithm>
#include <charconv>
#include <map>

#include "base/temporary_file.h"
#include "base/text.h"
#include "report/clean_text.h"

namespace jiheng::report {
namespace {

constexpr const char* sheet_scores = "自评表";
constexpr const char* sheet_measures = "度量";
constexpr const char* no_base_text = "--%（基数为0，不可比）";

enum ScoreColumn : lxw_col_t { level1, level2, title, full, score, lost, basis, why, verified, score_columns };

constexpr int score_widths[] = {11, 11, 30, 8, 9, 8, 48, 34, 9};  // in characters
constexpr int measure_widths[] = {30, 36, 24, 10, 60};

// The boundary to libxlsxwriter, which takes numbers as double.
double to_cell_number(const Decimal& value) {
  const std::string text = value.to_string();
  double number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

std::string excel_row(lxw_row_t row) {
  return std::to_string(row + 1);
}

// 1 → "0.0", 2 → "0.00".
std::string number_format(int scale) {
  return scale == 0 ? "0" : "0." + std::string(static_cast<std::size_t>(scale), '0');
}

Decimal sum_of(const std::vector<FlatItem>& items, std::size_t from, std::size_t to, Decimal ScorecardItem::*member) {
  Decimal sum;
  for (std::size_t i = from; i < to; ++i) sum += items[i].item->*member;
  return sum;
}

class ScorecardBook {
 public:
  ScorecardBook(const Scorecard& scorecard, lxw_workbook* book) : scorecard_(scorecard), book_(book) {
    plain_ = format(10, LXW_ALIGN_LEFT);
    centred_ = format(10, LXW_ALIGN_CENTER);
    points_ = format(10, LXW_ALIGN_CENTER);
    format_set_num_format(points_, "0.00");
    head_ = format(10, LXW_ALIGN_CENTER);
    format_set_bold(head_);
    format_set_bg_color(head_, 0xDDE6F0);
    sum_ = format(10, LXW_ALIGN_CENTER);
    format_set_bold(sum_);
    format_set_bg_color(sum_, 0xEBEBEB);
    sum_points_ = format(10, LXW_ALIGN_CENTER);
    format_set_bold(sum_points_);
    format_set_bg_color(sum_points_, 0xEBEBEB);
    format_set_num_format(sum_points_, "0.00");
    title_ = workbook_add_format(book_);
    format_set_font_name(title_, "黑体");
    format_set_font_size(title_, 16);
    format_set_align(title_, LXW_ALIGN_CENTER);
    format_set_align(title_, LXW_ALIGN_VERTICAL_CENTER);
    small_ = workbook_add_format(book_);
    format_set_font_name(small_, "宋体");
    format_set_font_size(small_, 10);
    format_set_align(small_, LXW_ALIGN_VERTICAL_CENTER);
  }

  lxw_error write() {
    set_properties();
    scores_ = workbook_add_worksheet(book_, sheet_scores);
    measures_ = workbook_add_worksheet(book_, sheet_measures);
    write_measures();
    write_scores();
    return error_;
  }

 private:
  lxw_format* format(int size, lxw_format_alignments align) {
    lxw_format* made = workbook_add_format(book_);
    format_set_font_name(made, "宋体");
    format_set_font_size(made, size);
    format_set_border(made, LXW_BORDER_THIN);
    format_set_align(made, static_cast<uint8_t>(align));
    format_set_align(made, LXW_ALIGN_VERTICAL_CENTER);
    format_set_text_wrap(made);
    return made;
  }

  void note(lxw_error error) {
    if (error_ == LXW_NO_ERROR) error_ = error;
  }

  void set_properties() {
    std::string book_title = heading();
    std::string author = clean_text(scorecard_.unit_name);
    lxw_doc_properties properties = {};
    properties.title = book_title.data();
    properties.author = author.data();
    // Never the clock: the same scorecard gives the same bytes. Zero would mean "now".
    const std::int64_t seconds = std::int64_t{scorecard_.date.days()} * 86400;
    properties.created = static_cast<time_t>(seconds == 0 ? 1 : seconds);
    note(workbook_set_properties(book_, &properties));
  }

  std::string heading() const {
    return clean_text(scorecard_.unit_name) + std::to_string(scorecard_.year) + "年度部门整体支出绩效自评表";
  }

  void text(lxw_worksheet* sheet, lxw_row_t row, lxw_col_t column, const std::string& value, lxw_format* format) {
    note(worksheet_write_string(sheet, row, column, clean_text(value).c_str(), format));
  }
  void number(lxw_row_t row, lxw_col_t column, const Decimal& value, lxw_format* format) {
    note(worksheet_write_number(scores_, row, column, to_cell_number(value), format));
  }
  void formula(lxw_row_t row, lxw_col_t column, const std::string& formula, const Decimal& result, lxw_format* format) {
    note(worksheet_write_formula_num(scores_, row, column, formula.c_str(), format, to_cell_number(result)));
  }
  // A merged range of one cell is an error to libxlsxwriter.
  void merged(lxw_worksheet* sheet, lxw_row_t row1, lxw_col_t column1, lxw_row_t row2, lxw_col_t column2,
              const std::string& value, lxw_format* format) {
    if (row1 == row2 && column1 == column2) return text(sheet, row1, column1, value, format);
    note(worksheet_merge_range(sheet, row1, column1, row2, column2, clean_text(value).c_str(), format));
  }

  void set_up_page(lxw_worksheet* sheet, lxw_row_t head_row) {
    worksheet_set_landscape(sheet);
    worksheet_set_paper(sheet, 9);  // A4
    worksheet_fit_to_pages(sheet, 1, 0);
    worksheet_set_margins(sheet, 0.5, 0.5, 0.6, 0.6);  // inches
    worksheet_center_horizontally(sheet);
    worksheet_repeat_rows(sheet, head_row, head_row);
    worksheet_freeze_panes(sheet, head_row + 1, 0);
    worksheet_set_footer(sheet, "&C第&P页 共&N页");
  }

  // --- 度量 ---

  void write_measures() {
    static constexpr const char* heads[] = {"编号", "名称", "数值", "单位", "口径"};
    for (lxw_col_t column = 0; column < std::size(heads); ++column) {
      worksheet_set_column(measures_, column, column, measure_widths[column], nullptr);
      text(measures_, 0, column, heads[column], head_);
    }
    set_up_page(measures_, 0);
    lxw_row_t row = 1;
    for (const FlatItem& flat : flatten(scorecard_)) {
      for (const ScorecardInput& input : flat.item->inputs) {
        if (!measure_rows_.try_emplace(input.measure, MeasureCell{row, input.value || input.time}).second) continue;
        write_measure(row++, input);
      }
    }
  }

  void write_measure(lxw_row_t row, const ScorecardInput& input) {
    set_height(
        measures_, row,
        {{input.measure, measure_widths[0]}, {input.title, measure_widths[1]}, {input.formula, measure_widths[4]}});
    text(measures_, row, 0, input.measure, plain_);
    text(measures_, row, 1, input.title, plain_);
    if (input.value) {
      note(worksheet_write_number(measures_, row, 2, to_cell_number(*input.value),
                                  input.unit == "%" ? percent() : decimals(input.value->scale())));
    } else if (input.time) {
      write_time(row, *input.time);
    } else {
      text(measures_, row, 2, input.text.empty() ? no_base_text : input.text, plain_);
    }
    text(measures_, row, 3, input.unit, centred_);
    text(measures_, row, 4, input.formula, plain_);
  }

  void write_time(lxw_row_t row, const std::variant<Date, Moment>& time) {
    const Moment* moment = std::get_if<Moment>(&time);
    const Date date = moment != nullptr ? moment->date() : std::get<Date>(time);
    const int minute = moment != nullptr ? moment->minute_of_day() : 0;
    lxw_datetime cell = {date.year(), date.month(), date.day(), minute / 60, minute % 60, 0};
    lxw_format* made = format(10, LXW_ALIGN_RIGHT);
    format_set_num_format(made, moment != nullptr ? "yyyy-mm-dd hh:mm" : "yyyy-mm-dd");
    note(worksheet_write_datetime(measures_, row, 2, &cell, made));
  }

  lxw_format* decimals(int scale) {
    lxw_format*& made = decimals_[scale];
    if (made == nullptr) {
      made = format(10, LXW_ALIGN_RIGHT);
      format_set_num_format(made, number_format(scale).c_str());
    }
    return made;
  }

  // A rate stands in its cell as a ratio, so that formulas can use it, and is shown × 100.
  lxw_format* percent() {
    if (percent_ == nullptr) {
      percent_ = format(10, LXW_ALIGN_RIGHT);
      format_set_num_format(percent_, "0.00%");
    }
    return percent_;
  }

  // {measure.id} → '度量'!$C$5; nothing when a measure is unknown or has neither number nor time.
  std::optional<std::string> translated(const std::string& formula) const {
    if (formula.empty()) return std::nullopt;
    std::string out = formula.front() == '=' ? std::string() : "=";
    for (std::size_t i = 0; i < formula.size();) {
      if (formula[i] != '{') {
        out += formula[i++];
        continue;
      }
      const std::size_t end = formula.find('}', i);
      if (end == std::string::npos) return std::nullopt;
      const auto cell = measure_rows_.find(formula.substr(i + 1, end - i - 1));
      if (cell == measure_rows_.end() || !cell->second.numeric) return std::nullopt;
      out += std::string("'") + sheet_measures + "'!$C$" + excel_row(cell->second.row);
      i = end + 1;
    }
    return out;
  }

  // --- 自评表 ---

  void write_scores() {
    static constexpr const char* heads[] = {"一级指标", "二级指标",      "三级指标", "满分",    "得分",
                                            "扣分",     "评分依据/计算", "扣分原因", "核实情况"};
    for (lxw_col_t column = 0; column < score_columns; ++column) {
      worksheet_set_column(scores_, column, column, score_widths[column], nullptr);
    }
    worksheet_set_row(scores_, 0, 30, nullptr);
    merged(scores_, 0, 0, 0, score_columns - 1, heading(), title_);
    std::string source = "单位编码：" + scorecard_.unit + "    指标体系：" + scorecard_.rubric_id;
    if (!scorecard_.rubric_version.empty()) source += "  版本：" + scorecard_.rubric_version;
    if (scorecard_.rubric_status == "unverified") source += unverified_mark;
    merged(scores_, 1, 0, 1, score_columns - 1, source, small_);
    worksheet_set_row(scores_, 2, 22, nullptr);
    for (lxw_col_t column = 0; column < score_columns; ++column) text(scores_, 2, column, heads[column], head_);
    set_up_page(scores_, 2);

    const std::vector<FlatItem> items = flatten(scorecard_);
    row_ = 3;
    for (std::size_t from = 0; from < items.size();) {
      std::size_t to = from + 1;
      while (to < items.size() && items[to].path.front() == items[from].path.front()) ++to;
      write_group(items, from, to);
      from = to;
    }
    write_total(items);
  }

  // The items of one 一级指标 and their subtotal.
  void write_group(const std::vector<FlatItem>& items, std::size_t from, std::size_t to) {
    const lxw_row_t first = row_;
    const ScorecardGroup& group = *items[from].path.front();
    for (std::size_t i = from; i < to; ++i) write_item(*items[i].item, row_++);
    merged(scores_, first, level1, row_ - 1, level1, group.title, centred_);
    for (std::size_t i = from; i < to;) {
      const auto second = [&](std::size_t at) { return items[at].path.size() > 1 ? items[at].path[1] : nullptr; };
      std::size_t end = i + 1;
      while (end < to && second(end) == second(i)) ++end;
      const lxw_row_t top = first + static_cast<lxw_row_t>(i - from);
      merged(scores_, top, level2, top + static_cast<lxw_row_t>(end - i) - 1, level2,
             second(i) == nullptr ? std::string() : second(i)->title, centred_);
      i = end;
    }
    const std::string last = excel_row(row_ - 1);
    const auto sum = [&](const char* column) {
      return std::string("=SUM(") + column + excel_row(first) + ":" + column + last + ")";
    };
    const Decimal full_sum = sum_of(items, from, to, &ScorecardItem::full);
    const Decimal score_sum = sum_of(items, from, to, &ScorecardItem::score);
    merged(scores_, row_, level1, row_, title, group.title + "小计", sum_);
    formula(row_, full, sum("D"), full_sum, sum_points_);
    formula(row_, score, sum("E"), score_sum, sum_points_);
    lost_formula(row_, full_sum, score_sum, sum_points_);
    bool unverified = false;
    for (std::size_t i = from; i < to; ++i) unverified = unverified || items[i].item->unverified;
    close_sum_row(mismatch(score_sum, group.score), unverified);
    subtotal_rows_.push_back(row_++);
    any_unverified_ = any_unverified_ || unverified;
  }

  // The difference of two cells in binary is rounded to what can be meant.
  void lost_formula(lxw_row_t at, const Decimal& full_value, const Decimal& score_value, lxw_format* format) {
    const std::string row = excel_row(at);
    formula(at, lost, "=ROUND(D" + row + "-E" + row + ",4)", full_value - score_value, format);
  }

  void close_sum_row(const std::string& remark, bool unverified) {
    text(scores_, row_, basis, remark, sum_);
    text(scores_, row_, why, {}, sum_);
    text(scores_, row_, verified, unverified ? "未核实" : "", sum_);
  }

  static std::string mismatch(const Decimal& sum, const Decimal& said) {
    return sum == said ? std::string() : "系统计分为" + said.to_string() + "，与各项之和不一致";
  }

  // Programs differ in whether they fit the height of a row to wrapped text by themselves, so it is said here.
  void set_height(lxw_worksheet* sheet, lxw_row_t row, std::initializer_list<std::pair<std::string_view, int>> texts) {
    std::size_t lines = 1;
    for (const auto& [value, width] : texts) {
      std::size_t need = 0;
      for (const std::string& line : split(value, '\n')) {
        need += std::max<std::size_t>(
            1, (display_width(line) + static_cast<std::size_t>(width) - 2) / static_cast<std::size_t>(width - 1));
      }
      lines = std::max(lines, need);
    }
    note(worksheet_set_row(sheet, row, static_cast<double>(lines * 14 + 6), nullptr));
  }

  void write_item(const ScorecardItem& item, lxw_row_t row) {
    set_height(
        scores_, row,
        {{item.title, score_widths[title]}, {basis_of(item), score_widths[basis]}, {item.why, score_widths[why]}});
    text(scores_, row, title, item.title, plain_);
    number(row, full, item.full, points_);
    if (const auto translation = translated(item.excel_formula)) {
      formula(row, score, *translation, item.score, points_);
    } else {
      number(row, score, item.score, points_);
    }
    lost_formula(row, item.full, item.score, points_);
    text(scores_, row, basis, basis_of(item), plain_);
    text(scores_, row, why, item.why, plain_);
    text(scores_, row, verified, item.unverified ? "未核实" : "", centred_);
  }

  static std::string basis_of(const ScorecardItem& item) {
    std::string out = item.rule;
    std::string inputs;
    for (const ScorecardInput& input : item.inputs) {
      if (!inputs.empty()) inputs += "；";
      inputs += input.title + " ";
      if (!input.text.empty()) {
        inputs += input.text;
      } else {
        inputs += input.value ? input.value->to_string() + input.unit : no_base_text;
      }
    }
    if (!inputs.empty()) out += (out.empty() ? "" : "\n") + inputs;
    return out;
  }

  void write_total(const std::vector<FlatItem>& items) {
    const auto sum = [&](const char* column) {
      if (subtotal_rows_.empty()) return std::string("=0");
      std::string out = "=SUM(";
      for (std::size_t i = 0; i < subtotal_rows_.size(); ++i) {
        out += (i > 0 ? "," : "") + std::string(column) + excel_row(subtotal_rows_[i]);
      }
      return out + ")";
    };
    const Decimal full_sum = sum_of(items, 0, items.size(), &ScorecardItem::full);
    const Decimal score_sum = sum_of(items, 0, items.size(), &ScorecardItem::score);
    merged(scores_, row_, level1, row_, title, "合计", sum_);
    formula(row_, full, sum("D"), full_sum, sum_points_);
    formula(row_, score, sum("E"), score_sum, sum_points_);
    lost_formula(row_, full_sum, score_sum, sum_points_);
    close_sum_row(mismatch(score_sum, scorecard_.total), any_unverified_);
    const lxw_row_t total_row = row_++;

    merged(scores_, row_, level1, row_, title, "等级", sum_);
    if (scorecard_.bands.empty()) {
      text(scores_, row_, full, scorecard_.grade, sum_);
    } else {
      const std::string formula = grade_formula(total_row, row_ + 2);
      note(worksheet_write_formula_str(scores_, row_, full, formula.c_str(), sum_,
                                       clean_text(scorecard_.grade).c_str()));
    }
    for (lxw_col_t column = score; column < verified; ++column) text(scores_, row_, column, {}, sum_);
    text(scores_, row_, verified, any_unverified_ ? "未核实" : "", sum_);
    ++row_;
    write_bands();
  }

  std::string grade_formula(lxw_row_t total_row, lxw_row_t first_band) const {
    std::string out = "=";
    const std::string total = "ROUND(E" + excel_row(total_row) + ",4)";
    for (std::size_t i = 0; i < scorecard_.bands.size(); ++i) {
      const std::string row = excel_row(first_band + static_cast<lxw_row_t>(i));
      out += "IF(" + total + ">=$D$" + row + ",$E$" + row + ",";
    }
    return out + "\"\"" + std::string(scorecard_.bands.size(), ')');
  }

  void write_bands() {
    if (scorecard_.bands.empty()) return;
    const auto last = row_ + static_cast<lxw_row_t>(scorecard_.bands.size());
    merged(scores_, row_, level1, last, title, "等级标准", centred_);
    text(scores_, row_, full, "不低于", centred_);
    text(scores_, row_, score, "等级", centred_);
    ++row_;
    for (const GradeBand& band : scorecard_.bands) {
      number(row_, full, band.from, points_);
      text(scores_, row_, score, band.grade, centred_);
      ++row_;
    }
  }

  struct MeasureCell {
    lxw_row_t row = 0;
    bool numeric = false;
  };

  const Scorecard& scorecard_;
  lxw_workbook* book_;
  lxw_worksheet* scores_ = nullptr;
  lxw_worksheet* measures_ = nullptr;
  lxw_format *plain_, *centred_, *points_, *head_, *sum_, *sum_points_, *title_, *small_;
  std::map<int, lxw_format*> decimals_;
  lxw_format* percent_ = nullptr;
  std::map<std::string, MeasureCell> measure_rows_;
  std::vector<lxw_row_t> subtotal_rows_;
  lxw_row_t row_ = 0;
  bool any_unverified_ = false;
  lxw_error error_ = LXW_NO_ERROR;
};

Status check_scorecard(const Scorecard& scorecard) {
  std::vector<std::string_view> texts = {scorecard.unit,           scorecard.unit_name,     scorecard.rubric_id,
                                         scorecard.rubric_version, scorecard.rubric_status, scorecard.grade};
  for (const GradeBand& band : scorecard.bands) texts.push_back(band.grade);
  for (const FlatItem& flat : flatten(scorecard)) {
    for (const ScorecardGroup* group : flat.path) texts.push_back(group->title);
    const ScorecardItem& item = *flat.item;
    for (const std::string* text : {&item.title, &item.rule, &item.why, &item.lost, &item.excel_formula}) {
      texts.push_back(*text);
    }
    for (const ScorecardInput& input : item.inputs) {
      for (const std::string* text : {&input.measure, &input.title, &input.text, &input.unit, &input.formula}) {
        texts.push_back(*text);
      }
    }
  }
  for (std::string_view text : texts) {
    const std::size_t position = find_invalid_utf8(text);
    if (position != std::string_view::npos) {
      return fail("report.not-utf8", {{"where", "自评表"}, {"position", position + 1}});
    }
  }
  return {};
}

}  // namespace

Result<std::string> write_scorecard_xlsx(const Scorecard& scorecard) {
  if (Status status = check_scorecard(scorecard); !status) return fail(status.error());
  const TemporaryFile file;
  if (!file.is_open()) return fail("report.write-failed", {{"format", "XLSX"}}, "cannot create a temporary file");
  lxw_workbook* book = workbook_new(file.path().c_str());
  if (book == nullptr) return fail("report.write-failed", {{"format", "XLSX"}}, "workbook_new failed");
  const lxw_error written = ScorecardBook(scorecard, book).write();
  const lxw_error closed = workbook_close(book);  // frees the book, whatever happened
  for (lxw_error error : {written, closed}) {
    if (error != LXW_NO_ERROR) return fail("report.write-failed", {{"format", "XLSX"}}, lxw_strerror(error));
  }
  std::string bytes = file.read();
  if (bytes.empty()) return fail("report.write-failed", {{"format", "XLSX"}}, "cannot read the file back");
  return bytes;
}

}  // namespace jiheng::report
