#include "cli/command.h"

#include <unistd.h>

#include <boost/json.hpp>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>

#include "store/schema.h"

namespace jiheng::cli {
namespace {

namespace json = boost::json;

void print_error_line(std::string_view text) {
  std::fwrite(text.data(), 1, text.size(), stderr);
  std::fputc('\n', stderr);
}

std::filesystem::path program_folder() {
  std::error_code error;
  const auto program = std::filesystem::read_symlink("/proc/self/exe", error);
  return error ? std::filesystem::current_path() : program.parent_path();
}

}  // namespace

void add_subject(CLI::App& command, Subject& subject) {
  command.add_option("UNIT,--unit", subject.unit, "单位编码，如 440118001")->required();
  command.add_option("YEAR,--year", subject.year, "年度，如 2022")
      ->required()
      ->check(CLI::Range(1900, 2199).description(""));
}

void add_rubric(CLI::App& command, Subject& subject) {
  command.add_option("--rubric", subject.rubric, "指标体系；不写则取适用于该年度、年度范围最窄的一个");
}

CLI::Validator at_least(std::int64_t least) {
  return CLI::Range(least, std::int64_t{1'000'000'000}).description("");
}

int report_error(const Globals& globals, const Error& error, int exit_code) {
  if (globals.json()) {
    print_error_line(json::serialize(json::object{{"code", error.code}, {"message", error.message}}));
  } else {
    print_error_line("错误 [" + error.code + "]：" + error.message);
  }
  return exit_code;
}

int report_diagnostics(const Globals& globals, const std::vector<pack::Diagnostic>& diagnostics) {
  if (globals.json()) {
    json::array list;
    for (const auto& d : diagnostics) {
      list.push_back(json::object{
          {"file", d.file}, {"line", d.line}, {"column", d.column}, {"code", d.code}, {"message", d.message}});
    }
    print_error_line(json::serialize(json::object{{"mistakes", std::move(list)}}));
  } else {
    print_error_line(pack::to_string(diagnostics) + "共 " + std::to_string(diagnostics.size()) + " 处错误。");
  }
  return exit_rejected;
}

int print(const Globals& globals, std::string_view text) {
  errno = 0;
  if (std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0) return exit_ok;
  if (errno == EPIPE) return exit_ok;  // the reader (head, less) has seen enough
  return report_error(globals, make_error("cli.cannot-print", {{"reason", std::strerror(errno)}}));
}

std::filesystem::path packs_root(const Globals& globals) {
  if (!globals.packs.empty()) return globals.packs;
  if (const char* from_environment = std::getenv("JIHENG_PACKS")) return from_environment;
  const auto folder = program_folder();
  for (const auto& candidate : {folder / "../packs", folder / "../share/jiheng/packs"}) {
    if (std::filesystem::is_directory(candidate)) return std::filesystem::weakly_canonical(candidate);
  }
  return "packs";
}

std::unique_ptr<pack::Library> load_library(Globals& globals) {
  auto library = pack::load(packs_root(globals));
  if (!library) {
    globals.exit_code = report_diagnostics(globals, library.error());
    return nullptr;
  }
  return std::make_unique<pack::Library>(std::move(*library));
}

Session open_session(Globals& globals, Schema schema) {
  Session session;
  session.library = load_library(globals);
  if (session.library == nullptr) return session;
  auto database =
      store::Database::open(globals.db, schema == Schema::create ? store::Opening::create : store::Opening::existing);
  if (!database) {
    globals.exit_code = report_error(globals, database.error());
    return session;
  }
  const auto ready = schema == Schema::create ? store::initialise(**database, *session.library)
                                              : store::require_initialised(**database, *session.library);
  if (!ready) {
    globals.exit_code = report_error(globals, ready.error());
    return session;
  }
  session.database = std::move(*database);
  return session;
}

}  // namespace jiheng::cli
