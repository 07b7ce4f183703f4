// score.items, score.item-range, score.rate in the text: item scores against subtotals, subtotals against the total,
// a mark against its full mark, a rate item against full mark × rate. (Tables: score_tables.cpp.)
#include <algorithm>
#include <optional>

#include "audit/language/budget.h"
#include "audit/language/scores.h"
#include "audit/language/vocabulary.h"
#include "audit/rules/figure_words.h"

namespace jiheng::audit {
namespace {

struct Item {
  std::size_t block = 0;
  std::size_t figure = 0;
  int rank = 0;  // of the block's marking: the deeper the larger
  bool heading = false;
};

class ScoreItems {
 public:
  ScoreItems(const Context& context, Report& report) : context_(context), report_(report) {}

  void run() {
    collect();
    test_subtotals();
    test_total();
    test_ranges();
    test_rates();
  }

 private:
  const Figure& figure(std::size_t f) const { return context_.analysis.figures[f]; }
  const reading::Block& block_of(const Item& item) const { return context_.analysis.document.blocks[item.block]; }

  // One earned mark per block, in order.
  void collect() {
    std::vector<std::size_t> totals = context_.analysis.total_scores;
    for (std::size_t f = 0; f < context_.analysis.figures.size(); ++f) {
      const Figure& one = figure(f);
      if (!one.is_exact() || one.dimension != Dimension::score || mark_of(context_.analysis, one) != Mark::earned)
        continue;
      const std::size_t block = context_.analysis.sentences[one.sentence].block;
      if (context_.analysis.document.blocks[block].kind == reading::BlockKind::cell) continue;
      if (std::find(totals.begin(), totals.end(), f) != totals.end()) continue;
      if (!items_.empty() && items_.back().block == block) continue;
      items_.push_back({block, f, static_cast<int>(context_.analysis.document.blocks[block].marking), false});
    }
  }

  // Items right below a head, deeper than it: all at one depth.
  void test_subtotals() {
    for (std::size_t head = 0; head < items_.size(); ++head) {
      std::vector<std::size_t> children;
      for (std::size_t i = head + 1; i < items_.size() && items_[i].block == items_[i - 1].block + 1; ++i) {
        if (items_[i].rank <= items_[head].rank) break;
        if (!children.empty() && items_[i].rank != items_[children[0]].rank) {
          if (items_[i].rank < items_[children[0]].rank) break;
          continue;
        }
        children.push_back(i);
      }
      if (children.size() < 2) continue;
      for (const std::size_t child : children) parent_.push_back({child, head});
      if (!compare(items_[head].figure, figures_of(children))) hidden_ = true;
    }
  }
  std::vector<std::size_t> figures_of(const std::vector<std::size_t>& items) const {
    std::vector<std::size_t> figures;
    for (const std::size_t item : items) figures.push_back(items_[item].figure);
    return figures;
  }
  bool has_parent(std::size_t item) const {
    return std::any_of(parent_.begin(), parent_.end(), [&](const auto& pair) { return pair.first == item; });
  }
  bool has_children(std::size_t item) const {
    return std::any_of(parent_.begin(), parent_.end(), [&](const auto& pair) { return pair.second == item; });
  }

  // The total against the subtotals as stated, and against the items where some subtotal hides a difference.
  void test_total() {
    const std::vector<std::size_t>& totals = context_.analysis.total_scores;
    if (totals.empty() || parent_.empty()) return;
    std::vector<std::size_t> heads, leaves;
    for (std::size_t i = 0; i < items_.size(); ++i) {
      if (has_children(i) && !has_parent(i)) heads.push_back(items_[i].figure);
      if (has_parent(i) && !has_children(i)) leaves.push_back(items_[i].figure);
    }
    if (heads.size() < 2) return;
    compare(totals.front(), heads);
    if (hidden_) compare(totals.front(), leaves);
  }

  // Whether they add up; reported if not.
  bool compare(std::size_t total, const std::vector<std::size_t>& parts) {
    Ratio sum(0);
    for (const std::size_t part : parts) sum = sum + Ratio(figure(part).value);
    const bool holds = sum == Ratio(figure(total).value);
    Claim claim;
    claim.relation = Relation::score;
    claim.holds = holds;
    claim.values = printed_all(context_, parts);
    claim.values.push_back(printed(context_, figure(total)));
    claim.evidence = clauses_of(context_, parts);
    claim.evidence.insert(claim.evidence.begin(), clause_of(context_, figure(total)));
    const std::vector<Evidence> places = claim.evidence;
    report_.add(std::move(claim));
    if (holds) return true;
    const std::string expected = in_unit_of(sum, figure(total));
    const std::string stated = printed(context_, figure(total));
    report_.add(
        "score.items",
        message_text("audit.score.items", {{"count", parts.size()},
                                           {"expected", expected},
                                           {"stated", context_.quote(clause_of(context_, figure(total)).span)}}),
        places, stated, expected, in_unit_of(sum - Ratio(figure(total).value), figure(total)));
    return false;
  }

