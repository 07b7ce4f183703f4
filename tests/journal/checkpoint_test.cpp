#include "journal/checkpoint.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <fstream>
#include <iterator>

#include "journal/base64.h"

using namespace jiheng;
using namespace jiheng::journal;

namespace {

std::string bytes_of(std::string_view hex) {
  std::string bytes;
  for (std::size_t i = 0; i < hex.size(); i += 2) {
    bytes.push_back(static_cast<char>(std::stoi(std::string(hex.substr(i, 2)), nullptr, 16)));
  }
  return bytes;
}

std::string pem_of(std::string_view der) {
  const std::string text = to_base64(der);
  std::string pem = "-----BEGIN PUBLIC KEY-----\n";
  for (std::size_t at = 0; at < text.size(); at += 64) pem += text.substr(at, 64) + "\n";
  return pem + "-----END PUBLIC KEY-----\n";
}

PublicKey ed25519(std::string_view raw) {
  return PublicKey::from_pem(pem_of(bytes_of("302a300506032b6570032100") + std::string(raw))).value();
}

const PrivateKey& key_of(KeyKind kind) {
  static const PrivateKey ed25519 = PrivateKey::generate(KeyKind::ed25519).value();
  static const PrivateKey sm2 = PrivateKey::generate(KeyKind::sm2).value();
  return kind == KeyKind::ed25519 ? ed25519 : sm2;
}

Checkpoint small() {
  return {"440118001", 3, Hasher(HashAlgorithm::sha256).digest("root"), "2026-11-22T04:10:05Z", HashAlgorithm::sha256};
}

TEST(KeyTest, Rfc8032) {
  const PublicKey first = ed25519(bytes_of("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"));
  const std::string signature = bytes_of(
      "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24"
      "65"
      "5141438e7a100b");
  EXPECT_TRUE(first.verify("", signature));
  EXPECT_FALSE(first.verify("x", signature));
  EXPECT_FALSE(first.verify("", signature.substr(1)));
  EXPECT_FALSE(first.verify("", signature + "x"));
}

TEST(KeyTest, TheExampleOfGbT32918) {  // GB/T 32918.5-2017, annex A.2
  const std::string point = bytes_of(
      "0409f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e08"
      "4a"
      "6632f6072da9ad13");
  const auto key =
      PublicKey::from_pem(pem_of(bytes_of("3059301306072a8648ce3d020106082a811ccf5501822d034200") + point));
  ASSERT_TRUE(key);
  EXPECT_EQ(key->kind(), KeyKind::sm2);
  const std::string signature = bytes_of(
      "f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4"
      "84"
      "0b69c485bbc1aa");
  EXPECT_TRUE(key->verify("message digest", signature));
  EXPECT_FALSE(key->verify("message digest.", signature));
  EXPECT_FALSE(key->verify("message digest", std::string(64, '\0')));
}

// The key and note of the documentation of golang.org/x/mod/sumdb/note.
TEST(KeyTest, ANoteSignedElsewhere) {
  const std::string vkey = parse_base64("ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW").value();
  const PublicKey key = ed25519(vkey.substr(1));
  EXPECT_EQ(key.id("PeterNeumann"), (KeyId{0xc7, 0x4f, 0x20, 0xa3}));
  const std::string signature =
      parse_base64("x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=")
          .value();
  EXPECT_TRUE(
      key.verify("If you think cryptography is the answer to your problem,\n"
                 "then you don't know what your problem is.\n",
                 signature.substr(4)));
}

TEST(KeyTest, PemAndBack) {
  for (const KeyKind kind : {KeyKind::ed25519, KeyKind::sm2}) {
    const PrivateKey& key = key_of(kind);
    const std::string pem = key.to_pem().value();
    EXPECT_TRUE(pem.starts_with("-----BEGIN PRIVATE KEY-----\n")) << pem;
    const auto back = PrivateKey::from_pem(pem);
    ASSERT_TRUE(back) << back.error().message;
    EXPECT_EQ(back->public_key(), key.public_key());
    EXPECT_EQ(back->public_key().kind(), kind);
    const auto public_back = PublicKey::from_pem(key.public_key().to_pem());
    ASSERT_TRUE(public_back) << public_back.error().message;
    EXPECT_EQ(*public_back, key.public_key());
    EXPECT_EQ(public_back->fingerprint(), key.public_key().fingerprint());
    EXPECT_TRUE(public_back->verify("text", back->sign("text").value()));
    EXPECT_NE(PrivateKey::generate(kind)->public_key(), key.public_key());
    EXPECT_EQ(parse_key_kind(id_of(kind)), kind);
  }
  EXPECT_FALSE(parse_key_kind("rsa"));
}

TEST(KeyTest, WhatIsNoKey) {
  const std::string pem = key_of(KeyKind::ed25519).public_key().to_pem(),
                    sm2 = key_of(KeyKind::sm2).public_key().to_pem();
  std::string off_curve = parse_base64(sm2.substr(27, 64) + sm2.substr(92, 60)).value();
  off_curve.back() = static_cast<char>(off_curve.back() ^ 1);
  const std::string low = bytes_of("edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f");  // y = p
  const std::string p256 =
      "-----BEGIN PUBLIC KEY-----\n"
      "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEaxfR8uEsQkf4vOblY6RA8ncDfYEt\n"
      "6zOg9KE5RdiYwpZP40Li/hp/m47n60p8D54WK84zV2sxXs7LtkBoN79R9Q==\n"
      "-----END PUBLIC KEY-----\n";
  const std::string begin = "-----BEGIN PUBLIC KEY-----\n", end = "-----END PUBLIC KEY-----\n";
  for (const std::string& text :
       {std::string(), begin, begin + end, begin.substr(0, 20), "x" + pem, pem + "x", pem.substr(0, pem.size() - 1),
        pem.substr(0, 30) + "\n" + pem.substr(30), key_of(KeyKind::ed25519).to_pem().value(), pem_of(off_curve), p256,
        pem_of(bytes_of("302a300506032b6570032100") + low)}) {
    const auto key = PublicKey::from_pem(text);
    ASSERT_FALSE(key) << text;
    EXPECT_EQ(key.error().code, "journal.bad-key");
  }
  for (const std::string& text : {std::string(), pem, std::string("-----BEGIN PRIVATE KEY-----\n")}) {
    const auto key = PrivateKey::from_pem(text);
    ASSERT_FALSE(key) << text;
    EXPECT_EQ(key.error().code, "journal.bad-key");
  }
}

TEST(CheckpointTest, TheTextIsASignedNote) {
  const auto made = sign(small(), key_of(KeyKind::ed25519));
  ASSERT_TRUE(made) << made.error().message;
  const std::string text = made->to_text();
  const std::string body =
      "jiheng/440118001\n"
      "3\n" +
      small().root.to_base64() +
      "\n"
      "time 2026-11-22T04:10:05Z\n"
      "hash sha256\n";
  EXPECT_EQ(small().body(), body);
  EXPECT_TRUE(text.starts_with(body + "\n— jiheng/440118001 ")) << text;
  const auto bytes = parse_base64(text.substr(body.size() + 22, 92));
  ASSERT_TRUE(bytes);
  const PublicKey& key = key_of(KeyKind::ed25519).public_key();
  const KeyId id = key.id("jiheng/440118001");
  EXPECT_EQ(bytes->substr(0, 4), std::string(id.begin(), id.end()));
  EXPECT_TRUE(key.verify(body, bytes->substr(4)));
  EXPECT_TRUE(verify(SignedCheckpoint::parse(text).value(), key));
}

TEST(CheckpointTest, TheExampleOfTheDocumentation) {
  std::ifstream in(JIHENG_SOURCE_DIR "/docs/formats/journal.md");
  const std::string page{std::istreambuf_iterator<char>(in), {}};
  const auto block = [&](std::string_view begin) {
    const auto at = page.find("```\n" + std::string(begin)) + 4;
    return page.substr(at, page.find("```\n", at) - at);
  };
  const auto note = SignedCheckpoint::parse(block("jiheng/"));
  const auto key = PublicKey::from_pem(block("-----BEGIN PUBLIC KEY-----"));
  ASSERT_TRUE(note) << note.error().message;
  ASSERT_TRUE(key) << key.error().message;
  EXPECT_TRUE(verify(*note, *key));
  EXPECT_NE(page.find("`" + key->fingerprint() + "`"), page.npos);
  std::string id;
  for (const unsigned char byte : key->id("jiheng/440118001")) {
    for (const int digit : {byte >> 4, byte & 15}) id.push_back("0123456789abcdef"[digit]);
  }
  EXPECT_NE(page.find("`" + id + "`"), page.npos);
}

TEST(CheckpointTest, SignedByEitherKindWithEitherHash) {
  for (const KeyKind kind : {KeyKind::ed25519, KeyKind::sm2}) {
    for (const HashAlgorithm algorithm : {HashAlgorithm::sha256, HashAlgorithm::sm3}) {
      Checkpoint checkpoint = small();
      checkpoint.algorithm = algorithm;
      const std::string text = sign(checkpoint, key_of(kind))->to_text();
      const auto back = SignedCheckpoint::parse(text);
      ASSERT_TRUE(back) << back.error().message;
      EXPECT_EQ(back->to_text(), text);
      EXPECT_EQ(back->checkpoint.algorithm, algorithm);
      EXPECT_TRUE(verify(*back, key_of(kind).public_key()));
      const PublicKey other = PrivateKey::generate(kind)->public_key();
      EXPECT_EQ(verify(*back, other).error().code, "journal.not-signed");
    }
  }
}

TEST(CheckpointTest, SignaturesOfOthersAreKeptAndIgnored) {
  SignedCheckpoint note = sign(small(), key_of(KeyKind::ed25519)).value();
  note.signatures.insert(note.signatures.begin(), {"witness.example/见证", {1, 2, 3, 4}, "anything"});
  const auto back = SignedCheckpoint::parse(note.to_text());
  ASSERT_TRUE(back) << back.error().message;
  ASSERT_EQ(back->signatures.size(), 2u);
  EXPECT_EQ(back->signatures[0].name, "witness.example/见证");
  EXPECT_EQ(back->signatures[0].signature, "anything");
  EXPECT_TRUE(verify(*back, key_of(KeyKind::ed25519).public_key()));
  // A bad one beside a good one of the same key.
  note.signatures.push_back(note.signatures[1]);
  note.signatures[2].signature[10] = static_cast<char>(note.signatures[2].signature[10] ^ 1);
  EXPECT_EQ(verify(note, key_of(KeyKind::ed25519).public_key()).error().code, "journal.bad-signature");
}

TEST(CheckpointTest, NothingCanBeChanged) {
  for (const KeyKind kind : {KeyKind::ed25519, KeyKind::sm2}) {
    const SignedCheckpoint note = sign(small(), key_of(kind)).value();
    const auto code_of = [&](auto change) {
      SignedCheckpoint changed = note;
      change(changed);
      const Status status = verify(changed, key_of(kind).public_key());
      return status ? "" : status.error().code;
    };
    EXPECT_EQ(code_of([](SignedCheckpoint&) {}), "");
    EXPECT_EQ(code_of([](SignedCheckpoint& n) { n.checkpoint.size = 4; }), "journal.bad-signature");
    EXPECT_EQ(code_of([](SignedCheckpoint& n) { n.checkpoint.root.bytes[31] ^= 1; }), "journal.bad-signature");
    EXPECT_EQ(code_of([](SignedCheckpoint& n) { n.checkpoint.time[0] = '1'; }), "journal.bad-signature");
    EXPECT_EQ(code_of([](SignedCheckpoint& n) { n.checkpoint.algorithm = HashAlgorithm::sm3; }),
              "journal.bad-signature");
    EXPECT_EQ(code_of([](SignedCheckpoint& n) { n.checkpoint.unit_id = "440118002"; }), "journal.not-signed");
    EXPECT_EQ(code_of([](SignedCheckpoint& n) { n.signatures[0].signature[0] ^= 1; }), "journal.bad-signature");
    EXPECT_EQ(code_of([](SignedCheckpoint& n) { n.signatures.clear(); }), "journal.not-signed");
  }
}

TEST(CheckpointTest, MistakesAreNamedWithTheirLine) {
  const std::string good = sign(small(), key_of(KeyKind::ed25519))->to_text();
  const auto message_of = [&](const std::string& from, const std::string& to) {
    std::string text = good;
    const auto at = text.find(from);
    EXPECT_NE(at, text.npos);
    text.replace(at, from.size(), to);
    const auto parsed = SignedCheckpoint::parse(text);
    EXPECT_TRUE(parsed || parsed.error().code == "journal.checkpoint");
    return parsed ? "" : parsed.error().message;
  };
  const std::string root = small().root.to_base64();
  EXPECT_EQ(message_of("jiheng/440118001\n3", "440118001\n3"), "不是日志检查点：第1行，应为“jiheng/”和单位编码");
  EXPECT_EQ(message_of("jiheng/440118001\n3", "jiheng/单位\n3"), "不是日志检查点：第1行，应为“jiheng/”和单位编码");
  for (const char* size : {"03", "+3", "-3", "", "3 ", "3.0", "18446744073709551615", "4611686018427387904"}) {
    EXPECT_EQ(message_of("\n3\n", "\n" + std::string(size) + "\n"),
              "不是日志检查点：第2行，应为日志条数，十进制，没有前导零");
  }
  EXPECT_EQ(message_of(root, root.substr(1)), "不是日志检查点：第3行，应为根散列值的Base64文本（32字节）");
  for (const char* time :
       {"2026-11-31T04:10:05Z", "2026-11-22T24:00:00Z", "2026-11-22T04:60:05Z", "2026-11-22 04:10:05Z",
        "2026-11-22T04:10:05", "2026-11-22T04:10:60Z", "2026-1-22T004:10:05Z"}) {
    EXPECT_EQ(message_of("2026-11-22T04:10:05Z", time),
              "不是日志检查点：第4行，应为“time ”和世界时，如time 2026-11-22T04:10:05Z")
        << time;
  }
  EXPECT_EQ(message_of("hash sha256", "hash md5"), "不是日志检查点：第5行，应为“hash sha256”或“hash sm3”");
  EXPECT_EQ(message_of("hash sha256\n\n", "hash sha256\nmore\n\n"), "不是日志检查点：第6行，正文五行之后应空一行");
  EXPECT_EQ(message_of("— ", "- "), "不是日志检查点：第7行，应为一行签名：破折号、密钥名称、Base64文本，以空格分开");
  EXPECT_EQ(message_of("— jiheng/", "— jiheng+"),
            "不是日志检查点：第7行，应为一行签名：破折号、密钥名称、Base64文本，以空格分开");
  EXPECT_EQ(message_of("— jiheng/", "— jiheng\u3000"),
            "不是日志检查点：第7行，应为一行签名：破折号、密钥名称、Base64文本，以空格分开");
  EXPECT_EQ(message_of("=\n", "=\r\n"), "不是日志检查点：第3行，不应有控制字符");
  EXPECT_EQ(message_of("hash", "hash\xff"), "不是日志检查点：第1行，不是有效的UTF-8文本");
  std::string many = good;
  for (int i = 0; i < 16; ++i) many += good.substr(good.find("—"));
  EXPECT_EQ(SignedCheckpoint::parse(many).error().message, "不是日志检查点：第23行，签名至多16行");
  for (const std::string& text : {std::string(), good.substr(0, good.size() - 1), good.substr(0, good.find("—")),
                                  std::string("a\n\n"), std::string(200 << 10, '\n'), good + "\n"}) {
    const auto parsed = SignedCheckpoint::parse(text);
    ASSERT_FALSE(parsed);
    EXPECT_EQ(parsed.error().code, "journal.checkpoint");
  }
  Checkpoint impossible = small();
  impossible.unit_id = "a b";
  EXPECT_EQ(sign(impossible, key_of(KeyKind::ed25519)).error().code, "journal.checkpoint");
}

RC_GTEST_PROP(CheckpointProperty, WhatParsesIsWrittenTheSame, ()) {
  std::string text = sign(small(), key_of(KeyKind::ed25519))->to_text();
  const int changes = *rc::gen::inRange(0, 4);
  for (int i = 0; i < changes; ++i) {
    text[*rc::gen::inRange<std::size_t>(0, text.size())] = *rc::gen::arbitrary<char>();
  }
  const auto parsed = SignedCheckpoint::parse(text);
  if (parsed) RC_ASSERT(parsed->to_text() == text);
  if (text != sign(small(), key_of(KeyKind::ed25519))->to_text()) {
    if (parsed) RC_ASSERT(!verify(*parsed, key_of(KeyKind::ed25519).public_key()));
  }
}

}  // namespace
