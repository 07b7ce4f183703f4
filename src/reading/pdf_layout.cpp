#include "reading/pdf_layout.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>

#include "reading/assemble.h"
#include "reading/characters.h"
#include "reading/marks.h"
#include "reading/pdf_grid.h"

namespace jiheng::reading {
namespace {

// The width of an ideograph on this page: the middle of what its words measure, long words counting more.
int ideograph_width(const PdfPage& page) {
  std::vector<std::pair<int, int>> widths;  // and how many characters measure it
  int characters = 0;
  for (const PdfWord& word : page.words) {
    int wide = 0;
    for (const char32_t c : word.text) wide += columns(c);
    const auto count = static_cast<int>(std::min<std::size_t>(word.text.size(), 1000));
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

// Words on lines from top to bottom, those with little between them as one piece.
std::vector<PdfLine> lines_of(PdfPage page, int em) {
  std::vector<PdfWord>& words = page.words;
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

std::u32string without_spaces(std::u32string_view text) {
  std::u32string out;
  for (const char32_t c : text) {
    if (!is_space(c)) out.push_back(c);
  }
  return out;
}

class PdfLayout {
 public:
  PdfLayout(std::vector<PdfPage> pages, Document& document) : document_(document) {
    for (PdfPage& page : pages) {
      Page laid;
      laid.height = page.height;
      laid.em = ideograph_width(page);
      laid.lines = lines_of(std::move(page), laid.em);
      pages_.push_back(std::move(laid));
    }
  }

  void run() {
    find_edges();
    find_margin();
    for (Page& page : pages_) lay_out(page);
    for (Placed& placed : tables_) write_table(placed);
    assemble(document_, std::move(draft_), Markup::none);
  }

 private:
  struct Page {
    int height = 0;
    int em = 1;
    std::vector<PdfLine> lines;
    std::vector<bool> edge;  // by line: a page number or a running header
  };
  // A table where it stands in the draft, and the text of its cells in the original.
  struct Placed {
    PdfTable table;
    std::vector<std::vector<Span>> pieces;  // by cell
  };

  void find_edges();
  void find_margin();
  void lay_out(Page& page);
  void add_line(const PdfLine& line, const Page& page, bool blank_before, bool page_before);
  void add_table(PdfTable table, int em);
  bool joins_last_table(const PdfTable& table, int em) const;
  void join_last_table(PdfTable table);
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

void PdfLayout::add_line(const PdfLine& line, const Page& page, bool blank_before, bool page_before) {
  DraftLine draft;
  draft.range = write(line.text(), U'\n');
  draft.indent = std::clamp(2 * (line.box.x0 - margin_) / page.em, 0, 120);
  draft.width = std::clamp((2 * line.box.width() + page.em / 2) / page.em, 0, 400);
  draft.blank_before = blank_before;
  draft.page_before = page_before;
  draft_.add(draft);
  table_last_ = false;
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

// The same columns at the same places.
bool PdfLayout::joins_last_table(const PdfTable& table, int em) const {
  if (!table_last_ || tables_.empty()) return false;
  const PdfTable& last = tables_.back().table;
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
  const auto pieces = write_cells(table);
  int repeated = 0;  // the heading of the columns, printed again
  while (repeated < std::min({table.rows, last.table.rows, 4}) &&
         row_text(table, repeated) == row_text(last.table, repeated)) {
    ++repeated;
  }
  for (std::size_t i = 0; i < table.cells.size(); ++i) {
    PdfCell& cell = table.cells[i];
    if (cell.row < repeated) continue;
    cell.row += last.table.rows - repeated;
    last.table.cells.push_back(std::move(cell));
    last.pieces.push_back(pieces[i]);
  }
  last.table.rows += table.rows - repeated;
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
  const std::vector<PdfRegion> regions = find_tables(body, page.em);
  auto region = regions.begin();
  bool page_before = true;
  for (std::size_t i = 0; i < body.size();) {
    if (region != regions.end() && region->first == i) {
      add_table(region->table, page.em);
      i = region->last + 1;
      ++region;
    } else {
      const bool blank = i > 0 && body[i].box.y0 - body[i - 1].box.y1 > page.em * 3 / 2;
      add_line(body[i], page, blank, page_before);
      ++i;
    }
    page_before = false;
  }
  for (const PdfLine* line : feet) write(line->text(), U'\n');
}

}  // namespace

void lay_out_pdf(std::vector<PdfPage> pages, Document& document) {
  PdfLayout(std::move(pages), document).run();
}

}  // namespace jiheng::reading