  // 满分10分，得11分 and 得9.8分（满分10分）
  void test_ranges() {
    for (const Sentence& sentence : context_.analysis.sentences) {
      for (std::size_t f = sentence.first_figure; f + 1 < sentence.last_figure; ++f) {
        std::size_t a = f, b = f + 1;
        if (!is_score(a) || !is_score(b) || figure(b).span.begin - figure(a).span.end > 12) continue;
        Mark first = mark_of(context_.analysis, figure(a)), second = mark_of(context_.analysis, figure(b));
        if (first == Mark::earned && second == Mark::full) std::swap(a, b), std::swap(first, second);
        if (first != Mark::full || second != Mark::earned) continue;
        full_.push_back({b, a});
        if (figure(b).value <= figure(a).value && figure(b).value.sign() >= 0) continue;
        report_.add("score.item-range",
                    message_text("audit.score.item-range",
                                 {{"score", printed(context_, figure(b))}, {"full", printed(context_, figure(a))}}),
                    clauses_of(context_, {b, a}), printed(context_, figure(b)), "0 ~ " + printed(context_, figure(a)));
      }
    }
  }
  bool is_score(std::size_t f) const { return figure(f).is_exact() && figure(f).dimension == Dimension::score; }

  // The mark of the execution-rate item is full mark × rate (at most the full mark), rounded as printed.
  void test_rates() {
    std::vector<std::size_t> rates;
    for (const BudgetFigure& one : context_.analysis.budget) {
      if (one.money == Money::rate && (one.kind == Kind::plain || one.kind == Kind::average) &&
          (one.scope == Scope::whole || one.scope == Scope::general_fund))
        rates.push_back(one.figure);
    }
    if (rates.empty()) return;
    for (std::size_t f = 0; f < context_.analysis.figures.size(); ++f) {
      if (!is_score(f) || mark_of(context_.analysis, figure(f)) != Mark::earned) continue;
      const Sentence& sentence = context_.analysis.sentences[figure(f).sentence];
      if (context_.analysis.document.blocks[sentence.block].kind == reading::BlockKind::cell) continue;
      const Text words = context_.view({sentence.span.begin, figure(f).span.begin});
      const Text near = words.substr(words.size() - std::min<std::size_t>(words.size(), 40));
      if (!contains_any(near, {U"支出率", U"执行率"}) || contains_any(near, {U"履职效能", U"总分", U"综合得分"}))
        continue;
      test_rate(f, rates);
    }
  }
  void test_rate(std::size_t f, const std::vector<std::size_t>& rates) {
    std::optional<Decimal> stated_full;
    for (const auto& [earned, full] : full_) {
      if (earned == f) stated_full = figure(full).value;
    }
    if (!stated_full && figure(f).value > Decimal(10)) return;
    const Decimal full = stated_full.value_or(Decimal(10));
    if (!stated_full && figure(f).value <= Decimal(8)) return;  // another full mark: not known here
    std::optional<std::size_t> holding;
    for (const std::size_t rate : rates) {
      if (fits(full, figure(rate), figure(f))) holding = rate;
    }
    const std::size_t rate = holding.value_or(rates.front());
    Claim claim;
    claim.relation = Relation::score;
    claim.holds = holding.has_value();
    claim.values = {full.to_string(), printed(context_, figure(rate)), printed(context_, figure(f))};
    if (!stated_full) claim.assumption = message_text("audit.assumption.full", {{"full", full.to_string()}});
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
  std::vector<Item> items_;
  std::vector<std::pair<std::size_t, std::size_t>> parent_;  // item, its head
  std::vector<std::pair<std::size_t, std::size_t>> full_;    // earned mark, its full mark
  bool hidden_ = false;                                      // some subtotal differs from its items
};

}  // namespace

void check_score_items(const Context& context, Report& report) {
  ScoreItems(context, report).run();
}

}  // namespace jiheng::audit
