#include "audit/language/outline.h"

#include <algorithm>
#include <array>
#include <optional>

#include "audit/language/vocabulary.h"

namespace jiheng::audit {
namespace {

using reading::Block;
using reading::BlockKind;
using reading::Document;
using reading::Marking;
using reading::Span;

constexpr std::size_t longest_heading = 40;  // a numbered line longer than this is an item of a list
constexpr std::size_t longest_known = 24;    // an unnumbered line longer than this is no heading
constexpr std::size_t longest_run_in = 14;   // 存在问题：…, 总体工作任务。…
constexpr std::size_t first_blocks = 60;     // where the cover and the head of a table stand

// Kinds that head the great parts of a report.
bool is_main(SectionKind kind) {
  switch (kind) {
    case SectionKind::overview:
    case SectionKind::evaluation:
    case SectionKind::problems:
    case SectionKind::measures:
    case SectionKind::attachment:
      return true;
    default:
      return false;
  }
}

int level_of(Marking marking) {
  switch (marking) {
    case Marking::chapter:
      return 0;
    case Marking::chinese:
      return 1;
    case Marking::chinese_paren:
      return 2;
    case Marking::arabic:
      return 3;
    case Marking::arabic_paren:
      return 4;
    case Marking::circled:
      return 5;
    case Marking::none:
      return -1;
  }
  return -1;
}

constexpr int unnumbered = -1;      // its level depends on where it stands
constexpr int list_of_duties = -2;  // opened by “主要职责是：”, ends with its list
constexpr int list_level = 7;       // of such a list's section: below every heading

struct Heading {
  SectionKind kind = SectionKind::other;
  int level = unnumbered;
  Span span;
  std::size_t block = 0;
};

class HeadingFinder {
 public:
  explicit HeadingFinder(const Document& document) : document_(document) {}

  std::vector<Heading> find() {
    std::vector<Heading> headings;
    for (std::size_t i = 0; i < document_.blocks.size(); ++i) {
      if (auto heading = heading_at(i, !headings.empty())) headings.push_back(*heading);
    }
    return headings;
  }

 private:
  std::optional<Heading> heading_at(std::size_t index, bool begun) const {
    const Block& block = document_.blocks[index];
    if (block.kind == BlockKind::cell || block.kind == BlockKind::title || block.span.empty()) return std::nullopt;
    std::optional<Heading> heading;
    if (block.marking == Marking::none) {
      heading = unnumbered_heading(index, begun);
    } else if (block.marking == Marking::chapter || block.marking == Marking::chinese ||
               block.marking == Marking::chinese_paren) {
      heading = great_heading(index);
    } else {
      heading = small_heading(index);
    }
    if (heading) heading->block = index;
    return heading;
  }

  // From the number's end to the first mark that ends a phrase.
  Span head_of(const Block& block) const {
    const Text text = document_.view({block.body, block.span.end});
    const std::size_t end = text.find_first_of(U"。：；！？");
    return {block.body, end == Text::npos ? block.span.end : block.body + static_cast<std::uint32_t>(end)};
  }

  static Heading make(const Block& block, Span head, SectionKind kind, int level) {
    return {kind, level, {block.span.begin, head.end}, 0};
  }

  std::optional<Heading> great_heading(std::size_t index) const {
    const Block& block = document_.blocks[index];
    const Span head = head_of(block);
    const SectionKind kind =
        head.size() <= longest_heading ? section_kind_of(document_.view(head)) : SectionKind::other;
    const bool item = kind == SectionKind::other && block.kind != BlockKind::heading &&
                      (block.span.size() > longest_heading || document_.text[block.span.end - 1] == U'；');
    if (item) return std::nullopt;
    return make(block, head, kind, level_of(block.marking));
  }

