#include <fcntl.h>
#include <unistd.h>
#include <zip.h>

#include <algorithm>
#include <cstdio>
#include <memory>
#include <set>

#include "backup/backup.h"
#include "backup/emptiness.h"
#include "journal/hash.h"
#include "store/schema.h"

namespace jiheng::backup {
namespace {

constexpr zip_uint32_t deflate_level = 3;        // half the time of the usual level, a tenth more bytes
constexpr std::size_t most_manifest = 16 << 20;  // bytes
constexpr std::size_t most_line = 64 << 20;      // a piece of a file is 1 MiB, in base64 a third more
constexpr std::size_t piece = 64 << 10;

tl::unexpected<Error> cannot_write(const std::filesystem::path& file, std::string detail) {
  return fail("backup.cannot-write", {{"file", file.string()}}, std::move(detail));
}

tl::unexpected<Error> damaged(const std::string& what, std::string detail = {}) {
  return fail("backup.damaged", {{"what", what}}, std::move(detail));
}

// The text of a member until the archive is closed, beside the backup: a large table must not fill the folder for
// temporary files. Gone with its object.
class Draft {
 public:
  explicit Draft(std::filesystem::path path) : path_(std::move(path)), file_(std::fopen(path_.c_str(), "wbxe")) {}
  Draft(const Draft&) = delete;
  Draft& operator=(const Draft&) = delete;
  ~Draft() {
    if (file_) std::fclose(file_);
    std::error_code ignored;
    std::filesystem::remove(path_, ignored);
  }
  bool write(std::string_view bytes) {
    return file_ && std::fwrite(bytes.data(), 1, bytes.size(), file_) == bytes.size();
  }
  bool close() { return file_ && std::fclose(std::exchange(file_, nullptr)) == 0; }
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
  std::FILE* file_;
};

struct Discard {
  void operator()(zip_t* archive) const { zip_discard(archive); }
};
using Archive = std::unique_ptr<zip_t, Discard>;

struct CloseMember {
  void operator()(zip_file_t* file) const { zip_fclose(file); }
};

class Writer {
 public:
  Writer(store::Database& database, const std::filesystem::path& file, const Progress& progress)
      : database_(database), file_(file), progress_(progress) {}

  Result<Manifest> write(const std::string& made);

 private:
  Status read_all(Manifest& manifest);
  Status read_table(const store::Table& table, Manifest& manifest);
  Status pack(const Manifest& manifest);

  store::Database& database_;
  const std::filesystem::path& file_;
  const Progress& progress_;
  std::vector<std::unique_ptr<Draft>> drafts_;
  std::uint64_t done_ = 0, total_ = 0;
};

Result<Manifest> Writer::write(const std::string& made) {
  std::error_code ignored;
  if (std::filesystem::exists(file_, ignored)) return fail("backup.exists", {{"file", file_.string()}});
  Manifest manifest;
  manifest.made = made;
  if (Status status = database_.begin_read(); !status) return fail(status.error());
  Status status = read_all(manifest);
  const Status ended = status ? database_.commit() : database_.rollback();
  if (!status) return fail(status.error());
  if (!ended) return fail(ended.error());
  if (status = pack(manifest); !status) return fail(status.error());
  return manifest;
}

Status Writer::read_all(Manifest& manifest) {
  const auto version = database_.integer("SELECT CAST(value AS BIGINT) FROM meta WHERE key = 'schema_version'", {}, 0);
  if (!version) return fail(version.error());
  manifest.schema_version = *version;
  Status status = database_.query(
      "SELECT pack_id, version, sha256 FROM packs ORDER BY pack_id", {}, [&](const store::Row& row) -> Status {
        manifest.packs.push_back({std::string(row.text(0)), std::string(row.text(1)), std::string(row.text(2))});
        return {};
      });
  if (!status) return status;
  const auto tables = store::tables_of(database_);
  if (!tables) return fail(tables.error());
  for (const store::Table& table : *tables) {
    const auto rows = database_.integer("SELECT COUNT(*) FROM \"" + table.name + "\"", {}, 0);
    if (!rows) return fail(rows.error());
    total_ += static_cast<std::uint64_t>(*rows);
  }
  for (const store::Table& table : *tables) {
    if (describes_database(table.name)) continue;
    if (status = read_table(table, manifest); !status) return status;
  }
  return {};
}

Status Writer::read_table(const store::Table& table, Manifest& manifest) {
  auto draft = std::make_unique<Draft>(file_.string() + ".unfinished." + table.name);
  Member member;
  member.table = table;
  journal::Hasher hasher(journal::HashAlgorithm::sha256);
  hasher.begin();
  std::vector<std::string> texts;
  std::vector<store::Cell> cells;
  std::string line;
  Status status = database_.query(store::select_all(table), {}, [&](const store::Row& row) -> Status {
    store::read_cells(table, row, texts, cells);
    line.clear();
    append_line(line, cells);
    hasher.add(line);
    member.size += line.size();
    ++member.rows;
    if (!draft->write(line)) return cannot_write(draft->path(), table.name);
    if (++done_ % 1000 == 0 && progress_) progress_(done_, total_);
    return {};
  });
  const journal::Hash hash = hasher.finish();
  if (!status) return status;
  if (!draft->close()) return cannot_write(draft->path(), table.name);
  member.sha256 = hash.to_hex();
  manifest.members.push_back(std::move(member));
  drafts_.push_back(std::move(draft));
  return {};
}

// libzip writes beside the file and gives it its name at the end.
Status Writer::pack(const Manifest& manifest) {
  int code = 0;
  Archive archive(zip_open(file_.c_str(), ZIP_CREATE | ZIP_EXCL, &code));
  if (!archive) return cannot_write(file_, "libzip " + std::to_string(code));
  const auto add = [&](const std::string& name, zip_source_t* source) {
    const zip_int64_t index = source ? zip_file_add(archive.get(), name.c_str(), source, ZIP_FL_ENC_UTF_8) : -1;
    if (index < 0 && source) zip_source_free(source);
    return index >= 0 && zip_set_file_compression(archive.get(), static_cast<zip_uint64_t>(index), ZIP_CM_DEFLATE,
                                                  deflate_level) == 0;
  };
  const std::string text = to_text(manifest);
  bool good = add(std::string(manifest_member), zip_source_buffer(archive.get(), text.data(), text.size(), 0));
  for (std::size_t i = 0; good && i < drafts_.size(); ++i) {
    good = add(manifest.members[i].name(), zip_source_file(archive.get(), drafts_[i]->path().c_str(), 0, -1));
  }
  if (!good || zip_close(archive.get()) != 0) return cannot_write(file_, zip_strerror(archive.get()));
  archive.release();
  const int descriptor = ::open(file_.c_str(), O_RDONLY | O_CLOEXEC);
  const bool durable = descriptor >= 0 && ::fsync(descriptor) == 0;
  if (descriptor >= 0) ::close(descriptor);
  return durable ? Status() : cannot_write(file_, "fsync");
}

// A backup open for reading.
class Reader {
 public:
  static Result<Reader> open(const std::filesystem::path& file);

