// Expressions prepared for inner loops: rebound to packed rows, evaluated in a scratch space.
#include <gtest/gtest.h>

#include <variant>

#include "expr/expression.h"

namespace jiheng::expr {
namespace {

Scope scope() {
  return Scope({{.name = "full", .title = "满分"},
                {.name = "unused", .title = "不用"},
                {.name = "paid", .title = "支出", .type = Type::money},
                {.name = "budget", .title = "预算", .type = Type::money},
                {.name = "name", .title = "名称", .type = Type::text}});
}

Expression compiled(std::string_view source) {
  auto expression = Expression::compile(source, scope());
  if (!expression) throw std::runtime_error(expression.error().front().message);
  return *expression;
}

// full = 10 for good; paid, budget and name stand in a row of three.
Expression packed(std::string_view source) {
  return compiled(source).rebound([](int slot) -> std::variant<int, Value> {
    if (slot == 0) return Value::of(Ratio(10));
    return slot - 2;
  });
}

Value money(std::int64_t yuan) {
  return Value::of(Money::from_fen(yuan * 100));
}

std::string evaluated(const Expression& expression, std::span<const Value> row) {
  Expression::Scratch scratch;
  const Value* value = expression.evaluate_in(scratch, row, {});
  const auto same = expression.evaluate(row);
  if (value == nullptr) return same ? "differs" : same.error().code;
  return same && *same == *value ? value->to_string() : "differs";
}

TEST(Rebound, ReadsItsConstantsAndThePackedRow) {
  const Expression rule = packed("full * min(1, paid / budget) + full * 0");
  EXPECT_EQ(rule.slots(), (std::vector<int>{0, 1}));
  const std::vector<Value> half = {money(50), money(100)}, none = {money(50), money(0)}, missing = {Value(), money(1)};
  EXPECT_EQ(evaluated(rule, half), "5");
  EXPECT_EQ(evaluated(rule, none), "no-base");
  EXPECT_EQ(evaluated(rule, missing), "null");
  EXPECT_EQ(rule.type(), Type::number);
}

TEST(Rebound, OutlivesTheExpressionItCameFrom) {
  const Expression text = packed("paid > budget ? '超支' : name");
  const std::vector<Value> over = {money(2), money(1), Value::of("甲")}, under = {money(1), money(2), Value::of("甲")};
  EXPECT_EQ(evaluated(text, over), "超支");
  EXPECT_EQ(evaluated(text, under), "甲");
}

TEST(Rebound, AProgramBeyondTheUsualSizeAndAnOverflow) {
  std::string list = "min(full";
  for (int i = 0; i < 60; ++i) list += ", full + " + std::to_string(i);
  EXPECT_EQ(evaluated(packed(list + ")"), {}), "10");
  const std::vector<Value> row = {Value::of(Money::from_fen(INT64_MAX)), Value::of(Money::from_fen(INT64_MAX))};
  EXPECT_EQ(evaluated(packed("paid + budget > paid"), row), "expression.overflow");
}

}  // namespace
}  // namespace jiheng::expr
