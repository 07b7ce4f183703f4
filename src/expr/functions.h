// The functions of the expression language, one row each: name, signature, and the four things a function must be able
// to do (evaluate, SQL, Excel, words). Adding a function is adding a row (and its paragraph in docs/expressions.md).
// Private to expr/. Thread-safety: the table is immutable.
//
// Signatures, one letter per parameter, a group in [] once or more, then ':' and the result:
//   N number   I whole number   L literal whole number 0…18   M money   D date
//   O moment   T text
//   A amount: number or money, all A alike                    X any type, all X alike
// As results: N, M, D, B (boolean), i (a whole number), A, X.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "expr/expression.h"

namespace jiheng::expr {

class SqlBuilder;
struct SqlTerm;

// What an evaluation may ask of, or report to, the run it is part of.
struct Run {
  const Context& context;
  std::optional<Error> error;
  Value fail(Error e) {
    error = std::move(e);
    return {};
  }
};

using Arguments = std::span<const Value* const>;

// A piece of a formula or sentence and how tightly it binds, so that its user knows whether to put it in brackets.
struct Phrase {
  std::string text;
  int level;
};
namespace level {  // from loose to tight
inline constexpr int conditional = 0, alternation = 1, conjunction = 2, relation = 3, sum = 4, product = 5, unary = 6,
                     atom = 7;
}

struct Function {
  std::string_view name;
  std::string_view signature;
  bool method = false;  // written x.f(y)
  bool strict = true;   // null with any null argument; else no base (null if boolean) with any no base
  Value (*evaluate)(Arguments, Run&) = nullptr;
  SqlTerm (*sql)(SqlBuilder&, std::span<const SqlTerm>) = nullptr;  // absent: expression.not-in-sql
  Phrase (*excel)(std::span<const Phrase>) = nullptr;               // absent: expression.not-in-excel
  Phrase (*words)(std::span<const Phrase>) = nullptr;
};

std::span<const Function> functions();
const Function* find_function(std::string_view name);

// An Excel operand of a comparison, MIN or MAX. A cell holding the text of no base would be skipped or compare as
// larger than any number; +0 makes it an error instead, which spreads like no base does.
std::string excel_number(const Phrase& phrase);

// A moment in whole minutes. Excel keeps it as a fraction of a day, whose last binary digit depends on how it was made.
std::string excel_minutes(const Phrase& phrase);

// The evaluator's arithmetic of dates, shared by operators and functions. Range: base/date.h.
Value date_plus(Date date, const Ratio& days, Run& run);

}  // namespace jiheng::expr
