// The style sheets of the HTML pages. Internal to src/report. Thread-safety: constants.
#pragma once

#include <string_view>

namespace jiheng::report {

extern const std::string_view html_report_style;
extern const std::string_view html_rows_style;

}  // namespace jiheng::report
