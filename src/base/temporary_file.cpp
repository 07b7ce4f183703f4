#include "base/temporary_file.h"

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace jiheng {

TemporaryFile::TemporaryFile() {
  std::error_code error;
  path_ = (std::filesystem::temp_directory_path(error) / "jiheng-XXXXXX").string();
  descriptor_ = mkstemp(path_.data());
}

TemporaryFile::~TemporaryFile() {
  if (descriptor_ < 0) return;
  close(descriptor_);
  unlink(path_.c_str());
}

std::string TemporaryFile::read() const {
  std::ifstream in(path_, std::ios::binary);
  std::string bytes{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  return in ? bytes : std::string();
}

}  // namespace jiheng
