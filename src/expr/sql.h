// An expression as SQL for SQLite or PostgreSQL, exactly equal in meaning to Expression::evaluate on each row.
//
// Storage it assumes: every column is BIGINT or TEXT: money as fen, numbers × 10^scale, dates as days and
// moments as minutes since 1970-01-01 00:00, booleans 0/1. A number is translated as a pair numerator/denominator of
// integer expressions, so that no division is ever performed and *no base* is "denominator = 0". Where the bounds of
// the columns cannot prove that SQLite's 64-bit arithmetic stays exact, or a function has no SQL (working days),
// translation answers expression.not-in-sql, and the caller evaluates row by row instead.
// Thread-safety: pure functions.
#pragma once

#include <string>

#include "base/result.h"
#include "expr/expression.h"

namespace jiheng::expr {

enum class Dialect { sqlite, postgresql };

// A boolean expression for WHERE: true only where evaluate() gives true (null and no base filter out).
Result<std::string> sql_condition(const Expression& expression, Dialect dialect);

// A value for SELECT. Numbers: `numerator`, `denominator` ("1" when there is none; 0 means no base); other types:
// `numerator` only. NULL means null.
struct SqlValue {
  std::string numerator;
  std::string denominator;  // empty unless type is number
  int scale = 0;            // the number is numerator / denominator / 10^scale
};
Result<SqlValue> sql_value(const Expression& expression, Dialect dialect);

}  // namespace jiheng::expr
