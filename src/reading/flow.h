// Flow: paragraphs and tables as a marked-up file (HTML, DOCX) gives them, one event after another → the original text
// and a Draft. Tables may lie in cells; a table that only lays out a page is taken apart into its paragraphs.
// Private to reading. Limits: what would make more than `most_characters`, or lies too deep, is refused or flattened.
// Thread-safety: one object is used by one thread.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "reading/assemble.h"

namespace jiheng::reading {

class Flow {
 public:
  explicit Flow(std::size_t most_characters) : most_characters_(most_characters) {}

  void text(std::u32string_view characters);
  void break_line();  // a line end inside a paragraph
  // Ends the paragraph if there is one. `heading`: the file calls it one. The next text begins another.
  void end_paragraph(bool heading = false);
  // Goes before the next paragraph, if that has no number of its own or `always`: what Word and browsers count up.
  void number_next(std::u32string label, bool always);

  void begin_table();
  void end_table();
  void begin_row();
  // `continues`: goes on with the cell above (vMerge). Spans are clamped.
  void begin_cell(int row_span, int column_span, bool continues = false);
  void skip_columns(int count);  // gridBefore

  bool too_large() const { return original_.size() > most_characters_; }
  void finish(Document& document);  // ends what is open, assembles

 private:
  struct Sheet;
  struct Item {
    DraftLine line;
    std::unique_ptr<Sheet> sheet;  // null: a line
  };
  using Items = std::vector<Item>;
  struct Place {
    int row = 0, column = 0, row_span = 1, column_span = 1;
    Items content;
  };
  struct Sheet {
    std::vector<Place> places;
    std::vector<int> taken;           // by column: rows below the current one that a cell from above covers
    std::vector<std::size_t> owners;  // by column: index + 1 in places of the last cell there
    int row = -1;
    int column = 0;
    int columns = 0;
  };
  Items& here();
  void end_line(bool heading);
  void next_free(Sheet& sheet) const;
  static bool is_layout(const Sheet& sheet);
  static std::vector<Span> lines_of(const Items& items);
  static void pour(Items& from, Draft& draft);
  static void pour_table(Sheet& sheet, Draft& draft);

  std::size_t most_characters_;
  std::u32string original_;
  Items items_;
  std::vector<std::unique_ptr<Sheet>> levels_;  // tables that are open, the innermost last
  int too_deep_ = 0;
  std::uint32_t line_begin_ = 0;
  bool line_has_text_ = false;
  bool paragraph_begins_ = true;
  bool blank_before_ = false;
  std::u32string label_;
  bool label_always_ = false;
};

}  // namespace jiheng::reading
