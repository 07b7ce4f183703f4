#include "audit/output/html_text.h"

#include <algorithm>
#include <span>

#include "base/text.h"

namespace jiheng::audit {

using reading::Block;
using reading::BlockKind;
using reading::Cell;
using reading::Document;
using reading::Marking;
using reading::Span;
using reading::Table;

std::string escaped(std::string_view text) {
  return escape_xml(harmless(text));
}

std::string escaped(std::u32string_view text) {
  return escape_xml(to_utf8(harmless(text)));
}

std::string card_id(std::size_t document, std::size_t finding) {
  return "f" + std::to_string(document + 1) + "-" + std::to_string(finding + 1);
}

std::string evidence_id(std::size_t document, std::size_t finding, std::size_t piece) {
  return "e" + std::to_string(document + 1) + "-" + std::to_string(finding + 1) + "-" + std::to_string(piece + 1);
}

std::string paragraph_id(std::size_t document, std::size_t block) {
  return "p" + std::to_string(document + 1) + "-" + std::to_string(block + 1);
}

MarkedTexts::MarkedTexts(const Audit& audit) : audit_(audit), marks_(audit.files.size()) {
  for (std::size_t owner = 0; owner < audit.files.size(); ++owner) {
    const auto& findings = audit.files[owner].findings;
    for (std::size_t n = 0; n < findings.size(); ++n) {
      const std::vector<Place> places = places_of(audit, findings[n].evidence);
      for (std::size_t piece = 0; piece < places.size(); ++piece) {
        Mark mark;
        mark.severity = findings[n].severity;
        mark.owner = owner;
        mark.finding = n;
        mark.piece = piece;
        add(places[piece], mark);
      }
    }
  }
  for (auto& marks : marks_) {
    std::stable_sort(marks.begin(), marks.end(), [](const Mark& a, const Mark& b) { return a.block < b.block; });
  }
}

// Evidence that runs over several blocks is marked in each.
void MarkedTexts::add(const Place& place, const Mark& mark) {
  if (place.paragraph == 0) return;
  const auto& blocks = audit_.files[place.document].document.blocks;
  const std::size_t begin = place.paragraph - 1;
  for (std::size_t i = begin; i < blocks.size() && (i == begin || blocks[i].span.begin < place.span.end); ++i) {
    const Span block = blocks[i].span;
    Mark piece = mark;
    piece.block = i;
    piece.span.begin = std::clamp(place.span.begin, block.begin, block.end);
    piece.span.end = std::clamp(place.span.end, piece.span.begin, block.end);
    piece.first = i == begin;
    piece.last = i + 1 == blocks.size() || blocks[i + 1].span.begin >= place.span.end;
    marks_[place.document].push_back(piece);
  }
}

// Where a new page begins: a position in the text.
struct Turn {
  std::uint32_t position = 0;
  int page = 0;
};

static std::vector<Turn> turns_of(const Document& document) {
  std::vector<Turn> turns;
  for (std::size_t i = 0; i < document.page_starts.size(); ++i) {
    const std::size_t at = document.source.first_from(0, document.source.size(), document.page_starts[i]);
    turns.push_back({static_cast<std::uint32_t>(at), static_cast<int>(i) + 1});
  }
  if (!turns.empty()) return turns;
  for (const Block& block : document.blocks) {
    if (block.page > 0 && (turns.empty() || turns.back().page != block.page)) {
      turns.push_back({block.span.begin, block.page});
    }
  }
  return turns;
}

class MarkedText {
 public:
  using Mark = MarkedTexts::Mark;

  MarkedText(const Document& document, std::size_t index, std::span<const Mark> marks, std::string& out)
      : document_(document), index_(index), marks_(marks), turns_(turns_of(document)), out_(out) {}

  void write() {
    for (std::size_t i = 0; i < document_.blocks.size();) {
      page_turn(document_.blocks[i].span.begin);
      i = is_cell(document_.blocks[i]) ? table(i) : paragraph(i);
    }
  }

