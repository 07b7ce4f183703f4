#include "ledger/listing.h"

#include <algorithm>

#include "expr/sql.h"
#include "ledger/cell_parser.h"
#include "ledger/sql_name.h"
#include "ledger/system_value.h"
#include "store/schema.h"

namespace jiheng::ledger {
namespace {

// Rows read at a time where the condition is none of SQL's and each must be asked.
constexpr std::size_t rows_at_a_time = 500;

class Lister {
 public:
  Lister(store::Database& database, const pack::Library& library, const ListQuery& query)
      : database_(database), library_(library), query_(query), definition_(*query.definition) {}

  Result<Page> page();
  Result<std::int64_t> count();

 private:
  // Where a page begins: in the records whose sort field is filled in (segment 0) or in the blank ones (segment 1),
  // after these values of the sort field and the key.
  struct Place {
    int segment = 0;
    std::vector<store::Cell> after;
  };

  Status plan();
  Status plan_sort();
  Status plan_condition();
  std::string conditions(std::vector<store::Cell>& parameters) const;
  Result<Place> read_cursor();
  std::string cursor(int segment, std::span<const store::Cell> row) const;
  std::vector<int> order(int segment) const;
  Status read(Place& place, std::size_t limit, std::size_t skip);
  Result<bool> any_blank();
  bool accepts(std::span<const store::Cell> row);

