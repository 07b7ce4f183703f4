// Figures over the small year, on both engines: exact values, what a change recomputes, definition changes, drill-down.
#include "measure/figures.h"

#include <gtest/gtest.h>

#include <map>
#include <thread>

#include "../support/small_year.h"
#include "measure/engine.h"

namespace jiheng::measure {
namespace {

using expr::Value;
using jiheng::testing::change;
using jiheng::testing::days;
using jiheng::testing::Engine;
using jiheng::testing::FreshDatabase;
using jiheng::testing::insert;
using jiheng::testing::insert_small_year;
using jiheng::testing::small_unit;
using jiheng::testing::small_year;
using jiheng::testing::SmallPack;
using jiheng::testing::succeeded;

std::map<std::string, std::string> texts(const pack::Library& library, const Figures& figures) {
  std::map<std::string, std::string> result;
  for (std::size_t i = 0; i < library.measures.size(); ++i) {
    result[library.measures[i].id] = figures[i].to_string();
  }
  return result;
}

// Value::to_string of every figure of the small year, worked out by hand.
const std::map<std::string, std::string> expected_figures = {
    {"budget.total", "3000000.00"},
    {"payments.total", "1500000.00"},
    {"payments.basic", "1000000.00"},
    {"payments.count", "5"},
    {"payments.days", "3"},
    {"payments.first", "2022-01-10"},
    {"payments.largest_project", "300000.00"},
    {"budget.execution_rate", "0.5"},
    {"budget.left", "1500000.00"},
    {"incidents.first", "2022-03-01 08:00"},
    {"incidents.last_told", "2022-03-02 00:05"},
    {"incidents.prompt", "1"},
    {"incidents.slowest", "16"},
    {"incidents.days", "2"},
    {"incidents.first_day", "2022-03-01"},
    {"tasks.total", "4"},
    {"tasks.on_time", "2"},       // 甲 on the day; 丙 three holidays late; 乙 on a make-up Sunday
    {"tasks.planned", "10"},      // 3 + 7 + 0, 丁 has none
    {"tasks.attained", "10/21"},  // 1/3 + 1/7
    {"tasks.careless", "no-base"},
    {"tasks.on_time_rate", "0.5"},
    {"goals.weight", "20"},
    // 50 % of 100 % is half of 10; 150 万元 of 150 is 5; 5 payments of at most 4 is 1 − 1/4 of 4; 4 of 4 is 1.
    {"goals.score", "14"},
    {"goals.rate", "0.7"},
};

class FiguresTest : public ::testing::TestWithParam<Engine> {
 protected:
  void SetUp() override {
    if (!jiheng::testing::available(GetParam())) GTEST_SKIP() << "JIHENG_TEST_POSTGRES is not set";
    library_ = pack_.load();
    database_ = std::make_unique<FreshDatabase>(GetParam());
    ASSERT_TRUE(succeeded(store::initialise(db(), library_)));
  }
  store::Database& db() { return **database_; }
  Figures read(const pack::Library& library) {
    auto figures = Figures::read(db(), library, small_unit, small_year);
    EXPECT_TRUE(succeeded(figures));
    return figures ? *figures : Figures();
  }
  Figures read() { return read(library_); }
  std::string figure(const std::string& id) { return texts(library_, read())[id]; }
  // The ids of the figures that `act` changes.
  template <class Act>
  std::vector<std::string> changed_by(const Act& act) {
    const auto before = texts(library_, read());
    act();
    const auto after = texts(library_, read());
    std::vector<std::string> ids;
    for (const auto& [id, text] : after) {
      if (before.at(id) != text) ids.push_back(id);
    }
    return ids;
  }
  void expect_verified() {
    const auto different = verify(db(), library_, small_unit, small_year);
    ASSERT_TRUE(succeeded(different));
    EXPECT_EQ(*different, std::vector<std::string>());
  }

