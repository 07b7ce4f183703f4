// sum, sum.envelope: parts presented as the whole must add up to the stated total, within what rounding allows.
#include <algorithm>
#include <optional>
#include <set>

#include "audit/language/breakdown.h"
#include "audit/language/budget.h"
#include "audit/language/scores.h"
#include "audit/language/vocabulary.h"
#include "audit/rules/figure_words.h"
#include "audit/rules/likely_sums.h"
#include "audit/rules/readings.h"

namespace jiheng::audit {
namespace {

class Sums {
 public:
  Sums(const Context& context, Report& report) : context_(context), report_(report), budget_(context.analysis.budget) {}

  void run() {
    for (const Breakdown& breakdown : context_.analysis.breakdowns) test(breakdown);
    test_basic_and_project(Money::budget);
    test_basic_and_project(Money::spending);
    test_likely();
  }

 private:
  const Figure& figure(std::size_t f) const { return context_.analysis.figures[f]; }

  // No form of words presents the parts as the whole: those that it most likely has.
  void test_likely() {
    std::set<std::size_t> tested(tested_totals_);
    for (const std::vector<std::size_t>& parts : tested_) tested.insert(parts.begin(), parts.end());
    for (const Sentence& sentence : context_.analysis.sentences) {
      if (context_.analysis.document.blocks[sentence.block].kind == reading::BlockKind::cell) continue;
      for (const LikelySum& one : likely_sums(context_, sentence)) {
        const bool told = tested.contains(one.total) || std::any_of(one.parts.begin(), one.parts.end(),
                                                                    [&](std::size_t f) { return tested.contains(f); });
        if (one.weight < certain_sum || told || overlap(one.parts)) continue;
        const Sum sum = sum_of(one.parts);
        if (!sum.interval.meets(interval_of(figure(one.total)))) mismatch(one.total, one.parts, sum);
      }
    }
  }

  bool all_exact(const std::vector<std::size_t>& figures) const {
    return std::all_of(figures.begin(), figures.end(), [&](std::size_t f) { return figure(f).is_exact(); });
  }
  Sum sum_of(const std::vector<std::size_t>& parts) const {
    Sum sum;
    for (const std::size_t part : parts) {
      sum.value = sum.value + Ratio(figure(part).value);
      sum.interval = sum.interval + interval_of(figure(part));
    }
    return sum;
  }

