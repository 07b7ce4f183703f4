// Workbooks as imports: which sheets are read, where the header stands, what a cell may be, and what is told.
#include <gtest/gtest.h>

#include "../support/small_workbook.h"
#include "trial_pack.h"

using namespace jiheng;
using namespace jiheng::testing;
using ledger::ImportFile;

namespace {

using Lines = std::vector<std::string>;

class SheetImportTest : public ::testing::TestWithParam<Engine> {
 protected:
  void SetUp() override {
    if (!available(GetParam())) GTEST_SKIP() << "JIHENG_TEST_POSTGRES is not set";
    database_ = std::make_unique<FreshDatabase>(GetParam());
    ASSERT_TRUE(succeeded(store::initialise(**database_, trial_library())));
  }
  std::string import(const std::string& name, const std::string& bytes, const std::string& register_id = "",
                     const std::string& sheet = "") {
    outcome_ = ledger::import_files(**database_, trial_library(),
                                    {{folder_.write(name, bytes), register_id, sheet, nullptr}}, usual_options());
    return text_of(outcome_);
  }
  std::string import_rows(const std::string& rows, const std::string& after = "") {
    SmallWorkbook book;
    book.sheets = {{"项目台账", rows, "visible", after}};
    return import("x.xlsx", book.bytes());
  }
  Lines records(const std::string& register_id) { return records_of(**database_, register_id); }
  Lines warnings() { return outcome_ ? outcome_->warnings : Lines(); }

