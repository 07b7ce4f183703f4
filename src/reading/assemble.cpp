#include "reading/assemble.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <optional>
#include <string>
#include <unordered_map>

#include "reading/characters.h"
#include "reading/line_shape.h"
#include "reading/marks.h"

namespace jiheng::reading {
namespace {

constexpr std::size_t npos = static_cast<std::size_t>(-1);

enum class Role { prose, title, apart, dropped };  // apart: a block of its own

struct Entry {
  Role role = Role::prose;
  LineShape shape;
  bool title_goes_on = false;  // joins the title line before it
};

class Assembler {
 public:
  Assembler(Document& document, Draft draft, Markup markup)
      : document_(document), draft_(std::move(draft)), markup_(markup), entries_(draft_.items.size()) {}

  void run() {
    measure();
    drop_page_numbers();
    drop_running_headers();
    profile();
    find_title();
    write();
  }

 private:
  bool is_line(std::size_t i) const { return draft_.items[i].table < 0; }
  bool is_kept_line(std::size_t i) const { return is_line(i) && entries_[i].role != Role::dropped; }
  DraftLine& line(std::size_t i) { return draft_.items[i].line; }
  const DraftLine& line(std::size_t i) const { return draft_.items[i].line; }
  std::u32string_view text(std::size_t i) const {
    const Span range = line(i).range;
    return std::u32string_view(document_.original).substr(range.begin, range.size());
  }

  void measure();
  void drop_page_numbers();
  bool is_page_number_here(std::size_t i) const;
  std::vector<std::size_t> bare_page_numbers(const std::vector<std::size_t>& candidates) const;
  void drop_line(std::size_t i);
  void drop_running_headers();
  void profile();
  void find_title();
  void write();
  void write_line(TextWriter& writer, std::size_t i);
  void write_table(TextWriter& writer, int index);

  Document& document_;
  Draft draft_;
  Markup markup_;
  std::vector<Entry> entries_;
  Profile profile_;
  std::optional<std::size_t> open_;  // the last line of the block being written
  std::array<int, 8> numbers_{};     // the last number of each marking
};

void Assembler::measure() {
  bool any_page = false;
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    if (!is_line(i)) continue;
    entries_[i].shape = shape_of(text(i), markup_);
    if (line(i).indent >= 0) entries_[i].shape.indent = line(i).indent;
    if (line(i).width >= 0) entries_[i].shape.width = line(i).width;
    any_page |= line(i).page_before;
  }
  if (!any_page || !document_.page_starts.empty()) return;
  document_.page_starts.push_back(0);
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    if (is_line(i) && line(i).page_before && line(i).range.begin > 0) {
      document_.page_starts.push_back(line(i).range.begin);
    }
  }
}

// Whether digits alone may be a page number where they stand: between lines of prose, and not where a sentence that was
// torn apart goes on with a unit.
bool Assembler::is_page_number_here(std::size_t i) const {
  constexpr int prose_width = 16;
  constexpr std::u32string_view units = U"万亿元个次项件份人名篇%％分年月日，。；、）条期批家户场余多";
  if (i > 0 && !is_line(i - 1)) return i + 1 < entries_.size() && is_line(i + 1);
  if (i > 0) {
    const std::u32string_view before = text(i - 1);
    if (entries_[i - 1].shape.width < prose_width && !line(i).page_before) return false;
    if (!before.empty() && plain(before.back()) == U'：') return false;
  }
  if (i + 1 >= entries_.size()) return i > 0;
  if (!is_line(i + 1)) return i > 0;
  if (line(i + 1).page_before) return true;
  const std::u32string_view after = text(i + 1);
  const auto first = std::find_if_not(after.begin(), after.end(), [](char32_t c) { return is_space(c); });
  if (first != after.end() && units.find(plain(*first)) != units.npos) return false;
  return entries_[i + 1].shape.width >= prose_width || entries_[i + 1].shape.mark.kind != Marking::none ||
         line(i + 1).heading;
}

// Page numbers rise; digits that do not are something else.
std::vector<std::size_t> Assembler::bare_page_numbers(const std::vector<std::size_t>& candidates) const {
  std::size_t falls = 0;
  for (std::size_t k = 1; k < candidates.size(); ++k) {
    falls += page_number_of(text(candidates[k])).number <= page_number_of(text(candidates[k - 1])).number;
  }
  return falls * 3 > candidates.size() ? std::vector<std::size_t>{} : candidates;
}

void Assembler::drop_line(std::size_t i) {
  entries_[i].role = Role::dropped;
  if (i + 1 < entries_.size() && is_line(i + 1)) {
    line(i + 1).page_before = true;
    line(i + 1).blank_before |= line(i).blank_before;
  }
}

