#include "journal/verify.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>

#include "base/text.h"
#include "journal/exact.h"
#include "journal/json_fields.h"
#include "journal/merkle.h"
#include "journal/package_lines.h"
#include "journal/package_reader.h"

namespace jiheng::journal {
namespace {

namespace json = boost::json;

constexpr std::size_t most_problems = 100, longest_words = 500;
enum CheckIndex { container, manifest, checkpoint, key, entries, figures, scorecard, blobs };
constexpr std::string_view check_ids[] = {"container", "manifest", "checkpoint", "key",
                                          "entries",   "figures",  "scorecard",  "blobs"};
constexpr std::string_view check_titles[] = {
    "package.check.container", "package.check.manifest", "package.check.checkpoint", "package.check.key",
    "package.check.entries",   "package.check.figures",  "package.check.scorecard",  "package.check.blobs"};

// A row of a figure as it stands in the package, to be held against its entry.
struct Claim {
  std::uint64_t index;
  std::uint32_t figure;
  ExactText counts;
};

struct KnownFigure {
  Figure figure;  // its rows moved to the claims
  Exact value;
  bool is_claimed;  // what its rows add is the maker's word: no field says where their entries have it
};

// An exact value of a figure, in words.
std::string to_text(const Figure& figure, const ExactText& value) {
  if (!value) return "null";
  return figure.type == FigureType::money && value != no_base_text ? *value + "分" : *value;
}

// What a stranger wrote, fit to be shown: nothing in it moves a cursor, breaks a line or turns the text around.
std::string printable(std::string_view text) {
  std::u32string letters = to_code_points(text);
  if (letters.size() > longest_words) letters = letters.substr(0, longest_words) + U"…";
  for (char32_t& letter : letters) {
    const auto kind = u_charType(static_cast<UChar32>(letter));
    if (kind == U_CONTROL_CHAR || kind == U_FORMAT_CHAR || kind == U_LINE_SEPARATOR || kind == U_PARAGRAPH_SEPARATOR) {
      letter = U'\uFFFD';
    }
  }
  return to_utf8(letters);
}

class Verification {
 public:
  explicit Verification(const VerifyOptions& options) : options_(options) {
    for (std::size_t i = 0; i < std::size(check_ids); ++i) {
      report_.checks.push_back({check_ids[i], message_text(check_titles[i]), Outcome::not_done, {}, 0});
    }
  }

  Report run(Result<PackageReader> reader) {
    start(container);
    if (!reader) {
      add(container, std::move(reader.error()));
      return finish();
    }
    reader_ = &*reader;
    if (!check_container() || !check_manifest()) return finish();
    const bool has_checkpoint = check_checkpoint();
    check_key();
    // Without a root no entry can be proven, and what rests on entries says nothing.
    if (has_checkpoint) {
      check_figures();
      check_entries();
      check_scorecard();
    }
    check_blobs();
    return finish();
  }

 private:
  void start(CheckIndex check) { report_.checks[check].outcome = Outcome::passed; }
  bool passed(CheckIndex check) const { return report_.checks[check].outcome == Outcome::passed; }
  void add(CheckIndex index, Error error) {
    error.message = printable(error.message);
    Check& check = report_.checks[index];
    check.outcome = Outcome::failed;
    const bool is_new = std::none_of(check.problems.begin(), check.problems.end(),
                                     [&](const Error& each) { return each.code == error.code; });
    if (is_new || check.problems.size() < most_problems) {
      check.problems.push_back(std::move(error));
    } else {
      ++check.more_problems;
    }
  }
  void note(Error error) { report_.notes.push_back(std::move(error)); }
  Report finish() { return std::move(report_); }

  // Every byte is read once here: what is damaged shows, and the hashes of all members are known.
  bool check_container() {
    Hasher hasher(HashAlgorithm::sha256);
    for (const auto& [name, size] : reader_->members()) {
      hasher.begin();
      const Status read = reader_->each_piece(name, [&](std::string_view piece) -> Status {
        hasher.add(piece);
        return {};
      });
      if (!read) {
        add(container, read.error());
        return false;
      }
      hashes_.emplace(name, hasher.finish());
    }
    return true;
  }

