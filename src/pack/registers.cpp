// Reading and checking [[register]].
#include <algorithm>

#include "pack/loader.h"

namespace jiheng::pack {
namespace {

constexpr std::array<std::pair<std::string_view, FieldType>, 11> field_types = {{{"text", FieldType::text},
                                                                                 {"integer", FieldType::integer},
                                                                                 {"decimal", FieldType::decimal},
                                                                                 {"money", FieldType::money},
                                                                                 {"date", FieldType::date},
                                                                                 {"moment", FieldType::moment},
                                                                                 {"boolean", FieldType::boolean},
                                                                                 {"choice", FieldType::choice},
                                                                                 {"reference", FieldType::reference},
                                                                                 {"measure", FieldType::measure},
                                                                                 {"narrative", FieldType::narrative}}};
constexpr std::array<std::pair<std::string_view, MoneyUnit>, 3> money_units = {
    {{"元", MoneyUnit::yuan}, {"万元", MoneyUnit::wan}, {"亿元", MoneyUnit::yi}}};

// The names an expression cannot use, or that mean something else in every register.
bool is_reserved_field(std::string_view id) {
  return id == "unit_id" || id == "year" || id == "true" || id == "false" || id == "null" || id == "in";
}

int money_scale(MoneyUnit unit) {
  return unit == MoneyUnit::yuan ? 2 : unit == MoneyUnit::wan ? 6 : 10;
}

expr::Type type_in_expressions(FieldType type) {
  switch (type) {
    case FieldType::integer:
    case FieldType::decimal:
      return expr::Type::number;
    case FieldType::money:
      return expr::Type::money;
    case FieldType::date:
      return expr::Type::date;
    case FieldType::moment:
      return expr::Type::moment;
    case FieldType::boolean:
      return expr::Type::boolean;
    default:
      return expr::Type::text;
  }
}

constexpr int most_digits(FieldType type) {
  return type == FieldType::money ? 17 : 18;
}

// Digits of the integer that stores |value| at `scale`, never fewer than one.
int stored_digits(const Decimal& value, int scale) {
  int128 rest = value.coefficient();
  int digits = 0;
  for (; rest != 0; rest /= 10) ++digits;
  return std::max(1, digits - value.scale() + scale);
}

class RegisterReader {
 public:
  RegisterReader(Loader& loader, int pack, const Node& node)
      : loader_(loader), reporter_(loader.reporter), table_(reporter_, node) {
    draft_.pack = pack;
  }

  RegisterDraft read() {
    Register& value = draft_.value;
    value.pack = loader_.packs[static_cast<std::size_t>(draft_.pack)].info.id;
    const Text id = table_.text("id", Need::required);
    check_id(reporter_, id, IdForm::plain);
    value.id = id.value;
    if (!id) loader_.incomplete = true;
    const bool first = loader_.define(loader_.register_places, id);
    if (first && id) loader_.register_index.emplace(id.value, static_cast<int>(loader_.registers.size()));
    const Text title = table_.text("title", Need::required);
    value.title = title.value;
    loader_.define_title(loader_.register_titles, title);
    value.note = table_.text("note").value;
    value.provenance = table_.provenance();
    const std::vector<Text> key = table_.texts("key", Need::required);
    const Text label = table_.text("label");
    const std::vector<std::vector<Text>> indexes = read_indexes();
    read_fields();
    read_key(key);
    for (const auto& index : indexes) read_index(index);
    if (label) value.label = std::max(0, field_index(label));
    build_scope();
    read_checks();
    loader_.read_workflow(table_, draft_);
    table_.finish();
    return std::move(draft_);
  }

 private:
  std::vector<std::vector<Text>> read_indexes() {
    std::vector<std::vector<Text>> out;
    const Node* value = table_.find("indexes");
    if (!value) return out;
    if (value->kind != Node::Kind::array) {
      table_.wrong_type("indexes", *value, "[[\"…\"]]");
      return out;
    }
    for (const Node& index : value->items) {
      if (index.kind != Node::Kind::array) {
        table_.wrong_type("indexes", index, title(Node::Kind::array));
        continue;
      }
      if (index.items.empty()) reporter_.add(index.place, "pack.empty", {{"key", "indexes"}});
      std::vector<Text>& names = out.emplace_back();
      for (const Node& name : index.items) {
        if (name.kind == Node::Kind::text) {
          names.push_back({name.text, &name});
        } else {
          table_.wrong_type("indexes", name, title(Node::Kind::text));
        }
      }
    }
    return out;
  }

  void read_fields() {
    table_.find("field", Need::required);
    for (const Node* field : table_.tables("field")) read_field(*field);
    for (std::size_t i = 0; i < draft_.value.fields.size(); ++i) {
      if (figures_[i] && draft_.value.fields[i].type == FieldType::decimal) check_figure(i);
    }
  }

