#include "journal/merkle.h"

#include <algorithm>
#include <bit>
#include <charconv>
#include <map>

#include "base/text.h"

namespace jiheng::journal {
namespace {

constexpr std::uint64_t tile_width = 256;
constexpr std::uint64_t most_entries = std::uint64_t{1} << 62;  // a log as large as a database can count

// The largest power of two below n, n ≥ 2: where RFC 9162 splits a tree of n leaves.
std::uint64_t split_point(std::uint64_t n) {
  return std::bit_floor(n - 1);
}

// The hash of any subtree of a log, from the stored hashes. Reads runs of 256 (what a subtree of the next stored level
// is made of) and keeps them, because the siblings on one path share them.
class Subtrees {
 public:
  Subtrees(std::uint64_t size, HashSource& source, Hasher& hasher) : size_(size), source_(source), hasher_(hasher) {}

  // The root over leaves [begin, end), where begin is a multiple of the least power of two not below end - begin.
  Result<Hash> root(std::uint64_t begin, std::uint64_t end) {
    if (std::has_single_bit(end - begin)) return complete(std::countr_zero(end - begin), begin);
    const std::uint64_t middle = begin + split_point(end - begin);
    auto left = root(begin, middle);
    if (!left) return left;
    auto right = root(middle, end);
    if (!right) return right;
    return hasher_.node(*left, *right);
  }

 private:
  Result<Hash> complete(int level, std::uint64_t begin) {
    const int stored = std::min(level / 8 * 8, stored_levels[3]);
    const std::uint64_t first = begin >> stored, count = std::uint64_t{1} << (level - stored);
    std::vector<Hash> hashes;
    for (std::uint64_t at = first; at < first + count;) {
      auto tile = tile_of(stored, at / tile_width);
      if (!tile) return fail(std::move(tile.error()));
      const std::uint64_t from = at % tile_width, to = std::min(tile_width, from + (first + count - at));
      hashes.insert(hashes.end(), (*tile)->begin() + static_cast<std::ptrdiff_t>(from),
                    (*tile)->begin() + static_cast<std::ptrdiff_t>(to));
      at += to - from;
    }
    for (std::size_t width = hashes.size(); width > 1; width /= 2) {
      for (std::size_t i = 0; i < width / 2; ++i) hashes[i] = hasher_.node(hashes[2 * i], hashes[2 * i + 1]);
    }
    return hashes[0];
  }

  Result<const std::vector<Hash>*> tile_of(int level, std::uint64_t index) {
    auto [at, is_new] = tiles_.try_emplace({level, index});
    if (!is_new) return &at->second;
    const std::uint64_t first = index * tile_width, count = std::min(tile_width, (size_ >> level) - first);
    const Status read = source_.read(level, first, count, at->second);
    if (!read) return fail(read.error());
    if (at->second.size() != count) {
      return fail("journal.missing-hash", {{"level", level}, {"first", first}, {"count", count}});
    }
    return &at->second;
  }

