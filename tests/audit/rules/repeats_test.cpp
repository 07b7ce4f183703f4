// copy.within.
#include "rule_set.h"

namespace jiheng::audit::testing {
namespace {

TEST(CopyWithinTest, TellsClausesPrintedTwice) {
  expect_guilty(
      check_repeats, &Parts::completion, "copy.within",
      {{"党建方面。慰问乐同村、九潭村结对共建党组织困难党员，认领“微心愿”。开展联系服务群众活动，慰问乐同村、"
        "九潭村结对共建党组织困难党员。",
        "慰问乐同村、九潭村结对共建党组织困难党员"},
       {"建立健全值班值守台账并逐日核对登记内容。抓好文电。建立健全值班值守台账并逐日核对登记内容。",
        "建立健全值班值守台账并逐日核对登记内容"},
       {"牵头梳理营商环境堵点，逐项明确责任单位和完成时限，按月通报进展。\n\n2."
        "督办工作。牵头梳理营商环境堵点，逐项明确责任单位和完成时限，按月通报进展。",
        "牵头梳理营商环境堵点，逐项明确责任单位和完成时限，按月通报进展"},
       {"组织召开党组会议27次，传达学习议题43个，开展专题研讨。其后，组织召开党组会议27次，传达学习议题43个，"
        "形成纪要。",
        "组织召开党组会议27次，传达学习议题43个"},
       {"一是全面梳理堵点难点形成问题清单并销号管理；二是加强调研；三是全面梳理堵点难点形成问题清单并销号管理。",
        "全面梳理堵点难点形成问题清单并销号管理"}});
}

TEST(CopyWithinTest, LeavesWhatReportsRepeat) {
  expect_innocent(
      check_repeats, &Parts::completion,
      {"完成预算2,000.00万元的95.00%，执行率为95.00%。支出情况为完成预算2,000.00万元的95.00%，执行率为95.00%。",
       "印发文件310份。印发文件310份。",
       "坚持以习近平新时代中国特色社会主义思想为指导，办文。坚持以习近平新时代中国特色社会主义思想为指导，办会。",
       "第一季度接待群众来访300人次办结率为100%；第二季度接待群众来访280人次办结率为100%。",
       "抓好办文、办会、办事。抓好办文、办会、办事。",
       "全年办理公文不少于5000件，办结率达到100%，群众满意度不低于95%的目标已实现。", "组织开展调查研究，成果丰硕。",
       "总体上达到了全过程预算绩效管理的要求。总体上达到了全过程预算绩效管理的要求。",
       "涉及政府性基金预算支出0万元，国有资本经营预算支出0万元。涉及政府性基金预算支出0万元，国有资本经营预算支出0万元"
       "。"});
  expect_innocent(
      check_repeats, &Parts::duties,
      {"1.负责统筹协调全区政府职能转变和政务公开有关工作。\n\n2.负责统筹协调全区政府职能转变和政务公开有关工作。"});
}

TEST(CopyWithinTest, LeavesAGoalRestated) {
  Parts parts;
  parts.goals = "充分发挥参谋辅政和督查落实作用，圆满完成区政府交办的各项工作任务。";
  parts.completion = parts.goals;
  parts.conclusion = parts.goals;
  EXPECT_EQ(quotes(check_repeats, parts.text()), Strings());
}

TEST(CopyWithinTest, QuotesBothPlacesAndTellsAStutterOnce) {
  Parts parts;
  parts.completion =
      "在督查督办等工作中，建立工作台账和责任清单制度，实行清单管理、在督查督办等工作中，建立工作台账和责任清单制度，实"
      "行清单管理、"
      "在督查督办等工作中，建立工作台账和责任清单制度，实行清单管理。";
  const Strings expected = {
      "copy.within: 在督查督办等工作中，建立工作台账和责任清单制度，实行清单管理 | "
      "在督查督办等工作中，建立工作台账和责任清单制度，实行清单管理"};
  EXPECT_EQ(quotes(check_repeats, parts.text()), expected);
}

TEST(CopyWithinTest, SourceReports) {
  if (seed("004").empty()) GTEST_SKIP() << "the source reports are not here";
  for (const char* name : {"000", "002", "003"}) EXPECT_EQ(quotes(check_repeats, seed(name)), Strings()) << name;
  EXPECT_EQ(
      quotes(check_repeats, seed("001")),
      Strings{"copy.within: 慰问乐同村、九潭村结对共建党组织困难党员 | 慰问乐同村、九潭村结对共建党组织困难党员"});
  // The scan of this report stutters: a line of it is printed several times over.
  EXPECT_EQ(audit(check_repeats, seed("004")).findings.size(), 1u);
}

}  // namespace
}  // namespace jiheng::audit::testing
