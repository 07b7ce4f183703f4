#include "journal/package_reader.h"

#include <zip.h>

#include <algorithm>

#include "journal/package.h"

namespace jiheng::journal {
namespace {

bool is_member_name(std::string_view name) {
  for (const std::string_view known :
       {manifest_name, checkpoint_name, key_name, entries_name, figures_name, scorecard_name}) {
    if (name == known) return true;
  }
  return name.starts_with(blobs_folder) && Hash::parse_hex(name.substr(blobs_folder.size())).has_value();
}

// Checking its consistency, libzip refuses an archive in which a name stands twice.
Error not_opened(zip_error_t& error) {
  const bool is_twice = zip_error_code_zip(&error) == ZIP_ER_EXISTS;
  return make_error(is_twice ? "package.member-twice" : "package.not-a-zip", {}, zip_error_strerror(&error));
}

}  // namespace

struct PackageReader::Impl {
  ~Impl() {
    if (archive != nullptr) zip_discard(archive);
  }
  zip_t* archive = nullptr;
  PackageLimits limits;
  std::map<std::string, std::uint64_t> members;
};

PackageReader::PackageReader(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
PackageReader::PackageReader(PackageReader&&) noexcept = default;
PackageReader& PackageReader::operator=(PackageReader&&) noexcept = default;
PackageReader::~PackageReader() = default;

Result<PackageReader> PackageReader::open(std::string_view bytes, const PackageLimits& limits) {
  if (bytes.empty()) return fail("package.not-a-zip");  // libzip takes it for an archive of nothing
  auto impl = std::make_unique<Impl>();
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
  if (source != nullptr) impl->archive = zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, &error);
  const Error refused = impl->archive == nullptr ? not_opened(error) : Error();
  if (source != nullptr && impl->archive == nullptr) zip_source_free(source);
  zip_error_fini(&error);
  if (impl->archive == nullptr) return fail(refused);
  return checked(std::move(impl), limits);
}

Result<PackageReader> PackageReader::open_file(const std::filesystem::path& path, const PackageLimits& limits) {
  std::error_code no_file;
  if (!std::filesystem::is_regular_file(path, no_file)) {
    return fail("package.cannot-read", {{"path", path.string()}}, no_file.message());
  }
  if (std::filesystem::file_size(path, no_file) == 0) return open({}, limits);
  auto impl = std::make_unique<Impl>();
  int code = 0;
  impl->archive = zip_open(path.c_str(), ZIP_RDONLY | ZIP_CHECKCONS, &code);
  if (impl->archive == nullptr) {
    zip_error_t error;
    zip_error_init_with_code(&error, code);
    Error refused = not_opened(error);
    zip_error_fini(&error);
    if (code == ZIP_ER_OPEN || code == ZIP_ER_READ || code == ZIP_ER_MEMORY) {
      return fail("package.cannot-read", {{"path", path.string()}}, refused.detail);
    }
    return fail(std::move(refused));
  }
  return checked(std::move(impl), limits);
}

Result<PackageReader> PackageReader::checked(std::unique_ptr<Impl> impl, const PackageLimits& limits) {
  impl->limits = limits;
  const auto count = static_cast<std::uint64_t>(zip_get_num_entries(impl->archive, 0));
  if (count > limits.members) return fail("package.too-large", {}, "members");
  std::uint64_t total = 0;
  for (std::uint64_t i = 0; i < count; ++i) {
    zip_stat_t about;
    zip_stat_init(&about);
    const char* raw_name = zip_get_name(impl->archive, i, ZIP_FL_ENC_RAW);
    constexpr zip_uint64_t needed = ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE | ZIP_STAT_COMP_METHOD;
    if (raw_name == nullptr || zip_stat_index(impl->archive, i, ZIP_FL_ENC_RAW, &about) != 0 ||
        (about.valid & needed) != needed) {
      return fail("package.not-a-zip", {}, zip_strerror(impl->archive));
    }
    const std::string name = raw_name;
    if (!is_member_name(name)) return fail("package.member-name", {{"name", name}});
    if (!impl->members.emplace(name, about.size).second) return fail("package.member-twice");
    if ((about.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 && about.encryption_method != ZIP_EM_NONE) {
      return fail("package.member-form", {{"name", name}}, "encrypted");
    }
    if (about.comp_method != ZIP_CM_STORE && about.comp_method != ZIP_CM_DEFLATE) {
      return fail("package.member-form", {{"name", name}}, "compression method");
    }
    // What compresses better than this was made to burst.
    if (about.size > limits.small && about.size / std::max<zip_uint64_t>(about.comp_size, 1) > limits.ratio) {
      return fail("package.bomb", {{"name", name}});
    }
    const bool in_lines = name == entries_name || name == figures_name;
    if (!in_lines && !name.starts_with(blobs_folder) && about.size > limits.line) {
      return fail("package.too-large", {}, name);
    }
    if (about.size > limits.total - total) return fail("package.too-large", {}, "bytes");
    total += about.size;
  }
  return PackageReader(std::move(impl));
}

const std::map<std::string, std::uint64_t>& PackageReader::members() const {
  return impl_->members;
}

Status PackageReader::each_piece(const std::string& name, const std::function<Status(std::string_view)>& each) {
  struct Close {
    void operator()(zip_file_t* file) const { zip_fclose(file); }
  };
  const auto damaged = [&] { return fail("package.member-damaged", {{"name", name}}, zip_strerror(impl_->archive)); };
  const std::unique_ptr<zip_file_t, Close> file(zip_fopen(impl_->archive, name.c_str(), ZIP_FL_ENC_RAW));
  if (file == nullptr) return damaged();
  const std::uint64_t size = impl_->members.at(name);
  std::uint64_t read = 0;
  char piece[64 << 10];
  for (;;) {
    const zip_int64_t count = zip_fread(file.get(), piece, sizeof piece);
    if (count < 0) return damaged();
    if (count == 0) break;
    read += static_cast<std::uint64_t>(count);
    if (read > size) return damaged();  // the size told was a lie
    if (auto done = each({piece, static_cast<std::size_t>(count)}); !done) return done;
  }
  if (read != size) return damaged();
  return {};
}

Status PackageReader::each_line(const std::string& name, const std::function<Status(std::string_view)>& each) {
  std::string rest;
  auto read = each_piece(name, [&](std::string_view piece) -> Status {
    for (std::size_t end = piece.find('\n'); end != piece.npos; end = piece.find('\n')) {
      rest += piece.substr(0, end);
      if (rest.size() > impl_->limits.line) return fail("package.too-large", {}, name);
      if (auto done = each(rest); !done) return done;
      rest.clear();
      piece.remove_prefix(end + 1);
    }
    rest += piece;
    if (rest.size() > impl_->limits.line) return fail("package.too-large", {}, name);
    return {};
  });
  if (read && !rest.empty()) return fail("package.line", {{"name", name}});
  return read;
}

Result<std::string> PackageReader::text(const std::string& name) {
  std::string bytes;
  auto read = each_piece(name, [&](std::string_view piece) -> Status {
    bytes += piece;
    return {};
  });
  if (!read) return fail(std::move(read.error()));
  return bytes;
}

}  // namespace jiheng::journal