  std::optional<Heading> small_heading(std::size_t index) const {
    const Block& block = document_.blocks[index];
    const Span head = head_of(block);
    const Text words = document_.view(head);
    SectionKind kind = SectionKind::other;
    if (words.size() <= longest_run_in + 2 && !contains(words, U"，")) kind = section_kind_of(words);
    const bool stands_alone = head.end + 1 >= block.span.end;
    const bool heads_text = stands_alone && block.span.size() <= longest_heading && has_text_below(index) &&
                            !contains(U"。；", document_.view({block.span.end - 1, block.span.end}));
    if (block.kind == BlockKind::heading || heads_text || (kind != SectionKind::other && has_text_below(index)) ||
        (kind != SectionKind::other && !stands_alone)) {
      return make(block, head, kind, level_of(block.marking));
    }
    return std::nullopt;
  }

  bool has_text_below(std::size_t index) const {
    if (index + 1 >= document_.blocks.size()) return false;
    const Block& block = document_.blocks[index];
    const Block& next = document_.blocks[index + 1];
    return next.kind != BlockKind::heading &&
           (next.marking == Marking::none || level_of(next.marking) > level_of(block.marking));
  }

  std::optional<Heading> unnumbered_heading(std::size_t index, bool begun) const {
    const Block& block = document_.blocks[index];
    const Text text = document_.view(block.span);
    if (starts_with_any(text, {U"附件", U"附表"}) && text.size() <= longest_heading && !contains(text, U"。")) {
      if (!begun) return std::nullopt;
      return make(block, block.span, SectionKind::attachment, 1);
    }
    if (opens_duties(text)) {
      const std::size_t stop = text.rfind(U'。');
      const auto begin = block.span.begin + (stop == Text::npos ? 0 : static_cast<std::uint32_t>(stop) + 1);
      return Heading{SectionKind::duties, list_of_duties, {begin, block.span.end}, 0};
    }
    const Span head = head_of(block);
    const Text words = document_.view(head);
    const SectionKind kind = words.size() <= longest_known ? section_kind_of(words) : SectionKind::other;
    const bool stands_alone = head.end + 1 >= block.span.end && !text.ends_with(U"。");
    if (block.kind == BlockKind::heading) return make(block, head, kind, unnumbered);
    if (kind == SectionKind::other || contains_any(words, {U"，", U"是", U"为"})) return std::nullopt;
    if (kind == SectionKind::attachment) {
      if (!begun || !stands_alone) return std::nullopt;
      return make(block, head, kind, 1);
    }
    const bool run_in = !stands_alone && words.size() <= longest_run_in && document_.text[head.end] == U'：';
    if (stands_alone || run_in) return make(block, head, kind, unnumbered);
    return std::nullopt;
  }

  static bool opens_duties(Text text) {
    if (!text.ends_with(U"：")) return false;
    const Text end = tail_of(text, 12);
    return contains_any(end, {U"职责", U"职能"}) && !contains(end, U"履");
  }

  const Document& document_;
};

class OutlineBuilder {
 public:
  explicit OutlineBuilder(const Document& document) : document_(document) {}

  Outline build() {
    headings_ = HeadingFinder(document_).find();
    set_levels();
    find_title();
    for (const Heading& heading : headings_) {
      if (!is_duty(heading)) add_section(heading);
    }
    end_sections();
    outline_.kind = kind_of_document();
    outline_.year = year();
    outline_.unit = unit();
    return std::move(outline_);
  }

 private:
  // 一、 二、 make the frame; unnumbered headings stand below the number they follow. Without such a frame, the
  // headings of great parts are the frame.
  void set_levels() {
    const auto framed =
        std::count_if(headings_.begin(), headings_.end(), [](const Heading& h) { return h.level == 1; });
    int numbered = 0;
    for (Heading& heading : headings_) {
      if (heading.level >= 0) {
        numbered = heading.level;
      } else if (heading.level == unnumbered) {
        heading.level = framed >= 2 ? std::max(numbered + 1, 2) : is_main(heading.kind) ? 1 : 2;
      }
    }
  }

  // The items of a list of duties head nothing, short as they may be.
  bool is_duty(const Heading& heading) const {
    return !outline_.sections.empty() && outline_.sections.back().level == list_level &&
           heading.block <= outline_.sections.back().last_block;
  }

