// links: journal base
//
// Any bytes as an evidence package: as the whole of it when they begin with PK, else as its members, parted by NUL:
// entries.jsonl, figures.jsonl, scorecard.json, in a package that is otherwise in order but that nobody signed. A
// report whose checks failed just where they name problems, twice the same; never good without a signature.

#include <cstdint>
#include <cstdlib>

#include "../tests/reading/zipped.h"
#include "base/sha256.h"
#include "journal/verify.h"

using namespace jiheng;
using namespace jiheng::journal;

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

// A checkpoint of one entry, {"unit":"1"}, signed by nobody; and a key (RFC 8032, test 1).
const char* const checkpoint_text =
    "jiheng/1\n1\nkx8qt0v7NBmAtIoBVuPNyVozeyUugN9GDRZH1fSEikc=\ntime 2026-11-22T04:10:05Z\nhash sha256\n\n"
    "— jiheng/1 AAAAAAAA\n";
const char* const key_text =
    "-----BEGIN PUBLIC KEY-----\n"
    "MCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\n"
    "-----END PUBLIC KEY-----\n";

std::string package_of(std::string_view bytes) {
  testing::ZipMembers members = {{checkpoint_name, checkpoint_text}, {key_name, key_text}};
  for (const char* name : {entries_name, figures_name, scorecard_name}) {
    const std::size_t end = std::min(bytes.find('\0'), bytes.size());
    members.emplace_back(name, bytes.substr(0, end));
    bytes.remove_prefix(std::min(end + 1, bytes.size()));
  }
  std::string list;
  for (const auto& [name, content] : members) {
    list += (list.empty() ? "" : ",") + (R"({"name":")" + name + R"(","size":)" + std::to_string(content.size())) +
            R"(,"sha256":")" + sha256_hex(content) + R"("})";
  }
  members.emplace_back(manifest_name, R"({"format":"jiheng-evidence 1","unit":"1","unit_name":"x","year":2022,"made":")"
                                      R"(2026-11-22T04:10:06Z","version":"0","hash":"sha256","seal":")" +
                                          sha256_hex(members.back().second) + R"(","seal_entry":0,"members":[)" + list +
                                          "]}");
  return testing::zipped(members);
}

std::string problems_of(const Report& report) {
  std::string all;
  require(report.checks.size() == 8);
  for (const Check& check : report.checks) {
    require((check.outcome == Outcome::failed) == !check.problems.empty());
    for (const Error& each : check.problems) {
      require(each.code.starts_with("package.") && !each.message.empty());
      all += each.code + " ";
    }
  }
  return all;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string bytes(reinterpret_cast<const char*>(data), size);
  VerifyOptions options;
  options.limits.total = 16 << 20;
  const bool is_whole = bytes.starts_with("PK");
  if (!is_whole) bytes = package_of(bytes);
  const Report report = verify_package_bytes(bytes, options);
  require(problems_of(report) == problems_of(verify_package_bytes(bytes, options)));
  require(is_whole || !report.good());
  return 0;
}
