// Text and Markdown: paragraphs, marks, tables and the normalised characters, exactly.

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "reading/read.h"
#include "shown.h"

using namespace jiheng;
using namespace jiheng::reading;
using jiheng::testing::broken_promise;
using jiheng::testing::shown;

namespace {

Document read(std::string_view bytes, const std::string& name = "报告.txt") {
  auto document = read_bytes(bytes, name);
  if (!document) throw std::runtime_error(document.error().message);
  EXPECT_EQ(broken_promise(*document), "");
  return std::move(*document);
}

std::string text(std::string_view bytes, const std::string& name = "报告.txt") {
  return shown(read(bytes, name));
}

constexpr std::string_view wrapped = R"(江北县档案馆2023年度部门整体支出
绩效自评报告

一、基本情况
江北县档案馆是县委直属的公益一类事业单位，内设办公室、
保管利用科等4个科室，编制18名，实有17人，全年接收档案
12,436卷，馆藏总量达到31.26万卷。
二、收支情况
2023年预算数812.40万元，执行数798.66万元，预算执行率为
98.31%，其中基本支出612.10万元。年末结转13.74万元，主要是
馆库空调改造项目的质保金未到支付时间，已报财政部门备案。
)";

TEST(TextReaderTest, JoinsSoftLineBreaks) {
  EXPECT_EQ(
      text(wrapped),
      "# 江北县档案馆2023年度部门整体支出绩效自评报告\n"
      "## 一、基本情况\n"
      "江北县档案馆是县委直属的公益一类事业单位，内设办公室、保管利用科等4个科室，编制18名，实有17人，全年接收档案"
      "12,436卷，馆藏总量达到31.26万卷。\n"
      "## 二、收支情况\n"
      "2023年预算数812.40万元，执行数798.66万元，预算执行率为98.31%，其中基本支出612.10万元。年末结转13.74万元，"
      "主要是馆库空调改造项目的质保金未到支付时间，已报财政部门备案。\n");
}

TEST(TextReaderTest, TakesPageNumbersOutOfSentences) {
  const Document document = read(
      "一、基本情况\n本单位全年接收档案12,436卷，查阅利用2,318人次，其中\n— 4 "
      "—\n\f外县群众占三成，满意率为97.4%，比上年提高"
      "\n- 5 -\n\f0.6个百分点。\n第 6 页 共 6 页\n");
  EXPECT_EQ(
      shown(document),
      "## 一、基本情况\n本单位全年接收档案12,436卷，查阅利用2,318人次，其中外县群众占三成，满意率为97.4%，比上年提高"
      "0.6个百分点。\n");
  ASSERT_EQ(document.page_starts.size(), 3u);
  EXPECT_EQ(document.blocks[1].page, 1);
}

TEST(TextReaderTest, TakesBareNumbersOutOnlyWhereTheyCountPages) {
  EXPECT_EQ(
      text(
          "本单位全年接收档案12,436卷，查阅利用共计2,318人次，其中外县群\n1\n众占三成，满意率为97.4%，比上年提高0.6个百"
          "分点，投诉为零。\n2\n馆藏总量达到31.26万卷，数字化率为83.6%，均达到年初设定的目标值。\n3\n"),
      "本单位全年接收档案12,436卷，查阅利用共计2,318人次，其中外县群众占三成，满意率为97.4%，比上年提高0.6个百"
      "分点，投诉为零。\n馆藏总量达到31.26万卷，数字化率为83.6%，均达到年初设定的目标值。\n");
  // A number that stands alone in a sentence torn apart stays.
  EXPECT_EQ(text("全年举办培训\n12\n期，参加人数846人。\n"), "全年举办培训\n12\n期，参加人数846人。\n");
}

