// Document: a published file as the auditor reads it: normalised text in blocks, tables and pages, every position of
// which leads back to the file.
//
// `original` is the text as the file has it (decoded; for PDF, DOCX and HTML as extracted). `text` is what grammars
// read, one char32_t per position, the blocks one after another, each followed by '\n':
//  - white space is gone; where it stood between two ASCII letters or digits, one ' ' is kept;
//  - soft line breaks are joined, page footers (— 4 —, bare page numbers) and Markdown marks are taken out;
//  - full-width letters, digits, ％ ＋ － ． ＝ ／ are ASCII; CJK compatibility and radical forms are the plain
//  ideographs;
//  - , ; : ! ? ( ) are ，；：！？（） whatever the file used, except , within 1,234 and : within 10:30; "…" is “…”;
//  - ~ ∼ ～ 〜 are ～; − and – between digits are -.
// `source[i]` is the offset in `original` (in code points) of text[i]; for a '\n' that of the end of its block.
// All offsets and lengths are code points. Thread-safety: a value; immutable after reading.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace jiheng::reading {

// Half-open range of positions in Document::text.
struct Span {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;

  std::uint32_t size() const { return end - begin; }
  bool empty() const { return begin == end; }
  bool contains(std::uint32_t position) const { return begin <= position && position < end; }
  bool contains(Span other) const { return begin <= other.begin && other.end <= end; }
  friend bool operator==(Span, Span) = default;
};

// How a block is numbered in front.
enum class Marking {
  none,
  chapter,        // 第一部分 第二章
  chinese,        // 一、
  chinese_paren,  // （一）
  arabic,         // 1. 1、 1．
  arabic_paren,   // （1） 1）
  circled,        // ①
};

enum class BlockKind { title, heading, paragraph, cell };

struct Block {
  Span span;               // without the '\n' after it
  std::uint32_t body = 0;  // where the text after the number begins; span.begin when there is no number
  BlockKind kind = BlockKind::paragraph;
  Marking marking = Marking::none;
  int number = 0;  // of the marking: 一、 is 1
  int page = 0;    // from 1; 0: the file has no pages
  int table = -1;  // cell: index in Document::tables
};

struct Cell {
  Span span;
  int row = 0;
  int column = 0;
  int row_span = 1;
  int column_span = 1;
};

struct Table {
  Span span;  // from its first cell to the end of its last
  int rows = 0;
  int columns = 0;
  std::vector<Cell> cells;  // by row, then column

  const Cell* at(int row, int column) const;  // the cell that covers this place, or nullptr
};

enum class Format { text, markdown, html, docx, pdf };

// Position in the text → position in the original. Kept as runs of positions that follow one another on both sides: a
// report has some hundred, not one a character.
class SourceMap {
 public:
  void push_back(std::uint32_t source);
  std::uint32_t operator[](std::size_t position) const;
  std::uint32_t back() const {
    return runs_.back().source + static_cast<std::uint32_t>(size_ - 1) - runs_.back().begin;
  }
  std::size_t size() const { return size_; }
  // The first position in [begin, end) that leads to `source` or behind it, or end; for stretches that run forward.
  std::size_t first_from(std::size_t begin, std::size_t end, std::uint32_t source) const;
  void shrink_to_fit() { runs_.shrink_to_fit(); }

 private:
  struct Run {
    std::uint32_t begin = 0;   // in the text
    std::uint32_t source = 0;  // in the original
  };
  std::vector<Run> runs_;
  std::size_t size_ = 0;
};

// What outputs need of an original whose text was let go: lines, columns, size. Offsets count code points.
struct OriginalShape {
  std::size_t size = 0;
  std::vector<std::uint32_t> lines;  // where each begins, the first at 0
  std::vector<std::uint32_t> wide;   // characters that take two UTF-16 units
};

struct Document {
  std::string file;  // as the user named it
  Format format = Format::text;
  std::u32string original;  // empty once it was let go
  std::u32string text;
  SourceMap source;           // text.size() + 1 entries
  std::vector<Block> blocks;  // in order; every position of text but the '\n' lies in one
  std::vector<Table> tables;
  std::vector<std::uint32_t> page_starts;  // offsets in original; empty: no pages

  std::u32string_view view(Span span) const { return std::u32string_view(text).substr(span.begin, span.size()); }
  // Index of the block at this position.
  std::size_t block_at(std::uint32_t position) const;

  // The text of the original is a third of a document's memory and of no use once the blocks are found.
  void let_original_go();
  std::size_t original_size() const { return original.empty() ? shape_.size : original.size(); }
  OriginalShape original_shape() const;

 private:
  OriginalShape shape_;  // once the original was let go
};

}  // namespace jiheng::reading
