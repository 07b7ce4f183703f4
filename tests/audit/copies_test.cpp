#include "audit/copies.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <set>

#include "base/text.h"
#include "make_document.h"

namespace jiheng::audit {
namespace {

using reading::BlockKind;
using reading::Document;
using testing::ElementsAre;
using testing::IsEmpty;

// 52 characters, 6 of them punctuation.
const std::string passage =
    "坚持勤俭节约、保障重点、加大统筹、强化约束的编制原则，加强预算支付进度跟踪管理，着力提高资金支付均衡性。";

// Text without any 24 characters in common with that of another seed.
std::string unlike(int seed, int characters) {
  std::u32string out;
  auto state = static_cast<std::uint32_t>(seed) * 2654435761u + 12345u;
  for (int i = 0; i < characters; ++i) {
    state = state * 1664525u + 1013904223u;
    out += static_cast<char32_t>(0x4E00 + (state >> 8) % 3000);
  }
  return to_utf8(out);
}

struct Given {
  Document document;
  Outline outline;
};

Given given(std::string file, const std::vector<MadeBlock>& blocks, std::string unit = "", int year = 0) {
  Given out{make_document(std::move(file), blocks), {}};
  out.outline.unit = to_code_points(unit);
  out.outline.year = year;
  return out;
}

pack::RuleSet copy_rules() {
  return rules_of({{"copy.across", pack::Severity::warning}});
}

std::vector<std::vector<Finding>> find(const std::vector<Given>& documents, const pack::RuleSet& rules = copy_rules()) {
  const CopyComparison comparison(rules);
  std::vector<Comparable> prepared;
  for (const Given& one : documents) prepared.push_back(comparison.prepare(one.document, one.outline));
  return comparison.find(prepared);
}

std::string quote(const std::vector<Given>& documents, const Evidence& evidence) {
  return to_utf8(documents[evidence.document].document.view(evidence.span));
}

std::vector<std::string> messages(const std::vector<Finding>& findings) {
  std::vector<std::string> out;
  for (const Finding& finding : findings) out.push_back(finding.message);
  return out;
}

TEST(CopiesTest, QuotesThePassageInBothDocuments) {
  const std::vector<Given> documents = {given("甲.txt", {paragraph("甲单位的话。" + passage + "后来的话不同。")}),
                                        given("乙.txt", {paragraph("乙处另有说法，" + passage + "此后也不同。")})};
  const auto found = find(documents);
  EXPECT_THAT(found[0], IsEmpty());
  ASSERT_EQ(found[1].size(), 1u);
  const Finding& finding = found[1][0];
  EXPECT_EQ(finding.rule, "copy.across");
  EXPECT_EQ(finding.severity, Severity::warning);
  EXPECT_EQ(finding.message, "与“甲.txt”有52个字雷同");
  ASSERT_EQ(finding.evidence.size(), 2u);
  EXPECT_EQ(finding.evidence[0].document, 1u);
  EXPECT_EQ(finding.evidence[1].document, 0u);
  EXPECT_EQ(quote(documents, finding.evidence[0]), passage);
  EXPECT_EQ(quote(documents, finding.evidence[1]), passage);
}

TEST(CopiesTest, CountsCharactersWithTheirPunctuation) {
  // 29 and 30 characters between words that differ, the comma among them.
  const auto all = to_code_points("围绕全年工作要点逐项梳理任务，明确责任单位和完成时限按月调度推进");
  for (const std::size_t length : {29u, 30u}) {
    const std::string shared = to_utf8(all.substr(0, length));
    const auto found =
        find({given("甲", {paragraph("前" + shared + "后")}), given("乙", {paragraph("左" + shared + "右")})});
    EXPECT_EQ(found[1].size(), length < 30 ? 0u : 1u) << length;
  }
}

TEST(CopiesTest, ScrapsOfClausesAtTheEndsAreNotCounted) {
  const std::vector<Given> documents = {given("甲", {paragraph("办结12件。" + passage + "一是对照清单")}),
                                        given("乙", {paragraph("完成305件。" + passage + "一是每月调度")})};
  const auto found = find(documents);
  EXPECT_THAT(messages(found[1]), ElementsAre("与“甲”有52个字雷同"));
  EXPECT_EQ(quote(documents, found[1][0].evidence[0]), passage);
  EXPECT_EQ(quote(documents, found[1][0].evidence[1]), passage);
}

TEST(CopiesTest, AChangedMarkHidesNothing) {
  std::string changed = passage;
  for (const std::string mark : {"、", "，", "。"}) {
    for (std::size_t at = changed.find(mark); at != changed.npos; at = changed.find(mark))
      changed.erase(at, mark.size());
  }
  const auto found = find({given("甲", {paragraph(passage)}), given("乙", {paragraph(changed)})});
  EXPECT_THAT(messages(found[1]), ElementsAre("与“甲”有46个字雷同"));
}

TEST(CopiesTest, LeavesOutHeadingsCellsDutiesAndNamesOfDocuments) {
  const std::string other = "这一份的内容自有其说法。";
  const auto pair_of = [&](MadeBlock a, MadeBlock b) {
    return find({given("甲", {heading("一、工作"), std::move(a)}), given("乙", {heading("一、工作"), std::move(b)})})[1]
        .size();
  };
  EXPECT_EQ(pair_of(paragraph(passage), paragraph(passage)), 1u);
  EXPECT_EQ(pair_of({BlockKind::cell, passage}, paragraph(passage)), 0u);
  EXPECT_EQ(pair_of(paragraph(passage), {BlockKind::heading, passage}), 0u);
  EXPECT_EQ(pair_of({BlockKind::title, passage}, {BlockKind::title, passage}), 0u);
  const std::string law = "《广东省财政厅关于进一步加强省级部门预算绩效管理全过程各环节工作衔接的若干意见》";
  EXPECT_EQ(pair_of(paragraph("我办按" + law + "办理。"), paragraph("依照" + law + "，全面推进。")), 0u);

  std::vector<Given> duties;
  for (const char* file : {"甲", "乙"}) {
    duties.push_back(given(
        file, {heading("（一）部门职能"), paragraph(passage), heading("（二）年度工作"), paragraph(other + file)}));
    duties.back().outline.sections = {section(duties.back().document, SectionKind::duties, 0, 1)};
  }
  EXPECT_THAT(find(duties)[1], IsEmpty());
}

TEST(CopiesTest, DutiesAnnouncedInAGeneralPartAreDutiesUpToTheNextHeading) {
  const auto report = [&](const std::string& file, const std::string& announcement) {
    Given out = given(file, {heading("一、基本情况"), paragraph(file + announcement), paragraph(passage),
                             heading("二、年度工作"), paragraph(file + "的工作另有安排。")});
    out.outline.sections = {section(out.document, SectionKind::overview, 0, 2),
                            section(out.document, SectionKind::yearly_work, 3, 4)};
    return out;
  };
  EXPECT_THAT(find({report("甲", "办公室主要职责是："), report("乙", "办公室主要职责是：")})[1], IsEmpty());
  EXPECT_EQ(find({report("甲", "办公室情况如下："), report("乙", "办公室情况如下：")})[1].size(), 1u);
}

TEST(CopiesTest, ABlockLeftOutPartsTheText) {
  const auto code_points = to_code_points(passage);
  const std::string first = to_utf8(code_points.substr(0, 25)), second = to_utf8(code_points.substr(25));
  const auto in_two = [&](const std::string& file, bool parted) {
    std::vector<MadeBlock> blocks = {paragraph(first)};
    if (parted) blocks.push_back(heading("四、下一步改进措施"));
    blocks.push_back(paragraph(second));
    return given(file, blocks);
  };
  EXPECT_EQ(find({in_two("甲", false), in_two("乙", false)})[1].size(), 1u);
  EXPECT_THAT(find({in_two("甲", true), in_two("乙", true)})[1], IsEmpty());
}

TEST(CopiesTest, BoilerplateIsNotCounted) {
  pack::RuleSet rules = copy_rules();
  const std::string formula = "以习近平新时代中国特色社会主义思想为指导，深入贯彻落实党的二十大精神，";
  const std::vector<Given> formulas = {given("甲", {paragraph("我办坚持" + formula + "做好服务")}),
                                       given("乙", {paragraph("办公厅坚持" + formula + "强化统筹")})};
  EXPECT_EQ(find(formulas, rules)[1].size(), 1u);
  rules.boilerplate = {U"习近平新时代中国特色社会主义思想", U"党的二十大精神"};
  EXPECT_THAT(find(formulas, rules)[1], IsEmpty());

  // A passage around it, here after its first comma, is found all the same, without its characters and the mark beside
  // it.
  const auto code_points = to_code_points(passage);
  const std::string around = to_utf8(code_points.substr(0, 27)) + formula + to_utf8(code_points.substr(27));
  EXPECT_THAT(
      messages(find({given("甲", {paragraph("前" + around)}), given("乙", {paragraph("后" + around)})}, rules)[1]),
      ElementsAre("与“甲”有51个字雷同"));
}

TEST(CopiesTest, RunsThatNearlyTouchAreOneFinding) {
  const auto two = [&](const std::string& between) {
    return paragraph(passage + between +
                     "督促各单位对照清单逐项销号，建立问题整改台账，明确责任人和整改期限，定期通报进展。");
  };
  const std::vector<Given> near = {given("甲", {two("办理12件")}), given("乙", {two("办理35件")})};
  const auto found = find(near);
  EXPECT_THAT(messages(found[1]), ElementsAre("与“甲”有94个字雷同"));
  EXPECT_EQ(quote(near, found[1][0].evidence[0]), to_utf8(near[1].document.view(near[1].document.blocks[0].span)));
  EXPECT_EQ(find({given("甲", {two("全年办理人大建议和政协提案12件")}),
                  given("乙", {two("去年完成各类文稿起草审核35篇")})})[1]
                .size(),
            2u);
}

TEST(CopiesTest, APassageOfManyIsReportedOncePerLaterDocumentAgainstTheFirst) {
  std::vector<Given> documents;
  for (int i = 0; i < 200; ++i) {
    documents.push_back(given(std::to_string(i), {paragraph(unlike(i, 50) + passage + unlike(i + 1000, 50))}));
  }
  const auto found = find(documents);
  EXPECT_THAT(found[0], IsEmpty());
  for (std::size_t i = 1; i < found.size(); ++i) {
    ASSERT_EQ(found[i].size(), 1u) << i;
    ASSERT_EQ(found[i][0].evidence[1].document, 0u) << i;
  }
}

TEST(CopiesTest, TheSameUnitInAnotherYear) {
  const auto at = [&](std::string file, std::string unit, int year) {
    const int seed = static_cast<int>(file.back());
    return given(file, {paragraph(unlike(seed, 40) + passage + unlike(seed + 1000, 40))}, unit, year);
  };
  EXPECT_THAT(messages(find({at("a2022", "某局", 2022), at("a2023", "某局", 2023)})[1]),
              ElementsAre("与“a2022”有52个字雷同（同一单位2022年度的报告）"));
  EXPECT_THAT(messages(find({at("a1", "某局", 2023), at("a2", "某办", 2022)})[1]), ElementsAre("与“a1”有52个字雷同"));
  // Report and scorecard of one year tell of the same work.
  EXPECT_THAT(find({at("report", "某局", 2023), at("scorecard", "某局", 2023)})[1], IsEmpty());
  // A unit or year that is not stated is not the same.
  EXPECT_EQ(find({at("a1", "", 2023), at("a2", "", 2023)})[1].size(), 1u);
  EXPECT_EQ(find({at("a1", "某局", 0), at("a2", "某局", 0)})[1].size(), 1u);
}

TEST(CopiesTest, OfAPairWithManyTheTenLongestAreReported) {
  std::vector<MadeBlock> a, b;
  for (int i = 0; i < 12; ++i) {
    const std::string shared = unlike(i, 30 + i);
    a.push_back(paragraph(unlike(100 + i, 60) + shared));
    b.push_back(paragraph(unlike(200 + i, 60) + shared));
  }
  const auto found = find({given("甲", a), given("乙", b)});
  ASSERT_EQ(found[1].size(), 10u);
  EXPECT_EQ(found[1][0].message, "与“甲”有32个字雷同");  // by place
  EXPECT_EQ(found[1][9].message, "与“甲”有41个字雷同；两份文件另有2处较短的雷同，未一一列出");
}

TEST(CopiesTest, AWholeCopyIsOneFinding) {
  std::vector<MadeBlock> a, b;
  for (int i = 0; i < 10; ++i) {
    a.push_back(paragraph(unlike(i, 90) + unlike(100 + i, 10)));
    b.push_back(paragraph(unlike(i, 90) + unlike(200 + i, 10)));
  }
  EXPECT_THAT(messages(find({given("甲", a), given("乙", b)})[1]),
              ElementsAre("与“甲”几乎全文雷同：可比的1000个字中900个字相同"));
}

TEST(CopiesTest, TakesNoPartWhenUnreadableOrEmpty) {
  const CopyComparison comparison{*new pack::RuleSet(copy_rules())};
  const Given a = given("甲", {paragraph(passage)}), empty = given("空", {});
  const auto found =
      comparison.find({comparison.prepare(a.document, a.outline), Comparable(),
                       comparison.prepare(empty.document, empty.outline), comparison.prepare(a.document, a.outline)});
  EXPECT_THAT(found[1], IsEmpty());
  EXPECT_THAT(found[2], IsEmpty());
  ASSERT_EQ(found[3].size(), 1u);
}

// The longest common stretches of two texts, straight from the definition: [begin in a, begin in b, length].
struct Common {
  std::size_t a, b, length;
};
std::vector<Common> common_runs(const std::u32string& a, const std::u32string& b, std::size_t least) {
  std::vector<Common> out;
  std::vector<std::vector<std::size_t>> length(a.size() + 1, std::vector<std::size_t>(b.size() + 1, 0));
  for (std::size_t i = 1; i <= a.size(); ++i) {
    for (std::size_t j = 1; j <= b.size(); ++j) {
      length[i][j] = a[i - 1] == b[j - 1] ? length[i - 1][j - 1] + 1 : 0;
      const bool ends = i == a.size() || j == b.size() || a[i] != b[j];
      if (ends && length[i][j] >= least) out.push_back({i - length[i][j], j - length[i][j], length[i][j]});
    }
  }
  return out;
}

RC_GTEST_PROP(CopiesProperty, FindsWhatTheDefinitionFindsAndNothingElse, ()) {
  // Two texts put together from a pool of stretches, so that they share stretches of 15 to 60 characters.
  const auto piece = rc::gen::pair(rc::gen::inRange(0, 12), rc::gen::inRange(15, 60));
  const auto text_of = [](const std::vector<std::pair<int, int>>& pieces, int own) {
    std::u32string out;
    for (const auto& [seed, length] : pieces) {
      out += to_code_points(unlike(seed, length));
      // The fillers of the two texts never meet: a text is far shorter than 100,000 characters.
      out += to_code_points(unlike(1000 + 100'000 * own + static_cast<int>(out.size()), 20));
    }
    return out;
  };
  // Each seed once a text: a stretch that stands twice in one text is compared with its first occurrence only.
  const auto each_once = [](std::vector<std::pair<int, int>> all) {
    std::set<int> seen;
    std::erase_if(all, [&](const auto& one) { return !seen.insert(one.first).second; });
    return all;
  };
  const auto pieces = rc::gen::map(rc::gen::container<std::vector<std::pair<int, int>>>(piece), each_once);
  const std::u32string a = text_of(*pieces, 1), b = text_of(*pieces, 2);
  const std::vector<Given> documents = {given("甲", {paragraph(to_utf8(a) + "。")}),
                                        given("乙", {paragraph(to_utf8(b) + "。")})};
  const auto found = find(documents);
  const std::vector<Common> expected = common_runs(a, b, 30);
  std::size_t shared = 0;
  for (const Common& run : expected) shared += run.length;
  if (shared * 100 >= (b.size()) * 80 && shared >= 200) {
    RC_ASSERT(found[1].size() == 1u);
    return;
  }
  RC_ASSERT(found[1].size() == std::min<std::size_t>(expected.size(), 10));
  for (const Finding& finding : found[1]) {
    const Evidence &here = finding.evidence[0], &there = finding.evidence[1];
    RC_ASSERT(std::any_of(expected.begin(), expected.end(), [&](const Common& run) {
      return run.a == there.span.begin && run.b == here.span.begin && run.length == here.span.size() &&
             run.length == there.span.size();
    }));
  }
}

}  // namespace
}  // namespace jiheng::audit
