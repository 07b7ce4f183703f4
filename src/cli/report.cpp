#include "cli/outputs.h"

namespace jiheng::cli {
namespace {

int run_report(Globals& globals, const OutputArguments& arguments) {
  const auto evaluated = evaluate_subject(globals, arguments.subject);
  if (!evaluated) return globals.exit_code;
  const auto paths = write_outputs(globals, *evaluated, arguments);
  if (!paths) return globals.exit_code;
  return print_paths(globals, *paths);
}

}  // namespace

void add_report(CLI::App& app, Globals& globals) {
  CLI::App* command = app.add_subcommand("report", "写报告：自评报告（docx、pdf、html）和自评表（xlsx、json）");
  command->footer(R"(
示例：
  jiheng report --unit 440118001 --year 2022 --out out
  jiheng report --unit 440118001 --year 2022 --only docx,pdf --date 2023-03-15)");
  const auto arguments = std::make_shared<OutputArguments>();
  add_outputs(*command, *arguments);
  command->callback([&globals, arguments] { globals.exit_code = run_report(globals, *arguments); });
}

}  // namespace jiheng::cli
