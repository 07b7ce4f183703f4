#include "reading/flow.h"

#include <algorithm>

#include "reading/characters.h"
#include "reading/marks.h"

namespace jiheng::reading {
namespace {

constexpr std::size_t deepest = 20;
constexpr int most_columns = 200;
constexpr int most_rows = 20000;
constexpr std::size_t longest_heading = 60;

}  // namespace

// Text between cells goes to the cell before it, so that it stays in order; before the first cell it stands outside.
Flow::Items& Flow::here() {
  for (auto level = levels_.rbegin(); level != levels_.rend(); ++level) {
    if (!(*level)->places.empty()) return (*level)->places.back().content;
  }
  return items_;
}

void Flow::text(std::u32string_view characters) {
  if (too_large()) return;
  original_ += characters;
  line_has_text_ = line_has_text_ || std::any_of(characters.begin(), characters.end(),
                                                 [](char32_t c) { return !is_space(c) && !is_invisible(c); });
}

void Flow::number_next(std::u32string label, bool always) {
  label_ = std::move(label);
  label_always_ = always;
}

void Flow::end_line(bool heading) {
  const auto end = static_cast<std::uint32_t>(original_.size());
  if (!line_has_text_) {
    original_.resize(line_begin_);
    blank_before_ = true;
    return;
  }
  DraftLine line;
  if (!label_.empty()) {
    const auto view = std::u32string_view(original_).substr(line_begin_);
    if (label_always_ || mark_of(view).kind == Marking::none) original_.insert(line_begin_, label_);
    label_.clear();
  }
  line.range = {line_begin_, static_cast<std::uint32_t>(original_.size())};
  line.heading = heading && end - line_begin_ <= longest_heading;
  line.is_paragraph = paragraph_begins_;
  line.blank_before = blank_before_;
  paragraph_begins_ = false;
  blank_before_ = false;
  here().push_back({line, nullptr});
  original_.push_back(U'\n');
  line_begin_ = static_cast<std::uint32_t>(original_.size());
  line_has_text_ = false;
}

void Flow::break_line() {
  end_line(false);
}

void Flow::end_paragraph(bool heading) {
  if (line_has_text_) end_line(heading);
  original_.resize(line_begin_);
  paragraph_begins_ = true;
  blank_before_ = false;
}

void Flow::begin_table() {
  end_paragraph();
  if (levels_.size() >= deepest) {
    ++too_deep_;
    return;
  }
  levels_.push_back(std::make_unique<Sheet>());
}

void Flow::end_table() {
  end_paragraph();
  if (too_deep_ > 0) {
    --too_deep_;
    return;
  }
  if (levels_.empty()) return;
  std::unique_ptr<Sheet> sheet = std::move(levels_.back());
  levels_.pop_back();
  if (!sheet->places.empty()) here().push_back({{}, std::move(sheet)});
}

void Flow::begin_row() {
  end_paragraph();
  if (levels_.empty() || too_deep_ > 0) return;
  Sheet& sheet = *levels_.back();
  if (sheet.row + 1 >= most_rows) return;
  ++sheet.row;
  sheet.column = 0;
  for (int& rows : sheet.taken) rows = std::max(0, rows - 1);
}

void Flow::next_free(Sheet& sheet) const {
  while (static_cast<std::size_t>(sheet.column) < sheet.taken.size() &&
         sheet.taken[static_cast<std::size_t>(sheet.column)] > 0) {
    ++sheet.column;
  }
}

void Flow::skip_columns(int count) {
  if (levels_.empty() || too_deep_ > 0) return;
  levels_.back()->column += std::clamp(count, 0, most_columns);
}

void Flow::begin_cell(int row_span, int column_span, bool continues) {
  end_paragraph();
  if (levels_.empty() || too_deep_ > 0) return;
  Sheet& sheet = *levels_.back();
  if (sheet.row < 0) begin_row();
  if (!continues) next_free(sheet);
  if (sheet.column >= most_columns) return;  // its text goes to the last cell
  column_span = std::clamp(column_span, 1, most_columns - sheet.column);
  row_span = std::clamp(row_span, 1, most_rows);
  const auto column = static_cast<std::size_t>(sheet.column);
  if (continues && column < sheet.owners.size() && sheet.owners[column] > 0) {
    Place& above = sheet.places[sheet.owners[column] - 1];
    if (above.column == sheet.column && above.row + above.row_span == sheet.row) {
      ++above.row_span;
      sheet.column += above.column_span;
      sheet.places.push_back({sheet.row, -1, 1, 1, {}});  // what text it has is not shown
      return;
    }
  }
  const auto end = static_cast<std::size_t>(sheet.column + column_span);
  if (sheet.taken.size() < end) sheet.taken.resize(end, 0), sheet.owners.resize(end, 0);
  sheet.places.push_back({sheet.row, sheet.column, row_span, column_span, {}});
  for (auto at = column; at < end; ++at) {
    sheet.taken[at] = row_span;
    sheet.owners[at] = sheet.places.size();
  }
  sheet.column += column_span;
  sheet.columns = std::max(sheet.columns, sheet.column);
}

std::vector<Span> Flow::lines_of(const Items& items) {
  std::vector<Span> lines;
  for (const Item& item : items) {
    if (!item.sheet) lines.push_back(item.line.range);
  }
  return lines;
}

// One cell, a table in a cell, or a cell that holds a whole article.
bool Flow::is_layout(const Sheet& sheet) {
  constexpr std::size_t article_lines = 12, article_characters = 1500;
  std::size_t filled = 0;
  for (const Place& place : sheet.places) {
    if (place.column < 0) continue;
    std::size_t characters = 0;
    for (const Item& item : place.content) {
      if (item.sheet) return true;
      characters += item.line.range.size();
    }
    filled += !place.content.empty();
    if (place.content.size() >= article_lines && characters >= article_characters) return true;
  }
  return filled <= 1;
}

void Flow::pour_table(Sheet& sheet, Draft& draft) {
  DraftTable table;
  table.columns = sheet.columns;
  table.rows = sheet.row + 1;
  table.cells.reserve(sheet.places.size());
  for (const Place& place : sheet.places) {
    if (place.column < 0) continue;
    const int row_span = std::min(place.row_span, table.rows - place.row);
    table.cells.push_back({place.row, place.column, row_span, place.column_span, lines_of(place.content)});
  }
  draft.add(std::move(table));
}

void Flow::pour(Items& from, Draft& draft) {  // as deep as tables may lie in tables
  for (Item& item : from) {
    if (!item.sheet) {
      draft.add(item.line);
    } else if (is_layout(*item.sheet)) {
      for (Place& place : item.sheet->places) pour(place.content, draft);
    } else {
      pour_table(*item.sheet, draft);
    }
  }
}

void Flow::finish(Document& document) {
  end_paragraph();
  too_deep_ = 0;
  while (!levels_.empty()) end_table();
  Draft draft;
  pour(items_, draft);
  document.original = std::move(original_);
  assemble(document, std::move(draft), Markup::none);
}

}  // namespace jiheng::reading
