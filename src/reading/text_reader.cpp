// Plain text and Markdown: lines, their marks, and the tables drawn with |, tabs, boxes or columns of spaces.

#include <algorithm>
#include <cstdlib>
#include <optional>

#include "base/text.h"
#include "reading/assemble.h"
#include "reading/characters.h"
#include "reading/marks.h"
#include "reading/readers.h"

namespace jiheng::reading {
namespace {

struct RawLine {
  Span range;
  bool page_before = false;
  bool blank = false;
  bool has_pipe = false;  // | or a vertical stroke of a box
  bool has_tab = false;
  bool has_gap = false;  // two spaces or more between visible characters
};

bool is_stroke(char32_t c) {
  return c == U'|' || c == U'│' || c == U'┃' || c == U'║' || c == U'｜';
}

bool is_rule_character(char32_t c) {
  return (c >= 0x2500 && c <= 0x257F) || c == U'-' || c == U'+' || c == U'=' || c == U':' || c == U'_' || c == U'*' ||
         c == U'—' || is_stroke(c);
}

class TextReader {
 public:
  explicit TextReader(Document& document) : document_(document), markdown_(document.format == Format::markdown) {}

  void run() {
    split();
    for (std::size_t i = 0; i < lines_.size();) {
      if (const std::size_t next = table_at(i); next > i) {
        blank_ = page_ = false;
        i = next;
      } else {
        add_line(lines_[i++]);
      }
    }
    assemble(document_, std::move(draft_), markdown_ ? Markup::full : Markup::light);
  }

 private:
  std::u32string_view view(Span range) const {
    return std::u32string_view(document_.original).substr(range.begin, range.size());
  }

  void split();
  void close_line(std::uint32_t begin, std::uint32_t end, bool page);
  void add_line(const RawLine& line);
  bool strip_marks(DraftLine& line) const;
  bool is_rule(const RawLine& line) const;
  std::size_t next_line(std::size_t i) const;

  std::size_t table_at(std::size_t i);
  std::size_t stroke_table(std::size_t i);
  std::size_t column_table(std::size_t i);
  std::vector<Span> stroke_cells(Span range) const;
  std::vector<Span> spaced_cells(const RawLine& line) const;
  int column_of(const RawLine& line, std::uint32_t at) const;
  std::optional<std::vector<Span>> cells_below(const std::vector<Span>& head, const RawLine& head_line,
                                               const std::vector<Span>& cells, const RawLine& line) const;
  std::optional<std::vector<Span>> cells_as_typed(const std::vector<std::vector<Span>>& rows,
                                                  const std::vector<Span>& cells) const;
  bool is_bare_number(Span cell) const;
  bool is_column_row(const std::vector<Span>& cells) const;