TEST(TextReaderTest, NormalisesCharactersAndKeepsTheirPlaces) {
  const Document document =
      read("预算执行率为９８．０６％， 比上年(２０２１年)提高 1 个百分点,\"优\"等;合计1,234.5万元 － ok\n");
  EXPECT_EQ(shown(document), "预算执行率为98.06%，比上年（2021年）提高1个百分点，“优”等；合计1,234.5万元-ok\n");
  const std::size_t percent = document.text.find(U'%');
  EXPECT_EQ(document.original[document.source[percent]], U'％');
  const std::size_t comma = document.text.find(U"，“");
  EXPECT_EQ(document.original[document.source[comma]], U',');
  EXPECT_EQ(document.original[document.source[document.text.find(U"1个百")]], U'1');
  EXPECT_EQ(text("\u2F00、⾦额 ﹪ \u2F08员\n"), "## 一、金额%人员\n");
  EXPECT_EQ(text("上午9:30至10：30，比例1:2,共1,2,3项\n"), "上午9:30至10：30，比例1:2，共1，2，3项\n");
}

TEST(TextReaderTest, ReadsGb18030AndUtf16) {
  EXPECT_EQ(text("\xD2\xBB\xA1\xA2\xBB\xF9\xB1\xBE\xC7\xE9\xBF\xF6\r\n\xD6\xB4\xD0\xD0\xC2\xCA\xCE\xAA\x39\x38\x25\xA1"
                 "\xA3\r\n"),
            "## 一、基本情况\n执行率为98%。\n");
  EXPECT_EQ(text(std::string_view("\xFF\xFE\x00\x4E\x01\x30\xFA\x57\x2C\x67\xC5\x60\xB5\x51\n\0", 16)),
            "## 一、基本情况\n");
}

TEST(TextReaderTest, KnowsMarksAndTheirNumbers) {
  const Document document = read(
      "第一部分 "
      "部门概况\n二、绩效分析\n（三）产出情况\n4.重点工作完成情况\n（5）数量指标\n⑥质量指标\n1."
      "5万元用于维修。\n2022年，"
      "全局人员增加。\n一、二季度支出较慢。\n伍、工作成效\n伍家岗区。\n");
  std::string marks;
  for (const Block& block : document.blocks) {
    marks += std::to_string(static_cast<int>(block.marking)) + ":" + std::to_string(block.number) + " " +
             to_utf8(document.view({block.body, block.span.end}).substr(0, 4)) + "\n";
  }
  EXPECT_EQ(marks,
            "1:1 部门概况\n2:2 绩效分析\n3:3 产出情况\n4:4 重点工作\n5:5 数量指标\n6:6 质量指标\n0:0 1.5万\n0:0 2022\n"
            "0:0 一、二季\n1:5 工作成效\n0:0 伍家岗区\n");
}

TEST(TextReaderTest, ReadsMarkdown) {
  EXPECT_EQ(text(R"(# 江北县档案馆2023年度绩效自评报告

## 一、基本情况

**编制**18名，实有*17*人，见[编办批复](http://a.cn/b)。<br>另有3\*4项。

- 接收进馆
- 查阅利用

```
代码
```
)",
                 "报告.md"),
            "# 江北县档案馆2023年度绩效自评报告\n## "
            "一、基本情况\n编制18名，实有17人，见编办批复。另有3*4项。\n接收进馆\n查阅利用\n代码\n");
}

