// Every rule of the shipped pack on its own two examples: the failing one gives the rule's finding, its corrected twin
// none. The pairs stand in packs/rules-cn beside the rule's words, where its author reads them.

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <ostream>

#include "audit/auditor.h"
#include "base/text.h"
#include "pack/load.h"

namespace jiheng::audit {
namespace {

const pack::RuleSet& rules_cn() {
  static const pack::Library library = [] {
    auto loaded = pack::load(std::filesystem::path(JIHENG_SOURCE_DIR) / "packs" / "rules-cn");
    if (!loaded) throw std::runtime_error(pack::to_string(loaded.error()));
    return std::move(*loaded);
  }();
  return *library.find_rule_set("rules-cn");
}

struct Example {
  std::string rule;
  bool fails;
};

std::ostream& operator<<(std::ostream& out, const Example& example) {
  return out << example.rule << (example.fails ? " fails" : " passes");
}

std::vector<Example> examples() {
  std::vector<Example> all;
  for (const pack::AuditRule& rule : rules_cn().rules) {
    all.push_back({rule.id, true});
    all.push_back({rule.id, false});
  }
  return all;
}

// A line of ==== parts two reports.
std::vector<reading::Document> read(const std::string& example) {
  std::vector<reading::Document> documents;
  std::string report;
  const auto finish = [&] {
    const std::string name = "example-" + std::to_string(documents.size() + 1) + ".md";
    auto document = reading::read_bytes(report, name);
    if (!document) throw std::runtime_error(document.error().message);
    documents.push_back(std::move(*document));
    report.clear();
  };
  for (const std::string& line : split(example, '\n')) {
    if (line == "====") {
      finish();
    } else {
      report += line + "\n";
    }
  }
  finish();
  return documents;
}

class RuleExample : public testing::TestWithParam<Example> {};

TEST_P(RuleExample, IsJudgedRightly) {
  const pack::AuditRule& rule = *rules_cn().find_rule(GetParam().rule);
  const std::string& text = GetParam().fails ? rule.fails : rule.passes;
  ASSERT_FALSE(text.empty());
  const Audit audit = audit_documents(read(text), rules_cn(), {});
  std::string told;
  int found = 0;
  for (const AuditedFile& file : audit.files) {
    for (const Finding& finding : file.findings) {
      if (finding.rule != rule.id) continue;
      ++found;
      told += finding.message + "\n";
      EXPECT_EQ(finding.severity, rule.severity);
    }
  }
  if (GetParam().fails) {
    EXPECT_GE(found, 1);
  } else {
    EXPECT_EQ(found, 0) << told;
  }
}

INSTANTIATE_TEST_SUITE_P(All, RuleExample, testing::ValuesIn(examples()), [](const auto& info) {
  std::string name = info.param.rule + (info.param.fails ? "_fails" : "_passes");
  std::replace_if(
      name.begin(), name.end(), [](char c) { return c == '.' || c == '-'; }, '_');
  return name;
});

// A corrected report has nothing of any rule, but that it is short: what is missing from it is another matter.
TEST(RuleExamples, CorrectedReportsHaveNothingElse) {
  for (const pack::AuditRule& rule : rules_cn().rules) {
    const Audit audit = audit_documents(read(rule.passes), rules_cn(), {});
    for (const AuditedFile& file : audit.files) {
      for (const Finding& finding : file.findings) {
        EXPECT_TRUE(finding.rule.starts_with("missing.")) << rule.id << ": " << finding.rule << " " << finding.message;
      }
    }
  }
}

}  // namespace
}  // namespace jiheng::audit
