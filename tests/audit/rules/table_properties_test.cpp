// A form made at random and consistent in every relation yields nothing; one printed number changed by one unit in its
// last place yields exactly the rules whose relation it breaks. All in whole hundredths: no rule's own arithmetic is
// used.

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "table_layouts.h"

namespace jiheng::audit::testing {
namespace {

std::string hundredths(std::int64_t value) {
  const std::string sign = value < 0 ? "-" : "";
  value = value < 0 ? -value : value;
  const std::string rest = std::to_string(value % 100);
  return sign + std::to_string(value / 100) + "." + (rest.size() < 2 ? "0" : "") + rest;
}

std::string tenths(std::int64_t value) {
  return std::to_string(value / 10) + "." + std::to_string(value % 10);
}

struct Item {
  std::int64_t full = 0;   // whole marks
  std::int64_t score = 0;  // tenths
};

struct Form {
  std::vector<Item> items;
  std::int64_t budget[2] = {}, executed[2] = {};  // of two sources, hundredths of 万元
  std::int64_t total_budget = 0, total_executed = 0;
  std::int64_t rate = 0;         // hundredths of a per cent
  std::int64_t rate_score = 0;   // hundredths, of 10
  std::int64_t total_full = 0;   // whole marks
  std::int64_t total_score = 0;  // hundredths

  std::string text() const {
    std::string out =
        "| 项目资金（万元） | | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分 |\n|---|---|---|---|---|---|---|\n";
    out += "| | 年度资金总额 | " + hundredths(total_budget) + " | " + hundredths(total_executed) + " | 10 | " +
           hundredths(rate) + "% | " + hundredths(rate_score) + " |\n";
    out += "| | 其中：财政拨款 | " + hundredths(budget[0]) + " | " + hundredths(executed[0]) + " | | | |\n";
    out += "| | 其他资金 | " + hundredths(budget[1]) + " | " + hundredths(executed[1]) + " | | | |\n";
    out += "| 绩效指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因 |\n";
    for (std::size_t i = 0; i < items.size(); ++i) {
      out += "| | 指标" + std::string(1, static_cast<char>('A' + i)) + " | 按计划推进 | 达成预期指标 | " +
             std::to_string(items[i].full) + " | " + tenths(items[i].score) + " | " +
             (items[i].score < items[i].full * 10 ? "个别事项顺延" : "") + " |\n";
    }
    return out + "| 总分 | | | | " + std::to_string(total_full) + " | " + hundredths(total_score) + " | |\n";
  }

  Strings rules() const {
    Strings out;
    for (const Finding& finding : audit(check_tables, text(), "表.md").findings) out.push_back(finding.rule);
    std::sort(out.begin(), out.end());
    return out;
  }
};

std::int64_t half_up(std::int64_t numerator, std::int64_t denominator) {
  return (numerator * 2 + denominator) / (denominator * 2);
}

Form consistent_form() {
  Form form;
  const int count = *rc::gen::inRange(2, 12);
  std::int64_t left = 90;
  for (int i = 0; i < count; ++i) {
    Item item;
    item.full =
        i + 1 == count ? left : *rc::gen::inRange<std::int64_t>(2, std::max<std::int64_t>(3, left / (count - i)));
    left -= item.full;
    // Never 0, so that a tenth less is a score still.
    item.score = *rc::gen::inRange<std::int64_t>(5, item.full * 10 + 1);
    form.items.push_back(item);
  }
  // Large amounts: a fen more or less never shows in the rate.
  for (int i = 0; i < 2; ++i) {
    form.budget[i] = *rc::gen::inRange<std::int64_t>(100'000'000, 900'000'000);
    form.executed[i] = form.budget[i] - *rc::gen::inRange<std::int64_t>(1'000'000, form.budget[i] / 2);
    form.total_budget += form.budget[i];
    form.total_executed += form.executed[i];
  }
  form.rate = half_up(form.total_executed * 10'000, form.total_budget);
  form.rate_score = half_up(form.total_executed * 1'000, form.total_budget);
  form.total_full = 100;
  form.total_score = form.rate_score;
  for (const Item& item : form.items) form.total_score += item.score * 10;
  return form;
}

RC_GTEST_PROP(TableProperties, AConsistentFormYieldsNothing, ()) {
  RC_ASSERT(consistent_form().rules() == Strings{});
}

RC_GTEST_PROP(TableProperties, AnotherTotalContradictsTheItems, ()) {
  Form form = consistent_form();
  form.total_score += *rc::gen::element(-1, 1);
  RC_ASSERT(form.rules() == Strings{"score.items"});
}

RC_GTEST_PROP(TableProperties, AnotherScoreContradictsTheTotal, ()) {
  Form form = consistent_form();
  Item& item = form.items[*rc::gen::inRange<std::size_t>(0, form.items.size())];
  item.score += *rc::gen::element(-1, 1);
  Strings expected = {"score.items"};
  if (item.score > item.full * 10) expected.insert(expected.begin(), "score.item-range");
  RC_ASSERT(form.rules() == expected);
}

RC_GTEST_PROP(TableProperties, AnotherWeightContradictsTheFullMark, ()) {
  Form form = consistent_form();
  Item& item = form.items[*rc::gen::inRange<std::size_t>(0, form.items.size())];
  item.full += *rc::gen::element(-1, 1);
  Strings expected = {"score.items"};
  if (item.score > item.full * 10) expected.insert(expected.begin(), "score.item-range");
  RC_ASSERT(form.rules() == expected);
}

RC_GTEST_PROP(TableProperties, AnotherRateContradictsItsAmounts, ()) {
  Form form = consistent_form();
  // Away from the borders between two printed rates, where the roundings of the amounts decide.
  const std::int64_t thousandths = form.total_executed * 1'000'000 / form.total_budget % 100;
  RC_PRE(thousandths > 2 && thousandths < 98 && (thousandths < 48 || thousandths > 52));
  const int change = *rc::gen::element(-1, 1);
  form.rate += change;
  const bool rounded_up = thousandths > 50;
  RC_ASSERT(form.rules() == Strings{change < 0 && rounded_up ? "ratio.truncated" : "ratio"});
}

RC_GTEST_PROP(TableProperties, AnotherScoreOfTheRateContradictsRateAndTotal, ()) {
  Form form = consistent_form();
  const std::int64_t thousandths = form.total_executed * 100'000 / form.total_budget % 100;
  RC_PRE(thousandths > 2 && thousandths < 98 && (thousandths < 48 || thousandths > 52));
  const int change = *rc::gen::element(-1, 1);
  // Either rounding is taken, of the rate itself or of any that prints as this one: one less may be a truncation, one
  // more a rate rounded twice.
  const bool taken = change < 0 ? thousandths > 50 || 2 * form.rate - 1 < 20 * form.rate_score
                                : 2 * form.rate + 1 >= 20 * form.rate_score + 10;
  form.rate_score += change;
  RC_ASSERT(form.rules() == (taken ? Strings{"score.items"} : Strings{"score.items", "score.rate"}));
}

RC_GTEST_PROP(TableProperties, APartChangedByAFenIsRoundingByMoreIsNot, ()) {
  Form form = consistent_form();
  const int part = *rc::gen::inRange(0, 2);
  Form fen = form, wan = form;
  fen.executed[part] += *rc::gen::element(-1, 1);
  wan.executed[part] += *rc::gen::element(-100, 100);
  RC_ASSERT(fen.rules() == Strings{"sum.envelope"});
  RC_ASSERT(wan.rules() == Strings{"sum"});
}

}  // namespace
}  // namespace jiheng::audit::testing
