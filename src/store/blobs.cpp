#include "store/blobs.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>

#include "base/text.h"
#include "journal/hash.h"

namespace jiheng::store {
namespace {

constexpr std::size_t piece_size = 1 << 20;

class FileReader {
 public:
  static Result<FileReader> open(const std::filesystem::path& path) {
    std::error_code error;
    // Before it is opened: that would wait for ever at a pipe.
    const bool regular = std::filesystem::is_regular_file(path, error);
    if (error) return fail("blob.cannot-read", {{"file", path.string()}}, error.message());
    if (!regular) return fail("blob.not-a-file", {{"file", path.string()}});
    std::FILE* file = std::fopen(path.c_str(), "rb");
    if (!file) return fail("blob.cannot-read", {{"file", path.string()}}, std::strerror(errno));
    std::setvbuf(file, nullptr, _IONBF, 0);
    return FileReader(path, file);
  }

  // The next piece, valid until the next call: whole ones and then the rest; empty at the end.
  Result<std::string_view> next() {
    const std::size_t size = std::fread(buffer_.data(), 1, buffer_.size(), file_.get());
    if (std::ferror(file_.get())) return fail("blob.cannot-read", {{"file", path_.string()}}, std::strerror(errno));
    return std::string_view(buffer_).substr(0, size);
  }

 private:
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  FileReader(std::filesystem::path path, std::FILE* file)
      : path_(std::move(path)), file_(file), buffer_(piece_size, '\0') {}

  std::filesystem::path path_;
  std::unique_ptr<std::FILE, Close> file_;
  std::string buffer_;
};

}  // namespace

Result<MeasuredFile> measure_file(const std::filesystem::path& path, std::int64_t limit, const BytesDone& done) {
  auto reader = FileReader::open(path);
  if (!reader) return fail(reader.error());
  journal::Hasher hasher(journal::HashAlgorithm::sha256);
  hasher.begin();
  MeasuredFile file;
  for (;;) {
    const auto piece = reader->next();
    if (!piece) return fail(piece.error());
    if (piece->empty()) break;
    if (file.blob.size == 0) file.head = piece->substr(0, MeasuredFile::head_size);
    file.blob.size += static_cast<std::int64_t>(piece->size());
    if (file.blob.size > limit) {
      return fail("blob.too-large",
                  {{"file", path.string()}, {"limit", byte_size_text(static_cast<std::uint64_t>(limit))}});
    }
    hasher.add(*piece);
    if (done) done(file.blob.size);
  }
  file.blob.sha256 = hasher.finish().to_hex();
  return file;
}

Status store_blob(Database& database, std::string_view unit_id, const std::filesystem::path& path, const Blob& blob,
                  const BytesDone& done) {
  const auto stored = blob_size(database, unit_id, blob.sha256);
  if (!stored) return fail(stored.error());
  if (*stored) return {};
  auto reader = FileReader::open(path);
  if (!reader) return fail(reader.error());
  const Cell row[] = {unit_id, blob.sha256, blob.size};
  Status status = database.execute("INSERT INTO blobs (unit_id, sha256, size) VALUES (?, ?, ?)", row);
  if (!status) return status;
  journal::Hasher hasher(journal::HashAlgorithm::sha256);
  hasher.begin();
  std::int64_t size = 0;
  for (std::int64_t position = 0;; ++position) {
    const auto bytes = reader->next();
    if (!bytes) return fail(bytes.error());
    if (bytes->empty()) break;
    size += static_cast<std::int64_t>(bytes->size());
    if (size > blob.size) break;  // it grew: no need to read on
    hasher.add(*bytes);
    const Cell piece[] = {unit_id, blob.sha256, position, Cell::of_bytes(*bytes)};
    status = database.execute("INSERT INTO blob_pieces (unit_id, sha256, position, bytes) VALUES (?, ?, ?, ?)", piece);
    if (!status) return status;
    if (done) done(size);
  }
  if (size != blob.size || hasher.finish().to_hex() != blob.sha256) {
    return fail("blob.changed", {{"file", path.string()}});
  }
  return {};
}

Result<std::optional<std::int64_t>> blob_size(Database& database, std::string_view unit_id, std::string_view sha256) {
  std::optional<std::int64_t> size;
  const Cell key[] = {unit_id, sha256};
  const Status status =
      database.query("SELECT size FROM blobs WHERE unit_id = ? AND sha256 = ?", key, [&](const Row& row) -> Status {
        size = row.integer(0);
        return {};
      });
  if (!status) return fail(status.error());
  return size;
}

Status read_blob(Database& database, std::string_view unit_id, std::string_view sha256,
                 const std::function<Status(std::string_view)>& each) {
  const auto size = blob_size(database, unit_id, sha256);
  if (!size) return fail(size.error());
  if (!*size) return fail("blob.none", {{"sha256", sha256}});
  journal::Hasher hasher(journal::HashAlgorithm::sha256);
  hasher.begin();
  std::int64_t read = 0;
  const Cell key[] = {unit_id, sha256};
  const Status status =
      database.query("SELECT bytes FROM blob_pieces WHERE unit_id = ? AND sha256 = ? ORDER BY position", key,
                     [&](const Row& row) -> Status {
                       const std::string piece = row.bytes(0);
                       hasher.add(piece);
                       read += static_cast<std::int64_t>(piece.size());
                       return each(piece);
                     });
  if (!status) return status;
  // A missing, moved or changed piece shows in the hash; a changed size only here.
  if (hasher.finish().to_hex() != sha256 || read != **size) return fail("blob.damaged", {{"sha256", sha256}});
  return {};
}

Status remove_blob(Database& database, std::string_view unit_id, std::string_view sha256) {
  const Cell key[] = {unit_id, sha256};
  if (Status status = database.execute("DELETE FROM blob_pieces WHERE unit_id = ? AND sha256 = ?", key); !status) {
    return status;
  }
  return database.execute("DELETE FROM blobs WHERE unit_id = ? AND sha256 = ?", key);
}

}  // namespace jiheng::store
