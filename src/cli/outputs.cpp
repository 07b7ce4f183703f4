#include "cli/outputs.h"

#include <algorithm>
#include <boost/json.hpp>

#include "cli/terminal.h"

namespace jiheng::cli {

void add_outputs(CLI::App& command, OutputArguments& arguments) {
  add_subject(command, arguments.subject);
  add_rubric(command, arguments.subject);
  command.add_option("--out", arguments.folder, "结果写到哪个文件夹（没有则建立）")->default_val("out");
  command.add_option("--only", arguments.only, "只写这些：docx,pdf,html,xlsx,json")
      ->delimiter(',')
      ->check(CLI::IsMember({"docx", "pdf", "html", "xlsx", "json"}).description(""));
  command.add_option("--date", arguments.date, "成文日期，如 2023-03-15；不写则留空待填");
}

std::optional<std::vector<std::filesystem::path>> write_outputs(Globals& globals, const Evaluated& evaluated,
                                                                const OutputArguments& arguments) {
  evaluate::Outputs outputs;
  if (!arguments.date.empty()) {
    const auto date = Date::parse(arguments.date);
    if (!date) {
      globals.exit_code = report_error(globals, date.error(), exit_usage);
      return std::nullopt;
    }
    outputs.date = *date;
  }
  if (!arguments.only.empty()) {
    const auto wanted = [&](const char* kind) {
      return std::find(arguments.only.begin(), arguments.only.end(), kind) != arguments.only.end();
    };
    outputs.docx = wanted("docx");
    outputs.pdf = wanted("pdf");
    outputs.html = wanted("html");
    outputs.xlsx = wanted("xlsx");
    outputs.json = wanted("json");
  }
  Progress progress;
  auto written = evaluate::write_outputs(*evaluated.session.database, *evaluated.session.library, evaluated.evaluation,
                                         arguments.folder, outputs, [&](const evaluate::WriteProgress& state) {
                                           progress.update(state.step, static_cast<std::uint64_t>(state.done),
                                                           static_cast<std::uint64_t>(state.total));
                                         });
  if (!written) {
    globals.exit_code = report_error(globals, written.error());
    return std::nullopt;
  }
  return std::move(*written);
}

std::string lines_of(const std::vector<std::filesystem::path>& paths) {
  std::string lines;
  for (const auto& path : paths) lines += path.string() + "\n";
  return lines;
}

int print_paths(const Globals& globals, const std::vector<std::filesystem::path>& paths) {
  if (!globals.json()) return print(globals, lines_of(paths));
  boost::json::array files;
  for (const auto& path : paths) files.push_back(boost::json::string(path.string()));
  return print(globals, boost::json::serialize(boost::json::object{{"files", std::move(files)}}) + "\n");
}

}  // namespace jiheng::cli
