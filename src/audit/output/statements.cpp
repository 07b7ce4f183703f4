#include "audit/output/statements.h"

#include <algorithm>

#include "base/text.h"

namespace jiheng::audit {
namespace {

using reading::Block;
using reading::Cell;
using reading::Document;
using reading::Span;
using reading::Table;

bool ends_sentence(char32_t c) {
  return c == U'。' || c == U'！' || c == U'？' || c == U'；';
}

void append(Statement& statement, const Document& document, Span span) {
  for (std::uint32_t at = span.begin; at < span.end; ++at) {
    statement.text.push_back(document.text[at] == U'\n' ? U' ' : document.text[at]);
    statement.positions.push_back(at);
  }
}

Statement row_around(const Document& document, const Table& table, const Cell& inside) {
  Statement statement;
  for (const Cell& cell : table.cells) {
    if (cell.row > inside.row || cell.row + cell.row_span <= inside.row) continue;
    if (!statement.text.empty()) {
      statement.text += U" │ ";
      statement.positions.insert(statement.positions.end(), 3, Statement::no_position);
    }
    append(statement, document, within_text(document, cell.span));
  }
  while (statement.text.ends_with(U" │ ")) {  // empty cells at the end
    statement.text.resize(statement.text.size() - 3);
    statement.positions.resize(statement.text.size());
  }
  return statement;
}

Statement sentence_around(const Document& document, Span block, Span span) {
  std::uint32_t begin = std::clamp(span.begin, block.begin, block.end);
  std::uint32_t end = std::clamp(span.end, begin, block.end);
  while (begin > block.begin && !ends_sentence(document.text[begin - 1])) --begin;
  const bool complete = end > begin && end == span.end && ends_sentence(document.text[end - 1]);
  while (!complete && end < block.end && !ends_sentence(document.text[end])) ++end;
  if (!complete && end < block.end) ++end;  // the mark
  Statement statement;
  append(statement, document, {begin, end});
  return statement;
}

}  // namespace

Range Statement::range_of(Span span) const {
  std::size_t first = text.size(), last = 0;
  for (std::size_t i = 0; i < positions.size(); ++i) {
    if (positions[i] == no_position || !span.contains(positions[i])) continue;
    first = std::min(first, i);
    last = i + 1;
  }
  if (first < last) return {first, last};
  const auto at = std::find_if(positions.begin(), positions.end(),
                               [&](std::uint32_t p) { return p != no_position && p >= span.begin; });
  const auto index = static_cast<std::size_t>(at - positions.begin());
  return {index, index};
}

Statement statement_around(const Document& document, Span span) {
  span = within_text(document, span);
  if (document.blocks.empty()) {
    return sentence_around(document, {0, static_cast<std::uint32_t>(document.text.size())}, span);
  }
  if (const TableCell inside = cell_at(document, span); inside.cell != nullptr) {
    return row_around(document, document.tables[static_cast<std::size_t>(inside.table)], *inside.cell);
  }
  const Block& block = document.blocks[document.block_at(span.begin)];
  return sentence_around(document, within_text(document, block.span), span);
}

Range Quote::all() const {
  Range whole = marked.front();
  for (const Range& range : marked) whole.end = std::max(whole.end, range.end);
  return whole;
}

std::vector<Quote> quotes_of(const Audit& audit, const Finding& finding) {
  std::vector<Quote> quotes;
  const std::vector<Place> places = places_of(audit, finding.evidence);
  for (std::size_t i = 0; i < places.size(); ++i) {
    const Place& place = places[i];
    Statement statement = statement_around(audit.files[place.document].document, place.span);
    const Range range = statement.range_of(place.span);
    const auto same = std::find_if(quotes.begin(), quotes.end(), [&](const Quote& quote) {
      return quote.first.document == place.document && quote.statement.positions == statement.positions;
    });
    if (same == quotes.end()) {
      quotes.push_back({std::move(statement), place, i, {range}});
    } else {
      same->marked.push_back(range);
    }
  }
  for (Quote& quote : quotes) {
    std::sort(quote.marked.begin(), quote.marked.end(), [](Range a, Range b) { return a.begin < b.begin; });
  }
  return quotes;
}

std::size_t shown_quotes(std::size_t count) {
  constexpr std::size_t most = 5;
  return count <= most ? count : most - 1;
}

// Whether `next` is the paragraph, or the row of the table, right after `place` on the same page.
static bool follows(const Audit& audit, const Place& place, const Place& next) {
  if (place.document != next.document || place.page != next.page) return false;
  const Document& document = audit.files[place.document].document;
  const TableCell a = cell_at(document, place.span), b = cell_at(document, next.span);
  if (a.cell == nullptr || b.cell == nullptr) {
    return a.cell == b.cell && place.paragraph > 0 && next.paragraph == place.paragraph + 1;
  }
  return a.table == b.table && b.cell->row == a.cell->row + 1;
}

std::string further_places(const Audit& audit, const std::vector<Quote>& quotes, std::size_t from) {
  std::string out;
  for (std::size_t i = from; i < quotes.size(); ++i) {
    const Place& place = quotes[i].first;
    if (i > from) out += "，";
    const Place& named = quotes[i > 0 ? i - 1 : 0].first;
    if (named.document != place.document) out += "《" + heading_of(audit.files[place.document]) + "》";
    out += i > from ? place_words_after(audit, place, named) : place_words(audit, place);
    const std::size_t begin = i;
    while (i + 1 < quotes.size() && follows(audit, quotes[i].first, quotes[i + 1].first)) ++i;
    if (i > begin) out += "至" + place_words_after(audit, quotes[i].first, place);
  }
  return out;
}

std::size_t width_of(std::u32string_view text) {
  return display_width(to_utf8(text));
}

Range window(const std::u32string& text, Range focus, std::size_t width) {
  if (width_of(text) <= width) return {0, text.size()};
  std::size_t room = width - 2;
  const auto take = [&](std::size_t index) {
    const std::size_t needed = width_of(text.substr(index, 1));
    if (needed > room) return false;
    room -= needed;
    return true;
  };
  Range shown{focus.begin, focus.begin};
  while (shown.end < focus.end && take(shown.end)) ++shown.end;
  if (shown.end < focus.end) return shown;
  for (bool grown = true; grown;) {  // evenly to both sides
    grown = false;
    if (shown.begin > 0 && take(shown.begin - 1)) --shown.begin, grown = true;
    if (shown.end < text.size() && take(shown.end)) ++shown.end, grown = true;
  }
  return shown;
}

}  // namespace jiheng::audit
