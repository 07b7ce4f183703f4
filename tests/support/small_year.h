// A small hand-written library (registers, measures, rubric) and rows for it, where every figure can be checked by
// head. Used by the tests of measure/ and score/.
#pragma once

#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "fresh_database.h"
#include "pack/load.h"
#include "store/schema.h"

namespace jiheng::testing {

inline constexpr std::string_view small_unit = "440100999";
inline constexpr int small_year = 2022;

inline constexpr std::string_view small_manifest = R"toml([pack]
id = "small"
title = "小账本"
version = "1.0.0"
status = "unverified"
source = "测试"
)toml";

inline constexpr std::string_view small_registers = R"toml(
[[register]]
id = "budget"
title = "预算台账"
key = ["item"]
label = "item"
field = [
  { id = "item", title = "预算项目", type = "text", required = true },
  { id = "amount", title = "预算金额", type = "money", unit = "万元", required = true },
]

[[register]]
id = "payments"
title = "支付台账"
key = ["voucher_no"]
label = "summary"
indexes = [["paid_on"]]
field = [
  { id = "voucher_no", title = "凭证号", type = "text", required = true },
  { id = "summary", title = "摘要", type = "text" },
  { id = "nature", title = "支出性质", type = "choice", choices = ["基本支出", "项目支出"], required = true },
  { id = "amount", title = "支付金额", type = "money", unit = "元" },
  { id = "paid_on", title = "支付日期", type = "date", in_year = true },
]

[[register]]
id = "tasks"
title = "事项台账"
key = ["task_no"]
label = "title"
field = [
  { id = "task_no", title = "事项号", type = "integer", required = true },
  { id = "title", title = "事项", type = "text", required = true },
  { id = "due_on", title = "应办结日期", type = "date", required = true },
  { id = "done_on", title = "办结日期", type = "date" },
  { id = "planned", title = "计划数", type = "decimal", scale = 2, minimum = "0", maximum = "100000" },
  { id = "reached", title = "完成数", type = "decimal", scale = 2, minimum = "0", maximum = "100000" },
]

[[register]]
id = "incidents"
title = "突发事件"
key = ["no"]
field = [
  { id = "no", title = "编号", type = "integer", required = true },
  { id = "happened_at", title = "发生时间", type = "moment", required = true },
  { id = "told_at", title = "报告时间", type = "moment" },
]

[[register]]
id = "goals"
title = "绩效目标"
key = ["goal_no"]
label = "name"
field = [
  { id = "goal_no", title = "序号", type = "integer", required = true },
  { id = "name", title = "指标", type = "text", required = true },
  { id = "direction", title = "性质", type = "choice", choices = ["≥", "≤", "≤反比", "="], required = true },
  { id = "target", title = "指标值", type = "decimal", scale = 2, required = true },
  { id = "measure", title = "取数度量", type = "measure" },
  { id = "actual", title = "完成值", type = "decimal", scale = 4, figure_of = "measure" },
  { id = "weight", title = "分值", type = "decimal", scale = 2, required = true },
  { id = "reason", title = "原因", type = "text" },
]
)toml";

inline constexpr std::string_view small_measures = R"toml(
[[measure]]
id = "budget.total"
title = "全年预算"
unit = "万元"
decimals = 2
over = "budget"
aggregate = "sum"
of = "amount"

[[measure]]
id = "payments.total"
title = "全年支出"
unit = "万元"
decimals = 2
over = "payments"
aggregate = "sum"
of = "amount"

[[measure]]
id = "payments.basic"
title = "基本支出"
unit = "元"
decimals = 2
over = "payments"
where = "nature == '基本支出'"
aggregate = "sum"
of = "amount"

[[measure]]
id = "payments.count"
title = "支付笔数"
unit = "笔"
over = "payments"

[[measure]]
id = "payments.days"
title = "有支付的天数"
unit = "天"
over = "payments"
aggregate = "distinct"
of = "paid_on"

[[measure]]
id = "payments.first"
title = "最早支付日期"
over = "payments"
aggregate = "minimum"
of = "paid_on"

