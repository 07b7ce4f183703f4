// The registers this program ships: each of the 22 groups a government office records is there, every register says
// where it comes from and counts something, and its example record is one the import takes.
#include <gmock/gmock.h>

#include <fstream>
#include <iterator>
#include <map>
#include <regex>
#include <set>

#include "../support/fresh_database.h"
#include "evaluate/evaluation.h"
#include "ledger/import.h"
#include "ledger/records.h"
#include "measure/figures.h"
#include "pack/load.h"
#include "store/schema.h"

namespace jiheng::evaluate {
namespace {

using pack::Register;
using testing::available;
using testing::Engine;
using testing::FreshDatabase;
using ::testing::IsEmpty;
using testing::succeeded;
using testing::TemporaryFolder;

constexpr const char* unit = "430001001";
constexpr int year = 2025;  // of the examples

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

const std::vector<std::pair<std::string, std::vector<std::string>>> groups = {
    {"收文", {"documents", "circulations"}},
    {"发文", {"dispatches"}},
    {"会议、议题", {"meetings", "topics", "decisions", "leader_visits"}},
    {"督查督办", {"tasks", "supervision_papers", "supervision_reviews", "inspections"}},
    {"“互联网+督查”", {"supervision"}},
    {"建议提案", {"proposals", "proposal_opinions"}},
    {"政务信息", {"reporting_units", "information", "adoptions"}},
    {"调研、文稿", {"drafts", "studies", "research_visits"}},
    {"值班、突发事件", {"duty_shifts", "duty_log", "incidents", "incident_reports"}},
    {"政府信息公开",
     {"publications", "interpretations", "disclosure_requests", "disclosure_consultations", "disclosures"}},
    {"舆情、留言", {"sentiment", "messages"}},
    {"外事", {"delegations", "foreign_guests"}},
    {"接待", {"receptions"}},
    {"公务用车", {"vehicles", "vehicle_quotas", "fleet", "trips", "vehicle_costs"}},
    {"采购", {"procurement", "procurement_objections"}},
    {"固定资产", {"assets", "asset_changes", "asset_counts", "asset_income"}},
    {"档案", {"archives", "archive_loans"}},
    {"党建、培训", {"party_activities", "trainings", "training_records", "lectures", "trainees"}},
    {"编制、人员", {"units", "posts", "staff", "staff_changes", "assignments"}},
    {"预算、支付",
     {"projects", "budget", "budget_adjustments", "payments", "contracts", "contract_payments", "three_public",
      "operating_funds"}},
    {"制度、佐证", {"policies", "evidence"}},
    {"绩效", {"goals", "performance", "findings", "baselines", "narratives"}},
    {"专项",
     {"licensing", "epidemic_meetings", "epidemic_documents", "foreign_vaccinations", "foreign_applicants",
      "translations", "volunteers"}},
};

TEST(ShippedRegisters, AreThoseOfTheTwentyTwoGroups) {
  EXPECT_EQ(groups.size(), 22u + 1u);
  std::set<std::string> named, shipped;
  for (const auto& [group, ids] : groups) named.insert(ids.begin(), ids.end());
  for (const Register& one : library().registers) shipped.insert(one.id);
  EXPECT_EQ(named, shipped);
}

TEST(ShippedRegisters, SayWhereTheyComeFrom) {
  for (const Register& one : library().registers) {
    EXPECT_NE(one.provenance.source, "") << one.id;
    EXPECT_NE(one.note, "") << one.id;
    for (const pack::Deadline& deadline : one.deadlines) {
      EXPECT_NE(deadline.provenance.source, "") << one.id << "." << deadline.id;
      // A time limit is verified when the article of a law was read.
      if (deadline.provenance.status != pack::Verification::verified) continue;
      EXPECT_TRUE(std::regex_search(deadline.provenance.source, std::regex("第.*条"))) << one.id << "." << deadline.id;
    }
  }
}

TEST(ShippedRegisters, HaveAnExampleOfEveryFieldThatIsTyped) {
  for (const Register& one : library().registers) {
    for (const pack::Field& field : one.fields) {
      EXPECT_EQ(field.example.empty(), !field.figure_of.empty()) << one.id << "." << field.id;
    }
  }
}

TEST(ShippedRegisters, AreEachCounted) {
  std::set<std::string> counted;
  for (const pack::Measure& measure : library().measures) counted.insert(measure.over);
  for (const Register& one : library().registers) EXPECT_TRUE(counted.contains(one.id)) << one.id;
}

TEST(ShippedRegisters, AreListedWhereTheirPackIsDescribed) {
  for (const Register& one : library().registers) {
    const std::string readme = read(std::filesystem::path(JIHENG_SOURCE_DIR) / "packs" / one.pack / "README.md");
    EXPECT_TRUE(std::regex_search(readme, std::regex("\\b" + one.id + "\\b"))) << one.id;
  }
}

// The state a record that comes without one is in; -1: an error.
int state_of(const Register& definition, const ledger::Record& record) {
  int state = 0;
  for (std::size_t i = 0; i < definition.workflow.states.size(); ++i) {
    const auto& when = definition.workflow.states[i].when;
    if (!when) continue;
    const auto holds = when->expression.evaluate(record.values, {&library().calendar});
    if (!holds) return -1;
    if (holds->kind() == expr::Value::Kind::boolean && holds->boolean()) state = static_cast<int>(i);
  }
  return state;
}

class ShippedExamples : public ::testing::TestWithParam<Engine> {
 protected:
  void SetUp() override {
    if (!available(GetParam())) GTEST_SKIP() << "JIHENG_TEST_POSTGRES is not set";
    database_ = std::make_unique<FreshDatabase>(GetParam());
    ASSERT_TRUE(succeeded(store::initialise(db(), library())));
  }
  store::Database& db() { return **database_; }

