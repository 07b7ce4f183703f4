// Hashes of the journal's Merkle tree: SHA-256, or SM3 by option, both of 32 bytes.
//
// A leaf is H(0x00 ‖ entry), a node H(0x01 ‖ left ‖ right), an empty tree H("") (RFC 6962 and RFC 9162 §2.1); the
// prefix keeps a leaf from being taken for a node. docs/formats/journal.md.
// Errors: journal.bad-hash (a text that is no hash). Hasher throws std::runtime_error when OpenSSL lacks the algorithm
// or memory. Thread-safety: Hash is a value; a Hasher is used by one thread at a time.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace jiheng::journal {

enum class HashAlgorithm { sha256, sm3 };
std::string_view id_of(HashAlgorithm algorithm);  // "sha256" "sm3"
std::optional<HashAlgorithm> parse_hash_algorithm(std::string_view id);

struct Hash {
  static constexpr std::size_t size = 32;
  std::array<unsigned char, size> bytes{};

  std::string_view view() const { return {reinterpret_cast<const char*>(bytes.data()), size}; }
  std::string to_hex() const;  // 64 digits, lower case
  std::string to_base64() const;
  static Result<Hash> parse_hex(std::string_view text);  // lower case only
  static Result<Hash> parse_base64(std::string_view text);
  friend auto operator<=>(const Hash&, const Hash&) = default;
};

// One OpenSSL context, used again for every hash: looking the algorithm up costs more than hashing an entry.
class Hasher {
 public:
  explicit Hasher(HashAlgorithm algorithm);
  Hasher(Hasher&&) noexcept;
  Hasher& operator=(Hasher&&) noexcept;
  ~Hasher();

  HashAlgorithm algorithm() const;
  Hash leaf(std::string_view entry);
  Hash node(const Hash& left, const Hash& right);
  Hash empty_root();
  Hash digest(std::string_view bytes);  // H(bytes), no prefix

  // The same of bytes that come in pieces: begin, add as often as needed, finish, and no other hash between.
  void begin();
  void add(std::string_view piece);
  Hash finish();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace jiheng::journal
