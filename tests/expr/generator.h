// Random well-typed expressions over a fixed scope, and random records to evaluate them on: null, zero, negative and
// extreme values, Chinese text, quotes and wildcards.
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "expr/expression.h"

namespace jiheng::expr::testing {

inline const Scope& random_scope() {
  static const Scope scope({
      {.name = "n", .title = "件数", .type = Type::number, .digits = 4, .column = "n"},
      {.name = "rate", .title = "率", .type = Type::number, .scale = 4, .digits = 6, .column = "rate"},
      {.name = "big", .title = "大数", .type = Type::number, .scale = 2, .digits = 18, .column = "big"},
      {.name = "paid", .title = "支出", .type = Type::money, .digits = 10, .column = "paid"},
      {.name = "budget", .title = "预算", .type = Type::money, .digits = 10, .column = "bud\"get"},
      {.name = "huge", .title = "巨额", .type = Type::money, .digits = 18, .column = "huge"},
      {.name = "received", .title = "收文", .type = Type::date, .column = "received"},
      {.name = "closed", .title = "办结", .type = Type::date, .column = "closed"},
      {.name = "came", .title = "来件", .type = Type::moment, .column = "came"},
      {.name = "told", .title = "报出", .type = Type::moment, .column = "told"},
      {.name = "标题", .title = "标题", .type = Type::text, .column = "标题"},
      {.name = "state", .title = "状态", .type = Type::text, .column = "state"},
      {.name = "secret", .title = "涉密", .type = Type::boolean, .column = "secret"},
      {.name = "late", .title = "逾期", .type = Type::boolean, .column = "late"},
  });
  return scope;
}

inline const std::vector<std::string>& texts() {
  static const std::vector<std::string> texts = {
      "",        "a",  "A",   "ab",  "b", "O'Neil", "100%", "a_b",     "关于", "关于2022年预算的通知",
      "通知",    "\\", "\"",  " a ", "😀", "￿",    "é",    "e\u0301", "一",   "丁",
      "a\nb\tc", "--", "2022"};
  return texts;
}

// One row: what is stored (nothing: null); texts by their index.
struct Row {
  std::vector<std::optional<std::int64_t>> stored;

  std::vector<Value> values() const {
    std::vector<Value> out;
    for (int slot = 0; slot < random_scope().size(); ++slot) {
      const auto& cell = stored[static_cast<std::size_t>(slot)];
      out.push_back(cell ? value(random_scope()[slot], *cell) : Value());
    }
    return out;
  }

 private:
  static Value value(const Symbol& symbol, std::int64_t cell) {
    switch (symbol.type) {
      case Type::boolean:
        return Value::of(cell != 0);
      case Type::number:
        return Value::of(Ratio::from_parts(cell, power_of_ten(symbol.scale)));
      case Type::money:
        return Value::of(Money::from_fen(cell));
      case Type::date:
        return Value::of(Date::from_days(static_cast<std::int32_t>(cell)));
      case Type::moment:
        return Value::of(Moment::from_minutes(static_cast<std::int32_t>(cell)));
      case Type::text:
        break;
    }
    return Value::of(std::string_view(texts()[static_cast<std::size_t>(cell)]));
  }
};

class Generator {
 public:
  explicit Generator(std::uint64_t seed) : random_(seed) {}

  std::int64_t below(std::int64_t n) { return static_cast<std::int64_t>(random_() % static_cast<std::uint64_t>(n)); }

  Row row() {
    Row row;
    for (const Symbol& symbol : random_scope().symbols()) {
      row.stored.push_back(below(6) == 0 ? std::nullopt : std::optional(cell(symbol)));
    }
    return row;
  }

  std::string expression(Type type, int depth) {
    switch (type) {
      case Type::boolean:
        return boolean(depth);
      case Type::number:
        return number(depth);
      case Type::money:
        return money(depth);
      case Type::date:
        return date(depth);
      case Type::moment:
        return moment(depth);
      case Type::text:
        break;
    }
    return text(depth);
  }
  Type type() { return static_cast<Type>(below(6)); }

