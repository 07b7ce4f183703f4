// PhraseFinder: every place of every phrase of a list in one pass over the text. Private to rules/.
//
// The phrases must outlive it. Places of one phrase may overlap. Thread-safety: immutable after construction.
#pragma once

#include <algorithm>
#include <bitset>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

namespace jiheng::audit {

class PhraseFinder {
 public:
  void add(std::u32string_view phrase, std::size_t index) {
    if (phrase.empty()) return;
    entries_.push_back({phrase.front(), phrase, index});
    first_.set(slot(phrase.front()));
  }
  void finish() {
    std::stable_sort(entries_.begin(), entries_.end(),
                     [](const Entry& a, const Entry& b) { return a.first < b.first; });
  }

  // found(index, position) for every place, in order of position.
  template <class Found>
  void find(std::u32string_view text, Found found) const {
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (!first_.test(slot(text[i]))) continue;
      auto entry = std::lower_bound(entries_.begin(), entries_.end(), text[i],
                                    [](const Entry& e, char32_t c) { return e.first < c; });
      for (; entry != entries_.end() && entry->first == text[i]; ++entry) {
        if (text.compare(i, entry->phrase.size(), entry->phrase) == 0) found(entry->index, i);
      }
    }
  }

 private:
  struct Entry {
    char32_t first;
    std::u32string_view phrase;
    std::size_t index;
  };
  static std::size_t slot(char32_t c) { return c & 4095u; }

  std::vector<Entry> entries_;
  std::bitset<4096> first_;
};

}  // namespace jiheng::audit
