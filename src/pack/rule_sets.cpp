// Reading and checking [rule_set]. The head (id, years, extends) is read with the other definitions; the body when the
// set it extends is known, since what is inherited need not be given.
#include <algorithm>

#include "pack/loader.h"

namespace jiheng::pack {
namespace {

constexpr std::array<std::pair<std::string_view, Severity>, 3> severities = {
    {{"error", Severity::error}, {"warning", Severity::warning}, {"info", Severity::info}}};
constexpr std::array<std::pair<std::string_view, ReverseScoring>, 2> reverse_scorings = {
    {{"proportional_excess", ReverseScoring::proportional_excess}, {"inverse_ratio", ReverseScoring::inverse_ratio}}};
const Decimal largest_mark = 100;
const Decimal largest_factor = 100;

std::string years_of(const RuleSet& set) {
  return std::to_string(set.first_year) + "–" + std::to_string(set.last_year);
}

class BodyReader {
 public:
  // `base`: what the set extends; nullptr when it extends nothing, or nothing that could be read.
  BodyReader(Loader& loader, RuleSetDraft& draft, const RuleSet* base)
      : loader_(loader), reporter_(loader.reporter), table_(draft.table), value_(draft.value) {
    need_ = draft.extends ? Need::optional : Need::required;
    known_ = !draft.extends || base != nullptr;
    if (base) inherit(*base);
  }

  void read() {
    value_.title = table_.text("title", Need::required).value;
    value_.version = table_.text("version", Need::required).value;
    const Provenance provenance = table_.provenance();
    value_.verified = provenance.status == Verification::verified;
    value_.source = provenance.source;
    read_thresholds();
    read_rules();
    read_grades();
    for (const Node* node : table_.tables("required")) read_required(*node);
    for (const Node* node : table_.tables("stale")) read_stale(*node);
    read_phrases("boilerplate", value_.boilerplate);
    read_phrases("placeholders", value_.placeholders);
    read_phrases("doubled", value_.doubled);
    table_.finish();
  }

 private:
  void inherit(const RuleSet& base) {
    RuleSet own = std::move(value_);
    value_ = base;
    value_.id = std::move(own.id);
    value_.pack = std::move(own.pack);
    value_.first_year = own.first_year;
    value_.last_year = own.last_year;
  }

  void read_thresholds() {
    set(value_.low_execution, table_.decimal("low_execution", Decimal(0), Decimal(100), need_));
    set(value_.over_fulfilment, table_.decimal("over_fulfilment", Decimal(1), largest_factor, need_));
    set(value_.over_fulfilment_zero, table_.decimal("over_fulfilment_zero", need_));
    set(value_.over_award, table_.decimal("over_award", Decimal(0), Decimal(1), need_));
    set(value_.reverse, table_.choice("reverse", reverse_scorings, need_));
    set_integer(value_.copy_across, "copy_across", 10, 1000);
    set_integer(value_.copy_within, "copy_within", 6, 1000);
    set_integer(value_.disclosure_days, "disclosure_days", 1, 366);
  }

  template <class T>
  static void set(T& target, const std::optional<T>& given) {
    if (given) target = *given;
  }

  void set_integer(int& target, std::string_view key, int low, int high) {
    if (const auto given = table_.integer(key, low, high, need_)) target = static_cast<int>(*given);
  }

  void read_rules() {
    table_.find("rule", need_);
    drop_rules();
    for (const Node* node : table_.tables("rule")) read_rule(*node);
  }

  void drop_rules() {
    for (const Text& name : table_.texts("drop")) {
      if (!require_rule(name)) continue;
      std::erase_if(value_.rules, [&](const AuditRule& rule) { return rule.id == name.value; });
      std::erase_if(value_.required, [&](const RequiredElement& element) { return element.rule == name.value; });
    }
  }

  // A rule of the set by its id, reported when there is none.
  bool require_rule(const Text& name) {
    if (!name || value_.find_rule(name.value)) return name.node != nullptr;
    if (!known_ || !rule_ids_known_) return false;
    std::vector<std::string_view> known;
    for (const AuditRule& rule : value_.rules) known.push_back(rule.id);
    reporter_.add(name.place(), "pack.unknown-rule", {{"name", name.value}, {"hint", hint(name.value, known)}});
    return false;
  }

  void read_rule(const Node& node) {
    Table table(reporter_, node);
    const Text id = table.text("id", Need::required);
    check_id(reporter_, id, IdForm::rule);
    loader_.define(rule_places_, id);
    if (!id) rule_ids_known_ = false;
    AuditRule* inherited = nullptr;
    for (AuditRule& rule : value_.rules) {
      if (rule.id == id.value) inherited = &rule;
    }
    AuditRule rule;
    if (inherited) rule = *inherited;
    rule.id = id.value;
    // Where what is inherited cannot be known, nothing is called missing.
    read_rule_words(table, rule, inherited || !known_ ? Need::optional : Need::required);
    table.finish();
    if (!id) return;
    if (inherited) {
      *inherited = std::move(rule);
    } else {
      value_.rules.push_back(std::move(rule));
    }
  }

