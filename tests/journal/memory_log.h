// A log kept in memory: what a store does with a journal, for tests and benches.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "journal/merkle.h"

namespace jiheng::testing {

class MemoryLog : public journal::HashSource {
 public:
  explicit MemoryLog(journal::HashAlgorithm algorithm = journal::HashAlgorithm::sha256) : hasher(algorithm) {}

  void append(std::string_view entry) { append_leaf(hasher.leaf(entry)); }
  void append_leaf(const journal::Hash& leaf) {
    hashes_[0].push_back(leaf);
    for (const journal::Subtree& each : frontier.append(leaf, hasher)) {
      // Each next to the last: so a store may append them, too.
      if (hashes_[each.level].size() != each.index) throw std::logic_error("subtrees completed out of order");
      hashes_[each.level].push_back(each.hash);
    }
  }

  Status read(int level, std::uint64_t first, std::uint64_t count, std::vector<journal::Hash>& out) override {
    const auto& stored = hashes_[level];
    for (std::uint64_t i = first; i < first + count && i < stored.size(); ++i) out.push_back(stored[i]);
    hashes_read[level] += count;
    ++reads[level];
    return {};
  }
  const journal::Hash& leaf(std::uint64_t index) { return hashes_[0].at(index); }

  journal::Hasher hasher;
  journal::Frontier frontier;
  std::map<int, std::uint64_t> hashes_read, reads;  // by level

 private:
  std::map<int, std::vector<journal::Hash>> hashes_;
};

}  // namespace jiheng::testing
