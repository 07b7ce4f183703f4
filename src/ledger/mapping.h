// A mapping: how a department's own sheet becomes records of a register, in TOML (docs/manual.md, 部门自己的表):
//
//     register = "documents"
//     sheet = "收文登记"                    # optional; a workbook's sheet
//     header_row = 2                        # optional, 1; [2, 3]: a header of two rows; 0: none
//     data_row = 3                          # optional, the row after the header
//     date_order = "day-month-year"         # optional, for 5/1/2022
//     money_unit = "万元"                   # optional, of all money columns
//     columns = [
//       { from = "来文日期", to = "received_on" },               # by title …
//       { from = "C", to = "urgency", values = { "急" = "加急" } },   # … or by letter, with other words for values
//     ]
//     constants = { direction = "收文" }    # optional
//     ignore = [{ column = "序号", empty = true }, { column = "来文单位", is = ["合计"] }]   # optional
//
// All mistakes of a file are told at once with their places, as those of packs are (pack/load.h). What of the file is
// not named is not read. Thread-safety: immutable values.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/header.h"
#include "pack/load.h"

namespace jiheng::ledger {

struct MappedColumn {
  std::string from;  // a title, or the letters of a column
  Column::Role role = Column::Role::field;
  int field = -1;
  std::map<std::string, std::string, std::less<>> values;  // what the file writes → what the register knows
  MoneyUnit unit = MoneyUnit::yuan;
};

struct MappedConstant {
  Column::Role role = Column::Role::field;
  int field = -1;
  std::string text;
};

// A row is left out where `column` is empty, or says one of `texts`.
struct IgnoredRows {
  std::string column;
  bool empty = false;
  std::vector<std::string> texts;
};

enum class DateOrder { year_month_day, day_month_year, month_day_year };

struct Mapping {
  std::string register_id;
  std::string sheet;
  std::uint64_t first_header_row = 1;  // 0: no header
  std::uint64_t last_header_row = 1;
  std::uint64_t data_row = 2;
  DateOrder date_order = DateOrder::year_month_day;
  std::vector<MappedColumn> columns;
  std::vector<MappedConstant> constants;
  std::vector<IgnoredRows> ignored;
};

using MappingResult = tl::expected<Mapping, std::vector<pack::Diagnostic>>;

// `shown`: the file's name in messages.
MappingResult parse_mapping(std::string bytes, std::string shown, const pack::Library& library);

// A date written day or month first → 2022-1-5; anything else as it stands.
std::string in_order(std::string_view text, DateOrder order);

}  // namespace jiheng::ledger
