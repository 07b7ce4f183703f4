#include "reading/pdf_lines.h"

#include <algorithm>

#include "reading/characters.h"

namespace jiheng::reading {

std::u32string PdfLine::text() const {
  std::u32string joined;
  for (const PdfPiece& piece : pieces) {
    if (!joined.empty()) joined += U' ';
    joined += piece.text;
  }
  return joined;
}

// The middle of what the words measure, long words counting more.
int ideograph_width(const std::vector<PdfWord>& words) {
  std::vector<std::pair<int, int>> widths;  // and how many characters measure it
  int characters = 0;
  for (const PdfWord& word : words) {
    int wide = 0;
    const auto count = static_cast<int>(std::min<std::size_t>(word.text.size(), 1000));
    for (const char32_t c : word.text) wide += columns(c);
    if (count < 2 || wide < count * 3 / 2) continue;
    widths.emplace_back(static_cast<int>(2LL * word.box.width() / wide), count);
    characters += count;
  }
  constexpr int usual = 1050;
  if (widths.empty()) return usual;
  std::sort(widths.begin(), widths.end());
  int passed = 0;
  const auto middle = std::find_if(widths.begin(), widths.end(),
                                   [&](const auto& each) { return (passed += each.second) * 2 >= characters; });
  return std::clamp(middle->first, 300, 6000);
}

std::vector<PdfLine> lines_of(std::vector<PdfWord> words, int em) {
  std::stable_sort(words.begin(), words.end(),
                   [](const PdfWord& a, const PdfWord& b) { return a.box.middle() < b.box.middle(); });
  std::vector<PdfLine> lines;
  for (std::size_t first = 0; first < words.size();) {
    std::size_t last = first + 1;
    while (last < words.size() && words[last].box.middle() - words[first].box.middle() <
                                      std::min(words[last].box.height(), words[first].box.height()) * 35 / 100 + 1) {
      ++last;
    }
    std::stable_sort(words.begin() + static_cast<std::ptrdiff_t>(first),
                     words.begin() + static_cast<std::ptrdiff_t>(last),
                     [](const PdfWord& a, const PdfWord& b) { return a.box.x0 < b.box.x0; });
    PdfLine line;
    line.box = words[first].box;
    for (std::size_t i = first; i < last; ++i) {
      PdfWord& word = words[i];
      line.box.include(word.box);
      const bool apart = line.pieces.empty() || word.box.x0 - line.pieces.back().box.x1 >= em * 3 / 10;
      if (apart) {
        line.pieces.push_back({word.box, std::move(word.text)});
        continue;
      }
      PdfPiece& piece = line.pieces.back();
      if (word.box.x0 - piece.box.x1 >= em / 10) piece.text += U' ';
      piece.text += word.text;
      piece.box.include(word.box);
    }
    lines.push_back(std::move(line));
    first = last;
  }
  return lines;
}

}  // namespace jiheng::reading