  store::Database& database_;
  const pack::Library& library_;
  const ListQuery& query_;
  const pack::Register& definition_;
  int sort_slot_ = -1;  // -1: by the key
  std::string condition_;
  bool ask_each_ = false;  // the condition is not SQL's
  std::vector<std::string> columns_;
  Page page_;
  std::vector<std::vector<store::Cell>> read_;  // of the last read()
};

Status Lister::plan() {
  columns_ = row_columns(definition_);
  if (Status status = plan_sort(); !status) return status;
  return plan_condition();
}

Status Lister::plan_sort() {
  if (query_.sort.empty()) return {};
  if (const pack::Field* field = definition_.find_field(query_.sort)) {
    sort_slot_ = pack::Register::first_field_slot + static_cast<int>(field - definition_.fields.data());
  } else if (const auto slot = definition_.scope.find(query_.sort)) {
    sort_slot_ = *slot;
  } else {
    return fail("list.no-such-field", {{"register", definition_.title}, {"field", query_.sort}});
  }
  return {};
}

Status Lister::plan_condition() {
  if (!query_.where) return {};
  const auto sql = expr::sql_condition(*query_.where, database_.dialect());
  if (sql) {
    condition_ = *sql;
  } else if (sql.error().code == "expression.not-in-sql") {
    ask_each_ = true;
  } else {
    return fail(sql.error());
  }
  return {};
}

std::string Lister::conditions(std::vector<store::Cell>& parameters) const {
  std::string sql = " WHERE unit_id = ? AND year = ?";
  parameters = {query_.unit_id, query_.year};
  if (!query_.state.empty()) {
    sql += " AND " + sql_name("_state") + " = ?";
    parameters.emplace_back(query_.state);
  }
  if (!condition_.empty()) sql += " AND (" + condition_ + ")";
  return sql;
}

// Slots that the records of a segment are in order of.
std::vector<int> Lister::order(int segment) const {
  std::vector<int> slots;
  if (sort_slot_ >= 0 && segment == 0) slots.push_back(sort_slot_);
  for (const int field : definition_.key) slots.push_back(pack::Register::first_field_slot + field);
  return slots;
}

std::string Lister::cursor(int segment, std::span<const store::Cell> row) const {
  std::vector<std::string> parts = {std::to_string(segment)};
  for (const int slot : order(segment)) {
    const store::Cell& cell = row[static_cast<std::size_t>(slot)];
    parts.push_back(cell.kind() == store::Cell::Kind::text ? std::string(cell.text()) : std::to_string(cell.integer()));
  }
  return join_parts(parts);
}

Result<Lister::Place> Lister::read_cursor() {
  Place place;
  if (query_.after.empty()) return place;
  const auto refuse = [&] { return fail("list.bad-cursor", {{"found", query_.after}}); };
  const std::vector<std::string> parts = split_parts(query_.after);
  if (parts[0] != "0" && parts[0] != "1") return refuse();
  place.segment = parts[0] == "1" ? 1 : 0;
  const std::vector<int> slots = order(place.segment);
  if (parts.size() != slots.size() + 1) return refuse();
  for (std::size_t i = 0; i < slots.size(); ++i) {
    if (definition_.scope[slots[i]].type == expr::Type::text) {
      place.after.emplace_back(page_.arena.copy(parts[i + 1]));
      continue;
    }
    std::int64_t number = 0;
    if (parse_scaled(parts[i + 1], 0, number) != NumberFault::none) return refuse();
    place.after.emplace_back(number);
  }
  return place;
}

// The next rows of the place's segment; moves the place behind them.
Status Lister::read(Place& place, std::size_t limit, std::size_t skip) {
  read_.clear();
  std::vector<store::Cell> parameters;
  std::string sql = "SELECT " + sql_list(columns_) + " FROM " + sql_name(definition_.table()) + conditions(parameters);
  std::vector<std::string> names;
  for (const int slot : order(place.segment)) names.push_back(columns_[static_cast<std::size_t>(slot)]);
  if (sort_slot_ >= 0) {
    sql += " AND " + sql_name(columns_[static_cast<std::size_t>(sort_slot_)]) +
           (place.segment == 0 ? " IS NOT NULL" : " IS NULL");
  }
  if (!place.after.empty()) {
    std::string places;
    for (std::size_t i = 0; i < names.size(); ++i) places += i == 0 ? "?" : ", ?";
    sql += " AND (" + sql_list(names) + ") " + (query_.descending ? "<" : ">") + " (" + places + ")";
    parameters.insert(parameters.end(), place.after.begin(), place.after.end());
  }
  sql += " ORDER BY ";
  for (const std::string& name : names) {
    if (&name != names.data()) sql += ", ";
    sql += sql_name(name) + (query_.descending ? " DESC" : "");
  }
  sql += " LIMIT " + std::to_string(limit) + " OFFSET " + std::to_string(skip);
  const Status status = database_.query(sql, parameters, [&](const store::Row& row) -> Status {
    read_row(definition_, row, page_.arena, read_.emplace_back());
    return {};
  });
  if (!status || read_.empty()) return status;
  place.after.clear();
  for (const int slot : order(place.segment)) place.after.push_back(read_.back()[static_cast<std::size_t>(slot)]);
  return {};
}

// Whether the sort field is blank anywhere. Its index tells at once; the query for the blank records themselves would
// be planned by the order of the key, and read the whole register when there are none.
Result<bool> Lister::any_blank() {
  const store::Cell scope[] = {query_.unit_id, query_.year};
  const auto one =
      database_.integer("SELECT 1 FROM " + sql_name(definition_.table()) + " WHERE unit_id = ? AND year = ? AND " +
                            sql_name(columns_[static_cast<std::size_t>(sort_slot_)]) + " IS NULL LIMIT 1",
                        scope, 0);
  if (!one) return fail(one.error());
  return *one == 1;
}

bool Lister::accepts(std::span<const store::Cell> row) {
  if (!ask_each_) return true;
  const auto verdict = query_.where->evaluate(row_values(definition_, row), {&library_.calendar});
  return verdict && verdict->kind() == expr::Value::Kind::boolean && verdict->boolean();
}

Result<Page> Lister::page() {
  if (Status status = plan(); !status) return fail(status.error());
  auto place = read_cursor();
  if (!place) return fail(place.error());
  const std::size_t wanted = query_.limit + 1;  // one more tells that there is a next page
  std::size_t to_skip = query_.skip;
  int last_segment = 0;
  for (const int segments = sort_slot_ >= 0 ? 2 : 1; place->segment < segments;) {
    // What SQL filters it can also skip and count off; else each row is asked here.
    const std::size_t limit = ask_each_ ? rows_at_a_time : wanted - page_.rows.size();
    const std::size_t skip = ask_each_ ? 0 : to_skip;
    if (Status status = read(*place, limit, skip); !status) return fail(status.error());
    if (!ask_each_ && !read_.empty()) to_skip = 0;
    for (std::vector<store::Cell>& row : read_) {
      if (page_.rows.size() == wanted || !accepts(row)) continue;
      if (ask_each_ && to_skip > 0) {
        --to_skip;
        continue;
      }
      page_.rows.push_back(std::move(row));
      if (page_.rows.size() < wanted) last_segment = place->segment;
    }
    if (page_.rows.size() == wanted) break;
    if (read_.size() == limit) continue;
    if (!ask_each_ && to_skip > 0 && sort_slot_ >= 0 && place->segment == 0) {
      // The page begins among the blanks: so many of the filled ones were skipped.
      std::vector<store::Cell> parameters;
      const std::string sql = "SELECT COUNT(*) FROM " + sql_name(definition_.table()) + conditions(parameters) +
                              " AND " + sql_name(columns_[static_cast<std::size_t>(sort_slot_)]) + " IS NOT NULL";
      const auto filled = database_.integer(sql, parameters, 0);
      if (!filled) return fail(filled.error());
      to_skip -= std::min(to_skip, static_cast<std::size_t>(*filled));
    }
    if (place->segment == 0 && sort_slot_ >= 0) {
      const Result<bool> blanks = any_blank();
      if (!blanks) return fail(blanks.error());
      if (!*blanks) break;
    }
    ++place->segment;
    place->after.clear();
  }
  if (page_.rows.size() == wanted) {
    page_.rows.pop_back();
    page_.next = cursor(last_segment, page_.rows.back());
  }
  return std::move(page_);
}

Result<std::int64_t> Lister::count() {
  if (Status status = plan(); !status) return fail(status.error());
  std::vector<store::Cell> parameters;
  if (!ask_each_) {
    const std::string sql = "SELECT COUNT(*) FROM " + sql_name(definition_.table()) + conditions(parameters);
    return database_.integer(sql, parameters, 0);
  }
  std::int64_t count = 0;
  for (Place place;;) {
    if (Status status = read(place, rows_at_a_time, 0); !status) return fail(status.error());
    for (const std::vector<store::Cell>& row : read_) count += accepts(row) ? 1 : 0;
    if (read_.size() < rows_at_a_time) {
      if (place.segment == 1 || sort_slot_ < 0) return count;
      place = {1, {}};
    }
    page_.arena.clear();
  }
}

}  // namespace

Result<Page> list_records(store::Database& database, const pack::Library& library, const ListQuery& query) {
  return Lister(database, library, query).page();
}

Result<std::int64_t> count_records(store::Database& database, const pack::Library& library, const ListQuery& query) {
  return Lister(database, library, query).count();
}

}  // namespace jiheng::ledger
