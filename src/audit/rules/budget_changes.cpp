// sum: the budget at the year's begin and what was added or taken away come to the budget of the year:
// 年初预算2680.15万元，年中追加166.22万元，全年预算数2846.37万元. Told in one paragraph.
#include <algorithm>
#include <optional>

#include "audit/language/vocabulary.h"
#include "audit/rules/figure_words.h"

namespace jiheng::audit {
namespace {

class BudgetChanges {
 public:
  BudgetChanges(const Context& context, Report& report) : context_(context), report_(report) {}

  void run() {
    const auto& budget = context_.analysis.budget;
    for (std::size_t i = 0; i < budget.size(); ++i) {
      const BudgetFigure& one = budget[i];
      if (one.money == Money::budget && one.scope == Scope::whole && one.kind == Kind::initial) test(i);
    }
  }

 private:
  const Figure& figure(std::size_t f) const { return context_.analysis.figures[f]; }
  std::size_t block_of(std::size_t f) const { return context_.analysis.sentences[figure(f).sentence].block; }

  // The next budget of the whole in the paragraph; between the two, the changes.
  void test(std::size_t index) {
    const auto& budget = context_.analysis.budget;
    const std::size_t initial = budget[index].figure;
    std::optional<std::size_t> adjusted;
    for (std::size_t i = index + 1; i < budget.size() && block_of(budget[i].figure) == block_of(initial); ++i) {
      const BudgetFigure& one = budget[i];
      if (one.money != Money::budget || one.scope != Scope::whole) continue;
      if (one.kind == Kind::plain) adjusted = one.figure;
      break;
    }
    if (!adjusted) return;
    const Text told = context_.view({figure(initial).span.end, figure(*adjusted).span.begin});
    if (contains_any(told, {U"结转", U"结余", U"下达", U"净增"})) return;
    Sum sum{Ratio(figure(initial).value), interval_of(figure(initial))};
    std::vector<std::size_t> parts = {initial};
    for (std::size_t f = initial + 1; f < *adjusted; ++f) {
      if (figure(f).dimension != Dimension::money || is_part(f)) continue;
      // 增加66.20万元（专项增加82.00万元，收回15.80万元）: the bracket tells what the change is made of.
      if (parts.size() > 1 && opens_bracket({figure(initial).span.end, figure(f).span.begin})) continue;
      const Text words = context_.view(figure(f).before);
      const bool more = contains_any(words, {U"追加", U"调增", U"净增", U"增加"});
      const bool less = contains_any(words, {U"核减", U"调减", U"压减", U"收回", U"减少", U"调出"});
      if (!more && !less) return;  // money of which it is not told what it did
      // 转移支付1,124万元、追加349万元，共计调增1,473万元: the changes are parts of the last.
      if (!figure(f).is_exact() || more == less || contains_any(words, {U"其中", U"比", U"较", U"共", U"合计"})) return;
      const Interval step = interval_of(figure(f));
      sum.value = more ? sum.value + Ratio(figure(f).value) : sum.value - Ratio(figure(f).value);
      sum.interval = more ? sum.interval + step : sum.interval - step;
      parts.push_back(f);
    }
    if (parts.size() >= 2) judge(parts, *adjusted, sum);
  }

  bool opens_bracket(reading::Span between) const {
    const Text words = context_.view(between);
    return std::count(words.begin(), words.end(), U'（') > std::count(words.begin(), words.end(), U'）');
  }
  // 其中基本支出A、项目支出B: parts of the budget told before.
  bool is_part(std::size_t f) const {
    const auto& budget = context_.analysis.budget;
    return std::any_of(budget.begin(), budget.end(), [&](const BudgetFigure& one) {
      return one.figure == f && (one.scope == Scope::basic || one.scope == Scope::project);
    });
  }

  void judge(const std::vector<std::size_t>& parts, std::size_t total, const Sum& sum) {
    Claim claim;
    claim.relation = Relation::sum;
    claim.holds = sum.interval.meets(interval_of(figure(total)));
    claim.values = printed_all(context_, parts);
    claim.values.push_back(printed(context_, figure(total)));
    claim.evidence = clauses_of(context_, parts);
    claim.evidence.insert(claim.evidence.begin(), clause_of(context_, figure(total)));
    const std::vector<Evidence> places = claim.evidence;
    if (report_.add(std::move(claim))) return;
    const std::string stated = printed(context_, figure(total)), expected = in_unit_of(sum.value, figure(total));
    report_.add("sum",
                message_text("audit.sum-changes", {{"parts", joined(printed_all(context_, parts), "、")},
                                                   {"expected", expected},
                                                   {"stated", stated}}),
                places, stated, expected, in_unit_of(sum.value - Ratio(figure(total).value), figure(total)));
  }

  const Context& context_;
  Report& report_;
};

}  // namespace

void check_budget_changes(const Context& context, Report& report) {
  BudgetChanges(context, report).run();
}

}  // namespace jiheng::audit
