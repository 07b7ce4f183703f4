// The main job on the sample year, through the real packs, importer, engines and writers, on both databases.
#include <gmock/gmock.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <map>
#include <regex>
#include <set>

#include "../support/fresh_database.h"
#include "evaluate/compose.h"
#include "evaluate/evaluation.h"
#include "base/output_file.h"
#include "evaluate/rows_pages.h"
#include "ledger/import.h"
#include "pack/load.h"
#include "store/schema.h"

namespace jiheng::evaluate {
namespace {

using testing::available;
using testing::Engine;
using testing::FreshDatabase;
using testing::succeeded;
using testing::TemporaryFolder;

constexpr const char* unit = "440118001";
constexpr int year = 2022;

const pack::Library& library() {
  static const pack::Library loaded = [] {
    auto result = pack::load(JIHENG_SOURCE_DIR "/packs");
    if (!result) throw std::runtime_error(pack::to_string(result.error()));
    return std::move(*result);
  }();
  return loaded;
}

std::string read(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::map<std::string, std::string> texts_by_measure(const measure::Figures& figures) {
  std::map<std::string, std::string> texts;
  for (std::size_t i = 0; i < library().measures.size(); ++i) {
    texts[library().measures[i].id] = measure::display(library().measures[i], figures[i]);
  }
  return texts;
}

// Every paragraph and table cell of the report, as printed.
std::vector<std::string> printed(const report::Document& document) {
  std::vector<std::string> lines;
  for (const auto& block : document.blocks) {
    if (const auto* heading = std::get_if<report::Heading>(&block)) lines.push_back(heading->text);
    if (const auto* paragraph = std::get_if<report::Paragraph>(&block)) {
      lines.push_back(report::plain_text(paragraph->runs));
    }
    if (const auto* table = std::get_if<report::Table>(&block)) {
      for (const auto& row : table->rows) {
        for (const auto& cell : row) lines.push_back(report::plain_text(cell.runs));
      }
    }
  }
  return lines;
}

class SampleYear : public ::testing::TestWithParam<Engine> {
 protected:
  void SetUp() override {
    if (!available(GetParam())) GTEST_SKIP() << "JIHENG_TEST_POSTGRES is not set";
    database_ = std::make_unique<FreshDatabase>(GetParam());
    ASSERT_TRUE(succeeded(store::initialise(db(), library())));
    auto files = ledger::files_of_folder(JIHENG_SOURCE_DIR "/samples/zengcheng-2022");
    ASSERT_TRUE(succeeded(files));
    auto outcome = ledger::import_files(db(), library(), *files, {});
    ASSERT_TRUE(succeeded(outcome));
    for (const auto& error : outcome->errors) ADD_FAILURE() << ledger::to_string(error);
    ASSERT_GE(outcome->rows, 20000u);
  }

  store::Database& db() { return **database_; }

  Evaluation evaluated(const std::optional<std::string>& rubric = {}) {
    auto result = evaluate(db(), library(), unit, year, rubric, {"张三", 1669852800});
    if (!result) throw std::runtime_error(result.error().message + " " + result.error().detail);
    return std::move(*result);
  }
  report::Document composed(const Evaluation& evaluation) {
    const Telling telling(library(), evaluation.figures, evaluation.scorecard, evaluation.unit_name);
    auto document = compose(db(), telling, *library().find_report_for(evaluation.scorecard.rubric->id),
                            Date::from_ymd(2023, 3, 15).value());
    if (!document) throw std::runtime_error(document.error().message);
    return std::move(*document);
  }

  std::unique_ptr<FreshDatabase> database_;
};

INSTANTIATE_TEST_SUITE_P(Engines, SampleYear, ::testing::Values(Engine::sqlite, Engine::postgresql),
                         [](const auto& info) { return info.param == Engine::sqlite ? "sqlite" : "postgresql"; });

TEST_P(SampleYear, HasThePublishedTotals) {
  const auto texts = texts_by_measure(evaluated().figures);
  const std::map<std::string, std::string> published = {
      {"budget.total", "2,508.64万元"},
      {"budget.basic", "2,388.64万元"},
      {"budget.project", "120.00万元"},
      {"budget.running", "100.00万元"},
      {"budget.purchase", "20.00万元"},
      {"payments.total", "2,459.96万元"},
      {"budget.execution_rate", "98.06%"},
      {"documents.total", "6,322件"},
      {"documents.secret", "593份"},
      {"meetings.upper", "1,252次"},
      {"meetings.hosted", "293次"},
      {"meetings.party_and_executive", "47次"},
      {"meetings.party_group", "35次"},
      {"topics.party_group", "43个"},
      {"leader_visits.total", "60次"},
      {"drafts.total", "450篇"},
      {"information.total", "400篇"},
      {"proposals.total", "408件"},
      {"proposals.on_time_rate", "100.00%"},
      {"supervision.total", "200批次"},
      {"sentiment.total", "139件"},
      {"messages.total", "29件"},
      {"messages.to_act", "20件"},
      {"licensing.total", "238项"},
      {"vehicles.total", "166辆"},
      {"vehicles.new_energy", "89辆"},
      {"vehicles.new_energy_share", "53.61%"},
      {"incidents.total", "427宗"},
      {"foreign_vaccinations.total", "459人"},
      {"foreign_vaccinations.first", "89人"},
      {"foreign_vaccinations.second", "123人"},
      {"foreign_vaccinations.third", "247人"},
      {"staff.in_post", "31人"},
      {"posts.total", "32名"},
      {"staff.veterans", "2人"},
      {"staff.retired", "54人"},
      {"projects.declared", "2项"},
      {"projects.disclosed", "2项"},
  };
  for (const auto& [id, text] : published) {
    const auto found = texts.find(id);
    ASSERT_NE(found, texts.end()) << id;
    EXPECT_EQ(found->second, text) << id;
  }
}

TEST_P(SampleYear, ScoresAsPublished) {
  const Evaluation evaluation = evaluated();
  const score::Scorecard& card = evaluation.scorecard;
  EXPECT_EQ(card.total.to_string(), "95.81");
  EXPECT_EQ(card.grade, "优");
  std::map<std::string, std::string> groups;
  for (const auto& group : card.groups) groups[group.group->title] = group.score.to_string();
  EXPECT_EQ(groups["履职效能"], "45.81");
  EXPECT_EQ(groups["管理效率"], "50.00");

  std::map<std::string, std::string> lost;
  for (const auto& item : card.items) {
    if (item.lost.sign() != 0) lost[item.item->id] = item.lost.to_string();
  }
  EXPECT_EQ(lost, (std::map<std::string, std::string>{{"A1", "2.00"}, {"A2", "2.00"}, {"A3", "0.19"}}));
  ASSERT_EQ(card.items[0].rows.size(), 1u);
  EXPECT_EQ(card.items[0].rows[0].label, "支出进度达到序时的月数");
  EXPECT_EQ(card.items[0].rows[0].lost.to_string(), "2.00");
  ASSERT_EQ(card.items[1].rows.size(), 1u);
  EXPECT_EQ(card.items[1].rows[0].label, "办文办会全流程线上流转");
  EXPECT_EQ(card.items[1].rows[0].lost.to_string(), "2.00");
}

TEST_P(SampleYear, IsSealedAndReplayable) {
  const Evaluation first = evaluated();
  const Evaluation other = evaluated("general-10-50-30-10");
  const Evaluation again = evaluated();
  EXPECT_EQ(score::to_json(first.scorecard), score::to_json(again.scorecard));
  EXPECT_EQ(first.seal, again.seal);
  EXPECT_NE(first.seal, other.seal);
  EXPECT_EQ(other.scorecard.total.to_string(), "90.81");
}

TEST_P(SampleYear, OnePaymentChangesWhatDependsOnItAndNothingElse) {
  const Evaluation before = evaluated();
  const auto lines_before = printed(composed(before));
  // 1,000 yuan more on the first payment of December: everyday spending of the basic budget.
  auto voucher = std::string();
  const store::Cell who[] = {unit, year};
  ASSERT_TRUE(succeeded(
      db().query("SELECT voucher_no FROM r_payments WHERE unit_id = ? AND year = ? AND nature = '基本支出' AND "
                 "category = '公用经费' AND paid_on >= 19327 ORDER BY voucher_no LIMIT 1",
                 who, [&](const store::Row& row) { return voucher = row.text(0), Status(); })));
  ASSERT_FALSE(voucher.empty());
  const store::Cell change[] = {unit, year, voucher};
  ASSERT_TRUE(succeeded(db().execute(
      "UPDATE r_payments SET amount = amount + 100000 WHERE unit_id = ? AND year = ? AND voucher_no = ?", change)));
  ASSERT_TRUE(succeeded(store::mark_dirty(db(), unit, year, "payments")));
  const Evaluation after = evaluated();
  const auto lines_after = printed(composed(after));

  // Figures: what is counted from that payment, and the formulas over it.
  std::set<std::string> changed;
  for (std::size_t i = 0; i < library().measures.size(); ++i) {
    if (!(before.figures[i] == after.figures[i])) changed.insert(library().measures[i].id);
  }
  EXPECT_THAT(changed,
              ::testing::UnorderedElementsAre("payments.total", "payments.basic", "payments.operating",
                                              "payments.month_12", "payments.through_12", "monitoring.december_share",
                                              "budget.execution_rate", "budget.basic_rate", "budget.operating_rate",
                                              "budget.carry_over", "budget.carry_over_rate"));

  // The scorecard: the rate items' inputs, no score (98.06 % and 9.81 stay as they are printed).
  for (std::size_t i = 0; i < before.scorecard.items.size(); ++i) {
    const auto& one = before.scorecard.items[i];
    const auto& two = after.scorecard.items[i];
    EXPECT_EQ(one.score, two.score) << one.item->id;
    bool depends = false;
    for (const auto& input : one.inputs) depends = depends || changed.contains(input.measure->id);
    for (std::size_t k = 0; k < one.inputs.size(); ++k) {
      EXPECT_EQ(one.inputs[k].value == two.inputs[k].value, !changed.contains(one.inputs[k].measure->id));
    }
    if (!depends) {
      EXPECT_EQ(one.why, two.why) << one.item->id;
    }
  }

  // The report: a line changes only where one of these figures is printed differently.
  ASSERT_EQ(lines_before.size(), lines_after.size());
  const auto texts_before = texts_by_measure(before.figures);
  const auto texts_after = texts_by_measure(after.figures);
  std::set<std::string> different;  // texts of figures that are printed differently
  for (const auto& id : changed) {
    if (texts_before.at(id) != texts_after.at(id)) different.insert(texts_before.at(id));
  }
  int lines_changed = 0;
  for (std::size_t i = 0; i < lines_before.size(); ++i) {
    if (lines_before[i] == lines_after[i]) continue;
    ++lines_changed;
    bool cites = false;
    for (const auto& text : different) cites = cites || lines_before[i].find(text) != std::string::npos;
    EXPECT_TRUE(cites) << lines_before[i];
  }
  EXPECT_GT(lines_changed, 0);
}

TEST_P(SampleYear, WritesTheSameBytesTwiceAndEveryFigureLinksToItsRows) {
  const Evaluation evaluation = evaluated();
  const TemporaryFolder one, two;
  const auto quiet = [](const WriteProgress&) {};
  auto files = write_outputs(db(), library(), evaluation, one.path(), {}, quiet);
  ASSERT_TRUE(succeeded(files));
  ASSERT_TRUE(succeeded(write_outputs(db(), library(), evaluation, two.path(), {}, quiet)));
  std::vector<std::string> names;
  for (const auto& file : *files) names.push_back(file.filename().string());
  EXPECT_THAT(names,
              ::testing::ElementsAre("自评报告.docx", "自评报告.pdf", "自评报告.html", "自评表.xlsx", "自评表.json"));
  std::size_t compared = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(one.path())) {
    if (!entry.is_regular_file()) continue;
    ++compared;
    EXPECT_EQ(read(entry.path()), read(two.path() / std::filesystem::relative(entry.path(), one.path())))
        << entry.path();
  }
  EXPECT_GT(compared, 100u);

  const std::string html = read(one.path() / "自评报告.html");
  EXPECT_THAT(html, ::testing::HasSubstr("--%（基数为0，不可比）"));
  // Figures inside the reasons for lost points are live too: in the text and in the scorecard.
  EXPECT_THAT(html, ::testing::ContainsRegex("未达到100%，年末尚有<a [^>]*budget\\.carry_over\\.html"));
  const std::regex link("class=\"figure\" href=\"([^\"]+)\"|href=\"([^\"]+)\" class=\"figure\"");
  std::size_t links = 0;
  for (std::sregex_iterator it(html.begin(), html.end(), link), end; it != end; ++it) {
    std::string address = (*it)[1].matched ? (*it)[1] : (*it)[2];
    std::string path;  // percent-decoded
    for (std::size_t i = 0; i < address.size(); ++i) {
      if (address[i] == '%') {
        path += static_cast<char>(std::stoi(address.substr(i + 1, 2), nullptr, 16));
        i += 2;
      } else {
        path += address[i];
      }
    }
    ++links;
    EXPECT_TRUE(std::filesystem::exists(one.path() / path)) << path;
  }
  EXPECT_GT(links, 60u);
}

TEST_P(SampleYear, AYearWithoutRecordsSaysWhatThereIs) {
  const auto result = evaluate(db(), library(), unit, 2021, "guangzhou-2022", {"张三", 1669852800});
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, "evaluate.no-records");
  EXPECT_EQ(result.error().message, "没有单位 440118001 2021 年度的任何记录；数据库里有：440118001（2022年）");
}

TEST(ChooseRubric, TakesTheNarrowestYearsUnlessNamed) {
  EXPECT_EQ((*choose_rubric(library(), 2022, {}))->id, "guangzhou-2022");
  EXPECT_EQ((*choose_rubric(library(), 2022, "general-10-50-30-10"))->id, "general-10-50-30-10");
  EXPECT_EQ(choose_rubric(library(), 2022, "nothing").error().code, "evaluate.no-rubric");
  EXPECT_EQ(choose_rubric(library(), 1999, {}).error().code, "evaluate.no-rubric-for-year");
}

TEST(OutputFile, AFailureLeavesTheOldFileWhole) {
  const TemporaryFolder folder;
  const auto path = folder.path() / "自评表.json";
  ASSERT_TRUE(succeeded(write_file(path, "old")));
  {
    auto file = OutputFile::create(path);
    ASSERT_TRUE(succeeded(file));
    ASSERT_TRUE(succeeded(file->write("half of the new")));
  }  // never committed
  EXPECT_EQ(read(path), "old");
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder.path()), {}), 1);
  const auto nowhere = write_file(path / "below a file", "x");
  ASSERT_FALSE(nowhere);
  EXPECT_EQ(nowhere.error().code, "output.cannot-create");
}

}  // namespace
}  // namespace jiheng::evaluate
