#include "reading/pdf_rows.h"

#include <algorithm>
#include <cstdlib>
#include <map>

#include "reading/characters.h"

namespace jiheng::reading {
namespace {

struct Item {
  PlacedPiece piece;
  int row = -1;
  bool number = false;
};

using Stack = std::vector<Item*>;  // pieces with the same columns, from top to bottom

bool overlap(const Box& a, const Box& b) {
  return std::min(a.y1, b.y1) - std::max(a.y0, b.y0) > std::min(a.height(), b.height()) / 6;
}

// 18.00, ≥95%, 120 万元, 12件.
bool is_number(std::u32string_view text) {
  constexpr std::u32string_view others = U".,，%‰+-—－≥≤＞＜><=≧≦/（）()万亿元分个件次项份人名篇条期批家户场天日年月度";
  std::size_t digits = 0, rest = 0, visible = 0;
  for (const char32_t raw : text) {
    const char32_t c = plain(raw);
    if (is_space(c)) continue;
    ++visible;
    if (is_digit(c)) {
      ++digits;
    } else if (others.find(c) == others.npos) {
      ++rest;
    }
  }
  return digits > 0 && rest == 0 && visible <= 14;
}

class RowFinder {
 public:
  RowFinder(std::vector<PlacedPiece> pieces, std::vector<int> edges, int em)
      : edges_(std::move(edges)), columns_(static_cast<int>(edges_.size()) - 1), em_(em) {
    for (PlacedPiece& piece : pieces) {
      items_.push_back({std::move(piece), -1, false});
      items_.back().number = is_number(items_.back().piece.text);
    }
    std::sort(items_.begin(), items_.end(), [](const Item& a, const Item& b) {
      const int ya = a.piece.box.middle(), yb = b.piece.box.middle();
      return ya != yb ? ya < yb : a.piece.left < b.piece.left;
    });
    for (Item& item : items_) stacks_[{item.piece.left, item.piece.right}].push_back(&item);
  }

  PdfTable run() {
    find_anchors();
    if (rows_.empty()) {
      rows_by_bands();
    } else {
      place_by_anchors();
      place_leftovers();
    }
    order_rows();
    join_heading_rows();
    return build();
  }

 private:
  struct Row {
    Box box;         // of all that is in it but labels
    int anchor = 0;  // where its numbers stand
  };

  void find_anchors();
  void place_by_anchors();
  void place_stack(Stack& stack);
  void place_run(Stack& stack, std::size_t begin, std::size_t end, int near);
  std::size_t split_of(const Stack& stack, std::size_t begin, std::size_t end) const;
  static int way_to(const Stack& stack, std::size_t i);
  bool heading_above(const Item& item) const;
  int leading_of(const Stack& stack) const;
  bool lines_are_closer(int leading) const;
  void place_labels(Stack& stack);
  void place_label(Stack& stack, std::size_t begin, std::size_t end, const Box& box);
  bool rows_found_by_numbers() const { return !anchors_.empty(); }
  bool is_label(const PlacedPiece& piece) const { return piece.right <= first_anchor_column_ && columns_ > 2; }
  void place_leftovers();
  std::size_t row_going_on(const Item& item, std::size_t known) const;
  void join_heading_rows();
  void rows_by_bands();
  void order_rows();
  PdfTable build();
  void widen_totals(PdfTable& table) const;
  void span_labels(PdfTable& table);
  int border_above(std::size_t row) const;
  void put(Item& item, int row) {
    item.row = row;
    if (!is_label(item.piece)) rows_[static_cast<std::size_t>(row)].box.include(item.piece.box);
  }

