// What the subcommands of `record` share: their arguments, the register they open. Private to cli/record*.
// Thread-safety: one thread.
#pragma once

#include <memory>

#include "cli/command.h"
#include "ledger/record_key.h"

namespace jiheng::cli {

struct RecordArguments {
  Subject subject;
  std::string register_name;
  std::string key;
  std::string move;                // a transition's or a state's id or title
  std::vector<std::string> cells;  // FIELD=TEXT
  std::string comment;
  std::vector<std::string> persons;
  bool accept_doubles = false;
  std::string person;
  // list
  std::string where, state, sort, after;
  bool descending = false, count = false;
  std::size_t page = 1, page_size = 50;
  // print
  std::string paper, date, folder;
  std::vector<std::string> only;
};

using Arguments = std::shared_ptr<RecordArguments>;

// A command's register in an open database; on failure it has been reported.
struct OpenedRegister {
  Session session;
  ledger::RecordName name;
  explicit operator bool() const { return name.definition != nullptr; }
};
OpenedRegister open_register(Globals& globals, const RecordArguments& arguments);

std::string title_of_state(const pack::Register& definition, std::string_view id);

// A subcommand with what all of them take: unit, year, register.
CLI::App* add_command(CLI::App& record, const std::string& name, const std::string& what, const Arguments& arguments);
void add_key(CLI::App& command, const Arguments& arguments);

void add_record_reading(CLI::App& record, Globals& globals);  // show history print list
void add_record_writing(CLI::App& record, Globals& globals);  // add edit move return recall …

}  // namespace jiheng::cli
