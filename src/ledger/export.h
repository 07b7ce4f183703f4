// Exporting records: the records of a register of one unit and year, all or those for which an expression is true, as
// a sheet or as CSV. What is exported can be imported again and gives the same records.
//
// A workbook has typed cells; texts are string cells, which no spreadsheet takes for formulas. CSV is UTF-8 with BOM or
// GB18030, lines end with CRLF, and an apostrophe stands before texts that look like formulas (formula_text.h).
// The file appears under its name when it is whole. Memory does not grow with the records.
// Errors: export.bad-condition, output.*, sheet.*, store.*. Thread-safety: as the Database.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

#include "pack/model.h"
#include "store/database.h"

namespace jiheng::ledger {

enum class ExportFormat { xlsx, csv_utf8, csv_gb18030 };

struct ExportRequest {
  std::string unit_id;
  int year = 0;
  std::string condition;  // a boolean expression over the register's fields; empty: all records
  ExportFormat format = ExportFormat::xlsx;
  std::function<void(std::uint64_t rows, std::uint64_t total)> progress = {};  // called now and then
};

// How many records were written.
Result<std::uint64_t> export_records(store::Database& database, const pack::Library& library,
                                     const pack::Register& definition, const ExportRequest& request,
                                     const std::filesystem::path& path);

}  // namespace jiheng::ledger
