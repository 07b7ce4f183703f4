// What is in hand, late and done; and pages of records.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "flow_pack.h"
#include "ledger/due.h"
#include "ledger/listing.h"
#include "ledger/stored_value.h"

namespace jiheng::testing {
namespace {

using Texts = std::vector<std::string>;

class QueueTest : public ::testing::TestWithParam<Engine> {
 protected:
  void SetUp() override {
    if (!available(GetParam())) GTEST_SKIP() << "JIHENG_TEST_POSTGRES is not set";
    database_.emplace(GetParam());
    ASSERT_TRUE(succeeded(store::initialise(**database_, flow_library())));
    import("assignments", "人员,角色\n李登,登记员\n");
  }

  void import(const std::string& register_id, const std::string& csv) {
    TemporaryFolder folder;
    ledger::ImportOptions options = usual_options();
    options.act = at("李登");
    ASSERT_EQ(text_of(ledger::import_files(**database_, flow_library(), {{folder.write(register_id + ".csv", csv), ""}},
                                           options)),
              "");
  }
  void move(const std::string& person, int minutes, const std::string& key, const std::string& transition,
            ledger::Moving moving = {}) {
    ledger::Ledger ledger(**database_, flow_library(), at(person, minutes));
    const auto moved =
        ledger.move({flow_library().find_register("letters"), "440118001", 2022, key}, transition, moving);
    ASSERT_TRUE(succeeded(moved));
    ASSERT_TRUE(moved->saved);
  }

  ledger::DueQuery query(std::string_view as_of, bool now = true) const {
    ledger::DueQuery query;
    query.unit_id = "440118001";
    query.years = {2022};
    query.as_of = *Moment::parse(as_of);
    query.now = now;
    return query;
  }
  Texts due(const ledger::DueQuery& query) {
    const auto queue = ledger::due_queue(**database_, flow_library(), query);
    if (!queue) return {queue.error().code + " " + queue.error().detail};
    Texts out;
    for (const ledger::DueItem& item : queue->items) {
      constexpr std::string_view words[] = {"待办", "在办", "已办"};
      std::string line = std::string(words[static_cast<std::size_t>(item.progress)]) + " " + item.key + " " +
                         item.label + " " + item.state;
      for (const std::string& holder : item.holders) line += " @" + holder;
      if (item.due) line += " " + item.deadline + item.due->date().to_string();
      if (item.overdue) line += " 逾期";
      if (item.remind) line += " 催办";
      out.push_back(line);
    }
    const ledger::DueCounts& counts = queue->counts;
    out.push_back(std::to_string(counts.waiting) + " " + std::to_string(counts.working) + " " +
                  std::to_string(counts.finished) + " " + std::to_string(counts.overdue) + " " +
                  std::to_string(counts.handled) + " " + std::to_string(counts.handling_minutes));
    return out;
  }

