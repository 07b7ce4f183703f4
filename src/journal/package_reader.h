// The zip of an evidence package, read with suspicion: only members a package can have, each once, not encrypted,
// stored or deflated, within limits; bytes in pieces or lines, so that no member need fit in memory. Internal to
// src/journal. Errors: package.cannot-read (the file itself), package.not-a-zip, package.too-large, package.bomb,
// package.member-*. Thread-safety: one thread per reader.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "journal/verify.h"

namespace jiheng::journal {

class PackageReader {
 public:
  // `bytes` must outlive the reader.
  static Result<PackageReader> open(std::string_view bytes, const PackageLimits& limits);
  static Result<PackageReader> open_file(const std::filesystem::path& path, const PackageLimits& limits);
  PackageReader(PackageReader&&) noexcept;
  PackageReader& operator=(PackageReader&&) noexcept;
  ~PackageReader();

  const std::map<std::string, std::uint64_t>& members() const;  // name → size
  Status each_piece(const std::string& name, const std::function<Status(std::string_view)>& each);
  // Without its newline; the last line needs one, too. Errors also: package.line.
  Status each_line(const std::string& name, const std::function<Status(std::string_view)>& each);
  Result<std::string> text(const std::string& name);

 private:
  struct Impl;
  explicit PackageReader(std::unique_ptr<Impl> impl);
  static Result<PackageReader> checked(std::unique_ptr<Impl> impl, const PackageLimits& limits);
  std::unique_ptr<Impl> impl_;
};

}  // namespace jiheng::journal
