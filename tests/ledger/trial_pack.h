// A small hand-written pack with every type of field, for the tests of ledger/.
#pragma once

#include <stdexcept>
#include <string>

#include "../support/fresh_database.h"
#include "ledger/import.h"
#include "ledger/records.h"
#include "pack/load.h"
#include "store/schema.h"

namespace jiheng::testing {

inline constexpr std::string_view trial_manifest = R"([pack]
id = "trial"
title = "试验"
version = "1.0.0"
status = "unverified"
source = "测试"
)";

inline constexpr std::string_view trial_registers = R"(
[[register]]
id = "projects"
title = "项目台账"
key = ["project_id"]
label = "name"
field = [
  { id = "project_id", title = "项目编号", type = "text", required = true, max_length = 20 },
  { id = "name", title = "项目名称", type = "text", required = true },
  { id = "parent_id", title = "上级项目", type = "reference", reference = "projects" },
]

[[register]]
id = "payments"
title = "支付台账"
key = ["voucher_no"]
label = "summary"
indexes = [["paid_on"], ["nature", "paid_on"]]
field = [
  { id = "voucher_no", title = "凭证号", type = "text", required = true, max_length = 30 },
  { id = "paid_on", title = "支付日期", type = "date", required = true, in_year = true },
  { id = "amount", title = "支付金额", type = "money", unit = "元", required = true, minimum = "0.01" },
  { id = "nature", title = "支出性质", type = "choice", choices = ["基本支出", "项目支出"], required = true },
  { id = "category", title = "经济分类", type = "choice", choices = ["人员经费", "公用经费"] },
  { id = "project_id", title = "项目编号", type = "reference", reference = "projects" },
  { id = "payee", title = "收款人", type = "text", max_length = 60 },
  { id = "summary", title = "摘要", type = "text", max_length = 12 },
]
check = [
  { condition = "nature != '项目支出' || project_id != null", message = "项目支出必须填写项目编号" },
]

[[register]]
id = "things"
title = "杂项台账"
key = ["thing_no", "held_on"]
label = "title"
field = [
  { id = "thing_no", title = "序号", type = "integer", required = true },
  { id = "held_on", title = "日期", type = "date", required = true },
  { id = "title", title = "标题", type = "text" },
  { id = "share", title = "比重", type = "decimal", scale = 3, minimum = "-1", maximum = "100.5" },
  { id = "count", title = "件数", type = "integer", minimum = "0" },
  { id = "budget", title = "预算（万元）", type = "money", unit = "万元" },
  { id = "open", title = "是否公开", type = "boolean" },
  { id = "season", title = "季度", type = "choice", choices = ["第一季度", "第二季度", "第三季度", "第四季度"] },
  { id = "figure", title = "取数", type = "measure" },
  { id = "result", title = "完成值", type = "decimal", scale = 2, figure_of = "figure" },
  { id = "story", title = "情况", type = "narrative", max_length = 50 },
  { id = "met_at", title = "发生时间", type = "moment" },
  { id = "told_at", title = "报告时间", type = "moment", in_year = true },
]

[[register]]
id = "empties"
title = "空台账"
key = ["no"]
label = "no"
field = [{ id = "no", title = "编号", type = "text", required = true }]
)";

inline constexpr std::string_view trial_measures = R"(
[[measure]]
id = "payments.count"
title = "支付笔数"
unit = "笔"
over = "payments"

[[measure]]
id = "things.results"
title = "完成值合计"
over = "things"
aggregate = "sum"
of = "result"
)";

inline const pack::Library& trial_library() {
  static const pack::Library library = [] {
    TemporaryFolder folder;
    folder.write("trial/pack.toml", trial_manifest);
    folder.write("trial/registers/all.toml", trial_registers);
    folder.write("trial/measures/all.toml", trial_measures);
    auto loaded = pack::load(folder.path() / "trial");
    if (!loaded) throw std::runtime_error(pack::to_string(loaded.error()));
    return std::move(*loaded);
  }();
  return library;
}

// All records of a register for (440118001, 2022) as lines of cells joined by "|".
inline std::vector<std::string> records_of(store::Database& database, const std::string& register_id,
                                           std::string_view unit = "440118001", int year = 2022) {
  const pack::Register& definition = *trial_library().find_register(register_id);
  std::vector<std::string> lines;
  const Status status =
      ledger::each_record(database, definition, unit, year, "", [&](const ledger::Record& record) -> Status {
        std::string line;
        for (std::size_t i = 0; i < definition.fields.size(); ++i) {
          if (i > 0) line += "|";
          line += ledger::cell_text(definition.fields[i], record.values[i + pack::Register::first_field_slot]);
        }
        lines.push_back(line);
        return {};
      });
  if (!status) lines.push_back(status.error().code + " " + status.error().detail);
  return lines;
}

inline std::string text_of(const Result<ledger::ImportOutcome>& outcome) {
  if (!outcome) return outcome.error().code + ": " + outcome.error().message + "\n";
  std::string out;
  for (const auto& error : outcome->errors) out += to_string(error) + "\n";
  if (outcome->error_count != outcome->errors.size()) out += "共" + std::to_string(outcome->error_count) + "处\n";
  return out;
}

inline ledger::ImportOptions usual_options() {
  ledger::ImportOptions options;
  options.unit_id = "440118001";
  options.year = 2022;
  return options;
}

}  // namespace jiheng::testing
