#include "ledger/cell_parser.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "ledger/suggest.h"
#include "trial_pack.h"

using namespace jiheng;
using namespace jiheng::ledger;
using jiheng::testing::trial_library;

namespace {

// The stored value, or the message.
std::string parsed(const std::string& register_id, const std::string& field_id, std::string_view text,
                   std::optional<MoneyUnit> unit = std::nullopt) {
  const pack::Register& definition = *trial_library().find_register(register_id);
  int index = 0;
  while (definition.fields[static_cast<std::size_t>(index)].id != field_id) ++index;
  const CellParser parser(definition, index, trial_library(),
                          unit.value_or(definition.fields[static_cast<std::size_t>(index)].unit));
  Arena arena;
  store::Cell cell;
  CellFault fault;
  const bool good = parser.parse(text, 2022, arena, cell, &fault);
  store::Cell again;
  EXPECT_EQ(parser.parse(text, 2022, arena, again, nullptr), good);
  if (!good) return message_text(fault.code, {{"found", text}, {"expected", fault.expected}});
  if (cell.kind() == store::Cell::Kind::text) return std::string(cell.text());
  return std::to_string(cell.integer());
}

TEST(CellParserTest, Integers) {
  EXPECT_EQ(parsed("things", "count", "12"), "12");
  EXPECT_EQ(parsed("things", "count", "+12"), "12");
  EXPECT_EQ(parsed("things", "count", "1,234,567"), "1234567");
  EXPECT_EQ(parsed("things", "count", "１２，０００"), "12000");
  EXPECT_EQ(parsed("things", "thing_no", "-7"), "-7");
  for (const char* bad : {"1.0", "1e3", "12,34", ",123", "1,2345", "十二", "-", "1 2", "0x1F"}) {
    EXPECT_EQ(parsed("things", "count", bad), std::string("“") + bad + "”不是整数，应为12这样的整数");
  }
  EXPECT_EQ(parsed("things", "count", "-1"), "“-1”超出范围，应为不小于0的数");
  EXPECT_EQ(parsed("things", "thing_no", "999999999999999999"), "999999999999999999");
  EXPECT_EQ(parsed("things", "thing_no", "1000000000000000000"), "“1000000000000000000”超出范围，应为位数较少的数");
  EXPECT_EQ(parsed("things", "thing_no", "99999999999999999999"), "“99999999999999999999”超出范围，应为位数较少的数");
}

TEST(CellParserTest, DecimalsAreNeverRounded) {
  EXPECT_EQ(parsed("things", "share", "12.5"), "12500");
  EXPECT_EQ(parsed("things", "share", "-0.125"), "-125");
  EXPECT_EQ(parsed("things", "share", "1.2500"), "1250");
  EXPECT_EQ(parsed("things", "share", "0.1234"), "“0.1234”小数位数过多，应为至多3位小数的数（系统不代为四舍五入）");
  EXPECT_EQ(parsed("things", "share", "12."), "“12.”不是数，应为12.5这样的十进制数，至多3位小数");
  EXPECT_EQ(parsed("things", "share", "100.5"), "100500");
  EXPECT_EQ(parsed("things", "share", "100.501"), "“100.501”超出范围，应为-1至100.5之间的数");
}

TEST(CellParserTest, MoneyInTheFilesUnit) {
  EXPECT_EQ(parsed("payments", "amount", "2,508.64"), "250864");
  EXPECT_EQ(parsed("payments", "amount", "１２．５"), "1250");
  EXPECT_EQ(parsed("payments", "amount", "1.5", MoneyUnit::wan), "1500000");
  EXPECT_EQ(parsed("things", "budget", "0.0001"), "100");
  EXPECT_EQ(parsed("payments", "amount", "0"), "“0”超出范围，应为不小于0.01元的数");
  EXPECT_EQ(parsed("payments", "amount", "0.001"), "“0.001”小数位数过多，应为精确到分的金额（系统不代为四舍五入）");
  EXPECT_EQ(parsed("payments", "amount", "25,08"), "“25,08”不是金额，应为2508.64或2,508.64这样的金额（单位：元）");
  EXPECT_EQ(parsed("things", "budget", "99999999999999999"), "“99999999999999999”超出范围，应为位数较少的数");
}

TEST(CellParserTest, Dates) {
  EXPECT_EQ(parsed("payments", "paid_on", "2022年1月5日"), "18997");
  EXPECT_EQ(parsed("payments", "paid_on", "２０２２-1-5"), "18997");
  EXPECT_EQ(parsed("payments", "paid_on", "2023-01-05"), "“2023-01-05”不在本年度，应为2022年内的日期");
  EXPECT_EQ(parsed("things", "held_on", "2023-01-05"), "19362");
  EXPECT_EQ(parsed("payments", "paid_on", "2022-02-30"),
            "“2022-02-30”不是日期，应为2022-01-05、2022/1/5、2022.1.5、20220105或2022年1月5日这样的日期");
  for (const char* midnight : {"2022/1/5 0:00", "2022-01-05 00:00:00", "2022-01-05T00:00:00"}) {
    EXPECT_EQ(parsed("payments", "paid_on", midnight), "18997");
  }
  EXPECT_EQ(parsed("payments", "paid_on", "2022/1/5 14:30"),
            "“2022/1/5 14:30”不是日期，应为2022-01-05、2022/1/5、2022.1.5、20220105或2022年1月5日这样的日期");
}

TEST(CellParserTest, Moments) {
  const std::string minute = std::to_string(18997 * 1440 + 570);
  for (const char* text : {"2022-01-05 09:30", "2022/1/5 9:30", "2022/1/5 9:30:00", "2022-01-05T09:30",
                           "2022年1月5日9时30分", "2022年1月5日9:30", "２０２２-1-5　９：３０"}) {
    EXPECT_EQ(parsed("things", "told_at", text), minute) << text;
  }
  const std::string expected =
      "”不是时间，应为2022-01-05 09:30、2022/1/5 "
      "9:30或2022年1月5日9时30分这样精确到分的时间（只写日期不行，也不能写到秒）";
  for (const char* bad : {"2022-01-05", "2022-01-05 09:30:15", "2022-01-05 24:00", "2022-02-30 09:30", "9:30"}) {
    EXPECT_EQ(parsed("things", "told_at", bad), "“" + std::string(bad) + expected);
  }
  EXPECT_EQ(parsed("things", "told_at", "2023-01-01 00:00"), "“2023-01-01 00:00”不在本年度，应为2022年内的时间");
  EXPECT_EQ(parsed("things", "told_at", "2022-12-31 23:59"), std::to_string(19357 * 1440 + 1439));
  EXPECT_EQ(parsed("things", "met_at", "2023-01-01 00:00"), std::to_string(19358 * 1440));
}

TEST(CellParserTest, ChoicesAndBooleans) {
  EXPECT_EQ(parsed("things", "season", "第三季度"), "第三季度");
  EXPECT_EQ(parsed("things", "season", "三季度"),
            "“三季度”不在可选项中，应为第一季度、第二季度、第三季度、第四季度之一，是不是“第三季度”？");
  EXPECT_EQ(parsed("payments", "nature", "无"), "“无”不在可选项中，应为基本支出、项目支出之一");
  for (const char* yes : {"是", "true", "TRUE", "1"}) EXPECT_EQ(parsed("things", "open", yes), "1");
  for (const char* no : {"否", "False", "0"}) EXPECT_EQ(parsed("things", "open", no), "0");
  EXPECT_EQ(parsed("things", "open", "有"), "“有”不能辨认，应为是或否（也可写true/false、1/0）");
}

TEST(CellParserTest, Texts) {
  EXPECT_EQ(parsed("payments", "summary", "一二三四五六七八九十甲乙"), "一二三四五六七八九十甲乙");
  EXPECT_EQ(parsed("payments", "summary", "一二三四五六七八九十甲乙丙"),
            "“一二三四五六七八九十甲乙丙”过长，应不超过12个字（现有13个字）");
  EXPECT_EQ(parsed("payments", "summary", "a\r\nb\rc\td"), "a\nb\nc\td");
  EXPECT_EQ(parsed("payments", "summary", "a\x07"), "“a\x07”中有不可见的控制字符，请删去后重新录入");
  EXPECT_EQ(parsed("payments", "summary", "a\xC2\x85"), "“a\xC2\x85”中有不可见的控制字符，请删去后重新录入");
}

TEST(CellParserTest, MeasuresAndNarratives) {
  EXPECT_EQ(parsed("things", "figure", "payments.count"), "payments.count");
  EXPECT_EQ(parsed("things", "figure", "payment.count"),
            "没有度量“payment.count”，应为度量的编号，是不是“payments.count”？");
  EXPECT_EQ(parsed("things", "figure", "支付笔数"), "没有度量“支付笔数”，应为度量的编号，如budget.total");
  EXPECT_EQ(parsed("things", "figure", "things.results"),
            "度量“things.results”依赖绩效目标，不能再被引用，应为不依赖绩效目标的度量");
  EXPECT_EQ(parsed("things", "story", "{year}年支付{payments.count|number}笔{{注}}"),
            "{year}年支付{payments.count|number}笔{{注}}");
  EXPECT_EQ(parsed("things", "story", "支付{payments.cont}"),
            "“支付{payments.cont}”中的数字引用有误：没有度量“payments.cont”，是不是“payments.count”？");
  EXPECT_EQ(parsed("things", "story", "{payments.count|big}"), "“{payments.count|big}”中的数字引用有误：没有格式“big”");
  EXPECT_TRUE(parsed("things", "story", "支付{payments.count").starts_with("“支付{payments.count”中的数字引用有误："));
}

RC_GTEST_PROP(CellParserTest, ScaledNumbersAreExact, ()) {
  const auto value = *rc::gen::inRange<std::int64_t>(-999'999'999'999'999, 999'999'999'999'999);
  const auto scale = *rc::gen::inRange(0, 7);
  const std::string plain = Decimal::from_parts(value, scale).to_string();
  std::int64_t out = 0;
  RC_ASSERT(parse_scaled(plain, scale, out) == NumberFault::none);
  RC_ASSERT(out == value);
  RC_ASSERT(parse_scaled(with_thousands(plain), scale, out) == NumberFault::none);
  RC_ASSERT(out == value);
}

RC_GTEST_PROP(CellParserTest, AChoiceTableHasItsChoicesOnly, (std::vector<std::string> choices, std::string other)) {
  const ChoiceTable table(choices);
  for (const std::string& choice : choices) RC_ASSERT(table.contains(choice) == !choice.empty());
  const bool among = std::find(choices.begin(), choices.end(), other) != choices.end();
  RC_ASSERT(table.contains(other) == (among && !other.empty()));
}

TEST(SuggestTest, Nearest) {
  const std::vector<std::string> known = {"支付金额", "支付日期", "amount"};
  EXPECT_EQ(nearest("支付额", known), "支付金额");
  EXPECT_EQ(nearest("ammount", known), "amount");
  EXPECT_EQ(nearest("完全不同", known), "");
}

}  // namespace