  void add_section(const Heading& heading) {
    Section section;
    section.kind = heading.kind;
    section.heading = heading.span;
    section.first_block = heading.block;
    section.last_block = heading.block;
    section.span = heading.span;
    section.level = heading.level;
    if (heading.level == list_of_duties) {
      section.level = list_level;
      section.last_block = end_of_list(heading.block);
      section.span.end = document_.blocks[section.last_block].span.end;
    }
    outline_.sections.push_back(section);
  }

  // The last block of the numbered list that begins after this block.
  std::size_t end_of_list(std::size_t block) const {
    std::size_t last = block;
    if (block + 1 >= document_.blocks.size()) return last;
    const Marking marking = document_.blocks[block + 1].marking;
    const bool numbered = marking != Marking::none && marking != Marking::chinese;
    for (std::size_t i = block + 1; i < document_.blocks.size(); ++i) {
      const Block& next = document_.blocks[i];
      if (next.kind != BlockKind::paragraph || (numbered ? level_of(next.marking) < level_of(marking) : i > block + 1))
        break;
      last = i;
    }
    return last;
  }

  void end_sections() {
    std::vector<std::size_t> open;
    auto& sections = outline_.sections;
    const auto close = [&](std::size_t index, std::size_t last_block) {
      Section& section = sections[index];
      if (section.level != list_level) {
        section.last_block = std::max(section.first_block, last_block);
        section.span.end = std::max(section.span.end, document_.blocks[section.last_block].span.end);
      }
    };
    for (std::size_t i = 0; i < sections.size(); ++i) {
      while (!open.empty() && sections[open.back()].level >= sections[i].level) {
        close(open.back(), sections[i].first_block - (sections[i].first_block > 0 ? 1 : 0));
        open.pop_back();
      }
      sections[i].parent = open.empty() ? -1 : static_cast<int>(open.back());
      open.push_back(i);
    }
    while (!open.empty()) {
      close(open.back(), document_.blocks.size() - 1);
      open.pop_back();
    }
  }

  void find_title() {
    const std::size_t first_heading = headings_.empty() ? document_.blocks.size() : headings_.front().block;
    std::vector<std::size_t> blocks;
    for (std::size_t i = 0; i < first_heading; ++i) {
      if (document_.blocks[i].kind == BlockKind::title && !is_attachment_mark(i)) blocks.push_back(i);
    }
    if (blocks.empty()) blocks = lines_like_a_title(std::min<std::size_t>(first_heading, 8));
    for (const std::size_t i : blocks) {
      const Span span = document_.blocks[i].span;
      outline_.title += document_.view(span);
      if (outline_.title_span.empty()) outline_.title_span.begin = span.begin;
      outline_.title_span.end = span.end;
    }
  }

  bool is_attachment_mark(std::size_t block) const {
    const Text text = document_.view(document_.blocks[block].span);
    return text.starts_with(U"附件") && text.size() <= 8;
  }

  static bool names_a_document(Text text) {
    return ends_with_any(
        text, {U"报告", U"自评表", U"评分表", U"情况表", U"说明", U"决算", U"总结", U"自评", U"报告）", U"公开"});
  }

  std::vector<std::size_t> lines_like_a_title(std::size_t limit) const {
    std::vector<std::size_t> lines;
    for (std::size_t i = 0; i < limit; ++i) {
      const Block& block = document_.blocks[i];
      const Text text = document_.view(block.span);
      if (block.kind == BlockKind::cell || block.marking != Marking::none || text.size() > 60 ||
          contains(text, U"。")) {
        if (block.kind == BlockKind::cell) continue;
        break;
      }
      if (is_attachment_mark(i)) continue;
      lines.push_back(i);
      if (names_a_document(text)) return lines;
    }
    return {};
  }