  void test(Breakdown breakdown) {
    if (figure(breakdown.totals.front()).dimension == Dimension::score) {
      const auto& wholes = context_.analysis.total_scores;
      // 自评得分97.49分，等级为“优”（80分至90分为良）。四个板块中，…: of those told before, the mark of the whole is
      // meant.
      if (!breakdown.near) {
        std::erase_if(breakdown.totals,
                      [&](std::size_t f) { return std::find(wholes.begin(), wholes.end(), f) == wholes.end(); });
        if (breakdown.totals.empty()) return;
      }
      const std::size_t total = breakdown.totals.front();
      const bool whole = std::find(wholes.begin(), wholes.end(), total) != wholes.end();
      if (!whole && mark_of(context_.analysis, figure(total)) != Mark::earned) return;
      keep_earned(breakdown);
    }
    if (breakdown.parts.empty() || overlap(breakdown.parts)) return;
    if (!all_exact(breakdown.parts)) return;
    std::vector<std::size_t> totals;
    for (const std::size_t total : breakdown.totals) {
      if (figure(total).is_exact()) totals.push_back(total);
    }
    keep_same_money(totals, breakdown.parts);
    if (totals.empty() || (breakdown.exhaustive && breakdown.parts.size() < 2)) return;
    const Sum sum = sum_of(breakdown.parts);
    for (const std::size_t total : totals) {
      if (breakdown.parts.size() >= 2 && sum.value == Ratio(figure(total).value))
        return claim(total, breakdown.parts, true);
    }
    std::size_t total = totals.front();
    bool one_total = breakdown.near || totals.size() == 1;
    // 接报修5,400件，48小时内响应5,214件。按类别，…: the one they come within a fiftieth of.
    if (!one_total && breakdown.exhaustive && breakdown.parts.size() >= 3) {
      const auto close = [&](std::size_t f) {
        const Ratio off = sum.value - Ratio(figure(f).value);
        const Ratio room = Ratio(figure(f).value) * Ratio::from_parts(1, 50);
        return off <= room && Ratio(0) - off <= room;
      };
      const auto count = std::count_if(totals.begin(), totals.end(), close);
      if (count == 1) total = *std::find_if(totals.begin(), totals.end(), close), one_total = true;
    }
    if (breakdown.exhaustive && one_total) return compare(total, breakdown.parts, sum);
    // 其中: the parts named need not be all, but disjoint parts cannot exceed the whole; and three or more told alike
    // that come within a tenth of it are told as the whole.
    if (!one_total || breakdown.parts.size() < 2 || !parallel(breakdown.parts) || !none_larger(total, breakdown.parts))
      return;
    const Interval whole = interval_of(figure(total));
    // Two told alike that miss it by a hundredth, or by one digit, are as well.
    const Figure& last = figure(breakdown.parts.back());
    const Text rest = context_.analysis.document.text;
    const bool more = contains_any(rest.substr(last.span.end, 16), {U"其余", U"其他", U"余下", U"等"});
    const bool close = !more && figure(total).dimension == Dimension::money && sum.interval.high < whole.low &&
                       sum.interval.high * Ratio(100) >= whole.low * Ratio(99);
    const bool nearly = (!more && breakdown.parts.size() >= 3 && sum.interval.high < whole.low &&
                         sum.interval.high * Ratio(10) >= whole.low * Ratio(9)) ||
                        close;
    if (sum.interval.low > whole.high || nearly) mismatch(total, breakdown.parts, sum);
  }
  // 生活补贴3542人、护理补贴5108人，两项同时享受的734人
  bool overlap(const std::vector<std::size_t>& parts) const {
    const reading::Span sentence = context_.analysis.sentences[figure(parts.back()).sentence].span;
    constexpr std::uint32_t reach = 200;  // characters
    const std::uint32_t from = figure(parts.back()).span.end;
    return contains_any(context_.view({from, std::min(sentence.end, from + reach)}),
                        {U"同时享受", U"同时享有", U"重复", U"交叉", U"兼有", U"重叠", U"均有", U"既"});
  }
  // 16个乡镇各建站1个，另在社区建站6个，共计22个; 主任、副主任各1名: the number counts as often as there are of them.
  bool told_of_each(const std::vector<std::size_t>& parts) const {
    return std::any_of(parts.begin(), parts.end(), [&](std::size_t part) {
      const Text words = context_.view(figure(part).before);
      for (std::size_t at = words.find(U'各'); at != Text::npos; at = words.find(U'各', at + 1)) {
        const Text rest = words.substr(at + 1);
        if (rest.empty() || starts_with_any(rest, {U"建", U"设", U"配", U"新建", U"新设", U"举办", U"开展", U"组织",
                                                   U"安排", U"选派", U"聘", U"打造", U"完成", U"召开", U"确定"}))
          return true;
      }
      return false;
    });
  }
  // Budgets add up to budgets, spending to spending: other money told beside them is neither part nor total.
  void keep_same_money(std::vector<std::size_t>& totals, std::vector<std::size_t>& parts) const {
    const auto money_of = [&](std::size_t f) {
      const auto found =
          std::find_if(budget_.begin(), budget_.end(), [&](const BudgetFigure& one) { return one.figure == f; });
      // 一般公共预算4,426.15万元: the name of the account, whatever was done with its money.
      const bool account = context_.view(figure(f).before).ends_with(U"预算") && found != budget_.end() &&
                           (found->scope == Scope::general_fund || found->scope == Scope::government_fund ||
                            found->scope == Scope::state_capital);
      return found == budget_.end() || account ? std::optional<Money>() : found->money;
    };
    const std::optional<Money> wanted = money_of(parts.front());
    if (!wanted) return;
    const auto differs = [&](std::size_t f) { return money_of(f) && money_of(f) != wanted; };
    std::erase_if(totals, differs);
    std::erase_if(parts, differs);
    const auto is_whole = [&](std::size_t f) {
      return std::any_of(budget_.begin(), budget_.end(),
                         [&](const BudgetFigure& one) { return one.figure == f && one.scope == Scope::whole; });
    };
    const auto keep = [&](auto wanted_total) {
      if (std::any_of(totals.begin(), totals.end(), wanted_total))
        std::erase_if(totals, [&](std::size_t f) { return !wanted_total(f); });
    };
    keep([&](std::size_t f) { return money_of(f) == wanted; });
    if (totals.size() > 1) keep(is_whole);
  }
  bool none_larger(std::size_t total, const std::vector<std::size_t>& parts) const {
    return std::none_of(parts.begin(), parts.end(),
                        [&](std::size_t part) { return figure(part).value > figure(total).value; });
  }
  // Parts told the same way, one after another: 国办采用24篇、省府办采用47篇.
  bool parallel(const std::vector<std::size_t>& parts) const {
    if (listed_by_commas(parts)) return true;
    for (std::size_t i = 1; i < parts.size(); ++i) {
      const Figure& left = figure(parts[i - 1]);
      const Figure& right = figure(parts[i]);
      if (left.unit != right.unit || right.span.begin - left.span.end > 24) return false;
      if (contains(context_.view({left.span.end, right.span.begin}), U"，")) return false;
      // 党员24人、女职工21人: one person may be both.
      if (contains_any(context_.view(right.before),
                       {U"党员", U"女", U"高级", U"硕士", U"本科", U"研究生", U"学历", U"职称"}))
        return false;
      // 有效304份，满意281份: a result of the part before, not beside it.
      for (const Text result :
           {Text(U"满意"), Text(U"合格"), Text(U"采用"), Text(U"采纳"), Text(U"有效"), Text(U"办结"), Text(U"完成"),
            Text(U"通过"), Text(U"达标"), Text(U"整改"), Text(U"收回")}) {
        if (contains(context_.view(right.before), result) && !contains(context_.view(left.before), result))
          return false;
      }
    }
    return true;
  }

