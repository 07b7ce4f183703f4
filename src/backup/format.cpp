#include "backup/format.h"

#include <boost/json.hpp>

#include "journal/base64.h"

namespace jiheng::backup {
namespace {

namespace json = boost::json;

std::string_view id_of(store::Cell::Kind kind) {
  switch (kind) {
    case store::Cell::Kind::text:
      return "text";
    case store::Cell::Kind::bytes:
      return "bytes";
    default:
      return "integer";
  }
}

std::optional<store::Cell::Kind> parse_kind(std::string_view id) {
  for (const auto kind : {store::Cell::Kind::text, store::Cell::Kind::bytes, store::Cell::Kind::integer}) {
    if (id_of(kind) == id) return kind;
  }
  return std::nullopt;
}

std::string text_of(const json::object& object, const char* name) {
  return std::string(object.at(name).as_string());
}

std::uint64_t count_of(const json::object& object, const char* name) {
  return object.at(name).to_number<std::uint64_t>();
}

// Table names become names of members and of SQL: what neither can be is refused.
bool is_table_name(std::string_view name) {
  return !name.empty() && name.size() <= 128 &&
         name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == name.npos;
}

Member member_of(const json::object& object) {
  Member member;
  member.table.name = text_of(object, "name");
  if (!is_table_name(member.table.name)) throw std::runtime_error("table " + member.table.name);
  for (const json::value& column : object.at("columns").as_array()) {
    const auto kind = parse_kind(text_of(column.as_object(), "kind"));
    if (!kind) throw std::runtime_error("kind of a column of " + member.table.name);
    member.table.columns.push_back({text_of(column.as_object(), "name"), *kind});
  }
  for (const json::value& column : object.at("key").as_array()) member.table.key.emplace_back(column.as_string());
  member.rows = count_of(object, "rows");
  member.size = count_of(object, "size");
  member.sha256 = text_of(object, "sha256");
  return member;
}

json::object object_of(const Member& member) {
  json::array columns, key;
  for (const store::TableColumn& column : member.table.columns) {
    columns.push_back(json::object{{"name", column.name}, {"kind", id_of(column.kind)}});
  }
  for (const std::string& column : member.table.key) key.emplace_back(column);
  return {{"name", member.table.name}, {"columns", std::move(columns)}, {"key", std::move(key)},
          {"rows", member.rows},       {"size", member.size},           {"sha256", member.sha256}};
}

void append_text(std::string& out, std::string_view text) {
  json::serializer serializer;
  serializer.reset(text);
  while (!serializer.done()) {
    char piece[4096];
    out += serializer.read(piece);
  }
}

Status damaged(std::string what) {
  return fail("backup.damaged", {{"what", std::move(what)}});
}

}  // namespace

std::string to_text(const Manifest& manifest) {
  json::array packs, members;
  for (const PackNote& pack : manifest.packs) {
    packs.push_back(json::object{{"id", pack.id}, {"version", pack.version}, {"sha256", pack.sha256}});
  }
  for (const Member& member : manifest.members) members.push_back(object_of(member));
  return json::serialize(json::object{{"format", format_name},
                                      {"made", manifest.made},
                                      {"schema_version", manifest.schema_version},
                                      {"packs", std::move(packs)},
                                      {"tables", std::move(members)}}) +
         "\n";
}

Result<Manifest> parse_manifest(std::string_view text) {
  Manifest manifest;
  try {
    const json::object object = json::parse(text).as_object();
    if (object.at("format").as_string() != format_name) return fail("backup.other-format");
    manifest.made = text_of(object, "made");
    manifest.schema_version = object.at("schema_version").as_int64();
    for (const json::value& pack : object.at("packs").as_array()) {
      const json::object& its = pack.as_object();
      manifest.packs.push_back({text_of(its, "id"), text_of(its, "version"), text_of(its, "sha256")});
    }
    for (const json::value& member : object.at("tables").as_array()) {
      manifest.members.push_back(member_of(member.as_object()));
    }
  } catch (const std::exception& wrong) {
    return fail("backup.damaged", {{"what", manifest_member}}, wrong.what());
  }
  return manifest;
}

void append_line(std::string& out, std::span<const store::Cell> cells) {
  char before = '[';
  for (const store::Cell& cell : cells) {
    out += std::exchange(before, ',');
    switch (cell.kind()) {
      case store::Cell::Kind::null:
        out += "null";
        break;
      case store::Cell::Kind::integer:
        out += std::to_string(cell.integer());
        break;
      case store::Cell::Kind::text:
        append_text(out, cell.text());
        break;
      case store::Cell::Kind::bytes:
        out.append("\"").append(journal::to_base64(cell.text())).append("\"");
        break;
    }
  }
  out += "]\n";
}

Status parse_line(const store::Table& table, std::string_view line, std::vector<std::string>& texts,
                  std::vector<store::Cell>& cells) {
  json::error_code error;
  const json::value value = json::parse(line, error);
  const json::array* row = error ? nullptr : value.if_array();
  if (!row || row->size() != table.columns.size()) return damaged(table.name);
  texts.resize(row->size());
  cells.assign(row->size(), {});
  for (std::size_t i = 0; i < row->size(); ++i) {
    const json::value& one = (*row)[i];
    if (one.is_null()) continue;
    if (table.columns[i].kind == store::Cell::Kind::integer) {
      if (!one.is_int64()) return damaged(table.name);
      cells[i] = one.get_int64();
      continue;
    }
    if (!one.is_string()) return damaged(table.name);
    texts[i] = one.get_string();
    cells[i] = texts[i];
    if (table.columns[i].kind == store::Cell::Kind::text) continue;
    auto bytes = journal::parse_base64(texts[i]);
    if (!bytes) return damaged(table.name);
    texts[i] = std::move(*bytes);
    cells[i] = store::Cell::of_bytes(texts[i]);
  }
  return {};
}

}  // namespace jiheng::backup
