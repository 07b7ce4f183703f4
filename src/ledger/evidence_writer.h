// Attaches files to one target and detaches them, inside the current transaction, with a journal entry each. Private to
// ledger/. Errors: evidence.name-taken, evidence.none, evidence.detach-needs-comment, blob.*, store.*.
// Thread-safety: as the Database.
#pragma once

#include "ledger/entry.h"
#include "ledger/evidence.h"
#include "store/journal.h"

namespace jiheng::ledger {

class EvidenceWriter {
 public:
  // `entry`: what every entry says of the target. A record's entries form a chain that goes on from its `previous`.
  EvidenceWriter(store::Database& database, store::JournalAppender& journal, EvidenceTarget target, Entry entry)
      : database_(database), journal_(journal), target_(std::move(target)), entry_(std::move(entry)) {}

  Status attach(const EvidenceFile& file, const Attaching& attaching);
  Status detach(const std::string& name, const std::string& comment);
  Status detach_all(const std::string& comment);
  // The number of the last entry of the chain: where it began when nothing was written.
  std::optional<std::int64_t> last() const { return last_ ? last_ : entry_.previous; }

 private:
  Result<std::optional<Attachment>> find(const std::string& name);
  Status drop(const Attachment& attachment);
  Status release(const store::Blob& blob);
  Status write(std::string action, const std::string& name, const store::Blob& blob, const std::string& comment);

  store::Database& database_;
  store::JournalAppender& journal_;
  EvidenceTarget target_;
  Entry entry_;
  std::optional<std::int64_t> last_;
};

// Journal entries about an item of a rubric: no register, and "RUBRIC/ITEM" as the record.
Entry item_entry(const Act& act, const EvidenceTarget& item);

}  // namespace jiheng::ledger
