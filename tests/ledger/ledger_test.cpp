// Records added, edited and moved by persons: what the workflow allows, what the journal says, what never happens.
#include "ledger/ledger.h"

#include <gtest/gtest.h>

#include "flow_pack.h"
#include "ledger/history.h"
#include "ledger/stored_row.h"
#include "pack/system_columns.h"
#include "store/journal.h"

namespace jiheng::testing {
namespace {

using ledger::CellText;
using ledger::Ledger;
using ledger::Outcome;
using ledger::RecordName;
using Texts = std::vector<std::string>;

class LedgerTest : public ::testing::TestWithParam<Engine> {
 protected:
  void SetUp() override {
    if (!available(GetParam())) GTEST_SKIP() << "JIHENG_TEST_POSTGRES is not set";
    database_.emplace(GetParam());
    ASSERT_TRUE(succeeded(store::initialise(**database_, flow_library())));
    give("李登", "registrar");
    give("王长", "leader");
  }

  void give(const std::string& person, const std::string& role) {
    const std::vector<CellText> cells = {{"person", person}, {"role", role}};
    ASSERT_TRUE(succeeded(by("admin").add(name("assignments", ""), cells)));
  }

  Ledger by(const std::string& person, int minutes = 0) { return {**database_, flow_library(), at(person, minutes)}; }
  static RecordName name(const std::string& register_id, const std::string& key) {
    return {flow_library().find_register(register_id), "440118001", 2022, key};
  }
  static RecordName letter(const std::string& key = "L1") { return name("letters", key); }

  // A letter as most tests begin with.
  void add_letter(const std::string& key = "L1", const std::string& title = "关于道路照明的来信") {
    const std::vector<CellText> cells = {{"编号", key}, {"标题", title}, {"收信日期", "2022-03-01"}};
    const auto added = by("李登").add(letter(), cells);
    ASSERT_TRUE(succeeded(added));
    ASSERT_TRUE(added->saved) << text(added);
  }
  void to_handling(const std::string& key = "L1", const Texts& holders = {"张三"}) {
    ledger::Moving moving;
    moving.to = holders;
    const auto moved = by("李登", 10).move(letter(key), "登记交办", moving);
    ASSERT_TRUE(succeeded(moved));
    ASSERT_TRUE(moved->saved) << text(moved);
  }

  // What became of a change in one line.
  static std::string text(const Result<Outcome>& outcome) {
    if (!outcome) return outcome.error().code + " " + outcome.error().message;
    std::string out = outcome->saved ? "saved " + outcome->key + " " + outcome->state : "refused";
    for (const auto& error : outcome->errors) out += " | " + to_string(error);
    for (const auto& twin : outcome->doubles) {
      out += " | " + twin.rule + "：" + twin.key + " " + twin.label + (twin.same ? "" : "（相近）");
    }
    return out;
  }

  std::string cell(const std::string& field, const std::string& key = "L1") {
    const RecordName its = letter(key);
    const auto row = ledger::find_row(**database_, flow_library(), its);
    if (!row || !*row) return "none";
    const auto slot = its.definition->scope.find(field);
    const store::Cell& found = (*row)->cells[static_cast<std::size_t>(*slot)];
    switch (found.kind()) {
      case store::Cell::Kind::text:
        return std::string(found.text());
      case store::Cell::Kind::integer:
        return its.definition->scope[*slot].type == expr::Type::date
                   ? Date::from_days(static_cast<std::int32_t>(found.integer())).to_string()
                   : std::to_string(found.integer());
      default:
        return "";
    }
  }
  std::string holders(const std::string& key = "L1") {
    const auto stays = ledger::read_stays(**database_, letter(key));
    std::string out;
    if (!stays || stays->empty()) return out;
    for (const auto& holder : stays->back().holders) {
      if (!holder.until) out += (out.empty() ? "" : "、") + holder.person;
    }
    return out;
  }
  Texts happenings(const std::string& key = "L1") {
    const auto all = ledger::history(**database_, flow_library(), letter(key));
    Texts out;
    if (!all) return {all.error().code};
    for (const auto& one : *all) {
      std::string line = one.entry.by + " " + one.entry.action + " " + one.entry.state;
      for (const auto& change : one.changes) line += " " + change.field + ":" + change.was + ">" + change.now;
      if (!one.entry.comment.empty()) line += " “" + one.entry.comment + "”";
      out.push_back(line);
    }
    return out;
  }

