#include "store/journal.h"

namespace jiheng::store {

Result<JournalHead> journal_head(Database& database, std::string_view unit_id) {
  JournalHead head;
  const Cell unit = unit_id;
  const Status status = database.query("SELECT algorithm, frontier FROM journal_heads WHERE unit_id = ?",
                                       std::span(&unit, 1), [&](const Row& row) -> Status {
                                         const auto algorithm = journal::parse_hash_algorithm(row.text(0));
                                         if (!algorithm) return fail("journal.bad-frontier", {{"text", row.text(0)}});
                                         head.algorithm = *algorithm;
                                         Result<journal::Frontier> frontier = journal::Frontier::parse(row.text(1));
                                         if (!frontier) return fail(std::move(frontier.error()));
                                         head.frontier = std::move(*frontier);
                                         return {};
                                       });
  if (!status) return fail(status.error());
  return head;
}

Result<JournalAppender> JournalAppender::open(Database& database, std::string_view unit_id, bool bulk,
                                              journal::HashAlgorithm algorithm) {
  Result<JournalHead> head = journal_head(database, unit_id);
  if (!head) return fail(std::move(head.error()));
  if (head->frontier.size() == 0) head->algorithm = algorithm;
  JournalAppender appender(database, unit_id, std::move(*head));
  if (bulk) {
    const std::string columns[] = {"unit_id", "seq", "entry"};
    auto insert = database.bulk_insert("journal", columns, std::span(columns, 2), 1);
    if (!insert) return fail(std::move(insert.error()));
    appender.bulk_ = std::move(*insert);
  }
  return appender;
}

Status JournalAppender::append(std::string_view entry) {
  const Cell row[] = {unit_id_, next(), entry};
  Status status =
      bulk_ ? bulk_->add(row) : database_->execute("INSERT INTO journal (unit_id, seq, entry) VALUES (?, ?, ?)", row);
  if (!status) return status;
  for (const journal::Subtree& complete : head_.frontier.append(hasher_.leaf(entry), hasher_)) {
    const std::string hash = complete.hash.to_base64();
    const Cell subtree[] = {unit_id_, complete.level, static_cast<std::int64_t>(complete.index), hash};
    status = database_->execute("INSERT INTO journal_subtrees (unit_id, level, position, hash) VALUES (?, ?, ?, ?)",
                                subtree);
    if (!status) return status;
  }
  return {};
}

Status JournalAppender::finish() {
  if (bulk_) {
    const Result<BulkOutcome> outcome = bulk_->finish();
    bulk_.reset();
    if (!outcome) return fail(outcome.error());
    if (outcome->conflict_count > 0)
      return fail("journal.bad-frontier", {{"text", unit_id_}}, "entries beyond the head");
  }
  const Cell unit = unit_id_;
  Status status = database_->execute("DELETE FROM journal_heads WHERE unit_id = ?", std::span(&unit, 1));
  if (!status) return status;
  const std::string frontier = head_.frontier.to_text();
  const Cell head[] = {unit_id_, journal::id_of(head_.algorithm), next(), frontier};
  return database_->execute("INSERT INTO journal_heads (unit_id, algorithm, size, frontier) VALUES (?, ?, ?, ?)", head);
}

Status read_journal(Database& database, std::string_view unit_id, std::int64_t first, std::int64_t count,
                    const std::function<Status(std::int64_t seq, std::string_view entry)>& each) {
  const Cell range[] = {unit_id, first, first + count};
  return database.query("SELECT seq, entry FROM journal WHERE unit_id = ? AND seq >= ? AND seq < ? ORDER BY seq", range,
                        [&](const Row& row) { return each(row.integer(0), row.text(1)); });
}

Result<journal::SignedCheckpoint> sign_checkpoint(Database& database, std::string_view unit_id, const std::string& time,
                                                  const journal::PrivateKey& key) {
  auto transaction = Transaction::start(database);
  if (!transaction) return fail(transaction.error());
  const Result<JournalHead> head = journal_head(database, unit_id);
  if (!head) return fail(head.error());
  if (head->frontier.size() == 0) return fail("journal.empty", {{"unit", unit_id}});
  auto last = last_checkpoint(database, unit_id);
  if (!last) return fail(last.error());
  if (*last && (*last)->checkpoint.size == head->frontier.size() && journal::verify(**last, key.public_key())) {
    return std::move(**last);
  }
  journal::Hasher hasher(head->algorithm);
  journal::Checkpoint checkpoint;
  checkpoint.unit_id = unit_id;
  checkpoint.size = head->frontier.size();
  checkpoint.root = head->frontier.root(hasher);
  checkpoint.time = time;
  checkpoint.algorithm = head->algorithm;
  Result<journal::SignedCheckpoint> signed_one = journal::sign(checkpoint, key);
  if (!signed_one) return fail(signed_one.error());
  const auto size = static_cast<std::int64_t>(checkpoint.size);
  const Cell name[] = {unit_id, size};
  const std::string note = signed_one->to_text();
  const Cell row[] = {unit_id, size, note};
  Status status = database.execute("DELETE FROM checkpoints WHERE unit_id = ? AND size = ?", name);
  if (status) status = database.execute("INSERT INTO checkpoints (unit_id, size, note) VALUES (?, ?, ?)", row);
  if (status) status = transaction->commit();
  if (!status) return fail(status.error());
  return signed_one;
}

Result<std::optional<journal::SignedCheckpoint>> last_checkpoint(Database& database, std::string_view unit_id) {
  std::string note;
  const Cell unit = unit_id;
  const Status status = database.query("SELECT note FROM checkpoints WHERE unit_id = ? ORDER BY size DESC LIMIT 1",
                                       std::span(&unit, 1), [&](const Row& row) -> Status {
                                         note = row.text(0);
                                         return {};
                                       });
  if (!status) return fail(status.error());
  if (note.empty()) return std::nullopt;
  Result<journal::SignedCheckpoint> parsed = journal::SignedCheckpoint::parse(note);
  if (!parsed) return fail(parsed.error());
  return std::move(*parsed);
}

Status StoredHashes::read(int level, std::uint64_t first, std::uint64_t count, std::vector<journal::Hash>& hashes) {
  Run& run = last_[level];
  if (run.first != first || run.hashes.size() != count) {
    run.hashes.clear();
    run.first = first;
    Status status = fetch(level, static_cast<std::int64_t>(first), static_cast<std::int64_t>(count), run.hashes);
    if (!status) {
      run.hashes.clear();
      return status;
    }
  }
  hashes.insert(hashes.end(), run.hashes.begin(), run.hashes.end());
  return {};
}

Status StoredHashes::fetch(int level, std::int64_t first, std::int64_t count, std::vector<journal::Hash>& hashes) {
  if (level == 0) {
    return read_journal(database_, unit_id_, first, count, [&](std::int64_t, std::string_view entry) -> Status {
      hashes.push_back(hasher_.leaf(entry));
      return {};
    });
  }
  const Cell range[] = {unit_id_, level, first, first + count};
  return database_.query(
      "SELECT hash FROM journal_subtrees WHERE unit_id = ? AND level = ? AND position >= ? AND position < ? ORDER BY "
      "position",
      range, [&](const Row& row) -> Status {
        const Result<journal::Hash> hash = journal::Hash::parse_base64(row.text(0));
        if (!hash) return fail(hash.error());
        hashes.push_back(*hash);
        return {};
      });
}

}  // namespace jiheng::store
