// links: expr base
// Nanoseconds per evaluation of the rules a rubric is made of, single-threaded, values in memory; and the whole task:
// 30,000 units × 25 rules. Median of 5 runs. Build with -DJIHENG_BENCH=ON, run build/bench/expr_bench.
#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "expr/expression.h"

using namespace jiheng;
using namespace jiheng::expr;

namespace {

constexpr int units = 30'000;
constexpr int rules = 25;

Scope make_scope() {
  Scope scope;
  scope.add({.name = "full", .title = "满分", .type = Type::number});
  scope.add({.name = "budget.execution_rate", .title = "支出率", .type = Type::number, .scale = 4});
  scope.add({.name = "target", .title = "目标值", .type = Type::number});
  scope.add({.name = "actual", .title = "实际值", .type = Type::number});
  scope.add({.name = "paid", .title = "支出数", .type = Type::money});
  scope.add({.name = "budget", .title = "预算数", .type = Type::money});
  scope.add({.name = "violations", .title = "违规数", .type = Type::number});
  return scope;
}

std::vector<std::array<Value, 7>> make_records() {
  std::mt19937_64 random(20220101);
  const auto upto = [&](std::int64_t n) { return static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(n)); };
  std::vector<std::array<Value, 7>> records(units);
  for (auto& record : records) {
    const std::int64_t budget = 1'000'000 + upto(100'000'000'00), paid = upto(budget + budget / 50);
    record = {Value::of(Ratio(10)),
              Value::of(Ratio::from_parts(paid, budget)),
              Value::of(Ratio(50 + upto(100))),
              Value::of(Ratio(upto(200))),
              Value::of(Money::from_fen(paid)),
              Value::of(Money::from_fen(upto(50) == 0 ? 0 : budget)),
              Value::of(Ratio(upto(4)))};
  }
  return records;
}

template <class F>
double median_ms(F&& f) {
  std::array<double, 5> times{};
  for (double& time : times) {
    const auto start = std::chrono::steady_clock::now();
    f();
    time = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
  }
  std::sort(times.begin(), times.end());
  return times[2];
}

std::size_t evaluate_all(const Expression& expression, const std::vector<std::array<Value, 7>>& records) {
  std::size_t numbers = 0;
  for (const auto& record : records) {
    const auto value = expression.evaluate(record);
    numbers += value && value->kind() == Value::Kind::number;
  }
  return numbers;
}

}  // namespace

int main() {
  const Scope scope = make_scope();
  const auto records = make_records();
  const char* sources[] = {
      "full * min(1, budget.execution_rate)",
      "has_base(budget.execution_rate) ? full * budget.execution_rate : full",
      "bands_at_most(budget.execution_rate, 0.10, 1, 0.20, 0.5, 0) * full",
      "full * attain_at_least(target, actual)",
      "full * attain_at_most(target, actual)",
      "violations == 0 ? full : 0",
      "max(0, full - violations * 0.5)",
      "full * min(1, paid / budget)",
      "round(full * (paid / budget), 2)",
  };
  std::vector<Expression> expressions;
  for (const char* source : sources) {
    auto expression = Expression::compile(source, scope, Type::number);
    if (!expression) return std::printf("%s: %s\n", source, expression.error()[0].message.c_str()), 1;
    expressions.push_back(*std::move(expression));
    std::size_t numbers = 0;
    const double ms = median_ms([&] { numbers = evaluate_all(expressions.back(), records); });
    std::printf("%7.1f ns  %s  (%zu numbers)\n", ms * 1e6 / units, source, numbers);
  }
  // The rubric: 25 rules per unit, unit by unit, as a scorecard is made; units split between two threads.
  const auto score = [&](std::size_t from, std::size_t to, std::size_t& numbers) {
    for (std::size_t unit = from; unit < to; ++unit) {
      for (std::size_t rule = 0; rule < rules; ++rule) {
        const auto value = expressions[rule % expressions.size()].evaluate(records[unit]);
        numbers += value && value->kind() == Value::Kind::number;
      }
    }
  };
  for (const std::size_t times : {1, 10}) {
    std::size_t first = 0, second = 0;
    const double ms = median_ms([&] {
      first = second = 0;
      std::thread other([&] {
        for (std::size_t i = 0; i < times; ++i) score(units / 2, units, second);
      });
      for (std::size_t i = 0; i < times; ++i) score(0, units / 2, first);
      other.join();
    });
    std::printf("%7.1f ms  %d units × %d rules × %zu on two threads (%zu numbers)\n", ms, units, rules, times,
                first + second);
  }
}
