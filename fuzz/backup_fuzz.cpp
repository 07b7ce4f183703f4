// links: backup
// A manifest or a line of a backup: no text crashes, and what is read is written back as a text that reads the same.
#include <cstdlib>

#include "backup/format.h"

using namespace jiheng;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto manifest = backup::parse_manifest(text)) {
    const std::string written = backup::to_text(*manifest);
    const auto again = backup::parse_manifest(written);
    if (!again || backup::to_text(*again) != written) std::abort();
  }
  const store::Table table{
      "t",
      {{"a", store::Cell::Kind::text}, {"b", store::Cell::Kind::integer}, {"c", store::Cell::Kind::bytes}},
      {"a"}};
  std::vector<std::string> texts;
  std::vector<store::Cell> cells;
  if (backup::parse_line(table, text, texts, cells)) {
    std::string line;
    backup::append_line(line, cells);
    line.pop_back();
    std::vector<std::string> texts_again;
    std::vector<store::Cell> cells_again;
    if (!backup::parse_line(table, line, texts_again, cells_again) || texts != texts_again) std::abort();
  }
  return 0;
}