TEST(TextReaderTest, ReadsTablesOfEveryShape) {
  EXPECT_EQ(text("| 指标 | 分值 | 得分 |\n|---|:-:|--:|\n| **接收\\|进馆** | 8 | 7.5 |\n| 合计 |  | 7.5 |\n", "表.md"),
            "| 指标 | 分值 | 得分\n| 接收|进馆 | 8 | 7.5\n| 合计 |  | 7.5\n");
  EXPECT_EQ(text("指标\t分值\t得分\n接收进馆\t8\t\n合计\t8\t7.5\n"),
            "| 指标 | 分值 | 得分\n| 接收进馆 | 8 | \n| 合计 | 8 | 7.5\n");
  EXPECT_EQ(text("指标      分值   得分\n接收进馆   8     7.5\n合计      8     7.5\n"),
            "| 指标 | 分值 | 得分\n| 接收进馆 | 8 | 7.5\n| 合计 | 8 | 7.5\n");
  // Where each cell begins below one of the head, cells may be empty, and one space may part two.
  EXPECT_EQ(text("指标      目标  分值  得分  说明\n工程进度  100%  10    9.40 完成94%\n小计            10    9.40\n"),
            "| 指标 | 目标 | 分值 | 得分 | 说明\n| 工程进度 | 100% | 10 | 9.40 | 完成94%\n| 小计 |  | 10 | 9.40 | \n");
  // Where cells are only typed one after another, a shorter row lacks its last, and totals stand below bare numbers.
  EXPECT_EQ(
      text("指标  目标值  完成值  分值  得分  原因\n执行率  100%  91.36%  10  9.14  尾款未付\n安全培训  ≥1500人次  "
           "1638人次  6  6\n合计  16  15.14\n"),
      "| 指标 | 目标值 | 完成值 | 分值 | 得分 | 原因\n| 执行率 | 100% | 91.36% | 10 | 9.14 | 尾款未付\n| 安全培训 | "
      "≥1500人次 | 1638人次 | 6 | 6 | \n| 合计 |  |  | 16 | 15.14 | \n");
  // Without strokes at the edges a row may leave out its last cell.
  EXPECT_EQ(
      text("指标 | 目标 | 分值 | 得分 | 原因\n接收 | 8件 | 10 | 9 | 迟交\n进馆 | 6件 | 10 | 10\n合计 | | 20 | 19 |\n"),
      "| 指标 | 目标 | 分值 | 得分 | 原因\n| 接收 | 8件 | 10 | 9 | 迟交\n| 进馆 | 6件 | 10 | 10 | \n| 合计 |  | 20 | "
      "19 | \n");
  // Lines between two rules that leave no cell empty are rows of their own.
  EXPECT_EQ(text("┌────┬──┬──┐\n│指标│分值│得分│\n├────┼──┼──┤\n│接收│ 8  │ 8  │\n│进馆│ 6  │ 5  "
                 "│\n├────┼──┼──┤\n│合计│ 14 │ 13 │\n"
                 "└────┴──┴──┘\n"),
            "| 指标 | 分值 | 得分\n| 接收 | 8 | 8\n| 进馆 | 6 | 5\n| 合计 | 14 | 13\n");
  EXPECT_EQ(
      text("┌────┬────┐\n│指标│得分│\n├────┼────┤\n│接收│ 8  │\n│进馆│    │\n├────┼────┤\n│合计│ 8  │\n└────┴────┘\n"),
      "| 指标 | 得分\n| 接收进馆 | 8\n| 合计 | 8\n");
}

TEST(TextReaderTest, ProseIsNoTable) {
  EXPECT_EQ(text("一、  基本情况\n二、  收支情况\n"), "## 一、基本情况\n## 二、收支情况\n");
  EXPECT_EQ(text("甲|乙两案择一。\n"), "甲|乙两案择一。\n");
}

// Any bytes give an error with a code or a document that keeps its promises, the same one each time.
RC_GTEST_PROP(TextReaderTest, AnyTextKeepsThePromises, ()) {
  const auto pieces = *rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(std::vector<std::string>{
      "一、",  "（二）", "预算", "9８.5%", "\n",     "\n\n", "\f",   "|",      "—",  " 4 ",  "\t",
      "  ",    "**",     "<br>", "[",      "](a)",   "$",    "\\",   "&nbsp;", "。", "，",   "\"",
      "1,234", "-",      "┌",    "│",      "\u200B", "报告", "\r\n", "#",      "~",  "附件1"}));
  std::string bytes;
  for (const std::string& piece : pieces) bytes += piece;
  for (const char* name : {"a.txt", "a.md"}) {
    const auto document = read_bytes(bytes, name);
    if (!document) {
      RC_ASSERT(document.error().code == "reading.empty");
      continue;
    }
    RC_ASSERT(broken_promise(*document) == "");
    RC_ASSERT(shown(*document) == shown(*read_bytes(bytes, name)));
  }
}

}  // namespace
