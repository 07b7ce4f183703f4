#include "reading/pdf_frames.h"

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <numeric>

#include "reading/characters.h"

namespace jiheng::reading {
namespace {

constexpr int dot = 50;  // hundredths of a point

// A line that is drawn: `at` is its middle across, [from, to) its extent along.
struct Stroke {
  int at = 0, from = 0, to = 0;
};

// Dark dots one after another along a line. Without gaps: letters beside each other are no line.
struct Run {
  int from = 0, to = 0;
};

// Runs that lie beside each other over a few lines of dots are one stroke; over many, a filled area.
class StrokeFinder {
 public:
  explicit StrokeFinder(std::vector<Stroke>& strokes) : strokes_(strokes) {}

  void add(int line, const std::vector<Run>& runs) {
    std::vector<Open> still;
    for (const Run& run : runs) {
      const auto found = std::find_if(open_.begin(), open_.end(), [&](const Open& open) {
        return open.last == line - 1 && std::abs(open.run.from - run.from) <= 3 && std::abs(open.run.to - run.to) <= 3;
      });
      if (found == open_.end()) {
        still.push_back({run, line, line});
      } else {
        still.push_back({{std::min(run.from, found->run.from), std::max(run.to, found->run.to)}, found->first, line});
        found->last = -1;
      }
    }
    for (const Open& open : open_) close(open);
    open_ = std::move(still);
  }
  void finish() {
    for (const Open& open : open_) close(open);
  }

 private:
  struct Open {
    Run run;
    int first = 0, last = 0;  // last: -1 when it goes on
  };
  void close(const Open& open) {
    constexpr int thickest = 8;
    if (open.last >= 0 && open.last - open.first < thickest) {
      strokes_.push_back({(open.first + open.last) / 2, open.run.from, open.run.to});
    }
  }

