// The rows of an indicator table as values: item, group, subtotal or total, with its marks, target, result and reason.
//
// Private to rules/. Views and cells point into the document and its grids. Thread-safety: pure functions.
#pragma once

#include <vector>

#include "audit/rules/rule.h"
#include "audit/rules/table_roles.h"

namespace jiheng::audit {

enum class RowKind { item, group, subtotal, total, other };

// A cell with what it states.
struct Stated {
  const reading::Cell* cell = nullptr;
  CellValue value;
  bool merged = false;  // the cell began in a row above, and counts there

  explicit operator bool() const { return cell != nullptr && value.is_number(); }
  bool is_blank() const { return cell == nullptr || value.is_empty(); }
};

struct IndicatorRow {
  RowPlace place;
  RowKind kind = RowKind::other;
  const reading::Cell* name = nullptr;  // the deepest label with words
  std::u32string label;                 // of `name`, plain
  std::u32string groups;                // the labels before it
  int level = 5;                        // of the number in front of the label
  bool named = false;                   // the deepest label column has words in this row
  bool opens_group = false;             // a label before the deepest begins in this row
  Stated full, target, result, rate, lost;
  std::vector<Stated> scores;  // one per score column
  const reading::Cell* reason = nullptr;
  const reading::Cell* criterion = nullptr;
  std::u32string_view sign, unit;
  int group = -1;  // index of the group row it lies in, once groups are known

  const Stated& score() const { return scores.front(); }
};

struct IndicatorTable {
  const TableSection* section = nullptr;
  std::vector<const Column*> labels;   // from left to right; the last names the indicator
  const Column* full = nullptr;        // of the single indicator
  std::vector<const Column*> weights;  // full marks of whole groups
  std::vector<const Column*> scores;   // never empty: a null column when the table has none
  bool has_target = false, has_result = false, has_reason = false;
  std::vector<IndicatorRow> rows;
};

IndicatorTable indicator_table(const reading::Document& document, const TableSection& section);

// The row of a block of funds that carries the full mark and score of the execution rate.
// Where only the header tells the full mark, 得分（满分10分）, its cell is the score's.
struct FundsScore {
  const reading::Cell* label = nullptr;
  Stated full, score, rate, budget, executed;
  bool found = false;
};
FundsScore funds_score(const reading::Document& document, const TableSection& section);

}  // namespace jiheng::audit