  std::uint64_t size_;
  HashSource& source_;
  Hasher& hasher_;
  std::map<std::pair<int, std::uint64_t>, std::vector<Hash>> tiles_;
};

Result<std::vector<Hash>> roots_of(const std::vector<std::pair<std::uint64_t, std::uint64_t>>& ranges,
                                   Subtrees& subtrees) {
  std::vector<Hash> hashes;
  for (const auto& [begin, end] : ranges) {
    auto hash = subtrees.root(begin, end);
    if (!hash) return fail(std::move(hash.error()));
    hashes.push_back(*hash);
  }
  return hashes;
}

}  // namespace

std::vector<Subtree> Frontier::append(const Hash& leaf, Hasher& hasher) {
  std::vector<Subtree> completed;
  Hash hash = leaf;
  // As in binary counting: every 1 at the low end of the size is a subtree that grows together with the new one.
  for (int level = 1; ((size_ >> (level - 1)) & 1) != 0; ++level) {
    hash = hasher.node(roots_.back(), hash);
    roots_.pop_back();
    if (std::find(std::begin(stored_levels), std::end(stored_levels), level) != std::end(stored_levels)) {
      completed.push_back({level, size_ >> level, hash});
    }
  }
  roots_.push_back(hash);
  ++size_;
  return completed;
}

Hash Frontier::root(Hasher& hasher) const {
  if (roots_.empty()) return hasher.empty_root();
  Hash hash = roots_.back();
  for (auto left = roots_.rbegin() + 1; left != roots_.rend(); ++left) hash = hasher.node(*left, hash);
  return hash;
}

std::string Frontier::to_text() const {
  std::string text = std::to_string(size_);
  for (const Hash& root : roots_) text += " " + root.to_base64();
  return text;
}

Result<Frontier> Frontier::parse(std::string_view text) {
  const std::vector<std::string> parts = split(text, ' ');
  const std::string& number = parts[0];
  Frontier frontier;
  const auto read = std::from_chars(number.data(), number.data() + number.size(), frontier.size_);
  if (read.ec != std::errc() || std::to_string(frontier.size_) != number || frontier.size_ > most_entries ||
      parts.size() != 1 + static_cast<std::size_t>(std::popcount(frontier.size_))) {
    return fail("journal.bad-frontier", {{"text", ellipsize(text, 60)}});
  }
  for (std::size_t i = 1; i < parts.size(); ++i) {
    auto root = Hash::parse_base64(parts[i]);
    if (!root) return fail(std::move(root.error()));
    frontier.roots_.push_back(*root);
  }
  return frontier;
}

Result<std::vector<Hash>> inclusion_proof(std::uint64_t index, std::uint64_t size, HashSource& source, Hasher& hasher) {
  if (index >= size || size > most_entries) return fail("journal.no-such-entry", {{"index", index}, {"size", size}});
  // Down from the root to the leaf, noting the sibling that is left aside at each step.
  std::vector<std::pair<std::uint64_t, std::uint64_t>> siblings;
  for (std::uint64_t begin = 0, end = size; end - begin > 1;) {
    const std::uint64_t middle = begin + split_point(end - begin);
    if (index < middle) {
      siblings.emplace_back(middle, end);
      end = middle;
    } else {
      siblings.emplace_back(begin, middle);
      begin = middle;
    }
  }
  std::reverse(siblings.begin(), siblings.end());
  Subtrees subtrees(size, source, hasher);
  return roots_of(siblings, subtrees);
}

Result<std::vector<Hash>> consistency_proof(std::uint64_t old_size, std::uint64_t size, HashSource& source,
                                            Hasher& hasher) {
  if (old_size > size || size > most_entries) {
    return fail("journal.no-such-size", {{"old_size", old_size}, {"size", size}});
  }
  if (old_size == 0 || old_size == size) return std::vector<Hash>();
  // SUBPROOF of RFC 9162 §2.1.4.1: down towards the last leaf of the old log until a subtree ends with it.
  std::vector<std::pair<std::uint64_t, std::uint64_t>> ranges;
  std::uint64_t begin = 0, end = size;
  while (end != old_size) {
    const std::uint64_t middle = begin + split_point(end - begin);
    if (old_size <= middle) {
      ranges.emplace_back(middle, end);
      end = middle;
    } else {
      ranges.emplace_back(begin, middle);
      begin = middle;
    }
  }
  if (begin != 0) ranges.emplace_back(begin, end);  // else it is the whole old log, whose root the verifier has
  std::reverse(ranges.begin(), ranges.end());
  Subtrees subtrees(size, source, hasher);
  return roots_of(ranges, subtrees);
}

Result<Hash> root_at(std::uint64_t size, HashSource& source, Hasher& hasher) {
  if (size == 0) return hasher.empty_root();
  if (size > most_entries) return fail("journal.no-such-size", {{"old_size", size}, {"size", most_entries}});
  return Subtrees(size, source, hasher).root(0, size);
}

bool verify_inclusion(const Hash& leaf, std::uint64_t index, std::uint64_t size, std::span<const Hash> proof,
                      const Hash& root, Hasher& hasher) {
  if (index >= size) return false;
  std::uint64_t fn = index, sn = size - 1;  // the names of the RFC
  Hash hash = leaf;
  for (const Hash& sibling : proof) {
    if (sn == 0) return false;
    if ((fn & 1) != 0 || fn == sn) {
      hash = hasher.node(sibling, hash);
      while ((fn & 1) == 0 && fn != 0) {
        fn >>= 1;
        sn >>= 1;
      }
    } else {
      hash = hasher.node(hash, sibling);
    }
    fn >>= 1;
    sn >>= 1;
  }
  return sn == 0 && hash == root;
}

bool verify_consistency(std::uint64_t old_size, std::uint64_t size, std::span<const Hash> proof, const Hash& old_root,
                        const Hash& root, Hasher& hasher) {
  if (old_size > size) return false;
  if (old_size == size) return proof.empty() && old_root == root;
  if (old_size == 0) return proof.empty() && old_root == hasher.empty_root();
  // An old log that is a complete subtree proves itself: its root is the first node.
  std::vector<Hash> path;
  if (std::has_single_bit(old_size)) path.push_back(old_root);
  path.insert(path.end(), proof.begin(), proof.end());
  if (proof.empty()) return false;
  std::uint64_t fn = old_size - 1, sn = size - 1;
  while ((fn & 1) != 0) {
    fn >>= 1;
    sn >>= 1;
  }
  Hash fr = path[0], sr = path[0];
  for (std::size_t i = 1; i < path.size(); ++i) {
    const Hash& sibling = path[i];
    if (sn == 0) return false;
    if ((fn & 1) != 0 || fn == sn) {
      fr = hasher.node(sibling, fr);
      sr = hasher.node(sibling, sr);
      while ((fn & 1) == 0 && fn != 0) {
        fn >>= 1;
        sn >>= 1;
      }
    } else {
      sr = hasher.node(sr, sibling);
    }
    fn >>= 1;
    sn >>= 1;
  }
  return sn == 0 && fr == old_root && sr == root;
}

}  // namespace jiheng::journal
