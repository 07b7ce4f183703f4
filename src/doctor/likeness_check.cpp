#include <algorithm>

#include "base/text.h"
#include "doctor/case.h"
#include "doctor/pages.h"
#include "ledger/likeness.h"
#include "ledger/records.h"
#include "ledger/sql_name.h"
#include "ledger/stored_value.h"

namespace jiheng::doctor {
namespace {

// A multiset of (year, sketch, record) in one number, whatever the order: two that differ agree once in 2^64 times.
class Fingerprint {
 public:
  void add(int year, std::int64_t sketch, std::string_view record) {
    const std::uint64_t text = std::hash<std::string_view>()(record);
    sum_ += ledger::mixed(ledger::mixed(text ^ static_cast<std::uint64_t>(year)) ^ static_cast<std::uint64_t>(sketch));
    ++count_;
  }
  friend bool operator==(const Fingerprint&, const Fingerprint&) = default;

 private:
  std::uint64_t sum_ = 0;
  std::uint64_t count_ = 0;
};

// Records of one year that may be alike by one rule.
class AlikeSearch {
 public:
  AlikeSearch(Case& its, const std::string& unit_id, const pack::Register& definition, const pack::DuplicateRule& rule)
      : its_(its), unit_id_(unit_id), definition_(definition), rule_(rule) {}

  void add(const PageRow& row) {
    if (row.year() != year_) {
      conclude();
      year_ = row.year();
    }
    std::string text = ledger::compared_text(rule_, row.cells);
    if (text.empty()) return;
    if (compared_.size() == most_compared) {
      left_out_ = true;
      return;
    }
    const auto number = static_cast<std::uint32_t>(compared_.size());
    for (const std::int64_t sketch : ledger::sketches_of(text, sketches)) sketched_.emplace_back(sketch, number);
    compared_.push_back({ledger::record_key(definition_, row.cells), std::move(text), number});
  }

  // Tells the groups of the year: records each of which is like another of its group.
  void conclude() {
    std::sort(sketched_.begin(), sketched_.end());
    std::set<std::pair<std::uint32_t, std::uint32_t>> seen;
    for (std::size_t i = 0; i < sketched_.size(); ++i) {
      for (std::size_t j = i + 1; j < sketched_.size() && j <= i + neighbours; ++j) {
        if (sketched_[j].first != sketched_[i].first) break;
        const std::pair pair(sketched_[i].second, sketched_[j].second);
        if (pair.first != pair.second && seen.insert(pair).second) compare(pair.first, pair.second);
      }
    }
    tell_groups();
    if (left_out_) {
      its_.note({unit_id_, year_, definition_.id, "", {}},
                make_error("doctor.doubles-left-out", {{"rule", rule_.title}, {"most", most_compared}}), "");
    }
    compared_.clear();
    sketched_.clear();
    left_out_ = false;
  }

 private:
  struct Compared {
    std::string key;
    std::string text;
    std::uint32_t group;  // another of its group, in the end the first; itself: the first
  };
  // More than on entry, where six are stored: texts at 0.85 are then missed once in 10,000 times.
  static constexpr std::size_t sketches = 12;
  // Of the records with one sketch each is held against so many that follow: linear however many share it.
  static constexpr std::size_t neighbours = 8;
  static constexpr std::size_t shown_keys = 5;

  std::uint32_t first_of(std::uint32_t number) {
    while (compared_[number].group != number)
      number = compared_[number].group = compared_[compared_[number].group].group;
    return number;
  }

  void compare(std::uint32_t one, std::uint32_t other) {
    if (ledger::likeness(compared_[one].text, compared_[other].text) < Ratio(*rule_.alike)) return;
    const auto [first, second] = std::minmax({first_of(one), first_of(other)});
    compared_[second].group = first;
  }

  void tell_groups() {
    std::map<std::uint32_t, std::vector<std::uint32_t>> groups;
    for (std::uint32_t number = 0; number < compared_.size(); ++number) groups[first_of(number)].push_back(number);
    for (const auto& [first, members] : groups) {
      if (members.size() == 1) continue;
      std::string keys;
      for (std::size_t i = 0; i < std::min(members.size(), shown_keys); ++i) {
        keys += (i == 0 ? "" : "、") + compared_[members[i]].key;
      }
      if (members.size() > shown_keys) keys += "…";
      its_.note(
          {unit_id_, year_, definition_.id, "", {}},
          make_error(
              "doctor.alike",
              {{"rule", rule_.title}, {"keys", keys}, {"count", members.size()}, {"text", compared_[first].text}}),
          message_text("doctor.remedy-doubles"));
    }
  }

