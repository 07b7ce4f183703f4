// year.mismatch and period.cutoff.
#include "rule_set.h"

namespace jiheng::audit::testing {
namespace {

TEST(YearMismatchTest, TellsAnotherReportingYear) {
  expect_guilty(
      check_years, &Parts::budget, "year.mismatch",
      {{"2022年度全年预算数2,000.00万元，执行数1,900.00万元。", "2022年度全年预算数2,000.00万元，执行数1,900.00万元"},
       {"2021年度收支预算2,000.00万元。", "2021年度收支预算2,000.00万元"},
       {"2022年本部门整体支出1,900.00万元。", "2022年本部门整体支出1,900.00万元"},
       {"2024年一般公共预算支出1,900.00万元。", "2024年一般公共预算支出1,900.00万元"}});
  expect_guilty(
      check_years, &Parts::completion, "year.mismatch",
      {{"2022年，我办共办理公文5200件。", "2022年，我办共办理公文5200件"},
       {"2022年全年组织召开会议38次，印发文件310份。", "2022年全年组织召开会议38次，印发文件310份"},
       {"截至2022年12月31日，累计办理公文5200件。", "2022年12月31日，累计办理公文5200件"},
       {"2022年度，我办统筹推进办公用房清查，全部按期完成年度任务。",
        "2022年度，我办统筹推进办公用房清查，全部按期完成年度任务"},
       {"2022年，青山市临江区人民政府办公室完成督办事项80项。", "2022年，青山市临江区人民政府办公室完成督办事项80项"}});
  expect_guilty(
      check_years, &Parts::conclusion, "year.mismatch",
      {{"2022年部门整体支出绩效自评得分为96.50分，等级为优。", "2022年部门整体支出绩效自评得分为96.50分，等级为优"},
       {"经自评，2021年度自评得分96.50分，等级为优。", "2021年度自评得分96.50分，等级为优"}});
}

TEST(YearMismatchTest, LeavesOtherYearsThatAreMeant) {
  expect_innocent(
      check_years, &Parts::completion,
      {"2023年共办理公文5200件，较2022年增长10%。", "比2022年多办理公文300件。", "印发《2022年工作要点》1份。",
       "自2022年起实行新的办文流程，全年办理公文5200件。", "按时公开2022年度部门决算和2024年度部门预算。",
       "2022年结转资金20万元已全部使用。", "依据〔2022〕15号文件办理公文300件。",
       "2021年、2022年、2023年分别办理公文4000件、4500件、5200件。",
       "2022年办理公文4500件。2023年办理公文5200件，增长15.6%。", "2024年将继续办理公文流转提速，计划完成6000件。",
       "截至2024年3月15日，区财政局批复决算1次。", "2022年度部门决算8月26日获批，9月14日公开，均在规定的20日内。",
       "2023年执行率为95.00%。2022年执行率为94.87%。", "2022年，我办获评文明单位。",
       "2022年6月建成的值班系统运行稳定。", "2022年度绩效自评结果在门户网站公开。"});
}

TEST(YearMismatchTest, HoldsTheAttachedTableToTheTitle) {
  Parts parts;
  parts.tail = "\n附件\n\n2022年度部门整体支出绩效自评表\n";
  const Strings expected = {
      "year.mismatch: 2022年度部门整体支出绩效自评表 | 2023年度青山市临江区人民政府办公室部门整体支出绩效自评报告"};
  EXPECT_EQ(quotes(check_years, parts.text()), expected);
  parts.tail = "\n附件\n\n2023年度部门整体支出绩效自评表\n";
  EXPECT_EQ(quotes(check_years, parts.text()), Strings());
}

TEST(PeriodCutoffTest, TellsAYearCountedInPart) {
  expect_guilty(check_years, &Parts::completion, "period.cutoff",
                {{"截至2023年11月底，共办理公文4800件。", "截至2023年11月底"},
                 {"截至11月30日，接待群众来访1200人次。", "截至11月30日"},
                 {"截止10月31日，完成督办事项70项。", "截止10月31日"},
                 {"1-10月共办理公文4300件。", "1-10月"},
                 {"1至11月，印发文件280份。", "1至11月"},
                 {"2023年1月—9月，报送信息88条。", "1月—9月"},
                 {"截至到2023年9月，累计培训300人次。", "截至到2023年9月"},
                 {"截至当年10月底，新增绿化面积20亩。", "截至当年10月底"},
                 {"截至2023年11月30日，支出1,700.00万元。", "截至2023年11月30日"},
                 {"截至2023年10月底，全年累计处理来文3247件，用时较上年缩短0.6天。", "截至2023年10月底"},
                 {"截止到2023年12月20日，办结提案60件。", "截止到2023年12月20日"}});
}

TEST(PeriodCutoffTest, LeavesWholeYearsAndChecks) {
  expect_innocent(
      check_years, &Parts::completion,
      {"截至2023年12月31日，共办理公文5200件。", "截至12月底，共办理公文5200件。", "截至2023年底，共办理公文5200件。",
       "6月和9月分别召开预算支出推进会2次。", "上半年绩效监控发现问题3个。", "1-6月绩效运行监控显示支出率为48%。",
       "截至6月底办理公文2500件，截至12月底办理公文5200件。", "1-6月办理公文2500件，7-12月办理公文2700件。",
       "截至2024年2月底，决算编制完成，调整科目3个。", "要求各单位在11月底前报送材料。",
       "截至10月底未达序时进度的项目2个，均已督促整改。", "截至10月底办理公文4300件，全年办理公文5200件。",
       "截至2022年11月底结转的20万元已使用。"});
}

TEST(YearsTest, SourceReports) {
  if (seed("004").empty()) GTEST_SKIP() << "the source reports are not here";
  for (const char* name : {"000", "001", "002", "003"}) EXPECT_EQ(quotes(check_years, seed(name)), Strings()) << name;
  const Audited audited = audit(check_years, seed("004"));
  ASSERT_EQ(audited.findings.size(), 2u);
  EXPECT_EQ(audited.findings[0].message, "2022年度的数据只统计到“截至2022年11月底”");
  EXPECT_EQ(audited.findings[1].message, "2022年度的数据只统计到“截至2022年11月30日”");
}

}  // namespace
}  // namespace jiheng::audit::testing
