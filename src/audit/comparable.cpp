#include "audit/comparable.h"

#include <algorithm>
#include <bit>
#include <initializer_list>

namespace jiheng::audit {
namespace {

using reading::Block;
using reading::BlockKind;
using reading::Document;
using reading::Span;

std::uint64_t start_of(std::u32string_view text) {
  return std::uint64_t{text[0]} << 32 | text[1];
}

std::size_t bit_of(std::u32string_view text) {
  return (text[0] * 0x9E5u + text[1]) & 0xFFFF;
}

bool contains_any(std::u32string_view text, std::initializer_list<std::u32string_view> words) {
  return std::any_of(words.begin(), words.end(), [&](std::u32string_view w) { return text.find(w) != text.npos; });
}

struct Place {
  SectionKind kind = SectionKind::other;  // of the innermost section whose kind is known
  std::size_t section = SIZE_MAX;         // the innermost section
  bool duties = false;                    // in a section of duties, at whatever depth
};

std::vector<Place> places_of(const Document& document, const Outline& outline) {
  std::vector<Place> places(document.blocks.size());
  for (std::size_t i = 0; i < outline.sections.size(); ++i) {  // a section stands before those inside it
    const Section& section = outline.sections[i];
    for (std::size_t b = section.first_block; b <= section.last_block && b < places.size(); ++b) {
      places[b].section = i;
      if (section.kind != SectionKind::other) places[b].kind = section.kind;
      if (section.kind == SectionKind::duties) places[b].duties = true;
    }
  }
  return places;
}

// Which blocks state duties or how the office is made up: the sections of duties, and in a general part of the report
// what follows an announcement of duties, up to the next heading. These are given to an office, not written by it.
std::vector<bool> duty_blocks(const Document& document, const Outline& outline) {
  const std::vector<Place> places = places_of(document, outline);
  std::vector<bool> out(document.blocks.size(), false);
  std::size_t announced_in = SIZE_MAX - 1;
  for (std::size_t b = 0; b < out.size(); ++b) {
    const Place& place = places[b];
    if (place.duties) {
      out[b] = true;
      continue;
    }
    if (place.section != announced_in) announced_in = SIZE_MAX - 1;
    const bool general = place.kind == SectionKind::overview || place.kind == SectionKind::other;
    if (!general || document.blocks[b].kind != BlockKind::paragraph) continue;
    const std::u32string_view text = document.view(document.blocks[b].span);
    if (contains_any(text, {U"主要职责", U"主要职能", U"工作职责", U"部门职责", U"部门职能", U"职责是", U"职能是",
                            U"职责如下", U"职能如下", U"职责为", U"职能为", U"职责包括", U"履行以下职责"})) {
      announced_in = place.section;
    }
    const bool organisation = place.kind == SectionKind::overview &&
                              contains_any(text, {U"内设", U"下属", U"下设", U"直属", U"编制数", U"行政编制",
                                                  U"事业编制", U"机构设置", U"人员编制", U"预算单位构成"});
    out[b] = announced_in == place.section || organisation;
  }
  return out;
}

constexpr std::uint32_t longest_name = 60;  // of a document in 《》

// From the block's begin: the significant characters outside 《》.
void add_significant(const Document& document, Span span, Positions& positions) {
  for (std::uint32_t i = span.begin; i < span.end; ++i) {
    const char32_t c = document.text[i];
    if (c == U'《') {
      const std::uint32_t end = std::min(span.end, i + longest_name);
      const std::size_t close = document.text.find(U'》', i);
      if (close < end) i = static_cast<std::uint32_t>(close);
    } else if (is_significant(c)) {
      positions.add(i);
    }
  }
}

bool ends_clause(char32_t c) {
  return c == U'，' || c == U'。' || c == U'；' || c == U'：' || c == U'！' || c == U'？' || c == U'\n';
}

// Takes boilerplate out: the phrases, and the rest of a clause of which they make half or more.
void remove_boilerplate(const Document& document, const Boilerplate& boilerplate, Positions& positions) {
  Sequence sequence;
  sequence.read(document, positions);
  const std::u32string_view text = sequence.text;
  std::vector<bool> is_phrase(text.size(), false);
  bool any = false;
  for (std::size_t i = 0; i + 1 < text.size(); ++i) {
    const std::size_t length = boilerplate.match(text.substr(i));
    any = any || length > 0;
    std::fill_n(is_phrase.begin() + static_cast<std::ptrdiff_t>(i), length, true);
  }
  if (!any) return;
  for (std::size_t begin = 0; begin < text.size();) {
    std::size_t end = begin, phrases = 0;
    for (bool more = true; more; ++end) {
      phrases += is_phrase[end];
      more = end + 1 < text.size();
      for (std::uint32_t p = sequence.positions[end]; more && p < sequence.positions[end + 1]; ++p) {
        more = !ends_clause(document.text[p]);
      }
    }
    for (std::size_t i = begin; i < end; ++i) {
      if (is_phrase[i] || 2 * phrases >= end - begin) positions.remove(sequence.positions[i]);
    }
    begin = end;
  }
}

}  // namespace

bool is_significant(char32_t c) {
  if (c < 0x80) return (c >= U'0' && c <= U'9') || (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z');
  return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF) || c == U'〇' || (c >= 0xF900 && c <= 0xFAFF) ||
         (c >= 0x20000 && c <= 0x3FFFF);
}

std::u32string significant(std::u32string_view text) {
  std::u32string out;
  for (const char32_t c : text) {
    if (is_significant(c)) out += c;
  }
  return out;
}

Boilerplate::Boilerplate(const std::vector<std::u32string>& phrases) {
  for (const std::u32string& phrase : phrases) {
    std::u32string key = significant(phrase);
    if (key.size() < 2) continue;
    const std::uint64_t start = start_of(key);
    starts_.set(bit_of(key));
    by_start_[start].push_back(std::move(key));
  }
  for (auto& [start, all] : by_start_) {
    std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.size() > b.size(); });
  }
}

