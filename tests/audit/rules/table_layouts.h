// Tables as offices publish them, all consistent as they stand: each test changes one place and says what must be
// found. Our own wording and figures. Shared by the tests of the table rules.
#pragma once

#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "rule_set.h"

namespace jiheng::audit::testing {

inline void check_tables(const Context& context, Report& report) {
  check_score_tables(context, report);
  check_fund_tables(context, report);
}

// "score.items 97 → 96 (1)": rule, stated, expected, difference.
inline Strings found(const std::string& text, const std::string& name) {
  Strings out;
  for (const Finding& finding : audit(check_tables, text, name).findings) {
    out.push_back(finding.rule + " " + finding.stated + " → " + finding.expected +
                  (finding.difference.empty() ? "" : " (" + finding.difference + ")"));
  }
  return out;
}

using Changes = std::vector<std::pair<std::string, std::string>>;

// Each text replaced once; a text that is not there is a mistake of the test.
inline std::string with(std::string text, const Changes& changes) {
  for (const auto& [from, to] : changes) {
    const std::size_t at = text.find(from);
    if (at == std::string::npos) throw std::runtime_error("not in the table: " + from);
    text.replace(at, from.size(), to);
  }
  return text;
}

// 项目支出绩效自评表: funds, goals and indicators in one table, cells left blank where they are merged.
inline const std::string project_form = R"(# 2022年度项目支出绩效自评表

| 项目名称 | 政务大厅运维 | | | 主管部门 | 青河区政府办 | | | |
|---|---|---|---|---|---|---|---|---|
| 项目资金（万元） | | | 年初预算数 | 全年预算数（A） | 全年执行数（B） | 分值 | 执行率（B/A） | 得分 |
| | 年度资金总额 | | 120.00 | 125.50 | 118.25 | 10 | 94.22% | 9.42 |
| | 其中：当年财政拨款 | | 100.00 | 105.50 | 98.25 | — | 93.13% | — |
| | 上年结转资金 | | 20.00 | 20.00 | 20.00 | — | 100% | — |
| | 其他资金 | | 0 | 0 | 0 | — | | — |
| 年度总体目标 | 预期目标 | | | | 实际完成情况 | | | |
| | 保障大厅运转 | | | | 全部完成 | | | |
| 绩效指标 | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 |
| | 产出指标（50分） | 数量指标 | 设备巡检次数 | ≥48次 | 50次 | 15 | 15 | |
| | | 质量指标 | 故障修复率 | ≥98% | 96.04% | 15 | 14.7 | 备件到货较迟，拟增加常用备件 |
| | | 时效指标 | 故障响应时间 | ≤30分钟 | 25分钟 | 10 | 10 | |
| | | 成本指标 | 项目总成本 | ≤125.5万元 | 118.25万元 | 10 | 10 | |
| | 效益指标（30分） | 社会效益指标 | 办事环境改善 | 明显改善 | 达成预期指标 | 15 | 15 | |
| | | 可持续影响指标 | 运维制度健全性 | 健全 | 达成预期指标 | 15 | 15 | |
| | 满意度指标（10分） | 服务对象满意度指标 | 群众满意度 | ≥95% | 97.3% | 10 | 10 | |
| 总分 | | | | | | 100 | 99.12 | |
)";

