#include "journal/package_lines.h"

#include <algorithm>

#include "journal/exact.h"
#include "journal/json_fields.h"

namespace jiheng::journal {
namespace {

namespace json = boost::json;

bool is_text(const json::value& value) {
  return value.is_string();
}

}  // namespace

// An integer of a JSON value that has one.
std::optional<std::int64_t> integer_of(const json::value* value) {
  if (value == nullptr || !value->is_int64()) return std::nullopt;
  return value->get_int64();
}

std::string text_of(const json::value* value) {
  return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string();
}

std::optional<Entry> parse_entry(std::string_view text) {
  const auto parsed = parse_json(text);
  if (!parsed || !parsed->is_object()) return std::nullopt;
  const json::object& object = parsed->get_object();
  Entry entry;
  entry.unit = text_of(object.if_contains("unit"));
  entry.over = text_of(object.if_contains("register"));
  entry.action = text_of(object.if_contains("action"));
  entry.year = integer_of(object.if_contains("year")).value_or(0);
  const json::value* record = object.if_contains("record");
  if (record != nullptr) entry.record = *record;
  const json::value* row_key = object.if_contains("key");
  const bool has_key =
      row_key != nullptr &&
      (row_key->is_string() ||
       (row_key->is_array() && std::all_of(row_key->get_array().begin(), row_key->get_array().end(), is_text)));
  if (has_key && record != nullptr && (record->is_object() || record->is_null())) {
    entry.row = json::serialize(json::array{entry.over, entry.year, *row_key});
  }
  if (const json::value* list = object.if_contains("blobs"); list != nullptr && list->is_array()) {
    for (const json::value& name : list->get_array()) {
      if (name.is_string()) entry.blobs.push_back(text_of(&name));
    }
  }
  return entry;
}

std::optional<ProvenEntry> parse_proven_entry(std::string_view line) {
  const auto parsed = parse_json(line);
  if (!parsed) return std::nullopt;
  JsonFields fields(*parsed);
  ProvenEntry found;
  found.index = fields.number("index");
  found.text = fields.text("entry");
  for (const json::value& each : fields.array("proof")) {
    const auto hash = Hash::parse_base64(text_of(&each));
    if (!hash) return std::nullopt;
    found.proof.push_back(*hash);
  }
  auto entry = fields.all() ? parse_entry(found.text) : std::nullopt;
  if (!entry) return std::nullopt;
  found.entry = std::move(*entry);
  return found;
}

std::optional<ExactText> exact_text_of(const json::value* value) {
  if (value == nullptr) return std::nullopt;
  if (value->is_null()) return ExactText();
  if (!value->is_string()) return std::nullopt;
  return ExactText(std::string(value->get_string()));
}

std::optional<Figure> parse_figure(std::string_view line) {
  const auto parsed = parse_json(line);
  if (!parsed) return std::nullopt;
  JsonFields fields(*parsed);
  Figure figure;
  figure.id = fields.text("id");
  figure.title = fields.text("title");
  figure.unit = fields.text("unit");
  const auto type = parse_figure_type(fields.text("type"));
  const std::uint64_t decimals = fields.number("decimals");
  const auto value = exact_text_of(fields.any("value"));
  figure.shown = fields.text("shown");
  if (!fields.good() || !type || !value || decimals > 18 || figure.id.empty()) return std::nullopt;
  figure.type = *type;
  figure.decimals = static_cast<int>(decimals);
  figure.value = *value;
  if (const json::value* formula = fields.may("formula")) {
    figure.formula = text_of(formula);
    for (const json::value& input : fields.array("inputs")) {
      if (!input.is_string()) return std::nullopt;
      figure.inputs.push_back(text_of(&input));
    }
    if (figure.formula.empty() || !fields.all()) return std::nullopt;
  } else {
    figure.over = fields.text("over");
    const auto aggregate = parse_aggregate(fields.text("aggregate"));
    if (const json::value* field = fields.may("field")) {
      figure.field = text_of(field);
      if (figure.field.empty()) return std::nullopt;
    }
    for (const json::value& each : fields.array("rows")) {
      JsonFields row(each);
      const std::uint64_t index = row.number("index");
      const auto counts = exact_text_of(row.any("counts"));
      if (!row.all() || !counts) return std::nullopt;
      figure.rows.push_back({index, *counts});
    }
    if (!aggregate || figure.over.empty() || !fields.all()) return std::nullopt;
    figure.aggregate = *aggregate;
  }
  if (!is_sound(figure)) return std::nullopt;
  return figure;
}

}  // namespace jiheng::journal
