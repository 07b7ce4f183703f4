#include "cli/evaluated.h"
#include "cli/scorecard_text.h"

namespace jiheng::cli {
namespace {

int run_score(Globals& globals, const Subject& subject) {
  const auto evaluated = evaluate_subject(globals, subject);
  if (!evaluated) return globals.exit_code;
  const auto& evaluation = evaluated->evaluation;
  return print(globals, globals.json() ? score::to_json(evaluation.scorecard) : scorecard_text(evaluation));
}

}  // namespace

void add_score(CLI::App& app, Globals& globals) {
  CLI::App* command = app.add_subcommand("score", "打分：按指标体系得出自评表并封存");
  command->footer(R"(
示例：
  jiheng score --unit 440118001 --year 2022
  jiheng score --unit 440118001 --year 2022 --rubric general-10-50-30-10
  jiheng score --unit 440118001 --year 2022 --format json > 自评表.json

同样的记录、同一版定义包，得出的 JSON 逐字节相同。)");
  const auto subject = std::make_shared<Subject>();
  add_subject(*command, *subject);
  add_rubric(*command, *subject);
  command->callback([&globals, subject] { globals.exit_code = run_score(globals, *subject); });
}

}  // namespace jiheng::cli
