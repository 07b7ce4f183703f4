// Items: the numbered points of a text, of whole blocks (一、 （一） 1. （1） ①) and within paragraphs (一是…；二是…,
// 第一，…, （1）…, ①…). Private to rules/. Thread-safety: pure functions.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "reading/document.h"

namespace jiheng::audit {

enum class ItemStyle {
  chapter,        // 第一部分
  chinese,        // 一、
  chinese_paren,  // （一）
  arabic,         // 1.
  arabic_paren,   // （1）
  circled,        // ①
  first_is,       // 一是
  ordinal,        // 第一，
};
constexpr std::size_t item_styles = 8;

struct Item {
  ItemStyle style = ItemStyle::arabic;
  int number = 0;
  reading::Span mark;  // “（一）”, “一是”
  std::size_t block = 0;
  bool leads_block = false;
};

// In order of position; cells of tables hold none.
std::vector<Item> items_in(const reading::Document& document, std::size_t first_block, std::size_t last_block);

// The number as this style writes it: （三）, 3., 三是.
std::string label_of(ItemStyle style, int number);

}  // namespace jiheng::audit
