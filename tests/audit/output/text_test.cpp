#include <gtest/gtest.h>

#include "audit/output/outputs.h"
#include "audit/output/statements.h"
#include "small_audit.h"

namespace jiheng::audit {
namespace {

std::string text_of(const Audit& audit, const OutputOptions& options = {}) {
  return write_text(audit, small_rules(), options).value();
}

TEST(AuditText, WritesFindingsBySeverityWithCarets) {
  EXPECT_EQ(text_of(small_audit()), R"(甲局 报告.txt
2023年度甲局部门整体支出绩效自评报告
数字 6 个，核对关系 2 项（比率 1、日期 1）。

错误 ratio  第1页 第3段
  “99.60%”与3,229.13万元÷3,392.15万元不能同时成立：计算为95.19%
    全年预算3,392.15万元，支出3,229.13万元，支出率99.60%。
            ^~~~~~~~~~~~      ^~~~~~~~~~~~        ^~~~~~
  报告所列：99.60%　重算：95.19%　差额：4.41个百分点

警告 copy.across  第1页 第4段
  与“乙局.docx”有19个字雷同
    持续优化营商环境，群众满意度不断提升。
    ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
  b/乙局.docx  第2段
    持续优化营商环境，群众满意度不断提升。
    ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~

警告 score.no-evidence  第2页 表1第2行
  “服务满意度”得满分，而完成值“好”不是数值
    服务满意度 │ 10 │ 10 │ 好
                      ^~   ^~

提示 coincidence  第1页 第3段
  “2023件”与年度2023相同，请核对是否误填
    全年办结建议2023件。
                ^~~~~~

b/乙局.docx
2023年度乙局部门整体支出绩效自评报告
数字 1 个，核对关系 0 项。

错误 missing.score  第1段
  没有写出自评得分
    2023年度乙局部门整体支出绩效自评报告
    ^

c.pdf
无法读取 [reading.encrypted]：“c.pdf”有密码，无法读取

共 3 个文件：错误 2 处，警告 2 处，提示 1 处；另有 1 处已认可，未列出；1 个文件无法读取。
)");
}

TEST(AuditText, SaysThatNothingWasFound) {
  EXPECT_EQ(text_of(clean_audit()), R"(好.txt
2024年度丙局绩效自评报告
数字 1 个，核对关系 0 项。
未发现疑点。

共 1 个文件：未发现疑点。
)");
}

TEST(AuditText, SaysWhatWasNotLookedFor) {
  OutputOptions options;
  options.narrowed = "只列错误";
  EXPECT_NE(
      text_of(clean_audit(), options).find("\n未发现疑点（只列错误）。\n\n共 1 个文件（只列错误）：未发现疑点。\n"),
      std::string::npos);
}

TEST(AuditText, ListsClaimsWhenAsked) {
  OutputOptions options;
  options.claims = true;
  const std::string text = text_of(small_audit(), options);
  const auto at = text.find("核对过的关系：");
  ASSERT_NE(at, std::string::npos);
  EXPECT_EQ(text.substr(at, text.find("\n\n", at) - at), R"(核对过的关系：
  不成立  比率：3,229.13万元 ÷ 3,392.15万元 ≠ 99.60%  第1页 第3段
  成立    日期：2023（按题目的年度）)");
}

TEST(Claims, AreToldAsEquations) {
  const auto words = [](Relation relation, bool holds, std::vector<std::string> values) {
    return claim_words({relation, holds, std::move(values), "", {}});
  };
  EXPECT_EQ(words(Relation::ratio, true, {"1件", "2件", "50%"}), "1件 ÷ 2件 = 50%");
  EXPECT_EQ(words(Relation::sum, false, {"1件", "2件", "4件"}), "1件 + 2件 ≠ 4件");
  EXPECT_EQ(words(Relation::subset, true, {"1件", "2件"}), "1件 ≤ 2件");
  EXPECT_EQ(words(Relation::subset, false, {"3件", "2件"}), "3件 > 2件");
  EXPECT_EQ(words(Relation::same_quantity, false, {"3件", "2件"}), "3件 ≠ 2件");
  EXPECT_EQ(words(Relation::grade, true, {"91分", "优"}), "91分，优");
  EXPECT_EQ(words(Relation::deduction, true, {"100", "1", "0.016", "98.98分"}), "100 − 1 − 0.016 = 98.98分");
  EXPECT_EQ(words(Relation::deduction, false, {"100", "1", "99分"}), "100 − 1 = 99分，没有说明原因");
  EXPECT_EQ(words(Relation::deduction, true, {"8", "6", "设备停用"}), "满分8，得6，设备停用");
  EXPECT_EQ(words(Relation::deduction, true, {"6", "4", "1个项目偏晚"}), "满分6，得4，1个项目偏晚");
  EXPECT_EQ(words(Relation::deduction, false, {"8", "6", ""}), "满分8，得6，没有说明原因");
  EXPECT_EQ(words(Relation::score, true, {"18分", "9.81分", "27.81分"}), "18分 + 9.81分 = 27.81分");
  EXPECT_EQ(words(Relation::score, true, {"6", "8", "14"}), "6 + 8 = 14");
  EXPECT_EQ(words(Relation::score, false, {"1分", "2分", "3分", "7分"}), "1分 + 2分 + 3分 ≠ 7分");
  EXPECT_EQ(words(Relation::score, false, {"8分", "6分", "3分"}), "8分，6分，3分");
  EXPECT_EQ(words(Relation::score, true, {"10", "98.06%", "9.81分"}), "10，98.06%，9.81分");
  EXPECT_EQ(words(Relation::score, true, {"30", "28", "9.33"}), "30，28，9.33");
  EXPECT_EQ(words(Relation::sum, true, {"\x1b[31m", "1"}), "\xEF\xBF\xBD[31m = 1");
}

TEST(AuditText, ColoursOnlyWhenAsked) {
  OutputOptions options;
  EXPECT_EQ(text_of(small_audit(), options).find('\033'), std::string::npos);
  options.colour = true;
  EXPECT_NE(text_of(small_audit(), options).find("\033[1;31m错误\033[0m ratio"), std::string::npos);
}

TEST(AuditText, HostileTextsCannotSteerTheTerminal) {
  const std::string text = text_of(hostile_audit());
  for (const char c : text) EXPECT_TRUE(c == '\n' || static_cast<unsigned char>(c) >= 0x20) << static_cast<int>(c);
  EXPECT_EQ(text.find("\xE2\x80\xAE"), std::string::npos);  // right-to-left override
}

// Every width: the figure is seen, its carets stand under it, and no line is wider than allowed.
TEST(AuditText, LongSentencesAreCutAroundTheFigure) {
  const std::string filler = "在推进各项重点工作落地见效的过程中，";
  std::string sentence;
  for (int i = 0; i < 6; ++i) sentence += filler;
  sentence += "支出率99.60%，";
  for (int i = 0; i < 6; ++i) sentence += filler;
  std::vector<reading::Document> documents = {ReportMaker("长.txt").paragraph(sentence + "完成。").done()};
  Audit audit;
  audit.files.resize(1);
  audit.files[0].file = "长.txt";
  audit.files[0].document = documents[0];
  audit.files[0].findings = {finding("ratio", Severity::error, "不符", {evidence_at(documents, 0, "99.60%")})};
  audit.errors = 1;
  for (std::size_t width = 40; width <= 120; ++width) {
    OutputOptions options;
    options.width = width;
    const std::string text = text_of(audit, options);
    const auto at = text.find("    …");
    ASSERT_NE(at, std::string::npos);
    const auto line_end = text.find('\n', at), caret_end = text.find('\n', line_end + 1);
    const std::string line = text.substr(at + 4, line_end - at - 4);
    const std::string carets = text.substr(line_end + 5, caret_end - line_end - 5);
    EXPECT_LE(display_width(line), width);
    EXPECT_GE(display_width(line), width - 2);
    EXPECT_TRUE(line.ends_with("…"));
    EXPECT_EQ(carets.find_first_not_of(' '), display_width(line.substr(0, line.find("99.60%"))));
    EXPECT_EQ(carets.substr(carets.find_first_not_of(' ')), "^~~~~~");
  }
}

TEST(AuditText, FarApartFiguresOfOneSentenceEachGetALine) {
  const std::string filler(60, 'x');
  std::vector<reading::Document> documents = {ReportMaker("远.txt").paragraph("甲10件" + filler + "乙20件。").done()};
  Audit audit;
  audit.files.resize(1);
  audit.files[0].file = "远.txt";
  audit.files[0].document = documents[0];
  audit.files[0].findings = {finding("ratio", Severity::error, "不符",
                                     {evidence_at(documents, 0, "20件"), evidence_at(documents, 0, "10件")})};
  audit.errors = 1;
  OutputOptions options;
  options.width = 40;
  EXPECT_EQ(text_of(audit, options), R"(远.txt
数字 0 个，核对关系 0 项。

错误 ratio  第1段
  不符
    甲10件xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…
      ^~~~
    …xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx乙20件。
                                     ^~~~

共 1 个文件：错误 1 处，警告 0 处，提示 0 处。
)");
}

// Of a long sum the statements after the fourth are told by place, neighbours together.
TEST(AuditText, TellsFurtherPlacesInRuns) {
  ReportMaker maker("长.txt");
  maker.paragraph("|合计9分");
  for (const char* item : {"甲1分", "乙2分", "丙1分", "丁1分", "戊1分", "其他。", "|己1分", "庚1分"})
    maker.paragraph(item);
  const std::vector<reading::Document> documents = {maker.table({{"辛", "1分"}, {"壬", "1分"}}).done()};
  std::vector<Evidence> evidence;
  for (const char* words : {"合计9分", "甲1分", "乙2分", "丙1分", "丁1分", "戊1分", "己1分", "庚1分", "辛", "壬"}) {
    evidence.push_back(evidence_at(documents, 0, words));
  }
  Audit audit;
  audit.files.resize(1);
  audit.files[0].file = "长.txt";
  audit.files[0].document = documents[0];
  audit.files[0].findings = {finding("score.items", Severity::error, "不符", evidence)};
  EXPECT_NE(text_of(audit).find("\n  另见：第1页 第5段至第6段，第2页 第8段至第9段，表1第1行至表1第2行\n"),
            std::string::npos)
      << text_of(audit);
}

TEST(Statements, EndAtMarksAndBlocks) {
  const std::vector<reading::Document> documents = {
      ReportMaker("句.txt").paragraph("一是。二是；三是！四是").paragraph("五是").done()};
  const auto around = [&](const char* words) {
    return to_utf8(statement_around(documents[0], evidence_at(documents, 0, words).span).text);
  };
  EXPECT_EQ(around("一"), "一是。");
  EXPECT_EQ(around("二是；"), "二是；");
  EXPECT_EQ(around("三"), "三是！");
  EXPECT_EQ(around("四"), "四是");
  EXPECT_EQ(around("五"), "五是");
  EXPECT_EQ(around("是；三"), "二是；三是！");
  EXPECT_EQ(to_utf8(statement_around(documents[0], {900, 950}).text), "五是");
}

}  // namespace
}  // namespace jiheng::audit
