#include <gtest/gtest.h>

#include <map>
#include <pugixml.hpp>

#include "../../report/test_support.h"
#include "audit/output/outputs.h"
#include "small_audit.h"

namespace jiheng::audit {
namespace {

using report::test::parsed;
using report::test::unzipped;

// Cells of a sheet by reference; a formula as =….
class Sheet {
 public:
  Sheet(const std::string& workbook, int number) {
    parts_ = unzipped(workbook);
    const auto strings = parsed(parts_.at("xl/sharedStrings.xml"));
    for (const auto& found : strings.select_nodes("//si")) {
      strings_.push_back(report::test::joined_text(found.node(), "t"));
    }
    xml_ = parsed(parts_.at("xl/worksheets/sheet" + std::to_string(number) + ".xml"));
  }

  std::string at(const std::string& reference) const {
    const pugi::xml_node cell = xml_.select_node(("//c[@r='" + reference + "']").c_str()).node();
    if (cell.child("f")) return std::string("=") + cell.child("f").text().get() + "→" + cell.child("v").text().get();
    const std::string value = cell.child("v").text().get();
    return std::string(cell.attribute("t").value()) == "s" ? strings_.at(static_cast<std::size_t>(std::stoi(value)))
                                                           : value;
  }
  std::vector<std::string> row(int number, char last) const {
    std::vector<std::string> cells;
    for (char column = 'A'; column <= last; ++column) cells.push_back(at(column + std::to_string(number)));
    return cells;
  }
  const pugi::xml_document& xml() const { return xml_; }
  const std::map<std::string, std::string>& parts() const { return parts_; }

