// missing.*: required elements that are absent: the total score, the grade, the budget, the management side, sections.
//
// Score, grade and budget are sought in the text and in tables; the other elements are those of the rule set.
#include <algorithm>
#include <array>

#include "audit/language/budget.h"
#include "audit/language/scores.h"
#include "audit/language/vocabulary.h"
#include "audit/rules/rule.h"
#include "base/text.h"

namespace jiheng::audit {
namespace {

using reading::Span;

class MissingChecker {
 public:
  MissingChecker(const Context& context, Report& report)
      : context_(context), analysis_(context.analysis), text_(context.analysis.document.text), report_(report) {}

  void run() {
    const DocumentKind kind = analysis_.outline.kind;
    if (kind == DocumentKind::report) {
      if (!has_score()) add("missing.score", message_text("audit.missing.score"));
      if (!has_grade()) add("missing.grade", message_text("audit.missing.grade"));
      if (!has_budget()) add("missing.budget", message_text("audit.missing.budget"));
      check_elements();
    } else if (kind == DocumentKind::project_report && has_conclusion()) {
      if (!has_score()) add("missing.score", message_text("audit.missing.score"));
      if (!has_grade()) add("missing.grade", message_text("audit.missing.grade"));
    }
  }

 private:
  void add(std::string_view rule, std::string message, std::string expected = {}) {
    report_.add(rule, std::move(message), {context_.at(place())}, {}, std::move(expected));
  }

  // What is not there has no place: the title stands for the report.
  Span place() const {
    if (!analysis_.outline.title_span.empty()) return analysis_.outline.title_span;
    return analysis_.document.blocks.empty() ? Span{} : analysis_.document.blocks.front().span;
  }

  bool has_conclusion() const {
    const Outline& outline = analysis_.outline;
    return outline.find(SectionKind::conclusion) != nullptr || outline.find(SectionKind::evaluation) != nullptr;
  }

  // --- score

  bool has_score() const {
    if (!analysis_.total_scores.empty()) return true;
    return states_score() || has_total_row() || chinese_score();
  }

  // A mark of the whole in words total_scores does not know: 自评98分, 综合评定为96.5分.
  bool states_score() const {
    for (const Figure& figure : analysis_.figures) {
      if (!figure.is_quantity()) continue;
      const Text before = words_before(figure);
      const bool in_points = figure.dimension == Dimension::score;
      if (in_points && !is_band(figure) && concludes(figure, before)) return true;
      if (in_points ? !scores_whole(before)
                    : !contains_any(before, {U"自评得分", U"自评分数", U"自评总分", U"评价得分", U"综合得分"}))
        continue;
      if (mark_of(analysis_, figure) == Mark::full || mark_of(analysis_, figure) == Mark::lost) continue;
      if (!ends_with_any(before, {U"扣", U"满分", U"满分为", U"扣减", U"分值", U"权重"}) && !is_band(figure))
        return true;
    }
    return false;
  }

  // 本单位得分94.73分，“优”等次, where the report concludes.
  bool concludes(const Figure& figure, Text before) const {
    const SectionKind kind = analysis_.outline.kind_at(figure.span.begin);
    if (kind != SectionKind::conclusion && kind != SectionKind::evaluation) return false;
    while (ends_with_any(before, {U"为", U"是", U"共", U"得", U"分", U"计"})) before.remove_suffix(1);
    if (!ends_with_any(text_.substr(0, figure.number.begin), {U"得分", U"得分为", U"得分是", U"得分共"})) return false;
    return before.empty() || is_digit(before.front()) ||
           ends_with_any(before, {U"年度", U"年",   U"部门", U"单位", U"局",   U"办",   U"厅",   U"委",
                                  U"院",   U"校",   U"会",   U"街道", U"镇",   U"中心", U"整体", U"支出",
                                  U"绩效", U"综合", U"最终", U"总体", U"自评", U"评价"});
  }