  std::vector<Stroke>& strokes_;
  std::vector<Open> open_;
};

struct Strokes {
  std::vector<Stroke> across, down;
};

constexpr int shortest_across = 40, shortest_down = 16;  // dots
constexpr std::size_t most_strokes = 20'000, most_lines = 2000;

std::vector<Stroke> strokes_across(const Picture& picture, unsigned char darkest) {
  std::vector<Stroke> strokes;
  StrokeFinder finder(strokes);
  std::vector<Run> runs;
  for (int y = 0; y < picture.height && strokes.size() < most_strokes; ++y) {
    const char* row = picture.dots.data() + static_cast<std::size_t>(y) * static_cast<std::size_t>(picture.width);
    runs.clear();
    int from = -1;
    for (int x = 0; x <= picture.width; ++x) {
      if (x < picture.width && static_cast<unsigned char>(row[x]) <= darkest) {
        if (from < 0) from = x;
      } else if (from >= 0) {
        if (x - from >= shortest_across) runs.push_back({from, x});
        from = -1;
      }
    }
    finder.add(y, runs);
  }
  finder.finish();
  return strokes;
}

std::vector<Stroke> strokes_down(const Picture& picture, unsigned char darkest) {
  const auto width = static_cast<std::size_t>(picture.width);
  std::vector<std::vector<Run>> runs(width);
  std::vector<int> from(width, -1);
  for (int y = 0; y <= picture.height; ++y) {
    const char* row = y < picture.height ? picture.dots.data() + static_cast<std::size_t>(y) * width : nullptr;
    for (std::size_t x = 0; x < width; ++x) {
      if (row != nullptr && static_cast<unsigned char>(row[x]) <= darkest) {
        if (from[x] < 0) from[x] = y;
      } else if (from[x] >= 0) {
        if (y - from[x] >= shortest_down) runs[x].push_back({from[x], y});
        from[x] = -1;
      }
    }
  }
  std::vector<Stroke> strokes;
  StrokeFinder finder(strokes);
  for (std::size_t x = 0; x < width && strokes.size() < most_strokes; ++x) finder.add(static_cast<int>(x), runs[x]);
  finder.finish();
  return strokes;
}

// Whether a short stroke runs through a character.
bool is_of_letter(const Stroke& down, const std::vector<PdfWord>& words) {
  constexpr int longest = 60;  // dots
  if (down.to - down.from > longest) return false;
  const int x = down.at * dot + dot / 2, y = (down.from + down.to) / 2 * dot;
  for (const PdfWord& word : words) {
    const Box& box = word.box;
    if (x <= box.x0 || x >= box.x1 || y <= box.y0 || y >= box.y1) continue;
    long long wide = 0;
    for (const char32_t c : word.text) wide += std::max(columns(c), 1);
    // Where between two characters it is, in hundredths of a column.
    long long place = 100LL * (x - box.x0) * wide / box.width();
    for (const char32_t c : word.text) {
      const long long width = 100LL * std::max(columns(c), 1);
      if (place < width) return place * 100 > width * 8 && place * 100 < width * 92;
      place -= width;
    }
  }
  return false;
}

constexpr int near = 5;  // dots between what is meant to touch

bool touches(const Stroke& across, const Stroke& down) {
  return down.at >= across.from - near && down.at <= across.to + near && across.at >= down.from - near &&
         across.at <= down.to + near;
}

// Strokes that touch, directly or through others. What does not reach from one line across to another is a stroke of
// a letter.
std::vector<Strokes> groups_of(const Strokes& all) {
  const std::size_t count = all.across.size();
  std::vector<std::size_t> parents(count);
  std::iota(parents.begin(), parents.end(), std::size_t{0});
  const auto root = [&](std::size_t i) {
    while (parents[i] != i) i = parents[i] = parents[parents[i]];
    return i;
  };
  std::vector<std::pair<std::size_t, const Stroke*>> kept;  // and a line it touches
  for (const Stroke& down : all.down) {
    std::size_t first = count;
    int top = 0, bottom = 0;
    for (std::size_t i = 0; i < count; ++i) {
      if (!touches(all.across[i], down)) continue;
      const int at = all.across[i].at;
      if (first == count) first = i, top = bottom = at;
      top = std::min(top, at), bottom = std::max(bottom, at);
      parents[root(i)] = root(first);
    }
    if (bottom - top > near) kept.emplace_back(first, &down);
  }
  std::vector<Strokes> by_root(count);
  for (std::size_t i = 0; i < count; ++i) by_root[root(i)].across.push_back(all.across[i]);
  for (const auto& [line, down] : kept) by_root[root(line)].down.push_back(*down);
  std::erase_if(by_root, [](const Strokes& group) { return group.across.size() < 2 || group.down.empty(); });
  return by_root;
}

// Places that are one line of the grid, each once.
std::vector<int> places_of(std::vector<int> all) {
  std::sort(all.begin(), all.end());
  std::vector<int> places;
  for (const int place : all) {
    if (places.empty() || place - places.back() > near) places.push_back(place);
  }
  return places;
}

// Whether lines at `at` cover most of [from, to).
bool is_wall(const std::vector<Stroke>& strokes, int at, int from, int to) {
  int covered = 0;
  for (const Stroke& stroke : strokes) {
    if (std::abs(stroke.at - at) > near) continue;
    covered += std::max(0, std::min(stroke.to, to) - std::max(stroke.from, from));
  }
  return covered * 10 >= (to - from) * 6;
}

class FrameBuilder {
 public:
  explicit FrameBuilder(const Strokes& strokes) : strokes_(strokes) {}

  std::optional<PdfFrame> build() {
    constexpr std::size_t most_columns = 64, most_rows = 300;
    std::vector<int> xs, ys;
    // Its outer lines may be missing: at the sides of an open table, or where a page ends inside it.
    Stroke width = strokes_.across.front(), height = strokes_.down.front();
    for (const Stroke& stroke : strokes_.across) {
      ys.push_back(stroke.at);
      width = {0, std::min(width.from, stroke.from), std::max(width.to, stroke.to)};
    }
    for (const Stroke& stroke : strokes_.down) {
      xs.push_back(stroke.at);
      height = {0, std::min(height.from, stroke.from), std::max(height.to, stroke.to)};
    }
    xs.insert(xs.end(), {width.from, width.to});
    ys.insert(ys.end(), {height.from, height.to});
    xs_ = places_of(std::move(xs)), ys_ = places_of(std::move(ys));
    if (xs_.size() < 2 || ys_.size() < 2 || xs_.size() > most_columns || ys_.size() > most_rows) return std::nullopt;
    constexpr int narrowest = 120, lowest = 52;  // dots; what is smaller are strokes of large letters
    if (xs_.back() - xs_.front() < narrowest || ys_.back() - ys_.front() < lowest) return std::nullopt;
    columns_ = xs_.size() - 1, rows_ = ys_.size() - 1;
    unite();
    PdfFrame frame;
    for (const int x : xs_) frame.xs.push_back(x * dot + dot / 2);
    for (const int y : ys_) frame.ys.push_back(y * dot + dot / 2);
    collect(frame);
    if (frame.cells.size() < 2) return std::nullopt;
    return frame;
  }