  void import(const std::filesystem::path& folder) {
    auto files = ledger::files_of_folder(folder);
    ASSERT_TRUE(succeeded(files));
    const auto outcome = ledger::import_files(db(), library(), *files, {});
    ASSERT_TRUE(succeeded(outcome));
    for (const auto& error : outcome->errors) ADD_FAILURE() << ledger::to_string(error);
  }
  // One file per register: the titles of its fields and their examples.
  void import_examples() {
    for (const Register& one : library().registers) {
      std::string titles = "单位编码,年度", cells = std::string(unit) + "," + std::to_string(year);
      for (const pack::Field& field : one.fields) {
        titles += "," + field.title;
        cells += "," + field.example;  // none has a comma or a quotation mark
      }
      folder_.write(one.id + ".csv", titles + "\n" + cells + "\n");
    }
    import(folder_.path());
  }
  // Register: states in which its records are, in words.
  std::map<std::string, std::set<std::string>> unfinished(std::string_view unit_id, int of_year) {
    std::map<std::string, std::set<std::string>> found;
    for (const Register& one : library().registers) {
      if (one.workflow.states.empty()) continue;
      EXPECT_TRUE(
          succeeded(ledger::each_record(db(), one, unit_id, of_year, "", [&](const ledger::Record& record) -> Status {
            const int state = state_of(one, record);
            if (state < 0) {
              found[one.id].insert("error");
            } else if (!one.workflow.states[static_cast<std::size_t>(state)].finished) {
              found[one.id].insert(one.workflow.states[static_cast<std::size_t>(state)].title);
            }
            return {};
          })));
    }
    return found;
  }