  // 自评得分：98: what is counted stands before the colon.
  Text words_before(const Figure& figure) const {
    if (figure.before.empty() && figure.clause > 0 && figure.clause < analysis_.clauses.size()) {
      const Clause& previous = analysis_.clauses[figure.clause - 1];
      if (previous.mark == U'：') return context_.view(previous.span);
    }
    return context_.view(figure.before);
  }

  static bool scores_whole(Text before) {
    if (contains_any(before, {U"履职效能", U"管理效率", U"指标", U"产出", U"效益", U"支出率", U"执行率", U"满分", U"扣",
                              U"考核中"}))
      return false;
    return contains_any(
        before, {U"自评", U"自我评价", U"总分", U"总得分", U"综合", U"最终得分", U"最终评分", U"评价得分", U"评定",
                 U"合计得分", U"整体得分", U"评分结果", U"得分为", U"得分：", U"评价为"});
  }

  // 90分以上为优: a band, not a score.
  bool is_band(const Figure& figure) const {
    return starts_with_any(text_.substr(figure.span.end),
                           {U"以上", U"（含", U"及以上", U"-", U"～", U"至", U"—", U"以下", U"≤", U"＞"});
  }

  // 自评得分九十八分.
  bool chinese_score() const {
    for (std::size_t at = 0; (at = text_.find(U"得分", at)) != Text::npos; at += 2) {
      Text after = text_.substr(at + 2, 12);
      while (starts_with_any(after, {U"为", U"是", U"：", U"数"})) after.remove_prefix(1);
      const std::size_t end = after.find(U'分');
      if (end == Text::npos || end < 2) continue;
      const Text number = after.substr(0, end);
      if (std::all_of(number.begin(), number.end(),
                      [](char32_t c) { return Text(U"一二三四五六七八九十百点零").find(c) != Text::npos; })) {
        return true;
      }
    }
    return false;
  }

  static bool is_number(Text text) {
    return !text.empty() && std::any_of(text.begin(), text.end(), is_digit) &&
           std::all_of(text.begin(), text.end(), [](char32_t c) { return is_digit(c) || c == U'.' || c == U'分'; });
  }

  // 总分 | 100 | 97.5; 自评得分 | 98.
  bool has_total_row() const {
    for (const reading::Table& table : analysis_.document.tables) {
      for (const reading::Cell& cell : table.cells) {
        const Text title = context_.view(cell.span);
        if (title.size() > 12) continue;
        const bool own = contains_any(
            title, {U"自评得分", U"自评总分", U"自评分", U"评价得分", U"综合得分", U"总得分", U"最终得分"});
        const bool total = starts_with_any(title, {U"总分", U"合计", U"总计", U"总评"});
        if (!own && !total) continue;
        std::size_t numbers = 0;
        for (const reading::Cell& other : table.cells) {
          if (other.row == cell.row && other.column > cell.column && is_number(context_.view(other.span))) ++numbers;
        }
        if (own ? numbers >= 1 : numbers >= 2 && tells_marks(table)) return true;
        if (own && below_is_number(table, cell)) return true;
      }
    }
    return false;
  }

  // 合计 of budgets and spending is no mark.
  bool tells_marks(const reading::Table& table) const {
    return std::any_of(table.cells.begin(), table.cells.end(), [&](const reading::Cell& cell) {
      return contains_any(context_.view(cell.span).substr(0, 12),
                          {U"得分", U"分值", U"自评分", U"评分", U"满分", U"权重"});
    });
  }
  bool below_is_number(const reading::Table& table, const reading::Cell& cell) const {
    const reading::Cell* below = table.at(cell.row + cell.row_span, cell.column);
    const bool one_row = cell.row + cell.row_span + 1 >= table.rows;
    return one_row && below != nullptr && is_number(context_.view(below->span));
  }

  // --- grade

