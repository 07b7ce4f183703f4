// What the tests of the rules share: the general rule set, reports from text, the source reports where they are.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "audit/rules/rule.h"
#include "base/text.h"
#include "pack/load.h"
#include "reading/read.h"

namespace jiheng::audit::testing {

inline const pack::RuleSet& rules_cn() {
  static const pack::Library library = [] {
    auto loaded = pack::load(std::filesystem::path(JIHENG_SOURCE_DIR) / "packs/rules-cn");
    if (!loaded) throw std::runtime_error(pack::to_string(loaded.error()));
    return std::move(*loaded);
  }();
  return *library.find_rule_set("rules-cn");
}

// A document with what was found in it; findings as "rule: the text of each evidence, joined by ' | '".
struct Audited {
  std::unique_ptr<reading::Document> document;
  std::vector<Finding> findings;

  std::vector<std::string> quotes() const {
    std::vector<std::string> out;
    for (const Finding& finding : findings) {
      std::string line = finding.rule + ": ";
      for (std::size_t i = 0; i < finding.evidence.size(); ++i) {
        line += (i == 0 ? "" : " | ") + to_utf8(document->view(finding.evidence[i].span));
      }
      out.push_back(line);
    }
    return out;
  }
};

inline Audited audit(Check check, std::string_view text, const std::string& name = "report.txt") {
  Audited result;
  auto document = reading::read_bytes(text, name);
  if (!document) throw std::runtime_error(document.error().message);
  result.document = std::make_unique<reading::Document>(std::move(*document));
  const Analysis analysis = analyse(*result.document);
  Report report(rules_cn());
  check(Context{analysis, rules_cn(), 0}, report);
  result.findings = std::move(report.findings());
  return result;
}

inline std::vector<std::string> quotes(Check check, std::string_view text, const std::string& name = "report.txt") {
  return audit(check, text, name).quotes();
}

// The source report whose name begins with `prefix` ("004"); empty: it is not there.
inline std::string seed(const std::string& prefix) {
  const std::filesystem::path folder = std::filesystem::path(JIHENG_SOURCE_DIR) / "../shared/seeds";
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
    if (entry.path().extension() != ".txt" || !entry.path().filename().string().starts_with(prefix)) continue;
    std::ifstream file(entry.path(), std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  }
  return {};
}

using Strings = std::vector<std::string>;

// A report in the usual frame that every rule passes; a test exchanges the part it is about.
struct Parts {
  std::string title = "2023年度青山市临江区人民政府办公室部门整体支出绩效自评报告";
  std::string duties = "1.负责区政府日常公文的处理工作。\n\n2.组织开展调查研究。";
  std::string budget =
      "2023年全年预算数2,000.00万元，执行数1,900.00万元，完成预算的95.00%。其中基本支出1,500.00万元，项目支出400."
      "00万元。";
  std::string goals = "全年办理公文不少于5000件，办结率达到100%，群众满意度不低于95%。";
  std::string conclusion = "经自评，2023年部门整体支出绩效自评得分为96.50分，等级为优。";
  std::string completion = "全年共办理公文5200件，印发文件310份，各项任务均按要求完成。";
  std::string efficiency =
      "财务管理合规，采购管理规范，资产管理到位，信息公开及时，绩效管理制度健全，运行成本得到控制。";
  std::string problems = "一是个别项目支付进度偏慢；二是固定资产盘点不够及时。";
  std::string measures = "一是加快项目支付进度，按月通报；二是每半年开展一次固定资产盘点。";
  std::string tail;

  std::string text() const {
    return title + "\n\n一、基本情况\n\n（一）部门职能\n\n" + duties + "\n\n（二）部门整体收支情况\n\n" + budget +
           "\n\n（三）部门整体支出绩效目标\n\n" + goals + "\n\n二、综合评价分析\n\n（一）自评结论\n\n" + conclusion +
           "\n\n（二）绩效目标完成情况分析\n\n" + completion + "\n\n（三）管理效率分析\n\n" + efficiency +
           "\n\n三、存在的主要问题\n\n" + problems + "\n\n四、下一步改进措施\n\n" + measures + "\n" + tail;
  }
};

// Each text put in one part must give no finding; each of the guilty exactly one, with this quotation first.
struct Guilty {
  std::string text;
  std::string quote;
};

inline void expect_innocent(Check check, std::string Parts::*part, const Strings& texts) {
  for (const std::string& text : texts) {
    Parts parts;
    parts.*part = text;
    EXPECT_EQ(quotes(check, parts.text()), Strings()) << text;
  }
}

inline void expect_guilty(Check check, std::string Parts::*part, const std::string& rule,
                          const std::vector<Guilty>& texts) {
  for (const Guilty& guilty : texts) {
    Parts parts;
    parts.*part = guilty.text;
    const Audited audited = audit(check, parts.text());
    ASSERT_EQ(audited.findings.size(), 1u) << guilty.text;
    EXPECT_EQ(audited.findings[0].rule, rule) << guilty.text;
    EXPECT_EQ(to_utf8(audited.document->view(audited.findings[0].evidence.at(0).span)), guilty.quote) << guilty.text;
  }
}

}  // namespace jiheng::audit::testing
