#include <gtest/gtest.h>

#include "table_layouts.h"

namespace jiheng::audit::testing {
namespace {

struct Case {
  Changes changes;
  Strings expected;
};

void expect(const std::string& table, const std::string& name, const std::vector<Case>& cases) {
  EXPECT_EQ(found(table, name), Strings{}) << "as it stands";
  for (const Case& c : cases) {
    EXPECT_EQ(found(with(table, c.changes), name), c.expected)
        << c.changes.front().first << " → " << c.changes.front().second;
  }
}

TEST(FundTables, FundsOfAProject) {
  expect(project_form, "表.md",
         {
             {{{"93.13%", "93.31%"}}, {"ratio 93.31% → 93.13% (0.18)"}},
             {{{"93.13%", "93.12%"}}, {}},
             {{{"| 100.00 | 105.50 | 98.25", "| 101.00 | 105.50 | 98.25"}}, {"sum 120.00 → 121 (1)"}},
             {{{"| 100.00 | 105.50 | 98.25", "| 125.00 | 105.50 | 98.25"}}, {"subset 125.00 → ≤120.00 (5)"}},
             {{{"| 20.00 | 20.00 | 20.00 |", "| | | |"}}, {}},  // a blank is not 0
             {{{"| 0 | 0 | 0 |", "| 0.01 | 0 | 0 |"}}, {"sum.envelope 120.00 → 120.01 (0.01)"}},
             {{{"| 0 | 0 | 0 |", "| 10 | 0 | 0 |"}}, {"sum 120.00 → 130 (10)"}},
         });
}

TEST(FundTables, ATotalOfNothingWithParts) {
  const std::string table = R"(
| 项目资金（万元） | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分 |
|---|---|---|---|---|---|---|
| 年度资金总额 | 0 | 0 | 0 | 10 | 0 | 0 |
| 其中：本年财政拨款 | 90 | 89.974 | 89.974 | | | |
| 上年结转资金 | | | | | | |
| 其他资金 | | | | | | |
)";
  EXPECT_EQ(found(table, "表.md"),
            (Strings{"subset 90 → ≤0 (90)", "subset 89.974 → ≤0 (89.974)", "subset 89.974 → ≤0 (89.974)"}));
}

TEST(FundTables, BudgetAndAccounts) {
  expect(budget_table, "表.md",
         {
             {{{"2,459.96", "2,495.96"}, {"98.06%", "99.49%"}}, {"sum 2,495.96 → 2459.96 (36)"}},
             {{{"98.06%", "98.60%"}}, {"ratio 98.60% → 98.06% (0.54)"}},
             {{{"98.06%", "98.05%"}}, {"ratio.truncated 98.05% → 98.06% (0.01)"}},
             {{{"98.06%", "98.1%"}}, {}},
             {{{"92.08%", "0.9208"}}, {}},
             {{{"92.08%", "—"}}, {}},
             {{{"92.08%", ""}}, {}},
             {{{"| 1,980.00 | 1,972.44 | 99.62%", "| 2,198.00 | 2,172.44 | 98.84%"}},
              {"subset 2,198.00 → ≤2,188.64 (9.36)", "subset 2,172.44 → ≤2,165.30 (7.14)"}},
             {{{"2,508.64 |", "2,508.65 |"}}, {"sum.envelope 2,508.65 → 2508.64 (0.01)"}},
             {{{"| 项目支出 | 300.00", "| 项目支出 | "}}, {}},
             {{{"单位：万元", "不含涉密"}, {"2,459.96", "2,495.96"}, {"98.06%", "99.49%"}},
              {"sum 2,495.96 → 2459.96 (36)"}},  // budget and accounts are money in whatever unit
         });
}

TEST(FundTables, MixedUnitsAreBroughtTogether) {
  const std::string table = R"(
| 项目名称 | 预算数（万元） | 决算数（元） | 完成率 |
|---|---|---|---|
| 甲项目 | 100.00 | 985,000.00 | 98.50% |
| 乙项目 | 50.00 | 450,000.00 | 90.00% |
| 合计 | 150.00 | 1,435,000.00 | 95.67% |
)";
  expect(table, "表.md",
         {
             {{{"90.00%", "91.00%"}}, {"ratio 91.00% → 90.00% (1.00)"}},
             {{{"1,435,000.00", "1,435,000.01"}}, {"sum 1,435,000.01 → 1435000 (0.01)"}},
         });
}

