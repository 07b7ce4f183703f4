// ratio, sum: what was saved of a planned amount: 采购预算98.00万元，中标金额91.40万元，节约6.60万元，节约率6.7%;
// 送审1,860.00万元，审定1,714.30万元，审减145.70万元，审减率7.8%.
//
// What was planned less what was paid is what was saved; the rate is of what was planned. The three amounts are the
// nearest told in the sentence, or for a rate told first in the sentence after it.
#include <algorithm>
#include <optional>

#include "audit/language/breakdown.h"
#include "audit/language/vocabulary.h"
#include "audit/rules/figure_words.h"

namespace jiheng::audit {
namespace {

constexpr std::initializer_list<Text> saving_words = {U"节约", U"节支", U"节省", U"审减", U"核减", U"下浮", U"少支出"};

struct Amounts {
  std::optional<std::size_t> planned, paid, saved;
};

class Savings {
 public:
  Savings(const Context& context, Report& report) : context_(context), report_(report) {}

  void run() {
    const auto& sentences = context_.analysis.sentences;
    for (std::size_t s = 0; s < sentences.size(); ++s) {
      if (context_.analysis.document.blocks[sentences[s].block].kind == reading::BlockKind::cell) continue;
      read(s);
    }
  }

 private:
  const Figure& figure(std::size_t f) const { return context_.analysis.figures[f]; }
  Text before(std::size_t f) const { return context_.view(figure(f).before); }

  void read(std::size_t s) {
    const Sentence& sentence = context_.analysis.sentences[s];
    Amounts told;
    for (std::size_t f = sentence.first_figure; f < sentence.last_figure; ++f) {
      if (figure(f).dimension == Dimension::money && figure(f).is_quantity()) {
        take(f, told);
        if (told.saved == f) test_difference(told);
      } else if (is_rate(f)) {
        test_rate(f, told.planned || told.paid || told.saved ? told : told_after(s, f));
      }
    }
  }
  bool is_rate(std::size_t f) const {
    const Text words = before(f);
    return figure(f).is_exact() && figure(f).dimension == Dimension::percent && contains_any(words, saving_words) &&
           !contains_any(words, {U"占", U"目标", U"不低于", U"上年", U"去年", U"同比", U"平均", U"单价", U"申报"});
  }
  // 节约率4.14%（以采购预算997.50万元为基数）; 节约率为6.66%。采购预算126.80万元，…
  Amounts told_after(std::size_t s, std::size_t rate) const {
    const auto& sentences = context_.analysis.sentences;
    Amounts told;
    for (std::size_t f = rate + 1; f < sentences[s].last_figure; ++f) take(f, told);
    const bool last = rate + 1 == sentences[s].last_figure;
    if (!last || s + 1 == sentences.size() || sentences[s + 1].block != sentences[s].block) return told;
    for (std::size_t f = sentences[s + 1].first_figure; f < sentences[s + 1].last_figure; ++f) take(f, told);
    return told;
  }

  // A planned amount opens a new matter.
  void take(std::size_t f, Amounts& told) const {
    const Figure& one = figure(f);
    if (one.dimension != Dimension::money || !one.is_quantity()) return;
    const Text words = before(f);
    if (contains(words, U"其中")) return;
    if (contains_any(words, saving_words)) {
      told.saved = f;
    } else if (contains_any(words, {U"授予", U"中小", U"上年", U"去年", U"追加", U"单价", U"每"})) {
      return;
    } else if (contains_any(words, {U"预算", U"控制价", U"限价", U"送审", U"申报", U"概算", U"采购计划", U"计划金额",
                                    U"年初安排", U"计划安排"}) ||
               starts_with_any(context_.view(one.after), {U"采购预算"})) {
      told.saved.reset();
      if (told.planned) told.paid.reset();
      told.planned = f;
    } else if (contains_any(
                   words, {U"成交", U"中标", U"合同", U"实际", U"审定", U"采购", U"签约", U"支出", U"支付", U"合计"})) {
      told.paid = f;
    }
  }
  bool exact(const std::optional<std::size_t>& f) const { return f && figure(*f).is_exact(); }

