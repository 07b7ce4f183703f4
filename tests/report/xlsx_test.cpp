#include "report/xlsx_writer.h"

#include <gtest/gtest.h>

#include "sample_document.h"
#include "test_support.h"

namespace jiheng::report {
namespace {

// A sheet's cells: formula, result and text by reference.
class Sheet {
 public:
  Sheet(const std::map<std::string, std::string>& parts, int number) {
    const auto strings = test::parsed(parts.at("xl/sharedStrings.xml"));
    for (const auto& found : strings.select_nodes("//si")) strings_.push_back(test::joined_text(found.node(), "t"));
    xml_ = test::parsed(parts.at("xl/worksheets/sheet" + std::to_string(number) + ".xml"));
  }
  pugi::xml_node cell(const std::string& reference) const {
    return xml_.select_node(("//c[@r='" + reference + "']").c_str()).node();
  }
  std::string formula(const std::string& reference) const { return cell(reference).child("f").text().get(); }
  std::string value(const std::string& reference) const {
    const auto found = cell(reference);
    const std::string value = found.child("v").text().get();
    const bool shared = std::string(found.attribute("t").value()) == "s";
    return shared ? strings_.at(static_cast<std::size_t>(std::stoi(value))) : value;
  }
  const pugi::xml_document& xml() const { return xml_; }

