// LineShape: what the joining rules need to know of a line, measured in one pass, and the profile of a file: how long
// its full lines are, whether its lines are wrapped at all, what its blank lines mean. Private to reading.
// Thread-safety: pure functions.
#pragma once

#include <string_view>
#include <vector>

#include "reading/assemble.h"
#include "reading/marks.h"

namespace jiheng::reading {

struct LineShape {
  int indent = 0;             // columns of white space in front
  int width = 0;              // columns from the first to the last visible character
  int length = 0;             // the same in characters
  int first_chunk = 0;        // columns of what cannot be broken at its beginning
  Mark mark;                  // the number in front
  bool ended = false;         // ends a sentence: 。！？；： with or without closing quotes
  bool full_stop = false;     // ended with 。！？
  bool open = false;          // cannot end a paragraph: ends in ， 、 or inside quotes or brackets
  bool cannot_start = false;  // begins with what only stands inside a sentence: ， 。 ） % …
  bool starts_with_digit = false;
  bool ends_with_digit = false;
  bool has_inner_stop = false;  // 。；！？ inside
  bool has_comma = false;
  bool closes_bracket = false;  // closes a bracket or quote it did not open
};

LineShape shape_of(std::u32string_view line, Markup markup);

struct Profile {
  bool wrapped = false;         // paragraphs run over several lines
  bool by_characters = false;   // lines are as long as they have characters, digits as wide as ideographs
  int full = 0;                 // columns or characters of a full line, when wrapped
  int indent = 0;               // of most lines
  bool blanks_separate = true;  // an empty line ends a paragraph
};

// Of the lines that `counts` (same size) marks as prose.
Profile profile_of(const std::vector<const DraftLine*>& lines, const std::vector<const LineShape*>& shapes);

// Whether a paragraph ends between two neighbouring lines. `last_number`: the last number of the same marking as that
// in front of `next`, 0: none.
bool breaks_between(const DraftLine& line, const LineShape& shape, const DraftLine& next, const LineShape& next_shape,
                    const Profile& profile, int last_number);

}  // namespace jiheng::reading
