#include "report/clean_text.h"

namespace jiheng::report {
namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";  // U+FFFD

}  // namespace

std::string clean_text(std::string_view text) {
  std::string clean;
  clean.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const unsigned char c = static_cast<unsigned char>(text[i]);
    if (c == '\t') {
      clean += ' ';
    } else if (c == '\r') {
      clean += '\n';
      if (i + 1 < text.size() && text[i + 1] == '\n') ++i;
    } else if ((c < 0x20 && c != '\n') || c == 0x7F) {
      clean += replacement;
    } else if (c == 0xC2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xA0) {  // U+0080..U+009F
      clean += replacement;
      ++i;
    } else if (c == 0xEF && text.substr(i, 3) >= "\xEF\xBF\xBE" && text.substr(i, 3) <= "\xEF\xBF\xBF") {
      clean += replacement;  // U+FFFE, U+FFFF
      i += 2;
    } else {
      clean += static_cast<char>(c);
    }
  }
  return clean;
}

}  // namespace jiheng::report
