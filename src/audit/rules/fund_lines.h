// Tables of amounts and counts as lines and columns of values in one unit per column.
//
// Private to rules/. A value is in the unit of its column; `ulp` is one unit in the last place the column uses, 0 where
// values are exact (counts, money to the fen). Thread-safety: pure functions.
#pragma once

#include <vector>

#include "audit/rules/table_roles.h"

namespace jiheng::audit {

struct Amount {
  const reading::Cell* cell = nullptr;
  CellKind kind = CellKind::blank;
  Decimal value;  // number; 0 for `nothing`

  bool is_number() const { return kind == CellKind::number; }
  // A dash is a printed nothing; a blank is not 0.
  bool is_stated() const { return kind == CellKind::number || kind == CellKind::nothing; }
};

struct FundColumn {
  const Column* column = nullptr;
  std::u32string unit;  // 万元 件 …; empty: not stated
  Decimal ulp;
  bool is_money = false;
  std::vector<Amount> amounts;  // one per line
};

struct FundLine {
  RowPlace place;
  const reading::Cell* cell = nullptr;  // its label
  std::u32string label;                 // plain
  int level = 5;
  std::u32string code;    // of a functional classification: 20103; empty: none
  bool is_part = false;   // 其中：…
  bool is_total = false;  // 合计 年度资金总额
};

struct FundTable {
  const TableSection* section = nullptr;
  std::vector<FundLine> lines;
  std::vector<FundColumn> columns;  // amounts and counts only
  bool two_sided = false;           // 收入 | 金额 | 支出 | 金额
};

FundTable fund_table(const reading::Document& document, const TableSection& section);

}  // namespace jiheng::audit
