// What commands that write files share: of whom, where the files go and which are written. Thread-safety: one thread.
#pragma once

#include "cli/evaluated.h"

namespace jiheng::cli {

struct OutputArguments {
  Subject subject;
  std::string folder = "out";
  std::vector<std::string> only;
  std::string date;
};

void add_outputs(CLI::App& command, OutputArguments& arguments);
// Writes the files with progress; returns their paths, or nothing after reporting the error.
std::optional<std::vector<std::filesystem::path>> write_outputs(Globals& globals, const Evaluated& evaluated,
                                                                const OutputArguments& arguments);
std::string lines_of(const std::vector<std::filesystem::path>& paths);
// The paths as lines, or as {"files": […]}.
int print_paths(const Globals& globals, const std::vector<std::filesystem::path>& paths);

}  // namespace jiheng::cli
