// A journal entry: one change of one record, as the text that is hashed and kept (docs/formats/journal.md).
//
// JSON without white space, members in a fixed order, absent when they have nothing to say:
//   unit, at, by, action, register, year, key, previous, state, returns, transition, to, record, comment, file, blobs,
//   size, rows
// `record` are the record's fields after the change, all that are not blank, as text: money in whole fen, dates
// 2022-01-05, moments 2022-01-05 09:30, true and false, choices and texts as they are, decimals with all their digits;
// null when the record was removed. `previous` is the sequence number of the record's entry before this one, so that
// the entries of a record form a chain that ends in the record's row. `blobs` are the SHA-256 of attached files.
// Thread-safety: pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "ledger/act.h"
#include "pack/model.h"
#include "store/database.h"

namespace jiheng::ledger {

struct Entry {
  std::string unit_id;
  std::string at;      // UTC
  std::string by;      // the person
  std::string action;  // add import edit revise move sign return recall hand-over add-signer remove clear attach detach
                       // seal
  std::string register_id;
  int year = 0;
  std::string record;  // its key (record_key.h): member `key`
  std::optional<std::int64_t> previous;
  std::string state;
  std::int64_t returns = 0;
  std::string transition;
  std::vector<std::string> to;                              // persons
  std::vector<std::pair<std::string, std::string>> values;  // member `record`
  std::string comment;
  std::string file;    // what was attached or imported
  std::string sha256;  // of what was attached: member `blobs`
  std::optional<std::int64_t> size;
  std::optional<std::int64_t> rows;  // how many records were cleared
};

std::string to_text(const Entry& entry);
// entry.damaged when it is not what to_text() writes.
Result<Entry> parse_entry(std::string_view text);

// The fields of a row (cells by place, see row_parser.h) as an entry tells them.
std::vector<std::pair<std::string, std::string>> entry_values(const pack::Register& definition,
                                                              std::span<const store::Cell> row);

// A field's value as entries tell it; not of a null.
std::string entry_value(const pack::Field& field, const expr::Value& value);

// A value of an entry as the field's cell is typed.
std::string typed_text(const pack::Field& field, std::string_view entry_value);

}  // namespace jiheng::ledger
