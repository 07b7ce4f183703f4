#include "ledger/entry.h"

#include <boost/json.hpp>

#include "ledger/cell_parser.h"
#include "ledger/records.h"
#include "ledger/stored_value.h"

namespace jiheng::ledger {
namespace {

namespace json = boost::json;

// Appends members to an object's text. An import writes hundreds of thousands of entries: no tree is built.
class ObjectWriter {
 public:
  explicit ObjectWriter(std::string& out) : out_(out) { out_ += '{'; }
  void close() { out_ += '}'; }

  void text(std::string_view name, std::string_view value) {
    member(name);
    string(value);
  }
  void text_if_any(std::string_view name, std::string_view value) {
    if (!value.empty()) text(name, value);
  }
  void number(std::string_view name, std::int64_t value) {
    member(name);
    out_ += std::to_string(value);
  }
  void number_if_any(std::string_view name, const std::optional<std::int64_t>& value) {
    if (value) number(name, *value);
  }
  void member(std::string_view name) {
    if (out_.back() != '{') out_ += ',';
    out_.append("\"").append(name).append("\":");
  }
  void string(std::string_view value) {
    serializer_.reset(value);
    while (!serializer_.done()) {
      char piece[1024];
      out_ += serializer_.read(piece);
    }
  }

 private:
  std::string& out_;
  json::serializer serializer_;
};

std::string text_of(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains(name);
  return value ? std::string(value->as_string()) : "";
}

std::optional<std::int64_t> number_of(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains(name);
  if (!value) return std::nullopt;
  return value->as_int64();
}

Entry entry_of(const json::object& object) {
  Entry entry;
  entry.unit_id = object.at("unit").as_string();
  entry.at = object.at("at").as_string();
  entry.by = object.at("by").as_string();
  entry.action = object.at("action").as_string();
  entry.register_id = text_of(object, "register");
  entry.year = static_cast<int>(number_of(object, "year").value_or(0));
  entry.record = text_of(object, "key");
  entry.previous = number_of(object, "previous");
  entry.state = text_of(object, "state");
  entry.returns = number_of(object, "returns").value_or(0);
  entry.transition = text_of(object, "transition");
  if (const json::value* to = object.if_contains("to")) {
    for (const json::value& person : to->as_array()) entry.to.emplace_back(person.as_string());
  }
  if (const json::value* record = object.if_contains("record"); record && !record->is_null()) {
    for (const auto& [name, value] : record->as_object()) entry.values.emplace_back(name, value.as_string());
  }
  entry.comment = text_of(object, "comment");
  entry.file = text_of(object, "file");
  if (const json::value* blobs = object.if_contains("blobs")) entry.sha256 = blobs->as_array().at(0).as_string();
  entry.size = number_of(object, "size");
  entry.rows = number_of(object, "rows");
  return entry;
}

}  // namespace

std::string to_text(const Entry& entry) {
  std::string out;
  out.reserve(512);
  ObjectWriter object(out);
  object.text("unit", entry.unit_id);
  object.text("at", entry.at);
  object.text("by", entry.by);
  object.text("action", entry.action);
  object.text_if_any("register", entry.register_id);
  if (entry.year != 0) object.number("year", entry.year);
  object.text_if_any("key", entry.record);
  object.number_if_any("previous", entry.previous);
  object.text_if_any("state", entry.state);
  if (entry.returns != 0) object.number("returns", entry.returns);
  object.text_if_any("transition", entry.transition);
  if (!entry.to.empty()) {
    object.member("to");
    char before = '[';
    for (const std::string& person : entry.to) {
      out += std::exchange(before, ',');
      object.string(person);
    }
    out += ']';
  }
  if (entry.action == "remove") {
    object.member("record");
    out += "null";
  } else if (!entry.values.empty()) {
    object.member("record");
    ObjectWriter values(out);
    for (const auto& [name, value] : entry.values) values.text(name, value);
    values.close();
  }
  object.text_if_any("comment", entry.comment);
  object.text_if_any("file", entry.file);
  if (!entry.sha256.empty()) {
    object.member("blobs");
    out += '[';
    object.string(entry.sha256);
    out += ']';
  }
  object.number_if_any("size", entry.size);
  object.number_if_any("rows", entry.rows);
  object.close();
  return out;
}

Result<Entry> parse_entry(std::string_view text) {
  json::error_code error;
  const json::value value = json::parse(text, error);
  if (error) return fail("entry.damaged", {}, error.message() + ": " + std::string(text));
  try {
    Entry entry = entry_of(value.as_object());
    if (to_text(entry) == text) return entry;
  } catch (const std::exception& other_kind) {
    return fail("entry.damaged", {}, std::string(other_kind.what()) + ": " + std::string(text));
  }
  return fail("entry.damaged", {}, "not written in the fixed form: " + std::string(text));
}

// As cell_text(), but the same whatever unit a pack writes money in.
std::string entry_value(const pack::Field& field, const expr::Value& value) {
  if (value.kind() == expr::Value::Kind::money) return std::to_string(value.money().fen());
  if (value.kind() == expr::Value::Kind::boolean) return value.boolean() ? "true" : "false";
  return cell_text(field, value);
}

std::string typed_text(const pack::Field& field, std::string_view entry_value) {
  if (field.type == pack::FieldType::boolean) return entry_value == "true" ? "是" : entry_value.empty() ? "" : "否";
  std::int64_t fen = 0;
  if (field.type != pack::FieldType::money || parse_scaled(entry_value, 0, fen) != NumberFault::none) {
    return std::string(entry_value);
  }
  return cell_text(field, expr::Value::of(Money::from_fen(fen)));
}

std::vector<std::pair<std::string, std::string>> entry_values(const pack::Register& definition,
                                                              std::span<const store::Cell> row) {
  std::vector<std::pair<std::string, std::string>> out;
  for (std::size_t i = 0; i < definition.fields.size(); ++i) {
    const store::Cell& cell = row[i + pack::Register::first_field_slot];
    if (cell.kind() == store::Cell::Kind::null) continue;
    out.emplace_back(definition.fields[i].id,
                     entry_value(definition.fields[i], stored_value(definition.fields[i], cell)));
  }
  return out;
}

}  // namespace jiheng::ledger
