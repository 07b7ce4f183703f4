#include "audit/rules/indicator_scoring.h"

#include <gtest/gtest.h>

#include "base/text.h"

namespace jiheng::audit {
namespace {

using pack::ReverseScoring;

CellValue cell(const std::string& text) {
  return parse_cell(to_code_points(text));
}

std::optional<Goal> goal(const std::string& target, const std::string& result, const std::string& name = "办件数量",
                         const std::string& group = "产出指标", const std::string& sign = "",
                         const std::string& unit = "") {
  static std::u32string names[4];
  names[0] = to_code_points(group);
  names[1] = to_code_points(name);
  names[2] = to_code_points(sign);
  names[3] = to_code_points(unit);
  return goal_of(cell(target), cell(result), parse_direction(names[2]), names[3], {names[0], names[1]});
}

std::string share(const std::string& target, const std::string& result,
                  ReverseScoring reverse = ReverseScoring::proportional_excess, const std::string& name = "办件数量") {
  const std::optional<Goal> g = goal(target, result, name);
  if (!g) return "not comparable";
  const std::optional<Ratio> earned = earned_share(*g, reverse);
  return earned ? earned->reduced().to_string() : "unknown";
}

TEST(IndicatorScoring, ForwardTargetsScoreInProportionUpToTheFullMark) {
  EXPECT_EQ(share("≥100件", "80件"), "0.8");
  EXPECT_EQ(share("≥100件", "100件"), "1");
  EXPECT_EQ(share("≥100件", "250件"), "1");
  EXPECT_EQ(share("不少于12次", "9次"), "0.75");
  EXPECT_EQ(share("95%以上", "76%"), "0.8");
  EXPECT_EQ(share("=3", "1"), "1/3");
}

TEST(IndicatorScoring, AnEqualTargetOfZeroIsMetByZeroOnly) {
  EXPECT_EQ(share("=0", "0"), "1");
  EXPECT_EQ(share("=0", "2"), "0");
}

TEST(IndicatorScoring, ReverseTargetsScoreAsTheRuleSetSays) {
  EXPECT_EQ(share("≤20天", "18天"), "1");
  EXPECT_EQ(share("≤20天", "25天"), "0.75");
  EXPECT_EQ(share("≤20天", "25天", ReverseScoring::inverse_ratio), "0.8");
  EXPECT_EQ(share("≤20天", "45天"), "0");
  EXPECT_EQ(share("≤20天", "45天", ReverseScoring::inverse_ratio), "4/9");
  EXPECT_EQ(share("≤0", "1"), "0");
  EXPECT_EQ(share("≤0", "0"), "1");
}

TEST(IndicatorScoring, UnitsMustAgreeOrBeMoney) {
  EXPECT_EQ(share("≤90万元", "855000元", ReverseScoring::proportional_excess, "项目总成本"), "1");
  EXPECT_EQ(share("≥50个", "50"), "1");
  EXPECT_EQ(share("≥50个", "40次"), "not comparable");
  EXPECT_EQ(share("≥95%", "0.97"), "not comparable");  // 0.97 may be a fraction
  EXPECT_EQ(share("≥3个月", "2月份内"), "not comparable");
}

TEST(IndicatorScoring, WithoutASignTheDirectionComesFromWhatIsCounted) {
  EXPECT_EQ(share("100%", "72.74%", ReverseScoring::proportional_excess, "任务完成率"), "0.7274");
  EXPECT_EQ(share("100%", "72.74%", ReverseScoring::proportional_excess, "资金到位率"), "0.7274");
  EXPECT_EQ(share("5%", "3%", ReverseScoring::proportional_excess, "差错率"), "unknown");
  EXPECT_EQ(share("90万元", "80万元", ReverseScoring::proportional_excess, "项目总成本"), "unknown");
  EXPECT_EQ(share("30天", "20天", ReverseScoring::proportional_excess, "办理时限"), "unknown");
}

TEST(IndicatorScoring, ASignColumnAndAUnitColumnCount) {
  const std::optional<Goal> g = goal("100", "90", "覆盖情况", "产出指标", "＝", "%");
  ASSERT_TRUE(g);
  EXPECT_TRUE(g->percent);
  EXPECT_EQ(g->direction, Direction::equal);
  EXPECT_EQ(is_met(*g), false);
}

TEST(IndicatorScoring, ApproximationsAreNotScored) {
  EXPECT_EQ(share("≥100件", "约90件"), "not comparable");
  EXPECT_EQ(share("≥100件", "90余件"), "not comparable");
}

TEST(IndicatorScoring, OverFulfilmentIsOfNumbersThatHaveNoCeiling) {
  pack::RuleSet rules;
  rules.over_fulfilment = Decimal::from_parts(13, 1);
  rules.over_fulfilment_zero = 30;
  EXPECT_TRUE(is_over_fulfilled(*goal("≥6次", "150次"), rules));
  EXPECT_TRUE(is_over_fulfilled(*goal("≥100件", "130件"), rules));
  EXPECT_FALSE(is_over_fulfilled(*goal("≥100件", "129件"), rules));
  EXPECT_FALSE(is_over_fulfilled(*goal("≥70%", "98%"), rules));
  EXPECT_TRUE(is_over_fulfilled(*goal("≥8%", "108%"), rules));
  EXPECT_FALSE(is_over_fulfilled(*goal("≤20天", "30天"), rules));
  EXPECT_TRUE(is_over_fulfilled(*goal("≥0件", "30件"), rules));
  EXPECT_FALSE(is_over_fulfilled(*goal("≥0件", "29件"), rules));
  EXPECT_FALSE(is_over_fulfilled(*goal("=0件", "40件"), rules));
}

TEST(IndicatorScoring, QualitativeLevels) {
  EXPECT_EQ(level_of(U"达成预期指标"), Level::reached);
  EXPECT_EQ(level_of(U"部分达成年度指标并具有一定效果"), Level::partly);
  EXPECT_EQ(level_of(U"部分完成"), Level::partly);
  EXPECT_EQ(level_of(U"未达成年度指标且效果较差"), Level::missed);
  EXPECT_EQ(level_of(U"尚未完成验收"), Level::unknown);
  EXPECT_EQ(level_of(U"显著提升"), Level::unknown);
  EXPECT_EQ(largest_share(Level::partly), Ratio::from_parts(4, 5));
  EXPECT_EQ(largest_share(Level::missed), Ratio::from_parts(3, 5));
}

}  // namespace
}  // namespace jiheng::audit
