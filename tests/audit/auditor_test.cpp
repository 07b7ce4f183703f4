#include "audit/auditor.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>

#include "base/text.h"
#include "make_document.h"

namespace jiheng::audit {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

const std::string passage =
    "坚持勤俭节约、保障重点、加大统筹、强化约束的编制原则，加强预算支付进度跟踪管理，着力提高资金支付均衡性。";

pack::RuleSet test_rules() {
  return rules_of({{"ratio", Severity::error},
                   {"placeholder", Severity::error},
                   {"copy.across", Severity::warning},
                   {"doubled-word", Severity::warning},
                   {"no-base", Severity::info}});
}

// Report number i: its figures are its own, and every third has the passage.
std::string text_of(int i) {
  const std::string n = std::to_string(i), more = std::to_string(1000 + 37 * i);
  std::string out = "2023年度第" + n + "街道办事处部门整体支出绩效自评报告\n\n一、基本情况\n\n";
  out += "全年预算数" + more + ".50万元，执行数" + std::to_string(900 + 29 * i) + ".25万元，预算完成率为" +
         std::to_string(60 + i % 40) + ".31%。\n\n二、下一步改进措施\n\n";
  out +=
      "第" + n + "街道办理各类来文" + more + "件，见附表" + n + "。" + (i % 3 == 0 ? passage : "措施另行制定。") + "\n";
  return out;
}

reading::Document document_of(int i) {
  return *reading::read_bytes(text_of(i), std::to_string(i) + ".txt");
}

std::vector<reading::Document> documents(int count) {
  std::vector<reading::Document> out;
  for (int i = 0; i < count; ++i) out.push_back(document_of(i));
  return out;
}

// Everything that a run says, for comparing two runs.
std::string told(const Audit& audit) {
  std::string out;
  const auto places = [&](const std::vector<Evidence>& evidence) {
    for (const Evidence& e : evidence) {
      out += " " + std::to_string(e.document) + ":" + std::to_string(e.span.begin) + "-" + std::to_string(e.span.end);
    }
    out += "\n";
  };
  for (const AuditedFile& file : audit.files) {
    out += file.file + " " + to_utf8(file.outline.title) + " " + std::to_string(file.figures) + "\n";
    if (file.error) out += file.error->code + " " + file.error->message + "\n";
    for (const Finding& f : file.findings) {
      out += f.rule + " " + f.message + " " + f.stated + " " + f.expected + " " + f.difference;
      places(f.evidence);
    }
    for (const Claim& claim : file.claims) {
      out += std::string(name(claim.relation)) + (claim.holds ? " holds" : " fails");
      for (const std::string& value : claim.values) out += " " + value;
      places(claim.evidence);
    }
  }
  return out;
}

TEST(AuditorTest, TheNumberOfThreadsChangesNothing) {
  const pack::RuleSet rules = test_rules();
  const auto with = [&](int threads) {
    AuditOptions options;
    options.threads = threads;
    return told(audit_documents(documents(60), rules, options));
  };
  const std::string one = with(1);
  EXPECT_NE(one.find("copy.across"), std::string::npos);
  EXPECT_EQ(with(2), one);
  EXPECT_EQ(with(7), one);
}

TEST(AuditorTest, ComparesTheFilesWithEachOther) {
  const pack::RuleSet rules = test_rules();
  AuditOptions options;
  options.only_rules = {"copy.across"};
  const Audit audit = audit_documents(documents(7), rules, options);
  std::vector<std::size_t> found;
  for (const AuditedFile& file : audit.files) found.push_back(file.findings.size());
  EXPECT_THAT(found, ElementsAre(0, 0, 0, 1, 0, 0, 1));
  const Finding& last = audit.files[6].findings[0];
  EXPECT_EQ(to_utf8(audit.files[6].document.view(last.evidence[0].span)), passage);
  EXPECT_EQ(to_utf8(audit.files[0].document.view(last.evidence[1].span)), passage);
  EXPECT_EQ(audit.warnings, 2u);
  EXPECT_EQ(audit.exit_code(), 0);

  options.across = false;
  EXPECT_EQ(audit_documents(documents(7), rules, options).warnings, 0u);
}

class FolderTest : public testing::Test {
 protected:
  FolderTest() { std::filesystem::create_directories(folder_); }
  ~FolderTest() override { std::filesystem::remove_all(folder_); }

  std::filesystem::path write(const std::string& name, const std::string& bytes) {
    std::ofstream(folder_ / name, std::ios::binary) << bytes;
    return folder_ / name;
  }