  void test_difference(const Amounts& told) {
    if (!exact(told.planned) || !exact(told.paid) || !exact(told.saved)) return;
    const Interval rest = interval_of(figure(*told.planned)) - interval_of(figure(*told.paid));
    Claim claim;
    claim.relation = Relation::sum;
    claim.holds = rest.meets(interval_of(figure(*told.saved)));
    claim.values = printed_all(context_, {*told.planned, *told.paid, *told.saved});
    claim.evidence = clauses_of(context_, {*told.saved, *told.planned, *told.paid});
    const std::vector<Evidence> places = claim.evidence;
    if (report_.add(std::move(claim))) return;
    const Ratio saved = Ratio(figure(*told.planned).value) - Ratio(figure(*told.paid).value);
    const bool together = *told.paid == *told.planned + 1 && *told.saved == *told.paid + 1;
    if (saved.sign() < 0 && !together) return;  // another matter's plan
    const std::string stated = printed(context_, figure(*told.saved));
    const std::string expected = in_unit_of(saved, figure(*told.saved));
    report_.add("sum",
                message_text("audit.sum-saved", {{"planned", printed(context_, figure(*told.planned))},
                                                 {"paid", printed(context_, figure(*told.paid))},
                                                 {"expected", expected},
                                                 {"stated", stated}}),
                places, stated, expected, in_unit_of(saved - Ratio(figure(*told.saved).value), figure(*told.saved)));
  }

  // An amount with the interval its printing leaves it.
  struct Amount {
    Interval interval;
    Decimal value;
  };
  Amount of(std::size_t f) const { return {interval_of(figure(f)), figure(f).value}; }

  void test_rate(std::size_t rate, const Amounts& told) {
    std::vector<std::pair<Amount, Amount>> readings;  // saved, planned
    std::vector<std::size_t> figures = {rate};
    for (const auto& one : {told.planned, told.paid, told.saved}) {
      if (!one) continue;
      if (!exact(one)) return;
      figures.push_back(*one);
    }
    if (told.planned && told.saved) readings.emplace_back(of(*told.saved), of(*told.planned));
    if (told.planned && told.paid) {
      const Amount planned = of(*told.planned), paid = of(*told.paid);
      readings.push_back({{planned.interval - paid.interval, planned.value - paid.value}, planned});
    }
    if (!told.planned && told.paid && told.saved) {
      const Amount paid = of(*told.paid), saved = of(*told.saved);
      readings.push_back({saved, {paid.interval + saved.interval, paid.value + saved.value}});
    }
    if (readings.empty()) return;
    bool holds = false;
    for (const auto& [saved, planned] : readings) {
      if (saved.value.sign() < 0) return;
      const auto verdict = test_percent(saved.interval, planned.interval, figure(rate));
      if (!verdict) return;
      holds = holds || *verdict != Verdict::fails;
    }
    Claim claim;
    claim.relation = Relation::ratio;
    claim.holds = holds;
    claim.values = printed_all(context_, figures);
    std::rotate(claim.values.begin(), claim.values.begin() + 1, claim.values.end());
    claim.evidence = clauses_of(context_, figures);
    report_.add(std::move(claim));
    if (holds) return;
    const auto& [saved, planned] = readings.front();
    const std::string expected = recomputed_percent(saved.value, planned.value, figure(rate));
    const Figure& unit = figure(figures[1]);
    report_.add("ratio",
                message_text("audit.ratio", {{"part", in_unit_of(Ratio(saved.value), unit)},
                                             {"whole", in_unit_of(Ratio(planned.value), unit)},
                                             {"expected", expected},
                                             {"stated", context_.quote(clause_of(context_, figure(rate)).span)}}),
                clauses_of(context_, figures), printed(context_, figure(rate)), expected);
  }

  const Context& context_;
  Report& report_;
};

}  // namespace

void check_savings(const Context& context, Report& report) {
  Savings(context, report).run();
}

}  // namespace jiheng::audit
