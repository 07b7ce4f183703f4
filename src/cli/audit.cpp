#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <set>

#include "audit/auditor.h"
#include "audit/ignore.h"
#include "audit/output/explain.h"
#include "audit/output/outputs.h"
#include "base/output_file.h"
#include "cli/command.h"
#include "cli/terminal.h"
#include "pack/document.h"

namespace jiheng::cli {
namespace {

namespace fs = std::filesystem;
using audit::Severity;

struct AuditArguments {
  std::vector<std::string> files;
  std::string format;
  std::string output;
  std::string severity = "info";
  std::vector<std::string> rules;
  std::string rule_set = "rules-cn";
  std::string ignore;
  std::string explain;
  bool claims = false;
  bool ocr = false;
  bool no_across = false;
  int threads = 0;
};

// What a folder is searched for.
bool is_report(const fs::path& path) {
  static const std::set<std::string> endings = {".txt", ".md", ".html", ".htm", ".docx", ".pdf"};
  const std::string name = path.filename().string();
  if (name.starts_with('.') || name.starts_with("~$")) return false;  // hidden; the lock of an open document
  std::string ending = path.extension().string();
  std::transform(ending.begin(), ending.end(), ending.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return endings.contains(ending);
}

Result<std::vector<fs::path>> reports_in(const fs::path& folder) {
  std::vector<fs::path> found;
  std::error_code error;
  fs::recursive_directory_iterator entry(folder, fs::directory_options::skip_permission_denied, error);
  for (; !error && entry != fs::recursive_directory_iterator(); entry.increment(error)) {
    std::error_code ignored;
    if (is_report(entry->path()) && entry->is_regular_file(ignored)) found.push_back(entry->path().lexically_normal());
  }
  if (error) return fail("cli.cannot-list", {{"path", folder.string()}, {"reason", error.message()}});
  if (found.empty()) return fail("cli.no-reports", {{"path", folder.string()}});
  std::sort(found.begin(), found.end());
  return found;
}

// Files as given, those of folders in their place; each once.
Result<std::vector<fs::path>> files_of(const std::vector<std::string>& arguments) {
  std::vector<fs::path> files;
  std::set<fs::path> seen;
  for (const fs::path path : arguments) {
    std::vector<fs::path> found = {path};
    std::error_code ignored;
    if (fs::is_directory(path, ignored)) {
      auto inside = reports_in(path);
      if (!inside) return fail(inside.error());
      found = std::move(*inside);
    }
    for (fs::path& file : found) {
      if (seen.insert(file.lexically_normal()).second) files.push_back(std::move(file));
    }
  }
  return files;
}

// --format, else the ending of --output, else the global --format.
std::string format_of(const AuditArguments& arguments, const Globals& globals) {
  if (!arguments.format.empty()) return arguments.format;
  const std::string ending = fs::path(arguments.output).extension().string();
  for (const char* format : {"json", "sarif", "html", "xlsx"}) {
    if (ending == std::string(".") + format) return format;
  }
  return globals.format;
}

Severity severity_of(const std::string& name) {
  if (name == "error") return Severity::error;
  return name == "warning" ? Severity::warning : Severity::info;
}

Result<const pack::RuleSet*> rule_set_of(const pack::Library& library, const std::string& id) {
  if (const pack::RuleSet* found = library.find_rule_set(id)) return found;
  std::set<std::string> known;
  for (const pack::RuleSet& set : library.rule_sets) known.insert(set.id);
  std::string list;
  for (const std::string& each : known) list += (list.empty() ? "" : "、") + each;
  return fail("cli.no-rule-set", {{"name", id}, {"known", list}});
}

// "，是不是“score.items”、“score.rate”？": the members of a family that was named as a whole, or the nearest name;
// "；".
std::string meant(const pack::RuleSet& set, const std::string& wrong) {
  std::vector<std::string_view> known, near;
  for (const pack::AuditRule& rule : set.rules) {
    known.push_back(rule.id);
    if (rule.id.starts_with(wrong + ".")) near.push_back(rule.id);
  }
  if (near.empty()) {
    if (const auto nearest = pack::nearest(wrong, known)) near.push_back(*nearest);
  }
  std::string words;
  for (const std::string_view id : near) words += (words.empty() ? "，是不是“" : "、“") + std::string(id) + "”";
  return words.empty() ? "；" : words + "？";
}

Status check_rules(const pack::RuleSet& set, const std::vector<std::string>& wanted) {
  for (const std::string& id : wanted) {
    if (set.find_rule(id) != nullptr) continue;
    return fail("cli.no-rule", {{"rule", id}, {"set", set.id}, {"meant", meant(set, id)}});
  }
  return {};
}

std::string explanation_of(const pack::RuleSet& set, const std::string& id) {
  const pack::AuditRule* rule = set.find_rule(id);
  return rule == nullptr ? audit::rule_explanations(set) : audit::rule_explanation(set, *rule);
}

Date today() {
  const std::time_t now = std::time(nullptr);
  std::tm local{};
  localtime_r(&now, &local);
  return Date::from_ymd(local.tm_year + 1900, local.tm_mon + 1, local.tm_mday).value();
}

// Of the terminal, within what can be read; of a file, a width that a mail or a printout takes.
std::size_t columns() {
  winsize size{};
  if (::isatty(STDOUT_FILENO) != 1 || ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return 100;
  return std::clamp<std::size_t>(size.ws_col, 44, 164) - 4;
}

bool wants_colour() {
  const char* refused = std::getenv("NO_COLOR");
  const char* terminal = std::getenv("TERM");
  return ::isatty(STDOUT_FILENO) == 1 && (refused == nullptr || *refused == '\0') &&
         (terminal == nullptr || std::string_view(terminal) != "dumb");
}

audit::AuditOptions options_of(const AuditArguments& arguments, Progress& progress) {
  audit::AuditOptions options;
  options.read.ocr = arguments.ocr;
  options.least = severity_of(arguments.severity);
  options.only_rules.insert(arguments.rules.begin(), arguments.rules.end());
  options.across = !arguments.no_across;
  options.claims = arguments.claims;
  options.threads = arguments.threads;
  options.progress = [&progress](std::size_t done, std::size_t total, const std::string& file) {
    if (total > 1) progress.update("核对", done, total, fs::path(file).filename().string());
  };
  return options;
}

std::string narrowed(const AuditArguments& arguments) {
  std::string words;
  if (arguments.severity == "error") words = "只列错误";
  if (arguments.severity == "warning") words = "只列错误和警告";
  for (std::size_t i = 0; i < arguments.rules.size(); ++i) {
    words += (i > 0 ? "、" : words.empty() ? "只查 " : "，只查 ") + arguments.rules[i];
  }
  return words;
}

Result<std::string> written(const audit::Audit& audit, const pack::RuleSet& rules, const std::string& format,
                            const AuditArguments& arguments) {
  audit::OutputOptions options;
  options.claims = arguments.claims;
  options.version = JIHENG_VERSION;
  options.narrowed = narrowed(arguments);
  if (format == "json") return audit::write_json(audit, rules, options);
  if (format == "sarif") return audit::write_sarif(audit, rules, options);
  if (format == "html") return audit::write_html(audit, rules, options);
  if (format == "xlsx") return audit::write_xlsx(audit, rules, options);
  if (arguments.output.empty()) {
    options.colour = wants_colour();
    options.width = columns();
  }
  return audit::write_text(audit, rules, options);
}

void tell(const std::vector<std::string>& notices) {
  for (const std::string& notice : notices) std::fprintf(stderr, "%s\n", notice.c_str());
}

// One line for who watches, when the result itself went into a file.
std::string told(const audit::Audit& audit, const std::string& output) {
  std::size_t unreadable = 0;
  for (const auto& file : audit.files) unreadable += file.error ? 1 : 0;
  std::string line = "已写出 " + output + "：" + std::to_string(audit.files.size()) + " 个文件，错误 " +
                     std::to_string(audit.errors) + " 处，警告 " + std::to_string(audit.warnings) + " 处，提示 " +
                     std::to_string(audit.infos) + " 处";
  if (unreadable > 0) line += "；" + std::to_string(unreadable) + " 个文件无法读取";
  return line + "。\n";
}

// An exit code of 1 speaks of findings here, so that whatever keeps the audit from running is exit_environment.
int run_audit(Globals& globals, const AuditArguments& arguments) {
  const std::string format = format_of(arguments, globals);
  globals.format = format == "json" || format == "sarif" ? "json" : "text";
  if (arguments.files.empty() && arguments.explain.empty()) {
    return report_error(globals, make_error("cli.no-files"), exit_usage);
  }
  if (format == "xlsx" && arguments.output.empty()) {
    return report_error(globals, make_error("cli.output-needed"), exit_usage);
  }
  const auto library = load_library(globals);
  if (library == nullptr) return exit_environment;
  const auto rules = rule_set_of(*library, arguments.rule_set);
  if (!rules) return report_error(globals, rules.error(), exit_usage);
  if (!arguments.explain.empty()) {
    if (const auto known = check_rules(**rules, {arguments.explain}); arguments.explain != "all" && !known) {
      return report_error(globals, known.error(), exit_usage);
    }
    return print(globals, explanation_of(**rules, arguments.explain));
  }
  if (const auto known = check_rules(**rules, arguments.rules); !known) {
    return report_error(globals, known.error(), exit_usage);
  }
  audit::IgnoreList ignored;
  if (!arguments.ignore.empty()) {
    auto loaded = audit::load_ignore(arguments.ignore, *rules);
    if (!loaded) {
      report_diagnostics(globals, loaded.error());
      return exit_environment;
    }
    ignored = std::move(*loaded);
  }
  const auto files = files_of(arguments.files);
  if (!files) return report_error(globals, files.error());

  audit::Audit audit;
  {
    Progress progress;
    audit = audit::audit_files(*files, **rules, options_of(arguments, progress));
  }
  tell(audit::apply(audit, ignored, today()));
  const auto bytes = written(audit, **rules, format, arguments);
  if (!bytes) return report_error(globals, bytes.error());
  if (arguments.output.empty()) {
    if (const int failed = print(globals, *bytes); failed != exit_ok) return failed;
    return audit.exit_code();
  }
  if (const auto saved = write_file(arguments.output, *bytes); !saved) {
    return report_error(globals, saved.error());
  }
  if (const int failed = print(globals, told(audit, arguments.output)); failed != exit_ok) return failed;
  return audit.exit_code();
}

}  // namespace

void add_audit(CLI::App& app, Globals& globals) {
  CLI::App* command = app.add_subcommand("audit", "核对：读已写好的自评报告，核对其中每个数字，列出疑点");
  command->footer(R"(
示例：
  jiheng audit 自评报告.docx
  jiheng audit 报送材料/ --severity warning            文件夹里的 txt md html docx pdf 全部核对，并互相比对
  jiheng audit 自评报告.pdf -o 疑点.html               原文与疑点对照的网页，可打印
  jiheng audit 报送材料/ -o 疑点清单.xlsx              给财政部门填写处理意见的清单
  jiheng audit 自评报告.txt --format json --claims     连同核对过的每一项关系
  jiheng audit 自评报告.txt --rule ratio --rule sum    只查这两条规则
  jiheng audit --explain ratio                         这条规则查什么、依据什么、怎样改

不用数据库，不连网络。疑点只指出哪些表述不能同时成立，不判断何者有误。
退出码：0 没有“错误”级疑点；1 有；2 有文件无法读取（其余照常核对），或命令行写法有误；3 定义包、结果文件等环境问题。)");
  const auto arguments = std::make_shared<AuditArguments>();
  command->add_option("FILE", arguments->files, "要核对的文件或文件夹");
  command->add_option("--format", arguments->format, "输出格式；不写则看 --output 的后缀，再不然是 text")
      ->check(CLI::IsMember({"text", "json", "sarif", "html", "xlsx"}).description("text|json|sarif|html|xlsx"));
  command->add_option("-o,--output", arguments->output, "写到文件；不写则输出到屏幕（xlsx 必须写）");
  command->add_option("--severity", arguments->severity, "只列此级及更重的疑点")
      ->check(CLI::IsMember({"error", "warning", "info"}).description("error|warning|info"))
      ->default_val("info");
  command->add_option("--rule", arguments->rules, "只查这条规则；可写多次")->allow_extra_args(false);
  command->add_option("--rules", arguments->rule_set, "规则集：规则、阈值、等次、套话表")->default_val("rules-cn");
  command->add_option("--ignore", arguments->ignore, "已认可的疑点及理由（TOML），不再列出");
  command->add_flag("--claims", arguments->claims, "列出核对过的每一项关系");
  command->add_flag("--ocr", arguments->ocr, "扫描件先做文字识别");
  command->add_option("--threads", arguments->threads, "同时用几个线程；0 为本机核数")
      ->check(CLI::Range(0, 256).description(""))
      ->default_val(0);
  command->add_flag("--no-across", arguments->no_across, "不在文件之间比对");
  command->add_option("--explain", arguments->explain, "说明一条规则；all 列出全部");
  command->callback([&globals, arguments] { globals.exit_code = run_audit(globals, *arguments); });
}

}  // namespace jiheng::cli
