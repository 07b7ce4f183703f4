#include "journal/hash.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "base/sha256.h"
#include "journal/base64.h"

using namespace jiheng;
using namespace jiheng::journal;

namespace {

TEST(HashTest, KnownHashes) {
  Hasher sha256(HashAlgorithm::sha256), sm3(HashAlgorithm::sm3);
  EXPECT_EQ(sha256.digest("abc").to_hex(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  // GB/T 32905-2016, annex A.
  EXPECT_EQ(sm3.digest("abc").to_hex(), "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");
  EXPECT_EQ(sha256.empty_root().to_hex(), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  // RFC 6962: the leaf of an empty entry is H(00).
  EXPECT_EQ(sha256.leaf("").to_hex(), "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
}

TEST(HashTest, LeavesAndNodesHaveTheirPrefix) {
  for (const HashAlgorithm algorithm : {HashAlgorithm::sha256, HashAlgorithm::sm3}) {
    Hasher hasher(algorithm);
    EXPECT_EQ(hasher.algorithm(), algorithm);
    const Hash left = hasher.digest("l"), right = hasher.digest("r");
    EXPECT_EQ(hasher.leaf("entry"), hasher.digest(std::string("\0entry", 6)));
    EXPECT_EQ(hasher.node(left, right), hasher.digest("\x01" + std::string(left.view()) + std::string(right.view())));
    EXPECT_NE(hasher.node(left, right), hasher.node(right, left));
  }
}

TEST(HashTest, PiecesAreTheWhole) {
  Hasher hasher(HashAlgorithm::sha256);
  hasher.begin();
  hasher.add("ab");
  hasher.add("");
  hasher.add("c");
  const Hash pieces = hasher.finish();
  EXPECT_EQ(pieces, hasher.digest("abc"));
  EXPECT_EQ(hasher.digest("abc").to_hex(), sha256_hex("abc"));
}

TEST(HashTest, NamesOfAlgorithms) {
  EXPECT_EQ(parse_hash_algorithm("sha256"), HashAlgorithm::sha256);
  EXPECT_EQ(parse_hash_algorithm("sm3"), HashAlgorithm::sm3);
  for (const char* text : {"", "SHA256", "sha-256", "sm3 "}) EXPECT_FALSE(parse_hash_algorithm(text)) << text;
}

TEST(HashTest, TextThatIsNoHash) {
  const Hash hash = Hasher(HashAlgorithm::sha256).digest("abc");
  const std::string hex = hash.to_hex(), base64 = hash.to_base64();
  EXPECT_EQ(base64, "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=");
  for (const std::string& text : {std::string(), hex.substr(1), hex + "0", "B" + hex.substr(1), "g" + hex.substr(1)}) {
    const auto parsed = Hash::parse_hex(text);
    ASSERT_FALSE(parsed) << text;
    EXPECT_EQ(parsed.error().code, "journal.bad-hash");
  }
  // 31 bytes, 33 bytes, no padding, white space, bits behind the last byte.
  for (const std::string& text :
       {to_base64(std::string(31, 'a')), to_base64(std::string(33, 'a')), base64.substr(0, 43), base64 + "\n",
        " " + base64.substr(1), base64.substr(0, 42) + "1="}) {
    const auto parsed = Hash::parse_base64(text);
    ASSERT_FALSE(parsed) << text;
    EXPECT_EQ(parsed.error().code, "journal.bad-hash");
  }
}

TEST(Base64Test, Rfc4648) {
  const std::pair<const char*, const char*> known[] = {{"", ""},
                                                       {"f", "Zg=="},
                                                       {"fo", "Zm8="},
                                                       {"foo", "Zm9v"},
                                                       {"foob", "Zm9vYg=="},
                                                       {"fooba", "Zm9vYmE="},
                                                       {"foobar", "Zm9vYmFy"}};
  for (const auto& [bytes, text] : known) {
    EXPECT_EQ(to_base64(bytes), text);
    EXPECT_EQ(parse_base64(text), bytes);
  }
  for (const char* text : {"Zg=", "Zg", "Zh==", "Z===", "====", "=", "Zg==Zg==", "Zm9v\n", "Zm-v", "Zm9vY"}) {
    EXPECT_FALSE(parse_base64(text)) << text;
  }
}

RC_GTEST_PROP(HashProperty, TextsAreReadBack, (const std::array<unsigned char, 32>& bytes)) {
  const Hash hash{bytes};
  RC_ASSERT(Hash::parse_hex(hash.to_hex()).value() == hash);
  RC_ASSERT(Hash::parse_base64(hash.to_base64()).value() == hash);
}

RC_GTEST_PROP(Base64Property, OneTextForSomeBytes, (const std::string& bytes, const std::string& text)) {
  RC_ASSERT(parse_base64(to_base64(bytes)) == bytes);
  if (const auto read = parse_base64(text)) RC_ASSERT(to_base64(*read) == text);
}

}  // namespace
