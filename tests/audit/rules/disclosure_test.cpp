// disclosure.late.
#include "rule_set.h"

namespace jiheng::audit::testing {
namespace {

TEST(DisclosureTest, TellsDisclosureAfterTheLimit) {
  expect_guilty(check_disclosure, &Parts::efficiency, "disclosure.late",
                {{"部门预算于2023年2月6日批复，3月20日在门户网站公开。", "3月20日"},
                 {"区财政局于2023年2月6日批复我办部门预算，我办于2023年3月1日公开。", "2023年3月1日"},
                 {"批复日期为2023年2月6日，公开日期为2023年2月28日。", "2023年2月28日"},
                 {"经2023年2月6日批复的部门预算于2023年3月15日公开。", "2023年3月15日"},
                 {"决算批复时间：2023-08-10；公开时间：2023-09-15。", "2023-09-15"},
                 {"2023年8月1日收到决算批复，8月25日向社会公示。", "8月25日"},
                 {"财政部门2023.2.6批准，我办2023.3.6公布。", "2023.3.6"},
                 {"2023年1月20日批复年度预算。2023年2月20日在区政府门户网站公开年度预算。", "2023年2月20日"},
                 {"2022年12月30日批复，2023年1月31日公开。", "2023年1月31日"},
                 {"1月10日批复，2月1日公开。", "2月1日"}});
}

TEST(DisclosureTest, LeavesWhatIsInTime) {
  expect_innocent(
      check_disclosure, &Parts::efficiency,
      {"部门预算于2023年2月6日批复，2月20日在门户网站公开。", "部门预算于2023年2月6日批复，同日公开。",
       "应在批复后20日内公开。", "部门预算于2023年2月6日批复，2023年2月26日公开。",
       "2023年2月6日批复预算，2月16日公开预算；8月10日批复决算，8月28日公开决算。",
       "按规定在批复后60日内公开采购意向。", "2023年3月20日公开部门预算。", "2023年2月6日批复，已按时公开。",
       "部门预算于2023年2月20日批复，我局于3月8日向社会公开，部门决算于9月12日公开。",
       "2023年2月6日批复预算。2023年9月1日公开决算。", "预算批复及时，公开及时。",
       "批复日期为2023年2月6日，公开日期为2023年2月10日。"});
}

TEST(DisclosureTest, ReadsTables) {
  Parts parts;
  parts.tail =
      "\n附件\n\n| 事项 | 批复时间 | 公开时间 |\n| --- | --- | --- |\n| 部门预算 | 2023年2月6日 | 2023年3月20日 |\n"
      "| 部门决算 | 2023年8月10日 | 2023年8月20日 |\n";
  EXPECT_EQ(quotes(check_disclosure, parts.text(), "report.md"),
            Strings{"disclosure.late: 2023年3月20日 | 2023年2月6日"});
}

TEST(DisclosureTest, SourceReports) {
  if (seed("004").empty()) GTEST_SKIP() << "the source reports are not here";
  for (const char* name : {"000", "001", "002", "003", "004"})
    EXPECT_EQ(quotes(check_disclosure, seed(name)), Strings()) << name;
}

}  // namespace
}  // namespace jiheng::audit::testing
