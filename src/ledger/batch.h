// Batches of parsed rows, and the two queues between the thread that reads and the thread that writes: full batches one
// way, used ones back, so that memory is bounded by the number of batches that exist.
// Thread-safety: BatchPipe may be used by one reader and one writer thread; a Batch by whoever holds it.
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "ledger/arena.h"
#include "ledger/import.h"
#include "store/database.h"

namespace jiheng::ledger {

struct BadKey {
  std::string key;  // key_bytes
  std::uint64_t line = 0;
};

struct Batch {
  static constexpr std::size_t max_rows = 4096;
  static constexpr std::size_t max_text = 1 << 20;

  Arena arena;
  std::vector<store::Cell> cells;  // the good rows, one after another
  std::vector<std::uint64_t> lines;
  std::vector<std::string_view> entries;  // of the good rows, for the journal
  std::vector<RowError> errors;
  std::uint64_t error_count = 0;  // the listed and the unlisted
  std::vector<BadKey> bad_keys;   // of rows with errors and an intact key; at most as many as errors are listed
  bool bad_keys_complete = true;  // whether every row with errors is among them

  bool full() const { return lines.size() >= max_rows || arena.used() >= max_text; }
  void clear() {
    arena.clear();
    cells.clear();
    lines.clear();
    entries.clear();
    errors.clear();
    error_count = 0;
    bad_keys.clear();
    bad_keys_complete = true;
  }
};

class BatchPipe {
 public:
  explicit BatchPipe(std::size_t batches) {
    for (std::size_t i = 0; i < batches; ++i) spare_.push_back(std::make_unique<Batch>());
  }

  // Reader: an empty batch; null when the writer has given up.
  std::unique_ptr<Batch> take_spare() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return !spare_.empty() || abandoned_; });
    if (abandoned_) return nullptr;
    auto batch = std::move(spare_.back());
    spare_.pop_back();
    return batch;
  }
  void put_full(std::unique_ptr<Batch> batch) {
    const std::lock_guard lock(mutex_);
    full_.push_back(std::move(batch));
    changed_.notify_all();
  }
  void finish() {
    const std::lock_guard lock(mutex_);
    finished_ = true;
    changed_.notify_all();
  }

  // Writer: the next full batch. Null: nothing within the time (ended() tells whether more will come).
  std::unique_ptr<Batch> take_full(std::chrono::milliseconds patience) {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, patience, [&] { return !full_.empty() || finished_; });
    if (full_.empty()) return nullptr;
    auto batch = std::move(full_.front());
    full_.pop_front();
    return batch;
  }
  bool ended() {
    const std::lock_guard lock(mutex_);
    return finished_ && full_.empty();
  }
  void put_spare(std::unique_ptr<Batch> batch) {
    batch->clear();
    const std::lock_guard lock(mutex_);
    spare_.push_back(std::move(batch));
    changed_.notify_all();
  }
  void abandon() {
    const std::lock_guard lock(mutex_);
    abandoned_ = true;
    changed_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::unique_ptr<Batch>> spare_;
  std::deque<std::unique_ptr<Batch>> full_;
  bool finished_ = false;
  bool abandoned_ = false;
};

}  // namespace jiheng::ledger
