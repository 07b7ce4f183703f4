#include "reading/read.h"

#include <algorithm>
#include <array>
#include <string>

#include "base/text.h"
#include "reading/encoding.h"
#include "reading/readers.h"

namespace jiheng::reading {
namespace {

std::string megabytes(std::size_t bytes) {
  constexpr std::size_t one = 1u << 20;
  return std::to_string((bytes + one - 1) / one);
}

std::string ending(const std::string& name) {
  const std::size_t slash = name.find_last_of('/');
  const std::size_t dot = name.find_last_of('.');
  if (dot == std::string::npos || (slash != std::string::npos && dot < slash)) return {};
  std::string end = name.substr(dot + 1);
  for (char& c : end) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return end;
}

Result<std::string> read_all(const std::filesystem::path& path, const Limits& limits) {
  auto source = open_file(path);
  if (!source) return fail("reading.cannot-read", {{"file", path.string()}}, source.error().detail);
  // Asked before anything is read: a file that is too large costs nothing.
  if ((*source)->size() > limits.file_bytes) {
    return fail("reading.too-large", {{"file", path.string()}, {"limit", megabytes(limits.file_bytes)}});
  }
  std::string bytes((*source)->size() + 1, '\0');
  std::size_t filled = 0;
  for (;;) {
    const auto count = (*source)->read(std::span(bytes).subspan(filled));
    if (!count) return fail("reading.cannot-read", {{"file", path.string()}}, count.error().detail);
    if (*count == 0) break;
    filled += *count;
    if (filled > limits.file_bytes) {  // it grew meanwhile
      return fail("reading.too-large", {{"file", path.string()}, {"limit", megabytes(limits.file_bytes)}});
    }
    if (filled == bytes.size()) bytes.resize(bytes.size() * 2);
  }
  bytes.resize(filled);
  return bytes;
}

enum class Kind { characters, zip, pdf, old_office, rich_text };

// By content: names lie more often.
Kind kind_of(std::string_view bytes) {
  constexpr std::size_t head = 1024;  // before %PDF there may be rubbish
  if (bytes.substr(0, head).find("%PDF-") != bytes.npos) return Kind::pdf;
  if (bytes.starts_with("PK\x03\x04") || bytes.starts_with("PK\x05\x06")) return Kind::zip;
  if (bytes.starts_with("\xD0\xCF\x11\xE0")) return Kind::old_office;
  if (bytes.starts_with("{\\rtf")) return Kind::rich_text;
  return Kind::characters;
}

// Whether decoded text is a web page.
bool is_html(std::string_view text, const std::string& end) {
  std::string head;
  for (const char c : text.substr(0, 1024)) head.push_back(c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c);
  const std::size_t first = head.find_first_not_of(" \t\r\n");
  if (first == head.npos || head[first] != '<') return false;
  if (end == "html" || end == "htm" || end == "xhtml") return true;
  return head.find("<!doctype html") != head.npos || head.find("<html") != head.npos || head.find("<body") != head.npos;
}

Status read_as(std::string_view bytes, Kind kind, Document& document, const ReadOptions& options) {
  switch (kind) {
    case Kind::zip:
      document.format = Format::docx;
      return read_docx(bytes, document, options.limits);
    case Kind::pdf:
      document.format = Format::pdf;
      return read_pdf_bytes(bytes, document, options);
    case Kind::old_office: {
      constexpr std::string_view encrypted("E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e", 31);
      if (bytes.find(encrypted) != bytes.npos) return fail("reading.encrypted", {{"file", document.file}});
      return fail("reading.unsupported", {{"file", document.file}}, "OLE");
    }
    case Kind::rich_text:
      return fail("reading.unsupported", {{"file", document.file}}, "RTF");
    case Kind::characters:
      break;
  }
  const auto utf8 = decode_text(bytes, document.file, options.limits);
  if (!utf8) return fail(utf8.error());
  const std::string end = ending(document.file);
  if (is_html(*utf8, end)) {
    document.format = Format::html;
    return read_html(*utf8, document, options.limits);
  }
  document.format = end == "md" || end == "markdown" ? Format::markdown : Format::text;
  return read_plain(*utf8, document);
}

}  // namespace

Result<std::string> decode_text(std::string_view bytes, const std::string& name, const Limits& limits) {
  const auto source = memory_source(bytes);
  const auto detected = detect_encoding(*source);
  if (!detected) return fail("reading.cannot-read", {{"file", name}}, detected.error().detail);
  if (detected->fault) {
    const FileFault& fault = *detected->fault;
    const auto line = static_cast<long long>(fault.line);
    if (fault.code == "import.empty") return fail("reading.empty", {{"file", name}});
    if (fault.code == "import.truncated") return fail("reading.truncated", {{"file", name}, {"line", line}});
    if (fault.code == "import.bad-encoding") return fail("reading.bad-encoding", {{"file", name}, {"line", line}});
    return fail("reading.binary", {{"file", name}});
  }
  TextSource text(*source, detected->encoding);
  std::string utf8;
  utf8.reserve(bytes.size());
  for (;;) {
    const auto piece = text.next();
    if (!piece) return fail("reading.cannot-read", {{"file", name}}, piece.error().detail);
    if (piece->empty()) break;
    utf8 += *piece;
    if (utf8.size() > limits.text_bytes) {
      return fail("reading.too-large", {{"file", name}, {"limit", megabytes(limits.text_bytes)}});
    }
  }
  return utf8;
}

Result<Document> read_bytes(std::string_view bytes, std::string name, const ReadOptions& options) {
  Document document;
  document.file = std::move(name);
  if (bytes.empty()) return fail("reading.empty", {{"file", document.file}});
  if (bytes.size() > options.limits.file_bytes) {
    return fail("reading.too-large", {{"file", document.file}, {"limit", megabytes(options.limits.file_bytes)}});
  }
  if (Status status = read_as(bytes, kind_of(bytes), document, options); !status) return fail(status.error());
  if (document.text.empty()) return fail("reading.empty", {{"file", document.file}});
  return document;
}

Result<Document> read_file(const std::filesystem::path& path, const ReadOptions& options) {
  const auto bytes = read_all(path, options.limits);
  if (!bytes) return fail(bytes.error());
  if (kind_of(*bytes) != Kind::pdf) return read_bytes(*bytes, path.string(), options);
  Document document;
  document.file = path.string();
  document.format = Format::pdf;
  if (Status status = read_pdf(path, document, options); !status) return fail(status.error());
  return document;
}

}  // namespace jiheng::reading
