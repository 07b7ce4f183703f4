// The readers, one per format: decoded or raw bytes → Document. Private to reading; read.cpp chooses among them.
// Thread-safety: pure functions (read_pdf starts child processes).
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "reading/document.h"
#include "reading/read.h"

namespace jiheng::reading {

// Text of any encoding the auditor knows, as UTF-8 without a mark at its beginning.
// Errors: reading.empty, reading.binary, reading.bad-encoding, reading.truncated, reading.too-large.
Result<std::string> decode_text(std::string_view bytes, const std::string& name, const Limits& limits);

// `document` has its file and format; these fill the rest.
Status read_plain(std::string_view utf8, Document& document);  // text and Markdown
Status read_html(std::string_view utf8, Document& document, const Limits& limits);
Status read_docx(std::string_view bytes, Document& document, const Limits& limits);
// Errors besides those of the children: reading.encrypted, reading.damaged, reading.too-many-pages, reading.timed-out,
// reading.no-text (a scan), reading.too-large.
Status read_pdf(const std::filesystem::path& path, Document& document, const ReadOptions& options);
Status read_pdf_bytes(std::string_view bytes, Document& document, const ReadOptions& options);  // by a temporary file

// Unpacked members of a zip archive, within limits. Errors: reading.damaged, reading.encrypted, reading.too-large,
// reading.zip-bomb.
class ZipArchive {
 public:
  static Result<ZipArchive> open(std::string_view bytes, const std::string& name, const Limits& limits);
  ZipArchive(ZipArchive&&) noexcept;
  ~ZipArchive();
  bool has(const char* member) const;
  Result<std::string> member(const char* path);  // the totals of all members read are limited too

 private:
  struct Impl;
  explicit ZipArchive(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace jiheng::reading
