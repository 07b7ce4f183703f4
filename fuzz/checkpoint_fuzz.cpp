// links: journal base
//
// Any text as what the journal reads of others: a checkpoint, a public key, a frontier. An error with a code, or
// something that is written back as the same text.

#include <cstdint>
#include <cstdlib>

#include "journal/checkpoint.h"
#include "journal/merkle.h"

using namespace jiheng;
using namespace jiheng::journal;

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

void require_said(const Error& error) {
  require(!error.code.empty() && !error.message.empty());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  if (const auto checkpoint = SignedCheckpoint::parse(text)) {
    require(checkpoint->to_text() == text);
  } else {
    require_said(checkpoint.error());
  }
  if (const auto key = PublicKey::from_pem(text)) {
    require(key->to_pem() == text);
    require(!key->verify("text", std::string(64, 'x')));
  } else {
    require_said(key.error());
  }
  if (const auto frontier = Frontier::parse(text)) {
    require(frontier->to_text() == text);
  } else {
    require_said(frontier.error());
  }
  return 0;
}