 private:
  std::map<std::string, std::string> parts_;
  std::vector<std::string> strings_;
  pugi::xml_document xml_;
};

std::string xlsx_of(const Audit& audit, bool claims = false) {
  OutputOptions options;
  options.claims = claims;
  return write_xlsx(audit, small_rules(), options).value();
}

using Row = std::vector<std::string>;

TEST(AuditXlsx, ListsEveryFinding) {
  const Sheet sheet(xlsx_of(small_audit()), 1);
  EXPECT_EQ(sheet.row(1, 'O'), Row({"序号", "文件", "单位", "年度", "级别", "规则", "疑点", "原文", "位置", "报告所列",
                                    "重算", "差额", "依据", "处理意见", "处理说明"}));
  EXPECT_EQ(sheet.row(2, 'O'), Row({"1", "甲局 报告.txt", "甲局", "2023", "错误", "比率与分子分母不符\nratio",
                                    "“99.60%”与3,229.13万元÷3,392.15万元不能同时成立：计算为95.19%",
                                    "全年预算【3,392.15万元】，支出【3,229.13万元】，支出率【99.60%】。", "第1页 第3段",
                                    "99.60%", "95.19%", "4.41个百分点", "算术", "", ""}));
  EXPECT_EQ(sheet.row(4, 'O'),
            Row({"3", "甲局 报告.txt", "甲局", "2023", "警告", "跨文件雷同\ncopy.across", "与“乙局.docx”有19个字雷同",
                 "【持续优化营商环境，群众满意度不断提升】。\n"
                 "《2023年度乙局部门整体支出绩效自评报告》：【持续优化营商环境，群众满意度不断提升】。",
                 "第1页 第4段\n第2段", "—", "—", "—", "—", "", ""}));
  EXPECT_EQ(sheet.row(6, 'O'),
            Row({"5", "b/乙局.docx", "—", "2023", "错误", "缺少自评得分\nmissing.score", "没有写出自评得分",
                 "2023年度乙局部门整体支出绩效自评报告", "第1段", "—", "—", "—", "自评办法", "", ""}));
  EXPECT_EQ(sheet.row(7, 'O'), Row(15, ""));
}

TEST(AuditXlsx, SumsUpByFile) {
  const Sheet sheet(xlsx_of(small_audit()), 2);
  EXPECT_EQ(sheet.row(2, 'K'), Row({"1", "甲局 报告.txt", "2023年度甲局部门整体支出绩效自评报告", "甲局", "2023", "6",
                                    "2", "1", "2", "1", "已核对"}));
  EXPECT_EQ(sheet.row(3, 'K'), Row({"2", "b/乙局.docx", "2023年度乙局部门整体支出绩效自评报告", "—", "2023", "1", "0",
                                    "1", "0", "0", "已核对；另有 1 处已认可"}));
  EXPECT_EQ(sheet.row(4, 'K'),
            Row({"3", "c.pdf", "—", "—", "—", "—", "—", "—", "—", "—", "无法读取：“c.pdf”有密码，无法读取"}));
  EXPECT_EQ(sheet.row(5, 'K'), Row({"", "合计", "", "", "", "=SUM(F2:F4)→7", "=SUM(G2:G4)→2", "=SUM(H2:H4)→2",
                                    "=SUM(I2:I4)→2", "=SUM(J2:J4)→1", ""}));
}

TEST(AuditXlsx, ListsClaimsOnlyWhenAsked) {
  EXPECT_FALSE(unzipped(xlsx_of(small_audit())).contains("xl/worksheets/sheet3.xml"));
  const Sheet sheet(xlsx_of(small_audit(), true), 3);
  EXPECT_EQ(sheet.row(2, 'G'),
            Row({"1", "甲局 报告.txt", "比率", "不成立", "3,229.13万元 ÷ 3,392.15万元 ≠ 99.60%", "第1页 第3段", "—"}));
}

TEST(AuditXlsx, IsMadeToBeFilledIn) {
  const Sheet sheet(xlsx_of(small_audit()), 1);
  const auto value = [&](const char* path) { return std::string(sheet.xml().select_node(path).attribute().value()); };
  EXPECT_EQ(value("//pane/@topLeftCell"), "C2");
  EXPECT_EQ(value("//pane/@state"), "frozen");
  EXPECT_EQ(value("//autoFilter/@ref"), "A1:O6");
  EXPECT_EQ(value("//dataValidation/@sqref"), "N2:N6");
  EXPECT_STREQ(sheet.xml().select_node("//dataValidation/formula1").node().text().get(), "\"属实,不属实,需说明\"");
}

TEST(AuditXlsx, SaysThatNothingWasFound) {
  const Sheet sheet(xlsx_of(clean_audit()), 1);
  EXPECT_EQ(sheet.at("A2"), "未发现疑点");
}

TEST(AuditXlsx, HostileTextsAreNeverFormulas) {
  const std::string workbook = xlsx_of(hostile_audit(), true);
  for (int number : {1, 3}) {
    const Sheet sheet(workbook, number);
    EXPECT_TRUE(sheet.xml().select_nodes("//f").empty());
    EXPECT_TRUE(sheet.xml().select_nodes("//hyperlink").empty());
  }
  const Sheet sheet(workbook, 1);
  EXPECT_EQ(sheet.at("J2"), "=HYPERLINK(\"http://example.test\")");
  for (const auto& [name, xml] : sheet.parts()) EXPECT_TRUE(parsed(xml).document_element()) << name;
}

TEST(AuditXlsx, TheSameAuditGivesTheSameBytes) {
  EXPECT_EQ(xlsx_of(small_audit(), true), xlsx_of(small_audit(), true));
  EXPECT_NE(unzipped(xlsx_of(small_audit())).at("docProps/core.xml").find("2000-01-01T00:00:00Z"), std::string::npos);
}

TEST(AuditXlsx, LongTextsAreCutNotRefused) {
  Audit audit = small_audit();
  audit.files[0].findings[0].message = std::string(40000, 'x');
  EXPECT_EQ(Sheet(xlsx_of(audit), 1).at("G2"), std::string(1999, 'x') + "…");
}

}  // namespace
}  // namespace jiheng::audit
