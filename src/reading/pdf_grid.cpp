#include "reading/pdf_grid.h"

#include <algorithm>

#include "reading/characters.h"
#include "reading/marks.h"
#include "reading/pdf_rows.h"

namespace jiheng::reading {
namespace {

struct Interval {
  int low = 0, high = 0;
  int width() const { return high - low; }
};

// White space that lines share, as far down as it reaches.
struct Border {
  Interval place;
  std::size_t first = 0, last = 0;  // lines that have text on both sides of it
  std::size_t votes = 1;            // how many
  std::size_t crosses = 0;          // lines between first and last whose text runs over it
  std::size_t pending = 0;          // such lines since the last vote
  int grid = -1;                    // its number from the left; borders one below another share it

  int middle() const { return place.low + place.width() / 2; }
};

// 表1, 附表2, 表一: what stands above a table.
bool is_caption_label(std::u32string_view text) {
  if (text.starts_with(U"附")) text.remove_prefix(1);
  if (!text.starts_with(U"表") || text.size() > 6) return false;
  text.remove_prefix(1);
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  return !text.empty() && (is_digit(plain(text.front())) || chinese_digit(text.front()) > 0);
}

// 附件1 or 表1, alone or with its title behind a gap.
bool begins_attachment(const PdfLine& line) {
  const std::u32string& first = line.pieces.front().text;
  return line.pieces.size() <= 3 && (is_attachment_label(first) || is_caption_label(first));
}

class GridFinder {
 public:
  GridFinder(const std::vector<PdfLine>& lines, int em, const std::vector<int>& inherited)
      : lines_(lines), em_(em), inherited_(inherited) {}

  std::vector<PdfRegion> run() {
    mark_split_lines();
    std::vector<PdfRegion> regions;
    for (std::size_t i = 0; i < lines_.size();) {
      if (!split_[i]) {
        ++i;
        continue;
      }
      const std::size_t last = region_end(i);
      PdfRegion region;
      const std::size_t limit = regions.empty() ? 0 : regions.back().last + 1;
      const bool goes_on = i == 0 && !inherited_.empty();
      const bool found = (last > i || goes_on) && table_of(i, last, limit, region);
      i = (found ? std::max(last, region.last) : last) + 1;
      if (found) regions.push_back(std::move(region));
    }
    return regions;
  }

 private:
  void mark_split_lines();
  std::size_t region_end(std::size_t first) const;
  bool may_continue(std::size_t line) const;
  bool table_of(std::size_t first, std::size_t last, std::size_t limit, PdfRegion& region) const;
  std::vector<Border> borders_of(std::size_t first, std::size_t last) const;
  std::vector<Interval> gaps_beside(std::size_t line, std::size_t first, std::size_t last) const;
  bool is_valid(const Border& border) const;
  bool lies_in_column(std::size_t line, const std::vector<Border>& borders) const;
  void meet(Border& border, std::size_t line, const std::vector<Interval>& gaps, std::vector<bool>& used) const;
  Interval white_part(const PdfLine& line, Interval place) const;
  bool crosses(const PdfLine& line, const Border& border) const;
  void inherit(std::vector<Border>& borders, std::size_t last) const;
  void extend(std::vector<Border>& borders, std::size_t first, std::size_t last) const;
  static int number(std::vector<Border>& borders, std::vector<int>& places);