  static void read_rule_words(Table& table, AuditRule& rule, Need need) {
    set(rule.severity, table.choice("severity", severities, need));
    set_text(rule.title, table.text("title", need));
    set_text(rule.explanation, table.text("explanation", need));
    table.find("source", need);
    const bool has_status = table.find("status") != nullptr;
    const Provenance provenance = table.provenance();
    if (has_status) rule.verified = provenance.status == Verification::verified;
    if (!provenance.source.empty()) rule.source = provenance.source;
    set_text(rule.fails, table.text("fails"));
    set_text(rule.passes, table.text("passes"));
  }

  static void set_text(std::string& target, const Text& given) {
    if (given) target = given.value;
  }

  // Grades given replace those inherited: a scale is one whole.
  void read_grades() {
    if (!table_.find("grade", need_)) return;
    value_.grades.clear();
    bool known = true;
    Place last;
    for (const Node* node : table_.tables("grade")) known = read_grade(*node, last) && known;
    if (!known || value_.grades.empty() || value_.grades.back().minimum.is_zero()) return;
    reporter_.add(last, "pack.grade-last", {{"found", value_.grades.back().minimum.to_string()}});
  }

  bool read_grade(const Node& node, Place& last) {
    Table table(reporter_, node);
    const auto minimum = table.decimal("minimum", Decimal(0), largest_mark, Need::required);
    const Text title = table.text("title", Need::required);
    table.finish();
    if (!minimum) return false;
    last = table.find("minimum")->place;
    if (!value_.grades.empty() && *minimum >= value_.grades.back().minimum) {
      reporter_.add(last, "pack.grade-order",
                    {{"minimum", minimum->to_string()}, {"previous", value_.grades.back().minimum.to_string()}});
    }
    value_.grades.push_back({*minimum, normalised_phrase(title.value)});
    return true;
  }

  // An element of the same rule and title replaces the one inherited.
  void read_required(const Node& node) {
    Table table(reporter_, node);
    RequiredElement element;
    const Text rule = table.text("rule", Need::required);
    require_rule(rule);
    element.rule = rule.value;
    element.title = table.text("title", Need::required).value;
    read_list(table, "words", element.words, Need::required);
    element.in_heading = table.boolean("in_heading").value_or(true);
    read_list(table, "anywhere", element.anywhere);
    read_list(table, "topics", element.topics);
    const Need topics_need = element.topics.empty() ? Need::optional : Need::required;
    const auto topics = static_cast<std::int64_t>(element.topics.size());
    element.topics_needed = static_cast<int>(table.integer("topics_needed", 1, topics, topics_need).value_or(0));
    table.finish();
    for (RequiredElement& inherited : value_.required) {
      if (inherited.rule != element.rule || inherited.title != element.title) continue;
      inherited = std::move(element);
      return;
    }
    value_.required.push_back(std::move(element));
  }

  // The same phrase replaces the one inherited.
  void read_stale(const Node& node) {
    Table table(reporter_, node);
    StalePhrase stale;
    const Text phrase = table.text("phrase", Need::required);
    stale.phrase = without_quotes(normalised_phrase(phrase.value));
    read_years(table, stale.years);
    stale.note = table.text("note", Need::required).value;
    table.finish();
    if (!phrase) return;
    if (!stale_phrases_.emplace(stale.phrase).second) {
      reporter_.add(phrase.place(), "pack.duplicate-choice", {{"value", phrase.value}});
    }
    for (StalePhrase& inherited : value_.stale) {
      if (inherited.phrase != stale.phrase) continue;
      inherited = std::move(stale);
      return;
    }
    value_.stale.push_back(std::move(stale));
  }

  void read_years(Table& table, std::vector<int>& years) {
    const Node* list = table.find("years", Need::required);
    if (!list) return;
    if (list->kind != Node::Kind::array) return table.wrong_type("years", *list, title(Node::Kind::array));
    if (list->items.empty()) return reporter_.add(list->place, "pack.empty", {{"key", "years"}});
    for (const Node& year : list->items) {
      if (year.kind != Node::Kind::integer) {
        table.wrong_type("years", year, title(Node::Kind::integer));
      } else if (year.integer < 1900 || year.integer > 2199) {
        reporter_.add(year.place, "pack.out-of-range",
                      {{"key", "years"}, {"low", 1900}, {"high", 2199}, {"found", year.integer}});
      } else {
        years.push_back(static_cast<int>(year.integer));
      }
    }
  }

  // Phrases given are added to those inherited.
  void read_phrases(std::string_view key, std::vector<std::u32string>& phrases) { read_list(table_, key, phrases); }

  void read_list(Table& table, std::string_view key, std::vector<std::u32string>& phrases, Need need = Need::optional) {
    std::set<std::u32string> given;
    for (const Text& text : table.texts(key, need)) {
      std::u32string phrase = normalised_phrase(text.value);
      if (!given.insert(phrase).second) {
        reporter_.add(text.place(), "pack.duplicate-choice", {{"value", text.value}});
      } else if (std::find(phrases.begin(), phrases.end(), phrase) == phrases.end()) {
        phrases.push_back(std::move(phrase));
      }
    }
  }