  bool check_manifest() {
    start(manifest);
    for (const char* name : {manifest_name, checkpoint_name, key_name, entries_name, figures_name, scorecard_name}) {
      if (!hashes_.contains(name)) add(manifest, make_error("package.member-missing", {{"name", name}}));
    }
    if (!passed(manifest)) return false;
    const auto text = reader_->text(manifest_name);
    const auto parsed = text ? parse_json(*text) : std::nullopt;
    if (!parsed) {
      add(manifest, make_error("package.manifest"));
      return false;
    }
    JsonFields fields(*parsed);
    if (fields.text("format") != package_format) {
      add(manifest, make_error("package.format", {{"format", package_format}}));
      return false;
    }
    PackageInfo& info = report_.info;
    info.unit_id = fields.text("unit");
    info.unit_name = printable(fields.text("unit_name"));
    const std::uint64_t year = fields.number("year");
    info.year = static_cast<int>(std::min<std::uint64_t>(year, 9999));
    info.made = fields.text("made");
    info.version = printable(fields.text("version"));
    hash_id_ = fields.text("hash");
    seal_ = fields.text("seal");
    const json::value* seal_entry = fields.any("seal_entry");
    if (seal_entry != nullptr && seal_entry->is_int64() && seal_entry->get_int64() >= 0) {
      seal_entry_ = static_cast<std::uint64_t>(seal_entry->get_int64());
    }
    const json::array& members = fields.array("members");
    if (!fields.all() || !(seal_entry_ || seal_entry->is_null()) || !is_unit_id(info.unit_id) ||
        !Hash::parse_hex(seal_) || year < 1900 || year > 2199 || !is_utc_time(info.made)) {
      add(manifest, make_error("package.manifest"));
      return false;
    }
    check_members(members);
    return passed(manifest);
  }

  void check_members(const json::array& members) {
    std::set<std::string> listed = {manifest_name};
    for (const json::value& each : members) {
      JsonFields member(each);
      const std::string name = member.text("name"), sha256 = member.text("sha256");
      const std::uint64_t size = member.number("size");
      if (!member.all() || !listed.insert(name).second) {
        add(manifest, make_error("package.manifest"));
        return;
      }
      const auto found = hashes_.find(name);
      if (found == hashes_.end()) {
        add(manifest, make_error("package.member-missing", {{"name", name}}));
      } else if (reader_->members().at(name) != size || found->second.to_hex() != sha256) {
        add(manifest, make_error("package.member-altered", {{"name", name}}));
      }
    }
    for (const auto& [name, hash] : hashes_) {
      if (!listed.contains(name)) add(manifest, make_error("package.member-extra", {{"name", name}}));
    }
  }

  // Whether there is a root to prove entries against.
  bool check_checkpoint() {
    start(checkpoint);
    const auto text = reader_->text(checkpoint_name);
    if (!text) return add(checkpoint, text.error()), false;
    const auto parsed = SignedCheckpoint::parse(*text);
    if (!parsed) {
      add(checkpoint, make_error("package.checkpoint", {{"reason", parsed.error().message}}));
      return false;
    }
    report_.checkpoint = parsed->checkpoint;
    if (parsed->checkpoint.unit_id != report_.info.unit_id) {
      add(checkpoint, make_error("package.checkpoint-unit",
                                 {{"found", parsed->checkpoint.unit_id}, {"unit", report_.info.unit_id}}));
    }
    if (id_of(parsed->checkpoint.algorithm) != hash_id_) {
      add(checkpoint,
          make_error("package.checkpoint-hash", {{"found", id_of(parsed->checkpoint.algorithm)}, {"hash", hash_id_}}));
    }
    const auto pem = reader_->text(key_name);
    auto public_key = pem ? PublicKey::from_pem(*pem) : Result<PublicKey>(fail(pem.error()));
    if (!public_key) {
      add(checkpoint, make_error("package.key", {{"reason", public_key.error().message}}));
      return true;
    }
    if (auto good = verify(*parsed, *public_key); !good) {
      add(checkpoint, make_error("package.signature", {{"reason", good.error().message}}));
    }
    report_.key = std::move(*public_key);
    return true;
  }

