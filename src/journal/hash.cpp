#include "journal/hash.h"

#include <openssl/evp.h>

#include <algorithm>
#include <cstring>
#include <stdexcept>

#include "journal/base64.h"

namespace jiheng::journal {
namespace {

constexpr char hex_digits[] = "0123456789abcdef";

Result<Hash> hash_of(std::optional<std::string> bytes, std::string_view text) {
  if (!bytes || bytes->size() != Hash::size) return fail("journal.bad-hash", {{"text", text}});
  Hash hash;
  std::memcpy(hash.bytes.data(), bytes->data(), Hash::size);
  return hash;
}

}  // namespace

std::string_view id_of(HashAlgorithm algorithm) {
  return algorithm == HashAlgorithm::sha256 ? "sha256" : "sm3";
}

std::optional<HashAlgorithm> parse_hash_algorithm(std::string_view id) {
  for (const HashAlgorithm algorithm : {HashAlgorithm::sha256, HashAlgorithm::sm3}) {
    if (id == id_of(algorithm)) return algorithm;
  }
  return std::nullopt;
}

std::string Hash::to_hex() const {
  std::string text;
  for (const unsigned char byte : bytes) {
    text.push_back(hex_digits[byte >> 4]);
    text.push_back(hex_digits[byte & 15]);
  }
  return text;
}

std::string Hash::to_base64() const {
  return journal::to_base64(view());
}

Result<Hash> Hash::parse_hex(std::string_view text) {
  std::string found;
  if (text.size() == 2 * size) {
    for (std::size_t i = 0; i < text.size(); i += 2) {
      const char* high = std::find(hex_digits, hex_digits + 16, text[i]);
      const char* low = std::find(hex_digits, hex_digits + 16, text[i + 1]);
      if (high == hex_digits + 16 || low == hex_digits + 16) return hash_of(std::nullopt, text);
      found.push_back(static_cast<char>((high - hex_digits) * 16 + (low - hex_digits)));
    }
  }
  return hash_of(std::move(found), text);
}

Result<Hash> Hash::parse_base64(std::string_view text) {
  return hash_of(journal::parse_base64(text), text);
}

struct Hasher::Impl {
  struct FreeDigest {
    void operator()(EVP_MD* digest) const { EVP_MD_free(digest); }
  };
  struct FreeContext {
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
  };
  static void require(bool done) {
    if (!done) throw std::runtime_error("OpenSSL cannot hash");
  }

  explicit Impl(HashAlgorithm which)
      : algorithm(which),
        digest(EVP_MD_fetch(nullptr, which == HashAlgorithm::sha256 ? "SHA256" : "SM3", nullptr)),
        context(EVP_MD_CTX_new()) {
    require(digest != nullptr && context != nullptr);
  }

  void begin() { require(EVP_DigestInit_ex2(context.get(), digest.get(), nullptr) == 1); }
  void add(const void* bytes, std::size_t count) { require(EVP_DigestUpdate(context.get(), bytes, count) == 1); }
  Hash finish() {
    Hash hash;
    unsigned int count = 0;
    require(EVP_DigestFinal_ex(context.get(), hash.bytes.data(), &count) == 1 && count == Hash::size);
    return hash;
  }

  HashAlgorithm algorithm;
  std::unique_ptr<EVP_MD, FreeDigest> digest;
  std::unique_ptr<EVP_MD_CTX, FreeContext> context;
};

Hasher::Hasher(HashAlgorithm algorithm) : impl_(std::make_unique<Impl>(algorithm)) {}
Hasher::Hasher(Hasher&&) noexcept = default;
Hasher& Hasher::operator=(Hasher&&) noexcept = default;
Hasher::~Hasher() = default;

HashAlgorithm Hasher::algorithm() const {
  return impl_->algorithm;
}

Hash Hasher::leaf(std::string_view entry) {
  impl_->begin();
  impl_->add("\0", 1);
  impl_->add(entry.data(), entry.size());
  return impl_->finish();
}

Hash Hasher::node(const Hash& left, const Hash& right) {
  unsigned char bytes[1 + 2 * Hash::size];
  bytes[0] = 1;
  std::memcpy(bytes + 1, left.bytes.data(), Hash::size);
  std::memcpy(bytes + 1 + Hash::size, right.bytes.data(), Hash::size);
  impl_->begin();
  impl_->add(bytes, sizeof bytes);
  return impl_->finish();
}

Hash Hasher::empty_root() {
  return digest({});
}

Hash Hasher::digest(std::string_view bytes) {
  impl_->begin();
  impl_->add(bytes.data(), bytes.size());
  return impl_->finish();
}

void Hasher::begin() {
  impl_->begin();
}

void Hasher::add(std::string_view piece) {
  impl_->add(piece.data(), piece.size());
}

Hash Hasher::finish() {
  return impl_->finish();
}

}  // namespace jiheng::journal
