#include "ledger/evidence.h"

#include <algorithm>
#include <map>
#include <set>

#include "ledger/evidence_writer.h"
#include "ledger/file_type.h"
#include "ledger/stored_row.h"

namespace jiheng::ledger {
namespace {

// The columns that say what a file is attached to.
constexpr std::string_view of_target = "unit_id = ? AND year = ? AND kind = ? AND owner = ? AND target = ?";

std::string_view id_of(EvidenceTarget::Kind kind) {
  return kind == EvidenceTarget::Kind::record ? "record" : "item";
}

std::vector<store::Cell> cells_of(const EvidenceTarget& target) {
  return {target.unit_id, target.year, id_of(target.kind), target.owner, target.key};
}

Result<std::vector<Attachment>> read_attachments(store::Database& database, std::string_view condition,
                                                 std::span<const store::Cell> parameters) {
  std::vector<Attachment> out;
  const Status status = database.query(
      "SELECT a.unit_id, a.year, a.kind, a.owner, a.target, a.name, a.sha256, a.size, a.entry, j.entry FROM "
      "(SELECT * FROM attachments WHERE " +
          std::string(condition) +
          ") a LEFT JOIN journal j ON j.unit_id = a.unit_id AND j.seq = a.entry "
          "ORDER BY a.kind DESC, a.owner, a.target, a.name",
      parameters, [&](const store::Row& row) -> Status {
        const auto kind = row.text(2) == "record" ? EvidenceTarget::Kind::record : EvidenceTarget::Kind::item;
        Attachment one;
        one.target = {kind, std::string(row.text(0)), static_cast<int>(row.integer(1)), std::string(row.text(3)),
                      std::string(row.text(4))};
        one.name = row.text(5);
        one.blob = {std::string(row.text(6)), row.integer(7)};
        one.entry = row.integer(8);
        const auto entry = parse_entry(row.text(9));
        if (!entry) return fail(entry.error());
        one.by = entry->by;
        one.at = entry->at;
        out.push_back(std::move(one));
        return {};
      });
  if (!status) return fail(status.error());
  return out;
}

// The registers over which a measure is counted, itself or through the measures of its formula.
void add_registers(const pack::Library& library, std::size_t measure, std::set<std::string>& out) {
  const pack::Measure& one = library.measures[measure];
  if (!one.over.empty()) out.insert(one.over);
  if (!one.formula) return;
  for (const int slot : one.formula->slots()) add_registers(library, static_cast<std::size_t>(slot), out);
}

// How many files are attached by owner (records) or by target (items of one rubric).
Result<std::map<std::string, std::int64_t>> count_files(store::Database& database, const std::string& by,
                                                        const std::string& condition,
                                                        std::span<const store::Cell> parameters) {
  std::map<std::string, std::int64_t> out;
  const Status status =
      database.query("SELECT " + by + ", COUNT(*) FROM attachments WHERE unit_id = ? AND year = ? AND kind = ?" +
                         condition + " GROUP BY " + by,
                     parameters, [&](const store::Row& row) -> Status {
                       out.emplace(row.text(0), row.integer(1));
                       return {};
                     });
  if (!status) return fail(status.error());
  return out;
}

// Opens a transaction and the unit's journal, lets `what` write, tells the number of its last entry.
template <class What>
Result<std::int64_t> change_item(store::Database& database, const Act& act, const EvidenceTarget& item,
                                 const What& what) {
  auto transaction = store::Transaction::start(database);
  if (!transaction) return fail(transaction.error());
  auto journal = store::JournalAppender::open(database, item.unit_id);
  if (!journal) return fail(journal.error());
  EvidenceWriter writer(database, *journal, item, item_entry(act, item));
  Status status = what(writer);
  if (status) status = journal->finish();
  if (status) status = transaction->commit();
  if (!status) return fail(status.error());
  return *writer.last();
}

}  // namespace

Result<EvidenceFile> examine_file(const std::filesystem::path& path, std::int64_t limit, const store::BytesDone& done) {
  auto name = clean_file_name(path.string());
  if (!name) return fail(name.error());
  auto measured = store::measure_file(path, limit, done);
  if (!measured) return fail(measured.error());
  if (Status status = check_file_type(*name, measured->head); !status) return fail(status.error());
  return EvidenceFile{std::move(*name), path, std::move(measured->blob)};
}

Result<EvidenceTarget> target_of_record(store::Database& database, const pack::Library& library,
                                        const RecordName& name) {
  const auto row = find_row(database, library, name);
  if (!row) return fail(row.error());
  if (!*row) return fail("record.none", {{"register", name.definition->title}, {"key", name.key}});
  return EvidenceTarget{EvidenceTarget::Kind::record, name.unit_id, name.year, name.definition->id,
                        record_key(*name.definition, (*row)->cells)};
}

Result<EvidenceTarget> target_of_item(const pack::Library& library, std::string_view unit_id, int year,
                                      std::string_view item) {
  const std::size_t slash = item.find('/');
  const pack::Rubric* rubric = library.find_rubric(item.substr(0, slash));
  if (rubric && slash != item.npos) {
    const std::string_view id = item.substr(slash + 1);
    for (const pack::Item& one : rubric->items) {
      if (one.id == id || one.title == id) {
        return EvidenceTarget{EvidenceTarget::Kind::item, std::string(unit_id), year, rubric->id, one.id};
      }
    }
  }
  std::string known;
  for (const pack::Rubric& one : library.rubrics) known += (known.empty() ? "" : "、") + one.id;
  return fail("evidence.no-item", {{"found", item}, {"rubrics", known}});
}

Entry item_entry(const Act& act, const EvidenceTarget& item) {
  Entry entry;
  entry.unit_id = item.unit_id;
  entry.at = act.in_utc();
  entry.by = act.person;
  entry.year = item.year;
  const std::string parts[] = {item.owner, item.key};
  entry.record = join_parts(parts);
  return entry;
}

Result<std::optional<Attachment>> EvidenceWriter::find(const std::string& name) {
  std::vector<store::Cell> parameters = cells_of(target_);
  parameters.emplace_back(name);
  auto found = read_attachments(database_, std::string(of_target) + " AND name = ?", parameters);
  if (!found) return fail(found.error());
  if (found->empty()) return std::nullopt;
  return std::move(found->front());
}

Status EvidenceWriter::write(std::string action, const std::string& name, const store::Blob& blob,
                             const std::string& comment) {
  if (last_ && target_.kind == EvidenceTarget::Kind::record) entry_.previous = last_;
  entry_.action = std::move(action);
  entry_.file = name;
  entry_.sha256 = blob.sha256;
  entry_.size = blob.size;
  entry_.comment = comment;
  last_ = journal_.next();
  return journal_.append(to_text(entry_));
}

Status EvidenceWriter::drop(const Attachment& attachment) {
  std::vector<store::Cell> parameters = cells_of(target_);
  parameters.emplace_back(attachment.name);
  return database_.execute("DELETE FROM attachments WHERE " + std::string(of_target) + " AND name = ?", parameters);
}

// The bytes go with the last attachment that names them.
Status EvidenceWriter::release(const store::Blob& blob) {
  const store::Cell key[] = {target_.unit_id, blob.sha256};
  const auto named = database_.integer("SELECT COUNT(*) FROM attachments WHERE unit_id = ? AND sha256 = ?", key, 0);
  if (!named) return fail(named.error());
  return *named > 0 ? Status() : store::remove_blob(database_, target_.unit_id, blob.sha256);
}

Status EvidenceWriter::attach(const EvidenceFile& file, const Attaching& attaching) {
  const auto present = find(file.name);
  if (!present) return fail(present.error());
  if (*present && !attaching.replace) return fail("evidence.name-taken", {{"name", file.name}});
  Status status;
  if (*present) {
    status = drop(**present);
    if (status) status = write("detach", file.name, (*present)->blob, attaching.comment);
  }
  store::BytesDone done;
  if (attaching.progress) done = [&](std::int64_t bytes) { attaching.progress(file, bytes); };
  if (status) status = store::store_blob(database_, target_.unit_id, file.path, file.blob, done);
  if (status) {
    std::vector<store::Cell> row = cells_of(target_);
    row.insert(row.end(), {file.name, file.blob.sha256, file.blob.size, journal_.next()});
    status = database_.execute(
        "INSERT INTO attachments (unit_id, year, kind, owner, target, name, sha256, size, entry) VALUES (?, ?, ?, ?, "
        "?, ?, ?, ?, ?)",
        row);
  }
  if (status) status = write("attach", file.name, file.blob, attaching.comment);
  if (status && *present) status = release((*present)->blob);
  return status;
}

Status EvidenceWriter::detach(const std::string& name, const std::string& comment) {
  if (comment.empty()) return fail("evidence.detach-needs-comment", {{"name", name}});
  const auto present = find(name);
  if (!present) return fail(present.error());
  if (!*present) return fail("evidence.none", {{"name", name}});
  Status status = drop(**present);
  if (status) status = write("detach", name, (*present)->blob, comment);
  if (status) status = release((*present)->blob);
  return status;
}

Status EvidenceWriter::detach_all(const std::string& comment) {
  const auto present = read_attachments(database_, of_target, cells_of(target_));
  if (!present) return fail(present.error());
  for (const Attachment& one : *present) {
    if (Status status = detach(one.name, comment); !status) return status;
  }
  return {};
}

Result<std::int64_t> attach_to_item(store::Database& database, const Act& act, const EvidenceTarget& item,
                                    std::span<const EvidenceFile> files, const Attaching& attaching) {
  if (files.empty()) return fail("evidence.nothing");
  return change_item(database, act, item, [&](EvidenceWriter& writer) -> Status {
    for (const EvidenceFile& file : files) {
      if (Status status = writer.attach(file, attaching); !status) return status;
    }
    return {};
  });
}

Result<std::int64_t> detach_from_item(store::Database& database, const Act& act, const EvidenceTarget& item,
                                      const std::string& name, const std::string& comment) {
  return change_item(database, act, item, [&](EvidenceWriter& writer) { return writer.detach(name, comment); });
}

Result<std::vector<Attachment>> list_attachments(store::Database& database, const EvidenceTarget& target) {
  return read_attachments(database, of_target, cells_of(target));
}

Result<std::vector<Attachment>> list_attachments(store::Database& database, std::string_view unit_id, int year) {
  const store::Cell scope[] = {unit_id, year};
  return read_attachments(database, "unit_id = ? AND year = ?", scope);
}

Status read_attachment(store::Database& database, const EvidenceTarget& target, const std::string& name,
                       const std::function<Status(std::string_view)>& each) {
  if (Status begun = database.begin_read(); !begun) return begun;
  const auto read = [&]() -> Status {
    const auto all = list_attachments(database, target);
    if (!all) return fail(all.error());
    const auto found = std::find_if(all->begin(), all->end(), [&](const Attachment& one) { return one.name == name; });
    if (found == all->end()) return fail("evidence.none", {{"name", name}});
    return store::read_blob(database, target.unit_id, found->blob.sha256, each);
  };
  const Status status = read();
  const Status ended = status ? database.commit() : database.rollback();
  return status ? ended : status;
}

Result<std::vector<ItemEvidence>> item_evidence(store::Database& database, const pack::Library& library,
                                                const pack::Rubric& rubric, std::string_view unit_id, int year) {
  const store::Cell its_items[] = {unit_id, year, id_of(EvidenceTarget::Kind::item), rubric.id};
  const auto of_items = count_files(database, "target", " AND owner = ?", its_items);
  if (!of_items) return fail(of_items.error());
  const store::Cell its_records[] = {unit_id, year, id_of(EvidenceTarget::Kind::record)};
  const auto of_registers = count_files(database, "owner", "", its_records);
  if (!of_registers) return fail(of_registers.error());
  const auto count = [](const auto& counts, const std::string& key) {
    const auto found = counts.find(key);
    return found == counts.end() ? 0 : found->second;
  };
  std::vector<ItemEvidence> out;
  for (const pack::Item& item : rubric.items) {
    ItemEvidence one;
    one.item = &item;
    one.attached = count(*of_items, item.id);
    std::set<std::string> registers;
    for (const int slot : item.rule.slots()) {
      if (slot > 0) add_registers(library, static_cast<std::size_t>(slot - 1), registers);
    }
    for (const std::string& id : registers) one.on_records += count(*of_registers, id);
    if (one.demanded() > 0 || one.attached > 0) out.push_back(one);
  }
  return out;
}

}  // namespace jiheng::ledger
