// The lines of entries.jsonl and figures.jsonl, read strictly (docs/formats/package.md). Internal to src/journal.
// Thread-safety: pure functions.
#pragma once

#include <boost/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "journal/package.h"

namespace jiheng::journal {

// What an entry says, as far as a package is concerned; everything else in it is its own.
struct Entry {
  std::string unit;
  std::string over;
  std::string row;  // register, year and key as one text; empty: the entry is of no row
  std::int64_t year = 0;
  boost::json::value record;  // object; null: the row was removed
  std::string action;
  std::vector<std::string> blobs;
};

// Nothing when the text is no JSON object.
std::optional<Entry> parse_entry(std::string_view text);

// A line of entries.jsonl.
struct ProvenEntry {
  std::uint64_t index;
  std::string text;
  std::vector<Hash> proof;
  Entry entry;
};
std::optional<ProvenEntry> parse_proven_entry(std::string_view line);

// A line of figures.jsonl; nothing when it is malformed or not sound (exact.h).
std::optional<Figure> parse_figure(std::string_view line);

// A value as exact texts stand in JSON: a string or null. Nothing when it is neither, or not there.
std::optional<ExactText> exact_text_of(const boost::json::value* value);
// The string, or an empty one.
std::string text_of(const boost::json::value* value);
std::optional<std::int64_t> integer_of(const boost::json::value* value);

}  // namespace jiheng::journal
