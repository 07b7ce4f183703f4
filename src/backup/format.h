// The portable backup as bytes: its manifest and the lines of its members (docs/formats/backup.md). Reading refuses
// whatever this program would not have written. Errors: backup.damaged with what is wrong. Thread-safety: pure
// functions.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "store/tables.h"

namespace jiheng::backup {

inline constexpr std::string_view format_name = "jiheng-backup/1";
inline constexpr std::string_view manifest_member = "manifest.json";

struct Member {
  store::Table table;
  std::uint64_t rows = 0;
  std::uint64_t size = 0;  // bytes
  std::string sha256;

  std::string name() const { return "tables/" + table.name + ".ndjson"; }
};

struct PackNote {
  std::string id;
  std::string version;
  std::string sha256;
};

struct Manifest {
  std::string made;  // UTC
  std::int64_t schema_version = 0;
  std::vector<PackNote> packs;
  std::vector<Member> members;
};

std::string to_text(const Manifest& manifest);
Result<Manifest> parse_manifest(std::string_view text);

// One row as a line with its newline: a JSON array with a value per column; bytes as base64.
void append_line(std::string& out, std::span<const store::Cell> cells);
// The row of a line (without the newline); texts and bytes go into `texts`.
Status parse_line(const store::Table& table, std::string_view line, std::vector<std::string>& texts,
                  std::vector<store::Cell>& cells);

}  // namespace jiheng::backup
