// Arithmetic against a naive oracle over arbitrary-precision rationals: the same random tree is written as source and
// computed directly. Null and no base included.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <boost/multiprecision/cpp_int.hpp>
#include <random>
#include <variant>

#include "expr/expression.h"

namespace jiheng::expr {
namespace {

using boost::multiprecision::cpp_int;
using boost::multiprecision::cpp_rational;

struct Null {};
struct NoBase {};
using Exact = std::variant<Null, NoBase, cpp_rational>;

struct Sample {
  std::string source;
  Exact value;
};

constexpr int names = 6;

class Maker {
 public:
  explicit Maker(std::uint64_t seed) : random_(seed) {
    for (int i = 0; i < names; ++i) {
      scope.add({.name = std::string(1, static_cast<char>('a' + i)), .scale = 1});
      if (i == 0) {
        record.emplace_back();
        exact_.emplace_back(Null{});
      } else if (i == 1) {
        record.push_back(Value::no_base());
        exact_.emplace_back(NoBase{});
      } else {
        const std::int64_t top = i == 2 ? 0 : below(2'000'001) - 1'000'000, bottom = 1 + below(1000);
        record.push_back(Value::of(Ratio::from_parts(top, bottom)));
        exact_.emplace_back(cpp_rational(top, bottom));
      }
    }
  }

  Sample sample(int depth) {
    if (depth == 0 || below(8) == 0) return leaf();
    Sample a = sample(depth - 1);
    switch (below(8)) {
      case 0:
        return {"(-" + a.source + ")", over(a.value, a.value, [](auto& x, auto&) { return Exact(-x); })};
      case 1:
        return {"abs(" + a.source + ")", over(a.value, a.value, [](auto& x, auto&) { return Exact(abs(x)); })};
      case 2:
        return rounded(a);
      default:
        return infix(std::move(a), sample(depth - 1));
    }
  }

  Scope scope;
  std::vector<Value> record;

 private:
  std::int64_t below(std::int64_t n) { return static_cast<std::int64_t>(random_() % static_cast<std::uint64_t>(n)); }

  template <class F>
  static Exact over(const Exact& a, const Exact& b, F&& f) {
    if (std::holds_alternative<Null>(a) || std::holds_alternative<Null>(b)) return Null{};
    if (std::holds_alternative<NoBase>(a) || std::holds_alternative<NoBase>(b)) return NoBase{};
    return f(std::get<cpp_rational>(a), std::get<cpp_rational>(b));
  }

  Sample leaf() {
    if (below(3) == 0) {
      const std::int64_t n = below(1000);
      return {std::to_string(n) + ".25", cpp_rational(n * 4 + 1, 4)};
    }
    // Null and no base swallow everything, so they come seldom.
    const std::int64_t i = below(10) == 0 ? below(2) : 2 + below(names - 2);
    return {std::string(1, static_cast<char>('a' + i)), exact_[static_cast<std::size_t>(i)]};
  }

  Sample rounded(const Sample& a) {
    const int digits = static_cast<int>(below(6));
    const bool half_up = below(2);
    const auto round = [&](const cpp_rational& x, const cpp_rational&) -> Exact {
      const cpp_int scale = pow(cpp_int(10), static_cast<unsigned>(digits));
      const cpp_rational size = abs(x) * scale + (half_up ? cpp_rational(1, 2) : cpp_rational(0));
      const cpp_rational down(cpp_int(numerator(size) / denominator(size)), scale);
      return x < 0 ? Exact(cpp_rational(-down)) : Exact(down);
    };
    return {(half_up ? "round(" : "truncate(") + a.source + ", " + std::to_string(digits) + ")",
            over(a.value, a.value, round)};
  }

  Sample infix(Sample a, Sample b) {
    const auto made = [&](std::string sign, auto&& f) {
      return Sample{"(" + a.source + " " + sign + " " + b.source + ")", over(a.value, b.value, f)};
    };
    const auto called = [&](std::string name, auto&& f) {
      return Sample{name + "(" + a.source + ", " + b.source + ")", over(a.value, b.value, f)};
    };
    switch (below(6)) {
      case 0:
        return made("+", [](auto& x, auto& y) { return Exact(cpp_rational(x + y)); });
      case 1:
        return made("-", [](auto& x, auto& y) { return Exact(cpp_rational(x - y)); });
      case 2:
        return made("*", [](auto& x, auto& y) { return Exact(cpp_rational(x * y)); });
      case 3:
        return made("/", [](auto& x, auto& y) { return y == 0 ? Exact(NoBase{}) : Exact(cpp_rational(x / y)); });
      case 4:
        return called("min", [](auto& x, auto& y) { return Exact(x < y ? x : y); });
      default:
        return called("max", [](auto& x, auto& y) { return Exact(x < y ? y : x); });
    }
  }

  std::mt19937_64 random_;
  std::vector<Exact> exact_;
};

std::string text(const Exact& exact) {
  if (std::holds_alternative<Null>(exact)) return "null";
  if (std::holds_alternative<NoBase>(exact)) return "no-base";
  return std::get<cpp_rational>(exact).str();
}
std::string text(const Value& value) {
  if (value.kind() != Value::Kind::number) return value.to_string();
  return cpp_rational(cpp_int(to_string(value.number().numerator())), cpp_int(to_string(value.number().denominator())))
      .str();
}

// "ok", "overflow", or what differs.
std::string outcome(std::uint64_t seed, int depth) {
  Maker maker(seed);
  const Sample sample = maker.sample(depth);
  const auto expression = Expression::compile(sample.source, maker.scope, Type::number);
  if (!expression) return sample.source + ": " + expression.error()[0].message;
  const auto value = expression->evaluate(maker.record);
  if (!value) return value.error().code == "expression.overflow" ? "overflow" : value.error().code;
  if (text(*value) == text(sample.value)) return "ok";
  return sample.source + ": " + text(*value) + " instead of " + text(sample.value);
}

TEST(Oracle, ArithmeticIsExact) {
  EXPECT_TRUE(rc::check("evaluate() equals arbitrary-precision arithmetic", [] {
    for (int i = 0; i < 50; ++i) {
      const auto seed = *rc::gen::noShrink(rc::gen::resize(rc::kNominalSize, rc::gen::arbitrary<std::uint64_t>()));
      const std::string result = outcome(seed, 1 + i % 4);
      if (result != "ok" && result != "overflow") RC_FAIL(result);
    }
  }));
}

// Overflow must be the exception it is meant to be: shallow trees over six-digit values never meet it.
TEST(Oracle, ShallowTreesDoNotOverflow) {
  for (std::uint64_t seed = 0; seed < 2000; ++seed) ASSERT_EQ(outcome(seed, 2), "ok");
}

}  // namespace
}  // namespace jiheng::expr
