#include "audit/language/score_marks.h"

#include <algorithm>
#include <unordered_map>

#include "audit/language/analysis.h"
#include "audit/language/scores.h"
#include "audit/language/vocabulary.h"

namespace jiheng::audit {
namespace {

class MarkFinder {
 public:
  explicit MarkFinder(const Analysis& analysis) : analysis_(analysis) {}

  std::vector<ItemMark> run() {
    for (const Sentence& sentence : analysis_.sentences) {
      if (analysis_.document.blocks[sentence.block].kind == reading::BlockKind::cell) continue;
      next_ = ItemMark();
      outer_.reset();
      for (std::size_t f = sentence.first_figure; f < sentence.last_figure; ++f) {
        if (const std::size_t told = read_respective(sentence, f)) {
          f += told - 1;
        } else {
          read(sentence, f);
        }
      }
    }
    pair_across_sentences();
    return std::move(found_);
  }

 private:
  const Figure& figure(std::size_t f) const { return analysis_.figures[f]; }
  Text before(std::size_t f) const { return analysis_.view(figure(f).before); }
  bool is_score(std::size_t f) const { return figure(f).is_exact() && figure(f).dimension == Dimension::score; }
  bool is_total(std::size_t f) const {
    return std::find(analysis_.total_scores.begin(), analysis_.total_scores.end(), f) != analysis_.total_scores.end();
  }

  // 预算管理5分、采购管理4分、资产管理4分，分别得4.5分、4分、3分，共11.5分: how many figures from the first mark earned
  // on.
  std::size_t read_respective(const Sentence& sentence, std::size_t f) {
    if (!is_score(f) || f == sentence.first_figure || !is_score(f - 1)) return 0;
    const Text words = analysis_.view({figure(f - 1).span.end, figure(f).span.begin});
    if (!contains_any(words, {U"分别", U"依次"}) || !contains_any(words, {U"得", U"自评"})) return 0;
    std::size_t last = f + 1;
    while (last < sentence.last_figure && is_score(last) && figure(last).span.begin - figure(last - 1).span.end <= 1)
      ++last;
    const std::size_t n = last - f;
    if (n < 2 || f < sentence.first_figure + n) return 0;
    for (std::size_t i = f - n; i < f; ++i) {
      if (!is_score(i)) return 0;
    }
    const bool headed = f > sentence.first_figure + n && is_score(f - n - 1);  // 2.管理效率（15分）：…
    next_ = ItemMark();
    outer_.reset();
    while (!found_.empty() && found_.back().earned >= f - n) found_.pop_back();  // full marks taken for marks earned
    for (std::size_t i = 0; i < n; ++i) {
      ItemMark mark;
      mark.full = f - n + i;
      mark.earned = f + i;
      mark.block = sentence.block;
      found_.push_back(std::move(mark));
    }
    last_ = last - 1;
    // …，共11.5分
    if (headed && last < sentence.last_figure && is_score(last) &&
        analysis_.view({figure(last - 1).span.end, figure(last).span.begin}).find_first_of(U"共计") != Text::npos) {
      ItemMark mark;
      mark.full = f - n - 1;
      mark.earned = last;
      mark.block = sentence.block;
      mark.subtotal = true;
      found_.insert(found_.end() - static_cast<std::ptrdiff_t>(n), std::move(mark));
      return n + 1;
    }
    return n;
  }

