// The style sheet and the script of the HTML page. Internal to src/audit/output. Thread-safety: constants.
#pragma once

#include <string_view>

namespace jiheng::audit {

extern const std::string_view html_style;
// Only comfort: the page reads, filters and links without it.
extern const std::string_view html_script;

}  // namespace jiheng::audit
