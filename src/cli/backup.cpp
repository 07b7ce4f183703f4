#include "backup/backup.h"

#include <boost/json.hpp>

#include "cli/command.h"
#include "cli/person.h"
#include "cli/terminal.h"
#include "doctor/doctor.h"

namespace jiheng::cli {
namespace {

namespace json = boost::json;

struct BackupArguments {
  std::string file;
  bool portable = false;
};

template <class Work>
auto with_progress(const char* what, const Work& work) {
  Progress progress;
  return work([&](std::uint64_t done, std::uint64_t total) { progress.update(what, done, total); });
}

Result<doctor::Report> examined(store::Database& database, const pack::Library& library) {
  return with_progress("体检", [&](const backup::Progress& progress) {
    doctor::Options options;
    options.progress = progress;
    return doctor::examine(database, library, options);
  });
}

// The doctor's verdict on what was copied, and the exit code.
int tell(const Globals& globals, const std::string& what, const doctor::Report& report) {
  std::string text;
  if (globals.json()) {
    text = json::serialize(json::object{{"made", what},
                                        {"healthy", report.healthy()},
                                        {"entries", report.examined.entries},
                                        {"records", report.examined.records},
                                        {"ailment_count", report.ailment_count}}) +
           "\n";
  } else {
    text = what + "：日志 " + with_thousands(report.examined.entries) + " 条，记录 " +
           with_thousands(report.examined.records) + " 条，";
    text += report.healthy()
                ? "体检没有发现问题。\n"
                : "体检发现问题 " + with_thousands(report.ailment_count) + " 处，请运行 jiheng doctor 查看。\n";
  }
  const int printed = print(globals, text);
  return printed == exit_ok && !report.healthy() ? exit_rejected : printed;
}

int backup_portable(const Globals& globals, const BackupArguments& arguments, const Session& session,
                    const std::string& made) {
  const auto written = with_progress("备份", [&](const backup::Progress& progress) {
    return backup::write_portable(*session.database, arguments.file, made, progress);
  });
  if (!written) return report_error(globals, written.error());
  // Read back: a disk that lies is found now, not in need.
  const auto checked = backup::check_portable(arguments.file);
  if (!checked) return report_error(globals, checked.error());
  const auto report = examined(*session.database, *session.library);
  if (!report) return report_error(globals, report.error());
  return tell(globals, arguments.file, *report);
}

int backup_sqlite(const Globals& globals, const BackupArguments& arguments, const Session& session) {
  doctor::Report report;
  const auto look = [&](store::Database& copy) -> Status {
    auto found = examined(copy, *session.library);
    if (!found) return fail(found.error());
    report = std::move(*found);
    return {};
  };
  const Status copied = with_progress("备份", [&](const backup::Progress& progress) {
    return backup::copy_sqlite(globals.db, arguments.file, look, progress);
  });
  if (!copied) return report_error(globals, copied.error());
  return tell(globals, arguments.file, report);
}

int run_backup(Globals& globals, const BackupArguments& arguments) {
  const auto act = act_of("");
  if (!act) return report_error(globals, act.error(), exit_usage);
  const Session session = open_session(globals, Schema::required);
  if (!session) return globals.exit_code;
  const bool sqlite = session.database->dialect() == expr::Dialect::sqlite;
  if (!arguments.portable && !sqlite) return report_error(globals, make_error("backup.portable-needed"), exit_usage);
  return arguments.portable ? backup_portable(globals, arguments, session, act->in_utc())
                            : backup_sqlite(globals, arguments, session);
}

int run_restore(Globals& globals, const BackupArguments& arguments) {
  const auto form = backup::form_of(arguments.file);
  if (!form) return report_error(globals, form.error());
  const auto library = load_library(globals);
  if (!library) return globals.exit_code;
  const Status restored = with_progress("恢复", [&](const backup::Progress& progress) -> Status {
    if (*form == backup::Form::sqlite) {
      return backup::restore_sqlite(arguments.file, globals.db, *library, progress);
    }
    // Before a database file is made for it.
    if (const auto checked = backup::check_portable(arguments.file); !checked) return fail(checked.error());
    auto database = store::Database::open(globals.db);
    if (!database) return fail(database.error());
    const auto done = backup::restore_portable(arguments.file, **database, *library, progress);
    return done ? Status() : fail(done.error());
  });
  if (!restored) return report_error(globals, restored.error());
  auto database = store::Database::open(globals.db);
  if (!database) return report_error(globals, database.error());
  const auto report = examined(**database, *library);
  if (!report) return report_error(globals, report.error());
  return tell(globals, (*database)->location(), *report);
}

}  // namespace

void add_backup(CLI::App& app, Globals& globals) {
  CLI::App* command = app.add_subcommand("backup", "备份：不停用、成一个文件、备完即核对");
  const auto arguments = std::make_shared<BackupArguments>();
  command->add_option("FILE", arguments->file, "备份文件；已存在时不覆盖")->required();
  command->add_flag("--portable", arguments->portable, "通用格式：可恢复到 SQLite 或 PostgreSQL（PostgreSQL 必写）");
  command->footer(R"(
示例：
  jiheng backup 20220301.db --db sqlite:jiheng.db
  jiheng backup 20220301.zip --portable --db postgresql://jiheng@localhost/jiheng)");
  command->callback([&globals, arguments] { globals.exit_code = run_backup(globals, *arguments); });
}

void add_restore(CLI::App& app, Globals& globals) {
  CLI::App* command = app.add_subcommand("restore", "恢复：把备份恢复到一个空的数据库，然后体检");
  const auto arguments = std::make_shared<BackupArguments>();
  command->add_option("FILE", arguments->file, "备份文件")->required();
  command->footer(R"(
示例：
  jiheng restore 20220301.db --db sqlite:恢复.db
  jiheng restore 20220301.zip --db postgresql://jiheng@localhost/jiheng

备份残缺或被改动过时不恢复任何数据。数据库里已有数据时不恢复。)");
  command->callback([&globals, arguments] { globals.exit_code = run_restore(globals, *arguments); });
}

}  // namespace jiheng::cli
