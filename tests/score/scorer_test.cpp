// The scorer against an oracle of its own: plain fractions, the rules of domain.md §2.2 written out once more, without
// the expression language. Also the edges: rounding at .005, grades at 90.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <numeric>

#include "../support/small_year.h"
#include "measure/engine.h"
#include "score/scorecard.h"
#include "small_rubric.h"

namespace jiheng::score {
namespace {

using expr::Value;
using jiheng::testing::SmallPack;

// A fraction in lowest terms; everything here stays far within 128 bits.
struct Fraction {
  int128 top = 0, bottom = 1;
  Fraction(int128 t = 0, int128 b = 1) : top(t), bottom(b) {  // NOLINT
    int128 x = t < 0 ? -t : t, y = b;
    while (y != 0) std::tie(x, y) = std::pair(y, x % y);
    if (x != 0) top /= x, bottom /= x;
  }
};
Fraction operator+(Fraction a, Fraction b) {
  return {a.top * b.bottom + b.top * a.bottom, a.bottom * b.bottom};
}
Fraction operator-(Fraction a, Fraction b) {
  return a + Fraction(-b.top, b.bottom);
}
Fraction operator*(Fraction a, Fraction b) {
  return {a.top * b.top, a.bottom * b.bottom};
}
Fraction operator/(Fraction a, Fraction b) {
  return b.top < 0 ? Fraction(-a.top * b.bottom, -a.bottom * b.top) : Fraction(a.top * b.bottom, a.bottom * b.top);
}
bool operator<(Fraction a, Fraction b) {
  return a.top * b.bottom < b.top * a.bottom;
}
bool operator<=(Fraction a, Fraction b) {
  return !(b < a);
}

// Hundredths of a point, capped, rounded half up.
std::int64_t hundredths(Fraction points, int full) {
  if (points < 0) points = 0;
  if (Fraction(full) < points) points = full;
  return static_cast<std::int64_t>((200 * points.top + points.bottom) / (2 * points.bottom));
}

// pmkpi's rules, domain.md §2.2, as stated there: w = 1, t = target, a = actual.
Fraction at_least(Fraction t, Fraction a) {
  if (t <= a) return 1;
  return t <= 0 || a <= 0 ? Fraction(0) : a / t;
}
Fraction equal_to(Fraction t, Fraction a) {
  if (t.top == 0) return a <= 0 ? 1 : 0;
  return t <= a ? Fraction(1) : a / t;
}
Fraction at_most(Fraction t, Fraction a) {
  if (a <= t) return 1;
  if (t.top == 0 || t * 2 <= a) return 0;
  return Fraction(1) - (a - t) / t;
}
Fraction at_most_inverse(Fraction t, Fraction a) {
  if (a <= t) return 1;
  return t.top == 0 ? Fraction(0) : t / a;
}

constexpr std::string_view oracle_items = R"toml(
[[rubric.group]]
id = "A"
title = "规则"
full = "100"

[[rubric.item]]
id = "R1"
group = "A"
title = "正向"
full = "20"
rule = "full * attain_at_least(tasks.planned, tasks.reached)"
words = "正向"
lost = "失分"

[[rubric.item]]
id = "R2"
group = "A"
title = "等于"
full = "10"
rule = "full * attain_equal(tasks.planned, tasks.reached)"
words = "等于"
lost = "失分"

[[rubric.item]]
id = "R3"
group = "A"
title = "反向"
full = "15"
rule = "full * attain_at_most(tasks.planned, tasks.reached)"
words = "反向"
lost = "失分"

[[rubric.item]]
id = "R4"
group = "A"
title = "反向（反比）"
full = "7"
rule = "full * attain_at_most_inverse(tasks.planned, tasks.reached)"
words = "反向（反比）"
lost = "失分"

[[rubric.item]]
id = "R5"
group = "A"
title = "定性分档"
full = "8"
rule = "full * bands_at_least(tasks.on_time_rate, 0.8, 1, 0.6, 0.7, 0.3)"
words = "定性"
lost = "失分"

[[rubric.item]]
id = "R6"
group = "A"
title = "支出率"
full = "10"
rule = "full * min(1, budget.execution_rate)"
words = "支出率"
lost = "失分"
no_base = "zero"

[[rubric.item]]
id = "R7"
group = "A"
title = "支出率（无预算满分）"
full = "10"
rule = "full * min(1, payments.total / budget.total)"
words = "支出率"
lost = "失分"
no_base = "full"

[[rubric.item]]
id = "R8"
group = "A"
title = "不避上下限"
full = "20"
rule = "tasks.reached - tasks.planned"
words = "可超出"
lost = "失分"
)toml";

class ScorerTest : public ::testing::Test {
 protected:
  SmallPack pack_{std::string(jiheng::testing::rubric_head) + std::string(oracle_items),
                  jiheng::testing::rubric_measures};
  pack::Library library_ = pack_.load();
  const pack::Rubric& rubric_ = *library_.find_rubric("small-2022");
  Scorer scorer_{rubric_};

