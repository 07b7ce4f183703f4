#include <boost/json.hpp>

#include "base/sha256.h"
#include "ledger/entry.h"
#include "score/scorecard.h"
#include "store/journal.h"

namespace jiheng::score {
namespace {

namespace json = boost::json;

json::value value_of(const Input& input) {
  if (input.value.is_null()) return nullptr;
  if (input.value.is_no_base()) return "no-base";
  return json::string(measure::decimal_text(*input.measure, input.value));
}

json::object object_of(const ItemScore& scored) {
  json::array path;
  for (const std::string& title : scored.path) path.emplace_back(title);
  json::array inputs;
  for (const Input& input : scored.inputs) {
    inputs.push_back(
        json::object{{"measure", input.measure->id}, {"value", value_of(input)}, {"unit", input.measure->unit}});
  }
  return {{"id", scored.item->id},
          {"path", std::move(path)},
          {"title", scored.item->title},
          {"full", scored.item->full.to_string()},
          {"score", scored.score.to_string()},
          {"inputs", std::move(inputs)},
          {"lost", scored.lost.to_string()},
          {"why", scored.why}};
}

const char* status_of(const pack::Provenance& provenance) {
  return provenance.status == pack::Verification::verified ? "verified" : "unverified";
}

// The sequence number of the entry.
Result<std::int64_t> record_sealing(store::Database& database, const Scorecard& scorecard, const std::string& seal,
                                    const ledger::Act& act) {
  auto journal = store::JournalAppender::open(database, scorecard.unit_id);
  if (!journal) return fail(std::move(journal.error()));
  ledger::Entry entry;
  entry.unit_id = scorecard.unit_id;
  entry.at = act.in_utc();
  entry.by = act.person;
  entry.action = "seal";
  entry.year = scorecard.year;
  entry.record = scorecard.rubric->id + "/" + scorecard.rubric->version;
  entry.values = {{"total", scorecard.total.to_string()}, {"grade", scorecard.grade}, {"sha256", seal}};
  const std::int64_t seq = journal->next();
  if (Status status = journal->append(ledger::to_text(entry)); !status) return fail(std::move(status.error()));
  if (Status status = journal->finish(); !status) return fail(std::move(status.error()));
  return seq;
}

}  // namespace

std::string to_json(const Scorecard& scorecard) {
  const pack::Rubric& rubric = *scorecard.rubric;
  json::array items;
  for (const ItemScore& scored : scorecard.items) items.push_back(object_of(scored));
  const json::object card{
      {"unit", scorecard.unit_id},
      {"year", scorecard.year},
      {"rubric", {{"id", rubric.id}, {"version", rubric.version}, {"status", status_of(rubric.provenance)}}},
      {"total", scorecard.total.to_string()},
      {"grade", scorecard.grade},
      {"items", std::move(items)}};
  return json::serialize(card) + "\n";
}

Result<std::string> seal(store::Database& database, const pack::Library& library, const Scorecard& scorecard,
                         const ledger::Act& act) {
  const std::string text = to_json(scorecard);
  const std::string seal = sha256_hex(text);
  const pack::Rubric& rubric = *scorecard.rubric;
  auto transaction = store::Transaction::start(database);
  if (!transaction) return fail(std::move(transaction.error()));
  const store::Cell key[] = {scorecard.unit_id, scorecard.year, rubric.id, rubric.version};
  const store::Cell same[] = {scorecard.unit_id, scorecard.year, rubric.id, rubric.version, seal};
  auto entry = database.integer(
      "SELECT entry FROM scorecards WHERE unit_id = ? AND year = ? AND rubric = ? AND version = ? AND sha256 = ?", same,
      -1);
  if (!entry) return fail(std::move(entry.error()));
  if (*entry < 0) {
    entry = record_sealing(database, scorecard, seal, act);
    if (!entry) return fail(std::move(entry.error()));
  }
  auto done =
      database.execute("DELETE FROM scorecards WHERE unit_id = ? AND year = ? AND rubric = ? AND version = ?", key);
  if (!done) return fail(std::move(done.error()));
  const store::Cell row[] = {scorecard.unit_id, scorecard.year, rubric.id, rubric.version,
                             library.sha256,    text,           seal,      *entry};
  done = database.execute(
      "INSERT INTO scorecards (unit_id, year, rubric, version, pack_sha256, json, sha256, entry) VALUES (?, ?, ?, ?, "
      "?, "
      "?, ?, ?)",
      row);
  if (!done) return fail(std::move(done.error()));
  if (auto committed = transaction->commit(); !committed) return fail(std::move(committed.error()));
  return seal;
}

}  // namespace jiheng::score
