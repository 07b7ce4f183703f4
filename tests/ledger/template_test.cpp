#include "ledger/template.h"

#include <gmock/gmock.h>

#include "ledger/import.h"
#include "sheet_text.h"
#include "trial_pack.h"

using namespace jiheng;
using namespace jiheng::testing;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

namespace {

const pack::Register& definition(const std::string& id) {
  return *trial_library().find_register(id);
}

class TemplateTest : public ::testing::Test {
 protected:
  std::filesystem::path write(const pack::Register& definition) {
    EXPECT_TRUE(succeeded(ledger::write_template(trial_library(), definition, path_)));
    return path_;
  }
  TemporaryFolder folder_;
  std::filesystem::path path_ = folder_.path() / "t.xlsx";
};

TEST_F(TemplateTest, HasTitlesNotesAndChecks) {
  write(definition("payments"));
  EXPECT_THAT(sheet_titles(path_), ElementsAre("支付台账", "填写说明"));
  EXPECT_THAT(sheet_lines(path_, 0),
              ElementsAre("1: 凭证号 | 支付日期 | 支付金额 | 支出性质 | 经济分类 | 项目编号 | 收款人 | 摘要"));
  EXPECT_THAT(
      sheet_lines(path_, 1),
      ElementsAre("1: 支付台账填写说明",
                  "2: "
                  "一、在“支付台账”工作表填写，一行一条记录；红色的列必填。列的次序可以调整，不用的选填列可以删去，标题"
                  "不要改。",
                  "3: "
                  "二、标题上的批注写着类型、说明和示例；有下拉箭头的列只能选列出的内容。没有内容的单元格留空，不要写“"
                  "无”或“/”。",
                  "4: 三、填好后导入：jiheng import 本文件.xlsx --unit 单位编码 --year "
                  "年度；本页不会被导入，有一处错误就什么也不导入。",
                  "6: 序号 | 列 | 编号 | 必填 | 类型 | 说明 | 示例", "7: 1 | 凭证号 | voucher_no | 是 | 文字",
                  "8: 2 | 支付日期 | paid_on | 是 | 日期", "9: 3 | 支付金额 | amount | 是 | 金额（元） | 不小于0.01元",
                  "10: 4 | 支出性质 | nature | 是 | 选项：基本支出、项目支出",
                  "11: 5 | 经济分类 | category |  | 选项：人员经费、公用经费",
                  "12: 6 | 项目编号 | project_id |  | 项目台账中的项目编号", "13: 7 | 收款人 | payee |  | 文字",
                  "14: 8 | 摘要 | summary |  | 文字", "16: 行内核对（不符合的行不能导入）",
                  "17: · 项目支出必须填写项目编号"));
  const std::string data = part_of(path_, "xl/worksheets/sheet1.xml");
  EXPECT_THAT(data, HasSubstr("type=\"list\" allowBlank=\"1\" showInputMessage=\"1\" showErrorMessage=\"1\""));
  EXPECT_THAT(data, HasSubstr("<formula1>\"基本支出,项目支出\"</formula1>"));
  EXPECT_THAT(data, HasSubstr("sqref=\"D2:D5001\""));
  EXPECT_THAT(data, HasSubstr("type=\"textLength\""));
  EXPECT_THAT(data, HasSubstr("type=\"date\""));
  EXPECT_THAT(data, HasSubstr("<formula1>0.01</formula1>"));
  EXPECT_THAT(data, HasSubstr("state=\"frozen\""));
  EXPECT_THAT(part_of(path_, "xl/comments1.xml"), HasSubstr("必填\n类型：金额（元）\n范围：不小于0.01元"));
}

TEST_F(TemplateTest, ListsTooLongForADropDownStandInAHiddenSheet) {
  pack::Register many = definition("payments");
  for (int i = 0; i < 60; ++i) many.fields[4].choices.push_back("第" + std::to_string(i) + "类经费");
  many.fields[3].choices = {"甲,乙", "丙"};
  write(many);
  EXPECT_THAT(sheet_titles(path_), ElementsAre("支付台账", "填写说明", "选项（隐藏）"));
  EXPECT_THAT(sheet_lines(path_, 2).at(0), "1: 甲,乙 | 人员经费");
  EXPECT_THAT(part_of(path_, "xl/worksheets/sheet1.xml"), HasSubstr("<formula1>'选项'!$B$1:$B$62</formula1>"));
}

TEST_F(TemplateTest, EmptyItIsImportedAsNothing) {
  for (const pack::Register& one : trial_library().registers) {
    write(one);
    FreshDatabase database(Engine::sqlite);
    ASSERT_TRUE(succeeded(store::initialise(*database, trial_library())));
    const auto outcome = ledger::import_files(*database, trial_library(), {{path_}}, usual_options());
    EXPECT_EQ(text_of(outcome), "");
    ASSERT_TRUE(outcome);
    EXPECT_EQ(outcome->rows, 0u);
    EXPECT_THAT(outcome->warnings, ElementsAre("t.xlsx " + one.title + "：只有表头，没有可导入的行"));
  }
}

}  // namespace
