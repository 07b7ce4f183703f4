// subset: a part cannot be larger than its whole: 其中 parts, what was adopted of what was submitted.
#include <algorithm>

#include "audit/language/breakdown.h"
#include "audit/language/budget.h"
#include "audit/language/vocabulary.h"
#include "audit/rules/figure_words.h"

namespace jiheng::audit {
namespace {

class Subsets {
 public:
  Subsets(const Context& context, Report& report)
      : context_(context), report_(report), budget_(context.analysis.budget) {}

  void run() {
    for (const Breakdown& breakdown : context_.analysis.breakdowns) {
      if (!breakdown.near && breakdown.totals.size() != 1) continue;
      if (figure(breakdown.totals[0]).dimension == Dimension::score) continue;  // marks are the matter of score.items
      for (const std::size_t part : breakdown.parts) test(breakdown.totals[0], part);
    }
    for (const Sentence& sentence : context_.analysis.sentences) {
      if (context_.analysis.document.blocks[sentence.block].kind == reading::BlockKind::cell) continue;
      test_pairs(sentence);
      test_among(sentence);
      for (std::size_t f = sentence.first_figure; f < sentence.last_figure; ++f) test_within(sentence, f);
    }
  }

 private:
  const Figure& figure(std::size_t f) const { return context_.analysis.figures[f]; }

  // 实有在职人员53人，在职人员中具有本科学历的56人: of what was told by that name before.
  void test_within(const Sentence& sentence, std::size_t f) {
    const Text words = context_.view(figure(f).before);
    const std::size_t at = words.find(U'中');
    constexpr std::size_t least_name = 3, most = 12;  // characters; figures looked at
    if (at == Text::npos || at < least_name || !figure(f).is_quantity()) return;
    Text name = words.substr(0, at);
    // 调解成功1,468件，…，调解成功案件中…
    for (const Text thing : {Text(U"案件"), Text(U"人员"), Text(U"项目"), Text(U"单位"), Text(U"企业")}) {
      if (name.ends_with(thing) && name.size() >= thing.size() + least_name) name.remove_suffix(thing.size());
    }
    for (std::size_t g = f, looked = 0; g-- > 0 && looked < most; ++looked) {
      if (context_.analysis.sentences[figure(g).sentence].block != sentence.block) return;
      if (same_unit(figure(g), figure(f)) && context_.view(figure(g).before).ends_with(name)) return test(g, f);
    }
  }

  // 全年救助残疾儿童1,184名，…。救助儿童中，异地康复的1,214名: of what was told in these words before.
  void test_among(const Sentence& sentence) {
    constexpr std::size_t least_name = 4, longest_name = 10, most = 12;  // characters; figures looked at
    const Text words = context_.view(sentence.span);
    const std::size_t end = words.find(U"中，");
    if (end == Text::npos || end < least_name || end > longest_name || sentence.first_figure == sentence.last_figure)
      return;
    const std::size_t part = sentence.first_figure;
    if (!figure(part).is_quantity() || figure(part).clause != sentence.first_clause + 1) return;
    const Text head = words.substr(0, 2), thing = words.substr(end - 2, 2);
    for (std::size_t g = part, looked = 0; g-- > 0 && looked < most; ++looked) {
      if (context_.analysis.sentences[figure(g).sentence].block != sentence.block) return;
      const Text label = context_.view(figure(g).before);
      if (same_unit(figure(g), figure(part)) && contains(label, head) && label.ends_with(thing)) return test(g, part);
    }
  }

