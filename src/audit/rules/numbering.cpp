// numbering: a numbered sequence that skips or repeats, per level and parent; columns 序号 of tables.
//
// A list that starts again at 1 is a new list. A list of blocks ends where a number of a higher level or an unnumbered
// heading stands; one within a paragraph (一是…；二是…) may go on in the next. A number that seems to be missing but
// stands inside the line before (joined lines) is no skip.
#include <algorithm>
#include <array>
#include <optional>

#include "audit/language/vocabulary.h"
#include "audit/rules/items.h"
#include "audit/rules/rule.h"
#include "base/text.h"

namespace jiheng::audit {
namespace {

using reading::BlockKind;
using reading::Marking;
using reading::Span;

struct List {
  int last = 0;
  Item item;
  bool open = false;
  bool started_late = false;  // began at another number than 1
  bool doubled_first = false;
  Item first_of_double;
};

class NumberingChecker {
 public:
  NumberingChecker(const Context& context, Report& report) : context_(context), report_(report) {}

  void run() {
    const auto& document = context_.analysis.document;
    const std::vector<Item> items = items_in(document, 0, document.blocks.size());
    std::size_t section = 0;
    std::size_t block = 0;
    for (const Item& item : items) {
      if (item.block != block) end_block();
      for (; block < item.block; ++block) pass_heading(block, section);
      pass_heading(block, section);
      item.leads_block ? take_block_item(item) : take_inner_item(item);
    }
  }

 private:
  static std::size_t index(ItemStyle style) { return static_cast<std::size_t>(style); }

  // Unnumbered headings part lists; an attachment begins everything anew.
  void pass_heading(std::size_t block, std::size_t& section) {
    const auto& sections = context_.analysis.outline.sections;
    while (section < sections.size() && sections[section].first_block < block) ++section;
    if (section >= sections.size() || sections[section].first_block != block) return;
    const bool attachment = sections[section].kind == SectionKind::attachment;
    if (context_.analysis.document.blocks[block].marking != Marking::none) return;
    for (std::size_t s = attachment ? 0 : index(ItemStyle::arabic); s < item_styles; ++s) {
      close(s);
      if (attachment) closed_[s] = 0;
    }
    ++section;
  }

  void close(std::size_t style) {
    if (lists_[style].open) closed_[style] = lists_[style].last;
    lists_[style] = {};
    carried_[style] = {};
  }

  void end_block() {
    for (std::size_t s = 0; s < item_styles; ++s) {
      if (inner_[s].open) carried_[s] = inner_[s];
      inner_[s] = {};
    }
  }

  void take_block_item(const Item& item) {
    const std::size_t style = index(item.style);
    for (std::size_t deeper = style + 1; deeper < item_styles; ++deeper) close(deeper);
    List& list = lists_[style];
    List& carried = carried_[style];
    if (carried.open && item.number == carried.last + 1) {
      list = carried;
      advance(list, item);
    } else if (list.open) {
      step(list, item);
    } else if (carried.open && item.number != 1) {
      list = carried;
      step(list, item);
    } else {
      start(list, item, item.number == closed_[style] + 1);
    }
    carried = {};
  }

  void take_inner_item(const Item& item) {
    const std::size_t style = index(item.style);
    List& inner = inner_[style];
    if (inner.open) {
      if (item.number < inner.last && item.number != 1) return;
      step(inner, item);
      return;
    }
    for (List* outer : {&carried_[style], &lists_[style]}) {
      if (outer->open && item.number == outer->last + 1) {
        advance(*outer, item);
        if (outer == &carried_[style]) inner = *outer;
        return;
      }
    }
    List& list = lists_[style];
    if (list.open && list.item.block == item.block && item.number > 1 && item.number >= list.last) {
      step(list, item);
      return;
    }
    if (item.number == 1 || (item.style == ItemStyle::first_is && !opened_otherwise(item))) start(inner, item, false);
  }

  // 首先…；二是…: another word stands for the first.
  bool opened_otherwise(const Item& item) const {
    const Span block = context_.analysis.document.blocks[item.block].span;
    return contains_any(context_.view({block.begin, item.mark.begin}),
                        {U"首先", U"第一", U"一要", U"一方面", U"其一", U"一是", U"一抓", U"一、", U"一）"});
  }

  static void advance(List& list, const Item& item) {
    list.last = item.number;
    list.item = item;
  }

  static void start(List& list, const Item& item, bool continues) {
    list = {};
    list.open = true;
    list.started_late = item.number != 1 && !continues;
    advance(list, item);
  }

  void step(List& list, const Item& item) {
    if (item.number == 1) {
      const bool doubled = list.last == 1 && !list.doubled_first && is_next_to(list.item, item);
      const Item first = list.item;
      start(list, item, false);
      list.doubled_first = doubled;
      list.first_of_double = first;
      return;
    }
    if (item.number == list.last + 1) {
      if (list.started_late) {
        if (!hides_first(list.item)) report_start(list.item);
      } else if (list.doubled_first && list.last == 1) {
        report_repeat(list.first_of_double, list.item);
      }
      list.started_late = list.doubled_first = false;
    } else if (item.number == list.last) {
      report_repeat(list.item, item);
    } else if (item.number < list.last) {
      report_.add("numbering",
                  message_text("audit.numbering-back", {{"before", label(list.item)}, {"after", label(item)}}),
                  {at(item), at(list.item)});
    } else if (!stand_between(list.item, item)) {
      report_.add("numbering",
                  message_text("audit.numbering-skip", {{"before", label(list.item)},
                                                        {"after", label(item)},
                                                        {"missing", label_of(item.style, list.last + 1)}}),
                  {at(item), at(list.item)});
    }
    advance(list, item);
  }

