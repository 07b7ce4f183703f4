#include "reading/pdf_columns.h"

#include <algorithm>

namespace jiheng::reading {
namespace {

// Whether these lines are set: most of them end where the longest does.
bool is_set(const std::vector<PdfLine>& lines, int em) {
  constexpr std::size_t least_lines = 5;
  constexpr int narrowest = 10;
  if (lines.size() < least_lines) return false;
  int left = lines.front().box.x0, right = lines.front().box.x1;
  for (const PdfLine& line : lines) left = std::min(left, line.box.x0), right = std::max(right, line.box.x1);
  const auto full = static_cast<std::size_t>(std::count_if(
      lines.begin(), lines.end(), [&](const PdfLine& line) { return line.box.x1 >= right - em * 5 / 2; }));
  return right - left >= em * narrowest && full * 2 >= lines.size();
}

class GutterFinder {
 public:
  GutterFinder(const std::vector<PdfLine>& lines, const std::vector<Box>& frames, int em)
      : lines_(lines), frames_(frames), em_(em) {}

  std::optional<Gutter> run() {
    int left = lines_.front().box.x0, right = lines_.front().box.x1;
    for (const PdfLine& line : lines_) left = std::min(left, line.box.x0), right = std::max(right, line.box.x1);
    std::optional<Gutter> best;
    const int from = left + (right - left) / 3, to = right - (right - left) / 3;
    const int step = std::max({em_ / 4, (to - from) / 200, 10});
    for (int place = from; place <= to; place += step) {
      for (const Gutter& gutter : free_bands(place)) {
        const bool longer = !best || gutter.bottom - gutter.top > best->bottom - best->top;
        if (longer && parts_text(gutter)) best = gutter;
      }
    }
    return best;
  }

 private:
  bool crosses(const Box& box, int place) const { return box.x0 < place + em_ / 3 && box.x1 > place - em_ / 3; }

  // The heights between what crosses the place.
  std::vector<Gutter> free_bands(int place) const {
    std::vector<std::pair<int, int>> crossed;
    for (const PdfLine& line : lines_) {
      const bool over = std::any_of(line.pieces.begin(), line.pieces.end(),
                                    [&](const PdfPiece& piece) { return crosses(piece.box, place); });
      if (over) crossed.emplace_back(line.box.middle(), line.box.middle());
    }
    for (const Box& frame : frames_) {
      if (crosses(frame, place)) crossed.emplace_back(frame.y0, frame.y1);
    }
    constexpr int bottom = 1 << 28;
    crossed.emplace_back(bottom, bottom);
    std::sort(crossed.begin(), crossed.end());
    std::vector<Gutter> bands;
    int top = 0;
    for (const auto& [begin, end] : crossed) {
      if (begin - top >= em_ * 8) bands.push_back({place, top, begin});
      top = std::max(top, end + 1);
    }
    return bands;
  }

  bool parts_text(const Gutter& gutter) const {
    std::vector<PdfLine> band;
    for (const PdfLine& line : lines_) {
      if (line.box.middle() >= gutter.top && line.box.middle() < gutter.bottom) band.push_back(line);
    }
    return is_set(lines_beside(band, gutter.place, false), em_) && is_set(lines_beside(band, gutter.place, true), em_);
  }

  const std::vector<PdfLine>& lines_;
  const std::vector<Box>& frames_;
  int em_;
};

}  // namespace

std::optional<Gutter> find_gutter(const std::vector<PdfLine>& lines, const std::vector<Box>& frames, int em) {
  constexpr std::size_t fewest = 8, most = 2000;
  if (lines.size() < fewest || lines.size() > most) return std::nullopt;
  // Text in one column crosses every place: this is nearly every page, and costs nothing more.
  const auto wide = static_cast<std::size_t>(std::count_if(lines.begin(), lines.end(), [&](const PdfLine& line) {
    return line.pieces.size() == 1 && line.box.width() > em * 26;
  }));
  if (wide * 2 > lines.size()) return std::nullopt;
  return GutterFinder(lines, frames, std::max(em, 10)).run();
}

std::vector<PdfLine> lines_beside(const std::vector<PdfLine>& lines, int place, bool right) {
  std::vector<PdfLine> result;
  for (const PdfLine& line : lines) {
    PdfLine part;
    for (const PdfPiece& piece : line.pieces) {
      if ((piece.box.x0 >= place) != right) continue;
      if (part.pieces.empty()) part.box = piece.box;
      part.box.include(piece.box);
      part.pieces.push_back(piece);
    }
    if (!part.pieces.empty()) result.push_back(std::move(part));
  }
  return result;
}

}  // namespace jiheng::reading
