// The text of a journal entry: what a stranger reads, and that it comes back as it was.
#include "ledger/entry.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "base/text.h"
#include "trial_pack.h"

namespace jiheng::testing {
namespace {

using ledger::Entry;

TEST(EntryTest, IsWrittenInItsFixedForm) {
  Entry entry;
  entry.unit_id = "440118001";
  entry.at = "2022-03-01T01:00:00Z";
  entry.by = "张三";
  entry.action = "move";
  entry.register_id = "letters";
  entry.year = 2022;
  entry.record = "L1";
  entry.previous = 7;
  entry.state = "answered";
  entry.transition = "answer";
  entry.to = {"李四"};
  entry.values = {{"no", "L1"}, {"answer", "已“修复”\n\"好\""}};
  entry.comment = "说明";
  EXPECT_EQ(ledger::to_text(entry),
            R"({"unit":"440118001","at":"2022-03-01T01:00:00Z","by":"张三","action":"move","register":"letters",)"
            R"("year":2022,"key":"L1","previous":7,"state":"answered","transition":"answer","to":["李四"],)"
            R"("record":{"no":"L1","answer":"已“修复”\n\"好\""},"comment":"说明"})");
  entry.action = "remove";
  EXPECT_NE(ledger::to_text(entry).find(R"("record":null)"), std::string::npos);
}

TEST(EntryTest, RefusesWhatItDoesNotWrite) {
  for (const char* text : {"", "{}", "[]", "{\"unit\":1}",
                           R"({"at":"x","unit":"u","by":"b","action":"add"})",            // another order
                           R"({"unit":"u", "at":"x","by":"b","action":"add"})",           // white space
                           R"({"unit":"u","at":"x","by":"b","action":"add","more":""})",  // another member
                           R"({"unit":"u","at":"x","by":"b","action":"add"} )"}) {
    const auto parsed = ledger::parse_entry(text);
    ASSERT_FALSE(parsed) << text;
    EXPECT_EQ(parsed.error().code, "entry.damaged");
  }
}

RC_GTEST_PROP(EntryTest, ComesBackAsItWas, ()) {
  const auto text = rc::gen::map(rc::gen::container<std::u32string>(rc::gen::inRange<char32_t>(1, 0x2FFF)),
                                 [](const std::u32string& points) { return to_utf8(points); });
  Entry entry;
  entry.unit_id = *text;
  entry.at = *text;
  entry.by = *text;
  entry.action = *rc::gen::element<std::string>("add", "import", "edit", "move", "attach", "clear");
  entry.register_id = *text;
  entry.year = *rc::gen::inRange(0, 2200);
  entry.record = *text;
  if (*rc::gen::arbitrary<bool>()) entry.previous = *rc::gen::inRange<std::int64_t>(0, 1'000'000);
  entry.state = *text;
  entry.returns = *rc::gen::inRange<std::int64_t>(0, 3);
  entry.to = *rc::gen::container<std::vector<std::string>>(text);
  for (int i = *rc::gen::inRange(0, 4); i > 0; --i) entry.values.emplace_back("f" + std::to_string(i), *text);
  entry.comment = *text;
  entry.sha256 = *text;
  const std::string written = ledger::to_text(entry);
  const auto parsed = ledger::parse_entry(written);
  RC_ASSERT(parsed.has_value());
  RC_ASSERT(ledger::to_text(*parsed) == written);
  RC_ASSERT(parsed->values == entry.values);
  RC_ASSERT(parsed->to == entry.to);
  RC_ASSERT(parsed->previous == entry.previous);
}

TEST(EntryTest, TellsValuesTheSameWhateverTheirUnit) {
  const pack::Register& things = *trial_library().find_register("things");
  const pack::Field& budget = *things.find_field("budget");
  EXPECT_EQ(ledger::typed_text(budget, "12345678"), "12.345678");
  EXPECT_EQ(ledger::typed_text(budget, ""), "");
  EXPECT_EQ(ledger::typed_text(*things.find_field("open"), "true"), "是");
  EXPECT_EQ(ledger::typed_text(*things.find_field("open"), ""), "");
}

}  // namespace
}  // namespace jiheng::testing
