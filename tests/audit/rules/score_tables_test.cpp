#include <gtest/gtest.h>

#include "table_layouts.h"

namespace jiheng::audit::testing {
namespace {

struct Case {
  Changes changes;
  Strings expected;
};

void expect(const std::string& table, const std::string& name, const std::vector<Case>& cases) {
  EXPECT_EQ(found(table, name), Strings{}) << "as it stands";
  for (const Case& c : cases) {
    EXPECT_EQ(found(with(table, c.changes), name), c.expected)
        << c.changes.front().first << " → " << c.changes.front().second;
  }
}

TEST(ScoreTables, ProjectForm) {
  expect(
      project_form, "表.md",
      {
          // sums of scores and of weights
          {{{"| 99.12 |", "| 99.42 |"}}, {"score.items 99.42 → 99.12 (0.3)"}},
          {{{"≥48次 | 50次 | 15 | 15", "≥48次 | 50次 | 15 | 14.5"}, {"14.5 | |", "14.5 | 一次漏检 |"}},
           {"score.items 99.12 → 98.62 (0.5)"}},
          {{{"| 100 | 99.12", "| 98 | 99.12"}}, {"score.items 98 → 100 (2)"}},
          {{{"| 100 | 99.12", "| | 99.12"}}, {}},
          {{{"效益指标（30分）", "效益指标（40分）"}}, {"score.items 效益指标（40分） → 30 (10)"}},
          {{{"总分 |", "总分（百分制） |"}}, {}},
          // the rate
          {{{"94.22% | 9.42", "94.22% | 9.41"}, {"99.12", "99.11"}}, {"score.rate 9.41 → 9.42 (0.01)"}},
          {{{"94.22% | 9.42", "94.22% | 10"}, {"99.12", "99.7"}}, {"score.rate 10 → 9.42 (0.58)"}},
          {{{"94.22% | 9.42", "94.22% | 9.4"}, {"99.12", "99.1"}}, {}},
          {{{"94.22% | 9.42", "94.22% | 11"}, {"99.12", "100.7"}}, {"score.item-range 11 → ≤10 (1)"}},
          // targets and results
          {{{"| 96.04% | 15 | 14.7", "| 72.74% | 15 | 15"}, {"99.12", "99.42"}},
           {"score.over-awarded 15 → 11.13 (3.87)"}},
          {{{"| 96.04% | 15 | 14.7", "| 10% | 15 | 14.7"}}, {"score.over-awarded 14.7 → 1.53 (13.17)"}},
          {{{"≥48次 | 50次", "≥48次 | 65次"}}, {"over-fulfilment 65次 → ≥48次 (135%)"}},
          {{{"≥48次 | 50次 | 15 | 15 | |", "≥48次 | 65次 | 15 | 15 | 新增夜间巡检 |"}}, {}},
          {{{"≤30分钟 | 25分钟", "≤30分钟 | 5分钟"}}, {}},
          {{{"≤30分钟 | 25分钟", "≤30分钟 | 42分钟"}}, {"score.over-awarded 10 → 6.00 (4)"}},
          {{{"≤125.5万元 | 118.25万元", "≤125.5万元 | 1182500元"}}, {}},
          {{{"≥95% | 97.3%", "≥70% | 97.3%"}}, {}},
          // evidence
          {{{"| ≥48次 | 50次 |", "| | |"}}, {"score.no-evidence 15 → "}},
          {{{"| ≥48次 | 50次 |", "| ≥48次 | |"}}, {"score.no-evidence 15 → "}},
          {{{"| ≥48次 | 50次 |", "| ≥48次 | 完成 |"}}, {"score.no-evidence 15 → "}},
          {{{"| ≥48次 | 50次 |", "| ≥48次 | 已完成50次 |"}}, {}},
          {{{"| ≥48次 | 50次 |", "| 12月底前 | 已完成 |"}}, {}},
          {{{"| 明显改善 | 达成预期指标 |", "| 明显改善 | 显著 |"}}, {}},
          {{{"| 明显改善 | 达成预期指标 |", "| 明显改善 | 效果较好 |"}}, {"score.no-evidence 15 → "}},
          // levels
          {{{"| 明显改善 | 达成预期指标 | 15 | 15 |", "| 明显改善 | 部分达成年度指标并具有一定效果 | 15 | 15 |"}},
           {"score.over-awarded 15 → 12 (3)"}},
          {{{"| 明显改善 | 达成预期指标 | 15 | 15 | |", "| 明显改善 | 部分达成 | 15 | 10 | 大厅改造未完工 |"},
            {"99.12", "94.12"}},
           {}},
          // deductions
          {{{"| 14.7 | 备件到货较迟，拟增加常用备件 |", "| 14.7 | |"}}, {"score.deduction-unexplained 14.7 →  (0.3)"}},
          {{{"| 14.7 | 备件到货较迟，拟增加常用备件 |", "| 14.7 | 无 |"}},
           {"score.deduction-unexplained 14.7 →  (0.3)"}},
          {{{"| 97.3% | 10 | 10 | |", "| 97.3% | 10 | 7 | |"}, {"99.12", "96.12"}},
           {"score.deduction-unexplained 7 →  (3)"}},
          {{{"| 97.3% | 10 | 10 | |", "| 97.3% | 10 | 7 | 样本量不足 |"}, {"99.12", "96.12"}}, {}},
          {{{"| 97.3% | 10 | 10 | |", "| 97.3% | 10 | 12 | |"}, {"99.12", "101.12"}},
           {"score.item-range 12 → ≤10 (2)"}},
          {{{"| 97.3% | 10 | 10 | |", "| 97.3% | 10 | -1 | |"}, {"99.12", "88.12"}}, {"score.item-range -1 → ≥0 (1)"}},
          // a blank score is not 0
          {{{"| 97.3% | 10 | 10 | |", "| 97.3% | 10 | | |"}}, {}},
      });
}

TEST(ScoreTables, ReasonsMayStandInTheText) {
  const std::string form = with(project_form, {{"| 14.7 | 备件到货较迟，拟增加常用备件 |", "| 14.7 | |"}});
  EXPECT_EQ(found(form + "\n失分说明：故障修复率扣0.3分，备件到货较迟。\n", "表.md"), Strings{});
  EXPECT_EQ(found(form + "\n下一步将提高故障修复率。\n", "表.md"),
            (Strings{"score.deduction-unexplained 14.7 →  (0.3)"}));
}

TEST(ScoreTables, RatesScoredByStepsAreLeftAlone) {
  const std::string form = with(project_form, {{"94.22% | 9.42", "94.22% | 10"}, {"99.12", "99.7"}});
  EXPECT_EQ(found(form + "\n注：预算执行率达到90%以上的得满分。\n", "表.md"), Strings{});
}

TEST(ScoreTables, DepartmentForm) {
  expect(department_form, "表.html",
         {
             {{{">48.68<", ">49.68<"}}, {"score.items 49.68 → 48.68 (1)"}},
             {{{">48.5<", ">48<"}}, {"score.items 48 → 48.5 (0.5)"}},
             {{{">97.18<", ">98.18<"}}, {"score.items 98.18 → 97.18 (1)"}},
             {{{"<td>20</td><td>按各产出", "<td>25</td><td>按各产出"}}, {"score.items 50 → 55 (5)"}},
             {{{"<td>14</td>", "<td>16</td>"}}, {"score.items 48.5 → 50.5 (2)", "score.item-range 16 → ≤15 (1)"}},
             {{{"审计指出1个问题", ""}}, {"score.deduction-unexplained 14 →  (1)"}},
             // subtotal and total changed together: the items still contradict the subtotal
             {{{">48.5<", ">50<"}, {">97.18<", ">98.68<"}}, {"score.items 50 → 48.5 (1.5)"}},
             {{{"<td colspan=\"3\">小计</td><td>50</td><td></td><td>48.68</td>",
                "<td colspan=\"3\">履职效能小计</td><td>50</td><td></td><td>48.68</td>"}},
              {}},
         });
}

TEST(ScoreTables, GroupsThatOnlyAnIndentToldApart) {
  const std::string table =
      "| 指标 | 分值 | 得分 |\n|---|---|---|\n| 投入 | 40 | 38 |\n| 编制质量 | 20 | 19 |\n| 支付均衡性 | 20 | 19 |\n"
      "| 产出 | 60 | 58 |\n| 办件数量 | 30 | 30 |\n| 办件质量 | 30 | 28 |\n| 合计 | 100 | 96 |\n";
  expect(table, "表.md",
         {{{{"| 产出 | 60 | 58 |", "| 产出 | 60 | 59 |"}, {"96", "97"}}, {"score.items 59 → 58 (1)"}},
          {{{"| 合计 | 100 | 96 |", "| 合计 | 100 | 95 |"}}, {"score.items 95 → 96 (1)"}}});
}
TEST(ScoreTables, FullMarksBesideEachLevel) {
  expect(levels_form, "表.html",
         {
             {{{"rowspan=\"2\">57<", "rowspan=\"2\">47<"}}, {"score.items 47 → 57 (10)"}},
             {{{"<td>28</td>", "<td>29</td>"}}, {"score.items 98 → 99 (1)"}},
             {{{"<td>98</td></tr></table>", "<td>95</td></tr></table>"}}, {"score.items 95 → 98 (3)"}},
             {{{"<td>5</td></tr>", "<td>6</td></tr>"}}, {"score.items 98 → 99 (1)", "score.item-range 6 → ≤5 (1)"}},
         });
}

TEST(ScoreTables, GroupsByTheirNumbers) {
  expect(numbered_form, "表.md",
         {
             {{{"| 50 | 47.5 |", "| 50 | 48.5 |"}}, {"score.items 48.5 → 47.5 (1)"}},
             {{{"| 50 | 49 |", "| 55 | 49 |"}}, {"score.items 55 → 50 (5)"}},
             {{{"| 100 | 96.5 |", "| 100 | 97.5 |"}}, {"score.items 97.5 → 96.5 (1)"}},
             {{{"| 15 | 14 | 1份合同备案迟 |", "| 15 | 14 | |"}}, {"score.deduction-unexplained 14 →  (1)"}},
             {{{"总计 |", "总分： |"}}, {}},
         });
}

TEST(ScoreTables, DirectionsAndUnitsInColumns) {
  expect(signed_form, "表.md",
         {
             {{{"| 场 | 12 | 20 | 20 |", "| 场 | 6 | 20 | 20 |"}}, {"score.over-awarded 20 → 10.00 (10)"}},
             {{{"| 件 | 3 | 20 | 20 |", "| 件 | 9 | 20 | 20 |"}}, {"score.over-awarded 20 → 4.00 (16)"}},
             {{{"| 件 | 3 | 20 | 20 |", "| 件 | 0 | 20 | 20 |"}}, {}},
             {{{"| % | 100 | 20 | 20 |", "| % | 98 | 20 | 20 |"}},
              {"score.over-awarded 20 → 19.60 (0.4)"}},  // the table scores to hundredths
             {{{"| % | 100 | 20 | 20 |", "| % | 90 | 20 | 20 |"}}, {"score.over-awarded 20 → 18.00 (2)"}},
             {{{"| 场 | 12 | 20 | 20 |", "| 场 | 24 | 20 | 20 |"}}, {"over-fulfilment 24 → 12 (200%)"}},
             {{{"99.25% | 9.93", "99.25% | 9.5"}, {"98.93", "98.5"}}, {"score.rate 9.5 → 9.93 (0.43)"}},
             {{{"| 100 | 98.93 |", "| 100 | 99 |"}}, {}},
             {{{"| 100 | 98.93 |", "| 100 | 98 |"}}, {"sum.envelope 98 → 98.93 (0.93)"}},  // cut off
             {{{"| 100 | 98.93 |", "| 100 | 97.93 |"}}, {"score.items 97.93 → 98.93 (1)"}},
             {{{"| 定性 | 优 | | 优 |", "| 定性 | 优 | | |"}}, {"score.no-evidence 10 → "}},
         });
}

TEST(ScoreTables, LostPointsInAColumn) {
  const std::string form = R"(
| 序号 | 一级指标 | 二级指标 | 指标内容 | 分值 | 自评得分 | 扣分 | 扣分原因 |
|---|---|---|---|---|---|---|---|
| 1 | 履职效能（50分） | 产出 | 文电办理 | 20分 | 20分 | 0 | |
| 2 | 履职效能（50分） | 效益 | 服务提升 | 20分 | 18分 | 2 | 一项活动未办 |
| 3 | 履职效能（50分） | 支出率 | 部门预算支出率 | 10分 | 9.5分 | 0.5 | 见说明 |
| 4 | 管理效率（50分） | 预算 | 绩效目标 | 25分 | 25分 | 0 | |
| 5 | 管理效率（50分） | 资产 | 盘点 | 25分 | 25分 | 0 | |
| | 合计 | | | 100分 | 97.5分 | 2.5 | |
)";
  expect(form, "表.md",
         {
             {{{"| 18分 | 2 |", "| 18分 | 1 |"}}, {"score.items 1 → 2 (1)"}},
             {{{"履职效能（50分）", "履职效能（60分）"},
               {"履职效能（50分）", "履职效能（60分）"},
               {"履职效能（50分）", "履职效能（60分）"}},
              {"score.items 履职效能（60分） → 50 (10)"}},
             {{{"| 97.5分 |", "| 98分 |"}}, {"score.items 98分 → 97.5 (0.5)"}},
         });
}

TEST(ScoreTables, LastYearsResultIsNotThisYears) {
  expect(R"(<table><tr><td rowspan="2">指标</td><td rowspan="2">目标值</td><td colspan="2">完成值</td>
<td rowspan="2">分值</td><td rowspan="2">得分</td><td rowspan="2">未完成原因</td></tr><tr><td>上年</td><td>本年</td></tr>
<tr><td>接待批次</td><td>≥100批</td><td>90批</td><td>105批</td><td>50</td><td>50</td><td></td></tr>
<tr><td>来访满意率</td><td>≥95%</td><td>80%</td><td>96%</td><td>50</td><td>50</td><td></td></tr>
<tr><td>总分</td><td></td><td></td><td></td><td>100</td><td>100</td><td></td></tr></table>)",
         "表.html", {{{{"<td>105批</td>", "<td>75批</td>"}}, {"score.over-awarded 50 → 37.50 (12.5)"}}});
}

