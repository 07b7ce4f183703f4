// missing.score, missing.grade, missing.budget, missing.efficiency, missing.section.
#include "rule_set.h"

namespace jiheng::audit::testing {
namespace {

// The ids of the findings, the section named in brackets.
Strings missing(const Parts& parts, const std::string& name = "report.txt") {
  Strings ids;
  for (const Finding& finding : audit(check_missing, parts.text(), name).findings) {
    ids.push_back(finding.expected.empty() ? finding.rule : finding.rule + " " + finding.expected);
  }
  return ids;
}

TEST(MissingTest, AWholeReportLacksNothing) {
  EXPECT_EQ(missing(Parts()), Strings());
}

TEST(MissingTest, TellsAMissingScoreAndGrade) {
  for (const char* conclusion :
       {"各项工作稳步推进，圆满完成年度任务。", "总体上达到了全过程预算绩效管理的要求，效果良好。",
        "本次自评满分100分，共设一级指标4个。", "得分90分以上为优，80分至90分为良，60分至80分为中，60分以下为差。",
        "履职效能指标得分45.81分，管理效率得分48分。", "优先保障重点，优化流程，良好完成任务。",
        "自评工作组织有序，评价结果运用充分。", "服务对象满意度达到优良水平。"}) {
    Parts parts;
    parts.conclusion = conclusion;
    EXPECT_EQ(missing(parts), (Strings{"missing.score", "missing.grade"})) << conclusion;
  }
}

TEST(MissingTest, KnowsTheWaysToStateAScore) {
  for (const char* conclusion :
       {"自评得分98.98分。", "我办部门整体支出绩效自评分数为99分。", "整体支出绩效自评分值为95.81分。",
        "绩效评价得分为91.44分。", "综合得分96.5分。", "经自评，总分为97分。", "自我评价98分。", "自评得分：98",
        "最终得分97.5分。", "综合评定为96分。", "自评得分九十八分。", "自评总分97.20分。", "2023年度得分96.10分。",
        "本部门2023年度得分97.66分。", "参照评分表，本单位得分94.73分。", "得分95.70分。"}) {
    Parts parts;
    parts.conclusion = conclusion;
    EXPECT_EQ(missing(parts), Strings{"missing.grade"}) << conclusion;
  }
}

TEST(MissingTest, KnowsTheWaysToStateAGrade) {
  for (const char* grade : {"，等级为优。", "，绩效等级为“优”。", "，自评结果为优。", "，评价等级：优秀。",
                            "，评定为良好。", "（优）。", "，自评等次为良。", "，属于优秀等次。", "，评为“优”。",
                            "，评级为优。", "，结论为合格。", "，绩效评价结果为‘优’。"}) {
    Parts parts;
    parts.conclusion = std::string("自评得分为96.50分") + grade;
    EXPECT_EQ(missing(parts), Strings()) << grade;
  }
}

TEST(MissingTest, FindsScoreAndGradeInTables) {
  Parts parts;
  parts.conclusion = "自评情况详见附件。";
  parts.tail =
      "\n附件\n\n| 指标 | 分值 | 得分 |\n| --- | --- | --- |\n| 履职效能 | 50 | 48 |\n| 总分 | 100 | 96.5 |\n\n| "
      "评价等级 | 优 |\n| --- | --- |\n";
  EXPECT_EQ(missing(parts, "report.md"), Strings());
}

TEST(MissingTest, TellsAMissingBudget) {
  for (const char* budget :
       {"2023年一般公共预算支出30,266.62万元，整体支付率为99.5%。", "全年支出1,900.00万元，其中基本支出1,500.00万元。",
        "政府性基金预算财政拨款支出0万元，执行数1,900.00万元。", "预算执行率为95.00%，执行数1,900.00万元。",
        "实际支出数均少于预算安排金额，支出1,900.00万元。", "按预算管理要求支出1,900.00万元。"}) {
    Parts parts;
    parts.budget = budget;
    EXPECT_EQ(missing(parts), Strings{"missing.budget"}) << budget;
  }
  for (const char* budget :
       {"年初预算2,000万元，执行数1,900万元。", "2022年度收支预算2,508.64万元。", "批复预算2,000万元。",
        "区财政安排资金2,000万元。", "调整预算数为2,000万元。", "部门预算总额2,000万元。",
        "年初预算数（万元）：2,000万元。", "一般公共预算收入2,000万元。", "全年预算为2,000万元。",
        "预算资金2,000万元，支出1,900万元。"}) {
    Parts parts;
    parts.budget = budget;
    EXPECT_EQ(missing(parts), Strings()) << budget;
  }
}

TEST(MissingTest, TellsAMissingManagementSide) {
  Parts parts;
  std::string text = parts.text();
  const std::string section = "（三）管理效率分析\n\n" + parts.efficiency + "\n\n";
  text.erase(text.find(section), section.size());
  const Audited audited = audit(check_missing, text);
  ASSERT_EQ(audited.findings.size(), 1u);
  EXPECT_EQ(audited.findings[0].rule, "missing.efficiency");
  EXPECT_EQ(audited.quotes()[0], "missing.efficiency: 2023年度青山市临江区人民政府办公室部门整体支出绩效自评报告");
}

TEST(MissingTest, KnowsTheManagementSideByItsTopics) {
  Parts parts;
  parts.conclusion += "采购管理、信息公开、资产管理、成本管理、绩效管理等方面完成良好。";
  std::string text = parts.text();
  const std::string section = "（三）管理效率分析\n\n" + parts.efficiency + "\n\n";
  text.erase(text.find(section), section.size());
  EXPECT_EQ(quotes(check_missing, text), Strings());
}

TEST(MissingTest, TellsMissingSections) {
  Parts parts;
  std::string text = parts.text();
  text.erase(text.find("四、下一步改进措施"));
  const Audited without_measures = audit(check_missing, text);
  ASSERT_EQ(without_measures.findings.size(), 1u);
  EXPECT_EQ(without_measures.findings[0].expected, "改进措施");
  text.erase(text.find("三、存在的主要问题"));
  const Audited without_both = audit(check_missing, text);
  ASSERT_EQ(without_both.findings.size(), 2u);
  EXPECT_EQ(without_both.findings[0].message, "缺少“存在的主要问题”部分");
}

TEST(MissingTest, AsksNothingOfOtherDocuments) {
  EXPECT_EQ(quotes(check_missing, "2023年度青山市临江区人民政府办公室部门决算\n\n一、部门概况\n\n负责日常工作。\n"),
            Strings());
  EXPECT_EQ(quotes(check_missing, "会议通知\n\n请各单位参加会议。\n"), Strings());
}

TEST(MissingTest, SourceReports) {
  if (seed("004").empty()) GTEST_SKIP() << "the source reports are not here";
  const auto rules = [](const char* name) {
    Strings ids;
    for (const Finding& finding : audit(check_missing, seed(name)).findings) ids.push_back(finding.rule);
    return ids;
  };
  EXPECT_EQ(rules("000"), (Strings{"missing.score", "missing.grade", "missing.efficiency"}));
  EXPECT_EQ(rules("001"), Strings{"missing.efficiency"});
  EXPECT_EQ(rules("002"), (Strings{"missing.grade", "missing.budget"}));
  EXPECT_EQ(rules("003"), Strings{"missing.grade"});
  EXPECT_EQ(rules("004"), Strings());
}

}  // namespace
}  // namespace jiheng::audit::testing
