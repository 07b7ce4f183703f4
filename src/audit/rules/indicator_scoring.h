// How an indicator's score follows from its target and its result, by the rules of the chosen rule set.
//
// Sources: scoring of quantitative indicators as provincial systems do it (forward, equal, reverse), reverse by the
// rule set's ReverseScoring; qualitative indicators by three levels. Exact ratios; nothing is rounded here.
// Thread-safety: pure functions.
#pragma once

#include <optional>

#include "audit/rules/cell_value.h"
#include "base/ratio.h"
#include "pack/rule_set.h"

namespace jiheng::audit {

// Target and result as two numbers of one unit.
struct Goal {
  Direction direction = Direction::unknown;
  Decimal target;
  Decimal result;
  bool percent = false;
};

// Where an indicator stands, for a direction that its target does not print.
struct GoalNames {
  std::u32string_view groups;  // 产出指标 成本指标
  std::u32string_view name;
};

// Nothing: not two numbers that can be compared.
std::optional<Goal> goal_of(const CellValue& target, const CellValue& result, Direction sign, std::u32string_view unit,
                            const GoalNames& names);

// Share of the full mark the rule gives, from 0 to 1; nothing: the direction is not known.
std::optional<Ratio> earned_share(const Goal& goal, pack::ReverseScoring reverse);
// Nothing: the direction is not known.
std::optional<bool> is_met(const Goal& goal);

// Result so far above the target that an explanation is due; only for ≥ and =, no percentages up to 100.
bool is_over_fulfilled(const Goal& goal, const pack::RuleSet& rules);

enum class Level { unknown, reached, partly, missed };
// 达成预期指标, 部分达成年度指标并具有一定效果, 未达成年度指标且效果较差.
Level level_of(std::u32string_view result);
// The largest share of the full mark this level allows.
Ratio largest_share(Level level);

}  // namespace jiheng::audit
