#include "report/pdf_text.h"

#include <cstring>

#include "report/clean_text.h"
#include "report/page_layout.h"

namespace jiheng::report {
namespace {

constexpr gunichar line_separator = 0x2028;  // ends a line without starting a paragraph (and its indent)
constexpr std::string_view line_separator_utf8 = "\xE2\x80\xA8";

// Han, kana, full-width forms and Chinese punctuation: characters set solid, between which a line may be stretched.
bool is_square(gunichar c) {
  return (c >= 0x2E80 && c <= 0x9FFF) || (c >= 0xF900 && c <= 0xFAFF) || (c >= 0xFF01 && c <= 0xFF60) ||
         (c >= 0x20000 && c <= 0x3FFFF) || c == 0x2014 || c == 0x2018 || c == 0x2019 || c == 0x201C || c == 0x201D ||
         c == 0x2026;
}

struct Gap {
  PangoGlyphInfo* glyph;
};

// Gaps after glyphs where either neighbour is a Chinese character: words and numbers stay as they are.
std::vector<Gap> stretchable_gaps(PangoLayoutLine* line, const char* text) {
  std::vector<Gap> gaps;
  PangoGlyphInfo* before = nullptr;
  gunichar before_character = 0;
  for (GSList* node = line->runs; node != nullptr; node = node->next) {
    auto* run = static_cast<PangoLayoutRun*>(node->data);
    for (int i = 0; i < run->glyphs->num_glyphs; ++i) {
      PangoGlyphInfo* glyph = &run->glyphs->glyphs[i];
      if (glyph->attr.is_cluster_start) {
        const gunichar c = g_utf8_get_char(text + run->item->offset + run->glyphs->log_clusters[i]);
        if (c == line_separator) break;
        if (before != nullptr && (is_square(before_character) || is_square(c))) gaps.push_back({before});
        before_character = c;
      }
      before = glyph;
    }
  }
  return gaps;
}

void justify(PangoLayoutLine* line, const char* text, int rest, int size) {
  const std::vector<Gap> gaps = stretchable_gaps(line, text);
  const int count = static_cast<int>(gaps.size());
  if (count == 0 || rest / count > size / 3) return;  // a line this loose is better left ragged
  for (int i = 0; i < count; ++i) {
    const int share = static_cast<int>(static_cast<std::int64_t>(rest) * (i + 1) / count -
                                       static_cast<std::int64_t>(rest) * i / count);
    gaps[static_cast<std::size_t>(i)].glyph->geometry.width += share;
  }
}

void add_face(PangoAttrList* attributes, const PangoFontDescription* face, std::size_t from, std::size_t to) {
  PangoAttribute* attribute = pango_attr_font_desc_new(face);
  attribute->start_index = static_cast<guint>(from);
  attribute->end_index = static_cast<guint>(to);
  pango_attr_list_insert(attributes, attribute);
}

}  // namespace

TextBlock::TextBlock(const FontSet& fonts, const Runs& runs, const TextStyle& style) : size_(style.size) {
  layout_.reset(pango_layout_new(fonts.context()));
  PangoLayout* layout = layout_.get();
  PangoAttrList* attributes = pango_attr_list_new();
  const auto sized = [&](Face face) {
    DescriptionPtr description(pango_font_description_copy(fonts.description(face)));
    pango_font_description_set_absolute_size(description.get(), style.size);
    return description;
  };
  const DescriptionPtr regular = sized(style.face);
  pango_layout_set_font_description(layout, regular.get());

  std::string text;
  for (const Run& run : runs) {
    const std::size_t from = text.size();
    for (char c : clean_text(run.text)) {
      if (c == '\n') {
        text += line_separator_utf8;
      } else {
        text += c;
      }
    }
    // 仿宋 and 楷体 have no bold face; what is to stand out is set in 黑体, as official documents do.
    if (run.bold && style.face != Face::heiti) add_face(attributes, sized(Face::heiti).get(), from, text.size());
  }
  if (style.letter_spacing != 0)
    pango_attr_list_insert(attributes, pango_attr_letter_spacing_new(style.letter_spacing));
  pango_layout_set_attributes(layout, attributes);
  pango_attr_list_unref(attributes);
  pango_layout_set_text(layout, text.data(), static_cast<int>(text.size()));
  // A line of exactly full width must not break for a unit of rounding.
  pango_layout_set_width(layout, style.width + units_per_point / 4);
  pango_layout_set_indent(layout, style.indent);
  pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);

  const char* laid_text = pango_layout_get_text(layout);
  const auto text_size = static_cast<int>(text.size());
  for (GSList* node = pango_layout_get_lines(layout); node != nullptr; node = node->next) {
    auto* line = static_cast<PangoLayoutLine*>(node->data);
    PangoRectangle logical;
    pango_layout_line_get_extents(line, nullptr, &logical);
    int width = logical.width;
    const int x = line->is_paragraph_start ? style.indent : 0;
    const int end = line->start_index + line->length;
    const bool hard_end = end >= text_size || std::strncmp(laid_text + end, "\xE2\x80\xA8", 3) == 0 ||
                          (end >= 3 && std::strncmp(laid_text + end - 3, "\xE2\x80\xA8", 3) == 0);
    const int rest = style.width - x - width;
    if (style.justify && !hard_end && rest != 0) {
      justify(line, laid_text, rest, style.size);
      width = style.width - x;
    }
    const int slack = style.width - x - width;
    const int shift = style.align == Align::right ? slack : style.align == Align::center ? slack / 2 : 0;
    lines_.push_back({line, x + shift, width});
  }
}

}  // namespace jiheng::report