  TemporaryFolder folder_;
  std::unique_ptr<FreshDatabase> database_;
};

INSTANTIATE_TEST_SUITE_P(Engines, ShippedExamples, ::testing::Values(Engine::sqlite, Engine::postgresql),
                         [](const auto& info) { return info.param == Engine::sqlite ? "sqlite" : "postgresql"; });

TEST_P(ShippedExamples, AreRecordsAsTheyStand) {
  import_examples();
  for (const Register& one : library().registers) {
    int records = 0;
    EXPECT_TRUE(succeeded(ledger::each_record(db(), one, unit, year, "", [&](const ledger::Record& record) -> Status {
      ++records;
      for (std::size_t i = 0; i < one.fields.size(); ++i) {
        // Written as the program writes it.
        EXPECT_EQ(ledger::cell_text(one.fields[i], record.values[Register::first_field_slot + i]),
                  one.fields[i].example)
            << one.id << "." << one.fields[i].id;
      }
      return {};
    })));
    EXPECT_EQ(records, 1) << one.id;
  }
}

TEST_P(ShippedExamples, AreFinishedWork) {
  import_examples();
  EXPECT_THAT(unfinished(unit, year), IsEmpty());
}

TEST_P(ShippedExamples, CanAllBeCounted) {
  import_examples();
  const auto figures = read_figures(db(), library(), unit, year);
  ASSERT_TRUE(succeeded(figures));
  const std::map<std::string, std::string> expected = {
      {"documents.on_time_rate", "0.00%"},  // 加急, answered on the second working day
      {"documents.first_time_rate", "100.00%"},
      {"documents.required_rate", "100.00%"},  // before the day the sender asked for
      {"circulations.on_time_rate", "100.00%"},
      {"dispatches.repeated", "0个"},
      {"dispatches.gaps", "0个"},
      {"decisions.opened_rate", "100.00%"},
      {"tasks.on_time_rate", "100.00%"},
      {"tasks.first_time_rate", "100.00%"},
      {"tasks.average_days", "14.0天/项"},
      {"supervision.on_time_rate", "100.00%"},
      {"supervision_reviews.on_time_rate", "100.00%"},
      {"proposals.on_time_rate", "100.00%"},
      {"proposals.last_year", "406件"},
      {"proposals.growth", "-99.8%"},
      {"proposal_opinions.on_time_rate", "100.00%"},
      {"information.adopted_rate", "100.00%"},
      {"information.solicited_rate", "100.00%"},
      {"adoptions.points", "3分"},
      {"reporting_units.zero", "0个"},
      {"duty_shifts.completed_rate", "100.00%"},
      {"duty_shifts.gaps", "0天"},
      {"duty_shifts.covered", "100.00%"},
      {"duty_log.same_day_rate", "100.00%"},
      {"incidents.phone_rate", "100.00%"},
      {"incidents.first_rate", "100.00%"},
      {"publications.on_time_rate", "100.00%"},
      {"disclosure_requests.on_time_rate", "100.00%"},
      {"messages.satisfied_rate", "100.00%"},
      {"delegations.cost_rate", "95.04%"},
      {"receptions.per_head", "80.00元/人次"},
      {"vehicles.over_standard", "0辆"},
      {"fleet.new_energy_share", "100.00%"},
      {"vehicle_costs.per_vehicle", "86.40元/辆"},
      {"vehicle_costs.per_kilometre", "1.00元/公里"},
      {"procurement.intention_rate", "100.00%"},
      {"procurement.signed_rate", "100.00%"},
      {"procurement.announced_rate", "100.00%"},
      {"procurement.filed_rate", "100.00%"},
      {"procurement.sme_share", "100.00%"},
      {"procurement.saving_rate", "4.00%"},
      {"procurement_objections.on_time_rate", "100.00%"},
      {"contract_payments.sme_on_time_rate", "100.00%"},
      {"assets.use_rate", "100.00%"},
      {"asset_counts.match_rate", "99.60%"},
      {"archives.rate", "100.00%"},
      {"archives.missing", "0件"},
      {"archives.repeated", "0件次"},
      {"party_activities.attendance", "92.86%"},
      {"training_records.rate", "100.00%"},
      {"staff_changes.registered_rate", "100.00%"},
      {"budget.adjustment_rate", "8.70%"},
      {"three_public.rate", "57.33%"},
      {"three_public.growth", "-23.21%"},
      {"operating_funds.rate", "101.46%"},
      {"evidence.accepted_rate", "100.00%"},
  };
  for (const auto& [id, text] : expected) {
    const pack::Measure* one = library().find_measure(id);
    ASSERT_NE(one, nullptr) << id;
    EXPECT_EQ(measure::display(*one, (*figures)[static_cast<std::size_t>(one - library().measures.data())]), text)
        << id;
  }
}

// The sample year is told from what its registers say of the end of each piece of work.
TEST_P(ShippedExamples, TheSampleYearIsFinished) {
  import(JIHENG_SOURCE_DIR "/samples/zengcheng-2022");
  EXPECT_THAT(unfinished("440118001", 2022), IsEmpty());
}

}  // namespace
}  // namespace jiheng::evaluate
