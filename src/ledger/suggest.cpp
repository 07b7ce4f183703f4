#include "ledger/suggest.h"

#include <algorithm>
#include <vector>

namespace jiheng::ledger {
namespace {

// Longer names are cut: a suggestion for them helps nobody, and the table is quadratic.
constexpr std::size_t longest = 64;

std::vector<std::string_view> characters(std::string_view text) {
  std::vector<std::string_view> out;
  while (!text.empty() && out.size() < longest) {
    std::size_t size = 1;
    while (size < text.size() && (static_cast<unsigned char>(text[size]) & 0xC0) == 0x80) ++size;
    out.push_back(text.substr(0, size));
    text.remove_prefix(size);
  }
  return out;
}

std::size_t distance(const std::vector<std::string_view>& a, const std::vector<std::string_view>& b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t changed = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, changed});
    }
  }
  return row[b.size()];
}

}  // namespace

std::string nearest(std::string_view name, std::span<const std::string> known) {
  const auto wanted = characters(name);
  std::string best;
  std::size_t least = longest + 1;
  for (const std::string& candidate : known) {
    const auto has = characters(candidate);
    const std::size_t d = distance(wanted, has);
    if (d < least && d * 2 <= std::max(wanted.size(), has.size())) {
      least = d;
      best = candidate;
    }
  }
  return best;
}

}  // namespace jiheng::ledger
