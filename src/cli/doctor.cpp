#include "doctor/doctor.h"

#include <boost/json.hpp>
#include <fstream>
#include <sstream>

#include "cli/command.h"
#include "cli/terminal.h"

namespace jiheng::cli {
namespace {

namespace json = boost::json;

struct DoctorArguments {
  std::string unit, key;
  bool mend = false;
  std::size_t limit = 100;
};

std::string place_of(const pack::Library& library, const doctor::Place& place) {
  std::string out = place.unit_id;
  const auto add = [&](const std::string& text) { out += (out.empty() || text.empty() ? "" : " ") + text; };
  if (place.year != 0) add(std::to_string(place.year));
  const pack::Register* definition = library.find_register(place.register_id);
  add(definition == nullptr ? place.register_id : definition->title);
  add(place.record);
  if (place.entry) add("日志第 " + std::to_string(*place.entry) + " 条");
  return out;
}

std::string findings_text(const pack::Library& library, const std::vector<doctor::Finding>& findings,
                          std::uint64_t count) {
  std::string text;
  for (const doctor::Finding& finding : findings) {
    const std::string place = place_of(library, finding.place);
    text += "[" + finding.code + "] " + (place.empty() ? "" : place + "：") + finding.message + "\n";
    if (!finding.remedy.empty()) text += "    → " + finding.remedy + "\n";
  }
  if (count > findings.size()) {
    text +=
        "共 " + with_thousands(count) + " 处，显示前 " + with_thousands(findings.size()) + " 处（--limit 可放宽）\n";
  }
  return text;
}

std::string report_text(const pack::Library& library, const doctor::Report& report) {
  const doctor::Examined& seen = report.examined;
  std::string text = "查了 " + with_thousands(seen.units) + " 个单位：日志 " + with_thousands(seen.entries) +
                     " 条，检查点 " + with_thousands(seen.checkpoints) + " 个，记录 " + with_thousands(seen.records) +
                     " 条，文件 " + with_thousands(seen.files) + " 个，存的数 " + with_thousands(seen.figures) +
                     " 个，自评表 " + with_thousands(seen.scorecards) + " 份。\n";
  if (report.mended > 0) text += "已重算 " + with_thousands(report.mended) + " 处。\n";
  if (report.healthy()) {
    text += "没有发现问题。\n";
  } else {
    text += "\n问题 " + with_thousands(report.ailment_count) + " 处：\n" +
            findings_text(library, report.ailments, report.ailment_count);
  }
  if (report.note_count > 0) {
    text += "\n提醒 " + with_thousands(report.note_count) + " 处：\n" +
            findings_text(library, report.notes, report.note_count);
  }
  return text;
}

json::array findings_json(const std::vector<doctor::Finding>& findings) {
  json::array out;
  for (const doctor::Finding& finding : findings) {
    const doctor::Place& place = finding.place;
    out.push_back(json::object{{"code", finding.code},
                               {"message", finding.message},
                               {"remedy", finding.remedy},
                               {"unit", place.unit_id},
                               {"year", place.year == 0 ? json::value() : json::value(place.year)},
                               {"register", place.register_id},
                               {"record", place.record},
                               {"entry", place.entry ? json::value(*place.entry) : json::value()}});
  }
  return out;
}

std::string report_json(const doctor::Report& report) {
  const doctor::Examined& seen = report.examined;
  return json::serialize(json::object{{"healthy", report.healthy()},
                                      {"examined",
                                       {{"units", seen.units},
                                        {"entries", seen.entries},
                                        {"checkpoints", seen.checkpoints},
                                        {"records", seen.records},
                                        {"files", seen.files},
                                        {"figures", seen.figures},
                                        {"scorecards", seen.scorecards}}},
                                      {"mended", report.mended},
                                      {"ailment_count", report.ailment_count},
                                      {"ailments", findings_json(report.ailments)},
                                      {"note_count", report.note_count},
                                      {"notes", findings_json(report.notes)}}) +
         "\n";
}

Result<journal::PublicKey> key_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream pem;
  if (!(pem << file.rdbuf())) return fail("import.cannot-read", {{"file", path}});
  return journal::PublicKey::from_pem(pem.str());
}

int run(Globals& globals, const DoctorArguments& arguments) {
  doctor::Options options;
  options.unit_id = arguments.unit;
  options.mend = arguments.mend;
  options.limit = arguments.limit;
  if (!arguments.key.empty()) {
    auto key = key_of(arguments.key);
    if (!key) return report_error(globals, key.error());
    options.key = std::move(*key);
  }
  const Session session = open_session(globals, Schema::required);
  if (!session) return globals.exit_code;
  const auto report = [&] {
    Progress progress;
    options.progress = [&](std::uint64_t done, std::uint64_t total) { progress.update("体检", done, total); };
    return doctor::examine(*session.database, *session.library, options);
  }();
  if (!report) return report_error(globals, report.error());
  const int printed = print(globals, globals.json() ? report_json(*report) : report_text(*session.library, *report));
  return printed == exit_ok && !report->healthy() ? exit_rejected : printed;
}

}  // namespace

void add_doctor(CLI::App& app, Globals& globals) {
  CLI::App* command = app.add_subcommand("doctor", "体检：日志、记录、文件、数和自评表是否完好、彼此相符");
  const auto arguments = std::make_shared<DoctorArguments>();
  command->add_option("--unit", arguments->unit, "只查一个单位；不写则查全部");
  command->add_flag("--mend", arguments->mend, "把可以由记录推算的（期限、特征、存的数）重算一遍");
  command->add_option("--key", arguments->key, "公钥文件（PEM）：检查点必须是它签的");
  command->add_option("--limit", arguments->limit, "至多列出多少处，默认 100")->check(at_least(1));
  command->footer(R"(
示例：
  jiheng doctor
  jiheng doctor --unit 440118001 --key 本单位公钥.pem
  jiheng doctor --mend
  jiheng doctor --format json

没有发现问题时退出码为 0，有问题为 1；提醒不算问题。)");
  command->callback([&globals, arguments] { globals.exit_code = run(globals, *arguments); });
}

}  // namespace jiheng::cli
