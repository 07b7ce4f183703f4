#include "reading/line_shape.h"

#include <algorithm>
#include <cstdlib>

#include "reading/characters.h"

namespace jiheng::reading {
namespace {

bool in(std::u32string_view set, char32_t c) {
  return set.find(c) != set.npos;
}

constexpr std::u32string_view closers = U"”’\"）》」』】〕〉";
constexpr std::u32string_view stops = U"。！？；：…";

// Both ASCII and Chinese forms, as plain() leaves them.
bool is_stop(char32_t c) {
  return in(stops, c) || c == U':';
}

std::u32string_view without_closers(std::u32string_view line) {
  while (!line.empty() && in(closers, plain(line.back()))) line.remove_suffix(1);
  return line;
}

bool ends_sentence(std::u32string_view line) {
  line = without_closers(line);
  if (line.empty()) return false;
  const char32_t last = plain(line.back());
  if (is_stop(last)) return true;
  return last == U'.' && line.size() > 1 && !is_digit(plain(line[line.size() - 2]));
}

std::u32string_view trimmed(std::u32string_view line, Markup markup) {
  const auto passed = [&](char32_t c) {
    return is_space(c) || is_invisible(c) || (markup != Markup::none && (c == U'*' || c == U'`'));
  };
  while (!line.empty() && passed(line.back())) line.remove_suffix(1);
  while (!line.empty() && passed(line.front())) line.remove_prefix(1);
  return line;
}

// Counts of what is open, for the kinds that pair up.
struct Balance {
  int quotes = 0, titles = 0, brackets = 0;
  bool closes_more = false;