  const Manifest& manifest() const { return manifest_; }
  // The lines of a member; damaged when it is not as the manifest says, which only its end shows.
  Status each_line(const Member& member, const std::function<Status(std::string_view)>& each);

 private:
  Reader(Archive archive, Manifest manifest) : archive_(std::move(archive)), manifest_(std::move(manifest)) {}

  Archive archive_;
  Manifest manifest_;
};

Result<std::string> read_manifest(zip_t* archive) {
  const std::string name(manifest_member);
  std::unique_ptr<zip_file_t, CloseMember> file(zip_fopen(archive, name.c_str(), 0));
  if (!file) return damaged(name, zip_strerror(archive));
  std::string text(most_manifest, '\0');
  const zip_int64_t size = zip_fread(file.get(), text.data(), text.size());
  if (size < 0 || static_cast<std::size_t>(size) == most_manifest) return damaged(name);
  text.resize(static_cast<std::size_t>(size));
  char more;
  if (zip_fread(file.get(), &more, 1) != 0) return damaged(name);  // the end checks the member's CRC
  return text;
}

Result<Reader> Reader::open(const std::filesystem::path& file) {
  int code = 0;
  Archive archive(zip_open(file.c_str(), ZIP_RDONLY | ZIP_CHECKCONS, &code));
  if (!archive) return damaged(file.filename().string(), "libzip " + std::to_string(code));
  const auto text = read_manifest(archive.get());
  if (!text) return fail(text.error());
  auto manifest = parse_manifest(*text);
  if (!manifest) return fail(manifest.error());
  std::set<std::string> names = {std::string(manifest_member)};
  for (const Member& member : manifest->members) {
    if (!names.insert(member.name()).second) return damaged(member.name());
  }
  const zip_int64_t count = zip_get_num_entries(archive.get(), 0);
  if (count != static_cast<zip_int64_t>(names.size())) return damaged(file.filename().string(), "members");
  return Reader(std::move(archive), std::move(*manifest));
}

Status Reader::each_line(const Member& member, const std::function<Status(std::string_view)>& each) {
  std::unique_ptr<zip_file_t, CloseMember> file(zip_fopen(archive_.get(), member.name().c_str(), 0));
  if (!file) return damaged(member.name(), zip_strerror(archive_.get()));
  journal::Hasher hasher(journal::HashAlgorithm::sha256);
  hasher.begin();
  std::uint64_t size = 0, rows = 0;
  std::string waiting, buffer(piece, '\0');
  Status status;
  zip_int64_t read = 0;
  while (status && (read = zip_fread(file.get(), buffer.data(), buffer.size())) > 0) {
    const std::string_view bytes(buffer.data(), static_cast<std::size_t>(read));
    hasher.add(bytes);
    size += bytes.size();
    waiting += bytes;
    std::size_t begin = 0;
    for (std::size_t end; status && (end = waiting.find('\n', begin)) != waiting.npos; begin = end + 1) {
      ++rows;
      status = each(std::string_view(waiting).substr(begin, end - begin));
    }
    waiting.erase(0, begin);
    if (status && (size > member.size || waiting.size() > most_line)) status = damaged(member.name());
  }
  const std::string hash = hasher.finish().to_hex();
  if (!status) return status;
  if (read < 0 || !waiting.empty() || size != member.size || rows != member.rows || hash != member.sha256) {
    return damaged(member.name());
  }
  return {};
}

Status check_members(Reader& reader) {
  std::vector<std::string> texts;
  std::vector<store::Cell> cells;
  for (const Member& member : reader.manifest().members) {
    const Status status =
        reader.each_line(member, [&](std::string_view line) { return parse_line(member.table, line, texts, cells); });
    if (!status) return status;
  }
  return {};
}

// Fills the tables of a database that has none of their rows, inside the current transaction.
class Filling {
 public:
  Filling(store::Database& database, Reader& reader, const Progress& progress)
      : database_(database), reader_(reader), progress_(progress) {
    for (const Member& member : reader.manifest().members) total_ += member.rows;
  }

