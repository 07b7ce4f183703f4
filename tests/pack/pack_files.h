// The test packs of tests/pack/data, in memory.
#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "pack/source.h"

namespace jiheng::pack {

inline std::filesystem::path data_folder() {
  return std::filesystem::path(JIHENG_SOURCE_DIR) / "tests" / "pack" / "data";
}

inline std::string read_text(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return std::move(out).str();
}

// A sound pack; its files are shown as good/….
inline std::vector<Source> good_files() {
  std::vector<Source> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(data_folder() / "good")) {
    if (!entry.is_regular_file()) continue;
    const auto shown = entry.path().lexically_relative(data_folder()).generic_string();
    files.push_back({shown, entry.path().lexically_relative(data_folder() / "good").generic_string(),
                     read_text(entry.path()), false});
  }
  return files;
}

inline PackSource pack_of(std::string directory, std::vector<std::pair<std::string, std::string>> files) {
  PackSource pack{directory, {}};
  for (auto& [name, bytes] : files) pack.files.push_back({directory + "/" + name, name, std::move(bytes), false});
  return pack;
}

inline std::string mistakes_of(std::vector<PackSource> packs) {
  const LoadResult loaded = load_sources(std::move(packs));
  return loaded ? "" : to_string(loaded.error());
}

}  // namespace jiheng::pack