  SmallPack pack_;
  pack::Library library_;
  std::unique_ptr<FreshDatabase> database_;
};

INSTANTIATE_TEST_SUITE_P(, FiguresTest, ::testing::Values(Engine::sqlite, Engine::postgresql),
                         ::testing::PrintToStringParamName());

TEST_P(FiguresTest, EveryFigureOfTheSmallYearIsExact) {
  insert_small_year(db(), library_);
  EXPECT_EQ(texts(library_, read()), expected_figures);
  expect_verified();
}

TEST_P(FiguresTest, AUnitWithoutRowsHasZerosAndNoData) {
  const std::map<std::string, std::string> expected = {
      {"budget.total", "0.00"},
      {"payments.total", "0.00"},
      {"payments.basic", "0.00"},
      {"payments.count", "0"},
      {"payments.days", "0"},
      {"payments.first", "null"},
      {"payments.largest_project", "null"},
      {"budget.execution_rate", "no-base"},
      {"budget.left", "0.00"},
      {"incidents.first", "null"},
      {"incidents.last_told", "null"},
      {"incidents.prompt", "0"},
      {"incidents.slowest", "null"},
      {"incidents.days", "0"},
      {"incidents.first_day", "null"},
      {"tasks.total", "0"},
      {"tasks.on_time", "0"},
      {"tasks.planned", "0"},
      {"tasks.attained", "0"},
      {"tasks.careless", "0"},
      {"tasks.on_time_rate", "no-base"},
      {"goals.weight", "0"},
      {"goals.score", "0"},
      {"goals.rate", "no-base"},
  };
  EXPECT_EQ(texts(library_, read()), expected);
  // What was stored reads back the same, no data and no base included.
  const Figures again = read();
  EXPECT_EQ(again.recomputed(), 0);
  EXPECT_EQ(texts(library_, again), expected);
}

TEST_P(FiguresTest, OnlyWhatIsOutOfDateIsRecomputed) {
  insert_small_year(db(), library_);
  EXPECT_EQ(read().recomputed(), static_cast<int>(library_.measures.size()));
  EXPECT_EQ(read().recomputed(), 0);
  change(db(), "tasks", "UPDATE r_tasks SET title = title WHERE unit_id = ?", {small_unit});
  // Five over tasks, one formula over them, and the three over goals, whose records may name any figure.
  EXPECT_EQ(read().recomputed(), 9);
  EXPECT_EQ(*db().integer("SELECT COUNT(*) FROM dirty", {}, -1), 0);
  change(db(), "goals", "UPDATE r_goals SET weight = weight WHERE unit_id = ?", {small_unit});
  EXPECT_EQ(read().recomputed(), 3);
  EXPECT_EQ(texts(library_, read()), expected_figures);
}

TEST_P(FiguresTest, AChangedRowChangesExactlyTheFiguresThatDependOnIt) {
  insert_small_year(db(), library_);
  EXPECT_EQ(changed_by([&] {
              change(db(), "payments", "UPDATE r_payments SET amount = amount + 100000 WHERE voucher_no = 'P1'");
            }),
            (std::vector<std::string>{"budget.execution_rate", "budget.left", "goals.rate", "goals.score",
                                      "payments.basic", "payments.total"}));
  EXPECT_EQ(figure("payments.total"), "1501000.00");
  EXPECT_EQ(figure("budget.execution_rate"), "1501/3000");
  EXPECT_EQ(changed_by([&] {
              change(db(), "payments", "UPDATE r_payments SET paid_on = ? WHERE voucher_no = 'P4'",
                     {days("2022-12-02")});
            }),
            std::vector<std::string>());
  EXPECT_EQ(changed_by([&] {
              change(db(), "tasks", "UPDATE r_tasks SET done_on = ? WHERE task_no = 2", {days("2022-01-28")});
            }),
            (std::vector<std::string>{"tasks.on_time", "tasks.on_time_rate"}));
  expect_verified();
}

TEST_P(FiguresTest, OtherUnitsAreUntouched) {
  insert_small_year(db(), library_);
  read();
  insert(db(), library_, "payments", {"P9", "别家", "基本支出", 100, days("2022-05-05")}, "440100000");
  const Figures figures = read();
  EXPECT_EQ(figures.recomputed(), 0);
  EXPECT_EQ(texts(library_, figures), expected_figures);
  const auto other = Figures::read(db(), library_, "440100000", small_year);
  ASSERT_TRUE(succeeded(other));
  EXPECT_EQ(texts(library_, *other)["payments.total"], "1.00");
}

TEST_P(FiguresTest, AChangedDefinitionIsRecomputed) {
  insert_small_year(db(), library_);
  read();
  std::string measures(jiheng::testing::small_measures);
  const auto replace = [&](std::string_view from, std::string_view to) {
    measures.replace(measures.find(from), from.size(), to);
  };
  replace("where = \"nature == '基本支出'\"", "where = \"nature != '基本支出'\"");
  pack_.write("measures/measures.toml", measures);
  const pack::Library changed = pack_.load();
  auto expected = expected_figures;
  expected["payments.basic"] = "500000.00";
  const Figures figures = read(changed);
  // The measure itself, what counts working days (whose calendars may have changed), its rate, and the goals.
  EXPECT_EQ(figures.recomputed(), 6);
  EXPECT_EQ(texts(changed, figures), expected);
  EXPECT_EQ(read(changed).recomputed(), 0);
  EXPECT_EQ(texts(library_, read()), expected_figures);
}

TEST_P(FiguresTest, AMeasureThatIsGoneLeavesNoFigureAndNoValueInTheRowsThatNameIt) {
  insert_small_year(db(), library_);
  read();
  std::string measures(jiheng::testing::small_measures);
  const std::string gone = "id = \"payments.count\"", renamed = "id = \"payments.number\"";
  measures.replace(measures.find(gone), gone.size(), renamed);
  pack_.write("measures/measures.toml", measures);
  const pack::Library changed = pack_.load();
  auto expected = expected_figures;
  expected.erase("payments.count");
  expected["payments.number"] = "5";
  // Goal 3 has no data now: 0 of at most 4 is its full weight.
  expected["goals.score"] = "15";
  expected["goals.rate"] = "0.75";
  EXPECT_EQ(texts(changed, read(changed)), expected);
  const store::Cell id[] = {"payments.count"};
  EXPECT_EQ(*db().integer("SELECT COUNT(*) FROM figures WHERE measure = ?", id, -1), 0);
}

TEST_P(FiguresTest, ASumBeyondMoneyIsAnErrorAndChangesNothing) {
  insert_small_year(db(), library_);
  read();
  constexpr std::int64_t most = 9'000'000'000'000'000'000;
  insert(db(), library_, "payments", {"P8", "巨款", "基本支出", most, days("2022-05-05")});
  insert(db(), library_, "payments", {"P9", "巨款", "基本支出", most, days("2022-05-05")});
  const auto figures = Figures::read(db(), library_, small_unit, small_year);
  ASSERT_FALSE(figures);
  EXPECT_EQ(figures.error().code, "measure.overflow");
  EXPECT_EQ(figures.error().message, "度量“全年支出”的数值超出可表示的范围");
  EXPECT_EQ(*db().integer("SELECT COUNT(*) FROM dirty", {}, -1), 1);
  change(db(), "payments", "DELETE FROM r_payments WHERE amount = ?", {most});
  EXPECT_EQ(texts(library_, read()), expected_figures);
}

// A sum of numbers may leave the 64 bits of a column; SQLite's own SUM would give up.
TEST_P(FiguresTest, ASumOfNumbersMayLeave64Bits) {
  SmallPack pack({}, R"toml(
[[measure]]
id = "tasks.numbers"
title = "事项号合计"
over = "tasks"
aggregate = "sum"
of = "task_no"
)toml");
  const pack::Library library = pack.load();
  for (int i = 0; i < 12; ++i) {
    insert(db(), library, "tasks",
           {900'000'000'000'000'000 + i, "事项", days("2022-01-28"), store::Cell(), store::Cell(), store::Cell()});
  }
  EXPECT_EQ(texts(library, read(library))["tasks.numbers"], "10800000000000000066");
}

TEST_P(FiguresTest, VerifyNamesAFigureThatDoesNotAgreeWithItsRows) {
  insert_small_year(db(), library_);
  read();
  ASSERT_TRUE(succeeded(db().execute("UPDATE r_payments SET amount = amount + 1 WHERE voucher_no = 'P3'")));
  const auto different = verify(db(), library_, small_unit, small_year);
  ASSERT_TRUE(succeeded(different));
  EXPECT_EQ(*different, (std::vector<std::string>{"payments.total", "payments.largest_project", "budget.execution_rate",
                                                  "budget.left", "goals.score", "goals.rate"}));
  // With its mark it is work to do, not a fault.
  change(db(), "payments", "UPDATE r_payments SET amount = amount WHERE voucher_no = 'P3'");
  expect_verified();
}

TEST_P(FiguresTest, ADamagedStoredFigureIsRecomputed) {
  insert_small_year(db(), library_);
  read();
  ASSERT_TRUE(succeeded(db().execute("UPDATE figures SET value = '12x' WHERE measure = 'payments.total'")));
  EXPECT_EQ(texts(library_, read()), expected_figures);
}

TEST_P(FiguresTest, ReadersAtOnceAllEndWithTheRightFigures) {
  insert_small_year(db(), library_);
  constexpr int readers = 4, rounds = 10;
  std::vector<std::string> wrong[readers];
  for (int round = 0; round < rounds; ++round) {
    change(db(), "payments", "UPDATE r_payments SET amount = amount + 100 WHERE voucher_no = 'P1'");
    const std::string expected =
        Money::from_fen(150'000'000 + 100 * (round + 1)).format(MoneyUnit::yuan, 2, Rounding::half_up);
    std::vector<std::jthread> threads;
    for (auto& faults : wrong) {
      threads.emplace_back([&] {
        const auto connection = database_->another();
        const auto figures = Figures::read(*connection, library_, small_unit, small_year);
        const std::string found =
            figures ? display_number(*library_.find_measure("payments.basic"),
                                     (*figures)[index_of(library_, *library_.find_measure("payments.total"))])
                    : figures.error().code + figures.error().detail;
        if (found != expected) faults.push_back(found + " for " + expected);
      });
    }
  }
  for (const auto& faults : wrong) EXPECT_EQ(faults, std::vector<std::string>());
  EXPECT_EQ(*db().integer("SELECT COUNT(*) FROM dirty", {}, -1), 0);
  expect_verified();
}

TEST_P(FiguresTest, TheRowsBehindAFigure) {
  insert_small_year(db(), library_);
  const Figures figures = read();
  const auto rows = [&](const std::string& id) {
    std::string text;
    const auto done =
        each_row(db(), library_, figures, *library_.find_measure(id), [&](const EvidenceRow& row) -> Status {
          const auto key = static_cast<std::size_t>(row.definition->key.front());
          text += row.definition->id + ":" +
                  ledger::cell_text(row.definition->fields[key], row.record.values[key + 2]) + "=" +
                  row.contribution.to_string() + " ";
          return {};
        });
    EXPECT_TRUE(succeeded(done));
    return text;
  };
  EXPECT_EQ(rows("payments.basic"), "payments:P1=800000.00 payments:P2=200000.00 ");
  EXPECT_EQ(rows("payments.count"), "payments:P1=1 payments:P2=1 payments:P3=1 payments:P4=1 payments:P5=1 ");
  EXPECT_EQ(rows("payments.largest_project"), "payments:P3=300000.00 payments:P4=200000.00 payments:P5=null ");
  EXPECT_EQ(rows("tasks.on_time"), "tasks:1=1 tasks:3=1 ");  // not in SQL: working days
  EXPECT_EQ(rows("tasks.careless"), "tasks:1=1/3 tasks:2=1/7 tasks:3=no-base tasks:4=null ");
  EXPECT_EQ(rows("goals.score"), "goals:1=5 goals:2=5 goals:3=3 goals:4=1 ");
  EXPECT_EQ(rows("budget.execution_rate"),
            "budget:基本=2000000.00 budget:项目=1000000.00 payments:P1=800000.00 payments:P2=200000.00 "
            "payments:P3=300000.00 payments:P4=200000.00 payments:P5=null ");
  const auto broken =
      each_row(db(), library_, figures, *library_.find_measure("payments.count"), [](const EvidenceRow&) -> Status {
        return fail("measure.overflow", {{"measure", "x"}});
      });
  ASSERT_FALSE(broken);
  EXPECT_EQ(broken.error().code, "measure.overflow");
}

// What the ledger keeps of a record stands beside its fields, and a measure may rest on it.
TEST_P(FiguresTest, AMeasureMayRestOnStatesAndReturns) {
  pack_.write("registers/letters.toml", R"toml(
[[register]]
id = "letters"
title = "来信台账"
key = ["no"]
field = [
  { id = "no", title = "编号", type = "text", required = true },
  { id = "answered_on", title = "答复日期", type = "date" },
]
state = [
  { id = "received", title = "收信" },
  { id = "answered", title = "答复", finished = true, when = "answered_on != null" },
]
transition = [{ id = "answer", title = "答复", from = ["received"], to = "answered", dates = "answered_on" }]
)toml");
  pack_.write("measures/letters.toml", R"toml(
[[measure]]
id = "letters.first_time"
title = "一次办结"
unit = "件"
over = "letters"
where = "record.state == 'answered' && record.returns == 0"
)toml");
  const pack::Library with_letters = pack_.load();
  ASSERT_TRUE(succeeded(store::initialise(db(), with_letters)));
  insert_small_year(db(), with_letters);
  const auto insert_letter = [&](std::string_view key, std::string_view state, int returns) {
    change(db(), "letters", "INSERT INTO r_letters (unit_id, year, no, _state, _returns) VALUES (?, ?, ?, ?, ?)",
           {small_unit, small_year, key, state, returns});
  };
  insert_letter("1", "answered", 0);
  insert_letter("2", "answered", 1);
  insert_letter("3", "received", 0);
  EXPECT_EQ(texts(with_letters, read(with_letters))["letters.first_time"], "1");
}

// figure_of fields as the expressions over a goal see them.
TEST_P(FiguresTest, NamedFiguresComeInTheUnitTheyAreShownIn) {
  insert_small_year(db(), library_);
  insert(db(), library_, "goals", {5, "结余", "≥", 100, "budget.left", 100, store::Cell()});
  insert(db(), library_, "goals", {6, "基本支出", "≥", 100, "payments.basic", 100, store::Cell()});
  insert(db(), library_, "goals", {7, "完成率合计", "≥", 100, "tasks.careless", 100, store::Cell()});
  insert(db(), library_, "goals", {8, "最早支付", "≥", 100, "payments.first", 100, store::Cell()});
  insert(db(), library_, "goals", {9, "目标", "≥", 100, "goals.rate", 100, store::Cell()});
  insert(db(), library_, "goals", {10, "没有", "≥", 100, "no.such", 100, store::Cell()});
  insert(db(), library_, "goals", {11, "不取数", "≥", 100, store::Cell(), 100, store::Cell()});
  const Figures figures = read();
  const auto slot = static_cast<std::size_t>(*library_.find_register("goals")->scope.find("actual"));
  std::string seen;
  ASSERT_TRUE(succeeded(
      each_row(db(), library_, figures, *library_.find_measure("goals.weight"), [&](const EvidenceRow& row) -> Status {
        seen += row.record.values[slot].to_string() + " ";
        return {};
      })));
  EXPECT_EQ(seen, "50 150 5 4 150 1000000 no-base null null null null ");
}

}  // namespace
}  // namespace jiheng::measure
