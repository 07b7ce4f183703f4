#include "ledger/duplicates.h"

#include "ledger/records.h"
#include "ledger/stored_value.h"

namespace jiheng::ledger {
namespace {

// How a message shows a key: its cells as the file writes them.
std::string key_words(const pack::Register& definition, std::span<const store::Cell> cells) {
  std::string out;
  for (const int field : definition.key) {
    const auto index = static_cast<std::size_t>(field);
    const store::Cell& cell = cells[TableShape::place(field)];
    if (!out.empty()) out += "，";
    out += cell_text(definition.fields[index], stored_value(definition.fields[index], cell));
  }
  return out;
}

std::string key_title(const pack::Register& definition) {
  std::string out;
  for (const int field : definition.key) {
    if (!out.empty()) out += "＋";
    out += definition.fields[static_cast<std::size_t>(field)].title;
  }
  return out;
}

}  // namespace

void DuplicateFinder::add_conflict(std::string key, std::uint64_t line) {
  if (conflicts_ >= limit_) return;
  ++conflicts_;
  Suspect& suspect = suspects_[std::move(key)];
  if (suspect.conflict_line == 0) suspect.conflict_line = line;
}

void DuplicateFinder::add_bad(BadKey bad) {
  if (bads_ >= limit_) return;
  ++bads_;
  suspects_.try_emplace(std::move(bad.key));
}

// One reading of a file that looks at keys only.
class DuplicateFinder::Reading final : public RowSink {
 public:
  Reading(DuplicateFinder& finder, const Source& source, const pack::Register& definition, bool earlier, Found& found)
      : finder_(finder),
        source_(source),
        definition_(definition),
        shape_(definition),
        earlier_(earlier),
        found_(found) {}

  Arena& arena() override { return arena_; }
  bool wants_errors() const override { return false; }
  void error(RowError) override {}
  void uncounted_error() override {}
  bool row(const ParsedRow& row) override {
    if (row.key_intact) {
      const auto at = finder_.suspects_.find(key_bytes(shape_, row.cells));
      if (at != finder_.suspects_.end()) meet(at->second, row);
    }
    arena_.clear();
    return true;
  }

 private:
  void meet(Suspect& suspect, const ParsedRow& row) {
    if (earlier_) {
      if (suspect.earlier_line == 0) {
        suspect.earlier_file = source_.file;
        suspect.earlier_line = row.line;
      }
      return;
    }
    const bool conflicted = row.line == suspect.conflict_line;
    if (suspect.first_line == 0) {
      suspect.first_line = row.line;
      if (suspect.earlier_line != 0) {
        list(row, message_text("import.expect-other-file",
                               {{"file", suspect.earlier_file}, {"line", suspect.earlier_line}}));
        if (!conflicted) ++found_.beyond_conflicts;
      } else if (conflicted) {
        list(row, message_text("import.expect-replace"));
      }
    } else {
      list(row, message_text("import.expect-other-key", {{"line", suspect.first_line}}));
      // The first good row of a key reaches the database although rows with errors had the key before it.
      if (!row.good || (!suspect.good_met && !conflicted)) ++found_.beyond_conflicts;
    }
    suspect.good_met |= row.good;
  }
  void list(const ParsedRow& row, std::string expected) {
    if (found_.errors.size() >= finder_.limit_) return;
    found_.errors.push_back({source_.file, row.line, key_title(definition_), "import.duplicate-key",
                             shortened(key_words(definition_, row.cells)), std::move(expected)});
  }

  DuplicateFinder& finder_;
  const Source& source_;
  const pack::Register& definition_;
  TableShape shape_;
  bool earlier_;
  Found& found_;
  Arena arena_;
};

Result<DuplicateFinder::Found> DuplicateFinder::find(const Source& source, std::span<const Source> earlier,
                                                     const pack::Register& definition, const pack::Library& library,
                                                     const ImportOptions& options) {
  Found found;
  const auto read = [&](const Source& from, bool is_earlier) {
    Reading reading(*this, from, definition, is_earlier, found);
    FileRows rows(definition, library, options, from.file, from.mapping, reading);
    return rows.read(*from.records);
  };
  for (const Source& other : earlier) {
    if (Status status = read(other, true); !status) return fail(status.error());
  }
  if (Status status = read(source, false); !status) return fail(status.error());
  return found;
}

}  // namespace jiheng::ledger
