#include "cli/record.h"

#include "ledger/standing.h"

namespace jiheng::cli {

OpenedRegister open_register(Globals& globals, const RecordArguments& arguments) {
  OpenedRegister opened;
  opened.session = open_session(globals, Schema::required);
  if (!opened.session) return opened;
  const pack::Register* definition = opened.session.library->find_register(arguments.register_name);
  if (definition == nullptr) {
    globals.exit_code = report_error(globals, make_error("cli.no-register", {{"name", arguments.register_name}}));
    return opened;
  }
  opened.name = {definition, arguments.subject.unit, arguments.subject.year, arguments.key};
  return opened;
}

std::string title_of_state(const pack::Register& definition, std::string_view id) {
  const int state = ledger::find_state(definition.workflow, id);
  return state < 0 ? std::string(id) : definition.workflow.states[static_cast<std::size_t>(state)].title;
}

CLI::App* add_command(CLI::App& record, const std::string& name, const std::string& what, const Arguments& arguments) {
  CLI::App* command = record.add_subcommand(name, what);
  add_subject(*command, arguments->subject);
  command->add_option("REGISTER", arguments->register_name, "台账的编号或名称")->required();
  return command;
}

void add_key(CLI::App& command, const Arguments& arguments) {
  command.add_option("KEY", arguments->key, "记录的编号；由几个字段组成的，中间用 / 隔开")->required();
}

void add_record(CLI::App& app, Globals& globals) {
  CLI::App* command = app.add_subcommand("record", "记录：登记、修改、流转、查看、翻历史");
  command->require_subcommand(1);
  add_record_writing(*command, globals);
  add_record_reading(*command, globals);
}

}  // namespace jiheng::cli
