// A file in the folder for temporary files, gone with its object: for libraries that can only write to a path, as
// libxlsxwriter. Errors: is_open() is false; read() gives nothing. Thread-safety: one thread at a time per object.
#pragma once

#include <string>

namespace jiheng {

class TemporaryFile {
 public:
  TemporaryFile();
  ~TemporaryFile();
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;

  bool is_open() const { return descriptor_ >= 0; }
  const std::string& path() const { return path_; }
  // All that has been written to it; empty: nothing, or it cannot be read.
  std::string read() const;

 private:
  std::string path_;
  int descriptor_ = -1;
};

}  // namespace jiheng