TEST(ScoreTables, GoalsMayNameTheRows) {
  expect(R"(
| 年度目标 | 完成情况 | 分值 | 自评得分 | 备注 |
|---|---|---|---|---|
| 目标1：办结率达到98% | 实际办结率99% | 50 | 50 | |
| 目标2：开展培训5场 | 开展培训4场 | 50 | 40 | 讲师行程冲突 |
| 合计 | | 100 | 90 | |
)",
         "表.md", {{{{"| 100 | 90 |", "| 100 | 92 |"}}, {"score.items 92 → 90 (2)"}}});
}

// The tables of the reports this system writes.
TEST(ScoreTables, OurOwnScorecard) {
  expect(R"(<table>
<tr><th>一级<br/>指标</th><th>二级<br/>指标</th><th>三级指标</th><th>满分</th><th>得分</th><th>评分依据及扣分原因</th></tr>
<tr><td rowspan="2">履职效能</td><td rowspan="2">整体效能</td><td>产出指标完成情况</td><td>40.00</td><td>36.00（未核实）</td><td>扣4.00分：两项指标未完成</td></tr>
<tr><td>部门预算资金支出率</td><td>10.00</td><td>9.81（未核实）</td><td>得分＝满分×支出率，支出率超过100%按100%计<br/>扣0.19分：支出率为98.06%，未达到100%</td></tr>
<tr><td colspan="3">履职效能小计</td><td>50.00</td><td>45.81（未核实）</td><td></td></tr>
<tr><td>管理效率</td><td>预算执行</td><td>结转结余率</td><td>50.00</td><td>50.00（未核实）</td><td>不超过10%得满分</td></tr>
<tr><td colspan="3">管理效率小计</td><td>50.00</td><td>50.00（未核实）</td><td></td></tr>
<tr><td colspan="3">合计</td><td>100.00</td><td>95.81（未核实）</td><td>等级：优</td></tr></table>)",
         "报告.html",
         {
             {{{"45.81（", "46.81（"}}, {"score.items 46.81（未核实） → 45.81 (1)"}},
             {{{"95.81（", "96.81（"}}, {"score.items 96.81（未核实） → 95.81 (1)"}},
         });
}

