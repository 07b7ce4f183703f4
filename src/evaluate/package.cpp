#include "evaluate/package.h"

#include <algorithm>
#include <map>
#include <set>

#include "journal/package.h"
#include "ledger/entry.h"
#include "ledger/stored_row.h"
#include "store/journal.h"
#include "store/schema.h"

namespace jiheng::evaluate {
namespace {

using expr::Value;

journal::Aggregate aggregate_of(pack::Aggregate aggregate) {
  switch (aggregate) {
    case pack::Aggregate::sum:
      return journal::Aggregate::sum;
    case pack::Aggregate::distinct:
      return journal::Aggregate::distinct;
    case pack::Aggregate::minimum:
      return journal::Aggregate::minimum;
    case pack::Aggregate::maximum:
      return journal::Aggregate::maximum;
    default:
      return journal::Aggregate::count;
  }
}

journal::ExactText exact_text(const Value& value) {
  if (value.is_null()) return std::nullopt;
  if (value.is_no_base()) return std::string(journal::no_base_text);
  if (value.kind() == Value::Kind::money) return std::to_string(value.money().fen());
  return value.to_string();
}

class Maker {
 public:
  Maker(store::Database& database, const pack::Library& library, const Evaluation& evaluation,
        const std::function<void(const WriteProgress&)>& progress)
      : database_(database), library_(library), evaluation_(evaluation), progress_(progress) {}

  Status gather();
  Status write(journal::PackageWriter& writer, const journal::Checkpoint& checkpoint);
  PackageOutcome outcome() const { return {figures_.size(), rows_, indexes_.size(), ""}; }

 private:
  using Entries = std::map<std::string, std::int64_t>;  // a record's last entry, by key
  Status gather_measure(std::size_t index);
  Status gather_rows(const pack::Measure& measure, journal::Figure& figure);
  Result<const Entries*> entries_of(const pack::Register& definition);
  Result<std::optional<std::uint64_t>> seal_entry();

