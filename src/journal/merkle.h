// The Merkle tree of a journal (RFC 6962, RFC 9162 §2.1): roots of a growing log, proofs that an entry is in it and
// that a later log only added to an earlier one, and their verification.
//
// The caller stores the leaf hashes (level 0) and, as Frontier::append reports them, the hashes of complete subtrees of
// 256, 256² and 256³ leaves (levels 8, 16, 24); a proof then reads at most two runs of 256 hashes a level, whatever the
// size of the log. Errors: journal.bad-frontier, journal.no-such-entry, journal.no-such-size, journal.missing-hash (the
// source gave fewer hashes than asked for), and what the source fails with. Thread-safety: values and pure functions,
// given a Hasher of one's own.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "journal/hash.h"

namespace jiheng::journal {

// The hash of the complete subtree of leaves [index × 2^level, (index + 1) × 2^level).
struct Subtree {
  int level;
  std::uint64_t index;
  Hash hash;
  friend bool operator==(const Subtree&, const Subtree&) = default;
};

// The levels whose hashes are stored.
inline constexpr int stored_levels[] = {0, 8, 16, 24};

// What is needed of a log to append to it: its size and the roots of its complete subtrees, largest first; at most 64
// hashes. One log keeps to one algorithm: always give it Hashers of the same.
class Frontier {
 public:
  std::uint64_t size() const { return size_; }
  // The subtrees of levels 8, 16 and 24 that this leaf completed, lowest first.
  std::vector<Subtree> append(const Hash& leaf, Hasher& hasher);
  Hash root(Hasher& hasher) const;

  // One line for one database cell: the size, then the roots in base64, parted by spaces.
  std::string to_text() const;
  static Result<Frontier> parse(std::string_view text);
  friend bool operator==(const Frontier&, const Frontier&) = default;

 private:
  std::uint64_t size_ = 0;
  std::vector<Hash> roots_;
};

// Where the stored hashes of a log are.
class HashSource {
 public:
  virtual ~HashSource() = default;
  // Appends to `hashes` those of the subtrees [first, first + count) of `level`, one of stored_levels; count ≤ 256.
  virtual Status read(int level, std::uint64_t first, std::uint64_t count, std::vector<Hash>& hashes) = 0;
};

// That leaf `index` is in the log of the first `size` entries, index < size: its audit path, lowest sibling first.
Result<std::vector<Hash>> inclusion_proof(std::uint64_t index, std::uint64_t size, HashSource& source, Hasher& hasher);
// That the log of `size` entries begins with the log of `old_size` ≤ size. Empty when old_size is 0 or `size`.
Result<std::vector<Hash>> consistency_proof(std::uint64_t old_size, std::uint64_t size, HashSource& source,
                                            Hasher& hasher);
// The root of the first `size` entries.
Result<Hash> root_at(std::uint64_t size, HashSource& source, Hasher& hasher);

// RFC 9162 §2.1.3.2.
bool verify_inclusion(const Hash& leaf, std::uint64_t index, std::uint64_t size, std::span<const Hash> proof,
                      const Hash& root, Hasher& hasher);
// RFC 9162 §2.1.4.2; for equal sizes the roots must be equal, for old_size 0 the old root that of an empty tree, and
// the proof empty.
bool verify_consistency(std::uint64_t old_size, std::uint64_t size, std::span<const Hash> proof, const Hash& old_root,
                        const Hash& root, Hasher& hasher);

}  // namespace jiheng::journal
