#include "base/output_file.h"

#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <system_error>

namespace jiheng {
namespace {

tl::unexpected<Error> write_failed(const std::filesystem::path& path) {
  const std::string reason = errno == ENOSPC || errno == EFBIG ? "磁盘空间不足" : std::strerror(errno);
  return fail("output.write-failed", {{"path", path.string()}, {"reason", reason}}, std::strerror(errno));
}

}  // namespace

Result<OutputFile> OutputFile::create(const std::filesystem::path& path) {
  std::filesystem::path temporary = path;
  temporary += ".tmp" + std::to_string(::getpid());
  std::FILE* file = std::fopen(temporary.c_str(), "wb");
  if (file == nullptr) {
    return fail("output.cannot-create", {{"path", path.string()}, {"reason", std::strerror(errno)}});
  }
  return OutputFile(path, std::move(temporary), file);
}

OutputFile::~OutputFile() {
  if (file_ == nullptr) return;  // committed or moved from
  file_.reset();
  std::error_code ignored;
  std::filesystem::remove(temporary_, ignored);
}

Status OutputFile::write(std::string_view bytes) {
  if (std::fwrite(bytes.data(), 1, bytes.size(), file_.get()) != bytes.size()) return write_failed(path_);
  return {};
}

Status OutputFile::commit() {
  if (std::fflush(file_.get()) != 0) return write_failed(path_);
  file_.reset();
  if (std::rename(temporary_.c_str(), path_.c_str()) != 0) {
    auto failed = write_failed(path_);
    std::error_code ignored;
    std::filesystem::remove(temporary_, ignored);
    return failed;
  }
  return {};
}

Status write_file(const std::filesystem::path& path, std::string_view bytes) {
  if (path.has_parent_path()) {
    if (auto status = make_folder(path.parent_path()); !status) return status;
  }
  auto file = OutputFile::create(path);
  if (!file) return fail(file.error());
  if (auto status = file->write(bytes); !status) return status;
  return file->commit();
}

Status make_folder(const std::filesystem::path& path) {
  std::error_code error;
  std::filesystem::create_directories(path, error);
  if (error) return fail("output.cannot-create", {{"path", path.string()}, {"reason", error.message()}});
  return {};
}

}  // namespace jiheng
