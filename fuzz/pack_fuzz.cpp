// links: pack expr base
//
// Any bytes as a pack of one file: the loader must answer, with a Library that keeps its promises or with mistakes
// whose places lie in the file.

#include <cstdint>
#include <cstdlib>
#include <string>

#include "pack/source.h"

using namespace jiheng::pack;

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

void check(const Library& library) {
  for (std::size_t i = 0; i < library.measures.size(); ++i) {
    const Measure& measure = library.measures[i];
    require(library.measure_scope[static_cast<int>(i)].name == measure.id);
    require(library.find_measure(measure.id) == &measure);
    require(measure.formula.has_value() == measure.over.empty());
    if (!measure.formula) continue;
    for (const int slot : measure.formula->slots()) require(slot < static_cast<int>(i));
  }
  for (const Register& value : library.registers) {
    require(!value.key.empty());
    require(value.scope.size() == static_cast<int>(value.fields.size()) + Register::first_field_slot);
  }
  for (const Rubric& rubric : library.rubrics) {
    jiheng::Decimal sum;
    for (const Item& item : rubric.items) sum += item.full;
    require(sum == rubric.full);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  const LoadResult loaded = load_sources({{"one", {{"one/pack.toml", "pack.toml", bytes, false}}}});
  if (loaded) {
    check(*loaded);
  } else {
    require(!loaded.error().empty());
    for (const Diagnostic& diagnostic : loaded.error()) require(diagnostic.length >= 1 && !diagnostic.message.empty());
    to_string(loaded.error());
  }
  const auto text = parse_template(bytes);
  require(text || !text.error().code.empty());
  return 0;
}