TEST(FundTables, ThreePublicByRows) {
  expect(three_public_rows, "表.md",
         {
             {{{"| 21.80 |", "| 22.80 |"}}, {"sum 22.80 → 21.8 (1)"}},
             {{{"| （2）公务用车运行维护费 | 18.00 | 17.35 |", "| （2）公务用车运行维护费 | 18.00 | 16.35 |"}},
              {"sum 17.35 → 16.35 (1)"}},
             {{{"4.45", "4.46"}}, {"sum.envelope 21.80 → 21.81 (0.01)"}},
         });
}

TEST(FundTables, ThreePublicByColumns) {
  expect(three_public_columns, "表.html",
         {
             {{{"<td>218000.00</td>", "<td>219000.00</td>"}}, {"sum 219000.00 → 218000 (1000)"}},
             {{{"<td>52000.00</td><td>0.00</td><td>52000.00</td>", "<td>52000.00</td><td>0.00</td><td>51000.00</td>"}},
              {"sum 52000.00 → 51000 (1000)"}},
         });
}

TEST(FundTables, LinesAndColumnsCrossed) {
  expect(crossed_table, "表.md",
         {
             {{{"| 81.20 | 61.20 | 20.00 |", "| 81.20 | 61.20 | 21.00 |"}},
              {"sum 55.50 → 56.5 (1)", "sum 81.20 → 82.2 (1)"}},
             {{{"| 257.00 |", "| 258.00 |"}}, {"sum 258.00 → 257 (1)", "sum 258.00 → 257 (1)"}},
         });
}

TEST(FundTables, LinesWithinLinesAreNotCountedTwice) {
  EXPECT_EQ(found(R"(
单位：万元

| 项目 | 金额 |
|---|---|
| 基本支出 | 100.00 |
| 工资福利 | 80.00 |
| 商品服务 | 20.00 |
| 项目支出 | 50.00 |
| 合计 | 150.00 |
)",
                  "表.md"),
            Strings{});
  EXPECT_EQ(found(R"(
单位：万元

| 项目 | 决算数 |
|---|---|
| 一、基本支出 | 100.00 |
| （一）工资福利 | 80.00 |
| （二）商品服务 | 19.00 |
| 二、项目支出 | 50.00 |
| 合计 | 150.00 |
)",
                  "表.md"),
            Strings{});
}

TEST(FundTables, CountsAddUpExactly) {
  const std::string table = R"(
| 类别 | 受理（件） | 办结（件） |
|---|---|---|
| 许可 | 120 | 118 |
| 服务 | 80 | 80 |
| 合计 | 200 | 198 |
)";
  expect(table, "表.md", {{{{"| 200 |", "| 201 |"}}, {"sum 201 → 200 (1)"}}});
}

TEST(FundTables, PartsInColumns) {
  const std::string table = R"(
| 任务名称 | 预算数（万元） | 支出数（万元） | 其中：财政拨款（万元） | 支出率 |
|---|---|---|---|---|
| 政务公开 | 50.00 | 48.50 | 48.50 | 97% |
| 督查 | 20.00 | 21.50 | 20.00 | 107.5% |
| 小计 | 70.00 | 70.00 | 68.50 | 100% |
| 党建 | 10.00 | 8.00 | 8.00 | 80% |
| 合计 | 80.00 | 78.00 | 76.50 | 97.5% |
)";
  expect(table, "表.md",
         {
             {{{"| 21.50 | 20.00 |", "| 21.50 | 22.00 |"}}, {"sum 68.50 → 70.5 (2)", "subset 22.00 → ≤21.50 (0.5)"}},
             {{{"| 70.00 | 70.00 |", "| 71.00 | 70.00 |"}, {"| 100% |", "| 98.6% |"}}, {"sum 71.00 → 70 (1)"}},
         });
}

