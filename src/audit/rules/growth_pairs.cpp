#include "audit/rules/growth_pairs.h"

#include <algorithm>
#include <vector>

#include "audit/language/breakdown.h"
#include "audit/language/vocabulary.h"
#include "audit/rules/content_words.h"
#include "audit/rules/figure_words.h"
#include "audit/rules/interval.h"

namespace jiheng::audit {
namespace {

class Weighing {
 public:
  Weighing(const Context& context, std::size_t percent, bool up)
      : context_(context),
        percent_(percent),
        up_(up),
        sentence_(context.analysis.sentences[figure(percent).sentence]) {}

  std::optional<GrowthPair> heaviest() const {
    const std::vector<std::size_t> amounts = amounts_around();
    std::optional<GrowthPair> best;
    for (const std::size_t then : amounts) {
      const int base = weight_of_base(then);
      if (base <= 0) continue;
      for (const std::size_t now : amounts) {
        if (now == then || !same_unit(figure(now), figure(then)) || weight_of_base(now) > 0) continue;
        const int weight = base + weight_of_now(now, then, amounts) + weight_of_value(now, then);
        if (!best || weight > best->weight) best = GrowthPair{now, then, weight};
      }
    }
    return best;
  }

 private:
  const Figure& figure(std::size_t f) const { return context_.analysis.figures[f]; }
  Text before(std::size_t f) const { return context_.view(figure(f).before); }
  Text label(std::size_t f) const { return label_of(context_, figure(f)); }

  bool is_told(std::size_t f) const {
    const Figure& one = figure(f);
    return one.value.sign() > 0 && (is_amount(one) || (one.is_exact() && one.dimension == Dimension::none));
  }
  std::vector<std::size_t> amounts_around() const {
    constexpr std::size_t most = 12;  // of one sentence
    std::vector<std::size_t> amounts;
    const auto take = [&](std::size_t first, std::size_t last) {
      for (std::size_t f = first; f < last; ++f) {
        if (is_told(f) && figure(f).kind != FigureKind::year) amounts.push_back(f);
      }
    };
    const std::size_t s = figure(percent_).sentence;
    const auto& sentences = context_.analysis.sentences;
    if (s > 0 && sentences[s - 1].block == sentence_.block)
      take(sentences[s - 1].first_figure, std::min(sentences[s - 1].last_figure, sentences[s - 1].first_figure + most));
    take(std::max(sentence_.first_figure, percent_ - std::min(percent_, most)),
         std::min(sentence_.last_figure, percent_ + 4));
    return amounts;
  }

  // What is told of an earlier time; 0: nothing.
  int weight_of_base(std::size_t f) const {
    if (figure(f).sentence != figure(percent_).sentence) return 0;
    const Text words = before(f);
    int weight = 0;
    if (contains_any(words, {U"上年", U"去年", U"上一年", U"往年", U"同期", U"上届"}) ||
        is_of_other_year(context_, figure(f))) {
      weight = 5;
    } else if (comes_from(words) || (words.ends_with(U"的") && contains_any(words, {U"比", U"较", U"由", U"从"})) ||
               starts_with_any(words, {U"与", U"比", U"较"})) {
      weight = 4;
    } else if (contains_any(words, {U"控制价", U"合同价", U"原", U"送审", U"年初"})) {
      weight = 2;
    } else {
      return 0;
    }
    if (contains_any(words, {U"上年目标", U"计划", U"任务"})) return 0;
    // （上年97批）
    if (f > percent_) {
      const Text gap = context_.view({figure(percent_).span.end, figure(f).span.begin});
      return f <= percent_ + 2 && (gap.starts_with(U"（") || gap.starts_with(U"，")) && gap.find(U'）') == Text::npos
                 ? weight
                 : 0;
    }
    bool nearest = true;
    for (std::size_t g = f + 1; g < percent_; ++g) {
      if (is_told(g)) weight -= 1;
      if (figure(g).dimension == Dimension::percent) nearest = false;
    }
    return nearest ? weight : weight - 3;
  }
  // 低保标准由每人每年7080元…
  static bool comes_from(Text words) {
    constexpr std::size_t longest = 8;  // characters between
    const std::size_t at = words.find_last_of(U"由从");
    return at != Text::npos && words.size() - at <= longest && !contains_any(words.substr(at), {U"到", U"至"});
  }
  int weight_of_now(std::size_t now, std::size_t then, const std::vector<std::size_t>& amounts) const {
    int weight = 0;
    const Text words = label(now);
    const bool beside = figure(now).sentence == figure(then).sentence;
    std::size_t between = 0;
    for (const std::size_t f : amounts) {
      between += f > std::min(now, then) && f < std::max(now, then) && same_unit(figure(f), figure(now));
    }
    weight += between == 0 ? 3 : 0;
    if (beside) weight += 2;
    if (now > then && now < percent_ && contains_any(before(now), {U"到", U"至", U"为", U"今年", U"本年"})) weight += 2;
    if (now > percent_) weight -= 4;
    // The head of the sentence before is what it tells of.
    if (!beside) {
      const auto head = std::find_if(amounts.begin(), amounts.end(), [&](std::size_t f) {
        return same_unit(figure(f), figure(now)) && !contains_any(label(f), {U"预算", U"目标", U"计划"});
      });
      weight += *head == now ? 2 : -2;
    }
    const Text own = before(percent_);
    const std::size_t shared = shared_content(before(then), words) + shared_content(own, words);
    if (shared > 0) weight += 2;
    if (contains_any(words, {U"预算", U"目标", U"计划", U"控制", U"任务", U"节约", U"累计", U"人均", U"增加", U"减少"}))
      weight -= 5;
    if (contains(words, U"其中") || context_.analysis.part_of[now] >= 0) weight -= 3;
    if (is_of_other_year(context_, figure(now))) weight -= 6;
    return weight;
  }
  int weight_of_value(std::size_t now, std::size_t then) const {
    const Decimal step = up_ ? figure(now).value - figure(then).value : figure(then).value - figure(now).value;
    const auto exact = divide(Ratio(step) * Ratio(100), Ratio(figure(then).value));
    if (!exact) return -20;
    const Figure& percent = figure(percent_);
    const Decimal rounded = exact->rounded(percent.decimals, Rounding::half_up);
    if (digits_changed(digits_of(context_.view(percent.number)), digits_of(rounded))) return 4;
    if (rounded.sign() < 0) return -4;
    const Decimal off = magnitude(rounded - percent.value);
    if (off <= Decimal(1)) return 4;
    if (off <= Decimal(4)) return 3;
    if (off <= Decimal(8)) return 1;
    return off <= Decimal(20) ? -2 : -5;
  }

  const Context& context_;
  std::size_t percent_;
  bool up_;
  const Sentence& sentence_;
};

}  // namespace

std::optional<GrowthPair> likeliest_growth(const Context& context, std::size_t percent, bool up) {
  return Weighing(context, percent, up).heaviest();
}

}  // namespace jiheng::audit
