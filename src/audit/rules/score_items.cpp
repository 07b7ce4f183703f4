// score.items, score.item-range, score.rate in the text: item scores against subtotals, subtotals against the total,
// a mark against its full mark, a rate item against full mark × rate. (Tables: score_tables.cpp.)
#include <algorithm>
#include <optional>
#include <span>
#include <unordered_set>

#include "audit/language/budget.h"
#include "audit/language/scores.h"
#include "audit/language/vocabulary.h"
#include "audit/rules/figure_words.h"
#include "audit/rules/score_marks.h"
#include "base/text.h"

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
    test_paragraphs_below();
    test_total();
    for (const ItemMark& mark : marks_) {
      if (mark.full) test_range(mark);
      if (mark.full) test_deductions(mark);
    }
    test_rates();
  }

 private:
  const Figure& figure(std::size_t f) const { return context_.analysis.figures[f]; }
  static constexpr int deepest = 50;  // rank of a paragraph without a number: it stands below those with one

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
    for (const ItemMark& mark : marks_of(item.block)) {
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
    if (own == Ratio(0) && marks_of(items_[head].block).size() > 1 && !items_[head].added_up) return false;
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
  void test_paragraphs_below() {
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
      if (full_hold) compare(head.earned, earned);
      if (earned_hold && !full_hold) report_full(*head.full, full);
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
      if (!own && (!beside || has_head(i) || has_children(i) || full_of({items_[i].figure}) == Ratio(0))) continue;
      with.push_back(items_[i].figure);
      last = items_[i].block;
    }
    heads = std::move(with);
  }

  // 自评总分95.84分，…五个板块的得分为：预算执行（满分10分）9.58分，…: marks of one paragraph whose full marks are 100.
  bool test_beside(std::size_t total) {
    if (hidden_) return false;
    const auto marks = marks_of(context_.analysis.sentences[figure(total).sentence].block);
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
        if (marks_of(items_[next].block).size() > 1) run.clear();  // it has parts of its own
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
    constexpr std::size_t most = 120;  // marks of a report; what explains each is looked for in all of it
    if (!mark.rates.empty() || marks_.size() > most || is_explained(mark)) return;
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
    if (*mark.full > mark.earned) return true;
    reading::Span told = own_words(mark);  // without the item's name: 产出完成，30分，得28分
    const Text name = name_of(mark);
    const bool told_before = ends_with_any(name, {U"该项", U"此项", U"本项"});  // 计划40组、实际42组，该项满分15分
    if (!told_before) told.begin = std::min(std::max(told.begin, figure(*mark.full).span.end), told.end);
    if (contains_any(context_.view(told), {U"具体为", U"包括", U"其中"})) return true;  // the mark of those behind it
    const bool met = contains_any(context_.view(told), {U"目标", U"完成", U"达到", U"达标", U"实际", U"实现"});
    if (!met && !all_others_explained(mark) && !says_nothing_more(mark)) return true;
    if (gives_reason(own_words(mark))) return true;
    if (name.size() < 2) return true;
    if (told_before) return false;
    return is_explained_elsewhere(mark);
  }
  // A sentence outside the item's paragraph that names it and gives a reason.
  bool is_explained_elsewhere(const ItemMark& mark) const {
    const Text name = name_of(mark), longer = name_of(mark, 8);
    const std::string lost = (figure(*mark.full).value - figure(mark.earned).value).to_string();
    const std::u32string taken = U"扣" + to_code_points(lost) + U"分";
    const auto& sentences = context_.analysis.sentences;
    return name.size() >= 2 && std::any_of(sentences.begin(), sentences.end(), [&](const Sentence& sentence) {
             const Text words = context_.view(sentence.span);
             if (sentence.block == mark.block) return false;
             if (contains(words, taken)) return true;
             const bool named = contains(words, name) || (longer.size() >= 4 && contains(words, longer.substr(0, 4)));
             return named && gives_reason(sentence.span);
           });
  }
  bool gives_reason(reading::Span span) const {
    static constexpr std::initializer_list<Text> reasons = {
        U"因", U"由于", U"未",   U"不", U"按",   U"少", U"低于", U"欠",   U"缺",   U"差",
        U"迟", U"逾",   U"超",   U"失", U"没有", U"仍", U"尚",   U"有待", U"所致", U"，系",
        U"扣", U"减",   U"问题", U"偏", U"仅",   U"只", U"较",   U"酌情", U"综合"};
    return contains_any(context_.view(span), reasons);
  }
  // 意向公开3分，44个项目公开44个，得3分；…；合同备案时效2分，得1分: only of this one nothing is told.
  bool says_least(const ItemMark& mark, std::span<const ItemMark> marks) const {
    const auto told = [&](const ItemMark& one) {
      return *one.full < one.earned ? context_.view({figure(*one.full).span.end, figure(one.earned).span.begin})
                                    : Text();
    };
    constexpr std::size_t brief = 3, telling = 6;
    const Text behind = context_.view(figure(mark.earned).after);
    if (told(mark).empty() || told(mark).size() > brief || !behind.empty()) return false;
    std::size_t others = 0;
    for (const ItemMark& other : marks.subspan(1)) {
      if (other.earned == mark.earned) continue;
      if (!other.full || other.subtotal || told(other).size() < telling) return false;
      ++others;
    }
    return others >= 2;
  }
  // 3.资产管理（10分），得8分。: a paragraph that says no more, where the paragraphs of the others lost on do.
  bool says_nothing_more(const ItemMark& mark) const {
    const std::size_t behind = std::max(figure(mark.earned).span.end, figure(*mark.full).span.end);
    const bool ends = behind + 2 >= context_.analysis.document.blocks[mark.block].span.end;
    if (!ends || marks_of(mark.block).size() > 1 || full_of({mark.earned}) >= Ratio(30)) return false;
    const std::size_t at = static_cast<std::size_t>(&mark - marks_.data());
    if (at + 1 < marks_.size() && marks_[at + 1].block == mark.block + 1 && rank_of(marks_[at + 1]) > rank_of(mark))
      return false;  // it heads those below
    std::size_t explained = 0;
    for (const ItemMark& other : marks_) {
      if (&other == &mark || !other.full || other.subtotal || rank_of(other) != rank_of(mark)) continue;
      if (figure(other.earned).value >= figure(*other.full).value) continue;
      if (marks_of(other.block).size() > 1) continue;
      if (other.lost.empty() && other.rates.empty() && !is_explained_elsewhere(other) &&
          !gives_reason(context_.analysis.document.blocks[other.block].span))
        return false;
      ++explained;
    }
    return explained >= 2;
  }
  int rank_of(const ItemMark& mark) const {
    return static_cast<int>(context_.analysis.document.blocks[mark.block].marking);
  }
  // 案件处置8分，按期处置率98.6%，得8分；生态效益6分，新增绿地5.3万平方米，得5分；满意度6分，目标90%、结果87.6%，得5.84分:
  // of three or more in a paragraph only this one's loss has no word to it.
  bool all_others_explained(const ItemMark& mark) const {
    const auto marks = marks_of(mark.block);
    constexpr std::size_t least = 3, most = 30;
    const bool heads = mark.earned == marks.front().earned;  // 2.过程25分，得22.16分: of those behind it
    if (marks.size() < least || marks.size() > most || heads) return false;
    if (says_least(mark, marks)) return true;
    bool another = false;
    for (const ItemMark& other : marks) {
      if (other.earned == mark.earned) continue;
      if (!other.full || other.subtotal) return false;
      if (figure(other.earned).value >= figure(*other.full).value) continue;
      if (other.lost.empty() && other.rates.empty() && !gives_reason(own_words(other))) return false;
      another = true;
    }
    return another;
  }
  // From the mark before it in its block to the next one's full mark; what its sentence says, and the next one where it
  // gives a reason.
  reading::Span own_words(const ItemMark& mark) const {
    reading::Span span = context_.analysis.document.blocks[mark.block].span;
    const std::size_t next = figure(mark.earned).sentence + 1;
    const auto& sentences = context_.analysis.sentences;
    const bool goes_on =
        next < sentences.size() && sentences[next].block == mark.block &&
        starts_with_any(context_.view(sentences[next].span),
                        {U"主要", U"因", U"由于", U"系", U"原因", U"扣", U"失", U"剩余", U"差", U"其余", U"少"});
    span.end = goes_on ? sentences[next].span.end : sentence_of(mark).end;
    const std::size_t at = static_cast<std::size_t>(&mark - marks_.data());
    if (at > 0 && marks_[at - 1].block == mark.block)
      span.begin = std::max(span.begin, figure(marks_[at - 1].earned).span.end);
    if (at + 1 < marks_.size() && marks_[at + 1].block == mark.block) {
      const ItemMark& other = marks_[at + 1];
      const std::size_t first = other.full ? std::min(*other.full, other.earned) : other.earned;
      span.end = std::min(span.end, figure(first).span.begin);
    }
    span.end = std::max(span.begin, span.end);
    return span;
  }
  // Marks stand in the order of their blocks.
  std::span<const ItemMark> marks_of(std::size_t block) const {
    const auto by_block = [](const ItemMark& mark, std::size_t b) { return mark.block < b; };
    const auto first = std::lower_bound(marks_.begin(), marks_.end(), block, by_block);
    const auto last = std::lower_bound(first, marks_.end(), block + 1, by_block);
    return {first, last};
  }

  // The last four characters of the item's name before its full mark.
  Text name_of(const ItemMark& mark, std::size_t longest = 4) const {
    const reading::Span sentence = sentence_of(mark);
    const std::uint32_t at = figure(*mark.full).span.begin;
    if (at <= sentence.begin) return {};
    Text words = context_.view({sentence.begin, at});
    const std::size_t bracket = words.rfind(U'（');
    if (bracket != Text::npos && bracket + 6 >= words.size()) words = words.substr(0, bracket);
    while (!words.empty() && !is_han(words.back())) words.remove_suffix(1);
    if (words.ends_with(U"满分")) words.remove_suffix(2);
    return words.substr(words.size() - std::min(words.size(), longest));
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
