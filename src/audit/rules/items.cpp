#include "audit/rules/items.h"

#include "audit/language/vocabulary.h"
#include "base/chinese_numeral.h"
#include "base/text.h"

namespace jiheng::audit {
namespace {

using reading::Marking;
using reading::Span;

constexpr Text numerals = U"一二三四五六七八九十";
constexpr Text circled_digits = U"①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳";
constexpr int largest = 60;  // a number beyond it counts something else

struct Numeral {
  int value = 0;
  std::uint32_t end = 0;
};

// 三, 十二, 二十一; value 0: none.
Numeral chinese_at(Text text, std::uint32_t at) {
  int value = 0;
  std::uint32_t i = at;
  for (; i < text.size() && i < at + 3; ++i) {
    const std::size_t digit = numerals.find(text[i]);
    if (digit == Text::npos) break;
    if (digit == 9) {
      value = value == 0 ? 10 : value * 10;
    } else if (value % 10 == 0) {
      value += static_cast<int>(digit) + 1;
    } else {
      return {};
    }
  }
  return {value, i};
}

Numeral arabic_at(Text text, std::uint32_t at) {
  int value = 0;
  std::uint32_t i = at;
  for (; i < text.size() && i < at + 3 && is_digit(text[i]); ++i) value = value * 10 + static_cast<int>(text[i] - U'0');
  return {value, i};
}

char32_t char_at(Text text, std::size_t at) {
  return at < text.size() ? text[at] : 0;
}

class Scanner {
 public:
  Scanner(const reading::Document& document, std::vector<Item>& items) : document_(document), items_(items) {}

  void scan(std::size_t index) {
    const reading::Block& block = document_.blocks[index];
    if (block.kind == reading::BlockKind::cell || block.kind == reading::BlockKind::title) return;
    block_ = index;
    text_ = Text(document_.text).substr(0, block.span.end);
    begin_ = block.span.begin;
    if (block.marking != Marking::none && block.number > 0 && block.number <= largest) add_block_mark(block);
    for (std::uint32_t i = block.body; i < block.span.end; ++i) read_mark(i, i == block.body);
  }

 private:
  void add_block_mark(const reading::Block& block) {
    items_.push_back({style_of(block.marking), block.number, {block.span.begin, block.body}, block_, true});
  }

  static ItemStyle style_of(Marking marking) {
    switch (marking) {
      case Marking::chapter:
        return ItemStyle::chapter;
      case Marking::chinese:
        return ItemStyle::chinese;
      case Marking::chinese_paren:
        return ItemStyle::chinese_paren;
      case Marking::arabic_paren:
        return ItemStyle::arabic_paren;
      case Marking::circled:
        return ItemStyle::circled;
      case Marking::arabic:
      case Marking::none:
        break;
    }
    return ItemStyle::arabic;
  }

  void read_mark(std::uint32_t i, bool first) {
    const char32_t c = text_[i];
    if (c == U'（') {
      if (first || after_any(i, U"。；：，")) read_bracketed(i);
    } else if (c == U'第') {
      if (first || after_any(i, U"。；：，")) read_ordinal(i);
    } else if (is_digit(c)) {
      if (!first && after_any(i, U"。；：")) read_arabic(i);
    } else if (c >= U'①' && c <= U'⑳') {
      add(ItemStyle::circled, static_cast<int>(circled_digits.find(c)) + 1, i, i + 1);
    } else if (numerals.find(c) != Text::npos) {
      if (first || after_any(i, U"。；：，！？、—”）")) read_chinese(i);
    }
  }

  bool after_any(std::uint32_t i, Text marks) const { return i > begin_ && contains(marks, text_.substr(i - 1, 1)); }

  void read_bracketed(std::uint32_t i) {
    const Numeral chinese = chinese_at(text_, i + 1), arabic = arabic_at(text_, i + 1);
    const Numeral number = chinese.value > 0 ? chinese : arabic;
    if (number.value == 0 || char_at(text_, number.end) != U'）') return;
    add(chinese.value > 0 ? ItemStyle::chinese_paren : ItemStyle::arabic_paren, number.value, i, number.end + 1);
  }

  void read_ordinal(std::uint32_t i) {
    const Numeral number = chinese_at(text_, i + 1);
    if (number.value > 0 && contains(U"，、：条", text_.substr(std::min<std::size_t>(number.end, text_.size()), 1)) &&
        number.end < text_.size()) {
      add(ItemStyle::ordinal, number.value, i, number.end);
    }
  }

  void read_arabic(std::uint32_t i) {
    const Numeral number = arabic_at(text_, i);
    const char32_t mark = char_at(text_, number.end), next = char_at(text_, number.end + 1);
    if (number.value > 0 && (mark == U'.' || mark == U'、') && (is_han(next) || is_latin(next)) &&
        numerals.find(next) == Text::npos) {
      add(ItemStyle::arabic, number.value, i, number.end + 1);
    }
  }

  void read_chinese(std::uint32_t i) {
    const Numeral number = chinese_at(text_, i);
    const char32_t mark = char_at(text_, number.end);
    if (number.value == 0) return;
    if (mark == U'是' && char_at(text_, number.end + 1) != U'一') {
      add(ItemStyle::first_is, number.value, i, number.end + 1);
    } else if (mark == U'、' && after_any(i, U"。；：") &&
               numerals.find(char_at(text_, number.end + 1)) == Text::npos &&
               document_.blocks[block_].marking == Marking::none && char_at(text_, i - 1) != U'：') {
      add(ItemStyle::chinese, number.value, i, number.end + 1);
    }
  }

  void add(ItemStyle style, int number, std::uint32_t begin, std::uint32_t end) {
    if (number <= largest) items_.push_back({style, number, {begin, end}, block_, begin == begin_});
  }

  const reading::Document& document_;
  std::vector<Item>& items_;
  Text text_;
  std::uint32_t begin_ = 0;
  std::size_t block_ = 0;
};

}  // namespace

std::vector<Item> items_in(const reading::Document& document, std::size_t first_block, std::size_t last_block) {
  std::vector<Item> items;
  Scanner scanner(document, items);
  for (std::size_t i = first_block; i <= last_block && i < document.blocks.size(); ++i) scanner.scan(i);
  return items;
}

std::string label_of(ItemStyle style, int number) {
  const std::string chinese = to_chinese_numeral(number), arabic = std::to_string(number);
  switch (style) {
    case ItemStyle::chapter:
      return "第" + chinese + "部分";
    case ItemStyle::chinese:
      return chinese + "、";
    case ItemStyle::chinese_paren:
      return "（" + chinese + "）";
    case ItemStyle::arabic:
      return arabic + ".";
    case ItemStyle::arabic_paren:
      return "（" + arabic + "）";
    case ItemStyle::circled:
      return number <= 20 ? to_utf8(circled_digits.substr(static_cast<std::size_t>(number) - 1, 1)) : arabic;
    case ItemStyle::first_is:
      return chinese + "是";
    case ItemStyle::ordinal:
      return "第" + chinese;
  }
  return arabic;
}

}  // namespace jiheng::audit
