// over-fulfilment in the text: 组织研修186人次（年初目标60人次）. (Tables: score_tables.cpp.)
#include <algorithm>

#include "audit/language/breakdown.h"
#include "audit/language/vocabulary.h"
#include "audit/rules/figure_words.h"

namespace jiheng::audit {
namespace {

class OverFulfilment {
 public:
  OverFulfilment(const Context& context, Report& report) : context_(context), report_(report) {}

  void run() {
    for (const Sentence& sentence : context_.analysis.sentences) {
      if (context_.analysis.document.blocks[sentence.block].kind == reading::BlockKind::cell) continue;
      for (std::size_t f = sentence.first_figure; f + 1 < sentence.last_figure; ++f) look(sentence, f);
    }
  }

 private:
  const Figure& figure(std::size_t f) const { return context_.analysis.figures[f]; }
  bool counts(std::size_t f) const { return figure(f).is_quantity() && figure(f).dimension == Dimension::count; }

  // A result and the goal told right after it in brackets, or a goal and the result right after it.
  void look(const Sentence& sentence, std::size_t f) {
    if (!counts(f) || !counts(f + 1) || !same_unit(figure(f), figure(f + 1))) return;
    const Text between = context_.view({figure(f).span.end, figure(f + 1).span.begin});
    if (ends_with_any(between, {U"多", U"少"})) return;  // 36台（套）的完成量比计划少2台（套）
    if (between.starts_with(U"（") && names_goal(between)) return compare(sentence, f, f + 1);
    // 全年开展公开课152节，为目标80节的190%
    if (names_goal(between) && between.size() <= 6 && contains_any(between, {U"，为", U"，是", U"，达到"}) &&
        context_.view(figure(f + 1).after).starts_with(U"的"))
      return compare(sentence, f, f + 1);
    // 培训1,086人次，目标600人次，完成率181%
    if (between.starts_with(U"，目标") && between.size() <= 5) return compare(sentence, f, f + 1);
    const Text before = context_.view(figure(f).before);
    if (ends_with_any(before, {U"多", U"少", U"增加", U"减少"})) return;  // 比计划少2台
    if (names_goal(before) && between.size() <= 8 && contains_any(between, {U"实际", U"完成"}))
      compare(sentence, f + 1, f);
  }
  static bool names_goal(Text words) {
    return contains_any(words, {U"目标", U"计划"}) && !contains_any(words, {U"预算", U"超", U"高于", U"低于", U"十"});
  }

  void compare(const Sentence& sentence, std::size_t result, std::size_t goal) {
    const Decimal& target = figure(goal).value;
    if (!figure(result).is_exact() || target.sign() <= 0) return;
    if (Ratio(figure(result).value) < Ratio(target * context_.rules.over_fulfilment)) return;
    if (is_explained(sentence)) return;
    const std::string percent =
        divide(Ratio(figure(result).value) * Ratio(100), Ratio(target))->rounded(0, Rounding::half_up).to_string() +
        "%";
    report_.add("over-fulfilment",
                message_text("audit.over-fulfilment", {{"stated", context_.quote(sentence.span)},
                                                       {"result", printed(context_, figure(result))},
                                                       {"target", printed(context_, figure(goal))},
                                                       {"percent", percent}}),
                clauses_of(context_, {result, goal}), printed(context_, figure(result)),
                printed(context_, figure(goal)), percent);
  }
  // In the sentence or the one after it.
  bool is_explained(const Sentence& sentence) const {
    const reading::Span block = context_.analysis.document.blocks[sentence.block].span;
    const Text rest = context_.view({sentence.span.begin, block.end});
    const std::size_t stop = rest.find(U'。', sentence.span.size());
    return contains_any(rest.substr(0, stop), {U"因", U"由于", U"主要是", U"原因", U"新增", U"扩大", U"追加", U"增设",
                                               U"临时", U"突发", U"上级", U"受", U"偏低", U"保守"});
  }

  const Context& context_;
  Report& report_;
};

}  // namespace

void check_over_fulfilment(const Context& context, Report& report) {
  OverFulfilment(context, report).run();
}

}  // namespace jiheng::audit