 private:
  std::size_t root(std::size_t i) {
    while (parents_[i] != i) i = parents_[i] = parents_[parents_[i]];
    return i;
  }

  // Places of the grid with no wall between them are one cell.
  void unite() {
    parents_.resize(rows_ * columns_);
    std::iota(parents_.begin(), parents_.end(), std::size_t{0});
    for (std::size_t row = 0; row < rows_; ++row) {
      for (std::size_t column = 0; column < columns_; ++column) {
        const std::size_t here = row * columns_ + column;
        if (column + 1 < columns_ && !is_wall(strokes_.down, xs_[column + 1], ys_[row], ys_[row + 1])) {
          parents_[root(here + 1)] = root(here);
        }
        if (row + 1 < rows_ && !is_wall(strokes_.across, ys_[row + 1], xs_[column], xs_[column + 1])) {
          parents_[root(here + columns_)] = root(here);
        }
      }
    }
  }

  void collect(PdfFrame& frame) {
    std::vector<std::vector<std::size_t>> parts(parents_.size());
    for (std::size_t i = 0; i < parents_.size(); ++i) parts[root(i)].push_back(i);
    for (const auto& part : parts) {
      if (part.empty()) continue;
      std::size_t left = columns_, right = 0;
      for (const std::size_t i : part) left = std::min(left, i % columns_), right = std::max(right, i % columns_);
      const std::size_t top = part.front() / columns_, bottom = part.back() / columns_;
      const auto cell = [](std::size_t row, std::size_t column, std::size_t rows, std::size_t columns) {
        return PdfFrame::Cell{static_cast<int>(row), static_cast<int>(column), static_cast<int>(rows),
                              static_cast<int>(columns)};
      };
      if (part.size() == (bottom - top + 1) * (right - left + 1)) {
        frame.cells.push_back(cell(top, left, bottom - top + 1, right - left + 1));
      } else {  // no rectangle: a line is missing
        for (const std::size_t i : part) frame.cells.push_back(cell(i / columns_, i % columns_, 1, 1));
      }
    }
    std::sort(frame.cells.begin(), frame.cells.end(), [](const PdfFrame::Cell& a, const PdfFrame::Cell& b) {
      return a.row != b.row ? a.row < b.row : a.column < b.column;
    });
  }

