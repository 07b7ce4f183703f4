// ratio, ratio.truncated, no-base: a printed rate against its own numerator and denominator.
//
// A pair is bound by what the words say: spending and budget of one scope (budget.h), or part and whole within one
// sentence. If some pair the text offers gives the rate, it holds; only if the bound pair cannot and none else does,
// the statements cannot both be true.
#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <unordered_map>

#include "audit/language/breakdown.h"
#include "audit/language/budget.h"
#include "audit/language/vocabulary.h"
#include "audit/rules/figure_words.h"
#include "audit/rules/key_figures.h"
#include "audit/rules/rate_pairs.h"
#include "audit/rules/readings.h"

namespace jiheng::audit {
namespace {

struct Pair {
  std::vector<std::size_t> part, whole;  // figures; the first counts, further ones are taken away (whole − project)
  bool bound = false;                    // the words tie it to the rate: when it fails, the rate is wrong
  bool initial = false;                  // of the budget before it was adjusted: the last to be held against
};

class Ratios {
 public:
  Ratios(const Context& context, Report& report)
      : context_(context), report_(report), budget_(context.analysis.budget) {}

  void run() {
    collect_values();
    adjusted_ = contains_any(Text(context_.analysis.document.text),
                             {U"追加", U"核减", U"调减", U"调增", U"年中下达", U"上级下达", U"调整后为", U"调整为",
                              U"调整增加", U"执行中下达", U"年中调整", U"中央下达", U"省级下达"});
    std::vector<bool> is_budget(context_.analysis.figures.size());
    for (const BudgetFigure& one : budget_) {
      if (one.money == Money::rate) is_budget[one.figure] = true;
      const Sentence& sentence = context_.analysis.sentences[figure(one.figure).sentence];
      if (one.money != Money::rate || test_multiple(sentence, one.figure)) continue;
      const bool partial = one.scope == Scope::named || one.kind == Kind::partial;
      if (!partial || !test_share_of_named(sentence, one.figure)) test_rate(one);
    }
    for (const Sentence& sentence : context_.analysis.sentences) {
      if (context_.analysis.document.blocks[sentence.block].kind == reading::BlockKind::cell) continue;
      for (std::size_t f = sentence.first_figure; f < sentence.last_figure; ++f) {
        if (!figure(f).is_exact() || figure(f).dimension != Dimension::percent) continue;
        if (!is_budget[f]) test_share(sentence, f);
        if (!decided_.contains(f)) test_likeliest(sentence, f);
      }
    }
  }

 private:
  const Figure& figure(std::size_t f) const { return context_.analysis.figures[f]; }

