// The scope and record most tests of expr/ use.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "expr/expression.h"

namespace jiheng::expr::testing {

inline const Scope& scope() {
  static const Scope scope({
      {.name = "n", .title = "件数", .type = Type::number, .digits = 6, .column = "n"},
      {.name = "rate", .title = "支出率", .type = Type::number, .scale = 4, .digits = 6, .column = "rate"},
      {.name = "paid", .title = "支出数", .type = Type::money, .digits = 12, .column = "paid"},
      {.name = "payments.total", .title = "支付合计", .type = Type::money, .digits = 12, .column = "payments total"},
      {.name = "received", .title = "收文日期", .type = Type::date, .column = "received"},
      {.name = "closed", .title = "办结日期", .type = Type::date, .column = "closed"},
      {.name = "title", .title = "标题", .type = Type::text, .column = "title"},
      {.name = "secret", .title = "涉密", .type = Type::boolean, .column = "secret"},
      {.name = "状态", .title = "状态", .type = Type::text, .column = "状态"},
      {.name = "blank", .title = "空数", .type = Type::number, .digits = 6, .column = "blank"},
      {.name = "unknown", .title = "空布尔", .type = Type::boolean, .column = "unknown"},
      {.name = "full", .title = "满分", .type = Type::number, .scale = 2, .digits = 6, .column = "full"},
      {.name = "baseless", .title = "无基数的量", .type = Type::number, .scale = 4},
      {.name = "zero", .title = "零", .type = Type::number, .digits = 6, .column = "zero"},
      {.name = "nothing", .title = "空金额", .type = Type::money, .column = "nothing"},
      {.name = "came", .title = "收件时间", .type = Type::moment, .column = "came"},
      {.name = "told", .title = "报告时间", .type = Type::moment, .column = "told"},
  });
  return scope;
}

inline const std::vector<Value>& record() {
  static const std::vector<Value> record = {
      Value::of(Ratio(7)),
      Value::of(Ratio(Decimal::from_parts(9806, 4))),
      Value::of(Money::from_fen(2459'96'0000)),
      Value::of(Money::from_fen(2508'64'0000)),
      Value::of(*Date::from_ymd(2022, 1, 31)),
      Value::of(*Date::from_ymd(2022, 3, 15)),
      Value::of("关于2022年预算的通知"),
      Value::of(true),
      Value::of("已办结"),
      Value(),
      Value(),
      Value::of(Ratio(10)),
      Value::no_base(),
      Value::of(Ratio(0)),
      Value(),
      Value::of(*Moment::parse("2022-01-31 23:50")),
      Value::of(*Moment::parse("2022-02-01 00:05")),
  };
  return record;
}

// The value as text, or the code of what went wrong ("expression.type" of a source that does not compile).
inline std::string evaluated(std::string_view source, const Context& context = {}) {
  const auto expression = Expression::compile(source, scope());
  if (!expression) return expression.error().front().code;
  const auto value = expression->evaluate(record(), context);
  return value ? value->to_string() : value.error().code;
}

inline Expression compiled(std::string_view source) {
  auto expression = Expression::compile(source, scope());
  if (!expression) throw std::runtime_error(std::string(source) + ": " + expression.error().front().message);
  return *std::move(expression);
}

}  // namespace jiheng::expr::testing