TEST(ScoreTables, OurOwnGoals) {
  expect(R"(<table>
<tr><th>类别</th><th>绩效指标</th><th>目标值</th><th>完成值</th><th>权重</th><th>得分</th><th>偏差原因及改进措施</th></tr>
<tr><td>产出</td><td>办理文电数量</td><td>≥6,000件</td><td>6,322件</td><td>1.00</td><td>1.00</td><td></td></tr>
<tr><td>产出</td><td>支出进度达到序时的月数</td><td>≥12个月</td><td>8个月</td><td>6.00</td><td>4.00</td><td>一季度支付偏慢</td></tr>
<tr><td>产出</td><td>三公经费支出数</td><td>≤23.5万元</td><td>21.80万元</td><td>2.00</td><td>2.00</td><td></td></tr>
<tr><td>效益</td><td>购置规范节约</td><td>定性</td><td>达成</td><td>2.00</td><td>2.00</td><td></td></tr>
<tr><td>效益</td><td>全流程线上流转</td><td>定性</td><td>部分达成</td><td>5.00</td><td>3.00</td><td>会务仍靠线下衔接</td></tr>
<tr><td>满意度</td><td>满意率</td><td>≥95%</td><td>100.00%</td><td>5.00</td><td>5.00</td><td></td></tr></table>)",
         "报告.html",
         {
             {{{">4.00<", ">6.00<"}}, {"score.over-awarded 6.00 → 4.00 (2)"}},
             {{{"一季度支付偏慢", ""}}, {"score.deduction-unexplained 4.00 →  (2)"}},
             {{{">3.00<", ">5.00<"}}, {"score.over-awarded 5.00 → 4 (1)"}},
             {{{"21.80万元", "42.30万元"}}, {"score.over-awarded 2.00 → 0.40 (1.6)"}},
         });
}

