#include "audit/rules/rate_judge.h"

#include <algorithm>

#include "audit/language/vocabulary.h"
#include "audit/rules/rate_pairs.h"
#include "audit/rules/readings.h"

namespace jiheng::audit {
namespace {

Interval printed_interval(const KeyFigure& one) {
  const Ratio half = Ratio(one.ulp * Decimal::from_parts(5, 1));
  return {Ratio(one.value) - half, Ratio(one.value) + half};
}

}  // namespace

Interval RateJudge::value_of(const std::vector<std::size_t>& figures) const {
  Interval value = interval_of(figure(figures[0]));
  for (std::size_t i = 1; i < figures.size(); ++i) value = value - interval_of(figure(figures[i]));
  return value;
}

Decimal RateJudge::printed_value(const std::vector<std::size_t>& figures) const {
  Decimal value = figure(figures[0]).value;
  for (std::size_t i = 1; i < figures.size(); ++i) value -= figure(figures[i]).value;
  return value;
}

void RateJudge::decide(std::size_t percent, const std::vector<PartOfWhole>& pairs, bool tell_no_base, bool named) {
  const PartOfWhole* truncated = nullptr;
  const PartOfWhole* failed = nullptr;
  for (const PartOfWhole& pair : pairs) {
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
    report_.add("no-base",
                message_text("audit.no-base", {{"stated", context_.quote(clause_of(context_, figure(percent)).span)}}),
                {clause_of(context_, figure(percent))}, printed(context_, figure(percent)));
  }
}

// The pair does not give the rate: it is wrong, unless something else the text tells explains it.
void RateJudge::refute(std::size_t percent, const PartOfWhole& failed, bool named) {
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
bool RateJudge::is_of_rest_or_both(std::size_t percent, const PartOfWhole& pair) const {
  const Interval part = value_of(pair.part), whole = value_of(pair.whole);
  return test_percent(whole - part, whole, figure(percent)) == Verdict::holds ||
         test_percent(part, whole + part, figure(percent)) == Verdict::holds;
}

// Far off, where more amounts are told than these two.
bool RateJudge::is_read_wrong(std::size_t percent, const PartOfWhole& pair) const {
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
bool RateJudge::follows_another(std::size_t percent, const PartOfWhole& pair) const {
  if (percent == context_.analysis.sentences[figure(percent).sentence].first_figure) return false;
  const std::size_t last = percent - 1;
  const bool own = std::find(pair.part.begin(), pair.part.end(), last) != pair.part.end() ||
                   std::find(pair.whole.begin(), pair.whole.end(), last) != pair.whole.end();
  const bool money = figure(last).is_exact() && figure(last).dimension == Dimension::money;
  return !own && money && last > pair.part.front() && last > pair.whole.front() &&
         contains_any(context_.view(figure(last).before), {U"支出", U"支付", U"执行", U"拨付"}) &&
         context_.view(figure(last).after).empty() && figure(percent).clause == figure(last).clause + 1;
}

// Budget and spending in a table of the report that give the rate.
bool RateJudge::tables_give(std::size_t percent) {
  if (!told_in_tables_) told_in_tables_ = key_figures_of_tables();
  for (const KeyFigure& spent : *told_in_tables_) {
    if (spent.key != Key::spending && spent.key != Key::basic_spending && spent.key != Key::project_spending) continue;
    for (const KeyFigure& planned : *told_in_tables_) {
      if (planned.key != Key::budget && planned.key != Key::basic_budget && planned.key != Key::project_budget)
        continue;
      const auto verdict = test_percent(printed_interval(spent), printed_interval(planned), figure(percent));
      if (verdict && *verdict != Verdict::fails) return true;
    }
  }
  return false;
}

std::vector<KeyFigure> RateJudge::key_figures_of_tables() const {
  std::vector<KeyFigure> figures = key_figures(context_.analysis);
  std::erase_if(figures, [](const KeyFigure& one) { return !one.in_table; });
  constexpr std::size_t most = 60;
  if (figures.size() > most) figures.resize(most);
  return figures;
}

std::string RateJudge::formula_of(const std::vector<std::size_t>& figures) const {
  std::string text = joined(printed_all(context_, figures), " − ");
  return figures.size() > 1 ? "（" + text + "）" : text;
}

std::string RateJudge::expected(std::size_t percent, const PartOfWhole& pair) const {
  return recomputed_percent(printed_value(pair.part), printed_value(pair.whole), figure(percent));
}

std::string RateJudge::message(std::string_view code, std::size_t percent, const PartOfWhole& pair) const {
  if (code == "audit.ratio") {
    return message_text("audit.ratio", {{"part", formula_of(pair.part)},
                                        {"whole", formula_of(pair.whole)},
                                        {"expected", expected(percent, pair)},
                                        {"stated", context_.quote(clause_of(context_, figure(percent)).span)}});
  }
  return message_text("audit.ratio.truncated", {{"part", formula_of(pair.part)},
                                                {"whole", formula_of(pair.whole)},
                                                {"expected", expected(percent, pair)},
                                                {"stated", printed(context_, figure(percent))}});
}

std::vector<Evidence> RateJudge::evidence(std::size_t percent, const PartOfWhole& pair) const {
  std::vector<std::size_t> figures = {percent};
  figures.insert(figures.end(), pair.part.begin(), pair.part.end());
  figures.insert(figures.end(), pair.whole.begin(), pair.whole.end());
  return clauses_of(context_, figures);
}

void RateJudge::tell(std::string_view rule, std::string text, std::size_t percent, const PartOfWhole& pair) {
  const Decimal recomputed = divide(Ratio(printed_value(pair.part)) * Ratio(100), Ratio(printed_value(pair.whole)))
                                 ->rounded(figure(percent).decimals, Rounding::half_up);
  report_.add(rule, std::move(text), evidence(percent, pair), printed(context_, figure(percent)),
              expected(percent, pair), (recomputed - figure(percent).value).to_string() + "个百分点");
}

void RateJudge::claim(std::size_t percent, const PartOfWhole& pair, bool holds) {
  Claim claim;
  claim.relation = Relation::ratio;
  claim.holds = holds;
  claim.values = {formula_of(pair.part), formula_of(pair.whole), printed(context_, figure(percent))};
  if (pair.whole.size() > 1) claim.assumption = message_text("audit.assumption.difference");
  claim.evidence = evidence(percent, pair);
  report_.add(std::move(claim));
  decided_.insert(percent);
}

}  // namespace jiheng::audit
