#include "cli/terminal.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>

#include "base/money.h"
#include "base/text.h"

namespace jiheng::cli {
namespace {

constexpr std::uint64_t bar_width = 24;

// A cell of a table stands on one line.
std::string one_line(std::string text) {
  std::replace(text.begin(), text.end(), '\n', ' ');
  return text;
}

}  // namespace

void TextTable::add(std::vector<std::string> cells) {
  cells.resize(columns_.size());
  for (std::size_t i = 0; i < cells.size(); ++i)
    cells[i] = ellipsize(one_line(std::move(cells[i])), columns_[i].widest);
  rows_.push_back(std::move(cells));
}

void TextTable::drop_empty_columns() {
  for (std::size_t i = columns_.size(); i-- > 0 && !rows_.empty();) {
    if (std::any_of(rows_.begin(), rows_.end(), [i](const auto& row) { return !row[i].empty(); })) continue;
    columns_.erase(columns_.begin() + static_cast<std::ptrdiff_t>(i));
    for (auto& row : rows_) row.erase(row.begin() + static_cast<std::ptrdiff_t>(i));
  }
}

std::string TextTable::to_string() const {
  std::vector<std::size_t> widths;
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    std::size_t width = display_width(columns_[i].title);
    for (const auto& row : rows_) width = std::max(width, display_width(row[i]));
    widths.push_back(width);
  }
  std::string text;
  const auto line = [&](auto&& cell) {
    std::string row;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      if (i != 0) row += "  ";
      row += columns_[i].right ? pad_left(cell(i), widths[i]) : pad_right(cell(i), widths[i]);
    }
    row.erase(row.find_last_not_of(' ') + 1);
    text += row + "\n";
  };
  line([&](std::size_t i) { return columns_[i].title; });
  line([&](std::size_t i) { return std::string(widths[i], '-'); });
  for (const auto& row : rows_) line([&](std::size_t i) { return row[i]; });
  return text;
}

Progress::Progress() : shown_(::isatty(STDERR_FILENO) == 1) {}

Progress::~Progress() {
  if (drawn_) std::fputs("\r\033[K", stderr);
}

void Progress::update(std::string_view what, std::uint64_t done, std::uint64_t total, std::string_view detail) {
  if (!shown_) return;
  std::string line = "\r" + ellipsize(what, 32) + " ";
  if (total > 0) {
    const std::uint64_t filled = std::min(done, total) * bar_width / total;
    line += "[" + std::string(filled, '#') + std::string(bar_width - filled, '.') + "] " +
            std::to_string(std::min(done, total) * 100 / total) + "% ";
  }
  line += std::string(detail) + "\033[K";
  std::fputs(line.c_str(), stderr);
  drawn_ = true;
}

std::string with_thousands(std::uint64_t value) {
  return jiheng::with_thousands(std::to_string(value));
}

}  // namespace jiheng::cli