// 部门整体支出绩效自评表 with merged cells, subtotals, criteria and reasons.
inline const std::string department_form = R"(<h1>2022年度部门整体支出绩效自评表</h1><table>
<tr><td>一级指标</td><td>二级指标</td><td>三级指标</td><td>分值</td><td>评分标准</td><td>自评得分</td><td>扣分原因</td></tr>
<tr><td rowspan="3">履职效能</td><td rowspan="3">整体效能</td><td>产出指标完成情况</td><td>20</td><td>按各产出指标完成率计分</td><td>19</td><td>一项产出指标未完成</td></tr>
<tr><td>效益指标完成情况</td><td>20</td><td>按各效益指标完成率计分</td><td>20</td><td></td></tr>
<tr><td>部门预算资金支出率</td><td>10</td><td>得分＝支出率×10</td><td>9.68</td><td>支出率96.78%</td></tr>
<tr><td colspan="3">小计</td><td>50</td><td></td><td>48.68</td><td></td></tr>
<tr><td rowspan="4">管理效率</td><td rowspan="2">预算执行</td><td>结转结余率</td><td>10</td><td>不超过10%得满分</td><td>10</td><td></td></tr>
<tr><td>财务合规性</td><td>15</td><td>每发现一个问题扣1分</td><td>14</td><td>审计指出1个问题</td></tr>
<tr><td rowspan="2">采购管理</td><td>意向公开</td><td>15</td><td>应公开尽公开</td><td>15</td><td></td></tr>
<tr><td>合同签订及时性</td><td>10</td><td>每超期一份扣0.5分</td><td>9.5</td><td>1份合同超期</td></tr>
<tr><td colspan="3">小计</td><td>50</td><td></td><td>48.5</td><td></td></tr>
<tr><td colspan="3">合计</td><td>100</td><td></td><td>97.18</td><td></td></tr></table>)";

// Full marks beside each level, groups merged.
inline const std::string levels_form = R"(<table>
<tr><td>一级指标</td><td>分值</td><td>二级指标</td><td>分值</td><td>三级指标</td><td>分值</td><td>评价标准</td><td>得分</td></tr>
<tr><td rowspan="2">投入</td><td rowspan="2">13</td><td rowspan="2">预算配置</td><td rowspan="2">13</td><td>在职人员控制率</td><td>5</td><td>以100%为标准</td><td>5</td></tr>
<tr><td>公用经费变动率</td><td>8</td><td>不大于0得满分</td><td>8</td></tr>
<tr><td rowspan="3">过程</td><td rowspan="3">87</td><td rowspan="2">预算执行</td><td rowspan="2">57</td><td>预算完成率</td><td>30</td><td>每低5%扣2分</td><td>28</td></tr>
<tr><td>预算控制率</td><td>27</td><td>分档计分</td><td>27</td></tr>
<tr><td>预算管理</td><td>30</td><td>制度健全性</td><td>30</td><td>有制度得满分</td><td>30</td></tr>
<tr><td>总分</td><td>100</td><td></td><td>100</td><td></td><td>100</td><td></td><td>98</td></tr></table>)";

// One column of names, groups told by their numbers.
inline const std::string numbered_form = R"(
| 评价指标 | 满分 | 得分 | 备注 |
|---|---|---|---|
| 一、履职效能 | 50 | 47.5 | |
| 1.产出指标完成情况 | 25 | 24 | 一项未完成 |
| 2.效益指标完成情况 | 25 | 23.5 | 一项部分完成 |
| 二、管理效率 | 50 | 49 | |
| 1.预算管理 | 20 | 20 | |
| 2.采购管理 | 15 | 14 | 1份合同备案迟 |
| 3.资产管理 | 15 | 15 | |
| 总计 | 100 | 96.5 | |
)";

// Directions and units in columns of their own; the rate in a block of funds of its own.
inline const std::string signed_form = R"(
| 预算执行情况（万元） | 年初预算 | 调整后预算数 | 预算执行数 | 权重 | 预算执行率 | 得分 |
|---|---|---|---|---|---|---|
| 总额 | 238.93 | 251.89 | 250.00 | 10 | 99.25% | 9.93 |
| 其中：财政资金 | 238.93 | 251.89 | 250.00 | / | 99.25% | / |
| 单位资金 | 0.00 | 0.00 | 0.00 | / | 0.00% | / |
| 其他资金 | | | | / | | / |

