#include "ledger/mapping.h"

#include <gtest/gtest.h>

#include "../support/small_workbook.h"
#include "ledger/mappings.h"
#include "trial_pack.h"

using namespace jiheng;
using namespace jiheng::testing;

namespace {

using Lines = std::vector<std::string>;

std::string mistakes(const std::string& toml) {
  const auto mapping = ledger::parse_mapping(toml, "m.toml", trial_library());
  return mapping ? "" : pack::to_string(mapping.error());
}

constexpr std::string_view payments = R"(register = "支付台账"
header_row = 2
data_row = 4
date_order = "day-month-year"
money_unit = "万元"
columns = [
  { from = "单号", to = "voucher_no" },
  { from = "C", to = "支付日期" },
  { from = "金额", to = "amount" },
  { from = "性质", to = "nature", values = { "基" = "基本支出", "项" = "项目支出" } },
  { from = "备注", to = "summary", values = { "" = "无备注" } },
]
constants = { category = "公用经费", year = "2022" }
ignore = [{ column = "单号", empty = true }, { column = "单号", is = ["合计", "小计"] }]
)";

TEST(MappingTest, ReadsEveryKey) {
  const auto mapping = ledger::parse_mapping(std::string(payments), "m.toml", trial_library());
  ASSERT_TRUE(mapping) << mistakes(std::string(payments));
  EXPECT_EQ(mapping->register_id, "payments");
  EXPECT_EQ(mapping->first_header_row, 2u);
  EXPECT_EQ(mapping->data_row, 4u);
  EXPECT_EQ(mapping->columns.size(), 5u);
  EXPECT_EQ(mapping->columns[2].unit, MoneyUnit::wan);
  EXPECT_EQ(mapping->columns[3].values.at("基"), "基本支出");
  EXPECT_EQ(mapping->constants.size(), 2u);
  EXPECT_EQ(mapping->ignored.size(), 2u);
}

TEST(MappingTest, TellsAllMistakesAtOnce) {
  EXPECT_EQ(mistakes(R"(register = "payments"
header_row = [3, 2]
data_row = 1
date_order = "dmy"
colour = "red"
columns = [
  { from = "单号", to = "voucher" },
  { from = "日期", to = "paid_on" },
  { from = "又一个日期", to = "支付日期" },
  { to = "payee" },
  { from = "性质", to = "nature", unit = "万元", values = { "基" = "基本", "项" = 1 } },
]
constants = { category = "人员", amount = "12.345" }
ignore = [{ column = "单号" }]
)"),
            R"(m.toml:1:1: 缺少必填的字段“凭证号”（voucher_no）：请在columns或constants中写明
register = "payments"
^~~~~~~~~~~~~~~~~~~~~
m.toml:2:14: header_row应是一个行号，或起止两个行号，如[2, 3]
header_row = [3, 2]
             ^~~~~~
m.toml:3:12: “data_row”应在2到1048576之间，这里是1
data_row = 1
           ^
m.toml:4:14: “date_order”不能是“dmy”；可用的有：year-month-day、day-month-year、month-day-year
date_order = "dmy"
             ^~~~~
m.toml:5:1: 未知的键“colour”；可用的有：register、sheet、header_row、data_row、date_order、money_unit、columns、constants、ignore
colour = "red"
^~~~~~
m.toml:7:23: 未知的字段“voucher”；可用的有：unit_id、year、voucher_no、凭证号、paid_on、支付日期、amount、支付金额、nature、支出性质、category、经济分类、project_id、项目编号、payee、收款人、summary、摘要
  { from = "单号", to = "voucher" },
                        ^~~~~~~~~
m.toml:9:26: to中的“支付日期”已有来源，不能再写
  { from = "又一个日期", to = "支付日期" },
                              ^~~~~~~~~~
m.toml:10:3: 缺少必填的键“from”
  { to = "payee" },
  ^~~~~~~~~~~~~~~~
m.toml:11:33: choice字段不写“unit”
  { from = "性质", to = "nature", unit = "万元", values = { "基" = "基本", "项" = 1 } },
                                  ^~~~
m.toml:11:63: “基本”不在可选项中，应为基本支出、项目支出之一，是不是“基本支出”？
  { from = "性质", to = "nature", unit = "万元", values = { "基" = "基本", "项" = 1 } },
                                                                   ^~~~~~
m.toml:11:75: “项”应是字符串，这里是整数
  { from = "性质", to = "nature", unit = "万元", values = { "基" = "基本", "项" = 1 } },
                                                                                  ^
m.toml:13:26: “人员”不在可选项中，应为人员经费、公用经费之一，是不是“人员经费”？
constants = { category = "人员", amount = "12.345" }
                         ^~~~~~
m.toml:13:41: “12.345”小数位数过多，应为精确到分的金额（系统不代为四舍五入）
constants = { category = "人员", amount = "12.345" }
                                          ^~~~~~~~
m.toml:14:11: 应写empty = true，或is = ["合计"]：哪些行不导入
ignore = [{ column = "单号" }]
          ^~~~~~~~~~~~~~~~~~~
)");
}

