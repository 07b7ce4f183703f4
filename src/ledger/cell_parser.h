// CellParser: one cell of a file → the value the store keeps (store/schema.h), checked against its field's definition.
//
// Cells are trimmed; an empty cell is null. Numbers, dates and moments may use full-width digits; integers, decimals
// and money may use thousands separators where they belong. Nothing is rounded: more digits than the field has, or a
// second that is not 0, are a fault.
// Thread-safety: immutable after construction.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/arena.h"
#include "pack/model.h"
#include "store/database.h"

namespace jiheng::ledger {

struct CellFault {
  std::string_view code;  // import.…
  std::string expected;
};

// The choices of a field, found by one comparison: a hash without collisions is sought when it is built.
class ChoiceTable {
 public:
  explicit ChoiceTable(const std::vector<std::string>& choices);
  bool contains(std::string_view text) const;

 private:
  std::size_t place(std::string_view text) const;
  std::vector<std::string_view> slots_;  // views of the field's choices; empty: none
  std::uint64_t seed_ = 1;
  int shift_ = 63;
};

class CellParser {
 public:
  // `unit`: the money unit the file writes, which its column's title may name.
  CellParser(const pack::Register& definition, int field, const pack::Library& library, MoneyUnit unit);

  const pack::Field& field() const { return *field_; }
  // `text` is trimmed and not empty; texts that are kept go into `arena`. False: `fault`, unless null, says why.
  bool parse(std::string_view text, int year, Arena& arena, store::Cell& out, CellFault* fault) const;

 private:
  bool parse_number(std::string_view text, store::Cell& out, CellFault* fault) const;
  bool parse_money(std::string_view text, store::Cell& out, CellFault* fault) const;
  bool parse_date(std::string_view text, int year, store::Cell& out, CellFault* fault) const;
  bool parse_moment(std::string_view text, int year, store::Cell& out, CellFault* fault) const;
  bool parse_boolean(std::string_view text, store::Cell& out, CellFault* fault) const;
  bool parse_choice(std::string_view text, store::Cell& out, CellFault* fault) const;
  bool parse_text(std::string_view text, Arena& arena, store::Cell& out, CellFault* fault) const;
  bool check_measure(std::string_view id, CellFault* fault) const;
  bool check_narrative(std::string_view text, CellFault* fault) const;
  bool check_range(std::int64_t value, CellFault* fault) const;

  const pack::Library* library_;
  const pack::Field* field_;
  MoneyUnit unit_;
  std::int64_t least_;  // stored form, inclusive
  std::int64_t most_;
  ChoiceTable choices_;
};

// Without separators and sign-checked: "1,234.50" at scale 2 → 123450. For integers and decimals.
enum class NumberFault { none, malformed, too_many_digits, out_of_range };
NumberFault parse_scaled(std::string_view text, int scale, std::int64_t& out);

// A cell of unit_id: letters, digits, - and _, at most 64 of them; a cell of year: 1900 … 2199.
bool valid_unit_id(std::string_view text);
std::optional<int> parse_year(std::string_view text);

}  // namespace jiheng::ledger