  const Strokes& strokes_;
  std::vector<int> xs_, ys_;
  std::size_t rows_ = 0, columns_ = 0;
  std::vector<std::size_t> parents_;
};

// Where in [low, …) of the ascending places `value` lies; -1: outside.
int interval_of(const std::vector<int>& places, int value) {
  if (value < places.front() || value >= places.back()) return -1;
  return static_cast<int>(std::upper_bound(places.begin(), places.end(), value) - places.begin()) - 1;
}

// Words that were read as one although a line parts them, each side by itself.
std::vector<PdfWord> parted(const PdfWord& word, const std::vector<int>& walls) {
  const auto first = std::upper_bound(walls.begin(), walls.end(), word.box.x0);
  if (first == walls.end() || *first >= word.box.x1) return {word};
  std::vector<PdfWord> parts;
  int wide = 0;
  for (const char32_t c : word.text) wide += std::max(columns(c), 1);
  int passed = 0;
  for (const char32_t c : word.text) {
    const auto place = [&](int columns) {
      return word.box.x0 + static_cast<int>(static_cast<long long>(word.box.width()) * columns / wide);
    };
    const int next = passed + std::max(columns(c), 1);
    const int from = place(passed), to = place(next), middle = from + (to - from) / 2;
    const auto wall = std::upper_bound(walls.begin(), walls.end(), middle);
    const bool same = !parts.empty() && std::upper_bound(walls.begin(), walls.end(), parts.back().box.x1 - 1) == wall;
    if (!same) parts.push_back({{from, word.box.y0, to, word.box.y1}, {}});
    parts.back().text.push_back(c);
    parts.back().box.x1 = std::max(to, parts.back().box.x0 + 1);
    if (wall != walls.end()) parts.back().box.x1 = std::min(parts.back().box.x1, *wall);
    passed = next;
  }
  return parts;
}

}  // namespace

std::optional<Picture> take_picture(std::string_view& stream) {
  const auto number = [&]() -> int {
    while (!stream.empty() && (stream.front() == ' ' || stream.front() == '\n')) stream.remove_prefix(1);
    int value = -1;
    const auto [end, error] = std::from_chars(stream.data(), stream.data() + stream.size(), value);
    if (error != std::errc()) return -1;
    stream.remove_prefix(static_cast<std::size_t>(end - stream.data()));
    return value;
  };
  if (!stream.starts_with("P5")) return std::nullopt;
  stream.remove_prefix(2);
  Picture picture;
  picture.width = number(), picture.height = number();
  constexpr int largest = 20'000;
  if (picture.width <= 0 || picture.height <= 0 || picture.width > largest || picture.height > largest ||
      number() != 255 || stream.empty()) {
    return std::nullopt;
  }
  stream.remove_prefix(1);
  const auto size = static_cast<std::size_t>(picture.width) * static_cast<std::size_t>(picture.height);
  if (stream.size() < size) return std::nullopt;
  picture.dots = stream.substr(0, size);
  stream.remove_prefix(size);
  return picture;
}

std::vector<PdfFrame> find_frames(const Picture& picture, const std::vector<PdfWord>& words) {
  std::vector<PdfFrame> frames;
  for (const unsigned char darkest : {128, 230}) {  // black lines, also on a grey ground; else grey ones
    Strokes strokes{strokes_across(picture, darkest), strokes_down(picture, darkest)};
    std::erase_if(strokes.down, [&](const Stroke& down) { return is_of_letter(down, words); });
    if (strokes.across.size() > most_lines || strokes.down.size() > most_lines) continue;
    for (const Strokes& group : groups_of(strokes)) {
      if (auto frame = FrameBuilder(group).build()) frames.push_back(std::move(*frame));
    }
    if (!frames.empty()) break;
  }
  std::sort(frames.begin(), frames.end(), [](const PdfFrame& a, const PdfFrame& b) {
    return a.ys.front() != b.ys.front() ? a.ys.front() < b.ys.front() : a.xs.front() < b.xs.front();
  });
  return frames;
}

PdfTable fill_frame(const PdfFrame& frame, std::vector<PdfWord>& words) {
  PdfTable table;
  table.rows = static_cast<int>(frame.ys.size()) - 1;
  table.columns = static_cast<int>(frame.xs.size()) - 1;
  table.ruling = frame.xs;
  std::vector<int> owners(static_cast<std::size_t>(table.rows) * static_cast<std::size_t>(table.columns), -1);
  const auto at = [&](int row, int column) -> int& {
    return owners[static_cast<std::size_t>(row) * static_cast<std::size_t>(table.columns) +
                  static_cast<std::size_t>(column)];
  };
  for (std::size_t i = 0; i < frame.cells.size(); ++i) {
    const PdfFrame::Cell& cell = frame.cells[i];
    for (int row = cell.row; row < cell.row + cell.row_span; ++row) {
      for (int column = cell.column; column < cell.column + cell.column_span; ++column) {
        at(row, column) = static_cast<int>(i);
      }
    }
  }
  std::vector<std::vector<PdfWord>> contents(frame.cells.size());
  std::vector<PdfWord> outside;
  for (PdfWord& word : words) {
    const int row = interval_of(frame.ys, word.box.middle());
    if (row < 0 || interval_of(frame.xs, word.box.x0 + word.box.width() / 2) < 0) {
      outside.push_back(std::move(word));
      continue;
    }
    std::vector<int> walls;
    for (int column = 1; column < table.columns; ++column) {
      if (at(row, column - 1) != at(row, column)) walls.push_back(frame.xs[static_cast<std::size_t>(column)]);
    }
    for (PdfWord& part : parted(word, walls)) {
      const int column = std::clamp(interval_of(frame.xs, part.box.x0 + part.box.width() / 2), 0, table.columns - 1);
      contents[static_cast<std::size_t>(at(row, column))].push_back(std::move(part));
    }
  }
  words = std::move(outside);
  for (std::size_t i = 0; i < frame.cells.size(); ++i) {
    const PdfFrame::Cell& place = frame.cells[i];
    PdfCell cell{place.row, place.column, place.row_span, place.column_span, {}, {}};
    const int em = ideograph_width(contents[i]);
    for (const PdfLine& line : lines_of(std::move(contents[i]), em)) cell.lines.push_back(line.text());
    table.cells.push_back(std::move(cell));
  }
  return table;
}

}  // namespace jiheng::reading
