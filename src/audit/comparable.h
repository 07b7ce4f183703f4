// Comparable: the characters of a document that take part in the comparison with other documents: letters, Chinese
// characters and digits of its paragraphs. Out of it stay titles, headings and table cells; duties, which the same
// regulation gives to every office; the names of documents in 《》; the boilerplate of the rule set, and a clause that
// is boilerplate by half or more. What stays out of a paragraph is passed over as if it were not there; what stays out
// as a whole block parts the text before it from the text after it.
//
// Thread-safety: values; a Boilerplate is immutable.
#pragma once

#include <bitset>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "audit/language/outline.h"
#include "reading/document.h"

namespace jiheng::audit {

// Letters, Chinese characters and digits: what remains of a text without its punctuation.
bool is_significant(char32_t c);
std::u32string significant(std::u32string_view text);

// Phrases looked up all at once, in time linear in the text, by their significant characters.
class Boilerplate {
 public:
  explicit Boilerplate(const std::vector<std::u32string>& phrases);
  // Length of the longest phrase that `text` (significant characters only) begins with; 0: none.
  std::size_t match(std::u32string_view text) const;

 private:
  std::unordered_map<std::uint64_t, std::vector<std::u32string>> by_start_;  // by the first two, the longest first
  std::bitset<65536> starts_;  // by a hash of the first two: almost all that begin no phrase stop here
};

// One bit a position of Document::text.
class Positions {
 public:
  explicit Positions(std::size_t size = 0) : words_((size + 63) / 64, 0) {}

  void add(std::uint32_t position) { words_[position / 64] |= std::uint64_t{1} << position % 64; }
  void remove(std::uint32_t position) { words_[position / 64] &= ~(std::uint64_t{1} << position % 64); }
  std::uint32_t count() const;
  bool contains(std::uint32_t position) const { return words_[position / 64] >> position % 64 & 1; }
  static constexpr std::uint32_t none = UINT32_MAX;
  std::uint32_t next(std::uint32_t position) const;      // the first at or after it, or none
  std::uint32_t previous(std::uint32_t position) const;  // the last before it, or none

 private:
  std::vector<std::uint64_t> words_;
};

Positions comparable_positions(const reading::Document& document, const Outline& outline,
                               const Boilerplate& boilerplate);

// The compared characters in a row. `part` counts the stretches that whole blocks left out part from each other.
struct Sequence {
  std::u32string text;
  std::vector<std::uint32_t> positions;  // in Document::text
  std::vector<std::uint32_t> parts;      // where each part begins, then text.size()

  void read(const reading::Document& document, const Positions& compared);
};

// Whether a block left out lies between two neighbours of a sequence: two ends of blocks, and nothing but them counts.
bool are_parted(std::u32string_view text, std::uint32_t left, std::uint32_t right);

}  // namespace jiheng::audit