  const std::vector<PdfLine>& lines_;
  int em_;
  const std::vector<int>& inherited_;
  std::vector<bool> split_;
};

// Lines with a wide gap in them, and lines that stand beside others, half a line higher or lower.
void GridFinder::mark_split_lines() {
  split_.assign(lines_.size(), false);
  for (std::size_t i = 0; i < lines_.size(); ++i) {
    const auto& pieces = lines_[i].pieces;
    if (begins_attachment(lines_[i])) continue;
    for (std::size_t k = 1; k < pieces.size(); ++k) {
      if (pieces[k].box.x0 - pieces[k - 1].box.x1 >= em_ * 9 / 10) split_[i] = true;
    }
    if (i == 0) continue;
    const Box& above = lines_[i - 1].box;
    const Box& here = lines_[i].box;
    const bool beside =
        above.x1 <= here.x0 || here.x1 <= above.x0 || pieces.size() > 1 || lines_[i - 1].pieces.size() > 1;
    if (beside && above.y1 - here.y0 > std::min(above.height(), here.height()) / 3) split_[i] = split_[i - 1] = true;
  }
}

// A line without gaps may still belong to a table: a wrapped cell, a merged row. A heading or a long way down ends it.
bool GridFinder::may_continue(std::size_t line) const {
  const PdfLine& here = lines_[line];
  const PdfLine& above = lines_[line - 1];
  if (here.box.y0 - above.box.y1 > em_ * 3) return false;
  const std::u32string text = here.text();
  const Marking marking = mark_of(text).kind;
  const bool heading = marking == Marking::chapter || marking == Marking::chinese || marking == Marking::chinese_paren;
  return !(heading && !split_[line]) && !begins_attachment(here);
}

std::size_t GridFinder::region_end(std::size_t first) const {
  constexpr std::size_t most_plain_lines = 14;
  std::size_t last = first;
  for (std::size_t i = first + 1; i < lines_.size() && i - last <= most_plain_lines; ++i) {
    if (!may_continue(i)) break;
    if (split_[i]) last = i;
  }
  return last;
}

// What of a border's place the line leaves white; the widest part.
Interval GridFinder::white_part(const PdfLine& line, Interval place) const {
  Interval best{place.low, place.low};
  int low = place.low;
  for (const PdfPiece& piece : line.pieces) {
    if (piece.box.x1 <= low || piece.box.x0 >= place.high) continue;
    if (piece.box.x0 - low > best.width()) best = {low, piece.box.x0};
    low = std::max(low, piece.box.x1);
  }
  if (place.high - low > best.width()) best = {low, place.high};
  return best;
}

// Whether text of the line covers the border so that no strip of it stays white.
bool GridFinder::crosses(const PdfLine& line, const Border& border) const {
  return white_part(line, border.place).width() < em_ / 5;
}

// A line votes for a border when it has a gap there; else it may stay clear of it, or run over it.
void GridFinder::meet(Border& border, std::size_t line, const std::vector<Interval>& gaps,
                      std::vector<bool>& used) const {
  Interval best;
  std::size_t which = gaps.size();
  for (std::size_t g = 0; g < gaps.size(); ++g) {
    const Interval common{std::max(gaps[g].low, border.place.low), std::min(gaps[g].high, border.place.high)};
    if (common.width() >= em_ / 5 && common.width() > best.width()) best = common, which = g;
  }
  if (which < gaps.size()) {
    used[which] = true;
    border.place = best;
    border.last = line;
    ++border.votes;
    border.crosses += border.pending;
    border.pending = 0;
  } else if (crosses(lines_[line], border)) {
    ++border.pending;
  } else {
    border.place = white_part(lines_[line], border.place);
  }
}

bool GridFinder::is_valid(const Border& border) const {
  const bool narrow = border.place.width() < em_ * 6 / 10;
  return narrow ? border.votes >= 3 && border.crosses * 4 <= border.votes
                : border.votes >= 2 && border.crosses * 2 <= border.votes;
}

// White space between the text of a line and of those that overlap it, half a line higher or lower.
std::vector<Interval> GridFinder::gaps_beside(std::size_t line, std::size_t first, std::size_t last) const {
  constexpr std::size_t reach = 3;
  std::vector<Interval> filled;
  const Box& here = lines_[line].box;
  const std::size_t from = std::max(first, line - std::min(line, reach)), to = std::min(last, line + reach);
  for (std::size_t i = from; i <= to; ++i) {
    const Box& box = lines_[i].box;
    if (std::min(here.y1, box.y1) - std::max(here.y0, box.y0) <= std::min(here.height(), box.height()) / 6) continue;
    for (const PdfPiece& piece : lines_[i].pieces) filled.push_back({piece.box.x0, piece.box.x1});
  }
  std::sort(filled.begin(), filled.end(), [](const Interval& a, const Interval& b) { return a.low < b.low; });
  std::vector<Interval> gaps;
  int end = filled.empty() ? 0 : filled.front().high;
  for (const Interval& each : filled) {
    if (each.low - end >= em_ * 3 / 10) gaps.push_back({end, each.low});
    end = std::max(end, each.high);
  }
  return gaps;
}

std::vector<Border> GridFinder::borders_of(std::size_t first, std::size_t last) const {
  constexpr std::size_t most_crossings = 2, most_active = 64, most_found = 128;
  std::vector<Border> active, found;
  for (std::size_t i = first; i <= last; ++i) {
    const std::vector<Interval> gaps = gaps_beside(i, first, last);
    std::vector<bool> used(gaps.size(), false);
    for (Border& border : active) meet(border, i, gaps, used);
    for (const Border& border : active) {
      const bool over = border.pending >= most_crossings && is_valid(border);
      if (over && found.size() < most_found) found.push_back(border);
    }
    std::erase_if(active, [](const Border& border) { return border.pending >= most_crossings; });
    for (std::size_t g = 0; g < gaps.size() && active.size() < most_active; ++g) {
      if (!used[g]) active.push_back({gaps[g], i, i});
    }
  }
  for (const Border& border : active) {
    if (is_valid(border)) found.push_back(border);
  }
  return found;
}

// Up and down past lines that stay clear of it.
void GridFinder::extend(std::vector<Border>& borders, std::size_t first, std::size_t last) const {
  for (Border& border : borders) {
    const auto reach = [&](std::size_t line) {
      if (crosses(lines_[line], border)) return false;
      border.place = white_part(lines_[line], border.place);
      return true;
    };
    while (border.first > first && reach(border.first - 1)) --border.first;
    while (border.last < last && reach(border.last + 1)) ++border.last;
  }
}

// Numbers the borders from the left; those that share a place share a number. Returns how many there are.
int GridFinder::number(std::vector<Border>& borders, std::vector<int>& places) {
  std::sort(borders.begin(), borders.end(), [](const Border& a, const Border& b) { return a.middle() < b.middle(); });
  int count = 0;
  Interval common;
  for (Border& border : borders) {
    const bool same = count > 0 && border.place.low < common.high && common.low < border.place.high;
    if (!same) {
      ++count;
      common = border.place;
    } else {
      common = {std::max(common.low, border.place.low), std::min(common.high, border.place.high)};
      places.pop_back();
    }
    places.push_back(common.low + common.width() / 2);
    border.grid = count - 1;
  }
  return count;
}

// Whether a line of one piece stands right of a border and runs over none.
bool GridFinder::lies_in_column(std::size_t line, const std::vector<Border>& borders) const {
  bool right_of_one = false;
  for (const Border& border : borders) {
    if (crosses(lines_[line], border)) return false;
    right_of_one |= lines_[line].box.x0 >= border.place.high - em_ / 4;
  }
  return right_of_one && lines_[line].pieces.size() == 1;
}

// The borders of the table that goes on, wherever lines leave them white.
void GridFinder::inherit(std::vector<Border>& borders, std::size_t last) const {
  for (const int place : inherited_) {
    Border border{{place - em_ / 6, place + em_ / 6}, 0, 0};
    const auto free = [&](std::size_t line) {
      return white_part(lines_[line], border.place).width() >= border.place.width();
    };
    for (std::size_t i = 0; i <= last;) {
      if (!free(i)) {
        ++i;
        continue;
      }
      border.first = i;
      while (i <= last && free(i)) ++i;
      border.last = i - 1;
      borders.push_back(border);
    }
  }
}

// No line above `limit` is taken.
bool GridFinder::table_of(std::size_t first, std::size_t last, std::size_t limit, PdfRegion& region) const {
  std::vector<Border> borders = borders_of(first, last);
  const bool goes_on = first == 0 && !inherited_.empty();
  if (goes_on) inherit(borders, last);
  if (borders.empty()) return false;
  // Lines at either end that no border reaches are not of the table.
  std::size_t top = last, bottom = first;
  for (const Border& border : borders) top = std::min(top, border.first), bottom = std::max(bottom, border.last);
  while (top > first && split_[top - 1]) --top;
  while (bottom < last && split_[bottom + 1]) ++bottom;
  // The first or last cell may have lines that stand alone above or below all others.
  const auto near = [&](std::size_t upper) { return lines_[upper + 1].box.y0 - lines_[upper].box.y1 < em_ * 8 / 10; };
  while (bottom + 1 < lines_.size() && !split_[bottom + 1] && near(bottom) && lies_in_column(bottom + 1, borders))
    ++bottom;
  while (top > limit && !split_[top - 1] && near(top - 1) && lies_in_column(top - 1, borders)) --top;
  extend(borders, top, bottom);
  std::vector<int> places;
  const int columns = number(borders, places) + 1;
  std::vector<PlacedPiece> pieces;
  for (std::size_t i = top; i <= bottom; ++i) {
    std::vector<PlacedPiece> here;
    for (const PdfPiece& piece : lines_[i].pieces) {
      PlacedPiece placed{piece.box, piece.text, 0, columns};
      for (const Border& border : borders) {
        if (i < border.first || i > border.last) continue;
        if (border.place.high <= piece.box.x0 + em_ / 4 || border.middle() <= piece.box.x0) {
          placed.left = std::max(placed.left, border.grid + 1);
        } else if (border.place.low >= piece.box.x1 - em_ / 4 || border.middle() >= piece.box.x1) {
          placed.right = std::min(placed.right, border.grid + 1);
        }
      }
      placed.right = std::max(placed.right, placed.left + 1);
      if (!here.empty() && here.back().left == placed.left && here.back().right == placed.right) {
        here.back().text += U' ' + placed.text;  // a gap inside a cell
        here.back().box.include(placed.box);
      } else {
        here.push_back(std::move(placed));
      }
    }
    std::move(here.begin(), here.end(), std::back_inserter(pieces));
  }
  region.first = top;
  region.last = bottom;
  std::vector<int> edges = places;
  Box whole = lines_[top].box;
  for (std::size_t i = top; i <= bottom; ++i) whole.include(lines_[i].box);
  edges.insert(edges.begin(), whole.x0);
  edges.push_back(whole.x1);
  region.table = rows_of(std::move(pieces), std::move(edges), em_);
  region.table.borders = std::move(places);
  return region.table.rows >= (goes_on ? 1 : 2) && columns >= 2;
}

}  // namespace

std::vector<PdfRegion> find_tables(const std::vector<PdfLine>& lines, int em, const std::vector<int>& inherited) {
  constexpr std::size_t most_lines = 4000;  // no page of a report has them; costs are not linear in them
  if (lines.size() > most_lines) return {};
  return GridFinder(lines, std::max(em, 10), inherited).run();
}

}  // namespace jiheng::reading
