// A register with states of every kind, for the tests of moving records.
#pragma once

#include "ledger/ledger.h"
#include "trial_pack.h"

namespace jiheng::testing {

inline constexpr std::string_view flow_registers = R"(
[[role]]
id = "registrar"
title = "登记员"
[[role]]
id = "leader"
title = "领导"

[[register]]
id = "assignments"
title = "岗位角色"
key = ["person", "role"]
field = [
  { id = "person", title = "人员", type = "text", required = true },
  { id = "role", title = "角色", type = "text", required = true },
]

[[register]]
id = "letters"
title = "来信台账"
key = ["no"]
label = "title"
indexes = [["received_on"]]
holder = "handler"
field = [
  { id = "no", title = "编号", type = "text", required = true, max_length = 20 },
  { id = "title", title = "标题", type = "text", required = true, max_length = 60 },
  { id = "received_on", title = "收信日期", type = "date", required = true, in_year = true },
  { id = "urgent", title = "急件", type = "boolean" },
  { id = "document_no", title = "文号", type = "text", max_length = 40 },
  { id = "handler", title = "承办人", type = "text", max_length = 20 },
  { id = "answer", title = "答复", type = "text", max_length = 200 },
  { id = "answered_on", title = "答复日期", type = "date" },
  { id = "cost", title = "费用", type = "money", unit = "万元" },
  { id = "level", title = "轻重", type = "choice", choices = ["普通", "重点"] },
]
state = [
  { id = "received", title = "收信" },
  { id = "handling", title = "承办" },
  { id = "signing", title = "会签" },
  { id = "waiting", title = "补正", paused = true },
  { id = "answered", title = "答复", finished = true, when = "answered_on != null" },
]
transition = [
  { id = "register", title = "登记交办", from = ["received"], to = "handling", by = ["registrar"], assigns = true },
  { id = "submit", title = "送会签", from = ["handling"], to = "signing", assigns = true },
  { id = "sign", title = "会签同意", from = ["signing"], to = "handling", signing = "all" },
  { id = "ask", title = "要求补正", from = ["handling"], to = "waiting", comment = true },
  { id = "resume", title = "补正收到", from = ["waiting"], to = "handling" },
  { id = "answer", title = "答复", from = ["handling"], to = "answered", require = ["answer"], dates = "answered_on" },
  { id = "raise", title = "列为重点", from = ["handling"], to = "handling", by = ["registrar"], writes = [{ field = "level", value = "重点" }] },
  { id = "reopen", title = "重办", from = ["answered"], to = "handling", by = ["registrar"], clears = ["answer", "answered_on"], assigns = true },
  { id = "reply", title = "答复上报", from = ["handling"], to = "signing", dates = "answered_on", assigns = true },
]
returning = ["handling", "signing"]

[[register.deadline]]
id = "answer"
title = "答复期限"
from = "received_on"
until = "answered_on"
remind = 3
limit = [
  { when = "urgent", within = 5, unit = "working_days" },
  { within = 20, unit = "working_days" },
]

[[register.duplicate]]
title = "文号重复"
fields = ["document_no"]

[[register.duplicate]]
title = "标题相近"
fields = ["title"]
alike = "0.85"
)";

inline constexpr std::string_view flow_calendar = R"(
[[calendar]]
year = 2022
off = ["2022-01-31", "2022-02-01", "2022-02-02", "2022-02-03", "2022-02-04", "2022-04-04", "2022-04-05"]
makeup = ["2022-01-29", "2022-01-30", "2022-04-02"]
)";

inline const pack::Library& flow_library() {
  static const pack::Library library = [] {
    TemporaryFolder folder;
    folder.write("flow/pack.toml", "[pack]\nid = \"flow\"\ntitle = \"流转\"\nversion = \"1.0.0\"\n");
    folder.write("flow/registers/all.toml", flow_registers);
    folder.write("flow/calendars/cn.toml", flow_calendar);
    auto loaded = pack::load(folder.path() / "flow");
    if (!loaded) throw std::runtime_error(pack::to_string(loaded.error()));
    return std::move(*loaded);
  }();
  return library;
}

// 2022-03-01 09:00 in China, and minutes after it.
inline ledger::Act at(std::string person, int minutes = 0) {
  constexpr std::int64_t first_of_march = 1646096400;
  return {std::move(person), first_of_march + 60 * minutes};
}

}  // namespace jiheng::testing
