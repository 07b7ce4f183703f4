// A helper program as a child process with limits on time, memory and output. No shell: arguments are passed as they
// are. Private to reading. Thread-safety: run_child may be called by many threads at once.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "reading/read.h"

namespace jiheng::reading {

struct ChildLimits {
  int seconds = 60;
  std::size_t memory = 1u << 30;
  std::size_t output = 256u << 20;  // of the standard output and of each file it writes
};

struct ChildResult {
  int exit_code = 0;  // 128 + signal when killed
  bool timed_out = false;
  bool too_much_output = false;
  std::string output;
  std::string errors;  // at most a few KB
};

// Errors: reading.tool-missing {tool, package} (not found on PATH), reading.cannot-start.
Result<ChildResult> run_child(const std::vector<std::string>& command, const std::string& package,
                              const ChildLimits& limits);

}  // namespace jiheng::reading