  void read_field(const Node& node) {
    Table table(reporter_, node);
    Field field;
    const Text id = table.text("id", Need::required);
    check_id(reporter_, id, IdForm::plain);
    if (id && is_reserved_field(id.value)) reporter_.add(id.place(), "pack.reserved-id", {{"id", id.value}});
    loader_.define(field_places_, id);
    field.id = id.value;
    const Text title = table.text("title", Need::required);
    loader_.define_title(field_titles_, title);
    field.title = title.value;
    const auto type = table.choice("type", field_types, Need::required);
    if (!id || !type) draft_.sound = false;
    field.type = type.value_or(FieldType::text);
    field.required = table.boolean("required").value_or(false);
    field.note = table.text("note").value;
    field.example = table.text("example").value;
    read_type_keys(table, field, type.has_value());
    figures_.push_back(table.text("figure_of"));
    field.figure_of = figures_.back().value;
    draft_.references.push_back(table.text("reference"));
    field.reference = draft_.references.back().value;
    table.finish();
    draft_.value.fields.push_back(std::move(field));
  }

  // The keys that belong to some types only.
  void read_type_keys(Table& table, Field& field, bool type_known) {
    const FieldType type = field.type;
    const auto only_for = [&](std::string_view key, std::initializer_list<FieldType> types, bool required = false) {
      const bool fits = std::find(types.begin(), types.end(), type) != types.end();
      if (type_known && fits && required) table.find(key, Need::required);
      if (type_known && !fits && table.find(key)) {
        reporter_.add(*table.key_place(key), "pack.not-for-type", {{"type", word_of(type, field_types)}, {"key", key}});
      }
      return fits;
    };
    only_for("figure_of", {FieldType::decimal});
    only_for("reference", {FieldType::reference}, true);
    if (only_for("in_year", {FieldType::date, FieldType::moment}))
      field.in_year = table.boolean("in_year").value_or(false);
    if (only_for("unit", {FieldType::money})) field.unit = table.choice("unit", money_units).value_or(MoneyUnit::yuan);
    if (only_for("scale", {FieldType::decimal}, true)) {
      field.scale = static_cast<int>(table.integer("scale", 0, 12).value_or(0));
    }
    if (type == FieldType::narrative) field.max_length = 20000;
    if (only_for("max_length", {FieldType::text, FieldType::narrative})) {
      field.max_length = static_cast<int>(table.integer("max_length", 1, 1000000).value_or(field.max_length));
    }
    if (only_for("choices", {FieldType::choice}, true)) read_choices(table, field);
    const bool low = only_for("minimum", {FieldType::integer, FieldType::decimal, FieldType::money});
    const bool high = only_for("maximum", {FieldType::integer, FieldType::decimal, FieldType::money});
    if (low && high) read_bounds(table, field);
  }

  void read_choices(Table& table, Field& field) {
    if (!table.find("choices")) return;  // already reported
    for (const Text& choice : table.texts("choices", Need::required)) {
      if (std::find(field.choices.begin(), field.choices.end(), choice.value) != field.choices.end()) {
        reporter_.add(choice.place(), "pack.duplicate-choice", {{"value", choice.value}});
      } else {
        field.choices.push_back(choice.value);
      }
    }
  }

  void read_bounds(Table& table, Field& field) {
    field.minimum = read_bound(table, field, "minimum");
    field.maximum = read_bound(table, field, "maximum");
    if (field.minimum && field.maximum && *field.minimum > *field.maximum) {
      reporter_.add(table.find("minimum")->place, "pack.bounds",
                    {{"minimum", field.minimum->to_string()}, {"maximum", field.maximum->to_string()}});
    }
  }

  std::optional<Decimal> read_bound(Table& table, const Field& field, std::string_view key) {
    const std::optional<Decimal> bound = table.decimal(key);
    if (!bound) return std::nullopt;
    const Place& place = table.find(key)->place;
    if (stored_digits(*bound, stored_scale(field)) > most_digits(field.type)) {
      const std::string nines(static_cast<std::size_t>(most_digits(field.type) - stored_scale(field)), '9');
      reporter_.add(place, "pack.out-of-range",
                    {{"key", key}, {"low", "-" + nines}, {"high", nines}, {"found", bound->to_string()}});
      return std::nullopt;
    }
    if (field.type == FieldType::money) {
      if (const Result<Money> money = Money::from_decimal(*bound, field.unit); !money) {
        reporter_.add(place, money.error());
        return std::nullopt;
      }
    }
    return bound;
  }

  static int stored_scale(const Field& field) {
    return field.type == FieldType::money ? money_scale(field.unit) : field.scale;
  }

  void check_figure(std::size_t field) {
    const Text& figure = figures_[field];
    const int of = field_index(figure);
    if (of < 0 || !draft_.sound) return;
    const FieldType type = draft_.value.fields[static_cast<std::size_t>(of)].type;
    if (type != FieldType::measure) {
      reporter_.add(figure.place(), "pack.figure-of-field",
                    {{"field", figure.value}, {"type", word_of(type, field_types)}});
    }
  }

  int field_index(const Text& name) { return loader_.field_index(draft_, name); }