TEST(MappingTest, TurnsDatesRound) {
  using ledger::DateOrder;
  EXPECT_EQ(ledger::in_order("5/1/2022", DateOrder::day_month_year), "2022-1-5");
  EXPECT_EQ(ledger::in_order("05.01.2022 09:30", DateOrder::day_month_year), "2022-01-05 09:30");
  EXPECT_EQ(ledger::in_order("1-5-2022", DateOrder::month_day_year), "2022-1-5");
  EXPECT_EQ(ledger::in_order("５／１／２０２２", DateOrder::day_month_year), "2022-1-5");
  for (const char* text : {"2022-01-05", "5/1/22", "5/1", "5/1-2022", "x/1/2022", "", "5//2022"}) {
    EXPECT_EQ(ledger::in_order(text, DateOrder::day_month_year), text);
  }
  EXPECT_EQ(ledger::in_order("5/1/2022", DateOrder::year_month_day), "5/1/2022");
}

class MappedImportTest : public ::testing::TestWithParam<Engine> {
 protected:
  void SetUp() override {
    if (!available(GetParam())) GTEST_SKIP() << "JIHENG_TEST_POSTGRES is not set";
    database_ = std::make_unique<FreshDatabase>(GetParam());
    ASSERT_TRUE(succeeded(store::initialise(**database_, trial_library())));
  }
  std::string import(const std::string& name, const std::string& bytes, std::string_view toml) {
    auto mapping = ledger::parse_mapping(std::string(toml), "m.toml", trial_library());
    if (!mapping) return pack::to_string(mapping.error());
    ledger::ImportOptions options;
    options.unit_id = "440118001";
    return text_of(ledger::import_files(
        **database_, trial_library(),
        {{folder_.write(name, bytes), "", "", std::make_shared<const ledger::Mapping>(std::move(*mapping))}}, options));
  }
  Lines records(const std::string& register_id) { return records_of(**database_, register_id); }

  TemporaryFolder folder_;
  std::unique_ptr<FreshDatabase> database_;
};

INSTANTIATE_TEST_SUITE_P(Engines, MappedImportTest, ::testing::Values(Engine::sqlite, Engine::postgresql),
                         [](const auto& info) { return info.param == Engine::sqlite ? "sqlite" : "postgresql"; });

const std::string department_rows = text_row({"某某局支付登记"}) +
                                    text_row({"单号", "经办", "付款日", "金额", "性质", "备注"}) +
                                    text_row({"（填写）", "（填写）"});

TEST_P(MappedImportTest, ReadsADepartmentsOwnSheet) {
  SmallWorkbook book;
  book.styles = {0, 14};
  book.sheets = {
      {"封面", ""},
      {"支付登记", department_rows + text_row({"Z1", "某某", "5/1/2022", "0.25", "基", "水费"}) +
                       "<row><c t=\"inlineStr\"><is><t>Z2</t></is></c><c/><c s=\"1\"><v>44567</v></c><c><v>1</v></c>"
                       "<c t=\"inlineStr\"><is><t>基本支出</t></is></c></row>" +
                       text_row({"", "", "", "1.25"}) + text_row({"合计", "", "", "1.25"})}};
  const std::string toml = "sheet = \"支付登记\"\n" + std::string(payments);
  EXPECT_EQ(import("办公室.xlsx", book.bytes(), toml), "");
  EXPECT_EQ(records("payments"), (Lines{"Z1|2022-01-05|2500.00|基本支出|公用经费|||水费",
                                        "Z2|2022-01-06|10000.00|基本支出|公用经费|||无备注"}));
}

