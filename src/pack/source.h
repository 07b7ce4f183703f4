// The loader's inner door: packs whose files are already in memory. load() reads files and calls it; tests and the
// fuzzer call it directly. Private to pack/ and its tests. Thread-safety: pure functions.
#pragma once

#include <string>
#include <vector>

#include "pack/load.h"

namespace jiheng::pack {

struct Source {
  std::string path;  // as diagnostics show it
  std::string name;  // within the pack, with '/': "registers/a.toml"; the manifest is "pack.toml"
  std::string bytes;
  bool unreadable = false;  // the file is there, but its bytes could not be had
};

struct PackSource {
  std::string directory;  // the folder's path, as diagnostics show it; its last part stands for an unreadable id
  std::vector<Source> files;
};

// Packs required by one of them must be among them: a required pack that is not is the mistake pack.unknown-pack.
LoadResult load_sources(std::vector<PackSource> packs);

// What load() must know of a manifest to find the packs it requires; mistakes are left to load_sources.
struct ManifestPeek {
  std::string id;
  std::vector<std::string> requires_;
};
ManifestPeek peek_manifest(const std::string& bytes);

}  // namespace jiheng::pack
