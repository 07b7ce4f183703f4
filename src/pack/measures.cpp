// Reading, ordering and checking [[measure]].
#include <algorithm>

#include "pack/loader.h"

namespace jiheng::pack {
namespace {

constexpr std::array<std::pair<std::string_view, Aggregate>, 5> aggregates = {{{"count", Aggregate::count},
                                                                               {"sum", Aggregate::sum},
                                                                               {"distinct", Aggregate::distinct},
                                                                               {"minimum", Aggregate::minimum},
                                                                               {"maximum", Aggregate::maximum}}};
constexpr std::string_view money_units[] = {"元", "万元", "亿元"};

bool is_money_unit(std::string_view unit) {
  return std::find(std::begin(money_units), std::end(money_units), unit) != std::end(money_units);
}

bool has_figures(const Register& value) {
  return std::any_of(value.fields.begin(), value.fields.end(), [](const Field& f) { return !f.figure_of.empty(); });
}

// Orders formulas after what they use and finds the circles among them.
class MeasureOrder {
 public:
  explicit MeasureOrder(Loader& loader)
      : loader_(loader), measures_(loader.measures), state_(loader.measures.size(), State::unseen) {}

  void run() {
    for (std::size_t i = 0; i < measures_.size(); ++i) visit(static_cast<int>(i));
    // Aggregates before formulas, and what waits for figures after all the rest.
    for (const bool second : {false, true}) {
      for (const bool formula : {false, true}) {
        for (const int i : after_) {
          const Measure& value = measure(i).value;
          if (value.second_stage == second && static_cast<bool>(measure(i).formula) == formula) {
            loader_.measure_order.push_back(i);
          }
        }
      }
    }
  }

 private:
  enum class State { unseen, open, done };

  MeasureDraft& measure(int i) { return measures_[static_cast<std::size_t>(i)]; }

  void visit(int i) {
    State& state = state_[static_cast<std::size_t>(i)];
    if (state == State::done) return;
    if (state == State::open) return report_cycle(i);
    state = State::open;
    path_.push_back(i);
    for (const int used : measure(i).uses) {
      visit(used);
      if (measure(used).value.second_stage) measure(i).value.second_stage = true;
    }
    path_.pop_back();
    state_[static_cast<std::size_t>(i)] = State::done;
    after_.push_back(i);
  }

  void report_cycle(int start) {
    std::string cycle;
    for (auto i = std::find(path_.begin(), path_.end(), start); i != path_.end(); ++i) {
      measure(*i).cyclic = true;
      cycle += measure(*i).value.id + " → ";
    }
    const MeasureDraft& first = measure(start);
    loader_.reporter.add(first.formula.place(), "pack.measure-cycle", {{"cycle", cycle + first.value.id}});
  }

  Loader& loader_;
  std::vector<MeasureDraft>& measures_;
  std::vector<State> state_;
  std::vector<int> path_;
  std::vector<int> after_;
};

class MeasureResolver {
 public:
  explicit MeasureResolver(Loader& loader) : loader_(loader), reporter_(loader.reporter) {}

  void run() {
    for (MeasureDraft& draft : loader_.measures) {
      if (draft.over && sound(draft)) resolve_source(draft);
      if (draft.formula) find_uses(draft);
    }
    MeasureOrder(loader_).run();
    find_types();
    for (const int i : loader_.measure_order) loader_.measure_scope.add(symbol(i));
    for (const int i : loader_.measure_order) {
      if (measure(i).formula && sound(measure(i))) resolve_formula(measure(i));
    }
    for (MeasureDraft& draft : loader_.measures) {
      if (draft.typed) check_unit(draft);
    }
  }

 private:
  MeasureDraft& measure(int i) { return loader_.measures[static_cast<std::size_t>(i)]; }
  bool sound(const MeasureDraft& draft) { return loader_.packs[static_cast<std::size_t>(draft.pack)].sound; }