  // 执行率分别为96.64%、64.26%: which money each is of, the order tells (respective.cpp).
  bool told_respectively(std::size_t percent) const {
    const Sentence& sentence = context_.analysis.sentences[figure(percent).sentence];
    std::size_t first = percent;
    while (first > sentence.first_figure && figure(first - 1).dimension == Dimension::percent) --first;
    const std::uint32_t from = first > sentence.first_figure ? figure(first - 1).span.end : sentence.span.begin;
    return contains(context_.view({from, figure(first).span.begin}), U"分别");
  }
  void test_rate(const BudgetFigure& rate) {
    if (told_respectively(rate.figure)) return;
    if (rate.kind == Kind::expected || rate.kind == Kind::average || rate.kind == Kind::previous) return;
    const bool local = rate.scope == Scope::named || rate.kind == Kind::partial;
    std::vector<Pair> pairs;
    for (const BudgetFigure* spent : candidates(Money::spending, rate)) {
      const bool spent_near = figure(spent->figure).sentence == figure(rate.figure).sentence;
      if ((local || spent->kind != Kind::plain) && !spent_near) continue;
      for (const BudgetFigure* planned : candidates(Money::budget, rate)) {
        const bool planned_near = figure(planned->figure).sentence == figure(rate.figure).sentence;
        if (local && !planned_near) continue;
        const bool initial = planned->kind == Kind::initial;
        const bool bound = (spent_near && planned_near) ||
                           (spent_near != planned_near && near(planned->figure, spent->figure)) ||
                           (!local && only(*spent) && only(*planned));
        // A budget that was adjusted later is not what the year's rate is of.
        pairs.push_back({{spent->figure}, {planned->figure}, bound && !(initial && adjusted_ && !local), initial});
      }
      if (rate.scope == Scope::basic || rate.scope == Scope::project) add_derived(rate, *spent, pairs);
    }
    const bool total = rate.scope == Scope::whole || rate.scope == Scope::general_fund || rate.scope == Scope::basic ||
                       rate.scope == Scope::project;
    std::stable_partition(pairs.begin(), pairs.end(), [](const Pair& pair) { return !pair.initial; });
    const bool no_pair = pairs.empty();
    add_other_readings(rate, pairs);
    decide(rate.figure, pairs, no_pair && total);
  }
  // Of the rate's scope: those of its sentence, and of all others the first of each value.
  std::vector<const BudgetFigure*> candidates(Money money, const BudgetFigure& rate) const {
    std::vector<const BudgetFigure*> found;
    const Figure& own = figure(rate.figure);
    const auto in_sentence =
        std::lower_bound(budget_.begin(), budget_.end(), context_.analysis.sentences[own.sentence].first_figure,
                         [](const BudgetFigure& one, std::size_t f) { return one.figure < f; });
    for (auto one = in_sentence; one != budget_.end() && figure(one->figure).sentence == own.sentence; ++one) {
      if (one->money == money && one->scope == rate.scope && one->kind != Kind::previous) found.push_back(&*one);
    }
    const auto values = values_.find({money, rate.scope});
    if (values == values_.end()) return found;
    for (const BudgetFigure* one : values->second) {
      if (figure(one->figure).sentence != own.sentence) found.push_back(one);
    }
    return found;
  }
  // The first figure of each value told of a money and scope. More values than a report has are not looked at.
  void collect_values() {
    constexpr std::size_t most = 12;
    for (const BudgetFigure& one : budget_) {
      if (one.kind == Kind::previous) continue;
      std::vector<const BudgetFigure*>& values = values_[{one.money, one.scope}];
      const bool known = std::any_of(values.begin(), values.end(), [&](const BudgetFigure* other) {
        return figure(other->figure).value == figure(one.figure).value;
      });
      if (!known && values.size() < most) values.push_back(&one);
    }
  }
  // A rate told after the parts may be of the whole, and one after a fund of that fund: readings that may make it right
  // but cannot make it wrong.
  void add_other_readings(const BudgetFigure& rate, std::vector<Pair>& pairs) const {
    for (const auto& [key, spent] : values_) {
      if (key.first != Money::spending || key.second == Scope::named) continue;
      const auto planned = values_.find({Money::budget, key.second});
      if (planned == values_.end()) continue;
      for (const BudgetFigure* part : spent) {
        for (const BudgetFigure* whole : planned->second) pairs.push_back({{part->figure}, {whole->figure}});
      }
    }
    constexpr std::size_t most = 40;  // amounts of one sentence
    const Sentence& sentence = context_.analysis.sentences[figure(rate.figure).sentence];
    const std::size_t last = std::min(sentence.last_figure, sentence.first_figure + most);
    for (std::size_t a = sentence.first_figure; a < last; ++a) {
      for (std::size_t b = sentence.first_figure; b < last; ++b) {
        if (a != b && is_amount(a) && is_amount(b)) pairs.push_back({{a}, {b}});
      }
    }
  }
  bool is_amount(std::size_t f) const { return figure(f).is_exact() && figure(f).dimension == Dimension::money; }
  // No other value is stated of this money and scope.
  bool only(const BudgetFigure& one) const {
    const auto values = values_.find({one.money, one.scope});
    return values != values_.end() && values->second.size() == 1;
  }
  bool near(std::size_t a, std::size_t b) const {
    const auto block = [&](std::size_t f) { return context_.analysis.sentences[figure(f).sentence].block; };
    return block(a) == block(b) || block(a) + 1 == block(b) || block(b) + 1 == block(a);
  }
  // 基本支出预算 = 预算 − 项目支出预算 when it is not stated itself.
  void add_derived(const BudgetFigure& rate, const BudgetFigure& spent, std::vector<Pair>& pairs) const {
    const Scope other = rate.scope == Scope::basic ? Scope::project : Scope::basic;
    const auto wholes = values_.find({Money::budget, Scope::whole}), rests = values_.find({Money::budget, other});
    if (wholes == values_.end() || rests == values_.end()) return;
    for (const BudgetFigure* whole : wholes->second) {
      for (const BudgetFigure* rest : rests->second) {
        if (rest->kind != whole->kind) continue;
        pairs.push_back({{spent.figure}, {whole->figure, rest->figure}, only(*whole) && only(*rest) && only(spent)});
      }
    }
  }

  Interval value_of(const std::vector<std::size_t>& figures) const {
    Interval value = interval_of(figure(figures[0]));
    for (std::size_t i = 1; i < figures.size(); ++i) value = value - interval_of(figure(figures[i]));
    return value;
  }
  Decimal printed_value(const std::vector<std::size_t>& figures) const {
    Decimal value = figure(figures[0]).value;
    for (std::size_t i = 1; i < figures.size(); ++i) value -= figure(figures[i]).value;
    return value;
  }

