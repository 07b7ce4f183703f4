#include "ledger/record_key.h"

#include "ledger/cell_parser.h"
#include "ledger/records.h"
#include "ledger/sql_name.h"
#include "ledger/stored_value.h"
#include "store/schema.h"

namespace jiheng::ledger {

std::string join_parts(std::span<const std::string> parts) {
  std::string out;
  for (const std::string& part : parts) {
    if (&part != parts.data()) out += '/';
    for (const char c : part) {
      if (c == '/' || c == '\\') out += '\\';
      out += c;
    }
  }
  return out;
}

std::vector<std::string> split_parts(std::string_view joined) {
  std::vector<std::string> out(1);
  for (std::size_t i = 0; i < joined.size(); ++i) {
    if (joined[i] == '\\' && i + 1 < joined.size()) {
      out.back() += joined[++i];
    } else if (joined[i] == '/') {
      out.emplace_back();
    } else {
      out.back() += joined[i];
    }
  }
  return out;
}

std::string record_key(const pack::Register& definition, std::span<const expr::Value> values) {
  std::vector<std::string> texts;
  for (const int index : definition.key) {
    const auto field = static_cast<std::size_t>(index);
    texts.push_back(cell_text(definition.fields[field], values[field + pack::Register::first_field_slot]));
  }
  return texts.size() == 1 ? texts.front() : join_parts(texts);
}

std::string record_key(const pack::Register& definition, std::span<const store::Cell> row) {
  std::vector<expr::Value> values(row.size());
  for (const int index : definition.key) {
    const auto place = static_cast<std::size_t>(index + pack::Register::first_field_slot);
    values[place] = stored_value(definition.fields[static_cast<std::size_t>(index)], row[place]);
  }
  return record_key(definition, values);
}

Result<std::vector<store::Cell>> key_cells(const RecordName& name, const pack::Library& library, Arena& arena) {
  const pack::Register& definition = *name.definition;
  const std::vector<std::string> texts =
      definition.key.size() == 1 ? std::vector<std::string>{name.key} : split_parts(name.key);
  const auto refuse = [&](std::string expected) {
    std::string titles;
    for (const int field : definition.key) {
      titles += (titles.empty() ? "" : "/") + definition.fields[static_cast<std::size_t>(field)].title;
    }
    return fail("record.bad-key",
                {{"register", definition.title}, {"found", name.key}, {"key", titles}, {"expected", expected}});
  };
  if (texts.size() != definition.key.size()) return refuse("");
  std::vector<store::Cell> cells = {arena.copy(name.unit_id), name.year};
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const int index = definition.key[i];
    const pack::Field& field = definition.fields[static_cast<std::size_t>(index)];
    const CellParser parser(definition, index, library, field.unit);
    store::Cell cell;
    CellFault fault;
    if (texts[i].empty() || !parser.parse(arena.copy(texts[i]), name.year, arena, cell, &fault)) {
      return refuse(fault.expected);
    }
    cells.push_back(cell);
  }
  return cells;
}

std::string key_condition(const pack::Register& definition) {
  std::string out;
  for (const std::string& column : store::key_columns(definition)) {
    out += (out.empty() ? "" : " AND ") + sql_name(column) + " = ?";
  }
  return out;
}

}  // namespace jiheng::ledger
