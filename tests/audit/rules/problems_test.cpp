// problem-measure and low-execution.no-problem.
#include "rule_set.h"

namespace jiheng::audit::testing {
namespace {

struct Pair {
  std::string problems, measures;
};

Audited audit_pair(const Pair& pair) {
  Parts parts;
  parts.problems = pair.problems;
  parts.measures = pair.measures;
  return audit(check_problems, parts.text());
}

TEST(ProblemMeasureTest, TellsProblemsWithoutMeasure) {
  const std::vector<std::pair<Pair, std::string>> guilty = {
      {{"一是预算支付均衡性有待提高；二是绩效运行监督有待加强；三是采购合同备案时效性有待加强。",
        "一是加强支付进度跟踪，提高支付均衡性；二是提高绩效管理水平。"},
       "采购合同备案时效性有待加强"},
      {{"1.预算编制不够精细。\n\n2.固定资产盘点不及时。", "1.优化预算编制。\n\n2.加强项目库储备。"},
       "固定资产盘点不及时"},
      {{"一是合同备案滞后；二是档案数字化进展缓慢。", "加快推进档案数字化。"}, "合同备案滞后"},
      {{"（一）个别项目验收滞后。\n\n（二）公务用车管理台账缺失。", "（一）加快组织项目验收。\n\n（二）严格经费审批。"},
       "公务用车管理台账缺失"},
      {{"值班信息报送迟缓。", "优化预算编制，加强资产盘点。"}, "值班信息报送迟缓"},
      {{"一是预算编制偏粗。主要原因：一是测算不细；二是沟通不够。\n\n二是满意度调查样本偏少。",
        "细化预算编制，逐项测算。"},
       "满意度调查样本偏少"},
      {{"第一，公文流转偏慢。第二，会议室使用率偏低。", "第一，压缩公文流转时限。第二，严格经费审批。"},
       "会议室使用率偏低"},
      {{"①信息公开不及时；②内控手册修订滞后。", "按时主动做好信息公开。"}, "内控手册修订滞后"},
      {{"一是预算执行偏慢；二是预算编制偏粗；三是预算调整偏多。", "一是加快预算执行；二是减少预算调整，细化预算编制。"},
       ""},
      {{"1.绩效指标设置偏粗\n\n绩效指标量化程度偏低。\n\n2.采购计划性不强\n\n采购申报零散。",
        "1.细化绩效指标\n\n逐项量化。\n\n2.加强培训\n\n组织业务学习。"},
       "采购计划性不强"},
  };
  for (const auto& [pair, quote] : guilty) {
    const Audited audited = audit_pair(pair);
    ASSERT_EQ(audited.findings.size(), 1u) << pair.problems;
    EXPECT_EQ(audited.findings[0].rule, "problem-measure") << pair.problems;
    if (quote.empty()) {
      EXPECT_EQ(audited.findings[0].message, "问题有3条，改进措施只有2条");
    } else {
      EXPECT_EQ(to_utf8(audited.document->view(audited.findings[0].evidence[0].span)), quote);
    }
  }
}

TEST(ProblemMeasureTest, LeavesProblemsThatAreAnswered) {
  const std::vector<Pair> innocent = {
      {"一是个别项目预算执行未达时序进度，二是年初预算编制仍需进一步细化。",
       "一是优化预算编制管理；二是建立监控机制，加快预算执行进度。"},
      {"存在的问题是预算支出执行率较低，导致的主要原因：一是招商活动不确定；二是受疫情影响，部分项目无法开展。",
       "综合考虑因素，合理编制年度预算，切实提高预算执行率。"},
      {"个别月份支出未达序时进度，支出进度不均衡。", "科学编制部门预算，要求序时支付预算资金。"},
      {"无。", "继续做好各项工作。"},
      {"暂无。", "继续保持。"},
      {"未发现存在的问题。", "继续加强绩效管理。"},
      {"一是预算编制偏粗；二是资产盘点滞后。", "首先，细化预算编制；其次，按季开展资产盘点。"},
      {"1.预算编制偏粗。\n\n2.资产盘点滞后。",
       "1.预算方面。（1）细化编制。（2）加强审核。\n\n2.资产方面。（1）按季盘点。"},
      {"预算编制偏粗，资产盘点滞后。", "一是细化预算编制；二是按季开展资产盘点；三是加强培训。"},
      {"一是支付偏慢。", "加快支付。"},
      {"一是归档工作不及时；二是公务用车老化。",
       "一是落实“随办随归”，每季度末由文书股统一收集；二是对超年限车辆开展安全检测。"},
      {"（一）拆违难度大。剩余违建多涉及诉讼。\n\n（二）资产档案不全。",
       "（一）建立涉诉违建会商机制。\n\n（二）补齐报废资料并装订归档。"},
      {"（一）合同履约不严。\n\n（二）直属单位满意度评价机制尚未建立。",
       "（一）强化合同履约监管。\n\n（二）分别设计调查问卷，每季度抽样回访。"},
      {"（一）存在问题\n\n1.预算编制偏粗。\n\n2.盘点滞后。\n\n（二）原因分析\n\n1.人手不足。\n\n2.经验不够。",
       "1.细化预算编制。\n\n2.按季盘点资产。"},
  };
  for (const Pair& pair : innocent) EXPECT_EQ(audit_pair(pair).quotes(), Strings()) << pair.problems;
}

TEST(ProblemMeasureTest, ReadsProblemsAndMeasuresInOneSection) {
  Parts parts;
  std::string text = parts.text();
  text.erase(text.find("三、存在的主要问题"));
  text +=
      "三、存在的主要问题和改进措施\n\n一是合同备案滞后；二是资产盘点滞后。\n\n针对上述问题，我办将按季盘点资产，落实专"
      "人负责。\n";
  EXPECT_EQ(quotes(check_problems, text),
            Strings{"problem-measure: 合同备案滞后 | 针对上述问题，我办将按季盘点资产，落实专人负责。"});
}

TEST(LowExecutionTest, TellsALowRateBesideNoProblems) {
  for (const char* none : {"无。", "暂无。", "没有发现问题。", "未发现明显问题。", "经自查，未发现问题。"}) {
    Parts parts;
    parts.budget = "全年预算数2,000.00万元，执行数1,200.00万元，预算执行率为60.00%。";
    parts.problems = none;
    parts.measures = "继续做好工作。";
    const Audited audited = audit(check_problems, parts.text());
    ASSERT_EQ(audited.findings.size(), 1u) << none;
    EXPECT_EQ(audited.findings[0].rule, "low-execution.no-problem");
    EXPECT_EQ(audited.findings[0].stated, "60.00%");
  }
}

TEST(LowExecutionTest, TellsALowRateWhereProblemsAreNotWritten) {
  Parts parts;
  parts.budget = "全年预算数2,000.00万元，执行数1,200.00万元，预算执行率为60.00%。";
  std::string text = parts.text();
  text.erase(text.find("三、存在的主要问题"));
  EXPECT_EQ(quotes(check_problems, text), Strings{"low-execution.no-problem: 60.00%"});
}

TEST(LowExecutionTest, LeavesRatesThatAreExplainedHighOrPartial) {
  Parts low;
  low.budget = "全年预算数2,000.00万元，执行数1,200.00万元，预算执行率为60.00%。";
  low.problems = "个别项目预算执行率偏低。";
  low.measures = "加快预算执行。";
  EXPECT_EQ(quotes(check_problems, low.text()), Strings());
  for (const char* budget : {"预算执行率为95.00%。", "上半年预算执行率为45.00%，全年预算执行率为96.00%。",
                             "结转结余率为3.00%。", "截至6月底预算执行率为48.00%，年末为97.00%。",
                             "2022年预算执行率为70.00%，本年为98.00%。", "“三公”经费控制率为60.00%。"}) {
    Parts parts;
    parts.budget = budget;
    parts.problems = "无。";
    parts.measures = "继续保持。";
    EXPECT_EQ(quotes(check_problems, parts.text()), Strings()) << budget;
  }
}

TEST(ProblemsTest, SourceReports) {
  if (seed("004").empty()) GTEST_SKIP() << "the source reports are not here";
  for (const char* name : {"000", "001", "003", "004"})
    EXPECT_EQ(quotes(check_problems, seed(name)), Strings()) << name;
  const Audited audited = audit(check_problems, seed("002"));
  ASSERT_EQ(audited.findings.size(), 1u);
  EXPECT_EQ(audited.findings[0].message, "问题“采购合同备案时效性有待加强”没有对应的改进措施");
}

}  // namespace
}  // namespace jiheng::audit::testing