  Document& document_;
  bool markdown_;
  std::vector<RawLine> lines_;
  bool blanks_everywhere_ = false;  // most lines are followed by an empty one
  Draft draft_;
  bool blank_ = false, page_ = false;  // seen since the last line
};

void TextReader::close_line(std::uint32_t begin, std::uint32_t end, bool page) {
  RawLine line;
  line.range = {begin, end};
  line.page_before = page;
  line.blank = true;
  int spaces = 0;
  for (const char32_t c : view(line.range)) {
    if (is_space(c) || is_invisible(c)) {
      if (c == U'\t') spaces += 100;
      spaces += c == 0x3000 ? 2 : 1;
      continue;
    }
    if (!line.blank) {
      line.has_gap |= spaces >= 2;
      line.has_tab |= spaces >= 100;
    }
    line.has_pipe |= is_stroke(c) || (c >= 0x2500 && c <= 0x257F) || c == U'+';
    line.blank = false;
    spaces = 0;
  }
  lines_.push_back(line);
}

void TextReader::split() {
  const std::u32string& text = document_.original;
  std::uint32_t begin = 0;
  bool page = false;
  const auto size = static_cast<std::uint32_t>(text.size());
  for (std::uint32_t i = 0; i < size; ++i) {
    const char32_t c = text[i];
    if (c > U'\r' && c != 0x2028 && c != 0x2029) continue;
    if (c != U'\n' && c != U'\r' && c != U'\f' && c != U'\v' && c != 0x2028 && c != 0x2029) continue;
    close_line(begin, i, page);
    page = c == U'\f';
    if (c == U'\r' && i + 1 < size && text[i + 1] == U'\n') ++i;
    begin = i + 1;
  }
  if (begin < size) close_line(begin, size, page);
  std::size_t filled = 0, followed = 0;
  for (std::size_t i = 0; i + 1 < lines_.size(); ++i) {
    if (lines_[i].blank) continue;
    ++filled;
    followed += lines_[i + 1].blank;
  }
  blanks_everywhere_ = followed * 4 > filled * 3;
}

// The next line with text behind line i: at once, or behind one empty line where the file has those everywhere.
std::size_t TextReader::next_line(std::size_t i) const {
  if (i + 1 < lines_.size() && !lines_[i + 1].blank) return i + 1;
  if (blanks_everywhere_ && i + 2 < lines_.size() && !lines_[i + 2].blank) return i + 2;
  return lines_.size();
}

// A line of strokes only: a rule of a box, the --- of Markdown.
bool TextReader::is_rule(const RawLine& line) const {
  std::size_t strokes = 0;
  for (const char32_t c : view(line.range)) {
    if (is_space(c)) continue;
    if (!is_rule_character(c)) return false;
    ++strokes;
  }
  return strokes >= 3;
}

// Takes marks off the line's beginning. Returns whether it may be kept.
bool TextReader::strip_marks(DraftLine& line) const {
  const auto skip_spaces = [&](std::uint32_t at) {
    while (at < line.range.end && is_space(document_.original[at])) ++at;
    return at;
  };
  for (int depth = 0; depth < 8; ++depth) {
    const std::uint32_t at = skip_spaces(line.range.begin);
    const std::u32string_view rest = view({at, line.range.end});
    if (rest.empty()) return false;
    std::uint32_t length = 0;
    const bool space_next = rest.size() > 1 && is_space(rest[1]);
    constexpr std::u32string_view bullets = U"•●■◆▪▲★☆➢➤✓√◇□○\uF06C\uF0B7\uF0D8\uF0FC\uF06E";
    if (rest[0] == U'#') {
      while (length < rest.size() && rest[length] == U'#') ++length;
      if (length > 6) return true;
      if (length < 2 && length < rest.size() && !is_space(rest[length]) && !markdown_) return true;
      line.heading = true;
    } else if (rest[0] == U'>' && (space_next || markdown_)) {
      length = 1;
    } else if ((rest[0] == U'-' || rest[0] == U'*' || rest[0] == U'+') && space_next) {
      length = 1;
      line.starts_block = true;
    } else if (bullets.find(rest[0]) != bullets.npos) {
      length = 1;
      line.starts_block = true;
    } else {
      return true;
    }
    line.range.begin = at + length;
  }
  return true;
}

void TextReader::add_line(const RawLine& raw) {
  page_ |= raw.page_before;
  if (raw.blank) {
    blank_ = true;
    return;
  }
  DraftLine line;
  line.range = raw.range;
  const bool fence = view(raw.range).substr(0, 3) == U"```";
  const bool page_number = page_number_of(view(raw.range)).number > 0;
  if (fence || (!page_number && is_rule(raw)) || (!page_number && !strip_marks(line))) {
    blank_ = true;
    return;
  }
  line.blank_before = blank_;
  line.page_before = page_;
  blank_ = page_ = false;
  draft_.add(line);
}

std::size_t TextReader::table_at(std::size_t i) {
  const RawLine& line = lines_[i];
  if (line.blank) return i;
  if (line.has_pipe) {
    if (const std::size_t next = stroke_table(i); next > i) return next;
  }
  return line.has_gap || line.has_tab ? column_table(i) : i;
}

std::vector<Span> TextReader::stroke_cells(Span range) const {
  const std::u32string& text = document_.original;
  while (range.begin < range.end && is_space(text[range.begin])) ++range.begin;
  while (range.end > range.begin && is_space(text[range.end - 1])) --range.end;
  std::vector<Span> cells;
  if (range.empty()) return cells;
  std::uint32_t begin = is_stroke(text[range.begin]) ? range.begin + 1 : range.begin;
  for (std::uint32_t at = begin; at < range.end; ++at) {
    if (!is_stroke(text[at]) || (at > 0 && text[at - 1] == U'\\')) continue;
    cells.push_back({begin, at});
    begin = at + 1;
  }
  if (begin < range.end) cells.push_back({begin, range.end});
  return cells;
}

// Rows between strokes. Where rules stand between the rows, the lines between two rules are one row.
std::size_t TextReader::stroke_table(std::size_t first) {
  struct Row {
    std::vector<Span> cells;
    bool rule_before = false;
  };
  std::vector<Row> rows;
  std::size_t rules = 0, end = first, with_edges = 0;
  bool rule_before = false;
  for (std::size_t i = first; i < lines_.size(); i = next_line(i)) {
    if (!lines_[i].has_pipe) {
      if (!is_rule(lines_[i])) break;
      rule_before = true, ++rules, end = i + 1;
      continue;
    }
    if (is_rule(lines_[i])) {
      rule_before = true, ++rules, end = i + 1;
      continue;
    }
    const std::u32string_view whole = view(lines_[i].range);
    if (std::none_of(whole.begin(), whole.end(), is_stroke)) break;
    std::vector<Span> cells = stroke_cells(lines_[i].range);
    const auto start = std::find_if_not(whole.begin(), whole.end(), is_space);
    const bool edged = is_stroke(*start);
    if (cells.size() < 2 && !edged) break;
    with_edges += edged;
    rows.push_back({std::move(cells), rule_before});
    rule_before = false;
    end = i + 1;
  }
  const bool is_table = rows.size() >= 2 || (rows.size() == 1 && rules >= 1 && with_edges == 1);
  if (!is_table) return first;
  // Without strokes at the edges, prose with a | in it must not pass.
  if (with_edges * 2 < rows.size() && rules == 0) {
    // A row may leave its last cell out; prose does not keep to a number of them.
    const auto alike = std::count_if(rows.begin(), rows.end(), [&](const Row& row) {
      return row.cells.size() <= rows[0].cells.size() && row.cells.size() + 1 >= rows[0].cells.size();
    });
    const bool same =
        std::all_of(rows.begin(), rows.end(), [&](const Row& row) { return row.cells.size() == rows[0].cells.size(); });
    const bool wide = rows[0].cells.size() >= 4 && rows.size() >= 4;
    if (!same && !(wide && static_cast<std::size_t>(alike) == rows.size())) return first;
  }
  const bool ruled = rules >= 3 && rules * 3 >= rows.size();
  // The lines of a wrapped row leave cells empty; a line that fills three or more is a row of its own.
  const auto is_full = [&](const Row& row) {
    return row.cells.size() >= 3 && std::none_of(row.cells.begin(), row.cells.end(), [&](Span cell) {
             const std::u32string_view text = view(cell);
             return std::all_of(text.begin(), text.end(), is_space);
           });
  };
  DraftTable table;
  table.join = Join::directly;
  for (const Row& row : rows) {
    if (!ruled || row.rule_before || table.rows == 0 || is_full(row)) ++table.rows;
    table.columns = std::max(table.columns, static_cast<int>(row.cells.size()));
    for (std::size_t column = 0; column < row.cells.size(); ++column) {
      DraftCell* there = nullptr;
      if (ruled) {
        const auto found = std::find_if(table.cells.rbegin(), table.cells.rend(), [&](const DraftCell& cell) {
          return cell.row == table.rows - 1 && cell.column == static_cast<int>(column);
        });
        const bool same_row = found != table.cells.rend();
        there = same_row ? &*found : nullptr;
      }
      if (there != nullptr) {
        there->pieces.push_back(row.cells[column]);
      } else {
        table.cells.push_back({table.rows - 1, static_cast<int>(column), 1, 1, {row.cells[column]}});
      }
    }
  }
  draft_.add(std::move(table));
  return end;
}

// The parts of a line between tabs or gaps of two spaces and more; a gap behind the number in front is none.
std::vector<Span> TextReader::spaced_cells(const RawLine& line) const {
  const std::u32string& text = document_.original;
  std::vector<Span> cells;
  std::uint32_t begin = line.range.begin;
  while (begin < line.range.end && is_space(text[begin])) ++begin;
  const Mark mark = mark_of(view({begin, line.range.end}));
  std::uint32_t at = begin + static_cast<std::uint32_t>(line.has_tab ? 0 : mark.length);
  std::uint32_t last = at;  // behind the last visible character
  int gap = 0;
  bool tab = false;
  for (; at < line.range.end; ++at) {
    const char32_t c = text[at];
    if (is_space(c)) {
      gap += c == 0x3000 ? 2 : 1;
      if (c == U'\t') {
        if (tab) cells.push_back({begin, last}), begin = last = at;  // an empty cell between two tabs
        tab = true;
      }
      continue;
    }
    if ((line.has_tab ? tab : gap >= 2) && last > line.range.begin) {
      cells.push_back({begin, last});
      begin = at;
    }
    gap = 0;
    tab = false;
    last = at + 1;
  }
  cells.push_back({begin, last});
  return cells;
}

// Short parts that are no sentences.
bool TextReader::is_column_row(const std::vector<Span>& cells) const {
  constexpr int longest = 60;
  for (const Span cell : cells) {
    int width = 0;
    for (const char32_t c : view(cell)) width += columns(c);
    if (width > longest) return false;
  }
  const std::u32string_view head = view(cells.front());
  return head.empty() || std::u32string_view(U"，。；").find(plain(head.back())) == std::u32string_view::npos;
}

// Where a place of a line stands, in columns of the screen.
int TextReader::column_of(const RawLine& line, std::uint32_t at) const {
  int column = 0;
  for (std::uint32_t i = line.range.begin; i < at; ++i) column += columns(document_.original[i]);
  return column;
}

// A row with other cells than the head has: each must begin where one of the head does; those between are empty. Two
// cells that only one space parts are two where a cell of the head begins there.
std::optional<std::vector<Span>> TextReader::cells_below(const std::vector<Span>& head, const RawLine& head_line,
                                                         const std::vector<Span>& cells, const RawLine& line) const {
  constexpr std::size_t most = 40;         // columns of a table
  constexpr std::uint32_t longest = 1000;  // characters of a row
  if (head.size() < 3 || head.size() > most || cells.size() > most || line.range.size() > longest ||
      head_line.range.size() > longest)
    return std::nullopt;
  std::vector<int> begins;
  for (const Span cell : head) begins.push_back(column_of(head_line, cell.begin));
  std::vector<Span> parts;
  for (Span cell : cells) {
    for (std::uint32_t at = cell.begin + 1; at < cell.end; ++at) {
      if (!is_space(document_.original[at - 1])) continue;
      const int column = column_of(line, at);
      const bool begins_here =
          std::any_of(begins.begin(), begins.end(), [&](int begin) { return std::abs(begin - column) <= 1; });
      if (!begins_here) continue;
      parts.push_back({cell.begin, at - 1});
      cell.begin = at;
    }
    parts.push_back(cell);
  }
  std::vector<Span> row;
  std::size_t next = 0;
  for (const int begin : begins) {
    const bool own = next < parts.size() && std::abs(column_of(line, parts[next].begin) - begin) <= 1;
    row.push_back(own ? parts[next++] : Span{line.range.begin, line.range.begin});
  }
  return next == parts.size() ? std::optional(std::move(row)) : std::nullopt;
}

// 95%, 9.41: and nothing else.
bool TextReader::is_bare_number(Span cell) const {
  const std::u32string_view text = view(cell);
  return !text.empty() && text.find_first_not_of(U"0123456789.,-") == std::u32string_view::npos;
}

// Where cells are only typed one after another, those that a shorter row lacks are the last: remarks that there are
// none of. The numbers of a row of totals stand in the last columns of bare numbers.
std::optional<std::vector<Span>> TextReader::cells_as_typed(const std::vector<std::vector<Span>>& rows,
                                                            const std::vector<Span>& cells) const {
  const std::size_t columns = rows[0].size();
  if (columns < 4 || cells.size() >= columns) return std::nullopt;
  std::vector<bool> bare(columns, rows.size() > 1);
  for (std::size_t r = 1; r < rows.size(); ++r) {
    for (std::size_t c = 0; c < columns; ++c) {
      if (rows[r][c].size() > 0 && !is_bare_number(rows[r][c])) bare[c] = false;
    }
  }
  const Span empty{cells[0].begin, cells[0].begin};
  std::vector<Span> row(columns, empty);
  row[0] = cells[0];
  const bool total = view(cells[0]).ends_with(U"计") &&
                     std::all_of(cells.begin() + 1, cells.end(), [&](Span cell) { return is_bare_number(cell); });
  if (total) {
    std::size_t column = columns;
    for (std::size_t i = cells.size(); i-- > 1;) {
      while (column > 0 && !bare[column - 1]) --column;
      if (column < 2) return std::nullopt;
      row[--column] = cells[i];
    }
    return row;
  }
  if (cells.size() + 1 != columns) return std::nullopt;
  for (std::size_t i = 1; i < cells.size(); ++i) {
    if (bare[i] && !is_bare_number(cells[i])) return std::nullopt;
    row[i] = cells[i];
  }
  return row;
}

std::size_t TextReader::column_table(std::size_t first) {
  std::vector<std::vector<Span>> rows;
  std::size_t end = first;
  const bool tabs = lines_[first].has_tab;
  for (std::size_t i = first; i < lines_.size(); i = next_line(i)) {
    const RawLine& line = lines_[i];
    if (line.blank || (tabs ? !line.has_tab : !line.has_gap) || line.page_before != (line.page_before && i == first)) {
      break;
    }
    std::vector<Span> cells = spaced_cells(line);
    if (cells.size() < 2 || (!tabs && !is_column_row(cells))) break;
    if (!tabs && !rows.empty() && cells.size() != rows[0].size()) {
      std::optional<std::vector<Span>> placed = cells_below(rows[0], lines_[first], cells, line);
      if (!placed) placed = cells_as_typed(rows, cells);
      if (!placed) break;
      cells = *placed;
    }
    rows.push_back(std::move(cells));
    end = i + 1;
  }
  if (rows.size() < 2) return first;
  DraftTable table;
  table.join = Join::directly;
  for (const auto& row : rows) {
    for (std::size_t column = 0; column < row.size(); ++column) {
      table.cells.push_back({table.rows, static_cast<int>(column), 1, 1, {row[column]}});
    }
    table.columns = std::max(table.columns, static_cast<int>(row.size()));
    ++table.rows;
  }
  draft_.add(std::move(table));
  return end;
}

}  // namespace

Status read_plain(std::string_view utf8, Document& document) {
  document.original = to_code_points(utf8);
  TextReader(document).run();
  return {};
}

}  // namespace jiheng::reading
