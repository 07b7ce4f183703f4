#include "sheet/package.h"

#include <fcntl.h>
#include <openssl/evp.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zip.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <vector>

namespace jiheng::sheet {
namespace {

constexpr std::string_view zip_mark = "PK\x03\x04";
constexpr std::string_view ole_mark = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

// The bytes of the file itself: where it lies.
class FileBytes {
 public:
  virtual ~FileBytes() = default;
  virtual std::uint64_t size() const = 0;
  // Fewer bytes than asked for only at the end.
  virtual Result<std::size_t> read_at(std::uint64_t offset, std::span<char> into) const = 0;
  virtual zip_t* open_zip(zip_error_t* error) = 0;
};

class DiskBytes final : public FileBytes {
 public:
  DiskBytes(int descriptor, std::uint64_t size, std::string name)
      : descriptor_(descriptor), size_(size), name_(std::move(name)) {}
  ~DiskBytes() override { ::close(descriptor_); }
  std::uint64_t size() const override { return size_; }
  Result<std::size_t> read_at(std::uint64_t offset, std::span<char> into) const override {
    std::size_t done = 0;
    while (done < into.size()) {
      const ssize_t count =
          ::pread(descriptor_, into.data() + done, into.size() - done, static_cast<off_t>(offset + done));
      if (count < 0 && errno == EINTR) continue;
      if (count < 0) return fail("sheet.cannot-read", {{"file", name_}}, std::strerror(errno));
      if (count == 0) break;
      done += static_cast<std::size_t>(count);
    }
    return done;
  }
  // The same open file, not the same path: what is hashed is what is read.
  zip_t* open_zip(zip_error_t* error) override {
    const int again = ::dup(descriptor_);
    int code = 0;
    zip_t* archive = again < 0 ? nullptr : zip_fdopen(again, 0, &code);
    if (archive == nullptr) {
      zip_error_init_with_code(error, code);
      if (again >= 0) ::close(again);
    }
    return archive;
  }

 private:
  int descriptor_;
  std::uint64_t size_;
  std::string name_;
};

class MemoryBytes final : public FileBytes {
 public:
  explicit MemoryBytes(std::string_view bytes) : bytes_(bytes) {}
  std::uint64_t size() const override { return bytes_.size(); }
  Result<std::size_t> read_at(std::uint64_t offset, std::span<char> into) const override {
    if (offset >= bytes_.size()) return std::size_t{0};
    const std::string_view rest = bytes_.substr(static_cast<std::size_t>(offset), into.size());
    std::copy(rest.begin(), rest.end(), into.begin());
    return rest.size();
  }
  zip_t* open_zip(zip_error_t* error) override {
    zip_source_t* source = zip_source_buffer_create(bytes_.data(), bytes_.size(), 0, error);
    if (source == nullptr) return nullptr;
    zip_t* archive = zip_open_from_source(source, ZIP_RDONLY, error);
    if (archive == nullptr) zip_source_free(source);
    return archive;
  }

 private:
  std::string_view bytes_;
};

class ZipPart final : public Part {
 public:
  ZipPart(zip_file_t* file, std::uint64_t size, const Limits& limits) : file_(file), size_(size), limits_(limits) {}
  ZipPart(const ZipPart&) = delete;
  ZipPart& operator=(const ZipPart&) = delete;
  ~ZipPart() override { zip_fclose(file_); }
  Result<std::size_t> read(std::span<char> into) override {
    const zip_int64_t count = zip_fread(file_, into.data(), into.size());
    if (count < 0) return fail("sheet.damaged", {}, zip_file_strerror(file_));
    unpacked_ += static_cast<std::uint64_t>(count);
    // The size told beforehand may be a lie.
    if (unpacked_ > limits_.part_bytes || unpacked_ > size_) return fail("sheet.too-large");
    return static_cast<std::size_t>(count);
  }
  std::uint64_t size() const override { return size_; }

 private:
  zip_file_t* file_;
  std::uint64_t size_;
  std::uint64_t unpacked_ = 0;
  const Limits& limits_;
};

class ZipPackage final : public Package {
 public:
  ZipPackage(std::unique_ptr<FileBytes> bytes, const Limits& limits) : bytes_(std::move(bytes)), limits_(limits) {}
  ZipPackage(const ZipPackage&) = delete;
  ZipPackage& operator=(const ZipPackage&) = delete;
  ~ZipPackage() override {
    if (archive_ != nullptr) zip_discard(archive_);
  }

  Status open() {
    char head[8];
    const auto count = bytes_->read_at(0, head);
    if (!count) return fail(count.error());
    const std::string_view start(head, *count);
    if (start == ole_mark) return refuse_ole();
    if (!start.starts_with(zip_mark)) return fail("sheet.not-a-workbook");
    zip_error_t error;
    zip_error_init(&error);
    archive_ = bytes_->open_zip(&error);
    const std::string detail = archive_ == nullptr ? zip_error_strerror(&error) : "";
    zip_error_fini(&error);
    if (archive_ == nullptr) return fail("sheet.damaged", {}, detail);
    if (static_cast<std::uint64_t>(zip_get_num_entries(archive_, 0)) > limits_.entries) {
      return fail("sheet.too-large", {}, "entries");
    }
    return {};
  }

