#include "ledger/likeness.h"

#include <algorithm>
#include <limits>
#include <map>
#include <set>

#include "base/text.h"
#include "ledger/records.h"
#include "ledger/sql_name.h"
#include "ledger/stored_row.h"
#include "ledger/stored_value.h"

namespace jiheng::ledger {
namespace {

constexpr std::size_t most_doubles = 20;
// Looked at per sketch: titles of one series (会议通知) share their sketches by the thousand.
constexpr int most_candidates = 200;
constexpr std::size_t hashes_per_sketch = 2;

bool is_digit(char32_t c) {
  return c >= U'0' && c <= U'9';
}

bool counts(char32_t c) {
  if (c < 0x80) return is_digit(c) || (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z');
  const bool general_punctuation = c >= 0x2000 && c <= 0x206F;
  const bool cjk_punctuation = c >= 0x3000 && c <= 0x303F;
  return !general_punctuation && !cjk_punctuation;
}

// What is compared of a text.
std::u32string core(std::string_view text) {
  std::u32string out;
  for (const char32_t c : to_code_points(to_half_width(text))) {
    if (counts(c)) out += c;
  }
  return out;
}

std::u32string digits(const std::u32string& text) {
  std::u32string out;
  for (const char32_t c : text) {
    if (is_digit(c)) out += c;
  }
  return out;
}

std::size_t common_length(const std::u32string& a, const std::u32string& b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (const char32_t c : a) {
    std::size_t diagonal = 0;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t above = row[j];
      row[j] = c == b[j - 1] ? diagonal + 1 : std::max(row[j], row[j - 1]);
      diagonal = above;
    }
  }
  return row.back();
}

const store::Cell& cell_of(std::span<const store::Cell> row, int field) {
  return row[static_cast<std::size_t>(field + pack::Register::first_field_slot)];
}

class DoubleFinder {
 public:
  DoubleFinder(store::Database& database, const RecordName& name, std::span<const store::Cell> row)
      : database_(database), name_(name), definition_(*name.definition), row_(row) {}

  Result<std::vector<Double>> find() {
    for (const pack::DuplicateRule& rule : definition_.duplicates) {
      if (Status status = rule.alike ? find_alike(rule) : find_same(rule); !status) return fail(status.error());
    }
    return std::move(found_);
  }

 private:
  std::string select() const {
    return "SELECT " + sql_list(row_columns(definition_)) + " FROM " + sql_name(definition_.table());
  }
  std::string label_of(std::span<const store::Cell> row) const {
    const pack::Field& field = definition_.fields[static_cast<std::size_t>(definition_.label)];
    return cell_text(field, stored_value(field, cell_of(row, definition_.label)));
  }

  // A blank field makes no record the double of another.
  Status find_same(const pack::DuplicateRule& rule) {
    std::string sql = select() + " WHERE unit_id = ? AND year = ?";
    std::vector<store::Cell> parameters = {name_.unit_id, name_.year};
    for (const int field : rule.fields) {
      const store::Cell& cell = cell_of(row_, field);
      if (cell.kind() == store::Cell::Kind::null) return {};
      sql += " AND " + sql_name(definition_.fields[static_cast<std::size_t>(field)].id) + " = ?";
      parameters.push_back(cell);
    }
    sql += " LIMIT " + std::to_string(most_doubles + 1);
    return each(sql, parameters, [&](const std::string& key, std::span<const store::Cell> row) {
      found_.push_back({rule.title, key, label_of(row), true});
    });
  }

  Status find_alike(const pack::DuplicateRule& rule) {
    const std::string text = compared_text(rule, row_);
    if (text.empty()) return {};
    Result<std::set<std::string>> candidates = sharing_a_sketch(text);
    if (!candidates) return fail(candidates.error());
    std::size_t count = 0;
    for (const std::string& key : *candidates) {
      if (count == most_doubles) break;
      Arena arena;
      // The sketch may be of a record whose key no longer reads so; doctor tells.
      const auto cells = key_cells({name_.definition, name_.unit_id, name_.year, key}, library_, arena);
      if (!cells) continue;
      Status status = each(select() + " WHERE " + key_condition(definition_), *cells,
                           [&](const std::string& other, std::span<const store::Cell> row) {
                             if (likeness(text, compared_text(rule, row)) < Ratio(*rule.alike)) return;
                             found_.push_back({rule.title, other, label_of(row), false});
                             ++count;
                           });
      if (!status) return status;
    }
    return {};
  }

  Result<std::set<std::string>> sharing_a_sketch(std::string_view text) {
    std::set<std::string> keys;
    for (const std::int64_t sketch : sketches_of(text)) {
      const store::Cell parameters[] = {name_.unit_id, definition_.id, name_.year, sketch};
      const Status status = database_.query(
          "SELECT record FROM likenesses WHERE unit_id = ? AND register = ? AND year = ? AND sketch = ? LIMIT " +
              std::to_string(most_candidates),
          parameters, [&](const store::Row& row) -> Status {
            keys.emplace(row.text(0));
            return {};
          });
      if (!status) return fail(status.error());
    }
    keys.erase(name_.key);
    return keys;
  }

