// links: reading base
//
// Any bytes as a Word file: as the whole package when they begin with PK, else as its parts, parted by NUL:
// document.xml, numbering.xml, styles.xml. An error with a code, or a document that keeps what document.h promises.

#include <cstdint>
#include <cstdlib>

#include "../tests/reading/shown.h"
#include "../tests/reading/zipped.h"
#include "reading/read.h"

using namespace jiheng;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string bytes(reinterpret_cast<const char*>(data), size);
  if (!bytes.starts_with("PK")) {
    testing::ZipMembers members;
    std::size_t begin = 0;
    for (const char* name : {"word/document.xml", "word/numbering.xml", "word/styles.xml"}) {
      const std::size_t end = std::min(bytes.find('\0', begin), bytes.size());
      members.emplace_back(name, bytes.substr(begin, end - begin));
      begin = std::min(end + 1, bytes.size());
    }
    bytes = testing::zipped(members);
  } else if (bytes.substr(0, 1024).find("%PDF-") != bytes.npos) {
    return 0;
  }
  const auto document = reading::read_bytes(bytes, "a.docx");
  if (!document) {
    if (document.error().code.empty() || document.error().message.empty()) std::abort();
    return 0;
  }
  if (!testing::broken_promise(*document).empty()) std::abort();
  return 0;
}
