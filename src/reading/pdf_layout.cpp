#include "reading/pdf_layout.h"

#include <algorithm>
#include <map>
#include <span>
#include <string>

#include "reading/assemble.h"
#include "reading/characters.h"
#include "reading/marks.h"
#include "reading/pdf_columns.h"
#include "reading/pdf_grid.h"
#include "reading/pdf_lines.h"

namespace jiheng::reading {
namespace {

std::u32string without_spaces(std::u32string_view text) {
  std::u32string out;
  for (const char32_t c : text) {
    if (!is_space(c)) out.push_back(c);
  }
  return out;
}

class PdfLayout {
 public:
  PdfLayout(std::vector<PdfPage> pages, const std::vector<std::vector<PdfFrame>>& frames, Document& document)
      : document_(document) {
    for (std::size_t i = 0; i < pages.size(); ++i) {
      Page page;
      page.height = pages[i].height;
      const int whole = ideograph_width(pages[i].words);
      if (i < frames.size()) {
        for (const PdfFrame& frame : frames[i]) {
          page.framed.push_back({frame.box(), fill_frame(frame, pages[i].words)});
        }
      }
      page.em = pages[i].words.empty() ? whole : ideograph_width(pages[i].words);
      page.lines = lines_of(std::move(pages[i].words), page.em);
      pages_.push_back(std::move(page));
    }
  }

  void run() {
    find_edges();
    find_em();
    find_margin();
    for (Page& page : pages_) lay_out(page);
    for (Placed& placed : tables_) write_table(placed);
    assemble(document_, std::move(draft_), Markup::none);
  }

 private:
  struct Framed {
    Box box;
    PdfTable table;
  };
  struct Page {
    int height = 0;
    int em = 1;
    std::vector<Framed> framed;  // from top to bottom
    std::vector<PdfLine> lines;
    std::vector<bool> edge;  // by line: a page number or a running header
  };
  // A table where it stands in the draft, and the text of its cells in the original.
  struct Placed {
    PdfTable table;
    std::vector<std::vector<Span>> pieces;  // by cell
  };

  void find_edges();
  void find_em();
  void find_margin();
  void lay_out(Page& page);
  void lay_out_columns(std::vector<PdfLine> lines, std::vector<Framed> framed, int em);
  void lay_out_section(const std::vector<PdfLine>& lines, std::vector<Framed> framed, int origin, int em);
  void lay_out_lines(std::span<const PdfLine> span, int origin, int em);
  void add_line(const PdfLine& line, int origin, bool blank_before);
  void add_table(PdfTable table, int em);
  bool joins_last_table(const PdfTable& table, int em) const;
  void join_last_table(PdfTable table);
  static int repeated_rows(const PdfTable& last, const PdfTable& table);
  static void share_columns(PdfTable& a, PdfTable& b);
  static std::vector<PdfCell>::iterator cell_above(PdfTable& last, const PdfCell& cell);
  static bool label_goes_on(const PdfCell& above, const PdfCell& cell);
  static bool row_goes_on(PdfTable& last, const PdfTable& table, int row);
  static std::u32string row_text(const PdfTable& table, int row);
  std::vector<std::vector<Span>> write_cells(const PdfTable& table);
  void write_table(Placed& placed);
  Span write(std::u32string_view text, char32_t behind);

