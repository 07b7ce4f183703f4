// The statements that evidence stands in, as text and HTML quote them: the sentence, or the row of a table; evidence in
// the same statement together; a window onto a long one. Internal to src/audit/output. Thread-safety: pure functions.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "audit/output/places.h"

namespace jiheng::audit {

// Half-open range of indices in Statement::text.
struct Range {
  std::size_t begin = 0, end = 0;
  std::size_t size() const { return end - begin; }
};

// A sentence; within a table the row, its cells parted by │. positions[i] is the position in Document::text of text[i],
// no_position for what was put between cells.
struct Statement {
  static constexpr std::uint32_t no_position = 0xFFFFFFFF;
  std::u32string text;
  std::vector<std::uint32_t> positions;

  // What `span` covers; an empty range at its place when it covers nothing.
  Range range_of(reading::Span span) const;
};
Statement statement_around(const reading::Document& document, reading::Span span);

// Evidence in one statement: the first piece, and all of it as ranges of the statement, by position.
struct Quote {
  Statement statement;
  Place first;
  std::size_t first_index = 0;  // of it among places_of the evidence
  std::vector<Range> marked;

  Range all() const;  // from the first to the last of `marked`
};
// One per statement, in the order of the evidence.
std::vector<Quote> quotes_of(const Audit& audit, const Finding& finding);

// How many of a finding's statements are quoted in full; of a long sum the rest is told by place only.
std::size_t shown_quotes(std::size_t count);

// Where the quotes from the one at `from` on stand, neighbours together: 第2页 第39段至第60段，第3页 表1第2行.
std::string further_places(const Audit& audit, const std::vector<Quote>& quotes, std::size_t from);

std::size_t width_of(std::u32string_view text);  // columns, see display_width
// The part of a text to show in `width` columns: all of it, or as much of and around the focus as fits with an … at
// each cut end.
Range window(const std::u32string& text, Range focus, std::size_t width);

}  // namespace jiheng::audit