  void resolve_source(MeasureDraft& draft) {
    const auto found = loader_.register_index.find(draft.over.value);
    if (found == loader_.register_index.end()) {
      std::vector<std::string_view> known;
      for (const auto& [id, index] : loader_.register_index) known.push_back(id);
      return loader_.unknown("pack.unknown-register", draft.over.place(), draft.over.value, known);
    }
    draft.source = found->second;
    const RegisterDraft& source = loader_.registers[static_cast<std::size_t>(found->second)];
    loader_.check_visible(draft.pack, source.pack, draft.over.place(), draft.over.value);
    draft.value.second_stage = has_figures(source.value);
    if (!source.sound) return;
    if (draft.where) draft.value.where = loader_.compile(draft.where, source.value.scope, expr::Type::boolean);
    if (draft.of) draft.value.of = loader_.compile(draft.of, source.value.scope, std::nullopt);
    find_aggregate_type(draft);
  }

  void find_aggregate_type(MeasureDraft& draft) {
    const Aggregate aggregate = draft.value.aggregate;
    if (aggregate == Aggregate::count || aggregate == Aggregate::distinct) {
      draft.value.type = expr::Type::number;
      draft.typed = true;
      return;
    }
    if (!draft.value.of) return;  // already reported
    const expr::Type type = draft.value.of->type();
    const bool fits =
        type == expr::Type::number || type == expr::Type::money || (expr::is_time(type) && aggregate != Aggregate::sum);
    if (!fits) {
      reporter_.add(draft.of.place(), "pack.aggregate-type",
                    {{"aggregate", word_of(aggregate, aggregates)},
                     {"expected", aggregate == Aggregate::sum ? "数值或金额" : "数值、金额、日期或时间"},
                     {"found", expr::title(type)}});
      return;
    }
    draft.value.type = type;
    draft.typed = true;
  }

  void find_uses(MeasureDraft& draft) {
    for (const std::string& name : names_in(draft.formula.value)) {
      const auto found = loader_.measure_index.find(name);
      if (found == loader_.measure_index.end()) continue;
      if (std::find(draft.uses.begin(), draft.uses.end(), found->second) == draft.uses.end()) {
        draft.uses.push_back(found->second);
      }
    }
  }

  // The type of a formula is known only once it is compiled, over the types of what it uses. So: once silently, in
  // order, to learn the types; then again over the whole scope, where every name is known, to say what is wrong.
  void find_types() {
    expr::Scope before;
    for (const int i : loader_.measure_order) {
      MeasureDraft& draft = measure(i);
      if (draft.formula && !draft.cyclic && uses_typed(draft)) {
        if (const auto compiled = loader_.compile(draft.formula, before, std::nullopt, true)) {
          draft.value.type = compiled->type();
          draft.typed = draft.value.type == expr::Type::number || draft.value.type == expr::Type::money ||
                        expr::is_time(draft.value.type);
        }
      }
      before.add(symbol(i));
    }
  }

  bool uses_typed(const MeasureDraft& draft) {
    return std::all_of(draft.uses.begin(), draft.uses.end(), [&](int used) { return measure(used).typed; });
  }

  expr::Symbol symbol(int i) {
    const MeasureDraft& draft = measure(i);
    expr::Symbol symbol;
    // Only the first of an id bears its name; no expression can write the other one.
    const auto named = loader_.measure_index.find(draft.value.id);
    const bool first = named != loader_.measure_index.end() && named->second == i;
    symbol.name = first ? draft.value.id : "#" + std::to_string(i);
    symbol.title = draft.value.title;
    symbol.type = draft.typed                       ? draft.value.type
                  : is_money_unit(draft.value.unit) ? expr::Type::money
                                                    : expr::Type::number;
    return symbol;
  }

  void resolve_formula(MeasureDraft& draft) {
    if (draft.cyclic || !uses_typed(draft)) return;
    auto compiled = loader_.compile_over_measures(draft.pack, draft.formula, loader_.measure_scope, std::nullopt, 0);
    if (!compiled) return;
    const expr::Type type = compiled->type();
    if (type == expr::Type::boolean || type == expr::Type::text) {
      reporter_.add(draft.formula.place(), "pack.formula-type", {{"found", expr::title(type)}});
      return;
    }
    draft.value.type = type;
    draft.typed = true;
    draft.value.formula = std::move(*compiled);
  }

