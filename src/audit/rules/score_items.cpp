// score.items, score.item-range, score.rate in the text: item scores against subtotals, subtotals against the total,
// a mark against its full mark, a rate item against full mark × rate. (Tables: score_tables.cpp.)
#include <algorithm>
#include <optional>
#include <unordered_set>

#include "audit/language/budget.h"
#include "audit/language/scores.h"
#include "audit/language/vocabulary.h"
#include "audit/rules/figure_words.h"
#include "audit/rules/score_marks.h"

namespace jiheng::audit {
namespace {

struct Item {
  std::size_t block = 0;
  std::size_t figure = 0;
  int rank = 0;                    // of the block's marking: the deeper the larger
  std::vector<std::size_t> inner;  // the marks a subtotal in its own block adds up
  bool added_up = false;           // the subtotal stands behind them
  bool told_first = false;         // or in front of them
};

class ScoreItems {
 public:
  ScoreItems(const Context& context, Report& report)
      : context_(context), report_(report), marks_(find_item_marks(context.analysis)) {}

  void run() {
    collect();
    test_subtotals();
    test_total();
    for (const ItemMark& mark : marks_) {
      if (mark.full) test_range(mark);
      if (mark.full) test_deductions(mark);
    }
    test_rates();
  }

 private:
  const Figure& figure(std::size_t f) const { return context_.analysis.figures[f]; }

  // One mark per block, in order: its subtotal, or else the first one earned.
  void collect() {
    for (const ItemMark& mark : marks_) {
      const bool fresh = items_.empty() || items_.back().block != mark.block;
      if (fresh) {
        const auto marking = context_.analysis.document.blocks[mark.block].marking;
        items_.push_back({mark.block, mark.earned, static_cast<int>(marking), {}});
      }
      Item& item = items_.back();
      // 前四项小计42.2分，后三项小计53分: of some of them.
      const Text words = context_.view(figure(mark.earned).before);
      if (mark.subtotal && contains_any(words, {U"前", U"后", U"其中"})) continue;
      if (mark.subtotal && item.inner.empty()) {
        item.figure = mark.earned;  // 得分合计38分。数量得15分；…: what follows is added up
        item.told_first = true;
      } else if (mark.subtotal) {
        item.figure = mark.earned;
        item.added_up = true;
      } else if (!item.added_up) {
        item.inner.push_back(mark.earned);
      }
    }
    for (Item& item : items_) {
      if (item.added_up || (item.told_first && item.inner.size() >= 3)) continue;
      if (!heads_its_block(item)) item.inner.clear();
    }
  }
  // 2.过程类20分，得19分。（1）…4分，得4分；（2）…: the first full mark is what the others come to.
  bool heads_its_block(Item& item) const {
    Ratio whole(0), parts(0);
    // Marks stand in the order of their blocks.
    const auto first = std::lower_bound(marks_.begin(), marks_.end(), item.block,
                                        [](const ItemMark& mark, std::size_t block) { return mark.block < block; });
    for (auto mark_at = first; mark_at != marks_.end() && mark_at->block == item.block; ++mark_at) {
      const ItemMark& mark = *mark_at;
      if (!mark.full) continue;
      (mark.earned == item.figure ? whole : parts) =
          (mark.earned == item.figure ? whole : parts) + Ratio(figure(*mark.full).value);
    }
    if (item.inner.size() < 3 || whole == Ratio(0) || !(whole == parts)) return false;
    std::erase(item.inner, item.figure);
    return true;
  }
  // 甲9分、乙8分，合计17分 is tested as a sum.
  bool is_tested(std::size_t total) const {
    const auto& all = context_.analysis.breakdowns;
    return std::any_of(all.begin(), all.end(),
                       [&](const Breakdown& one) { return !one.totals.empty() && one.totals.front() == total; });
  }

  // Marks before a subtotal in its block; items right below a head, deeper than it and all at one depth.
  void test_subtotals() {
    for (const Item& item : items_) {
      if (item.inner.size() >= 2 && !is_tested(item.figure) && !compare(item.figure, item.inner)) hidden_ = true;
    }
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
      heads_.insert(head);
      headed_.insert(children.begin(), children.end());
      if (!compare(items_[head].figure, figures_of(children))) hidden_ = true;
    }
  }
  std::vector<std::size_t> figures_of(const std::vector<std::size_t>& items) const {
    std::vector<std::size_t> figures;
    for (const std::size_t item : items) figures.push_back(items_[item].figure);
    return figures;
  }
  bool has_head(std::size_t item) const { return headed_.contains(item); }
  bool has_children(std::size_t item) const { return heads_.contains(item); }

