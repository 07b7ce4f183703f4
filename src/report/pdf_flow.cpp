#include "report/pdf_flow.h"

#include <algorithm>

#include "report/page_layout.h"

namespace jiheng::report {
namespace {

class FlowPlacer {
 public:
  explicit FlowPlacer(Pages& pages) : pages_(pages) { pages_.pages.emplace_back(); }

  void place(const std::vector<FlowItem>& flow) {
    for (std::size_t i = 0; i < flow.size();) {
      std::size_t end = i + 1;
      while (end < flow.size() && flow[end - 1].keep_with_next) ++end;
      place_chain(flow, i, end);
      i = end;
    }
    close_segment();
  }

 private:
  // What a page holds while it is filled: how far down, and the table whose rows are being added.
  struct Cursor {
    int y = 0;
    const LaidTable* table = nullptr;
  };

  static int top_of(const FlowItem& item, Cursor cursor) {
    if (item.kind == FlowItem::Kind::line) return grid_top(grid_line_from(cursor.y));
    if (item.kind == FlowItem::Kind::row && cursor.table != item.table) return cursor.y + item.table->header_height();
    return cursor.y;
  }

  static Cursor after(const FlowItem& item, Cursor cursor) {
    if (item.kind == FlowItem::Kind::page_break) return cursor;
    if (item.kind == FlowItem::Kind::gap) return {cursor.y == 0 ? 0 : cursor.y + item.height, nullptr};
    if (item.kind == FlowItem::Kind::line) return {grid_top(grid_line_from(cursor.y) + 1), nullptr};
    const LaidTable* table = item.kind == FlowItem::Kind::row ? item.table : nullptr;
    return {top_of(item, cursor) + item.height, table};
  }

  // Gaps take no room of their own at the foot of a page.
  static bool fits(const FlowItem& item, Cursor cursor) {
    return item.kind == FlowItem::Kind::gap || item.kind == FlowItem::Kind::page_break ||
           after(item, cursor).y <= area_height;
  }

  static bool all_fit(const std::vector<FlowItem>& flow, std::size_t from, std::size_t to, Cursor cursor) {
    for (std::size_t i = from; i < to; ++i) {
      if (!fits(flow[i], cursor)) return false;
      cursor = after(flow[i], cursor);
    }
    return true;
  }

  // A chain longer than a page is broken where the page ends.
  void place_chain(const std::vector<FlowItem>& flow, std::size_t from, std::size_t to) {
    if (cursor_.y > 0 && !all_fit(flow, from, to, cursor_) && all_fit(flow, from, to, {})) new_page();
    for (std::size_t i = from; i < to; ++i) place_item(flow[i]);
  }

  void place_item(const FlowItem& item) {
    if (item.kind == FlowItem::Kind::page_break) {
      if (cursor_.y > 0) new_page();
      return;
    }
    if (cursor_.y > 0 && !fits(item, cursor_)) new_page();
    if (item.kind != FlowItem::Kind::row || item.table != cursor_.table) close_segment();
    const int top = top_of(item, cursor_);
    if (item.kind == FlowItem::Kind::row) {
      if (segment_.empty()) segment_top_ = top - item.table->header_height();
      segment_.push_back(&item);
    } else if (item.line != nullptr) {
      const int height = item.kind == FlowItem::Kind::line ? grid_pitch : item.height;
      page().texts.push_back({item.line->line, item.line->x + item.x, baseline_in(top, height, item.size)});
    }
    if (item.bookmark != nullptr) {
      pages_.bookmarks.push_back({item.bookmark_level, *item.bookmark, static_cast<int>(pages_.pages.size()) - 1, top});
    }
    cursor_ = after(item, cursor_);
  }

  PlacedPage& page() { return pages_.pages.back(); }

  void new_page() {
    close_segment();
    pages_.pages.emplace_back();
    cursor_ = {};
  }

