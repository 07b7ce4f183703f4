// stale.phrase.
#include "rule_set.h"

namespace jiheng::audit::testing {
namespace {

TEST(StalePhraseTest, TellsPhrasesOfOtherYears) {
  expect_guilty(check_stale_phrases, &Parts::completion, "stale.phrase",
                {{"积极适应“十四五”开局之年的新要求。", "“十四五”开局之年"},
                 {"作为十四五规划开局之年，任务繁重。", "十四五规划开局之年"},
                 {"面对“十三五”收官之年的任务。", "“十三五”收官之年"},
                 {"喜迎党的二十大，各项工作有序推进。", "喜迎党的二十大"},
                 {"围绕建党100周年做好服务保障。", "建党100周年"},
                 {"在脱贫攻坚收官之年攻坚克难。", "脱贫攻坚收官之年"},
                 {"今年是“十四五”规划的收官之年。", "“十四五”规划的收官之年"},
                 {"二十大召开之年意义重大。", "二十大召开之年"},
                 {"今年是新中国成立70周年。", "新中国成立70周年"},
                 {"改革开放40周年之际，开展宣传。", "改革开放40周年"}});
}

TEST(StalePhraseTest, LeavesHistoryAndPlans) {
  expect_innocent(
      check_stale_phrases, &Parts::completion,
      {"2021年是“十四五”开局之年，两年来各项工作稳步推进。", "“十四五”时期，任务繁重。", "落实“十四五”规划部署。",
       "贯彻党的二十大精神的开局之年，各项工作开好局。", "上年是二十大召开之年，本年重在落实。",
       "编印《“十四五”开局之年工作回顾》1册。", "改革开放45周年之际，开展宣传。", "学习党的二十大报告。",
       "建党102周年活动有序开展。", "2020年脱贫攻坚收官之年的成果得到巩固。"});
}

TEST(StalePhraseTest, NeedsTheReportsYear) {
  Parts parts;
  parts.title = "青山市临江区人民政府办公室部门整体支出绩效自评报告";
  parts.completion = "积极适应“十四五”开局之年的新要求。";
  EXPECT_EQ(quotes(check_stale_phrases, parts.text()), Strings());
}

TEST(StalePhraseTest, SourceReports) {
  if (seed("004").empty()) GTEST_SKIP() << "the source reports are not here";
  for (const char* name : {"000", "001", "002", "003"})
    EXPECT_EQ(quotes(check_stale_phrases, seed(name)), Strings()) << name;
  EXPECT_EQ(quotes(check_stale_phrases, seed("004")), Strings{"stale.phrase: “十四五”开局之年"});
}

}  // namespace
}  // namespace jiheng::audit::testing