| 一级指标 | 二级指标 | 三级指标 | 指标性质 | 指标值 | 度量单位 | 完成值 | 权重 | 得分 | 未完成原因分析 |
|---|---|---|---|---|---|---|---|---|---|
| 产出指标 | 数量指标 | 培训场次 | ≥ | 12 | 场 | 12 | 20 | 20 | |
| 产出指标 | 质量指标 | 验收合格率 | = | 100 | % | 100 | 20 | 20 | |
| 产出指标 | 时效指标 | 办结时限 | ≤ | 20 | 天 | 21 | 20 | 19 | 个别件超期 |
| 效益指标 | 社会效益指标 | 投诉发生数 | ≤ | 5 | 件 | 3 | 20 | 20 | |
| 满意度指标 | 满意度指标 | 群众满意度 | 定性 | 优 | | 优 | 10 | 10 | |
| 合计 | | | | | | | 100 | 98.93 | |
)";

// Two scores under one head, and a table that runs over a page.
inline const std::string two_scores_form = R"(<table>
<tr><td rowspan="2">指标名称</td><td rowspan="2">标准分</td><td colspan="2">得分</td><td rowspan="2">扣分说明</td></tr>
<tr><td>自评</td><td>复核</td></tr>
<tr><td>目标设定</td><td>20</td><td>20</td><td>18</td><td></td></tr>
<tr><td>预算执行</td><td>30</td><td>29</td><td>28.5</td><td>四季度支付集中</td></tr>
</table><table>
<tr><td>产出效果</td><td>40</td><td>39</td><td>38</td><td>一项活动延期</td></tr>
<tr><td>满意度</td><td>10</td><td>10</td><td>10</td><td></td></tr>
<tr><td>合计</td><td>100</td><td>98</td><td>94.5</td><td></td></tr></table>)";

// 预算与决算: parts, rates, a caption with the unit.
inline const std::string budget_table = R"(
表1 收支情况（单位：万元）

| 支出项目 | 年初预算数 | 全年预算数 | 决算数 | 执行率 |
|---|---|---|---|---|
| 基本支出 | 2,100.00 | 2,188.64 | 2,165.30 | 98.93% |
| 其中：人员经费 | 1,900.00 | 1,980.00 | 1,972.44 | 99.62% |
| 项目支出 | 300.00 | 320.00 | 294.66 | 92.08% |
| 合计 | 2,400.00 | 2,508.64 | 2,459.96 | 98.06% |
)";

// “三公”经费 by rows.
inline const std::string three_public_rows = R"(
| 项目 | 预算数（万元） | 决算数（万元） |
|---|---|---|
| “三公”经费合计 | 23.50 | 21.80 |
| 1.因公出国（境）费 | 0.00 | 0.00 |
| 2.公务用车购置及运行费 | 18.00 | 17.35 |
| （1）公务用车购置费 | 0.00 | 0.00 |
| （2）公务用车运行维护费 | 18.00 | 17.35 |
| 3.公务接待费 | 5.50 | 4.45 |
)";

// “三公”经费 by columns, two header rows, in 元.
inline const std::string three_public_columns = R"(<p>单位：元</p><table>
<tr><td rowspan="2">单位名称</td><td rowspan="2">合计</td><td rowspan="2">因公出国（境）费</td><td colspan="3">公务用车购置及运行费</td><td rowspan="2">公务接待费</td></tr>
<tr><td>小计</td><td>公务用车购置费</td><td>公务用车运行费</td></tr>
<tr><td>甲单位</td><td>218000.00</td><td>0.00</td><td>173500.00</td><td>0.00</td><td>173500.00</td><td>44500.00</td></tr>
<tr><td>乙单位</td><td>61200.00</td><td>0.00</td><td>52000.00</td><td>0.00</td><td>52000.00</td><td>9200.00</td></tr></table>)";

// A column 合计 over columns of parts, a line 合计 over lines.
inline const std::string crossed_table = R"(
| 科室 | 合计（万元） | 基本支出（万元） | 项目支出（万元） |
|---|---|---|---|
| 办公室 | 130.50 | 100.00 | 30.50 |
| 综合科 | 81.20 | 61.20 | 20.00 |
| 督查科 | 45.30 | 40.30 | 5.00 |
| 合计 | 257.00 | 201.50 | 55.50 |
)";

}  // namespace jiheng::audit::testing