  // `named`: the words name the whole, so that no other reading of the paragraph counts.
  void decide(std::size_t percent, const std::vector<Pair>& pairs, bool tell_no_base, bool named = false) {
    const Pair* truncated = nullptr;
    const Pair* failed = nullptr;
    for (const Pair& pair : pairs) {
      const auto verdict = test_percent(value_of(pair.part), value_of(pair.whole), figure(percent));
      if (!verdict) continue;
      if (*verdict == Verdict::holds) {
        told_.insert({pair.part.front(), pair.whole.front()});
        return claim(percent, pair, true);
      }
      if (*verdict == Verdict::truncated && !truncated) truncated = &pair;
      // 120份，合格118份，合格率98.3%，宜存率100%: one rate of them is told already.
      const bool told = told_.contains({pair.part.front(), pair.whole.front()});
      if (*verdict == Verdict::fails && pair.bound && !told && !failed) failed = &pair;
    }
    if (truncated) {
      claim(percent, *truncated, true);
      tell("ratio.truncated", message("audit.ratio.truncated", percent, *truncated), percent, *truncated);
    } else if (failed) {
      refute(percent, *failed, named);
    } else if (tell_no_base) {
      report_.add(
          "no-base",
          message_text("audit.no-base", {{"stated", context_.quote(clause_of(context_, figure(percent)).span)}}),
          {clause_of(context_, figure(percent))}, printed(context_, figure(percent)));
    }
  }
  // The pair does not give the rate: it is wrong, unless something else the text tells explains it.
  void refute(std::size_t percent, const Pair& failed, bool named) {
    // 5个小区中4个已验收，1个待整治后验收，整体验收率80%: some other two of the sentence are meant.
    if (!named) {
      const auto pair = likeliest_pair(context_, percent);
      if (pair && pair->holds) return claim(percent, {{pair->part}, {pair->whole}}, true);
    }
    const auto part_told = named ? std::optional(failed.part.front()) : std::nullopt;
    if (is_of_rest_or_both(percent, failed) || is_read_wrong(percent, failed) ||
        contains_any(context_.view(figure(percent).before), {U"合并", U"综合", U"加权"}) ||  // of several, added up
        paragraph_gives_share(context_, percent, part_told) || tables_give(percent) || follows_another(percent, failed))
      return;
    claim(percent, failed, false);
    tell("ratio", message("audit.ratio", percent, failed), percent, failed);
  }
  // 应签合同16份，有1份延后签订，按时签订率93.75%: of all but these.
  // 支出3,376.30万元，结转结余177.70万元，结转结余率5.0%: of both together.
  bool is_of_rest_or_both(std::size_t percent, const Pair& pair) const {
    const Interval part = value_of(pair.part), whole = value_of(pair.whole);
    return test_percent(whole - part, whole, figure(percent)) == Verdict::holds ||
           test_percent(part, whole + part, figure(percent)) == Verdict::holds;
  }
  // Far off, where more amounts are told than these two.
  bool is_read_wrong(std::size_t percent, const Pair& pair) const {
    constexpr int room = 30;  // per cent
    const auto exact = divide(Ratio(printed_value(pair.part)) * Ratio(100), Ratio(printed_value(pair.whole)));
    if (!exact) return false;
    const Figure& rate = figure(percent);
    // More was not spent than there was: another budget is meant.
    const bool beyond = exact->rounded(2, Rounding::half_up) > Decimal(100) && rate.value <= Decimal(100) &&
                        figure(pair.part.front()).sentence != figure(pair.whole.front()).sentence;
    if (beyond) return true;
    if (!is_far_off(rate.value, exact->rounded(rate.decimals, Rounding::half_up), room)) return false;
    return told_in_unit_of(context_, figure(pair.part.front()), context_.analysis.sentences[rate.sentence]) != 2;
  }
  // 支出1671.38万元，执行率94.69%，追加资金仅支出93.20万元，执行率38.83%: told right behind an amount of another
  // matter.
  bool follows_another(std::size_t percent, const Pair& pair) const {
    if (percent == context_.analysis.sentences[figure(percent).sentence].first_figure) return false;
    const std::size_t last = percent - 1;
    const bool own = std::find(pair.part.begin(), pair.part.end(), last) != pair.part.end() ||
                     std::find(pair.whole.begin(), pair.whole.end(), last) != pair.whole.end();
    return !own && is_amount(last) && last > pair.part.front() && last > pair.whole.front() &&
           contains_any(context_.view(figure(last).before), {U"支出", U"支付", U"执行", U"拨付"}) &&
           context_.view(figure(last).after).empty() && figure(percent).clause == figure(last).clause + 1;
  }
  // Budget and spending in a table of the report that give the rate.
  bool tables_give(std::size_t percent) {
    if (!told_in_tables_) told_in_tables_ = key_figures_of_tables();
    for (const KeyFigure& spent : *told_in_tables_) {
      if (spent.key != Key::spending && spent.key != Key::basic_spending && spent.key != Key::project_spending)
        continue;
      for (const KeyFigure& planned : *told_in_tables_) {
        if (planned.key != Key::budget && planned.key != Key::basic_budget && planned.key != Key::project_budget)
          continue;
        const auto verdict = test_percent(interval_of(spent), interval_of(planned), figure(percent));
        if (verdict && *verdict != Verdict::fails) return true;
      }
    }
    return false;
  }
  std::vector<KeyFigure> key_figures_of_tables() const {
    std::vector<KeyFigure> figures = key_figures(context_.analysis);
    std::erase_if(figures, [](const KeyFigure& one) { return !one.in_table; });
    constexpr std::size_t most = 60;
    if (figures.size() > most) figures.resize(most);
    return figures;
  }
  static Interval interval_of(const KeyFigure& one) {
    const Ratio half = Ratio(one.ulp * Decimal::from_parts(5, 1));
    return {Ratio(one.value) - half, Ratio(one.value) + half};
  }
  static Interval interval_of(const Figure& one) { return audit::interval_of(one); }
  static std::string formula_of(const Context& context, const std::vector<std::size_t>& figures) {
    std::string text = joined(printed_all(context, figures), " − ");
    return figures.size() > 1 ? "（" + text + "）" : text;
  }
  std::string expected(std::size_t percent, const Pair& pair) const {
    return recomputed_percent(printed_value(pair.part), printed_value(pair.whole), figure(percent));
  }
  std::string message(std::string_view code, std::size_t percent, const Pair& pair) const {
    if (code == "audit.ratio") {
      return message_text("audit.ratio", {{"part", formula_of(context_, pair.part)},
                                          {"whole", formula_of(context_, pair.whole)},
                                          {"expected", expected(percent, pair)},
                                          {"stated", context_.quote(clause_of(context_, figure(percent)).span)}});
    }
    return message_text("audit.ratio.truncated", {{"part", formula_of(context_, pair.part)},
                                                  {"whole", formula_of(context_, pair.whole)},
                                                  {"expected", expected(percent, pair)},
                                                  {"stated", printed(context_, figure(percent))}});
  }
  std::vector<Evidence> evidence(std::size_t percent, const Pair& pair) const {
    std::vector<std::size_t> figures = {percent};
    figures.insert(figures.end(), pair.part.begin(), pair.part.end());
    figures.insert(figures.end(), pair.whole.begin(), pair.whole.end());
    return clauses_of(context_, figures);
  }
  void tell(std::string_view rule, std::string text, std::size_t percent, const Pair& pair) {
    const Decimal recomputed = divide(Ratio(printed_value(pair.part)) * Ratio(100), Ratio(printed_value(pair.whole)))
                                   ->rounded(figure(percent).decimals, Rounding::half_up);
    report_.add(rule, std::move(text), evidence(percent, pair), printed(context_, figure(percent)),
                expected(percent, pair), (recomputed - figure(percent).value).to_string() + "个百分点");
  }
  void claim(std::size_t percent, const Pair& pair, bool holds) {
    Claim claim;
    claim.relation = Relation::ratio;
    claim.holds = holds;
    claim.values = {formula_of(context_, pair.part), formula_of(context_, pair.whole),
                    printed(context_, figure(percent))};
    if (pair.whole.size() > 1) claim.assumption = message_text("audit.assumption.difference");
    claim.evidence = evidence(percent, pair);
    report_.add(std::move(claim));
    decided_.insert(percent);
  }

