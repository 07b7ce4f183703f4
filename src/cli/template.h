// `jiheng template` and `jiheng register template` are one. Thread-safety: one thread.
#pragma once

#include <string>

#include "cli/command.h"

namespace jiheng::cli {

// `command_line`: how the command is called, for its examples.
void add_template_command(CLI::App& parent, Globals& globals, const std::string& command_line);

}  // namespace jiheng::cli
