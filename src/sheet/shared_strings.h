// The texts that the cells of a workbook share, one after another in one piece of memory. Private to sheet/.
// Errors: those of XmlReader. Thread-safety: immutable after read().
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sheet/xml.h"

namespace jiheng::sheet {

// Undoes _xHHHH_, how workbooks write characters that XML cannot hold (and themselves, as _x005F_x…).
void unescape(std::string& text, std::size_t from);

// Collects one text of a <si> or <is>: the runs of rich text joined, the phonetic runs left out.
class RichText {
 public:
  void begin() { phonetic_ = inside_ = false; }
  void start(std::string_view name);
  void end(std::string_view name);
  bool takes_text() const { return inside_ && !phonetic_; }

 private:
  bool phonetic_ = false;
  bool inside_ = false;  // a <t>
};

class SharedStrings {
 public:
  Status read(Part& part, std::uint64_t most_bytes);
  std::optional<std::string_view> find(std::string_view index) const;

 private:
  class Handler;
  std::string bytes_;
  std::vector<std::uint32_t> ends_;
};

}  // namespace jiheng::sheet