  void check_key() {
    if (!report_.key) return;
    start(key);
    if (!options_.key) {
      report_.checks[key].outcome = Outcome::not_done;
      note(make_error("package.note.key", {{"fingerprint", report_.key->fingerprint()}}));
    } else if (!(*options_.key == *report_.key)) {
      add(key, make_error("package.key-other",
                          {{"found", report_.key->fingerprint()}, {"expected", options_.key->fingerprint()}}));
    }
  }

  void check_figures() {
    start(figures);
    const Status read = reader_->each_line(figures_name, [&](std::string_view line) -> Status {
      ++report_.figures;
      auto figure = parse_figure(line);
      const auto value = figure ? parse_exact(figure->value, figure->type) : std::nullopt;
      if (!value) {
        add(figures, make_error("package.figure", {{"line", report_.figures}}));
        return {};
      }
      if (claims_.size() + figure->rows.size() > options_.limits.rows) return fail("package.too-large", {}, "rows");
      check_figure(std::move(*figure), *value);
      return {};
    });
    if (!read) add(figures, read.error());
    const auto how_many = [&](auto holds) {
      return static_cast<std::uint64_t>(std::count_if(known_.begin(), known_.end(), holds));
    };
    const auto formulas = how_many([](const KnownFigure& each) { return !each.figure.formula.empty(); });
    const auto claimed = how_many([](const KnownFigure& each) { return each.is_claimed; });
    if (formulas > 0) note(make_error("package.note.formulas", {{"count", formulas}}));
    if (claimed > 0) note(make_error("package.note.claimed", {{"count", claimed}}));
  }

  void check_figure(Figure figure, const Exact& value) {
    const auto number = static_cast<std::uint32_t>(known_.size());
    if (!by_id_.emplace(figure.id, number).second) {
      add(figures, make_error("package.figure-twice", {{"id", figure.id}}));
      return;
    }
    if (!figure.formula.empty()) {
      for (const std::string& input : figure.inputs) {
        const auto found = by_id_.find(input);
        if (found == by_id_.end() || found->second == number) {
          add(figures, make_error("package.figure-input", {{"id", figure.id}, {"input", input}}));
        }
      }
    } else {
      const auto expected = aggregate(figure);
      if (!expected || !(*expected == value)) {
        add(figures, make_error("package.figure-value", {{"id", figure.id}, {"value", to_text(figure, figure.value)}}));
      }
    }
    const auto shown = shown_text(figure, value);
    if (shown != figure.shown) {
      add(figures, make_error("package.figure-shown",
                              {{"id", figure.id}, {"value", to_text(figure, figure.value)}, {"shown", figure.shown}}));
    }
    for (std::size_t i = 0; i < figure.rows.size(); ++i) {
      if (i > 0 && figure.rows[i].index <= figure.rows[i - 1].index) {
        add(figures, make_error("package.row-order", {{"id", figure.id}, {"index", figure.rows[i].index}}));
      }
      claims_.push_back({figure.rows[i].index, number, std::move(figure.rows[i].counts)});
    }
    const bool is_claimed = !figure.rows.empty() && figure.field.empty() && figure.aggregate != Aggregate::count;
    figure.rows = {};
    known_.push_back({std::move(figure), value, is_claimed});
  }