  // Any other rate or share: part and whole in the sentence.
  void test_share(const Sentence& sentence, std::size_t percent) {
    const Text before = context_.view(figure(percent).before);
    if (is_change(before)) return;
    const bool share = contains_any(before, {U"占", U"比重", U"比例"});
    const bool rate = contains(before, U"率") || contains_any(context_.view(figure(percent).after), {U"率"});
    if (test_multiple(sentence, percent)) return;
    if (!share && !rate) return;
    if (share && (test_share_of_spending(sentence, percent) || test_share_of_named(sentence, percent))) return;
    std::vector<std::size_t> candidates = before_of(sentence, percent);
    if (candidates.size() < 2) candidates = around(sentence, percent, std::move(candidates));
    if (candidates.size() < 2) return;
    std::vector<Pair> pairs =
        share ? share_pairs(candidates, before, percent) : rate_pairs(candidates, before, percent);
    // 分别占66.7%、33.3%: which figure each is of, the order tells; no pair is bound.
    if (contains(context_.view({sentence.span.begin, figure(percent).span.begin}), U"分别")) {
      for (Pair& pair : pairs) pair.bound = false;
    }
    decide(percent, pairs, false);
  }

  // No form of words binds the rate: the amounts around it that the words most likely mean.
  void test_likeliest(const Sentence& sentence, std::size_t percent) {
    const Text before = context_.view(figure(percent).before);
    if (is_change(before) ||
        !(contains_any(before, {U"率", U"密度", U"占", U"比例", U"比重", U"满意度", U"完成", U"进度", U"使用",
                                U"只用了", U"面"}) ||
          before.ends_with(U"的") || contains_any(context_.view(figure(percent).after), {U"率"})) ||
        contains(context_.view({sentence.span.begin, figure(percent).span.begin}), U"分别"))
      return;
    if (contains_any(context_.view(sentence.span), {U"先后批示", U"重复", U"交叉", U"重叠"})) return;
    const auto pair = likeliest_pair(context_, percent);
    if (pair) decide(percent, {{{pair->part}, {pair->whole}, pair->weight >= certain_weight}}, false);
  }
  // Of what was before or is aimed at, not of a part.
  static bool is_change(Text before) {
    return contains_any(before, {U"同比", U"增长", U"下降", U"上年", U"去年", U"提高", U"上升", U"降低",
                                 U"减少", U"增加", U"环比", U"增幅", U"降幅", U"目标", U"预期", U"不低于",
                                 U"压减", U"节约", U"超额", U"较",   U"节支", U"节省", U"审减", U"下浮"});
  }

  // 项目支出占全年支出的35.47%: of what was told of both, once each.
  bool test_share_by_name(std::size_t percent) {
    const Text before = context_.view(figure(percent).before);
    const Scope scope = before.starts_with(U"项目支出占")   ? Scope::project
                        : before.starts_with(U"基本支出占") ? Scope::basic
                                                            : Scope::whole;
    if (scope == Scope::whole || !ends_with_any(before, {U"支出的", U"支出总额的", U"支出比重为", U"执行数的"}))
      return false;
    const auto parts = values_.find({Money::spending, scope}), wholes = values_.find({Money::spending, Scope::whole});
    if (parts == values_.end() || wholes == values_.end()) return false;
    const bool single = parts->second.size() == 1 && wholes->second.size() == 1;
    decide(percent, {{{parts->second.front()->figure}, {wholes->second.front()->figure}, single}}, false);
    return true;
  }