  // Of this test alone: tests run side by side.
  std::filesystem::path folder_ =
      std::filesystem::path(testing::TempDir()) /
      (std::string("auditor_test_") + testing::UnitTest::GetInstance()->current_test_info()->name());
};

TEST_F(FolderTest, AFileThatCannotBeReadIsToldAndTheOthersAreAudited) {
  const std::vector<std::filesystem::path> files = {write("0.txt", text_of(0)), folder_ / "没有.txt",
                                                    write("空.txt", ""), write("3.txt", text_of(3))};
  const pack::RuleSet rules = test_rules();
  const Audit audit = audit_files(files, rules, {});
  ASSERT_THAT(audit.files, SizeIs(4));
  for (std::size_t i = 0; i < files.size(); ++i) EXPECT_EQ(audit.files[i].file, files[i].string());
  EXPECT_FALSE(audit.files[0].error);
  ASSERT_TRUE(audit.files[1].error);
  EXPECT_EQ(audit.files[1].error->code, "reading.cannot-read");
  ASSERT_TRUE(audit.files[2].error);
  EXPECT_EQ(audit.files[2].error->code, "reading.empty");
  EXPECT_THAT(audit.files[2].findings, IsEmpty());
  EXPECT_TRUE(audit.unreadable);
  EXPECT_EQ(audit.exit_code(), 2);
  // The copy is found over the unreadable ones.
  EXPECT_TRUE(std::any_of(audit.files[3].findings.begin(), audit.files[3].findings.end(),
                          [](const Finding& f) { return f.rule == "copy.across" && f.evidence[1].document == 0; }));
  EXPECT_EQ(to_utf8(audit.files[3].outline.title), "2023年度第3街道办事处部门整体支出绩效自评报告");
  EXPECT_GT(audit.files[3].figures, 2u);
}

TEST_F(FolderTest, ReadsAsItReadsFromMemory) {
  std::vector<std::filesystem::path> files;
  for (int i = 0; i < 7; ++i) files.push_back(write(std::to_string(i) + ".txt", text_of(i)));
  const pack::RuleSet rules = test_rules();
  Audit from_files = audit_files(files, rules, {});
  for (AuditedFile& file : from_files.files) file.file = std::filesystem::path(file.file).filename().string();
  EXPECT_EQ(told(from_files), told(audit_documents(documents(7), rules, {})));
}

// XX is a placeholder, 治理治理 a doubled word.
reading::Document with_mistakes() {
  return *reading::read_bytes(
      "2023年度某局部门整体支出绩效自评报告\n\n一、工作情况\n\n我局加强治理治理工作。\n\n完成XX项任务。\n", "a.txt");
}

TEST(AuditorTest, KeepsTheRulesAndSeveritiesAskedFor) {
  pack::RuleSet rules = test_rules();
  rules.placeholders = {U"XX"};
  const auto found = [&](const AuditOptions& options) {
    std::vector<reading::Document> one;
    one.push_back(with_mistakes());
    std::vector<std::string> names;
    const Audit audit = audit_documents(std::move(one), rules, options);
    for (const Finding& finding : audit.files[0].findings) names.push_back(finding.rule);
    return names;
  };
  EXPECT_THAT(found({}), ElementsAre("doubled-word", "placeholder"));  // by place
  AuditOptions errors;
  errors.least = Severity::error;
  EXPECT_THAT(found(errors), ElementsAre("placeholder"));
  AuditOptions one_rule;
  one_rule.only_rules = {"doubled-word"};
  EXPECT_THAT(found(one_rule), ElementsAre("doubled-word"));
}

TEST(AuditorTest, TellsItsProgressFileByFile) {
  const pack::RuleSet rules = test_rules();
  std::vector<std::size_t> done;
  std::set<std::string> names;
  AuditOptions options;
  options.threads = 4;
  options.progress = [&](std::size_t count, std::size_t total, const std::string& file) {
    EXPECT_EQ(total, 20u);
    done.push_back(count);
    names.insert(file);
  };
  audit_documents(documents(20), rules, options);
  ASSERT_THAT(done, SizeIs(20));
  for (std::size_t i = 0; i < done.size(); ++i) EXPECT_EQ(done[i], i + 1);
  EXPECT_THAT(names, SizeIs(20));
}

TEST(AuditorTest, NothingIsNoError) {
  const pack::RuleSet rules = test_rules();
  const Audit audit = audit_files({}, rules, {});
  EXPECT_THAT(audit.files, IsEmpty());
  EXPECT_EQ(audit.exit_code(), 0);
}

TEST(AuditorTest, CountsBySeverity) {
  Audit audit;
  audit.files.resize(2);
  Finding finding;
  for (const Severity severity : {Severity::error, Severity::warning, Severity::warning, Severity::info}) {
    finding.severity = severity;
    audit.files[1].findings.push_back(finding);
  }
  count(audit);
  EXPECT_EQ(audit.errors, 1u);
  EXPECT_EQ(audit.warnings, 2u);
  EXPECT_EQ(audit.infos, 1u);
  EXPECT_EQ(audit.exit_code(), 1);
  audit.files[0].error = make_error("reading.empty");
  count(audit);
  EXPECT_EQ(audit.exit_code(), 2);
}

}  // namespace
}  // namespace jiheng::audit