  DocumentKind kind_of_document() const {
    const Text title = outline_.title;
    const bool performance = contains_any(title, {U"绩效", U"自评", U"评价"});
    if (contains(title, U"决算") && !performance) return DocumentKind::accounts;
    if (performance && ends_with_any(title, {U"表", U"表）"})) return DocumentKind::scorecard;
    if (performance && contains_any(title, {U"整体", U"部门绩效", U"单位绩效"})) return DocumentKind::report;
    if (performance && contains_any(title, {U"项目", U"专项", U"资金", U"经费"})) return DocumentKind::project_report;
    if (performance && contains_any(title, {U"报告", U"总结", U"说明"})) return DocumentKind::report;
    static constexpr std::array parts = {SectionKind::overview,   SectionKind::budget,     SectionKind::evaluation,
                                         SectionKind::conclusion, SectionKind::completion, SectionKind::problems,
                                         SectionKind::measures};
    const auto found =
        std::count_if(parts.begin(), parts.end(), [&](SectionKind part) { return outline_.find(part) != nullptr; });
    if (found >= 3) return DocumentKind::report;
    if (!document_.tables.empty() && mentions_first(U"自评表")) return DocumentKind::scorecard;
    if (mentions_first(U"部门决算")) return DocumentKind::accounts;
    return DocumentKind::other;
  }

  bool mentions_first(Text words) const {
    for (std::size_t i = 0; i < std::min(first_blocks, document_.blocks.size()); ++i) {
      if (contains(document_.view(document_.blocks[i].span), words)) return true;
    }
    return false;
  }

  // The first 2023年 (or 二〇二三年) of a text; with `word`, the first after it.
  static int year_in(Text text, Text word = {}) {
    std::size_t from = word.empty() ? 0 : text.find(word);
    for (; from != Text::npos && (from = text.find(U'年', from)) != Text::npos; ++from) {
      if (from < 4) continue;
      int year = 0;
      for (std::size_t i = from - 4; i < from; ++i) {
        static constexpr Text chinese = U"〇一二三四五六七八九";
        const std::size_t digit = is_digit(text[i]) ? text[i] - U'0' : text[i] == U'零' ? 0 : chinese.find(text[i]);
        year = digit == Text::npos ? -100000 : year * 10 + static_cast<int>(digit);
      }
      if (year >= 1990 && year <= 2100 && (from == 4 || !is_digit(text[from - 5]))) return year;
    }
    return 0;
  }

  int year() const {
    if (const int stated = year_in(outline_.title)) return stated;
    for (const Text word : {Text(U"评价年度"), Text(U"自评年度"), Text(U"报告年度"), Text(U"（")}) {
      for (std::size_t i = 0; i < std::min(first_blocks, document_.blocks.size()); ++i) {
        const Text text = document_.view(document_.blocks[i].span);
        const std::size_t found = text.find(word);
        if (found == Text::npos) continue;
        // （2023年度） beneath a title; another bracket is no statement of the year.
        if (word == U"（" && !(text.size() <= 12 && (text.ends_with(U"年度）") || text.ends_with(U"年）")))) continue;
        if (const int stated = year_in(text, word)) return stated;
        if (i + 1 < document_.blocks.size()) {
          if (const int stated = year_in(document_.view(document_.blocks[i + 1].span))) return stated;
        }
      }
    }
    return 0;
  }

  static bool names_an_office(Text text) {
    return ends_with_any(
        text, {U"局", U"委", U"办", U"室", U"厅",   U"院",   U"处",   U"中心", U"政府",   U"会",   U"队", U"站",
               U"所", U"校", U"学", U"馆", U"团",   U"社",   U"署",   U"司",   U"镇",     U"街道", U"乡", U"部",
               U"园", U"台", U"库", U"组", U"本级", U"机关", U"公司", U"法院", U"幼儿园", U"医院"});
  }

  std::u32string unit() const {
    std::u32string name(unit_of_title());
    if (outline_.kind == DocumentKind::project_report && !names_an_office(name)) name.clear();
    return name.empty() ? labelled_unit() : name;
  }