TEST(ScoreTables, TwoScoresOverTwoPages) {
  expect(two_scores_form, "表.html",
         {
             {{{"<td>94.5</td>", "<td>93.5</td>"}}, {"score.items 93.5 → 94.5 (1)"}},
             {{{"<td>100</td><td>98</td>", "<td>100</td><td>99</td>"}}, {"score.items 99 → 98 (1)"}},
             {{{"<td>40</td>", "<td>45</td>"}}, {"score.items 100 → 105 (5)"}},
         });
}

TEST(ScoreTables, SumsOfComputedMarksMayDifferByTheirRounding) {
  const std::string form = R"(
| 指标名称 | 分值 | 得分 |
|---|---|---|
| 甲 | 30 | 28.33 |
| 乙 | 30 | 29.67 |
| 丙 | 40 | 39.01 |
| 合计 | 100 | 97.02 |
)";
  EXPECT_EQ(found(form, "表.md"), (Strings{"sum.envelope 97.02 → 97.01 (0.01)"}));
  EXPECT_EQ(found(with(form, {{"97.02", "97.04"}}), "表.md"), (Strings{"score.items 97.04 → 97.01 (0.03)"}));
  EXPECT_EQ(found(with(form, {{"97.02", "97.0"}}), "表.md"), Strings{});
}

