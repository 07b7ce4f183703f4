// The SQL text of typical expressions, whole; that it means the same as evaluate() is proven in sql_property_test.cpp.
#include "expr/sql.h"

#include <gtest/gtest.h>

#include "sample_scope.h"

namespace jiheng::expr {
namespace {

std::string condition(std::string_view source, Dialect dialect = Dialect::sqlite) {
  const auto sql = sql_condition(testing::compiled(source), dialect);
  return sql ? *sql : sql.error().code + " " + sql.error().detail;
}
std::string value(std::string_view source, Dialect dialect = Dialect::sqlite) {
  const auto sql = sql_value(testing::compiled(source), dialect);
  if (!sql) return sql.error().code + " " + sql.error().detail;
  return sql->numerator + " | " + sql->denominator + " | " + std::to_string(sql->scale);
}

TEST(Sql, Conditions) {
  EXPECT_EQ(condition("paid > yuan(100.5) && 状态 == '已办结'"),
            "((\"paid\" > 10050) AND (\"状态\" COLLATE BINARY = '已办结'))");
  EXPECT_EQ(condition("paid > yuan(100.5) && 状态 == '已办结'", Dialect::postgresql),
            "((\"paid\"::numeric > 10050::numeric) AND (\"状态\" COLLATE \"C\" = '已办结'::text))");
  EXPECT_EQ(condition("secret || !(n in [1, 2])"), "((\"secret\" <> 0) OR (NOT ((\"n\" = 1) OR (\"n\" = 2))))");
  EXPECT_EQ(condition("closed < date('2022-03-01') && blank != null"),
            "((\"closed\" < 19052) AND (NOT (\"blank\" IS NULL)))");
  EXPECT_EQ(condition("状态 in ['a', 'b\\'c']"), "(\"状态\" COLLATE BINARY IN ('a', 'b''c'))");
  EXPECT_EQ(condition("rate >= 0.98"), "(\"rate\" >= (98 * 100))");
}

TEST(Sql, AQuotientIsAPair) {
  EXPECT_EQ(value("paid / yuan(2)"), "\"paid\" | 200 | 0");
  EXPECT_EQ(value("n / zero"),
            "(CASE WHEN \"zero\" < 0 THEN (-\"n\") WHEN \"zero\" >= 0 THEN \"n\" END) | abs(\"zero\") | 0");
  EXPECT_EQ(
      condition("n / zero > 0.5"),
      "(CASE WHEN abs(\"zero\") <> 0 THEN (((CASE WHEN \"zero\" < 0 THEN (-\"n\") WHEN \"zero\" >= 0 THEN \"n\" END) "
      "* 10) > (5 * abs(\"zero\"))) END)");
}

TEST(Sql, ValuesOfEveryType) {
  EXPECT_EQ(value("rate + n"), "(\"rate\" + (\"n\" * 10000)) | 1 | 4");
  EXPECT_EQ(value("paid + payments.total"), "(\"paid\" + \"payments total\") |  | 0");
  EXPECT_EQ(value("date(told)"), "(\"told\" / 1440) |  | 0");
  EXPECT_EQ(value("date(told)", Dialect::postgresql), "div(\"told\"::numeric, 1440::numeric) |  | 0");
  EXPECT_EQ(value("minutes_between(came, told)"), "(\"told\" - \"came\") | 1 | 0");
  EXPECT_EQ(condition("came < moment('1970-01-01 00:10')"), "(\"came\" < 10)");
  EXPECT_EQ(value("received + 30"), "(\"received\" + 30) |  | 0");
  EXPECT_EQ(value("title"), "\"title\" |  | 0");
  EXPECT_EQ(value("n > 1"), "(CASE WHEN (\"n\" > 1) THEN 1 WHEN NOT (\"n\" > 1) THEN 0 END) |  | 0");
  EXPECT_EQ(value("truncate(rate, 2)"), "(CASE WHEN \"rate\" IS NULL THEN NULL ELSE (\"rate\" / 100) END) | 1 | 2");
  EXPECT_EQ(value("truncate(rate, 2)", Dialect::postgresql),
            "(CASE WHEN \"rate\"::numeric IS NULL THEN NULL ELSE div(\"rate\"::numeric, 100::numeric) END) | 1 | 2");
}

TEST(Sql, WhatCannotBeProvenIsRefused) {
  // 12 digits × 12 digits need 80 bits: SQLite has 64, PostgreSQL's numeric has enough.
  EXPECT_EQ(value("yuan_of(paid) * yuan_of(paid)"), "expression.not-in-sql 64-bit arithmetic cannot be proven exact");
  EXPECT_EQ(value("yuan_of(paid) * yuan_of(paid)", Dialect::postgresql),
            "(\"paid\"::numeric * \"paid\"::numeric) | 1 | 4");
  EXPECT_EQ(value("workdays_between(received, closed)", Dialect::postgresql),
            "expression.not-in-sql workdays_between has no SQL");
  EXPECT_EQ(value("baseless"), "expression.not-in-sql no column holds baseless");
  EXPECT_EQ(value("year(received + n)"),
            "expression.not-in-sql a date or count may be out of the range the database's dates allow");
  std::string nested = "n";
  for (int i = 0; i < 20; ++i) nested = "abs(" + nested + " / (n + 1))";
  EXPECT_EQ(value(nested, Dialect::postgresql), "expression.not-in-sql too long");
}

}  // namespace
}  // namespace jiheng::expr