 private:
  std::int64_t cell(const Symbol& symbol) {
    switch (symbol.type) {
      case Type::boolean:
        return below(2);
      case Type::text:
        return below(static_cast<std::int64_t>(texts().size()));
      case Type::date:
        return below(8) == 0 ? (below(2) ? -25567 : 84005) : 18900 + below(400);
      case Type::moment:
        return below(8) == 0 ? (below(2) ? 0 : 120968639) : 18900 * 1440 + below(3 * 1440);
      default:
        break;
    }
    std::int64_t most = 1;
    for (int i = 0; i < symbol.digits; ++i) most *= 10;
    switch (below(8)) {
      case 0:
        return 0;
      case 1:
        return most - 1;
      case 2:
        return 1 - most;
      case 3:
        return below(3) - 1;
      default:
        return below(2) ? below(most) : -below(most);
    }
  }

  std::string call(std::string_view name, std::initializer_list<std::string> arguments) {
    std::string out(name);
    for (const std::string& a : arguments) out += (out.back() == ')' || out.size() > name.size() ? ", " : "(") + a;
    return out + ")";
  }
  std::string pick(std::initializer_list<const char*> choices) {
    return choices.begin()[below(static_cast<std::int64_t>(choices.size()))];
  }
  std::string infix(std::string a, std::string sign, std::string b) { return "(" + a + " " + sign + " " + b + ")"; }
  std::string conditional(Type type, int depth) {
    const std::string condition = boolean(depth - 1);
    const std::string yes = below(6) == 0 ? "null" : expression(type, depth - 1);
    return "(" + condition + " ? " + yes + " : " + expression(type, depth - 1) + ")";
  }

  std::string integer(int depth) {
    if (depth <= 0) return below(2) ? "n" : std::to_string(below(21) - 10);
    switch (below(10)) {
      case 0:
        return infix(integer(depth - 1), pick({"+", "-", "*"}), integer(depth - 1));
      case 1:
        return call("size", {text(depth - 1)});
      case 2:
        return call(pick({"year", "month", "day"}), {date(depth - 1)});
      case 3:
        return call("days_between", {date(depth - 1), date(depth - 1)});
      case 7:
        return call("minutes_between", {moment(depth - 1), moment(depth - 1)});
      case 4:
        return infix(date(depth - 1), "-", date(depth - 1));
      case 5:
        return call(pick({"round", "truncate"}), {number(depth - 1), "0"});
      case 6:
        return call(pick({"min", "max"}), {integer(depth - 1), integer(depth - 1)});
      default:
        return integer(0);
    }
  }

  std::string number(int depth) {
    if (depth <= 0) {
      switch (below(4)) {
        case 0:
          return pick({"0", "1", "2", "0.5", "0.98", "100", "12.345", "-1", "-0.25"});
        case 1:
          return "n";
        case 2:
          return "big";
        default:
          return "rate";
      }
    }
    switch (below(16)) {
      case 0:
      case 1:
      case 2:
        return infix(number(depth - 1), pick({"+", "-", "*", "/", "/"}), number(depth - 1));
      case 3:
        return infix(money(depth - 1), "/", money(depth - 1));
      case 4:
        return "(-" + number(depth - 1) + ")";
      case 5:
        return call(pick({"min", "max", "coalesce"}), {number(depth - 1), number(depth - 1)});
      case 6:
        return call("clamp", {number(depth - 1), number(depth - 1), number(depth - 1)});
      case 7:
        return call(pick({"round", "truncate"}), {number(depth - 1), std::to_string(below(5))});
      case 8:
        return attainment(depth, number(depth - 1), number(depth - 1));
      case 9:
        return attainment(depth, money(depth - 1), money(depth - 1));
      case 10:
        return call("bands_at_most", {number(depth - 1), "0.1", number(depth - 1), "0.20", "0.5", "0"});
      case 11:
        return call("bands_at_least", {money(depth - 1), "wan(3)", "1", "yuan(0)", number(depth - 1), "0"});
      case 12:
        return call(pick({"yuan_of", "wan_of"}), {money(depth - 1)});
      case 13:
        return conditional(Type::number, depth);
      case 14:
        return call("abs", {number(depth - 1)});
      default:
        return integer(depth);
    }
  }
  std::string attainment(int, std::string target, std::string actual) {
    return call(pick({"attain_at_least", "attain_equal", "attain_at_most", "attain_at_most_inverse"}),
                {std::move(target), std::move(actual)});
  }

