// goal.unquantified: a goal with no number and no acceptance criterion. One finding per report, with every such goal.
//
// Goals are sections headed as such, 绩效目标：… paragraphs, sentences 绩效目标是…, and the 年度总体目标 of a table
// that has no indicator with a number either (indicators quantify the goal they stand under).
#include <algorithm>
#include <optional>

#include "audit/language/vocabulary.h"
#include "audit/rules/items.h"
#include "audit/rules/rule.h"

namespace jiheng::audit {
namespace {

using reading::Span;

constexpr std::size_t shortest_goal = 12;  // less is a heading or a reference

class GoalChecker {
 public:
  GoalChecker(const Context& context, Report& report) : context_(context), report_(report) {}

  void run() {
    if (context_.analysis.outline.kind == DocumentKind::accounts) return;
    look_in_sentences();
    look_in_sections();
    look_in_tables();
    if (vague_.empty()) return;
    std::sort(vague_.begin(), vague_.end(),
              [](const Evidence& a, const Evidence& b) { return a.span.begin < b.span.begin; });
    const std::string goal = context_.quote(vague_.front().span);
    report_.add("goal.unquantified", message_text("audit.goal.unquantified", {{"goal", goal}}), std::move(vague_));
  }

 private:
  void look_in_sections() {
    for (const Section& section : context_.analysis.outline.sections) {
      if (section.kind != SectionKind::goals) continue;
      const Span body = trimmed({section.heading.end, section.span.end});
      if (covered(body)) continue;
      // What the section calls the goal and is found vague is not mended by what it tells besides.
      if (std::any_of(vague_.begin(), vague_.end(), [&](const Evidence& e) { return body.contains(e.span); })) continue;
      goals_.push_back(body);
      judge(body);
    }
  }

  bool covered(Span span) const {
    return std::any_of(goals_.begin(), goals_.end(), [&](Span goal) { return goal.contains(span); });
  }

  // 2022年本部门整体支出绩效目标是：…
  void look_in_sentences() {
    for (const Sentence& sentence : context_.analysis.sentences) {
      const Text text = context_.view(sentence.span);
      const std::size_t at = text.find(U"目标");
      if (at == Text::npos || context_.analysis.document.blocks[sentence.block].kind == reading::BlockKind::cell)
        continue;
      const std::size_t begin = after_cue(text, at);
      if (begin == Text::npos) continue;
      Span goal{sentence.span.begin + static_cast<std::uint32_t>(begin), sentence.span.end};
      // 目标是：a；b；c。 goes on to the full stop.
      const Span block = context_.analysis.document.blocks[sentence.block].span;
      const std::size_t stop = context_.view({goal.begin, block.end}).find(U'。');
      goal.end = stop == Text::npos ? block.end : goal.begin + static_cast<std::uint32_t>(stop);
      // 年度总体目标：…。具体目标包括：（1）…
      if (starts_with_any(context_.view({goal.end, block.end}), {U"。具体目标", U"。具体指标", U"。具体包括"}))
        goal.end = block.end;
      goal = trimmed(goal);
      if (goal.empty()) goal = list_below(sentence.block);  // 绩效目标有六条：
      if (goal.size() < shortest_goal || covered(goal)) continue;
      goals_.push_back(goal);
      judge(goal);
    }
  }

  // The numbered blocks below this one.
  Span list_below(std::size_t block) const {
    const auto& blocks = context_.analysis.document.blocks;
    Span list;
    for (std::size_t i = block + 1; i < blocks.size() && blocks[i].marking != reading::Marking::none &&
                                    blocks[i].kind == reading::BlockKind::paragraph;
         ++i) {
      if (list.empty()) list.begin = blocks[i].span.begin;
      list.end = blocks[i].span.end;
    }
    return list;
  }

  // Where the goal begins in “…绩效目标是：”; npos: the sentence states none.
  static std::size_t after_cue(Text text, std::size_t at) {
    const Text before = text.substr(0, at);
    if (!ends_with_any(before, {U"绩效", U"总体", U"年度", U"预期"}) ||
        contains_any(before, {U"以", U"围绕", U"按照", U"对照", U"紧扣"})) {
      return Text::npos;
    }
    const Text after = text.substr(at + 2);
    if (after.starts_with(U"有") && after.size() <= 6 && after.ends_with(U"：")) return at + 2 + after.size();
    if (!starts_with_any(after, {U"是：", U"为：", U"是", U"为", U"如下：", U"："})) return Text::npos;
    if (starts_with_any(after, {U"是否", U"为导向", U"为引领", U"为核心", U"为依据", U"为抓手", U"为主线", U"为基础",
                                U"为中心", U"为牵引"})) {
      return Text::npos;
    }
    return at + 2 + (starts_with_any(after, {U"如下："}) ? 3 : starts_with_any(after, {U"是：", U"为："}) ? 2 : 1);
  }

  void look_in_tables() {
    for (const reading::Table& table : context_.analysis.document.tables) {
      if (has_indicator(table)) continue;
      for (const reading::Cell& cell : table.cells) {
        const Text text = context_.view(cell.span);
        if (text.size() > 12 || !contains_any(text, {U"总体目标", U"总体绩效目标", U"预期目标"})) continue;
        for (const reading::Cell* goal :
             {table.at(cell.row, cell.column + cell.column_span), table.at(cell.row + cell.row_span, cell.column)}) {
          if (goal == nullptr || goal->span.size() < shortest_goal || covered(goal->span)) continue;
          goals_.push_back(goal->span);
          judge(goal->span);
        }
      }
    }
  }

