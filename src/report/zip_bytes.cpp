#include "report/zip_bytes.h"

#include <zip.h>

#include <memory>

namespace jiheng::report {
namespace {

constexpr zip_uint16_t dos_date = (0 << 9) | (1 << 5) | 1;  // 1980-01-01, the first day a zip can name
constexpr zip_uint16_t dos_time = 0;
constexpr zip_uint32_t deflate_level = 3;  // reports are small; a higher level costs more than it saves

struct SourceRelease {
  void operator()(zip_source_t* source) const { zip_source_free(source); }
};
struct ArchiveDiscard {
  void operator()(zip_t* archive) const { zip_discard(archive); }
};

Error zip_error(std::string_view format, zip_error_t* error) {
  return make_error("report.write-failed", {{"format", format}}, zip_error_strerror(error));
}

}  // namespace

Result<std::string> zip_bytes(const std::vector<ZipMember>& members, std::string_view format) {
  zip_error_t error;
  zip_error_init(&error);
  std::unique_ptr<zip_source_t, SourceRelease> buffer(zip_source_buffer_create(nullptr, 0, 0, &error));
  if (!buffer) return fail(zip_error(format, &error));
  std::unique_ptr<zip_t, ArchiveDiscard> archive(zip_open_from_source(buffer.get(), ZIP_TRUNCATE, &error));
  if (!archive) return fail(zip_error(format, &error));
  zip_source_keep(buffer.get());  // the archive took ours; the bytes are read after it is closed

  for (const ZipMember& member : members) {
    zip_source_t* source = zip_source_buffer(archive.get(), member.bytes.data(), member.bytes.size(), 0);
    if (source == nullptr) return fail(zip_error(format, zip_get_error(archive.get())));
    const zip_int64_t index = zip_file_add(archive.get(), std::string(member.name).c_str(), source, ZIP_FL_ENC_UTF_8);
    if (index < 0) {
      zip_source_free(source);
      return fail(zip_error(format, zip_get_error(archive.get())));
    }
    const auto at = static_cast<zip_uint64_t>(index);
    if (zip_file_set_dostime(archive.get(), at, dos_time, dos_date, 0) != 0 ||
        zip_set_file_compression(archive.get(), at, ZIP_CM_DEFLATE, deflate_level) != 0) {
      return fail(zip_error(format, zip_get_error(archive.get())));
    }
  }
  if (zip_close(archive.get()) != 0) return fail(zip_error(format, zip_get_error(archive.get())));
  archive.release();  // closed

  zip_source_t* source = buffer.get();
  if (zip_source_open(source) != 0) return fail(zip_error(format, zip_source_error(source)));
  zip_stat_t stat;
  zip_stat_init(&stat);
  zip_source_stat(source, &stat);
  std::string bytes(stat.size, '\0');
  const zip_int64_t read = zip_source_read(source, bytes.data(), bytes.size());
  zip_source_close(source);
  if (read < 0 || static_cast<zip_uint64_t>(read) != bytes.size()) {
    return fail(zip_error(format, zip_source_error(source)));
  }
  return bytes;
}

}  // namespace jiheng::report