  // Two numbers 1 in a row are one number twice only where nothing parts them.
  bool is_next_to(const Item& a, const Item& b) const {
    if (a.style == ItemStyle::chinese || a.style == ItemStyle::chinese_paren) {
      return context_.analysis.outline.kind_at(a.mark.begin) != SectionKind::other || a.block + 1 == b.block;
    }
    return a.block + 1 == b.block && context_.analysis.document.blocks[a.block].kind != BlockKind::heading;
  }

  // Whether the numbers between two items stand in the text between them, unseen as items.
  bool stand_between(const Item& before, const Item& after) const {
    const Text text = context_.view({before.mark.end, after.mark.begin});
    for (int n = before.number + 1; n < after.number; ++n) {
      std::u32string label = to_code_points(label_of(after.style, n));
      if (after.style == ItemStyle::arabic) label.pop_back();
      // 2.14个国控断面: any place where the number stands by itself.
      bool stands = false;
      for (std::size_t at = text.find(label); at != Text::npos && !stands; at = text.find(label, at + 1)) {
        const bool whole = (at == 0 || !is_digit(text[at - 1])) && at + label.size() < text.size() &&
                           contains(U".、．", text.substr(at + label.size(), 1));
        stands = after.style != ItemStyle::arabic || whole;
      }
      if (!stands) return false;
    }
    return true;
  }

  // 1.24小时晴雨预报准确率…; 2.开展…: the first number ran into the figure behind it.
  bool hides_first(const Item& item) const {
    if (item.style != ItemStyle::arabic || item.number != 2 || item.block == 0) return false;
    const Text before = context_.view(context_.analysis.document.blocks[item.block - 1].span);
    return before.size() > 2 && before[0] == U'1' && contains(U".．、", before.substr(1, 1)) && is_digit(before[2]);
  }
  void report_start(const Item& item) {
    report_.add("numbering",
                message_text("audit.numbering-start", {{"first", label(item)}, {"missing", label_of(item.style, 1)}}),
                {at(item)});
  }

  void report_repeat(const Item& first, const Item& second) {
    report_.add("numbering", message_text("audit.numbering-repeat", {{"mark", label(second)}}),
                {at(second), at(first)});
  }

  static std::string label(const Item& item) { return label_of(item.style, item.number); }

  // The number and the first words after it.
  Evidence at(const Item& item) const {
    constexpr std::uint32_t longest = 24;
    const Span block = context_.analysis.document.blocks[item.block].span;
    const Span rest{item.mark.end, std::min(block.end, item.mark.end + longest)};
    const std::size_t stop = context_.view(rest).find_first_of(U"，。；：");
    const auto end = stop == Text::npos ? rest.end : rest.begin + static_cast<std::uint32_t>(stop);
    return context_.at({item.mark.begin, end});
  }

  const Context& context_;
  Report& report_;
  std::array<List, item_styles> lists_;    // of blocks
  std::array<List, item_styles> inner_;    // within the present block
  std::array<List, item_styles> carried_;  // within an earlier block, may go on
  std::array<int, item_styles> closed_{};  // last number of the list closed last: 6. may follow 5. across headings
};

// A cell that holds a whole number alone.
int row_number(Text text) {
  if (text.empty() || text.size() > 3) return 0;
  int number = 0;
  for (const char32_t c : text) {
    if (!is_digit(c)) return 0;
    number = number * 10 + static_cast<int>(c - U'0');
  }
  return number;
}

void check_table(const Context& context, const reading::Table& table, Report& report) {
  int column = -1;
  const reading::Cell* last = nullptr;
  struct Break {
    const reading::Cell* before;
    const reading::Cell* after;
  };
  std::vector<Break> skips, repeats;
  for (const reading::Cell& cell : table.cells) {
    const Text text = context.view(cell.span);
    if (text == U"序号") {
      column = cell.column;
      last = nullptr;
      continue;
    }
    if (column < 0 || cell.column != column) continue;
    const int number = row_number(text);
    if (number == 0) continue;
    if (last != nullptr && number != 1) {
      const int before = row_number(context.view(last->span));
      if (number == before) {
        repeats.push_back({last, &cell});
      } else if (number != before + 1) {
        skips.push_back({last, &cell});
      }
    }
    last = &cell;
  }
  for (const Break& skip : skips) {
    const std::string before = to_utf8(context.view(skip.before->span)),
                      after = to_utf8(context.view(skip.after->span));
    report.add("numbering", message_text("audit.numbering-column", {{"before", before}, {"after", after}}),
               {context.at(skip.after->span), context.at(skip.before->span)});
  }
  // Several repeats are rows of one thing, each with its number.
  if (repeats.size() != 1) return;
  report.add("numbering",
             message_text("audit.numbering-repeat", {{"mark", to_utf8(context.view(repeats[0].after->span))}}),
             {context.at(repeats[0].after->span), context.at(repeats[0].before->span)});
}

}  // namespace

void check_numbering(const Context& context, Report& report) {
  NumberingChecker(context, report).run();
  for (const reading::Table& table : context.analysis.document.tables) check_table(context, table, report);
}

}  // namespace jiheng::audit