  // 报送49条，采用31条: the result follows what it is a result of, in one sentence and one unit.
  void test_pairs(const Sentence& sentence) {
    std::size_t whole = sentence.last_figure;
    bool of_both = false;  // another stands beside the whole: what follows is of both
    for (std::size_t f = sentence.first_figure; f < sentence.last_figure; ++f) {
      if (!figure(f).is_quantity() || figure(f).dimension != Dimension::count) continue;
      const std::u32string plain = without(context_.view(figure(f).before), {U"满意度"});  // names a survey
      const Text words(plain);
      const bool result = contains_any(
          words, {U"采用",     U"录用",     U"评出",     U"评选出", U"获奖",     U"结业",     U"取证",     U"合格",
                  U"调处成功", U"调解成功", U"治愈",     U"化解",   U"整改到位", U"达标",     U"落地",     U"已砍除",
                  U"已清除",   U"已销毁",   U"已拆除",   U"已处置", U"开工",     U"核销",     U"采纳",     U"已办结",
                  U"按时办结", U"按期办结", U"办结",     U"满意",   U"通过验收", U"评审通过", U"审核通过", U"审查通过",
                  U"获批",     U"已解决",   U"基本解决", U"有效",   U"需要",     U"整改完成", U"已整改",   U"督促整改",
                  U"实有在编", U"已完成",   U"完成",     U"配套"});
      // 征集稿件64篇，从中选用71篇: of what stands right before, whatever was done with it.
      const bool among = f > sentence.first_figure && contains(words, U"从中") && figure(f - 1).is_exact() &&
                         same_unit(figure(f - 1), figure(f)) && figure(f).clause == figure(f - 1).clause + 1;
      if (among && !(result && whole + 1 == f)) test(f - 1, f);
      // 需整治58个，年内完成整治61个: what was done of what was to be done.
      if (f > sentence.first_figure && figure(f - 1).is_exact() && same_unit(figure(f - 1), figure(f)) &&
          figure(f).clause == figure(f - 1).clause + 1 && done_of_needed(context_.view(figure(f - 1).before), words))
        test(f - 1, f);
      const bool of_all = contains_any(words, {U"完成", U"配套"});
      const Text unit(figure(f).unit);
      if (of_all && (unit == U"个" || unit == U"项" || unit == U"次" ||
                     figure(f).clause != figure(whole < f ? whole : f).clause + 1))
        continue;
      // 发放学生问卷500份、教师问卷100份，共收回584份: of both, and the whole of what follows.
      if (starts_with_any(words, {U"共", U"合计", U"总共"}) && whole + 1 < f &&
          same_unit(figure(whole + 1), figure(f))) {
        whole = f, of_both = false;
        continue;
      }
      // 审核236份，发现3份附件不全，合格117份: the faults found are not what was tested.
      if (contains(words, U"合格") && whole < f && contains(context_.view(figure(whole).before), U"发现")) continue;
      if (result && whole < f && !of_both && same_unit(figure(whole), figure(f)) &&
          !contains_any(words, {U"其中", U"上年", U"去年", U"同比", U"累计"}) &&
          !contains_any(context_.view(figure(whole).before), {U"任务", U"目标", U"计划"}) &&
          !contains(context_.view({figure(whole).span.end, figure(f).span.begin}), U"结转")) {
        test(whole, f);
      }
      // 建议62件、提案81件，共143件: the whole is what they come to.
      if (whole < f && same_unit(figure(whole), figure(f)) && (words == U"共" || words == U"共计" || words == U"合计"))
        whole = f, of_both = false;
      const bool source =
          contains_any(words, {U"报送", U"上报",     U"收到",     U"受理",     U"交办",     U"应办", U"发放", U"回收",
                               U"承办", U"办理建议", U"办理提案", U"办理人大", U"建议提案", U"发现", U"编制", U"投稿",
                               U"立项", U"抽查",     U"收回",     U"留言",     U"征集",     U"报名", U"参赛", U"参训",
                               U"申报", U"推荐",     U"抽检",     U"检测",     U"筛查",     U"排查", U"调解", U"签约",
                               U"全县", U"全区",     U"全市",     U"全镇",     U"全省"});
      if (source && !result) whole = f, of_both = false;
      // 承办建议15件、提案23件，…满意的37件: of both.
      if (!source && !result && whole + 1 == f && same_unit(figure(whole), figure(f)) &&
          context_.view({figure(whole).span.end, figure(f).span.begin}).starts_with(U"、"))
        of_both = true;
      // 发出建议68份，收到采纳回函86份: whatever it is a result of, two digits were swapped.
      const bool beside = f > sentence.first_figure && same_unit(figure(f - 1), figure(f)) &&
                          figure(f).clause == figure(f - 1).clause + 1 && whole + 1 != f;
      if (result && !of_all && beside && figure(f).value > figure(f - 1).value && figure(f - 1).is_exact() &&
          digits_swapped(digits_of(figure(f).value), digits_of(figure(f - 1).value)))
        test(f - 1, f);
    }
  }