  Status fill() {
    const auto tables = store::tables_of(database_);
    if (!tables) return fail(tables.error());
    for (const Member& member : reader_.manifest().members) {
      if (member.rows == 0) continue;
      if (Status status = require_place(member, *tables); !status) return status;
      if (Status status = fill_table(member); !status) return status;
    }
    return {};
  }

 private:
  Status require_place(const Member& member, const std::vector<store::Table>& tables);
  Status fill_table(const Member& member);

  store::Database& database_;
  Reader& reader_;
  const Progress& progress_;
  std::uint64_t done_ = 0, total_ = 0;
};

// The packs of now must have what the backup has; they may have more.
Status Filling::require_place(const Member& member, const std::vector<store::Table>& tables) {
  for (const store::Table& table : tables) {
    if (table.name != member.table.name) continue;
    for (const store::TableColumn& column : member.table.columns) {
      if (std::find(table.columns.begin(), table.columns.end(), column) == table.columns.end()) {
        return fail("backup.no-place", {{"what", member.table.name + "." + column.name}});
      }
    }
    if (table.key != member.table.key || describes_database(table.name)) break;
    return {};
  }
  return fail("backup.no-place", {{"what", member.table.name}});
}

Status Filling::fill_table(const Member& member) {
  const store::Table& table = member.table;
  std::vector<std::string> names;
  bool bulk = !table.key.empty();
  for (const store::TableColumn& column : table.columns) {
    names.push_back(column.name);
    bulk &= column.kind != store::Cell::Kind::bytes;
  }
  std::unique_ptr<store::BulkInsert> insert;
  if (bulk) {
    auto begun = database_.bulk_insert(table.name, names, table.key, 1);
    if (!begun) return fail(begun.error());
    insert = std::move(*begun);
  }
  const std::string sql = store::insert_one(table);
  std::vector<std::string> texts;
  std::vector<store::Cell> cells;
  Status status = reader_.each_line(member, [&](std::string_view line) -> Status {
    if (Status parsed = parse_line(table, line, texts, cells); !parsed) return parsed;
    if (++done_ % 1000 == 0 && progress_) progress_(done_, total_);
    return insert ? insert->add(cells) : database_.execute(sql, cells);
  });
  if (!status || !insert) return status;
  const auto outcome = insert->finish();
  if (!outcome) return fail(outcome.error());
  if (outcome->conflict_count > 0) return damaged(member.name(), "a key twice");
  return {};
}

}  // namespace

Result<Manifest> write_portable(store::Database& database, const std::filesystem::path& file, const std::string& made,
                                const Progress& progress) {
  return Writer(database, file, progress).write(made);
}

Result<Manifest> check_portable(const std::filesystem::path& file) {
  auto reader = Reader::open(file);
  if (!reader) return fail(reader.error());
  if (Status status = check_members(*reader); !status) return fail(status.error());
  return reader->manifest();
}

Result<Manifest> restore_portable(const std::filesystem::path& file, store::Database& database,
                                  const pack::Library& library, const Progress& progress) {
  auto reader = Reader::open(file);
  if (!reader) return fail(reader.error());
  Status status = check_members(*reader);
  if (status) status = require_empty(database);
  if (status) status = store::initialise(database, library);
  if (!status) return fail(status.error());
  auto transaction = store::Transaction::start(database);
  if (!transaction) return fail(transaction.error());
  status = require_empty(database);  // somebody may have written meanwhile
  if (status) status = Filling(database, *reader, progress).fill();
  if (status) status = transaction->commit();
  if (!status) return fail(status.error());
  return reader->manifest();
}

}  // namespace jiheng::backup
