#include <gtest/gtest.h>

#include "base/work_calendar.h"
#include "sample_scope.h"

namespace jiheng::expr {
namespace {

using testing::evaluated;

struct Case {
  std::string_view source;
  std::string_view expected;
};

void check(std::initializer_list<Case> cases) {
  for (const Case& c : cases) EXPECT_EQ(evaluated(c.source), c.expected) << c.source;
}

TEST(Evaluate, Literals) {
  check({{"12", "12"},
         {"12.50", "12.5"},
         {"-0.25", "-0.25"},
         {"'a\\'b\\n\\t\\\\\\\"'", "a'b\n\t\\\""},
         {"\"字\"", "字"},
         {"true", "true"},
         {"false", "false"},
         {"date('2022-03-01')", "2022-03-01"},
         {"yuan(100.5)", "100.50"},
         {"wan(2508.64)", "25086400.00"},
         {"-wan(1)", "-10000.00"},
         {"yuan(-3)", "-3.00"}});
}

TEST(Evaluate, Arithmetic) {
  check({{"1 + 2 * 3", "7"},
         {"(1 + 2) * 3", "9"},
         {"10 - 3 - 2", "5"},
         {"12 / 4 / 3", "1"},
         {"1 / 3", "1/3"},
         {"1 / 3 * 3 == 1", "true"},
         {"0.1 + 0.2 == 0.3", "true"},
         {"-n", "-7"},
         {"--n", "7"},
         {"paid + yuan(0.01)", "24599600.01"},
         {"paid - payments.total", "-486800.00"},
         {"paid * 2", "49199200.00"},
         {"3 * yuan(1.5)", "4.50"},
         {"yuan(1.5) * -2", "-3.00"},
         {"-paid", "-24599600.00"},
         {"yuan_of(paid)", "24599600"},
         {"wan_of(paid)", "2459.96"}});
}

TEST(Evaluate, Dates) {
  check({{"received + 30", "2022-03-02"},
         {"received - 31", "2021-12-31"},
         {"closed - received", "43"},
         {"days_between(received, closed)", "43"},
         {"add_days(received, n)", "2022-02-07"},
         {"add_months(received, 1)", "2022-02-28"},
         {"add_months(received, -11)", "2021-02-28"},
         {"add_months(closed, 10)", "2023-01-15"},
         {"year(received) * 10000 + month(received) * 100 + day(received)", "20220131"},
         {"received < closed", "true"},
         {"closed <= date('2022-03-15')", "true"},
         {"received == add_days(received, 0)", "true"},
         {"received + 100000", "expression.overflow"},
         {"date('2199-12-31') + 1", "expression.overflow"},
         {"date('1900-01-01') - 1", "expression.overflow"},
         {"date('2199-12-31') - 0", "2199-12-31"}});
}

TEST(Evaluate, Moments) {
  check({{"came", "2022-01-31 23:50"},
         {"moment('2022/1/5 9:30')", "2022-01-05 09:30"},
         {"date(came)", "2022-01-31"},
         {"date(told)", "2022-02-01"},
         {"date(moment('1970-01-01 00:00'))", "1970-01-01"},
         {"date(moment('2199-12-31 23:59'))", "2199-12-31"},
         {"date(came) == date(told)", "false"},
         {"date(came) == received", "true"},
         {"add_workdays(date(came), 0)", "calendar.none"},
         {"minutes_between(came, told)", "15"},
         {"minutes_between(told, came)", "-15"},
         {"minutes_between(came, told) <= 15", "true"},
         {"came < told", "true"},
         {"came >= told", "false"},
         {"came == moment('2022-01-31 23:50')", "true"},
         {"came in [told, moment('2022-01-31T23:50:00')]", "true"},
         {"secret ? came : told", "2022-01-31 23:50"},
         {"unknown ? came : told", "null"},
         {"minutes_between(came, unknown ? came : told)", "null"},
         {"date(secret ? null : told)", "null"},
         {"coalesce(unknown ? came : told, told)", "2022-02-01 00:05"},
         {"came == null", "false"}});
}

TEST(Evaluate, Workdays) {
  EXPECT_EQ(evaluated("workdays_between(received, closed)"), "calendar.none");
  EXPECT_EQ(evaluated("add_workdays(received, 3)"), "calendar.none");
  WorkCalendar calendar;
  const Date off[] = {*Date::from_ymd(2022, 2, 1), *Date::from_ymd(2022, 2, 2), *Date::from_ymd(2022, 2, 3),
                      *Date::from_ymd(2022, 2, 4)};
  const Date makeup[] = {*Date::from_ymd(2022, 1, 29), *Date::from_ymd(2022, 1, 30)};
  ASSERT_TRUE(calendar.add_year(2022, off, makeup));
  const Context context{&calendar};
  EXPECT_EQ(evaluated("add_workdays(received, 1)", context), "2022-02-07");
  EXPECT_EQ(evaluated("add_workdays(received, -1)", context), "2022-01-30");
  EXPECT_EQ(evaluated("workdays_between(received, date('2022-02-08'))", context), "2");
  EXPECT_EQ(evaluated("workdays_between(received, date('2023-02-08'))", context), "calendar.not-covered");
}

TEST(Evaluate, Text) {
  check({{"title.contains('2022')", "true"},
         {"title.contains('')", "true"},
         {"title.startsWith('关于')", "true"},
         {"title.startsWith('通知')", "false"},
         {"title.endsWith('通知')", "true"},
         {"'知'.endsWith(title)", "false"},
         {"size(title)", "12"},
         {"状态 == '已办结'", "true"},
         {"状态 in ['在办', '已办结']", "true"},
         {"状态 in ['在办']", "false"},
         {"'a' < 'b'", "true"},
         {"'一' < '丁'", "true"},
         {"'Z' < 'a'", "true"},
         {"'￿' < '😀'", "true"}});
}

TEST(Evaluate, Comparison) {
  check({{"n >= 7", "true"},
         {"n != 7", "false"},
         {"rate < 0.9807", "true"},
         {"1 / 3 < 0.3334", "true"},
         {"paid == wan(2459.96)", "true"},
         {"secret == true", "true"},
         {"secret != false", "true"},
         {"n in [1, 7.0]", "true"},
         {"n in [1, blank]", "null"},
         {"n in [7, blank]", "true"},
         {"n in [1, 1 / zero]", "null"},
         {"blank in [1]", "null"},
         {"baseless in [1]", "null"},
         {"1 < 2 == true", "true"}});
}

TEST(Evaluate, NullSpreads) {
  check({{"blank + 1", "null"},
         {"-blank", "null"},
         {"blank < 1", "null"},
         {"blank == blank", "null"},
         {"blank == null", "true"},
         {"null == blank", "true"},
         {"blank != null", "false"},
         {"n == null", "false"},
         {"n != null", "true"},
         {"nothing + paid", "null"},
         {"paid / nothing", "null"},
         {"min(1, blank)", "null"},
         {"!unknown", "null"},
         {"unknown == true", "null"},
         {"has_base(blank)", "null"},
         {"is_null(blank)", "true"},
         {"is_null(1 / zero)", "false"},
         {"coalesce(blank, n)", "7"},
         {"coalesce(blank, 1 / zero, 5)", "5"},
         {"coalesce(blank, 1 / zero)", "no-base"},
         {"coalesce(1 / zero, blank)", "null"},
         {"round(blank, 2)", "null"}});
}

TEST(Evaluate, NoBaseSpreads) {
  check({{"1 / zero", "no-base"},
         {"zero / zero", "no-base"},
         {"paid / (paid - paid)", "no-base"},
         {"1 + 1 / zero", "no-base"},
         {"-(1 / zero)", "no-base"},
         {"1 / (1 / zero)", "no-base"},
         {"0 * (1 / zero)", "no-base"},
         {"blank + 1 / zero", "null"},
         {"1 / zero + blank", "null"},
         {"blank / zero", "null"},
         {"1 / zero < 1", "null"},
         {"1 / zero == 1 / zero", "null"},
         {"1 / zero == null", "false"},
         {"baseless == null", "false"},
         {"has_base(1 / zero)", "false"},
         {"has_base(n)", "true"},
         {"has_base(baseless) ? full * baseless : full", "10"},
         {"full * min(1, baseless)", "no-base"},
         {"round(1 / zero, 2)", "no-base"},
         {"bands_at_most(baseless, 0.1, 1, 0.2, 0.5, 0)", "no-base"},
         {"received + zero / zero * 0 == null", "expression.type"}});
}

TEST(Evaluate, LogicIsThreeValued) {
  check({{"true && unknown", "null"},
         {"false && unknown", "false"},
         {"unknown && false", "false"},
         {"unknown && true", "null"},
         {"unknown && unknown", "null"},
         {"true || unknown", "true"},
         {"unknown || true", "true"},
         {"unknown || false", "null"},
         {"false || unknown", "null"},
         {"unknown ? 1 : 2", "null"},
         {"secret ? 1 : 2", "1"},
         {"!secret ? 1 : 2", "2"},
         {"secret ? null : 1", "null"},
         {"!secret ? null : 1", "1"},
         {"secret ? 1 : 1 / zero", "1"},
         {"true || false && false", "true"},
         {"(unknown && secret) || (secret && true)", "true"},
         {"(secret && unknown) == (true && secret)", "null"},
         {"(true && n > 1) == (true && n > 2) ? 'same' : 'other'", "same"}});
}

TEST(Evaluate, Functions) {
  check({{"min(3, 1, 2)", "1"},
         {"max(yuan(1), yuan(3), yuan(2))", "3.00"},
         {"abs(-3)", "3"},
         {"abs(yuan(-3))", "3.00"},
         {"clamp(5, 1, 3)", "3"},
         {"clamp(0, 1, 3)", "1"},
         {"clamp(2, 1, 3)", "2"},
         {"clamp(2, 3, 1)", "1"},
         {"round(2.345, 2)", "2.35"},
         {"round(-2.345, 2)", "-2.35"},
         {"round(2 / 3, 4)", "0.6667"},
         {"truncate(2 / 3, 4)", "0.6666"},
         {"truncate(-2 / 3, 4)", "-0.6666"},
         {"received + round(n / 2, 0)", "2022-02-04"},
         {"full * round(rate, 4)", "9.806"}});
}

TEST(Evaluate, Attainment) {
  check({{"attain_at_least(100, 100)", "1"},
         {"attain_at_least(100, 80)", "0.8"},
         {"attain_at_least(100, 120)", "1"},
         {"attain_at_least(100, -5)", "0"},
         {"attain_at_least(0, 0)", "1"},
         {"attain_at_least(0, -1)", "0"},
         {"attain_at_least(-5, -4)", "1"},
         {"attain_at_least(-5, -6)", "0"},
         {"attain_equal(0, 0)", "1"},
         {"attain_equal(0, -1)", "1"},
         {"attain_equal(0, 1)", "0"},
         {"attain_equal(10, 9)", "0.9"},
         {"attain_equal(10, 11)", "1"},
         {"attain_equal(-1, -1)", "1"},
         {"attain_equal(-1, 0)", "0"},
         {"attain_at_most(10, 10)", "1"},
         {"attain_at_most(10, 15)", "0.5"},
         {"attain_at_most(10, 20)", "0"},
         {"attain_at_most(10, 25)", "0"},
         {"attain_at_most(10, -1)", "1"},
         {"attain_at_most(0, 0)", "1"},
         {"attain_at_most(0, 1)", "0"},
         {"attain_at_most(-1, 0)", "0"},
         {"attain_at_most_inverse(10, 15)", "2/3"},
         {"attain_at_most_inverse(10, 9)", "1"},
         {"attain_at_most_inverse(0, 0)", "1"},
         {"attain_at_most_inverse(0, 1)", "0"},
         {"attain_at_least(yuan(10), yuan(5))", "0.5"}});
}

TEST(Evaluate, Bands) {
  check({{"bands_at_most(0.10, 0.10, 1, 0.20, 0.5, 0)", "1"},
         {"bands_at_most(0.11, 0.10, 1, 0.20, 0.5, 0)", "0.5"},
         {"bands_at_most(0.21, 0.10, 1, 0.20, 0.5, 0)", "0"},
         {"bands_at_least(90, 90, 1, 60, 0.5, 0)", "1"},
         {"bands_at_least(89.9, 90, 1, 60, 0.5, 0)", "0.5"},
         {"bands_at_least(59, 90, 1, 60, 0.5, 0)", "0"},
         {"bands_at_most(paid, wan(3000), 1, 0)", "1"}});
}

TEST(Evaluate, OverflowIsAnError) {
  check({{"1000000000000000000 * 1000000000000000000 * 1000", "expression.overflow"},
         {"yuan(90000000000000000) + yuan(90000000000000000)", "expression.overflow"},
         {"false && yuan(90000000000000000) * 99 > yuan(0)", "false"}});
}

TEST(Evaluate, AWholeSymbolHoldingAFractionIsAnError) {
  const Scope scope({{.name = "days", .type = Type::number}});
  const auto expression = Expression::compile("date('2022-01-01') + days", scope);
  ASSERT_TRUE(expression);
  const Value half[] = {Value::of(Ratio::from_parts(1, 2))};
  EXPECT_EQ(expression->evaluate(half).error().code, "expression.not-whole");
  const Value none[] = {Value::no_base()};
  EXPECT_TRUE(expression->evaluate(none)->is_no_base());
}

TEST(Evaluate, DeepExpressionsUseTheHeap) {
  std::string source = "1";
  for (int i = 0; i < 90; ++i) source = "1 + (" + source + ")";
  EXPECT_EQ(evaluated(source), "91");
}

TEST(Expression, KnowsItsSlotsTypeAndSource) {
  const Expression e = testing::compiled("paid / payments.total + rate + paid / paid");
  EXPECT_EQ(e.slots(), (std::vector<int>{1, 2, 3}));
  EXPECT_EQ(e.type(), Type::number);
  EXPECT_EQ(e.source(), "paid / payments.total + rate + paid / paid");
}

TEST(Scope, FindsWhatWasAdded) {
  Scope scope;
  EXPECT_EQ(scope.add({.name = "b"}), 0);
  EXPECT_EQ(scope.add({.name = "a"}), 1);
  EXPECT_EQ(scope.add({.name = "c.d"}), 2);
  EXPECT_EQ(scope.find("a"), 1);
  EXPECT_EQ(scope.find("b"), 0);
  EXPECT_EQ(scope.find("c.d"), 2);
  EXPECT_EQ(scope.find("c"), std::nullopt);
}

TEST(Value, EqualOnlyInKindAndValue) {
  EXPECT_EQ(Value(), Value());
  EXPECT_NE(Value(), Value::no_base());
  EXPECT_EQ(Value::of(Ratio::from_parts(1, 2)), Value::of(Ratio::from_parts(2, 4)));
  EXPECT_NE(Value::of(Ratio(1)), Value::of(Money::from_fen(1)));
  EXPECT_EQ(Value::of("甲"), Value::of(std::string_view("甲")));
  EXPECT_NE(Value::of(true), Value::of(false));
}

}  // namespace
}  // namespace jiheng::expr
