#include "audit/ignore.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "audit/comparable.h"
#include "base/text.h"
#include "make_document.h"

namespace jiheng::audit {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const pack::RuleSet& rules() {
  static const pack::RuleSet set = rules_of(
      {{"ratio", pack::Severity::error}, {"copy.across", pack::Severity::warning}, {"no-base", pack::Severity::info}});
  return set;
}

std::string mistakes(const std::string& bytes) {
  const IgnoreResult parsed = parse_ignore(bytes, "ignore.toml", &rules());
  return parsed ? "" : pack::to_string(parsed.error());
}

TEST(IgnoreTest, ReadsEntries) {
  const IgnoreResult parsed = parse_ignore(R"(# 2023 年度
[[accept]]
file = "报告.docx"
rule = "ratio"
text = "完成率 ９９.6％，"
reason = "系统截断"
until = 2027-12-31

[[accept]]
file = "*.txt"
rule = "copy.across"
reason = "同一通知的原文"
)",
                                           "ignore.toml", &rules());
  ASSERT_TRUE(parsed);
  ASSERT_EQ(parsed->entries.size(), 2u);
  const Acceptance& first = parsed->entries[0];
  EXPECT_EQ(first.file, "报告.docx");
  EXPECT_EQ(first.rule, "ratio");
  EXPECT_EQ(first.text, U"完成率996");
  EXPECT_EQ(first.reason, "系统截断");
  ASSERT_TRUE(first.until);
  EXPECT_EQ(first.until->to_string(), "2027-12-31");
  EXPECT_EQ(first.where, "ignore.toml:2");
  EXPECT_TRUE(parsed->entries[1].text.empty());
  EXPECT_FALSE(parsed->entries[1].until);
  ASSERT_TRUE(parse_ignore("", "empty.toml"));
}

TEST(IgnoreTest, TellsAllMistakesAtOnceWithTheirPlaces) {
  EXPECT_EQ(mistakes(R"([[accept]]
file = "a.txt"
rule = "ratios"
reason = ""
[[accept]]
file = "a.txt"
rule = "ratio"
text = "，。"
reason = "已核"
until = "2027-12-31"
why = "已核"
)"),
            "ignore.toml:3:8: 没有名为“ratios”的规则，是不是“ratio”？\n"
            "rule = \"ratios\"\n"
            "       ^~~~~~~~\n"
            "ignore.toml:4:10: “reason”不能为空\n"
            "reason = \"\"\n"
            "         ^~\n"
            "ignore.toml:8:8: “text”不能为空\n"
            "text = \"，。\"\n"
            "       ^~~~~~\n"
            "ignore.toml:10:9: “until”应是日期，写作 until = 2027-12-31，不加引号\n"
            "until = \"2027-12-31\"\n"
            "        ^~~~~~~~~~~~\n"
            "ignore.toml:11:1: 未知的键“why”；可用的有：file、rule、text、reason、until\n"
            "why = \"已核\"\n"
            "^~~\n");
  EXPECT_EQ(mistakes("[[accept]]\nrule = \"ratio\"\n"),
            "ignore.toml:1:1: 缺少必填的键“file”\n[[accept]]\n^~~~~~~~~~\n"
            "ignore.toml:1:1: 缺少必填的键“reason”\n[[accept]]\n^~~~~~~~~~\n");
  EXPECT_EQ(mistakes("[[accepted]]\n"),
            "ignore.toml:1:3: 未知的键“accepted”，是不是“accept”？\n[[accepted]]\n  ^~~~~~~~\n");
  EXPECT_EQ(mistakes("accept = 1\n"), "ignore.toml:1:10: “accept”应是[[accept]]，这里是整数\naccept = 1\n         ^\n");
}

TEST(IgnoreTest, TellsWhatCannotBeRead) {
  const IgnoreResult missing = load_ignore("no/such/ignore.toml");
  ASSERT_FALSE(missing);
  EXPECT_EQ(pack::to_string(missing.error()), "no/such/ignore.toml: 无法读取\n");
  EXPECT_FALSE(load_ignore(std::filesystem::temp_directory_path()));

  const auto path = std::filesystem::path(testing::TempDir()) / "ignore_test.toml";
  std::ofstream(path) << "[[accept]]\nfile = 'a'\nrule = 'ratio'\nreason = '已核'\n";
  const IgnoreResult read = load_ignore(path, &rules());
  std::ofstream(path, std::ios::trunc).close();
  const IgnoreResult empty = load_ignore(path);
  std::filesystem::remove(path);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->entries.size(), 1u);
  ASSERT_TRUE(empty);
  EXPECT_THAT(empty->entries, IsEmpty());
}

Finding finding(std::string rule, Severity severity, std::vector<Evidence> evidence) {
  Finding out;
  out.rule = std::move(rule);
  out.severity = severity;
  out.evidence = std::move(evidence);
  return out;
}

