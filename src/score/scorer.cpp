#include <algorithm>
#include <atomic>
#include <cassert>
#include <thread>

#include "score/rules.h"
#include "score/scorecard.h"

namespace jiheng::score {

using expr::Value;

Marks::Marks(const pack::Rubric& rubric, const pack::Item& item)
    : decimals_(rubric.decimals),
      full_(item.full),
      full_score_(item.full.rounded(rubric.decimals, Rounding::half_up)),
      none_(Decimal::from_parts(0, rubric.decimals)),
      no_base_score_(item.no_base == pack::NoBasePolicy::full ? full_score_ : none_) {}

Marks::Ground Marks::ground_of(const Value& points) {
  return points.kind() == Value::Kind::number ? Ground::number
         : points.is_no_base()                ? Ground::no_base
                                              : Ground::no_data;
}

Decimal Marks::score_of(const Value& points) const {
  if (points.kind() != Value::Kind::number) return points.is_no_base() ? no_base_score_ : none_;
  const Ratio& number = points.number();
  if (number.sign() <= 0) return none_;
  return number < full_ ? number.rounded(decimals_, Rounding::half_up) : full_score_;
}

Result<Value> apply_rule(const pack::Item& item, std::span<const Value> values, const expr::Context& context) {
  auto points = item.rule.evaluate(values, context);
  if (!points && points.error().code == "expression.overflow") return fail("score.overflow", {{"item", item.title}});
  return points;
}

namespace {

// Asks for a row before it is needed: rules read it here and there, which the processor cannot foresee.
void fetch(std::span<const Value> row) {
  constexpr std::size_t line = 64;
  const auto* bytes = reinterpret_cast<const char*>(row.data());
  for (std::size_t at = 0; at < row.size_bytes(); at += line) __builtin_prefetch(bytes + at);
}

// Of scores, which all have the rubric's decimals.
Decimal sum_of(std::span<const Decimal> scores, int decimals) {
  int128 sum = 0;
  for (const Decimal& score : scores) sum += score.coefficient();
  return Decimal::from_parts(sum, decimals);
}

}  // namespace

// An item's rule over the inputs alone, with its full mark in it as a constant.
struct Scorer::Rule {
  expr::Expression expression;
  Marks marks;
};

Scorer::~Scorer() = default;
Scorer::Scorer(Scorer&&) noexcept = default;

Scorer::Scorer(const pack::Rubric& rubric, const WorkCalendar* calendar) : rubric_(&rubric), context_{calendar} {
  for (const pack::Item& item : rubric.items) {
    for (const int slot : item.rule.slots()) {
      if (slot > 0) inputs_.push_back(static_cast<std::size_t>(slot - 1));
    }
  }
  std::sort(inputs_.begin(), inputs_.end());
  inputs_.erase(std::unique(inputs_.begin(), inputs_.end()), inputs_.end());

  for (const pack::Item& item : rubric.items) {
    const auto place = [&](int slot) -> std::variant<int, Value> {
      if (slot == 0) return Value::of(Ratio(item.full));
      const auto input = std::lower_bound(inputs_.begin(), inputs_.end(), static_cast<std::size_t>(slot - 1));
      return static_cast<int>(input - inputs_.begin());
    };
    rules_.push_back({item.rule.rebound(place), Marks(rubric, item)});
  }
}

Status Scorer::score_row(std::span<const Value> row, expr::Expression::Scratch& scratch, std::span<Decimal> out) const {
  for (std::size_t i = 0; i < rules_.size(); ++i) {
    const Rule& rule = rules_[i];
    const Value* points = rule.expression.evaluate_in(scratch, row, context_);
    if (points == nullptr) {
      const pack::Item& item = rubric_->items[i];
      auto error = rule.expression.evaluate(row, context_).error();
      if (error.code == "expression.overflow") return fail("score.overflow", {{"item", item.title}});
      return fail(std::move(error));
    }
    out[i] = rule.marks.score_of(*points);
  }
  return {};
}

Status Scorer::score_items(std::span<const Value> measures, std::span<Decimal> out) const {
  assert(out.size() == rules_.size());
  std::vector<Value> row;
  row.reserve(inputs_.size());
  for (const std::size_t input : inputs_) row.push_back(measures[input]);
  expr::Expression::Scratch scratch;
  return score_row(row, scratch, out);
}

Status Scorer::score_many(std::span<const Value> figures, int threads, std::span<Decimal> out,
                          std::span<Decimal> totals) const {
  const std::size_t width = inputs_.size(), items = rules_.size();
  if (items == 0) return {};
  const std::size_t units = out.size() / items;
  assert(figures.size() == units * width && out.size() == units * items);
  assert(totals.empty() || totals.size() == units);

  // Blocks are handed out one by one, so that a thread that is held up does not hold up the rest.
  constexpr std::size_t block = 512;
  std::atomic<std::size_t> next{0};
  const auto work = [&]() -> Status {
    expr::Expression::Scratch scratch;
    for (;;) {
      const std::size_t first = next.fetch_add(block);
      if (first >= units) return {};
      for (std::size_t unit = first; unit < std::min(units, first + block); ++unit) {
        if (unit + 1 < units) fetch(figures.subspan((unit + 1) * width, width));
        const auto scores = out.subspan(unit * items, items);
        if (auto done = score_row(figures.subspan(unit * width, width), scratch, scores); !done) {
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
