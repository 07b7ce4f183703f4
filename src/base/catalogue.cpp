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
    {"pack.aggregate-type", "aggregate为“{aggregate}”时，of应是{expected}，这里是{found}"},
    {"pack.bad-decimal", "“{text}”不是十进制数，应写作\"12\"或\"-12.50\""},
    {"pack.bad-id", "编号“{id}”不合规：应以小写字母开头，只含小写字母、数字和下划线，至多48个字符"},
    {"pack.bad-key-field", "字段“{field}”不能作键：键字段不能是narrative，也不能有figure_of"},
    {"pack.bad-measure-id", "度量编号“{id}”不合规：应为用点分开的两段以上，如payments.total，每段以小写字母开头，只含小写字母、数字和下划线"},
    {"pack.bad-pack-id", "编号“{id}”不合规：应以小写字母开头，只含小写字母、数字、下划线和连字符，至多48个字符"},
    {"pack.bad-score-id", "编号“{id}”不合规：应以字母开头，只含字母、数字和下划线，至多48个字符"},
    {"pack.bounds", "“minimum”（{minimum}）大于“maximum”（{maximum}）"},
    {"pack.calendar-twice", "{year}年的工作日历重复，先写在{first}"},
    {"pack.directory-name", "包“{id}”应放在同名的文件夹里，这里是“{directory}”"},
    {"pack.duplicate-choice", "“{value}”列了两次"},
    {"pack.duplicate-id", "编号“{id}”重复，先定义在{first}"},
    {"pack.duplicate-key", "键“{key}”在同一张表里写了两次"},
    {"pack.duplicate-title", "名称“{title}”重复，先用在{first}；按名称查找时会分不清"},
    {"pack.empty", "“{key}”不能为空"},
    {"pack.empty-group", "分组“{id}”下面没有分组也没有指标"},
    {"pack.figure-of-field", "figure_of应指向类型为measure的字段，“{field}”的类型是{type}"},
    {"pack.formula-type", "formula应得出数值、金额或日期，这里是{found}"},
    {"pack.grade-last", "最后一个等级的minimum应为0，这里是{found}"},
    {"pack.grade-order", "等级应从高到低：{minimum}不小于前一个等级的{previous}"},
    {"pack.hint-known", "；可用的有：{names}"},
    {"pack.hint-meant", "，是不是“{name}”？"},
    {"pack.key-not-required", "键字段“{field}”必须是必填的（required = true）"},
    {"pack.measure-cycle", "度量的公式循环引用：{cycle}"},
    {"pack.measure-form", "度量应写over（统计台账）或formula（由其他度量算出），写且只写其一"},
    {"pack.measure-unit", "{type}度量的单位不能是“{unit}”：{rule}"},
    {"pack.missing-key", "缺少必填的键“{key}”"},
    {"pack.missing-of", "aggregate为“{aggregate}”时必须写of：统计哪个表达式"},
    {"pack.no-manifest", "没有pack.toml，不是包的文件夹"},
    {"pack.not-for-aggregate", "aggregate为“count”时不写of"},
    {"pack.not-for-formula", "有formula的度量不写“{key}”"},
    {"pack.not-for-kind", "{kind}块不写“{key}”"},
    {"pack.not-for-type", "{type}字段不写“{key}”"},
    {"pack.not-required", "{name}在包“{pack}”里，本包的requires没有列出它"},
    {"pack.not-utf8", "文件不是UTF-8编码：从这里起的字节无法识别"},
    {"pack.out-of-range", "“{key}”应在{low}到{high}之间，这里是{found}"},
    {"pack.parent-order", "上级分组“{parent}”应写在“{id}”的前面"},
    {"pack.reference-key", "台账“{register}”的键有{count}个字段，不能被引用：被引用的台账应以一个字段为键"},
    {"pack.reference-key-type", "台账“{register}”的键“{field}”是{type}，不能被引用：被引用的键应是text或choice"},
    {"pack.requires-cycle", "包互相依赖：{cycle}"},
    {"pack.reserved-id", "编号“{id}”是保留的名字"},
    {"pack.rows-measure", "rows的measure应是对台账求和（sum）得数值的度量，“{id}”不是"},
    {"pack.rubric-full", "指标体系的满分应为100，这里是{full}"},
    {"pack.rule-date-unit", "日期没有单位"},
    {"pack.rule-money-unit", "应为元、万元或亿元"},
    {"pack.rule-number-unit", "元、万元、亿元只用于金额"},
    {"pack.second-report", "指标体系“{rubric}”已有报告模板，写在{first}"},
    {"pack.sum-groups", "顶层分组的满分合计{sum}，应为{expected}，相差{difference}"},
    {"pack.sum-members", "分组“{id}”下各项满分合计{sum}，应为{expected}，相差{difference}"},
    {"pack.template-format", "“{name}”不能带格式“{format}”{hint}"},
    {"pack.toml-syntax", "TOML语法错误：{reason}"},
    {"pack.unknown-field", "未知的字段“{name}”{hint}"},
    {"pack.unknown-group", "未知的分组“{name}”{hint}"},
    {"pack.unknown-key", "未知的键“{key}”{hint}"},
    {"pack.unknown-measure", "未知的度量“{name}”{hint}"},
    {"pack.unknown-pack", "找不到所需的包“{name}”{hint}"},
    {"pack.unknown-place", "文本中未知的引用“{name}”{hint}"},
    {"pack.unknown-register", "未知的台账“{name}”{hint}"},
    {"pack.unknown-rubric", "未知的指标体系“{name}”{hint}"},
    {"pack.unknown-value", "“{key}”不能是“{value}”{hint}"},
    {"pack.unquoted-decimal", "“{key}”应写成带引号的十进制数：\"{text}\""},
    {"pack.unreadable", "无法读取"},
    {"pack.workdays", "{year}年写明{expected}个工作日，按所列的放假日和补班日算得{found}个"},
    {"pack.wrong-type", "“{key}”应是{expected}，这里是{found}"},
    {"pack.years", "years应是起止两个年份，如[2022, 2024]，在1900到2199之间，先小后大"},
    {"template.bad-place", "文本第{position}个字处的引用是空的，应写作{名称}或{名称|格式}"},
    {"template.stray-brace", "文本第{position}个字处的右花括号没有配对；要写花括号本身，应写两个"},
    {"template.unclosed", "文本第{position}个字处的左花括号没有配对；要写花括号本身，应写两个"},

    // store

    // ledger

    // measure
    {"measure.overflow", "度量“{measure}”的数值超出可表示的范围"},

    // score
    {"score.overflow", "计算“{item}”得分时，数值超出可表示的范围"},
    {"score.why-no-base-full", "基数为0，不可比，按满分计"},
    {"score.why-no-base-zero", "基数为0，不可比，不得分"},
    {"score.why-no-data", "没有数据：{measures}，不得分"},
    {"score.why-row", "“{row}”扣{lost}分"},
    {"score.why-row-because", "“{row}”扣{lost}分：{why}"},
    {"score.why-rule", "{words}；得{score}分，扣{lost}分"},

    // report
    {"report.unknown-place", "文中的“{place}”不是度量，也不是已知的位置"},
    {"report.bad-span", "表格第{row}行的单元格与{columns}列对不上：合并的行数、列数须正好铺满表格"},
    {"report.no-font", "没有安装中文字体，无法生成PDF；请安装 fonts-noto-cjk 或 texlive-lang-chinese"},
    {"report.not-utf8", "{where}中有不是UTF-8的文字（第{position}个字节）"},
    {"report.write-failed", "生成{format}文件失败"},

    // evaluate
    {"evaluate.no-records", "没有单位 {unit} {year} 年度的任何记录；数据库里有：{known}"},
    {"evaluate.no-rubric", "没有指标体系“{rubric}”；可用的有：{known}"},
    {"evaluate.no-rubric-for-year", "没有适用于 {year} 年度的指标体系，请用 --rubric 指定；可用的有：{known}"},
    {"evaluate.no-template", "指标体系“{rubric}”没有报告模板：在定义包的 reports/ 里加一个，或用 --only xlsx,json 只写自评表"},
    {"output.cannot-create", "无法建立“{path}”：{reason}"},
    {"output.write-failed", "写“{path}”失败：{reason}；原有的文件没有改变"},

    // cli
    {"cli.cannot-print", "无法写到标准输出：{reason}"},
    {"cli.no-csv", "文件夹“{path}”里没有 CSV 文件"},
    {"cli.no-measure", "没有度量“{name}”；不写名称可列出全部度量"},
    {"cli.no-item", "指标体系 {rubric} 里没有指标“{item}”；jiheng score 可看到全部指标"},
};

}  // namespace

std::span<const CatalogueEntry> catalogue() {
  return entries;
}

}  // namespace jiheng