  bool has_grade() const {
    const auto of_whole = [](const StatedGrade& grade) { return !grade.of; };
    if (std::any_of(analysis_.stated_grades.begin(), analysis_.stated_grades.end(), of_whole)) return true;
    // Of a mark that was not taken for the whole's: better than none.
    if (analysis_.total_scores.empty() && !analysis_.stated_grades.empty()) return true;
    for (const reading::Table& table : analysis_.document.tables) {
      for (const reading::Cell& cell : table.cells) {
        if (is_grade(context_.view(cell.span))) return true;
      }
    }
    return grade_in_words();
  }

  static bool is_grade(Text text) {
    static constexpr std::array ticked = {Text(U"优☑"), Text(U"☑优"), Text(U"优√"), Text(U"√优"), Text(U"良☑"),
                                          Text(U"☑良"), Text(U"良√"), Text(U"√良"), Text(U"■优"), Text(U"优■")};
    for (const Text grade : grades()) {
      if (text == grade) return true;
    }
    return std::any_of(ticked.begin(), ticked.end(), [&](Text mark) { return contains(text, mark); });
  }

  static std::span<const Text> grades() {
    static constexpr std::array all = {Text(U"优秀"), Text(U"优良"),     Text(U"良好"),   Text(U"中等"),
                                       Text(U"合格"), Text(U"基本合格"), Text(U"不合格"), Text(U"较差"),
                                       Text(U"优"),   Text(U"良"),       Text(U"中"),     Text(U"差")};
    return all;
  }

  // 评价等级：优; 评为良好; 结果为“优秀”; 98分（优）.
  bool grade_in_words() const {
    static constexpr std::array cues = {Text(U"等级"), Text(U"等次"), Text(U"档次"),   Text(U"评级"),
                                        Text(U"级别"), Text(U"结果"), Text(U"评为"),   Text(U"评定"),
                                        Text(U"定为"), Text(U"结论"), Text(U"评价为"), Text(U"自评为"),
                                        Text(U"属于"), Text(U"分（"), Text(U"分，"),   Text(U"达到")};
    for (const Text cue : cues) {
      for (std::size_t at = 0; (at = text_.find(cue, at)) != Text::npos; at += cue.size()) {
        // 12人中有7人达到优秀: theirs.
        const Text before = text_.substr(at - std::min<std::size_t>(at, 20), std::min<std::size_t>(at, 20));
        if (cue == U"达到" && !contains_any(before, {U"得分", U"自评", U"评价", U"绩效", U"总分"})) continue;
        if (grade_follows(text_.substr(at + cue.size(), 12))) return true;
      }
    }
    return false;
  }

  static bool grade_follows(Text after) {
    for (bool moved = true; moved;) {
      moved = false;
      for (const Text filler :
           {Text(U"等级"), Text(U"结果"), Text(U"评定"), Text(U"确定"), Text(U"属于"), Text(U"评价"), Text(U"自评"),
            Text(U"为"), Text(U"是"), Text(U"：“"), Text(U"：”"), Text(U"：：")}) {
        if (after.starts_with(filler)) {
          after.remove_prefix(filler.size());
          moved = true;
        }
      }
      while (!after.empty() && Text(U"：“”‘’「（【").find(after.front()) != Text::npos) {
        after.remove_prefix(1);
        moved = true;
      }
    }
    for (const Text grade : grades()) {
      if (!after.starts_with(grade)) continue;
      Text rest = after.substr(grade.size());
      const std::size_t quote = rest.find_first_not_of(U"”’」");
      if (quote != Text::npos && contains(U"的以及", rest.substr(quote, 1))) continue;  // 评价为“中”的项目
      if (rest.empty() || Text(U"。，；、”’」）】\n级等档次").find(rest.front()) != Text::npos) return true;
    }
    return false;
  }

  // --- budget

  bool has_budget() const {
    for (const Figure& figure : analysis_.figures) {
      if (figure.is_quantity() && figure.dimension == Dimension::money && names_budget(context_.view(figure.before)))
        return true;
    }
    for (const reading::Table& table : analysis_.document.tables) {
      if (states_budget(table)) return true;
    }
    return budget_before_colon();
  }

