// Case: one examination as its checks share it. Private to src/doctor. Thread-safety: one thread.
#pragma once

#include <map>
#include <set>
#include <tuple>

#include "doctor/doctor.h"

namespace jiheng::doctor {

// What --mend sets right, noted while examining.
struct Mendable {
  std::set<std::pair<std::string, std::string>> due_days;       // unit, register
  std::set<std::pair<std::string, std::string>> sketches;       // unit, register
  std::set<std::tuple<std::string, int, std::string>> figures;  // unit, year, measure
  bool any() const { return !due_days.empty() || !sketches.empty() || !figures.empty(); }
};

struct Case {
  store::Database& database;
  const pack::Library& library;
  const Options& options;
  Report report;
  Mendable mendable;
  std::uint64_t done = 0;
  std::uint64_t total = 0;

  // `what` is made by make_error() of a code doctor.*; `remedy` is a text of the catalogue.
  void ailing(Place place, Error what, std::string remedy) {
    if (++report.ailment_count > options.limit) return;
    report.ailments.push_back({std::move(what.code), std::move(what.message), std::move(remedy), std::move(place)});
  }
  void note(Place place, Error what, std::string remedy) {
    if (++report.note_count > options.limit) return;
    report.notes.push_back({std::move(what.code), std::move(what.message), std::move(remedy), std::move(place)});
  }
  void advance(std::uint64_t count) {
    done += count;
    if (options.progress) options.progress(done, total);
  }
};

// What a unit's journal says of its records.
struct JournalState {
  // By number: the entry is the last of its record (records that a clear took away keep theirs). A row found to be
  // what its entry says takes the mark away.
  std::vector<bool> current;
  struct Scope {
    std::int64_t live = 0;      // records there should be that have an entry
    std::int64_t cleared = -1;  // the last entry that took them all away
  };
  std::map<std::pair<std::string, int>, Scope> scopes;  // by register and year
  std::string began;                                    // when the first entry was written; empty: there is none
};

// Each check tells what it finds through the case. The first five run in one picture of the database.
Result<JournalState> check_journal(Case& its, const std::string& unit_id);
Status check_records(Case& its, const std::string& unit_id, const pack::Register& definition, JournalState& journal);
// After the records of all registers: those the journal has and no table.
Status check_lost_records(Case& its, const std::string& unit_id, const JournalState& journal);
Status check_sketches(Case& its, const std::string& unit_id, const pack::Register& definition);
Status check_doubles(Case& its, const std::string& unit_id, const pack::Register& definition);
Status check_sequences(Case& its, const std::string& unit_id, const pack::Register& definition);
Status check_references(Case& its, const std::string& unit_id, const pack::Register& definition);
Status check_files(Case& its, const std::string& unit_id);
Status check_scorecards(Case& its, const std::string& unit_id);
Status check_assignments(Case& its, const std::string& unit_id);
Status check_packs(Case& its);
// Takes pictures of its own: not inside a transaction.
Status check_figures(Case& its, const std::string& unit_id);

// Sets right what was noted, in one transaction; how many rows and figures.
Result<std::uint64_t> mend(store::Database& database, const pack::Library& library, const Mendable& what);

}  // namespace jiheng::doctor
