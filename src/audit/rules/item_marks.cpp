// score.item-range, score.rate, score.no-evidence in the text: a mark against its full mark, that of a rate against
// full mark × rate, a full mark for what was not filled in.
#include <algorithm>
#include <optional>

#include "audit/language/budget.h"
#include "audit/language/scores.h"
#include "audit/language/vocabulary.h"
#include "audit/rules/figure_words.h"

namespace jiheng::audit {
namespace {

class ItemMarks {
 public:
  ItemMarks(const Context& context, Report& report)
      : context_(context), report_(report), marks_(context.analysis.item_marks) {}

  void run() {
    for (const ItemMark& mark : marks_) {
      if (mark.full) test_range(mark);
      if (mark.full) test_evidence(mark);
    }
    test_rates();
  }

 private:
  const Figure& figure(std::size_t f) const { return context_.analysis.figures[f]; }

  // 满分10分，得11分 and 得9.8分（满分10分）
  void test_range(const ItemMark& mark) {
    const Figure& earned = figure(mark.earned);
    const Figure& full = figure(*mark.full);
    if (earned.value <= full.value && earned.value.sign() >= 0) return;
    // Half as much again and more than one mark above: the full mark of another item.
    if (earned.value > full.value + Decimal(1) && earned.value * Decimal(2) > full.value * Decimal(3)) return;
    report_.add("score.item-range",
                message_text("audit.score.item-range",
                             {{"score", printed(context_, earned)}, {"full", printed(context_, full)}}),
                clauses_of(context_, {mark.earned, *mark.full}), printed(context_, earned),
                "0 ~ " + printed(context_, full));
  }

  // 建设成本控制（8分）：年度指标值未填列，实际完成情况为“良好”，得8分
  void test_evidence(const ItemMark& mark) {
    const Figure& full = figure(*mark.full);
    const Figure& earned = figure(mark.earned);
    if (full.value != earned.value || full.span.end > earned.span.begin || full.sentence != earned.sentence) return;
    const Text told = context_.view({full.span.end, earned.span.begin});
    for (const Text value : {Text(U"指标值"), Text(U"目标值"), Text(U"完成值"), Text(U"实际值"), Text(U"完成情况")}) {
      const std::size_t at = told.find(value);
      if (at == Text::npos || !starts_with_any(told.substr(at + value.size()),
                                               {U"未填", U"没有填", U"为空", U"空缺", U"空白", U"未设定", U"未列"}))
        continue;
      return report_.add("score.no-evidence",
                         message_text("audit.score.no-evidence-text",
                                      {{"stated", context_.quote(context_.analysis.sentences[earned.sentence].span)}}),
                         clauses_of(context_, {mark.earned, *mark.full}), printed(context_, earned));
    }
  }

