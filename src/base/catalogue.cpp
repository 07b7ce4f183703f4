#include "base/catalogue.h"

// One row per code, in the section of the folder that uses it first, alphabetical within a section where practical.
// tests/base/catalogue_test.cpp checks that every code used in src/ is here, that every row is used, and that no code
// stands twice.

namespace jiheng {
namespace {

constexpr CatalogueEntry entries[] = {
    // base
    {"calendar.contradiction", "工作日历矛盾：{date}既列为放假日，又列为补班日"},
    {"calendar.not-covered", "日历未覆盖：没有{year}年已公布的工作日历"},
    {"calendar.not-weekend", "工作日历有误：补班日应为周六或周日，{date}是周{weekday}"},
    {"calendar.wrong-year", "工作日历有误：{date}不在所列的{year}年内"},
    {"calendar.year-twice", "工作日历有误：{year}年列了两次"},
    {"date.malformed", "“{text}”不是日期，应写作2022-01-05、2022/1/5、2022.1.5、20220105或2022年1月5日"},
    {"date.no-such-day", "没有{year}年{month}月{day}日这一天（可用1900年1月1日至2199年12月31日）"},
    {"money.malformed", "“{text}”不是金额，应写作2508.64或2,508.64（千位分隔号每三位一个）"},
    {"money.not-whole-fen", "金额{text}{unit}不是整数分，金额最小到分"},
    {"number.malformed", "“{text}”不是数，应写作12、-12.5这样的十进制数"},
    {"number.out-of-range", "数{text}超出可表示的范围"},
    {"numeral.malformed", "“{text}”不是中文数字：第{position}个字“{found}”不应在此"},
    {"numeral.out-of-range", "中文数字“{text}”超出可表示的范围（绝对值应小于一亿亿）"},

    // expr

    // pack

    // store

    // ledger

    // measure

    // score

    // report
    {"report.bad-span", "表格第{row}行的单元格与{columns}列对不上：合并的行数、列数须正好铺满表格"},
    {"report.no-font", "没有安装中文字体，无法生成PDF；请安装 fonts-noto-cjk 或 texlive-lang-chinese"},
    {"report.not-utf8", "{where}中有不是UTF-8的文字（第{position}个字节）"},
    {"report.write-failed", "生成{format}文件失败"},

    // cli
};

}  // namespace

std::span<const CatalogueEntry> catalogue() {
  return entries;
}

}  // namespace jiheng
