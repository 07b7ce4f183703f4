// Whatever is inserted, changed and deleted: the figures read are those of a naive recount, the database's way of
// counting equals the row by row way, and nothing is left that verify() would name.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <map>
#include <set>

#include "../support/small_year.h"
#include "measure/engine.h"
#include "measure/figures.h"

namespace jiheng::measure {
namespace {

using expr::Value;
using jiheng::testing::change;
using jiheng::testing::Engine;
using jiheng::testing::FreshDatabase;
using jiheng::testing::insert;
using jiheng::testing::small_unit;
using jiheng::testing::small_year;
using jiheng::testing::SmallPack;
using jiheng::testing::succeeded;

struct Payment {
  bool basic;
  std::optional<std::int64_t> fen;
  std::optional<std::int64_t> day;
};

// The table as it should be, and the figures over it counted the plain way.
struct Model {
  std::map<int, Payment> payments;

  std::map<std::string, std::string> figures() const {
    std::int64_t total = 0, basic = 0;
    std::set<std::int64_t> days;
    std::optional<std::int64_t> largest;
    for (const auto& [number, payment] : payments) {
      if (payment.day) days.insert(*payment.day);
      if (!payment.fen) continue;
      total += *payment.fen;
      if (payment.basic) {
        basic += *payment.fen;
      } else {
        largest = std::max(largest.value_or(*payment.fen), *payment.fen);
      }
    }
    const std::int64_t budget = 10'000'00;
    return {
        {"payments.total", Value::of(Money::from_fen(total)).to_string()},
        {"payments.basic", Value::of(Money::from_fen(basic)).to_string()},
        {"payments.count", std::to_string(payments.size())},
        {"payments.days", std::to_string(days.size())},
        {"payments.first", days.empty() ? "null" : Date::from_days(static_cast<int>(*days.begin())).to_string()},
        {"payments.largest_project", largest ? Value::of(Money::from_fen(*largest)).to_string() : "null"},
        {"budget.execution_rate", Value::of(Ratio::from_parts(total, budget)).to_string()},
        {"budget.left", Value::of(Money::from_fen(budget - total)).to_string()},
    };
  }
};

class PropertiesTest : public ::testing::TestWithParam<Engine> {};
INSTANTIATE_TEST_SUITE_P(, PropertiesTest, ::testing::Values(Engine::sqlite, Engine::postgresql),
                         ::testing::PrintToStringParamName());

std::optional<std::int64_t> one_of(std::int64_t from, std::int64_t to) {
  if (*rc::gen::inRange(0, 5) == 0) return std::nullopt;
  return *rc::gen::inRange(from, to);
}

void act(store::Database& database, const pack::Library& library, Model& model) {
  const int number = *rc::gen::inRange(0, 12);
  const std::string key = std::to_string(number);
  const auto known = model.payments.contains(number);
  if (known && *rc::gen::inRange(0, 3) == 0) {
    change(database, "payments", "DELETE FROM r_payments WHERE voucher_no = ?", {key});
    model.payments.erase(number);
    return;
  }
  const Payment payment{*rc::gen::arbitrary<bool>(), one_of(-1'000'00, 9'000'00), one_of(18993, 19000)};
  const auto cell = [](const std::optional<std::int64_t>& value) {
    return value ? store::Cell(*value) : store::Cell();
  };
  const store::Cell nature = payment.basic ? "基本支出" : "项目支出";
  if (known) {
    change(database, "payments", "UPDATE r_payments SET nature = ?, amount = ?, paid_on = ? WHERE voucher_no = ?",
           {nature, cell(payment.fen), cell(payment.day), key});
  } else {
    insert(database, library, "payments", {key, "摘要", nature, cell(payment.fen), cell(payment.day)});
  }
  model.payments[number] = payment;
}

TEST_P(PropertiesTest, FiguresAgreeWithANaiveRecountAfterAnyChanges) {
  if (!jiheng::testing::available(GetParam())) GTEST_SKIP() << "JIHENG_TEST_POSTGRES is not set";
  const SmallPack pack;
  const pack::Library library = pack.load();
  FreshDatabase database(GetParam());
  ASSERT_TRUE(succeeded(store::initialise(*database, library)));
  jiheng::testing::insert_small_year(*database, library);
  change(*database, "budget", "DELETE FROM r_budget");
  insert(*database, library, "budget", {"全年", 10'000'00});
  change(*database, "payments", "DELETE FROM r_payments");

  Model model;
  const bool held = rc::check([&] {
    const int changes = *rc::gen::inRange(1, 6);
    for (int i = 0; i < changes; ++i) act(*database, library, model);
    const auto figures = Figures::read(*database, library, small_unit, small_year);
    RC_ASSERT(figures.has_value());
    RC_ASSERT(figures->recomputed() > 0);
    std::map<std::string, std::string> found;
    const auto expected = model.figures();
    for (std::size_t i = 0; i < library.measures.size(); ++i) {
      const std::string& id = library.measures[i].id;
      if (expected.contains(id)) found[id] = (*figures)[i].to_string();
    }
    RC_ASSERT(found == expected);

    // Row by row, without SQL: every measure of the library, those of the second stage included.
    std::vector<Value> by_rows(library.measures.size());
    const Subject subject{*database, library, small_unit, small_year};
    RC_ASSERT(compute_by_rows(subject, std::vector<bool>(by_rows.size(), true), by_rows).has_value());
    for (std::size_t i = 0; i < by_rows.size(); ++i) RC_ASSERT(by_rows[i] == (*figures)[i]);

    const auto different = verify(*database, library, small_unit, small_year);
    RC_ASSERT(different.has_value());
    RC_ASSERT(different->empty());
  });
  EXPECT_TRUE(held);
}

}  // namespace
}  // namespace jiheng::measure
