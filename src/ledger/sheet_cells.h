// How the fields of a register look in a workbook: the same in templates, exports and error copies. Private to ledger/.
// Thread-safety: pure functions (as the SheetWriter).
#pragma once

#include "expr/value.h"
#include "pack/model.h"
#include "sheet/book_writer.h"

namespace jiheng::ledger {

sheet::Style header_style(bool required);
// Number format and alignment of a field's cells.
sheet::Style cell_style(const pack::Field& field);
// In characters, by what the field holds and its title needs.
double column_width(const pack::Field& field);
// A typed cell: numbers as numbers while Excel keeps their digits, days as days, everything else as text.
void write_cell(sheet::SheetWriter& sheet, std::uint32_t row, std::uint16_t column, const pack::Field& field,
                const expr::Value& value);

}  // namespace jiheng::ledger