 private:
  std::vector<std::string> strings_;
  pugi::xml_document xml_;
};

std::map<std::string, std::string> parts_of(const Scorecard& card) {
  return test::unzipped(write_scorecard_xlsx(card).value());
}

TEST(Xlsx, HasEveryPartWellFormed) {
  const auto parts = parts_of(sample::scorecard());
  ASSERT_GT(parts.size(), 8u);
  for (const auto& [name, xml] : parts) EXPECT_TRUE(test::parsed(xml).document_element()) << name;
  EXPECT_NE(parts.at("xl/workbook.xml").find("name=\"自评表\""), std::string::npos);
  EXPECT_NE(parts.at("xl/workbook.xml").find("name=\"度量\""), std::string::npos);
}

TEST(Xlsx, WritesFormulasWithTheirResults) {
  const Sheet sheet(parts_of(sample::scorecard()), 1);
  EXPECT_EQ(sheet.value("A1"), "云岭区人民政府办公室2022年度部门整体支出绩效自评表");
  EXPECT_EQ(sheet.value("A2"), "单位编码：449999001    指标体系：sample-2022  版本：2022.1（未核实）");
  // Items stand in rows 4–6 and 8–29, subtotals in 7 and 30, the total in 31, the grade in 32.
  EXPECT_EQ(sheet.value("C6"), "部门预算资金支出率");
  EXPECT_EQ(sheet.formula("E6"), "ROUND(10*ROUND('度量'!$C$2/'度量'!$C$3,4),2)");
  EXPECT_EQ(sheet.value("E6"), "9.81");
  EXPECT_EQ(sheet.formula("F6"), "ROUND(D6-E6,4)");
  EXPECT_EQ(sheet.value("F6"), "0.19");
  EXPECT_EQ(sheet.value("I6"), "");
  EXPECT_EQ(sheet.value("I5"), "未核实");
  EXPECT_EQ(sheet.formula("E5"), "");
  EXPECT_EQ(sheet.value("E5"), "18");
  EXPECT_EQ(sheet.formula("E7"), "SUM(E4:E6)");
  EXPECT_EQ(sheet.value("E7"), "45.81");
  EXPECT_EQ(sheet.formula("E30"), "SUM(E8:E29)");
  EXPECT_EQ(sheet.formula("E31"), "SUM(E7,E30)");
  EXPECT_EQ(sheet.value("E31"), "95.81");
  EXPECT_EQ(sheet.formula("D32"),
            "IF(ROUND(E31,4)>=$D$34,$E$34,IF(ROUND(E31,4)>=$D$35,$E$35,IF(ROUND(E31,4)>=$D$36,$E$36,"
            "IF(ROUND(E31,4)>=$D$37,$E$37,\"\"))))");
  EXPECT_EQ(sheet.value("D32"), "优");
  EXPECT_EQ(sheet.value("D34"), "90");
  EXPECT_EQ(sheet.value("E34"), "优");
}

// 44566 is 2022-01-05; 570 of the 1440 minutes of a day have passed at 09:30.
TEST(Xlsx, WritesDatesAndMomentsAsSuch) {
  Scorecard card = sample::scorecard();
  ScorecardItem& item = card.groups[0].groups[0].items[2];
  item.inputs = {
      {"a.first", "最早", std::nullopt, "2022年1月5日", "", "", Date::parse("2022-01-05").value()},
      {"a.told", "最晚", std::nullopt, "2022年1月5日9时30分", "", "", Moment::parse("2022-01-05 09:30").value()}};
  item.excel_formula = "IF(INT({a.told})={a.first},10,0)";
  const auto parts = parts_of(card);
  const Sheet measures(parts, 2);
  EXPECT_EQ(measures.value("C2"), "44566");
  EXPECT_EQ(measures.value("C3").substr(0, 12), "44566.395833");
  const auto styles = test::parsed(parts.at("xl/styles.xml"));
  const auto format_of = [&](const std::string& reference) {
    const auto formats = styles.select_nodes("//cellXfs/xf");
    const auto style = formats[measures.cell(reference).attribute("s").as_uint()].node();
    const std::string id = style.attribute("numFmtId").value();
    return std::string(
        styles.select_node(("//numFmt[@numFmtId='" + id + "']").c_str()).node().attribute("formatCode").value());
  };
  EXPECT_EQ(format_of("C2"), "yyyy-mm-dd");
  EXPECT_EQ(format_of("C3"), "yyyy-mm-dd hh:mm");
  EXPECT_EQ(Sheet(parts, 1).formula("E6"), "IF(INT('度量'!$C$3)='度量'!$C$2,10,0)");
}

TEST(Xlsx, SetsUpThePrintedPage) {
  const Sheet sheet(parts_of(sample::scorecard()), 1);
  const auto root = sheet.xml().child("worksheet");
  EXPECT_STREQ(root.child("pageSetup").attribute("orientation").value(), "landscape");
  EXPECT_STREQ(root.child("pageSetup").attribute("paperSize").value(), "9");
  EXPECT_STREQ(root.child("pageSetup").attribute("fitToHeight").value(), "0");
  EXPECT_STREQ(sheet.xml().select_node("//pane").node().attribute("topLeftCell").value(), "A4");
}

TEST(Xlsx, ListsEachMeasureOnce) {
  Scorecard card = sample::scorecard();
  card.groups[0].groups[0].items[0].inputs = card.groups[0].groups[0].items[2].inputs;
  const Sheet sheet(parts_of(card), 2);
  EXPECT_EQ(sheet.value("A2") + "|" + sheet.value("B2") + "|" + sheet.value("C2") + "|" + sheet.value("D2"),
            "budget.spent|全年支出|2459.96|万元");
  EXPECT_EQ(sheet.value("A3"), "budget.total");
  EXPECT_EQ(sheet.value("A4"), "carry.over.rate");
  EXPECT_EQ(sheet.value("C4"), "--%（基数为0，不可比）");
  EXPECT_EQ(sheet.value("A5"), "");
}

TEST(Xlsx, WritesANumberWhereAFormulaCannotStand) {
  Scorecard card = sample::scorecard();
  auto& items = card.groups[0].groups[0].items;
  items[0].excel_formula = "{no.such.measure}+1";
  items[1].excel_formula = "={carry.over.rate}*2";  // no base
  items[2].excel_formula = "{budget.spent";
  const Sheet sheet(parts_of(card), 1);
  for (const char* cell : {"E4", "E5", "E6"}) EXPECT_EQ(sheet.formula(cell), "") << cell;
  EXPECT_EQ(sheet.value("E6"), "9.81");
}

TEST(Xlsx, SaysWhenTheTotalIsNotTheSum) {
  Scorecard card = sample::scorecard();
  card.total = sample::decimal("93.81");
  EXPECT_EQ(Sheet(parts_of(card), 1).value("G31"), "系统计分为93.81，与各项之和不一致");
}

TEST(Xlsx, TakesAnEmptyScorecardAndMarkup) {
  EXPECT_EQ(Sheet(parts_of(Scorecard{}), 1).value("E4"), "0");
  Scorecard card = sample::scorecard();
  card.unit_name = "<&\"\x03>";
  EXPECT_EQ(Sheet(parts_of(card), 1).value("A1"), "<&\"\uFFFD>2022年度部门整体支出绩效自评表");
  card.unit_name = "\xFF";
  EXPECT_EQ(write_scorecard_xlsx(card).error().code, "report.not-utf8");
}

TEST(Xlsx, RecalculatesToTheSameTotalsInLibreOffice) {
  if (!test::has_program("soffice")) GTEST_SKIP() << "soffice is not installed";
  const test::TemporaryFolder folder;
  // The results are damaged, so that only a recalculation can bring the totals back.
  Scorecard card = sample::scorecard();
  card.groups[0].groups[0].items[2].score = sample::decimal("1.23");
  const std::string xlsx = folder.write("s.xlsx", write_scorecard_xlsx(card).value());
  const std::string office =
      "LC_ALL=C.UTF-8 soffice -env:UserInstallation=file://" + folder.file("profile") + " --headless --convert-to ";
  // Recalculation on load is a setting of the profile; a round through ODS with it set makes it happen.
  std::filesystem::create_directories(folder.file("profile") + "/user");
  folder.write("profile/user/registrymodifications.xcu",
               "<?xml version=\"1.0\" encoding=\"UTF-8\"?><oor:items xmlns:oor=\"http://openoffice.org/2001/registry\">"
               "<item oor:path=\"/org.openoffice.Office.Calc/Formula/Load\"><prop oor:name=\"OOXMLRecalcMode\" "
               "oor:op=\"fuse\"><value>0</value></prop></item></oor:items>");
  test::output_of(office +
                  "csv:\"Text - txt - csv (StarCalc)\":44,34,76,1,,0,false,true,false,false,false,1 --outdir " +
                  folder.file("out") + " " + xlsx + " 2>/dev/null");
  std::string csv;
  for (const auto& entry : std::filesystem::directory_iterator(folder.file("out"))) {
    csv += folder.read("out/" + entry.path().filename().string());
  }
  EXPECT_NE(csv.find("履职效能小计,,,50,45.81,4.19"), std::string::npos) << csv;
  EXPECT_NE(csv.find("管理效率小计,,,50,50,0"), std::string::npos);
  EXPECT_NE(csv.find("合计,,,100,95.81,4.19"), std::string::npos);
  EXPECT_NE(csv.find("等级,,,优"), std::string::npos);
}

}  // namespace
}  // namespace jiheng::report
