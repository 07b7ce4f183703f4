// The error copy: what is listed, marked and commented, and that the mended copy is imported.
#include <gmock/gmock.h>

#include "../support/small_workbook.h"
#include "ledger/mapping.h"
#include "sheet_text.h"
#include "trial_pack.h"

using namespace jiheng;
using namespace jiheng::testing;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

namespace {

class ErrorCopyTest : public ::testing::Test {
 protected:
  ErrorCopyTest() : database_(Engine::sqlite), copy_(folder_.path() / "改正.xlsx") {
    EXPECT_TRUE(succeeded(store::initialise(*database_, trial_library())));
  }
  std::string import(std::vector<ledger::ImportFile> files) {
    ledger::ImportOptions options = usual_options();
    options.error_copy = copy_;
    const auto outcome = ledger::import_files(*database_, trial_library(), std::move(files), options);
    written_ = outcome && outcome->error_copy_written;
    return text_of(outcome);
  }
  std::string import(const std::string& name, const std::string& bytes) {
    return import({{folder_.write(name, bytes)}});
  }

  TemporaryFolder folder_;
  FreshDatabase database_;
  std::filesystem::path copy_;
  bool written_ = false;
};

constexpr const char* bad_payments =
    "凭证号,支付日期,支付金额,支出性质,摘要\n"
    "P1,2022-02-30,12.5,基本支出,'=水费\n"
    "\n"
    "P2,2022-03-01,,基本支出,\n"
    "P2,2022-03-02,3,项目支出,\n"
    "P3,2022-03-02,\"1,000\",基本,0012\n";

TEST_F(ErrorCopyTest, ListsMarksAndComments) {
  EXPECT_NE(import("payments.csv", bad_payments), "");
  EXPECT_TRUE(written_);
  EXPECT_THAT(sheet_titles(copy_), ElementsAre("错误清单", "支付台账"));
  EXPECT_THAT(
      sheet_lines(copy_, 0),
      ElementsAre("1: 错误清单", "2: 共5处错误；单元格一栏可点击跳转，改好后直接导入本文件，标记和本页都不影响导入。",
                  "3: 序号 | 单元格 | 原文件 | 列 | 内容 | 问题",
                  "4: 1 | B2 | payments.csv 第2行 | 支付日期 | 2022-02-30 | "
                  "“2022-02-30”不是日期，应为2022-01-05、2022/1/5、2022.1.5、20220105或2022年1月5日这样的日期",
                  "5: 2 | C3 | payments.csv 第4行 | 支付金额 |  | 必填，不能为空",
                  "6: 3 | A4 | payments.csv 第5行 |  |  | 不符合核对规则：项目支出必须填写项目编号",
                  "7: 4 | A4 | payments.csv 第5行 | 凭证号 | P2 | “P2”重复：与第4行重复",
                  "8: 5 | D5 | payments.csv 第6行 | 支出性质 | 基本 | "
                  "“基本”不在可选项中，应为基本支出、项目支出之一，是不是“基本支出”？"));
  // Rows follow each other; what the fields hold as text stays text, the apostrophe is gone.
  EXPECT_THAT(sheet_lines(copy_, 1),
              ElementsAre("1: 凭证号 | 支付日期 | 支付金额 | 支出性质 | 摘要",
                          "2: P1 | 2022-02-30 | 12.5 | 基本支出 | =水费", "3: P2 | 2022-03-01 |  | 基本支出",
                          "4: P2 | 2022-03-02 | 3 | 项目支出", "5: P3 | 2022-03-02 | 1,000 | 基本 | 0012"));
  const std::string comments = part_of(copy_, "xl/comments1.xml");
  for (const char* cell : {"\"B2\"", "\"C3\"", "\"A4\"", "\"D5\""}) EXPECT_THAT(comments, HasSubstr(cell));
  EXPECT_THAT(comments, HasSubstr("不符合核对规则：项目支出必须填写项目编号\n“P2”重复：与第4行重复"));
  EXPECT_THAT(part_of(copy_, "xl/worksheets/sheet1.xml"), HasSubstr("location=\"'支付台账'!B2\""));
  EXPECT_THAT(part_of(copy_, "xl/styles.xml"), HasSubstr("FFFFC7CE"));
}

TEST_F(ErrorCopyTest, TheCopyHasTheSameMistakesAndMendedNone) {
  const std::string told = import("payments.csv", bad_payments);
  std::filesystem::rename(copy_, folder_.path() / "一.xlsx");
  EXPECT_NE(import({{folder_.path() / "一.xlsx"}}), "");
  EXPECT_THAT(sheet_lines(copy_, 1), sheet_lines(folder_.path() / "一.xlsx", 1));
  // Mended in the copy itself: its XML stands for what Excel writes.
  std::map<std::string, std::string> parts;
  for (const char* name : {"_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml",
                           "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"}) {
    parts[name] = part_of(copy_, name);
  }
  std::string& sheet = parts["xl/worksheets/sheet2.xml"];
  const auto mend = [&](const std::string& wrong, const std::string& right) {
    const std::size_t at = sheet.find(wrong);
    ASSERT_NE(at, sheet.npos) << wrong;
    sheet.replace(at, wrong.size(), right);
  };
  mend(">2022-02-30<", ">2022-02-28<");
  mend("<c r=\"C3\"", "<c r=\"C3\" t=\"inlineStr\"><is><t>1</t></is></c><c r=\"F3\"");
  mend("<t>P2</t></is></c><c r=\"B4\"", "<t>P4</t></is></c><c r=\"B4\"");
  mend(">项目支出<", ">基本支出<");
  mend(">基本<", ">基本支出<");
  EXPECT_EQ(import("改好.xlsx", zip_of(parts)), "");
  EXPECT_FALSE(written_);
  EXPECT_THAT(records_of(*database_, "payments"),
              ElementsAre("P1|2022-02-28|12.50|基本支出||||=水费", "P2|2022-03-01|1.00|基本支出||||",
                          "P3|2022-03-02|1000.00|基本支出||||0012", "P4|2022-03-02|3.00|基本支出||||"));
}

TEST_F(ErrorCopyTest, KeepsTheRowsOfSheetsAndJoinsMergedHeaders) {
  SmallWorkbook book;
  book.styles = {0, 14};
  book.sheets = {{"Sheet1",
                  text_row({"项目一览"}) + text_row({"项目编号", "情况"}) + text_row({"", "项目名称"}) +
                      "<row r=\"6\"><c><v>20220001</v></c><c t=\"e\"><v>#REF!</v></c></row>"
                      "<row r=\"7\"><c t=\"inlineStr\"><is><t>P2</t></is></c><c><f>A1</f></c></row>",
                  "visible", "<mergeCells><mergeCell ref=\"A2:A3\"/></mergeCells>"}};
  EXPECT_EQ(import("projects.xlsx", book.bytes()),
            "projects.xlsx Sheet1 第6行 “项目名称”：公式出错，结果是#REF!；请改正公式，或写上应有的值\n"
            "projects.xlsx Sheet1 第7行 “项目名称”：公式没有存下计算结果；请在Excel或WPS中打开并保存后重试\n");
  EXPECT_THAT(sheet_lines(copy_, 1),
              ElementsAre("1: 项目一览", "3: 项目编号 | 项目名称", "6: 20220001 | #REF!", "7: P2 | #N/A"));
  EXPECT_EQ(import({{copy_}}),
            "改正.xlsx 项目台账 第6行 “项目名称”：公式出错，结果是#REF!；请改正公式，或写上应有的值\n"
            "改正.xlsx 项目台账 第7行 “项目名称”：公式出错，结果是#N/A；请改正公式，或写上应有的值\n");
}

TEST_F(ErrorCopyTest, MarksTitlesThatAreWrong) {
  EXPECT_NE(import("projects.csv", "项目编号,名称,项目名称\nP1,x,甲\n"), "");
  EXPECT_THAT(sheet_lines(copy_, 1), ElementsAre("1: 项目编号 | 名称 | 项目名称", "2: P1 | x | 甲"));
  EXPECT_THAT(part_of(copy_, "xl/comments1.xml"), HasSubstr("\"B1\""));
  EXPECT_THAT(sheet_lines(copy_, 0).at(3), HasSubstr("B1 | projects.csv 第1行"));
}

TEST_F(ErrorCopyTest, SaysWhatCouldNotBeRead) {
  EXPECT_NE(import("projects.csv", "项目编号,项目名称\nP1,甲\nP2,乙\"丙\nP3,\n"), "");
  EXPECT_THAT(sheet_lines(copy_, 1),
              ElementsAre("1: 项目编号 | 项目名称", "2: P1 | 甲",
                          "3: 此处有内容未能读出，请对照原文件补上：projects.csv 第3行", "4: P3"));
  // A file whose text cannot be read at all is listed only.
  EXPECT_NE(import("projects.csv", "\xFF\xFF\xFF\n"), "");
  EXPECT_THAT(sheet_titles(copy_), ElementsAre("错误清单"));
}

TEST_F(ErrorCopyTest, OneWorkbookForAllFiles) {
  EXPECT_NE(import({{folder_.write("projects.csv", "项目编号,项目名称\nP1,\n")},
                    {folder_.write("一/projects.csv", "项目编号,项目名称\nP2,\n")},
                    {folder_.write("empties.csv", "编号\n1\n")}}),
            "");
  EXPECT_THAT(sheet_titles(copy_), ElementsAre("错误清单", "项目台账", "项目台账2"));
}

TEST_F(ErrorCopyTest, ACopyOfAMappedSheetIsReadByTheSameMapping) {
  auto mapping = ledger::parse_mapping(
      "register = \"projects\"\nheader_row = 2\ndata_row = 4\ncolumns = [{ from = \"号\", to = \"project_id\" }, "
      "{ from = \"名\", to = \"name\" }]\nconstants = { year = \"2022\" }\n",
      "m.toml", trial_library());
  ASSERT_TRUE(mapping);
  const auto shared = std::make_shared<const ledger::Mapping>(std::move(*mapping));
  SmallWorkbook book;
  book.sheets = {{"登记", text_row({"一览"}) + text_row({"号", "名"}) + text_row({"（填写）"}) + text_row({"P1", ""})}};
  const std::string told = import({{folder_.write("a.xlsx", book.bytes()), "", "", shared}});
  EXPECT_EQ(told, "a.xlsx 登记 第4行 “名”：必填，不能为空\n");
  EXPECT_THAT(sheet_titles(copy_), ElementsAre("错误清单", "登记"));
  EXPECT_THAT(sheet_lines(copy_, 1), ElementsAre("1: 一览", "2: 号 | 名", "3: （填写）", "4: P1"));
  EXPECT_EQ(import({{copy_, "", "", shared}}), "改正.xlsx 登记 第4行 “名”：必填，不能为空\n");
}

TEST_F(ErrorCopyTest, NoneWithoutMistakes) {
  EXPECT_EQ(import("projects.csv", "项目编号,项目名称\nP1,甲\n"), "");
  EXPECT_FALSE(std::filesystem::exists(copy_));
}

}  // namespace
