#include "expr/sql_builder.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

namespace jiheng::expr {
namespace {

constexpr Bound ceiling = Bound{1} << 120;
constexpr Bound most_sqlite = std::numeric_limits<std::int64_t>::max();

Bound plus(Bound a, Bound b) {
  return std::min(ceiling, a + b);
}
Bound times(Bound a, Bound b) {
  return a != 0 && b > ceiling / a ? ceiling : std::min(ceiling, a * b);
}
Bound ten_to(int exponent) {
  Bound out = 1;
  for (int i = 0; i < exponent; ++i) out = times(out, 10);
  return out;
}

std::string quoted(std::string_view text, char quote) {
  std::string out(1, quote);
  for (const char c : text) {
    if (c == quote) out += quote;
    out += c;
  }
  return out + quote;
}

}  // namespace

std::string SqlBuilder::integer(std::string digits) const {
  if (digits.starts_with('-')) digits = "(" + digits + ")";
  return postgresql() ? digits + "::numeric" : digits;
}
std::string SqlBuilder::power(int exponent) const {
  return integer("1" + std::string(static_cast<std::size_t>(exponent), '0'));
}

void SqlBuilder::limit(const SqlTerm& term, Bound most) {
  if (term.most > most) fail("a date or count may be out of the range the database's dates allow");
}

void SqlBuilder::need_base(const SqlTerm& term) {
  if (!term.denominator.empty()) fail("a date cannot be moved by a number that may have no base");
}

SqlTerm SqlBuilder::fit(SqlTerm term) {
  if (!postgresql() && (term.most > most_sqlite || term.denominator_most > most_sqlite)) {
    fail("64-bit arithmetic cannot be proven exact");
  }
  if (term.text.size() + term.denominator.size() > most_text) fail("too long");
  if (!failure_.empty()) {
    term.text = "NULL";
    term.denominator.clear();
  }
  return term;
}

SqlTerm SqlBuilder::whole(std::string text, Bound most, Type type) {
  SqlTerm term;
  term.type = type;
  term.text = std::move(text);
  term.most = most;
  return fit(std::move(term));
}
SqlTerm SqlBuilder::boolean(std::string text) {
  return whole(std::move(text), 1, Type::boolean);
}

SqlTerm SqlBuilder::constant(const Value& value, Type type) {
  SqlTerm term;
  term.type = type;
  term.nullable = false;
  int128 stored = 0;
  switch (type) {
    case Type::boolean:
      term.text = value.boolean() ? "(1 = 1)" : "(1 = 0)";
      return term;
    case Type::text:
      if (value.text().find('\0') != std::string_view::npos) fail("NUL in a text");
      term.text = quoted(value.text(), '\'') + (postgresql() ? "::text" : "");
      return fit(std::move(term));
    case Type::number: {
      const Decimal decimal = *value.number().exact_decimal();  // constants are decimals
      stored = decimal.coefficient();
      term.scale = decimal.scale();
      break;
    }
    case Type::money:
      stored = value.money().fen();
      break;
    case Type::date:
      stored = value.date().days();
      break;
    case Type::moment:
      stored = value.moment().minutes();
      break;
  }
  term.text = integer(jiheng::to_string(stored));
  term.most = static_cast<Bound>(stored < 0 ? -stored : stored);
  term.sign = stored < 0 ? -1 : 1;
  return fit(std::move(term));
}

SqlTerm SqlBuilder::null(Type type) {
  SqlTerm term;
  term.type = type;
  term.text = !postgresql()           ? "NULL"
              : type == Type::text    ? "NULL::text"
              : type == Type::boolean ? "NULL::boolean"
                                      : "NULL::numeric";
  return term;
}

SqlTerm SqlBuilder::column(const Symbol& symbol) {
  if (symbol.column.empty()) fail("no column holds " + symbol.name);
  if (symbol.column.find('\0') != std::string::npos) fail("NUL in a column name");
  SqlTerm term;
  term.type = symbol.type;
  term.text = quoted(symbol.column, '"');
  switch (symbol.type) {
    case Type::text:
      return fit(std::move(term));
    case Type::boolean:
      term.text = "(" + term.text + " <> 0)";
      return fit(std::move(term));
    case Type::date:
      term.most = 84005;  // base/date.h
      break;
    case Type::moment:
      term.most = 84006 * Moment::minutes_per_day - 1;  // base/moment.h
      term.sign = 1;
      break;
    case Type::number:
      term.scale = symbol.scale;
      [[fallthrough]];
    case Type::money:
      term.most = ten_to(symbol.digits) - 1;
      break;
  }
  if (postgresql()) term.text += "::numeric";
  return fit(std::move(term));
}

std::string SqlBuilder::product(const std::string& a, const std::string& b) const {
  if (b.empty()) return a;
  if (a.empty()) return b;
  const std::string one = integer("1");
  if (a == one) return b;
  if (b == one) return a;
  return "(" + a + " * " + b + ")";
}
std::string SqlBuilder::quotient(const std::string& a, const std::string& b) const {
  return postgresql() ? "div(" + a + ", " + b + ")" : "(" + a + " / " + b + ")";
}

SqlTerm SqlBuilder::scaled(SqlTerm term, int exponent) {
  if (exponent <= 0) return term;
  term.text = product(term.text, power(exponent));
  term.most = times(term.most, ten_to(exponent));
  term.scale += exponent;
  return fit(std::move(term));
}
void SqlBuilder::align(SqlTerm& a, SqlTerm& b) {
  const int scale = std::max(a.scale, b.scale);
  a = scaled(std::move(a), scale - a.scale);
  b = scaled(std::move(b), scale - b.scale);
}

SqlTerm SqlBuilder::add(SqlTerm a, SqlTerm b, bool minus) {
  if (a.type == Type::date) need_base(b);
  align(a, b);
  SqlTerm sum;
  sum.type = a.type;
  sum.scale = a.scale;
  sum.nullable = a.nullable || b.nullable;
  const bool same = a.denominator == b.denominator;
  sum.text = fmt::format("({} {} {})", same ? a.text : product(a.text, b.denominator), minus ? '-' : '+',
                         same ? b.text : product(b.text, a.denominator));
  sum.most = same ? plus(a.most, b.most) : plus(times(a.most, b.denominator_most), times(b.most, a.denominator_most));
  sum.denominator = same ? a.denominator : product(a.denominator, b.denominator);
  sum.denominator_most = same ? a.denominator_most : times(a.denominator_most, b.denominator_most);
  if (!minus && a.sign == b.sign) sum.sign = a.sign;
  return fit(std::move(sum));
}

SqlTerm SqlBuilder::multiply(const SqlTerm& a, const SqlTerm& b) {
  SqlTerm out;
  out.type = a.type == Type::money || b.type == Type::money ? Type::money : Type::number;
  out.scale = a.scale + b.scale;
  out.nullable = a.nullable || b.nullable;
  out.text = "(" + a.text + " * " + b.text + ")";
  out.most = times(a.most, b.most);
  out.denominator = product(a.denominator, b.denominator);
  out.denominator_most = times(a.denominator_most, b.denominator_most);
  out.sign = a.sign * b.sign;
  return fit(std::move(out));
}

SqlTerm SqlBuilder::divide(const SqlTerm& a, const SqlTerm& b) {
  SqlTerm out;
  out.type = Type::number;
  out.nullable = a.nullable || b.nullable;
  const int shift = b.scale - a.scale;  // the quotient of the numerators is the value × 10^-shift
  out.scale = std::max(0, -shift);
  SqlTerm top = a;
  top.text = product(top.text, b.denominator);
  top.most = times(top.most, b.denominator_most);
  top = scaled(std::move(top), std::max(0, shift));
  const std::string negated = "(-" + top.text + ")";
  if (b.sign > 0 && !b.nullable) {
    out.text = top.text;
  } else if (b.sign < 0 && !b.nullable) {
    out.text = negated;
  } else {
    out.text = fmt::format("(CASE WHEN {0} < 0 THEN {1} WHEN {0} >= 0 THEN {2} END)", b.text, negated, top.text);
  }
  out.most = top.most;
  const std::string size = b.sign > 0 ? b.text : "abs(" + b.text + ")";
  out.denominator = product(a.denominator, size);
  if (!b.denominator.empty()) {
    out.denominator =
        fmt::format("(CASE WHEN {} = 0 THEN {} ELSE {} END)", b.denominator, integer("0"), out.denominator);
  }
  out.denominator_most = times(a.denominator_most, b.most);
  if (b.sign > 0) out.sign = a.sign;
  return fit(std::move(out));
}

SqlTerm SqlBuilder::negate(SqlTerm a) {
  a.text = "(-" + a.text + ")";
  a.sign = -a.sign;
  return fit(std::move(a));
}
SqlTerm SqlBuilder::absolute(SqlTerm a) {
  a.text = "abs(" + a.text + ")";
  a.sign = 1;
  return fit(std::move(a));
}

SqlTerm SqlBuilder::round(const SqlTerm& a, int digits, Rounding rounding) {
  if (a.denominator.empty() && a.scale <= digits) return a;
  SqlTerm top = a;
  SqlTerm bottom = whole(a.denominator.empty() ? integer("1") : a.denominator, a.denominator_most);
  const int scale = a.scale;
  top.scale = bottom.scale = 0;
  top = scaled(std::move(top), std::max(0, digits - scale));
  bottom = scaled(std::move(bottom), std::max(0, scale - digits));
  const Bound most = top.most;
  // A denominator that may be 0 divides only behind the guard of strict(); NULLIF keeps a planner from trying early.
  const bool guard = !a.denominator.empty();
  const auto safe = [&](const std::string& divisor) {
    return guard ? fmt::format("NULLIF({}, {})", divisor, integer("0")) : divisor;
  };
  SqlTerm out = a;
  out.denominator.clear();
  out.denominator_most = 1;
  out.scale = digits;
  out.most = plus(most, 1);
  if (rounding == Rounding::truncate) {
    out.text = quotient(top.text, safe(bottom.text));
    return fit(std::move(out));
  }
  // ⌊(2·|top| + bottom) / (2·bottom)⌋ with the sign of top: half away from zero.
  const std::string twice = product(integer("2"), bottom.text);
  const std::string size =
      quotient(fmt::format("({} * abs({}) + {})", integer("2"), top.text, bottom.text), safe(twice));
  fit(whole(integer("0"), plus(times(2, most), times(2, bottom.most))));
  out.text = fmt::format("(CASE WHEN {} < 0 THEN -{} ELSE {} END)", top.text, size, size);
  return fit(std::move(out));
}

std::string SqlBuilder::compare(std::string_view sign, SqlTerm a, SqlTerm b, bool guarded) {
  if (a.type == Type::text) return fmt::format("({}{} {} {})", a.text, text_collation(), sign, b.text);
  if (a.type == Type::boolean) return fmt::format("({} {} {})", a.text, sign, b.text);
  align(a, b);
  const bool same = a.denominator == b.denominator && !a.denominator.empty();
  SqlTerm left =
      whole(same ? a.text : product(a.text, b.denominator), same ? a.most : times(a.most, b.denominator_most));
  SqlTerm right =
      whole(same ? b.text : product(b.text, a.denominator), same ? b.most : times(b.most, a.denominator_most));
  std::string test = fmt::format("({} {} {})", left.text, sign, right.text);
  if (!guarded || (a.denominator.empty() && b.denominator.empty())) return test;
  std::string bases;
  for (const std::string& denominator : {a.denominator, b.denominator}) {
    if (denominator.empty() || (same && !bases.empty())) continue;
    bases += (bases.empty() ? "" : " AND ") + denominator + " <> 0";
  }
  return fmt::format("(CASE WHEN {} THEN {} END)", bases, test);
}

SqlTerm SqlBuilder::conditional(const std::string& condition, SqlTerm a, SqlTerm b) {
  SqlTerm out = choose(condition, a, b);
  align(a, b);
  out.nullable = true;
  out.text = fmt::format("(CASE WHEN {0} THEN {1} WHEN NOT {0} THEN {2} END)", condition, a.text, b.text);
  return fit(std::move(out));
}

SqlTerm SqlBuilder::choose(const std::string& condition, SqlTerm a, SqlTerm b) {
  align(a, b);
  SqlTerm out;
  out.type = a.type;
  out.scale = a.scale;
  out.nullable = a.nullable || b.nullable;
  out.text = fmt::format("(CASE WHEN {} THEN {} ELSE {} END)", condition, a.text, b.text);
  out.most = std::max(a.most, b.most);
  out.denominator = a.denominator;
  if (a.denominator != b.denominator) {
    out.denominator = fmt::format("(CASE WHEN {} THEN {} ELSE {} END)", condition, one_if_empty(a.denominator),
                                  one_if_empty(b.denominator));
  }
  out.denominator_most = std::max(a.denominator_most, b.denominator_most);
  out.sign = a.sign == b.sign ? a.sign : 0;
  return fit(std::move(out));
}

SqlTerm SqlBuilder::strict(std::span<const SqlTerm> arguments, SqlTerm inner) {
  std::string nulls, bases;
  for (const SqlTerm& a : arguments) {
    if (a.nullable) nulls += (nulls.empty() ? "" : " OR ") + a.text + " IS NULL";
    if (!a.denominator.empty()) bases += (bases.empty() ? "" : " OR ") + a.denominator + " = 0";
  }
  if (nulls.empty() && bases.empty()) return inner;
  std::string text = "(CASE";
  if (!nulls.empty()) text += " WHEN " + nulls + " THEN NULL";
  if (!bases.empty()) {
    text += " WHEN " + bases + " THEN " + integer("0");
    inner.denominator =
        fmt::format("(CASE WHEN {} THEN {} ELSE {} END)", bases, integer("0"), one_if_empty(inner.denominator));
  }
  inner.text = text + " ELSE " + inner.text + " END)";
  inner.nullable = !nulls.empty();
  return fit(std::move(inner));
}

SqlTerm SqlBuilder::coalesce(std::span<const SqlTerm> terms) {
  SqlTerm out = terms.back();
  for (std::size_t i = terms.size() - 1; i-- > 0;) {
    std::string usable = terms[i].text + " IS NOT NULL";
    if (!terms[i].denominator.empty()) usable += " AND " + terms[i].denominator + " <> 0";
    if (terms[i].type != Type::text && terms[i].type != Type::boolean) {
      out = choose("(" + usable + ")", terms[i], out);
    } else {
      out.text = fmt::format("(CASE WHEN {} THEN {} ELSE {} END)", usable, terms[i].text, out.text);
      out = fit(std::move(out));
    }
    out.nullable = true;
  }
  return out;
}

std::string SqlBuilder::date_of(const SqlTerm& date) {
  if (postgresql()) return fmt::format("(DATE '1970-01-01' + ({})::integer)", date.text);
  return fmt::format("{} * 86400, 'unixepoch'", date.text);
}

}  // namespace jiheng::expr
