#include "reading/text_writer.h"

#include <algorithm>

#include "reading/characters.h"
#include "reading/marks.h"

namespace jiheng::reading {
namespace {

bool is_ascii_punctuation(char32_t c) {
  return c < 0x80 && c > 0x20 && !is_alphanumeric(c) && c != 0x7F;
}

// Length of the tag that begins at `at`: <br>, </p>, <img …>, <!-- … -->; 0: it is none.
std::uint32_t tag_length(std::u32string_view text) {
  constexpr std::size_t longest = 400;
  if (text.size() < 3) return 0;
  if (text.substr(0, 4) == U"<!--") {
    const std::size_t end = text.substr(0, 10 * longest).find(U"-->");
    return end == text.npos ? 0 : static_cast<std::uint32_t>(end + 3);
  }
  std::size_t at = 1;
  if (text[at] == U'/') ++at;
  if (!is_letter(text[at])) return 0;
  for (; at < text.size() && at < longest; ++at) {
    if (text[at] == U'>') return static_cast<std::uint32_t>(at + 1);
    if (text[at] == U'<' || text[at] >= 0x3000) return 0;
  }
  return 0;
}

// Length of "](address)" at the beginning of `text`; 0: it is none.
std::uint32_t link_length(std::u32string_view text) {
  if (text.substr(0, 2) != U"](") return 0;
  for (std::size_t at = 2; at < text.size() && at < 500; ++at) {
    if (text[at] == U')') return static_cast<std::uint32_t>(at + 1);
    if (is_ideograph(text[at]) || is_space(text[at])) return 0;
  }
  return 0;
}

// Whether the '[' before `text` opens a link, and at which offset its "](" stands.
std::size_t link_middle(std::u32string_view text) {
  const std::size_t middle = text.substr(0, 200).find(U']');
  return middle != text.npos && link_length(text.substr(middle)) > 0 ? middle : text.npos;
}

struct Entity {
  std::u32string_view name;
  char32_t character;
};
constexpr Entity entities[] = {{U"&nbsp;", U'\u00A0'}, {U"&amp;", U'&'},       {U"&lt;", U'<'},       {U"&gt;", U'>'},
                               {U"&quot;", U'"'},      {U"&emsp;", U'\u2003'}, {U"&ensp;", U'\u2002'}};

const Entity* entity_at(std::u32string_view text) {
  for (const Entity& entity : entities) {
    if (text.substr(0, entity.name.size()) == entity.name) return &entity;
  }
  return nullptr;
}

bool ends_sentence(char32_t c) {
  return c == U'。' || c == U'；' || c == U'！' || c == U'？';
}

// A short line with a number in front and no sentence in it.
bool reads_as_heading(std::u32string_view body, Marking marking) {
  constexpr std::size_t longest = 40, longest_arabic = 30;
  if (body.empty() || marking == Marking::none) return false;
  const bool of_chapters =
      marking == Marking::chapter || marking == Marking::chinese || marking == Marking::chinese_paren;
  if (body.size() > (of_chapters ? longest : longest_arabic)) return false;
  const bool ended = ends_sentence(body.back()) || body.back() == U'：' || body.back() == U'，';
  if (ended && !of_chapters) return false;
  if (of_chapters && (body.back() == U'；' || body.back() == U'，')) return false;
  const std::u32string_view inside = ended ? body.substr(0, body.size() - 1) : body;
  // （一）部门职能。 is a heading, （一）企业人员更换频繁，影响培训效果。 a sentence.
  constexpr std::size_t longest_ended = 20;
  if (ended && body.back() != U'：' && (inside.size() > longest_ended || inside.find(U'，') != inside.npos))
    return false;
  return std::none_of(inside.begin(), inside.end(), [](char32_t c) { return ends_sentence(c) || c == U'：'; });
}

}  // namespace

void TextWriter::begin() {
  begin_ = static_cast<std::uint32_t>(document_.text.size());
  space_ = none;
  soft_ = false;
  math_end_ = none;
}

void TextWriter::put(char32_t c, std::uint32_t source) {
  std::u32string& text = document_.text;
  if (space_ != none && text.size() > begin_) {
    const char32_t before = text.back();
    const bool kept = soft_ ? is_letter(before) && is_letter(c) : is_alphanumeric(before) && is_alphanumeric(c);
    if (kept) {
      text.push_back(U' ');
      document_.source.push_back(space_);
    }
  }
  space_ = none;
  soft_ = false;
  text.push_back(c);
  document_.source.push_back(source);
}

// Where the text goes on when markup begins at `at`, else `at`.
std::uint32_t TextWriter::skip_markup(std::uint32_t at, std::uint32_t end) {
  const std::u32string_view rest = std::u32string_view(document_.original).substr(at, end - at);
  const auto is = [&](std::size_t ahead, char32_t c) { return ahead < rest.size() && rest[ahead] == c; };
  switch (rest[0]) {
    case U'`':
      return at + 1;
    case U'\\':
      return rest.size() > 1 && is_ascii_punctuation(rest[1]) ? at + 1 : at;
    case U'*': {
      if (is(1, U'*')) {
        std::uint32_t stars = 2;
        while (is(stars, U'*')) ++stars;
        return at + stars;
      }
      const bool between_digits = at > 0 && is_alphanumeric(plain(document_.original[at - 1])) && rest.size() > 1 &&
                                  is_alphanumeric(plain(rest[1]));
      const bool apart = rest.size() > 1 && is_space(rest[1]);
      return markup_ == Markup::full && !between_digits && !apart ? at + 1 : at;
    }
    case U'<': {
      const std::uint32_t length = tag_length(rest);
      if (length > 0 && space_ == none) space_ = at;
      return at + length;
    }
    case U'!':
      if (is(1, U'[')) {
        const std::size_t middle = link_middle(rest.substr(2));
        if (middle != rest.npos) {
          return at + 2 + static_cast<std::uint32_t>(middle) + link_length(rest.substr(2 + middle));
        }
      }
      return at;
    case U'[':
      return link_middle(rest.substr(1)) != rest.npos ? at + 1 : at;
    case U']':
      return at + link_length(rest);
    case U'$': {  // $98.06\%$
      if (math_end_ == at) {
        math_end_ = none;
        return at + 1;
      }
      for (std::size_t i = 1; i < rest.size() && i < 60 && rest[i] < 0x80; ++i) {
        if (rest[i] != U'$') continue;
        math_end_ = at + static_cast<std::uint32_t>(i);
        return at + 1;
      }
      return at;
    }
    default:
      return at;
  }
}

void TextWriter::add(Span range, Join join) {
  const std::u32string& original = document_.original;
  if (document_.text.size() > begin_) {
    if (space_ == none || join == Join::directly) space_ = last_source_;
    soft_ = join == Join::directly;
  }
  const bool first = document_.text.size() == begin_;
  for (std::uint32_t at = range.begin; at < range.end;) {
    const char32_t c = original[at];
    if (is_space(c)) {
      if (space_ == none) space_ = at;
      ++at;
      continue;
    }
    if (is_invisible(c)) {
      ++at;
      continue;
    }
    if (markup_ != Markup::none && c < 0x80 && !is_alphanumeric(c)) {
      const std::uint32_t next = skip_markup(at, range.end);
      if (next > at) {
        const bool escape = c == U'\\';
        at = next;
        if (escape && at < range.end) {
          put(plain(original[at]), at);
          ++at;
        }
        continue;
      }
      if (c == U'&') {
        if (const Entity* entity = entity_at(std::u32string_view(original).substr(at, range.end - at))) {
          if (!is_space(entity->character)) {
            put(plain(entity->character), at);
          } else if (space_ == none) {
            space_ = at;
          }
          at += static_cast<std::uint32_t>(entity->name.size());
          continue;
        }
      }
    }
    put(plain(c), at);
    ++at;
  }
  last_source_ = first ? range.end : std::max(last_source_, range.end);
}

// What depends on both neighbours: , : " and dashes.
void TextWriter::settle_punctuation(std::uint32_t begin) {
  std::u32string& text = document_.text;
  bool open = false;
  const auto digit_at = [&](std::size_t at) { return at >= begin && at < text.size() && is_digit(text[at]); };
  for (std::size_t i = begin; i < text.size(); ++i) {
    switch (text[i]) {
      case U',': {
        const bool thousands =
            i > begin && digit_at(i - 1) && digit_at(i + 1) && digit_at(i + 2) && digit_at(i + 3) && !digit_at(i + 4);
        if (!thousands) text[i] = U'，';
        break;
      }
      case U':':
        if (!(i > begin && digit_at(i - 1) && digit_at(i + 1))) text[i] = U'：';
        break;
      case U'−':
      case U'–':
        if (i > begin && digit_at(i - 1) && digit_at(i + 1)) text[i] = U'-';
        break;
      case U'"':
        text[i] = open ? U'”' : U'“';
        open = !open;
        break;
      case U'“':
        open = true;
        break;
      case U'”':
        open = false;
        break;
      default:
        break;
    }
  }
}

void TextWriter::number(Block& block) const {
  const std::uint32_t first = document_.source[block.span.begin];
  const std::u32string_view original = document_.original;
  constexpr std::size_t longest = 40;
  const auto line = original.substr(first, std::min<std::size_t>(longest, last_source_ - first));
  const std::u32string_view text = document_.view(block.span);
  Mark mark = mark_of(line);
  if (mark.kind != Marking::none) {
    const auto behind = first + static_cast<std::uint32_t>(mark.length);
    block.body = static_cast<std::uint32_t>(document_.source.first_from(block.span.begin, block.span.end, behind));
  } else if (markup_ != Markup::none) {  // 1\. and 一**、**
    mark = mark_of(text.substr(0, longest));
    block.body = block.span.begin + static_cast<std::uint32_t>(mark.length);
  }
  block.marking = mark.kind;
  block.number = mark.number;
}

int TextWriter::page_of(std::uint32_t source) const {
  const auto& starts = document_.page_starts;
  if (starts.empty()) return 0;
  const auto after = std::upper_bound(starts.begin(), starts.end(), source);
  return std::max<int>(1, static_cast<int>(after - starts.begin()));
}

Span TextWriter::end(BlockKind kind, bool is_heading, int table) {
  const Span span{begin_, static_cast<std::uint32_t>(document_.text.size())};
  if (span.empty()) return span;
  settle_punctuation(begin_);
  Block block;
  block.span = span;
  block.body = span.begin;
  block.kind = kind;
  block.table = table;
  number(block);
  block.page = page_of(document_.source[span.begin]);
  const auto body = document_.view({block.body, span.end});
  if (kind == BlockKind::paragraph && (is_heading || reads_as_heading(body, block.marking))) {
    block.kind = BlockKind::heading;
  }
  document_.blocks.push_back(block);
  document_.text.push_back(U'\n');
  document_.source.push_back(std::max(last_source_, document_.source.back()));
  return span;
}

}  // namespace jiheng::reading
