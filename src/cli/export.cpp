#include "ledger/export.h"

#include <boost/json.hpp>

#include "cli/command.h"
#include "cli/terminal.h"

namespace jiheng::cli {
namespace {

struct ExportArguments {
  std::string name;
  Subject subject;
  std::string condition;
  std::string path;
  std::string encoding;
};

int run_export(Globals& globals, const ExportArguments& arguments) {
  const Session session = open_session(globals, Schema::required);
  if (!session) return globals.exit_code;
  const pack::Register* one = session.library->find_register(arguments.name);
  if (one == nullptr) return report_error(globals, make_error("cli.no-register", {{"name", arguments.name}}));
  const std::string path = arguments.path.empty() ? one->title + ".xlsx" : arguments.path;
  const bool csv = path.ends_with(".csv");
  if (!csv && !path.ends_with(".xlsx")) {
    return report_error(globals, make_error("cli.export-format", {{"path", path}}), exit_usage);
  }
  if (!csv && !arguments.encoding.empty()) {
    return report_error(globals, make_error("cli.encoding-csv"), exit_usage);
  }
  ledger::ExportRequest request;
  request.unit_id = arguments.subject.unit;
  request.year = arguments.subject.year;
  request.condition = arguments.condition;
  request.format = !csv                              ? ledger::ExportFormat::xlsx
                   : arguments.encoding == "gb18030" ? ledger::ExportFormat::csv_gb18030
                                                     : ledger::ExportFormat::csv_utf8;
  const auto rows = [&] {
    Progress progress;
    request.progress = [&](std::uint64_t done, std::uint64_t total) {
      progress.update(path, done, total, with_thousands(done) + " 行");
    };
    return ledger::export_records(*session.database, *session.library, *one, request, path);
  }();
  if (!rows) {
    const bool is_usage = rows.error().code == "export.bad-condition";
    return report_error(globals, rows.error(), is_usage ? exit_usage : exit_environment);
  }
  if (globals.json()) {
    return print(
        globals,
        boost::json::serialize(boost::json::object{{"register", one->id}, {"path", path}, {"rows", *rows}}) + "\n");
  }
  return print(globals, "已导出" + one->title + " " + with_thousands(*rows) + " 行：" + path + "\n");
}

}  // namespace

void add_export(CLI::App& app, Globals& globals) {
  CLI::App* command = app.add_subcommand("export", "导出台账为 Excel 或 CSV；导出的文件可以原样再导入");
  command->footer(R"help(
示例：
  jiheng export 文电台账 --unit 440118001 --year 2022
  jiheng export payments --unit 440118001 --year 2022 --where "amount > yuan(100000)" --out 大额支付.xlsx
  jiheng export payments --unit 440118001 --year 2022 --out 支付.csv --encoding gb18030

--where 的写法与定义包里的条件相同，用字段的编号（jiheng register show 可看到）。)help");
  const auto arguments = std::make_shared<ExportArguments>();
  command->add_option("REGISTER", arguments->name, "台账的编号或名称")->required();
  command->add_option("--unit", arguments->subject.unit, "单位编码，如 440118001")->required();
  command->add_option("--year", arguments->subject.year, "年度，如 2022")
      ->required()
      ->check(CLI::Range(1900, 2199).description(""));
  command->add_option("--where", arguments->condition, "只导出符合条件的记录");
  command->add_option("--out", arguments->path, "写到哪个文件（.xlsx 或 .csv）；不写则为“台账名称.xlsx”");
  command->add_option("--encoding", arguments->encoding, "CSV 的编码：utf-8（带 BOM，默认）或 gb18030")
      ->check(CLI::IsMember({"utf-8", "gb18030"}).description(""));
  command->callback([&globals, arguments] { globals.exit_code = run_export(globals, *arguments); });
}

}  // namespace jiheng::cli
