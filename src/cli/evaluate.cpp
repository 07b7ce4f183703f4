#include "cli/outputs.h"
#include "cli/scorecard_text.h"

namespace jiheng::cli {
namespace {

int run_evaluate(Globals& globals, const OutputArguments& arguments) {
  const auto evaluated = evaluate_subject(globals, arguments.subject);
  if (!evaluated) return globals.exit_code;
  const auto paths = write_outputs(globals, *evaluated, arguments);
  if (!paths) return globals.exit_code;
  const auto& [session, evaluation] = *evaluated;
  if (globals.json()) return print(globals, score::to_json(evaluation.scorecard));
  return print(globals, scorecard_text(evaluation) + "\n已写出：\n" + lines_of(*paths) +
                            "\n下一步：失分原因见 jiheng explain --db " + session.database->location() + " --unit " +
                            arguments.subject.unit + " --year " + std::to_string(arguments.subject.year) + "\n");
}

}  // namespace

void add_evaluate(CLI::App& app, Globals& globals) {
  CLI::App* command = app.add_subcommand("evaluate", "一次完成：计算度量、打分、写报告");
  command->footer(R"(
示例：
  jiheng evaluate --db sqlite:jiheng.db --unit 440118001 --year 2022 --out out
  jiheng evaluate --unit 440118001 --year 2022 --rubric general-10-50-30-10 --out out/通用
  jiheng evaluate --unit 440118001 --year 2022 --format json)");
  const auto arguments = std::make_shared<OutputArguments>();
  add_outputs(*command, *arguments);
  command->callback([&globals, arguments] { globals.exit_code = run_evaluate(globals, *arguments); });
}

}  // namespace jiheng::cli