TEST(ScoreTables, TheExecutionRateMayBeAnIndicator) {
  const std::string form = R"(
| 一级指标 | 三级指标 | 指标值 | 完成值 | 分值 | 得分 | 备注 |
|---|---|---|---|---|---|---|
| 预算执行 | 预算执行率 | 100% | 98.06% | 10 | 9.81 | |
| 产出 | 文稿数量 | ≥400篇 | 420篇 | 90 | 90 | |
| 合计 | | | | 100 | 99.81 | |
)";
  expect(form, "表.md",
         {
             {{{"| 9.81 |", "| 9.8 |"}, {"99.81", "99.8"}}, {}},
             {{{"| 9.81 |", "| 9.85 |"}, {"99.81", "99.85"}}, {"score.rate 9.85 → 9.81 (0.04)"}},
             {{{"| 9.81 |", "| 10 |"}, {"99.81", "100"}}, {}},  // whole marks
             {{{"| 9.81 |", "| 10.00 |"}, {"99.81", "100"}}, {"score.rate 10.00 → 9.81 (0.19)"}},
             {{{"| 98.06% |", "| 103.2% |"}, {"| 9.81 |", "| 10.00 |"}, {"99.81", "100"}}, {}},
             {{{"| 100% |", "| ≥90% |"}, {"| 9.81 |", "| 10.00 |"}, {"99.81", "100"}}, {}},
         });
}

