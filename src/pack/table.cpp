#include "pack/table.h"

#include <algorithm>

#include "base/text.h"

namespace jiheng::pack {

const Node* Table::find(std::string_view key, Need need) {
  if (std::find(known_.begin(), known_.end(), key) == known_.end()) known_.emplace_back(key);
  for (const Member& member : node_.members) {
    if (member.key == key) return &member.value;
  }
  if (need == Need::required) reporter_.add(node_.place, "pack.missing-key", {{"key", key}});
  return nullptr;
}

const Place* Table::key_place(std::string_view key) const {
  for (const Member& member : node_.members) {
    if (member.key == key) return &member.place;
  }
  return nullptr;
}

void Table::wrong_type(std::string_view key, const Node& found, std::string_view expected) {
  reporter_.add(found.place, "pack.wrong-type", {{"key", key}, {"expected", expected}, {"found", title(found.kind)}});
}

std::optional<Text> Table::read_text(std::string_view key, const Node& value) {
  if (value.kind != Node::Kind::text) {
    wrong_type(key, value, title(Node::Kind::text));
    return std::nullopt;
  }
  if (trim(value.text).empty()) {
    reporter_.add(value.place, "pack.empty", {{"key", key}});
    return std::nullopt;
  }
  return Text{value.text, &value};
}

Text Table::text(std::string_view key, Need need) {
  const Node* value = find(key, need);
  return value ? read_text(key, *value).value_or(Text()) : Text();
}

std::optional<std::int64_t> Table::integer(std::string_view key, std::int64_t low, std::int64_t high, Need need) {
  const Node* value = find(key, need);
  if (!value) return std::nullopt;
  if (value->kind != Node::Kind::integer) {
    wrong_type(key, *value, title(Node::Kind::integer));
    return std::nullopt;
  }
  if (value->integer < low || value->integer > high) {
    reporter_.add(value->place, "pack.out-of-range",
                  {{"key", key}, {"low", low}, {"high", high}, {"found", value->integer}});
    return std::nullopt;
  }
  return value->integer;
}

std::optional<bool> Table::boolean(std::string_view key) {
  const Node* value = find(key);
  if (!value) return std::nullopt;
  if (value->kind != Node::Kind::boolean) {
    wrong_type(key, *value, title(Node::Kind::boolean));
    return std::nullopt;
  }
  return value->boolean;
}

std::optional<Decimal> Table::decimal(std::string_view key, Need need) {
  const Node* value = find(key, need);
  if (!value) return std::nullopt;
  // A bare 0.1 would pass through binary floating point; a quoted one stays what it is.
  if (value->kind == Node::Kind::floating || value->kind == Node::Kind::integer) {
    reporter_.add(value->place, "pack.unquoted-decimal", {{"key", key}, {"text", value->text}});
    return std::nullopt;
  }
  if (value->kind != Node::Kind::text) {
    wrong_type(key, *value, title(Node::Kind::text));
    return std::nullopt;
  }
  const Result<Decimal> parsed = Decimal::parse(value->text);
  if (parsed) return *parsed;
  if (parsed.error().code == "number.out-of-range") {
    reporter_.add(value->place, parsed.error());
  } else {
    reporter_.add(value->place, "pack.bad-decimal", {{"text", value->text}});
  }
  return std::nullopt;
}

std::optional<Decimal> Table::decimal(std::string_view key, const Decimal& low, const Decimal& high, Need need) {
  const std::optional<Decimal> value = decimal(key, need);
  if (!value || (*value >= low && *value <= high)) return value;
  reporter_.add(find(key)->place, "pack.out-of-range",
                {{"key", key}, {"low", low.to_string()}, {"high", high.to_string()}, {"found", value->to_string()}});
  return std::nullopt;
}

std::vector<Text> Table::texts(std::string_view key, Need need) {
  std::vector<Text> out;
  const Node* value = find(key, need);
  if (!value) return out;
  if (value->kind != Node::Kind::array) {
    wrong_type(key, *value, title(Node::Kind::array));
    return out;
  }
  if (value->items.empty() && need == Need::required) reporter_.add(value->place, "pack.empty", {{"key", key}});
  for (const Node& item : value->items) {
    if (std::optional<Text> text = read_text(key, item)) out.push_back(std::move(*text));
  }
  return out;
}

std::vector<const Node*> Table::tables(std::string_view key) {
  std::vector<const Node*> out;
  const Node* value = find(key);
  if (!value) return out;
  if (value->kind != Node::Kind::array) {
    wrong_type(key, *value, "[[" + std::string(key) + "]]");
    return out;
  }
  for (const Node& item : value->items) {
    if (item.kind == Node::Kind::table) {
      out.push_back(&item);
    } else {
      wrong_type(key, item, title(Node::Kind::table));
    }
  }
  return out;
}

const Node* Table::table(std::string_view key) {
  const Node* value = find(key);
  if (!value || value->kind == Node::Kind::table) return value;
  wrong_type(key, *value, "[" + std::string(key) + "]");
  return nullptr;
}

Provenance Table::provenance(std::string_view status_key, std::string_view source_key) {
  static constexpr std::array<std::pair<std::string_view, Verification>, 2> words = {
      {{"verified", Verification::verified}, {"unverified", Verification::unverified}}};
  Provenance out;
  out.status = choice(status_key, words).value_or(Verification::unverified);
  out.source = text(source_key).value;
  return out;
}

void Table::unknown_value(std::string_view key, const Text& given, const std::vector<std::string_view>& known) {
  reporter_.add(given.place(), "pack.unknown-value",
                {{"key", key}, {"value", given.value}, {"hint", hint(given.value, known)}});
}

void Table::finish() {
  const std::vector<std::string_view> known(known_.begin(), known_.end());
  for (const Member& member : node_.members) {
    if (std::find(known.begin(), known.end(), member.key) != known.end()) continue;
    reporter_.add(member.place, "pack.unknown-key", {{"key", member.key}, {"hint", hint(member.key, known)}});
  }
}

}  // namespace jiheng::pack
