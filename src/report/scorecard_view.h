// Scorecard: the narrow view of a scored year that the 自评表 is printed from.
//
// The caller (which knows measures and rubrics) fills it; this folder only lays it out: as an XLSX workbook with living
// formulas (xlsx_writer.h) and as a Table of a Document. Scores and full marks are exact Decimals, shown with two
// decimals and never re-added here for display: what the caller says is what is printed, while the formulas of the
// workbook re-add the items, so that a reader can check one against the other.
// Thread-safety: values.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/decimal.h"
#include "base/moment.h"
#include "report/document.h"

namespace jiheng::report {

struct ScorecardInput {
  std::string measure;           // id, e.g. "budget.total"; the placeholder {budget.total} of formulas
  std::string title;             // 名称
  std::optional<Decimal> value;  // nothing: a time, no base or no data, `text` says which
  std::string text;  // as printed, e.g. "2,508.64万元" or "--%（基数为0，不可比）"; empty: the value and its unit
  std::string unit;     // of the value: 元, 件 …; % for a rate, whose value is the ratio itself (0.9806)
  std::string formula;  // 口径 in words; may be empty
  std::optional<std::variant<Date, Moment>> time = std::nullopt;  // a figure that is no number: 最早, 最晚
};

struct ScorecardItem {
  std::string id;
  std::string title;
  Decimal full;
  Decimal score;
  std::vector<ScorecardInput> inputs;
  std::string rule;         // the rule in words
  std::string lost;         // points lost, as text; empty when nothing is lost
  std::string why;          // why they were lost
  Runs why_runs;            // the same words with their live figures; empty: `why` as it stands
  bool unverified = false;  // 未核实
  // An Excel formula for the score, with or without its leading '='; {measure.id} stands for a cell of the sheet 度量.
  // Empty, or naming a measure with neither value nor time anywhere in the scorecard: the score is written as a number.
  std::string excel_formula;
};

struct ScorecardGroup {
  std::string id;
  std::string title;
  Decimal full;
  Decimal score;
  int level = 1;  // 1 = 一级指标 …
  std::vector<ScorecardGroup> groups;
  std::vector<ScorecardItem> items;
};

struct GradeBand {
  Decimal from;  // total ≥ from
  std::string grade;
};

struct Scorecard {
  std::string unit;  // 单位编码
  std::string unit_name;
  int year = 0;
  std::string rubric_id;
  std::string rubric_version;
  std::string rubric_status;  // "verified" | "unverified"
  Decimal total;
  Decimal full;
  std::string grade;
  std::vector<GradeBand> bands;  // highest first; the workbook's grade formula looks the total up here
  std::vector<ScorecardGroup> groups;
  Date date;  // the creation date in the file's metadata
};

// One item with the titles of the groups above it, in printed order.
struct FlatItem {
  std::vector<const ScorecardGroup*> path;
  const ScorecardItem* item = nullptr;
};
std::vector<FlatItem> flatten(const Scorecard& scorecard);  // pointers into `scorecard`

// The 自评表 as a table of a report: 一级 | 二级 | 三级指标 | 满分 | 得分 | 评分依据及扣分原因, group subtotals and
// total. Scores of unverified items carry 未核实.
Table scorecard_table(const Scorecard& scorecard);

// The mark of whatever rests on an unverified source.
inline constexpr const char* unverified_mark = "（未核实）";

}  // namespace jiheng::report