  bool leaves_bracket(std::size_t a, std::size_t b) const {
    const Text between = context_.view({figure(a).span.end, figure(b).span.begin});
    return between.find(U'）') < between.find(U'（');
  }
  // 受理审查起诉案件312件428人: the second number is named with the first.
  bool is_named(std::size_t f, Text name) const {
    constexpr std::size_t certain = 4;  // characters: a longer name may go on
    Text words = context_.view(figure(f).before);
    if (words.empty() && f > 0 && figure(f - 1).span.end == figure(f).span.begin)
      words = context_.view(figure(f - 1).before);
    if (name.size() < certain) return words.ends_with(name);
    const std::size_t at = words.find(name);  // but not 卫生技术人员中执业医师205人
    return at != Text::npos &&
           (at + name.size() == words.size() || Text(U"中里之的").find(words[at + name.size()]) == Text::npos);
  }
  // 2022年立案2,936件
  bool of_other_year(std::size_t f) const {
    const int year = context_.analysis.outline.year;
    return f > 0 && year > 0 && figure(f - 1).kind == FigureKind::year && figure(f - 1).clause == figure(f).clause &&
           figure(f - 1).value != Decimal(year);
  }
  // 适配辅助器具3,380件，包括…。免费适配2,975件，免费件数占全部适配件数的88.0%
  bool test_share_of_all(const Sentence& sentence, std::size_t percent, Text stem) {
    const std::size_t part = percent - 1;
    // What the share is of is named like its part: 免费适配…，免费件数占….
    const Text own = context_.view(figure(percent).before).substr(0, 2);
    if (figure(part).dimension == Dimension::percent || !is_han(own.front()) ||
        !contains(context_.view(figure(part).before), own))
      return false;
    std::optional<std::size_t> whole;
    constexpr std::size_t most = 12;
    for (std::size_t f = sentence.first_figure, looked = 0; f-- > 0 && looked < most; ++looked) {
      if (context_.analysis.sentences[figure(f).sentence].block != sentence.block) break;
      if (!figure(f).is_exact() || !same_unit(figure(f), figure(part)) || figure(f).value < figure(part).value)
        continue;
      if (!contains(context_.view(figure(f).before), stem)) continue;
      if (whole) return false;
      whole = f;
    }
    if (!whole) return false;
    decide(percent, {{{part}, {*whole}, true}}, false);
    return true;
  }

  // 上半年支出1204.86万元，占全年预算2846.37万元的42.33%；前三季度2013.40万元，占全年预算的70.74%: the whole is what
  // the paragraph called so before.
  bool test_share_of_named(const Sentence& sentence, std::size_t percent) {
    Text name = context_.view(figure(percent).before);
    if (percent == sentence.first_figure || !name.ends_with(U"的")) return false;
    if (const std::size_t all = name.find(U"占全部"); all != Text::npos) name.remove_prefix(all);
    if (!name.starts_with(U"占")) return false;
    name = name.substr(1, name.size() - 2);
    for (const Text all : {Text(U"全部"), Text(U"所有"), Text(U"总")}) {  // 占全部适配件数的: of what was told as 适配…
      if (name.starts_with(all) && name.size() >= all.size() + 2)
        return test_share_of_all(sentence, percent, name.substr(all.size(), 2));
    }
    // 累计支出4635.80万元（含预付款813.80万元），占概算总投资的53.59%: the bracket holds an aside.
    if (leaves_bracket(percent - 1, percent)) return false;
    // 委员96名，占委员总数的56.80%，换届后县政协委员总数为169名: told right behind.
    if (percent + 1 < sentence.last_figure && figure(percent + 1).is_exact() &&
        same_unit(figure(percent + 1), figure(percent - 1)) && name.size() >= 3 &&
        contains(context_.view(figure(percent + 1).before), name)) {
      decide(percent, {{{percent - 1}, {percent + 1}, true}}, false, true);
      return true;
    }
    // 占立案数的42.6%: of 立案3,214件
    for (const Text counted :
         {Text(U"总数"), Text(U"总量"), Text(U"总额"), Text(U"金额"), Text(U"人数"), Text(U"数"), Text(U"量")}) {
      if (name.size() >= counted.size() + 2 && name.ends_with(counted)) {
        name.remove_suffix(counted.size());
        break;
      }
    }
    if (name.size() < 2 || contains_any(name.substr(0, 2), {U"预算", U"支出", U"收入", U"资金", U"全部", U"同期"}))
      return false;
    const std::size_t part = percent - 1;
    constexpr std::size_t most = 20;
    for (std::size_t f = part, looked = 0; f-- > 0 && looked < most; ++looked) {
      if (context_.analysis.sentences[figure(f).sentence].block != sentence.block) break;
      if (!figure(f).is_exact() || !same_unit(figure(f), figure(part)) || !is_named(f, name) || of_other_year(f))
        continue;
      decide(percent, {{{part}, {f}, figure(part).value <= figure(f).value}}, false, true);
      return true;
    }
    return test_share_of_report(percent, name);
  }
  // 在校学生2,146人 … 参与课后服务的学生1,958人，占在校学生的91.24%: told once by that name, wherever.
  bool test_share_of_report(std::size_t percent, Text name) {
    constexpr std::size_t key = 4;  // characters
    if (name.size() < key) return false;
    if (!by_name_) {
      by_name_.emplace();
      for (std::size_t f = 0; f < context_.analysis.figures.size(); ++f) {
        const Text words = context_.view(figure(f).before);
        if (!figure(f).is_exact() || words.size() < key || of_other_year(f)) continue;
        (*by_name_)[std::u32string(words.substr(words.size() - key))].push_back(f);
      }
    }
    const auto told = by_name_->find(std::u32string(name.substr(name.size() - key)));
    if (told == by_name_->end() || told->second.size() > key) return false;
    std::optional<std::size_t> whole;
    for (const std::size_t f : told->second) {
      if (!context_.view(figure(f).before).ends_with(name) || !same_unit(figure(f), figure(percent - 1))) continue;
      if (whole && figure(*whole).value != figure(f).value) return false;
      whole = f;
    }
    if (!whole || *whole == percent - 1 || figure(*whole).value < figure(percent - 1).value) return false;
    decide(percent, {{{percent - 1}, {*whole}, true}}, false, true);
    return true;
  }

