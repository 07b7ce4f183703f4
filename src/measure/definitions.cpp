#include <algorithm>

#include "base/sha256.h"
#include "measure/engine.h"

namespace jiheng::measure {
namespace {

// Raised when this engine comes to count differently, so that every stored figure is recomputed once.
constexpr std::string_view engine_version = "1";

void append(std::string& text, std::string_view part) {
  text += std::to_string(part.size());
  text += ':';
  text += part;
}

void append_fields(std::string& text, const pack::Register& definition, const std::optional<expr::Expression>& part) {
  if (!part) return;
  for (const int slot : part->slots()) {
    if (slot < pack::Register::first_field_slot) continue;
    const auto index = static_cast<std::size_t>(slot - pack::Register::first_field_slot);
    if (index >= definition.fields.size()) {  // what the ledger keeps beside the fields: record.state, due.answer
      append(text, definition.scope[slot].name);
      continue;
    }
    const pack::Field& field = definition.fields[index];
    append(text, field.id);
    text += std::to_string(static_cast<int>(field.type)) + "/" + std::to_string(field.scale);
    append(text, field.figure_of);
  }
}

void append_source(std::string& text, const std::optional<expr::Expression>& part, const pack::Library& library) {
  append(text, part ? part->source() : std::string_view());
  // Working-day functions read the calendars, which only the library's own hash covers.
  if (part && part->source().find("workdays") != std::string::npos) append(text, library.sha256);
}

}  // namespace

std::vector<std::string> definitions(const pack::Library& library) {
  std::vector<std::string> result;
  result.reserve(library.measures.size());
  for (const pack::Measure& measure : library.measures) {
    std::string text;
    append(text, engine_version);
    append(text, measure.id);
    append(text, measure.unit);  // records that name the measure take it in this unit
    text += std::to_string(static_cast<int>(measure.type)) + (measure.second_stage ? "b" : "a");
    if (measure.formula) {
      append_source(text, measure.formula, library);
      // What a formula uses stands before it, so its hash is here already.
      for (const int slot : measure.formula->slots()) append(text, result[static_cast<std::size_t>(slot)]);
    } else {
      append(text, measure.over);
      text += std::to_string(static_cast<int>(measure.aggregate));
      append_source(text, measure.where, library);
      append_source(text, measure.of, library);
      const pack::Register* definition = library.find_register(measure.over);
      append_fields(text, *definition, measure.where);
      append_fields(text, *definition, measure.of);
    }
    result.push_back(sha256_hex(text));
  }
  return result;
}

}  // namespace jiheng::measure