  store::Database& database_;
  const pack::Library& library_;
  const Evaluation& evaluation_;
  const std::function<void(const WriteProgress&)>& progress_;
  std::vector<journal::Figure> figures_;  // each after those it uses
  std::set<std::size_t> gathered_;
  std::map<const pack::Register*, Entries> entries_;
  std::set<std::int64_t> indexes_;
  std::size_t rows_ = 0;
};

Status Maker::gather() {
  for (const score::ItemScore& item : evaluation_.scorecard.items) {
    for (const score::Input& input : item.inputs) {
      Status status = gather_measure(static_cast<std::size_t>(input.measure - library_.measures.data()));
      if (!status) return status;
    }
  }
  const auto sealing = seal_entry();
  if (!sealing) return fail(sealing.error());
  if (*sealing) indexes_.insert(static_cast<std::int64_t>(**sealing));
  return {};
}

Result<std::optional<std::uint64_t>> Maker::seal_entry() {
  const score::Scorecard& card = evaluation_.scorecard;
  const store::Cell key[] = {card.unit_id, card.year, card.rubric->id, card.rubric->version};
  const auto entry = database_.integer(
      "SELECT entry FROM scorecards WHERE unit_id = ? AND year = ? AND rubric = ? AND version = ?", key, -1);
  if (!entry) return fail(entry.error());
  if (*entry < 0) return std::nullopt;
  return static_cast<std::uint64_t>(*entry);
}

Result<const Maker::Entries*> Maker::entries_of(const pack::Register& definition) {
  const auto [known, fresh] = entries_.try_emplace(&definition);
  if (!fresh) return &known->second;
  ledger::Arena arena;
  std::vector<store::Cell> cells;
  const store::Cell scope[] = {evaluation_.scorecard.unit_id, evaluation_.scorecard.year};
  std::string columns;
  for (const std::string& column : ledger::row_columns(definition)) {
    columns += (columns.empty() ? "\"" : ", \"") + column + "\"";
  }
  const Status status =
      database_.query("SELECT " + columns + " FROM \"" + definition.table() + "\" WHERE unit_id = ? AND year = ?",
                      scope, [&](const store::Row& row) -> Status {
                        arena.clear();
                        ledger::read_row(definition, row, arena, cells);
                        const std::string key = ledger::record_key(definition, cells);
                        if (cells.back().kind() != store::Cell::Kind::integer) {
                          return fail("package.row-without-entry", {{"register", definition.title}, {"key", key}});
                        }
                        known->second.emplace(key, cells.back().integer());
                        return {};
                      });
  if (!status) return fail(status.error());
  return &known->second;
}

Status Maker::gather_measure(std::size_t index) {
  if (!gathered_.insert(index).second) return {};
  const pack::Measure& measure = library_.measures[index];
  const Value& value = evaluation_.figures[index];
  journal::Figure figure;
  figure.id = measure.id;
  figure.title = measure.title;
  figure.unit = measure.unit;
  figure.decimals = measure.decimals;
  switch (measure.type) {
    case expr::Type::money:
      figure.type = journal::FigureType::money;
      break;
    case expr::Type::date:
      figure.type = journal::FigureType::date;
      break;
    case expr::Type::moment:
      figure.type = journal::FigureType::moment;
      break;
    default:
      break;
  }
  figure.value = exact_text(value);
  figure.shown = measure::display(measure, value);
  if (measure.formula) {
    for (const int slot : measure.formula->slots()) {
      if (Status status = gather_measure(static_cast<std::size_t>(slot)); !status) return status;
      figure.inputs.push_back(library_.measures[static_cast<std::size_t>(slot)].id);
    }
    figure.formula = measure.formula->source();
  } else if (Status status = gather_rows(measure, figure); !status) {
    return status;
  }
  figures_.push_back(std::move(figure));
  return {};
}

Status Maker::gather_rows(const pack::Measure& measure, journal::Figure& figure) {
  const pack::Register& definition = *library_.find_register(measure.over);
  figure.over = measure.over;
  figure.aggregate = aggregate_of(measure.aggregate);
  // Where a field itself is summed, the entry says what the row adds.
  int field = -1;
  for (std::size_t i = 0; measure.of && i < definition.fields.size(); ++i) {
    const bool typed = definition.fields[i].figure_of.empty() && definition.fields[i].type != pack::FieldType::boolean;
    if (typed && definition.fields[i].id == measure.of->source()) field = static_cast<int>(i);
  }
  if (field >= 0) figure.field = definition.fields[static_cast<std::size_t>(field)].id;
  const Result<const Entries*> entries = entries_of(definition);
  if (!entries) return fail(entries.error());
  Status status = measure::each_row(
      database_, library_, evaluation_.figures, measure, [&](const measure::EvidenceRow& row) -> Status {
        const std::string key = ledger::record_key(definition, row.record.values);
        const auto entry = (*entries)->find(key);
        if (entry == (*entries)->end()) {
          return fail("package.row-without-entry", {{"register", definition.title}, {"key", key}});
        }
        journal::FigureRow out{static_cast<std::uint64_t>(entry->second), exact_text(row.contribution)};
        if (field >= 0 && !row.contribution.is_null()) {
          out.counts = ledger::entry_value(definition.fields[static_cast<std::size_t>(field)], row.contribution);
        }
        indexes_.insert(entry->second);
        figure.rows.push_back(std::move(out));
        return {};
      });
  if (!status) return status;
  std::sort(figure.rows.begin(), figure.rows.end(), [](const auto& a, const auto& b) { return a.index < b.index; });
  rows_ += figure.rows.size();
  return {};
}

Status Maker::write(journal::PackageWriter& writer, const journal::Checkpoint& checkpoint) {
  const std::string& unit_id = evaluation_.scorecard.unit_id;
  journal::Hasher hasher(checkpoint.algorithm);
  store::StoredHashes hashes(database_, unit_id, checkpoint.algorithm);
  int done = 0;
  for (const std::int64_t index : indexes_) {
    const auto position = static_cast<std::uint64_t>(index);
    const auto proof = journal::inclusion_proof(position, checkpoint.size, hashes, hasher);
    if (!proof) return fail(proof.error());
    std::string text;
    Status status =
        store::read_journal(database_, unit_id, index, 1, [&](std::int64_t, std::string_view entry) -> Status {
          text = entry;
          return {};
        });
    if (status) status = writer.add_entry(position, text, *proof);
    if (!status) return status;
    if (++done % 256 == 0) progress_({"journal", done, static_cast<int>(indexes_.size())});
  }
  for (const journal::Figure& figure : figures_) {
    if (Status status = writer.add_figure(figure); !status) return status;
  }
  const auto sealing = seal_entry();
  if (!sealing) return fail(sealing.error());
  if (Status status = writer.set_scorecard(score::to_json(evaluation_.scorecard), *sealing); !status) return status;
  return writer.finish();
}

}  // namespace

Result<PackageOutcome> write_package(store::Database& database, const pack::Library& library,
                                     const Evaluation& evaluation, const journal::PrivateKey& key,
                                     const ledger::Act& act, const std::string& version,
                                     const std::filesystem::path& path,
                                     const std::function<void(const WriteProgress&)>& progress) {
  const score::Scorecard& card = evaluation.scorecard;
  const auto checkpoint = store::sign_checkpoint(database, card.unit_id, act.in_utc(), key);
  if (!checkpoint) return fail(checkpoint.error());
  Maker maker(database, library, evaluation, progress);
  if (Status status = maker.gather(); !status) return fail(status.error());
  const journal::PackageInfo info{card.unit_id, evaluation.unit_name, card.year, act.in_utc(), version};
  auto writer = journal::PackageWriter::create(path, info, *checkpoint, key.public_key());
  if (!writer) return fail(writer.error());
  if (Status status = maker.write(*writer, checkpoint->checkpoint); !status) return fail(status.error());
  PackageOutcome outcome = maker.outcome();
  outcome.fingerprint = key.public_key().fingerprint();
  return outcome;
}

}  // namespace jiheng::evaluate
