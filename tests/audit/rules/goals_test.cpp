// goal.unquantified.
#include "rule_set.h"

namespace jiheng::audit::testing {
namespace {

TEST(GoalTest, TellsGoalsWithoutMeasure) {
  expect_guilty(
      check_goals, &Parts::goals, "goal.unquantified",
      {{"围绕中心、服务大局，不断提升办文办会水平。", "围绕中心、服务大局，不断提升办文办会水平"},
       {"加强督查督办，完善工作机制，提高群众满意度。", "加强督查督办，完善工作机制，提高群众满意度"},
       {"2023年充分发挥参谋助手作用，圆满完成各项任务。", "2023年充分发挥参谋助手作用，圆满完成各项任务"},
       {"推进老城市新活力、“四个出新出彩”，勇当排头兵。", "推进老城市新活力、“四个出新出彩”，勇当排头兵"},
       {"贯彻党的二十大精神，落实“十四五”规划部署。", "贯彻党的二十大精神，落实“十四五”规划部署"},
       {"优化公文办理、强化督查督办，为群众提供满意的服务。", "优化公文办理、强化督查督办，为群众提供满意的服务"},
       {"绩效目标是：做好政务服务保障，提升服务效能。", "做好政务服务保障，提升服务效能"},
       {"1.提升办文质量，确保文件准确。\n\n2.做好会务保障，确保会议顺利。",
        "1.提升办文质量，确保文件准确。\n2.做好会务保障，确保会议顺利"}});
}

TEST(GoalTest, LeavesGoalsThatCanBeChecked) {
  expect_innocent(check_goals, &Parts::goals,
                  {"全年办理公文不少于5000件。", "公文办理实现零差错、零延误，确保运转顺畅。",
                   "建议提案按期办结，代表委员评价良好。", "于12月底前完成政务大厅改造，改善办事环境。",
                   "公文办结率达到100%，会议保障到位。", "详见附件部门整体支出绩效目标表内容。",
                   "值班值守全覆盖，突发事件及时处置到位。", "年底前完成全部督办事项，确保落实见效。",
                   "满意度不低于95%，切实改善服务。", "完成三个课题研究，形成调研报告，服务决策。",
                   "大楼改造项目通过验收合格后投入使用。"});
}

TEST(GoalTest, JudgesEachPointOfAGoal) {
  expect_guilty(check_goals, &Parts::goals, "goal.unquantified",
                {{"目标1：粮食播种面积稳定在38."
                  "50万亩以上。\n\n目标2：进一步提升农产品质量安全水平。\n\n目标3：卫生厕所普及率达到88%。",
                  "目标2：进一步提升农产品质量安全水平"},
                 {"1.城镇新增就业3200人；\n\n2.不断增强公共服务能力和水平。", "2.不断增强公共服务能力和水平"}});
  expect_innocent(check_goals, &Parts::goals,
                  {"1.城镇新增就业3200人；\n\n2.调解成功率不低于70%。",
                   "目标1：办文5000件。目标2：办会零差错，不断提升会务质量。"});
}

TEST(GoalTest, GathersPairedGoals) {
  Parts parts;
  parts.completion =
      "1.政务保障工作\n\n绩效目标：充分发挥枢纽作用，统筹各项工作及各方力量。\n\n完成情况：全年办理会议203次。\n\n"
      "2.督查督办工作\n\n绩效目标：分类建立台账，推动各项工作落实到位。\n\n完成情况：跟进事项2040项。\n\n"
      "3.信息工作\n\n绩效目标：报送信息不少于40条，采用率达到50%。\n\n完成情况：报送信息49条。";
  const Strings expected = {
      "goal.unquantified: 充分发挥枢纽作用，统筹各项工作及各方力量 | 分类建立台账，推动各项工作落实到位"};
  EXPECT_EQ(quotes(check_goals, parts.text()), expected);
}

TEST(GoalTest, ReadsTheGoalOfATable) {
  Parts parts;
  parts.tail =
      "\n附件\n\n| 年度总体目标 | 加强统筹协调，提升服务保障能力和水平 |\n| --- | --- |\n| 主要任务 | 办文办会 |\n";
  EXPECT_EQ(quotes(check_goals, parts.text(), "report.md"),
            Strings{"goal.unquantified: 加强统筹协调，提升服务保障能力和水平"});
  // Indicators with numbers quantify the goal they stand under.
  parts.tail =
      "\n附件\n\n| 年度总体目标 | 加强统筹协调，提升服务保障能力和水平 |\n| --- | --- |\n| 三级指标 | 指标值 |\n| "
      "办文数量 | ≥5000件 |\n";
  EXPECT_EQ(quotes(check_goals, parts.text(), "report.md"), Strings());
}

TEST(GoalTest, SourceReports) {
  if (seed("004").empty()) GTEST_SKIP() << "the source reports are not here";
  const auto evidence = [](const char* name) {
    const Audited audited = audit(check_goals, seed(name));
    return audited.findings.empty() ? 0 : audited.findings[0].evidence.size();
  };
  EXPECT_EQ(evidence("000"), 1u);
  EXPECT_EQ(evidence("001"), 0u);
  EXPECT_EQ(evidence("002"), 1u);
  EXPECT_EQ(evidence("003"), 3u);
  EXPECT_EQ(evidence("004"), 1u);
}

}  // namespace
}  // namespace jiheng::audit::testing
