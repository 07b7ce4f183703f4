// Marks at the beginning of a line or a block: 第一部分, 一、, （一）, 1., （1）, ①, and lines that are nothing but a
// page number. Private to reading. Thread-safety: pure functions.
#pragma once

#include <cstddef>
#include <string_view>

#include "reading/document.h"

namespace jiheng::reading {

struct Mark {
  Marking kind = Marking::none;
  int number = 0;
  std::size_t length = 0;  // in characters of the line, white space behind it included; 0: none
};

// The mark `line` begins with; white space in front is passed over and counted in its length. What only looks like one
// is none: 1.5万元, 2022年, 24小时, 一、二季度.
Mark mark_of(std::u32string_view line);

// The page number of a line that is nothing else: — 4 —, - 4 -, 第 4 页, 第4页 共10页, 4/10, 4. 0: it is something
// else.
struct PageNumber {
  int number = 0;
  bool bare = false;  // digits only, or 4/10: only its neighbours tell whether it is a page number
};
PageNumber page_number_of(std::u32string_view line);

// 附件, 附件 4, 附件4：, 附表 1.
bool is_attachment_label(std::u32string_view line);

}  // namespace jiheng::reading