  TemporaryFolder folder_;
  std::unique_ptr<FreshDatabase> database_;
  Result<ledger::ImportOutcome> outcome_;
};

INSTANTIATE_TEST_SUITE_P(Engines, SheetImportTest, ::testing::Values(Engine::sqlite, Engine::postgresql),
                         [](const auto& info) { return info.param == Engine::sqlite ? "sqlite" : "postgresql"; });

const std::string project_header = text_row({"项目编号", "项目名称"});

TEST_P(SheetImportTest, ReadsTypedCells) {
  SmallWorkbook book;
  book.styles = {0, 14, 4};
  book.strings = {"<t>凭证号</t>", "<t>支付日期</t>", "<t>支付金额</t>", "<t>支出性质</t>", "<t>基本支出</t>"};
  book.sheets = {
      {"Sheet1",
       "<row><c t=\"s\"><v>0</v></c><c t=\"s\"><v>1</v></c><c t=\"s\"><v>2</v></c><c t=\"s\"><v>3</v></c></row>"
       "<row><c><v>20220001</v></c><c s=\"1\"><v>44566</v></c><c s=\"2\"><v>2508.6399999999999</v></c>"
       "<c t=\"s\"><v>4</v></c></row>"}};
  EXPECT_EQ(import("支付台账.xlsx", book.bytes()), "");
  EXPECT_EQ(records("payments"), (Lines{"20220001|2022-01-05|2508.64|基本支出||||"}));
  ASSERT_TRUE(outcome_);
  EXPECT_EQ(outcome_->files.at(0).file, "支付台账.xlsx Sheet1");
  EXPECT_EQ(outcome_->files.at(0).encoding, "XLSX");
}

TEST_P(SheetImportTest, TellsSheetRowAndColumn) {
  EXPECT_EQ(import_rows(project_header + text_row({"", "甲"}) +
                        "<row r=\"7\"><c t=\"inlineStr\"><is><t>P1</t></is></c></row>"),
            "x.xlsx 项目台账 第2行 “项目编号”：必填，不能为空\n"
            "x.xlsx 项目台账 第7行 “项目名称”：必填，不能为空\n");
  EXPECT_EQ(import_rows(project_header + text_row({"P1", "甲"}) + text_row({"P1", "乙"})),
            "x.xlsx 项目台账 第3行 “项目编号”：“P1”重复：与第2行重复\n");
}

TEST_P(SheetImportTest, RefusesCellsWithoutAValue) {
  EXPECT_EQ(import_rows(project_header +
                        "<row><c t=\"e\"><v>#REF!</v></c><c><f>A1</f></c></row>"
                        "<row><c><v>440118199001011234</v></c><c t=\"inlineStr\"><is><t>甲</t></is></c></row>"),
            "x.xlsx 项目台账 第2行 “项目编号”：公式出错，结果是#REF!；请改正公式，或写上应有的值\n"
            "x.xlsx 项目台账 第2行 “项目名称”：公式没有存下计算结果；请在Excel或WPS中打开并保存后重试\n"
            "x.xlsx 项目台账 第3行 "
            "“项目编号”：“440118199001011000”超过15位，Excel已丢失后面的数字；请把该列设为文本后重新录入\n");
  // The same words as text, as CSV has them.
  EXPECT_EQ(import_rows(project_header + text_row({"P1", "#N/A"})),
            "x.xlsx 项目台账 第2行 “项目名称”：公式出错，结果是#N/A；请改正公式，或写上应有的值\n");
}

TEST_P(SheetImportTest, PercentagesAreNotTakenForTheirHundredth) {
  SmallWorkbook book;
  book.styles = {0, 10, 14};
  book.sheets = {
      {"杂项台账",
       text_row({"序号", "日期", "比重"}) +
           "<row><c><v>1</v></c><c s=\"2\"><v>44566</v></c><c s=\"1\"><v>0.98060000000000003</v></c></row>"}};
  EXPECT_EQ(import("x.xlsx", book.bytes()),
            "x.xlsx 杂项台账 第2行 “比重”：“98.06%”不是数，应为12.5这样的十进制数，至多3位小数\n");
}

TEST_P(SheetImportTest, SkipsCaptionsAboveTheHeader) {
  EXPECT_EQ(import_rows(text_row({"某某局2022年项目台账"}) + "<row r=\"2\"/>" +
                        text_row({"填报单位：某某局", "", "联系人：某某"}) + project_header + text_row({"P1", "甲"})),
            "");
  EXPECT_EQ(records("projects"), (Lines{"P1|甲|"}));
}

TEST_P(SheetImportTest, WithoutAnyKnownTitleTheFirstRowIsTheHeader) {
  EXPECT_EQ(import_rows(text_row({"编号"}) + text_row({"P1"})),
            "x.xlsx 项目台账 第1行：不认识的列“编号”：是不是“项目编号”？\n"
            "x.xlsx 项目台账 第1行 “项目编号”：缺少必填的列“项目编号”\n"
            "x.xlsx 项目台账 第1行 “项目名称”：缺少必填的列“项目名称”\n");
  EXPECT_EQ(import_rows(""), "x.xlsx 项目台账：文件是空的，应有一行表头\n");
}

TEST_P(SheetImportTest, JoinsAHeaderOfMergedCells) {
  //  项目编号 | 基本情况        the first merged over both rows, the second over two columns
  //           | 项目名称 | 上级项目
  const std::string merges = "<mergeCells><mergeCell ref=\"A1:A2\"/><mergeCell ref=\"B1:C1\"/></mergeCells>";
  EXPECT_EQ(import_rows(text_row({"项目编号", "基本情况"}) + text_row({"", "项目名称", "上级项目"}) +
                            text_row({"P1", "甲"}) + text_row({"P2", "乙", "P1"}),
                        merges),
            "");
  EXPECT_EQ(records("projects"), (Lines{"P1|甲|", "P2|乙|P1"}));
}

TEST_P(SheetImportTest, AHeaderMergedOverColumnsLeavesTheOthersUntitled) {
  const std::string merges = "<mergeCells><mergeCell ref=\"B1:C1\"/></mergeCells>";
  EXPECT_EQ(import_rows(project_header + text_row({"P1", "甲", "多余"}), merges),
            "x.xlsx 项目台账 第2行 “C列”：“多余”所在的列没有标题，请补上标题或删去此列\n");
  EXPECT_EQ(import_rows(project_header + text_row({"P1", "甲", " "}), merges), "");
}

TEST_P(SheetImportTest, ReadsEachSheetNamedAsARegister) {
  SmallWorkbook book;
  book.sheets = {{"错误清单", text_row({"序号"})},
                 {"payments", text_row({"凭证号", "支付日期", "支付金额", "支出性质", "项目编号"}) +
                                  text_row({"Z1", "2022-01-05", "1", "项目支出", "P1"})},
                 {"草稿", text_row({"随便写的"})},
                 {"项目台账", project_header + text_row({"P1", "甲"})},
                 {"填写说明", text_row({"项目编号"})},
                 {"空台账", text_row({"编号"}) + text_row({"1"}), "hidden"}};
  EXPECT_EQ(import("全部.xlsx", book.bytes()), "");
  EXPECT_EQ(records("projects"), (Lines{"P1|甲|"}));
  EXPECT_EQ(records("payments"), (Lines{"Z1|2022-01-05|1.00|项目支出||P1||"}));
  EXPECT_EQ(records("empties"), (Lines{}));
}

TEST_P(SheetImportTest, ChoosesASheet) {
  SmallWorkbook book;
  book.sheets = {{"藏", text_row({"x"}), "hidden"},
                 {"一月", project_header + text_row({"P1", "甲"})},
                 {"二月", project_header + text_row({"P2", "乙"})}};
  EXPECT_EQ(import("项目.xlsx", book.bytes(), "projects"), "");
  EXPECT_EQ(records("projects"), (Lines{"P1|甲|"}));
  EXPECT_EQ(import("项目台账.xlsx", book.bytes(), "", "二月"), "");
  EXPECT_EQ(records("projects"), (Lines{"P1|甲|", "P2|乙|"}));
  EXPECT_EQ(import("项目台账.xlsx", book.bytes(), "", "三月"),
            "项目台账.xlsx：没有名为“三月”的工作表，可用的有：一月、二月\n");
  EXPECT_EQ(import("项目.xlsx", book.bytes()),
            "项目.xlsx 一月：没有名为“项目”的台账：是不是“项目台账”？\n");
  book.sheets.resize(1);
  EXPECT_EQ(import("项目.xlsx", book.bytes(), "projects"),
            "项目.xlsx：工作簿中没有可导入的工作表（隐藏的工作表不导入）\n");
}

TEST_P(SheetImportTest, SaysThatThereAreNoRows) {
  EXPECT_EQ(import_rows(project_header), "");
  EXPECT_EQ(warnings(), (Lines{"x.xlsx 项目台账：只有表头，没有可导入的行"}));
}

TEST_P(SheetImportTest, TellsOldAndProtectedWorkbooks) {
  const std::string ole = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + std::string(600, '\0');
  EXPECT_EQ(import("收文.xls", ole, "projects"),
            "收文.xls：这是旧格式的工作簿（xls或et）；请在Excel或WPS中另存为xlsx\n");
  EXPECT_EQ(import_rows(project_header + text_row({"P1", "甲"}) + "<row><c t=\"s\"><v>9</v></c></row>"),
            "x.xlsx 项目台账：工作簿从此处起已损坏，无法读完；请在Excel或WPS中打开检查，另存为xlsx后重试\n");
  EXPECT_EQ(records("projects"), (Lines{}));
}

TEST_P(SheetImportTest, NotesTheWorkbookItRead) {
  ASSERT_EQ(import_rows(project_header + text_row({"P1", "甲"})), "");
  std::string noted;
  const Status status =
      (*database_)->query("SELECT file, sha256 FROM imports", {}, [&](const store::Row& row) -> Status {
        noted = std::string(row.text(0)) + " " + std::to_string(row.text(1).size());
        return {};
      });
  ASSERT_TRUE(succeeded(status));
  EXPECT_EQ(noted, "x.xlsx 项目台账 64");
}

// What export writes before a text that looks like a formula goes away again, in texts only.
TEST_P(SheetImportTest, CsvLosesTheApostropheBeforeFormulas) {
  EXPECT_EQ(import("projects.csv", "项目编号,项目名称\nP1,'=1+1\nP2,''-x\nP3,'甲\nP4,\"'\n\"\n"), "");
  EXPECT_EQ(records("projects"), (Lines{"P1|=1+1|", "P2|'-x|", "P3|'甲|", "P4|'|"}));
}

}  // namespace
