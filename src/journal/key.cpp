#include "journal/key.h"

#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <algorithm>

#include "base/sha256.h"
#include "journal/base64.h"
#include "journal/hash.h"

namespace jiheng::journal {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t signature_size = 64, half = 32;
// What a SubjectPublicKeyInfo begins with before the raw key.
constexpr std::string_view ed25519_prefix = "\x30\x2a\x30\x05\x06\x03\x2b\x65\x70\x03\x21\x00"sv;
constexpr std::string_view sm2_prefix =
    "\x30\x59\x30\x13\x06\x07\x2a\x86\x48\xce\x3d\x02\x01\x06\x08\x2a\x81\x1c\xcf\x55\x01\x82\x2d\x03\x42\x00"sv;
constexpr std::string_view sm2_type = "\xffjiheng/sm2-with-sm3/v1"sv;
constexpr std::string_view sm2_signer = "1234567812345678";  // GM/T 0009-2012 §10: the id where none is agreed
constexpr std::string_view pem_begin = "-----BEGIN PUBLIC KEY-----\n", pem_end = "-----END PUBLIC KEY-----\n";
constexpr std::size_t pem_width = 64;

struct FreeBio {
  void operator()(BIO* bio) const { BIO_free(bio); }
};
struct FreeContext {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};
struct FreeSignature {
  void operator()(ECDSA_SIG* signature) const { ECDSA_SIG_free(signature); }
};
using Signature = std::unique_ptr<ECDSA_SIG, FreeSignature>;

tl::unexpected<Error> crypto_failure() {
  char text[256];
  ERR_error_string_n(ERR_get_error(), text, sizeof text);
  ERR_clear_error();
  return fail("journal.crypto", {}, text);
}

tl::unexpected<Error> bad_key() {
  ERR_clear_error();
  return fail("journal.bad-key");
}

const unsigned char* unsigned_bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

KeyHandle handle(EVP_PKEY* key) {
  return KeyHandle(key, [](EVP_PKEY* owned) { EVP_PKEY_free(owned); });
}

std::string_view prefix_of(KeyKind kind) {
  return kind == KeyKind::ed25519 ? ed25519_prefix : sm2_prefix;
}

// y < 2^255 - 19 (RFC 8032 §5.1.3), which OpenSSL does not ask: y is little-endian, the top bit the sign of x.
bool is_canonical_ed25519(std::string_view raw) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(raw[i]); };
  if ((byte(31) & 0x7f) != 0x7f || byte(0) < 0xed) return true;
  return !std::all_of(raw.begin() + 1, raw.begin() + 31, [](char c) { return c == '\xff'; });
}

// What both signing and verifying begin with.
template <class Init>
bool begin(Init init, EVP_MD_CTX* context, KeyKind kind, EVP_PKEY* key) {
  if (kind == KeyKind::ed25519) return init(context, nullptr, nullptr, nullptr, nullptr, key, nullptr) == 1;
  OSSL_PARAM parameters[] = {OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_DIST_ID,
                                                               const_cast<char*>(sm2_signer.data()), sm2_signer.size()),
                             OSSL_PARAM_construct_end()};
  return init(context, nullptr, "SM3", nullptr, nullptr, key, parameters) == 1;
}

// SM2 signatures: OpenSSL's are DER, of any length; ours r ‖ s, of one.
std::string raw_signature(std::string_view der) {
  const unsigned char* at = unsigned_bytes(der);
  const Signature signature(d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size())));
  std::string raw(signature_size, '\0');
  auto* out = reinterpret_cast<unsigned char*>(raw.data());
  if (signature == nullptr || BN_bn2binpad(ECDSA_SIG_get0_r(signature.get()), out, half) < 0 ||
      BN_bn2binpad(ECDSA_SIG_get0_s(signature.get()), out + half, half) < 0) {
    return {};
  }
  return raw;
}

std::string der_signature(std::string_view raw) {
  const Signature signature(ECDSA_SIG_new());
  BIGNUM* r = BN_bin2bn(unsigned_bytes(raw), half, nullptr);
  BIGNUM* s = BN_bin2bn(unsigned_bytes(raw) + half, half, nullptr);
  if (signature == nullptr || r == nullptr || s == nullptr || ECDSA_SIG_set0(signature.get(), r, s) != 1) {
    BN_free(r);
    BN_free(s);
    return {};
  }
  unsigned char* der = nullptr;
  const int size = i2d_ECDSA_SIG(signature.get(), &der);
  std::string bytes = size > 0 ? std::string(reinterpret_cast<char*>(der), static_cast<std::size_t>(size)) : "";
  OPENSSL_free(der);
  return bytes;
}

}  // namespace

std::string_view id_of(KeyKind kind) {
  return kind == KeyKind::ed25519 ? "ed25519" : "sm2";
}

std::string_view title_of(KeyKind kind) {
  return kind == KeyKind::ed25519 ? "Ed25519" : "SM2";
}

std::optional<KeyKind> parse_key_kind(std::string_view id) {
  for (const KeyKind kind : {KeyKind::ed25519, KeyKind::sm2}) {
    if (id == id_of(kind)) return kind;
  }
  return std::nullopt;
}

