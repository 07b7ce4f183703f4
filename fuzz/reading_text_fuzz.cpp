// links: reading base
//
// Any bytes as a text or Markdown file: an error with a code, or a document that keeps what document.h promises and is
// the same when it is read again. The last byte chooses the file's ending.

#include <cstdint>
#include <cstdlib>

#include "../tests/reading/shown.h"
#include "reading/read.h"

using namespace jiheng;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size - 1);
  if (bytes.find("%PDF-") != bytes.npos || bytes.starts_with("PK")) return 0;  // other targets
  const char* name = data[size - 1] % 2 == 0 ? "a.txt" : "a.md";
  const auto document = reading::read_bytes(bytes, name);
  if (!document) {
    if (document.error().code.empty() || document.error().message.empty()) std::abort();
    return 0;
  }
  if (!testing::broken_promise(*document).empty()) std::abort();
  if (testing::shown(*document) != testing::shown(*reading::read_bytes(bytes, name))) std::abort();
  return 0;
}
