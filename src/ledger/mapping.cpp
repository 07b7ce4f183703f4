#include "ledger/mapping.h"

#include <algorithm>

#include "base/text.h"
#include "ledger/cell_parser.h"
#include "ledger/standing.h"
#include "pack/document.h"
#include "pack/table.h"
#include "sheet/workbook.h"

namespace jiheng::ledger {
namespace {

using pack::Need;
using pack::Node;
using pack::Reporter;
using pack::Table;
using pack::Text;

constexpr std::array<std::pair<std::string_view, DateOrder>, 3> date_orders = {
    {{"year-month-day", DateOrder::year_month_day},
     {"day-month-year", DateOrder::day_month_year},
     {"month-day-year", DateOrder::month_day_year}}};
constexpr std::array<std::pair<std::string_view, MoneyUnit>, 3> money_units = {
    {{"元", MoneyUnit::yuan}, {"万元", MoneyUnit::wan}, {"亿元", MoneyUnit::yi}}};
constexpr auto last_row = static_cast<std::int64_t>(sheet::most_rows);

// What a column or constant gives.
struct Target {
  Column::Role role = Column::Role::untitled;
  int field = -1;
};

class MappingReader {
 public:
  MappingReader(Reporter& reporter, const pack::Library& library, const Node& root)
      : reporter_(reporter), library_(library), table_(reporter, root) {}

  Mapping read() {
    read_register();
    out_.sheet = table_.text("sheet").value;
    read_header_row();
    if (const auto row = table_.integer("data_row", static_cast<std::int64_t>(out_.last_header_row) + 1, last_row)) {
      out_.data_row = static_cast<std::uint64_t>(*row);
    }
    out_.date_order = table_.choice("date_order", date_orders).value_or(DateOrder::year_month_day);
    money_unit_ = table_.choice("money_unit", money_units);
    table_.find("columns", Need::required);
    for (const Node* column : table_.tables("columns")) read_column(*column);
    if (const Node* constants = table_.table("constants")) read_constants(*constants);
    for (const Node* ignored : table_.tables("ignore")) read_ignored(*ignored);
    check_required();
    table_.finish();
    return std::move(out_);
  }

 private:
  void read_register() {
    const Text name = table_.text("register", Need::required);
    if (!name) return;
    register_ = library_.find_register(name.value);
    if (register_) {
      out_.register_id = register_->id;
      return;
    }
    std::vector<std::string_view> known;
    for (const pack::Register& one : library_.registers) known.insert(known.end(), {one.id, one.title});
    reporter_.add(name.place(), "pack.unknown-register",
                  {{"name", name.value}, {"hint", pack::hint(name.value, known)}});
  }

  void read_header_row() {
    const Node* value = table_.find("header_row");
    if (value && value->kind == Node::Kind::array) {
      const auto& rows = value->items;
      const bool two = rows.size() == 2 && rows[0].kind == Node::Kind::integer && rows[1].kind == Node::Kind::integer;
      if (!two || rows[0].integer < 1 || rows[1].integer < rows[0].integer || rows[1].integer >= last_row) {
        reporter_.add(value->place, "mapping.header-rows");
        return;
      }
      out_.first_header_row = static_cast<std::uint64_t>(rows[0].integer);
      out_.last_header_row = static_cast<std::uint64_t>(rows[1].integer);
    } else if (const auto row = table_.integer("header_row", 0, last_row - 1)) {
      out_.first_header_row = out_.last_header_row = static_cast<std::uint64_t>(*row);
    }
    out_.data_row = out_.last_header_row + 1;
  }

  Target read_target(const Text& name, std::string_view key) {
    if (!name || !register_) return {};
    Target target;
    std::vector<std::string_view> known = {"unit_id", "year"};
    if (name.value == "unit_id") target.role = Column::Role::unit_id;
    if (name.value == "year") target.role = Column::Role::year;
    for (std::size_t i = 0; i < register_->fields.size(); ++i) {
      const pack::Field& field = register_->fields[i];
      if (field.id == name.value || field.title == name.value) target = {Column::Role::field, static_cast<int>(i)};
      known.insert(known.end(), {field.id, field.title});
    }
    const bool has_states = !register_->workflow.states.empty();
    if (has_states) known.push_back("record.state");
    if (has_states && target.role == Column::Role::untitled &&
        (name.value == "record.state" || name.value == state_title)) {
      target.role = Column::Role::state;
    }
    if (target.role == Column::Role::untitled) {
      reporter_.add(name.place(), "pack.unknown-field",
                    {{"name", name.value}, {"hint", pack::hint(name.value, known)}});
      return target;
    }
    const bool twice = std::any_of(targets_.begin(), targets_.end(), [&](const Target& other) {
      return other.role == target.role && other.field == target.field;
    });
    if (twice) reporter_.add(name.place(), "mapping.target-twice", {{"key", key}, {"name", name.value}});
    targets_.push_back(target);
    return target;
  }

  const pack::Field* field_of(const Target& target) const {
    return target.field < 0 ? nullptr : &register_->fields[static_cast<std::size_t>(target.field)];
  }

  void read_column(const Node& node) {
    Table table(reporter_, node);
    MappedColumn column;
    column.from = table.text("from", Need::required).value;
    const Target target = read_target(table.text("to", Need::required), "to");
    column.role = target.role;
    column.field = target.field;
    const pack::Field* field = field_of(target);
    column.unit = field ? field->unit : MoneyUnit::yuan;
    const bool is_money = field && field->type == pack::FieldType::money;
    if (is_money && money_unit_) column.unit = *money_unit_;
    if (const auto unit = table.choice("unit", money_units)) {
      if (field && !is_money) {
        reporter_.add(*table.key_place("unit"), "pack.not-for-type",
                      {{"type", pack::type_id(field->type)}, {"key", "unit"}});
      }
      column.unit = *unit;
    }
    if (const Node* values = table.table("values")) read_values(*values, target, column);
    table.finish();
    out_.columns.push_back(std::move(column));
  }

