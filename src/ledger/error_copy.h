// The error copy of an import that was refused: a workbook with a list of the mistakes first (错误清单, each linked to
// its cell) and a copy of every file that has some, the bad cells filled and commented with what was expected.
//
// The copy holds values, not the file's own looks; mended, it is imported like any workbook: its marks mean nothing,
// and the list is not imported. Rows of a sheet keep their numbers; a CSV file's rows follow each other. Only mistakes
// that were listed are marked (ImportOptions::error_limit). A file whose text cannot be read is listed, not copied.
// Errors: output.*, sheet.*, import.cannot-read. Private to ledger/. Thread-safety: as the RecordSources.
#pragma once

#include <filesystem>
#include <memory>
#include <span>
#include <vector>

#include "ledger/file_import.h"

namespace jiheng::ledger {

Status write_error_copy(const std::filesystem::path& path, std::span<const std::unique_ptr<PlannedFile>> files,
                        std::size_t error_limit);

}  // namespace jiheng::ledger
