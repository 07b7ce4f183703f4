#include "journal/merkle.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <bit>

#include "memory_log.h"

using namespace jiheng;
using namespace jiheng::journal;
using jiheng::testing::MemoryLog;

namespace {

// RFC 9162 §2.1 as it is written, by recursion over lists of leaf hashes: what the code under test must agree with.
using Leaves = std::span<const Hash>;

std::size_t split_of(std::size_t n) {
  std::size_t k = 1;
  while (2 * k < n) k *= 2;
  return k;
}

Hash mth(Leaves leaves, Hasher& hasher) {
  if (leaves.empty()) return hasher.digest("");
  if (leaves.size() == 1) return leaves[0];
  const std::size_t k = split_of(leaves.size());
  const Hash left = mth(leaves.first(k), hasher), right = mth(leaves.subspan(k), hasher);
  return hasher.digest("\x01" + std::string(left.view()) + std::string(right.view()));
}

std::vector<Hash> path(std::size_t m, Leaves leaves, Hasher& hasher) {
  if (leaves.size() == 1) return {};
  const std::size_t k = split_of(leaves.size());
  std::vector<Hash> proof = m < k ? path(m, leaves.first(k), hasher) : path(m - k, leaves.subspan(k), hasher);
  proof.push_back(mth(m < k ? leaves.subspan(k) : leaves.first(k), hasher));
  return proof;
}

std::vector<Hash> subproof(std::size_t m, Leaves leaves, bool whole, Hasher& hasher) {
  if (m == leaves.size()) return whole ? std::vector<Hash>() : std::vector<Hash>{mth(leaves, hasher)};
  const std::size_t k = split_of(leaves.size());
  std::vector<Hash> proof =
      m <= k ? subproof(m, leaves.first(k), whole, hasher) : subproof(m - k, leaves.subspan(k), false, hasher);
  proof.push_back(mth(m <= k ? leaves.subspan(k) : leaves.first(k), hasher));
  return proof;
}

std::vector<Hash> leaves_of(std::size_t count, Hasher& hasher) {
  std::vector<Hash> leaves;
  for (std::size_t i = 0; i < count; ++i) leaves.push_back(hasher.leaf("entry " + std::to_string(i)));
  return leaves;
}

std::vector<std::string> hex_of(const std::vector<Hash>& hashes) {
  std::vector<std::string> texts;
  for (const Hash& hash : hashes) texts.push_back(hash.to_hex());
  return texts;
}

// The tree of eight leaves that implementations of Certificate Transparency test with.
const std::string reference_entries[] = {"",
                                         std::string("\x00", 1),
                                         "\x10",
                                         "\x20\x21",
                                         "\x30\x31",
                                         "\x40\x41\x42\x43",
                                         "\x50\x51\x52\x53\x54\x55\x56\x57",
                                         "\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f"};
const char* const reference_roots[] = {"6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                                       "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
                                       "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
                                       "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
                                       "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
                                       "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
                                       "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
                                       "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};

TEST(MerkleTest, TheReferenceTree) {
  MemoryLog log;
  EXPECT_EQ(log.frontier.root(log.hasher).to_hex(), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  std::vector<Hash> leaves;
  for (std::size_t i = 0; i < 8; ++i) {
    log.append(reference_entries[i]);
    leaves.push_back(log.leaf(i));
    EXPECT_EQ(log.frontier.root(log.hasher).to_hex(), reference_roots[i]);
    EXPECT_EQ(mth(leaves, log.hasher).to_hex(), reference_roots[i]);
    EXPECT_EQ(root_at(i + 1, log, log.hasher)->to_hex(), reference_roots[i]);
  }
  using Texts = std::vector<std::string>;
  EXPECT_EQ(hex_of(inclusion_proof(0, 1, log, log.hasher).value()), Texts());
  EXPECT_EQ(hex_of(inclusion_proof(0, 8, log, log.hasher).value()),
            (Texts{"96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                   "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                   "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"}));
  EXPECT_EQ(hex_of(inclusion_proof(5, 8, log, log.hasher).value()),
            (Texts{"bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
                   "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                   "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"}));
  EXPECT_EQ(hex_of(inclusion_proof(2, 3, log, log.hasher).value()),
            (Texts{"fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"}));
  EXPECT_EQ(hex_of(consistency_proof(1, 8, log, log.hasher).value()),
            (Texts{"96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                   "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                   "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"}));
  EXPECT_EQ(hex_of(consistency_proof(6, 8, log, log.hasher).value()),
            (Texts{"0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
                   "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                   "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"}));
  EXPECT_EQ(hex_of(consistency_proof(2, 5, log, log.hasher).value()),
            (Texts{"5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                   "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"}));
}

TEST(MerkleTest, EveryProofOfSmallLogsIsThatOfTheRfcAndVerifies) {
  for (const HashAlgorithm algorithm : {HashAlgorithm::sha256, HashAlgorithm::sm3}) {
    const std::size_t most = algorithm == HashAlgorithm::sha256 ? 70 : 20;
    MemoryLog log(algorithm);
    const std::vector<Hash> leaves = leaves_of(most, log.hasher);
    std::vector<Hash> roots = {log.frontier.root(log.hasher)};
    for (std::size_t size = 1; size <= most; ++size) {
      log.append_leaf(leaves[size - 1]);
      roots.push_back(log.frontier.root(log.hasher));
      const Leaves now = Leaves(leaves).first(size);
      ASSERT_EQ(roots.back(), mth(now, log.hasher));
      for (std::size_t index = 0; index < size; ++index) {
        ASSERT_EQ(inclusion_proof(index, size, log, log.hasher).value(), path(index, now, log.hasher));
      }
      for (std::size_t old_size = 1; old_size <= size; ++old_size) {
        ASSERT_EQ(consistency_proof(old_size, size, log, log.hasher).value(),
                  subproof(old_size, now, true, log.hasher));
      }
    }
  }
}

TEST(MerkleTest, EveryProofUpTo300EntriesVerifies) {
  constexpr std::size_t most = 300;
  MemoryLog log;
  std::vector<Hash> roots = {log.frontier.root(log.hasher)};
  for (std::size_t size = 1; size <= most; ++size) {
    log.append("entry " + std::to_string(size - 1));
    roots.push_back(log.frontier.root(log.hasher));
    // All of them near a power of two, where trees change shape; a third of the others.
    if (std::popcount(size) > 1 && std::popcount(size + 1) > 1 && size % 3 != 0) continue;
    for (std::size_t index = 0; index < size; ++index) {
      const auto proof = inclusion_proof(index, size, log, log.hasher).value();
      ASSERT_TRUE(verify_inclusion(log.leaf(index), index, size, proof, roots[size], log.hasher))
          << index << " " << size;
    }
    for (std::size_t old_size = 0; old_size <= size; ++old_size) {
      const auto proof = consistency_proof(old_size, size, log, log.hasher).value();
      ASSERT_TRUE(verify_consistency(old_size, size, proof, roots[old_size], roots[size], log.hasher))
          << old_size << " " << size;
    }
  }
}

// A log too large to keep as entries: 200,000 leaves that are only hashes. Made once.
MemoryLog& large_log() {
  static MemoryLog log = [] {
    MemoryLog made;
    for (std::uint64_t i = 0; i < 200'000; ++i) made.append(std::to_string(i));
    return made;
  }();
  return log;
}

TEST(MerkleTest, StoredSubtreesAreReportedAsTheyComplete) {
  Hasher hasher(HashAlgorithm::sha256);
  Frontier frontier;
  const Hash leaf = hasher.leaf("the same");
  std::vector<std::pair<std::uint64_t, Subtree>> completed;
  for (std::uint64_t i = 0; i < 65'536 + 256; ++i) {
    for (const Subtree& each : frontier.append(leaf, hasher)) completed.emplace_back(i + 1, each);
  }
  ASSERT_EQ(completed.size(), 256u + 1 + 1);
  Hash level8 = leaf;
  for (int i = 0; i < 8; ++i) level8 = hasher.node(level8, level8);
  Hash level16 = level8;
  for (int i = 0; i < 8; ++i) level16 = hasher.node(level16, level16);
  for (std::uint64_t i = 0; i < 256; ++i) {
    EXPECT_EQ(completed[i], (std::pair{(i + 1) * 256, Subtree{8, i, level8}}));
  }
  EXPECT_EQ(completed[256], (std::pair{std::uint64_t{65'536}, Subtree{16, 0, level16}}));
  EXPECT_EQ(completed[257], (std::pair{std::uint64_t{65'792}, Subtree{8, 256, level8}}));
}

TEST(MerkleTest, AProofReadsTwoRunsALevel) {
  MemoryLog& log = large_log();
  for (const std::uint64_t index : {0u, 255u, 65'535u, 65'536u, 131'071u, 199'999u, 12'345u}) {
    log.hashes_read.clear();
    log.reads.clear();
    ASSERT_TRUE(inclusion_proof(index, 200'000, log, log.hasher));
    ASSERT_TRUE(consistency_proof(index + 1, 200'000, log, log.hasher));
    for (const int level : {0, 8, 16}) {
      EXPECT_LE(log.hashes_read[level], 2 * 2 * 256u) << "level " << level << " for " << index;
      EXPECT_LE(log.reads[level], 2 * 2u) << "level " << level << " for " << index;
    }
  }
}

TEST(MerkleTest, WhatIsNotThere) {
  MemoryLog log;
  for (int i = 0; i < 3; ++i) log.append(std::to_string(i));
  EXPECT_EQ(inclusion_proof(3, 3, log, log.hasher).error().code, "journal.no-such-entry");
  EXPECT_EQ(inclusion_proof(0, 0, log, log.hasher).error().code, "journal.no-such-entry");
  EXPECT_EQ(consistency_proof(4, 3, log, log.hasher).error().code, "journal.no-such-size");
  // More entries asked of the source than it has.
  EXPECT_EQ(inclusion_proof(3, 5, log, log.hasher).error().code, "journal.missing-hash");
  EXPECT_EQ(consistency_proof(3, 5, log, log.hasher).error().message, "日志缺少散列值：第0层从第0个起应有5个");
  EXPECT_EQ(root_at(4, log, log.hasher).error().code, "journal.missing-hash");
  EXPECT_EQ(root_at(0, log, log.hasher).value(), log.hasher.empty_root());
}

TEST(MerkleTest, FrontierAsText) {
  Frontier frontier;
  Hasher hasher(HashAlgorithm::sha256);
  EXPECT_EQ(frontier.to_text(), "0");
  for (const char* entry : {"a", "b", "c"}) frontier.append(hasher.leaf(entry), hasher);
  EXPECT_EQ(frontier.to_text(),
            "3 " + hasher.node(hasher.leaf("a"), hasher.leaf("b")).to_base64() + " " + hasher.leaf("c").to_base64());
  const std::string hash = hasher.leaf("c").to_base64();
  for (const std::string& text :
       {std::string(), std::string(" "), std::string("1"), "0 " + hash, "01 " + hash, "+1 " + hash, "-1 " + hash,
        "2 " + hash + " " + hash, "3 " + hash, "1 " + hash + " ", "1  " + hash, "x " + hash, "1 " + hash.substr(1),
        std::string("18446744073709551616"), "9223372036854775808 " + hash}) {
    EXPECT_FALSE(Frontier::parse(text)) << text;
  }
  EXPECT_EQ(Frontier::parse("2 x y").error().code, "journal.bad-frontier");
  EXPECT_EQ(Frontier::parse("1 x").error().code, "journal.bad-hash");
}

RC_GTEST_PROP(MerkleProperty, AFrontierReadBackGrowsOnTheSame, ()) {
  const auto size = *rc::gen::inRange<std::size_t>(0, 700), more = *rc::gen::inRange<std::size_t>(0, 300);
  Hasher hasher(HashAlgorithm::sha256);
  const std::vector<Hash> leaves = leaves_of(size + more, hasher);
  Frontier frontier;
  for (std::size_t i = 0; i < size; ++i) frontier.append(leaves[i], hasher);
  Frontier back = Frontier::parse(frontier.to_text()).value();
  RC_ASSERT(back == frontier);
  for (std::size_t i = size; i < size + more; ++i)
    RC_ASSERT(frontier.append(leaves[i], hasher) == back.append(leaves[i], hasher));
  RC_ASSERT(back.size() == size + more);
  RC_ASSERT(back.root(hasher) == mth(leaves, hasher));
}

RC_GTEST_PROP(MerkleProperty, ProofsInALargeLogVerify, ()) {
  MemoryLog& log = large_log();
  const auto size = *rc::gen::inRange<std::uint64_t>(1, 200'001), index = *rc::gen::inRange<std::uint64_t>(0, size);
  const auto old_size = *rc::gen::inRange<std::uint64_t>(0, size + 1);
  const Hash root = root_at(size, log, log.hasher).value(), old_root = root_at(old_size, log, log.hasher).value();
  const auto proof = inclusion_proof(index, size, log, log.hasher).value();
  RC_ASSERT(verify_inclusion(log.leaf(index), index, size, proof, root, log.hasher));
  const auto grown = consistency_proof(old_size, size, log, log.hasher).value();
  RC_ASSERT(verify_consistency(old_size, size, grown, old_root, root, log.hasher));
}

// One thing changed in a list of hashes: a bit, a hash more, a hash less, two changed places.
std::vector<Hash> forged(std::vector<Hash> proof) {
  const auto at = *rc::gen::inRange<std::size_t>(0, proof.size() + 1);
  switch (*rc::gen::inRange(0, 4)) {
    case 0:
      if (at < proof.size()) {
        proof[at].bytes[*rc::gen::inRange<std::size_t>(0, 32)] ^=
            static_cast<unsigned char>(1 << *rc::gen::inRange(0, 8));
        return proof;
      }
      break;
    case 1:
      if (at < proof.size()) return proof.erase(proof.begin() + static_cast<std::ptrdiff_t>(at)), proof;
      break;
    case 2:
      if (at + 1 < proof.size()) return std::swap(proof[at], proof[at + 1]), proof;
      break;
    default:
      break;
  }
  proof.insert(proof.begin() + static_cast<std::ptrdiff_t>(at), Hash{});
  return proof;
}

RC_GTEST_PROP(MerkleProperty, AForgedInclusionNeverVerifies, ()) {
  MemoryLog& log = large_log();
  const auto size = *rc::gen::inRange<std::uint64_t>(1, *rc::gen::element(20, 700, 200'001));
  const auto index = *rc::gen::inRange<std::uint64_t>(0, size);
  const Hash root = root_at(size, log, log.hasher).value(), leaf = log.leaf(index);
  const auto proof = inclusion_proof(index, size, log, log.hasher).value();
  RC_ASSERT(!verify_inclusion(leaf, index, size, forged(proof), root, log.hasher));
  RC_ASSERT(!verify_inclusion(leaf, index, size, proof, log.hasher.leaf("other"), log.hasher));
  RC_ASSERT(!verify_inclusion(log.hasher.leaf("other"), index, size, proof, root, log.hasher));
  const auto other = *rc::gen::inRange<std::uint64_t>(0, size);
  if (other != index) RC_ASSERT(!verify_inclusion(leaf, other, size, proof, root, log.hasher));
  RC_ASSERT(!verify_inclusion(leaf, size, size, proof, root, log.hasher));
  // Another size is bound by the length of the path only; that it is the right one the signed checkpoint says.
  const auto wrong = *rc::gen::inRange<std::uint64_t>(index + 1, 200'001);
  if (inclusion_proof(index, wrong, log, log.hasher)->size() != proof.size()) {
    RC_ASSERT(!verify_inclusion(leaf, index, wrong, proof, root, log.hasher));
  }
}

RC_GTEST_PROP(MerkleProperty, AForgedConsistencyNeverVerifies, ()) {
  MemoryLog& log = large_log();
  const auto size = *rc::gen::inRange<std::uint64_t>(2, *rc::gen::element(20, 700, 200'001));
  const auto old_size = *rc::gen::inRange<std::uint64_t>(1, size);
  const Hash root = root_at(size, log, log.hasher).value(), old_root = root_at(old_size, log, log.hasher).value();
  const auto proof = consistency_proof(old_size, size, log, log.hasher).value();
  RC_ASSERT(!verify_consistency(old_size, size, forged(proof), old_root, root, log.hasher));
  RC_ASSERT(!verify_consistency(old_size, size, proof, log.hasher.leaf("other"), root, log.hasher));
  RC_ASSERT(!verify_consistency(old_size, size, proof, old_root, log.hasher.leaf("other"), log.hasher));
  RC_ASSERT(!verify_consistency(size, old_size, proof, root, old_root, log.hasher));
  RC_ASSERT(!verify_consistency(size, size, proof, old_root, root, log.hasher));
  // The log before and the log after with an entry of the past changed: no proof of one fits the other's root.
  const auto other = *rc::gen::inRange<std::uint64_t>(1, size);
  if (other != old_size) {
    const Hash other_root = root_at(other, log, log.hasher).value();
    RC_ASSERT(!verify_consistency(old_size, size, proof, other_root, root, log.hasher));
  }
}

}  // namespace