  // 城市管理702.40万元，社区建设486.15万元，平安建设298.70万元，…: four or more, or three that end their sentence, and
  // nothing but names between; 主体班11期684人次，专题班9期902人次 have another number within.
  bool listed_by_commas(const std::vector<std::size_t>& parts) const {
    const reading::Span sentence = context_.analysis.sentences[figure(parts.front()).sentence].span;
    const bool ends_sentence = figure(parts.back()).span.end + 1 >= sentence.end;
    const Text first = context_.view(figure(parts.front()).before);
    if (parts.size() < (ends_sentence ? 3u : 4u) || figure(parts.front()).dimension == Dimension::score) return false;
    constexpr std::size_t longest_name = 14;
    for (std::size_t i = 1; i < parts.size(); ++i) {
      const Text gap = context_.view({figure(parts[i - 1]).span.end, figure(parts[i]).span.begin});
      if (gap.size() < 3 || gap.size() > longest_name || gap[0] != U'，' || is_result(gap.substr(1), first))
        return false;
      for (const char32_t c : gap.substr(1)) {
        if (!is_han(c) && !is_digit(c)) return false;
      }
      if (figure(parts[i]).unit != figure(parts[0]).unit) return false;
    }
    return true;
  }
  // 收回310份，有效304份，满意281份: each of the one before it. What the first is called too is no result:
  // 按比例就业312人， 集中就业146人.
  static bool is_result(Text words, Text first) {
    static constexpr Text results[] = {U"满意",   U"合格", U"采用", U"采纳", U"有效", U"办结", U"完成", U"通过",
                                       U"达标",   U"整改", U"收回", U"党员", U"女",   U"高级", U"硕士", U"本科",
                                       U"研究生", U"学历", U"职称", U"验收", U"获",   U"增",   U"减",   U"上年",
                                       U"去年",   U"同比", U"结业", U"就业", U"已"};
    return std::any_of(std::begin(results), std::end(results),
                       [&](Text result) { return contains(words, result) && !contains(first, result); });
  }

  // Marks earned are all there is of a score; full marks and deductions told beside them are not parts.
  void keep_earned(Breakdown& breakdown) const {
    const auto is = [&](std::size_t part, Mark mark) { return mark_of(context_.analysis, figure(part)) == mark; };
    const bool earned = std::any_of(breakdown.parts.begin(), breakdown.parts.end(),
                                    [&](std::size_t part) { return is(part, Mark::earned); });
    std::erase_if(breakdown.parts, [&](std::size_t part) {
      return is(part, Mark::full) || is(part, Mark::lost) || (earned && is(part, Mark::unknown));
    });
    breakdown.exhaustive = breakdown.parts.size() >= 2;
  }