  std::optional<FreshDatabase> database_;
};
INSTANTIATE_TEST_SUITE_P(Engines, LedgerTest, ::testing::Values(Engine::sqlite, Engine::postgresql));

TEST_P(LedgerTest, AddsARecordWithItsStateDueDayAndEntry) {
  add_letter();
  EXPECT_EQ(cell("record.state"), "received");
  EXPECT_EQ(cell("record.returns"), "0");
  EXPECT_EQ(cell("due.answer"), "2022-03-29");  // 20 working days after 1 March
  EXPECT_EQ(happenings(), (Texts{"李登 add received no:>L1 title:>关于道路照明的来信 received_on:>2022-03-01"}));
  EXPECT_EQ((*database_)->integer("SELECT COUNT(*) FROM dirty WHERE register = 'letters'", {}, 0).value(), 1);
}

TEST_P(LedgerTest, TellsAllThatIsWrongAtOnceAndChangesNothing) {
  const std::vector<CellText> cells = {{"编号", "L1"}, {"收信日期", "2021-03-01"}, {"急件", "也许"}, {"标提", "x"}};
  const auto refused = by("李登").add(letter(), cells);
  EXPECT_EQ(text(refused),
            "refused | 来信台账：不认识的列“标提”：是不是“标题”？"
            " | 来信台账 “标题”：必填，不能为空"
            " | 来信台账 “收信日期”：“2021-03-01”不在本年度，应为2022年内的日期"
            " | 来信台账 “急件”：“也许”不能辨认，应为是或否（也可写true/false、1/0）");
  EXPECT_EQ((*database_)->integer("SELECT COUNT(*) FROM r_letters", {}, -1).value(), 0);
  EXPECT_EQ(store::journal_head(**database_, "440118001")->frontier.size(), 2u);  // the two roles
}

TEST_P(LedgerTest, RefusesATakenKeyAndSameDocumentNumbersAndTellsAlikeTitles) {
  const std::vector<CellText> first = {{"no", "L1"},
                                       {"title", "关于申请拨付道路照明改造经费的请示"},
                                       {"received_on", "2022-03-01"},
                                       {"document_no", "增府〔2022〕1号"}};
  ASSERT_EQ(text(by("李登").add(letter(), first)), "saved L1 received");
  const std::vector<CellText> again = {{"no", "L1"}, {"title", "别的事"}, {"received_on", "2022-03-01"}};
  EXPECT_EQ(text(by("李登").add(letter(), again)), "refused | 来信台账：编号“L1”已有记录");
  const std::vector<CellText> same = {
      {"no", "L2"}, {"title", "另一件事"}, {"received_on", "2022-03-02"}, {"document_no", "增府〔2022〕1号"}};
  EXPECT_EQ(text(by("李登").add(letter(), same)), "refused | 文号重复：L1 关于申请拨付道路照明改造经费的请示");
  ledger::Saving accepted;
  accepted.accept_doubles = true;
  EXPECT_EQ(text(by("李登").add(letter(), same, accepted)),
            "saved L2 received | 文号重复：L1 关于申请拨付道路照明改造经费的请示");
  const std::vector<CellText> alike = {
      {"no", "L3"}, {"title", "关于申请拨付道路照明改造资金的请示"}, {"received_on", "2022-03-02"}};
  EXPECT_EQ(text(by("李登").add(letter(), alike)),
            "saved L3 received | 标题相近：L1 关于申请拨付道路照明改造经费的请示（相近）");
}

TEST_P(LedgerTest, MovesARecordThroughItsStates) {
  add_letter();
  to_handling();
  EXPECT_EQ(holders(), "张三");
  ledger::Moving answer;
  answer.cells = {{"answer", "已安排修复"}};
  EXPECT_EQ(text(by("张三", 60).move(letter(), "answer", answer)), "saved L1 answered");
  EXPECT_EQ(cell("answered_on"), "2022-03-01");
  EXPECT_EQ(holders(), "");
  EXPECT_EQ(happenings(),
            (Texts{"李登 add received no:>L1 title:>关于道路照明的来信 received_on:>2022-03-01", "李登 move handling",
                   "张三 move answered answer:>已安排修复 answered_on:>2022-03-01"}));
}

TEST_P(LedgerTest, AsksForRoleHolderCommentAndRequiredFields) {
  add_letter();
  ledger::Moving to_zhang;
  to_zhang.to = {"张三"};
  EXPECT_EQ(text(by("张三").move(letter(), "登记交办", to_zhang)),
            "workflow.not-role “登记交办”须由登记员来做（李登），张三没有这个角色");
  EXPECT_EQ(text(by("李登").move(letter(), "登记交办")), "workflow.needs-holder “登记交办”要写明交给谁");
  EXPECT_EQ(text(by("李登").move(letter(), "答复")),
            "workflow.no-such-move “L1”现为“收信”，不能“答复”；可以：登记交办");
  to_handling();
  EXPECT_EQ(text(by("李登").move(letter(), "ask", {{}, "缺地址", {}})),
            "workflow.not-holder “L1”在张三手上，李登不能“要求补正”");
  EXPECT_EQ(text(by("张三").move(letter(), "ask")), "workflow.needs-comment “要求补正”要说明理由");
  EXPECT_EQ(text(by("张三").move(letter(), "answer")), "refused | 来信台账 “答复”：要“答复”，须先填写此项");
  EXPECT_EQ(cell("record.state"), "handling");
}

TEST_P(LedgerTest, WaitsForAllSigners) {
  add_letter();
  to_handling();
  ledger::Moving both;
  both.to = {"甲", "乙"};
  ASSERT_EQ(text(by("张三").move(letter(), "submit", both)), "saved L1 signing");
  EXPECT_EQ(text(by("甲", 20).move(letter(), "sign")), "saved L1 signing");
  EXPECT_EQ(holders(), "乙");
  // 加签 while others still wait.
  EXPECT_EQ(text(by("乙", 25).add_signer(letter(), {"丙"}, "涉及财务")), "saved L1 signing");
  EXPECT_EQ(text(by("乙", 30).move(letter(), "sign")), "saved L1 signing");
  EXPECT_EQ(text(by("甲", 31).move(letter(), "sign")), "workflow.not-holder “L1”在丙手上，甲不能“会签同意”");
  EXPECT_EQ(text(by("丙", 40).move(letter(), "sign")), "saved L1 handling");
  EXPECT_EQ(happenings().size(), 7u);
}

TEST_P(LedgerTest, SendsBackToAnEarlierStateAndItsHolders) {
  add_letter();
  to_handling();
  ledger::Moving to_jia;
  to_jia.to = {"甲"};
  ASSERT_EQ(text(by("张三").move(letter(), "submit", to_jia)), "saved L1 signing");
  EXPECT_EQ(text(by("甲").send_back(letter(), "答复", "不合格")),
            "workflow.never-there “L1”没有到过“答复”，不能退回到那里；到过的环节：收信、承办");
  EXPECT_EQ(text(by("甲").send_back(letter(), "承办", "")), "workflow.needs-comment “退回”要说明理由");
  EXPECT_EQ(text(by("甲").send_back(letter(), "承办", "数据不实")), "saved L1 handling");
  EXPECT_EQ(holders(), "张三");
  EXPECT_EQ(cell("record.returns"), "1");
}

TEST_P(LedgerTest, MovesWriteAndClearFields) {
  add_letter();
  to_handling();
  EXPECT_EQ(text(by("李登", 20).move(letter(), "列为重点")), "saved L1 handling");
  EXPECT_EQ(cell("level"), "重点");
  EXPECT_EQ(holders(), "张三");
  ledger::Moving answer;
  answer.cells = {{"answer", "已安排修复"}, {"answered_on", "2022-03-01"}};
  ASSERT_EQ(text(by("张三", 60).move(letter(), "answer", answer)), "saved L1 answered");
  ledger::Moving to_jia;
  to_jia.to = {"甲"};
  ASSERT_EQ(text(by("李登", 3000).move(letter(), "重办", to_jia)), "saved L1 handling");
  EXPECT_EQ(cell("answer"), "");
  EXPECT_EQ(cell("answered_on"), "");
  EXPECT_EQ(cell("due.answer"), "2022-03-29");
  EXPECT_EQ(happenings().back(), "李登 move handling answer:已安排修复> answered_on:2022-03-01>");
}

TEST_P(LedgerTest, DatesTellOfTheLastTimeAndWhatIsSentBackIsNotDone) {
  add_letter();
  to_handling();
  ledger::Moving to_jia;
  to_jia.to = {"甲"};
  ASSERT_EQ(text(by("张三", 60).move(letter(), "答复上报", to_jia)), "saved L1 signing");
  EXPECT_EQ(cell("answered_on"), "2022-03-01");
  EXPECT_EQ(text(by("甲", 3000).send_back(letter(), "承办", "不合格")), "saved L1 handling");
  EXPECT_EQ(cell("answered_on"), "");
  // A day somebody wrote is kept; that of an earlier such move is not.
  const std::vector<CellText> cells = {{"answered_on", "2022-03-02"}};
  ASSERT_TRUE(succeeded(by("张三", 3010).edit(letter(), cells)));
  ledger::Moving written = to_jia;
  written.cells = {{"答复日期", "2022-03-02"}};
  ASSERT_EQ(text(by("张三", 4500).move(letter(), "答复上报", written)), "saved L1 signing");
  EXPECT_EQ(cell("answered_on"), "2022-03-02");
  ASSERT_EQ(text(by("甲", 4510).move(letter(), "sign")), "saved L1 handling");
  ASSERT_EQ(text(by("甲", 6000).move(letter(), "答复上报", to_jia)), "saved L1 signing");
  EXPECT_EQ(cell("answered_on"), "2022-03-05");
}

TEST_P(LedgerTest, TakesBackOnesOwnLastMoveOnly) {
  add_letter();
  to_handling();
  ledger::Moving answer;
  answer.cells = {{"answer", "已修复"}, {"cost", "0.5"}};
  ASSERT_EQ(text(by("张三", 60).move(letter(), "answer", answer)), "saved L1 answered");
  EXPECT_EQ(text(by("李登", 61).recall(letter())),
            "workflow.nothing-to-recall 没有可撤回的：“L1”的上一步不是李登所做，或已有人接着办理");
  EXPECT_EQ(text(by("张三", 62).recall(letter())), "saved L1 handling");
  EXPECT_EQ(cell("answer"), "");
  EXPECT_EQ(cell("answered_on"), "");
  EXPECT_EQ(cell("cost"), "");
  EXPECT_EQ(holders(), "张三");
  EXPECT_EQ(text(by("张三", 63).recall(letter())),
            "workflow.nothing-to-recall 没有可撤回的：“L1”的上一步不是张三所做，或已有人接着办理");
}

TEST_P(LedgerTest, HandsOver) {
  add_letter();
  to_handling();
  EXPECT_EQ(text(by("李四").hand_over(letter(), {"王五"}, "")), "workflow.not-holder “L1”在张三手上，李四不能“转办”");
  EXPECT_EQ(text(by("张三", 20).hand_over(letter(), {"王五"}, "出差")), "saved L1 handling");
  EXPECT_EQ(holders(), "王五");
}

TEST_P(LedgerTest, ProlongsTheDeadlineByThePausedDays) {
  add_letter();
  to_handling();
  constexpr int day = 24 * 60;
  ledger::Moving why;
  why.comment = "缺地址";
  ASSERT_EQ(text(by("张三", day).move(letter(), "ask", why)), "saved L1 waiting");
  EXPECT_EQ(cell("due.answer"), "");  // time stands still
  ASSERT_EQ(text(by("张三", 8 * day).move(letter(), "resume")), "saved L1 handling");
  EXPECT_EQ(cell("due.answer"), "2022-04-06");  // 5 working days later: 2 April is a make-up Saturday
}

TEST_P(LedgerTest, ChangesFinishedRecordsOnlyByRevisionsThatSayWhy) {
  add_letter();
  to_handling();
  ledger::Moving answer;
  answer.cells = {{"answer", "已修复"}};
  ASSERT_EQ(text(by("张三").move(letter(), "answer", answer)), "saved L1 answered");
  const std::vector<CellText> cells = {{"answer", "已全部修复"}};
  EXPECT_EQ(text(by("张三").edit(letter(), cells)),
            "record.revision-needs-comment “L1”已答复，改动算作更正，须说明理由");
  ledger::Saving why;
  why.comment = "补充范围";
  EXPECT_EQ(text(by("张三").edit(letter(), cells, why)), "saved L1 answered");
  EXPECT_EQ(happenings().back(), "张三 revise answered answer:已修复>已全部修复 “补充范围”");
}

TEST_P(LedgerTest, KeepsWhatIsNotEditedAndRefusesToChangeTheKey) {
  add_letter();
  const std::vector<CellText> cost = {{"cost", "12.345678"}, {"urgent", "是"}};
  EXPECT_EQ(text(by("李登").edit(letter(), cost)), "saved L1 received");
  EXPECT_EQ(cell("cost"), "12345678");
  EXPECT_EQ(cell("title"), "关于道路照明的来信");
  EXPECT_EQ(cell("due.answer"), "2022-03-08");  // urgent now
  const std::vector<CellText> key = {{"no", "L9"}};
  EXPECT_EQ(text(by("李登").edit(letter(), key)),
            "refused | 来信台账：编号不能改：原为“L1”，现为“L9”；编号有误的，请删除后重新登记");
}

TEST_P(LedgerTest, RemovesWithAReasonAndForgetsNothing) {
  add_letter();
  EXPECT_EQ(text(by("李登").remove(letter(), "")), "record.removal-needs-comment 删除“L1”要说明理由");
  EXPECT_EQ(text(by("李登").remove(letter(), "重复登记")), "saved L1 ");
  EXPECT_EQ(text(by("李登").edit(letter(), {})), "record.none 来信台账里没有“L1”这条记录");
  Texts actions;
  ASSERT_TRUE(succeeded(
      ledger::each_entry(**database_, "440118001", 0, [&](std::int64_t, const ledger::Entry& entry, std::string_view) {
        actions.push_back(entry.action + " " + entry.record);
        return Result<bool>(true);
      })));
  EXPECT_EQ(actions, (Texts{"add 李登/registrar", "add 王长/leader", "add L1", "remove L1"}));
  add_letter();  // its key is free again
}

TEST_P(LedgerTest, ImportedRecordsHaveEntriesAndMoveOn) {
  TemporaryFolder folder;
  const auto file = folder.write("letters.csv",
                                 "编号,标题,收信日期,答复日期,承办人\n"
                                 "L1,路灯不亮,2022-03-01,2022-03-04,\n"
                                 "L2,井盖松动,2022-03-02,,张三\n");
  ledger::ImportOptions options = usual_options();
  options.act = at("李登");
  const auto imported = ledger::import_files(**database_, flow_library(), {{file, ""}}, options);
  ASSERT_EQ(text_of(imported), "");
  EXPECT_EQ(cell("record.state", "L1"), "answered");
  EXPECT_EQ(cell("record.state", "L2"), "received");
  EXPECT_EQ(holders("L2"), "张三");
  EXPECT_EQ(happenings("L1"),
            (Texts{"李登 import answered no:>L1 title:>路灯不亮 received_on:>2022-03-01 answered_on:>2022-03-04"}));
  to_handling("L2", {"李四"});
  EXPECT_EQ(holders("L2"), "李四");
  options.replace = true;
  ASSERT_EQ(text_of(ledger::import_files(**database_, flow_library(), {{file, ""}}, options)), "");
  EXPECT_EQ(cell("record.state", "L2"), "received");
  EXPECT_EQ((*database_)->integer("SELECT COUNT(*) FROM stays WHERE register = 'letters'", {}, -1).value(), 1);
}

}  // namespace
}  // namespace jiheng::testing
