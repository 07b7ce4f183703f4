// The name of a record within its register, unit and year: its key fields as files write them, joined by "/" where
// there are several (join_parts). Thread-safety: pure functions.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/arena.h"
#include "pack/model.h"
#include "store/database.h"

namespace jiheng::ledger {

// Which record is meant.
struct RecordName {
  const pack::Register* definition = nullptr;
  std::string unit_id;
  int year = 0;
  std::string key;
};

// Of a row of the register (cells by place, see row_parser.h).
std::string record_key(const pack::Register& definition, std::span<const store::Cell> row);
// The same of a record's values, a value per slot of the register's scope.
std::string record_key(const pack::Register& definition, std::span<const expr::Value> values);

// "a/b" of texts, with "/" and "\" inside them escaped; and back.
std::string join_parts(std::span<const std::string> parts);
std::vector<std::string> split_parts(std::string_view joined);

// unit_id, year and the cells of the key, in the order of store::key_columns(); texts go into `arena`.
// record.bad-key: not as many parts as the key has fields, or a part that its field refuses.
Result<std::vector<store::Cell>> key_cells(const RecordName& name, const pack::Library& library, Arena& arena);

// "unit_id" = ? AND "year" = ? AND … over the key columns.
std::string key_condition(const pack::Register& definition);

}  // namespace jiheng::ledger
