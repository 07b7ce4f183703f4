#include "audit/rules/rate_pairs.h"

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
  Weighing(const Context& context, std::size_t percent)
      : context_(context), percent_(percent), words_(context.view(figure(percent).before)) {
    static constexpr std::initializer_list<Text> verbs = {U"为", U"达到", U"达", U"是", U"约", U"到", U"的", U"仅"};
    const bool of_something = words_.ends_with(U"的");
    for (bool cut = true; cut;) {
      cut = false;
      for (const Text verb : verbs) {
        if (words_.ends_with(verb)) words_.remove_suffix(verb.size()), cut = true;
      }
    }
    std::size_t at = words_.rfind(U"占"), of = at + 1;
    if (at == Text::npos && of_something && words_.rfind(U"完成") != Text::npos) of = (at = words_.rfind(U"完成")) + 2;
    if (at != Text::npos) {
      of_ = words_.substr(of);
      named_part_ = words_.substr(0, at);
      if (of_.starts_with(U"比")) of_ = {};
    } else {
      named_part_ = words_;
      for (const Text end : {Text(U"率"), Text(U"度"), Text(U"比例"), Text(U"比重")}) {
        if (named_part_.ends_with(end)) named_part_.remove_suffix(end.size());
      }
    }
    stem_ = tail_of(named_part_, 2);
  }

  std::optional<RatePair> heaviest() const {
    if (figure(percent_).value == Decimal(100) ||
        contains_any(words_, {U"超", U"突破", U"以上", U"调整", U"失业", U"平均", U"结转", U"结余", U"森林覆盖",
                              U"绿化覆盖", U"城镇化", U"总体整改", U"总体办结", U"总体完成"}))
      return std::nullopt;
    const std::vector<std::size_t> amounts = amounts_around();
    std::optional<RatePair> best;
    const auto holds = [&](std::size_t part, std::size_t whole) {
      const auto verdict = test_percent(interval_of(figure(part)), interval_of(figure(whole)), figure(percent_));
      return verdict && *verdict == Verdict::holds && figure(part).sentence == figure(percent_).sentence;
    };
    for (const std::size_t part : amounts) {
      std::optional<int> own;
      for (const std::size_t whole : amounts) {
        if (part == whole || !same_unit(figure(part), figure(whole))) continue;
        if (figure(part).value >= figure(whole).value || figure(part).value.sign() <= 0) continue;
        if (holds(part, whole)) return RatePair{part, whole, 0, true};
        // 计划20期、实办18期；培训人次10分，完成率91%: what its own sentence tells first parts the rate from them.
        if (figure(part).sentence != figure(percent_).sentence && figure(whole).sentence != figure(percent_).sentence &&
            context_.analysis.sentences[figure(percent_).sentence].first_figure != percent_)
          continue;
        const int value = weight_of_value(part, whole);
        if (value == far_off && amounts.size() > 2) continue;
        if (!own) own = weight_of_part(part, amounts);
        const int weight = *own + weight_of_whole(whole, part, amounts) + value;
        if (!best || weight > best->weight) best = RatePair{part, whole, weight};
      }
    }
    return best && !added_up(amounts) ? best : std::nullopt;
  }

 private:
  const Figure& figure(std::size_t f) const { return context_.analysis.figures[f]; }
  Text label(std::size_t f) const { return label_of(context_, figure(f)); }
  Text before(std::size_t f) const { return context_.view(figure(f).before); }

  std::vector<std::size_t> amounts_around() const {
    constexpr std::size_t most = 12;  // of one sentence
    const auto& sentences = context_.analysis.sentences;
    const std::size_t s = figure(percent_).sentence;
    std::vector<std::size_t> amounts;
    if (s > 0 && sentences[s - 1].block == sentences[s].block) {
      const std::size_t last = sentences[s - 1].last_figure;
      for (std::size_t f = last - std::min(most, last - sentences[s - 1].first_figure); f < last; ++f) {
        if (is_amount(figure(f))) amounts.push_back(f);
      }
    }
    const std::size_t first = percent_ - sentences[s].first_figure > most ? percent_ - most : sentences[s].first_figure;
    const std::size_t last = std::min(sentences[s].last_figure, percent_ + most / 2);
    for (std::size_t f = first; f < last; ++f) {
      if (is_amount(figure(f))) amounts.push_back(f);
    }
    return amounts;
  }

  // 满意300份、基本满意60份，满意率98.4%; 未按时签订1份，按时签订率95.2%: of several added up, or of all but these.
  bool added_up(const std::vector<std::size_t>& amounts) const {
    const auto gives = [&](const Interval& part, std::size_t whole) {
      const auto verdict = test_percent(part, interval_of(figure(whole)), figure(percent_));
      return verdict && *verdict == Verdict::holds;
    };
    for (const std::size_t whole : amounts) {
      for (std::size_t i = 0; i < amounts.size(); ++i) {
        const std::size_t part = amounts[i];
        if (figure(part).sentence != figure(percent_).sentence) continue;
        if (part == whole || !same_unit(figure(part), figure(whole)) || figure(whole).value <= figure(part).value)
          continue;
        if (gives(interval_of(figure(whole)) - interval_of(figure(part)), whole)) return true;
        if (i + 1 < amounts.size() && amounts[i + 1] != whole && same_unit(figure(part), figure(amounts[i + 1])) &&
            gives(interval_of(figure(part)) + interval_of(figure(amounts[i + 1])), whole))
          return true;
      }
    }
    return false;
  }

  // 专任教师1,173人，其中具有博士学位的教师占48.4%: of a part whose number is not told.
  bool names_part_alone() const {
    const std::size_t among = named_part_.rfind(U"其中");
    return among != Text::npos && named_part_.size() - among > 4;
  }

  // How many rates stand between the two.
  int rates_between(std::size_t a, std::size_t b) const {
    int rates = 0;
    for (std::size_t f = std::min(a, b) + 1; f < std::max(a, b); ++f)
      rates += figure(f).dimension == Dimension::percent;
    return rates;
  }

  int weight_of_part(std::size_t part, const std::vector<std::size_t>& amounts) const {
    int weight = 0;
    if (part < percent_) {
      const auto next = std::upper_bound(amounts.begin(), amounts.end(), part);
      const bool nearest = next == amounts.end() || *next > percent_;
      if (nearest) weight += figure(part).sentence == figure(percent_).sentence ? 3 : 1;
      if (figure(part).sentence != figure(percent_).sentence) weight -= 2;
    } else {
      // 占比64.9%（24个）
      const Text gap = context_.view({figure(percent_).span.end, figure(part).span.begin});
      weight += gap.starts_with(U"（") && part == percent_ + 1 ? 3 : 0;
      if (gap.find(U'；') != Text::npos) weight -= 4;
      if (contains(before(part), U"其中")) weight -= 6;
    }
    weight -= 3 * rates_between(part, percent_);
    if (part < percent_ && names_part_alone()) weight -= 6;
    if (contains_any(words_, {U"经费", U"资金", U"支出", U"支付", U"执行"}) &&
        figure(part).dimension != Dimension::money)
      weight -= 8;
    const Text words = label(part);
    if (contains(words_, U"满意") && !contains(words, U"满意")) {
      weight -= 8;
    } else if (!stem_.empty() && contains(words, stem_)) {
      weight += 4;
    } else if (shared_content(named_part_, words) > 0) {
      weight += 2;
    } else if (named_part_.size() >= 6) {
      weight -= 4;
    }
    if (contains_any(words, {U"未", U"不", U"正在", U"其余", U"目标", U"计划", U"上年", U"去年", U"预算", U"应"}))
      weight -= 6;
    return weight;
  }
  int weight_of_whole(std::size_t whole, std::size_t part, const std::vector<std::size_t>& amounts) const {
    int weight = 0;
    const auto at = std::find(amounts.begin(), amounts.end(), part);
    for (auto one = at; one != amounts.begin();) {
      --one;
      if (!same_unit(figure(*one), figure(part))) continue;
      if (*one == whole) weight += 2;
      break;
    }
    if (figure(whole).sentence == figure(percent_).sentence) weight += 1;
    if (figure(whole).sentence == figure(part).sentence) weight += 1;
    if (whole > percent_ && contains(context_.view({figure(percent_).span.end, figure(whole).span.begin}), U"；"))
      weight -= 4;
    const Text words = label(whole);
    if (contains_any(words, {U"应",   U"共",   U"总", U"发放", U"收回", U"回收", U"有效", U"抽", U"参",   U"受理",
                             U"收到", U"申请", U"全", U"预算", U"任务", U"计划", U"登记", U"检", U"报名", U"合计"}))
      weight += 2;
    if (!of_.empty()) weight += shared_content(of_, words) > 0 || contains(words, of_) ? 4 : -3;
    if (contains_any(words, {U"未", U"上年", U"去年", U"同期", U"其余", U"累计"})) weight -= 5;
    // 代谢病筛查10,102人，筛查率98.90%；听力筛查10,056人，筛查率98.45%: each has a rate of its own.
    if (!stem_.empty() && figure(whole).sentence != figure(part).sentence && before(whole).ends_with(stem_) &&
        before(part).ends_with(stem_))
      weight -= 8;
    // 完成率 is of what was planned.
    if (named_part_.ends_with(U"完成") && of_.empty() &&
        !contains_any(words, {U"目标", U"计划", U"任务", U"应", U"下达", U"年初"}))
      weight -= 8;
    const int breakdown = context_.analysis.part_of[part];
    if (breakdown >= 0 && breakdown == context_.analysis.part_of[whole]) weight -= 6;
    if (is_of_other_year(context_, figure(whole)) || is_of_other_year(context_, figure(part))) weight -= 5;
    return weight;
  }
  // How near the two come to what is printed.
  static constexpr int far_off = -5;
  int weight_of_value(std::size_t part, std::size_t whole) const {
    const auto exact = divide(Ratio(figure(part).value) * Ratio(100), Ratio(figure(whole).value));
    if (!exact) return -20;
    const Figure& percent = figure(percent_);
    const Decimal rounded = exact->rounded(percent.decimals, Rounding::half_up);
    if (digits_changed(digits_of(context_.view(percent.number)), digits_of(rounded))) return 4;
    const Decimal off = magnitude(rounded - percent.value);
    if (off <= Decimal(1)) return 4;
    if (off <= Decimal(3)) return 3;
    if (off <= Decimal(6)) return 2;
    if (off <= Decimal(15)) return 0;
    return off <= Decimal(30) ? -2 : far_off;
  }

  const Context& context_;
  std::size_t percent_;
  Text words_;       // before the rate, without the verb
  Text named_part_;  // 抽检合格 of 抽检合格率
  Text stem_;        // its last two characters
  Text of_;          // X of 占X的
};

}  // namespace

std::optional<RatePair> likeliest_pair(const Context& context, std::size_t percent) {
  return Weighing(context, percent).heaviest();
}

}  // namespace jiheng::audit
