#include "audit/rules/indicator_scoring.h"

#include <algorithm>

#include "audit/language/vocabulary.h"

namespace jiheng::audit {
namespace {

using View = std::u32string_view;

// Words of an indicator where less may be better, or where it cannot be told. A rate of these is one too.
bool is_of_harm(View name) {
  return contains_any(name, {U"成本", U"事故", U"投诉", U"差错", U"失误", U"能耗", U"死亡", U"控制", U"结转", U"结余",
                             U"违规", U"违纪", U"误差", U"偏差", U"损失", U"消耗", U"负债", U"变动", U"逾期", U"超期",
                             U"退回", U"失败", U"下降", U"排放", U"发生", U"调整", U"空置", U"闲置", U"流失"});
}

bool may_be_reverse(const GoalNames& names, bool percent) {
  // 年用电量下降 50%: how much less, so that more is better.
  if (percent && ends_with_any(names.name, {U"下降", U"降低", U"减少", U"下降率", U"降幅"})) return false;
  if (is_of_harm(names.name)) return true;
  if (percent && contains_any(names.name, {U"率", U"度", U"比例", U"占比"})) return false;
  if (contains_any(names.groups, {U"成本", U"时效", U"节约"})) return true;
  return contains_any(names.name, {U"费用", U"时间", U"时限", U"天数", U"周期", U"支出", U"经费", U"价格", U"单价",
                                   U"金额", U"资金", U"人均", U"标准", U"时长", U"响应", U"用时", U"耗时", U"工作日"});
}

// 2.1万人次, 21,846人次: the power of ten printed with a counter, and the counter.
struct Counter {
  Decimal factor;
  View unit;
};
Counter counter_of(View unit) {
  for (const auto& [word, factor] : {std::pair<View, int>{U"亿", 100000000}, {U"万", 10000}, {U"千", 1000}}) {
    if (unit.size() > 1 && unit.starts_with(word) && !unit.starts_with(U"千瓦") && !unit.starts_with(U"千米") &&
        !unit.starts_with(U"千克") && !unit.starts_with(U"千伏"))
      return {Decimal(factor), unit.substr(word.size())};
  }
  return {Decimal(1), unit};
}

// The result brought to the target's unit; nothing: they cannot be compared.
std::optional<Decimal> in_unit_of(const CellValue& target, const CellValue& result, View unit) {
  const View wanted = target.unit.empty() ? unit : View(target.unit);
  const View given = result.unit.empty() ? unit : View(result.unit);
  if (result.unit.empty() && target.is_percent() && result.value <= 1 && result.scale > 0) return std::nullopt;
  if (wanted == given || wanted.empty() || given.empty() || result.unit.empty()) return result.value;
  const std::optional<Decimal> from = money_factor(given), to = money_factor(wanted);
  if (from && to) {
    const std::optional<Ratio> value = divide(Ratio(result.value * *from), Ratio(*to));
    return value ? value->exact_decimal() : std::nullopt;
  }
  const Counter counted = counter_of(given), aimed = counter_of(wanted);
  if (contains(aimed.unit, counted.unit) || contains(counted.unit, aimed.unit)) {  // 个月 and 月, 人次 and 次
    const std::optional<Ratio> value = divide(Ratio(result.value * counted.factor), Ratio(aimed.factor));
    return value ? value->exact_decimal() : std::nullopt;
  }
  return std::nullopt;
}

Ratio at_most_one(const Ratio& ratio) {
  if (ratio > Ratio(1)) return Ratio(1);
  return ratio.sign() < 0 ? Ratio(0) : ratio;
}

Ratio reverse_share(const Goal& goal, pack::ReverseScoring reverse) {
  if (goal.result <= goal.target) return Ratio(1);
  if (goal.target.sign() <= 0) return Ratio(0);
  if (reverse == pack::ReverseScoring::inverse_ratio) return at_most_one(*divide(goal.target, goal.result));
  return at_most_one(Ratio(1) - *divide(goal.result - goal.target, goal.target));
}

}  // namespace

std::optional<Goal> goal_of(const CellValue& target, const CellValue& result, Direction sign, View unit,
                            const GoalNames& names) {
  if (!target.is_exact() || !result.is_exact()) return std::nullopt;
  const std::optional<Decimal> value = in_unit_of(target, result, unit);
  if (!value) return std::nullopt;
  Goal goal;
  goal.target = target.value;
  goal.result = *value;
  goal.percent = target.is_percent() || unit == U"%";
  goal.direction = target.direction != Direction::unknown ? target.direction : sign;
  if (goal.direction == Direction::qualitative) goal.direction = Direction::unknown;
  if (goal.direction == Direction::unknown && !may_be_reverse(names, goal.percent))
    goal.direction = Direction::at_least;
  return goal;
}

std::optional<Ratio> earned_share(const Goal& goal, pack::ReverseScoring reverse) {
  switch (goal.direction) {
    case Direction::at_most:
      return reverse_share(goal, reverse);
    case Direction::equal:
      if (goal.target.is_zero()) return Ratio(goal.result.sign() <= 0 ? 1 : 0);
      [[fallthrough]];
    case Direction::at_least:
      if (goal.result >= goal.target) return Ratio(1);
      if (goal.target.sign() <= 0) return std::nullopt;
      return at_most_one(*divide(goal.result, goal.target));
    case Direction::unknown:
    case Direction::qualitative:
      return std::nullopt;
  }
  return std::nullopt;
}

std::optional<bool> is_met(const Goal& goal) {
  switch (goal.direction) {
    case Direction::at_most:
      return goal.result <= goal.target;
    case Direction::equal:
      if (goal.target.is_zero()) return goal.result.sign() <= 0;
      [[fallthrough]];
    case Direction::at_least:
      return goal.result >= goal.target;
    case Direction::unknown:
    case Direction::qualitative:
      // Exactly what was aimed at is met, whichever way it counts.
      if (goal.result == goal.target) return true;
      return std::nullopt;
  }
  return std::nullopt;
}

bool is_over_fulfilled(const Goal& goal, const pack::RuleSet& rules) {
  if (goal.direction != Direction::at_least && goal.direction != Direction::equal) return false;
  if (goal.percent && goal.result <= 100) return false;
  if (goal.target.is_zero()) return goal.direction == Direction::at_least && goal.result >= rules.over_fulfilment_zero;
  return goal.target.sign() > 0 && goal.result >= goal.target * rules.over_fulfilment;
}

Level level_of(View result) {
  constexpr std::size_t longest = 24;
  if (result.size() > longest) return Level::unknown;
  if (contains(result, U"部分") && contains_any(result, {U"达成", U"完成", U"实现"})) return Level::partly;
  if (contains_any(result, {U"未达成", U"未完成", U"未实现", U"未达到"})) {
    return contains_any(result, {U"基本", U"尚", U"个别"}) ? Level::unknown : Level::missed;
  }
  if (contains(result, U"达成")) return Level::reached;
  return Level::unknown;
}

Ratio largest_share(Level level) {
  switch (level) {
    case Level::partly:
      return Ratio::from_parts(8, 10);
    case Level::missed:
      return Ratio::from_parts(6, 10);
    case Level::unknown:
    case Level::reached:
      return Ratio(1);
  }
  return Ratio(1);
}

}  // namespace jiheng::audit