  static bool names_budget(Text before) {
    if (ends_with_any(before, {U"收入总计", U"收入合计", U"总收入", U"收入总额"}))
      return true;  // a unit that tells its income
    if (contains_any(before, {U"安排", U"批复", U"下达", U"核定"}) &&
        !contains_any(before, {U"采购", U"会议", U"转移支付资金"})) {
      return true;
    }
    const std::size_t at = before.rfind(U"预算");
    if (at == Text::npos) return false;
    const Text after = before.substr(at + 2);
    if (contains_any(after, {U"执行", U"完成", U"支出率", U"拨款支出", U"支付", U"节约", U"减少", U"增加", U"压减",
                             U"下降", U"增长", U"高于", U"低于", U"节省"}))
      return false;
    const bool account = ends_with_any(before.substr(0, at), {U"公共", U"基金", U"资本经营"});
    if (contains_any(after, {U"数", U"总额", U"金额", U"合计", U"总计", U"资金", U"指标", U"收入", U"为", U"共"}))
      return true;
    if (account) return !contains(after, U"支出");
    return after.size() <= 4 && !contains_any(after, {U"管理", U"要求"});
  }

  // 年初预算（万元）：1,200; 预算安排情况：…
  bool budget_before_colon() const {
    for (const Figure& figure : analysis_.figures) {
      if (!figure.is_quantity() || figure.dimension != Dimension::money || !figure.before.empty()) continue;
      if (figure.clause == 0 || figure.clause >= analysis_.clauses.size()) continue;
      const Clause& previous = analysis_.clauses[figure.clause - 1];
      if (previous.mark == U'：' && names_budget(context_.view(previous.span)) &&
          contains(context_.view(previous.span), U"预算"))
        return true;
    }
    return false;
  }

  bool states_budget(const reading::Table& table) const {
    const auto names = [&](const reading::Cell& cell) {
      const Text title = context_.view(cell.span);
      return title.size() <= 20 && contains_any(title, {U"预算数", U"年初预算", U"预算安排", U"预算金额", U"全年预算",
                                                        U"调整预算", U"预算总额"});
    };
    const auto number = [&](const reading::Cell& cell) {
      const Text text = context_.view(cell.span);
      return !text.empty() && is_digit(text.front()) && text.size() <= 16;
    };
    return std::any_of(table.cells.begin(), table.cells.end(), names) &&
           std::any_of(table.cells.begin(), table.cells.end(), number);
  }

  // --- elements of the rule set

  void check_elements() {
    for (const pack::RequiredElement& element : context_.rules.required) {
      if (is_present(element)) continue;
      const bool of_budget = section_kind_of(element.words.front()) == SectionKind::budget;
      if (element.rule == "missing.section" && of_budget && !has_budget()) continue;  // told as missing.budget
      const bool of_conclusion = section_kind_of(element.words.front()) == SectionKind::conclusion;
      if (element.rule == "missing.section" && of_conclusion && !has_score()) continue;  // told as missing.score
      if (element.rule == "missing.efficiency") {
        add(element.rule, message_text("audit.missing.efficiency"), element.title);
      } else {
        add(element.rule, message_text("audit.missing.section", {{"section", element.title}}), element.title);
      }
    }
  }

  bool is_present(const pack::RequiredElement& element) const {
    if (in_headings(element)) return true;
    if (element.rule == "missing.section" && section_kind_of(element.words.front()) == SectionKind::conclusion &&
        (has_score() || has_grade())) {
      return true;
    }
    for (const std::u32string& words : element.anywhere) {
      if (contains(text_, words)) return true;
    }
    if (!element.in_heading) {
      for (const std::u32string& words : element.words) {
        if (contains(text_, words)) return true;
      }
    }
    if (element.topics_needed <= 0) return false;
    const auto discussed = std::count_if(element.topics.begin(), element.topics.end(),
                                         [&](const std::u32string& topic) { return is_discussed(topic); });
    return discussed >= element.topics_needed;
  }

