#include "audit/rules/table_roles.h"

#include <gtest/gtest.h>

#include "base/text.h"
#include "reading/read.h"

namespace jiheng::audit {
namespace {

// "number ≥ 95 %", for one line per expectation.
std::string told(const std::string& text) {
  const CellValue value = parse_cell(to_code_points(text));
  static const char* const directions[] = {"", "≥ ", "≤ ", "= ", "定性 "};
  std::string out = directions[static_cast<int>(value.direction)];
  switch (value.kind) {
    case CellKind::blank:
      return "blank";
    case CellKind::nothing:
      return "nothing";
    case CellKind::range:
      return out + "range";
    case CellKind::words:
      return "words";
    case CellKind::number:
      break;
  }
  out += value.value.to_string();
  if (!value.unit.empty()) out += " " + to_utf8(value.unit);
  if (value.approximate) out += " about";
  if (value.noted) out += " noted";
  return out;
}

TEST(CellValue, Numbers) {
  EXPECT_EQ(told("98.06%"), "98.06 %");
  EXPECT_EQ(told("3,392.15万元"), "3392.15 万元");
  EXPECT_EQ(told("100分"), "100 分");
  EXPECT_EQ(told("-2.50"), "-2.50");
  EXPECT_EQ(told("百分之九十五"), "words");
  EXPECT_EQ(told("100百分比"), "100 %");
  EXPECT_EQ(told("9.81未核实"), "9.81 noted");
  EXPECT_EQ(told("8（扣2分）"), "8 noted");
  EXPECT_EQ(told("100%完成"), "100 %");
  EXPECT_EQ(told("已完成50个"), "50 个");
  EXPECT_EQ(told("约4000人次"), "4000 人次 about");
  EXPECT_EQ(told("20000余件"), "20000 件 about");
  EXPECT_EQ(told("3个月"), "3 个月");
}

TEST(CellValue, Comparisons) {
  EXPECT_EQ(told("≥95%"), "≥ 95 %");
  EXPECT_EQ(told("≧95%"), "≥ 95 %");
  EXPECT_EQ(told(">=95"), "≥ 95");
  EXPECT_EQ(told("不少于12次"), "≥ 12 次");
  EXPECT_EQ(told("不低于90%"), "≥ 90 %");
  EXPECT_EQ(told("90%以上"), "≥ 90 %");
  EXPECT_EQ(told("达到100%"), "100 %");
  EXPECT_EQ(told("≤20天"), "≤ 20 天");
  EXPECT_EQ(told("不超过23.5万元"), "≤ 23.5 万元");
  EXPECT_EQ(told("控制在90万元以内"), "≤ 90 万元");
  EXPECT_EQ(told("20日内"), "≤ 20 日");
  EXPECT_EQ(told("═100%"), "= 100 %");
}

TEST(CellValue, NothingAndWords) {
  EXPECT_EQ(told(""), "blank");
  EXPECT_EQ(told(" "), "blank");
  EXPECT_EQ(told("/"), "nothing");
  EXPECT_EQ(told("—"), "nothing");
  EXPECT_EQ(told("--%"), "nothing");
  EXPECT_EQ(told("无"), "nothing");
  EXPECT_EQ(told("完成"), "words");
  EXPECT_EQ(told("2022年12月31日前"), "words");
  EXPECT_EQ(told("12月底前"), "words");
  EXPECT_EQ(told("2022年"), "words");
  EXPECT_EQ(told("12/12"), "words");
  EXPECT_EQ(told("3.公务接待费"), "words");
  EXPECT_EQ(told("12场次活动顺利举办，反响热烈"), "words");
  EXPECT_EQ(told("90%-95%"), "range");
  EXPECT_EQ(told("80～100件"), "range");
  EXPECT_EQ(told("1234567890123456789"), "words");  // longer than a number of ours
}

TEST(CellValue, DirectionsOnTheirOwn) {
  EXPECT_EQ(parse_direction(U"≥"), Direction::at_least);
  EXPECT_EQ(parse_direction(U"正向指标"), Direction::at_least);
  EXPECT_EQ(parse_direction(U"反向"), Direction::at_most);
  EXPECT_EQ(parse_direction(U"="), Direction::equal);
  EXPECT_EQ(parse_direction(U"定性"), Direction::qualitative);
  EXPECT_EQ(parse_direction(U"/"), Direction::qualitative);
  EXPECT_EQ(parse_direction(U""), Direction::unknown);
}

TEST(TableRoles, HeaderWords) {
  const std::pair<const char32_t*, Role> expected[] = {
      {U"三级指标", Role::label},
      {U"指标名称", Role::label},
      {U"支出类别", Role::label},
      {U"指标性质", Role::sign},
      {U"度量单位", Role::unit},
      {U"年度指标值", Role::target},
      {U"目标值", Role::target},
      {U"计划完成值", Role::target},
      {U"绩效目标值", Role::target},
      {U"实际完成值", Role::result},
      {U"全年完成值", Role::result},
      {U"完成情况", Role::result},
      {U"指标完成情况", Role::result},
      {U"分值", Role::full},
      {U"权重", Role::full},
      {U"满分", Role::full},
      {U"标准分", Role::full},
      {U"指标分值", Role::full},
      {U"应得分", Role::full},
      {U"得分", Role::score},
      {U"自评得分", Role::score},
      {U"自评分", Role::score},
      {U"自评分值", Role::score},
      {U"复核得分", Role::score},
      {U"得分率", Role::none},
      {U"扣分", Role::lost},
      {U"扣分原因", Role::reason},
      {U"偏差原因分析及改进措施", Role::reason},
      {U"未完成原因分析", Role::reason},
      {U"备注", Role::reason},
      {U"评分依据及扣分原因", Role::reason},
      {U"评分标准", Role::criterion},
      {U"指标说明", Role::criterion},
      {U"年初预算数", Role::initial},
      {U"全年预算数", Role::budget},
      {U"调整后预算数", Role::budget},
      {U"全年执行数", Role::executed},
      {U"决算数", Role::executed},
      {U"执行率", Role::rate},
      {U"占比", Role::share},
      {U"合计", Role::total},
      {U"件数", Role::count},
      {U"佐证材料", Role::none},
  };
  for (const auto& [text, role] : expected) EXPECT_EQ(role_of(text), role) << to_utf8(text);
}

TEST(TableRoles, TotalsAndMarkings) {
  EXPECT_TRUE(is_total_label(plain_label(U"总分（100分）")));
  EXPECT_TRUE(is_total_label(plain_label(U"合计：")));
  EXPECT_FALSE(is_total_label(plain_label(U"产出指标合计")));
  EXPECT_TRUE(is_subtotal_label(plain_label(U"产出指标小计")));
  EXPECT_FALSE(is_subtotal_label(plain_label(U"预算合规")));
  EXPECT_EQ(marking_level(U"一、履职效能"), 1);
  EXPECT_EQ(marking_level(U"（二）管理效率"), 2);
  EXPECT_EQ(marking_level(U"3.信息公开"), 3);
  EXPECT_EQ(marking_level(U"（4）采购"), 4);
  EXPECT_EQ(marking_level(U"2.5万元以上项目"), 5);
  EXPECT_EQ(plain_label(U"其中：当年财政拨款"), U"当年财政拨款");
  EXPECT_EQ(plain_label(U"1.产出指标（50分）"), U"产出指标");
}

std::string sections(const std::string& text, const std::string& name) {
  const auto document = reading::read_bytes(text, name);
  if (!document) return document.error().message;
  std::string out;
  const Tables tables = sections_of(*document);
  for (const TableSection& section : tables.sections) {
    static const char* const kinds[] = {"indicators", "funds", "plain"};
    out += std::string(kinds[static_cast<int>(section.kind)]) + " " + std::to_string(section.columns.size()) + "×" +
           std::to_string(section.rows.size()) + " " + to_utf8(section.unit) + "\n";
  }
  return out;
}

TEST(TableRoles, AFormOfFundsAndIndicatorsIsTwoSections) {
  EXPECT_EQ(sections(R"(
| 项目名称 | 甲项目 | | | | | | |
|---|---|---|---|---|---|---|---|
| 项目资金（万元） | | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分 |
| | 年度资金总额 | 90 | 90 | 89.97 | 10 | 99.97% | 10 |
| | 其中：当年财政拨款 | 90 | 90 | 89.97 | / | 99.97% | / |
| 年度总体目标 | 预期目标 | | | | 实际完成情况 | | |
| | 甲 | | | | 乙 | | |
| 绩效指标 | 一级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因 |
| | 产出指标 | 数量 | ≥5个 | 5个 | 90 | 90 | |
)",
                     "表.md"),
            "funds 8×2 万元\nindicators 8×1 万元\n");
}

TEST(TableRoles, ATableOverTwoPagesIsOneSection) {
  EXPECT_EQ(
      sections("<table><tr><td>三级指标</td><td>分值</td><td>得分</td></tr><tr><td>甲</td><td>5</td><td>5</td></tr>"
               "</table><table><tr><td>三级指标</td><td>分值</td><td>得分</td></tr>"
               "<tr><td>乙</td><td>5</td><td>4</td></tr><tr><td>合计</td><td>10</td><td>9</td></tr></table>",
               "表.html"),
      "indicators 3×3 \n");
  EXPECT_EQ(
      sections("<table><tr><td>三级指标</td><td>分值</td><td>得分</td></tr><tr><td>甲</td><td>5</td><td>5</td></tr>"
               "</table><table><tr><td>乙</td><td>5</td><td>4</td></tr>"
               "<tr><td>合计</td><td>10</td><td>9</td></tr></table>",
               "表.html"),
      "indicators 3×3 \n");
}

TEST(TableRoles, HeadersOfTwoRows) {
  EXPECT_EQ(sections("<table><tr><td rowspan=2>指标名称</td><td rowspan=2>分值</td><td colspan=2>得分</td></tr>"
                     "<tr><td>自评</td><td>复核</td></tr><tr><td>甲</td><td>5</td><td>5</td><td>4</td></tr></table>",
                     "表.html"),
            "indicators 4×1 \n");
}

}  // namespace
}  // namespace jiheng::audit