  std::optional<FreshDatabase> database_;
};
INSTANTIATE_TEST_SUITE_P(Engines, QueueTest, ::testing::Values(Engine::sqlite, Engine::postgresql));

TEST_P(QueueTest, TellsWhatIsInHandAndLate) {
  import("letters",
         "编号,标题,收信日期,急件,答复日期,承办人\n"
         "L1,路灯不亮,2022-02-01,,2022-02-20,\n"
         "L2,井盖松动,2022-02-10,,,\n"
         "L3,噪声扰民,2022-02-25,是,,张三\n");
  ledger::Moving to_li;
  to_li.to = {"李四"};
  move("李登", 0, "L3", "登记交办", to_li);
  // L2: 20 working days after 10 February; L3: 5 after the 25th.
  EXPECT_EQ(due(query("2022-03-01 09:00")), (Texts{"在办 L3 噪声扰民 承办 @李四 答复期限2022-03-04 催办",
                                                   "待办 L2 井盖松动 收信 答复期限2022-03-10", "1 1 1 0 0 0"}));
  EXPECT_EQ(due(query("2022-03-05 00:00")).front(), "在办 L3 噪声扰民 承办 @李四 答复期限2022-03-04 逾期 催办");
  EXPECT_EQ(due(query("2022-03-04 23:59")).front(), "在办 L3 噪声扰民 承办 @李四 答复期限2022-03-04 催办");
  // What was so on 15 February: L1 was not answered yet, L3 not in.
  EXPECT_EQ(due(query("2022-02-15 12:00", false)), (Texts{"待办 L1 路灯不亮  答复期限2022-03-04",
                                                          "待办 L2 井盖松动  答复期限2022-03-10", "2 0 0 0 0 0"}));
}

TEST_P(QueueTest, TellsAPersonsOwn) {
  import("letters",
         "编号,标题,收信日期\n"
         "L1,路灯不亮,2022-03-01\n"
         "L2,井盖松动,2022-03-01\n"
         "L3,噪声扰民,2022-03-01\n");
  ledger::Moving to_zhang;
  to_zhang.to = {"张三"};
  move("李登", 10, "L1", "登记交办", to_zhang);
  move("李登", 20, "L2", "登记交办", to_zhang);
  ledger::Moving answer;
  answer.cells = {{"answer", "已办"}};
  move("张三", 70, "L1", "answer", answer);
  ledger::DueQuery his = query("2022-03-01 12:00");
  his.person = "张三";
  his.with_finished = true;
  EXPECT_EQ(due(his),
            (Texts{"待办 L2 井盖松动 承办 @张三 答复期限2022-03-29", "已办 L1 路灯不亮 答复", "1 0 1 0 1 60"}));
  ledger::DueQuery hers = query("2022-03-01 12:00");
  hers.person = "李登";
  EXPECT_EQ(due(hers), (Texts{"在办 L2 井盖松动 承办 @张三 答复期限2022-03-29",
                              "待办 L3 噪声扰民 收信 答复期限2022-03-29", "1 1 1 0 2 30"}));
  ledger::DueQuery of_role = query("2022-03-01 12:00");
  of_role.role = "registrar";
  EXPECT_EQ(due(of_role), (Texts{"待办 L3 噪声扰民 收信 答复期限2022-03-29", "1 0 0 0 0 0"}));
}

class ListTest : public QueueTest {
 protected:
  struct Letter {
    std::string key, title;
    std::optional<int> day;
  };
  // All pages of a listing, as keys; each page's rows parted by "|".
  std::string pages(ledger::ListQuery query) {
    std::string out;
    query.definition = flow_library().find_register("letters");
    query.unit_id = "440118001";
    query.year = 2022;
    for (int count = 0; count < 100; ++count) {
      const auto page = ledger::list_records(**database_, flow_library(), query);
      if (!page) return page.error().code + " " + page.error().detail;
      for (const auto& row : page->rows) out += ledger::record_key(*query.definition, row) + " ";
      if (page->next.empty()) return out;
      out += "| ";
      query.after = page->next;
    }
    return "endless";
  }
  std::optional<expr::Expression> where(std::string_view source) {
    return expr::Expression::compile(source, flow_library().find_register("letters")->scope, expr::Type::boolean)
        .value();
  }
};
INSTANTIATE_TEST_SUITE_P(Engines, ListTest, ::testing::Values(Engine::sqlite, Engine::postgresql));

TEST_P(ListTest, PagesFilteredAndSorted) {
  import("letters",
         "编号,标题,收信日期,答复日期\n"
         "L1,甲,2022-03-03,\n"
         "L2,乙,2022-03-01,2022-03-09\n"
         "L3,丙,2022-03-02,2022-03-08\n"
         "L4,丁,2022-03-03,\n"
         "L5,戊,2022-03-05,2022-03-08\n");
  ledger::ListQuery query;
  query.limit = 2;
  EXPECT_EQ(pages(query), "L1 L2 | L3 L4 | L5 ");
  query.descending = true;
  EXPECT_EQ(pages(query), "L5 L4 | L3 L2 | L1 ");
  query.sort = "答复日期";  // blanks last
  EXPECT_EQ(pages(query), "L2 L5 | L3 L4 | L1 ");
  query.descending = false;
  EXPECT_EQ(pages(query), "L3 L5 | L2 L1 | L4 ");
  query.state = "received";
  EXPECT_EQ(pages(query), "L1 L4 ");
  query.state.clear();
  query.sort = "due.answer";
  EXPECT_EQ(pages(query), "L2 L3 | L1 L4 | L5 ");
  query.sort.clear();
  query.where = where("received_on >= date('2022-03-02')");
  EXPECT_EQ(pages(query), "L1 L3 | L4 L5 ");
  // Working days are none of SQL's.
  query.where = where("workdays_between(received_on, date('2022-03-04')) <= 1");
  EXPECT_EQ(pages(query), "L1 L4 | L5 ");
  query.after = "0/nonsense/more";
  EXPECT_EQ(pages(query).substr(0, 15), "list.bad-cursor");
}

TEST_P(ListTest, AgreesWithSortingInMemory) {
  std::map<std::string, std::optional<int>> all;
  std::string csv = "编号,标题,收信日期,答复日期\n";
  for (int i = 0; i < 60; ++i) {
    const std::string key = "K" + std::to_string(i * 7919 % 100);
    if (all.contains(key)) continue;
    all[key] = i % 3 == 0 ? std::nullopt : std::optional<int>(1 + i * 31 % 9);
    csv += key + ",标题,2022-03-01," + (all[key] ? "2022-03-0" + std::to_string(*all[key]) : "") + "\n";
  }
  import("letters", csv);
  rc::check([&] {
    ledger::ListQuery query;
    query.sort = *rc::gen::element<std::string>("", "answered_on");
    query.descending = *rc::gen::arbitrary<bool>();
    query.skip = *rc::gen::inRange<std::size_t>(0, 70);
    query.limit = *rc::gen::inRange<std::size_t>(1, 9);
    std::vector<std::string> keys;
    for (const auto& [key, day] : all) keys.push_back(key);
    std::sort(keys.begin(), keys.end(), [&](const std::string& a, const std::string& b) {
      const auto left = all[a], right = all[b];
      if (query.sort.empty() || (!left && !right)) return query.descending ? b < a : a < b;
      if (!left || !right) return left.has_value();
      if (*left != *right) return query.descending ? *right < *left : *left < *right;
      return query.descending ? b < a : a < b;
    });
    std::string expected;
    for (std::size_t i = query.skip; i < keys.size() && i < query.skip + query.limit; ++i) expected += keys[i] + " ";
    query.definition = flow_library().find_register("letters");
    query.unit_id = "440118001";
    query.year = 2022;
    const auto page = ledger::list_records(**database_, flow_library(), query);
    RC_ASSERT(page.has_value());
    std::string found;
    for (const auto& row : page->rows) found += ledger::record_key(*query.definition, row) + " ";
    RC_ASSERT(found == expected);
    RC_ASSERT(page->next.empty() == (query.skip + query.limit >= keys.size()));
  });
}

}  // namespace
}  // namespace jiheng::testing