  void check_entries() {
    start(entries);
    std::stable_sort(claims_.begin(), claims_.end(), [](const Claim& a, const Claim& b) { return a.index < b.index; });
    auto claim = claims_.begin();
    std::optional<std::uint64_t> last;
    Hasher hasher(report_.checkpoint->algorithm);
    const Status read = reader_->each_line(entries_name, [&](std::string_view line) -> Status {
      if (++report_.entries > options_.limits.entries) return fail("package.too-large", {}, "entries");
      const auto proven = parse_proven_entry(line);
      if (!proven) {
        add(entries, make_error("package.entry", {{"line", report_.entries}}));
        return {};
      }
      const std::uint64_t index = proven->index;
      const Entry& entry = proven->entry;
      if (last && index <= *last) {
        add(entries, make_error("package.entry-order", {{"index", index}}));
        return {};
      }
      last = index;
      const Checkpoint& log = *report_.checkpoint;
      if (!verify_inclusion(hasher.leaf(proven->text), index, log.size, proven->proof, log.root, hasher)) {
        add(entries, make_error("package.entry-proof", {{"index", index}}));
      }
      if (entry.unit != report_.info.unit_id) {
        add(entries, make_error("package.entry-unit", {{"index", index}, {"found", entry.unit}}));
      }
      for (; claim != claims_.end() && claim->index < index; ++claim) add_absent(*claim);
      bool is_used = false;
      for (; claim != claims_.end() && claim->index == index; ++claim) {
        is_used = true;
        check_row(*claim, entry);
      }
      check_revision(index, entry, is_used);
      check_seal(index, entry);
      for (const std::string& blob : entry.blobs) named_blobs_.insert(blob);
      return {};
    });
    for (; claim != claims_.end(); ++claim) add_absent(*claim);
    if (!read) add(entries, read.error());
    note(make_error("package.note.entries", {{"count", report_.entries}, {"size", report_.checkpoint->size}}));
  }

  void add_absent(const Claim& claim) {
    add(figures, make_error("package.row-absent", {{"id", known_[claim.figure].figure.id}, {"index", claim.index}}));
  }

  void check_row(const Claim& claim, const Entry& entry) {
    const Figure& figure = known_[claim.figure].figure;
    if (entry.row.empty() || !entry.record.is_object() || entry.over != figure.over ||
        entry.year != report_.info.year) {
      add(figures, make_error("package.row-register", {{"id", figure.id}, {"index", claim.index}}));
      return;
    }
    if (figure.field.empty()) return;
    const json::value* field = entry.record.get_object().if_contains(figure.field);
    ExactText found;
    if (field != nullptr && field->is_string()) found = text_of(field);
    if (const auto whole = integer_of(field)) found = std::to_string(*whole);
    if (found != claim.counts) {
      add(figures, make_error("package.row-value", {{"id", figure.id},
                                                    {"index", claim.index},
                                                    {"counts", to_text(figure, claim.counts)},
                                                    {"found", to_text(figure, found)}}));
    }
  }

  // A row that a figure counts must not have changed later, as far as the package shows, nor its register been cleared.
  void check_revision(std::uint64_t index, const Entry& entry, bool is_used) {
    const std::string scope = json::serialize(json::array{entry.over, entry.year});
    if (entry.action == "clear") {
      if (const auto used = used_.extract(scope)) add_superseded(used.mapped(), index);
    }
    if (is_used) used_[scope] = index;
    if (entry.row.empty()) return;
    const auto [at, is_new] = rows_.try_emplace(entry.row, index, is_used);
    if (!is_new && at->second.second) add_superseded(at->second.first, index);
    at->second = {index, is_used};
  }

  void add_superseded(std::uint64_t index, std::uint64_t later) {
    add(figures, make_error("package.row-superseded", {{"index", index}, {"later", later}}));
  }

  void check_seal(std::uint64_t index, const Entry& entry) {
    if (seal_entry_ != index) return;
    const json::object* record = entry.record.if_object();
    seal_recorded_ = entry.action == "seal" && entry.year == report_.info.year && record != nullptr &&
                     text_of(record->if_contains("sha256")) == seal_;
  }

  void check_scorecard() {
    start(scorecard);
    if (hashes_.at(scorecard_name).to_hex() != seal_) add(scorecard, make_error("package.scorecard-seal"));
    if (!seal_entry_) {
      note(make_error("package.note.seal"));
    } else if (!seal_recorded_) {
      add(scorecard, make_error("package.seal-entry", {{"index", *seal_entry_}}));
    }
    const auto text = reader_->text(scorecard_name);
    const auto parsed = text ? parse_json(*text) : std::nullopt;
    if (!parsed || !check_card(*parsed)) add(scorecard, make_error("package.scorecard"));
  }

