#include "ledger/import_log.h"

#include "ledger/evidence_writer.h"
#include "ledger/sql_name.h"
#include "ledger/standing.h"
#include "ledger/stored_row.h"
#include "pack/system_columns.h"

namespace jiheng::ledger {

Result<store::JournalAppender*> ImportLog::journal(std::string_view unit_id) {
  if (const auto open = journals_.find(unit_id); open != journals_.end()) return &open->second;
  auto opened = store::JournalAppender::open(database_, unit_id, true);
  if (!opened) return fail(opened.error());
  return &journals_.emplace(unit_id, std::move(*opened)).first->second;
}

Status ImportLog::insert(Table table, std::span<const store::Cell> row) {
  std::unique_ptr<store::BulkInsert>& open = inserts_[table];
  if (!open) {
    // Key columns first; both lists as migrations.cpp has them.
    std::vector<std::string> columns = {"unit_id", "register", "year"};
    std::string name;
    std::size_t key = 0;
    switch (table) {
      case Table::stays:
        name = "stays";
        columns.insert(columns.end(), {"record", "entry", "state", "since"});
        key = 5;
        break;
      case Table::holders:
        name = "holders";
        columns.insert(columns.end(), {"record", "entry", "person", "since"});
        key = 6;
        break;
      case Table::likenesses:
        name = "likenesses";
        columns.insert(columns.end(), {"sketch", "record"});
        key = 5;
        break;
    }
    auto begun = database_.bulk_insert(name, columns, std::span(columns).first(key), 1);
    if (!begun) return fail(begun.error());
    open = std::move(*begun);
  }
  return open->add(row);
}

EntryMaker::EntryMaker(const pack::Register& definition, std::string file, const Act& act) : definition_(definition) {
  common_.at = act.in_utc();
  common_.by = act.person;
  common_.action = "import";
  common_.register_id = definition.id;
  common_.file = std::move(file);
}

std::string EntryMaker::entry(std::span<const store::Cell> row) const {
  Entry entry = common_;
  entry.unit_id = row[0].text();
  entry.year = static_cast<int>(row[1].integer());
  entry.record = record_key(definition_, row);
  if (const int slot = pack::state_slot(definition_); slot >= 0)
    entry.state = row[static_cast<std::size_t>(slot)].text();
  entry.values = entry_values(definition_, row);
  return to_text(entry);
}

Status ImportLog::add(const pack::Register& definition, std::string_view entry, std::span<store::Cell> row) {
  const auto journal = this->journal(row[0].text());
  if (!journal) return fail(journal.error());
  row.back() = (*journal)->next();
  if (Status status = (*journal)->append(entry); !status) return status;
  const std::string key = record_key(definition, row);
  if (Status status = add_stay(definition, key, row); !status) return status;
  return add_sketches(definition, key, row);
}

Status ImportLog::add_stay(const pack::Register& definition, const std::string& key, std::span<const store::Cell> row) {
  const int slot = pack::state_slot(definition);
  if (slot < 0) return {};
  const std::string_view state = row[static_cast<std::size_t>(slot)].text();
  const pack::Workflow& workflow = definition.workflow;
  if (workflow.states[static_cast<std::size_t>(find_state(workflow, state))].finished) return {};
  const std::int64_t now = act_.moment().minutes();
  const store::Cell& entry = row.back();
  const store::Cell stay[] = {row[0], definition.id, row[1], key, entry, state, now};
  if (Status status = insert(Table::stays, stay); !status) return status;
  if (workflow.holder < 0) return {};
  const store::Cell& person = row[static_cast<std::size_t>(workflow.holder + pack::Register::first_field_slot)];
  if (person.kind() != store::Cell::Kind::text) return {};
  const store::Cell holder[] = {row[0], definition.id, row[1], key, entry, person, now};
  return insert(Table::holders, holder);
}

Status ImportLog::add_sketches(const pack::Register& definition, const std::string& key,
                               std::span<const store::Cell> row) {
  for (const std::int64_t sketch : row_sketches(definition, row)) {
    const store::Cell cells[] = {row[0], definition.id, row[1], sketch, key};
    if (Status status = insert(Table::likenesses, cells); !status) return status;
  }
  return {};
}

Status ImportLog::clear(const pack::Register& definition, std::string_view unit_id, int year, const std::string& file) {
  const store::Cell scope[] = {unit_id, year};
  const auto rows = database_.integer(
      "SELECT COUNT(*) FROM " + sql_name(definition.table()) + " WHERE unit_id = ? AND year = ?", scope, 0);
  if (!rows) return fail(rows.error());
  if (*rows == 0) return {};
  Status status =
      database_.execute("DELETE FROM " + sql_name(definition.table()) + " WHERE unit_id = ? AND year = ?", scope);
  const store::Cell its[] = {unit_id, definition.id, year};
  for (const char* table : {"stays", "holders", "likenesses"}) {
    if (status) {
      status = database_.execute(
          "DELETE FROM " + std::string(table) + " WHERE unit_id = ? AND register = ? AND year = ?", its);
    }
  }
  if (!status) return status;
  const auto journal = this->journal(unit_id);
  if (!journal) return fail(journal.error());
  cleared_.push_back({&definition, std::string(unit_id), year, file});
  Entry entry = this->entry("clear", cleared_.back());
  entry.rows = *rows;
  return (*journal)->append(to_text(entry));
}

Entry ImportLog::entry(std::string action, const Cleared& cleared) const {
  Entry entry;
  entry.unit_id = cleared.unit_id;
  entry.at = act_.in_utc();
  entry.by = act_.person;
  entry.action = std::move(action);
  entry.register_id = cleared.definition->id;
  entry.year = cleared.year;
  entry.file = cleared.file;
  return entry;
}

Status ImportLog::detach_lost(const pack::Library& library) {
  for (const Cleared& cleared : cleared_) {
    const auto files = list_attachments(database_, cleared.unit_id, cleared.year);
    if (!files) return fail(files.error());
    for (const Attachment& one : *files) {
      if (one.target.kind != EvidenceTarget::Kind::record || one.target.owner != cleared.definition->id) continue;
      const auto row =
          find_row(database_, library, {cleared.definition, cleared.unit_id, cleared.year, one.target.key});
      if (!row) return fail(row.error());
      if (*row) continue;
      const auto journal = this->journal(cleared.unit_id);
      if (!journal) return fail(journal.error());
      Entry detached = entry("detach", cleared);
      detached.record = one.target.key;
      EvidenceWriter writer(database_, **journal, one.target, std::move(detached));
      const std::string why = message_text("evidence.record-replaced", {{"file", cleared.file}});
      if (Status status = writer.detach(one.name, why); !status) return status;
    }
  }
  cleared_.clear();
  return {};
}

Status ImportLog::finish() {
  for (auto& [table, insert] : inserts_) {
    const auto outcome = insert->finish();
    if (!outcome) return fail(outcome.error());
  }
  inserts_.clear();
  for (auto& [unit, journal] : journals_) {
    if (Status status = journal.finish(); !status) return status;
  }
  journals_.clear();
  return {};
}

}  // namespace jiheng::ledger
