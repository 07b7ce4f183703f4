#include <zip.h>

#include <algorithm>

#include "reading/readers.h"

namespace jiheng::reading {

struct ZipArchive::Impl {
  ~Impl() {
    if (archive != nullptr) zip_discard(archive);
  }
  zip_t* archive = nullptr;
  std::string name;
  Limits limits;
  std::size_t unpacked = 0;
};

ZipArchive::ZipArchive(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
ZipArchive::ZipArchive(ZipArchive&&) noexcept = default;
ZipArchive::~ZipArchive() = default;

Result<ZipArchive> ZipArchive::open(std::string_view bytes, const std::string& name, const Limits& limits) {
  auto impl = std::make_unique<Impl>();
  impl->name = name;
  impl->limits = limits;
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
  if (source != nullptr) impl->archive = zip_open_from_source(source, ZIP_RDONLY, &error);
  const std::string detail = impl->archive == nullptr ? zip_error_strerror(&error) : "";
  if (source != nullptr && impl->archive == nullptr) zip_source_free(source);
  zip_error_fini(&error);
  if (impl->archive == nullptr) return fail("reading.damaged", {{"file", name}}, detail);
  return ZipArchive(std::move(impl));
}

bool ZipArchive::has(const char* member) const {
  return zip_name_locate(impl_->archive, member, 0) >= 0;
}

Result<std::string> ZipArchive::member(const char* path) {
  // What compresses better than this was made to burst.
  constexpr zip_uint64_t highest_ratio = 500, small = 2u << 20;
  zip_stat_t about;
  zip_stat_init(&about);
  if (zip_stat(impl_->archive, path, 0, &about) != 0) {
    return fail("reading.damaged", {{"file", impl_->name}}, std::string("no ") + path);
  }
  if ((about.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 && about.encryption_method != ZIP_EM_NONE) {
    return fail("reading.encrypted", {{"file", impl_->name}});
  }
  const auto bomb = [&] { return fail("reading.zip-bomb", {{"file", impl_->name}}, path); };
  const std::size_t most = impl_->limits.text_bytes * 2 - std::min(impl_->unpacked, impl_->limits.text_bytes * 2);
  const zip_uint64_t packed = (about.valid & ZIP_STAT_COMP_SIZE) != 0 ? about.comp_size : 0;
  if ((about.valid & ZIP_STAT_SIZE) != 0) {
    if (about.size > small && about.size / std::max<zip_uint64_t>(packed, 1) > highest_ratio) return bomb();
    if (about.size > impl_->limits.text_bytes || about.size > most) {
      return fail("reading.too-large",
                  {{"file", impl_->name}, {"limit", static_cast<long long>(impl_->limits.text_bytes >> 20)}});
    }
  }
  zip_file_t* file = zip_fopen(impl_->archive, path, 0);
  if (file == nullptr) {
    return fail("reading.damaged", {{"file", impl_->name}}, zip_strerror(impl_->archive));
  }
  std::string content;
  char piece[16 << 10];
  zip_int64_t count = 0;
  // The size told may be a lie.
  while ((count = zip_fread(file, piece, sizeof piece)) > 0 && content.size() <= most) {
    content.append(piece, static_cast<std::size_t>(count));
  }
  zip_fclose(file);
  impl_->unpacked += content.size();
  if (count < 0) return fail("reading.damaged", {{"file", impl_->name}}, path);
  if (content.size() > std::min(most, impl_->limits.text_bytes)) return bomb();
  return content;
}

}  // namespace jiheng::reading
