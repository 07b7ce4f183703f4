// Figures: every number of a document with what it means: value, unit, the interval its printing implies, what it
// counts. The grammar of how such reports state quantities; no rule knows about digits.
//
// Values are exact. Money is in 元 (value × 10,000 for 万元), percent as printed (99.6 for 99.6 %), counts in ones
// (4万人次 is 40,000). The interval of a figure printed to n decimals is [value − ½ulp, value + ½ulp), where ulp is the
// value of one unit in its last printed place. Thread-safety: pure functions.
#pragma once

#include <string>
#include <vector>

#include "base/decimal.h"
#include "reading/document.h"

namespace jiheng::audit {

enum class FigureKind {
  quantity,
  year,       // 2023年, 2023年度
  date,       // 2023年6月, 11月30日, 11月底
  numbering,  // 1. （1） in front of a block, 第三条
  label,      // 1310, 10号工作室, 24小时值班, 十四五, 一级项目
  no_base,    // --%
};

enum class Dimension { none, money, percent, points /* 百分点 */, score /* 分 */, count, days, area };

enum class Approximation {
  exact,
  about,      // 约 近 左右
  more_than,  // 余 多 超 以上 逾
  less_than,  // 不足 以内
};

struct Figure {
  reading::Span span;    // number and unit: 3,392.15万元, 20000余件, 95.19%
  reading::Span number;  // the digits or numerals alone
  FigureKind kind = FigureKind::quantity;
  Dimension dimension = Dimension::none;
  std::u32string unit;  // as printed, without 万 亿 余 多: 元 件 次 人次 篇 % 分 个 …
  Decimal value;
  Decimal ulp;  // of the last printed place
  Approximation approximation = Approximation::exact;
  int decimals = 0;          // digits printed after the point
  int power = 0;             // of ten in the words after the digits: 万 4, 亿 8
  bool chinese = false;      // written in Chinese numerals
  std::size_t sentence = 0;  // index in Analysis::sentences
  std::size_t clause = 0;    // index in Analysis::clauses
  // What is counted: the words before the number within its clause, and those after the unit up to the next mark.
  reading::Span before;
  reading::Span after;

  bool is_quantity() const { return kind == FigureKind::quantity; }
  bool is_exact() const { return kind == FigureKind::quantity && approximation == Approximation::exact; }
  Decimal low() const;   // value − ½ulp, included
  Decimal high() const;  // value + ½ulp, excluded
};

}  // namespace jiheng::audit
