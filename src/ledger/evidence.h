// Evidence (佐证材料): files attached to records and to the items of a rubric. The bytes are kept by their content
// (store/blobs.h), once for a unit however often they are attached; the last detaching takes them out, and what they
// were stays in the journal by name, hash and size.
//
// A file is examined before anything is changed: its size, and that its type is a known one and not another
// (file_type.h). Records are attached to through Ledger, items through here; each call is one transaction with a
// journal entry per file. Errors: evidence.*, blob.*, record.none, store.*. Thread-safety: as the Database.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "ledger/act.h"
#include "ledger/record_key.h"
#include "store/blobs.h"

namespace jiheng::ledger {

inline constexpr std::int64_t default_file_limit = std::int64_t{100} << 20;  // bytes

struct EvidenceFile {
  std::string name;  // cleaned, as it will be kept
  std::filesystem::path path;
  store::Blob blob;
};
// Without a database.
Result<EvidenceFile> examine_file(const std::filesystem::path& path, std::int64_t limit = default_file_limit,
                                  const store::BytesDone& done = {});

struct EvidenceTarget {
  enum class Kind { record, item };
  Kind kind = Kind::record;
  std::string unit_id;
  int year = 0;
  std::string owner;  // the register's or the rubric's id
  std::string key;    // the record's key or the item's id
  friend bool operator==(const EvidenceTarget&, const EvidenceTarget&) = default;
};
Result<EvidenceTarget> target_of_record(store::Database& database, const pack::Library& library,
                                        const RecordName& name);
// `item`: RUBRIC/ITEM. evidence.no-item.
Result<EvidenceTarget> target_of_item(const pack::Library& library, std::string_view unit_id, int year,
                                      std::string_view item);

struct Attaching {
  bool replace = false;  // a file of the same name
  std::string comment;
  std::function<void(const EvidenceFile& file, std::int64_t done)> progress;
};

// Both tell the number of the last journal entry. Detaching needs a comment.
Result<std::int64_t> attach_to_item(store::Database& database, const Act& act, const EvidenceTarget& item,
                                    std::span<const EvidenceFile> files, const Attaching& attaching = {});
Result<std::int64_t> detach_from_item(store::Database& database, const Act& act, const EvidenceTarget& item,
                                      const std::string& name, const std::string& comment);

struct Attachment {
  EvidenceTarget target;
  std::string name;
  store::Blob blob;
  std::int64_t entry = 0;  // of the journal: who attached it and when
  std::string by;
  std::string at;  // UTC
};

// Of one target, or of a unit's whole year: records by register and key, then items, by name.
Result<std::vector<Attachment>> list_attachments(store::Database& database, const EvidenceTarget& target);
Result<std::vector<Attachment>> list_attachments(store::Database& database, std::string_view unit_id, int year);

// As store::read_blob(), in one consistent picture: no transaction may be open.
Status read_attachment(store::Database& database, const EvidenceTarget& target, const std::string& name,
                       const std::function<Status(std::string_view piece)>& each);

struct ItemEvidence {
  const pack::Item* item = nullptr;
  std::int64_t attached = 0;  // to the item
  // To records of the registers that the item's rule counts, whether or not it counts these records: told beside, not
  // taken for the item's own.
  std::int64_t on_records = 0;

  std::int64_t demanded() const { return item->evidence ? item->evidence->minimum : 0; }
  std::int64_t missing() const { return std::max<std::int64_t>(0, demanded() - attached); }
};
// Of the items that demand evidence or have some, in the rubric's order.
Result<std::vector<ItemEvidence>> item_evidence(store::Database& database, const pack::Library& library,
                                                const pack::Rubric& rubric, std::string_view unit_id, int year);

}  // namespace jiheng::ledger
