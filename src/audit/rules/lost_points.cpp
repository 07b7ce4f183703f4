// score.items: points lost, told one by one, against what is told of all of them and against the score:
// 共扣1.33分：执行率扣0.23分；结案扣0.1分；长效机制扣1分; 执行率扣1.2分，采购扣1分，其他指标均未扣分，自评得分97.8分.
#include <algorithm>
#include <optional>

#include "audit/language/scores.h"
#include "audit/language/vocabulary.h"
#include "audit/rules/figure_words.h"

namespace jiheng::audit {
namespace {

class LostPoints {
 public:
  LostPoints(const Context& context, Report& report) : context_(context), report_(report) {}

  void run() {
    const auto& sentences = context_.analysis.sentences;
    for (std::size_t s = 0; s < sentences.size();) {
      const std::size_t block = sentences[s].block;
      const std::size_t first = sentences[s].first_figure;
      while (s < sentences.size() && sentences[s].block == block) ++s;
      if (context_.analysis.document.blocks[block].kind != reading::BlockKind::cell)
        test_block(block, first, sentences[s - 1].last_figure);
    }
  }

 private:
  const Figure& figure(std::size_t f) const { return context_.analysis.figures[f]; }
  Text before(std::size_t f) const { return context_.view(figure(f).before); }
  bool is_mark(std::size_t f) const { return figure(f).is_exact() && figure(f).dimension == Dimension::score; }

  // 共扣, 扣分合计, 三项合计扣: of all that were lost.
  bool is_sum(std::size_t f) const {
    const Text words = before(f);
    return is_mark(f) && contains_any(words, {U"扣", U"失分", U"共失"}) &&
           contains_any(words, {U"共扣", U"合计", U"共计扣", U"总扣", U"累计扣", U"共失", U"总失"}) &&
           !contains_any(words, {U"每", U"最多", U"可"});
  }
  bool is(Mark mark, std::size_t f) const { return is_mark(f) && mark_of(context_.analysis, figure(f)) == mark; }
  bool is_total(std::size_t f) const {
    const auto& totals = context_.analysis.total_scores;
    return std::find(totals.begin(), totals.end(), f) != totals.end();
  }

  void test_block(std::size_t block, std::size_t first, std::size_t last) {
    std::optional<std::size_t> sum;
    std::vector<std::size_t> parts;
    for (std::size_t f = first; f < last; ++f) {
      if (is_sum(f)) {
        if (sum) return;  // of several matters
        sum = f;
      } else if (is(Mark::lost, f) || goes_on_from(f, parts)) {
        if (is_standard(context_.analysis, figure(f))) return;
        if (parts.empty() || !tells_reason_of(parts.back(), f)) parts.push_back(f);
      } else if (is(Mark::earned, f) && !is_total(f) && !(sum && heads_list(*sum))) {
        return;  // 产出得28分，…共扣2分: of that item
      }
    }
    const Text text = context_.view(context_.analysis.document.blocks[block].span);
    if (contains_any(text, {U"其余扣", U"其他扣", U"另扣", U"等共扣", U"等扣", U"连同", U"加上"})) return;
    if (sum) return test_sum(*sum, parts);
    if (!parts.empty() && leaves_nothing_else(text)) test_score(first, last, parts);
  }
  // 产出指标失1.80分，系3项赛事取消，赛事场次指标扣1.80分: told once more with the reason.
  bool tells_reason_of(std::size_t lost, std::size_t f) const {
    return figure(lost).value == figure(f).value && contains(context_.view(figure(lost).before), U"失") &&
           contains(context_.view(figure(f).before), U"扣");
  }
  // 分别扣2.83分、0.80分、0.98分
  bool goes_on_from(std::size_t f, const std::vector<std::size_t>& parts) const {
    return is_mark(f) && !parts.empty() && parts.back() + 1 == f &&
           residue(context_.view({figure(f - 1).span.end, figure(f).span.begin}), {U"和", U"及", U"与"}).empty();
  }
  // 共扣1.33分：…
  bool heads_list(std::size_t sum) const {
    return Text(context_.analysis.document.text).substr(figure(sum).span.end).starts_with(U"：");
  }
  // 其他指标均未扣分, 其余指标均得满分
  static bool leaves_nothing_else(Text text) {
    for (const Text rest : {Text(U"其他"), Text(U"其余"), Text(U"余下")}) {
      const std::size_t at = text.find(rest);
      if (at == Text::npos) continue;
      const Text told = text.substr(at, 16);
      const Text clause = told.substr(0, std::min(told.size(), told.find_first_of(U"，。；")));
      if (contains_any(clause, {U"未扣分", U"不扣分", U"无扣分", U"满分", U"没有扣分"})) return true;
    }
    return false;
  }

  void test_sum(std::size_t sum, const std::vector<std::size_t>& parts) {
    if (parts.size() < 2) return;
    // 追加比例超过控制线扣1分。共扣3.12分，原因如下：…: what is told before them may be how marks are taken off.
    std::vector<std::size_t> behind = parts;
    std::erase_if(behind, [&](std::size_t part) { return part < sum; });
    if (behind.size() >= 2 && behind.size() < parts.size()) return test_sum(sum, behind);
    const std::string expected = added(context_, parts).to_string() + "分";
    judge(sum, parts, added(context_, parts), expected,
          message_text("audit.sum", {{"parts", joined(printed_all(context_, parts), " + ")},
                                     {"expected", expected},
                                     {"stated", printed(context_, figure(sum))}}));
  }

  // The whole score is told in the paragraph too.
  void test_score(std::size_t first, std::size_t last, const std::vector<std::size_t>& parts) {
    std::vector<std::size_t> scores;
    for (const std::size_t total : context_.analysis.total_scores) {
      if (total >= first && total < last) scores.push_back(total);
    }
    if (scores.size() != 1 || figure(scores[0]).value > Decimal(100)) return;
    const Decimal left = Decimal(100) - added(context_, parts);
    const std::string expected = left.to_string() + "分";
    judge(scores[0], parts, left, expected,
          message_text("audit.score.items-lost-total", {{"parts", joined(printed_all(context_, parts), "、")},
                                                        {"expected", expected},
                                                        {"stated", printed(context_, figure(scores[0]))}}));
  }

  void judge(std::size_t stated, const std::vector<std::size_t>& parts, const Decimal& value,
             const std::string& expected, std::string message) {
    Claim claim;
    claim.relation = Relation::score;
    claim.holds = value == figure(stated).value;
    claim.values = printed_all(context_, parts);
    claim.values.push_back(printed(context_, figure(stated)));
    claim.evidence = clauses_of(context_, parts);
    claim.evidence.insert(claim.evidence.begin(), clause_of(context_, figure(stated)));
    const std::vector<Evidence> places = claim.evidence;
    if (report_.add(std::move(claim))) return;
    report_.add("score.items", std::move(message), places, printed(context_, figure(stated)), expected,
                (value - figure(stated).value).to_string() + "分");
  }

  const Context& context_;
  Report& report_;
};

}  // namespace

void check_lost_points(const Context& context, Report& report) {
  LostPoints(context, report).run();
}

}  // namespace jiheng::audit
