#include "doctor/case.h"
#include "journal/hash.h"

namespace jiheng::doctor {
namespace {

struct Blob {
  std::string sha256;
  std::int64_t size = 0;
};

constexpr int page_blobs = 500;

// Hashes the pieces of one file and says what is wrong with them.
Status check_blob(Case& its, const std::string& unit_id, const Blob& blob, journal::Hasher& hasher) {
  std::int64_t pieces = 0, size = 0;
  bool in_order = true;
  hasher.begin();
  const store::Cell parameters[] = {unit_id, blob.sha256};
  const Status read =
      its.database.query("SELECT position, bytes FROM blob_pieces WHERE unit_id = ? AND sha256 = ? ORDER BY position",
                         parameters, [&](const store::Row& row) -> Status {
                           in_order &= row.integer(0) == pieces++;
                           const std::string bytes = row.bytes(1);
                           size += static_cast<std::int64_t>(bytes.size());
                           hasher.add(bytes);
                           return {};
                         });
  const std::string found = hasher.finish().to_hex();
  if (!read) return read;
  ++its.report.examined.files;
  if (in_order && size == blob.size && found == blob.sha256) return {};
  its.ailing({unit_id, 0, "", "", {}},
             make_error("doctor.file-damaged",
                        {{"sha256", blob.sha256}, {"size", blob.size}, {"found", size}, {"hash", found}}),
             message_text("doctor.remedy-restore"));
  return {};
}

Status check_blobs(Case& its, const std::string& unit_id) {
  journal::Hasher hasher(journal::HashAlgorithm::sha256);
  std::string last;
  for (bool more = true; more;) {
    std::vector<Blob> page;
    const store::Cell parameters[] = {unit_id, last};
    const Status read =
        its.database.query("SELECT sha256, size FROM blobs WHERE unit_id = ? AND sha256 > ? ORDER BY sha256 LIMIT " +
                               std::to_string(page_blobs),
                           parameters, [&](const store::Row& row) -> Status {
                             page.push_back({std::string(row.text(0)), row.integer(1)});
                             return {};
                           });
    if (!read) return read;
    for (const Blob& blob : page) {
      if (Status status = check_blob(its, unit_id, blob, hasher); !status) return status;
    }
    more = page.size() == page_blobs;
    if (more) last = page.back().sha256;
  }
  return {};
}

Status check_attachments(Case& its, const std::string& unit_id) {
  const store::Cell unit = unit_id;
  return its.database.query(
      "SELECT a.year, a.kind, a.owner, a.target, a.name, a.entry, b.size, a.size, j.entry FROM attachments a LEFT JOIN "
      "blobs b ON b.unit_id = a.unit_id AND b.sha256 = a.sha256 LEFT JOIN journal j ON j.unit_id = a.unit_id AND "
      "j.seq = a.entry WHERE a.unit_id = ? ORDER BY a.year, a.kind, a.owner, a.target, a.name",
      std::span(&unit, 1), [&](const store::Row& row) -> Status {
        const bool of_record = row.text(1) == "record";
        const Place place{
            unit_id, static_cast<int>(row.integer(0)), of_record ? std::string(row.text(2)) : "",
            of_record ? std::string(row.text(3)) : std::string(row.text(2)) + "/" + std::string(row.text(3)),
            row.integer(5)};
        if (row.is_null(6) || row.integer(6) != row.integer(7)) {
          its.ailing(place, make_error("doctor.file-missing", {{"name", row.text(4)}}),
                     message_text("doctor.remedy-restore"));
        }
        if (row.is_null(8)) {
          its.ailing(place, make_error("doctor.attachment-without-entry", {{"name", row.text(4)}}),
                     message_text("doctor.remedy-restore"));
        }
        return {};
      });
}

}  // namespace

Status check_files(Case& its, const std::string& unit_id) {
  if (Status status = check_blobs(its, unit_id); !status) return status;
  if (Status status = check_attachments(its, unit_id); !status) return status;
  const store::Cell unit[] = {unit_id, unit_id};
  return its.database.query(
      "SELECT sha256 FROM blobs b WHERE unit_id = ? AND NOT EXISTS (SELECT 1 FROM attachments a WHERE a.unit_id = "
      "b.unit_id AND a.sha256 = b.sha256) UNION SELECT sha256 FROM blob_pieces p WHERE unit_id = ? AND NOT EXISTS "
      "(SELECT 1 FROM blobs b WHERE b.unit_id = p.unit_id AND b.sha256 = p.sha256) ORDER BY 1",
      unit, [&](const store::Row& row) -> Status {
        its.ailing({unit_id, 0, "", "", {}}, make_error("doctor.file-of-nobody", {{"sha256", row.text(0)}}),
                   message_text("doctor.remedy-file-of-nobody"));
        return {};
      });
}

}  // namespace jiheng::doctor
