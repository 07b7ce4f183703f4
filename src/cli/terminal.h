// What a person sees in a terminal: tables aligned by display width, a progress line that exists only there.
// Thread-safety: one thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace jiheng::cli {

class TextTable {
 public:
  struct Column {
    std::string title;
    bool right = false;
    std::size_t widest = 60;  // longer cells end in …
  };
  explicit TextTable(std::vector<Column> columns) : columns_(std::move(columns)) {}
  void add(std::vector<std::string> cells);
  // Leaves out the columns that no row fills; without rows all stay.
  void drop_empty_columns();
  std::string to_string() const;

 private:
  std::vector<Column> columns_;
  std::vector<std::vector<std::string>> rows_;
};

// A bar on standard error while long work runs: nothing at all when that is not a terminal.
class Progress {
 public:
  Progress();
  ~Progress();  // clears the line
  void update(std::string_view what, std::uint64_t done, std::uint64_t total, std::string_view detail = {});

 private:
  bool shown_;
  bool drawn_ = false;
};

// 1234567 → 1,234,567
std::string with_thousands(std::uint64_t value);

}  // namespace jiheng::cli