  // Whether it has the shape of a scorecard.
  bool check_card(const json::value& card) {
    JsonFields fields(card);
    const std::string unit = fields.text("unit");
    const std::uint64_t year = fields.number("year");
    const auto total = Decimal::parse(fields.text("total"));
    const json::array& items = fields.array("items");
    if (!fields.good() || !total) return false;
    if (unit != report_.info.unit_id || year != static_cast<std::uint64_t>(report_.info.year)) {
      add(scorecard, make_error("package.scorecard-unit", {{"unit", unit}, {"year", year}}));
    }
    Ratio sum;
    for (const json::value& each : items) {
      JsonFields item(each);
      const std::string id = item.text("id");
      const auto score = Decimal::parse(item.text("score"));
      const json::array& inputs = item.array("inputs");
      if (!item.good() || !score) return false;
      try {
        sum = sum + *score;
      } catch (const ArithmeticOverflow&) {
        return false;
      }
      for (const json::value& input : inputs) {
        if (!check_input(id, input)) return false;
      }
    }
    if (sum != Ratio(*total)) {
      add(scorecard, make_error("package.scorecard-total", {{"total", total->to_string()}, {"sum", sum.to_string()}}));
    }
    return true;
  }

  bool check_input(const std::string& item, const json::value& input) {
    JsonFields fields(input);
    const std::string measure = fields.text("measure"), unit = fields.text("unit");
    const auto value = exact_text_of(fields.any("value"));
    if (!fields.good() || !value) return false;
    const auto found = by_id_.find(measure);
    if (found == by_id_.end()) {
      add(scorecard, make_error("package.score-figure-absent", {{"item", item}, {"id", measure}}));
      return true;
    }
    const KnownFigure& known = known_[found->second];
    const auto expected = scorecard_text(known.figure, known.value);
    if (expected != value || unit != known.figure.unit) {
      add(scorecard, make_error("package.score-figure-value", {{"item", item},
                                                               {"id", measure},
                                                               {"value", value->value_or("null") + unit},
                                                               {"figure", known.figure.shown}}));
    }
    return true;
  }

  void check_blobs() {
    start(blobs);
    std::set<std::string> present;
    std::uint64_t unnamed = 0, missing = 0;
    for (const auto& [name, hash] : hashes_) {
      if (!name.starts_with(blobs_folder)) continue;
      ++report_.blobs;
      const std::string sha256 = name.substr(blobs_folder.size());
      if (hash.to_hex() != sha256) add(blobs, make_error("package.blob", {{"name", name}}));
      unnamed += !named_blobs_.contains(sha256);
      present.insert(sha256);
    }
    for (const std::string& named : named_blobs_) missing += !present.contains(named);
    if (unnamed > 0) note(make_error("package.note.blobs-unnamed", {{"count", unnamed}}));
    if (missing > 0) note(make_error("package.note.blobs-missing", {{"count", missing}}));
  }

  const VerifyOptions& options_;
  Report report_;
  PackageReader* reader_ = nullptr;
  std::map<std::string, Hash> hashes_;  // of every member
  std::string hash_id_, seal_;
  std::optional<std::uint64_t> seal_entry_;
  bool seal_recorded_ = false;
  std::vector<KnownFigure> known_;
  std::map<std::string, std::uint32_t, std::less<>> by_id_;
  std::vector<Claim> claims_;
  std::unordered_map<std::string, std::pair<std::uint64_t, bool>> rows_;  // row → its last entry; whether it is counted
  std::unordered_map<std::string, std::uint64_t> used_;  // register and year → the last entry that is counted
  std::set<std::string> named_blobs_;
};

}  // namespace

bool Report::good() const {
  return std::all_of(checks.begin(), checks.end(), [](const Check& each) {
    // Not done although the rest passed: no key was given.
    return each.outcome == Outcome::passed || (each.outcome == Outcome::not_done && each.id == "key");
  });
}

Result<Report> verify_package(const std::filesystem::path& path, const VerifyOptions& options) {
  auto reader = PackageReader::open_file(path, options.limits);
  if (!reader && reader.error().code == "package.cannot-read") return fail(std::move(reader.error()));
  return Verification(options).run(std::move(reader));
}

Report verify_package_bytes(std::string_view bytes, const VerifyOptions& options) {
  return Verification(options).run(PackageReader::open(bytes, options.limits));
}

}  // namespace jiheng::journal