  Loader& loader_;
  Reporter& reporter_;
  Table& table_;
  RuleSet& value_;
  Need need_ = Need::required;
  bool known_ = true;           // what is inherited is known
  bool rule_ids_known_ = true;  // no id is missing: a rule that is not found is wrong
  std::map<std::string, Place> rule_places_;
  std::set<std::u32string> stale_phrases_;
};

// Orders the bodies: what is extended is read before what extends it.
class Resolver {
 public:
  explicit Resolver(Loader& loader) : loader_(loader), state_(loader.rule_sets.size(), State::unseen) {}

  void resolve() {
    for (std::size_t i = 0; i < loader_.rule_sets.size(); ++i) check_overlap(i);
    for (std::size_t i = 0; i < loader_.rule_sets.size(); ++i) visit(i);
  }

 private:
  enum class State { unseen, open, done };

  // Sets of one id are told apart by their years.
  void check_overlap(std::size_t index) {
    const RuleSetDraft& draft = loader_.rule_sets[index];
    if (!draft.id || !draft.years_known) return;
    for (std::size_t i = 0; i < index; ++i) {
      const RuleSetDraft& other = loader_.rule_sets[i];
      if (other.value.id != draft.value.id || !other.years_known) continue;
      if (other.value.last_year < draft.value.first_year || draft.value.last_year < other.value.first_year) continue;
      loader_.reporter.add(draft.id.place(), "pack.years-overlap",
                           {{"id", draft.value.id},
                            {"years", years_of(other.value)},
                            {"first", loader_.reporter.where(other.id.place())}});
      return;
    }
  }

  void visit(std::size_t index) {
    if (state_[index] != State::unseen) return;
    state_[index] = State::open;
    path_.push_back(index);
    const RuleSet* base = nullptr;
    if (const auto found = find_base(index)) {
      if (state_[*found] == State::open) {
        report_cycle(*found, index);
      } else {
        visit(*found);
        base = &loader_.rule_sets[*found].value;
      }
    }
    BodyReader(loader_, loader_.rule_sets[index], base).read();
    path_.pop_back();
    state_[index] = State::done;
  }

  // The set of the wanted id in force in this one's first year, or else the last before it: a new edition may extend
  // the old one of its own id.
  std::optional<std::size_t> find_base(std::size_t index) {
    const RuleSetDraft& draft = loader_.rule_sets[index];
    if (!draft.extends || !loader_.packs[static_cast<std::size_t>(draft.pack)].sound) return std::nullopt;
    std::vector<std::string_view> known;
    std::string years;
    bool all_years_known = draft.years_known;
    std::optional<std::size_t> best;
    for (std::size_t i = 0; i < loader_.rule_sets.size(); ++i) {
      const RuleSetDraft& other = loader_.rule_sets[i];
      if (i == index || !other.id) continue;
      known.push_back(other.value.id);
      if (other.value.id != draft.extends.value) continue;
      all_years_known = all_years_known && other.years_known;
      years += (years.empty() ? "" : "、") + years_of(other.value);
      if (other.value.first_year > draft.value.first_year) continue;
      if (!best || other.value.last_year > loader_.rule_sets[*best].value.last_year) best = i;
    }
    if (years.empty()) {
      loader_.unknown("pack.unknown-rule-set", draft.extends.place(), draft.extends.value, known);
    } else if (!all_years_known) {
      return std::nullopt;
    } else if (!best) {
      loader_.reporter.add(draft.extends.place(), "pack.extends-years",
                           {{"id", draft.extends.value}, {"years", years}, {"own", years_of(draft.value)}});
    } else {
      loader_.check_visible(draft.pack, loader_.rule_sets[*best].pack, draft.extends.place(), draft.extends.value);
    }
    return best;
  }

  void report_cycle(std::size_t start, std::size_t last) {
    std::string cycle;
    for (auto i = std::find(path_.begin(), path_.end(), start); i != path_.end(); ++i) {
      cycle += loader_.rule_sets[*i].value.id + " → ";
    }
    loader_.reporter.add(loader_.rule_sets[last].extends.place(), "pack.extends-cycle",
                         {{"cycle", cycle + loader_.rule_sets[start].value.id}});
  }

  Loader& loader_;
  std::vector<State> state_;
  std::vector<std::size_t> path_;
};

}  // namespace

void Loader::read_rule_set(int pack, const Node& node) {
  RuleSetDraft draft{RuleSet(), pack, Table(reporter, node), Text(), Text(), false};
  draft.id = draft.table.text("id", Need::required);
  check_id(reporter, draft.id, IdForm::dashed);
  if (!draft.id) incomplete = true;
  draft.value.id = draft.id.value;
  draft.value.pack = packs[static_cast<std::size_t>(pack)].info.id;
  draft.extends = draft.table.text("extends");
  if (const auto years = read_year_range(reporter, draft.table)) {
    draft.value.first_year = years->first;
    draft.value.last_year = years->second;
    draft.years_known = true;
  }
  rule_sets.push_back(std::move(draft));
}

void Loader::resolve_rule_sets() {
  Resolver(*this).resolve();
}

}  // namespace jiheng::pack
