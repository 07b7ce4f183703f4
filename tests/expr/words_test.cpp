#include "expr/words.h"

#include <gtest/gtest.h>

#include "sample_scope.h"

namespace jiheng::expr {
namespace {

std::string words(std::string_view source) {
  return in_words(testing::compiled(source));
}

TEST(Words, ReadAsChinese) {
  EXPECT_EQ(words("paid / payments.total"), "支出数 ÷ 支付合计");
  EXPECT_EQ(words("状态 == '已办结' && paid >= yuan(100)"), "状态 为 已办结 且 支出数 ≥ 100.00元");
  EXPECT_EQ(words("full * min(1, rate)"), "满分 × （1 与 支出率 中较小者）");
  EXPECT_EQ(words("has_base(rate) ? full * rate : full"), "若 支出率 基数不为0 则为 满分 × 支出率，否则为 满分");
  EXPECT_EQ(words("!has_base(rate) || blank != null"), "支出率 基数为0 或 空数 有数据");
  EXPECT_EQ(words("blank == null"), "空数 无数据");
  EXPECT_EQ(words("!(secret || n > 1)"), "并非 （涉密 或 件数 > 1）");
  EXPECT_EQ(words("(secret || n > 1) && n != 2"), "（涉密 或 件数 > 1） 且 件数 ≠ 2");
  EXPECT_EQ(words("closed <= add_workdays(received, 7)"), "办结日期 不晚于 收文日期 后 7 个工作日");
  EXPECT_EQ(words("days_between(received, closed) <= 30"), "自 收文日期 至 办结日期 的天数 ≤ 30");
  EXPECT_EQ(words("minutes_between(came, told) <= 15"), "自 收件时间 至 报告时间 的分钟数 ≤ 15");
  EXPECT_EQ(words("date(came) == date(told)"), "收件时间 的日期 为 报告时间 的日期");
  EXPECT_EQ(words("came < moment('2022-03-01 09:05')"), "收件时间 早于 2022年3月1日9时5分");
  EXPECT_EQ(words("came <= told && told > came && told >= came"),
            "收件时间 不晚于 报告时间 且 报告时间 晚于 收件时间 且 报告时间 不早于 收件时间");
  EXPECT_EQ(words("received >= date('2022-03-01')"), "收文日期 不早于 2022年3月1日");
  EXPECT_EQ(words("title.contains('预算') || title.startsWith('关于')"), "标题 含 预算 或 标题 以 关于 开头");
  EXPECT_EQ(words("状态 in ['在办', '退回']"), "状态 为 在办、退回 之一");
  EXPECT_EQ(words("full * attain_at_least(n, zero)"),
            "满分 × 完成率（目标值 件数，实际值 零，达到目标为1，未达到按实际值÷目标值）");
  EXPECT_EQ(words("full * bands_at_most(rate, 0.1, 1, 0.2, 0.5, 0)"),
            "满分 × 支出率 分档取值（≤ 0.1 的为 1，≤ 0.2 的为 0.5，其余为 0）");
  EXPECT_EQ(words("round(rate * 100, 2)"), "支出率 × 100 四舍五入到 2 位小数");
  EXPECT_EQ(words("round(n / 2, 0) * 2"), "（件数 ÷ 2 四舍五入到整数） × 2");
  EXPECT_EQ(words("n - (2 - n)"), "件数 － （2 － 件数）");
  EXPECT_EQ(words("-n * -2"), "-件数 × -2");
  EXPECT_EQ(words("coalesce(rate, 0)"), "支出率（无数据或基数为0时取 0）");
  EXPECT_EQ(words("clamp(rate, 0, 1)"), "支出率（最低为 0，最高为 1）");
  EXPECT_EQ(words("max(n, zero, 1) > wan_of(paid)"), "件数、零、1 中最大者 > 支出数（万元数）");
  EXPECT_EQ(words("title == ''"), "标题 为 空文本");
  EXPECT_EQ(words("secret == true"), "涉密 为 是");
}

}  // namespace
}  // namespace jiheng::expr