 private:
  bool is_cell(const Block& block) const {
    return block.kind == BlockKind::cell && block.table >= 0 &&
           static_cast<std::size_t>(block.table) < document_.tables.size();
  }

  // Pages that begin before the block; of pages without text only the last is named.
  void page_turn(std::uint32_t position) {
    int page = 0;
    for (; turn_ < turns_.size() && turns_[turn_].position <= position; ++turn_) page = turns_[turn_].page;
    if (page > 0) out_ += "<div class=\"page\">第 " + std::to_string(page) + " 页</div>\n";
  }

  static const char* level_of(Marking marking) {
    switch (marking) {
      case Marking::chapter:
      case Marking::chinese:
        return "l1";
      case Marking::chinese_paren:
        return "l2";
      default:
        return "l3";
    }
  }

  // So that a link can lead to a paragraph as places name it.
  std::string name(std::size_t i) const { return " id=\"" + paragraph_id(index_, i) + "\""; }

  std::size_t paragraph(std::size_t i) {
    const Block& block = document_.blocks[i];
    switch (block.kind) {
      case BlockKind::title:
        out_ += "<p class=\"title\"" + name(i) + ">";
        text(i);
        out_ += "</p>\n";
        break;
      case BlockKind::heading:
        out_ += std::string("<h3 class=\"") + level_of(block.marking) + "\"" + name(i) + ">";
        text(i);
        out_ += "</h3>\n";
        break;
      case BlockKind::paragraph:
      case BlockKind::cell:
        out_ += "<p" + name(i) + ">";
        text(i);
        out_ += "</p>\n";
        break;
    }
    return i + 1;
  }

  // The table whose first block is `i`; returns the block after it.
  std::size_t table(std::size_t i) {
    const int number = document_.blocks[i].table;
    std::size_t end = i;
    while (end < document_.blocks.size() && is_cell(document_.blocks[end]) && document_.blocks[end].table == number)
      ++end;
    out_ += "<div class=\"sheet\" tabindex=\"0\" role=\"region\" aria-label=\"报告" + std::to_string(index_ + 1) +
            "表" + std::to_string(number + 1) + "\"><table>\n";
    int row = -1;
    for (const Cell& cell : document_.tables[static_cast<std::size_t>(number)].cells) {
      if (cell.row != row) {
        out_ += row < 0 ? "<tr>" : "</tr>\n<tr>";
        row = cell.row;
      }
      i = table_cell(cell, i, end);
    }
    out_ += row < 0 ? "" : "</tr>\n";
    out_ += "</table></div>\n";
    return end;
  }

  // Writes the blocks from `i` on that lie in the cell; returns the first that does not.
  std::size_t table_cell(const Cell& cell, std::size_t i, std::size_t end) {
    out_ += "<td";
    if (cell.column_span > 1) out_ += " colspan=\"" + std::to_string(cell.column_span) + "\"";
    if (cell.row_span > 1) out_ += " rowspan=\"" + std::to_string(cell.row_span) + "\"";
    if (i < end && lies_in(document_.blocks[i].span, cell.span)) out_ += name(i);
    if (is_number(document_.view(within_text(document_, cell.span)))) out_ += " class=\"r\"";
    out_ += ">";
    const std::size_t first = i;
    while (i < end && lies_in(document_.blocks[i].span, cell.span)) {
      if (i > first) out_ += "<br><span" + name(i) + "></span>";
      text(i++);
    }
    out_ += "</td>";
    return i;
  }

  // An empty cell stands where the block of the next one begins.
  static bool lies_in(Span block, Span cell) {
    return block.begin < cell.end || (block.begin == cell.end && block.empty());
  }