  void check_unit(const MeasureDraft& draft) {
    const Measure& value = draft.value;
    std::string_view rule;
    if (value.type == expr::Type::money && !is_money_unit(value.unit)) rule = "pack.rule-money-unit";
    if (value.type == expr::Type::number && is_money_unit(value.unit)) rule = "pack.rule-number-unit";
    if (expr::is_time(value.type) && !value.unit.empty()) rule = "pack.rule-date-unit";
    if (rule == "pack.rule-money-unit" && !draft.unit) return reporter_.add(draft.place, "pack.missing-unit");
    if (rule.empty()) return;
    reporter_.add(draft.unit ? draft.unit.place() : draft.place, "pack.measure-unit",
                  {{"type", expr::title(value.type)}, {"unit", value.unit}, {"rule", message_text(rule)}});
  }

  Loader& loader_;
  Reporter& reporter_;
};

// A measure named like a live place of a report could not be told from it.
bool is_reserved_measure(std::string_view id) {
  const std::string_view head = id.substr(0, id.find('.'));
  return head == "unit" || head == "score" || head == "full" || head == "lost";
}

// Which keys go together: over with where, aggregate and of; formula alone.
void check_form(Reporter& reporter, Table& table, const MeasureDraft& draft, bool has_aggregate) {
  if (table.find("over") && table.find("formula")) {
    reporter.add(*table.key_place("formula"), "pack.measure-form");
    return;
  }
  if (!table.find("over") && !table.find("formula")) {
    reporter.add(table.place(), "pack.measure-form");
    return;
  }
  if (table.find("formula")) {
    for (const std::string_view key : {"where", "aggregate", "of"}) {
      if (const Place* place = table.key_place(key)) reporter.add(*place, "pack.not-for-formula", {{"key", key}});
    }
    return;
  }
  if (!has_aggregate) return;  // a bad one was reported; nothing is known of `of`
  if (draft.value.aggregate == Aggregate::count) {
    if (const Place* place = table.key_place("of")) reporter.add(*place, "pack.not-for-aggregate");
  } else if (!table.find("of")) {
    reporter.add(table.find("aggregate")->place, "pack.missing-of",
                 {{"aggregate", word_of(draft.value.aggregate, aggregates)}});
  }
}

}  // namespace

void Loader::read_measure(int pack, const Node& node) {
  Table table(reporter, node);
  MeasureDraft draft;
  draft.pack = pack;
  draft.place = node.place;
  Measure& value = draft.value;
  value.pack = packs[static_cast<std::size_t>(pack)].info.id;
  const Text id = table.text("id", Need::required);
  check_id(reporter, id, IdForm::measure);
  if (id && is_reserved_measure(id.value)) reporter.add(id.place(), "pack.reserved-id", {{"id", id.value}});
  if (!id) incomplete = true;
  value.id = id.value;
  if (define(measure_places, id) && id) measure_index.emplace(id.value, static_cast<int>(measures.size()));
  const Text title = table.text("title", Need::required);
  define_title(measure_titles, title);
  value.title = title.value;
  value.note = table.text("note").value;
  value.words = table.text("words").value;
  value.provenance = table.provenance();
  draft.unit = table.text("unit");
  value.unit = draft.unit.value;
  value.decimals = static_cast<int>(table.integer("decimals", 0, 10).value_or(0));
  draft.over = table.text("over");
  draft.where = table.text("where");
  draft.of = table.text("of");
  draft.formula = table.text("formula");
  const auto aggregate = table.choice("aggregate", aggregates);
  value.aggregate = aggregate.value_or(Aggregate::count);
  const bool has_aggregate = aggregate || !table.find("aggregate");
  value.over = draft.over.value;
  check_form(reporter, table, draft, has_aggregate);
  // A measure of both forms, or with an unknown aggregate, has no knowable type.
  if (draft.over && draft.formula) draft.over = draft.formula = Text();
  if (!has_aggregate) draft.over = Text();
  table.finish();
  measures.push_back(std::move(draft));
}

void Loader::resolve_measures() {
  MeasureResolver(*this).run();
}

}  // namespace jiheng::pack
