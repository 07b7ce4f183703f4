// jiheng: the command line. Options and help here and in the files beside; the work is the engine's.
#include <CLI/CLI.hpp>
#include <csignal>
#include <cstdio>
#include <cstring>

#include "cli/command.h"

namespace {

using jiheng::cli::Globals;

constexpr const char* examples = R"(
示例：
  jiheng init --db sqlite:jiheng.db
  jiheng import samples/zengcheng-2022 --db sqlite:jiheng.db
  jiheng evaluate --db sqlite:jiheng.db --unit 440118001 --year 2022 --out out
  jiheng explain --db sqlite:jiheng.db --unit 440118001 --year 2022
  jiheng measure 440118001 2022 documents.total --rows --db sqlite:jiheng.db
  jiheng audit 自评报告.docx

退出码：0 成功；1 数据或定义包有错（什么也没有改变）；2 命令行写法有误；3 数据库、磁盘等环境问题。
audit 的退出码另有规定，见 jiheng audit --help。
每个命令的用法：jiheng 命令 --help)";

void speak_chinese(CLI::App& app) {
  app.set_help_flag("-h,--help", "显示帮助");
  app.get_help_ptr()->group("选项");
  const auto formatter = app.get_formatter();
  formatter->label("Usage", "用法");
  formatter->label("OPTIONS", "选项");
  formatter->label("SUBCOMMAND", "命令");
  formatter->label("SUBCOMMANDS", "命令");
  formatter->label("Positionals", "参数");
  formatter->label("REQUIRED", "（必填）");
  formatter->label("Env", "环境变量");
  formatter->label("TEXT", "文本");
  formatter->label("INT", "整数");
  formatter->label("UINT", "整数");
  formatter->column_width(28);
}

// Every command and its options, at any depth, under the headings 命令 and 选项.
void group_in_chinese(CLI::App& app) {
  for (CLI::App* command : app.get_subcommands([](CLI::App*) { return true; })) {
    command->group("命令");
    for (CLI::Option* option : command->get_options()) option->group("选项");
    group_in_chinese(*command);
  }
}

// A mistake can come before --format has been read: look for it among the words themselves.
bool asks_for_json(int argc, char** argv) {
  for (int i = 1; i < argc; ++i) {
    const std::string_view word = argv[i];
    if (word == "--format=json" || (word == "--format" && i + 1 < argc && std::string_view(argv[i + 1]) == "json")) {
      return true;
    }
  }
  return false;
}

// CLI11 speaks English: say in Chinese what kind of mistake it is, and keep the names it gives.
std::string usage_message(const CLI::App& app, const CLI::ParseError& error) {
  std::string what = error.what();
  if (dynamic_cast<const CLI::RequiredError*>(&error) != nullptr) {
    if (what.starts_with("A subcommand")) {
      const auto unknown = app.remaining();
      return unknown.empty() ? "缺少命令" : "没有“" + unknown.front() + "”这个命令";
    }
    return "缺少必填的参数：" + what.substr(0, what.find(" is required"));
  }
  if (dynamic_cast<const CLI::ExtrasError*>(&error) != nullptr) {
    const auto colon = what.find(": ");
    return "无法识别的参数：" + (colon == std::string::npos ? what : what.substr(colon + 2));
  }
  if (dynamic_cast<const CLI::ValidationError*>(&error) != nullptr ||
      dynamic_cast<const CLI::ConversionError*>(&error) != nullptr) {
    for (const auto& [english, chinese] : {std::pair("Value ", "“"), std::pair(" not in range ", "”不在允许的范围："),
                                           std::pair(" not in ", " 不是以下之一："), std::pair(" to ", " 至 ")}) {
      if (const auto at = what.find(english); at != std::string::npos) {
        what.replace(at, std::strlen(english), chinese);
      }
    }
    return "参数的值不正确：" + what;
  }
  return "命令行写法有误：" + what;
}

int run(int argc, char** argv) {
  Globals globals;
  CLI::App app("绩衡：把一年的工作记录变成自评表和自评报告，每个数字都能追到记录；也核对已写好的报告。", "jiheng");
  speak_chinese(app);
  app.footer(examples);
  app.require_subcommand(1);
  app.fallthrough();
  app.set_version_flag("--version", "jiheng " JIHENG_VERSION)->description("显示版本")->group("选项");
  app.add_option("--db", globals.db, "数据库：sqlite:文件 或 postgresql://用户@主机:端口/库名")
      ->envname("JIHENG_DB")
      ->default_val("sqlite:jiheng.db")
      ->group("选项");
  app.add_option("--packs", globals.packs, "定义包所在的文件夹；不写则用程序自带的")->group("选项");
  app.add_option("--format", globals.format, "输出格式：text 给人看，json 给程序读")
      ->check(CLI::IsMember({"text", "json"}).description("text|json"))
      ->default_val("text")
      ->group("选项");

  jiheng::cli::add_init(app, globals);
  jiheng::cli::add_pack(app, globals);
  jiheng::cli::add_register(app, globals);
  jiheng::cli::add_record(app, globals);
  jiheng::cli::add_attach(app, globals);
  jiheng::cli::add_evidence(app, globals);
  jiheng::cli::add_due(app, globals);
  jiheng::cli::add_journal(app, globals);
  jiheng::cli::add_import(app, globals);
  jiheng::cli::add_export(app, globals);
  jiheng::cli::add_template(app, globals);
  jiheng::cli::add_mapping(app, globals);
  jiheng::cli::add_measure(app, globals);
  jiheng::cli::add_score(app, globals);
  jiheng::cli::add_explain(app, globals);
  jiheng::cli::add_report(app, globals);
  jiheng::cli::add_evaluate(app, globals);
  jiheng::cli::add_audit(app, globals);
  jiheng::cli::add_verify(app, globals);
  jiheng::cli::add_doctor(app, globals);
  jiheng::cli::add_backup(app, globals);
  jiheng::cli::add_restore(app, globals);
  jiheng::cli::add_sample(app, globals);
  group_in_chinese(app);

  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& asked) {  // --help, --version
    return app.exit(asked);
  } catch (const CLI::ParseError& error) {
    const std::string message = usage_message(app, error);
    if (asks_for_json(argc, argv)) {
      globals.format = "json";
      return jiheng::cli::report_error(globals, jiheng::Error{"cli.usage", message, {}}, jiheng::cli::exit_usage);
    }
    std::fprintf(stderr, "错误 [cli.usage]：%s\n用法见：jiheng --help\n", message.c_str());
    return jiheng::cli::exit_usage;
  }
  return globals.exit_code;
}

}  // namespace

int main(int argc, char** argv) {
  // A full disk or a file size limit is an error we report, not a signal that kills us.
  std::signal(SIGXFSZ, SIG_IGN);
  std::signal(SIGPIPE, SIG_IGN);
  try {
    return run(argc, argv);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "错误 [cli.unexpected]：程序遇到未预料的情况（%s），请把命令和这行文字报告给开发者。\n",
                 error.what());
    return jiheng::cli::exit_environment;
  }
}
