// score.items in the text: item scores against subtotals, subtotals against the total, full marks against those of
// their head. (Tables: score_tables.cpp; a mark by itself: item_marks.cpp, item_deductions.cpp.)
#include <algorithm>
#include <optional>
#include <span>
#include <unordered_set>

#include "audit/language/scores.h"
#include "audit/language/vocabulary.h"
#include "audit/rules/figure_words.h"
#include "audit/rules/score_tree.h"

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
      : context_(context), report_(report), marks_(context.analysis.item_marks) {}

  void run() {
    collect();
    test_added_up();
    if (!test_trees()) {
      test_items_below();
      test_paragraphs_below(true);
      test_total();
    }
    const std::vector<std::size_t>& totals = context_.analysis.total_scores;
    if (!totals.empty() && !compared_.contains(totals.front())) test_units(totals.front());
    test_heads_of_blocks();
    test_paragraphs_with_head();
  }

 private:
  const Figure& figure(std::size_t f) const { return context_.analysis.figures[f]; }
  static constexpr int deepest = 50;  // rank of a paragraph without a number: it stands below those with one

  // The full marks tell how the marks lie in one another: each head against its parts, the total against the heads.
  bool test_trees() {
    const std::vector<std::vector<MarkNode>> trees = score_trees(context_);
    for (const std::vector<MarkNode>& tree : trees) {
      test_parts(tree);
      const std::vector<std::size_t>& totals = context_.analysis.total_scores;
      if (!totals.empty() && tree.size() >= 2 && credible(totals.front(), earned_of(tree)))
        compare(totals.front(), earned_of(tree));
    }
    if (!trees.empty()) test_paragraphs_below(false);
    return !trees.empty();
  }
  void test_parts(const std::vector<MarkNode>& nodes) {
    for (const MarkNode& node : nodes) {
      if (node.parts.empty()) continue;
      const std::size_t head = marks_[node.mark].earned;
      if (!compared_.contains(head) && credible(head, earned_of(node.parts))) compare(head, earned_of(node.parts));
      test_parts(node.parts);
    }
  }
  // Near what they come to, or mistyped; else a part was read wrong.
  bool credible(std::size_t total, const std::vector<std::size_t>& parts) const {
    constexpr int near = 3;
    const Ratio off = sum_of(parts) - Ratio(figure(total).value);
    if (off <= Ratio(near) && Ratio(-near) <= off) return true;
    return digits_changed(digits_of(figure(total).value), digits_of(added(context_, parts)));
  }
  std::vector<std::size_t> earned_of(const std::vector<MarkNode>& nodes) const {
    std::vector<std::size_t> figures;
    for (const MarkNode& node : nodes) figures.push_back(marks_[node.mark].earned);
    return figures;
  }

  // One mark per block, in order: its subtotal, or else the first one earned.
  void collect() {
    for (const ItemMark& mark : marks_) {
      const bool fresh = items_.empty() || items_.back().block != mark.block;
      if (fresh) {
        const auto marking = context_.analysis.document.blocks[mark.block].marking;
        const int rank = marking == reading::Marking::none && mark.full ? deepest : static_cast<int>(marking);
        items_.push_back({mark.block, mark.earned, rank, {}});
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
    for (const ItemMark& mark : marks_of(marks_, item.block)) {
      if (!mark.full) continue;
      (mark.earned == item.figure ? whole : parts) =
          (mark.earned == item.figure ? whole : parts) + Ratio(figure(*mark.full).value);
    }
    if (item.inner.size() < 3 || whole == Ratio(0) || !(whole == parts)) return false;
    std::erase(item.inner, item.figure);
    // 合同签订时效性…计得2.2分: told again of one of them, without a full mark; the others come to the head's.
    std::vector<std::size_t> with_full = item.inner;
    std::erase_if(with_full, [&](std::size_t f) { return full_of({f}) == Ratio(0); });
    if (sum_of(with_full) == Ratio(figure(item.figure).value)) item.inner = std::move(with_full);
    return true;
  }
  // 甲9分、乙8分，合计17分 is tested as a sum.
  bool is_tested(std::size_t total) const {
    const auto& all = context_.analysis.breakdowns;
    return std::any_of(all.begin(), all.end(), [&](const Breakdown& one) {
      return one.near && !one.totals.empty() && one.totals.front() == total;
    });
  }

  // Marks before a subtotal in its block.
  void test_added_up() {
    for (const Item& item : items_) {
      if (item.inner.size() < 2 || is_tested(item.figure)) continue;
      if (!compare(item.figure, item.inner)) hidden_ = true;
    }
  }
  // Items right below a head, deeper than it and all at one depth.
  void test_items_below() {
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
      if (children.size() < 2 || !may_head(head, children)) continue;
      heads_.insert(head);
      headed_.insert(children.begin(), children.end());
      if (!compare(items_[head].figure, figures_of(children))) hidden_ = true;
    }
  }
  // Paragraphs without a number below a head are its parts only if their marks come to its own; a head that tells of
  // several marks is none.
  bool may_head(std::size_t head, const std::vector<std::size_t>& children) const {
    const std::vector<std::size_t> figures = figures_of(children);
    const Ratio own = full_of({items_[head].figure});
    if (own == Ratio(0) && marks_of(marks_, items_[head].block).size() > 1 && !items_[head].added_up) return false;
    if (items_[children[0]].rank < deepest) return true;
    return full_of(figures) == own || sum_of(figures) == Ratio(figure(items_[head].figure).value);
  }
  std::vector<std::size_t> figures_of(const std::vector<std::size_t>& items) const {
    std::vector<std::size_t> figures;
    for (const std::size_t item : items) figures.push_back(items_[item].figure);
    return figures;
  }
  bool has_head(std::size_t item) const { return headed_.contains(item); }
  bool has_children(std::size_t item) const { return heads_.contains(item); }

  // （三）产出指标40分，得36.70分, and in the paragraph below 清扫10分，得10分；设施10分，得9.00分；…: where the marks
  // earned add up, so must the full marks, and the other way round.
  void test_paragraphs_below(bool earned_too) {
    for (std::size_t m = 0; m + 2 < marks_.size(); ++m) {
      const ItemMark& head = marks_[m];
      const bool alone = (m == 0 || marks_[m - 1].block != head.block) && marks_[m + 1].block == head.block + 1;
      if (!head.full || !alone) continue;
      std::vector<std::size_t> earned, full;
      for (std::size_t i = m + 1; i < marks_.size() && marks_[i].block == head.block + 1; ++i) {
        if (marks_[i].nested) continue;
        earned.push_back(marks_[i].earned);
        if (!marks_[i].subtotal && marks_[i].full) full.push_back(*marks_[i].full);
      }
      if (earned.size() < 2 || full.size() != earned.size()) continue;
      const bool earned_hold = sum_of(earned) == Ratio(figure(head.earned).value);
      const bool full_hold = sum_of(full) == Ratio(figure(*head.full).value);
      if (full_hold && earned_too) compare(head.earned, earned);
      if (earned_hold && !full_hold) report_full(*head.full, full);
    }
  }
  // 过程管理20分，得15.5分。其中：预算编制4分，得4分；…: the parts in their head's own paragraph.
  void test_paragraphs_with_head() {
    for (std::size_t m = 0; m < marks_.size();) {
      const auto marks = marks_of(marks_, marks_[m].block);
      m += marks.size();
      const ItemMark& head = marks.front();
      if (marks.size() < 4 || !head.full || head.subtotal || head.nested) continue;
      std::vector<std::size_t> earned, full;
      for (const ItemMark& part : marks.subspan(1)) {
        earned.push_back(part.earned);
        if (part.full && !part.subtotal) full.push_back(*part.full);
      }
      if (full.size() == earned.size() && sum_of(earned) == Ratio(figure(head.earned).value) &&
          !(sum_of(full) == Ratio(figure(*head.full).value)))
        report_full(*head.full, full);
    }
  }
  Ratio sum_of(const std::vector<std::size_t>& figures) const {
    Ratio sum(0);
    for (const std::size_t f : figures) sum = sum + Ratio(figure(f).value);
    return sum;
  }
  void report_full(std::size_t total, const std::vector<std::size_t>& parts) {
    const Ratio sum = sum_of(parts);
    const std::string stated = printed(context_, figure(total)), expected = in_unit_of(sum, figure(total));
    const std::string difference = in_unit_of(sum - Ratio(figure(total).value), figure(total));
    std::vector<Evidence> places = clauses_of(context_, parts);
    places.insert(places.begin(), clause_of(context_, figure(total)));
    const std::string name = context_.quote(places.front().span);
    report_.add("score.items",
                message_text("audit.score.items-weights",
                             {{"name", name}, {"sum", expected}, {"stated", stated}, {"difference", difference}}),
                std::move(places), stated, expected, difference);
  }

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
      const bool beside_heads =
          rank && *rank > static_cast<int>(reading::Marking::none) && *rank < deepest && items_[i].rank == *rank;
      if ((head || beside_heads) && !has_head(i)) heads.push_back(items_[i].figure);
      if (inner) leaves.insert(leaves.end(), items_[i].inner.begin(), items_[i].inner.end());
      if (has_head(i) && !has_children(i) && !inner) leaves.push_back(items_[i].figure);
    }
    if (heads.size() >= 2 && !leaves_some_out(heads)) {
      add_between(heads);
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
    if (test_run(totals.front()) || test_beside(totals.front())) return;
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

  // 投入（10分）——…，得10分: an item told as a whole, in the paragraph before, between or after those with subtotals.
  void add_between(std::vector<std::size_t>& heads) const {
    std::vector<std::size_t> with;
    std::optional<std::size_t> last;  // block
    const auto is_head = [&](const Item& item) {
      return std::find(heads.begin(), heads.end(), item.figure) != heads.end();
    };
    for (std::size_t i = 0; i < items_.size(); ++i) {
      const bool beside =
          (last && items_[i].block == *last + 1) ||
          (i + 1 < items_.size() && items_[i].block + 1 == items_[i + 1].block && is_head(items_[i + 1]));
      const bool own = is_head(items_[i]);
      const bool whole = marks_of(marks_, items_[i].block).size() == 1;
      if (!own && (!beside || !whole || has_head(i) || has_children(i) || full_of({items_[i].figure}) == Ratio(0)))
        continue;
      with.push_back(items_[i].figure);
      last = items_[i].block;
    }
    heads = std::move(with);
  }

  // 自评总分95.84分，…五个板块的得分为：预算执行（满分10分）9.58分，…: marks of one paragraph whose full marks are 100.
  bool test_beside(std::size_t total) {
    if (hidden_) return false;
    const auto marks = marks_of(marks_, context_.analysis.sentences[figure(total).sentence].block);
    std::vector<std::size_t> earned, full;
    for (const ItemMark& mark : marks) {
      if (mark.nested || mark.subtotal || !mark.full) continue;
      earned.push_back(mark.earned);
      full.push_back(*mark.full);
    }
    if (earned.size() < 3 || !(sum_of(full) == Ratio(100))) return false;
    compare(total, earned);
    return true;
  }
  // 1.投入10分，得10分；2.过程30分，得28.75分；…: paragraphs one after another whose full marks are 100, whatever is
  // told of marks elsewhere.
  bool test_run(std::size_t total) {
    if (hidden_) return false;  // some subtotal is known to be wrong
    for (std::size_t i = 0; i < items_.size();) {
      std::vector<std::size_t> run;
      std::size_t next = i;
      for (; next < items_.size() && (next == i || items_[next].block == items_[next - 1].block + 1); ++next) {
        run.push_back(items_[next].figure);
        if (marks_of(marks_, items_[next].block).size() > 1) run.clear();  // it has parts of its own
      }
      // 履职效能满分50分，…; 产出20分，…; 效益20分，…; 支出率10分，…: the first is what the others come to.
      const bool heads = !run.empty() && full_of({run.front()}) * Ratio(2) == Ratio(100);
      if (run.size() >= 3 && full_of(run) == Ratio(100) && !heads) {
        compare(total, run);
        return true;
      }
      i = next;
    }
    return false;
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
    // 履职效能得59.25分，管理效率得29.24分，群众满意度得9.77分: and a third beside them.
    const std::size_t own = figure(halves.back()).sentence;
    for (const ItemMark& mark : marks_) {
      if (figure(mark.earned).sentence == own && mark.earned > halves.back() && !mark.nested)
        halves.push_back(mark.earned);
    }
    compare(total, halves);
    return true;
  }
  // 1.投入与过程得38.76分。其中目标设定6分，得6分；…: the first mark of a paragraph against those it goes on with.
  void test_heads_of_blocks() {
    for (std::size_t m = 0; m < marks_.size();) {
      std::size_t end = m + 1;
      while (end < marks_.size() && marks_[end].block == marks_[m].block) ++end;
      std::vector<std::size_t> parts;
      for (std::size_t i = m + 1; i < end; ++i) {
        if (!marks_[i].subtotal && marks_[i].full) parts.push_back(marks_[i].earned);
      }
      const std::size_t head = marks_[m].earned;
      if (parts.size() >= 2 && parts.size() + 1 == end - m && !compared_.contains(head)) {
        const std::uint32_t begin = figure(head).span.end;
        const bool among = starts_with_any(context_.view({begin, std::max(begin, figure(parts[0]).span.begin)}),
                                           {U"。其中", U"，其中", U"。包括", U"，包括", U"：", U"——"});
        if (among && credible(head, parts)) compare(head, parts);
      }
      m = end;
    }
  }

  // Marks told one after another in one manner, with or without their full marks: those of the total's paragraph or of
  // the next, one of each of their sentences, or one of each numbered paragraph below. Some of them come to the total;
  // if none does, those that come near are its parts.
  void test_units(std::size_t total) {
    const std::vector<std::size_t>* near = nullptr;
    const std::vector<std::vector<std::size_t>> all = units_of(total);
    for (const std::vector<std::size_t>& unit : all) {
      if (unit.size() < 3) continue;
      if (sum_of(unit) == Ratio(figure(total).value)) {
        compare(total, unit);
        return;
      }
      if (near == nullptr && credible(total, unit)) near = &unit;
    }
    if (near != nullptr) compare(total, *near);
  }
  std::vector<std::vector<std::size_t>> units_of(std::size_t total) const {
    const std::size_t own = context_.analysis.sentences[figure(total).sentence].block;
    std::vector<std::size_t> before, after, next, below;
    for (const ItemMark& mark : marks_) {
      if (mark.nested || mark.earned == total) continue;
      if (mark.block == own && !mark.subtotal) (mark.earned < total ? before : after).push_back(mark.earned);
      if (mark.block == own + 1 && !mark.subtotal) next.push_back(mark.earned);
    }
    // The first mark of each paragraph that is numbered as the first one below is.
    const auto& blocks = context_.analysis.document.blocks;
    std::optional<reading::Marking> marking;
    constexpr int item = 60;  // more is no part of the total
    for (const ItemMark& mark : marks_) {
      if (figure(mark.earned).value > Decimal(item)) continue;
      if (mark.block <= own || (!below.empty() && mark.block == last_block_of(below))) continue;
      if (!marking) marking = blocks[mark.block].marking;
      if (static_cast<int>(blocks[mark.block].marking) < static_cast<int>(*marking)) break;
      if (blocks[mark.block].marking == *marking) below.push_back(mark.earned);
    }
    return {after, first_of_each(after), before, next, first_of_each(next), below};
  }
  std::size_t last_block_of(const std::vector<std::size_t>& marks) const {
    return context_.analysis.sentences[figure(marks.back()).sentence].block;
  }
  std::vector<std::size_t> first_of_each(const std::vector<std::size_t>& marks) const {
    std::vector<std::size_t> first;
    for (const std::size_t mark : marks) {
      if (first.empty() || figure(first.back()).sentence != figure(mark).sentence) first.push_back(mark);
    }
    return first;
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

  // 预算管理20分，得19.62分。预算执行率10分，得9.62分；调整、控制各2.5分，均得满分: where all full marks are told and
  // do not come to that of the whole, there are parts told otherwise.
  bool leaves_marks_out(std::size_t total, std::vector<std::size_t> parts) const {
    std::sort(parts.begin(), parts.end());
    const auto has_full = [&](std::size_t earned) {
      return std::any_of(marks_.begin(), marks_.end(),
                         [&](const ItemMark& mark) { return mark.earned == earned && mark.full; });
    };
    if (!std::any_of(parts.begin(), parts.end(), has_full)) return false;
    const auto& wholes = context_.analysis.total_scores;
    const bool whole = std::find(wholes.begin(), wholes.end(), total) != wholes.end();
    if (!whole && !has_full(total)) return false;
    return !(full_of(parts) == (whole ? Ratio(100) : full_of({total})));
  }

  // Whether they add up; reported if not. The whole told again among them is none of the parts.
  bool compare(std::size_t total, std::vector<std::size_t> parts) {
    if (parts.size() > 2) {
      std::erase_if(parts, [&](std::size_t part) {
        return part != total && figure(part).value == figure(total).value &&
               sum_of(parts) == Ratio(figure(total).value) * Ratio(2);
      });
    }
    const Ratio sum = sum_of(parts);
    const bool holds = sum == Ratio(figure(total).value);
    compared_.insert(total);
    constexpr int room = 15;  // per cent
    if (is_far_off(figure(total).value, added(context_, parts), room)) return true;
    if (!holds && leaves_marks_out(total, parts)) return true;
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

  const Context& context_;
  Report& report_;
  const std::vector<ItemMark>& marks_;
  std::vector<Item> items_;
  std::unordered_set<std::size_t> compared_;  // totals of which it is known what they are made of
  std::unordered_set<std::size_t> headed_;    // items that have a head
  std::unordered_set<std::size_t> heads_;     // and their heads
  bool hidden_ = false;                       // some subtotal differs from its items
};

}  // namespace

void check_score_items(const Context& context, Report& report) {
  ScoreItems(context, report).run();
}

}  // namespace jiheng::audit