// Two files: a rate in the first, a passage of the second that the first has too.
Audit audited() {
  Audit audit;
  audit.files.resize(2);
  audit.files[0].file = "送审/甲.txt";
  audit.files[0].document = make_document(
      "送审/甲.txt", {paragraph("预算完成率为99.6%。支出率为99.6%，较好。"), paragraph("坚持勤俭节约。")});
  audit.files[1].file = "乙.txt";
  audit.files[1].document = make_document("乙.txt", {paragraph("我办坚持勤俭节约。")});
  audit.files[0].findings = {finding("ratio", Severity::error, {{0, {6, 11}}}),
                             finding("ratio", Severity::error, {{0, {16, 21}}}),
                             finding("no-base", Severity::info, {{0, {0, 5}}})};
  audit.files[1].findings = {finding("copy.across", Severity::warning, {{1, {2, 8}}, {0, {26, 32}}})};
  count(audit);
  return audit;
}

Acceptance entry(std::string file, std::string rule, std::string text = "") {
  Acceptance out;
  out.file = std::move(file);
  out.rule = std::move(rule);
  out.text = significant(to_code_points(text));
  out.reason = "已核";
  out.where = "ignore.toml:1";
  return out;
}

const Date today = *Date::parse("2026-11-21");

TEST(IgnoreTest, TakesOutWhatItAcceptsAndCountsIt) {
  Audit audit = audited();
  ASSERT_EQ(audit.errors, 2u);
  EXPECT_THAT(apply(audit, {{entry("甲.txt", "ratio", "支出率为99.6%")}}, today), IsEmpty());
  ASSERT_EQ(audit.files[0].findings.size(), 2u);
  EXPECT_EQ(audit.files[0].findings[0].evidence[0].span.begin, 6u);
  EXPECT_EQ(audit.files[0].accepted, 1u);
  EXPECT_EQ(audit.files[1].accepted, 0u);
  EXPECT_EQ(audit.errors, 1u);
  EXPECT_EQ(audit.warnings, 1u);
  EXPECT_EQ(audit.infos, 1u);
  EXPECT_EQ(audit.exit_code(), 1);

  EXPECT_THAT(apply(audit, {{entry("送审/甲.txt", "ratio")}}, today), IsEmpty());
  EXPECT_EQ(audit.files[0].accepted, 2u);
  EXPECT_EQ(audit.exit_code(), 0);
}

TEST(IgnoreTest, TheQuoteMayBeAPartOfTheEvidenceOrTheSentenceAroundItInEitherDocument) {
  const auto accepted = [](const Acceptance& one) {
    Audit audit = audited();
    apply(audit, {{one}}, today);
    return audit.files[0].accepted + audit.files[1].accepted;
  };
  EXPECT_EQ(accepted(entry("甲.txt", "ratio", "99.6%")), 2u);
  EXPECT_EQ(accepted(entry("甲.txt", "ratio", "预算完成率为99.6%。支出率为99.6%，较好")), 2u);
  EXPECT_EQ(accepted(entry("甲.txt", "ratio", "较好")), 0u);      // in the block, not at the evidence
  EXPECT_EQ(accepted(entry("甲.txt", "ratio", "勤俭节约")), 0u);  // in another block
  EXPECT_EQ(accepted(entry("乙.txt", "copy.across", "我办坚持勤俭节约")), 1u);
  EXPECT_EQ(accepted(entry("乙.txt", "copy.across", "坚持 勤俭、节约")), 1u);
  EXPECT_EQ(accepted(entry("甲.txt", "copy.across", "勤俭节约")), 0u);  // it stands in the other file
}

TEST(IgnoreTest, NamesMayHaveWildcards) {
  const auto accepted = [](const std::string& file) {
    Audit audit = audited();
    apply(audit, {{entry(file, "ratio")}}, today);
    return audit.files[0].accepted;
  };
  EXPECT_EQ(accepted("*.txt"), 2u);
  EXPECT_EQ(accepted("送审/*"), 2u);
  EXPECT_EQ(accepted("甲.tx?"), 2u);
  EXPECT_EQ(accepted("*.docx"), 0u);
  EXPECT_EQ(accepted("乙*"), 0u);
}

TEST(IgnoreTest, TellsOfEntriesPastTheirDayAndOfThoseThatAcceptNothing) {
  Acceptance last_day = entry("甲.txt", "ratio", "预算完成率为99.6%"), past = entry("甲.txt", "ratio");
  last_day.until = today;
  past.until = today.plus_days(-1);
  Audit audit = audited();
  EXPECT_THAT(
      apply(audit, {{last_day, past, entry("丙.txt", "no-base"), entry("甲.txt", "ratio", "预算完成率")}}, today),
      ElementsAre("ignore.toml:1：对规则 ratio 的认可已于 2026-11-20 到期，不再生效",
                  "ignore.toml:1：没有用到：“丙.txt”中没有与之相符的 no-base 疑点",
                  "ignore.toml:1：没有用到：“甲.txt”中没有与之相符的 ratio 疑点"));
  EXPECT_EQ(audit.files[0].accepted, 1u);
}

}  // namespace
}  // namespace jiheng::audit
