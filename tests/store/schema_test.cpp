#include "store/schema.h"

#include <thread>

#include "engine.h"

namespace jiheng::store {
namespace {

using enum pack::FieldType;

class SchemaTest : public EngineTest {
 protected:
  void SetUp() override {
    EngineTest::SetUp();
    if (!IsSkipped()) database_ = open();
  }
  Status insert(const std::string& table, const std::vector<std::string>& columns, const std::vector<Cell>& cells) {
    std::string names, places;
    for (const std::string& column : columns) {
      names += (names.empty() ? "" : ", ") + column;
      places += places.empty() ? "?" : ", ?";
    }
    return database_->execute("INSERT INTO " + table + " (" + names + ") VALUES (" + places + ")", cells);
  }
  Status insert_project(std::string_view code) {
    return insert("r_projects", {"unit_id", "year", "code"}, {"440118001", 2022, code});
  }
  Status insert_payment(std::string_view voucher, Cell project) {
    return insert("r_payments", {"unit_id", "year", "voucher_no", "amount", "project_id"},
                  {"440118001", 2022, voucher, 250, project});
  }
  std::vector<std::string> index_names(const std::string& table) {
    const Cell name = table;
    return rows(
        *database_,
        is_sqlite()
            ? "SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL ORDER BY name"
            : "SELECT indexname FROM pg_indexes WHERE tablename = ? AND indexname LIKE 'i\\_%' ORDER BY 1",
        std::span(&name, 1));
  }
  std::unique_ptr<Database> database_;
};
INSTANTIATE_ON_ENGINES(SchemaTest);

TEST_P(SchemaTest, NamesColumnsAndKeys) {
  pack::Library library = payments_library();
  // A field that may take a measure's figure has a column too: for the result somebody typed.
  pack::Field result = field("result", decimal);
  result.figure_of = "measure_id";
  library.registers[0].fields.push_back(result);
  EXPECT_EQ(columns(library.registers[0]), (std::vector<std::string>{"unit_id", "year", "voucher_no", "paid_on",
                                                                     "amount", "nature", "project_id", "result"}));
  EXPECT_EQ(key_columns(library.registers[0]), (std::vector<std::string>{"unit_id", "year", "voucher_no"}));
  ASSERT_OK(initialise(*database_, library));
  EXPECT_OK(insert("r_payments", {"unit_id", "year", "voucher_no", "result"}, {"u", 2022, "1", 9806}));
}

TEST_P(SchemaTest, SaysWhetherItIsInitialised) {
  const pack::Library library = payments_library();
  EXPECT_EQ(is_initialised(*database_).value(), false);
  const Status refused = require_initialised(*database_, library);
  ASSERT_EQ(code(refused), "schema.not-initialised");
  EXPECT_EQ(refused.error().message, "数据库" + database_->location() + "尚未初始化，请先运行 jiheng init");
  ASSERT_OK(initialise(*database_, library));
  EXPECT_EQ(is_initialised(*database_).value(), true);
  EXPECT_OK(require_initialised(*database_, library));
}

TEST_P(SchemaTest, MakesTablesIndexesAndPacks) {
  ASSERT_OK(initialise(*database_, payments_library()));
  EXPECT_EQ(rows(*database_, "SELECT pack_id, version, sha256, title FROM packs"),
            (std::vector<std::string>{"test|1.0.0|00|试验包"}));
  EXPECT_EQ(index_names("r_payments"),
            (std::vector<std::string>{"i_payments_nature_paid_on", "i_payments_paid_on", "i_payments_project_id"}));
  for (const char* table : {"dirty", "figures", "scorecards", "imports", "r_payments", "r_projects"}) {
    EXPECT_EQ(rows(*database_, "SELECT unit_id, year FROM " + std::string(table)), std::vector<std::string>{}) << table;
  }
  ASSERT_OK(insert_project("P1"));
  EXPECT_EQ(code(insert_project("P1")), "store.constraint");
  EXPECT_EQ(code(insert("r_projects", {"unit_id", "year"}, {"440118001", 2022})), "store.constraint");
  ASSERT_OK(insert("r_projects", {"unit_id", "year", "code"}, {"440118001", 2023, "P1"}));
  ASSERT_OK(insert("r_projects", {"unit_id", "year", "code"}, {"440118002", 2022, "P1"}));
}

TEST_P(SchemaTest, ChecksReferencesAtCommit) {
  ASSERT_OK(initialise(*database_, payments_library()));
  ASSERT_OK(database_->begin());
  ASSERT_OK(insert_payment("1", "P1"));  // before its project
  ASSERT_OK(insert_payment("2", Cell()));
  ASSERT_OK(insert_project("P1"));
  ASSERT_OK(database_->commit());

  ASSERT_OK(database_->begin());
  ASSERT_OK(insert_payment("3", "P2"));
  EXPECT_EQ(code(database_->commit()), "store.constraint");
  ASSERT_OK(database_->begin());  // the failed transaction is over
  ASSERT_OK(database_->execute("DELETE FROM r_projects"));
  EXPECT_EQ(code(database_->commit()), "store.constraint");
  // The same code in another year is another project.
  ASSERT_OK(database_->begin());
  ASSERT_OK(insert("r_payments", {"unit_id", "year", "voucher_no", "project_id"}, {"440118001", 2023, "4", "P1"}));
  EXPECT_EQ(code(database_->commit()), "store.constraint");
  EXPECT_EQ(rows(*database_, "SELECT voucher_no FROM r_payments ORDER BY voucher_no"),
            (std::vector<std::string>{"1", "2"}));
}

TEST_P(SchemaTest, InitialisingAgainChangesNothing) {
  const pack::Library library = payments_library();
  ASSERT_OK(initialise(*database_, library));
  // It does not even take the writers' lock.
  ASSERT_OK(database_->begin());
  const auto other = open_impatient();
  EXPECT_OK(initialise(*other, library));
  ASSERT_OK(database_->rollback());
}

TEST_P(SchemaTest, SeveralMayInitialiseAtOnce) {
  const pack::Library library = payments_library();
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) threads.emplace_back([&] { EXPECT_OK(initialise(*open(), library)); });
  for (std::thread& thread : threads) thread.join();
  EXPECT_OK(require_initialised(*database_, library));
}

TEST_P(SchemaTest, RecordsNewPackVersions) {
  pack::Library library = payments_library();
  ASSERT_OK(initialise(*database_, library));
  library.packs[0].version = "1.1.0";
  library.packs[0].sha256 = "11";
  EXPECT_OK(require_initialised(*database_, library));  // the tables fit
  ASSERT_OK(initialise(*database_, library));
  EXPECT_EQ(rows(*database_, "SELECT pack_id, version, sha256 FROM packs"),
            (std::vector<std::string>{"test|1.1.0|11"}));
}

TEST_P(SchemaTest, AddsFieldsRegistersAndIndexes) {
  pack::Library library = payments_library();
  ASSERT_OK(initialise(*database_, library));
  ASSERT_OK(insert_project("P1"));
  library.registers[1].fields.push_back(field("budget", money));
  library.registers[1].indexes = {{2}};
  library.registers[0].indexes.erase(library.registers[0].indexes.begin());
  library.registers.push_back(make_register("staff", {field("name", text)}, {"name"}));
  const Status refused = require_initialised(*database_, library);
  ASSERT_EQ(code(refused), "schema.outdated");
  EXPECT_EQ(refused.error().message,
            "数据库" + database_->location() +
                "与资料包不一致：台账projects·字段budget；请再运行一次 jiheng init（已有数据不受影响）");
  ASSERT_OK(initialise(*database_, library));
  EXPECT_OK(require_initialised(*database_, library));
  EXPECT_EQ(rows(*database_, "SELECT code, budget FROM r_projects"), (std::vector<std::string>{"P1|∅"}));
  EXPECT_EQ(rows(*database_, "SELECT name FROM r_staff"), std::vector<std::string>{});
  EXPECT_EQ(index_names("r_projects"), (std::vector<std::string>{"i_projects_budget"}));
  EXPECT_EQ(index_names("r_payments"),
            (std::vector<std::string>{"i_payments_nature_paid_on", "i_payments_project_id"}));
}

TEST_P(SchemaTest, AddsAReferenceUnderExistingRows) {
  pack::Library library = payments_library();
  // A register that refers to the one that will be changed.
  library.registers.push_back(
      make_register("refunds", {field("number", text), field("voucher", reference, "payments")}, {"number"}));
  pack::Register& payments = library.registers[0];
  const pack::Field project = payments.fields.back();
  payments.fields.pop_back();
  payments.fields.push_back(field("gone", text));
  ASSERT_OK(initialise(*database_, library));
  const std::vector<std::string> columns = {"unit_id", "year", "voucher_no", "amount", "gone"};
  ASSERT_OK(insert("r_payments", columns, {"u", 2022, "1", 250, "words"}));
  ASSERT_OK(insert("r_refunds", {"unit_id", "year", "number", "voucher"}, {"u", 2022, "r", "1"}));
  payments.fields.back() = project;
  ASSERT_OK(initialise(*database_, library));
  EXPECT_OK(require_initialised(*database_, library));
  EXPECT_EQ(rows(*database_, "SELECT voucher_no, amount, gone, project_id FROM r_payments"),
            (std::vector<std::string>{"1|250|words|∅"}));
  EXPECT_EQ(index_names("r_payments"),
            (std::vector<std::string>{"i_payments_nature_paid_on", "i_payments_paid_on", "i_payments_project_id"}));
  // Both references hold, the new one and the one to the changed table.
  EXPECT_EQ(code(insert("r_payments", {"unit_id", "year", "voucher_no", "project_id"}, {"u", 2022, "2", "none"})),
            "store.constraint");
  EXPECT_EQ(code(database_->execute("DELETE FROM r_payments")), "store.constraint");
  ASSERT_OK(insert("r_projects", {"unit_id", "year", "code"}, {"u", 2022, "P1"}));
  EXPECT_OK(insert("r_payments", {"unit_id", "year", "voucher_no", "project_id"}, {"u", 2022, "2", "P1"}));
}

TEST_P(SchemaTest, RegistersMayReferToEachOther) {
  pack::Library library = make_library({
      make_register("a", {field("k", text), field("up", reference, "a"), field("other", reference, "b")}, {"k"}),
      make_register("b", {field("k", text), field("other", reference, "a")}, {"k"}),
  });
  ASSERT_OK(initialise(*database_, library));
  ASSERT_OK(database_->begin());
  ASSERT_OK(insert("r_a", {"unit_id", "year", "k", "up", "other"}, {"u", 1, "x", "x", "y"}));
  ASSERT_OK(insert("r_b", {"unit_id", "year", "k", "other"}, {"u", 1, "y", "x"}));
  ASSERT_OK(database_->commit());
}

TEST_P(SchemaTest, KeepsFieldsThatLeftThePacks) {
  pack::Library library = payments_library();
  ASSERT_OK(initialise(*database_, library));
  ASSERT_OK(insert("r_projects", {"unit_id", "year", "code", "name"}, {"u", 2022, "P1", "维修"}));
  const pack::Library whole_library = library;
  library.registers[1].fields.pop_back();
  ASSERT_OK(initialise(*database_, library));
  ASSERT_OK(insert("r_projects", {"unit_id", "year", "code"}, {"u", 2022, "P2"}));
  ASSERT_OK(initialise(*database_, whole_library));
  EXPECT_EQ(rows(*database_, "SELECT code, name FROM r_projects ORDER BY code"),
            (std::vector<std::string>{"P1|维修", "P2|∅"}));
}

TEST_P(SchemaTest, RefusesAChangedTypeUnderRows) {
  pack::Library library = payments_library();
  ASSERT_OK(initialise(*database_, library));
  ASSERT_OK(insert_payment("1", Cell()));
  library.registers[0].fields[2].type = decimal;  // both BIGINT, but fen are not hundredths of a plain number
  library.registers[0].fields[2].scale = 2;
  library.registers.push_back(make_register("staff", {field("name", text)}, {"name"}));
  const Status status = initialise(*database_, library);
  ASSERT_EQ(code(status), "schema.incompatible");
  EXPECT_EQ(status.error().message,
            "资料包把台账“台账payments”的字段“字段amount”由money改成了decimal:"
            "2，而该台账已有记录，不能改；请恢复原定义，或另建数据库");
  EXPECT_EQ(code(require_initialised(*database_, library)), "schema.outdated");
  EXPECT_OK(require_initialised(*database_, payments_library()));
  EXPECT_EQ(database_->integer("SELECT COUNT(*) FROM register_columns WHERE register = 'staff'", {}, -1).value(), 0);

  ASSERT_OK(database_->execute("DELETE FROM r_payments"));
  ASSERT_OK(initialise(*database_, library));
  EXPECT_OK(require_initialised(*database_, library));
}

TEST_P(SchemaTest, RefusesAChangedKeyUnderRows) {
  pack::Library library = payments_library();
  ASSERT_OK(initialise(*database_, library));
  ASSERT_OK(insert_project("P1"));
  ASSERT_OK(insert_payment("1", "P1"));
  library.registers[0].key = {0, 1};
  const Status status = initialise(*database_, library);
  ASSERT_EQ(code(status), "schema.incompatible-key");
  EXPECT_EQ(status.error().message,
            "资料包把台账“台账payments”的主键由unit_id + year + voucher_no改成了unit_id + year + voucher_no + paid_on，"
            "而该台账已有记录，不能改；请恢复原定义，或另建数据库");
  ASSERT_OK(database_->execute("DELETE FROM r_payments"));
  ASSERT_OK(initialise(*database_, library));
  EXPECT_EQ(code(insert_payment("1", "P1")), "store.constraint");  // paid_on is of the key now
}

TEST_P(SchemaTest, MakesAnEmptyParentAnewUnderItsChildren) {
  pack::Library library = payments_library();
  ASSERT_OK(initialise(*database_, library));
  ASSERT_OK(insert_payment("1", Cell()));
  library.registers[1].fields[1].type = integer;
  ASSERT_OK(initialise(*database_, library));
  EXPECT_EQ(code(insert_payment("2", "none")), "store.constraint");
  ASSERT_OK(insert_project("P1"));
  EXPECT_OK(insert_payment("2", "P1"));
}

TEST_P(SchemaTest, TypesAreEnforced) {
  ASSERT_OK(initialise(*database_, payments_library()));
  EXPECT_FALSE(insert("r_payments", {"unit_id", "year", "voucher_no", "amount"}, {"u", 2022, "1", "many"}));
  EXPECT_FALSE(insert("r_payments", {"unit_id", "year", "voucher_no", "amount"}, {"u", "year", "1", 1}));
}

TEST_P(SchemaTest, LongNamesStayApart) {
  const std::string stem(55, 'a');
  pack::Library library =
      make_library({make_register("r", {field("k", text), field(stem + "_one", text), field(stem + "_two", text)},
                                  {"k"}, {{stem + "_one"}, {stem + "_two"}})});
  ASSERT_OK(initialise(*database_, library));
  EXPECT_EQ(index_names("r_r").size(), 2u);
  EXPECT_OK(initialise(*database_, library));
}

TEST_P(SchemaTest, RefusesANewerDatabase) {
  const pack::Library library = payments_library();
  ASSERT_OK(initialise(*database_, library));
  ASSERT_OK(database_->execute("UPDATE meta SET value = '99' WHERE key = 'schema_version'"));
  const Status status = initialise(*database_, library);
  ASSERT_EQ(code(status), "schema.newer");
  EXPECT_EQ(status.error().message,
            "数据库" + database_->location() + "由更新版本的绩衡建立（结构版本99，本程序支持到3），请升级本程序");
  EXPECT_EQ(code(is_initialised(*database_)), "schema.newer");
  EXPECT_EQ(code(require_initialised(*database_, library)), "schema.newer");
}

TEST_P(SchemaTest, MarksDirtyOnce) {
  ASSERT_OK(initialise(*database_, payments_library()));
  ASSERT_OK(database_->begin());
  EXPECT_OK(mark_dirty(*database_, "440118001", 2022, "payments"));
  EXPECT_OK(mark_dirty(*database_, "440118001", 2022, "payments"));
  EXPECT_OK(mark_dirty(*database_, "440118001", 2021, "payments"));
  ASSERT_OK(database_->commit());
  EXPECT_EQ(rows(*database_, "SELECT unit_id, year, register FROM dirty ORDER BY year"),
            (std::vector<std::string>{"440118001|2021|payments", "440118001|2022|payments"}));
}

}  // namespace
}  // namespace jiheng::store
