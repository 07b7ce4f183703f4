#include "ledger/header.h"

#include <algorithm>

#include "base/text.h"
#include "ledger/suggest.h"

namespace jiheng::ledger {
namespace {

constexpr std::string_view unit_names[] = {"unit_id", unit_title};
constexpr std::string_view year_names[] = {"year", year_title};
constexpr std::string_view state_names[] = {"record.state", state_title};

std::string normalized(std::string_view title) {
  return std::string(trim(to_half_width(trim(title))));
}

struct BracketedTitle {
  std::string title;
  std::optional<MoneyUnit> unit;
};

// "支付金额(万元)" → "支付金额", 万元. Of a normalized title.
BracketedTitle split_unit(std::string_view title) {
  for (const MoneyUnit unit : {MoneyUnit::yuan, MoneyUnit::wan, MoneyUnit::yi}) {
    const std::string bracket = "(" + std::string(jiheng::title(unit)) + ")";
    if (title.ends_with(bracket)) {
      return {std::string(trim(title.substr(0, title.size() - bracket.size()))), unit};
    }
  }
  return {std::string(title), std::nullopt};
}

template <class One, class All>
bool is_one_of(const One& one, const All& all) {
  return std::find(std::begin(all), std::end(all), one) != std::end(all);
}

class HeaderReader {
 public:
  HeaderReader(const pack::Register& definition, const ImportOptions& options, std::vector<RowError>& faults)
      : definition_(definition), options_(options), faults_(faults) {}

  std::optional<Layout> read(std::span<const std::string_view> cells) {
    const std::size_t before = faults_.size();
    for (const std::string_view cell : cells) {
      const std::string title = normalized(cell);
      ++column_number_;
      Column column = find(title);
      if (column.role == Column::Role::untitled && !title.empty()) unknown(title);
      column.title = trim(cell);
      column.source = static_cast<int>(layout_.columns.size());
      check_twice(column);
      layout_.has_unit |= column.role == Column::Role::unit_id;
      layout_.has_year |= column.role == Column::Role::year;
      layout_.columns.push_back(std::move(column));
    }
    column_number_ = 0;
    check_missing();
    if (faults_.size() > before) return std::nullopt;
    return std::move(layout_);
  }

  // Untitled where no column has such a title.
  Column find(const std::string& title) const {
    if (title.empty()) return {};
    if (is_one_of(title, unit_names)) return {Column::Role::unit_id, -1, {}, {}, -1};
    if (is_one_of(title, year_names)) return {Column::Role::year, -1, {}, {}, -1};
    const BracketedTitle split = split_unit(title);
    int by_bracket = -1;
    for (std::size_t i = 0; i < definition_.fields.size(); ++i) {
      const pack::Field& field = definition_.fields[i];
      const std::string known = normalized(field.title);
      const int index = static_cast<int>(i);
      if (title == field.id || title == known) return of_field(index, field.unit);
      if (field.type != pack::FieldType::money || !split.unit) continue;
      if (split.title == field.id || split.title == split_unit(known).title) by_bracket = index;
    }
    if (by_bracket >= 0) return of_field(by_bracket, *split.unit);
    if (!definition_.workflow.states.empty() && is_one_of(title, state_names)) {
      return {Column::Role::state, -1, {}, {}, -1};
    }
    return {};
  }

 private:
  static Column of_field(int index, MoneyUnit unit) { return {Column::Role::field, index, unit, {}, -1}; }

  void unknown(const std::string& title) {
    std::vector<std::string> known;
    for (const pack::Field& field : definition_.fields) {
      known.push_back(field.title);
      known.push_back(field.id);
    }
    for (const std::string_view name : unit_names) known.emplace_back(name);
    for (const std::string_view name : year_names) known.emplace_back(name);
    const std::string near = nearest(split_unit(title).title, known);
    add("import.unknown-column", "", title,
        near.empty() ? message_text("import.expect-title", {{"register", definition_.title}})
                     : message_text("import.expect-title-near", {{"near", near}}));
  }

  void check_twice(const Column& column) {
    if (column.role == Column::Role::untitled) return;
    for (const Column& other : layout_.columns) {
      if (other.role != column.role || other.field != column.field) continue;
      add("import.column-twice", column.title, "", shortened(other.title));
      return;
    }
  }

  void check_missing() {
    for (std::size_t i = 0; i < definition_.fields.size(); ++i) {
      const pack::Field& field = definition_.fields[i];
      const int index = static_cast<int>(i);
      if (!field.required && !is_one_of(index, definition_.key)) continue;
      const auto gives = [&](const Column& column) { return column.field == index; };
      if (std::any_of(layout_.columns.begin(), layout_.columns.end(), gives)) continue;
      add("import.missing-column", field.title, "", field.title);
    }
    if (!layout_.has_unit && !options_.unit_id) add("import.no-unit", "", "", "");
    if (!layout_.has_year && !options_.year) add("import.no-year", "", "", "");
  }

  void add(std::string_view code, std::string_view column, std::string_view found, std::string expected) {
    faults_.push_back(
        {{}, 0, shortened(column), std::string(code), shortened(found), std::move(expected), column_number_});
  }

  const pack::Register& definition_;
  const ImportOptions& options_;
  std::vector<RowError>& faults_;
  int column_number_ = 0;  // of the title being read, from 1; 0: the whole header
  Layout layout_;
};

}  // namespace

std::optional<Layout> read_header(std::span<const std::string_view> cells, const pack::Register& definition,
                                  const ImportOptions& options, std::vector<RowError>& faults) {
  return HeaderReader(definition, options, faults).read(cells);
}

std::string column_title(const pack::Register& definition, int field) {
  const pack::Field& its = definition.fields[static_cast<std::size_t>(field)];
  const ImportOptions options;
  std::vector<RowError> none;
  const Column column = HeaderReader(definition, options, none).find(normalized(its.title));
  return column.field == field && column.unit == its.unit ? its.title : its.id;
}

std::string state_column_title(const pack::Register& definition) {
  const ImportOptions options;
  std::vector<RowError> none;
  const Column column = HeaderReader(definition, options, none).find(std::string(state_title));
  return std::string(column.role == Column::Role::state ? state_title : state_names[0]);
}

bool names_field(std::string_view cell, const pack::Register& definition) {
  const ImportOptions options;
  std::vector<RowError> none;
  return HeaderReader(definition, options, none).find(normalized(cell)).role == Column::Role::field;
}

std::string shortened(std::string_view cell) {
  constexpr std::size_t widest = 40;
  // A cell may be huge; what is shown of it is at most four bytes a column.
  std::string_view head = trim(cell).substr(0, 4 * widest + 4);
  while (!head.empty() && find_invalid_utf8(head) != head.npos) head.remove_suffix(1);  // cut inside a character
  std::string line(head);
  for (char& c : line) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = ' ';
  }
  return ellipsize(line, widest);
}

}  // namespace jiheng::ledger
