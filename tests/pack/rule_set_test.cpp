// Rule sets: what is loaded, inherited and normalised, and that those shipped are whole.

#include "pack/rule_set.h"

#include <gtest/gtest.h>

#include <set>

#include "base/text.h"
#include "pack_files.h"

namespace jiheng::pack {
namespace {

const std::string manifest = "[pack]\nid = \"one\"\ntitle = \"一\"\nversion = \"1\"\nrequires = [\"good\"]\n";

// The pack data/good with one more pack that requires it.
Library with(const std::vector<std::string>& rule_sets) {
  std::vector<std::pair<std::string, std::string>> files = {{"pack.toml", manifest}};
  for (const std::string& text : rule_sets) files.emplace_back(std::to_string(files.size()) + ".toml", text);
  LoadResult loaded = load_sources({PackSource{"good", good_files()}, pack_of("one", files)});
  EXPECT_TRUE(loaded) << to_string(loaded.error());
  return loaded ? std::move(*loaded) : Library();
}

std::string head(const std::string& id, const std::string& extended, const std::string& years) {
  return "[rule_set]\nid = \"" + id + "\"\nextends = \"" + extended +
         "\"\ntitle = \"本地规则\"\nversion = \"7\"\nyears = [" + years + "]\n";
}

std::vector<std::string> utf8(const std::vector<std::u32string>& phrases) {
  std::vector<std::string> out;
  for (const std::u32string& phrase : phrases) out.push_back(to_utf8(phrase));
  return out;
}

using Strings = std::vector<std::string>;

TEST(RuleSet, IsLoadedAsWritten) {
  const Library library = with({});
  const RuleSet* set = library.find_rule_set("trial-rules");
  ASSERT_NE(set, nullptr);
  EXPECT_EQ(set->title, "试验规则");
  EXPECT_EQ(set->version, "1");
  EXPECT_EQ(set->pack, "good");
  EXPECT_TRUE(set->verified);
  EXPECT_EQ(set->source, "测试用");
  EXPECT_EQ(set->first_year, 2020);
  EXPECT_EQ(set->last_year, 2029);
  EXPECT_EQ(set->low_execution.to_string(), "80");
  EXPECT_EQ(set->over_fulfilment.to_string(), "1.3");
  EXPECT_EQ(set->over_fulfilment_zero.to_string(), "30");
  EXPECT_EQ(set->over_award.to_string(), "0.5");
  EXPECT_EQ(set->reverse, ReverseScoring::proportional_excess);
  EXPECT_EQ(set->copy_across, 30);
  EXPECT_EQ(set->copy_within, 18);
  EXPECT_EQ(set->disclosure_days, 20);
  ASSERT_EQ(set->rules.size(), 3u);
  const AuditRule* ratio = set->find_rule("ratio");
  ASSERT_NE(ratio, nullptr);
  EXPECT_EQ(ratio->severity, Severity::error);
  EXPECT_EQ(ratio->title, "比率不符");
  EXPECT_EQ(ratio->explanation, "印出的比率由分子和分母得不出。");
  EXPECT_EQ(ratio->source, "算术");
  EXPECT_TRUE(ratio->verified);
  EXPECT_EQ(ratio->passes, "全年预算数100万元，执行数90万元，执行率90%。");
  EXPECT_FALSE(set->find_rule("missing.section")->verified);
  EXPECT_EQ(set->find_rule("growth"), nullptr);
  EXPECT_EQ(to_utf8(set->grade_of(Decimal(90))), "优");
  EXPECT_EQ(to_utf8(set->grade_of(Decimal::from_parts(8999, 2))), "其他");
  ASSERT_EQ(set->required.size(), 2u);
  EXPECT_TRUE(set->required[0].in_heading);
  EXPECT_EQ(set->required[0].topics_needed, 0);
  EXPECT_FALSE(set->required[1].in_heading);
  EXPECT_EQ(utf8(set->required[1].anywhere), Strings{"管理效率得分"});
  EXPECT_EQ(utf8(set->required[1].topics), (Strings{"采购管理", "资产管理", "运行成本"}));
  EXPECT_EQ(set->required[1].topics_needed, 2);
  ASSERT_EQ(set->stale.size(), 2u);
  EXPECT_EQ(to_utf8(set->stale[0].phrase), "十四五开局之年");
  EXPECT_EQ(set->stale[1].years, (std::vector<int>{2021, 2022}));
  EXPECT_EQ(utf8(set->boilerplate), Strings{"完成上级交办的其他任务"});
}

TEST(RuleSet, InheritsWhatItDoesNotGive) {
  const Library library =
      with({head("here", "trial-rules", "2021, 2022") +
            "over_award = \"0.2\"\nreverse = \"inverse_ratio\"\ndrop = [\"missing.efficiency\"]\n"
            "grade = [{ minimum = \"85\", title = \"优\" }, { minimum = \"0\", title = \"差\" }]\n"
            "boilerplate = [\"完成上级交办的其他任务\", \"服务大局\"]\n"
            "stale = [{ phrase = \"喜迎“党的二十大”\", years = [2022], note = \"本地说法\" }]\n"
            "[[rule_set.required]]\nrule = \"missing.section\"\ntitle = \"基本情况\"\nwords = [\"单位概况\"]\n"
            "[[rule_set.required]]\nrule = \"missing.section\"\ntitle = \"附件\"\nwords = [\"附件\"]\n"
            "[[rule_set.rule]]\nid = \"ratio\"\nseverity = \"warning\"\n"
            "[[rule_set.rule]]\nid = \"growth\"\nseverity = \"info\"\ntitle = \"增长\"\nexplanation = \"增长\"\nsource "
            "= \"算术\"\n"});
  const RuleSet* set = library.find_rule_set("here", 2022);
  ASSERT_NE(set, nullptr);
  EXPECT_EQ(set->title, "本地规则");
  EXPECT_EQ(set->pack, "one");
  EXPECT_FALSE(set->verified);
  EXPECT_EQ(set->source, "");
  EXPECT_EQ(set->first_year, 2021);
  EXPECT_EQ(set->over_award.to_string(), "0.2");
  EXPECT_EQ(set->over_fulfilment.to_string(), "1.3");
  EXPECT_EQ(set->reverse, ReverseScoring::inverse_ratio);
  Strings rules;
  for (const AuditRule& rule : set->rules) rules.push_back(rule.id);
  EXPECT_EQ(rules, (Strings{"ratio", "missing.section", "growth"}));
  EXPECT_EQ(set->rules[0].severity, Severity::warning);
  EXPECT_EQ(set->rules[0].title, "比率不符");
  EXPECT_TRUE(set->rules[0].verified);
  EXPECT_EQ(to_utf8(set->grade_of(Decimal(85))), "优");
  EXPECT_EQ(set->grades.size(), 2u);
  ASSERT_EQ(set->required.size(), 2u);
  EXPECT_EQ(utf8(set->required[0].words), Strings{"单位概况"});
  EXPECT_EQ(set->required[1].title, "附件");
  ASSERT_EQ(set->stale.size(), 2u);
  EXPECT_EQ(set->stale[1].years, std::vector<int>{2022});
  EXPECT_EQ(utf8(set->boilerplate), (Strings{"完成上级交办的其他任务", "服务大局"}));
  EXPECT_EQ(set->placeholders, library.find_rule_set("trial-rules")->placeholders);
}

TEST(RuleSet, IsTheOneOfTheYear) {
  const Library library = with({head("trial-rules", "trial-rules", "2030, 2031"),
                                head("here", "trial-rules", "2030, 2099") + "copy_within = 20\n"});
  EXPECT_EQ(library.find_rule_set("trial-rules", 2029)->version, "1");
  EXPECT_EQ(library.find_rule_set("trial-rules", 2030)->version, "7");
  EXPECT_EQ(library.find_rule_set("trial-rules")->version, "7");
  EXPECT_EQ(library.find_rule_set("trial-rules", 2019), nullptr);
  EXPECT_EQ(library.find_rule_set("nothing"), nullptr);
  EXPECT_EQ(library.find_rule_set("here")->copy_within, 20);
}

TEST(RuleSet, PhrasesAreNormalised) {
  const auto normal = [](std::string_view text) { return to_utf8(normalised_phrase(text)); };
  EXPECT_EQ(normal("完成 上级\n交办　的任务"), "完成上级交办的任务");
  EXPECT_EQ(normal("GB 18030 标准 2 项"), "GB 18030标准2项");
  EXPECT_EQ(normal("ＸＸ１２％＋－．＝／"), "XX12%+-.=/");
  EXPECT_EQ(normal("甲,乙;丙:丁!戊?(己)"), "甲，乙；丙：丁！戊？（己）");
  EXPECT_EQ(normal("1,234件 10:30"), "1,234件10:30");
  EXPECT_EQ(normal("\"三公\"与\"两会\""), "“三公”与“两会”");
  EXPECT_EQ(normal("1~2∼3〜4～5"), "1～2～3～4～5");
  EXPECT_EQ(normal("2021−2025、3–4、甲−乙"), "2021-2025、3-4、甲−乙");
  EXPECT_EQ(normal(normal("占总额的--% ( 基数为 0, 不可比 )")), "占总额的--%（基数为0，不可比）");
  EXPECT_EQ(to_utf8(without_quotes(U"“十四五”‘开局’「之」『年』\"")), "十四五开局之年");
}

Library shipped(const std::string& pack) {
  LoadResult loaded = load(std::filesystem::path(JIHENG_SOURCE_DIR) / "packs" / pack);
  EXPECT_TRUE(loaded) << to_string(loaded.error());
  return loaded ? std::move(*loaded) : Library();
}

TEST(ShippedRules, StandAlone) {
  const Library library = shipped("rules-cn");
  EXPECT_EQ(library.packs.size(), 1u);
  const RuleSet* set = library.find_rule_set("rules-cn", 2023);
  ASSERT_NE(set, nullptr);
  Strings rules;
  for (const AuditRule& rule : set->rules) {
    rules.push_back(rule.id + (rule.severity == Severity::error  ? " error"
                               : rule.severity == Severity::info ? " info"
                                                                 : ""));
  }
  EXPECT_EQ(rules, (Strings{"ratio error",
                            "ratio.truncated info",
                            "sum error",
                            "sum.envelope info",
                            "subset error",
                            "growth error",
                            "same-quantity error",
                            "score.items error",
                            "score.item-range error",
                            "score.rate error",
                            "score.grade error",
                            "score.over-awarded",
                            "score.deduction-unexplained",
                            "score.no-evidence",
                            "score.equals-rate",
                            "over-fulfilment",
                            "missing.score error",
                            "missing.grade",
                            "missing.budget",
                            "missing.efficiency",
                            "missing.section",
                            "count.list error",
                            "numbering",
                            "problem-measure",
                            "low-execution.no-problem",
                            "goal.unquantified",
                            "stale.phrase",
                            "year.mismatch",
                            "period.cutoff",
                            "copy.within",
                            "copy.across",
                            "name.mismatch",
                            "placeholder error",
                            "disclosure.late",
                            "doubled-word",
                            "coincidence info",
                            "no-base info"}));
  for (const int score : {0, 59, 60, 79, 80, 89, 90, 100}) {
    EXPECT_EQ(to_utf8(set->grade_of(Decimal(score))), score < 60 ? "差" : score < 80 ? "中" : score < 90 ? "良" : "优");
  }
}

// A longer phrase with the years of a shorter one in it would be told twice; with other years it would contradict it.
TEST(ShippedRules, NoStalePhraseContainsAnother) {
  const Library library = shipped("rules-cn");
  const RuleSet* set = library.find_rule_set("rules-cn");
  for (const StalePhrase& one : set->stale) {
    EXPECT_GE(one.phrase.size(), 5u) << to_utf8(one.phrase);
    for (const StalePhrase& other : set->stale) {
      if (&one == &other) continue;
      EXPECT_EQ(one.phrase.find(other.phrase), std::u32string::npos)
          << to_utf8(one.phrase) << " " << to_utf8(other.phrase);
    }
  }
}

TEST(ShippedRules, NoPlaceholderOrFormulaIsGivenTwice) {
  const Library library = shipped("rules-cn");
  const RuleSet* set = library.find_rule_set("rules-cn");
  for (const auto* list : {&set->placeholders, &set->boilerplate, &set->doubled}) {
    EXPECT_EQ(std::set<std::u32string>(list->begin(), list->end()).size(), list->size());
  }
  EXPECT_GE(set->boilerplate.size(), 60u);
  EXPECT_NE(std::find(set->placeholders.begin(), set->placeholders.end(), U"对照年度目标，说明"),
            set->placeholders.end());
}

TEST(ShippedRules, HubeiDiffersInOneThing) {
  const Library library = shipped("rules-hubei");
  const RuleSet* hubei = library.find_rule_set("rules-hubei", 2023);
  const RuleSet* cn = library.find_rule_set("rules-cn", 2023);
  ASSERT_TRUE(hubei && cn);
  EXPECT_EQ(hubei->reverse, ReverseScoring::inverse_ratio);
  EXPECT_EQ(cn->reverse, ReverseScoring::proportional_excess);
  EXPECT_EQ(hubei->rules.size(), cn->rules.size());
  EXPECT_EQ(hubei->required.size(), cn->required.size());
  EXPECT_EQ(hubei->stale.size(), cn->stale.size());
  EXPECT_FALSE(hubei->verified);
}

}  // namespace
}  // namespace jiheng::pack
