// What compile() refuses: code, place and Chinese text, whole.
#include <gtest/gtest.h>

#include "sample_scope.h"

namespace jiheng::expr {
namespace {

// "offset+length code message", one line per problem.
std::string problems(std::string_view source, std::optional<Type> expected = std::nullopt) {
  const auto expression = Expression::compile(source, testing::scope(), expected);
  if (expression) return "compiles";
  std::string out;
  for (const Problem& p : expression.error()) {
    out += (out.empty() ? "" : "\n") + std::to_string(p.offset) + "+" + std::to_string(p.length) + " " + p.code + " " +
           p.message;
  }
  return out;
}

TEST(Problems, Syntax) {
  EXPECT_EQ(problems(""), "0+1 expression.syntax 写法有误：此处应有数、文本、名称、函数或括号，但表达式到此结束");
  EXPECT_EQ(problems("1 +"), "3+1 expression.syntax 写法有误：此处应有数、文本、名称、函数或括号，但表达式到此结束");
  EXPECT_EQ(problems("(1 + 2"), "6+1 expression.syntax 写法有误：此处应有“)”，但表达式到此结束");
  EXPECT_EQ(problems("n 5"), "2+1 expression.syntax 写法有误：此处应有运算符或结束，但这里是“5”");
  EXPECT_EQ(problems("n = 5"), "2+1 expression.syntax 写法有误：此处不应有“=”");
  EXPECT_EQ(problems("n ＋ 5"), "2+3 expression.syntax 写法有误：“＋”是全角符号，应改为半角“+”");
  EXPECT_EQ(problems("n > 5 ? 1"), "9+1 expression.syntax 写法有误：此处应有“:”，但表达式到此结束");
  EXPECT_EQ(problems("title.size"), "0+10 expression.unknown-name 没有名为“title.size”的量");
  EXPECT_EQ(problems("'a'.b"),
            "4+1 expression.syntax 写法有误：“.”之后应为contains(…)、startsWith(…)或endsWith(…)，但这里是“b”");
  EXPECT_EQ(problems("n in 5"), "5+1 expression.syntax 写法有误：此处应有“[”，但这里是“5”");
  EXPECT_EQ(problems("n in []"), "6+1 expression.syntax 写法有误：此处应有数、文本、名称、函数或括号，但这里是“]”");
  EXPECT_EQ(problems("\x01"), "0+1 expression.syntax 写法有误：此处不应有“U+0001”");
  EXPECT_EQ(problems("n + \xff"), "4+1 expression.syntax 写法有误：不是有效的UTF-8文本");
}

TEST(Problems, Literals) {
  EXPECT_EQ(problems("12abc"), "0+5 expression.literal 字面量有误：“12abc”不是数，应写作12或12.5");
  EXPECT_EQ(problems("1e5"), "0+3 expression.literal 字面量有误：“1e5”不是数，应写作12或12.5");
  EXPECT_EQ(problems("'abc"), "0+4 expression.literal 字面量有误：文本没有结束的引号");
  EXPECT_EQ(problems("'a\\qb'"), "2+2 expression.literal 字面量有误：引号内的\\q不可用，可用\\n、\\t、\\\\、\\'和\\\"");
  EXPECT_EQ(problems(std::string_view("'a\0b'", 5)), "2+1 expression.literal 字面量有误：文本中不能有空字符（NUL）");
  EXPECT_EQ(problems("date('2022-02-30')"),
            "5+12 expression.literal 字面量有误：没有2022年2月30日这一天（可用1900年1月1日至2199年12月31日）");
  EXPECT_EQ(problems("moment('2022-02-28')"),
            "7+12 expression.literal 字面量有误：“2022-02-28”不是时间，应写作2022-01-05 09:30、2022/1/5 "
            "9:30或2022年1月5日9时30分，精确到分");
  EXPECT_EQ(problems("yuan(0.001)"), "5+5 expression.literal 字面量有误：金额0.001元不是整数分，金额最小到分");
  EXPECT_EQ(problems("99999999999999999999999999999999999999"),
            "0+38 expression.literal 字面量有误：数99999999999999999999999999999999999999超出可表示的范围");
}

TEST(Problems, Names) {
  EXPECT_EQ(problems("pied > yuan(1)"), "0+4 expression.unknown-name 没有名为“pied”的量，是否应为“paid”？");
  EXPECT_EQ(problems("payments.totl"),
            "0+13 expression.unknown-name 没有名为“payments.totl”的量，是否应为“payments.total”？");
  EXPECT_EQ(problems("xyzzy"), "0+5 expression.unknown-name 没有名为“xyzzy”的量");
  EXPECT_EQ(problems("rond(1.5, 1)"), "0+12 expression.unknown-function 没有名为“rond”的函数，是否应为“round”？");
}

TEST(Problems, Types) {
  EXPECT_EQ(problems("n + 'a'"), "0+7 expression.type 类型不符：“+”不能用于数值和文本");
  EXPECT_EQ(problems("paid * rate"),
            "0+11 expression.type "
            "类型不符：“*”不能用于金额和数值；金额只能乘直接写出的整数，需要数值时用yuan_of(金额)或wan_of(金额)");
  EXPECT_EQ(problems("paid > 100"),
            "0+10 expression.type 类型不符：“>”不能用于金额和数值；金额应与金额比较，如yuan(100)、wan(2.5)");
  EXPECT_EQ(problems("received + 0.5"), "11+3 expression.type 类型不符：日期只能加减整数天");
  EXPECT_EQ(problems("received + rate"), "11+4 expression.type 类型不符：日期只能加减整数天");
  EXPECT_EQ(problems("secret < true"), "0+13 expression.type 类型不符：“<”不能用于布尔和布尔");
  EXPECT_EQ(problems("!n"), "1+1 expression.type 类型不符：“!”需要布尔，这里是数值");
  EXPECT_EQ(problems("-title"), "0+6 expression.type 类型不符：“-”后应为数值或金额，这里是文本");
  EXPECT_EQ(problems("n && secret"), "0+1 expression.type 类型不符：“&&”需要布尔，这里是数值");
  EXPECT_EQ(problems("secret ? 1 : 'a'"), "0+16 expression.type 类型不符：“?:”的两个结果类型应相同，这里是数值和文本");
  EXPECT_EQ(problems("null"), "0+4 expression.type 类型不符：null只能用于“==”“!=”的一边或“?:”的一个结果");
  EXPECT_EQ(problems("n + null"), "4+4 expression.type 类型不符：null只能用于“==”“!=”的一边或“?:”的一个结果");
  EXPECT_EQ(problems("null == null"), "8+4 expression.type 类型不符：null只能用于“==”“!=”的一边或“?:”的一个结果");
  EXPECT_EQ(problems("n in [1, 'a']"), "9+3 expression.type 类型不符：“in”需要数值，这里是文本");
  EXPECT_EQ(problems("n", Type::boolean), "0+1 expression.type 类型不符：此处需要布尔，表达式的结果是数值");
  EXPECT_EQ(problems("min(1, paid)"), "7+4 expression.type 类型不符：函数min的这个参数应为数值，这里是金额");
  EXPECT_EQ(problems("min(title, 1)"), "4+5 expression.type 类型不符：函数min的这个参数应为数值或金额，这里是文本");
  EXPECT_EQ(problems("add_days(received, rate)"), "19+4 expression.type 类型不符：函数add_days的这个参数应为整数");
  EXPECT_EQ(problems("n < 5 < 6"), "0+9 expression.type 类型不符：“<”不能用于布尔和数值");
}

TEST(Problems, Arguments) {
  EXPECT_EQ(problems("round(1.5)"), "0+10 expression.arguments 函数round需要2个参数，这里有1个");
  EXPECT_EQ(problems("min(1)"), "0+6 expression.arguments 函数min需要至少2个参数，这里有1个");
  EXPECT_EQ(problems("bands_at_most(1, 2, 3)"),
            "0+22 expression.arguments 函数bands_at_most需要4、6、8…个参数，这里有3个");
  EXPECT_EQ(problems("bands_at_most(n, 2, 1, 1, 0.5, 0)"),
            "23+1 expression.arguments bands_at_most的分档界限应从小到大");
  EXPECT_EQ(problems("bands_at_least(n, 1, 1, 2, 0.5, 0)"),
            "24+1 expression.arguments bands_at_least的分档界限应从大到小");
  EXPECT_EQ(problems("round(rate, n)"), "12+1 expression.arguments round的小数位数应直接写成0至18的整数");
  EXPECT_EQ(problems("round(rate, 19)"), "12+2 expression.arguments round的小数位数应直接写成0至18的整数");
  EXPECT_EQ(problems("date(title)"),
            "5+5 expression.arguments date的参数应为引号内的日期，如date(\"2022-03-01\")，或一个时间");
  EXPECT_EQ(problems("moment(came)"),
            "7+4 expression.arguments moment的参数应为引号内的时间，如moment(\"2022-03-01 09:30\")");
  EXPECT_EQ(problems("minutes_between(came, received)"),
            "22+8 expression.type 类型不符：函数minutes_between的这个参数应为时间，这里是日期");
  EXPECT_EQ(problems("year(came)"), "5+4 expression.type 类型不符：函数year的这个参数应为日期，这里是时间");
  EXPECT_EQ(problems("came < received"), "0+15 expression.type 类型不符：“<”不能用于时间和日期");
  EXPECT_EQ(problems("told - came"), "0+11 expression.type 类型不符：“-”不能用于时间和时间");
  EXPECT_EQ(problems("came + 1"), "0+8 expression.type 类型不符：“+”不能用于时间和数值");
  EXPECT_EQ(problems("date(came, told)"), "0+16 expression.arguments 函数date需要1个参数，这里有2个");
  EXPECT_EQ(problems("yuan(n)"), "5+1 expression.arguments yuan的参数应直接写成数，如yuan(100.5)");
  EXPECT_EQ(problems("date()"), "0+6 expression.arguments 函数date需要1个参数，这里有0个");
  EXPECT_EQ(problems("title.size()"), "0+12 expression.arguments size是函数，应写作size(…)");
  EXPECT_EQ(problems("contains(title, 'a')"), "0+20 expression.arguments contains用在文本之后，应写作文本.contains(…)");
}

TEST(Problems, AllAtOnceInOrder) {
  EXPECT_EQ(problems("pied > yuan(0.001) && round(n) == titel"),
            "0+4 expression.unknown-name 没有名为“pied”的量，是否应为“paid”？\n"
            "12+5 expression.literal 字面量有误：金额0.001元不是整数分，金额最小到分\n"
            "22+8 expression.arguments 函数round需要2个参数，这里有1个\n"
            "34+5 expression.unknown-name 没有名为“titel”的量，是否应为“title”？");
}

TEST(Problems, Limits) {
  const auto nested = [](int depth) { return std::string(depth, '(') + "1" + std::string(depth, ')'); };
  EXPECT_EQ(problems(nested(199)), "compiles");
  EXPECT_EQ(problems(nested(200)), "200+1 expression.too-deep 表达式嵌套过深，最多200层");
  EXPECT_EQ(problems(std::string(60000, '(')), "200+1 expression.too-deep 表达式嵌套过深，最多200层");
  EXPECT_EQ(problems(std::string(60000, '-') + "1"), "200+1 expression.too-deep 表达式嵌套过深，最多200层");
  std::string sum = "1";
  for (int i = 1; i < 200; ++i) sum += "+1";
  EXPECT_EQ(problems(sum), "compiles");
  EXPECT_EQ(problems(sum + "+1"), "401+1 expression.too-deep 表达式嵌套过深，最多200层");
  EXPECT_EQ(problems(std::string(65537, ' ')), "0+65537 expression.too-long 表达式长65537字节，最多65536字节");
  EXPECT_EQ(problems("1" + std::string(65535, ' ')), "compiles");
}

}  // namespace
}  // namespace jiheng::expr
