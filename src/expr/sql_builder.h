// SqlBuilder: the arithmetic of expressions in SQL text, private to expr/. A number is a pair numerator/denominator
// over a power of ten, so nothing is ever divided (but in round, truncate and date, where integer division is what is
// meant).
//
// Invariants of a term: it is null exactly where its text is NULL (its denominator may then be anything); a denominator
// is never negative, and is 0 exactly where a non-null term is *no base*. `most` bounds the absolute value of every
// row, from the digits of the columns; on SQLite a bound beyond 64 bits makes the whole translation fail, so that what
// is translated cannot overflow. After a failure the builder goes on with empty terms and `failure()` tells the reason.
// Thread-safety: one builder per translation.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "expr/sql.h"
#include "expr/tree.h"

namespace jiheng::expr {

__extension__ using Bound = unsigned __int128;  // saturates at 2^120

struct SqlTerm {
  Type type = Type::number;
  std::string text;         // the numerator, or the whole of a term that is not a number
  std::string denominator;  // empty: 1
  int scale = 0;            // numbers: the value is text / denominator / 10^scale
  Bound most = 0;
  Bound denominator_most = 1;
  bool nullable = true;
  int sign = 0;  // 1: never negative, -1: never positive, 0: not known
};

class SqlBuilder {
 public:
  static constexpr std::size_t most_text = 60'000;  // a longer term fails: nested quotients double at each level

  explicit SqlBuilder(Dialect dialect) : dialect_(dialect) {}

  const std::string& failure() const { return failure_; }
  void fail(std::string reason) {
    if (failure_.empty()) failure_ = std::move(reason);
  }
  bool postgresql() const { return dialect_ == Dialect::postgresql; }

  SqlTerm constant(const Value& value, Type type);
  SqlTerm null(Type type);
  SqlTerm column(const Symbol& symbol);
  SqlTerm whole(std::string text, Bound most, Type type = Type::number);  // an integer expression as a term
  SqlTerm boolean(std::string text);

  SqlTerm add(SqlTerm a, SqlTerm b, bool minus = false);
  SqlTerm multiply(const SqlTerm& a, const SqlTerm& b);
  SqlTerm divide(const SqlTerm& a, const SqlTerm& b);
  SqlTerm negate(SqlTerm a);
  SqlTerm absolute(SqlTerm a);
  SqlTerm round(const SqlTerm& a, int digits, Rounding rounding);  // a not null, with a base: see strict()

  // A condition that is NULL where a or b is null or no base. `guarded` false: they are known to have a base.
  std::string compare(std::string_view sign, SqlTerm a, SqlTerm b, bool guarded = true);
  // c ? a : b with all its nulls.
  SqlTerm conditional(const std::string& condition, SqlTerm a, SqlTerm b);
  // The same where the condition is never null, as it is inside strict().
  SqlTerm choose(const std::string& condition, SqlTerm a, SqlTerm b);
  // `inner` where all arguments are neither null nor no base; else null, else no base.
  SqlTerm strict(std::span<const SqlTerm> arguments, SqlTerm inner);
  SqlTerm coalesce(std::span<const SqlTerm> terms);

  SqlTerm smaller(const SqlTerm& a, const SqlTerm& b) { return choose(compare("<=", a, b, false), a, b); }
  SqlTerm larger(const SqlTerm& a, const SqlTerm& b) { return choose(compare(">=", a, b, false), a, b); }
  SqlTerm number(int n) { return constant(Value::of(Ratio(n)), Type::number); }

  // The day as the dialect's own date, for functions of the calendar: `date` is a term in days.
  std::string date_of(const SqlTerm& date);
  std::string text_collation() const { return postgresql() ? " COLLATE \"C\"" : " COLLATE BINARY"; }
  void limit(const SqlTerm& term, Bound most);  // fails when the term may be larger
  void need_base(const SqlTerm& term);          // fails when the term may be no base: dates have no denominator

 private:
  std::string integer(std::string digits) const;  // a literal: on PostgreSQL numeric, so that products do not overflow
  std::string power(int exponent) const;
  SqlTerm scaled(SqlTerm term, int exponent);  // the same value at scale + exponent
  void align(SqlTerm& a, SqlTerm& b);
  std::string product(const std::string& a, const std::string& b) const;
  std::string quotient(const std::string& a, const std::string& b) const;  // towards zero
  std::string one_if_empty(const std::string& denominator) const {
    return denominator.empty() ? integer("1") : denominator;
  }
  SqlTerm fit(SqlTerm term);

  Dialect dialect_;
  std::string failure_;
};

}  // namespace jiheng::expr
