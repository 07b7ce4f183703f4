// Arena: memory for the texts of one batch of rows, freed all at once and kept for the next batch.
// Thread-safety: one arena is used by one thread at a time.
#pragma once

#include <algorithm>
#include <cstring>
#include <memory>
#include <string_view>
#include <vector>

namespace jiheng::ledger {

class Arena {
 public:
  // The caller fills what it gets; it stays where it is until clear().
  char* allocate(std::size_t size) {
    if (size > room_) next_block(size);
    char* const at = free_;
    free_ += size;
    room_ -= size;
    used_ += size;
    return at;
  }
  std::string_view copy(std::string_view text) {
    if (text.empty()) return "";
    char* const at = allocate(text.size());
    std::memcpy(at, text.data(), text.size());
    return {at, text.size()};
  }
  void clear() {
    if (blocks_.size() > 1) blocks_.resize(1);
    free_ = blocks_.empty() ? nullptr : blocks_[0].bytes.get();
    room_ = blocks_.empty() ? 0 : blocks_[0].size;
    used_ = 0;
  }
  std::size_t used() const { return used_; }

 private:
  struct Block {
    std::unique_ptr<char[]> bytes;
    std::size_t size;
  };
  void next_block(std::size_t least) {
    constexpr std::size_t usual = 512 << 10;
    const std::size_t size = std::max(least, usual);
    blocks_.push_back({std::make_unique_for_overwrite<char[]>(size), size});
    free_ = blocks_.back().bytes.get();
    room_ = size;
  }

  std::vector<Block> blocks_;
  char* free_ = nullptr;
  std::size_t room_ = 0;
  std::size_t used_ = 0;
};

}  // namespace jiheng::ledger
