// links: expr base
//
// Any bytes as an expression over a fixed scope: compiling either gives problems that lie within the source, or a
// program that evaluates on a fixed record to a value of the type it promised and can be told in words, Excel and both
// SQLs.

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "expr/excel.h"
#include "expr/expression.h"
#include "expr/sql.h"
#include "expr/words.h"

using namespace jiheng;
using namespace jiheng::expr;

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

const Scope& scope() {
  static const Scope scope({
      {.name = "n", .title = "件数", .type = Type::number, .digits = 6, .column = "n"},
      {.name = "rate", .title = "支出率", .type = Type::number, .scale = 4, .digits = 6, .column = "rate"},
      {.name = "paid.total", .title = "支出数", .type = Type::money, .digits = 12, .column = "paid"},
      {.name = "received", .title = "收文日期", .type = Type::date, .column = "received"},
      {.name = "came", .title = "收件时间", .type = Type::moment, .column = "came"},
      {.name = "标题", .title = "标题", .type = Type::text, .column = "title"},
      {.name = "secret", .title = "涉密", .type = Type::boolean, .column = "secret"},
      {.name = "blank", .title = "空数", .type = Type::number, .column = "blank"},
      {.name = "baseless", .title = "无基数", .type = Type::number},
  });
  return scope;
}

const std::vector<Value>& record() {
  static const std::vector<Value> record = {Value::of(Ratio(7)),
                                            Value::of(Ratio::from_parts(9806, 10000)),
                                            Value::of(Money::from_fen(245996)),
                                            Value::of(*Date::from_ymd(2022, 1, 31)),
                                            Value::of(*Moment::parse("2022-01-31 23:50")),
                                            Value::of("关于预算的通知"),
                                            Value::of(true),
                                            Value(),
                                            Value::no_base()};
  return record;
}

bool is_of(const Value& value, Type type) {
  switch (value.kind()) {
    case Value::Kind::null:
      return true;
    case Value::Kind::no_base:
      return type != Type::boolean && type != Type::text;
    case Value::Kind::boolean:
      return type == Type::boolean;
    case Value::Kind::number:
      return type == Type::number;
    case Value::Kind::money:
      return type == Type::money;
    case Value::Kind::date:
      return type == Type::date;
    case Value::Kind::moment:
      return type == Type::moment;
    case Value::Kind::text:
      return type == Type::text;
  }
  return false;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view source(reinterpret_cast<const char*>(data), size);
  const auto expression = Expression::compile(source, scope());
  if (!expression) {
    require(!expression.error().empty());
    for (const Problem& problem : expression.error()) {
      // A problem at the end of the source points one past it.
      require(problem.length > 0 && problem.offset <= size && problem.length <= size + 1 - problem.offset);
      require(!problem.code.empty() && !problem.message.empty());
    }
    return 0;
  }
  if (const auto value = expression->evaluate(record())) {
    require(is_of(*value, expression->type()));
    require(find_invalid_utf8(value->to_string()) == std::string::npos);
  } else {
    const std::string& code = value.error().code;
    require(code == "expression.overflow" || code == "expression.not-whole" || code == "calendar.none");
  }
  require(find_invalid_utf8(in_words(*expression)) == std::string::npos);
  (void)excel_formula(*expression, [](int slot) { return "A" + std::to_string(slot + 1); });
  for (const Dialect dialect : {Dialect::sqlite, Dialect::postgresql}) (void)sql_value(*expression, dialect);
  return 0;
}
