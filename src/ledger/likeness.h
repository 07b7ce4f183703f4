// Doubles: records that a register's rules call the same, or nearly the same (无漏项、不重复).
//
// Two texts are alike by the share of characters they have in common in the same order: the length of the longest
// common subsequence ÷ the length of the longer text, after full-width forms are made half-width and spaces and
// punctuation are left out. Texts whose digits differ (第1期, 第2期) are not alike. Candidates are found by sketches
// (minimum hashes of the sets of characters): texts at 0.85 share one in 99 of 100 cases, and more alike ones nearly
// always. Errors: store.*. Thread-safety: as the Database; the rest pure functions.
#pragma once

#include <array>
#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "base/ratio.h"
#include "ledger/record_key.h"

namespace jiheng::ledger {

inline constexpr std::size_t sketch_count = 6;
using Sketches = std::array<std::int64_t, sketch_count>;

Sketches sketches_of(std::string_view text);
// The same, as many as wanted; those of Sketches first.
std::vector<std::int64_t> sketches_of(std::string_view text, std::size_t count);
// Mixes all bits of a small number.
std::uint64_t mixed(std::uint64_t x);
Ratio likeness(std::string_view a, std::string_view b);

struct Double {
  std::string rule;   // its title
  std::string key;    // of the other record
  std::string label;  // what names the other record to people
  bool same = true;   // false: only nearly
};

// The records of the register's unit and year, `key` aside, that this row is the double of. At most 20 a rule.
Result<std::vector<Double>> find_doubles(store::Database& database, const RecordName& name,
                                         std::span<const store::Cell> row);

// The text of a row that likeness by this rule is judged by; empty: nothing to judge.
std::string compared_text(const pack::DuplicateRule& rule, std::span<const store::Cell> row);
// The sketches by which a row is found; each once.
std::set<std::int64_t> row_sketches(const pack::Register& definition, std::span<const store::Cell> row);
// Keeps those of the record's new row in place of those of its old one; either may be empty: there is none.
Status keep_sketches(store::Database& database, const RecordName& name, std::span<const store::Cell> was,
                     std::span<const store::Cell> now);

}  // namespace jiheng::ledger
