#include "report/pdf_pages.h"

#include <algorithm>

#include "base/text.h"
#include "report/page_layout.h"
#include "report/pdf_flow.h"

namespace jiheng::report {
namespace {

constexpr int note_pitch = grid_pitch * 2 / 3;  // three lines of small print on two lines of the grid
constexpr int table_gap = 5 * units_per_point;
constexpr int head_gap = 6 * units_per_point;
constexpr int whole_table = area_height * 2 / 5;  // a table no higher than this is not split

// Turns blocks into a flow of lines and rows.
class FlowBuilder {
 public:
  FlowBuilder(const FontSet& fonts, Pages& pages) : fonts_(fonts), pages_(pages) {}

  std::vector<FlowItem> build(const Document& document) {
    add_head(document);
    for (const Block& block : document.blocks) {
      std::visit([this](const auto& b) { add(b); }, block);
    }
    return std::move(flow_);
  }

 private:
  TextBlock& lay_out(const Runs& runs, const TextStyle& style) {
    return pages_.texts.emplace_back(fonts_, runs, style);
  }

  TextStyle body_style() const {
    TextStyle style;
    style.face = Face::fangsong;
    style.size = size_body;
    style.width = area_width;
    style.letter_spacing = character_spacing;
    return style;
  }

  TextStyle centred_style(Face face, int size) const {
    TextStyle style;
    style.face = face;
    style.size = size;
    style.width = area_width;
    style.align = Align::center;
    return style;
  }

  void add_lines(const TextBlock& block, bool keep) {
    for (const TextLine& line : block.lines()) {
      FlowItem item;
      item.kind = FlowItem::Kind::line;
      item.line = &line;
      item.size = block.size();
      item.height = grid_pitch;
      item.keep_with_next = keep;
      flow_.push_back(item);
    }
  }

  void add_blank_line(bool keep) {
    FlowItem item;
    item.kind = FlowItem::Kind::line;
    item.height = grid_pitch;
    item.keep_with_next = keep;
    flow_.push_back(item);
  }

  void add_gap(int height) {
    FlowItem item;
    item.kind = FlowItem::Kind::gap;
    item.height = height;
    flow_.push_back(item);
  }

  // A title line too long for the page is broken into lines of about equal length.
  void add_title_line(const std::string& text) {
    const Runs runs = {text_run(text)};
    TextStyle style = centred_style(Face::biaosong, size_title);
    const std::size_t lines = TextBlock(fonts_, runs, style).lines().size();
    if (lines > 1) {
      const int all = static_cast<int>(display_width(text)) * size_title / 2;
      int width = all / static_cast<int>(lines);
      do {
        width = std::min(area_width, width + size_title / 2);
        style.width = width;
      } while (width < area_width && TextBlock(fonts_, runs, style).lines().size() > lines);
    }
    const int inset = (area_width - style.width) / 2;
    TextBlock& block = lay_out(runs, style);
    for (const TextLine& line : block.lines()) {
      FlowItem item;
      item.kind = FlowItem::Kind::line;
      item.line = &line;
      item.x = inset;
      item.size = size_title;
      item.height = grid_pitch;
      item.keep_with_next = true;
      flow_.push_back(item);
    }
  }

  void add_head(const Document& document) {
    for (const std::string& line : document.title) add_title_line(line);
    if (!document.date_text.empty()) {
      add_lines(lay_out({text_run(document.date_text)}, centred_style(Face::kaiti, size_body)), true);
    }
    if (!flow_.empty() && !document.status_notes.empty()) add_gap(head_gap);
    for (const std::string& note : document.status_notes) {
      add_small(lay_out({text_run(note)}, centred_style(Face::kaiti, size_small)));
    }
    if (!flow_.empty()) add_blank_line(false);
  }

  void add_small(const TextBlock& block) {
    for (const TextLine& line : block.lines()) {
      FlowItem item;
      item.kind = FlowItem::Kind::small_line;
      item.line = &line;
      item.size = block.size();
      item.height = note_pitch;
      flow_.push_back(item);
    }
  }

  void add(const Heading& heading) {
    const int level = std::clamp(heading.level, 1, 4);
    TextStyle style = body_style();
    style.face = level == 1 ? Face::heiti : level == 2 ? Face::kaiti : Face::fangsong;
    style.indent = 2 * character_pitch;
    const std::size_t first = flow_.size();
    add_lines(lay_out({text_run(heading.text)}, style), true);
    if (first < flow_.size()) {
      flow_[first].bookmark_level = level;
      flow_[first].bookmark = &heading.text;
    }
    after_heading_ = true;
  }

