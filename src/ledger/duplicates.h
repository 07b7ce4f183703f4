// Duplicate keys of a file: the database says that a key is taken, a second reading of the file says by which line.
//
// Suspects are the keys of conflicting rows and of rows with errors (which never reached the database), a bounded
// number of each. Thread-safety: as the RecordSource.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "ledger/batch.h"
#include "ledger/file_rows.h"

namespace jiheng::ledger {

class DuplicateFinder {
 public:
  explicit DuplicateFinder(std::size_t limit) : limit_(limit) {}

  void add_conflict(std::string key, std::uint64_t line);  // a good row that the database refused
  void add_bad(BadKey bad);                                // a row with errors
  bool empty() const { return suspects_.empty(); }

  struct Source {
    std::string file;  // its name in messages
    RecordSource* records = nullptr;
    const Mapping* mapping = nullptr;
  };
  struct Found {
    std::vector<RowError> errors;        // at most the limit, in line order
    std::uint64_t beyond_conflicts = 0;  // duplicates that are not among the database's conflicts
  };
  // `earlier`: files of the same register imported before this one in the same call.
  Result<Found> find(const Source& source, std::span<const Source> earlier, const pack::Register& definition,
                     const pack::Library& library, const ImportOptions& options);

 private:
  struct Suspect {
    std::uint64_t first_line = 0;     // in the file; 0: not met yet
    std::uint64_t conflict_line = 0;  // the first the database refused; 0: none
    bool good_met = false;
    std::string earlier_file;
    std::uint64_t earlier_line = 0;
  };
  class Reading;

  std::size_t limit_;
  std::size_t conflicts_ = 0;
  std::size_t bads_ = 0;
  std::unordered_map<std::string, Suspect> suspects_;
};

}  // namespace jiheng::ledger
