#include "ledger/import.h"

#include <boost/json.hpp>

#include "cli/command.h"
#include "cli/mapping.h"
#include "cli/person.h"
#include "cli/terminal.h"
#include "ledger/cell_parser.h"

namespace jiheng::cli {
namespace {

namespace json = boost::json;

struct ImportArguments {
  std::vector<std::string> paths;
  std::string register_id;
  std::string sheet;
  std::string mapping;  // a saved one's name, or a file
  std::string unit;
  int year = 0;
  bool replace = false;
  std::string errors;  // a workbook to write
  std::size_t error_limit = 1000;
  std::string person;
};

// Before any database is made.
Status check_paths(const std::vector<std::string>& paths) {
  for (const std::string& path : paths) {
    std::error_code error;
    if (!std::filesystem::exists(path, error)) return fail("import.cannot-read", {{"file", path}}, error.message());
  }
  return {};
}

Result<std::vector<ledger::ImportFile>> files_to_import(const ImportArguments& arguments,
                                                        const std::shared_ptr<const ledger::Mapping>& mapping) {
  std::vector<ledger::ImportFile> files;
  for (const auto& path : arguments.paths) {
    std::error_code error;
    if (!std::filesystem::is_directory(path, error)) {
      files.push_back({path, arguments.register_id, arguments.sheet, mapping});
      continue;
    }
    auto folder = ledger::files_of_folder(path);
    if (!folder) return fail(folder.error());
    if (folder->empty()) return fail("cli.no-csv", {{"path", path}});
    for (auto& file : *folder) {
      files.push_back({std::move(file.path), arguments.register_id, arguments.sheet, mapping});
    }
  }
  return files;
}

std::string outcome_json(const ledger::ImportOutcome& outcome) {
  json::array files;
  for (const auto& file : outcome.files) {
    files.push_back(json::object{
        {"file", file.file}, {"register", file.register_id}, {"encoding", file.encoding}, {"rows", file.rows}});
  }
  json::array errors;
  for (const auto& error : outcome.errors) {
    errors.push_back(json::object{{"file", error.file},
                                  {"line", error.line},
                                  {"column", error.column},
                                  {"code", error.code},
                                  {"found", error.found},
                                  {"expected", error.expected}});
  }
  json::array warnings;
  for (const auto& warning : outcome.warnings) warnings.push_back(json::string(warning));
  return json::serialize(json::object{{"committed", outcome.committed()},
                                      {"rows", outcome.rows},
                                      {"files", std::move(files)},
                                      {"error_count", outcome.error_count},
                                      {"errors", std::move(errors)},
                                      {"warnings", std::move(warnings)}}) +
         "\n";
}

std::string outcome_text(const pack::Library& library, const ledger::ImportOutcome& outcome,
                         const std::string& error_copy) {
  std::string text;
  for (const auto& warning : outcome.warnings) text += "提醒：" + warning + "\n";
  if (outcome.committed()) {
    TextTable table({{"文件"}, {"台账"}, {"编码"}, {"行数", true}});
    for (const auto& file : outcome.files) {
      const auto* definition = library.find_register(file.register_id);
      table.add({file.file, definition == nullptr ? file.register_id : definition->title, file.encoding,
                 with_thousands(file.rows)});
    }
    return text + table.to_string() + "\n已导入 " + with_thousands(outcome.rows) + " 行。\n";
  }
  for (const auto& error : outcome.errors) text += ledger::to_string(error) + "\n";
  text += "共 " + with_thousands(outcome.error_count) + " 处错误";
  if (outcome.error_count > outcome.errors.size()) {
    text += "，以上是前 " + with_thousands(outcome.errors.size()) + " 处";
  }
  text += "。没有导入任何一行，数据库未改变；请改正后重新导入。\n";
  if (outcome.error_copy_written)
    text += "已写出 " + error_copy + "：有错的单元格已标出，改好后用它代替原文件重新导入。\n";
  return text;
}

int run_import(Globals& globals, const ImportArguments& arguments) {
  if (!arguments.unit.empty() && !ledger::valid_unit_id(arguments.unit)) {
    const auto expected = message_text("import.expect-unit");
    return report_error(globals, make_error("import.bad-unit", {{"found", arguments.unit}, {"expected", expected}}),
                        exit_usage);
  }
  const auto act = act_of(arguments.person);
  if (!act) return report_error(globals, act.error(), exit_usage);
  if (!arguments.errors.empty() && !arguments.errors.ends_with(".xlsx")) {
    return report_error(globals, make_error("cli.errors-xlsx", {{"path", arguments.errors}}), exit_usage);
  }
  if (const Status status = check_paths(arguments.paths); !status) return report_error(globals, status.error());
  const Session session = open_session(globals, Schema::create);
  if (!session) return globals.exit_code;
  std::shared_ptr<const ledger::Mapping> mapping;
  if (!arguments.mapping.empty()) {
    mapping = read_mapping(globals, session, arguments.unit, arguments.mapping);
    if (!mapping) return globals.exit_code;
  }
  const auto files = files_to_import(arguments, mapping);
  if (!files) return report_error(globals, files.error());
  ledger::ImportOptions options;
  if (!arguments.unit.empty()) options.unit_id = arguments.unit;
  if (arguments.year != 0) options.year = arguments.year;
  options.replace = arguments.replace;
  options.error_limit = arguments.error_limit;
  options.error_copy = arguments.errors;
  options.act = *act;
  const auto outcome = [&] {
    Progress progress;
    options.progress = [&](const ledger::ImportProgress& state) {
      progress.update(std::filesystem::path(state.file).filename().string(), state.bytes_done, state.bytes_total,
                      with_thousands(state.rows) + " 行");
    };
    return ledger::import_files(*session.database, *session.library, *files, options);
  }();
  if (!outcome) return report_error(globals, outcome.error());
  const std::string text =
      globals.json() ? outcome_json(*outcome) : outcome_text(*session.library, *outcome, arguments.errors);
  const int printed = print(globals, text);
  return outcome->committed() ? printed : exit_rejected;
}

}  // namespace

void add_import(CLI::App& app, Globals& globals) {
  CLI::App* command =
      app.add_subcommand("import", "导入台账：CSV、Excel 文件或装着它们的文件夹；有一处错误就什么也不导入");
  command->footer(R"(
示例：
  jiheng import samples/zengcheng-2022 --db sqlite:jiheng.db
  jiheng import 支付.csv --register payments --unit 440118001 --year 2022
  jiheng import 更正后的支付.csv --register payments --replace
  jiheng import 收文.xlsx --register 文电台账 --unit 440118001 --year 2022 --errors 改正.xlsx
  jiheng import 办文登记.xlsx --mapping 收文登记表 --unit 440118001 --year 2022

CSV 的编码可以是 UTF-8、GBK/GB18030 或 UTF-16；表头写字段名称或代号，次序不限。
Excel 文件（xlsx）中，工作表以台账命名的逐张导入；没有这样的工作表时，导入第一张可见的，台账由文件名或 --register 指明。
数据库尚未建立时会先建立。)");
  const auto arguments = std::make_shared<ImportArguments>();
  command->add_option("PATH", arguments->paths, "CSV、xlsx 文件或文件夹，可以多个")->required();
  command->add_option("--register", arguments->register_id, "台账的代号或名称；不写则取文件名");
  command->add_option("--sheet", arguments->sheet, "导入 Excel 文件的哪张工作表");
  command->add_option("--mapping", arguments->mapping, "部门自己的表按哪张对应表导入：已保存的名称，或 TOML 文件");
  command->add_option("--unit", arguments->unit, "单位编码；文件里没有“单位编码”一列时必写");
  command->add_option("--year", arguments->year, "年度；文件里没有“年度”一列时必写")
      ->check(CLI::Range(1900, 2199).description(""));
  command->add_flag("--replace", arguments->replace, "以文件整体替换该单位、该年度、该台账已有的记录");
  command->add_option("--errors", arguments->errors, "有错时写一份标出错处的副本，如 改正.xlsx");
  command->add_option("--error-limit", arguments->error_limit, "最多列出多少处错误")
      ->check(at_least(1))
      ->default_val(1000);
  add_person(*command, arguments->person);
  command->callback([&globals, arguments] { globals.exit_code = run_import(globals, *arguments); });
}

}  // namespace jiheng::cli