  // The total against the subtotals as stated, and against the items where some subtotal hides a difference; without
  // subtotals against all items, when their full marks make up 100.
  void test_total() {
    const std::vector<std::size_t>& totals = context_.analysis.total_scores;
    if (totals.empty()) return;
    std::vector<std::size_t> heads, leaves;
    std::optional<int> rank;  // of the heads; an item of it without parts of its own counts with them
    for (std::size_t i = 0; i < items_.size(); ++i) {
      const bool inner = items_[i].inner.size() >= 2;
      if ((has_children(i) || inner) && !has_head(i) && !rank) rank = items_[i].rank;
    }
    for (std::size_t i = 0; i < items_.size(); ++i) {
      const bool inner = items_[i].inner.size() >= 2;
      const bool head = has_children(i) || inner;
      const bool beside_heads = rank && *rank > static_cast<int>(reading::Marking::none) && items_[i].rank == *rank;
      if ((head || beside_heads) && !has_head(i)) heads.push_back(items_[i].figure);
      if (inner) leaves.insert(leaves.end(), items_[i].inner.begin(), items_[i].inner.end());
      if (has_head(i) && !has_children(i) && !inner) leaves.push_back(items_[i].figure);
    }
    if (heads.size() >= 2 && !leaves_some_out(heads)) {
      compare(totals.front(), heads);
      if (hidden_) compare(totals.front(), leaves);
      return;
    }
    std::vector<std::size_t> all;
    for (const Item& item : items_) {
      if (full_of({item.figure}) > Ratio(0)) all.push_back(item.figure);
    }
    if (all.size() >= 3 && full_of(all) == Ratio(100)) {
      compare(totals.front(), all);
      return;
    }
    if (test_dimensions(totals.front()) || test_told_before(totals.front())) return;
    std::vector<std::size_t> earned;
    Ratio full(0);
    for (const ItemMark& mark : marks_) {
      if (!mark.full || mark.subtotal || mark.nested) continue;
      earned.push_back(mark.earned);
      full = full + Ratio(figure(*mark.full).value);
    }
    if (earned.size() >= 3 && full == Ratio(100)) compare(totals.front(), earned);
  }

