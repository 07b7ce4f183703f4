// What the subcommands share: the global options, exit codes, and how errors reach a person.
//
// One file per subcommand: add_<name>() declares its options and what runs. Commands are thin: they parse, call the
// engine, print. Only this folder (and the server) prints. Thread-safety: one thread.
#pragma once

#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "base/result.h"
#include "pack/load.h"
#include "store/database.h"

namespace jiheng::cli {

// Documented in docs/manual.md.
enum ExitCode {
  exit_ok = 0,
  exit_rejected = 1,     // the data or the pack has mistakes; nothing was changed
  exit_usage = 2,        // the command line is wrong
  exit_environment = 3,  // database, disk, network, or something asked for is not there
};

struct Globals {
  std::string db;
  std::string packs;
  std::string format = "text";
  int exit_code = exit_ok;

  bool json() const { return format == "json"; }
};

// Unit, year and rubric, as most commands take them.
struct Subject {
  std::string unit;
  int year = 0;
  std::string rubric;

  std::optional<std::string> rubric_option() const {
    return rubric.empty() ? std::nullopt : std::optional<std::string>(rubric);
  }
};
void add_subject(CLI::App& command, Subject& subject);
void add_rubric(CLI::App& command, Subject& subject);
// Checks that an option is a count of at least `least`: without it "-1" is read as a huge number.
CLI::Validator at_least(std::int64_t least);

// Prints "错误 [code]：message" to standard error (a JSON object with --format json) and returns the exit code.
int report_error(const Globals& globals, const Error& error, int exit_code = exit_environment);
int report_diagnostics(const Globals& globals, const std::vector<pack::Diagnostic>& diagnostics);

// Standard output, in one write. Fails (exit_environment) when it cannot be written, e.g. a full disk behind it.
int print(const Globals& globals, std::string_view text);

// The packs folder: --packs, else JIHENG_PACKS, else the one beside the program.
std::filesystem::path packs_root(const Globals& globals);

// Loads the library and opens the database; on failure the error has been reported and exit_code says how.
struct Session {
  std::unique_ptr<pack::Library> library;
  std::unique_ptr<store::Database> database;
  explicit operator bool() const { return database != nullptr; }
};
std::unique_ptr<pack::Library> load_library(Globals& globals);
enum class Schema { required, create };
Session open_session(Globals& globals, Schema schema);

// One per file of this folder.
void add_init(CLI::App& app, Globals& globals);
void add_pack(CLI::App& app, Globals& globals);
void add_register(CLI::App& app, Globals& globals);
void add_record(CLI::App& app, Globals& globals);
void add_attach(CLI::App& app, Globals& globals);
void add_evidence(CLI::App& app, Globals& globals);
void add_due(CLI::App& app, Globals& globals);
void add_journal(CLI::App& app, Globals& globals);
void add_import(CLI::App& app, Globals& globals);
void add_export(CLI::App& app, Globals& globals);
void add_template(CLI::App& app, Globals& globals);
void add_mapping(CLI::App& app, Globals& globals);
void add_measure(CLI::App& app, Globals& globals);
void add_score(CLI::App& app, Globals& globals);
void add_explain(CLI::App& app, Globals& globals);
void add_report(CLI::App& app, Globals& globals);
void add_evaluate(CLI::App& app, Globals& globals);
void add_audit(CLI::App& app, Globals& globals);
void add_verify(CLI::App& app, Globals& globals);
void add_doctor(CLI::App& app, Globals& globals);
void add_backup(CLI::App& app, Globals& globals);
void add_restore(CLI::App& app, Globals& globals);
void add_sample(CLI::App& app, Globals& globals);

}  // namespace jiheng::cli
