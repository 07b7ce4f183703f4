#include "cli/mapping.h"

#include <boost/json.hpp>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "cli/terminal.h"
#include "ledger/cell_parser.h"
#include "ledger/mappings.h"

namespace jiheng::cli {
namespace {

namespace json = boost::json;

struct MappingArguments {
  std::string unit;
  std::string name;
  std::string file;
};

Result<std::string> read_file(const std::string& path) {
  std::error_code error;
  std::ifstream in(path, std::ios::binary);
  std::ostringstream bytes;
  if (!in || !std::filesystem::is_regular_file(path, error) || !(bytes << in.rdbuf())) {
    return fail("import.cannot-read", {{"file", path}});
  }
  return std::move(bytes).str();
}

std::shared_ptr<const ledger::Mapping> parsed(Globals& globals, const Session& session, std::string toml,
                                              std::string shown) {
  auto mapping = ledger::parse_mapping(std::move(toml), std::move(shown), *session.library);
  if (mapping) return std::make_shared<const ledger::Mapping>(std::move(*mapping));
  globals.exit_code = report_diagnostics(globals, mapping.error());
  return nullptr;
}

// False after reporting that a unit is needed, or is none.
bool check_unit(Globals& globals, const std::string& unit) {
  if (ledger::valid_unit_id(unit)) return true;
  const Error error =
      unit.empty() ? make_error("cli.mapping-unit")
                   : make_error("import.bad-unit", {{"found", unit}, {"expected", message_text("import.expect-unit")}});
  globals.exit_code = report_error(globals, error, exit_usage);
  return false;
}

std::string register_title(const Session& session, const ledger::SavedMapping& saved) {
  // What was right when it was saved may not fit the packs of today.
  const auto mapping = ledger::parse_mapping(saved.toml, saved.name, *session.library);
  return mapping ? session.library->find_register(mapping->register_id)->title : message_text("cli.mapping-outdated");
}

int run_save(Globals& globals, const MappingArguments& arguments) {
  if (!check_unit(globals, arguments.unit)) return globals.exit_code;
  const Session session = open_session(globals, Schema::create);
  if (!session) return globals.exit_code;
  const auto toml = read_file(arguments.file);
  if (!toml) return report_error(globals, toml.error());
  const auto mapping = parsed(globals, session, *toml, arguments.file);
  if (!mapping) return globals.exit_code;
  if (const Status saved = ledger::save_mapping(*session.database, arguments.unit, {arguments.name, *toml}); !saved) {
    return report_error(globals, saved.error());
  }
  const std::string& title = session.library->find_register(mapping->register_id)->title;
  if (globals.json()) {
    return print(globals, json::serialize(json::object{{"unit", arguments.unit},
                                                       {"name", arguments.name},
                                                       {"register", mapping->register_id},
                                                       {"columns", mapping->columns.size()}}) +
                              "\n");
  }
  return print(globals, "已保存对应表“" + arguments.name + "”：" + title + "，" +
                            std::to_string(mapping->columns.size()) + " 列。\n");
}

int run_list(Globals& globals, const MappingArguments& arguments) {
  if (!check_unit(globals, arguments.unit)) return globals.exit_code;
  const Session session = open_session(globals, Schema::required);
  if (!session) return globals.exit_code;
  const auto saved = ledger::list_mappings(*session.database, arguments.unit);
  if (!saved) return report_error(globals, saved.error());
  json::array list;
  TextTable table({{"对应表"}, {"台账"}});
  for (const ledger::SavedMapping& one : *saved) {
    list.push_back(json::object{{"name", one.name}, {"toml", one.toml}});
    table.add({one.name, register_title(session, one)});
  }
  if (globals.json()) return print(globals, json::serialize(json::object{{"mappings", std::move(list)}}) + "\n");
  return print(globals, saved->empty() ? "单位 " + arguments.unit + " 没有保存对应表。\n" : table.to_string());
}

int run_show(Globals& globals, const MappingArguments& arguments) {
  if (!check_unit(globals, arguments.unit)) return globals.exit_code;
  const Session session = open_session(globals, Schema::required);
  if (!session) return globals.exit_code;
  const auto saved = ledger::find_mapping(*session.database, arguments.unit, arguments.name);
  if (!saved) return report_error(globals, saved.error(), exit_rejected);
  if (globals.json()) {
    return print(globals, json::serialize(json::object{{"name", saved->name}, {"toml", saved->toml}}) + "\n");
  }
  return print(globals, saved->toml);
}

int run_drop(Globals& globals, const MappingArguments& arguments) {
  if (!check_unit(globals, arguments.unit)) return globals.exit_code;
  const Session session = open_session(globals, Schema::required);
  if (!session) return globals.exit_code;
  if (const Status dropped = ledger::drop_mapping(*session.database, arguments.unit, arguments.name); !dropped) {
    return report_error(globals, dropped.error(), exit_rejected);
  }
  return print(globals, globals.json() ? "{}\n" : "已删除对应表“" + arguments.name + "”。\n");
}

}  // namespace

std::shared_ptr<const ledger::Mapping> read_mapping(Globals& globals, const Session& session, const std::string& unit,
                                                    const std::string& name) {
  std::error_code error;
  if (name.ends_with(".toml") || std::filesystem::is_regular_file(name, error)) {
    auto toml = read_file(name);
    if (toml) return parsed(globals, session, std::move(*toml), name);
    globals.exit_code = report_error(globals, toml.error());
    return nullptr;
  }
  if (!check_unit(globals, unit)) return nullptr;
  auto saved = ledger::find_mapping(*session.database, unit, name);
  if (saved) return parsed(globals, session, std::move(saved->toml), name);
  globals.exit_code = report_error(globals, saved.error(), exit_rejected);
  return nullptr;
}

void add_mapping(CLI::App& app, Globals& globals) {
  CLI::App* command = app.add_subcommand("mapping", "对应表：部门自己的表怎样对应到台账，保存后反复使用");
  command->require_subcommand(1);
  const auto arguments = std::make_shared<MappingArguments>();
  const auto add = [&](const char* name, const char* words, const char* footer, bool named,
                       int (*run)(Globals&, const MappingArguments&)) {
    CLI::App* one = command->add_subcommand(name, words);
    one->footer(footer);
    if (named) one->add_option("NAME", arguments->name, "对应表的名称")->required();
    one->add_option("--unit", arguments->unit, "单位编码；对应表归单位所有")->required();
    one->callback([&globals, arguments, run] { globals.exit_code = run(globals, *arguments); });
    return one;
  };
  add("save", "保存（同名的被替换）", R"(
示例：
  jiheng mapping save 收文登记表 收文登记表.toml --unit 440118001)",
      true, run_save)
      ->add_option("FILE", arguments->file, "TOML 文件，写法见使用手册")
      ->required();
  add("list", "列出", R"(
示例：
  jiheng mapping list --unit 440118001)",
      false, run_list);
  add("show", "查看", R"(
示例：
  jiheng mapping show 收文登记表 --unit 440118001 > 收文登记表.toml)",
      true, run_show);
  add("drop", "删除", R"(
示例：
  jiheng mapping drop 收文登记表 --unit 440118001)",
      true, run_drop);
}

}  // namespace jiheng::cli
