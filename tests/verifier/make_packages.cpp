// Writes every good and forged package of tests/journal/forgeries.h into a folder, with the keys they are signed with
// and what is wrong with each: what agree.py holds both verifiers to.
#include <cstdio>
#include <filesystem>
#include <fstream>

#include "../journal/forgeries.h"

using namespace jiheng;
using namespace jiheng::testing;

int main(int argc, char** argv) {
  if (argc != 2) return std::fprintf(stderr, "usage: make_packages FOLDER\n"), 2;
  const std::filesystem::path folder = argv[1];
  const auto write = [&](const std::string& name, std::string_view bytes) {
    std::ofstream(folder / name, std::ios::binary) << bytes;
  };
  for (const auto kind : {journal::KeyKind::ed25519, journal::KeyKind::sm2}) {
    write(std::string(id_of(kind)) + ".pem", sample_key(kind).public_key().to_pem());
  }
  boost::json::object expected;
  for (const Forgery& each : forgeries()) {
    write(each.name + ".jhep", each.bytes);
    expected[each.name] = boost::json::array(each.problems.begin(), each.problems.end());
  }
  write("expected.json", boost::json::serialize(expected));
}