[[measure]]
id = "payments.largest_project"
title = "最大项目支出"
unit = "元"
decimals = 2
over = "payments"
where = "nature == '项目支出'"
aggregate = "maximum"
of = "amount"

[[measure]]
id = "budget.execution_rate"
title = "支出率"
unit = "%"
decimals = 2
formula = "payments.total / budget.total"

[[measure]]
id = "budget.left"
title = "结余"
unit = "万元"
decimals = 2
formula = "budget.total - payments.total"

[[measure]]
id = "incidents.first"
title = "最早一起"
over = "incidents"
aggregate = "minimum"
of = "happened_at"

[[measure]]
id = "incidents.last_told"
title = "最后一次报告"
over = "incidents"
aggregate = "maximum"
of = "told_at"

[[measure]]
id = "incidents.prompt"
title = "15分钟内报告数"
unit = "起"
over = "incidents"
where = "minutes_between(happened_at, told_at) <= 15"

[[measure]]
id = "incidents.slowest"
title = "最慢报告用时"
unit = "分钟"
over = "incidents"
aggregate = "maximum"
of = "minutes_between(happened_at, told_at)"

[[measure]]
id = "incidents.days"
title = "有突发事件的天数"
unit = "天"
over = "incidents"
aggregate = "distinct"
of = "date(happened_at)"

[[measure]]
id = "incidents.first_day"
title = "最早一起的日期"
formula = "date(incidents.first)"

[[measure]]
id = "tasks.total"
title = "事项数"
unit = "项"
over = "tasks"

[[measure]]
id = "tasks.on_time"
title = "按期办结数"
unit = "项"
over = "tasks"
where = "done_on != null && workdays_between(done_on, due_on) >= 0"

[[measure]]
id = "tasks.planned"
title = "计划数合计"
decimals = 2
over = "tasks"
aggregate = "sum"
of = "planned"

[[measure]]
id = "tasks.attained"
title = "完成率合计"
decimals = 4
over = "tasks"
where = "planned > 0"
aggregate = "sum"
of = "reached / planned"

[[measure]]
id = "tasks.careless"
title = "完成率合计（不避零）"
decimals = 4
over = "tasks"
aggregate = "sum"
of = "reached / planned"

[[measure]]
id = "tasks.on_time_rate"
title = "按期办结率"
unit = "%"
decimals = 1
formula = "tasks.on_time / tasks.total"

[[measure]]
id = "goals.weight"
title = "目标分值"
decimals = 2
over = "goals"
aggregate = "sum"
of = "weight"

[[measure]]
id = "goals.score"
title = "目标得分"
decimals = 2
over = "goals"
aggregate = "sum"
of = "weight * (direction == '≥' ? attain_at_least(target, coalesce(actual, 0)) : direction == '=' ? attain_equal(target, coalesce(actual, 0)) : direction == '≤' ? attain_at_most(target, coalesce(actual, 0)) : attain_at_most_inverse(target, coalesce(actual, 0)))"

[[measure]]
id = "goals.rate"
title = "目标完成率"
unit = "%"
decimals = 2
formula = "goals.score / goals.weight"
)toml";

inline constexpr std::string_view small_calendar = R"toml(
[[calendar]]
year = 2022
off = ["2022-01-03", "2022-01-31", "2022-02-01", "2022-02-02", "2022-02-03", "2022-02-04"]
makeup = ["2022-01-29", "2022-01-30"]
workdays = 256
source = "测试"
)toml";

// A folder with the small pack; `rubric` may be empty. Files can be edited and loaded again.
class SmallPack {
 public:
  explicit SmallPack(std::string_view rubric = {}, std::string_view more_measures = {}) {
    write("pack.toml", small_manifest);
    write("registers/registers.toml", small_registers);
    write("measures/measures.toml", std::string(small_measures) + std::string(more_measures));
    write("calendars/2022.toml", small_calendar);
    if (!rubric.empty()) write("rubrics/rubric.toml", rubric);
  }
  void write(const std::string& name, std::string_view content) const { folder_.write("small/" + name, content); }
  pack::Library load() const {
    auto library = pack::load(folder_.path() / "small");
    if (!library) throw std::runtime_error(pack::to_string(library.error()));
    return std::move(*library);
  }

