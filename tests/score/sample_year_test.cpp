// The sample year end to end: its CSV files in, its published scores out, on both engines; and what one changed payment
// changes, down to the byte of the JSON.
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <map>
#include <set>

#include "../support/fresh_database.h"
#include "ledger/import.h"
#include "pack/load.h"
#include "score/scorecard.h"
#include "store/schema.h"

namespace jiheng::score {
namespace {

namespace json = boost::json;
using jiheng::testing::Engine;
using jiheng::testing::FreshDatabase;
using jiheng::testing::succeeded;

constexpr std::string_view unit = "440118001";
constexpr int year = 2022;
const std::string source = JIHENG_SOURCE_DIR;

const pack::Library& library() {
  static const pack::Library loaded = [] {
    auto library = pack::load(source + "/packs");
    if (!library) throw std::runtime_error(pack::to_string(library.error()));
    return std::move(*library);
  }();
  return loaded;
}

// A database with the sample year in it.
class SampleYear {
 public:
  explicit SampleYear(Engine engine) : database_(engine) {
    EXPECT_TRUE(succeeded(store::initialise(db(), library())));
    const auto files = ledger::files_of_folder(source + "/samples/zengcheng-2022");
    EXPECT_TRUE(succeeded(files));
    const auto imported = ledger::import_files(db(), library(), *files, {});
    EXPECT_TRUE(succeeded(imported));
    for (const ledger::RowError& error : imported->errors) ADD_FAILURE() << ledger::to_string(error);
    EXPECT_TRUE(imported->committed());
    EXPECT_GE(imported->rows, 20'000u);
  }
  store::Database& db() { return *database_; }
  measure::Figures figures() {
    auto read = measure::Figures::read(db(), library(), unit, year);
    EXPECT_TRUE(succeeded(read));
    return std::move(*read);
  }
  Scorecard card() {
    auto scored = score(db(), library(), *library().find_rubric("guangzhou-2022"), figures());
    EXPECT_TRUE(succeeded(scored));
    return std::move(*scored);
  }
  std::map<std::string, std::string> figure_texts() {
    const measure::Figures read = figures();
    std::map<std::string, std::string> texts;
    for (std::size_t i = 0; i < library().measures.size(); ++i) texts[library().measures[i].id] = read[i].to_string();
    return texts;
  }

 private:
  FreshDatabase database_;
};

class SampleYearTest : public ::testing::TestWithParam<Engine> {
 protected:
  void SetUp() override {
    if (!jiheng::testing::available(GetParam())) GTEST_SKIP() << "JIHENG_TEST_POSTGRES is not set";
    sample_ = std::make_unique<SampleYear>(GetParam());
  }
  store::Database& db() { return sample_->db(); }
  measure::Figures figures() { return sample_->figures(); }
  Scorecard card() { return sample_->card(); }
  std::map<std::string, std::string> figure_texts() { return sample_->figure_texts(); }