  void read_values(const Node& node, const Target& target, MappedColumn& column) {
    for (const pack::Member& member : node.members) {
      if (member.value.kind != Node::Kind::text) {
        table_.wrong_type(member.key, member.value, pack::title(Node::Kind::text));
        continue;
      }
      check_value(target, column.unit, member.value);
      column.values.emplace(trim(member.key), trim(member.value.text));
    }
  }

  void read_constants(const Node& node) {
    for (const pack::Member& member : node.members) {
      if (member.value.kind != Node::Kind::text) {
        table_.wrong_type(member.key, member.value, pack::title(Node::Kind::text));
        continue;
      }
      // The key is a name too: it is reported where it stands.
      Node name;
      name.kind = Node::Kind::text;
      name.place = member.place;
      name.text = member.key;
      const Target target = read_target({member.key, &name}, "constants");
      const pack::Field* field = field_of(target);
      check_value(target, field ? field->unit : MoneyUnit::yuan, member.value);
      out_.constants.push_back({target.role, target.field, std::string(trim(member.value.text))});
    }
  }

  // What stands in the mapping is checked here, once, and not in every row.
  void check_value(const Target& target, MoneyUnit unit, const Node& value) {
    const std::string_view text = trim(value.text);
    if (text.empty()) return;
    if (target.role == Column::Role::unit_id && !valid_unit_id(text)) {
      refuse_value(value, "import.bad-unit", message_text("import.expect-unit"));
    }
    if (target.role == Column::Role::year && !parse_year(text)) {
      refuse_value(value, "import.bad-year", message_text("import.expect-year"));
    }
    if (target.role == Column::Role::state && find_state(register_->workflow, text) < 0) {
      refuse_value(value, "import.bad-state", state_column_title(*register_));
    }
    if (target.field < 0) return;
    Arena arena;
    store::Cell cell;
    CellFault fault;
    const CellParser parser(*register_, target.field, library_, unit);
    if (!parser.parse(text, 0, arena, cell, &fault)) refuse_value(value, fault.code, fault.expected);
  }

  void refuse_value(const Node& value, std::string_view code, const std::string& expected) {
    Error error;
    error.code = code;
    error.message = message_text(code, {{"found", shortened(value.text)}, {"expected", expected}});
    reporter_.add(value.place, error);
  }

  void read_ignored(const Node& node) {
    Table table(reporter_, node);
    IgnoredRows ignored;
    ignored.column = table.text("column", Need::required).value;
    ignored.empty = table.boolean("empty").value_or(false);
    for (const Text& text : table.texts("is")) ignored.texts.emplace_back(trim(text.value));
    if (!ignored.empty && ignored.texts.empty()) reporter_.add(node.place, "mapping.ignore-nothing");
    table.finish();
    out_.ignored.push_back(std::move(ignored));
  }

  void check_required() {
    if (!register_) return;
    for (std::size_t i = 0; i < register_->fields.size(); ++i) {
      const pack::Field& field = register_->fields[i];
      const int index = static_cast<int>(i);
      const bool in_key = std::find(register_->key.begin(), register_->key.end(), index) != register_->key.end();
      const bool given =
          std::any_of(targets_.begin(), targets_.end(), [&](const Target& t) { return t.field == index; });
      if ((!field.required && !in_key) || given) continue;
      reporter_.add(table_.place(), "mapping.missing-field", {{"title", field.title}, {"id", field.id}});
    }
  }

  Reporter& reporter_;
  const pack::Library& library_;
  Table table_;
  Mapping out_;
  const pack::Register* register_ = nullptr;
  std::optional<MoneyUnit> money_unit_;
  std::vector<Target> targets_;
};

bool is_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

MappingResult parse_mapping(std::string bytes, std::string shown, const pack::Library& library) {
  Reporter reporter;
  const std::optional<Node> root =
      pack::parse_document(reporter, reporter.add_file(std::move(shown), std::move(bytes)));
  Mapping out;
  if (root) out = MappingReader(reporter, library, *root).read();
  if (!reporter.empty()) return tl::unexpected<std::vector<pack::Diagnostic>>(reporter.take());
  return out;
}

std::string in_order(std::string_view text, DateOrder order) {
  const std::string half = to_half_width(text);
  const std::size_t end = std::min(half.find(' '), half.size());
  const std::string_view day = std::string_view(half).substr(0, end);
  const std::size_t first = day.find_first_of("/.-");
  if (order == DateOrder::year_month_day || first == day.npos) return std::string(text);
  const std::size_t second = day.find(day[first], first + 1);
  if (second == day.npos) return std::string(text);
  const std::string_view a = day.substr(0, first), b = day.substr(first + 1, second - first - 1),
                         year = day.substr(second + 1);
  if (!is_digits(a) || !is_digits(b) || !is_digits(year) || a.size() > 2 || b.size() > 2 || year.size() != 4) {
    return std::string(text);
  }
  const auto [month, of_month] = order == DateOrder::day_month_year ? std::pair(b, a) : std::pair(a, b);
  return std::string(year) + "-" + std::string(month) + "-" + std::string(of_month) + half.substr(end);
}

}  // namespace jiheng::ledger
