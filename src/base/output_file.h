// Writing result files so that a failure never leaves half a file: to a temporary name beside the target, then renamed.
// Errors: output.cannot-create, output.write-failed (with the system's reason, e.g. no space left).
// Thread-safety: one OutputFile per thread; different targets may be written at once.
#pragma once

#include <cstdio>
#include <filesystem>
#include <memory>
#include <string_view>

#include "base/result.h"

namespace jiheng {

class OutputFile {
 public:
  static Result<OutputFile> create(const std::filesystem::path& path);
  OutputFile(OutputFile&&) noexcept = default;
  OutputFile& operator=(OutputFile&&) = delete;
  ~OutputFile();  // removes the temporary file unless committed

  Status write(std::string_view bytes);
  Status commit();

 private:
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  OutputFile(std::filesystem::path path, std::filesystem::path temporary, std::FILE* file)
      : path_(std::move(path)), temporary_(std::move(temporary)), file_(file) {}

  std::filesystem::path path_;
  std::filesystem::path temporary_;
  std::unique_ptr<std::FILE, Close> file_;
};

// The whole of it at once. Makes the folder when it is not there.
Status write_file(const std::filesystem::path& path, std::string_view bytes);
Status make_folder(const std::filesystem::path& path);

}  // namespace jiheng