  void compare(std::size_t total, const std::vector<std::size_t>& parts, const Sum& sum) {
    if (!sum.interval.meets(interval_of(figure(total)))) return mismatch(total, parts, sum);
    claim(total, parts, true);
    std::vector<Evidence> places = clauses_of(context_, parts);
    places.insert(places.begin(), clause_of(context_, figure(total)));
    const std::string stated = printed(context_, figure(total));
    const std::string expected = in_unit_of(sum.value, figure(total));
    report_.add("sum.envelope",
                message_text("audit.sum.envelope", {{"parts", joined(printed_all(context_, parts), " + ")},
                                                    {"expected", expected},
                                                    {"stated", stated}}),
                std::move(places), stated, expected, in_unit_of(sum.value - Ratio(figure(total).value), figure(total)));
  }
  void mismatch(std::size_t total, const std::vector<std::size_t>& parts, const Sum& sum) {
    if (figure(total).dimension != Dimension::score && paragraph_gives_sum(context_, total, parts)) return;
    if (told_of_each(parts) || is_read_wrong(total, parts)) return;
    claim(total, parts, false);
    std::vector<Evidence> places = clauses_of(context_, parts);
    places.insert(places.begin(), clause_of(context_, figure(total)));
    const std::string stated = printed(context_, figure(total));
    const std::string expected = in_unit_of(sum.value, figure(total));
    const bool scores = figure(total).dimension == Dimension::score;
    report_.add(scores ? "score.items" : "sum",
                message_text("audit.sum", {{"parts", joined(printed_all(context_, parts), " + ")},
                                           {"expected", expected},
                                           {"stated", stated}}),
                std::move(places), stated, expected, in_unit_of(sum.value - Ratio(figure(total).value), figure(total)));
  }
  // Far off, where the sentence tells of more than the total and these parts.
  bool is_read_wrong(std::size_t total, const std::vector<std::size_t>& parts) const {
    constexpr int room = 15;  // per cent
    if (!is_far_off(figure(total).value, added(context_, parts), room)) return false;
    if (total > parts.back() && contains_any(context_.view(figure(total).before), {U"合计", U"共计", U"总计"}))
      return false;
    const Figure& whole = figure(total);
    return told_in_unit_of(context_, whole, context_.analysis.sentences[whole.sentence]) != parts.size() + 1;
  }
  void claim(std::size_t total, const std::vector<std::size_t>& parts, bool holds) {
    Claim claim;
    claim.relation = figure(total).dimension == Dimension::score ? Relation::score : Relation::sum;
    claim.holds = holds;
    claim.values = printed_all(context_, parts);
    claim.values.push_back(printed(context_, figure(total)));
    claim.evidence = clauses_of(context_, parts);
    claim.evidence.push_back(clause_of(context_, figure(total)));
    report_.add(std::move(claim));
    tested_.push_back(parts);
    tested_totals_.insert(total);
  }

  // Basic and project spending are all there is (预算法 and its forms part spending so), wherever they stand.
  void test_basic_and_project(Money money) {
    std::vector<std::size_t> whole, basic, project;
    for (const BudgetFigure& one : budget_) {
      if (one.money != money || one.kind != Kind::plain) continue;
      if (one.scope == Scope::whole) whole.push_back(one.figure);
      if (one.scope == Scope::basic) basic.push_back(one.figure);
      if (one.scope == Scope::project) project.push_back(one.figure);
    }
    if (whole.empty() || basic.size() != 1 || project.empty()) return;
    for (const std::size_t p : project) {
      const std::vector<std::size_t> parts = {std::min(basic[0], p), std::max(basic[0], p)};
      if (std::find(tested_.begin(), tested_.end(), parts) != tested_.end()) return;
    }
    for (const std::size_t w : whole) {
      for (const std::size_t p : project) {
        const std::vector<std::size_t> parts = {basic[0], p};
        if (sum_of(parts).interval.meets(interval_of(figure(w)))) return claim(w, parts, true);
      }
    }
    const bool near = figure(project[0]).sentence == figure(basic[0]).sentence;
    // 临时救助支出21.24万元 is not what basic and project spending come to.
    const bool larger = whole.size() == 1 && figure(whole[0]).value >= figure(basic[0]).value &&
                        figure(whole[0]).value >= figure(project[0]).value;
    if (larger && project.size() == 1 && near) {
      const std::vector<std::size_t> parts = {basic[0], project[0]};
      compare(whole[0], parts, sum_of(parts));
    }
  }

  const Context& context_;
  Report& report_;
  const std::vector<BudgetFigure>& budget_;
  std::vector<std::vector<std::size_t>> tested_;
  std::set<std::size_t> tested_totals_;
};

}  // namespace

void check_sums(const Context& context, Report& report) {
  Sums(context, report).run();
}

}  // namespace jiheng::audit
