// Files in the database, by their content: a unit's file is known by its SHA-256 and kept once, in pieces of 1 MiB, so
// that neither side ever holds a whole file in memory. What a file is attached to is the ledger's business
// (ledger/evidence.h).
//
// Tables: blobs, blob_pieces (migrations.cpp). Errors: blob.not-a-file, blob.cannot-read, blob.too-large, blob.changed
// (the file is no longer what was measured), blob.none, blob.damaged (what is stored is not what its hash says),
// store.*. Thread-safety: as the Database.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "store/database.h"

namespace jiheng::store {

struct Blob {
  std::string sha256;  // 64 hex digits, lower case
  std::int64_t size = 0;
};

struct MeasuredFile {
  Blob blob;
  std::string head;  // the first bytes, at most head_size
  static constexpr std::size_t head_size = 4096;
};

using BytesDone = std::function<void(std::int64_t done)>;

// Reads the file once. Needs no database: do it before a transaction, so that nobody waits for a slow disk.
Result<MeasuredFile> measure_file(const std::filesystem::path& path, std::int64_t limit, const BytesDone& done = {});

// Inserts the measured file in the current transaction, unless the unit has it; on failure the transaction must end.
Status store_blob(Database& database, std::string_view unit_id, const std::filesystem::path& path, const Blob& blob,
                  const BytesDone& done = {});

// Nothing when the unit has no such file.
Result<std::optional<std::int64_t>> blob_size(Database& database, std::string_view unit_id, std::string_view sha256);

// The pieces in order. Only success says that they were the file: what was done with them before is to be thrown away
// on an error. Where others may write meanwhile, call it between begin_read() and commit().
Status read_blob(Database& database, std::string_view unit_id, std::string_view sha256,
                 const std::function<Status(std::string_view piece)>& each);

Status remove_blob(Database& database, std::string_view unit_id, std::string_view sha256);

}  // namespace jiheng::store