  // Rows of one table on one page are drawn when all of them are known, so that a cell spanning rows is drawn once,
  // over the rows it has here.
  void close_segment() {
    if (segment_.empty()) return;
    const LaidTable& table = *segment_.front()->table;
    int y = segment_top_;
    const std::size_t rows = table.body.heights.size();
    draw_rows(table, table.header, whole_rows(table.header), y);
    y += table.header_height();
    if (rows > 0) {
      std::vector<Slice> slices;
      for (const FlowItem* item : segment_)
        slices.push_back({item->row, item->height, item->first_line, item->last_line});
      draw_rows(table, table.body, slices, y);
      for (const Slice& slice : slices) y += slice.height;
    }
    draw_frame(table, segment_top_, y);
    segment_.clear();
  }

  struct Slice {
    int row = 0;
    int height = 0;
    int first_line = 0;
    int last_line = 0;  // 0: the whole row
  };

  static std::vector<Slice> whole_rows(const LaidRows& rows) {
    std::vector<Slice> slices;
    for (std::size_t row = 0; row < rows.heights.size(); ++row) {
      slices.push_back({static_cast<int>(row), rows.heights[row], 0, 0});
    }
    return slices;
  }

  // The slices are consecutive rows (or one piece of a tall row).
  void draw_rows(const LaidTable& table, const LaidRows& rows, const std::vector<Slice>& slices, int top) {
    if (slices.empty()) return;
    const int first = slices.front().row;
    const int last = slices.back().row;
    for (const LaidCell& cell : rows.cells) {
      if (cell.row > last || cell.row + cell.row_span <= first) continue;
      int y = top;
      int height = 0;
      const Slice* only = nullptr;
      for (const Slice& slice : slices) {
        if (slice.row < cell.row) {
          y += slice.height;
        } else if (slice.row < cell.row + cell.row_span) {
          height += slice.height;
          only = &slice;
        }
      }
      draw_cell(table, cell, y, height, cell.row_span == 1 ? *only : Slice{});
    }
  }

  void draw_cell(const LaidTable& table, const LaidCell& cell, int y, int height, const Slice& slice) {
    const auto column = static_cast<std::size_t>(cell.column);
    const int left = table.edges[column];
    const int right = table.edges[column + static_cast<std::size_t>(cell.column_span)];
    if (cell.shaded) page().shades.push_back({left, y, right - left, height});
    page().rules.push_back({left, y + height, right, y + height, false});
    page().rules.push_back({right, y, right, y + height, false});

    const auto& lines = cell.text.lines();
    int from = 0;
    int to = static_cast<int>(lines.size());
    int text_top = y + (height - to * table.line_pitch) / 2;
    if (slice.last_line > 0) {
      from = std::min(slice.first_line, to);
      to = std::min(slice.last_line, to);
      text_top = y + table.padding;
    }
    text_top = std::max(text_top, y);
    const int side = cell.text.size() * 3 / 10;
    for (int i = from; i < to; ++i) {
      const TextLine& line = lines[static_cast<std::size_t>(i)];
      const int line_top = text_top + (i - from) * table.line_pitch;
      page().texts.push_back(
          {line.line, left + side + line.x, baseline_in(line_top, table.line_pitch, cell.text.size())});
    }
  }

  void draw_frame(const LaidTable& table, int top, int bottom) {
    const int left = table.edges.front();
    const int right = table.edges.back();
    page().rules.push_back({left, top, right, top, true});
    page().rules.push_back({left, bottom, right, bottom, true});
    page().rules.push_back({left, top, left, bottom, true});
    page().rules.push_back({right, top, right, bottom, true});
  }

  Pages& pages_;
  Cursor cursor_;
  std::vector<const FlowItem*> segment_;
  int segment_top_ = 0;
};

}  // namespace

void place_flow(const std::vector<FlowItem>& flow, Pages& pages) {
  FlowPlacer(pages).place(flow);
}

}  // namespace jiheng::report
