#include "audit/language/lists_below.h"

#include <algorithm>
#include <optional>

#include "audit/language/analysis.h"
#include "audit/language/breakdown_words.h"

namespace jiheng::audit {
namespace {

class ListReader {
 public:
  explicit ListReader(const Analysis& analysis) : analysis_(analysis) {}

  std::vector<Breakdown> run() const {
    std::vector<Breakdown> found;
    std::vector<std::pair<std::size_t, std::size_t>> figures(
        analysis_.document.blocks.size());  // of each block, half-open
    for (const Sentence& sentence : analysis_.sentences) {
      auto& [first, last] = figures[sentence.block];
      if (last == 0) first = sentence.first_figure;
      last = std::max(last, sentence.last_figure);
    }
    const auto& blocks = analysis_.document.blocks;
    for (std::size_t b = 0; b + 3 < blocks.size(); ++b) {
      if (blocks[b].kind == reading::BlockKind::cell || !analysis_.view(blocks[b].span).ends_with(U"：")) continue;
      Breakdown breakdown;
      for (std::size_t below = b + 1; below < blocks.size(); ++below) {
        const auto part = only_amount(blocks[below], figures[below]);
        if (!part) break;
        breakdown.parts.push_back(*part);
      }
      if (breakdown.parts.size() < 3) continue;
      for (std::size_t f = figures[b].second; f-- > figures[b].first;) {
        if (figure(f).is_exact() && figure(f).dimension == Dimension::money && !is_base(analysis_, f))
          breakdown.totals.push_back(f);
      }
      if (breakdown.totals.empty()) continue;
      breakdown.exhaustive = true;
      breakdown.near = breakdown.totals.size() == 1;
      found.push_back(std::move(breakdown));
    }
    return found;
  }

 private:
  const Figure& figure(std::size_t f) const { return analysis_.figures[f]; }

  // The one sum of money of a short paragraph, told at its end.
  std::optional<std::size_t> only_amount(const reading::Block& block,
                                         std::pair<std::size_t, std::size_t> figures) const {
    constexpr std::uint32_t longest = 40;
    if (block.kind == reading::BlockKind::cell || block.span.size() > longest) return std::nullopt;
    std::optional<std::size_t> found;
    for (std::size_t f = figures.first; f < figures.second; ++f) {
      if (figure(f).kind == FigureKind::numbering) continue;
      if (found || !figure(f).is_exact() || figure(f).dimension != Dimension::money) return std::nullopt;
      found = f;
    }
    if (!found || figure(*found).span.end + 1 < block.span.end) return std::nullopt;
    return found;
  }

  const Analysis& analysis_;
};

}  // namespace

std::vector<Breakdown> lists_below(const Analysis& analysis) {
  return ListReader(analysis).run();
}

}  // namespace jiheng::audit