TEST(ScoreTables, CriteriaByStepsAreNotRecomputed) {
  const std::string form = R"(
| 指标名称 | 目标值 | 完成值 | 评分标准 | 分值 | 得分 | 扣分原因 |
|---|---|---|---|---|---|---|
| 按期办结率 | 100% | 96% | 95%以上得满分，每低1个百分点扣1分 | 10 | 10 | |
| 预算执行率 | 100% | 91.2% | 每低5%扣2分 | 10 | 8 | 设备采购延期 |
| 合计 | | | | 20 | 18 | |
)";
  expect(form, "表.md",
         {{{{"95%以上得满分，每低1个百分点扣1分", "按完成比例计分"}, {"| 10 | 10 |", "| 10 | 10.0 |"}},
           {"score.over-awarded 10.0 → 9.60 (0.4)"}}});
}

TEST(ScoreTables, TablesThatSayLessAreLeftAlone) {
  // shares of 100 and marks in points
  EXPECT_EQ(found(R"(
| 指标名称 | 权重 | 得分 |
|---|---|---|
| 甲 | 0.3 | 95 |
| 乙 | 0.7 | 90 |
| 合计 | 1 | 91.5 |
)",
                  "表.md"),
            Strings{});
  // goals declared, nothing scored
  EXPECT_EQ(found(R"(
| 一级指标 | 二级指标 | 三级指标 | 指标值 | 权重 |
|---|---|---|---|---|
| 产出指标 | 数量指标 | 会议次数 | ≥10次 | 20 |
| 效益指标 | 社会效益 | 满意度 | ≥95% | 25 |
)",
                  "表.md"),
            Strings{});
  // no table at all
  EXPECT_EQ(found("自评得分为95分，其中产出50分得48分。", "文.txt"), Strings{});
}

TEST(ScoreTables, MarksMadeOfSharesAreNotAddedUp) {
  EXPECT_EQ(found(R"(
| 指标名称 | 权重 | 得分 |
|---|---|---|
| 甲 | 30% | 95 |
| 乙 | 70% | 90 |
| 加权得分 | 100% | 91.5 |
)",
                  "表.md"),
            Strings{});
}

