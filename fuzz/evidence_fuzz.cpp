// links: ledger reading store journal pack expr base
//
// Any bytes as the name and the first bytes of a file to attach. What is taken as a name must be one that a file can
// safely be written under: valid UTF-8, no path, nothing invisible, and the same when it is cleaned again.

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "base/text.h"
#include "ledger/file_type.h"

using namespace jiheng;

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

// The first byte is the length of the name.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  const std::string_view name = bytes.substr(0, data[0]);
  const std::string_view head = bytes.substr(name.size());
  const auto clean = ledger::clean_file_name(name);
  if (!clean) return 0;
  require(!clean->empty() && find_invalid_utf8(*clean) == std::string_view::npos);
  require(clean->find_first_of("/\\") == std::string::npos && *clean != "." && *clean != "..");
  for (const char c : *clean) require(static_cast<unsigned char>(c) >= 0x20 && c != 0x7F);
  const auto again = ledger::clean_file_name(*clean);
  require(again && *again == *clean);
  const Status taken = ledger::check_file_type(*clean, head);
  if (taken) require(!head.empty() && clean->find('.') != std::string::npos);
  return 0;
}
