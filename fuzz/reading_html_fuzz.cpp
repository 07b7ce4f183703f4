// links: reading base
//
// Any bytes as an HTML page: an error with a code, or a document that keeps what document.h promises.

#include <cstdint>
#include <cstdlib>

#include "../tests/reading/shown.h"
#include "reading/read.h"

using namespace jiheng;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string bytes = "<html>" + std::string(reinterpret_cast<const char*>(data), size);
  if (bytes.find("%PDF-") != bytes.npos) return 0;
  const auto document = reading::read_bytes(bytes, "a.html");
  if (!document) {
    if (document.error().code.empty() || document.error().message.empty()) std::abort();
    return 0;
  }
  if (!testing::broken_promise(*document).empty()) std::abort();
  return 0;
}