  bool has(const std::string& path) const override {
    return zip_name_locate(archive_, path.c_str(), ZIP_FL_NOCASE) >= 0;
  }

  Result<std::unique_ptr<Part>> part(const std::string& path) override {
    constexpr std::uint64_t small = 2u << 20;
    const zip_int64_t index = zip_name_locate(archive_, path.c_str(), ZIP_FL_NOCASE);
    if (index < 0) return fail("sheet.damaged", {}, "no " + path);
    zip_stat_t about;
    zip_stat_init(&about);
    const auto at = static_cast<zip_uint64_t>(index);
    constexpr zip_uint64_t needed = ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE;
    if (zip_stat_index(archive_, at, 0, &about) != 0 || (about.valid & needed) != needed) {
      return fail("sheet.damaged", {}, path);
    }
    if ((about.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 && about.encryption_method != ZIP_EM_NONE) {
      return fail("sheet.encrypted");
    }
    const bool bursts =
        about.size > small && about.size / std::max<zip_uint64_t>(about.comp_size, 1) > limits_.highest_ratio;
    if (bursts || about.size > limits_.part_bytes) return fail("sheet.too-large", {}, path);
    zip_file_t* file = zip_fopen_index(archive_, at, 0);
    if (file == nullptr) return fail("sheet.damaged", {}, zip_strerror(archive_));
    return std::make_unique<ZipPart>(file, about.size, limits_);
  }

  const Limits& limits() const override { return limits_; }
  std::uint64_t size() const override { return bytes_->size(); }

  Result<std::string> sha256() const override {
    struct Free {
      void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
    };
    const std::unique_ptr<EVP_MD_CTX, Free> context(EVP_MD_CTX_new());
    EVP_DigestInit_ex(context.get(), EVP_sha256(), nullptr);
    std::vector<char> piece(64 << 10);
    for (std::uint64_t offset = 0;;) {
      const auto count = bytes_->read_at(offset, piece);
      if (!count) return fail(count.error());
      if (*count == 0) break;
      EVP_DigestUpdate(context.get(), piece.data(), *count);
      offset += *count;
    }
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned int size = 0;
    EVP_DigestFinal_ex(context.get(), digest, &size);
    std::string hex;
    for (unsigned int i = 0; i < size; ++i) {
      hex += "0123456789abcdef"[digest[i] >> 4];
      hex += "0123456789abcdef"[digest[i] & 15];
    }
    return hex;
  }

 private:
  // Excel puts a workbook with a password into an OLE container, the container of the old .xls.
  Status refuse_ole() const {
    std::string wanted;  // the stream's name, in UTF-16
    for (const char c : std::string_view("EncryptedPackage")) wanted.append(1, c).append(1, '\0');
    constexpr std::uint64_t most = 64u << 20;
    std::vector<char> piece(64 << 10);
    for (std::uint64_t offset = 0; offset < most;) {
      const auto count = bytes_->read_at(offset, piece);
      if (!count) return fail(count.error());
      const std::string_view found(piece.data(), *count);
      if (found.find(wanted) != found.npos) return fail("sheet.encrypted");
      if (*count < piece.size()) break;
      offset += *count - wanted.size();  // the name may stand across two pieces
    }
    return fail("sheet.old-format");
  }

  std::unique_ptr<FileBytes> bytes_;
  Limits limits_;
  zip_t* archive_ = nullptr;
};

Result<std::unique_ptr<Package>> opened(std::unique_ptr<FileBytes> bytes, const Limits& limits) {
  auto package = std::make_unique<ZipPackage>(std::move(bytes), limits);
  if (Status status = package->open(); !status) return fail(status.error());
  return package;
}

}  // namespace

Result<std::unique_ptr<Package>> Package::open(const std::filesystem::path& path, const Limits& limits) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  struct stat about {};
  if (descriptor < 0 || ::fstat(descriptor, &about) != 0 || !S_ISREG(about.st_mode)) {
    const std::string reason = std::strerror(errno);
    if (descriptor >= 0) ::close(descriptor);
    return fail("sheet.cannot-read", {{"file", path.string()}}, reason);
  }
  auto bytes = std::make_unique<DiskBytes>(descriptor, static_cast<std::uint64_t>(about.st_size), path.string());
  return opened(std::move(bytes), limits);
}

Result<std::unique_ptr<Package>> Package::open_bytes(std::string_view bytes, const Limits& limits) {
  return opened(std::make_unique<MemoryBytes>(bytes), limits);
}

bool looks_like_workbook(std::string_view head) {
  return head.starts_with(zip_mark) || head.starts_with(ole_mark);
}

}  // namespace jiheng::sheet
