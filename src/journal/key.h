// Keys that sign checkpoints: Ed25519 (RFC 8032), or SM2 with SM3 (GB/T 32918.2, GM/T 0009's default signer id).
//
// A public key is its one canonical encoding: the SubjectPublicKeyInfo of RFC 8410 for Ed25519, of RFC 5480 with the
// named curve sm2p256v1 and the uncompressed point for SM2. Writing a private key to a file, with mode 0600, is the
// caller's. Errors: journal.bad-key (a text that is no key of these kinds), journal.crypto (OpenSSL failed).
// Thread-safety: values, immutable; may be used by many threads.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

struct evp_pkey_st;  // OpenSSL's EVP_PKEY

namespace jiheng::journal {

enum class KeyKind { ed25519, sm2 };
std::string_view id_of(KeyKind kind);     // "ed25519" "sm2"
std::string_view title_of(KeyKind kind);  // "Ed25519" "SM2"
std::optional<KeyKind> parse_key_kind(std::string_view id);

using KeyId = std::array<unsigned char, 4>;
using KeyHandle = std::shared_ptr<evp_pkey_st>;

class PublicKey {
 public:
  static Result<PublicKey> from_pem(std::string_view pem);  // "-----BEGIN PUBLIC KEY-----", nothing around it
  KeyKind kind() const { return kind_; }
  const std::string& raw() const { return raw_; }  // 32 bytes of Ed25519; 65 of SM2: 04 ‖ x ‖ y
  std::string to_pem() const;
  std::string fingerprint() const;  // SHA-256 of the SubjectPublicKeyInfo, 64 hex digits
  // Of the key used under `name`: the first 4 bytes of SHA-256(name ‖ 0x0A ‖ signature type ‖ raw), as C2SP
  // signed-note has it. The signature type is 0x01 for Ed25519, 0xff ‖ "jiheng/sm2-with-sm3/v1" for SM2.
  KeyId id(std::string_view name) const;
  // A signature is 64 bytes: R ‖ S of RFC 8032, or r ‖ s of SM2, big-endian.
  bool verify(std::string_view message, std::string_view signature) const;
  friend bool operator==(const PublicKey& a, const PublicKey& b) { return a.kind_ == b.kind_ && a.raw_ == b.raw_; }

 private:
  friend class PrivateKey;
  PublicKey(KeyKind kind, std::string raw, KeyHandle key) : kind_(kind), raw_(std::move(raw)), key_(std::move(key)) {}
  static Result<PublicKey> from_der(std::string_view der);

  KeyKind kind_;
  std::string raw_;
  KeyHandle key_;
};

class PrivateKey {
 public:
  static Result<PrivateKey> generate(KeyKind kind);
  static Result<PrivateKey> from_pem(std::string_view pem);  // PKCS #8, not encrypted
  Result<std::string> to_pem() const;
  const PublicKey& public_key() const { return public_key_; }
  Result<std::string> sign(std::string_view message) const;

 private:
  PrivateKey(PublicKey public_key, KeyHandle key) : public_key_(std::move(public_key)), key_(std::move(key)) {}
  static Result<PrivateKey> from_handle(KeyHandle key);

  PublicKey public_key_;
  KeyHandle key_;
};

}  // namespace jiheng::journal