 private:
  TemporaryFolder folder_;
};

// One row of a register, inserted and marked dirty in one transaction. Cells in the order of the register's fields.
inline void insert(store::Database& database, const pack::Library& library, const std::string& register_id,
                   std::vector<store::Cell> cells, std::string_view unit = small_unit) {
  const pack::Register& definition = *library.find_register(register_id);
  std::string sql = "INSERT INTO " + definition.table() + " (unit_id, year", places = "?, ?";
  for (const pack::Field& field : definition.fields) {
    if (!field.figure_of.empty()) continue;  // not in the table
    sql += ", " + field.id;
    places += ", ?";
  }
  cells.insert(cells.begin(), {store::Cell(unit), store::Cell(small_year)});
  auto transaction = store::Transaction::start(database);
  ASSERT_TRUE(succeeded(transaction));
  ASSERT_TRUE(succeeded(database.execute(sql + ") VALUES (" + places + ")", cells)));
  ASSERT_TRUE(succeeded(store::mark_dirty(database, unit, small_year, register_id)));
  ASSERT_TRUE(succeeded(transaction->commit()));
}

// Any change of a register's rows, with its mark.
inline void change(store::Database& database, const std::string& register_id, const std::string& sql,
                   std::vector<store::Cell> parameters = {}, std::string_view unit = small_unit) {
  auto transaction = store::Transaction::start(database);
  ASSERT_TRUE(succeeded(transaction));
  ASSERT_TRUE(succeeded(database.execute(sql, parameters)));
  ASSERT_TRUE(succeeded(store::mark_dirty(database, unit, small_year, register_id)));
  ASSERT_TRUE(succeeded(transaction->commit()));
}

inline std::int64_t days(std::string_view date) {
  return Date::parse(date)->days();
}

inline std::int64_t minutes(std::string_view moment) {
  return Moment::parse(moment)->minutes();
}

// Rows: budget 300.00 万元, five payments of 150.00 万元 in all, four tasks, three incidents, four goals.
inline void insert_small_year(store::Database& database, const pack::Library& library) {
  const auto row = [&](const std::string& id, std::vector<store::Cell> cells) {
    insert(database, library, id, std::move(cells));
  };
  constexpr std::int64_t yuan = 100;
  row("budget", {"基本", 2'000'000 * yuan});
  row("budget", {"项目", 1'000'000 * yuan});
  row("payments", {"P1", "工资", "基本支出", 800'000 * yuan, days("2022-01-10")});
  row("payments", {"P2", "会议", "基本支出", 200'000 * yuan, days("2022-01-10")});
  row("payments", {"P3", "运转", "项目支出", 300'000 * yuan, days("2022-06-30")});
  row("payments", {"P4", "采购", "项目支出", 200'000 * yuan, days("2022-12-01")});
  row("payments", {"P5", "冲回", "项目支出", store::Cell(), store::Cell()});
  row("tasks", {1, "甲", days("2022-01-28"), days("2022-01-28"), 300, 100});  // 1/3, on the day
  row("tasks", {2, "乙", days("2022-01-28"), days("2022-01-30"), 700, 100});  // 1/7, two working days late
  row("tasks", {3, "丙", days("2022-02-01"), days("2022-02-04"), 0, 100});    // holidays only, not late; no base
  row("tasks", {4, "丁", days("2022-03-01"), store::Cell(), store::Cell(), 100});
  row("incidents", {1, minutes("2022-03-01 23:50"), minutes("2022-03-02 00:05")});  // 15 minutes, over midnight
  row("incidents", {2, minutes("2022-03-01 08:00"), minutes("2022-03-01 08:16")});  // one minute late
  row("incidents", {3, minutes("2022-07-09 12:00"), store::Cell()});
  row("goals", {1, "支出率", "≥", 10000, "budget.execution_rate", 1000, "支付偏慢"});
  row("goals", {2, "全年支出", "≥", 15000, "payments.total", 500, store::Cell()});
  row("goals", {3, "支付笔数", "≤", 400, "payments.count", 400, "多付一笔"});
  row("goals", {4, "事项数", "=", 400, "tasks.total", 100, store::Cell()});
}

}  // namespace jiheng::testing