  // 完成4.62万亩，为计划4.5万亩的102.7%: the figure right before 的 is the whole, the one before it the part.
  bool test_multiple(const Sentence& sentence, std::size_t percent) {
    if (percent < sentence.first_figure + 2) return false;
    const std::size_t whole = percent - 1, part = percent - 2;
    const Text between = context_.view({figure(whole).span.end, figure(percent).span.begin});
    if (!between.ends_with(U"的") || between.size() > 12 || between.find_first_of(U"，；。") != Text::npos)
      return false;
    if (!contains_any(context_.view(figure(whole).before), {U"为", U"占", U"完成", U"达", U"是", U"相当于"}))
      return false;
    if (!figure(whole).is_exact() || !figure(part).is_exact() || !same_unit(figure(whole), figure(part))) return false;
    if (figure(part).dimension != Dimension::count && figure(part).dimension != Dimension::money &&
        figure(part).dimension != Dimension::area)
      return false;
    // “三公”经费14.23万元，其中用车9.86万元、接待4.37万元，没有购车支出，为年初预算18.50万元的76.92%: the part may be
    // any of those told before; the nearest is bound where nothing else stands between.
    const Text gap = context_.view({figure(part).span.end, figure(whole).span.begin});
    const bool beside = std::count(gap.begin(), gap.end(), U'，') <= 1;
    std::vector<Pair> pairs = {{{part}, {whole}, beside}};
    constexpr std::size_t most = 12;
    for (std::size_t f = part, looked = 0; f-- > sentence.first_figure && looked < most; ++looked) {
      if (figure(f).is_exact() && same_unit(figure(f), figure(whole))) pairs.push_back({{f}, {whole}});
    }
    decide(percent, pairs, false);
    return true;
  }

  // 基本支出A，占P: of all that was spent, wherever that is told.
  bool test_share_of_spending(const Sentence& sentence, std::size_t percent) {
    if (test_share_by_name(percent)) return true;
    if (percent == sentence.first_figure ||
        residue(context_.view(figure(percent).before), {U"占", U"比", U"为", U"总", U"支出", U"的", U"其中", U"重"})
                .size() > 1) {
      return false;
    }
    const BudgetFigure* part = nullptr;
    std::vector<Pair> pairs;
    for (const BudgetFigure& one : budget_) {
      if (one.figure == percent - 1 && one.money == Money::spending &&
          (one.scope == Scope::basic || one.scope == Scope::project))
        part = &one;
    }
    if (part == nullptr) return false;
    for (const BudgetFigure& one : budget_) {
      if (one.scope != Scope::whole || one.kind == Kind::previous) continue;
      if (one.money == Money::spending) pairs.push_back({{part->figure}, {one.figure}, only(one)});
      if (one.money == Money::budget) pairs.push_back({{part->figure}, {one.figure}, false});
    }
    if (pairs.empty()) return false;
    decide(percent, pairs, false);
    return true;
  }

  // Exact counts or amounts of one unit, back from the rate to the rate before it.
  std::vector<std::size_t> before_of(const Sentence& sentence, std::size_t percent) const {
    std::vector<std::size_t> candidates;
    constexpr std::size_t most = 40;  // figures looked at: keeps a sentence without end linear
    for (std::size_t g = percent, looked = 0; g-- > sentence.first_figure && looked < most; ++looked) {
      if (!figure(g).is_exact() || figure(g).dimension == Dimension::percent) continue;
      if (figure(g).dimension != Dimension::count && figure(g).dimension != Dimension::money) continue;
      if (!candidates.empty() && (!same_unit(figure(candidates[0]), figure(g)) || counts_another(candidates[0], g)))
        continue;
      candidates.push_back(g);
    }
    return candidates;
  }
  // 13个乡镇 and 178个村 are not of one kind.
  bool counts_another(std::size_t a, std::size_t b) const {
    const Text first = context_.view(figure(a).after), second = context_.view(figure(b).after);
    if (first.empty() || second.empty()) return false;
    return first.find(second.back()) == Text::npos && second.find(first.back()) == Text::npos;
  }
  // 满意率98.5%（发放问卷200份，满意197份）; or the whole stood in the sentence before.
  std::vector<std::size_t> around(const Sentence& sentence, std::size_t percent,
                                  std::vector<std::size_t> candidates) const {
    constexpr std::size_t most = 40;  // figures looked at
    if (candidates.empty()) {
      for (std::size_t g = percent + 1; g < std::min(sentence.last_figure, percent + most); ++g) {
        if (figure(g).kind == FigureKind::year || figure(g).kind == FigureKind::date) continue;
        if (!figure(g).is_exact() ||
            (figure(g).dimension != Dimension::count && figure(g).dimension != Dimension::money))
          break;
        if (!candidates.empty() && !same_unit(figure(candidates[0]), figure(g))) break;
        candidates.push_back(g);
      }
      if (candidates.size() > 2) return told_behind(candidates, percent);
      return candidates.size() == 2 ? candidates : std::vector<std::size_t>();
    }
    const std::size_t s = figure(percent).sentence;
    if (s == 0) return candidates;
    const Sentence& previous = context_.analysis.sentences[s - 1];
    if (previous.block != sentence.block) return candidates;
    for (std::size_t g = previous.last_figure, looked = 0; g-- > previous.first_figure && looked < most; ++looked) {
      if (figure(g).is_exact() && figure(g).dimension != Dimension::percent &&
          same_unit(figure(candidates[0]), figure(g)))
        candidates.push_back(g);
    }
    return candidates;
  }