  void add(const Paragraph& paragraph) {
    TextStyle style = body_style();
    style.justify = true;
    if (paragraph.indent) style.indent = 2 * character_pitch;
    const std::size_t first = flow_.size();
    add_lines(lay_out(paragraph.runs, style), false);
    if (after_heading_ && flow_.size() > first + 1) flow_[first].keep_with_next = true;
    after_heading_ = false;
  }

  void add(const Note& note) {
    TextStyle style = body_style();
    style.face = Face::kaiti;
    style.size = size_small;
    style.letter_spacing = 0;
    style.indent = 2 * size_small;
    style.justify = true;
    add_small(lay_out(note.runs, style));
    after_heading_ = false;
  }

  void add(const Table& table) {
    if (table.columns.empty()) return;
    if (!table.caption.empty()) {
      add_lines(lay_out({text_run(table.caption)}, centred_style(Face::heiti, size_small)), true);
    } else {
      add_gap(table_gap);
    }
    LaidTable& laid = pages_.tables.emplace_back(lay_out_table(fonts_, table));
    const int rows = static_cast<int>(laid.body.heights.size());
    const int room = area_height - laid.header_height();
    const bool is_short = laid.header_height() + laid.body.height(0, rows) <= whole_table;
    for (int row = 0; row < rows; ++row) {
      FlowItem item;
      item.kind = FlowItem::Kind::row;
      item.table = &laid;
      item.row = row;
      item.height = laid.body.heights[static_cast<std::size_t>(row)];
      item.keep_with_next = row + 1 < rows && (is_short || laid.body.keep_with_next[static_cast<std::size_t>(row)]);
      if (item.height > room) {
        add_tall_row(item, room);
      } else {
        flow_.push_back(item);
      }
    }
    if (rows == 0) {
      FlowItem item;  // the head alone
      item.kind = FlowItem::Kind::row;
      item.table = &laid;
      flow_.push_back(item);
    }
    add_gap(table_gap);
    after_heading_ = false;
  }

  // A row taller than a page is the one kind that is split, between lines of text.
  void add_tall_row(FlowItem item, int room) {
    const LaidTable& table = *item.table;
    const int per_page = std::max(1, (room - 2 * table.padding) / table.line_pitch);
    const int lines = table.lines_in(item.row);
    item.keep_with_next = false;
    for (int from = 0; from < lines; from += per_page) {
      item.first_line = from;
      item.last_line = std::min(lines, from + per_page);
      item.height = (item.last_line - from) * table.line_pitch + 2 * table.padding;
      flow_.push_back(item);
    }
  }

  void add(const PageBreak&) {
    FlowItem item;
    item.kind = FlowItem::Kind::page_break;
    flow_.push_back(item);
    after_heading_ = false;
  }

  // The date ends four characters from the right, the unit is centred over it; a unit wider than that ends two
  // characters from the right. They never stand on a page without text.
  void add(const Signature& signature) {
    keep_tail(2);
    add_blank_line(true);
    TextStyle style = body_style();
    style.align = Align::right;
    TextBlock& date = lay_out({text_run(signature.date)}, style);
    TextBlock& unit = lay_out({text_run(signature.unit)}, style);
    const int date_right = 4 * character_pitch;
    const int date_width = date.lines().empty() ? 0 : date.lines().back().width;
    const int unit_width = unit.lines().empty() ? 0 : unit.lines().front().width;
    const int unit_right = std::max(2 * character_pitch, date_right + (date_width - unit_width) / 2);
    add_signature_lines(unit, unit_right, true);
    add_signature_lines(date, date_right, false);
    after_heading_ = false;
  }

  void add_signature_lines(const TextBlock& block, int from_right, bool keep) {
    const std::size_t first = flow_.size();
    add_lines(block, keep);
    for (std::size_t i = first; i < flow_.size(); ++i) {
      flow_[i].x = -std::min(from_right, std::max(0, area_width - flow_[i].line->width));
    }
  }

  // The last `count` lines or rows stay with what is added next.
  void keep_tail(int count) {
    for (std::size_t i = flow_.size(); i > 0 && count > 0; --i) {
      FlowItem& item = flow_[i - 1];
      if (item.kind == FlowItem::Kind::page_break) return;
      item.keep_with_next = true;
      if (item.kind != FlowItem::Kind::gap) --count;
    }
  }

  const FontSet& fonts_;
  Pages& pages_;
  std::vector<FlowItem> flow_;
  bool after_heading_ = false;
};

}  // namespace

Pages lay_out_pages(const FontSet& fonts, const Document& document) {
  Pages pages;
  const std::vector<FlowItem> flow = FlowBuilder(fonts, pages).build(document);
  place_flow(flow, pages);
  return pages;
}

}  // namespace jiheng::report
