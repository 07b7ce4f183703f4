// Checkpoints: what a journal was at a moment, signed. The text is a C2SP signed note (c2sp.org/signed-note) whose body
// is a C2SP tlog-checkpoint (c2sp.org/tlog-checkpoint):
//
//   jiheng/440118001                                  origin: jiheng/<unit id>
//   1042                                              entries
//   CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=      root, base64
//   time 2026-11-22T04:10:05Z                         when it was made, UTC
//   hash sha256                                       or sm3
//
//   — jiheng/440118001 Az3grlgtzPICa5OS8np…=          key name, base64(key id ‖ signature)
//
// docs/formats/journal.md. Errors: journal.checkpoint (a text that is none, with the line and the reason),
// journal.not-signed (no signature of this key), journal.bad-signature. Thread-safety: values and pure functions.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "journal/hash.h"
#include "journal/key.h"

namespace jiheng::journal {

struct Checkpoint {
  std::string unit_id;  // letters, digits, hyphens, underscores; at most 64
  std::uint64_t size = 0;
  Hash root;
  std::string time;  // 2026-11-22T04:10:05Z
  HashAlgorithm algorithm = HashAlgorithm::sha256;

  std::string origin() const { return "jiheng/" + unit_id; }
  std::string body() const;  // what is signed: the five lines
};

struct NoteSignature {
  std::string name;
  KeyId key_id;
  std::string signature;
};

struct SignedCheckpoint {
  Checkpoint checkpoint;
  std::vector<NoteSignature> signatures;  // 1 … 16; those of other keys (witnesses) are kept

  std::string to_text() const;
  static Result<SignedCheckpoint> parse(std::string_view text);
};

// Signed under the origin as key name. Fails also when the checkpoint's own text would not parse.
Result<SignedCheckpoint> sign(const Checkpoint& checkpoint, const PrivateKey& key);
// Whether the key signed it under the origin's name; every signature by that name and key id must be good.
Status verify(const SignedCheckpoint& checkpoint, const PublicKey& key);

// 1 … 64 letters (ASCII), digits, hyphens and underscores.
bool is_unit_id(std::string_view text);
// 2026-11-22T04:10:05Z, a second that there is (no leap seconds).
bool is_utc_time(std::string_view text);

}  // namespace jiheng::journal