  void read(const Sentence& sentence, std::size_t f) {
    if (figure(f).is_exact() && figure(f).dimension == Dimension::percent) next_.rates.push_back(f);
    // 分值8，目标98%，得9分: the unit is left out.
    if (figure(f).is_exact() && figure(f).dimension == Dimension::none &&
        ends_with_any(before(f), {U"分值", U"满分", U"权重"}) && figure(f).after.size() == 0)
      return begin(sentence, f);
    if (!is_score(f) || is_total(f) || is_factor(analysis_, figure(f)) || is_grade_bound(analysis_, figure(f))) return;
    switch (mark_of(analysis_, figure(f))) {
      case Mark::full:
        begin(sentence, f);
        break;
      case Mark::unknown:
        // 过程25.44分（满分28分）
        if (before(f).size() >= 2 && f + 1 < sentence.last_figure && is_score(f + 1) && before(f + 1) == U"（满分") {
          end(sentence, f);
          break;
        }
        // 履职产出（满分40分）38.50分
        if (next_.full && *next_.full + 1 == f && before(f) == U"）") {
          end(sentence, f);
        } else if (may_be_full(f)) {
          begin(sentence, f);
        }
        break;
      case Mark::lost:
        if (!is_standard(analysis_, figure(f))) next_.lost.push_back(f);
        break;
      case Mark::earned:
        end(sentence, f);
        break;
    }
  }

  void begin(const Sentence& sentence, std::size_t f) {
    if (next_.full && figure(*next_.full).sentence == figure(f).sentence) outer_ = next_.full;
    // 预算执行10分得8.8分，扣1.2分系三季度末执行率为64.0%，…，预算管理9分得8分: told of the mark before.
    const bool new_item = last_ != none && figure(last_).sentence == figure(f).sentence &&
                          !contains_any(before(f), {U"该项", U"此项", U"本项", U"权重", U"分值", U"满分"});
    if (new_item) {
      std::erase_if(next_.rates, [&](std::size_t rate) {
        return contains_any(analysis_.view({figure(last_).span.end, figure(rate).span.begin}), {U"扣", U"失", U"因"});
      });
    }
    next_.lost.clear();  // what was told of rates may stand before: 执行率78%，该项权重10分，得7.8分
    next_.full = f;
    // （1）预算执行20分。…: the sentence says nothing else.
    const bool sole = sentence.span.end - figure(f).span.end <= 1 && sentence.span.begin + 12 >= figure(f).span.begin;
    if (mark_of(analysis_, figure(f)) == Mark::full || sole) alone_.push_back({sentence.block, f});
  }

  void end(const Sentence& sentence, std::size_t f) {
    next_.earned = f;
    const std::size_t first = next_.full && *next_.full < f ? *next_.full : f;
    const std::uint32_t from =
        last_ != none ? std::max(figure(last_).span.end, sentence.span.begin) : sentence.span.begin;
    next_.nested = from < figure(first).span.begin &&
                   contains(analysis_.view({from, figure(first).span.begin}), U"其中") && last_ != none;
    last_ = f;
    next_.block = sentence.block;
    next_.subtotal = contains_any(before(f), {U"小计", U"合计", U"共得", U"共计", U"总计"});
    // 投入（10分）——目标设定5分、预算编制5分，两项都符合要求，得10分: of the mark told before its parts.
    if (next_.full && outer_ && figure(*next_.full).value < figure(f).value && figure(f).value <= figure(*outer_).value)
      next_.full = outer_;
    outer_.reset();
    // 专项20分；支出率8分，管理效率得48分: what was earned has a name of its own, or is of several.
    if (next_.full && (next_.subtotal || names_own(f, *next_.full))) next_.full.reset();
    // 得9.8分（满分10分）
    const bool near =
        f + 1 < sentence.last_figure && is_score(f + 1) && figure(f + 1).span.begin - figure(f).span.end <= 12 &&
        analysis_.view({figure(f).span.end, figure(f + 1).span.begin}).find_first_of(U"，；、") == Text::npos &&
        mark_of(analysis_, figure(f + 1)) == Mark::full;
    const bool follows =
        near && (!next_.full || analysis_.view({figure(f).span.end, figure(f + 1).span.begin}).starts_with(U"（"));
    if (follows) next_.full = f + 1;
    found_.push_back(std::move(next_));
    next_ = ItemMark();
  }

