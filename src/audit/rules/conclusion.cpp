// score.grade, score.equals-rate, score.deduction-unexplained (total), and the claim that accounts for lost points.
#include <algorithm>
#include <optional>

#include "audit/language/budget.h"
#include "audit/language/scores.h"
#include "audit/language/vocabulary.h"
#include "audit/rules/figure_words.h"
#include "base/text.h"

namespace jiheng::audit {
namespace {

class Conclusion {
 public:
  Conclusion(const Context& context, Report& report) : context_(context), report_(report) {}

  void run() {
    const std::vector<std::size_t>& totals = context_.analysis.total_scores;
    test_grades(totals.empty() ? std::optional<std::size_t>() : totals.front());
    if (totals.empty()) return;
    score_ = totals.front();
    const bool equals = test_equals_rate();
    const bool explained = explain_lost_points();
    if (!equals && !explained) test_deduction();
  }

 private:
  const Figure& figure(std::size_t f) const { return context_.analysis.figures[f]; }

  // The grade of the whole against the total, that of a project against its own mark.
  void test_grades(std::optional<std::size_t> total) {
    for (const StatedGrade& stated : context_.analysis.stated_grades) {
      const std::optional<std::size_t> score = stated.of ? stated.of : total;
      if (score) test_grade(stated, *score);
    }
  }
  void test_grade(const StatedGrade& stated, std::size_t score) {
    const std::u32string& expected = context_.rules.grade_of(figure(score).value);
    const bool holds = expected == stated.grade;
    Claim claim;
    claim.relation = Relation::grade;
    claim.holds = holds;
    claim.values = {printed(context_, figure(score)), context_.quote(stated.span)};
    claim.evidence = {clause_of(context_, figure(score)), context_.at(stated.span)};
    report_.add(std::move(claim));
    if (holds) return;
    report_.add("score.grade",
                message_text("audit.score.grade", {{"score", printed(context_, figure(score))},
                                                   {"stated", to_utf8(stated.grade)},
                                                   {"expected", to_utf8(expected)}}),
                {context_.at(stated.span), clause_of(context_, figure(score))}, to_utf8(stated.grade),
                to_utf8(expected));
  }

  std::vector<std::size_t> rates() const {
    std::vector<std::size_t> found;
    for (const BudgetFigure& one : context_.analysis.budget) {
      const bool whole = one.scope == Scope::whole || one.scope == Scope::general_fund;
      if (one.money == Money::rate && whole && (one.kind == Kind::plain || one.kind == Kind::average))
        found.push_back(one.figure);
    }
    return found;
  }

  bool test_equals_rate() {
    for (const std::size_t rate : rates()) {
      if (figure(rate).value != figure(score_).value || figure(rate).value == Decimal(100)) continue;
      report_.add(
          "score.equals-rate",
          message_text("audit.score.equals-rate", {{"score", context_.quote(clause_of(context_, figure(score_)).span)},
                                                   {"rate", context_.quote(clause_of(context_, figure(rate)).span)}}),
          clauses_of(context_, {score_, rate}), printed(context_, figure(score_)), printed(context_, figure(rate)));
      return true;
    }
    return false;
  }

  bool lost_points() const { return figure(score_).value < Decimal(100) && figure(score_).value > Decimal(0); }

  // 100 − what the rate item loses (10 × (1 − rate)) − whole or half points for items named with the score.
  bool explain_lost_points() {
    if (!lost_points() || !reason_given()) return false;
    const Ratio hundred(100);
    for (const std::size_t rate : by_likelihood(rates())) {
      if (figure(rate).value >= Decimal(100)) continue;
      const Ratio by_rate = *divide((hundred - Ratio(figure(rate).value)) * Ratio(10), hundred);
      for (int halves = 0; halves <= 20; ++halves) {
        const Ratio score = hundred - by_rate - *divide(Ratio(halves), Ratio(2));
        if (score < Ratio(figure(score_).low()) || score >= Ratio(figure(score_).high())) continue;
        Claim claim;
        claim.relation = Relation::deduction;
        const std::string points = divide(Ratio(halves), Ratio(2))->to_string();
        claim.values = {"100", points, by_rate.rounded(3, Rounding::half_up).to_string(),
                        printed(context_, figure(score_))};
        claim.assumption =
            message_text("audit.assumption.deduction", {{"points", points},
                                                        {"rate", printed(context_, figure(rate))},
                                                        {"lost", by_rate.rounded(3, Rounding::half_up).to_string()}});
        claim.evidence = clauses_of(context_, {score_, rate});
        report_.add(std::move(claim));
        return true;
      }
    }
    return true;  // a reason is given, whether or not it can be counted
  }
  // The average rate first: the rate item is scored by it where a report names one.
  std::vector<std::size_t> by_likelihood(std::vector<std::size_t> found) const {
    std::stable_partition(found.begin(), found.end(),
                          [&](std::size_t f) { return contains(context_.view(figure(f).before), U"平均"); });
    return found;
  }

  // Words after the score, in its block or section, that say why; or a deduction stated anywhere; or items that show
  // it.
  bool reason_given() const {
    const Sentence& sentence = context_.analysis.sentences[figure(score_).sentence];
    std::uint32_t until = context_.analysis.document.blocks[sentence.block].span.end;
    for (const Section& section : context_.analysis.outline.sections) {
      if (section.kind == SectionKind::conclusion && section.span.contains(figure(score_).span))
        until = std::max(until, section.span.end);
    }
    const Text after = context_.view({figure(score_).span.end, until});
    if (contains_any(after, {U"原因", U"由于", U"主要是", U"扣", U"失分", U"未达", U"不足", U"有待", U"未完成", U"影响",
                             U"因", U"滞后", U"偏低", U"未能"}))
      return true;
    const Text all(context_.analysis.document.text);
    if (contains_any(all, {U"扣分", U"失分", U"扣除", U"扣减"})) return true;
    for (const Figure& one : context_.analysis.figures) {
      if (one.dimension == Dimension::score && mark_of(context_.analysis, one) == Mark::lost) return true;
    }
    std::size_t items = 0;
    for (const Figure& one : context_.analysis.figures) {
      if (one.is_exact() && one.dimension == Dimension::score && mark_of(context_.analysis, one) == Mark::earned)
        ++items;
    }
    if (items >= 4) return true;
    for (const reading::Table& table : context_.analysis.document.tables) {
      if (contains_any(context_.view(table.span), {U"得分", U"自评分"})) return true;
    }
    return false;
  }

  void test_deduction() {
    if (!lost_points() || reason_given()) return;
    const Decimal lost = Decimal(100) - figure(score_).value;
    Claim claim;
    claim.relation = Relation::deduction;
    claim.holds = false;
    claim.values = {"100", lost.to_string(), printed(context_, figure(score_))};
    claim.evidence = {clause_of(context_, figure(score_))};
    report_.add(std::move(claim));
    report_.add("score.deduction-unexplained",
                message_text("audit.score.deduction-unexplained",
                             {{"score", printed(context_, figure(score_))}, {"lost", lost.to_string()}}),
                {clause_of(context_, figure(score_))}, printed(context_, figure(score_)), "100分",
                lost.to_string() + "分");
  }

  const Context& context_;
  Report& report_;
  std::size_t score_ = 0;
};

}  // namespace

void check_conclusion(const Context& context, Report& report) {
  Conclusion(context, report).run();
}

}  // namespace jiheng::audit
