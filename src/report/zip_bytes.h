// A zip archive in memory whose bytes depend on nothing but its members: fixed times, fixed order. Internal to
// src/report. Thread-safety: pure function.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace jiheng::report {

struct ZipMember {
  std::string_view name;
  std::string_view bytes;  // must live until zip_bytes returns
};

// Errors: report.write-failed with `format`.
Result<std::string> zip_bytes(const std::vector<ZipMember>& members, std::string_view format);

}  // namespace jiheng::report