  static bool is_number(std::u32string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char32_t c) {
      return (c >= U'0' && c <= U'9') || c == U'.' || c == U',' || c == U'%' || c == U'-';
    });
  }

  // The text of a block, parted where marks and pages begin and end.
  void text(std::size_t i) {
    const Span span = within_text(document_, document_.blocks[i].span);
    const auto from = std::partition_point(marks_.begin(), marks_.end(), [&](const Mark& m) { return m.block < i; });
    const auto to = std::partition_point(from, marks_.end(), [&](const Mark& m) { return m.block == i; });
    const std::span<const Mark> marks(from, to);
    std::vector<std::uint32_t> stops = {span.begin, span.end};
    for (const Mark& mark : marks) stops.insert(stops.end(), {mark.span.begin, mark.span.end});
    for (std::size_t t = turn_; t < turns_.size() && turns_[t].position < span.end; ++t) {
      stops.push_back(std::max(turns_[t].position, span.begin));
    }
    std::sort(stops.begin(), stops.end());
    stops.erase(std::unique(stops.begin(), stops.end()), stops.end());
    for (std::size_t s = 0; s < stops.size(); ++s) {
      boundary(stops[s], span.end, marks);
      if (s + 1 < stops.size()) segment({stops[s], stops[s + 1]}, marks);
    }
  }

  void boundary(std::uint32_t position, std::uint32_t block_end, std::span<const Mark> marks) {
    for (const Mark& mark : marks) {
      if (mark.last && mark.span.end == position && !mark.span.empty()) number(mark, marks);
    }
    for (; turn_ < turns_.size() && turns_[turn_].position <= position && position < block_end; ++turn_) {
      out_ += "<span class=\"turn\">〔第 " + std::to_string(turns_[turn_].page) + " 页〕</span>";
    }
    for (const Mark& mark : marks) {
      if (!mark.first || mark.span.begin != position) continue;
      out_ += "<span class=\"at\" id=\"" + evidence_id(mark.owner, mark.finding, mark.piece) + "\"></span>";
      if (mark.span.empty()) number(mark, marks);
    }
  }

  // Marked once, as the gravest of its findings; the others are named for when that one is filtered out.
  void segment(Span span, std::span<const Mark> marks) {
    std::vector<const Mark*> owners;
    for (const Mark& mark : marks) {
      const auto same = [&](const Mark* m) { return m->owner == mark.owner && m->finding == mark.finding; };
      if (mark.span.contains(span) && std::none_of(owners.begin(), owners.end(), same)) owners.push_back(&mark);
    }
    const std::string words = escaped(document_.view(span));
    if (owners.empty()) {
      out_ += words;
      return;
    }
    std::stable_sort(owners.begin(), owners.end(),
                     [](const Mark* a, const Mark* b) { return a->severity > b->severity; });
    std::string cards;
    for (const Mark* mark : owners) cards += (cards.empty() ? "" : " ") + card_id(mark->owner, mark->finding);
    out_ += "<mark class=\"" + std::string(severity_id(owners.front()->severity)) + "\" data-cards=\"" + cards + "\">" +
            words + "</mark>";
  }

  // One number for a finding that quotes the same words twice.
  void number(const Mark& mark, std::span<const Mark> marks) {
    for (const Mark& other : marks) {
      if (&other == &mark) break;
      if (other.owner == mark.owner && other.finding == mark.finding && other.last && other.span.end == mark.span.end) {
        return;
      }
    }
    std::string label = std::to_string(mark.finding + 1);
    if (mark.owner != index_) label = std::to_string(mark.owner + 1) + "-" + label;
    out_ += "<a class=\"n " + std::string(severity_id(mark.severity)) + "\" href=\"#" +
            card_id(mark.owner, mark.finding) + "\" aria-label=\"疑点" + label + "，" +
            std::string(severity_word(mark.severity)) + "\">" + label + "</a>";
  }

  const Document& document_;
  std::size_t index_;
  std::span<const Mark> marks_;
  std::vector<Turn> turns_;
  std::size_t turn_ = 0;
  std::string& out_;
};

void MarkedTexts::write(std::size_t document, std::string& out) const {
  MarkedText(audit_.files[document].document, document, marks_[document], out).write();
}

}  // namespace jiheng::audit
