// Value: what an expression of a pack works on. Null (no data) and *no base* (a division by zero: 基数为0，不可比) are
// values of their own: neither is 0, and neither is the other.
//
// A Value does not own text: a text view points into the record or the compiled expression it came from and must not
// outlive it. Trivially copyable, so that a million of them cost little. Thread-safety: values.
#pragma once

#include <cassert>
#include <string>
#include <string_view>

#include "base/date.h"
#include "base/moment.h"
#include "base/money.h"
#include "base/ratio.h"

namespace jiheng::expr {

enum class Type { boolean, number, money, date, moment, text };
std::string_view title(Type type);  // 布尔 数值 金额 日期 时间 文本
// Whether its values come earlier or later, rather than smaller or larger.
constexpr bool is_time(Type type) {
  return type == Type::date || type == Type::moment;
}

class Value {
 public:
  enum class Kind : unsigned char { null, no_base, boolean, number, money, date, moment, text };

  constexpr Value() : integer_(0) {}  // null
  static Value no_base() { return Value(Kind::no_base, std::int64_t{0}); }
  static Value of(bool b) { return Value(Kind::boolean, std::int64_t{b}); }
  static Value of(const Ratio& r) { return Value(r); }
  static Value of(Money m) { return Value(Kind::money, m.fen()); }
  static Value of(Date d) { return Value(Kind::date, std::int64_t{d.days()}); }
  static Value of(Moment m) { return Value(Kind::moment, std::int64_t{m.minutes()}); }
  static Value of(std::string_view text) { return Value(text); }
  static Value of(const char* text) { return of(std::string_view(text)); }  // else a literal would become a boolean

  Kind kind() const { return kind_; }
  bool is_null() const { return kind_ == Kind::null; }
  bool is_no_base() const { return kind_ == Kind::no_base; }
  bool boolean() const { return assert(kind_ == Kind::boolean), integer_ != 0; }
  const Ratio& number() const { return assert(kind_ == Kind::number), number_; }
  Money money() const { return assert(kind_ == Kind::money), Money::from_fen(integer_); }
  Date date() const { return assert(kind_ == Kind::date), Date::from_days(static_cast<std::int32_t>(integer_)); }
  Moment moment() const {
    return assert(kind_ == Kind::moment), Moment::from_minutes(static_cast<std::int32_t>(integer_));
  }
  std::string_view text() const { return assert(kind_ == Kind::text), text_; }

  // For tests, logs and drill-down: "null", "no-base", "true", "1/3", "12.50" (money in yuan), "2022-01-05",
  // "2022-01-05 09:30", the text.
  std::string to_string() const;
  friend bool operator==(const Value& a, const Value& b);  // same kind and same value

 private:
  Value(Kind kind, std::int64_t integer) : integer_(integer), kind_(kind) {}
  explicit Value(const Ratio& number) : number_(number), kind_(Kind::number) {}
  explicit Value(std::string_view text) : text_(text), kind_(Kind::text) {}

  // One of them, by kind: the scorer walks over millions of values, and what fits in the cache is what makes it fast.
  union {
    std::int64_t integer_;
    Ratio number_;
    std::string_view text_;
  };
  Kind kind_ = Kind::null;
};

}  // namespace jiheng::expr