TEST(ScoreTables, ClaimsListWhatWasTested) {
  auto document = reading::read_bytes(numbered_form, "表.md");
  ASSERT_TRUE(document);
  const Analysis analysis = analyse(*document);
  Report report(rules_cn());
  check_score_tables(Context{analysis, rules_cn(), 0}, report);
  Strings sums;
  for (const Claim& claim : report.claims()) {
    if (claim.relation != Relation::score) continue;
    std::string line;
    for (const std::string& value : claim.values) line += (line.empty() ? "" : " ") + value;
    sums.push_back(line + (claim.holds ? " holds" : " fails"));
  }
  EXPECT_EQ(sums, (Strings{"25 25 50 holds", "24 23.5 47.5 holds", "20 15 15 50 holds", "20 14 15 49 holds",
                           "24 23.5 20 14 15 96.5 holds", "25 25 20 15 15 100 holds"}));
}

TEST(ScoreTables, EvidenceIsTheCells) {
  EXPECT_EQ(quotes(check_tables, with(numbered_form, {{"| 100 | 96.5 |", "| 100 | 97.5 |"}}), "表.md"),
            (Strings{"score.items: 97.5 | 总计 | 24 | 23.5 | 20 | 14 | 15"}));
  EXPECT_EQ(quotes(check_tables, with(project_form, {{"≥48次 | 50次", "≥48次 | 65次"}}), "表.md"),
            (Strings{"over-fulfilment: 65次 | ≥48次 | 设备巡检次数"}));
}

}  // namespace
// 得分（满分10分）: the header tells the full mark of a table that has no column of them.
TEST(ScoreTables, FullMarkInTheHeader) {
  const auto table = [](const char* score) {
    return "# 2023年度临泽区文化局项目支出绩效自评报告\n\n"
           "| 项目资金（万元） | 年初预算数 | 全年预算数 | 全年执行数 | 执行率 | 得分（满分10分） "
           "|\n|---|---|---|---|---|---|\n"
           "| 年度资金总额 | 420.00 | 420.00 | 396.48 | 94.40% | " +
           std::string(score) +
           " |\n\n| 一级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 |\n|---|---|---|---|---|---|\n"
           "| 产出 | 场次 | 20场 | 20场 | 50 | 50 |\n| 效益 | 人次 | 3万人次 | 3.1万人次 | 40 | 40 |\n"
           "| 总分 | | | | 100 | 99.44 |\n";
  };
  EXPECT_EQ(found(table("9.44"), "a.md"), Strings{});
  EXPECT_EQ(found(table("9.74"), "a.md"), (Strings{"score.rate 9.74 → 9.44 (0.3)", "score.items 99.44 → 99.74 (0.3)"}));
}

TEST(ScoreTables, WithoutMarks) {
  const auto table = [](const std::string& result, const std::string& reason) {
    return "# 2023年度临泽区文化局项目支出绩效自评报告\n\n"
           "| 指标 | 年度目标值 | 实际完成值 | 完成率 | 偏差原因 |\n|---|---|---|---|---|\n"
           "| 新建步道 | 24公里 | 24.6公里 | 102.5% | 无 |\n| 公益培训 | 40场 | " +
           result + " | " + reason + " |\n";
  };
  EXPECT_EQ(found(table("41场 | 102.5%", "无"), "a.md"), Strings{});
  EXPECT_EQ(found(table("63场 | 157.5%", "无"), "a.md"), Strings{"over-fulfilment 63场 → 40场 (158%)"});
  EXPECT_EQ(found(table("63场 | 157.5%", "增设周末班"), "a.md"), Strings{});
}

TEST(ScoreTables, CountersWithPowersOfTen) {
  const auto table = [](const std::string& result) {
    return "# 2023年度临泽区医院部门整体支出绩效自评报告\n\n"
           "| 一级指标 | 三级指标 | 目标值 | 完成值 | 分值 | 得分 | 偏差原因 |\n|---|---|---|---|---|---|---|\n"
           "| 产出 | 出院人次 | 2.1万人次 | " +
           result + "人次 | 7 | 7 | |\n";
  };
  EXPECT_EQ(found(table("21,846"), "a.md"), Strings{});
  EXPECT_EQ(found(table("31,846"), "a.md"), Strings{"over-fulfilment 31,846人次 → 2.1万人次 (152%)"});
}

}  // namespace jiheng::audit::testing
