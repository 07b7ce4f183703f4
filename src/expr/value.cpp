#include "expr/value.h"

namespace jiheng::expr {

std::string_view title(Type type) {
  switch (type) {
    case Type::boolean:
      return "布尔";
    case Type::number:
      return "数值";
    case Type::money:
      return "金额";
    case Type::date:
      return "日期";
    case Type::moment:
      return "时间";
    case Type::text:
      return "文本";
  }
  return {};
}

std::string Value::to_string() const {
  switch (kind_) {
    case Kind::null:
      return "null";
    case Kind::no_base:
      return "no-base";
    case Kind::boolean:
      return integer_ ? "true" : "false";
    case Kind::number:
      return number_.to_string();
    case Kind::money:
      return money().in(MoneyUnit::yuan).to_string();
    case Kind::date:
      return date().to_string();
    case Kind::moment:
      return moment().to_string();
    case Kind::text:
      return std::string(text_);
  }
  return {};
}

bool operator==(const Value& a, const Value& b) {
  if (a.kind_ != b.kind_) return false;
  switch (a.kind_) {
    case Value::Kind::null:
    case Value::Kind::no_base:
      return true;
    case Value::Kind::boolean:
    case Value::Kind::money:
    case Value::Kind::date:
    case Value::Kind::moment:
      return a.integer_ == b.integer_;
    case Value::Kind::number:
      return a.number_ == b.number_;
    case Value::Kind::text:
      return a.text_ == b.text_;
  }
  return false;
}

}  // namespace jiheng::expr