  std::vector<int> edges_;
  int columns_;
  int em_;
  int first_anchor_column_ = 0;
  std::vector<Item> items_;
  std::map<std::pair<int, int>, Stack> stacks_;
  std::vector<Row> rows_;
  std::vector<Box> anchors_;  // the numbers of each row found by them
};

// The columns that hold numbers all the way down say where the records are.
void RowFinder::find_anchors() {
  std::size_t most = 0;
  std::vector<std::pair<std::size_t, const Stack*>> columns;
  for (const auto& [place, stack] : stacks_) {
    const auto numbers = static_cast<std::size_t>(
        std::count_if(stack.begin(), stack.end(), [](const Item* item) { return item->number; }));
    if (numbers < 2 || numbers * 5 < stack.size() * 2 || place.second - place.first > 1) continue;
    columns.emplace_back(numbers, &stack);
    most = std::max(most, numbers);
  }
  std::vector<Item*> anchors;
  for (const auto& [numbers, stack] : columns) {
    if (numbers * 5 < most * 4) continue;
    const int left = stack->front()->piece.left;
    first_anchor_column_ = anchors.empty() ? left : std::min(first_anchor_column_, left);
    bool heading = true;  // what stands above the first number
    for (Item* item : *stack) {
      heading = heading && !item->number;
      if (item->number || heading) anchors.push_back(item);
    }
  }
  std::sort(anchors.begin(), anchors.end(),
            [](const Item* a, const Item* b) { return a->piece.box.middle() < b->piece.box.middle(); });
  for (Item* item : anchors) {
    // 分 above 值: two lines of one heading.
    const bool heading_goes_on = !rows_.empty() && !item->number && heading_above(*item);
    if (heading_goes_on) {
      put(*item, static_cast<int>(rows_.size()) - 1);
      continue;
    }
    if (rows_.empty() || !overlap(rows_.back().box, item->piece.box)) rows_.push_back({item->piece.box, 0});
    put(*item, static_cast<int>(rows_.size()) - 1);
  }
  for (Row& row : rows_) row.anchor = row.box.middle();
}

// What stands beside a record's numbers is its; what stands between two records goes to the nearer, measured along its
// own column.
void RowFinder::place_by_anchors() {
  for (const Row& row : rows_) anchors_.push_back(row.box);
  for (Item& item : items_) {
    if (item.row >= 0 || is_label(item.piece)) continue;
    const Box& box = item.piece.box;
    const auto from =
        std::partition_point(anchors_.begin(), anchors_.end(), [&](const Box& anchor) { return anchor.y1 <= box.y0; });
    int best = -1, most = 0, touched = 0;
    for (auto anchor = from; anchor != anchors_.end() && anchor->y0 < box.y1; ++anchor) {
      const int common = std::min(anchor->y1, box.y1) - std::max(anchor->y0, box.y0);
      touched += common > box.height() / 5;
      if (common > most) most = common, best = static_cast<int>(anchor - anchors_.begin());
    }
    if (best >= 0 && touched <= 1 && most > box.height() / 5) put(item, best);
  }
  for (auto& [place, stack] : stacks_) {
    if (!is_label(stack.front()->piece)) place_stack(stack);
  }
  for (auto& [place, stack] : stacks_) {
    if (is_label(stack.front()->piece)) place_labels(stack);
  }
}

// Whether the row found last is of headings only and this one stands right below it, in its own column.
bool RowFinder::heading_above(const Item& item) const {
  const Item* before = nullptr;
  for (const Item* each : stacks_.at({item.piece.left, item.piece.right})) {
    if (each == &item) break;
    before = each;
  }
  return before != nullptr && before->row == static_cast<int>(rows_.size()) - 1 &&
         item.piece.box.middle() - before->piece.box.middle() < em_ * 17 / 10;
}

// The smallest way from one line of a column to the next; 0: it has one line.
int RowFinder::leading_of(const Stack& stack) const {
  int leading = 0;
  for (std::size_t i = 1; i < stack.size(); ++i) {
    const int way = way_to(stack, i);
    if (way > em_ / 2 && (leading == 0 || way < leading)) leading = way;
  }
  return leading;
}

// Whether lines of a cell stand closer than records do; else a line is a record.
bool RowFinder::lines_are_closer(int leading) const {
  int pitch = 0;
  for (std::size_t i = 1; i < anchors_.size(); ++i) {
    const int way = anchors_[i].middle() - anchors_[i - 1].middle();
    if (pitch == 0 || way < pitch) pitch = way;
  }
  return leading > 0 && (pitch == 0 || leading * 10 < pitch * 9);
}

// Lines of a column that stand beside no number: which record's they are.
void RowFinder::place_stack(Stack& stack) {
  const int leading = leading_of(stack);
  if (leading == 0 || leading > em_ * 2) return;
  const int near = leading * 13 / 10;
  for (std::size_t i = 0; i < stack.size();) {
    if (stack[i]->row >= 0) {
      ++i;
      continue;
    }
    std::size_t end = i;
    while (end < stack.size() && stack[end]->row < 0) ++end;
    place_run(stack, i, end, near);
    i = end;
  }
}

int RowFinder::way_to(const Stack& stack, std::size_t i) {
  return stack[i]->piece.box.middle() - stack[i - 1]->piece.box.middle();
}

// The lines [begin, end) between a line of one record and a line of the next.
void RowFinder::place_run(Stack& stack, std::size_t begin, std::size_t end, int near) {
  const bool has_above = begin > 0, has_below = end < stack.size();
  std::size_t down = begin;  // [begin, down) belong to the record above
  while (has_above && down < end && way_to(stack, down) <= near) ++down;
  std::size_t up = end;  // [up, end) to the one below
  while (has_below && up > begin && way_to(stack, up) <= near) --up;
  if (down == end && up == begin && has_above && has_below && way_to(stack, end) <= near) {
    down = up = split_of(stack, begin, end);
  }
  up = std::max(up, down);
  for (std::size_t k = begin; k < down; ++k) put(*stack[k], stack[begin - 1]->row);
  for (std::size_t k = up; k < end; ++k) put(*stack[k], stack[end]->row);
}

// All ways are short: the longest parts the records. When all are alike, a record has as many lines below its numbers
// as above them, or, having none above, all up to the next.
std::size_t RowFinder::split_of(const Stack& stack, std::size_t begin, std::size_t end) const {
  std::size_t longest = begin;
  int shortest = way_to(stack, begin);
  for (std::size_t i = begin; i <= end; ++i) {
    if (way_to(stack, i) > way_to(stack, longest)) longest = i;
    shortest = std::min(shortest, way_to(stack, i));
  }
  if (way_to(stack, longest) * 100 > shortest * 108) return longest;
  const int row = stack[begin - 1]->row;
  const int anchor = rows_[static_cast<std::size_t>(row)].anchor;
  std::size_t above = 0, below = 0;
  for (std::size_t k = begin; k-- > 0 && stack[k]->row == row;) {
    const int middle = stack[k]->piece.box.middle();
    above += middle < anchor - em_ / 5;
    below += middle > anchor + em_ / 5;
  }
  if (above == 0) return end;
  return std::min(end, begin + (above > below ? above - below : 0));
}

// Columns in front of the numbers: a label of some lines goes where its middle is, also between two records, when it
// stands for both.
void RowFinder::place_labels(Stack& stack) {
  const int leading = leading_of(stack);
  const bool lines_apart = lines_are_closer(leading);
  for (std::size_t begin = 0; begin < stack.size();) {
    std::size_t end = begin + 1;
    Box box = stack[begin]->piece.box;
    while (end < stack.size() && lines_apart && way_to(stack, end) * 100 <= leading * 115) {
      box.include(stack[end++]->piece.box);
    }
    place_label(stack, begin, end, box);
    begin = end;
  }
  place_stack(stack);
}

void RowFinder::place_label(Stack& stack, std::size_t begin, std::size_t end, const Box& box) {
  const auto from =
      std::partition_point(anchors_.begin(), anchors_.end(), [&](const Box& anchor) { return anchor.y1 <= box.y0; });
  std::size_t touched = 0;
  int best = -1, nearest = 1 << 28;
  for (auto anchor = from; anchor != anchors_.end() && anchor->y0 < box.y1; ++anchor) {
    touched += overlap(*anchor, box);
    const int way = std::abs(anchor->middle() - box.middle());
    if (way < nearest) nearest = way, best = static_cast<int>(anchor - anchors_.begin());
  }
  const std::size_t lines = end - begin;
  if (touched > 1 && lines > touched) {  // several records' lines that stand close
    for (std::size_t i = begin; i < end; ++i) {
      for (auto anchor = from; anchor != anchors_.end() && anchor->y0 < box.y1; ++anchor) {
        if (overlap(*anchor, stack[i]->piece.box)) stack[i]->row = static_cast<int>(anchor - anchors_.begin());
      }
    }
    return;
  }
  if (best < 0) {  // between two records, or in a row without numbers: then it touches neither
    for (std::size_t row = 0; row < anchors_.size(); ++row) {
      if (!overlap(rows_[row].box, box)) continue;
      const int way = std::abs(anchors_[row].middle() - box.middle());
      if (way < nearest) nearest = way, best = static_cast<int>(row);
    }
    if (best < 0 && from != anchors_.begin() && from != anchors_.end()) {
      const auto below = static_cast<std::size_t>(from - anchors_.begin());
      const int room = rows_[below].box.y0 - rows_[below - 1].box.y1;
      if (room < box.height() * 3 / 2) best = static_cast<int>(below) - 1;
    }
  }
  for (std::size_t i = begin; i < end && best >= 0; ++i) stack[i]->row = best;
}

// A row without numbers whose last line in these columns stands right above; rows_.size(): none.
std::size_t RowFinder::row_going_on(const Item& item, std::size_t known) const {
  int leading = 0;
  for (const auto& [place, stack] : stacks_) {
    const int own = leading_of(stack);
    if (own > 0 && (leading == 0 || own < leading)) leading = own;
  }
  if (!lines_are_closer(leading)) return rows_.size();
  for (const Item& other : items_) {
    if (other.row < static_cast<int>(known) || &other == &item) continue;
    if (other.piece.right <= item.piece.left || item.piece.right <= other.piece.left) continue;
    const int way = item.piece.box.middle() - other.piece.box.middle();
    if (way > 0 && way * 100 <= leading * 115) return static_cast<std::size_t>(other.row);
  }
  return rows_.size();
}

// Two levels of headings stand so that lines of one are between those of the other: what lies in other columns and
// close together is one row.
void RowFinder::join_heading_rows() {
  const auto first = std::find_if(items_.begin(), items_.end(), [](const Item& item) { return item.number; });
  if (first == items_.end()) return;
  const int headings = rows_[static_cast<std::size_t>(first->row)].box.y0;
  for (std::size_t row = 1; row < rows_.size(); ++row) {
    if (rows_[row].box.y1 > headings || rows_[row].box.y0 - rows_[row - 1].box.y1 > em_ / 3) continue;
    const auto in = [&](const Item& item, std::size_t which) { return item.row == static_cast<int>(which); };
    bool disjoint = true;
    for (const Item& a : items_) {
      if (!in(a, row)) continue;
      for (const Item& b : items_) {
        if (in(b, row - 1) && a.piece.left < b.piece.right && b.piece.left < a.piece.right) disjoint = false;
      }
    }
    if (!disjoint) continue;
    for (Item& item : items_) {
      if (item.row >= static_cast<int>(row)) --item.row;
    }
    rows_[row - 1].box.include(rows_[row].box);
    rows_.erase(rows_.begin() + static_cast<std::ptrdiff_t>(row));
    --row;
  }
}

// Headings of the columns, titles and totals without numbers: rows of their own, where they do not touch another.
void RowFinder::place_leftovers() {
  const std::size_t known = rows_.size();
  std::vector<Item*> rest;
  for (Item& item : items_) {
    if (item.row < 0) rest.push_back(&item);
  }
  for (Item* item : rest) {
    const Box& box = item->piece.box;
    const auto touches = [&](std::size_t row) { return overlap(rows_[row].box, box); };
    std::size_t most = rows_.size();
    int common = 0;
    for (std::size_t row = rows_.size(); row-- > 0;) {
      if (!touches(row)) continue;
      const int here = std::min(rows_[row].box.y1, box.y1) - std::max(rows_[row].box.y0, box.y0);
      if (here > common) common = here, most = row;
    }
    if (most == rows_.size()) most = row_going_on(*item, known);
    if (most == rows_.size()) rows_.push_back({box, box.middle()});
    item->row = static_cast<int>(most);
    if (most >= known) rows_[most].box.include(box);
  }
}

// No numbers: what overlaps is one row; rows that follow closer than most are lines of one.
void RowFinder::rows_by_bands() {
  for (Item& item : items_) {
    if (rows_.empty() || !overlap(rows_.back().box, item.piece.box)) rows_.push_back({item.piece.box, 0});
    put(item, static_cast<int>(rows_.size()) - 1);
  }
  std::vector<int> strips;
  for (std::size_t i = 1; i < rows_.size(); ++i) strips.push_back(rows_[i].box.y0 - rows_[i - 1].box.y1);
  if (strips.empty()) return;
  const int low = *std::min_element(strips.begin(), strips.end()),
            high = *std::max_element(strips.begin(), strips.end());
  if (high - low < em_ / 3) return;
  const int most = low + (high - low) / 3;
  std::vector<int> target(rows_.size(), 0);
  for (std::size_t i = 1; i < rows_.size(); ++i) target[i] = target[i - 1] + (strips[i - 1] > most);
  std::vector<Row> merged;
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    if (static_cast<std::size_t>(target[i]) == merged.size()) merged.push_back(rows_[i]);
    merged.back().box.include(rows_[i].box);
  }
  for (Item& item : items_) item.row = target[static_cast<std::size_t>(item.row)];
  rows_ = std::move(merged);
}

void RowFinder::order_rows() {
  std::vector<std::size_t> order(rows_.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::sort(order.begin(), order.end(),
            [&](std::size_t a, std::size_t b) { return rows_[a].box.middle() < rows_[b].box.middle(); });
  std::vector<int> place(rows_.size());
  std::vector<Row> sorted;
  for (std::size_t i = 0; i < order.size(); ++i) {
    place[order[i]] = static_cast<int>(i);
    sorted.push_back(rows_[order[i]]);
  }
  for (Item& item : items_) item.row = place[static_cast<std::size_t>(item.row)];
  rows_ = std::move(sorted);
}

int RowFinder::border_above(std::size_t row) const {
  if (row == 0) return rows_[0].box.y0 - em_ / 3;
  if (row >= rows_.size()) return rows_.back().box.y1 + em_ / 3;
  return (rows_[row - 1].box.y1 + rows_[row].box.y0) / 2;
}

// 小计 and 合计 in merged cells: first in their row, and centred on all columns before the next.
void RowFinder::widen_totals(PdfTable& table) const {
  int row = -1;
  for (PdfCell& cell : table.cells) {
    const bool first = cell.row != row;
    row = cell.row;
    if (!first || cell.column == 0) continue;
    const std::u32string& text = cell.lines.front();
    const bool total = text.find(U'计') != text.npos || text.find(U'总') != text.npos;
    const int middle = (edges_[0] + edges_[static_cast<std::size_t>(cell.column + cell.column_span)]) / 2;
    if ((!total && cell.column_span == 1) || std::abs((cell.box.x0 + cell.box.x1) / 2 - middle) > em_) continue;
    cell.column_span += cell.column;
    cell.column = 0;
  }
}

// A label that stands for several records is centred on them: it reaches as far below its middle as above.
void RowFinder::span_labels(PdfTable& table) {
  std::vector<std::vector<PdfCell*>> by_column(static_cast<std::size_t>(columns_));
  std::vector<std::vector<bool>> taken(static_cast<std::size_t>(columns_), std::vector<bool>(rows_.size(), false));
  for (PdfCell& cell : table.cells) {
    if (cell.column_span == 1) by_column[static_cast<std::size_t>(cell.column)].push_back(&cell);
    for (int column = cell.column; column < cell.column + cell.column_span; ++column) {
      taken[static_cast<std::size_t>(column)][static_cast<std::size_t>(cell.row)] = true;
    }
  }
  const int labels = rows_found_by_numbers() ? first_anchor_column_ : std::min(columns_, 2);  // labels stand in front
  for (int column = 0; column < labels; ++column) {
    auto& cells = by_column[static_cast<std::size_t>(column)];
    auto& filled = taken[static_cast<std::size_t>(column)];
    std::size_t free_from = 0;
    for (PdfCell* cell : cells) {
      const Box& box = cell->box;
      const auto row = static_cast<std::size_t>(cell->row);
      std::size_t top = row;
      while (top > free_from && !filled[top - 1]) --top;
      const int reach = 2 * box.middle() - border_above(top);
      std::size_t bottom = row;
      while (bottom + 1 < rows_.size() && !filled[bottom + 1] &&
             std::abs(border_above(bottom + 2) - reach) < std::abs(border_above(bottom + 1) - reach)) {
        ++bottom;
      }
      // Of the free rows above, only those that the label is centred on with as many below.
      const int error = std::abs(border_above(bottom + 1) - reach);
      if (error > em_ * 12 / 10) top = bottom = row;
      cell->row = static_cast<int>(top);
      cell->row_span = static_cast<int>(bottom - top) + 1;
      for (std::size_t r = top; r <= bottom; ++r) filled[r] = true;
      free_from = bottom + 1;
    }
  }
}

PdfTable RowFinder::build() {
  PdfTable table;
  table.columns = columns_;
  table.rows = static_cast<int>(rows_.size());
  std::stable_sort(items_.begin(), items_.end(), [](const Item& a, const Item& b) {
    if (a.row != b.row) return a.row < b.row;
    if (a.piece.left != b.piece.left) return a.piece.left < b.piece.left;
    return a.piece.box.middle() < b.piece.box.middle();
  });
  for (const Item& item : items_) {
    const PlacedPiece& piece = item.piece;
    PdfCell* there = table.cells.empty() ? nullptr : &table.cells.back();
    const bool same = there != nullptr && there->row == item.row && piece.left < there->column + there->column_span;
    if (same) {
      there->column_span = std::max(there->column_span, piece.right - there->column);
      there->lines.push_back(piece.text);
      there->box.include(piece.box);
    } else {
      table.cells.push_back({item.row, piece.left, 1, piece.right - piece.left, {piece.text}, piece.box});
    }
  }
  widen_totals(table);
  span_labels(table);
  std::stable_sort(table.cells.begin(), table.cells.end(), [](const PdfCell& a, const PdfCell& b) {
    return a.row != b.row ? a.row < b.row : a.column < b.column;
  });
  return table;
}

}  // namespace

PdfTable rows_of(std::vector<PlacedPiece> pieces, std::vector<int> edges, int em) {
  if (pieces.empty() || edges.size() < 2) return {};
  return RowFinder(std::move(pieces), std::move(edges), em).run();
}

}  // namespace jiheng::reading