  void read_key(const std::vector<Text>& key) {
    for (const Text& name : key) {
      const int index = field_index(name);
      if (index < 0) continue;
      const Field& field = draft_.value.fields[static_cast<std::size_t>(index)];
      std::vector<int>& fields = draft_.value.key;
      if (std::find(fields.begin(), fields.end(), index) != fields.end()) {
        reporter_.add(name.place(), "pack.duplicate-choice", {{"value", name.value}});
      } else if (field.type == FieldType::narrative || !field.figure_of.empty()) {
        reporter_.add(name.place(), "pack.bad-key-field", {{"field", name.value}});
      } else if (!field.required) {
        reporter_.add(name.place(), "pack.key-not-required", {{"field", name.value}});
      }
      fields.push_back(index);
    }
  }

  void read_index(const std::vector<Text>& names) {
    std::vector<int>& index = draft_.value.indexes.emplace_back();
    for (const Text& name : names) {
      const int field = field_index(name);
      if (field >= 0 && std::find(index.begin(), index.end(), field) != index.end()) {
        reporter_.add(name.place(), "pack.duplicate-choice", {{"value", name.value}});
      } else {
        index.push_back(field);
      }
    }
  }

  void build_scope() {
    // Titles for messages and for rules in words.
    Register& value = draft_.value;
    std::vector<expr::Symbol> symbols;
    symbols.push_back({"unit_id", "单位", expr::Type::text, 0, 18, "unit_id"});
    symbols.push_back({"year", "年度", expr::Type::number, 0, 4, "year"});
    std::set<std::string_view> names = {"unit_id", "year"};
    for (const Field& field : value.fields) {
      expr::Symbol symbol;
      // Only the first of an id bears its name; no expression can write the other one.
      symbol.name = names.insert(field.id).second ? field.id : "#" + std::to_string(symbols.size());
      symbol.title = field.title;
      symbol.type = type_in_expressions(field.type);
      symbol.scale = field.type == FieldType::decimal ? field.scale : 0;
      symbol.digits = most_digits(field.type);
      // A figure is not typed in, so the bounds of what is typed do not hold for it.
      if (field.figure_of.empty()) {
        symbol.column = field.id;
        if (field.minimum && field.maximum) {
          symbol.digits = std::max(stored_digits(*field.minimum, stored_scale(field)),
                                   stored_digits(*field.maximum, stored_scale(field)));
        }
      }
      symbols.push_back(std::move(symbol));
    }
    value.scope = expr::Scope(std::move(symbols));
  }

  void read_checks() {
    for (const Node* node : table_.tables("check")) {
      Table table(reporter_, *node);
      const Text condition = table.text("condition", Need::required);
      const Text message = table.text("message", Need::required);
      table.finish();
      if (!condition || !draft_.sound) continue;
      auto expression = loader_.compile(condition, draft_.value.scope, expr::Type::boolean);
      if (!expression) continue;
      draft_.value.checks.push_back({condition.value, std::move(*expression), message.value});
    }
  }

  Loader& loader_;
  Reporter& reporter_;
  Table table_;
  RegisterDraft draft_;
  std::vector<Text> figures_;  // per field: figure_of
  std::map<std::string, Place> field_places_, field_titles_;
};

}  // namespace

std::string_view type_id(FieldType type) {
  return word_of(type, field_types);
}

void Loader::read_register(int pack, const Node& node) {
  registers.push_back(RegisterReader(*this, pack, node).read());
}

int Loader::field_index(const RegisterDraft& draft, const Text& name, bool silent) {
  std::vector<std::string_view> known;
  for (std::size_t i = 0; i < draft.value.fields.size(); ++i) {
    if (draft.value.fields[i].id == name.value) return static_cast<int>(i);
    known.push_back(draft.value.fields[i].id);
  }
  if (draft.sound && !silent) {
    reporter.add(name.place(), "pack.unknown-field", {{"name", name.value}, {"hint", hint(name.value, known)}});
  }
  return -1;
}

void Loader::resolve_registers() {
  std::vector<std::string_view> known;
  for (const auto& [id, index] : register_index) known.push_back(id);
  for (const RegisterDraft& draft : registers) {
    if (!packs[static_cast<std::size_t>(draft.pack)].sound) continue;
    for (std::size_t i = 0; i < draft.references.size(); ++i) {
      const Text& reference = draft.references[i];
      if (!reference || draft.value.fields[i].type != FieldType::reference) continue;
      const auto found = register_index.find(reference.value);
      if (found == register_index.end()) {
        unknown("pack.unknown-register", reference.place(), reference.value, known);
        continue;
      }
      const RegisterDraft& target = registers[static_cast<std::size_t>(found->second)];
      check_visible(draft.pack, target.pack, reference.place(), reference.value);
      if (!target.sound || target.value.key.empty()) continue;
      if (target.value.key.size() != 1) {
        reporter.add(reference.place(), "pack.reference-key",
                     {{"register", reference.value}, {"count", target.value.key.size()}});
        continue;
      }
      const Field& key = target.value.fields[static_cast<std::size_t>(target.value.key.front())];
      if (key.type != FieldType::text && key.type != FieldType::choice) {
        reporter.add(reference.place(), "pack.reference-key-type",
                     {{"register", reference.value}, {"field", key.id}, {"type", word_of(key.type, field_types)}});
      }
    }
  }
}

}  // namespace jiheng::pack
