#include <algorithm>
#include <optional>

#include "expr/words.h"
#include "measure/figures.h"

namespace jiheng::measure {
namespace {

using expr::Value;

std::optional<MoneyUnit> money_unit(const pack::Measure& measure) {
  for (const MoneyUnit unit : {MoneyUnit::yuan, MoneyUnit::wan, MoneyUnit::yi}) {
    if (measure.unit == title(unit)) return unit;
  }
  return std::nullopt;
}

// The figure in its own unit, rounded; nothing for what is no number.
std::optional<Decimal> shown(const pack::Measure& measure, const Value& value) {
  try {
    if (value.kind() == Value::Kind::number) {
      const Ratio number = measure.unit == "%" ? value.number() * Ratio(100) : value.number();
      return number.rounded(measure.decimals, Rounding::half_up);
    }
    if (value.kind() == Value::Kind::money) {
      return value.money()
          .in(money_unit(measure).value_or(MoneyUnit::yuan))
          .rounded(measure.decimals, Rounding::half_up);
    }
  } catch (const ArithmeticOverflow&) {
    // Beyond what a Decimal holds: the caller shows the exact value instead.
  }
  return std::nullopt;
}

}  // namespace

std::string display_number(const pack::Measure& measure, const Value& value) {
  switch (value.kind()) {
    case Value::Kind::null:
      return "——";
    case Value::Kind::no_base:
      return "--（基数为0，不可比）";
    case Value::Kind::date:
      return value.date().to_chinese();
    case Value::Kind::moment:
      return value.moment().to_chinese();
    default:
      if (const auto decimal = shown(measure, value)) return with_thousands(decimal->to_string());
      return value.to_string();
  }
}

std::string display(const pack::Measure& measure, const Value& value) {
  switch (value.kind()) {
    case Value::Kind::no_base:
      return measure.unit == "%" ? "--%（基数为0，不可比）" : display_number(measure, value);
    case Value::Kind::null:
    case Value::Kind::date:
    case Value::Kind::moment:
      return display_number(measure, value);
    default:
      return display_number(measure, value) + measure.unit;
  }
}

std::string decimal_text(const pack::Measure& measure, const Value& value) {
  if (const auto decimal = shown(measure, value)) return decimal->to_string();
  return value.to_string();
}

std::string formula_in_words(const pack::Library& library, const pack::Measure& measure) {
  if (measure.formula) return measure.words.empty() ? expr::in_words(*measure.formula) : measure.words;
  const pack::Register* definition = library.find_register(measure.over);
  std::string text = definition->title + (measure.where ? "（" + expr::in_words(*measure.where) + "）" : " ");
  if (measure.aggregate == pack::Aggregate::count || !measure.of) return text + "记录数";
  text += measure.words.empty() ? expr::in_words(*measure.of) : measure.words;
  switch (measure.aggregate) {
    case pack::Aggregate::sum:
      return text + " 合计";
    case pack::Aggregate::distinct:
      return text + " 不重复个数";
    case pack::Aggregate::minimum:
      return text + (expr::is_time(measure.type) ? " 最早" : " 最小");
    case pack::Aggregate::maximum:
      return text + (expr::is_time(measure.type) ? " 最晚" : " 最大");
    case pack::Aggregate::count:
      break;
  }
  return text;
}

}  // namespace jiheng::measure
