// Making an evidence package (journal/package.h, docs/formats/package.md) of a year: the scorecard, the figures it
// rests on, the journal entries of the rows behind them, with proofs under a signed checkpoint.
//
// Errors: package.row-without-entry (a row older than the journal: import it again), journal.*, store.*. Thread-safety:
// as the Database.
#pragma once

#include <filesystem>
#include <functional>

#include "evaluate/evaluation.h"
#include "journal/key.h"

namespace jiheng::evaluate {

struct PackageOutcome {
  std::size_t figures = 0;
  std::size_t rows = 0;
  std::size_t entries = 0;
  std::string fingerprint;  // of the key that signed
};

// `version`: of the program.
Result<PackageOutcome> write_package(store::Database& database, const pack::Library& library,
                                     const Evaluation& evaluation, const journal::PrivateKey& key,
                                     const ledger::Act& act, const std::string& version,
                                     const std::filesystem::path& path,
                                     const std::function<void(const WriteProgress&)>& progress);

}  // namespace jiheng::evaluate
