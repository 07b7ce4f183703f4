// Loading packs: TOML files → a checked Library, or every mistake at once.
//
// A mistake is a Diagnostic with its place in the file; to_string gives
//     packs/office/measures.toml:41:9: 未知的台账“document”，是不是“documents”？
//     over = "document"
//            ^~~~~~~~~~
// Thread-safety: pure functions of the files.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "pack/model.h"

namespace jiheng::pack {

struct Diagnostic {
  std::string file;
  int line = 0;    // 1-based; 0: the whole file
  int column = 0;  // 1-based, in characters
  int length = 1;  // characters under the caret
  std::string code;
  std::string message;
  std::string source_line;
};
std::string to_string(const Diagnostic& diagnostic);  // several lines, the caret placed by display width
std::string to_string(const std::vector<Diagnostic>& diagnostics);

using LoadResult = tl::expected<Library, std::vector<Diagnostic>>;

// `path` is one pack (it has a pack.toml; the packs it requires are looked for beside it, then in `fallback_root`) or
// a folder of packs (all of them are loaded).
LoadResult load(const std::filesystem::path& path, const std::filesystem::path& fallback_root = {});

// A text with {name} places. Errors: template.unclosed, template.stray-brace ({{ and }} are literal braces).
Result<TextTemplate> parse_template(std::string_view text);
// The formats the place of a measure may name: "" (value with unit), "number" (without unit), "title".
bool known_format(std::string_view format);

}  // namespace jiheng::pack
