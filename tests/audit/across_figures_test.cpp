// The same unit's figures in two documents: report, scorecard, final accounts.
#include "audit/across_figures.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "audit/auditor.h"
#include "make_document.h"

namespace jiheng::audit {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> found(const std::vector<std::pair<std::string, std::string>>& files) {
  std::vector<reading::Document> documents;
  for (const auto& [name, text] : files) documents.push_back(*reading::read_bytes(text, name));
  const Audit audit = audit_documents(std::move(documents), rules_of({{"same-quantity", Severity::error}}), {});
  std::vector<std::string> lines;
  for (const AuditedFile& file : audit.files) {
    for (const Finding& finding : file.findings) {
      lines.push_back(file.file + ": " + finding.stated + " → " + finding.expected + ", " +
                      std::to_string(finding.evidence.size()) + " places");
    }
  }
  return lines;
}

std::string report(const std::string& unit, int year, const std::string& score, const std::string& spent) {
  return std::to_string(year) + "年度" + unit +
         "部门整体支出绩效自评报告\n\n一、部门整体收支情况\n\n全年预算数100.00万元，全年支出" + spent +
         "万元。\n\n二、自评结论\n\n部门整体支出自评得分" + score + "分。\n";
}
std::string scorecard(const std::string& unit, int year, const std::string& total) {
  return std::to_string(year) + "年度" + unit +
         "部门整体支出绩效自评表\n\n| 一级指标 | 三级指标 | 分值 | 得分 |\n|---|---|---|---|\n| 产出 | 会议 | 50 | 48 "
         "|\n| 效益 | 办文 | 50 | "
         "45 |\n| 合计 | | 100 | " +
         total + " |\n";
}

TEST(AcrossFigures, ReportAndScorecard) {
  EXPECT_THAT(
      found({{"a.md", report("临泽县档案局", 2023, "93", "95.00")}, {"b.md", scorecard("临泽县档案局", 2023, "93")}}),
      IsEmpty());
  EXPECT_THAT(
      found({{"a.md", report("临泽县档案局", 2023, "95", "95.00")}, {"b.md", scorecard("临泽县档案局", 2023, "93")}}),
      ElementsAre("b.md: 93 → 95分, 2 places"));
}
TEST(AcrossFigures, OtherUnitsAndYearsAreTheirOwn) {
  EXPECT_THAT(found({{"a.md", report("临泽县档案局", 2023, "95", "95.00")},
                     {"b.md", report("临泽县司法局", 2023, "93", "91.00")}}),
              IsEmpty());
  EXPECT_THAT(found({{"a.md", report("临泽县档案局", 2023, "95", "95.00")},
                     {"b.md", report("临泽县档案局", 2022, "93", "91.00")}}),
              IsEmpty());
}
TEST(AcrossFigures, RoundedFiguresAgree) {
  EXPECT_THAT(found({{"a.md", report("临泽县档案局", 2023, "93", "95.00")},
                     {"b.md", report("临泽县档案局", 2023, "93", "95")}}),
              IsEmpty());
  EXPECT_THAT(found({{"a.md", report("临泽县档案局", 2023, "93", "95.60")},
                     {"b.md", report("临泽县档案局", 2023, "93", "95")}}),
              ElementsAre("b.md: 95万元 → 95.60万元, 2 places"));
}
// One finding of a kind a document, however often it is told there; the first document that tells it is held against.
TEST(AcrossFigures, ToldOnceADocument) {
  EXPECT_THAT(found({{"a.md", report("临泽县档案局", 2023, "93", "95.00")},
                     {"b.md", report("临泽县档案局", 2023, "93", "94.00") + "\n全年支出94.00万元。\n"},
                     {"c.md", report("临泽县档案局", 2023, "93", "95.00")}}),
              ElementsAre("b.md: 94.00万元 → 95.00万元, 2 places"));
}

}  // namespace
}  // namespace jiheng::audit
