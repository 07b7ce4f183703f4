// The header row of a file: which column gives which field.
//
// A title matches a field by id or Chinese title, trimmed, full-width forms as half-width; the title of a money column
// may end in its unit in brackets (“支付金额（万元）”), which then is the unit of its cells. 单位编码/unit_id and
// 年度/year may be columns of any register, 状态/record.state of one with states (unless a field is titled so). A
// column without a title must be empty in every row. Thread-safety: pure function.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/import.h"
#include "pack/model.h"

namespace jiheng::ledger {

struct Column {
  enum class Role { unit_id, year, state, field, untitled };
  Role role = Role::untitled;
  int field = -1;  // index into Register::fields
  MoneyUnit unit = MoneyUnit::yuan;
  std::string title;  // as it stands in the file, for messages
};

struct Layout {
  std::vector<Column> columns;
  bool has_unit = false;
  bool has_year = false;
};

// Nothing when `faults` (their line and file left for the caller) says why the file cannot be read by this header.
std::optional<Layout> read_header(std::span<const std::string_view> cells, const pack::Register& definition,
                                  const ImportOptions& options, std::vector<RowError>& faults);

// A cell as a message shows it: one line, at most 40 columns.
std::string shortened(std::string_view cell);

}  // namespace jiheng::ledger
