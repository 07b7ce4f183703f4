// Reading and checking [[role]], and of a register its states, transitions, deadlines, rules of doubles and sequences.
#include <algorithm>

#include "pack/loader.h"
#include "pack/system_columns.h"

namespace jiheng::pack {
namespace {

constexpr std::array<std::pair<std::string_view, Signing>, 2> signings = {
    {{"any", Signing::any}, {"all", Signing::all}}};
constexpr std::array<std::pair<std::string_view, TimeUnit>, 4> time_units = {{{"minutes", TimeUnit::minutes},
                                                                              {"working_days", TimeUnit::working_days},
                                                                              {"days", TimeUnit::days},
                                                                              {"months", TimeUnit::months}}};
constexpr int longest_limit = 3650;
constexpr int longest_minutes = 365 * 24 * 60;
constexpr int earliest_reminder = 60;

class WorkflowReader {
 public:
  WorkflowReader(Loader& loader, Table& table, RegisterDraft& draft)
      : loader_(loader), reporter_(loader.reporter), table_(table), draft_(draft) {}

  void read() {
    read_states();
    read_transitions();
    read_returning();
    read_holder();
    check_ways();
    for (const Node* node : table_.tables("deadline")) read_deadline(*node);
    for (const Node* node : table_.tables("duplicate")) read_duplicate(*node);
    for (const Node* node : table_.tables("sequence")) read_sequence(*node);
  }

 private:
  Workflow& workflow() { return draft_.value.workflow; }

  Text read_id(Table& table, std::map<std::string, Place>& places) {
    const Text id = table.text("id", Need::required);
    check_id(reporter_, id, IdForm::plain);
    loader_.define(places, id);
    return id;
  }

  void read_states() {
    for (const Node* node : table_.tables("state")) {
      Table table(reporter_, *node);
      State state;
      const Text id = read_id(table, state_places_);
      state.id = id.value;
      const Text title = table.text("title", Need::required);
      loader_.define_title(state_titles_, title);
      state.title = title.value;
      state.finished = table.boolean("finished").value_or(false);
      state.paused = table.boolean("paused").value_or(false);
      state.when = read_condition(table.text("when"));
      table.finish();
      if (!id) sound_ = false;
      state_nodes_.push_back(id ? id.node : node);
      workflow().states.push_back(std::move(state));
    }
  }

  std::optional<Condition> read_condition(const Text& source) {
    if (!source || !draft_.sound) return std::nullopt;
    auto expression = loader_.compile(source, draft_.value.scope, expr::Type::boolean);
    if (!expression) return std::nullopt;
    return Condition{source.value, std::move(*expression)};
  }

  // -1 and a mistake when there is no such state.
  int state_index(const Text& name) {
    std::vector<std::string_view> known;
    const std::vector<State>& states = workflow().states;
    for (std::size_t i = 0; i < states.size(); ++i) {
      if (states[i].id == name.value) return static_cast<int>(i);
      known.push_back(states[i].id);
    }
    if (sound_) {
      reporter_.add(name.place(), "pack.unknown-state", {{"name", name.value}, {"hint", hint(name.value, known)}});
    }
    sound_ = false;  // whether states can be reached is not known
    return -1;
  }
  std::vector<int> state_indexes(const std::vector<Text>& names) {
    std::vector<int> out;
    for (const Text& name : names) add_once(out, state_index(name), name);
    return out;
  }
  std::vector<int> field_indexes(const std::vector<Text>& names) {
    std::vector<int> out;
    for (const Text& name : names) add_once(out, loader_.field_index(draft_, name), name);
    return out;
  }
  void add_once(std::vector<int>& out, int index, const Text& name) {
    if (index < 0) return;
    if (std::find(out.begin(), out.end(), index) != out.end()) {
      reporter_.add(name.place(), "pack.duplicate-choice", {{"value", name.value}});
    } else {
      out.push_back(index);
    }
  }
  FieldType type_of(int field) { return draft_.value.fields[static_cast<std::size_t>(field)].type; }

  // -1 when it is not named, unknown or, reported, neither date nor moment.
  int time_field(const Text& name) {
    if (!name) return -1;
    const int index = loader_.field_index(draft_, name);
    if (index < 0) return -1;
    if (type_of(index) != FieldType::date && type_of(index) != FieldType::moment) {
      reporter_.add(name.place(), "pack.not-a-date", {{"field", name.value}});
      return -1;
    }
    return index;
  }