  // 办结率96.1%，共立项378项，办结352项，正在办理26项: the largest, told first, and the one the rate is named after.
  std::vector<std::size_t> told_behind(const std::vector<std::size_t>& candidates, std::size_t percent) const {
    const Text before = context_.view(figure(percent).before);
    const std::size_t at = before.rfind(U"率");
    if (at == Text::npos || at < 2) return {};
    for (std::size_t i = 1; i < candidates.size(); ++i) {
      if (figure(candidates[i]).value > figure(candidates[0]).value) return {};
    }
    for (std::size_t i = 1; i < candidates.size(); ++i) {
      const Text words = context_.view(figure(candidates[i]).before);
      if (contains(words, before.substr(at - 2, 2)) && !contains_any(words, {U"未", U"不", U"正在"}))
        return {candidates[i], candidates[0]};
    }
    return {};
  }

  // 其中B辆，占比P: the nearest figure is the part; a whole is any other, bound when it is the only one.
  std::vector<Pair> share_pairs(const std::vector<std::size_t>& candidates, Text before, std::size_t percent) const {
    std::vector<Pair> pairs;
    const bool clear = names_whole(before, candidates) && speaks_of_part(before, candidates[0]);
    for (std::size_t i = 1; i < candidates.size(); ++i) {
      const bool beside = candidates.size() == 2 && figure(candidates[i]).sentence == figure(candidates[0]).sentence;
      const bool smaller = figure(candidates[0]).value <= figure(candidates[i]).value;
      const bool whole_of_other = figure(percent).value == Decimal(100);
      const bool bound = beside && smaller && !whole_of_other && !are_siblings(candidates[0], candidates[i]) &&
                         (clear || nearly(candidates[0], candidates[i], figure(percent)));
      pairs.push_back({{candidates[0]}, {candidates[i]}, bound});
    }
    if (const auto whole = named_whole(before, candidates)) pairs.push_back({{candidates[0]}, {*whole}, true});
    for (std::size_t i = 1; i < candidates.size(); ++i) {
      for (std::size_t k = 1; k < candidates.size(); ++k) {
        if (i != k) pairs.push_back({{candidates[i]}, {candidates[k]}, false});
      }
    }
    return pairs;
  }
  // 基本支出702.35万元，项目支出441.52万元，项目支出占比38.60%: neither is part of the other.
  bool are_siblings(std::size_t a, std::size_t b) const {
    const int breakdown = context_.analysis.part_of[a];
    if (breakdown >= 0 && breakdown == context_.analysis.part_of[b]) return true;
    const auto tells = [&](std::size_t f, Text scope) { return contains(context_.view(figure(f).before), scope); };
    return (tells(a, U"项目支出") && tells(b, U"基本支出")) || (tells(a, U"基本支出") && tells(b, U"项目支出"));
  }
  // 占受理总量的P, of several before it: the one told as 受理.
  std::optional<std::size_t> named_whole(Text before, const std::vector<std::size_t>& candidates) const {
    const std::size_t at = before.rfind(U"占");
    if (at == Text::npos || candidates.size() < 3) return std::nullopt;
    const Text name = before.substr(at + 1, 2);
    if (name.size() < 2 || contains_any(name, {U"比", U"总", U"全", U"其", U"同", U"本"})) return std::nullopt;
    std::optional<std::size_t> found;
    for (std::size_t i = 1; i < candidates.size(); ++i) {
      const Figure& one = figure(candidates[i]);
      if (!contains(label_of(context_, one), name)) continue;
      if (found || one.value < figure(candidates[0]).value) return std::nullopt;
      found = candidates[i];
    }
    return found;
  }
  // 占比, 占总数的: the whole is the total of the sentence. 占X的: only if X is what the whole counts.
  bool names_whole(Text before, const std::vector<std::size_t>& candidates) const {
    const std::size_t at = before.rfind(U"占");
    if (at == Text::npos) return true;
    Text named = before.substr(at + 1);
    if (named.ends_with(U"的")) named.remove_suffix(1);
    if (named.size() < 2 || contains_any(named, {U"比", U"总", U"全部", U"其"})) return true;
    const Text label = label_of(context_, figure(candidates[1]));
    for (std::size_t i = 0; i + 1 < named.size(); ++i) {
      if (contains(label, named.substr(i, 2))) return true;
    }
    return false;
  }

