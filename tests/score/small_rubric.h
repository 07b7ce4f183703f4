// A rubric over the small year (tests/support/small_year.h) in which every way of losing points occurs once.
#pragma once

#include <string_view>

namespace jiheng::testing {

inline constexpr std::string_view rubric_measures = R"toml(
[[measure]]
id = "tasks.most"
title = "最多完成数"
decimals = 2
over = "tasks"
where = "planned > 1000"
aggregate = "maximum"
of = "reached"

[[measure]]
id = "tasks.reached"
title = "完成数合计"
decimals = 2
over = "tasks"
aggregate = "sum"
of = "reached"
)toml";

inline constexpr std::string_view rubric_head = R"toml(
[rubric]
id = "small-2022"
title = "小自评表"
version = "2022.1"
years = [2022, 2022]
full = "100"
decimals = 2
status = "unverified"
source = "测试"

[[rubric.grade]]
minimum = "90"
title = "优"

[[rubric.grade]]
minimum = "80"
title = "良"

[[rubric.grade]]
minimum = "60"
title = "中"

[[rubric.grade]]
minimum = "0"
title = "差"
)toml";

inline constexpr std::string_view rubric_items = R"toml(
[[rubric.group]]
id = "A"
title = "履职效能"
full = "60"

[[rubric.group]]
id = "A_goals"
parent = "A"
title = "目标完成"
full = "20"

[[rubric.group]]
id = "A_money"
parent = "A"
title = "预算执行"
full = "40"

[[rubric.group]]
id = "B"
title = "管理效率"
full = "40"

[[rubric.item]]
id = "A1"
group = "A_goals"
title = "绩效目标完成情况"
full = "20"
rule = "full * goals.score / goals.weight"
words = "按目标得分占分值的比例"
lost = "失分"

[rubric.item.rows]
measure = "goals.score"
full = "weight"
why = "reason"

[[rubric.item]]
id = "A2"
group = "A_money"
title = "支出率"
full = "10"
rule = "full * min(1, budget.execution_rate)"
words = "得分＝满分×支出率"
lost = "支出率{budget.execution_rate}，{payments.total|title}{payments.total|number}万元，满分{full}分，得{score}分，扣{lost}分"

[[rubric.item]]
id = "A3"
group = "A_money"
title = "按期办结率"
full = "10"
rule = "full * tasks.on_time_rate"
words = "得分＝满分×按期办结率"
lost = "失分"

[[rubric.item]]
id = "A4"
group = "A_money"
title = "支付笔数控制"
full = "20"
rule = "full * bands_at_most(payments.count, 5, 1, 8, 0.5, 0)"
words = "5笔以内满分，8笔以内一半"
lost = "支付{payments.count}"

[[rubric.item]]
id = "B1"
group = "B"
title = "完成率"
full = "10"
rule = "full * min(1, tasks.careless)"
words = "得分＝满分×完成率合计"
lost = "失分"
no_base = "full"
no_base_words = "无可比事项，按满分计"

[[rubric.item]]
id = "B2"
group = "B"
title = "完成率（从严）"
full = "10"
rule = "full * min(1, tasks.careless)"
words = "得分＝满分×完成率合计"
lost = "失分"

[[rubric.item]]
id = "B3"
group = "B"
title = "最多完成数"
full = "10"
rule = "full * min(1, tasks.most)"
words = "完成1件即满分"
lost = "失分"

[[rubric.item]]
id = "B4"
group = "B"
title = "支付笔数扣分"
full = "10"
rule = "max(0, full - 0.5 * payments.count)"
words = "每笔扣0.5分"
lost = "支付{payments.count}，每笔扣0.5分"
)toml";

}  // namespace jiheng::testing
