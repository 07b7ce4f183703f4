// Files as UTF-8 text: where bytes come from, which encoding they are in, and their conversion, all in pieces.
//
// detect_encoding reads the whole source once: a BOM decides; otherwise the text is UTF-8 when all of it is valid, else
// GB18030 (which contains GBK and GB2312) when all of it is valid by ICU's strict converter. What is neither, has NUL
// bytes or is an Excel workbook is a fault with its line. TextSource then gives the text in UTF-8 without BOM.
// Errors: import.cannot-read, import.changed. Thread-safety: one object is used by one thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace jiheng::reading {

class ByteSource {
 public:
  virtual ~ByteSource() = default;
  virtual Result<std::size_t> read(std::span<char> into) = 0;  // 0: the end
  virtual Status rewind() = 0;
  virtual std::uint64_t size() const = 0;
};

Result<std::unique_ptr<ByteSource>> open_file(const std::filesystem::path& path);
std::unique_ptr<ByteSource> memory_source(std::string_view bytes);  // `bytes` must outlive it

enum class Encoding { utf8, utf8_bom, gb18030, utf16le, utf16be };
std::string_view title(Encoding encoding);  // "UTF-8", "UTF-8 BOM", "GB18030", "UTF-16LE", "UTF-16BE"

struct FileFault {
  std::string_view code;   // import.empty, import.binary, import.workbook, import.bad-encoding, import.truncated
  std::uint64_t line = 0;  // 0: the whole file
};
struct Detected {
  Encoding encoding = Encoding::utf8;
  std::optional<FileFault> fault;
};
Result<Detected> detect_encoding(ByteSource& source);  // leaves the source rewound

class TextSource {
 public:
  TextSource(ByteSource& source, Encoding encoding);
  ~TextSource();
  Result<std::string_view> next();  // the next piece, valid until the next call; empty: the end
  std::uint64_t bytes_done() const { return bytes_done_; }
  std::string sha256() const;  // of the bytes as they stand in the file; after the end

 private:
  struct Impl;
  ByteSource& source_;
  std::unique_ptr<Impl> impl_;
  std::uint64_t bytes_done_ = 0;
};

}  // namespace jiheng::reading
