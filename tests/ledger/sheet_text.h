// What a written workbook says, for the tests of ledger/: each row as "3: a | b", and its parts as they stand in the
// package.
#pragma once

#include <zip.h>

#include <stdexcept>
#include <string>
#include <vector>

#include "sheet/workbook.h"

namespace jiheng::testing {

class SheetText final : public sheet::RowHandler {
 public:
  bool row(const sheet::Row& row) override {
    std::string line = std::to_string(row.number) + ":";
    for (std::size_t i = 0; i < row.texts.size(); ++i) line += (i == 0 ? " " : " | ") + std::string(row.texts[i]);
    lines.push_back(std::move(line));
    return true;
  }
  std::vector<std::string> lines;
};

inline std::vector<std::string> sheet_titles(const std::filesystem::path& path) {
  std::vector<std::string> titles;
  const auto book = sheet::Workbook::open(path);
  if (!book) return {book.error().code};
  for (const sheet::SheetInfo& sheet : (*book)->sheets())
    titles.push_back(sheet.title + (sheet.hidden ? "（隐藏）" : ""));
  return titles;
}

inline std::vector<std::string> sheet_lines(const std::filesystem::path& path, std::size_t sheet) {
  const auto book = sheet::Workbook::open(path);
  if (!book) return {book.error().code};
  SheetText text;
  const Status status = (*book)->read(sheet, text);
  return status ? text.lines : std::vector<std::string>{status.error().code};
}

// A part of the package, "" when there is none.
inline std::string part_of(const std::filesystem::path& path, const std::string& part) {
  int error = 0;
  zip_t* archive = zip_open(path.c_str(), ZIP_RDONLY, &error);
  if (archive == nullptr) return "";
  std::string bytes;
  if (zip_file_t* file = zip_fopen(archive, part.c_str(), 0)) {
    char piece[4096];
    for (zip_int64_t count; (count = zip_fread(file, piece, sizeof piece)) > 0;) {
      bytes.append(piece, static_cast<std::size_t>(count));
    }
    zip_fclose(file);
  }
  zip_discard(archive);
  return bytes;
}

}  // namespace jiheng::testing