  void read_transitions() {
    for (const Node* node : table_.tables("transition")) {
      Table table(reporter_, *node);
      Transition transition;
      transition.id = read_id(table, transition_places_).value;
      transition.title = table.text("title", Need::required).value;
      const std::vector<Text> from = table.texts("from", Need::required);
      const Text to = table.text("to", Need::required);
      if (from.empty() || !to) sound_ = false;
      transition.from = state_indexes(from);
      if (to) transition.to = std::max(0, state_index(to));
      draft_.roles.push_back(table.texts("by"));
      for (const Text& role : draft_.roles.back()) transition.roles.push_back(role.value);
      transition.signing = table.choice("signing", signings).value_or(Signing::any);
      transition.require = field_indexes(table.texts("require"));
      transition.comment = table.boolean("comment").value_or(false);
      transition.assigns = table.boolean("assigns").value_or(false);
      transition.dates = time_field(table.text("dates"));
      transition.writes = read_writes(table);
      transition.clears = field_indexes(table.texts("clears"));
      read_check(table, transition);
      table.finish();
      workflow().transitions.push_back(std::move(transition));
    }
  }
  // writes = [{ field = "colour", value = "橙色" }]
  std::vector<std::pair<int, std::string>> read_writes(Table& table) {
    std::vector<std::pair<int, std::string>> out;
    for (const Node* node : table.tables("writes")) {
      Table one(reporter_, *node);
      const Text field = one.text("field", Need::required);
      const Text value = one.text("value", Need::required);
      one.finish();
      const int index = field ? loader_.field_index(draft_, field) : -1;
      if (index < 0 || !value) continue;
      const std::vector<std::string>& choices = draft_.value.fields[static_cast<std::size_t>(index)].choices;
      if (type_of(index) != FieldType::choice) {
        reporter_.add(field.place(), "pack.writes-field", {{"field", field.value}});
      } else if (std::find(choices.begin(), choices.end(), value.value) == choices.end()) {
        const std::vector<std::string_view> known(choices.begin(), choices.end());
        reporter_.add(value.place(), "pack.unknown-value",
                      {{"key", field.value}, {"value", value.value}, {"hint", hint(value.value, known)}});
      } else {
        out.emplace_back(index, value.value);
      }
    }
    return out;
  }
  // A condition and what is said when it does not hold: both or neither.
  void read_check(Table& table, Transition& transition) {
    const Text condition = table.text("condition");
    const Text message = table.text("message", condition ? Need::required : Need::optional);
    if (message && !condition) table.text("condition", Need::required);
    if (!condition || !message || !draft_.sound) return;
    auto expression = loader_.compile(condition, draft_.value.scope, expr::Type::boolean);
    if (expression) transition.check = {condition.value, std::move(*expression), message.value};
  }

  void read_returning() { workflow().returning = state_indexes(table_.texts("returning")); }

  void read_holder() {
    const Text name = table_.text("holder");
    if (!name) return;
    if (workflow().states.empty()) reporter_.add(*table_.key_place("holder"), "pack.holder-without-states");
    const int index = loader_.field_index(draft_, name);
    if (index < 0) return;
    if (type_of(index) != FieldType::text) {
      reporter_.add(name.place(), "pack.holder-field", {{"field", name.value}});
      return;
    }
    workflow().holder = index;
  }

  // Every state can be come to, and left unless it is a finished one; some state is finished.
  void check_ways() {
    const std::vector<State>& states = workflow().states;
    if (states.empty() || !sound_) return;
    if (std::none_of(states.begin(), states.end(), [](const State& state) { return state.finished; })) {
      reporter_.add(state_nodes_.front()->place, "pack.never-finished");
    }
    std::vector<bool> reached(states.size()), left(states.size());
    reached[0] = true;
    for (bool more = true; more;) {
      more = false;
      for (const Transition& transition : workflow().transitions) {
        for (const int from : transition.from) {
          left[static_cast<std::size_t>(from)] = true;
          const auto to = static_cast<std::size_t>(transition.to);
          if (!reached[static_cast<std::size_t>(from)] || reached[to]) continue;
          reached[to] = more = true;
        }
      }
    }
    for (const int state : workflow().returning) left[static_cast<std::size_t>(state)] = true;
    for (std::size_t i = 0; i < states.size(); ++i) {
      const Place& place = state_nodes_[i]->place;
      if (!reached[i]) reporter_.add(place, "pack.unreached-state", {{"state", states[i].title}});
      if (!left[i] && !states[i].finished) reporter_.add(place, "pack.dead-end", {{"state", states[i].title}});
    }
  }

