// The scorecard of the small year: every score, reason and lost row, the JSON whole, and its seal.
#include "score/scorecard.h"

#include <gtest/gtest.h>

#include "../support/small_year.h"
#include "base/sha256.h"
#include "small_rubric.h"

namespace jiheng::score {
namespace {

using jiheng::testing::change;
using jiheng::testing::Engine;
using jiheng::testing::FreshDatabase;
using jiheng::testing::insert_small_year;
using jiheng::testing::small_unit;
using jiheng::testing::small_year;
using jiheng::testing::SmallPack;
using jiheng::testing::succeeded;

class ScorecardTest : public ::testing::TestWithParam<Engine> {
 protected:
  void SetUp() override {
    if (!jiheng::testing::available(GetParam())) GTEST_SKIP() << "JIHENG_TEST_POSTGRES is not set";
    library_ = pack_.load();
    // Packs must give a template; without one the reason is made of the rows, or of the rule in words.
    for (pack::Item& item : library_.rubrics.front().items) {
      if (item.lost == "失分") item.lost.clear();
    }
    database_ = std::make_unique<FreshDatabase>(GetParam());
    ASSERT_TRUE(succeeded(store::initialise(db(), library_)));
    insert_small_year(db(), library_);
  }
  store::Database& db() { return **database_; }
  Scorecard card() {
    const auto figures = measure::Figures::read(db(), library_, small_unit, small_year);
    EXPECT_TRUE(succeeded(figures));
    auto scored = score(db(), library_, *library_.find_rubric("small-2022"), *figures);
    EXPECT_TRUE(succeeded(scored));
    return std::move(*scored);
  }