  // 履职效能得46.2分, 管理效率得47分: the two halves of the usual framework.
  bool test_dimensions(std::size_t total) {
    std::vector<std::size_t> halves;
    for (const Text name : {Text(U"履职效能"), Text(U"管理效率")}) {
      std::size_t found = 0, times = 0;
      for (const ItemMark& mark : marks_) {
        const Text words = context_.view(figure(mark.earned).before);
        if (!contains(words, name) || mark.nested || words.size() > name.size() + 8) continue;
        found = mark.earned;
        ++times;
      }
      if (times != 1) return false;
      halves.push_back(found);
    }
    compare(total, halves);
    return true;
  }
  // 预算执行得9.73分，产出得49分，效益得30分，满意度得10分。…总分98.73分: three marks or more of one paragraph that
  // come near the total told at its end.
  bool test_told_before(std::size_t total) {
    const std::size_t block = context_.analysis.sentences[figure(total).sentence].block;
    std::vector<std::size_t> earned;
    Ratio sum(0);
    for (const ItemMark& mark : marks_) {
      if (mark.block != block || mark.nested || mark.subtotal) continue;
      if (mark.earned > total) return false;
      earned.push_back(mark.earned);
      sum = sum + Ratio(figure(mark.earned).value);
    }
    if (earned.size() < 3) return false;
    const Ratio off = sum - Ratio(figure(total).value);
    if (off > Ratio(3) || off < Ratio(-3)) return false;
    compare(total, earned);
    return true;
  }
  // The full marks told of these items; those without one count nothing.
  Ratio full_of(const std::vector<std::size_t>& items) const {
    Ratio full(0);
    for (const ItemMark& mark : marks_) {
      const bool own = std::binary_search(items.begin(), items.end(), mark.earned);
      if (own && mark.full) full = full + Ratio(figure(*mark.full).value);
    }
    return full;
  }
  // 过程30分、产出30分、效果30分 are not all there is of 100.
  bool leaves_some_out(const std::vector<std::size_t>& heads) const {
    const auto told = [&](std::size_t head) {
      return std::any_of(marks_.begin(), marks_.end(),
                         [&](const ItemMark& mark) { return mark.earned == head && mark.full; });
    };
    return std::all_of(heads.begin(), heads.end(), told) && !(full_of(heads) == Ratio(100));
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
  void test_range(const ItemMark& mark) {
    const Figure& earned = figure(mark.earned);
    const Figure& full = figure(*mark.full);
    if (earned.value <= full.value && earned.value.sign() >= 0) return;
    report_.add("score.item-range",
                message_text("audit.score.item-range",
                             {{"score", printed(context_, earned)}, {"full", printed(context_, full)}}),
                clauses_of(context_, {mark.earned, *mark.full}), printed(context_, earned),
                "0 ~ " + printed(context_, full));
  }

  // 满分10分，扣1分，得8分; and points lost of which nothing says why.
  void test_deductions(const ItemMark& mark) {
    const Decimal lost = figure(*mark.full).value - figure(mark.earned).value;
    if (lost.sign() <= 0 || mark.subtotal) return;
    if (!mark.lost.empty()) return test_lost(mark, lost);
    if (!mark.rates.empty() || is_explained(mark)) return;
    report_.add("score.deduction-unexplained",
                message_text("audit.score.deduction-unexplained-item",
                             {{"stated", context_.quote(sentence_of(mark))}, {"lost", lost.to_string()}}),
                {context_.at(sentence_of(mark))}, printed(context_, figure(mark.earned)), {}, lost.to_string());
  }
  void test_lost(const ItemMark& mark, const Decimal& lost) {
    Decimal told = 0;
    for (const std::size_t one : mark.lost) {
      if (contains_any(context_.view(figure(one).before), {U"每", U"按", U"可", U"累计"})) return;
      told += figure(one).value;
    }
    if (told == lost) return;
    std::vector<std::size_t> places = {mark.earned, *mark.full};
    places.insert(places.end(), mark.lost.begin(), mark.lost.end());
    const std::string expected = (figure(*mark.full).value - told).to_string() + "分";
    report_.add("score.items",
                message_text("audit.score.items-lost-text", {{"full", printed(context_, figure(*mark.full))},
                                                             {"lost", told.to_string()},
                                                             {"stated", printed(context_, figure(mark.earned))},
                                                             {"expected", expected}}),
                clauses_of(context_, places), printed(context_, figure(mark.earned)), expected);
  }
  reading::Span sentence_of(const ItemMark& mark) const {
    return context_.analysis.sentences[figure(mark.earned).sentence].span;
  }
  // A word of cause or shortfall in the block, or a sentence elsewhere that tells of points lost on this item.
  bool is_explained(const ItemMark& mark) const {
    // Only a goal told as met leaves the loss without a ground in the item itself.
    if (!contains_any(context_.view(sentence_of(mark)), {U"目标", U"完成", U"达到", U"达标", U"实际", U"实现"}))
      return true;
    static constexpr std::initializer_list<Text> reasons = {
        U"因", U"由于", U"未",   U"不", U"按",   U"少", U"低于", U"欠",   U"缺",   U"差",
        U"迟", U"逾",   U"超",   U"失", U"没有", U"仍", U"尚",   U"有待", U"所致", U"，系",
        U"扣", U"减",   U"问题", U"偏", U"仅",   U"只", U"较",   U"酌情", U"综合"};
    if (contains_any(context_.view(context_.analysis.document.blocks[mark.block].span), reasons)) return true;
    const Text name = name_of(mark);
    if (name.size() < 2) return true;
    for (const Sentence& sentence : context_.analysis.sentences) {
      const Text words = context_.view(sentence.span);
      if (sentence.block != mark.block && contains(words, name) && contains_any(words, reasons)) return true;
    }
    return false;
  }
  // The last four characters of the item's name before its full mark.
  Text name_of(const ItemMark& mark) const {
    const reading::Span sentence = sentence_of(mark);
    const std::uint32_t at = figure(*mark.full).span.begin;
    if (at <= sentence.begin) return {};
    Text words = context_.view({sentence.begin, at});
    const std::size_t bracket = words.rfind(U'（');
    if (bracket != Text::npos && bracket + 6 >= words.size()) words = words.substr(0, bracket);
    while (!words.empty() && !is_han(words.back())) words.remove_suffix(1);
    return words.substr(words.size() - std::min<std::size_t>(words.size(), 4));
  }

  // The mark of the execution-rate item is full mark × rate (at most the full mark), rounded as printed.
  void test_rates() {
    std::vector<std::size_t> rates;
    for (const BudgetFigure& one : context_.analysis.budget) {
      const bool goal = context_.analysis.outline.kind_at(figure(one.figure).span.begin) == SectionKind::goals;
      if (one.money == Money::rate && (one.kind == Kind::plain || one.kind == Kind::average) && !goal &&
          (one.scope == Scope::whole || one.scope == Scope::general_fund))
        rates.push_back(one.figure);
    }
    for (const ItemMark& mark : marks_) {
      const Sentence& sentence = context_.analysis.sentences[figure(mark.earned).sentence];
      const Text words = context_.view({sentence.span.begin, figure(mark.earned).span.begin});
      const Text near = words.substr(words.size() - std::min<std::size_t>(words.size(), 40));
      if (contains_any(near, {U"履职效能", U"总分", U"综合得分"}) || mark.subtotal) continue;
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
      if (by_own && own.empty()) own = mark.rates;
      if (!own.empty() && mark.full) {
        test_rate(mark, own);
      } else if (!rates.empty() && contains_any(near, {U"支出率", U"执行率"})) {
        test_rate(mark, rates);
      }
    }
  }
  // 执行率96.43%，得…; 按94.68%计得…
  bool is_base(std::size_t rate) const {
    const Text before = context_.view(figure(rate).before);
    if (contains_any(before, {U"目标", U"不低于", U"扣", U"每", U"上年", U"以上", U"超过"})) return false;
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
  std::vector<ItemMark> marks_;
  std::vector<Item> items_;
  std::unordered_set<std::size_t> headed_;  // items that have a head
  std::unordered_set<std::size_t> heads_;   // and their heads
  bool hidden_ = false;                     // some subtotal differs from its items
};

}  // namespace

void check_score_items(const Context& context, Report& report) {
  ScoreItems(context, report).run();
}

}  // namespace jiheng::audit