  template <class Visit>
  Status each(const std::string& sql, std::span<const store::Cell> parameters, const Visit& visit) {
    Arena arena;
    std::vector<store::Cell> cells;
    return database_.query(sql, parameters, [&](const store::Row& row) -> Status {
      arena.clear();
      read_row(definition_, row, arena, cells);
      const std::string key = record_key(definition_, cells);
      if (key != name_.key) visit(key, cells);
      return {};
    });
  }

  store::Database& database_;
  const RecordName& name_;
  const pack::Register& definition_;
  std::span<const store::Cell> row_;
  pack::Library library_;  // key fields name no measures: an empty library reads them
  std::vector<Double> found_;
};

}  // namespace

// splitmix64 of Steele, Lea and Flood: mixes all bits of a small number.
std::uint64_t mixed(std::uint64_t x) {
  x += 0x9E3779B97F4A7C15;
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
  return x ^ (x >> 31);
}

std::string compared_text(const pack::DuplicateRule& rule, std::span<const store::Cell> row) {
  std::string out;
  for (const int field : rule.fields) {
    const store::Cell& cell = cell_of(row, field);
    if (cell.kind() == store::Cell::Kind::text) out.append(cell.text());
  }
  return out;
}

std::vector<std::int64_t> sketches_of(std::string_view text, std::size_t count) {
  std::set<char32_t> characters;
  for (const char32_t c : core(text)) characters.insert(c);
  std::vector<std::int64_t> out(count);
  for (std::size_t sketch = 0; sketch < count; ++sketch) {
    std::uint64_t value = sketch;
    for (std::size_t i = 0; i < hashes_per_sketch; ++i) {
      const std::uint64_t seed = mixed(sketch * hashes_per_sketch + i + 1);
      std::uint64_t least = std::numeric_limits<std::uint64_t>::max();
      for (const char32_t c : characters) least = std::min(least, mixed(seed ^ c));
      value = mixed(value ^ least);
    }
    out[sketch] = static_cast<std::int64_t>(value);
  }
  return out;
}

Sketches sketches_of(std::string_view text) {
  const std::vector<std::int64_t> all = sketches_of(text, sketch_count);
  Sketches out{};
  std::copy(all.begin(), all.end(), out.begin());
  return out;
}

Ratio likeness(std::string_view a, std::string_view b) {
  const std::u32string left = core(a), right = core(b);
  const std::size_t longer = std::max(left.size(), right.size());
  if (longer == 0 || digits(left) != digits(right)) return Ratio(0);
  return Ratio::from_parts(static_cast<std::int64_t>(common_length(left, right)), static_cast<std::int64_t>(longer));
}

Result<std::vector<Double>> find_doubles(store::Database& database, const RecordName& name,
                                         std::span<const store::Cell> row) {
  return DoubleFinder(database, name, row).find();
}

std::set<std::int64_t> row_sketches(const pack::Register& definition, std::span<const store::Cell> row) {
  std::set<std::int64_t> out;
  for (const pack::DuplicateRule& rule : definition.duplicates) {
    if (!rule.alike) continue;
    const std::string text = compared_text(rule, row);
    if (text.empty()) continue;
    const Sketches sketches = sketches_of(text);
    out.insert(sketches.begin(), sketches.end());
  }
  return out;
}

Status keep_sketches(store::Database& database, const RecordName& name, std::span<const store::Cell> was,
                     std::span<const store::Cell> now) {
  const auto sketches = [&](std::span<const store::Cell> row) {
    return row.empty() ? std::set<std::int64_t>() : row_sketches(*name.definition, row);
  };
  const std::set<std::int64_t> old_ones = sketches(was), new_ones = sketches(now);
  const auto run = [&](const char* sql, std::int64_t sketch) {
    const store::Cell cells[] = {name.unit_id, name.definition->id, name.year, sketch, name.key};
    return database.execute(sql, cells);
  };
  for (const std::int64_t sketch : old_ones) {
    if (new_ones.contains(sketch)) continue;
    Status status = run(
        "DELETE FROM likenesses WHERE unit_id = ? AND register = ? AND year = ? AND sketch = ? AND record = ?", sketch);
    if (!status) return status;
  }
  for (const std::int64_t sketch : new_ones) {
    if (old_ones.contains(sketch)) continue;
    Status status =
        run("INSERT INTO likenesses (unit_id, register, year, sketch, record) VALUES (?, ?, ?, ?, ?)", sketch);
    if (!status) return status;
  }
  return {};
}

}  // namespace jiheng::ledger