  SmallPack pack_{std::string(jiheng::testing::rubric_head) + std::string(jiheng::testing::rubric_items),
                  jiheng::testing::rubric_measures};
  pack::Library library_;
  std::unique_ptr<FreshDatabase> database_;
};

INSTANTIATE_TEST_SUITE_P(, ScorecardTest, ::testing::Values(Engine::sqlite, Engine::postgresql),
                         ::testing::PrintToStringParamName());

std::string told(const LostRow& row) {
  return row.key + " " + row.label + " " + row.full.to_string() + "-" + row.score.to_string() + "=" +
         row.lost.to_string() + " " + row.why;
}
std::vector<std::string> told(const std::vector<LostRow>& rows) {
  std::vector<std::string> result;
  for (const LostRow& row : rows) result.push_back(told(row));
  return result;
}

constexpr std::string_view expected_json =
    R"({"unit":"440100999","year":2022,"rubric":{"id":"small-2022","version":"2022.1","status":"unverified"},)"
    R"("total":"61.50","grade":"中","items":[)"
    R"({"id":"A1","path":["履职效能","目标完成"],"title":"绩效目标完成情况","full":"20","score":"14.00","inputs":[)"
    R"({"measure":"goals.weight","value":"20.00","unit":""},{"measure":"goals.score","value":"14.00","unit":""}],)"
    R"("lost":"6.00","why":"“支出率”扣5.00分：支付偏慢；“支付笔数”扣1.00分：多付一笔"},)"
    R"({"id":"A2","path":["履职效能","预算执行"],"title":"支出率","full":"10","score":"5.00","inputs":[)"
    R"({"measure":"budget.execution_rate","value":"50.00","unit":"%"}],)"
    R"("lost":"5.00","why":"支出率50.00%，全年支出150.00万元，满分10分，得5.00分，扣5.00分"},)"
    R"({"id":"A3","path":["履职效能","预算执行"],"title":"按期办结率","full":"10","score":"5.00","inputs":[)"
    R"({"measure":"tasks.on_time_rate","value":"50.0","unit":"%"}],)"
    R"("lost":"5.00","why":"得分＝满分×按期办结率；得5.00分，扣5.00分"},)"
    R"({"id":"A4","path":["履职效能","预算执行"],"title":"支付笔数控制","full":"20","score":"20.00","inputs":[)"
    R"({"measure":"payments.count","value":"5","unit":"笔"}],)"
    R"("lost":"0.00","why":""},)"
    R"({"id":"B1","path":["管理效率"],"title":"完成率","full":"10","score":"10.00","inputs":[)"
    R"({"measure":"tasks.careless","value":"no-base","unit":""}],)"
    R"("lost":"0.00","why":"无可比事项，按满分计"},)"
    R"({"id":"B2","path":["管理效率"],"title":"完成率（从严）","full":"10","score":"0.00","inputs":[)"
    R"({"measure":"tasks.careless","value":"no-base","unit":""}],)"
    R"("lost":"10.00","why":"基数为0，不可比，不得分"},)"
    R"({"id":"B3","path":["管理效率"],"title":"最多完成数","full":"10","score":"0.00","inputs":[)"
    R"({"measure":"tasks.most","value":null,"unit":""}],)"
    R"("lost":"10.00","why":"没有数据：最多完成数，不得分"},)"
    R"({"id":"B4","path":["管理效率"],"title":"支付笔数扣分","full":"10","score":"7.50","inputs":[)"
    R"({"measure":"payments.count","value":"5","unit":"笔"}],)"
    R"("lost":"2.50","why":"支付5笔，每笔扣0.5分"}]})"
    "\n";

TEST_P(ScorecardTest, TheWholeScorecardAsJson) {
  EXPECT_EQ(to_json(card()), expected_json);
  EXPECT_EQ(to_json(card()), expected_json);
}

TEST_P(ScorecardTest, GroupsAreTheSumsOfTheirItems) {
  const Scorecard scored = card();
  std::vector<std::string> groups;
  for (const GroupScore& group : scored.groups) {
    groups.push_back(std::to_string(group.level) + " " + group.group->title + " " + group.score.to_string());
  }
  EXPECT_EQ(groups,
            (std::vector<std::string>{"0 履职效能 44.00", "1 目标完成 14.00", "1 预算执行 30.00", "0 管理效率 17.50"}));
  EXPECT_TRUE(scored.items[4].no_base);
  EXPECT_FALSE(scored.items[6].no_base);
}

TEST_P(ScorecardTest, LostRowsAreThoseThatLostPointsInKeyOrder) {
  EXPECT_EQ(told(card().items[0].rows),
            (std::vector<std::string>{"1 支出率 10.00-5.00=5.00 支付偏慢", "3 支付笔数 4.00-3.00=1.00 多付一笔"}));
}

// Where the rows' full marks add up to 40 and the item has 20 points, a row's share is half.
TEST_P(ScorecardTest, LostRowsAreToldInTheItemsPoints) {
  change(db(), "goals", "UPDATE r_goals SET weight = weight * 2 WHERE unit_id = ?", {small_unit});
  EXPECT_EQ(told(card().items[0].rows),
            (std::vector<std::string>{"1 支出率 10.00-5.00=5.00 支付偏慢", "3 支付笔数 4.00-3.00=1.00 多付一笔"}));
  EXPECT_EQ(to_json(card()).find("“支出率”扣5.00分：支付偏慢；“支付笔数”扣1.00分：多付一笔") != std::string::npos,
            true);
}

TEST_P(ScorecardTest, ARowWithoutAReasonIsStillNamed) {
  change(db(), "goals", "UPDATE r_goals SET reason = NULL WHERE unit_id = ?", {small_unit});
  EXPECT_EQ(card().items[0].why, "“支出率”扣5.00分；“支付笔数”扣1.00分");
}

TEST_P(ScorecardTest, ARuleNeverGivesMoreThanFullNorLessThanNothing) {
  change(db(), "payments", "UPDATE r_payments SET amount = amount * 10 WHERE unit_id = ?", {small_unit});
  EXPECT_EQ(card().items[1].score.to_string(), "10.00");
  EXPECT_EQ(card().items[1].why, "");
  change(db(), "payments", "UPDATE r_payments SET amount = 0 - amount WHERE unit_id = ?", {small_unit});
  EXPECT_EQ(card().items[1].score.to_string(), "0.00");
  EXPECT_EQ(card().items[1].lost.to_string(), "10.00");
}

TEST_P(ScorecardTest, TheSealIsTheHashOfTheJsonAndReplacesTheLastOne) {
  const auto first = seal(db(), library_, card(), {"张三", 0});
  ASSERT_TRUE(succeeded(first));
  EXPECT_EQ(*first, sha256_hex(expected_json));
  change(db(), "payments", "DELETE FROM r_payments WHERE voucher_no = 'P5'");
  const Scorecard later = card();
  const auto second = seal(db(), library_, later, {"张三", 0});
  ASSERT_TRUE(succeeded(second));
  EXPECT_NE(*second, *first);
  std::vector<std::string> rows;
  ASSERT_TRUE(succeeded(db().query("SELECT unit_id, year, rubric, version, pack_sha256, json, sha256 FROM scorecards",
                                   {}, [&](const store::Row& row) -> Status {
                                     for (int i = 0; i < row.size(); ++i) rows.emplace_back(row.text(i));
                                     return {};
                                   })));
  EXPECT_EQ(rows, (std::vector<std::string>{std::string(small_unit), "2022", "small-2022", "2022.1", library_.sha256,
                                            to_json(later), *second}));
}

}  // namespace
}  // namespace jiheng::score
