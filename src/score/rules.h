// One rule applied to one unit's values: shared by the scorecard and the scorer of many units, so that both give the
// same score. Internal to score/. Thread-safety: pure.
#pragma once

#include <span>

#include "base/decimal.h"
#include "expr/value.h"
#include "pack/model.h"

namespace jiheng::score {

// How an item turns what its rule gives into a score.
class Marks {
 public:
  Marks(const pack::Rubric& rubric, const pack::Item& item);

  enum class Ground { number, no_base, no_data };
  static Ground ground_of(const expr::Value& points);
  // Capped to [0, full], rounded half up to the rubric's decimals. Throws ArithmeticOverflow, see base/decimal.h, only
  // where the rubric itself is out of range.
  Decimal score_of(const expr::Value& points) const;

 private:
  int decimals_;
  Ratio full_;
  Decimal full_score_;
  Decimal none_;
  Decimal no_base_score_;
};

// values: by slot of Rubric::scope, with the item's full mark in slot 0. Errors: score.overflow, calendar.*.
Result<expr::Value> apply_rule(const pack::Item& item, std::span<const expr::Value> values,
                               const expr::Context& context);

}  // namespace jiheng::score
