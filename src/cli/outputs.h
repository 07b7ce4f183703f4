// What `report` and `evaluate` share: where the files go and which are written. Thread-safety: one thread.
#pragma once

#include "cli/command.h"
#include "evaluate/evaluation.h"

namespace jiheng::cli {

struct OutputArguments {
  std::string folder = "out";
  std::vector<std::string> only;
  std::string date;
};

void add_outputs(CLI::App& command, OutputArguments& arguments);
// Writes the files with progress; returns their paths, a line each, or nothing after reporting the error.
std::optional<std::string> write_outputs(Globals& globals, const Session& session,
                                         const evaluate::Evaluation& evaluation, const OutputArguments& arguments);

}  // namespace jiheng::cli
