// Outputs: an Audit as json, SARIF 2.1.0, text for a terminal, one self-contained HTML page, and a workbook (疑点清单).
//
// Each is a pure function: the same audit and options give the same bytes; no clock, no machine name, no path but
// those the files were named by. All texts come from untrusted reports: every format escapes them, and what could
// steer a terminal, a browser or a spreadsheet is made harmless. Errors: report.write-failed (workbook only).
// Thread-safety: pure functions, may run on many threads at once.
#pragma once

#include <cstddef>
#include <string>

#include "audit/auditor.h"
#include "base/result.h"
#include "pack/rule_set.h"

namespace jiheng::audit {

struct OutputOptions {
  bool claims = false;      // every relation that was tested, with its verdict (not in SARIF)
  bool colour = false;      // text: ANSI colours
  std::size_t width = 100;  // text: columns a quoted statement may take, at least 40
  std::string version;      // sarif: version of the program
  std::string narrowed;     // text, html: what was not looked for, so that "nothing found" says no more than it knows
};

// One object and a newline. Offsets and lengths are code points of the file's text (reading::Document::original).
// "claims" is the number of relations tested; with OutputOptions::claims the list of them.
Result<std::string> write_json(const Audit& audit, const pack::RuleSet& rules, const OutputOptions& options);
Result<std::string> write_sarif(const Audit& audit, const pack::RuleSet& rules, const OutputOptions& options);
Result<std::string> write_text(const Audit& audit, const pack::RuleSet& rules, const OutputOptions& options);
Result<std::string> write_html(const Audit& audit, const pack::RuleSet& rules, const OutputOptions& options);
Result<std::string> write_xlsx(const Audit& audit, const pack::RuleSet& rules, const OutputOptions& options);

}  // namespace jiheng::audit
