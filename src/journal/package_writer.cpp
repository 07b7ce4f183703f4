#include <zip.h>

#include <algorithm>
#include <boost/json.hpp>
#include <fstream>
#include <map>

#include "base/temporary_file.h"
#include "journal/package.h"

namespace jiheng::journal {
namespace {

namespace json = boost::json;

constexpr zip_uint16_t dos_date = (0 << 9) | (1 << 5) | 1;  // 1980-01-01, the first day a zip can name
constexpr std::string_view figure_types[] = {"number", "money", "date", "moment"};
constexpr std::string_view aggregates[] = {"count", "sum", "distinct", "minimum", "maximum"};

template <class Enum, std::size_t n>
std::optional<Enum> find_id(const std::string_view (&ids)[n], std::string_view id) {
  const auto found = std::find(std::begin(ids), std::end(ids), id);
  if (found == std::end(ids)) return std::nullopt;
  return static_cast<Enum>(found - std::begin(ids));
}

json::value to_json(const ExactText& text) {
  return text ? json::value(*text) : json::value(nullptr);
}

// Bytes that wait in a temporary file to be zipped, with their SHA-256.
class Spool {
 public:
  Spool() : out_(file_.path(), std::ios::binary) { hasher_.begin(); }
  bool write(std::string_view bytes) {
    hasher_.add(bytes);
    size_ += bytes.size();
    out_.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    return static_cast<bool>(out_);
  }
  // What was written since the last member: its place, size and hash.
  struct Member {
    const Spool* spool;
    std::uint64_t begin;
    std::uint64_t size;
    Hash sha256;
  };
  Member end_member() {
    const Member member{this, begin_, size_ - begin_, hasher_.finish()};
    begin_ = size_;
    hasher_.begin();
    return member;
  }
  // The bytes since then are not wanted: the next member is written over them.
  void drop(const Member& member) {
    out_.seekp(static_cast<std::streamoff>(member.begin));
    begin_ = size_ = member.begin;
  }
  bool flush() { return static_cast<bool>(out_.flush()); }
  const std::string& path() const { return file_.path(); }

 private:
  TemporaryFile file_;
  std::ofstream out_;
  Hasher hasher_{HashAlgorithm::sha256};
  std::uint64_t begin_ = 0, size_ = 0;
};

}  // namespace

std::string_view id_of(FigureType type) {
  return figure_types[static_cast<std::size_t>(type)];
}

std::string_view id_of(Aggregate aggregate) {
  return aggregates[static_cast<std::size_t>(aggregate)];
}

std::optional<FigureType> parse_figure_type(std::string_view id) {
  return find_id<FigureType>(figure_types, id);
}

std::optional<Aggregate> parse_aggregate(std::string_view id) {
  return find_id<Aggregate>(aggregates, id);
}

struct PackageWriter::Impl {
  Status cannot_write(std::string detail) const {
    return fail("package.cannot-write", {{"path", path.string()}}, std::move(detail));
  }
  Status write(Spool& spool, std::string_view bytes) const {
    if (!spool.write(bytes)) return cannot_write("the folder for temporary files is full or not there");
    return {};
  }
  Status add_member(const std::string& name, std::string_view bytes) {
    if (auto written = write(others, bytes); !written) return written;
    members.emplace(name, others.end_member());
    return {};
  }
  std::string manifest() const;
  Status zip();

