// The journal of a unit in the database: appending entries inside the transaction that makes the change, reading them,
// and the stored hashes that proofs are made of (journal/merkle.h). Entries are texts; what they say is ledger/entry.h.
//
// Tables: journal, journal_heads, journal_subtrees (migrations.cpp). The leaf hashes are not stored: they are computed
// from the entries, at most 256 for a proof. Errors: store.*, journal.*. Thread-safety: as the Database.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "journal/checkpoint.h"
#include "journal/merkle.h"
#include "store/database.h"

namespace jiheng::store {

// The size and the root of a unit's journal; of a unit that has none yet an empty one.
struct JournalHead {
  journal::HashAlgorithm algorithm = journal::HashAlgorithm::sha256;
  journal::Frontier frontier;
};
Result<JournalHead> journal_head(Database& database, std::string_view unit_id);

// Appends to one unit's journal inside the current transaction, which must be one for writing and which a failure must
// end. Nothing is appended for certain before finish().
class JournalAppender {
 public:
  // `bulk`: many entries will come (an import). `algorithm`: of a journal that begins now.
  static Result<JournalAppender> open(Database& database, std::string_view unit_id, bool bulk = false,
                                      journal::HashAlgorithm algorithm = journal::HashAlgorithm::sha256);
  // The sequence number of the next entry.
  std::int64_t next() const { return static_cast<std::int64_t>(head_.frontier.size()); }
  Status append(std::string_view entry);
  Status finish();

 private:
  JournalAppender(Database& database, std::string_view unit_id, JournalHead head)
      : database_(&database), unit_id_(unit_id), head_(std::move(head)), hasher_(head_.algorithm) {}

  Database* database_;
  std::string unit_id_;
  JournalHead head_;
  journal::Hasher hasher_;
  std::unique_ptr<BulkInsert> bulk_;
};

// The entries [first, first + count), in order; fewer when the journal ends before.
Status read_journal(Database& database, std::string_view unit_id, std::int64_t first, std::int64_t count,
                    const std::function<Status(std::int64_t seq, std::string_view entry)>& each);

// Signs what the unit's journal is now and keeps the checkpoint; one that is there for this size already stays, if the
// same key signed it. `time`: 2026-11-22T04:10:05Z. journal.empty when nothing was ever recorded.
Result<journal::SignedCheckpoint> sign_checkpoint(Database& database, std::string_view unit_id, const std::string& time,
                                                  const journal::PrivateKey& key);
// The kept checkpoint of the greatest size; nothing when there is none.
Result<std::optional<journal::SignedCheckpoint>> last_checkpoint(Database& database, std::string_view unit_id);

// Keeps the runs it read last: the proofs of neighbouring entries need the same.
class StoredHashes final : public journal::HashSource {
 public:
  StoredHashes(Database& database, std::string_view unit_id, journal::HashAlgorithm algorithm)
      : database_(database), unit_id_(unit_id), hasher_(algorithm) {}
  Status read(int level, std::uint64_t first, std::uint64_t count, std::vector<journal::Hash>& hashes) override;

 private:
  Database& database_;
  Status fetch(int level, std::int64_t first, std::int64_t count, std::vector<journal::Hash>& hashes);

  struct Run {
    std::uint64_t first = 0;
    std::vector<journal::Hash> hashes;
  };
  std::string unit_id_;
  journal::Hasher hasher_;
  std::map<int, Run> last_;  // by level
};

}  // namespace jiheng::store
