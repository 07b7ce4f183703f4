// The rows of one worksheet part. Private to sheet/. Thread-safety: one reader is used by one thread.
#pragma once

#include <vector>

#include "sheet/number_format.h"
#include "sheet/shared_strings.h"
#include "sheet/workbook.h"

namespace jiheng::sheet {

// What the cells of all sheets need.
struct CellContext {
  SharedStrings strings;
  std::vector<NumberFormat> formats;  // by cell style
  DateSystem dates = DateSystem::from_1900;
};

Status read_rows(Part& part, const CellContext& context, std::uint64_t row_bytes, RowHandler& handler,
                 const std::function<void(std::uint64_t)>& progress);

Result<std::vector<Merge>> read_merges(Part& part, std::uint64_t rows);

}  // namespace jiheng::sheet
