// numbering.
#include "rule_set.h"

namespace jiheng::audit::testing {
namespace {

Strings messages(const std::string& completion) {
  Parts parts;
  parts.completion = completion;
  Strings out;
  for (const Finding& finding : audit(check_numbering, parts.text()).findings) out.push_back(finding.message);
  return out;
}

TEST(NumberingTest, TellsSkipsAndRepeats) {
  const std::vector<std::pair<std::string, std::string>> guilty = {
      {"一是抓办文；二是抓办会；四是抓督办。", "编号“二是”之后是“四是”，缺“三是”"},
      {"一是抓办文；二是抓办会；二是抓督办。", "编号“二是”出现了两次"},
      {"1.抓好办文工作。\n\n2.抓好办会工作。\n\n4.抓好督办工作。", "编号“2.”之后是“4.”，缺“3.”"},
      {"1.抓好办文工作。\n\n2.抓好办会工作。\n\n2.抓好督办工作。", "编号“2.”出现了两次"},
      {"（1）抓好办文工作。\n\n（2）抓好办会工作。\n\n（5）抓好督办工作。", "编号“（2）”之后是“（5）”，缺“（3）”"},
      {"主要做法有：（1）抓办文；（3）抓督办。", "编号“（1）”之后是“（3）”，缺“（2）”"},
      {"主要做法：①抓办文；②抓办会；④抓督办。", "编号“②”之后是“④”，缺“③”"},
      {"第一，抓办文。第二，抓办会。第四，抓督办。", "编号“第二”之后是“第四”，缺“第三”"},
      {"2.抓好办文工作。\n\n3.抓好办会工作。", "编号从“2.”开始，缺“1.”"},
      {"一是抓办文。\n\n二是抓办会。\n\n四是抓督办。", "编号“二是”之后是“四是”，缺“三是”"},
      {"工作方面。一是抓办文。\n\n三是抓督办。", "编号“一是”之后是“三是”，缺“二是”"},
      {"1.抓好办文工作。\n\n3.抓好督办工作。\n\n2.抓好办会工作。", ""},
  };
  for (const auto& [text, message] : guilty) {
    const Strings found = messages(text);
    if (message.empty()) {
      EXPECT_EQ(found, (Strings{"编号“1.”之后是“3.”，缺“2.”", "编号“2.”排在“3.”之后"})) << text;
    } else {
      EXPECT_EQ(found, Strings{message}) << text;
    }
  }
}

TEST(NumberingTest, LeavesListsThatStartAnewOrGoOn) {
  expect_innocent(check_numbering, &Parts::completion,
                  {"1.办文工作。\n\n（1）收文。\n\n（2）发文。\n\n2.办会工作。\n\n（1）会前。\n\n（2）会后。",
                   "一是抓办文；二是抓办会。重点工作：一是抓督办；二是抓调研。",
                   "1.抓好办文，做到：一是快办；二是准办。\n\n2.抓好办会，做到：一是细；二是严。",
                   "首先抓办文；二是抓办会；三是抓督办。", "完成率提高1.5%。2.5万元用于办文。",
                   "统一是关键，专一是要求。一是一、二是二，数据真实。", "2022年6月建成。3月启用。5月验收。",
                   "第一季度办文1200件。第三季度办文1300件。", "做到“一网统管”“三级联动”。",
                   "1.抓好办文工作；2.抓好办会工作；3.抓好督办工作。", "依据第三条和第五条办理。按照附件2、附件4填报。",
                   "1.负责文件办理。2.负责会议组织。\n\n3.负责督查督办。",
                   "一是抓办文，\n\n二是抓办会，包括：一是会前；二是会后。\n\n三是抓督办。"});
}

TEST(NumberingTest, ReadsHeadings) {
  Parts parts;
  std::string text = parts.text();
  text.replace(text.find("（三）部门整体支出绩效目标"), std::string("（三）").size(), "（四）");
  const Strings expected = {"numbering: （四）部门整体支出绩效目标 | （二）部门整体收支情况"};
  EXPECT_EQ(quotes(check_numbering, text), expected);
  text = parts.text();
  text.replace(text.find("四、下一步"), std::string("四、").size(), "三、");
  EXPECT_EQ(quotes(check_numbering, text), Strings{"numbering: 三、下一步改进措施 | 三、存在的主要问题"});
}

TEST(NumberingTest, ReadsColumns) {
  Parts parts;
  const std::string head = "\n附件\n\n| 序号 | 项目 |\n| --- | --- |\n";
  parts.tail = head + "| 1 | 甲 |\n| 2 | 乙 |\n| 4 | 丙 |\n";
  EXPECT_EQ(quotes(check_numbering, parts.text(), "report.md"), Strings{"numbering: 4 | 2"});
  parts.tail = head + "| 1 | 甲 |\n| 2 | 乙 |\n| 2 | 丙 |\n";
  EXPECT_EQ(quotes(check_numbering, parts.text(), "report.md"), Strings{"numbering: 2 | 2"});
  parts.tail = head + "| 1 | 甲 |\n| 2 | 乙 |\n| 1 | 丙 |\n|  | 小计 |\n| 2 | 丁 |\n";
  EXPECT_EQ(quotes(check_numbering, parts.text(), "report.md"), Strings());
}

TEST(NumberingTest, SourceReports) {
  if (seed("004").empty()) GTEST_SKIP() << "the source reports are not here";
  for (const char* name : {"000", "001", "002", "003", "004"})
    EXPECT_EQ(quotes(check_numbering, seed(name)), Strings()) << name;
}

}  // namespace
}  // namespace jiheng::audit::testing