  void feed(char32_t c) {
    const auto close = [&](int& open) {
      if (open > 0) {
        --open;
      } else {
        closes_more = true;
      }
    };
    switch (c) {
      case U'“':
        ++quotes;
        break;
      case U'”':
        close(quotes);
        break;
      case U'《':
        ++titles;
        break;
      case U'》':
        close(titles);
        break;
      case U'（':
        ++brackets;
        break;
      case U'）':
        close(brackets);
        break;
      default:
        break;
    }
  }
  bool open() const { return quotes + titles + brackets > 0; }
};

int first_chunk_of(std::u32string_view line) {
  int chunk = 0;
  std::size_t at = 0;
  while (at < line.size() && in(U"“‘（《「『【〔", plain(line[at]))) chunk += columns(line[at++]);
  if (at < line.size() && is_alphanumeric(plain(line[at]))) {
    while (at < line.size() && (is_alphanumeric(plain(line[at])) || in(U".,%", plain(line[at])))) {
      chunk += columns(line[at++]);
    }
  } else if (at < line.size()) {
    chunk += columns(line[at++]);
  }
  while (at < line.size() && in(U"，。；：、！？”’）》」』】〕%", plain(line[at]))) chunk += columns(line[at++]);
  return std::min(chunk, 20);
}

bool is_heading_mark(Marking marking) {
  return marking == Marking::chapter || marking == Marking::chinese || marking == Marking::chinese_paren;
}

// How far a line may stay behind the full one although nothing more fitted: digits are narrower in print than here.
// Behind a sentence's end a wrong join costs more than a wrong break.
bool is_full(const LineShape& shape, const LineShape& next, const Profile& profile) {
  const int indent = shape.indent - profile.indent;
  if (profile.by_characters) {
    const int slack = shape.full_stop ? 0 : 1;
    return shape.length + indent / 2 + 1 > profile.full - slack;
  }
  const int slack = shape.full_stop ? 0 : shape.ended ? 2 : 4;
  return shape.width + indent + next.first_chunk > profile.full - slack;
}

// A marked line that is a heading as it stands, so that what follows begins anew.
bool is_heading_line(const LineShape& shape, const LineShape& next, const Profile& profile) {
  if (shape.mark.kind == Marking::none || shape.has_inner_stop || shape.open) return false;
  const bool of_chapters = is_heading_mark(shape.mark.kind);
  if (shape.width > (of_chapters ? 84 : 64)) return false;
  if (!of_chapters && shape.ended) return false;
  if (shape.ended) return true;
  if (!of_chapters && shape.has_comma && shape.width > 40) return false;  // a sentence that goes on
  return !profile.wrapped || !is_full(shape, next, profile);
}

// A wrapped line may begin like a mark by accident. Behind a line that is full and does not end a sentence, a mark must
// go on counting.
bool mark_is_meant(const LineShape& shape, const LineShape& next, const Profile& profile, int last_number) {
  if (shape.ended) return true;
  if (next.closes_bracket && shape.open) return false;  // （…第 + 1）
  if (profile.wrapped && !is_full(shape, next, profile)) return true;
  if (shape.has_comma || shape.open) return next.mark.number == 1 || std::abs(next.mark.number - last_number) <= 2;
  return true;
}

bool is_prose(const LineShape& shape, int least) {
  return shape.width >= least && (shape.has_comma || shape.has_inner_stop);
}

bool breaks_when_unwrapped(const DraftLine& next, const LineShape& shape, const LineShape& next_shape) {
  if (shape.ended) return true;
  if (next.page_before) return !is_prose(shape, 30);
  if (shape.ends_with_digit && next_shape.starts_with_digit) return true;
  return !is_prose(shape, next.blank_before ? 60 : 30);
}

bool breaks_when_wrapped(const DraftLine& next, const LineShape& shape, const LineShape& next_shape,
                         const Profile& profile) {
  const bool full = is_full(shape, next_shape, profile);
  constexpr int paragraph_indent = 3;
  const bool indented = next_shape.indent >= profile.indent + paragraph_indent;
  if (indented && (shape.ended || !full)) return true;
  if (next.blank_before && profile.blanks_separate && !next.page_before) return true;
  if (shape.ended) return !full;
  return (profile.by_characters ? shape.length : shape.width) * 4 < profile.full * 3;
}

}  // namespace

LineShape shape_of(std::u32string_view whole, Markup markup) {
  LineShape shape;
  for (const char32_t c : whole) {
    if (!is_space(c)) break;
    shape.indent += c == U'\t' ? 4 : columns(c);
  }
  const std::u32string_view line = trimmed(whole, markup);
  if (line.empty()) return shape;
  shape.mark = mark_of(line);
  Balance balance;
  char32_t before = 0;
  for (const char32_t raw : line) {
    const char32_t c = plain(raw);
    shape.width += columns(raw);
    ++shape.length;
    shape.has_inner_stop |= in(U"。；！？", before);
    shape.has_comma |= in(U"，,", c);
    balance.feed(c);
    before = c;
  }
  const char32_t first = plain(line.front()), last = plain(line.back());
  shape.ended = ends_sentence(line);
  const std::u32string_view core = without_closers(line);
  shape.full_stop = !core.empty() && in(U"。！？", plain(core.back()));
  shape.starts_with_digit = is_digit(first);
  shape.ends_with_digit = is_digit(last);
  shape.cannot_start = in(U"，。、；：！？）》”’%,:.;」』】〉‰", first);
  shape.closes_bracket = balance.closes_more;
  const bool decimal_cut = last == U'.' && line.size() > 1 && is_digit(plain(line[line.size() - 2]));
  shape.open = in(U"，,、（“‘《〈【「『—–-～/+=×", last) || decimal_cut || (!shape.ended && balance.open());
  shape.first_chunk = first_chunk_of(line);
  return shape;
}

// How the lengths of lines lie about the one that is most usual.
struct Lengths {
  int full = 0;
  std::size_t prose = 0;  // lines long enough to count
  std::size_t near = 0;   // about the full one
  std::size_t hung = 0;   // of those, that end inside a sentence
  std::size_t exact = 0;  // of those, that are as long as most
  std::size_t longer = 0;

