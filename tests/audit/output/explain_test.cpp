// What is told of rules, and that the manual in docs/ is what the pack says.

#include "audit/output/explain.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "pack/load.h"

namespace jiheng::audit {
namespace {

namespace fs = std::filesystem;

pack::RuleSet small_set() {
  pack::RuleSet set;
  set.id = "trial";
  set.title = "试验规则";
  set.version = "1";
  pack::AuditRule ratio;
  ratio.id = "ratio";
  ratio.severity = pack::Severity::error;
  ratio.title = "比率不符";
  ratio.explanation = "印出的比率得不出。核对后改正。";
  ratio.source = "算术";
  ratio.verified = true;
  ratio.fails = "执行率80%。\n\n```\n";
  ratio.passes = "执行率90%。\n";
  pack::AuditRule copy;
  copy.id = "copy.within";
  copy.title = "重复";
  copy.explanation = "同一句话出现两次。";
  copy.source = "常见问题";
  set.rules = {ratio, copy};
  return set;
}

TEST(Explain, OneRule) {
  const pack::RuleSet set = small_set();
  EXPECT_EQ(rule_explanation(set, set.rules[0]),
            "ratio（错误）比率不符\n\n"
            "印出的比率得不出。核对后改正。\n"
            "依据：算术\n\n"
            "有此问题的写法：\n\n"
            "    执行率80%。\n\n"
            "    ```\n\n"
            "改正后：\n\n"
            "    执行率90%。\n");
}

TEST(Explain, AllRules) {
  const pack::RuleSet set = small_set();
  EXPECT_EQ(rule_explanations(set), rule_explanation(set, set.rules[0]) +
                                        "\ncopy.within（警告）重复\n\n同一句话出现两次。\n依据（未核实）：常见问题\n");
}

TEST(Explain, AnExampleDoesNotEndItsFence) {
  const std::string manual = rules_manual(small_set());
  EXPECT_NE(manual.find("````text\n执行率80%。\n\n```\n````\n"), manual.npos);
  EXPECT_NE(manual.find("| `copy.within` | 警告 | 重复 |\n"), manual.npos);
}

// JIHENG_WRITE_MANUAL=1 writes it anew.
TEST(Explain, TheManualIsWhatThePackSays) {
  const fs::path source = JIHENG_SOURCE_DIR;
  const auto loaded = pack::load(source / "packs" / "rules-cn");
  ASSERT_TRUE(loaded) << pack::to_string(loaded.error());
  const std::string manual = rules_manual(*loaded->find_rule_set("rules-cn"));
  const fs::path file = source / "docs" / "audit-rules.md";
  if (std::getenv("JIHENG_WRITE_MANUAL") != nullptr) std::ofstream(file, std::ios::binary) << manual;
  std::ifstream in(file, std::ios::binary);
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>(in), {}), manual);
}

}  // namespace
}  // namespace jiheng::audit
