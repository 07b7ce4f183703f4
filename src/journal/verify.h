// Verification of an evidence package, with nothing but the package (and, better, the unit's public key from
// elsewhere).
//
// What is checked, in which order, and what it proves and does not: docs/formats/package.md. A package that fails is
// not an error: the report says so. Errors: package.cannot-read. Thread-safety: pure functions.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "journal/key.h"
#include "journal/package.h"

namespace jiheng::journal {

struct PackageLimits {
  std::uint64_t total = std::uint64_t{4} << 30;  // bytes unpacked
  std::uint64_t line = 64 << 20;                 // bytes of one line, or of a member read whole
  std::uint64_t members = 100'000;
  std::uint64_t entries = 2'000'000;
  std::uint64_t rows = 10'000'000;  // of all figures together
  std::uint64_t ratio = 500;        // of compression, for members above `small`
  std::uint64_t small = 2 << 20;
};

struct VerifyOptions {
  std::optional<PublicKey>
      key;  // the unit's, known from elsewhere; nothing: the package's own is taken, with a note, and `key` is not done
  PackageLimits limits;
};

enum class Outcome { passed, failed, not_done };  // not done: something it rests on failed

struct Check {
  std::string_view id;  // "container" "manifest" "checkpoint" "key" "entries" "figures" "scorecard" "blobs"
  std::string title;    // Chinese
  Outcome outcome = Outcome::not_done;
  std::vector<Error> problems;      // the first hundred, and the first of each code
  std::uint64_t more_problems = 0;  // not listed
};

struct Report {
  std::vector<Check> checks;  // always all eight, in this order
  std::vector<Error> notes;   // what a person should know although nothing is wrong

  // As far as they could be read. Texts of the package, here and in messages, are made fit to be printed.
  PackageInfo info;
  std::optional<Checkpoint> checkpoint;
  std::optional<PublicKey> key;  // that of the package
  std::uint64_t entries = 0;
  std::uint64_t figures = 0;
  std::uint64_t blobs = 0;

  // Every check passed; `key` may be not done, when no key was given: then only the notes say whose signature it is.
  bool good() const;
};

Result<Report> verify_package(const std::filesystem::path& path, const VerifyOptions& options = {});
Report verify_package_bytes(std::string_view bytes, const VerifyOptions& options = {});

}  // namespace jiheng::journal