  Case& its_;
  const std::string& unit_id_;
  const pack::Register& definition_;
  const pack::DuplicateRule& rule_;
  int year_ = 0;
  bool left_out_ = false;
  std::vector<Compared> compared_;
  std::vector<std::pair<std::int64_t, std::uint32_t>> sketched_;
};

Status find_same(Case& its, const std::string& unit_id, const pack::Register& definition,
                 const pack::DuplicateRule& rule) {
  std::string fields, present;
  for (const int field : rule.fields) {
    const std::string name = ledger::sql_name(definition.fields[static_cast<std::size_t>(field)].id);
    fields += ", " + name;
    present += " AND " + name + " IS NOT NULL";
  }
  const store::Cell unit = unit_id;
  return its.database.query(
      "SELECT year, COUNT(*)" + fields + " FROM " + ledger::sql_name(definition.table()) + " WHERE unit_id = ?" +
          present + " GROUP BY year" + fields + " HAVING COUNT(*) > 1 ORDER BY year" + fields,
      std::span(&unit, 1), [&](const store::Row& row) -> Status {
        std::string values;
        for (std::size_t i = 0; i < rule.fields.size(); ++i) {
          const pack::Field& field = definition.fields[static_cast<std::size_t>(rule.fields[i])];
          const int column = static_cast<int>(i) + 2;
          const store::Cell cell =
              ledger::is_stored_as_text(field) ? store::Cell(row.text(column)) : store::Cell(row.integer(column));
          values += (values.empty() ? "" : "、") + ledger::cell_text(field, ledger::stored_value(field, cell));
        }
        its.note({unit_id, static_cast<int>(row.integer(0)), definition.id, "", {}},
                 make_error("doctor.same", {{"rule", rule.title}, {"values", values}, {"count", row.integer(1)}}),
                 message_text("doctor.remedy-doubles"));
        return {};
      });
}

bool has_alike_rule(const pack::Register& definition) {
  return std::any_of(definition.duplicates.begin(), definition.duplicates.end(),
                     [](const pack::DuplicateRule& rule) { return rule.alike.has_value(); });
}

}  // namespace

Status check_sketches(Case& its, const std::string& unit_id, const pack::Register& definition) {
  if (!has_alike_rule(definition)) return {};
  Fingerprint right, stored;
  Status status = each_page(its.database, definition, unit_id, [&](std::span<const PageRow> page) -> Status {
    for (const PageRow& row : page) {
      const std::string key = ledger::record_key(definition, row.cells);
      for (const std::int64_t sketch : ledger::row_sketches(definition, row.cells)) right.add(row.year(), sketch, key);
    }
    return {};
  });
  if (!status) return status;
  const store::Cell parameters[] = {unit_id, definition.id};
  status = its.database.query("SELECT year, sketch, record FROM likenesses WHERE unit_id = ? AND register = ?",
                              parameters, [&](const store::Row& row) -> Status {
                                stored.add(static_cast<int>(row.integer(0)), row.integer(1), row.text(2));
                                return {};
                              });
  if (!status || right == stored) return status;
  its.mendable.sketches.emplace(unit_id, definition.id);
  its.ailing({unit_id, 0, definition.id, "", {}}, make_error("doctor.sketches-differ"),
             message_text("doctor.remedy-mend"));
  return {};
}

Status check_doubles(Case& its, const std::string& unit_id, const pack::Register& definition) {
  std::vector<AlikeSearch> searches;
  for (const pack::DuplicateRule& rule : definition.duplicates) {
    if (rule.alike) {
      searches.emplace_back(its, unit_id, definition, rule);
    } else if (Status status = find_same(its, unit_id, definition, rule); !status) {
      return status;
    }
  }
  if (searches.empty()) return {};
  const Status status = each_page(its.database, definition, unit_id, [&](std::span<const PageRow> page) -> Status {
    for (const PageRow& row : page) {
      for (AlikeSearch& search : searches) search.add(row);
    }
    return {};
  });
  for (AlikeSearch& search : searches) search.conclude();
  return status;
}

}  // namespace jiheng::doctor