  // 应整改, 需整治, 待办理; then 完成整治, 已整改, 办理到位.
  static bool done_of_needed(Text needed, Text done) {
    if (!contains_any(done, {U"完成", U"已", U"到位"}) || contains_any(done, {U"累计", U"其中", U"上年"})) return false;
    for (const Text cue : {Text(U"需"), Text(U"应"), Text(U"待")}) {
      const std::size_t at = needed.rfind(cue);
      if (at == Text::npos || at + 3 > needed.size()) continue;
      if (contains(done, needed.substr(at + 1, 2))) return true;
    }
    return false;
  }

  void test(std::size_t whole, std::size_t part) {
    if (figure(whole).approximation != Approximation::exact && figure(whole).approximation != Approximation::less_than)
      return;
    if (figure(part).approximation != Approximation::exact && figure(part).approximation != Approximation::more_than)
      return;
    if (of_different_money(whole, part) || told_of_another(whole, part)) return;
    const bool holds = interval_of(figure(part)).low <= interval_of(figure(whole)).high;
    constexpr int room = 67;  // per cent: three times as many were told of something else
    if (!holds && is_far_off(figure(part).value, figure(whole).value, room)) return;
    Claim claim;
    claim.relation = Relation::subset;
    claim.holds = holds;
    claim.values = {printed(context_, figure(part)), printed(context_, figure(whole))};
    claim.evidence = {clause_of(context_, figure(part)), clause_of(context_, figure(whole))};
    report_.add(std::move(claim));
    if (holds) return;
    const std::string stated = printed(context_, figure(part));
    const std::string expected = "≤ " + printed(context_, figure(whole));
    report_.add("subset",
                message_text("audit.subset", {{"part", context_.quote(clause_of(context_, figure(part)).span)},
                                              {"whole", context_.quote(clause_of(context_, figure(whole)).span)}}),
                {clause_of(context_, figure(part)), clause_of(context_, figure(whole))}, stated, expected,
                in_unit_of(Ratio(figure(part).value) - Ratio(figure(whole).value), figure(whole)));
  }

  // 未支出的377.34万元中，金额最大的是办证系统，预算390.00万元: a plan is no part of what was paid. Nor is a part
  // larger than its whole where another amount stands between that could be it.
  bool told_of_another(std::size_t whole, std::size_t part) const {
    const auto plans = [&](std::size_t f) {
      return contains_any(context_.view(figure(f).before), {U"预算", U"合同", U"总投资", U"概算"});
    };
    if (plans(part) && !plans(whole)) return true;
    if (part < whole || figure(part).value <= figure(whole).value) return false;
    for (std::size_t f = whole + 1; f < part; ++f) {
      if (figure(f).is_exact() && same_unit(figure(f), figure(part)) && figure(f).value >= figure(part).value)
        return true;
    }
    return false;
  }

  // A budget may well be larger than the spending told before it.
  bool of_different_money(std::size_t whole, std::size_t part) const {
    const auto find = [&](std::size_t f) {
      return std::find_if(budget_.begin(), budget_.end(), [&](const BudgetFigure& one) { return one.figure == f; });
    };
    const auto a = find(whole), b = find(part);
    return a != budget_.end() && b != budget_.end() && a->money != b->money;
  }

  const Context& context_;
  Report& report_;
  const std::vector<BudgetFigure>& budget_;
};

}  // namespace

void check_subsets(const Context& context, Report& report) {
  Subsets(context, report).run();
}

}  // namespace jiheng::audit
