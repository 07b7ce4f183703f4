#include "expr/excel.h"

#include <gtest/gtest.h>

#include "expr/sql.h"
#include "expr/words.h"
#include "sample_scope.h"

namespace jiheng::expr {
namespace {

std::string formula(std::string_view source) {
  const auto text = excel_formula(testing::compiled(source), [](int slot) { return "$B$" + std::to_string(slot + 1); });
  return text ? *text : text.error().code;
}

TEST(Excel, Formulas) {
  EXPECT_EQ(formula("full * min(1, rate)"), "$B$12*MIN(1,$B$2+0)");
  EXPECT_EQ(formula("(n + 1) * (n - (2 - n)) / (n / 2)"), "($B$1+1)*($B$1-(2-$B$1))/($B$1/2)");
  EXPECT_EQ(formula("-(n + 1) - -n"), "-($B$1+1)--$B$1");
  EXPECT_EQ(formula("has_base(rate) ? full * rate : full"), "IF(ISNUMBER($B$2),$B$12*$B$2,$B$12+0)");
  EXPECT_EQ(formula("bands_at_most(rate, 0.1, 1, 0.2, 0.5, 0) * full"),
            "IF($B$2+0<=0.1,1,IF($B$2+0<=0.2,0.5,0))*$B$12");
  EXPECT_EQ(formula("attain_at_least(n, zero)"), "IF($B$14+0>=$B$1+0,1,IF($B$1+0<=0,0,MAX(0,$B$14/$B$1)))");
  EXPECT_EQ(formula("attain_at_most(n, zero)"), "IF($B$14+0<=$B$1+0,1,IF($B$1+0<=0,0,MAX(0,2-$B$14/$B$1)))");
  EXPECT_EQ(formula("round(rate, 2) + truncate(rate, 1)"), "ROUND($B$2,2)+TRUNC($B$2,1)");
  EXPECT_EQ(formula("paid > yuan(100.50) && closed < date('2022-03-01')"), "AND($B$3+0>100.5,$B$6+0<DATE(2022,3,1))");
  EXPECT_EQ(formula("wan_of(paid) + yuan_of(paid)"), "$B$3/10000+$B$3");
  EXPECT_EQ(formula("title == 'a\"b' || !(title != 'c')"), "OR(EXACT($B$7,\"a\"\"b\"),NOT(NOT(EXACT($B$7,\"c\"))))");
  EXPECT_EQ(
      formula("title.contains('a') && title.startsWith('b') && title.endsWith('c')"),
      "AND(AND(ISNUMBER(FIND(\"a\",$B$7)),EXACT(LEFT($B$7,LEN(\"b\")),\"b\")),EXACT(RIGHT($B$7,LEN(\"c\")),\"c\"))");
  EXPECT_EQ(formula("n in [1, 2]"), "OR($B$1+0=1,$B$1+0=2)");
  EXPECT_EQ(formula("add_months(received, 1) - received + n"), "EDATE($B$5,1)-$B$5+$B$1");
  EXPECT_EQ(formula("year(add_days(received, 1))"), "YEAR($B$5+1)");
  EXPECT_EQ(formula("date(came) == received"), "INT($B$16)=$B$5+0");
  EXPECT_EQ(formula("minutes_between(came, told) * 2"), "(ROUND($B$17*1440,0)-ROUND($B$16*1440,0))*2");
  EXPECT_EQ(formula("came <= moment('2022-03-01 09:05')"),
            "ROUND($B$16*1440,0)<=ROUND((DATE(2022,3,1)+TIME(9,5,0))*1440,0)");
  EXPECT_EQ(formula("coalesce(rate, n, 0)"), "IF(ISNUMBER($B$2),$B$2,IF(ISNUMBER($B$1),$B$1,0))");
  EXPECT_EQ(formula("clamp(rate, 0, 1)"), "MIN(MAX($B$2+0,0),1)");
}

TEST(Excel, WhatHasNoFormulaIsRefused) {
  EXPECT_EQ(formula("workdays_between(received, closed)"), "expression.not-in-excel");
  EXPECT_EQ(formula("n == null"), "expression.not-in-excel");
  EXPECT_EQ(formula("title < 'a'"), "expression.not-in-excel");
  EXPECT_EQ(formula("size(title)"), "expression.not-in-excel");
  EXPECT_EQ(formula("secret ? null : n"), "expression.not-in-excel");
  EXPECT_EQ(formula("coalesce(title, 'a') == 'a'"), "expression.not-in-excel");
  EXPECT_EQ(formula("title == '" + std::string(300, 'a') + "'"), "expression.not-in-excel");
}

// Formulas that repeat an operand must not grow with the power of their depth.
TEST(Translations, DeepNestingEndsSoon) {
  std::string membership = "secret", attained = "n", clamped = "n";
  for (int i = 0; i < 150; ++i) {
    membership = "(" + membership + " in [true, false])";
    attained = "attain_at_least(" + attained + ", n)";
    clamped = "clamp(1, " + clamped + ", 2)";
  }
  EXPECT_EQ(formula(membership), "expression.not-in-excel");
  EXPECT_EQ(formula(attained), "expression.not-in-excel");
  EXPECT_EQ(formula(clamped).size(), 2106u);
  for (const std::string& source : {membership, attained, clamped}) {
    const Expression expression = testing::compiled(source);
    EXPECT_LT(in_words(expression).size(), 20'000u);
    EXPECT_EQ(sql_value(expression, Dialect::postgresql).error().code, "expression.not-in-sql");
  }
  std::string list = "n / (n + 1) in [1";
  for (int i = 0; i < 20'000; ++i) list += ",n";
  EXPECT_EQ(formula(list + "]"), "expression.not-in-excel");
  EXPECT_EQ(sql_condition(testing::compiled(list + "]"), Dialect::postgresql).error().code, "expression.not-in-sql");
}

}  // namespace
}  // namespace jiheng::expr