  Document& document_;
  std::vector<Page> pages_;
  Draft draft_;
  std::vector<Placed> tables_;
  bool table_last_ = false;  // nothing but page numbers and headers since the last table
  bool first_on_page_ = false;
  int em_ = 1;  // of the text outside tables: widths and indents of all pages are measured in it
  int margin_ = 0;
};

// Page numbers in the outermost lines of a page; lines that head or foot three pages and more.
void PdfLayout::find_edges() {
  std::map<std::pair<std::u32string, int>, std::size_t> repeated;
  const auto place = [](const PdfLine& line) {
    constexpr int tolerance = 600;
    return std::pair(without_spaces(line.text()), line.box.y0 / tolerance);
  };
  const auto outermost = [](const Page& page) {
    std::vector<std::size_t> list;
    const std::size_t count = page.lines.size();
    for (std::size_t i = 0; i < std::min<std::size_t>(count, 2); ++i) list.push_back(i);
    for (std::size_t i = count > 2 ? std::max<std::size_t>(2, count - 2) : count; i < count; ++i) list.push_back(i);
    return list;
  };
  for (Page& page : pages_) {
    page.edge.assign(page.lines.size(), false);
    for (const std::size_t i : outermost(page)) {
      const PdfLine& line = page.lines[i];
      const bool at_edge = line.box.y0 < page.height / 8 || line.box.y1 > page.height - page.height / 8;
      const PageNumber number = page_number_of(line.text());
      if (number.number > 0 && (at_edge || !number.bare)) page.edge[i] = true;
      if (at_edge && line.pieces.size() <= 2) ++repeated[place(line)];
    }
  }
  for (Page& page : pages_) {
    for (const std::size_t i : outermost(page)) {
      const PdfLine& line = page.lines[i];
      const auto found = repeated.find(place(line));
      const bool marked = mark_of(line.text()).kind != Marking::none;
      if (found != repeated.end() && found->second >= 3 && found->second * 2 >= pages_.size() && !marked)
        page.edge[i] = true;
    }
  }
}

// That of most lines.
void PdfLayout::find_em() {
  std::vector<int> all;
  for (const Page& page : pages_) all.insert(all.end(), page.lines.size(), page.em);
  if (all.empty()) return;
  const auto middle = all.begin() + static_cast<std::ptrdiff_t>(all.size() / 2);
  std::nth_element(all.begin(), middle, all.end());
  em_ = *middle;
}

// Where lines begin that are not indented.
void PdfLayout::find_margin() {
  std::map<int, std::size_t> begins;
  for (const Page& page : pages_) {
    for (const PdfLine& line : page.lines) ++begins[line.box.x0 / 200];
  }
  std::size_t most = 0;
  for (const auto& [place, count] : begins) most = std::max(most, count);
  // First lines of paragraphs may be more than others: of the places that many lines share, the one on the left.
  for (const auto& [place, count] : begins) {
    if (count * 5 < most) continue;
    margin_ = place * 200;
    return;
  }
}

Span PdfLayout::write(std::u32string_view text, char32_t behind) {
  const auto begin = static_cast<std::uint32_t>(document_.original.size());
  document_.original += text;
  const auto end = static_cast<std::uint32_t>(document_.original.size());
  document_.original.push_back(behind);
  return {begin, end};
}

void PdfLayout::add_line(const PdfLine& line, int origin, bool blank_before) {
  DraftLine draft;
  draft.range = write(line.text(), U'\n');
  draft.indent = std::clamp((2 * (line.box.x0 - origin) + em_ / 2) / em_, 0, 120);
  draft.width = std::clamp((2 * line.box.width() + em_ / 2) / em_, 0, 400);
  draft.blank_before = blank_before;
  draft.page_before = first_on_page_;
  draft_.add(draft);
  table_last_ = first_on_page_ = false;
}

std::u32string PdfLayout::row_text(const PdfTable& table, int row) {
  std::u32string text;
  for (const PdfCell& cell : table.cells) {
    if (cell.row != row) continue;
    for (const std::u32string& line : cell.lines) text += without_spaces(line);
    text += U'\t';
  }
  return text;
}

// The same columns at the same places; framed, the same width: the rows there may part it otherwise.
bool PdfLayout::joins_last_table(const PdfTable& table, int em) const {
  if (!table_last_ || tables_.empty()) return false;
  const PdfTable& last = tables_.back().table;
  if (last.ruling.empty() != table.ruling.empty()) return false;
  if (!table.ruling.empty()) {
    return std::abs(last.ruling.front() - table.ruling.front()) <= em &&
           std::abs(last.ruling.back() - table.ruling.back()) <= em;
  }
  if (last.columns != table.columns) return false;
  for (std::size_t i = 0; i < table.borders.size(); ++i) {
    if (std::abs(table.borders[i] - last.borders[i]) > em * 3) return false;
  }
  return true;
}

std::vector<std::vector<Span>> PdfLayout::write_cells(const PdfTable& table) {
  std::vector<std::vector<Span>> pieces(table.cells.size());
  for (std::size_t i = 0; i < table.cells.size(); ++i) {
    const bool row_ends = i + 1 == table.cells.size() || table.cells[i + 1].row != table.cells[i].row;
    const auto& lines = table.cells[i].lines;
    for (std::size_t k = 0; k < lines.size(); ++k) {
      const bool cell_ends = k + 1 == lines.size();
      pieces[i].push_back(write(lines[k], !cell_ends ? U' ' : row_ends ? U'\n' : U'\t'));
    }
  }
  return pieces;
}

void PdfLayout::join_last_table(PdfTable table) {
  Placed& last = tables_.back();
  if (!table.ruling.empty()) share_columns(last.table, table);
  auto pieces = write_cells(table);
  const int repeated = repeated_rows(last.table, table);
  const int torn = !table.ruling.empty() && row_goes_on(last.table, table, repeated) ? 1 : 0;
  const int shift = last.table.rows - repeated - torn;
  for (std::size_t i = 0; i < table.cells.size(); ++i) {
    PdfCell& cell = table.cells[i];
    if (cell.row < repeated) continue;
    const auto above = cell.row == repeated ? cell_above(last.table, cell) : last.table.cells.end();
    const bool found = above != last.table.cells.end();
    cell.row += shift;
    if (found && (torn > 0 || label_goes_on(*above, cell))) {
      above->row_span = cell.row + cell.row_span - above->row;
      auto& into = last.pieces[static_cast<std::size_t>(above - last.table.cells.begin())];
      if (torn > 0) into.insert(into.end(), pieces[i].begin(), pieces[i].end());
      continue;
    }
    last.table.cells.push_back(std::move(cell));
    last.pieces.push_back(std::move(pieces[i]));
  }
  last.table.rows += table.rows - repeated - torn;
}

// The cell of the last row in the same columns.
std::vector<PdfCell>::iterator PdfLayout::cell_above(PdfTable& last, const PdfCell& cell) {
  return std::find_if(last.cells.begin(), last.cells.end(), [&](const PdfCell& each) {
    return each.row < last.rows && each.row + each.row_span >= last.rows && each.column == cell.column &&
           each.column_span == cell.column_span;
  });
}

// Whether a merged cell is parted by the end of the page: nothing stands in the lower part, or the same again.
bool PdfLayout::label_goes_on(const PdfCell& above, const PdfCell& cell) {
  if (above.lines.empty()) return false;
  const bool merged = above.row_span > 1 || cell.row_span > 1;
  return cell.lines.empty() ? merged || cell.column == 0 : merged && cell.lines == above.lines;
}

// How many rows at the beginning are the heading of the columns, printed again.
int PdfLayout::repeated_rows(const PdfTable& last, const PdfTable& table) {
  constexpr int most = 4;
  const std::u32string first = row_text(table, 0);
  if (std::any_of(first.begin(), first.end(), [](char32_t c) { return is_digit(plain(c)); })) return 0;
  int heading = 0;
  while (heading < last.rows && row_text(last, heading) != first) ++heading;
  int count = 0;
  while (count < std::min(table.rows, most) && heading + count < last.rows &&
         row_text(table, count) == row_text(last, heading + count)) {
    ++count;
  }
  return count;
}

// Columns of both tables counted by the vertical lines of either.
void PdfLayout::share_columns(PdfTable& a, PdfTable& b) {
  constexpr int near = 300;
  std::vector<int> all = a.ruling;
  all.insert(all.end(), b.ruling.begin(), b.ruling.end());
  std::sort(all.begin(), all.end());
  std::vector<int> shared;
  for (const int place : all) {
    if (shared.empty() || place - shared.back() > near) shared.push_back(place);
  }
  const auto count = [&](PdfTable& table) {
    const auto index = [&](int line) {
      const int place = table.ruling[static_cast<std::size_t>(line)];
      return static_cast<int>(std::upper_bound(shared.begin(), shared.end(), place) - shared.begin()) - 1;
    };
    for (PdfCell& cell : table.cells) {
      const int end = index(cell.column + cell.column_span);
      cell.column = index(cell.column);
      cell.column_span = std::max(1, end - cell.column);
    }
    table.columns = static_cast<int>(shared.size()) - 1;
  };
  count(a), count(b);
  a.ruling = b.ruling = shared;
}

// Whether the page ended inside a row: of the cells of the last row only some have text in the first one here, and no
// number.
bool PdfLayout::row_goes_on(PdfTable& last, const PdfTable& table, int row) {
  int filled = 0, below = 0;
  for (const PdfCell& cell : table.cells) {
    if (cell.row != row) continue;
    const auto above = cell_above(last, cell);
    if (above == last.cells.end()) return false;
    filled += !above->lines.empty();
    if (cell.lines.empty()) continue;
    if (above->lines.empty() || (cell.lines.size() == 1 && is_digit(plain(cell.lines[0].back())))) return false;
    ++below;
  }
  return below > 0 && below * 2 < filled;
}

void PdfLayout::add_table(PdfTable table, int em) {
  if (joins_last_table(table, em)) {
    join_last_table(std::move(table));
    return;
  }
  Placed placed;
  placed.pieces = write_cells(table);
  placed.table = std::move(table);
  tables_.push_back(std::move(placed));
  first_on_page_ = false;
  draft_.add(DraftTable{});  // filled when all its pages are read
  table_last_ = true;
}

void PdfLayout::write_table(Placed& placed) {
  DraftTable& draft = draft_.tables[static_cast<std::size_t>(&placed - tables_.data())];
  draft.rows = placed.table.rows;
  draft.columns = placed.table.columns;
  draft.join = Join::directly;
  for (std::size_t i = 0; i < placed.table.cells.size(); ++i) {
    const PdfCell& cell = placed.table.cells[i];
    draft.cells.push_back({cell.row, cell.column, cell.row_span, cell.column_span, std::move(placed.pieces[i])});
  }
}

void PdfLayout::lay_out(Page& page) {
  document_.page_starts.push_back(static_cast<std::uint32_t>(document_.original.size()));
  std::vector<PdfLine> body;
  std::vector<const PdfLine*> feet;
  for (std::size_t i = 0; i < page.lines.size(); ++i) {
    if (!page.edge[i]) {
      body.push_back(page.lines[i]);
    } else if (i < 2 && body.empty()) {
      write(page.lines[i].text(), U'\n');
    } else {
      feet.push_back(&page.lines[i]);
    }
  }
  first_on_page_ = true;
  lay_out_columns(std::move(body), std::move(page.framed), page.em);
  for (const PdfLine* line : feet) write(line->text(), U'\n');
}

// Down the left column, then down the right one; above and below them as usual.
void PdfLayout::lay_out_columns(std::vector<PdfLine> lines, std::vector<Framed> framed, int em) {
  std::vector<Box> boxes;
  for (const Framed& each : framed) boxes.push_back(each.box);
  const auto gutter = find_gutter(lines, boxes, em);
  if (!gutter) {
    lay_out_section(lines, std::move(framed), margin_, em);
    return;
  }
  std::vector<PdfLine> above, beside, below;
  for (PdfLine& line : lines) {
    const int middle = line.box.middle();
    (middle < gutter->top ? above : middle < gutter->bottom ? beside : below).push_back(std::move(line));
  }
  std::vector<Framed> above_framed, left_framed, right_framed, below_framed;
  for (Framed& each : framed) {
    (each.box.y0 < gutter->top       ? above_framed
     : each.box.y0 >= gutter->bottom ? below_framed
     : each.box.x0 < gutter->place   ? left_framed
                                     : right_framed)
        .push_back(std::move(each));
  }
  lay_out_section(above, std::move(above_framed), margin_, em);
  lay_out_section(lines_beside(beside, gutter->place, false), std::move(left_framed), margin_, em);
  const std::vector<PdfLine> right = lines_beside(beside, gutter->place, true);
  int origin = right.front().box.x0;
  for (const PdfLine& line : right) origin = std::min(origin, line.box.x0);
  lay_out_section(right, std::move(right_framed), origin, em);
  lay_out_columns(std::move(below), std::move(below_framed), em);
}

void PdfLayout::lay_out_section(const std::vector<PdfLine>& lines, std::vector<Framed> framed, int origin, int em) {
  std::size_t done = 0;
  for (Framed& each : framed) {
    const std::size_t from = done;
    while (done < lines.size() && lines[done].box.middle() < each.box.y0) ++done;
    lay_out_lines(std::span(lines).subspan(from, done - from), origin, em);
    for (int& line : each.table.ruling) line -= origin - margin_;  // a table may go on in the next column
    add_table(std::move(each.table), em);
  }
  lay_out_lines(std::span(lines).subspan(done), origin, em);
}

// Lines between framed tables. `origin`: where those begin that are not indented.
void PdfLayout::lay_out_lines(std::span<const PdfLine> span, int origin, int em) {
  const std::vector<PdfLine> lines(span.begin(), span.end());
  const bool after_table = table_last_ && tables_.back().table.ruling.empty();
  const std::vector<PdfRegion> regions =
      find_tables(lines, em, after_table ? tables_.back().table.borders : std::vector<int>());
  auto region = regions.begin();
  for (std::size_t i = 0; i < lines.size();) {
    if (region != regions.end() && region->first == i) {
      add_table(region->table, em);
      i = region->last + 1;
      ++region;
    } else {
      const bool blank = i > 0 && lines[i].box.y0 - lines[i - 1].box.y1 > em * 3 / 2;
      add_line(lines[i], origin, blank);
      ++i;
    }
  }
}

}  // namespace

bool may_hold_table(const PdfPage& page) {
  const int em = ideograph_width(page.words);
  std::size_t split = 0;
  for (const PdfLine& line : lines_of(page.words, em)) {
    for (std::size_t k = 1; k < line.pieces.size(); ++k) {
      if (line.pieces[k].box.x0 - line.pieces[k - 1].box.x1 < em * 6 / 10) continue;
      if (++split >= 2) return true;
      break;
    }
  }
  return false;
}

void lay_out_pdf(std::vector<PdfPage> pages, const std::vector<std::vector<PdfFrame>>& frames, Document& document) {
  PdfLayout(std::move(pages), frames, document).run();
}

}  // namespace jiheng::reading
