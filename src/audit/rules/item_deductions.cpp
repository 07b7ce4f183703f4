// score.deduction-unexplained, score.items: points that one item lost in the text: 满分10分，扣1分，得8分; a goal met
// and points taken off; an item of which nothing is told where the others are explained.
#include <algorithm>
#include <optional>

#include "audit/language/scores.h"
#include "audit/language/vocabulary.h"
#include "audit/rules/figure_words.h"
#include "base/text.h"

namespace jiheng::audit {
namespace {

class ItemDeductions {
 public:
  ItemDeductions(const Context& context, Report& report)
      : context_(context), report_(report), marks_(context.analysis.item_marks) {}

  void run() {
    for (const ItemMark& mark : marks_) {
      if (mark.full) test_deductions(mark);
    }
  }

 private:
  const Figure& figure(std::size_t f) const { return context_.analysis.figures[f]; }

  // 满分10分，扣1分，得8分; and points lost of which nothing says why.
  void test_deductions(const ItemMark& mark) {
    const Decimal lost = figure(*mark.full).value - figure(mark.earned).value;
    if (lost.sign() <= 0 || mark.subtotal) return;
    if (!mark.lost.empty()) return test_lost(mark, mark.lost, lost);
    if (const auto behind = lost_behind(mark)) return test_lost(mark, {*behind}, lost);
    constexpr std::size_t most = 120;  // marks of a report; what explains each is looked for in all of it
    if ((!mark.rates.empty() && !rate_meets_goal(mark)) || marks_.size() > most || is_explained(mark)) return;
    report_.add("score.deduction-unexplained",
                message_text("audit.score.deduction-unexplained-item",
                             {{"stated", context_.quote(sentence_of(mark))}, {"lost", lost.to_string()}}),
                {context_.at(sentence_of(mark))}, printed(context_, figure(mark.earned)), {}, lost.to_string());
  }
  // 满分10分，目标值90%，…，反馈率91.67%，得8分: the goal is met, and the mark is not full mark × rate.
  bool rate_meets_goal(const ItemMark& mark) const {
    if (mark.rates.size() != 2) return false;
    const Figure& goal = figure(mark.rates[0]);
    const Figure& result = figure(mark.rates[1]);
    if (!contains(context_.view(goal.before), U"目标") || goal.value > result.value || result.value > Decimal(100) ||
        contains_any(context_.view(sentence_of(mark)), {U"下降", U"控制", U"不高于", U"不超过", U"以内"}))
      return false;
    const Figure& earned = figure(mark.earned);
    const Ratio share = Ratio(figure(*mark.full).value) * Ratio(result.value);
    const auto exact = divide(share, Ratio(100));
    return exact && !(exact->rounded(earned.decimals, Rounding::half_up) == earned.value);
  }
  // 满分10分，得9.81分，扣0.19分: told right behind.
  std::optional<std::size_t> lost_behind(const ItemMark& mark) const {
    const std::size_t next = mark.earned + 1;
    if (next >= context_.analysis.figures.size() || figure(next).sentence != figure(mark.earned).sentence ||
        !figure(next).is_exact() || figure(next).dimension != Dimension::score)
      return std::nullopt;
    const Text gap = context_.view({figure(mark.earned).span.end, figure(next).span.begin});
    for (const Text words :
         {Text(U"，扣"), Text(U"，失"), Text(U"，扣分"), Text(U"，失分"), Text(U"，扣减"), Text(U"，丢")}) {
      if (gap == words) return next;
    }
    return std::nullopt;
  }
  void test_lost(const ItemMark& mark, const std::vector<std::size_t>& marks_lost, const Decimal& lost) {
    Decimal told = 0;
    for (const std::size_t one : marks_lost) {
      if (contains_any(context_.view(figure(one).before), {U"每", U"各", U"按", U"可", U"累计"})) return;
      told += figure(one).value;
    }
    if (told == lost) return;
    std::vector<std::size_t> places = {mark.earned, *mark.full};
    places.insert(places.end(), marks_lost.begin(), marks_lost.end());
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
    if (gives_reason(own_words(mark)) || falls_short(own_words(mark))) return true;
    if (name.size() < 2 || contains_any(name, {U"执行率", U"支出率", U"支付率", U"预算执行", U"执行情况"}))
      return true;  // the rate says it
    if (told_before) return false;
    return is_explained_elsewhere(mark);
  }
  // A sentence outside the item's paragraph that names it and gives a reason, or one behind it that takes its points.
  bool is_explained_elsewhere(const ItemMark& mark) const {
    const Text name = name_of(mark), longer = name_of(mark, 8);
    const std::string lost = (figure(*mark.full).value - figure(mark.earned).value).to_string();
    const std::u32string taken = U"扣" + to_code_points(lost) + U"分";
    const auto& sentences = context_.analysis.sentences;
    return name.size() >= 2 && std::any_of(sentences.begin(), sentences.end(), [&](const Sentence& sentence) {
             const Text words = context_.view(sentence.span);
             // 时效指标8分得7.5分，…；…，扣0.5分，得3.5分: the parts behind say it.
             if (sentence.block == mark.block)
               return sentence.span.begin > figure(mark.earned).span.begin && contains(words, taken);
             if (tells_no_result(sentence) && !contains_any(words, {U"扣", U"失", U"因", U"由于"})) return false;
             if (contains(words, taken) && marks_of(marks_, sentence.block).empty()) return true;  // of that item
             const bool named = contains(words, name) || (longer.size() >= 4 && contains(words, longer.substr(0, 4)));
             return named && gives_reason(sentence.span);
           });
  }
  // Where duties, goals and money are told: 不低于90%, 综合经费 are no reasons there.
  bool tells_no_result(const Sentence& sentence) const {
    const SectionKind kind = context_.analysis.outline.kind_at(sentence.span.begin);
    return kind == SectionKind::duties || kind == SectionKind::goals || kind == SectionKind::budget;
  }
  // 计划150场次、完成126场次
  bool falls_short(reading::Span span) const {
    const auto& figures = context_.analysis.figures;
    auto one = std::lower_bound(figures.begin(), figures.end(), span.begin,
                                [](const Figure& f, std::uint32_t at) { return f.span.begin < at; });
    for (; one != figures.end() && one->span.end <= span.end; ++one) {
      const auto next = one + 1;
      if (next == figures.end() || next->span.end > span.end) break;
      if (one->dimension == Dimension::count && next->unit == one->unit && next->value < one->value &&
          contains_any(context_.view(one->before), {U"计划", U"目标"}))
        return true;
    }
    return false;
  }
  bool gives_reason(reading::Span span) const {
    static constexpr std::initializer_list<Text> reasons = {
        U"因", U"由于", U"未", U"不",   U"按",   U"少", U"低于", U"欠",   U"缺",   U"差",   U"迟",
        U"逾", U"超",   U"失", U"没有", U"主要", U"仍", U"尚",   U"有待", U"所致", U"，系", U"扣",
        U"减", U"问题", U"偏", U"仅",   U"只有", U"较", U"酌情", U"综合", U"只完", U"只达", U"只开"};
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
  // 3.资产管理（10分），得8分。: a paragraph that says no more, or nothing of the loss, where the paragraphs of the
  // others lost on do.
  bool says_nothing_more(const ItemMark& mark) const {
    if (marks_of(marks_, mark.block).size() > 1 || figure(*mark.full).value >= Decimal(30)) return false;
    const reading::Span block = context_.analysis.document.blocks[mark.block].span;
    const std::size_t behind = std::max(figure(mark.earned).span.end, figure(*mark.full).span.end);
    if (behind + 2 < block.end && (gives_reason(block) || falls_short(block))) return false;
    const std::size_t at = static_cast<std::size_t>(&mark - marks_.data());
    if (at + 1 < marks_.size() && marks_[at + 1].block == mark.block + 1 && rank_of(marks_[at + 1]) > rank_of(mark))
      return false;  // it heads those below
    std::size_t explained = 0, others = 0;
    for (const ItemMark& other : marks_) {
      if (&other == &mark || !other.full || other.subtotal || rank_of(other) != rank_of(mark)) continue;
      ++others;
      if (figure(other.earned).value >= figure(*other.full).value) continue;
      if (marks_of(marks_, other.block).size() > 1) continue;
      if (other.lost.empty() && other.rates.empty() && !is_explained_elsewhere(other) &&
          !gives_reason(context_.analysis.document.blocks[other.block].span))
        return false;
      ++explained;
    }
    constexpr std::size_t many = 5;
    return explained >= 2 || (explained == 1 && others >= many);
  }
  int rank_of(const ItemMark& mark) const {
    return static_cast<int>(context_.analysis.document.blocks[mark.block].marking);
  }
  // 案件处置8分，按期处置率98.6%，得8分；生态效益6分，新增绿地5.3万平方米，得5分；满意度6分，目标90%、结果87.6%，得5.84分:
  // of three or more in a paragraph only this one's loss has no word to it.
  bool all_others_explained(const ItemMark& mark) const {
    const auto marks = marks_of(marks_, mark.block);
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
  // The last four characters of the item's name before its full mark.
  Text name_of(const ItemMark& mark, std::size_t longest = 4) const {
    const reading::Span sentence = sentence_of(mark);
    const std::uint32_t at = figure(*mark.full).span.begin;
    if (at <= sentence.begin) return {};
    Text words = context_.view({sentence.begin, at});
    const std::size_t bracket = words.rfind(U'（');
    if (bracket != Text::npos && bracket + 6 >= words.size()) words = words.substr(0, bracket);
    while (!words.empty() && !is_han(words.back())) words.remove_suffix(1);
    for (const Text mark : {Text(U"满分"), Text(U"分值"), Text(U"权重")}) {
      if (words.ends_with(mark)) words.remove_suffix(mark.size());
    }
    while (!words.empty() && !is_han(words.back())) words.remove_suffix(1);  // 质量安全巡查，分值6分
    std::size_t begin = words.size();
    while (begin > 0 && words.size() - begin < longest && is_han(words[begin - 1])) --begin;
    return words.substr(begin);  // 4. 效益: without the number
  }

  const Context& context_;
  Report& report_;
  const std::vector<ItemMark>& marks_;
};

}  // namespace

void check_item_deductions(const Context& context, Report& report) {
  ItemDeductions(context, report).run();
}

}  // namespace jiheng::audit
