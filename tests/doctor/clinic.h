// A database with something of everything, sound, for the tests that damage it.
#pragma once

#include <gtest/gtest.h>

#include "../ledger/flow_pack.h"
#include "base/sha256.h"
#include "doctor/doctor.h"
#include "journal/checkpoint.h"
#include "ledger/import.h"
#include "measure/figures.h"
#include "store/journal.h"

namespace jiheng::testing {

inline constexpr std::string_view clinic_more = R"(
[[register]]
id = "replies"
title = "回复台账"
key = ["no"]
label = "no"
field = [
  { id = "no", title = "编号", type = "text", required = true },
  { id = "letter", title = "来信", type = "reference", reference = "letters" },
]

[[register]]
id = "bulletins"
title = "简报台账"
key = ["no"]
field = [
  { id = "no", title = "编号", type = "text", required = true },
  { id = "kind", title = "类别", type = "text" },
  { id = "serial", title = "期号", type = "integer" },
  { id = "issued_on", title = "印发日期", type = "date" },
]
sequence = [
  { title = "期号连续", number = "serial", within = ["kind"] },
  { title = "天天有简报", number = "issued_on" },
]
)";

inline constexpr std::string_view clinic_measures = R"(
[[measure]]
id = "letters.total"
title = "来信数"
unit = "件"
over = "letters"

[[measure]]
id = "letters.cost"
title = "费用合计"
unit = "万元"
decimals = 2
over = "letters"
aggregate = "sum"
of = "cost"
)";

inline pack::Library load_clinic(std::string_view calendar = flow_calendar) {
  TemporaryFolder folder;
  folder.write("clinic/pack.toml", "[pack]\nid = \"clinic\"\ntitle = \"诊所\"\nversion = \"1.0.0\"\n");
  folder.write("clinic/registers/all.toml", std::string(flow_registers) + std::string(clinic_more));
  folder.write("clinic/measures/all.toml", clinic_measures);
  if (!calendar.empty()) folder.write("clinic/calendars/cn.toml", calendar);
  auto loaded = pack::load(folder.path() / "clinic");
  if (!loaded) throw std::runtime_error(pack::to_string(loaded.error()));
  return std::move(*loaded);
}

inline const pack::Library& clinic_library() {
  static const pack::Library library = load_clinic();
  return library;
}

inline constexpr const char* clinic_unit = "440118001";

// Throws what a step fails with: nothing here is what a test is about.
inline void must(const Status& status) {
  if (!status) throw std::runtime_error(status.error().code + " " + status.error().detail);
}
template <class T>
T must(Result<T> result) {
  if (!result) throw std::runtime_error(result.error().code + " " + result.error().detail);
  return std::move(*result);
}

inline std::string letters_csv(int count) {
  std::string csv = "编号,标题,收信日期,答复日期\n";
  for (int i = 0; i < count; ++i) {
    csv += "I" + std::to_string(i) + ",第" + std::to_string(i) + "号来信,2022-03-01," +
           (i % 3 == 0 ? "2022-03-05" : "") + "\n";
  }
  return csv;
}

inline ledger::RecordName clinic_record(const std::string& register_id, const std::string& key) {
  return {clinic_library().find_register(register_id), clinic_unit, 2022, key};
}

inline ledger::Outcome add_letter(store::Database& database, const std::string& key, const std::string& title) {
  const std::vector<ledger::CellText> cells = {
      {"编号", key}, {"标题", title}, {"收信日期", "2022-03-01"}, {"费用", "1.5"}};
  return must(ledger::Ledger(database, clinic_library(), at("李登")).add(clinic_record("letters", ""), cells));
}