TEST(FundTables, CodesOfTheClassificationAreATree) {
  const std::string table = R"(
单位：万元

| 功能科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出 |
|---|---|---|---|---|
| 201 | 一般公共服务支出 | 100.00 | 80.00 | 20.00 |
| 20103 | 政府办公厅事务 | 90.00 | 75.00 | 15.00 |
| 2010301 | 行政运行 | 75.00 | 75.00 | 0.00 |
| 2010399 | 其他政府办公厅事务支出 | 15.00 | 0.00 | 15.00 |
| 20199 | 其他一般公共服务 | 10.00 | 5.00 | 5.00 |
| 208 | 社会保障和就业支出 | 30.00 | 30.00 | 0.00 |
| 20805 | 养老支出 | 30.00 | 30.00 | 0.00 |
| 合计 | | 130.00 | 110.00 | 20.00 |
)";
  expect(table, "表.md",
         {{{{"| 130.00 | 110.00 |", "| 131.00 | 111.00 |"}}, {"sum 131.00 → 130 (1)", "sum 111.00 → 110 (1)"}}});
}

TEST(FundTables, TwoYearsSideBySide) {
  const std::string table = R"(
| 项目 | 2021年决算数 | 2022年预算数 | 2022年决算数 | 完成预算的% |
|---|---|---|---|---|
| 合计 | 30.00 | 40.00 | 24.00 | 60.00% |
| 因公出国（境）费 | 0.00 | 5.00 | 0.00 | 0.00% |
| 公务接待费 | 10.00 | 15.00 | 8.00 | 53.33% |
| 公务用车购置及运行费 | 20.00 | 20.00 | 16.00 | 80.00% |
| 其中：公务用车购置费 | 0.00 | 0.00 | 0.00 | |
| 公务用车运行费 | 20.00 | 20.00 | 16.00 | 80.00% |
)";
  expect(table, "表.md",
         {
             {{{"| 60.00% |", "| 66.00% |"}}, {"ratio 66.00% → 60.00% (6.00)"}},
             {{{"| 40.00 | 24.00 | 60.00% |", "| 41.00 | 24.00 | 58.54% |"}}, {"sum 41.00 → 40 (1)"}},
         });
}

TEST(FundTables, WhatCannotBeToldIsLeftAlone) {
  // no unit
  EXPECT_EQ(found(R"(
| 名称 | 甲 | 乙 |
|---|---|---|
| 一组 | 3 | 4 |
| 二组 | 5 | 6 |
| 合计 | 9 | 10 |
)",
                  "表.md"),
            Strings{});
  // balances come and go
  EXPECT_EQ(found(R"(
单位：万元

| 名称 | 金额 |
|---|---|
| 本年支出 | 90.00 |
| 年末结转和结余 | 10.00 |
| 合计 | 95.00 |
)",
                  "表.md"),
            Strings{});
  // income beside spending
  EXPECT_EQ(found(R"(
单位：万元

| 收入项目 | 决算数 | 支出项目 | 决算数 |
|---|---|---|---|
| 财政拨款 | 90.00 | 基本支出 | 70.00 |
| 其他收入 | 10.00 | 项目支出 | 25.00 |
| 合计 | 100.00 | 合计 | 95.00 |
)",
                  "表.md"),
            Strings{});
}

TEST(FundTables, ARateOfNoBaseIsNoRate) {
  EXPECT_EQ(found(with(budget_table, {{"| 项目支出 | 300.00 | 320.00 | 294.66 | 92.08%",
                                       "| 项目支出 | 300.00 | 320.00 | 294.66 | 92.08%"},
                                      {"98.06%", "--%"}}),
                  "表.md"),
            Strings{});
  EXPECT_EQ(found("| 项目 | 预算数（万元） | 执行数（万元） | 执行率 |\n|---|---|---|---|\n| 甲 | 0 | 0 | 0.00% |\n",
                  "表.md"),
            Strings{});
}

TEST(FundTables, MessagesNameTheLine) {
  const Audited audited = audit(check_tables, with(budget_table, {{"98.06%", "98.60%"}}), "表.md");
  ASSERT_EQ(audited.findings.size(), 1u);
  EXPECT_EQ(audited.findings[0].message, "“合计”的比率98.60%与2,459.96÷2,508.64不能同时成立：计算为98.06%");
  EXPECT_EQ(audited.quotes(), (Strings{"ratio: 98.60% | 2,459.96 | 2,508.64"}));
}

}  // namespace
}  // namespace jiheng::audit::testing
