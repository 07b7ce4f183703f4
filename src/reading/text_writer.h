// TextWriter: writes ranges of Document::original as normalised blocks of Document::text, with their sources, numbering
// and kinds. The rules of normalisation are those of document.h. Private to reading.
// Thread-safety: one object is used by one thread.
#pragma once

#include <cstdint>

#include "reading/document.h"

namespace jiheng::reading {

// What is taken out of the text besides white space.
enum class Markup {
  none,
  light,  // ** ` \ <tags> and links, as converters leave them in .txt
  full,   // Markdown: single * too
};

enum class Join {
  directly,  // a soft line break: nothing stands between; two Latin words keep a space
  spaced,    // as white space
};

class TextWriter {
 public:
  TextWriter(Document& document, Markup markup) : document_(document), markup_(markup) {}

  void begin();
  void add(Span range, Join join);  // of the original; in ascending order inside a block
  // Ends the block. Returns where it lies; a block without text is not kept, its span is empty.
  // `is_heading`: told by the file itself (Markdown #, h1, a heading style).
  Span end(BlockKind kind, bool is_heading = false, int table = -1);

 private:
  void put(char32_t c, std::uint32_t source);
  std::uint32_t skip_markup(std::uint32_t at, std::uint32_t end);
  void settle_punctuation(std::uint32_t begin);
  void number(Block& block) const;
  int page_of(std::uint32_t source) const;

  static constexpr std::uint32_t none = UINT32_MAX;
  Document& document_;
  Markup markup_;
  std::uint32_t begin_ = 0;
  std::uint32_t last_source_ = 0;  // behind the last character read
  std::uint32_t space_ = none;     // where the white space since the last character begins
  bool soft_ = false;              // that white space is a soft line break
  std::uint32_t math_end_ = none;  // the closing $
};

}  // namespace jiheng::reading