void Assembler::drop_page_numbers() {
  std::vector<std::size_t> found, bare;
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    if (!is_line(i) || line(i).heading || entries_[i].shape.width > 30) continue;
    const PageNumber page = page_number_of(text(i));
    if (page.number == 0) continue;
    if (!page.bare) found.push_back(i);
    if (page.bare && is_page_number_here(i)) bare.push_back(i);
  }
  bare = bare_page_numbers(bare);
  found.insert(found.end(), bare.begin(), bare.end());
  std::sort(found.begin(), found.end());
  const bool pages_known = !document_.page_starts.empty();
  for (const std::size_t i : found) {
    drop_line(i);
    if (pages_known) continue;
    if (document_.page_starts.empty()) document_.page_starts.push_back(0);
    if (i > 0 && i + 1 < entries_.size()) document_.page_starts.push_back(line(i).range.end);
  }
}

// Lines that head or foot three pages or more, and half of them all.
void Assembler::drop_running_headers() {
  if (document_.page_starts.size() < 3) return;
  std::vector<std::size_t> edges;
  std::size_t last = npos;
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    if (!is_kept_line(i)) {
      if (!is_line(i)) last = npos;
      continue;
    }
    if (line(i).page_before || i == 0) {
      if (last != npos) edges.push_back(last);
      edges.push_back(i);
    }
    last = i;
  }
  if (last != npos) edges.push_back(last);
  std::unordered_map<std::u32string, std::vector<std::size_t>> places;
  for (const std::size_t i : edges) {
    constexpr int longest = 80;
    if (entries_[i].shape.width > longest || entries_[i].shape.mark.kind != Marking::none) continue;
    std::u32string key;
    for (const char32_t c : text(i)) {
      if (!is_space(c)) key.push_back(c);
    }
    auto& list = places[key];
    if (list.empty() || list.back() != i) list.push_back(i);
  }
  for (const auto& [key, list] : places) {
    if (list.size() < 3 || list.size() * 2 < document_.page_starts.size()) continue;
    for (const std::size_t i : list) {
      if (i > 0 || list.size() > 3) drop_line(i);
    }
  }
}

void Assembler::profile() {
  std::vector<const DraftLine*> lines;
  std::vector<const LineShape*> shapes;
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    if (!is_kept_line(i) || line(i).heading) continue;
    lines.push_back(&line(i));
    shapes.push_back(&entries_[i].shape);
  }
  profile_ = profile_of(lines, shapes);
}

