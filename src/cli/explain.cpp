#include "cli/evaluated.h"
#include "cli/scorecard_text.h"

namespace jiheng::cli {
namespace {

struct ExplainArguments {
  Subject subject;
  std::string item;
};

int run_explain(Globals& globals, const ExplainArguments& arguments) {
  const auto evaluated = evaluate_subject(globals, arguments.subject);
  if (!evaluated) return globals.exit_code;
  const auto& [session, evaluation] = *evaluated;
  const auto text = explanation_text(*session.library, evaluation, arguments.item);
  if (!text) return report_error(globals, text.error());
  return print(globals, globals.json() ? explanation_json(*session.library, evaluation, arguments.item) : *text);
}

}  // namespace

void add_explain(CLI::App& app, Globals& globals) {
  CLI::App* command = app.add_subcommand("explain", "说明失分：每一分失在哪里，追到取数和记录");
  command->footer(R"(
示例：
  jiheng explain --unit 440118001 --year 2022
  jiheng explain --unit 440118001 --year 2022 A3)");
  const auto arguments = std::make_shared<ExplainArguments>();
  add_subject(*command, arguments->subject);
  command->add_option("ITEM", arguments->item, "只说明这一项或这一组（代号或名称），得满分的也可以");
  add_rubric(*command, arguments->subject);
  command->callback([&globals, arguments] { globals.exit_code = run_explain(globals, *arguments); });
}

}  // namespace jiheng::cli
