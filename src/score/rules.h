// One rule applied to one unit's values: shared by the scorecard and the scorer of many units, so that both give the
// same score. Internal to score/. Thread-safety: pure.
#pragma once

#include <span>

#include "base/decimal.h"
#include "expr/value.h"
#include "pack/model.h"

namespace jiheng::score {

struct RuleOutcome {
  enum class Ground { number, no_base, no_data };
  Decimal score;  // capped to [0, full], rounded half up to the rubric's decimals
  Ground ground = Ground::number;
};

// values: by slot of Rubric::scope, with the item's full mark in slot 0. Errors: score.overflow.
Result<RuleOutcome> apply_rule(const pack::Rubric& rubric, const pack::Item& item, std::span<const expr::Value> values,
                               const expr::Context& context);

}  // namespace jiheng::score