  bool wrapped() const {
    return prose >= 3 && near >= 3 && near * 100 >= prose * 35 && hung * 2 >= near && longer * 100 <= prose * 15;
  }
};

// `reach`: how far from the full length a wrapped line may be; `least`: shorter lines do not count.
template <class LengthOf>
Lengths lengths_of(const std::vector<const LineShape*>& shapes, int least, int reach, LengthOf length_of) {
  constexpr int longest = 400;
  std::vector<int> counts(longest + 1, 0);
  Lengths lengths;
  for (const LineShape* shape : shapes) {
    if (length_of(*shape) < least) continue;
    ++lengths.prose;
    ++counts[static_cast<std::size_t>(std::min(length_of(*shape), longest))];
  }
  const auto count = [&](int from, int to) {
    int sum = 0;
    for (int w = std::max(from, 0); w <= std::min(to, longest); ++w) sum += counts[static_cast<std::size_t>(w)];
    return sum;
  };
  int most = 0, peak = 0;
  const int half = (reach + 1) / 2;
  for (int length = least; length <= longest; ++length) {
    if (const int near = count(length - half, length + half); near >= most) most = near, peak = length;
  }
  // Digits and marks make lines a little longer or shorter than the full one: the middle of those about the peak.
  const int wide = reach + half;
  const int about = count(peak - wide, peak + wide);
  lengths.full = peak - wide;
  while (about > 0 && count(peak - wide, lengths.full) * 2 < about) ++lengths.full;
  for (const LineShape* shape : shapes) {
    const int length = length_of(*shape);
    if (std::abs(length - lengths.full) <= reach) {
      ++lengths.near;
      lengths.hung += !shape->ended;
      lengths.exact += !shape->ended && length == lengths.full;
    }
    lengths.longer += length > lengths.full + wide;
  }
  return lengths;
}

// Of measured lines: where most of them end.
int right_margin(const std::vector<const LineShape*>& shapes) {
  constexpr int least = 20, farthest = 500;
  std::vector<int> ends(farthest + 3, 0);
  for (const LineShape* shape : shapes) {
    if (shape->width >= least) ++ends[static_cast<std::size_t>(std::min(shape->indent + shape->width, farthest))];
  }
  int most = 0, margin = 0;
  for (std::size_t end = 2; end <= farthest; ++end) {
    const int near = ends[end - 2] + ends[end - 1] + ends[end];
    if (near > 0 && near >= most) most = near, margin = static_cast<int>(end) - 1;
  }
  return margin;
}

Profile profile_of(const std::vector<const DraftLine*>& lines, const std::vector<const LineShape*>& shapes) {
  Profile profile;
  std::vector<int> indents(64, 0);
  std::size_t blank_pairs = 0, hung_pairs = 0;
  for (std::size_t i = 0; i < shapes.size(); ++i) {
    const LineShape& shape = *shapes[i];
    ++indents[static_cast<std::size_t>(std::min(shape.indent, 63))];
    if (i + 1 < lines.size() && shape.width >= 20 && !shape.ended && shapes[i + 1]->mark.kind == Marking::none) {
      ++hung_pairs;
      blank_pairs += lines[i + 1]->blank_before;
    }
  }
  profile.indent = static_cast<int>(std::max_element(indents.begin(), indents.end()) - indents.begin());
  profile.blanks_separate = blank_pairs * 2 < hung_pairs || hung_pairs == 0;
  const Lengths columns = lengths_of(shapes, 20, 4, [](const LineShape& shape) { return shape.width; });
  const Lengths characters = lengths_of(shapes, 12, 1, [](const LineShape& shape) { return shape.length; });
  // Cut at every so many characters, all lines that go on are equally long; in print they never are.
  if (!lines.empty() && lines.front()->width >= 0) {
    profile.wrapped = true;
    profile.indent = 0;  // measured from the margin
    profile.full = right_margin(shapes);
    return profile;
  }
  profile.by_characters = characters.wrapped() && characters.exact * 4 >= characters.hung * 3;
  profile.wrapped = profile.by_characters || columns.wrapped();
  profile.full = profile.by_characters ? characters.full : columns.full;
  return profile;
}

bool breaks_between(const DraftLine& line, const LineShape& shape, const DraftLine& next, const LineShape& next_shape,
                    const Profile& profile, int last_number) {
  if (line.heading || next.heading || next.starts_block) return true;
  if (next_shape.mark.kind != Marking::none && mark_is_meant(shape, next_shape, profile, last_number)) return true;
  if (next_shape.cannot_start || shape.open) return false;
  if (is_heading_line(shape, next_shape, profile)) return true;
  return profile.wrapped ? breaks_when_wrapped(next, shape, next_shape, profile)
                         : breaks_when_unwrapped(next, shape, next_shape);
}

}  // namespace jiheng::reading
