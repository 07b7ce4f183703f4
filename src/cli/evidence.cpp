#include "ledger/evidence.h"

#include <boost/json.hpp>

#include "cli/command.h"
#include "cli/terminal.h"
#include "evaluate/evaluation.h"

namespace jiheng::cli {
namespace {

namespace json = boost::json;

std::string evidence_json(const Subject& subject, const pack::Rubric& rubric,
                          const std::vector<ledger::ItemEvidence>& items) {
  json::array list;
  for (const ledger::ItemEvidence& one : items) {
    json::object object{{"id", one.item->id},       {"title", one.item->title},     {"demanded", one.demanded()},
                        {"attached", one.attached}, {"on_records", one.on_records}, {"missing", one.missing()}};
    if (one.item->evidence) {
      const pack::EvidenceDemand& demand = *one.item->evidence;
      object["evidence"] = demand.title;
      object["status"] = demand.provenance.status == pack::Verification::verified ? "verified" : "unverified";
    }
    list.push_back(std::move(object));
  }
  return json::serialize(json::object{
             {"unit", subject.unit}, {"year", subject.year}, {"rubric", rubric.id}, {"items", std::move(list)}}) +
         "\n";
}

std::string evidence_text(const pack::Rubric& rubric, const std::vector<ledger::ItemEvidence>& items) {
  if (items.empty()) return "指标体系 " + rubric.id + " 没有要求佐证材料，也没有附件。\n";
  TextTable table({{"指标"},
                   {"名称"},
                   {"应附材料"},
                   {"应附", true},
                   {"已附", true},
                   {"还缺", true},
                   {"所取台账的附件", true},
                   {"核实"}});
  std::int64_t missing = 0, short_items = 0;
  const auto number = [](std::int64_t value) { return value == 0 ? "" : std::to_string(value); };
  for (const ledger::ItemEvidence& one : items) {
    const auto& demand = one.item->evidence;
    const bool unverified = demand && demand->provenance.status != pack::Verification::verified;
    table.add({one.item->id, one.item->title, demand ? demand->title : "", number(one.demanded()),
               std::to_string(one.attached), number(one.missing()), number(one.on_records),
               unverified ? "未核实" : ""});
    missing += one.missing();
    short_items += one.missing() > 0 ? 1 : 0;
  }
  const std::string end =
      missing == 0 ? "要求的佐证材料都已附上。\n"
                   : std::to_string(short_items) + " 项指标还缺 " + std::to_string(missing) + " 份佐证材料。\n";
  return "指标体系 " + rubric.id + " " + rubric.version + "\n\n" + table.to_string() + "\n" + end;
}

int run_evidence(Globals& globals, const Subject& subject) {
  const Session session = open_session(globals, Schema::required);
  if (!session) return globals.exit_code;
  const auto rubric = evaluate::choose_rubric(*session.library, subject.year, subject.rubric_option());
  if (!rubric) return report_error(globals, rubric.error());
  const auto items = ledger::item_evidence(*session.database, *session.library, **rubric, subject.unit, subject.year);
  if (!items) return report_error(globals, items.error());
  return print(globals, globals.json() ? evidence_json(subject, **rubric, *items) : evidence_text(**rubric, *items));
}

}  // namespace

void add_evidence(CLI::App& app, Globals& globals) {
  CLI::App* command = app.add_subcommand("evidence", "佐证：各指标要附哪些材料、附了几份、还缺什么");
  command->footer(R"(
示例：
  jiheng evidence 440118001 2022
  jiheng evidence 440118001 2022 --rubric guangzhou-2022 --format json

缺不缺只看附于指标的文件；“所取台账的附件”是指标取数的台账里各记录所附的，供参考。佐证不影响得分。)");
  const auto subject = std::make_shared<Subject>();
  add_subject(*command, *subject);
  add_rubric(*command, *subject);
  command->callback([&globals, subject] { globals.exit_code = run_evidence(globals, *subject); });
}

}  // namespace jiheng::cli
