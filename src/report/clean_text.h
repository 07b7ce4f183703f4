// Text that every format can carry: control characters (which XML forbids and fonts draw as boxes) become U+FFFD, tabs
// become spaces, CR LF and CR become a newline. Internal to src/report. Thread-safety: pure function.
#pragma once

#include <string>
#include <string_view>

namespace jiheng::report {

std::string clean_text(std::string_view text);  // the text is valid UTF-8

}  // namespace jiheng::report
