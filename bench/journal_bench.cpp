// links: journal base
// The journal's mathematics in memory, one thread: entries of 200 bytes hashed and appended, with what a store keeps of
// them; proofs at 1,000,000 entries and their verification; checkpoints signed and verified. Median of 5 runs. Build
// with -DJIHENG_BENCH=ON, run build/bench/journal_bench.
#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <random>

#include "../tests/journal/memory_log.h"
#include "journal/checkpoint.h"

using namespace jiheng;
using namespace jiheng::journal;
using jiheng::testing::MemoryLog;

namespace {

constexpr std::uint64_t entries = 1'000'000;
constexpr int proofs = 2'000;

template <class F>
double median_ms(F&& f) {
  std::array<double, 5> times{};
  for (double& time : times) {
    const auto start = std::chrono::steady_clock::now();
    f();
    time = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
  }
  std::sort(times.begin(), times.end());
  return times[2];
}

std::string entry_of(std::uint64_t index) {
  std::string entry = std::to_string(index);
  entry.resize(200, 'x');
  return entry;
}

void measure_log(HashAlgorithm algorithm) {
  const std::string name(id_of(algorithm));
  std::vector<std::string> texts;
  for (std::uint64_t i = 0; i < entries; ++i) texts.push_back(entry_of(i));
  Hasher hasher(algorithm);
  double ms = median_ms([&] {
    for (const std::string& text : texts) hasher.leaf(text);
  });
  std::printf("%-6s %9.0f leaf hashes/s\n", name.c_str(), entries / ms * 1000);

  MemoryLog log(algorithm);
  ms = median_ms([&] {
    log = MemoryLog(algorithm);
    for (const std::string& text : texts) log.append(text);
  });
  std::printf("%-6s %9.0f appends/s, stored hashes and all\n", name.c_str(), entries / ms * 1000);

  const Hash root = log.frontier.root(log.hasher);
  std::mt19937_64 random(2022);
  std::vector<std::uint64_t> wanted(proofs);
  for (std::uint64_t& index : wanted) index = random() % entries;
  std::vector<std::vector<Hash>> made(proofs);
  log.hashes_read.clear();
  ms = median_ms([&] {
    for (int i = 0; i < proofs; ++i) made[i] = inclusion_proof(wanted[i], entries, log, log.hasher).value();
  });
  std::uint64_t read = 0;
  for (const auto& [level, count] : log.hashes_read) read += count;
  std::printf("%-6s %9.1f µs an inclusion proof at %llu entries, %llu stored hashes read\n", name.c_str(),
              ms * 1000 / proofs, static_cast<unsigned long long>(entries),
              static_cast<unsigned long long>(read / (5 * proofs)));
  int good = 0;
  ms = median_ms([&] {
    good = 0;
    for (int i = 0; i < proofs; ++i) {
      good += verify_inclusion(log.leaf(wanted[i]), wanted[i], entries, made[i], root, log.hasher);
    }
  });
  std::printf("%-6s %9.1f µs to verify it (%d of %d good)\n", name.c_str(), ms * 1000 / proofs, good, proofs);
  ms = median_ms([&] {
    for (int i = 0; i < proofs; ++i) made[i] = consistency_proof(wanted[i] + 1, entries, log, log.hasher).value();
  });
  std::printf("%-6s %9.1f µs a consistency proof\n", name.c_str(), ms * 1000 / proofs);
}

void measure_key(KeyKind kind) {
  const PrivateKey key = PrivateKey::generate(kind).value();
  const Checkpoint checkpoint{"440118001", entries, Hash{}, "2026-11-22T04:10:05Z", HashAlgorithm::sha256};
  const SignedCheckpoint made = sign(checkpoint, key).value();
  const std::string name(id_of(kind));
  double ms = median_ms([&] {
    for (int i = 0; i < 100; ++i) (void)sign(checkpoint, key);
  });
  std::printf("%-7s %8.1f µs to sign a checkpoint\n", name.c_str(), ms * 10);
  ms = median_ms([&] {
    for (int i = 0; i < 100; ++i) (void)verify(made, key.public_key());
  });
  std::printf("%-7s %8.1f µs to verify one\n", name.c_str(), ms * 10);
}

}  // namespace

int main() {
  for (const HashAlgorithm algorithm : {HashAlgorithm::sha256, HashAlgorithm::sm3}) measure_log(algorithm);
  for (const KeyKind kind : {KeyKind::ed25519, KeyKind::sm2}) measure_key(kind);
}