  // The mark of the execution-rate item is full mark × rate (at most the full mark), rounded as printed.
  void test_rates() {
    std::vector<std::size_t> rates, project, basic;
    for (const BudgetFigure& one : context_.analysis.budget) {
      const bool goal = context_.analysis.outline.kind_at(figure(one.figure).span.begin) == SectionKind::goals;
      if (one.money != Money::rate || (one.kind != Kind::plain && one.kind != Kind::average) || goal) continue;
      if (one.scope == Scope::whole || one.scope == Scope::general_fund) rates.push_back(one.figure);
      if (one.scope == Scope::project) project.push_back(one.figure);
      if (one.scope == Scope::basic) basic.push_back(one.figure);
    }
    for (const ItemMark& mark : marks_) {
      const Sentence& sentence = context_.analysis.sentences[figure(mark.earned).sentence];
      // From the mark told before: 执行率得9.53分，…，满意度指标得10.00分.
      std::uint32_t from = sentence.span.begin;
      for (std::size_t f = mark.earned; f-- > sentence.first_figure;) {
        const bool own = (mark.full && f == *mark.full) || figure(f).dimension != Dimension::score;
        if (own) continue;
        const Mark told = mark_of(context_.analysis, figure(f));
        if (told == Mark::earned || told == Mark::full) from = figure(f).span.end;
        break;
      }
      const Text words =
          context_.view({std::min(from, figure(mark.earned).span.begin), figure(mark.earned).span.begin});
      const Text near = tail_of(words, 40);
      if (contains_any(near, {U"履职效能", U"总分", U"综合得分", U"采购执行率", U"采购预算"}) || mark.subtotal)
        continue;
      // 该项目…执行率得9.36分: of the project's own rate.
      const bool of_project = context_.analysis.outline.kind != DocumentKind::project_report &&
                              contains_any(context_.view(sentence.span), {U"该项目", U"本项目"});
      if (of_project && !mark.full) continue;
      std::vector<std::size_t> own;
      for (const std::size_t rate : mark.rates) {
        if (is_base(rate)) own.push_back(rate);
      }
      // 按执行率计分，96.80%×10，得9.68分
      const bool by_own = mark.full && std::any_of(mark.rates.begin(), mark.rates.end(), [&](std::size_t rate) {
                            return fits(figure(*mark.full).value, figure(rate), figure(mark.earned));
                          });
      if ((by_own || is_slip_of(mark)) && own.empty()) own = mark.rates;
      if (own.empty() && mark.full && mark.rates.empty()) own = rates_behind(mark);
      if (!own.empty() && mark.full) {
        test_rate(mark, own);
      } else if (!rates.empty() && contains_any(near, {U"支出率", U"执行率"})) {
        // 项目支出执行率5分，按执行率计得4.62分
        const auto& scope = contains(near, U"项目支出") ? project : contains(near, U"基本支出") ? basic : rates;
        if (!scope.empty()) test_rate(mark, scope);
      }
    }
  }
  // 满分10分，得9.66分。按照预算执行率96.55%乘以满分10分计算: how it was reckoned, in the sentence behind.
  std::vector<std::size_t> rates_behind(const ItemMark& mark) const {
    const auto& sentences = context_.analysis.sentences;
    const std::size_t next = figure(mark.earned).sentence + 1;
    if (next >= sentences.size() || sentences[next].block != mark.block ||
        !starts_with_any(context_.view(sentences[next].span), {U"按", U"根据", U"依据", U"以"}))
      return {};
    const std::size_t first = sentences[next].first_figure;
    if (first == sentences[next].last_figure || figure(first).dimension != Dimension::percent || !is_base(first) ||
        !starts_with_any(context_.view({figure(first).span.end, sentences[next].span.end}),
                         {U"乘以", U"×", U"计", U"折算", U"与", U"和"}))
      return {};
    return {first};
  }
  // 满分10分，目标100%，按期完工21处，占91.30%，得9.31分: of the one rate that is no goal, with two digits swapped.
  bool is_slip_of(const ItemMark& mark) const {
    if (!mark.full || !mark.lost.empty()) return false;
    std::vector<std::size_t> results;
    for (const std::size_t rate : mark.rates) {
      if (!contains_any(context_.view(figure(rate).before), {U"目标", U"不低于", U"≥"})) results.push_back(rate);
    }
    if (results.size() != 1 || figure(results.front()).value > Decimal(100)) return false;
    const Figure& earned = figure(mark.earned);
    const auto exact = divide(Ratio(figure(*mark.full).value) * Ratio(figure(results.front()).value), Ratio(100));
    constexpr std::size_t least = 3;
    const std::u32string stated = digits_of(earned.value);
    return stated.size() >= least &&
           digits_swapped(stated, digits_of(exact->rounded(earned.decimals, Rounding::half_up)));
  }
  // 执行率96.43%，得…; 按94.68%计得…
  bool is_base(std::size_t rate) const {
    const Text before = context_.view(figure(rate).before);
    if (contains_any(before, {U"目标", U"不低于", U"扣", U"每", U"上年", U"以上", U"超过", U"直达", U"专项"}))
      return false;
    return before == U"按" || contains_any(before, {U"执行率", U"支出率", U"预算完成率", U"支付率", U"支出进度",
                                                    U"支付进度", U"执行进度"});
  }
  void test_rate(const ItemMark& mark, const std::vector<std::size_t>& rates) {
    const std::size_t f = mark.earned;
    if (!mark.full && figure(f).value > Decimal(10)) return;
    if (mark.full && figure(f).value > figure(*mark.full).value) return;  // told as out of range
    const Decimal full = mark.full ? figure(*mark.full).value : Decimal(10);
    if (!mark.full && figure(f).value <= Decimal(8)) return;  // another full mark: not known here
    std::optional<std::size_t> holding;
    for (const std::size_t rate : rates) {
      if (fits(full, figure(rate), figure(f))) holding = rate;
    }
    const std::size_t rate = holding.value_or(rates.front());
    Claim claim;
    claim.relation = Relation::score;
    claim.holds = holding.has_value();
    claim.values = {full.to_string(), printed(context_, figure(rate)), printed(context_, figure(f))};
    if (!mark.full) claim.assumption = message_text("audit.assumption.full", {{"full", full.to_string()}});
    claim.evidence = clauses_of(context_, {f, rate});
    report_.add(std::move(claim));
    if (holding) return;
    const Ratio capped = figure(rate).value > Decimal(100) ? Ratio(100) : Ratio(figure(rate).value);
    const std::string expected = divide(Ratio(full) * capped, Ratio(100))
                                     ->rounded(std::max(2, figure(f).decimals), Rounding::half_up)
                                     .to_string() +
                                 "分";
    report_.add("score.rate",
                message_text("audit.score.rate", {{"full", full.to_string()},
                                                  {"rate", printed(context_, figure(rate))},
                                                  {"expected", expected},
                                                  {"stated", context_.quote(clause_of(context_, figure(f)).span)}}),
                clauses_of(context_, {f, rate}), printed(context_, figure(f)), expected);
  }
  static bool fits(const Decimal& full, const Figure& rate, const Figure& score) {
    const Ratio hundred(100);
    const Ratio low = Ratio(rate.low()) < hundred ? Ratio(rate.low()) : hundred;
    const Ratio high = Ratio(rate.high()) < hundred ? Ratio(rate.high()) : hundred;
    const Ratio least = *divide(Ratio(full) * low, hundred), most = *divide(Ratio(full) * high, hundred);
    return least < Ratio(score.high()) && most >= Ratio(score.low());
  }

  const Context& context_;
  Report& report_;
  const std::vector<ItemMark>& marks_;
};

}  // namespace

void check_item_marks(const Context& context, Report& report) {
  ItemMarks(context, report).run();
}

}  // namespace jiheng::audit