Result<PublicKey> PublicKey::from_der(std::string_view der) {
  for (const KeyKind kind : {KeyKind::ed25519, KeyKind::sm2}) {
    const std::string_view prefix = prefix_of(kind);
    const std::size_t raw_size = kind == KeyKind::ed25519 ? 32 : 65;
    if (!der.starts_with(prefix) || der.size() != prefix.size() + raw_size) continue;
    std::string raw(der.substr(prefix.size()));
    if (kind == KeyKind::ed25519 && !is_canonical_ed25519(raw)) break;
    const unsigned char* at = unsigned_bytes(der);
    KeyHandle key = handle(d2i_PUBKEY(nullptr, &at, static_cast<long>(der.size())));
    if (key == nullptr || EVP_PKEY_is_a(key.get(), kind == KeyKind::ed25519 ? "ED25519" : "SM2") != 1) break;
    return PublicKey(kind, std::move(raw), std::move(key));
  }
  return bad_key();
}

Result<PublicKey> PublicKey::from_pem(std::string_view pem) {
  if (!pem.starts_with(pem_begin) || !pem.ends_with(pem_end)) return bad_key();
  std::string text(pem.substr(pem_begin.size(), pem.size() - std::min(pem.size(), pem_begin.size() + pem_end.size())));
  std::erase(text, '\n');
  const auto der = parse_base64(text);
  auto key = der ? from_der(*der) : bad_key();
  if (key && key->to_pem() != pem) return bad_key();  // its lines are broken elsewhere
  return key;
}

std::string PublicKey::to_pem() const {
  const std::string text = to_base64(std::string(prefix_of(kind_)) + raw_);
  std::string pem(pem_begin);
  for (std::size_t at = 0; at < text.size(); at += pem_width) pem += text.substr(at, pem_width) + "\n";
  return pem + std::string(pem_end);
}

std::string PublicKey::fingerprint() const {
  return sha256_hex(std::string(prefix_of(kind_)) + raw_);
}

KeyId PublicKey::id(std::string_view name) const {
  std::string bytes(name);
  bytes += '\n';
  bytes += kind_ == KeyKind::ed25519 ? "\x01"sv : sm2_type;
  bytes += raw_;
  const Hash hash = Hasher(HashAlgorithm::sha256).digest(bytes);
  return {hash.bytes[0], hash.bytes[1], hash.bytes[2], hash.bytes[3]};
}

bool PublicKey::verify(std::string_view message, std::string_view signature) const {
  if (signature.size() != signature_size) return false;
  const std::string bytes = kind_ == KeyKind::ed25519 ? std::string(signature) : der_signature(signature);
  const std::unique_ptr<EVP_MD_CTX, FreeContext> context(EVP_MD_CTX_new());
  const bool good = context != nullptr && begin(EVP_DigestVerifyInit_ex, context.get(), kind_, key_.get()) &&
                    EVP_DigestVerify(context.get(), unsigned_bytes(bytes), bytes.size(), unsigned_bytes(message),
                                     message.size()) == 1;
  if (!good) ERR_clear_error();
  return good;
}

Result<PrivateKey> PrivateKey::from_handle(KeyHandle key) {
  unsigned char* der = nullptr;
  const int size = key == nullptr ? 0 : i2d_PUBKEY(key.get(), &der);
  if (size <= 0) return bad_key();
  auto public_key = PublicKey::from_der({reinterpret_cast<const char*>(der), static_cast<std::size_t>(size)});
  OPENSSL_free(der);
  if (!public_key) return fail(std::move(public_key.error()));
  return PrivateKey(std::move(*public_key), std::move(key));
}

Result<PrivateKey> PrivateKey::generate(KeyKind kind) {
  KeyHandle key = handle(EVP_PKEY_Q_keygen(nullptr, nullptr, kind == KeyKind::ed25519 ? "ED25519" : "SM2"));
  if (key == nullptr) return crypto_failure();
  return from_handle(std::move(key));
}

Result<PrivateKey> PrivateKey::from_pem(std::string_view pem) {
  const std::unique_ptr<BIO, FreeBio> bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  if (bio == nullptr) return crypto_failure();
  // Without a callback OpenSSL would ask at the terminal for the password of an encrypted key.
  const auto no_password = [](char*, int, int, void*) { return -1; };
  return from_handle(handle(PEM_read_bio_PrivateKey(bio.get(), nullptr, no_password, nullptr)));
}

Result<std::string> PrivateKey::to_pem() const {
  const std::unique_ptr<BIO, FreeBio> bio(BIO_new(BIO_s_secmem()));
  if (bio == nullptr ||
      PEM_write_bio_PKCS8PrivateKey(bio.get(), key_.get(), nullptr, nullptr, 0, nullptr, nullptr) != 1) {
    return crypto_failure();
  }
  char* text = nullptr;
  const long size = BIO_get_mem_data(bio.get(), &text);
  return std::string(text, static_cast<std::size_t>(size));
}

Result<std::string> PrivateKey::sign(std::string_view message) const {
  const KeyKind kind = public_key_.kind();
  const std::unique_ptr<EVP_MD_CTX, FreeContext> context(EVP_MD_CTX_new());
  unsigned char bytes[128];
  std::size_t size = sizeof bytes;
  if (context == nullptr || !begin(EVP_DigestSignInit_ex, context.get(), kind, key_.get()) ||
      EVP_DigestSign(context.get(), bytes, &size, unsigned_bytes(message), message.size()) != 1) {
    return crypto_failure();
  }
  std::string signature(reinterpret_cast<const char*>(bytes), size);
  if (kind == KeyKind::sm2) signature = raw_signature(signature);
  if (signature.size() != signature_size) return crypto_failure();
  return signature;
}

}  // namespace jiheng::journal
