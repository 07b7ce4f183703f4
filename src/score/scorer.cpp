#include <algorithm>
#include <atomic>
#include <cassert>
#include <thread>

#include "score/rules.h"
#include "score/scorecard.h"

namespace jiheng::score {

using expr::Value;

Result<RuleOutcome> apply_rule(const pack::Rubric& rubric, const pack::Item& item, std::span<const Value> values,
                               const expr::Context& context) {
  const auto overflow = [&] { return fail("score.overflow", {{"item", item.title}}); };
  const auto result = item.rule.evaluate(values, context);
  if (!result) {
    if (result.error().code == "expression.overflow") return overflow();
    return fail(result.error());
  }
  try {
    switch (result->kind()) {
      case Value::Kind::number: {
        const Ratio& points = result->number();
        if (points.sign() <= 0)
          return RuleOutcome{Decimal::from_parts(0, rubric.decimals), RuleOutcome::Ground::number};
        const Ratio full(item.full);
        return RuleOutcome{(points < full ? points : full).rounded(rubric.decimals, Rounding::half_up),
                           RuleOutcome::Ground::number};
      }
      case Value::Kind::no_base:
        return RuleOutcome{item.no_base == pack::NoBasePolicy::full
                               ? item.full.rounded(rubric.decimals, Rounding::half_up)
                               : Decimal::from_parts(0, rubric.decimals),
                           RuleOutcome::Ground::no_base};
      default:
        return RuleOutcome{Decimal::from_parts(0, rubric.decimals), RuleOutcome::Ground::no_data};
    }
  } catch (const ArithmeticOverflow&) {
    return overflow();
  }
}

namespace {

// Of scores, which all have the rubric's decimals.
Decimal sum_of(std::span<const Decimal> scores, int decimals) {
  int128 sum = 0;
  for (const Decimal& score : scores) sum += score.coefficient();
  return Decimal::from_parts(sum, decimals);
}

}  // namespace

// One thread's working space: values by slot of the rubric's scope.
class Scorer::Desk {
 public:
  explicit Desk(const Scorer& scorer)
      : scorer_(scorer), values_(static_cast<std::size_t>(scorer.rubric_->scope.size())) {
    for (const pack::Item& item : scorer.rubric_->items) full_.push_back(Value::of(Ratio(item.full)));
  }

  // value_of(k): the value of the k-th input.
  template <class ValueOf>
  Status score(const ValueOf& value_of, std::span<Decimal> out) {
    for (std::size_t k = 0; k < scorer_.inputs_.size(); ++k) values_[1 + scorer_.inputs_[k]] = value_of(k);
    for (std::size_t i = 0; i < full_.size(); ++i) {
      values_[0] = full_[i];
      auto outcome = apply_rule(*scorer_.rubric_, scorer_.rubric_->items[i], values_, scorer_.context_);
      if (!outcome) return fail(std::move(outcome.error()));
      out[i] = outcome->score;
    }
    return {};
  }

 private:
  const Scorer& scorer_;
  std::vector<Value> values_;
  std::vector<Value> full_;
};

Scorer::Scorer(const pack::Rubric& rubric, const WorkCalendar* calendar) : rubric_(&rubric), context_{calendar} {
  for (const pack::Item& item : rubric.items) {
    for (const int slot : item.rule.slots()) {
      if (slot > 0) inputs_.push_back(static_cast<std::size_t>(slot - 1));
    }
  }
  std::sort(inputs_.begin(), inputs_.end());
  inputs_.erase(std::unique(inputs_.begin(), inputs_.end()), inputs_.end());
}

Status Scorer::score_items(std::span<const Value> measures, std::span<Decimal> out) const {
  assert(out.size() == rubric_->items.size());
  Desk desk(*this);
  return desk.score([&](std::size_t k) -> const Value& { return measures[inputs_[k]]; }, out);
}

Status Scorer::score_many(std::span<const Value> figures, int threads, std::span<Decimal> out,
                          std::span<Decimal> totals) const {
  const std::size_t width = inputs_.size(), items = rubric_->items.size();
  if (items == 0) return {};
  const std::size_t units = out.size() / items;
  assert(figures.size() == units * width && out.size() == units * items);
  assert(totals.empty() || totals.size() == units);

  // Blocks are handed out one by one, so that a thread that is held up does not hold up the rest.
  constexpr std::size_t block = 512;
  std::atomic<std::size_t> next{0};
  const auto work = [&]() -> Status {
    Desk desk(*this);
    for (;;) {
      const std::size_t first = next.fetch_add(block);
      if (first >= units) return {};
      for (std::size_t unit = first; unit < std::min(units, first + block); ++unit) {
        const Value* row = figures.data() + unit * width;
        const auto scores = out.subspan(unit * items, items);
        auto done = desk.score([&](std::size_t k) -> const Value& { return row[k]; }, scores);
        if (!done) {
          next = units;
          return done;
        }
        if (!totals.empty()) totals[unit] = sum_of(scores, rubric_->decimals);
      }
    }
  };

  std::vector<Status> outcomes(static_cast<std::size_t>(std::max(threads, 1)));
  {
    std::vector<std::jthread> helpers;
    for (std::size_t i = 1; i < outcomes.size(); ++i) helpers.emplace_back([&, i] { outcomes[i] = work(); });
    outcomes[0] = work();
  }
  for (Status& outcome : outcomes) {
    if (!outcome) return std::move(outcome);
  }
  return {};
}

}  // namespace jiheng::score