  // A column of targets with a number in it.
  bool has_indicator(const reading::Table& table) const {
    for (const reading::Cell& header : table.cells) {
      const Text title = context_.view(header.span);
      if (title.size() > 12 || !contains_any(title, {U"指标值", U"目标值"})) continue;
      for (const reading::Cell& cell : table.cells) {
        if (cell.row <= header.row || cell.column != header.column) continue;
        const Text text = context_.view(cell.span);
        if (std::any_of(text.begin(), text.end(), is_digit)) return true;
      }
    }
    return false;
  }

  Span trimmed(Span span) const {
    const Text marks = U"：。，；\n";
    const Text text = context_.view(span);
    std::size_t begin = 0, end = text.size();
    while (begin < end && marks.find(text[begin]) != Text::npos) ++begin;
    while (end > begin && marks.find(text[end - 1]) != Text::npos) --end;
    return {span.begin + static_cast<std::uint32_t>(begin), span.begin + static_cast<std::uint32_t>(end)};
  }

  void judge(Span goal) {
    const Text text = context_.view(goal);
    if (goal.size() < shortest_goal) return;
    if (contains_any(text, {U"详见", U"见附件", U"见附表", U"见下表", U"如下表", U"目标表"})) return;
    if (!is_measurable(goal)) {
      vague_.push_back(context_.at(goal));
      return;
    }
    // 目标1：…。目标3：进一步提升…: each point is a goal of its own.
    const std::vector<Span> points = points_of(goal);
    if (points.size() < 2) return;
    for (const Span point : points) {
      if (point.size() >= shortest_goal && !is_measurable(point) && is_mere_direction(context_.view(point))) {
        vague_.push_back(context_.at(point));
      }
    }
  }

  bool is_measurable(Span goal) const { return has_criterion(context_.view(goal)) || has_quantity(goal); }

  static bool is_mere_direction(Text text) {
    return contains_any(text, {U"进一步", U"不断", U"切实", U"大力", U"着力", U"持续", U"加强", U"提升", U"提高",
                               U"完善", U"优化", U"推动", U"增强", U"加大", U"更加", U"深入"});
  }

  // 目标1：, 1., （1）, 一是: the points of one style.
  std::vector<Span> points_of(Span goal) const {
    std::vector<std::uint32_t> begins;
    const Text text = context_.view(goal);
    for (std::size_t at = 0; (at = text.find(U"目标", at)) != Text::npos; at += 2) {
      const Text after = text.substr(at + 2, 3);
      const bool numbered = after.size() >= 2 &&
                            (is_digit(after[0]) || Text(U"一二三四五六七八九").find(after[0]) != Text::npos) &&
                            (after[1] == U'：' || after[1] == U'，' || after[1] == U'、');
      if (numbered) begins.push_back(goal.begin + static_cast<std::uint32_t>(at));
    }
    if (begins.empty()) {
      const auto& document = context_.analysis.document;
      std::optional<ItemStyle> style;
      for (const Item& item : items_in(document, document.block_at(goal.begin), document.block_at(goal.end - 1))) {
        if (!goal.contains(item.mark) || (style && item.style != *style)) continue;
        style = item.style;
        begins.push_back(item.mark.begin);
      }
    }
    std::vector<Span> points;
    for (std::size_t i = 0; i < begins.size(); ++i) {
      points.push_back(trimmed({begins[i], i + 1 < begins.size() ? begins[i + 1] : goal.end}));
    }
    return points;
  }

  static bool has_criterion(Text text) {
    return contains_any(
        text, {U"为0",      U"为零",     U"零差错",   U"零失误",   U"零延误",   U"零事故",   U"零投诉",   U"零上访",
               U"零泄密",   U"零发生",   U"零容忍",   U"零遗漏",   U"零误报",   U"零漏报",   U"无差错",   U"无事故",
               U"无投诉",   U"不发生",   U"全覆盖",   U"按时办结", U"按期办结", U"按时足额", U"按时完成", U"按期完成",
               U"按时报送", U"按时答复", U"按期答复", U"及时率",   U"办结率",   U"达标率",   U"验收合格", U"通过验收",
               U"验收通过", U"国家标准", U"行业标准", U"年底前",   U"月底前",   U"日前完成", U"季度末前", U"翻一番",
               U"一票否决", U"居全市前", U"全部办结", U"全部完成", U"应保尽保", U"应收尽收"});
  }

  bool has_quantity(Span goal) const {
    const auto& figures = context_.analysis.figures;
    auto it = std::lower_bound(figures.begin(), figures.end(), goal.begin,
                               [](const Figure& f, std::uint32_t at) { return f.span.begin < at; });
    for (; it != figures.end() && it->span.begin < goal.end; ++it) {
      if (it->kind == FigureKind::date) return true;
      if (it->is_quantity() && !it->unit.empty() && !(it->chinese && is_quoted(it->span, goal))) return true;
    }
    return false;
  }

  // “四个出新出彩”, “一网统管”: Chinese numerals in names.
  bool is_quoted(Span span, Span within) const {
    const Text before = context_.view({within.begin, span.begin});
    const std::size_t open = before.rfind(U'“'), close = before.rfind(U'”');
    return open != Text::npos && (close == Text::npos || close < open);
  }

  const Context& context_;
  Report& report_;
  std::vector<Span> goals_;
  std::vector<Evidence> vague_;
};

}  // namespace

void check_goals(const Context& context, Report& report) {
  GoalChecker(context, report).run();
}

}  // namespace jiheng::audit