  void read_deadline(const Node& node) {
    Table table(reporter_, node);
    Deadline deadline;
    deadline.id = read_id(table, deadline_places_).value;
    deadline.title = table.text("title", Need::required).value;
    const Text from = table.text("from", Need::required);
    const int start = time_field(from);
    deadline.from = std::max(0, start);
    const Text until = table.text("until", workflow().states.empty() ? Need::required : Need::optional);
    deadline.until = time_field(until);
    deadline.remind = static_cast<int>(table.integer("remind", 0, earliest_reminder).value_or(0));
    table.find("limit", Need::required);
    const bool by_day = start >= 0 && type_of(start) == FieldType::date;
    for (const Node* limit : table.tables("limit")) read_limit(*limit, deadline, by_day ? from.value : "");
    deadline.provenance = table.provenance();
    table.finish();
    draft_.value.deadlines.push_back(std::move(deadline));
  }
  // `day`: the field the deadline runs from, where it is known to hold a day without its minute.
  void read_limit(const Node& node, Deadline& deadline, const std::string& day) {
    Table table(reporter_, node);
    if (!deadline.limits.empty() && deadline.limits.back().condition.empty()) {
      reporter_.add(table.place(), "pack.unreached-limit", {{"deadline", deadline.title}});
    }
    TimeLimit limit;
    const Text when = table.text("when");
    limit.condition = when.value;
    limit.unit = table.choice("unit", time_units, Need::required).value_or(TimeUnit::working_days);
    const bool minutes = limit.unit == TimeUnit::minutes;
    const int longest = minutes ? longest_minutes : longest_limit;
    limit.within = static_cast<int>(table.integer("within", 0, longest, Need::required).value_or(0));
    if (minutes && !day.empty()) {
      reporter_.add(table.find("unit")->place, "pack.minutes-from-date", {{"field", day}});
    }
    table.finish();
    if (when && draft_.sound) limit.when = loader_.compile(when, draft_.value.scope, expr::Type::boolean);
    deadline.limits.push_back(std::move(limit));
  }

  void read_duplicate(const Node& node) {
    Table table(reporter_, node);
    DuplicateRule rule;
    rule.title = table.text("title", Need::required).value;
    const std::vector<Text> names = table.texts("fields", Need::required);
    rule.fields = field_indexes(names);
    rule.alike = table.decimal("alike", Decimal::from_parts(1, 2), Decimal(1), Need::optional);
    table.finish();
    if (!rule.alike) {
      draft_.value.duplicates.push_back(std::move(rule));
      return;
    }
    for (const Text& name : names) {
      const int index = loader_.field_index(draft_, name, true);
      if (index < 0 || type_of(index) == FieldType::text) continue;
      reporter_.add(name.place(), "pack.alike-field", {{"field", name.value}});
    }
    draft_.value.duplicates.push_back(std::move(rule));
  }

  void read_sequence(const Node& node) {
    Table table(reporter_, node);
    SequenceRule rule;
    rule.title = table.text("title", Need::required).value;
    const Text number = table.text("number", Need::required);
    rule.within = field_indexes(table.texts("within"));
    table.finish();
    const int index = number ? loader_.field_index(draft_, number) : -1;
    if (index < 0) return;
    if (type_of(index) != FieldType::integer && type_of(index) != FieldType::date) {
      reporter_.add(number.place(), "pack.sequence-field", {{"field", number.value}});
      return;
    }
    rule.number = index;
    draft_.value.sequences.push_back(std::move(rule));
  }

  Loader& loader_;
  Reporter& reporter_;
  Table& table_;
  RegisterDraft& draft_;
  bool sound_ = true;  // every state that is named is known
  std::vector<const Node*> state_nodes_;
  std::map<std::string, Place> state_places_, state_titles_, transition_places_, deadline_places_;
};

}  // namespace

void Loader::read_role(int pack, const Node& node) {
  Table table(reporter, node);
  RoleDraft draft;
  draft.pack = pack;
  draft.value.pack = packs[static_cast<std::size_t>(pack)].info.id;
  const Text id = table.text("id", Need::required);
  check_id(reporter, id, IdForm::plain);
  if (!id) incomplete = true;
  if (define(role_places, id) && id) role_index.emplace(id.value, static_cast<int>(roles.size()));
  draft.value.id = id.value;
  const Text title = table.text("title", Need::required);
  define_title(role_titles, title);
  draft.value.title = title.value;
  table.finish();
  roles.push_back(std::move(draft));
}

void Loader::read_workflow(Table& table, RegisterDraft& draft) {
  WorkflowReader(*this, table, draft).read();
  // Not before: what a record must fulfil cannot hang on what the ledger makes of it.
  Register& value = draft.value;
  for (SystemColumn& column : system_columns(value)) {
    value.scope.add({std::move(column.name), std::move(column.title), column.type, 0, 18, std::move(column.column)});
  }
}

void Loader::resolve_roles() {
  std::vector<std::string_view> known;
  for (const auto& [id, index] : role_index) known.push_back(id);
  for (const RegisterDraft& draft : registers) {
    if (!packs[static_cast<std::size_t>(draft.pack)].sound) continue;
    for (const std::vector<Text>& names : draft.roles) {
      for (const Text& name : names) {
        const auto found = role_index.find(name.value);
        if (found == role_index.end()) {
          unknown("pack.unknown-role", name.place(), name.value, known);
        } else {
          check_visible(draft.pack, roles[static_cast<std::size_t>(found->second)].pack, name.place(), name.value);
        }
      }
    }
  }
}

}  // namespace jiheng::pack
