// The outline: title, unit, year, kind of document, sections.
#include "audit/language/outline.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>

#include "base/text.h"
#include "reading/read.h"

namespace jiheng::audit {
namespace {

using Strings = std::vector<std::string>;

struct Read {
  std::unique_ptr<reading::Document> document;
  Outline outline;

  std::string unit() const { return to_utf8(outline.unit); }
  std::string title() const { return to_utf8(outline.title); }
};

Read read(std::string_view text, const std::string& name = "report.txt") {
  auto document = reading::read_bytes(text, name);
  if (!document) throw std::runtime_error(document.error().message);
  Read result;
  result.document = std::make_unique<reading::Document>(std::move(*document));
  result.outline = outline_of(*result.document);
  return result;
}

constexpr const char* kinds[] = {"other",        "overview",   "duties",     "yearly-work", "goals",      "budget",
                                 "management",   "evaluation", "conclusion", "completion",  "efficiency", "projects",
                                 "achievements", "problems",   "measures",   "attachment"};

// "1 overview 一、基本情况" per section.
Strings sections(const Read& read) {
  Strings lines;
  for (const Section& section : read.outline.sections) {
    lines.push_back(std::to_string(section.level) + " " + kinds[static_cast<int>(section.kind)] + " " +
                    to_utf8(read.document->view(section.heading)));
  }
  return lines;
}

TEST(OutlineTest, ReadsTheTitle) {
  struct Case {
    const char* text;
    const char* unit;
    int year;
    DocumentKind kind;
  };
  const Case cases[] = {
      {"2023年度青山市临江区教育局部门整体支出绩效自评报告", "青山市临江区教育局", 2023, DocumentKind::report},
      {"青山市临江区教育局2023年度部门整体支出绩效自评报告", "青山市临江区教育局", 2023, DocumentKind::report},
      {"青山市教育局关于2022年度部门整体支出绩效自评的报告", "青山市教育局", 2022, DocumentKind::report},
      {"2022年青山市水务局整体支出绩效评价报告", "青山市水务局", 2022, DocumentKind::report},
      {"二〇二三年度青山市水务局部门整体支出绩效自评报告", "青山市水务局", 2023, DocumentKind::report},
      {"2021年度青山市水务局部门预算绩效自评报告", "青山市水务局", 2021, DocumentKind::report},
      {"2023年度青山市水务局部门决算", "青山市水务局", 2023, DocumentKind::accounts},
      {"2023年度河道清淤项目支出绩效自评报告", "", 2023, DocumentKind::project_report},
      {"2023年度青山市水务局项目支出绩效自评报告", "青山市水务局", 2023, DocumentKind::project_report},
      {"2023年度部门整体支出绩效自评表", "", 2023, DocumentKind::scorecard},
      {"部门整体支出绩效自评报告", "", 0, DocumentKind::report},
  };
  for (const Case& c : cases) {
    const Read report = read(std::string(c.text) + "\n\n一、基本情况\n\n负责相关工作。\n\n二、存在问题\n\n无。\n");
    EXPECT_EQ(report.title(), c.text);
    EXPECT_EQ(report.unit(), c.unit) << c.text;
    EXPECT_EQ(report.outline.year, c.year) << c.text;
    EXPECT_EQ(report.outline.kind, c.kind) << c.text;
  }
}

TEST(OutlineTest, JoinsATitleOfTwoLines) {
  const Read report = read(
      "附件 4\n\n2022 年度青山市临江区人民政府办公室\n部门整体支出绩效自评报告\n\n一、基本情况\n\n负责相关工作。\n");
  EXPECT_EQ(report.title(), "2022年度青山市临江区人民政府办公室部门整体支出绩效自评报告");
  EXPECT_EQ(report.unit(), "青山市临江区人民政府办公室");
  EXPECT_EQ(report.outline.year, 2022);
}

TEST(OutlineTest, FindsUnitAndYearBesideATitleWithoutThem) {
  const Read labelled =
      read("部门整体支出绩效自评报告\n\n（2023年度）\n\n单位名称：青山市水务局\n\n一、基本情况\n\n负责相关工作。\n");
  EXPECT_EQ(labelled.unit(), "青山市水务局");
  EXPECT_EQ(labelled.outline.year, 2023);
  const Read table = read(
      "# 部门整体支出绩效自评表\n\n| 部门名称 | 青山市水务局 |\n| --- | --- |\n| 评价年度 | 2023年度 |\n", "report.md");
  EXPECT_EQ(table.unit(), "青山市水务局");
  EXPECT_EQ(table.outline.year, 2023);
  EXPECT_EQ(table.outline.kind, DocumentKind::scorecard);
}

TEST(OutlineTest, KnowsSectionsByTheirHeadings) {
  const Read report = read(
      "2023年度青山市水务局部门整体支出绩效自评报告\n\n一、部门（单位）基本情况\n\n（一）部门职能。\n\n1."
      "负责供水。\n\n2.负责排水。\n\n"
      "（二）部门整体收支情况\n\n全年预算数100万元，执行数98万元，执行率98%"
      "，年末没有结转结余，支出结构与上年基本一致，没有大的变化。\n\n（三）年度绩效目标\n\n全年保障城区二十万居民的生活"
      "用水，水质综合合格率不低于95%，管网漏损率控制在9%以内。\n\n二、绩效目标完成情况\n"
      "\n1.供水保障\n\n"
      "绩效目标：保障供水。\n\n完成情况：供水100吨。\n\n三、综合评价结论\n\n经自评，我局整体支出绩效自评得分98分，等级"
      "为优，主要扣分指标是部门预算资金支出率。\n\n四、主要经验及做法\n\n统"
      "筹推进。\n\n"
      "五、存在问题及原因分析\n\n一是部分项目支付进度偏慢，主要原因是工程结算审核周期较长，资料补正次数较多。\n\n六、有"
      "关建议\n\n建立工程结算审核绿色通道，压缩资料补正时间，按月通报支付进度，切实加快资金支付。\n\n七、其他需要说明的"
      "问题\n\n本次自评涉及的佐证材料均已整理归档，其他需要说明的事项暂时没有，特此予以说明。\n\n附件"
      "：部门整体支出绩效自评表\n",
      "report.md");
  const Strings expected = {"1 overview 一、部门（单位）基本情况",
                            "2 duties （一）部门职能",
                            "2 budget （二）部门整体收支情况",
                            "2 goals （三）年度绩效目标",
                            "1 completion 二、绩效目标完成情况",
                            "3 other 1.供水保障",
                            "4 goals 绩效目标",
                            "4 completion 完成情况",
                            "1 conclusion 三、综合评价结论",
                            "1 achievements 四、主要经验及做法",
                            "1 problems 五、存在问题及原因分析",
                            "1 measures 六、有关建议",
                            "1 other 七、其他需要说明的问题",
                            "1 attachment 附件：部门整体支出绩效自评表"};
  EXPECT_EQ(sections(report), expected);
}

TEST(OutlineTest, KnowsSectionsWithoutNumbersAndRunIn) {
  const Read report = read(
      "2023年度青山市水务局部门整体支出绩效自评报告\n\n基本情况\n\n我局负责供水、排水和河道管理等各项工作。\n\n绩效自评"
      "情况\n\n自评得分98分，等级为优。\n\n"
      "存在的主要问题：一是支付进度偏慢，二是盘点不够及时。\n\n下一步改进措施：一是加快支付，二是按季盘点。\n");
  const Strings expected = {"1 overview 基本情况", "1 evaluation 绩效自评情况", "1 problems 存在的主要问题",
                            "1 measures 下一步改进措施"};
  EXPECT_EQ(sections(report), expected);
}

TEST(OutlineTest, OpensDutiesWhereTheirListBegins) {
  const Read report = read(
      "2023年度青山市水务局部门整体支出绩效自评报告\n\n一、基本情况\n\n（一）部门概况\n\n青山市水务局是市政府工作部门。"
      "主要职责是：\n\n1.负责供水。\n\n"
      "2.负责排水。\n\n内设科室3个，分别是办公室、供水科、排水科。\n\n二、存在问题\n\n无。\n");
  const Strings expected = {"1 overview 一、基本情况", "2 overview （一）部门概况", "7 duties 主要职责是：",
                            "1 problems 二、存在问题"};
  EXPECT_EQ(sections(report), expected);
  const Outline& outline = report.outline;
  const auto at = [&](const char* words) {
    return static_cast<std::uint32_t>(report.document->text.find(to_code_points(words)));
  };
  EXPECT_EQ(outline.kind_at(at("负责排水")), SectionKind::duties);
  EXPECT_TRUE(outline.is_inside(at("负责排水"), SectionKind::overview));
  EXPECT_EQ(outline.kind_at(at("内设科室")), SectionKind::overview);
  EXPECT_FALSE(outline.is_inside(at("内设科室"), SectionKind::duties));
  EXPECT_EQ(outline.kind_at(0), SectionKind::other);
}

TEST(OutlineTest, TellsHeadingsOfThingsFromTheThings) {
  const std::vector<std::pair<const char*, SectionKind>> cases = {
      {"存在的主要问题和改进措施", SectionKind::problems},
      {"不足之处", SectionKind::problems},
      {"强化问题导向，完善督办机制", SectionKind::other},
      {"上年度问题整改情况", SectionKind::other},
      {"下一步工作打算", SectionKind::measures},
      {"做好人大建议办理工作", SectionKind::other},
      {"绩效目标设定情况", SectionKind::goals},
      {"绩效目标完成情况分析", SectionKind::completion},
      {"部门预算执行情况", SectionKind::budget},
      {"各重点任务项目支出完成情况分析", SectionKind::projects},
      {"基本支出和项目支出情况", SectionKind::budget},
      {"部门整体绩效管理情况", SectionKind::management},
      {"绩效自评结果应用情况", SectionKind::other},
      {"职责履行情况", SectionKind::completion},
      {"机构设置情况", SectionKind::overview},
      {"年度重点工作任务", SectionKind::yearly_work},
      {"综合评价分析", SectionKind::evaluation},
      {"综合评价结论", SectionKind::conclusion},
      {"管理效率分析", SectionKind::efficiency},
      {"主要工作成效", SectionKind::achievements}};
  for (const auto& [heading, kind] : cases) EXPECT_EQ(section_kind_of(to_code_points(heading)), kind) << heading;
}

TEST(OutlineTest, SectionsNestAndCoverTheirBlocks) {
  const Read report = read(
      "2023年度青山市水务局部门整体支出绩效自评报告\n\n一、基本情况\n\n（一）部门职能\n\n负责供水。\n\n（二）收支情况\n"
      "\n支出100万元。\n\n二、存在问题\n\n无。\n");
  const auto& s = report.outline.sections;
  ASSERT_EQ(s.size(), 4u);
  EXPECT_EQ(s[0].parent, -1);
  EXPECT_EQ(s[1].parent, 0);
  EXPECT_EQ(s[2].parent, 0);
  EXPECT_EQ(s[3].parent, -1);
  EXPECT_TRUE(s[0].span.contains(s[2].span));
  EXPECT_EQ(to_utf8(report.document->view(s[2].span)), "（二）收支情况\n支出100万元。");
  EXPECT_EQ(s[3].last_block + 1, report.document->blocks.size());
}

RC_GTEST_PROP(OutlineProperty, NeverFailsAndNests, ()) {
  static const std::vector<std::string> lines = {
      "一、基本情况", "（一）部门职能", "1.负责供水。",  "主要职责是：", "绩效目标：提高水平。",
      "三、存在问题", "附件1",          "（2）排水",     "2023年度",     "无。",
      "存在问题",     "| 序号 | 值 |",  "第一部分 概况", "①供水；",      "自评表"};
  const auto picks = *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, static_cast<int>(lines.size())));
  std::string text = "2023年度青山市水务局绩效自评报告";
  for (const int pick : picks) text += "\n\n" + lines[static_cast<std::size_t>(pick)];
  const Read report = read(text);
  for (std::size_t i = 0; i < report.outline.sections.size(); ++i) {
    const Section& section = report.outline.sections[i];
    RC_ASSERT(section.first_block <= section.last_block);
    RC_ASSERT(section.span.contains(section.heading));
    RC_ASSERT(section.parent < static_cast<int>(i));
    if (section.parent >= 0) {
      RC_ASSERT(report.outline.sections[static_cast<std::size_t>(section.parent)].level < section.level);
    }
  }
}

TEST(OutlineTest, SourceReports) {
  const std::filesystem::path folder = std::filesystem::path(JIHENG_SOURCE_DIR) / "../shared/seeds";
  if (!std::filesystem::exists(folder)) GTEST_SKIP() << "the source reports are not here";
  Strings units;
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() == ".txt") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  for (const auto& file : files) {
    const auto document = reading::read_file(file);
    ASSERT_TRUE(document);
    const Outline outline = outline_of(*document);
    units.push_back(to_utf8(outline.unit) + " " + std::to_string(outline.year));
    EXPECT_EQ(outline.kind, DocumentKind::report);
    for (const SectionKind kind : {SectionKind::overview, SectionKind::budget, SectionKind::conclusion,
                                   SectionKind::completion, SectionKind::problems, SectionKind::measures}) {
      EXPECT_NE(outline.find(kind), nullptr) << file << kinds[static_cast<int>(kind)];
    }
  }
  EXPECT_EQ(units,
            (Strings{"广州市荔湾区人民政府办公室 2023", "广州市花都区人民政府办公室 2022", "广州市人民政府办公厅 2023",
                     "广州市南沙区人民政府办公室 2023", "广州市增城区人民政府办公室 2022"}));
}

}  // namespace
}  // namespace jiheng::audit
