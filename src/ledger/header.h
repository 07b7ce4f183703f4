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
  std::string title;  // as it stands in the file
  int source = -1;    // which column of the file it is, from 0; -1: none, the same in every row
};

struct Layout {
  std::vector<Column> columns;
  bool has_unit = false;
  bool has_year = false;
  std::uint64_t first_line = 0;  // of the header
  std::uint64_t last_line = 0;
};

// Nothing when `faults` (their line and file left for the caller) says why the file cannot be read by this header.
std::optional<Layout> read_header(std::span<const std::string_view> cells, const pack::Register& definition,
                                  const ImportOptions& options, std::vector<RowError>& faults);

// How files name the columns of every register.
inline constexpr std::string_view unit_title = "单位编码";
inline constexpr std::string_view year_title = "年度";
inline constexpr std::string_view state_title = "状态";  // of registers with states

// What to write above a field's column so that it is read as that field again: its title, where no other column could
// be meant, else its id.
std::string column_title(const pack::Register& definition, int field);
// … and above the states, of a register that has some.
std::string state_column_title(const pack::Register& definition);

// Whether the cell is the title or id of one of the register's fields.
bool names_field(std::string_view cell, const pack::Register& definition);

// A cell as a message shows it: one line, at most 40 columns.
std::string shortened(std::string_view cell);

}  // namespace jiheng::ledger