TEST_P(MappedImportTest, TellsErrorsInTheDepartmentsWords) {
  SmallWorkbook book;
  book.sheets = {{"支付登记", department_rows + text_row({"Z1", "", "31/2/2022", "x", "办", ""})}};
  EXPECT_EQ(import("办公室.xlsx", book.bytes(), payments),
            "办公室.xlsx 支付登记 第4行 “付款日”：“2022-2-31”不是日期，应为2022-01-05、2022/1/5、2022.1.5、20220105"
            "或2022年1月5日这样的日期\n"
            "办公室.xlsx 支付登记 第4行 “金额”：“x”不是金额，应为2508.64或2,508.64这样的金额（单位：万元）\n"
            "办公室.xlsx 支付登记 第4行 “性质”：“办”不在可选项中，应为基本支出、项目支出之一\n");
  book.sheets = {{"支付登记", text_row({"x"}) + text_row({"单号", "日期", "付款日"})}};
  EXPECT_EQ(import("办公室.xlsx", book.bytes(), payments),
            "办公室.xlsx 支付登记 第2行：表头中没有列对应所需的“金额”\n"
            "办公室.xlsx 支付登记 第2行：表头中没有列对应所需的“性质”\n"
            "办公室.xlsx 支付登记 第2行：表头中没有列对应所需的“备注”\n");
}

TEST_P(MappedImportTest, ReadsCsvToo) {
  EXPECT_EQ(import("办公室.csv",
                   "某某局,,,,\n单号,经办,付款日,金额,性质,备注\n,,,,,\nZ1,,5/1/2022,0.25,基,水费\n小计,,,0.25,,\n",
                   payments),
            "");
  EXPECT_EQ(records("payments"), (Lines{"Z1|2022-01-05|2500.00|基本支出|公用经费|||水费"}));
  EXPECT_EQ(
      import("办公室.csv", "x\n单号,经办,付款日,金额,性质,备注\n\nZ2,,5/1/2022,0.25,基,水,费\nZ3,,5/1/2022", payments),
      "办公室.csv 第4行：有7列，应与表头一样为6列；请检查是否多了或少了逗号\n"
      "办公室.csv 第5行：文件在此行中断：只有3列，应有6列，且没有换行；请重新取得完整的文件\n");
}

TEST_P(MappedImportTest, ReadsSheetsWithoutAHeaderAndWithTwoRows) {
  const std::string by_letters = R"(register = "projects"
header_row = 0
columns = [{ from = "B", to = "project_id" }, { from = "A", to = "name" }]
constants = { year = "2022" }
)";
  EXPECT_EQ(import("a.csv", "甲,P1\n乙,P2\n", by_letters), "");
  const std::string two_rows = R"(register = "projects"
header_row = [1, 2]
columns = [{ from = "编号", to = "project_id" }, { from = "全称", to = "name" }]
constants = { year = "2022" }
)";
  SmallWorkbook book;
  book.sheets = {{"甲", text_row({"编号", "名称"}) + text_row({"", "全称", "简称"}) + text_row({"P3", "丙"})}};
  EXPECT_EQ(import("b.xlsx", book.bytes(), two_rows), "");
  EXPECT_EQ(records("projects"), (Lines{"P1|甲|", "P2|乙|", "P3|丙|"}));
}

TEST_P(MappedImportTest, SavesMappingsPerUnit) {
  store::Database& database = **database_;
  ASSERT_TRUE(succeeded(ledger::save_mapping(database, "u1", {"支付登记", "a = 1"})));
  ASSERT_TRUE(succeeded(ledger::save_mapping(database, "u1", {"支付登记", "a = 2"})));
  ASSERT_TRUE(succeeded(ledger::save_mapping(database, "u1", {"收文登记", "b = 1"})));
  ASSERT_TRUE(succeeded(ledger::save_mapping(database, "u2", {"支付登记", "c = 1"})));
  EXPECT_EQ(ledger::find_mapping(database, "u1", "支付登记")->toml, "a = 2");
  EXPECT_EQ(ledger::find_mapping(database, "u2", "支付登记")->toml, "c = 1");
  EXPECT_EQ(ledger::list_mappings(database, "u1")->size(), 2u);
  EXPECT_EQ(ledger::find_mapping(database, "u1", "支付等级").error().message,
            "单位u1没有名为“支付等级”的对应表，是不是“支付登记”？");
  ASSERT_TRUE(succeeded(ledger::drop_mapping(database, "u1", "支付登记")));
  EXPECT_EQ(ledger::drop_mapping(database, "u1", "支付登记").error().code, "mapping.unknown");
  EXPECT_EQ(ledger::list_mappings(database, "u2")->size(), 1u);
}

}  // namespace