  // In a heading, in the short cell that heads a row, or as a section known by other words of the same meaning.
  bool in_headings(const pack::RequiredElement& element) const {
    for (const Section& section : analysis_.outline.sections) {
      const Text heading = context_.view(section.heading);
      for (const std::u32string& words : element.words) {
        if (contains(heading, words)) return true;
      }
    }
    if (element.rule == "missing.section" && !element.words.empty()) {
      const SectionKind kind = section_kind_of(element.words.front());
      if (kind != SectionKind::other && analysis_.outline.find(kind) != nullptr) return true;
      if (kind == SectionKind::budget && states_money()) return true;
      if (kind == SectionKind::completion && states_work()) return true;
      if (kind == SectionKind::measures && states_remedies()) return true;
    }
    // 6.1　问题。…: a paragraph's first words.
    for (const reading::Block& block : analysis_.document.blocks) {
      if (block.kind == reading::BlockKind::cell) continue;
      const Text text = context_.view(block.span);
      const std::size_t stop = std::min(text.size(), text.find_first_of(U"。："));
      const std::size_t word = text.find_first_not_of(U"0123456789.、（）【】一二三四五六七八九十 　");
      if (word == 0 || word >= stop || stop - word > 10) continue;
      const SectionKind kind = element.words.empty() ? SectionKind::other : section_kind_of(element.words.front());
      if (kind != SectionKind::other && section_kind_of(text.substr(word, stop - word)) == kind) return true;
    }
    for (const reading::Table& table : analysis_.document.tables) {
      for (const reading::Cell& cell : table.cells) {
        const Text title = context_.view(cell.span);
        if (title.size() > 20) continue;
        for (const std::u32string& words : element.words) {
          if (contains(title, words)) return true;
        }
      }
    }
    return false;
  }

  // Budget and spending of the whole stated under some other heading.
  bool states_money() const {
    bool budget = false, spending = false;
    for (const BudgetFigure& figure : analysis_.budget) {
      budget = budget || figure.money == Money::budget;
      spending = spending || figure.money == Money::spending || figure.money == Money::rate;
    }
    return budget && spending;
  }

  // Counts of what was done, outside duties, goals, money, problems and measures.
  bool states_work() const {
    constexpr std::size_t enough = 8;
    std::size_t counts = 0;
    for (const Figure& figure : analysis_.figures) {
      if (figure.dimension != Dimension::count || !figure.is_quantity()) continue;
      switch (analysis_.outline.kind_at(figure.span.begin)) {
        case SectionKind::other:
        case SectionKind::evaluation:
        case SectionKind::achievements:
        case SectionKind::projects:
        case SectionKind::completion:
          ++counts;
          break;
        default:
          break;
      }
    }
    return counts >= enough;
  }

  // 问题一，…。对策：…: told problem by problem.
  bool states_remedies() const {
    std::size_t found = 0;
    for (const Text word : {Text(U"对策："), Text(U"措施："), Text(U"整改："), Text(U"下一步"), Text(U"今后")}) {
      for (std::size_t at = 0; (at = text_.find(word, at)) != Text::npos; at += word.size()) ++found;
    }
    return found >= 2;
  }

  // Outside what the unit is for and what it will do.
  bool is_discussed(Text topic) const {
    for (std::size_t end = 0; end != Text::npos; topic.remove_prefix(std::min(topic.size(), end + 1))) {
      end = topic.find(U'|');
      if (is_told(topic.substr(0, end))) return true;
    }
    return false;
  }

  bool is_told(Text topic) const {
    for (std::size_t at = 0; (at = text_.find(topic, at)) != Text::npos; at += topic.size()) {
      const auto position = static_cast<std::uint32_t>(at);
      const Outline& outline = analysis_.outline;
      if (!outline.is_inside(position, SectionKind::duties) && !outline.is_inside(position, SectionKind::measures))
        return true;
    }
    return false;
  }

  const Context& context_;
  const Analysis& analysis_;
  Text text_;
  Report& report_;
};

}  // namespace

void check_missing(const Context& context, Report& report) {
  MissingChecker(context, report).run();
}

}  // namespace jiheng::audit