std::size_t Boilerplate::match(std::u32string_view text) const {
  if (text.size() < 2 || !starts_.test(bit_of(text))) return 0;
  const auto found = by_start_.find(start_of(text));
  if (found == by_start_.end()) return 0;
  for (const std::u32string& phrase : found->second) {
    if (text.starts_with(phrase)) return phrase.size();
  }
  return 0;
}

std::uint32_t Positions::count() const {
  int count = 0;
  for (const std::uint64_t word : words_) count += std::popcount(word);
  return static_cast<std::uint32_t>(count);
}

std::uint32_t Positions::next(std::uint32_t position) const {
  std::size_t word = position / 64;
  if (word >= words_.size()) return none;
  std::uint64_t bits = words_[word] >> position % 64 << position % 64;
  while (bits == 0) {
    if (++word == words_.size()) return none;
    bits = words_[word];
  }
  return static_cast<std::uint32_t>(word * 64 + static_cast<std::size_t>(std::countr_zero(bits)));
}

std::uint32_t Positions::previous(std::uint32_t position) const {
  if (words_.empty()) return none;
  std::size_t word = position / 64;
  std::uint64_t bits = 0;
  if (word < words_.size()) {
    bits = words_[word] & ((std::uint64_t{1} << position % 64) - 1);
  } else {
    word = words_.size();
  }
  while (bits == 0) {
    if (word-- == 0) return none;
    bits = words_[word];
  }
  return static_cast<std::uint32_t>(word * 64 + 63 - static_cast<std::size_t>(std::countl_zero(bits)));
}

Positions comparable_positions(const Document& document, const Outline& outline, const Boilerplate& boilerplate) {
  const std::vector<bool> duties = duty_blocks(document, outline);
  Positions positions(document.text.size());
  for (std::size_t b = 0; b < document.blocks.size(); ++b) {
    const Block& block = document.blocks[b];
    if (block.kind == BlockKind::paragraph && !duties[b]) {
      add_significant(document, {block.body, block.span.end}, positions);
    }
  }
  remove_boilerplate(document, boilerplate, positions);
  return positions;
}

void Sequence::read(const Document& document, const Positions& compared) {
  text.clear();
  positions.clear();
  parts.clear();
  for (std::uint32_t p = compared.next(0); p != Positions::none; p = compared.next(p + 1)) {
    if (positions.empty() || are_parted(document.text, positions.back(), p)) {
      parts.push_back(static_cast<std::uint32_t>(text.size()));
    }
    text += document.text[p];
    positions.push_back(p);
  }
  parts.push_back(static_cast<std::uint32_t>(text.size()));
}

bool are_parted(std::u32string_view text, std::uint32_t left, std::uint32_t right) {
  if (right - left < 3) return false;  // two ends of blocks do not fit between
  return std::count(text.begin() + left, text.begin() + right, U'\n') > 1;
}

}  // namespace jiheng::audit
