#include "cli/command.h"
#include "cli/terminal.h"

#include <boost/json.hpp>

namespace jiheng::cli {
namespace {

int run_init(Globals& globals) {
  const Session session = open_session(globals, Schema::create);
  if (!session) return globals.exit_code;
  if (globals.json()) {
    boost::json::array packs;
    for (const auto& pack : session.library->packs) {
      packs.push_back(boost::json::object{{"id", pack.id}, {"version", pack.version}, {"sha256", pack.sha256}});
    }
    return print(globals, boost::json::serialize(
                              boost::json::object{{"db", session.database->location()}, {"packs", std::move(packs)}}) +
                              "\n");
  }
  TextTable table({{"定义包"}, {"名称"}, {"版本"}});
  for (const auto& pack : session.library->packs) table.add({pack.id, pack.title, pack.version});
  return print(globals, "数据库已就绪：" + session.database->location() + "\n\n" + table.to_string() + "\n台账 " +
                            std::to_string(session.library->registers.size()) + " 个，度量 " +
                            std::to_string(session.library->measures.size()) + " 个，指标体系 " +
                            std::to_string(session.library->rubrics.size()) +
                            " 套。\n下一步：jiheng import 文件夹 --db " + session.database->location() + "\n");
}

}  // namespace

void add_init(CLI::App& app, Globals& globals) {
  CLI::App* command = app.add_subcommand("init", "建立数据库：系统表和定义包里的各台账（重复执行不改变已有数据）");
  command->footer(R"(
示例：
  jiheng init --db sqlite:jiheng.db
  jiheng init --db postgresql://postgres@127.0.0.1:5432/jiheng)");
  command->callback([&globals] { globals.exit_code = run_init(globals); });
}

}  // namespace jiheng::cli