bool ends_with(std::u32string_view text, std::u32string_view end) {
  return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

// Without white space and what stands in brackets at the end: 自评报告（2023年度）.
std::u32string title_core(std::u32string_view line) {
  std::u32string core;
  for (const char32_t c : line) {
    if (!is_space(c) && c != U'*') core.push_back(plain(c));
  }
  if (core.ends_with(U'）')) {
    const std::size_t open = core.rfind(U'（');
    if (open != core.npos && open > 0) core.resize(open);
  }
  return core;
}

bool ends_title(std::u32string_view core) {
  constexpr std::u32string_view ends[] = {U"报告", U"自评表",   U"评价表", U"情况表", U"决算",   U"决算公开",
                                          U"总结", U"说明",     U"报表",   U"指标表", U"申报表", U"评分表",
                                          U"预算", U"预算公开", U"情况",   U"公示",   U"公告"};
  return std::any_of(std::begin(ends), std::end(ends), [&](std::u32string_view end) { return ends_with(core, end); });
}

// The lines before the first heading: the lines of the title, up to the one that says what kind of paper it is, are one
// block.
void Assembler::find_title() {
  constexpr std::size_t most_lines = 12, most_title_lines = 5;
  constexpr int longest = 100;
  std::size_t begin = npos, looked = 0;
  for (std::size_t i = 0; i < entries_.size() && looked < most_lines; ++i) {
    if (!is_line(i)) return;
    if (entries_[i].role == Role::dropped) continue;
    ++looked;
    const LineShape& shape = entries_[i].shape;
    if (is_attachment_label(text(i))) {
      begin = npos;
      continue;
    }
    if (shape.mark.kind != Marking::none || shape.ended || shape.has_inner_stop || shape.has_comma ||
        std::min(shape.width, 2 * shape.length) > longest || line(i).starts_block) {
      return;
    }
    if (begin == npos) begin = i;
    if (!ends_title(title_core(text(i)))) continue;
    std::size_t first = begin;
    while (i - first >= most_title_lines) ++first;
    for (std::size_t k = first; k <= i; ++k) {
      if (entries_[k].role == Role::dropped) continue;
      entries_[k].role = Role::title;
      entries_[k].title_goes_on = k > first;
    }
    return;
  }
}

void Assembler::write_line(TextWriter& writer, std::size_t i) {
  Entry& entry = entries_[i];
  const DraftLine& here = line(i);
  if (entry.role == Role::prose && is_attachment_label(text(i))) entry.role = Role::apart;
  const std::size_t marking = static_cast<std::size_t>(entry.shape.mark.kind);
  bool breaks = true;
  if (open_) {
    const Entry& before = entries_[*open_];
    if (entry.role == Role::title || before.role == Role::title) {
      breaks = !entry.title_goes_on;
    } else if (entry.role == Role::apart || before.role == Role::apart) {
      breaks = true;
    } else if ((here.is_paragraph || line(*open_).is_paragraph) && !profile_.wrapped) {
      breaks = true;
    } else {
      breaks = breaks_between(line(*open_), before.shape, here, entry.shape, profile_, numbers_[marking]);
    }
  }
  if (breaks) {
    if (open_) {
      const Entry& before = entries_[*open_];
      writer.end(before.role == Role::title ? BlockKind::title : BlockKind::paragraph, line(*open_).heading);
    }
    writer.begin();
    if (marking != 0) {
      numbers_[marking] = entry.shape.mark.number;
      // A higher number begins the lower ones anew.
      for (std::size_t lower = marking + 1; lower < numbers_.size(); ++lower) numbers_[lower] = 0;
    }
  }
  writer.add(here.range, Join::directly);
  open_ = i;
}

// Places that no cell covers get empty cells, so that a row has all its columns.
void complete_grid(DraftTable& table) {
  constexpr long long most = 200'000;
  if (table.rows * static_cast<long long>(table.columns) > most) return;
  const auto columns = static_cast<std::size_t>(table.columns);
  std::vector<bool> covered(static_cast<std::size_t>(table.rows) * columns, false);
  for (const DraftCell& cell : table.cells) {
    for (int row = cell.row; row < std::min(cell.row + cell.row_span, table.rows); ++row) {
      for (int column = cell.column; column < std::min(cell.column + cell.column_span, table.columns); ++column) {
        covered[static_cast<std::size_t>(row) * columns + static_cast<std::size_t>(column)] = true;
      }
    }
  }
  std::vector<DraftCell> empty;
  for (std::size_t i = 0; i < covered.size(); ++i) {
    if (!covered[i]) empty.push_back({static_cast<int>(i / columns), static_cast<int>(i % columns), 1, 1, {}});
  }
  if (empty.empty()) return;
  std::vector<DraftCell> all;
  all.reserve(table.cells.size() + empty.size());
  std::merge(
      std::make_move_iterator(table.cells.begin()), std::make_move_iterator(table.cells.end()),
      std::make_move_iterator(empty.begin()), std::make_move_iterator(empty.end()), std::back_inserter(all),
      [](const DraftCell& a, const DraftCell& b) { return a.row != b.row ? a.row < b.row : a.column < b.column; });
  table.cells = std::move(all);
}

void Assembler::write_table(TextWriter& writer, int index) {
  DraftTable& draft = draft_.tables[static_cast<std::size_t>(index)];
  complete_grid(draft);
  Table table;
  table.rows = draft.rows;
  table.columns = draft.columns;
  const int number = static_cast<int>(document_.tables.size());
  table.span.begin = static_cast<std::uint32_t>(document_.text.size());
  for (const DraftCell& cell : draft.cells) {
    writer.begin();
    for (const Span piece : cell.pieces) writer.add(piece, draft.join);
    const Span span = writer.end(BlockKind::cell, false, number);
    table.cells.push_back({span, cell.row, cell.column, cell.row_span, cell.column_span});
  }
  table.span.end = table.cells.empty() ? table.span.begin : table.cells.back().span.end;
  document_.tables.push_back(std::move(table));
}

void Assembler::write() {
  TextWriter writer(document_, markup_);
  const auto close = [&] {
    if (!open_) return;
    writer.end(entries_[*open_].role == Role::title ? BlockKind::title : BlockKind::paragraph, line(*open_).heading);
    open_.reset();
  };
  document_.text.reserve(document_.original.size() + 1);
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    if (!is_line(i)) {
      close();
      write_table(writer, draft_.items[i].table);
    } else if (entries_[i].role != Role::dropped) {
      write_line(writer, i);
    }
  }
  close();
  document_.source.push_back(static_cast<std::uint32_t>(document_.original.size()));
}

}  // namespace

void assemble(Document& document, Draft draft, Markup markup) {
  Assembler(document, std::move(draft), markup).run();
}

}  // namespace jiheng::reading