  std::string money(int depth) {
    if (depth <= 0) {
      return pick({"paid", "budget", "huge", "yuan(100.5)", "wan(2.5)", "yuan(0)", "yuan(-0.01)"});
    }
    switch (below(7)) {
      case 0:
        return infix(money(depth - 1), pick({"+", "-"}), money(depth - 1));
      case 1:
        return infix(money(depth - 1), "*", std::to_string(below(9) - 4));
      case 2:
        return "(-" + money(depth - 1) + ")";
      case 3:
        return call(pick({"min", "max", "coalesce"}), {money(depth - 1), money(depth - 1)});
      case 4:
        return conditional(Type::money, depth);
      case 5:
        return call(pick({"abs"}), {money(depth - 1)});
      default:
        return money(0);
    }
  }

  std::string date(int depth) {
    if (depth <= 0) return pick({"received", "closed", "date('2022-03-01')", "date('2024-02-29')"});
    switch (below(7)) {
      case 0:
        return infix(date(depth - 1), pick({"+", "-"}), below(3) ? std::to_string(below(60)) : integer(depth - 1));
      case 1:
        return call("add_days", {date(depth - 1), below(2) ? std::to_string(below(60)) : "n"});
      case 2:
        return call("add_months", {date(depth - 1), below(3) ? std::to_string(below(40) - 20) : "n"});
      case 3:
        return conditional(Type::date, depth);
      case 4:
        return call("coalesce", {date(depth - 1), date(depth - 1)});
      case 5:
        return call("date", {moment(depth - 1)});
      default:
        return date(0);
    }
  }

  std::string moment(int depth) {
    if (depth <= 0) {
      return pick({"came", "told", "came", "told", "moment('2021-10-01 00:00')", "moment('2199-12-31 23:59')"});
    }
    switch (below(4)) {
      case 0:
        return conditional(Type::moment, depth);
      case 1:
        return call("coalesce", {moment(depth - 1), moment(depth - 1)});
      default:
        return moment(0);
    }
  }

  std::string literal(const std::string& text) {
    std::string out = "'";
    for (const char c : text) {
      if (c == '\n' || c == '\t') {
        out += c == '\n' ? "\\n" : "\\t";
        continue;
      }
      if (c == '\'' || c == '\\') out += '\\';
      out += c;
    }
    return out + "'";
  }
  std::string text(int depth) {
    if (depth > 0 && below(3) == 0) {
      return below(2) ? conditional(Type::text, depth) : call("coalesce", {text(depth - 1), text(depth - 1)});
    }
    if (below(2)) return below(2) ? "标题" : "state";
    return literal(texts()[static_cast<std::size_t>(below(static_cast<std::int64_t>(texts().size())))]);
  }

  std::string boolean(int depth) {
    if (depth <= 0) return pick({"secret", "late", "true", "false", "secret", "late"});
    const Type type = this->type();
    switch (below(10)) {
      case 0:
        return infix(boolean(depth - 1), "&&", boolean(depth - 1));
      case 1:
        return infix(boolean(depth - 1), "||", boolean(depth - 1));
      case 2:
        return "(!" + boolean(depth - 1) + ")";
      case 3:
        return conditional(Type::boolean, depth);
      case 4:
        return infix(expression(type, depth - 1), pick({"==", "!="}), "null");
      case 5:
        return call("has_base", {number(depth - 1)});
      case 6:
        return "(" + expression(type, depth - 1) + " in [" + expression(type, depth - 1) + ", " +
               expression(type, depth - 1) + "])";
      case 7: {
        const std::string subject = text(depth - 1), other = text(depth - 1);
        return "(" + (subject.starts_with('\'') || !subject.ends_with(')') ? subject : "(" + subject + ")") +
               pick({".contains(", ".startsWith(", ".endsWith("}) + other + "))";
      }
      default:
        return infix(expression(type, depth - 1),
                     type == Type::boolean ? pick({"==", "!="}) : pick({"==", "!=", "<", "<=", ">", ">="}),
                     expression(type, depth - 1));
    }
  }

  std::mt19937_64 random_;
};

}  // namespace jiheng::expr::testing
