// Evidence packages: a zip (.jhep) with which a stranger checks a scorecard, its figures and the entries of the journal
// behind them, without server or database. docs/formats/package.md describes every member.
//
// PackageWriter writes one; verify_package (journal/verify.h) checks one. Errors: package.cannot-write (disk),
// package.bad-order (entries not ascending, or something after finish()), journal.checkpoint. Thread-safety: one thread
// per writer.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "journal/checkpoint.h"

namespace jiheng::journal {

struct PackageInfo {
  std::string unit_id;
  std::string unit_name;
  int year = 0;
  std::string made;     // UTC, 2026-11-22T04:10:05Z
  std::string version;  // of the program that made it
};

enum class FigureType { number, money, date, moment };
enum class Aggregate { count, sum, distinct, minimum, maximum };
std::string_view id_of(FigureType type);
std::string_view id_of(Aggregate aggregate);
std::optional<FigureType> parse_figure_type(std::string_view id);
std::optional<Aggregate> parse_aggregate(std::string_view id);

// An exact value as text: a number as a decimal or fraction ("12.5", "1/3"), money as whole fen ("4120000"), a date as
// 2022-01-05, a moment as 2022-01-05 09:30; "no-base" for a division by zero; nothing for no data.
using ExactText = std::optional<std::string>;
inline constexpr std::string_view no_base_text = "no-base";

// One row of a figure: the record whose last entry is `index`, and what it adds, an ExactText ("1" in a count; in a
// distinct count the value itself, which may be any text).
struct FigureRow {
  std::uint64_t index = 0;
  ExactText counts;
};

// A measure as used: either an aggregate over rows or a formula over other figures.
struct Figure {
  std::string id;
  std::string title;
  std::string unit;
  FigureType type = FigureType::number;
  int decimals = 0;  // shown, half up
  ExactText value;
  std::string shown;  // as measure::display writes it: 2,508.64万元
  // A formula, with the figures it uses, each added before this one …
  std::string formula;
  std::vector<std::string> inputs;
  // … or, where `formula` is empty, rows of a register.
  std::string over;
  Aggregate aggregate = Aggregate::count;
  std::string field;            // the member of the entry's record that `counts` repeats, where it is one; may be empty
  std::vector<FigureRow> rows;  // ascending by index
};

// Streams members to temporary files, then zips them; the same calls give the same bytes. The file appears whole at
// finish(), or not at all.
class PackageWriter {
 public:
  static Result<PackageWriter> create(const std::filesystem::path& path, PackageInfo info,
                                      const SignedCheckpoint& checkpoint, const PublicKey& key);
  PackageWriter(PackageWriter&&) noexcept;
  PackageWriter& operator=(PackageWriter&&) noexcept;
  ~PackageWriter();

  // An entry's exact text (UTF-8 JSON, an object) with its inclusion proof at the checkpoint's size; by ascending
  // index.
  Status add_entry(std::uint64_t index, std::string_view entry, std::span<const Hash> proof);
  Status add_figure(const Figure& figure);
  // The sealed JSON, byte for byte; the entry that recorded its sealing, if the journal has one.
  Status set_scorecard(std::string_view json, std::optional<std::uint64_t> seal_entry);
  // An attached file: `next` gives its bytes piece by piece, an empty piece at the end. Named by the SHA-256 of what
  // came; the same bytes twice are kept once.
  Status add_blob(const std::function<Result<std::string_view>()>& next);
  Status finish();

 private:
  struct Impl;
  explicit PackageWriter(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

// Names of members.
inline constexpr const char *manifest_name = "package.json", *checkpoint_name = "checkpoint.txt", *key_name = "key.pem",
                            *entries_name = "entries.jsonl", *figures_name = "figures.jsonl",
                            *scorecard_name = "scorecard.json";
inline constexpr std::string_view blobs_folder = "blobs/";
inline constexpr std::string_view package_format = "jiheng-evidence 1";

}  // namespace jiheng::journal
