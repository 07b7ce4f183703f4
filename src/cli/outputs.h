// What `report` and `evaluate` share: where the files go and which are written. Thread-safety: one thread.
#pragma once

#include "cli/evaluated.h"

namespace jiheng::cli {

struct OutputArguments {
  std::string folder = "out";
  std::vector<std::string> only;
  std::string date;
};

void add_outputs(CLI::App& command, OutputArguments& arguments);
// Writes the files with progress; returns their paths, a line each, or nothing after reporting the error.
std::optional<std::string> write_outputs(Globals& globals, const Evaluated& evaluated,
                                         const OutputArguments& arguments);

}  // namespace jiheng::cli