  std::vector<Value> values_ = std::vector<Value>(library_.measures.size());
  void set(std::string_view id, const Value& value) {
    values_[measure::index_of(library_, *library_.find_measure(id))] = value;
  }
  std::vector<std::string> scores() const {
    std::vector<Decimal> out(rubric_.items.size());
    EXPECT_TRUE(jiheng::testing::succeeded(scorer_.score_items(values_, out)));
    std::vector<std::string> texts;
    for (const Decimal& score : out) texts.push_back(score.to_string());
    return texts;
  }
  std::string execution_score(const Ratio& rate) {
    set("budget.execution_rate", Value::of(rate));
    return scores()[5];
  }
};

std::int64_t amount() {
  // Small numbers so that targets are met, missed and zero; now and then large ones.
  return *rc::gen::inRange(0, 4) == 0 ? *rc::gen::inRange<std::int64_t>(0, 10'000'000'000)
                                      : *rc::gen::inRange<std::int64_t>(0, 400);
}

TEST_F(ScorerTest, AgreesWithTheOracle) {
  const bool held = rc::check([&] {
    const Fraction target(amount(), 100), actual(amount(), 100);
    const Fraction on_time(*rc::gen::inRange(0, 11), 10);
    const std::int64_t budget = amount(), paid = amount();
    const auto ratio = [](Fraction f) { return Value::of(Ratio::from_parts(f.top, f.bottom)); };
    const auto money = [](std::int64_t fen) { return Value::of(Money::from_fen(fen)); };
    set("tasks.planned", ratio(target));
    set("tasks.reached", ratio(actual));
    set("tasks.on_time_rate", ratio(on_time));
    set("budget.total", money(budget));
    set("payments.total", money(paid));
    set("budget.execution_rate", budget == 0 ? Value::no_base() : ratio(Fraction(paid, budget)));

    const Fraction band = Fraction(8, 10) <= on_time   ? 1
                          : Fraction(6, 10) <= on_time ? Fraction(7, 10)
                                                       : Fraction(3, 10);
    const std::int64_t rate = budget == 0 ? 0 : hundredths(Fraction(paid, budget) * 10, 10);
    const std::vector<std::int64_t> expected = {
        hundredths(at_least(target, actual) * 20, 20),
        hundredths(equal_to(target, actual) * 10, 10),
        hundredths(at_most(target, actual) * 15, 15),
        hundredths(at_most_inverse(target, actual) * 7, 7),
        hundredths(band * 8, 8),
        rate,
        budget == 0 ? 1000 : rate,
        hundredths(actual - target, 20),
    };
    std::vector<Decimal> out(rubric_.items.size());
    RC_ASSERT(scorer_.score_items(values_, out).has_value());
    for (std::size_t i = 0; i < out.size(); ++i) {
      RC_ASSERT(out[i].scale() == 2);
      RC_ASSERT(static_cast<std::int64_t>(out[i].coefficient()) == expected[i]);
    }
  });
  EXPECT_TRUE(held);
}

TEST_F(ScorerTest, RoundsHalfUpAtTheThirdDecimal) {
  EXPECT_EQ(execution_score(Ratio::from_parts(9805, 10000)), "9.81");
  EXPECT_EQ(execution_score(Ratio::from_parts(98049, 100000)), "9.80");
  EXPECT_EQ(execution_score(Ratio::from_parts(245996, 250864)), "9.81");  // 98.0595… %
  EXPECT_EQ(execution_score(Ratio::from_parts(99949, 100000)), "9.99");
  EXPECT_EQ(execution_score(Ratio::from_parts(9995, 10000)), "10.00");
  EXPECT_EQ(execution_score(Ratio::from_parts(1, 3)), "3.33");
  EXPECT_EQ(execution_score(Ratio::from_parts(2, 3)), "6.67");
  EXPECT_EQ(execution_score(Ratio::from_parts(-1, 3)), "0.00");
  EXPECT_EQ(execution_score(Ratio(2)), "10.00");
}

TEST_F(ScorerTest, NoDataScoresNothingAndNoBaseFollowsItsPolicy) {
  EXPECT_EQ(scores(), (std::vector<std::string>{"0.00", "0.00", "0.00", "0.00", "0.00", "0.00", "0.00", "0.00"}));
  set("budget.total", Value::of(Money()));
  set("payments.total", Value::of(Money()));
  set("budget.execution_rate", Value::no_base());
  EXPECT_EQ(scores(), (std::vector<std::string>{"0.00", "0.00", "0.00", "0.00", "0.00", "0.00", "10.00", "0.00"}));
}

TEST_F(ScorerTest, GradesAtTheirEdges) {
  const auto grade = [&](std::string_view total) { return grade_of(rubric_, *Decimal::parse(total)); };
  EXPECT_EQ(grade("100.00"), "优");
  EXPECT_EQ(grade("90.00"), "优");
  EXPECT_EQ(grade("89.99"), "良");
  EXPECT_EQ(grade("80.00"), "良");
  EXPECT_EQ(grade("79.99"), "中");
  EXPECT_EQ(grade("60.00"), "中");
  EXPECT_EQ(grade("59.99"), "差");
  EXPECT_EQ(grade("0.00"), "差");
}

TEST_F(ScorerTest, AnOverflowNamesItsItem) {
  set("tasks.planned", Value::of(Ratio::from_parts(1, power_of_ten(37) + 1)));
  set("tasks.reached", Value::of(Ratio::from_parts(1, power_of_ten(37) + 3)));
  std::vector<Decimal> out(rubric_.items.size());
  const auto scored = scorer_.score_items(values_, out);
  ASSERT_FALSE(scored);
  EXPECT_EQ(scored.error().code, "score.overflow");
}

TEST_F(ScorerTest, ManyUnitsScoreAsEachAlone) {
  constexpr std::size_t units = 1500;
  const std::size_t width = scorer_.inputs().size(), items = rubric_.items.size();
  std::vector<Value> figures(units * width);
  std::vector<std::string> expected, expected_totals;
  for (std::size_t unit = 0; unit < units; ++unit) {
    for (std::size_t k = 0; k < width; ++k) {
      const pack::Measure& measure = library_.measures[scorer_.inputs()[k]];
      const auto n = static_cast<std::int64_t>((unit * 37 + k * 11) % 50);
      const Value value =
          measure.type == expr::Type::money ? Value::of(Money::from_fen(n)) : Value::of(Ratio::from_parts(n, 40));
      figures[unit * width + k] = value;
      values_[scorer_.inputs()[k]] = value;
    }
    Decimal total;
    for (const std::string& score : scores()) {
      expected.push_back(score);
      total += *Decimal::parse(score);
    }
    expected_totals.push_back(total.to_string());
  }
  for (const int threads : {1, 2, 5}) {
    std::vector<Decimal> out(units * items), totals(units);
    ASSERT_TRUE(jiheng::testing::succeeded(scorer_.score_many(figures, threads, out, totals)));
    std::vector<std::string> found, found_totals;
    for (const Decimal& score : out) found.push_back(score.to_string());
    for (const Decimal& total : totals) found_totals.push_back(total.to_string());
    EXPECT_EQ(found, expected);
    EXPECT_EQ(found_totals, expected_totals);
  }
}

}  // namespace
}  // namespace jiheng::score
