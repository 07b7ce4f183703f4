#include <boost/json.hpp>

#include "cli/command.h"

namespace jiheng::cli {
namespace {

int run_check(const Globals& globals, const std::string& directory) {
  const auto library = pack::load(directory, packs_root(globals));
  if (!library) return report_diagnostics(globals, library.error());
  if (globals.json()) {
    boost::json::array packs;
    for (const auto& pack : library->packs) {
      packs.push_back(boost::json::object{{"id", pack.id}, {"version", pack.version}});
    }
    return print(globals, boost::json::serialize(boost::json::object{{"packs", std::move(packs)},
                                                                     {"registers", library->registers.size()},
                                                                     {"measures", library->measures.size()},
                                                                     {"rubrics", library->rubrics.size()},
                                                                     {"reports", library->reports.size()},
                                                                     {"rule_sets", library->rule_sets.size()}}) +
                              "\n");
  }
  std::string text;
  for (const auto& pack : library->packs) {
    const bool verified = pack.provenance.status == pack::Verification::verified;
    text += pack.id + " " + pack.version + "（" + pack.title + (verified ? "" : "，未核实") + "）\n";
  }
  text += "没有错误：台账 " + std::to_string(library->registers.size()) + " 个，度量 " +
          std::to_string(library->measures.size()) + " 个，指标体系 " + std::to_string(library->rubrics.size()) +
          " 套，报告模板 " + std::to_string(library->reports.size()) + " 个，规则集 " +
          std::to_string(library->rule_sets.size()) + " 套。\n";
  return print(globals, text);
}

}  // namespace

void add_pack(CLI::App& app, Globals& globals) {
  CLI::App* command = app.add_subcommand("pack", "定义包");
  command->require_subcommand(1);
  CLI::App* check = command->add_subcommand("check", "检查一个定义包（或一个文件夹里的全部），一次列出所有错误");
  check->footer(R"(
示例：
  jiheng pack check packs/guangzhou-2022
  jiheng pack check packs --format json

有错误时退出码为 1，每处错误写明 文件:行:列、原因、原文和位置。)");
  const auto directory = std::make_shared<std::string>();
  check->add_option("DIR", *directory, "定义包的文件夹")->required();
  check->callback([&globals, directory] { globals.exit_code = run_check(globals, *directory); });
}

}  // namespace jiheng::cli