  // Words before the mark earned that are not in the words before the full mark.
  bool names_own(std::size_t earned, std::size_t full) const {
    const std::u32string own = residue(
        before(earned), {U"该项",   U"此项",   U"本项",   U"自评",   U"得分", U"实得", U"得",   U"计",   U"按",
                         U"比例",   U"实际",   U"应",     U"为",     U"折算", U"计算", U"计分", U"根据", U"对应",
                         U"执行率", U"支出率", U"支付率", U"进度率", U"指标", U"共",   U"评",   U"分",   U"故",
                         U"酌情",   U"综合",   U"完成",   U"后",     U"最终", U"情况", U"因此", U"的",   U"率"});
    if (own.size() < 2) return false;
    return !contains(before(full), Text(own).substr(0, 2));
  }

  // 预算执行20分，…得19.29分: the name of an item before it, nothing that compares or adds; or what was earned right
  // behind it: 平均住院日10分得10分.
  bool may_be_full(std::size_t f) const {
    const Text after = analysis_.view(figure(f).after);
    const Text behind = Text(analysis_.document.text).substr(figure(f).span.end, 3);
    // 学员考核合格率10分，得10分
    if (before(f).size() >= 4 && ends_with_any(before(f), {U"率", U"度"}) && behind.starts_with(U"，得")) return true;
    if (before(f).size() >= 2 && (after == U"得" || after == U"实得")) return true;
    if (before(f).empty())
      return starts_with_any(Text(analysis_.document.text).substr(figure(f).span.end, 2),
                             {U"，得", U"得"});  // 采购，5分，得5分; 完成126项，6分得6分
    const std::u32string plain = without(
        before(f), {U"占比", U"比例", U"比率", U"绩效目标", U"目标设定"});  // 三级手术占比10分，绩效目标明确性5分
    const Text words(plain);
    return before(f).size() >= 2 &&
           !contains_any(words, {U"提高", U"增加", U"高于", U"低于", U"加", U"比", U"较", U"超", U"平均", U"目标",
                                 U"排名", U"考核", U"每", U"以上", U"减", U"失", U"扣"});
  }

  // （一）预算执行（10分）。全年…，执行率95%，得9.5分: one full mark and one earned in the block.
  void pair_across_sentences() {
    struct Block {
      std::vector<std::size_t> fulls;
      std::vector<ItemMark*> marks;
    };
    std::unordered_map<std::size_t, Block> blocks;
    for (const auto& [place, full] : alone_) blocks[place].fulls.push_back(full);
    for (ItemMark& mark : found_) {
      if (const auto own = blocks.find(mark.block); own != blocks.end()) own->second.marks.push_back(&mark);
    }
    for (auto& [place, block] : blocks) {
      if (block.fulls.size() != 1 || block.marks.size() != 1) continue;
      ItemMark& mark = *block.marks.front();
      const std::size_t full = block.fulls.front();
      const bool of_whole = figure(full).value >= Decimal(100);
      if (mark.full || full > mark.earned || of_whole) continue;
      mark.full = full;
      // （20分）：…，扣1分；…，扣1.5分，得17.5分
      if (mark.lost.empty()) continue;
      mark.lost.clear();
      for (std::size_t f = full + 1; f < mark.earned; ++f) {
        if (is_score(f) && mark_of(analysis_, figure(f)) == Mark::lost && !is_standard(analysis_, figure(f)))
          mark.lost.push_back(f);
      }
    }
  }

  const Analysis& analysis_;
  static constexpr std::size_t none = static_cast<std::size_t>(-1);
  ItemMark next_;
  std::optional<std::size_t> outer_;                        // a full mark told before the next one's
  std::size_t last_ = none;                                 // the mark earned before
  std::vector<std::pair<std::size_t, std::size_t>> alone_;  // block, full mark
  std::vector<ItemMark> found_;
};

}  // namespace

std::vector<ItemMark> find_item_marks(const Analysis& analysis) {
  return MarkFinder(analysis).run();
}

std::span<const ItemMark> marks_of(std::span<const ItemMark> marks, std::size_t block) {
  const auto by_block = [](const ItemMark& mark, std::size_t b) { return mark.block < b; };
  const auto first = std::lower_bound(marks.begin(), marks.end(), block, by_block);
  const auto last = std::lower_bound(first, marks.end(), block + 1, by_block);
  return {first, last};
}

}  // namespace jiheng::audit
