// Figures as people and programs read them.
#include <gtest/gtest.h>

#include "../support/small_year.h"
#include "measure/figures.h"

namespace jiheng::measure {
namespace {

using expr::Value;

pack::Measure measure_in(std::string unit, int decimals) {
  pack::Measure measure;
  measure.unit = std::move(unit);
  measure.decimals = decimals;
  return measure;
}

struct Shown {
  std::string whole, number, decimal;
};
Shown shown(const pack::Measure& measure, const Value& value) {
  return {display(measure, value), display_number(measure, value), decimal_text(measure, value)};
}
bool operator==(const Shown& a, const Shown& b) {
  return a.whole == b.whole && a.number == b.number && a.decimal == b.decimal;
}
void PrintTo(const Shown& s, std::ostream* out) {
  *out << s.whole << " | " << s.number << " | " << s.decimal;
}

TEST(Display, MoneyInItsUnit) {
  const Value money = Value::of(Money::from_fen(2508'6400'00));
  EXPECT_EQ(shown(measure_in("万元", 2), money), (Shown{"2,508.64万元", "2,508.64", "2508.64"}));
  EXPECT_EQ(shown(measure_in("元", 0), money), (Shown{"25,086,400元", "25,086,400", "25086400"}));
  EXPECT_EQ(shown(measure_in("亿元", 4), money), (Shown{"0.2509亿元", "0.2509", "0.2509"}));
  EXPECT_EQ(shown(measure_in("万元", 1), Value::of(Money::from_fen(-1'050'00))), (Shown{"-0.1万元", "-0.1", "-0.1"}));
}

TEST(Display, RatesAreShownTimesAHundredAndRoundedHalfUp) {
  const pack::Measure rate = measure_in("%", 2);
  EXPECT_EQ(shown(rate, Value::of(Ratio::from_parts(245996, 250864))), (Shown{"98.06%", "98.06", "98.06"}));
  EXPECT_EQ(shown(rate, Value::of(Ratio::from_parts(98065, 100000))), (Shown{"98.07%", "98.07", "98.07"}));
  EXPECT_EQ(shown(rate, Value::of(Ratio::from_parts(980649999, 1000000000))), (Shown{"98.06%", "98.06", "98.06"}));
  EXPECT_EQ(shown(rate, Value::of(Ratio(1))), (Shown{"100.00%", "100.00", "100.00"}));
}

TEST(Display, Counts) {
  EXPECT_EQ(shown(measure_in("件", 0), Value::of(Ratio(6322))), (Shown{"6,322件", "6,322", "6322"}));
  EXPECT_EQ(shown(measure_in("", 3), Value::of(Ratio::from_parts(2, 3))), (Shown{"0.667", "0.667", "0.667"}));
}

TEST(Display, NoBaseNoDataAndDates) {
  EXPECT_EQ(display(measure_in("%", 2), Value::no_base()), "--%（基数为0，不可比）");
  EXPECT_EQ(display(measure_in("件", 0), Value::no_base()), "--（基数为0，不可比）");
  EXPECT_EQ(display_number(measure_in("%", 2), Value::no_base()), "--（基数为0，不可比）");
  EXPECT_EQ(display(measure_in("万元", 2), Value()), "——");
  EXPECT_EQ(display_number(measure_in("万元", 2), Value()), "——");
  const Value date = Value::of(*Date::parse("2022-01-05"));
  EXPECT_EQ(shown(measure_in("", 0), date), (Shown{"2022年1月5日", "2022年1月5日", "2022-01-05"}));
  const Value moment = Value::of(*Moment::parse("2022-01-05 09:30"));
  EXPECT_EQ(shown(measure_in("", 0), moment),
            (Shown{"2022年1月5日9时30分", "2022年1月5日9时30分", "2022-01-05 09:30"}));
}

TEST(Display, FormulasInWords) {
  const jiheng::testing::SmallPack pack;
  const pack::Library library = pack.load();
  const auto words = [&](std::string_view id) { return formula_in_words(library, *library.find_measure(id)); };
  EXPECT_EQ(words("payments.total"), "支付台账 支付金额 合计");
  EXPECT_EQ(words("payments.basic"), "支付台账（支出性质 为 基本支出）支付金额 合计");
  EXPECT_EQ(words("payments.count"), "支付台账 记录数");
  EXPECT_EQ(words("payments.days"), "支付台账 支付日期 不重复个数");
  EXPECT_EQ(words("payments.first"), "支付台账 支付日期 最早");
  EXPECT_EQ(words("incidents.first"), "突发事件 发生时间 最早");
  EXPECT_EQ(words("incidents.last_told"), "突发事件 报告时间 最晚");
  EXPECT_EQ(words("incidents.prompt"), "突发事件（自 发生时间 至 报告时间 的分钟数 ≤ 15）记录数");
  EXPECT_EQ(words("incidents.first_day"), "最早一起 的日期");
  EXPECT_EQ(words("payments.largest_project"), "支付台账（支出性质 为 项目支出）支付金额 最大");
  EXPECT_EQ(words("budget.execution_rate"), "全年支出 ÷ 全年预算");
}

}  // namespace
}  // namespace jiheng::measure