  // Words before 占 that are not about the figure: 其中具有博士学位的教师占P.
  bool speaks_of_part(Text before, std::size_t part) const {
    const std::size_t at = before.rfind(U"占");
    const std::size_t end = at == Text::npos ? before.size() : at;
    const std::u32string own = residue(
        before.substr(0, end), {U"其中", U"比重", U"比例", U"合计", U"约", U"为", U"达", U"到", U"分别", U"的", U"共"});
    if (own.empty()) return true;
    return contains(label_of(context_, figure(part)), own);
  }

  std::vector<Pair> rate_pairs(const std::vector<std::size_t>& candidates, Text before, std::size_t percent) const {
    std::vector<Pair> pairs;
    const bool over = figure(percent).value > Decimal(100);
    const auto smaller = [&](std::size_t a, std::size_t b) { return (figure(a).value < figure(b).value) != over; };
    for (std::size_t i = 0; i < candidates.size(); ++i) {
      for (std::size_t k = i + 1; k < candidates.size(); ++k) {
        const std::size_t part = smaller(candidates[i], candidates[k]) ? candidates[i] : candidates[k];
        const std::size_t whole = part == candidates[i] ? candidates[k] : candidates[i];
        const bool bound = (candidates.size() == 2 && speaks_of(before, part, whole, figure(percent))) ||
                           mistyped(part, whole, figure(percent));
        pairs.push_back({{part}, {whole}, bound});
      }
    }
    return pairs;
  }
  // The rate's stem (办结率: 办结) stands at the part, or at what was due (应办结).
  bool speaks_of(Text before, std::size_t part, std::size_t whole, const Figure& percent) const {
    if (figure(part).value == figure(whole).value) return false;
    // 应参保的1,905人都已参保，参保率100%: of those alone.
    const Text behind = context_.view(figure(part).after);
    if (percent.value == Decimal(100) && contains_any(behind, {U"都", U"均", U"全部", U"全"})) return false;
    // A whole told in the sentence before is named as one.
    if (figure(part).sentence != figure(whole).sentence &&
        !contains_any(context_.view(figure(whole).before), {U"应", U"共", U"总", U"受理", U"收到", U"发放", U"抽",
                                                            U"回收", U"收回", U"报送", U"承办", U"交办"}))
      return false;
    const std::size_t at = before.rfind(U"率");
    if (at == Text::npos || at < 2) return false;
    // 按时办结率 is of what was finished, not of what came in.
    if (percent.value == Decimal(100) && contains_any(before, {U"按时", U"按期", U"及时", U"期限", U"限时", U"一次"}))
      return false;
    const Text stem = before.substr(at - 2, 2);
    const auto label = [&](std::size_t f) { return label_of(context_, figure(f)); };
    if (contains(context_.view(figure(whole).before), U"累计")) return false;  // 新增18个，累计达到262个
    if (contains_any(label(part), {U"未", U"不"}) || contains_any(label(part), {U"平均"})) return false;
    const Text before_whole = context_.view(figure(whole).before);
    const bool both = contains(label(part), stem) && contains(before_whole, stem) && !contains(before_whole, U"应");
    if (both) return false;  // 飞机防治, 人工防治, 无公害防治率
    if (contains(label(part), stem) || (contains(label(whole), stem) && contains(label(whole), U"应"))) return true;
    return nearly(part, whole, percent) && figure(part).sentence == figure(whole).sentence &&
           !contains_any(before,
                         {U"按时", U"按期", U"及时", U"期限", U"限时", U"一次", U"有效", U"平均", U"综合", U"满意"});
  }
  // 89.0% for 98.0%: of these two, with two digits swapped or one changed.
  bool mistyped(std::size_t part, std::size_t whole, const Figure& percent) const {
    if (figure(part).value >= figure(whole).value) return false;
    const auto exact = divide(Ratio(figure(part).value) * Ratio(100), Ratio(figure(whole).value));
    if (!exact) return false;
    const std::u32string stated = digits_of(context_.view(percent.number));
    const std::u32string computed = digits_of(exact->rounded(percent.decimals, Rounding::half_up));
    if (!digits_changed(stated, computed)) return false;
    if (figure(part).sentence == figure(whole).sentence) return true;
    // Of a sentence before, only two digits swapped are no chance.
    return digits_swapped(stated, computed) && stated.size() >= 4 && figure(part).sentence == percent.sentence;
  }
  // Within three points: the rate of these two, and mistyped.
  bool nearly(std::size_t part, std::size_t whole, const Figure& percent) const {
    const auto exact = divide(Ratio(figure(part).value) * Ratio(100), Ratio(figure(whole).value));
    if (!exact) return false;
    const Ratio off = *exact - Ratio(percent.value);
    return off <= Ratio(3) && Ratio(-3) <= off;
  }

  const Context& context_;
  Report& report_;
  const std::vector<BudgetFigure>& budget_;
  std::map<std::pair<Money, Scope>, std::vector<const BudgetFigure*>> values_;
  std::optional<std::vector<KeyFigure>> told_in_tables_;
  std::optional<std::unordered_map<std::u32string, std::vector<std::size_t>>> by_name_;  // by the last words before
  std::set<std::size_t> decided_;                       // rates of which it is known what they are of
  std::set<std::pair<std::size_t, std::size_t>> told_;  // part and whole of rates that hold
  bool adjusted_ = false;                               // the report tells of a budget changed during the year
};

}  // namespace

void check_ratios(const Context& context, Report& report) {
  Ratios(context, report).run();
}

}  // namespace jiheng::audit
