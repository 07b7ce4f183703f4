// record add, edit, move, return, recall, hand-over, add-signer, remove.
#include <boost/json.hpp>

#include "cli/person.h"
#include "cli/record.h"
#include "ledger/ledger.h"

namespace jiheng::cli {
namespace {

namespace json = boost::json;

Result<std::vector<ledger::CellText>> cells_of(const std::vector<std::string>& words) {
  std::vector<ledger::CellText> cells;
  for (const std::string& word : words) {
    const std::size_t equals = word.find('=');
    if (equals == std::string::npos) return fail("cli.bad-cell", {{"found", word}});
    cells.push_back({word.substr(0, equals), word.substr(equals + 1)});
  }
  return cells;
}

json::object double_json(const ledger::Double& twin) {
  return {{"rule", twin.rule}, {"key", twin.key}, {"label", twin.label}, {"same", twin.same}};
}

int print_outcome(Globals& globals, const pack::Register& definition, const ledger::Outcome& outcome) {
  const int code = outcome.saved ? exit_ok : exit_rejected;
  if (globals.json()) {
    json::array errors, doubles;
    for (const ledger::RowError& error : outcome.errors) {
      errors.push_back(json::object{
          {"column", error.column}, {"code", error.code}, {"found", error.found}, {"expected", error.expected}});
    }
    for (const ledger::Double& twin : outcome.doubles) doubles.push_back(double_json(twin));
    json::object object{{"saved", outcome.saved}, {"key", outcome.key},          {"state", outcome.state},
                        {"entry", outcome.entry}, {"errors", std::move(errors)}, {"doubles", std::move(doubles)}};
    const int printed = print(globals, json::serialize(object) + "\n");
    return printed == exit_ok ? code : printed;
  }
  std::string text;
  for (const ledger::RowError& error : outcome.errors) text += ledger::to_string(error) + "\n";
  for (const ledger::Double& twin : outcome.doubles) {
    text += (twin.same ? "重复（" : "相近（") + twin.rule + "）：" + twin.key + " " + twin.label + "\n";
  }
  if (outcome.saved) {
    text += "已记入" + definition.title + "：" + outcome.key;
    if (!outcome.state.empty()) text += "，现为“" + title_of_state(definition, outcome.state) + "”";
    text += "（日志第 " + std::to_string(outcome.entry) + " 条）。\n";
  } else {
    text += "没有记入，数据库未改变。";
    if (outcome.errors.empty()) text += "确实不是同一件的，加 --accept-doubles。";
    text += "\n";
  }
  const int printed = print(globals, text);
  return printed == exit_ok ? code : printed;
}

// Opens, asks `what` of the ledger, prints what became of it.
template <class What>
int run_change(Globals& globals, const RecordArguments& arguments, const What& what) {
  const auto cells = cells_of(arguments.cells);
  if (!cells) return report_error(globals, cells.error(), exit_usage);
  const auto act = act_of(arguments.person);
  if (!act) return report_error(globals, act.error(), exit_usage);
  const OpenedRegister opened = open_register(globals, arguments);
  if (!opened) return globals.exit_code;
  ledger::Ledger ledger(*opened.session.database, *opened.session.library, *act);
  const Result<ledger::Outcome> outcome = what(ledger, opened.name, *cells);
  if (!outcome) {
    const bool asked_wrongly =
        outcome.error().code.starts_with("record.") || outcome.error().code.starts_with("workflow.");
    return report_error(globals, outcome.error(), asked_wrongly ? exit_rejected : exit_environment);
  }
  return print_outcome(globals, *opened.name.definition, *outcome);
}

void add_cells(CLI::App& command, const Arguments& arguments, bool required) {
  auto* option =
      command.add_option("CELLS", arguments->cells, "字段=内容，可以有多个；字段写名称或编号，内容空着就是清空");
  if (required) option->required();
}
void add_comment(CLI::App& command, const Arguments& arguments) {
  command.add_option("--comment", arguments->comment, "说明");
}

}  // namespace

void add_record_writing(CLI::App& record, Globals& globals) {
  using ledger::CellText;
  using ledger::Ledger;
  using ledger::RecordName;
  using Cells = std::vector<CellText>;
  {
    const auto arguments = std::make_shared<RecordArguments>();
    CLI::App* command = add_command(record, "add", "登记一条记录", arguments);
    add_cells(*command, arguments, true);
    command->add_option("--holder", arguments->persons, "交给谁办，可以有多个");
    command->add_flag("--accept-doubles", arguments->accept_doubles, "与已有记录重复也登记");
    add_comment(*command, arguments);
    add_person(*command, arguments->person);
    command->footer(R"(
示例：
  jiheng record add 440118001 2022 舆情台账 舆情编号=YQ900 收到日期=2022-05-06 主题=道路积水 --as 李登)");
    command->callback([&globals, arguments] {
      globals.exit_code =
          run_change(globals, *arguments, [&](Ledger& ledger, const RecordName& name, const Cells& cells) {
            return ledger.add(name, cells, {arguments->comment, arguments->accept_doubles, arguments->persons});
          });
    });
  }
  {
    const auto arguments = std::make_shared<RecordArguments>();
    CLI::App* command = add_command(record, "edit", "修改一条记录；已办结的算作更正，须写 --comment", arguments);
    add_key(*command, arguments);
    add_cells(*command, arguments, true);
    command->add_flag("--accept-doubles", arguments->accept_doubles, "与已有记录重复也保存");
    add_comment(*command, arguments);
    add_person(*command, arguments->person);
    command->footer("\n示例：\n  jiheng record edit 440118001 2022 舆情台账 YQ900 主题=道路积水（三联路）");
    command->callback([&globals, arguments] {
      globals.exit_code =
          run_change(globals, *arguments, [&](Ledger& ledger, const RecordName& name, const Cells& cells) {
            return ledger.edit(name, cells, {arguments->comment, arguments->accept_doubles, {}});
          });
    });
  }
  {
    const auto arguments = std::make_shared<RecordArguments>();
    CLI::App* command = add_command(record, "move", "把一条记录流转到下一环节", arguments);
    add_key(*command, arguments);
    command->add_option("MOVE", arguments->move, "做哪一步：流转的名称或编号，见 jiheng register show")->required();
    add_cells(*command, arguments, false);
    command->add_option("--to", arguments->persons, "交给谁，可以有多个（会签）");
    add_comment(*command, arguments);
    add_person(*command, arguments->person);
    command->footer("\n示例：\n  jiheng record move 440118001 2022 舆情台账 YQ900 交办 --to 张三 --as 李登");
    command->callback([&globals, arguments] {
      globals.exit_code =
          run_change(globals, *arguments, [&](Ledger& ledger, const RecordName& name, const Cells& cells) {
            return ledger.move(name, arguments->move, {cells, arguments->comment, arguments->persons});
          });
    });
  }
  {
    const auto arguments = std::make_shared<RecordArguments>();
    CLI::App* command = add_command(record, "return", "退回到以前的环节，须写 --comment", arguments);
    add_key(*command, arguments);
    command->add_option("STATE", arguments->move, "退回到哪个环节")->required();
    add_comment(*command, arguments);
    add_person(*command, arguments->person);
    command->footer("\n示例：\n  jiheng record return 440118001 2022 舆情台账 YQ900 承办 --comment 数据不实 --as 王长");
    command->callback([&globals, arguments] {
      globals.exit_code = run_change(globals, *arguments, [&](Ledger& ledger, const RecordName& name, const Cells&) {
        return ledger.send_back(name, arguments->move, arguments->comment);
      });
    });
  }
  {
    const auto arguments = std::make_shared<RecordArguments>();
    CLI::App* command = add_command(record, "recall", "撤回自己刚做的一步", arguments);
    add_key(*command, arguments);
    add_person(*command, arguments->person);
    command->footer("\n示例：\n  jiheng record recall 440118001 2022 舆情台账 YQ900 --as 李登");
    command->callback([&globals, arguments] {
      globals.exit_code = run_change(globals, *arguments, [&](Ledger& ledger, const RecordName& name, const Cells&) {
        return ledger.recall(name);
      });
    });
  }
  {
    const auto arguments = std::make_shared<RecordArguments>();
    CLI::App* command = add_command(record, "hand-over", "转办：把自己手上的交给别人", arguments);
    add_key(*command, arguments);
    command->add_option("--to", arguments->persons, "交给谁，可以有多个")->required();
    add_comment(*command, arguments);
    add_person(*command, arguments->person);
    command->footer("\n示例：\n  jiheng record hand-over 440118001 2022 舆情台账 YQ900 --to 王五 --as 张三");
    command->callback([&globals, arguments] {
      globals.exit_code = run_change(globals, *arguments, [&](Ledger& ledger, const RecordName& name, const Cells&) {
        return ledger.hand_over(name, arguments->persons, arguments->comment);
      });
    });
  }
  {
    const auto arguments = std::make_shared<RecordArguments>();
    CLI::App* command = add_command(record, "add-signer", "加签：请别人也签", arguments);
    add_key(*command, arguments);
    command->add_option("--to", arguments->persons, "请谁，可以有多个")->required();
    add_comment(*command, arguments);
    add_person(*command, arguments->person);
    command->footer("\n示例：\n  jiheng record add-signer 440118001 2022 发文台账 FW001 --to 财务科 --as 张三");
    command->callback([&globals, arguments] {
      globals.exit_code = run_change(globals, *arguments, [&](Ledger& ledger, const RecordName& name, const Cells&) {
        return ledger.add_signer(name, arguments->persons, arguments->comment);
      });
    });
  }
  {
    const auto arguments = std::make_shared<RecordArguments>();
    CLI::App* command =
        add_command(record, "remove", "删除一条记录，须写 --comment；日志里仍有它的全部内容", arguments);
    add_key(*command, arguments);
    add_comment(*command, arguments);
    add_person(*command, arguments->person);
    command->footer("\n示例：\n  jiheng record remove 440118001 2022 舆情台账 YQ900 --comment 重复登记");
    command->callback([&globals, arguments] {
      globals.exit_code = run_change(globals, *arguments, [&](Ledger& ledger, const RecordName& name, const Cells&) {
        return ledger.remove(name, arguments->comment);
      });
    });
  }
}

}  // namespace jiheng::cli