  Text unit_of_title() const {
    Text title = outline_.title;
    Text before;
    for (const Text mark : {Text(U"年度"), Text(U"年")}) {
      const std::size_t at = title.find(mark);
      if (at == Text::npos || at < 4) continue;
      before = title.substr(0, at - 4);
      title = title.substr(at + mark.size());
      break;
    }
    std::size_t end = title.size();
    for (const Text stop :
         {Text(U"部门整体"), Text(U"整体"), Text(U"单位整体"), Text(U"部门预算"), Text(U"部门决算"), Text(U"部门绩效"),
          Text(U"预算"), Text(U"决算"), Text(U"绩效"), Text(U"项目支出"), Text(U"财政支出"), Text(U"部门支出")}) {
      end = std::min(end, title.find(stop));
    }
    Text name = trimmed(title.substr(0, end));
    return name.size() >= 3 ? name : trimmed(before);
  }

  static Text trimmed(Text name) {
    for (const Text first : {Text(U"附件"), Text(U"关于"), Text(U"的")}) {
      if (name.starts_with(first)) name.remove_prefix(first.size());
    }
    while (!name.empty() && (is_digit(name.front()) || name.front() == U'：')) name.remove_prefix(1);
    for (const Text last : {Text(U"关于"), Text(U"的"), Text(U"（"), Text(U"部门")}) {
      if (name.ends_with(last)) name.remove_suffix(last.size());
    }
    return name.size() < 3 ? Text() : name;
  }

  std::u32string labelled_unit() const {
    static constexpr std::array labels = {Text(U"单位名称"), Text(U"部门名称"), Text(U"部门单位名称"),
                                          Text(U"填报单位"), Text(U"预算单位"), Text(U"预算部门"),
                                          Text(U"实施单位"), Text(U"填报部门"), Text(U"主管部门"),
                                          Text(U"评价单位"), Text(U"自评单位")};
    for (std::size_t i = 0; i < std::min(first_blocks, document_.blocks.size()); ++i) {
      const std::u32string plain = outside_brackets(document_.view(document_.blocks[i].span));
      for (const Text label : labels) {
        if (!Text(plain).starts_with(label)) continue;
        Text value = Text(plain).substr(label.size());
        if (value.starts_with(U"：")) value.remove_prefix(1);
        value = value.substr(0, value.find_first_of(U"，。；："));
        if (value.empty() && document_.blocks[i].kind == BlockKind::cell && i + 1 < document_.blocks.size()) {
          value = document_.view(document_.blocks[i + 1].span);
        }
        if (value.size() >= 3 && value.size() <= 40) return std::u32string(value);
      }
    }
    return {};
  }

  const Document& document_;
  std::vector<Heading> headings_;
  Outline outline_;
};

}  // namespace

const Section* Outline::find(SectionKind wanted) const {
  for (const Section& section : sections) {
    if (section.kind == wanted) return &section;
  }
  return nullptr;
}

SectionKind Outline::kind_at(std::uint32_t position) const {
  // Sections lie in order of their headings; of those that hold the position, the last to begin is the innermost.
  const auto after = std::upper_bound(sections.begin(), sections.end(), position,
                                      [](std::uint32_t p, const Section& s) { return p < s.span.begin; });
  if (after == sections.begin()) return SectionKind::other;
  int index = static_cast<int>(after - sections.begin()) - 1;
  while (index >= 0) {
    const Section& section = sections[static_cast<std::size_t>(index)];
    if (section.span.begin <= position && position <= section.span.end && section.kind != SectionKind::other) {
      return section.kind;
    }
    index = section.parent;
  }
  return SectionKind::other;
}

bool Outline::is_inside(std::uint32_t position, SectionKind wanted) const {
  const auto after = std::upper_bound(sections.begin(), sections.end(), position,
                                      [](std::uint32_t p, const Section& s) { return p < s.span.begin; });
  int index = static_cast<int>(after - sections.begin()) - 1;
  while (index >= 0) {
    const Section& section = sections[static_cast<std::size_t>(index)];
    if (section.kind == wanted && section.span.begin <= position && position <= section.span.end) return true;
    index = section.parent;
  }
  return false;
}

Outline outline_of(const reading::Document& document) {
  return OutlineBuilder(document).build();
}

}  // namespace jiheng::audit
