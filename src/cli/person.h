// Who gives the command, and when: what the journal says of every change. Thread-safety: one thread.
#pragma once

#include <CLI/CLI.hpp>
#include <string>

#include "base/result.h"
#include "ledger/act.h"

namespace jiheng::cli {

// --as PERSON, else JIHENG_PERSON, else the name of the operating system's user.
void add_person(CLI::App& command, std::string& person);

// By that person at this moment; JIHENG_NOW ("2022-03-01 09:00", China's time) puts another in its place, for rehearsals
// and tests. cli.bad-now.
Result<ledger::Act> act_of(const std::string& person);

}  // namespace jiheng::cli
