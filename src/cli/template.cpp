#include "cli/template.h"

#include <boost/json.hpp>
#include <filesystem>

#include "ledger/template.h"

namespace jiheng::cli {
namespace {

struct TemplateArguments {
  std::string name;
  std::string path;
};

int run_template(Globals& globals, const TemplateArguments& arguments) {
  const auto library = load_library(globals);
  if (!library) return globals.exit_code;
  const pack::Register* one = library->find_register(arguments.name);
  if (one == nullptr) return report_error(globals, make_error("cli.no-register", {{"name", arguments.name}}));
  const std::string path = arguments.path.empty() ? one->title + "模板.xlsx" : arguments.path;
  if (!path.ends_with(".xlsx")) return report_error(globals, make_error("cli.xlsx-only", {{"path", path}}), exit_usage);
  // It may have been filled in since.
  std::error_code error;
  if (std::filesystem::exists(path, error))
    return report_error(globals, make_error("cli.file-exists", {{"path", path}}));
  if (const Status written = ledger::write_template(*library, *one, path); !written) {
    return report_error(globals, written.error());
  }
  if (globals.json()) return print(globals, boost::json::serialize(boost::json::object{{"path", path}}) + "\n");
  return print(globals, "已写出 " + path + "：填好后 jiheng import " + path + " --unit 单位编码 --year 年度\n");
}

}  // namespace

void add_template_command(CLI::App& parent, Globals& globals, const std::string& command_line) {
  CLI::App* command = parent.add_subcommand("template", "写一份台账的 Excel 填写模板");
  command->footer("\n示例：\n  " + command_line + " 文电台账\n  " + command_line + " documents --out 收文登记.xlsx");
  const auto arguments = std::make_shared<TemplateArguments>();
  command->add_option("REGISTER", arguments->name, "台账的编号或名称")->required();
  command->add_option("--out", arguments->path, "写到哪个文件；不写则为“台账名称模板.xlsx”，已有的文件不会被覆盖");
  command->callback([&globals, arguments] { globals.exit_code = run_template(globals, *arguments); });
}

void add_template(CLI::App& app, Globals& globals) {
  add_template_command(app, globals, "jiheng template");
}

}  // namespace jiheng::cli