  std::filesystem::path path;
  PackageInfo info;
  HashAlgorithm algorithm = HashAlgorithm::sha256;
  Spool entries, figures, others;
  std::map<std::string, Spool::Member> members;
  std::optional<std::uint64_t> last_index;
  Hash seal;
  std::optional<std::uint64_t> seal_entry;
  bool finished = false;
};

std::string PackageWriter::Impl::manifest() const {
  json::array list;
  for (const auto& [name, member] : members) {
    list.push_back(json::object{{"name", name}, {"size", member.size}, {"sha256", member.sha256.to_hex()}});
  }
  const json::object manifest{{"format", package_format},
                              {"unit", info.unit_id},
                              {"unit_name", info.unit_name},
                              {"year", info.year},
                              {"made", info.made},
                              {"version", info.version},
                              {"hash", id_of(algorithm)},
                              {"seal", seal.to_hex()},
                              {"seal_entry", seal_entry ? json::value(*seal_entry) : json::value(nullptr)},
                              {"members", std::move(list)}};
  return json::serialize(manifest) + "\n";
}

Status PackageWriter::Impl::zip() {
  int code = 0;
  zip_t* archive = zip_open(path.c_str(), ZIP_CREATE | ZIP_TRUNCATE, &code);
  if (archive == nullptr) {
    zip_error_t error;
    zip_error_init_with_code(&error, code);
    const std::string detail = zip_error_strerror(&error);
    zip_error_fini(&error);
    return cannot_write(detail);
  }
  const auto failed = [&] {
    const std::string detail = zip_strerror(archive);
    zip_discard(archive);
    return cannot_write(detail);
  };
  for (const auto& [name, member] : members) {
    // A length of 0 means to the end of the file: an empty member is one of no bytes in memory.
    zip_source_t* source = member.size == 0 ? zip_source_buffer(archive, nullptr, 0, 0)
                                            : zip_source_file(archive, member.spool->path().c_str(), member.begin,
                                                              static_cast<zip_int64_t>(member.size));
    const zip_int64_t index = source == nullptr ? -1 : zip_file_add(archive, name.c_str(), source, ZIP_FL_ENC_UTF_8);
    if (index < 0) {
      if (source != nullptr) zip_source_free(source);
      return failed();
    }
    // Attached files are compressed already, or so regular that a verifier would take them for a bomb.
    const auto method = name.starts_with(blobs_folder) ? ZIP_CM_STORE : ZIP_CM_DEFLATE;
    const auto at = static_cast<zip_uint64_t>(index);
    if (zip_file_set_dostime(archive, at, 0, dos_date, 0) != 0 ||
        zip_set_file_compression(archive, at, method, 0) != 0) {
      return failed();
    }
  }
  if (zip_close(archive) != 0) return failed();
  return {};
}

Result<PackageWriter> PackageWriter::create(const std::filesystem::path& path, PackageInfo info,
                                            const SignedCheckpoint& checkpoint, const PublicKey& key) {
  auto impl = std::make_unique<Impl>();
  impl->path = path;
  impl->info = std::move(info);
  impl->algorithm = checkpoint.checkpoint.algorithm;
  for (const auto& [name, bytes] :
       {std::pair(checkpoint_name, checkpoint.to_text()), std::pair(key_name, key.to_pem())}) {
    if (auto added = impl->add_member(name, bytes); !added) return fail(std::move(added.error()));
  }
  return PackageWriter(std::move(impl));
}

PackageWriter::PackageWriter(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
PackageWriter::PackageWriter(PackageWriter&&) noexcept = default;
PackageWriter& PackageWriter::operator=(PackageWriter&&) noexcept = default;
PackageWriter::~PackageWriter() = default;

Status PackageWriter::add_entry(std::uint64_t index, std::string_view entry, std::span<const Hash> proof) {
  if (impl_->finished || (impl_->last_index && index <= *impl_->last_index)) return fail("package.bad-order");
  impl_->last_index = index;
  json::array hashes;
  for (const Hash& hash : proof) hashes.emplace_back(hash.to_base64());
  const json::object line{{"index", index}, {"entry", entry}, {"proof", std::move(hashes)}};
  return impl_->write(impl_->entries, json::serialize(line) + "\n");
}

Status PackageWriter::add_figure(const Figure& figure) {
  if (impl_->finished) return fail("package.bad-order");
  json::object line{{"id", figure.id},
                    {"title", figure.title},
                    {"unit", figure.unit},
                    {"type", id_of(figure.type)},
                    {"decimals", figure.decimals},
                    {"value", to_json(figure.value)},
                    {"shown", figure.shown}};
  if (!figure.formula.empty()) {
    line["formula"] = figure.formula;
    line["inputs"] = json::array(figure.inputs.begin(), figure.inputs.end());
  } else {
    line["over"] = figure.over;
    line["aggregate"] = id_of(figure.aggregate);
    if (!figure.field.empty()) line["field"] = figure.field;
    json::array rows;
    for (const FigureRow& row : figure.rows) {
      rows.push_back(json::object{{"index", row.index}, {"counts", to_json(row.counts)}});
    }
    line["rows"] = std::move(rows);
  }
  return impl_->write(impl_->figures, json::serialize(line) + "\n");
}

Status PackageWriter::set_scorecard(std::string_view json, std::optional<std::uint64_t> seal_entry) {
  if (impl_->finished || impl_->members.contains(scorecard_name)) return fail("package.bad-order");
  if (auto added = impl_->add_member(scorecard_name, json); !added) return added;
  impl_->seal = impl_->members.at(scorecard_name).sha256;
  impl_->seal_entry = seal_entry;
  return {};
}

Status PackageWriter::add_blob(const std::function<Result<std::string_view>()>& next) {
  if (impl_->finished) return fail("package.bad-order");
  for (;;) {
    auto piece = next();
    if (!piece) {
      impl_->others.drop(impl_->others.end_member());
      return fail(std::move(piece.error()));
    }
    if (piece->empty()) break;
    if (auto written = impl_->write(impl_->others, *piece); !written) return written;
  }
  const Spool::Member member = impl_->others.end_member();
  if (!impl_->members.emplace(std::string(blobs_folder) + member.sha256.to_hex(), member).second) {
    impl_->others.drop(member);
  }
  return {};
}

Status PackageWriter::finish() {
  if (impl_->finished || !impl_->members.contains(scorecard_name)) return fail("package.bad-order");
  impl_->finished = true;
  impl_->members.emplace(entries_name, impl_->entries.end_member());
  impl_->members.emplace(figures_name, impl_->figures.end_member());
  if (auto added = impl_->add_member(manifest_name, impl_->manifest()); !added) return added;
  for (Spool* spool : {&impl_->entries, &impl_->figures, &impl_->others}) {
    if (!spool->flush()) return impl_->cannot_write("the folder for temporary files is full");
  }
  return impl_->zip();
}

}  // namespace jiheng::journal
