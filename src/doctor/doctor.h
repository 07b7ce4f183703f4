// The doctor: reads a whole database and tells everything in it that cannot be so, whoever did it and by whatever way.
//
// Nothing is believed because it is stored: the journal's tree is computed anew from the entries, every row is held
// against the entry it names, what is derived (due days, sketches, figures) is derived again, every file and every
// sealed scorecard is hashed. An ailment is damage or a change made behind the ledger's back; a note is something a
// person should know and may be content with (doubles, records older than the journal, a calendar not yet published).
//
// One picture of the database is examined while others go on writing. Memory: one bit per journal entry, a page of
// rows, and the texts of one register's year for finding doubles (most_compared at most).
// Errors: store.* (the database could not be read); what is found is no error. Thread-safety: as the Database.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "journal/key.h"
#include "pack/model.h"
#include "store/database.h"

namespace jiheng::doctor {

// Where something is found; empty or 0 what does not apply.
struct Place {
  std::string unit_id;
  int year = 0;
  std::string register_id;
  std::string record;                 // its key
  std::optional<std::int64_t> entry;  // of the journal
};

struct Finding {
  std::string code;     // doctor.*, stable
  std::string message;  // what is wrong
  std::string remedy;   // what to do about it
  Place place;
};

struct Examined {
  std::uint64_t units = 0;
  std::uint64_t entries = 0;
  std::uint64_t checkpoints = 0;
  std::uint64_t records = 0;
  std::uint64_t files = 0;
  std::uint64_t figures = 0;
  std::uint64_t scorecards = 0;
};

struct Report {
  std::vector<Finding> ailments;  // at most Options::limit
  std::vector<Finding> notes;     // likewise
  std::uint64_t ailment_count = 0;
  std::uint64_t note_count = 0;
  Examined examined;
  std::uint64_t mended = 0;  // rows and figures set right

  bool healthy() const { return ailment_count == 0; }
};

struct Options {
  std::string unit_id;                    // empty: every unit
  bool mend = false;                      // set right what is derived: due days, sketches, figures
  std::size_t limit = 1000;               // findings told of each sort; all are counted
  std::optional<journal::PublicKey> key;  // checkpoints must be signed with it
  std::function<void(std::uint64_t done, std::uint64_t total)> progress;  // entries and records
};

// Texts of one register, unit and year that are held against each other to find those nearly the same.
inline constexpr std::size_t most_compared = 200'000;

Result<Report> examine(store::Database& database, const pack::Library& library, const Options& options = {});

}  // namespace jiheng::doctor
