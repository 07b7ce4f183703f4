// Importing registers from CSV files, as Excel and WPS in China save them.
//
// One call is one transaction: either every row of every file is in, each with its journal entry, its figures are
// marked dirty and the import is noted, or nothing has changed. Files: CSV in UTF-8 with or without BOM, GB18030 (and
// so GBK), UTF-16 with BOM, any newline, quoted fields; sheets of XLSX workbooks. Either has a header of field titles
// or ids in any order, which may contain 单位编码/unit_id and 年度/year, or is read by a Mapping. Captions may stand
// above the header of a sheet. Every row is validated (type, range, required, choice, reference, checks, duplicate key,
// date in the year); all errors are listed, the first `error_limit` whole and the others counted. Memory is bounded
// whatever the file's size. Thread-safety: one call per Database at a time; the call itself reads on one thread and
// writes on another.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "ledger/act.h"
#include "pack/model.h"
#include "store/database.h"

namespace jiheng::ledger {

struct Mapping;

struct ImportFile {
  std::filesystem::path path;
  // Empty: a workbook's visible sheets that are named as registers; else the file's name (without its extension).
  std::string register_id = {};
  std::string sheet = {};  // of a workbook; empty: the one named as the register, else the first visible
  std::shared_ptr<const Mapping> mapping = {};  // may be null; names the register, if register_id does not
};

// Sheets that go with others and hold no records.
inline constexpr std::string_view notes_sheet = "填写说明";   // of a template
inline constexpr std::string_view choices_sheet = "选项";     // of a template
inline constexpr std::string_view errors_sheet = "错误清单";  // of an error copy

struct ImportProgress {
  std::string file;
  std::uint64_t bytes_done = 0;
  std::uint64_t bytes_total = 0;
  std::uint64_t rows = 0;
};

struct ImportOptions {
  std::optional<std::string> unit_id;  // for files without the column; where the file has it, they must agree
  std::optional<int> year;
  bool replace = false;  // rows of the same unit, year and register give way to the file's (once per register)
  std::size_t error_limit = 1000;
  Act act = act_now("");             // who imports, and when: as journal entries say it
  std::filesystem::path error_copy;  // not empty: where a workbook with the mistakes marked goes, if there are any
  std::function<void(const ImportProgress&)> progress;  // called a few times a second
};

struct RowError {
  std::string file;
  std::uint64_t line = 0;  // of the file, 1-based (the header is line 1); 0: the whole file
  std::string column;      // title; empty: the whole row
  std::string code;        // "import.bad-date"
  std::string found;       // the cell as it stands (shortened)
  std::string expected;    // and how to mend it
  int column_number = 0;   // of the file, 1-based, where one cell is meant; 0: go by the title
};
std::string what_is_wrong(const RowError& error);  // “2022-13-01”不是日期，应为…
std::string to_string(const RowError& error);  // "支付.csv 第12行 “支付日期”：“2022-13-01”不是日期，应为…"

struct FileOutcome {
  std::string file;
  std::string register_id;
  std::string encoding;  // "UTF-8", "UTF-8 BOM", "GB18030", "UTF-16LE", …; "XLSX"
  std::uint64_t rows = 0;
};

struct ImportOutcome {
  std::vector<FileOutcome> files;
  std::uint64_t rows = 0;
  std::uint64_t error_count = 0;  // 0: committed; otherwise nothing has changed
  std::vector<RowError> errors;   // the first error_limit, in file and line order
  std::vector<std::string> warnings;
  bool error_copy_written = false;
  bool committed() const { return error_count == 0; }
};

// Files of one import may refer to each other: they are read in the order their references need.
// The Error result is for what is not a row's fault: cannot read, disk full, database busy.
Result<ImportOutcome> import_files(store::Database& database, const pack::Library& library,
                                   std::vector<ImportFile> files, const ImportOptions& options);

// The *.csv and *.xlsx files of a folder, in name order, as ImportFile; others are ignored.
Result<std::vector<ImportFile>> files_of_folder(const std::filesystem::path& folder);

}  // namespace jiheng::ledger
