// The ZIP package of an XLSX file: its parts as streams of bytes, bounded whatever the file claims.
//
// A package that was made to burst (too many entries, a part that unpacks to more than 500 times its size, more than
// Limits in all) is refused before or while it is read; so are encrypted workbooks, the old .xls and what is no ZIP at
// all. Errors: sheet.cannot-read, sheet.not-a-workbook, sheet.encrypted, sheet.old-format, sheet.damaged,
// sheet.too-large. Thread-safety: a Package and its Parts are used by one thread at a time.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"

namespace jiheng::sheet {

struct Limits {
  std::uint64_t entries = 10'000;
  std::uint64_t part_bytes = std::uint64_t{4} << 30;  // a part unpacked
  std::uint64_t shared_bytes = 256u << 20;            // the texts that cells share, which stay in memory
  std::uint64_t small_part_bytes = 16u << 20;         // a part read as a whole: relations, the list of sheets
  std::uint64_t row_bytes = 1u << 20;                 // the texts of one row
  std::uint64_t highest_ratio = 500;
};

class Part {
 public:
  virtual ~Part() = default;
  virtual Result<std::size_t> read(std::span<char> into) = 0;  // 0: the end
  virtual std::uint64_t size() const = 0;
};

class Package {
 public:
  static Result<std::unique_ptr<Package>> open(const std::filesystem::path& path, const Limits& limits);
  // `bytes` must outlive it.
  static Result<std::unique_ptr<Package>> open_bytes(std::string_view bytes, const Limits& limits);
  virtual ~Package() = default;

  virtual bool has(const std::string& path) const = 0;
  virtual Result<std::unique_ptr<Part>> part(const std::string& path) = 0;
  virtual const Limits& limits() const = 0;
  virtual std::uint64_t size() const = 0;          // of the file
  virtual Result<std::string> sha256() const = 0;  // of the file
};

// Whether the first bytes are those of a workbook, new or old: "PK" or an OLE container.
bool looks_like_workbook(std::string_view head);

}  // namespace jiheng::sheet
