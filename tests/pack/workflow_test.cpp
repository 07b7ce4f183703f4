// Roles, states, transitions, deadlines and rules of doubles, as loaded and in words.
#include <gtest/gtest.h>

#include "pack/words.h"
#include "pack_files.h"

namespace jiheng::pack {
namespace {

class Workflows : public testing::Test {
 protected:
  void SetUp() override {
    LoadResult loaded = load(data_folder() / "good");
    ASSERT_TRUE(loaded) << to_string(loaded.error());
    library_ = std::move(*loaded);
    letters_ = library_.find_register("letters");
    ASSERT_NE(letters_, nullptr);
  }

  Library library_;
  const Register* letters_ = nullptr;
};

TEST_F(Workflows, RolesAreFoundByIdAndTitle) {
  ASSERT_NE(library_.find_role("handler"), nullptr);
  EXPECT_EQ(library_.find_role("登记员")->id, "registrar");
  EXPECT_EQ(library_.find_role("nobody"), nullptr);
}

TEST_F(Workflows, StatesAndTransitions) {
  const Workflow& workflow = letters_->workflow;
  ASSERT_EQ(workflow.states.size(), 4u);
  EXPECT_TRUE(workflow.states[2].paused);
  EXPECT_TRUE(workflow.states[3].finished);
  EXPECT_EQ(workflow.returning, std::vector<int>{1});
  ASSERT_EQ(workflow.transitions.size(), 4u);
  const Transition& answer = workflow.transitions[3];
  EXPECT_EQ(answer.from, std::vector<int>{1});
  EXPECT_EQ(answer.to, 3);
  EXPECT_EQ(answer.signing, Signing::all);
  EXPECT_EQ(answer.require, std::vector<int>{5});
  ASSERT_TRUE(answer.check);
  EXPECT_EQ(answer.check->message, "登记日期早于收信日期");
  EXPECT_EQ(workflow.transitions[0].dates, 4);
  EXPECT_TRUE(workflow.transitions[0].assigns);
  EXPECT_FALSE(workflow.transitions[1].assigns);
  EXPECT_TRUE(workflow.transitions[1].comment);
  EXPECT_TRUE(library_.find_register("payments")->workflow.states.empty());
}

TEST_F(Workflows, WhereANewRecordIsAndWhoHoldsIt) {
  const Workflow& workflow = letters_->workflow;
  EXPECT_FALSE(workflow.states[0].when);
  ASSERT_TRUE(workflow.states[1].when);
  EXPECT_EQ(workflow.states[1].when->source, "registered_on != null");
  EXPECT_EQ(workflow.states[1].when->expression.type(), expr::Type::boolean);
  EXPECT_EQ(workflow.states[1].when->expression.slots(), std::vector<int>{Register::first_field_slot + 4});
  EXPECT_FALSE(workflow.states[2].when);
  EXPECT_EQ(workflow.holder, 6);
  EXPECT_EQ(library_.find_register("payments")->workflow.holder, -1);
}

TEST_F(Workflows, DeadlinesInMinutes) {
  const Deadline& tell = letters_->deadlines[1];
  EXPECT_EQ(tell.from, 7);
  EXPECT_EQ(tell.until, 8);
  EXPECT_EQ(tell.limits[0].within, 15);
  EXPECT_EQ(tell.limits[0].unit, TimeUnit::minutes);
  EXPECT_EQ(tell.limits[1].within, 525'600);
  EXPECT_EQ(limit_in_words(tell.limits[0]), "急件：15分钟内");
}

TEST_F(Workflows, MomentsAreFields) {
  const Field& came = letters_->fields[7];
  EXPECT_EQ(came.type, FieldType::moment);
  EXPECT_TRUE(came.in_year);
  EXPECT_EQ(type_in_words(came), "时间");
  EXPECT_EQ(type_id(came.type), "moment");
  EXPECT_EQ(letters_->scope[Register::first_field_slot + 7].type, expr::Type::moment);
}

TEST_F(Workflows, DeadlinesAndDoubles) {
  ASSERT_EQ(letters_->deadlines.size(), 2u);
  const Deadline& answer = letters_->deadlines[0];
  EXPECT_EQ(answer.from, 3);
  EXPECT_EQ(answer.until, -1);
  EXPECT_EQ(answer.remind, 3);
  EXPECT_EQ(answer.provenance.status, Verification::verified);
  ASSERT_EQ(answer.limits.size(), 2u);
  EXPECT_EQ(answer.limits[0].within, 5);
  EXPECT_EQ(answer.limits[0].unit, TimeUnit::working_days);
  EXPECT_FALSE(answer.limits[1].when);
  EXPECT_EQ(answer.limits[1].unit, TimeUnit::months);
  ASSERT_EQ(letters_->duplicates.size(), 2u);
  EXPECT_FALSE(letters_->duplicates[0].alike);
  EXPECT_EQ(*letters_->duplicates[1].alike, Decimal::from_parts(85, 2));
}

TEST_F(Workflows, InWords) {
  const Workflow& workflow = letters_->workflow;
  EXPECT_EQ(workflow_in_words(workflow), "收信（起始）、承办、补正（不计时）、答复（办结）");
  EXPECT_EQ(imported_state_in_words(workflow), "答复要点 有数据：答复；登记日期 有数据：承办；其余：收信");
  EXPECT_EQ(imported_state_in_words(library_.find_register("payments")->workflow), "");
  EXPECT_EQ(states_in_words(workflow, {0, 2}), "收信、补正");
  EXPECT_EQ(roles_in_words(library_, workflow.transitions[0]), "登记员");
  EXPECT_EQ(roles_in_words(library_, workflow.transitions[1]), "经办人");
  EXPECT_EQ(roles_in_words(library_, workflow.transitions[3]), "每一位承办人或登记员");
  EXPECT_EQ(demands_in_words(*letters_, workflow.transitions[0]), "指定接办人；记下登记日期");
  EXPECT_EQ(demands_in_words(*letters_, workflow.transitions[1]), "说明理由");
  EXPECT_EQ(demands_in_words(*letters_, workflow.transitions[3]), "填写答复要点；登记日期 不早于 收信日期");
  EXPECT_EQ(limit_in_words(letters_->deadlines[0].limits[0]), "急件：5个工作日内");
  EXPECT_EQ(limit_in_words(letters_->deadlines[0].limits[1]), "2个月内");
  EXPECT_EQ(duplicate_in_words(*letters_, letters_->duplicates[0]), "编号 相同");
  EXPECT_EQ(duplicate_in_words(*letters_, letters_->duplicates[1]), "标题 有85%以上的字相同");
}

}  // namespace
}  // namespace jiheng::pack