  std::unique_ptr<SampleYear> sample_;
};

INSTANTIATE_TEST_SUITE_P(, SampleYearTest, ::testing::Values(Engine::sqlite, Engine::postgresql),
                         ::testing::PrintToStringParamName());

const ItemScore& item(const Scorecard& card, std::string_view id) {
  for (const ItemScore& scored : card.items) {
    if (scored.item->id == id) return scored;
  }
  throw std::runtime_error("no item " + std::string(id));
}

std::vector<std::string> told(const std::vector<LostRow>& rows) {
  std::vector<std::string> result;
  for (const LostRow& row : rows) result.push_back(row.key + " " + row.label + " -" + row.lost.to_string());
  return result;
}

TEST_P(SampleYearTest, ScoresAsPublished) {
  const Scorecard scored = card();
  EXPECT_EQ(scored.total.to_string(), "95.81");
  EXPECT_EQ(scored.grade, "优");
  std::map<std::string, std::string> groups;
  for (const GroupScore& group : scored.groups) {
    if (group.level == 0) groups[group.group->title] = group.score.to_string();
  }
  EXPECT_EQ(groups, (std::map<std::string, std::string>{{"履职效能", "45.81"}, {"管理效率", "50.00"}}));

  const ItemScore& execution = item(scored, "A3");
  EXPECT_EQ(execution.score.to_string(), "9.81");
  EXPECT_EQ(execution.lost.to_string(), "0.19");
  ASSERT_EQ(execution.inputs.size(), 1u);
  EXPECT_EQ(measure::display(*execution.inputs[0].measure, execution.inputs[0].value), "98.06%");
  EXPECT_EQ(item(scored, "A1").lost.to_string(), "2.00");
  EXPECT_EQ(item(scored, "A2").lost.to_string(), "2.00");
  for (const ItemScore& each : scored.items) {
    EXPECT_EQ(each.why.empty(), each.lost.is_zero() && !each.no_base) << each.item->id << " " << each.why;
  }
}

TEST_P(SampleYearTest, TheLostPointsAreToldDownToTheGoals) {
  const Scorecard scored = card();
  EXPECT_EQ(told(item(scored, "A1").rows), (std::vector<std::string>{"9 支出进度达到序时的月数 -2.00"}));
  EXPECT_EQ(told(item(scored, "A2").rows), (std::vector<std::string>{"15 办文办会全流程线上流转 -2.00"}));
  EXPECT_FALSE(item(scored, "A1").rows[0].why.empty());
  EXPECT_FALSE(item(scored, "A2").rows[0].why.empty());
  EXPECT_EQ(item(scored, "A3").why, "支出率为98.06%，未达到100%，年末尚有48.68万元未支出");
}

TEST_P(SampleYearTest, TheStoredFiguresAgreeWithTheRows) {
  figures();
  EXPECT_EQ(figures().recomputed(), 0);
  const auto different = measure::verify(db(), library(), unit, year);
  ASSERT_TRUE(succeeded(different));
  EXPECT_EQ(*different, std::vector<std::string>());
}

TEST_P(SampleYearTest, TheJsonIsTheSameEveryTime) {
  EXPECT_EQ(to_json(card()), to_json(card()));
  EXPECT_EQ(to_json(SampleYear(GetParam()).card()), to_json(card()));
}

TEST(SampleYears, TheJsonAndTheFiguresAreTheSameOnBothEngines) {
  if (!jiheng::testing::available(Engine::postgresql)) GTEST_SKIP() << "JIHENG_TEST_POSTGRES is not set";
  SampleYear sqlite(Engine::sqlite), postgresql(Engine::postgresql);
  EXPECT_EQ(to_json(sqlite.card()), to_json(postgresql.card()));
  EXPECT_EQ(sqlite.figure_texts(), postgresql.figure_texts());
}

std::vector<std::string> changed_items(const std::string& before, const std::string& after) {
  const json::value old_card = json::parse(before), new_card = json::parse(after);
  std::vector<std::string> changed;
  for (const char* key : {"unit", "year", "rubric", "total", "grade"}) {
    if (old_card.at(key) != new_card.at(key)) changed.emplace_back(key);
  }
  const json::array &old_items = old_card.at("items").as_array(), &new_items = new_card.at("items").as_array();
  EXPECT_EQ(old_items.size(), new_items.size());
  for (std::size_t i = 0; i < old_items.size(); ++i) {
    if (old_items[i] != new_items[i]) changed.emplace_back(new_items[i].at("id").as_string());
  }
  return changed;
}

// The first voucher, an operating payment of January, becomes larger: exactly the figures that depend on it change, and
// of the scorecard the items that show them.
TEST_P(SampleYearTest, AChangedPaymentChangesOnlyWhatDependsOnIt) {
  const auto before = figure_texts();
  const std::string card_before = to_json(card());
  std::string voucher;
  ASSERT_TRUE(succeeded(db().query("SELECT voucher_no FROM r_payments WHERE unit_id = ? ORDER BY voucher_no LIMIT 1",
                                   std::vector<store::Cell>{unit}, [&](const store::Row& row) -> Status {
                                     voucher = row.text(0);
                                     return {};
                                   })));
  const auto pay_more = [&](std::int64_t fen) {
    auto transaction = store::Transaction::start(db());
    ASSERT_TRUE(succeeded(transaction));
    ASSERT_TRUE(succeeded(db().execute("UPDATE r_payments SET amount = amount + ? WHERE unit_id = ? AND voucher_no = ?",
                                       std::vector<store::Cell>{fen, unit, voucher})));
    ASSERT_TRUE(succeeded(store::mark_dirty(db(), unit, year, "payments")));
    ASSERT_TRUE(succeeded(transaction->commit()));
  };

  pay_more(1'000'00);
  std::vector<std::string> changed;
  for (const auto& [id, text] : figure_texts()) {
    if (before.at(id) != text) changed.push_back(id);
  }
  EXPECT_EQ(changed,
            (std::vector<std::string>{"budget.basic_rate",     "budget.carry_over",     "budget.carry_over_rate",
                                      "budget.execution_rate", "budget.operating_rate", "monitoring.december_share",
                                      "payments.basic",        "payments.month_01",     "payments.operating",
                                      "payments.through_01",   "payments.through_02",   "payments.through_03",
                                      "payments.through_04",   "payments.through_05",   "payments.through_06",
                                      "payments.through_07",   "payments.through_08",   "payments.through_09",
                                      "payments.through_10",   "payments.through_11",   "payments.through_12",
                                      "payments.total"}));
  // 支出率 stays 98.06 % and 结转结余率 1.94 % as shown; what is left (48.58 万元) and 公用经费控制率 do not.
  EXPECT_EQ(changed_items(card_before, to_json(card())), (std::vector<std::string>{"A3", "B21"}));

  pay_more(99'000'00);
  EXPECT_EQ(changed_items(card_before, to_json(card())), (std::vector<std::string>{"total", "A3", "B2", "B21"}));
  EXPECT_EQ(item(card(), "A3").score.to_string(), "9.85");
  pay_more(-100'000'00);
  EXPECT_EQ(to_json(card()), card_before);
}

}  // namespace
}  // namespace jiheng::score
