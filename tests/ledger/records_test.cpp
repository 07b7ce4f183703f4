#include "ledger/records.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <map>

#include "trial_pack.h"

using namespace jiheng;
using namespace jiheng::testing;
using expr::Value;

namespace {

using Lines = std::vector<std::string>;

class RecordsTest : public ::testing::TestWithParam<Engine> {
 protected:
  void SetUp() override {
    if (!available(GetParam())) GTEST_SKIP() << "JIHENG_TEST_POSTGRES is not set";
    database_ = std::make_unique<FreshDatabase>(GetParam());
    ASSERT_TRUE(succeeded(store::initialise(**database_, trial_library())));
  }
  std::unique_ptr<FreshDatabase> database_;
};

INSTANTIATE_TEST_SUITE_P(Engines, RecordsTest, ::testing::Values(Engine::sqlite, Engine::postgresql),
                         [](const auto& info) { return info.param == Engine::sqlite ? "sqlite" : "postgresql"; });

const pack::Field& field(const std::string& register_id, const std::string& id) {
  return *trial_library().find_register(register_id)->find_field(id);
}

TEST(CellTextTest, EveryType) {
  const auto& amount = field("payments", "amount");
  EXPECT_EQ(ledger::cell_text(amount, Value::of(Money::from_fen(250864))), "2508.64");
  EXPECT_EQ(ledger::cell_text(amount, Value::of(Money::from_fen(-100))), "-1.00");
  EXPECT_EQ(ledger::cell_text(field("things", "budget"), Value::of(Money::from_fen(1))), "0.000001");
  EXPECT_EQ(ledger::cell_text(field("things", "budget"), Value::of(Money::from_fen(100'000'000))), "100.00");
  EXPECT_EQ(ledger::cell_text(field("things", "share"), Value::of(Ratio::from_parts(1, 8))), "0.125");
  EXPECT_EQ(ledger::cell_text(field("things", "result"), Value::of(Ratio::from_parts(2, 3))), "0.67");
  EXPECT_EQ(ledger::cell_text(field("things", "count"), Value::of(Ratio(7))), "7");
  EXPECT_EQ(ledger::cell_text(field("payments", "paid_on"), Value::of(Date::from_days(18997))), "2022-01-05");
  EXPECT_EQ(ledger::cell_text(field("things", "met_at"), Value::of(*Moment::parse("2022-1-5 9:05"))),
            "2022-01-05 09:05");
  EXPECT_EQ(ledger::cell_text(field("things", "open"), Value::of(true)), "是");
  EXPECT_EQ(ledger::cell_text(field("things", "open"), Value::of(false)), "否");
  EXPECT_EQ(ledger::cell_text(field("things", "title"), Value::of("甲")), "甲");
  EXPECT_EQ(ledger::cell_text(field("things", "title"), Value()), "");
  EXPECT_EQ(ledger::cell_text(field("things", "result"), Value::no_base()), "--（基数为0，不可比）");
}

TEST_P(RecordsTest, InKeyOrderAndFiltered) {
  TemporaryFolder folder;
  const auto file =
      folder.write("things.csv", "序号,日期,标题,比重\n10,2022-01-05,乙,1\n9,2022-01-05,甲,2\n9,2021-01-05,丙,\n");
  const auto outcome = ledger::import_files(**database_, trial_library(), {{file, ""}}, usual_options());
  ASSERT_EQ(text_of(outcome), "");
  EXPECT_EQ(records_of(**database_, "things"),
            (Lines{"9|2021-01-05|丙||||||||||", "9|2022-01-05|甲|2.000|||||||||", "10|2022-01-05|乙|1.000|||||||||"}));
  const pack::Register& things = *trial_library().find_register("things");
  const auto condition = expr::Expression::compile("share > 1", things.scope, expr::Type::boolean);
  ASSERT_TRUE(condition);
  const auto sql = expr::sql_condition(*condition, (*database_)->dialect());
  ASSERT_TRUE(sql);
  Lines titles;
  ASSERT_TRUE(succeeded(
      ledger::each_record(**database_, things, "440118001", 2022, *sql, [&](const ledger::Record& record) -> Status {
        EXPECT_EQ(record.values[0], Value::of("440118001"));
        EXPECT_EQ(record.values[1], Value::of(Ratio(2022)));
        titles.emplace_back(record.values[4].text());
        return {};
      })));
  EXPECT_EQ(titles, (Lines{"甲"}));
}

TEST_P(RecordsTest, FieldsInUseAreThoseFilledInAndFigures) {
  const pack::Register& things = *trial_library().find_register("things");
  const auto titles = [&](int year) {
    Lines out;
    const auto fields = ledger::fields_in_use(**database_, things, "440118001", year);
    EXPECT_TRUE(succeeded(fields));
    for (const std::size_t i : *fields) out.push_back(things.fields[i].title);
    return out;
  };
  TemporaryFolder folder;
  const auto file = folder.write("things.csv", "序号,日期,标题,比重\n10,2022-01-05,乙,\n9,2022-01-05,,2\n");
  const auto outcome = ledger::import_files(**database_, trial_library(), {{file, ""}}, usual_options());
  ASSERT_EQ(text_of(outcome), "");
  EXPECT_EQ(titles(2022), (Lines{"序号", "日期", "标题", "比重", field("things", "result").title}));
  EXPECT_EQ(titles(2021).size(), things.fields.size());  // no records: all
}

// A random valid cell of the field, as a person may write it, and as cell_text writes it.
struct Written {
  std::string text, canonical;
};

Written random_cell(const pack::Field& field) {
  using pack::FieldType;
  if (!field.required && *rc::gen::inRange(0, 4) == 0) return {};
  const auto number = [](int scale) {
    const auto value = *rc::gen::inRange<std::int64_t>(0, 99'999);
    const std::string plain = Decimal::from_parts(value, scale).to_string();
    return Written{*rc::gen::arbitrary<bool>() ? with_thousands(plain) : plain, plain};
  };
  switch (field.type) {
    case FieldType::integer:
      return number(0);
    case FieldType::decimal:
      return number(field.scale);
    case FieldType::money:
      return number(2);
    case FieldType::date: {
      const Date date = Date::from_days(*rc::gen::inRange(18993, 19358));  // of 2022
      return {*rc::gen::arbitrary<bool>() ? date.to_chinese() : date.to_string(), date.to_string()};
    }
    case FieldType::moment: {
      const Moment moment = Moment::from_minutes(*rc::gen::inRange(18993 * 1440, 19358 * 1440));  // of 2022
      return {*rc::gen::arbitrary<bool>() ? moment.to_chinese() : moment.to_string(), moment.to_string()};
    }
    case FieldType::boolean: {
      const bool yes = *rc::gen::arbitrary<bool>();
      return {yes ? "true" : "0", yes ? "是" : "否"};
    }
    case FieldType::choice: {
      const std::string choice = *rc::gen::elementOf(field.choices);
      return {choice, choice};
    }
    case FieldType::measure:
      return {"payments.count", "payments.count"};
    case FieldType::narrative:
      return {"支付{payments.count}", "支付{payments.count}"};
    case FieldType::text:
    case FieldType::reference:
      break;
  }
  const auto characters = *rc::gen::container<std::vector<std::string>>(
      rc::gen::elementOf(std::vector<std::string>{"a", ",", "\"", "\n", "增", "，", " ", "𠀀", "{"}));
  std::string text = "x";  // blanks at the ends would be trimmed
  for (const std::string& character : characters) text += character;
  text += "y";
  return {text, text};
}

std::string in_quotes(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) out.append(c == '"' ? 2 : 1, c);
  return out + "\"";
}

// Random valid records → CSV → import → each_record gives the same values, whatever the order of the columns.
TEST_P(RecordsTest, RoundTrip) {
  const pack::Register& things = *trial_library().find_register("things");
  ledger::ImportOptions options = usual_options();
  options.replace = true;
  const bool held = rc::check([&] {
    std::vector<std::size_t> order(things.fields.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    const auto turn = *rc::gen::inRange<std::size_t>(0, order.size());
    std::rotate(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(turn), order.end());
    std::string csv;
    for (const std::size_t i : order) csv += (csv.empty() ? "" : ",") + things.fields[i].title;
    csv += "\r\n";
    std::map<std::int64_t, std::string> expected;  // by the key's number
    const int rows = *rc::gen::inRange(0, 8);
    for (int row = 0; row < rows; ++row) {
      std::vector<Written> cells;
      for (const pack::Field& field : things.fields) {
        Written cell = random_cell(field);
        if (field.id == "title" && cell.text.size() > 400) cell = {};
        if (field.id == "share" && cell.canonical.size() > 5) cell = {"10.5", "10.500"};
        cells.push_back(cell);
      }
      cells[0].text = cells[0].canonical = std::to_string(row + 1);
      std::string line, canonical;
      for (const std::size_t i : order) line += "," + (cells[i].text.empty() ? "" : in_quotes(cells[i].text));
      for (const Written& cell : cells) canonical += (canonical.empty() ? "" : "|") + cell.canonical;
      csv += line.substr(1) + "\r\n";
      expected[row] = canonical;
    }
    TemporaryFolder folder;
    const auto file = folder.write("things.csv", csv);
    const auto outcome = ledger::import_files(**database_, trial_library(), {{file, ""}}, options);
    RC_ASSERT(text_of(outcome) == "");
    Lines lines;
    for (const auto& [key, line] : expected) lines.push_back(line);
    RC_ASSERT(records_of(**database_, "things") == lines);
  });
  EXPECT_TRUE(held);
}

}  // namespace