// 300 imported letters, L1 moved on and edited, L2 removed, a reply, figures, a signed checkpoint, a file, a scorecard.
inline void fill_clinic(store::Database& database, const journal::PrivateKey& key, int imported = 300) {
  const pack::Library& library = clinic_library();
  must(store::initialise(database, library));
  ledger::Ledger clerk(database, library, at("李登"));
  const std::vector<ledger::CellText> role = {{"person", "李登"}, {"role", "registrar"}};
  must(clerk.add(clinic_record("assignments", ""), role));
  TemporaryFolder folder;
  ledger::ImportOptions options;
  options.unit_id = clinic_unit;
  options.year = 2022;
  options.act = at("李登");
  const auto file = folder.write("letters.csv", letters_csv(imported));
  if (!must(ledger::import_files(database, library, {{file, "letters"}}, options)).committed()) {
    throw std::runtime_error("the letters were refused");
  }
  add_letter(database, "L1", "关于道路照明的来信");
  add_letter(database, "L2", "要求公开拆迁补偿标准");
  ledger::Moving moving;
  moving.to = {"张三"};
  must(clerk.move(clinic_record("letters", "L1"), "登记交办", moving));
  const std::vector<ledger::CellText> urgent = {{"急件", "是"}};
  must(clerk.edit(clinic_record("letters", "L1"), urgent));
  must(clerk.remove(clinic_record("letters", "L2"), "重复"));
  const std::vector<ledger::CellText> reply = {{"编号", "R1"}, {"来信", "L1"}};
  must(clerk.add(clinic_record("replies", ""), reply));
  must(measure::Figures::read(database, library, clinic_unit, 2022));

  const auto head = must(store::journal_head(database, clinic_unit));
  journal::Hasher hasher(head.algorithm);
  const journal::Checkpoint checkpoint{clinic_unit, head.frontier.size(), head.frontier.root(hasher),
                                       "2022-03-02T00:00:00Z", head.algorithm};
  const std::string note = must(journal::sign(checkpoint, key)).to_text();
  const std::string file_bytes[] = {std::string(1000, 'a'), std::string(10, 'b')};
  const std::string sha256 = sha256_hex(file_bytes[0] + file_bytes[1]);
  const std::string card =
      R"({"unit":"440118001","year":2022,"rubric":{"id":"trial","version":"1","status":"verified"},"total":"95.00"})"
      "\n";
  auto transaction = must(store::Transaction::start(database));
  const store::Cell size = static_cast<std::int64_t>(head.frontier.size());
  const store::Cell checkpoint_row[] = {clinic_unit, size, note};
  must(database.execute("INSERT INTO checkpoints (unit_id, size, note) VALUES (?, ?, ?)", checkpoint_row));
  const store::Cell blob[] = {clinic_unit, sha256, 1010};
  must(database.execute("INSERT INTO blobs (unit_id, sha256, size) VALUES (?, ?, ?)", blob));
  for (int i = 0; i < 2; ++i) {
    const store::Cell piece[] = {clinic_unit, sha256, i, store::Cell::of_bytes(file_bytes[i])};
    must(database.execute("INSERT INTO blob_pieces (unit_id, sha256, position, bytes) VALUES (?, ?, ?, ?)", piece));
  }
  const store::Cell attachment[] = {clinic_unit, sha256};
  must(
      database.execute("INSERT INTO attachments (unit_id, year, kind, owner, target, name, sha256, size, entry) VALUES "
                       "(?, 2022, 'record', 'letters', 'L1', '来信.pdf', ?, 1010, 3)",
                       attachment));
  const std::string seal = sha256_hex(card);
  const store::Cell scorecard[] = {clinic_unit, card, seal};
  must(
      database.execute("INSERT INTO scorecards (unit_id, year, rubric, version, pack_sha256, json, sha256) VALUES (?, "
                       "2022, 'trial', '1', '', ?, ?)",
                       scorecard));
  must(transaction.commit());
}

// What an examination told: code, record, entry, message of each ailment.
inline std::vector<std::string> told(store::Database& database, const doctor::Options& options = {}) {
  const auto report = doctor::examine(database, clinic_library(), options);
  if (!report) return {report.error().code + " " + report.error().detail};
  std::vector<std::string> out;
  for (const doctor::Finding& finding : report->ailments) {
    const doctor::Place& place = finding.place;
    std::string line = finding.code;
    if (!place.register_id.empty()) line += " " + place.register_id;
    if (!place.record.empty()) line += " " + place.record;
    if (place.entry) line += " #" + std::to_string(*place.entry);
    out.push_back(line + "：" + finding.message);
  }
  return out;
}

}  // namespace jiheng::testing
