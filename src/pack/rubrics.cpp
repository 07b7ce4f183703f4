// Reading and checking [rubric].
#include <algorithm>

#include "pack/loader.h"

namespace jiheng::pack {
namespace {

constexpr std::array<std::pair<std::string_view, NoBasePolicy>, 2> no_base_policies = {
    {{"zero", NoBasePolicy::zero}, {"full", NoBasePolicy::full}}};
const Decimal largest_mark = 10000;

class RubricReader {
 public:
  RubricReader(Loader& loader, int pack, const Node& node)
      : loader_(loader), reporter_(loader.reporter), table_(reporter_, node) {
    draft_.pack = pack;
    draft_.place = node.place;
  }

  RubricDraft read() {
    Rubric& value = draft_.value;
    value.pack = loader_.packs[static_cast<std::size_t>(draft_.pack)].info.id;
    const Text id = table_.text("id", Need::required);
    check_id(reporter_, id, IdForm::dashed);
    if (!id) loader_.incomplete = true;
    value.id = id.value;
    if (loader_.define(loader_.rubric_places, id) && id) {
      loader_.rubric_index.emplace(id.value, static_cast<int>(loader_.rubrics.size()));
    }
    value.title = table_.text("title", Need::required).value;
    value.version = table_.text("version", Need::required).value;
    read_years();
    value.provenance = table_.provenance();
    const auto full = table_.decimal("full", Decimal(0), largest_mark, Need::required);
    value.full = full.value_or(Decimal(100));
    if (value.full != Decimal(100)) {
      reporter_.add(table_.find("full")->place, "pack.rubric-full", {{"full", value.full.to_string()}});
    }
    value.decimals = static_cast<int>(table_.integer("decimals", 0, 6).value_or(2));
    for (const Node* grade : required_tables("grade")) read_grade(*grade);
    check_last_grade();
    for (const Node* group : required_tables("group")) read_group(*group);
    for (const Node* item : required_tables("item")) read_item(*item);
    check_sums();
    table_.finish();
    return std::move(draft_);
  }

 private:
  std::vector<const Node*> required_tables(std::string_view key) {
    table_.find(key, Need::required);
    return table_.tables(key);
  }

  void read_years() {
    const auto years = read_year_range(reporter_, table_);
    if (!years) return;
    draft_.value.first_year = years->first;
    draft_.value.last_year = years->second;
  }

  void read_grade(const Node& node) {
    Table table(reporter_, node);
    const auto minimum = table.decimal("minimum", Decimal(0), largest_mark, Need::required);
    const Text title = table.text("title", Need::required);
    table.finish();
    if (!minimum) {
      grades_known_ = false;
      return;
    }
    last_grade_ = table.find("minimum")->place;
    if (!draft_.value.grades.empty() && *minimum >= draft_.value.grades.back().minimum) {
      reporter_.add(last_grade_, "pack.grade-order",
                    {{"minimum", minimum->to_string()}, {"previous", draft_.value.grades.back().minimum.to_string()}});
    }
    draft_.value.grades.push_back({*minimum, title.value});
  }

  void check_last_grade() {
    if (!grades_known_ || draft_.value.grades.empty() || draft_.value.grades.back().minimum.is_zero()) return;
    reporter_.add(last_grade_, "pack.grade-last", {{"found", draft_.value.grades.back().minimum.to_string()}});
  }

  // Groups and items share one space of ids: {score.A} names either.
  Text read_score_id(Table& table) {
    const Text id = table.text("id", Need::required);
    check_id(reporter_, id, IdForm::score);
    if (id && (id.value == "total" || id.value == "grade")) {
      reporter_.add(id.place(), "pack.reserved-id", {{"id", id.value}});
    }
    loader_.define(score_places_, id);
    if (!id) ids_known_ = tree_known_ = false;
    return id;
  }

  void read_full(Table& table, Decimal& full, std::size_t parent, bool parent_known) {
    const auto value = table.decimal("full", Decimal::from_parts(1, 6), largest_mark, Need::required);
    if (value) {
      full = *value;
    } else if (parent_known) {
      sums_[parent].known = false;
    }
    if (parent_known) sums_[parent].total += full, ++sums_[parent].members;
  }

  // Index into sums_: 0 is the rubric itself, 1 + i is group i.
  std::optional<std::size_t> find_group(const Text& name) {
    for (std::size_t i = 0; i < draft_.value.groups.size(); ++i) {
      if (draft_.value.groups[i].id == name.value) return i + 1;
    }
    return std::nullopt;
  }

  void read_group(const Node& node) {
    Table table(reporter_, node);
    Group group;
    const Text id = read_score_id(table);
    group.id = id.value;
    const Text parent = table.text("parent");
    group.parent = parent.value;
    group.title = table.text("title", Need::required).value;
    std::optional<std::size_t> above = 0;
    if (parent) above = find_group(parent);
    if (!above) {
      report_parent(parent, id);
      tree_known_ = false;
    }
    read_full(table, group.full, above.value_or(0), above.has_value());
    table.finish();
    const Node* full = table.find("full");
    sums_.push_back({});
    sums_.back().place = full ? full->place : node.place;
    sums_.back().expected_known = full && !group.full.is_zero();
    draft_.value.groups.push_back(std::move(group));
  }

  void report_parent(const Text& parent, const Text& id) {
    std::vector<std::string_view> known;
    bool later = false;
    for (const Node* other : table_.tables("group")) {
      for (const Member& member : other->members) {
        if (member.key != "id" || member.value.kind != Node::Kind::text) continue;
        if (member.value.text == parent.value) later = true;
        known.push_back(member.value.text);
      }
    }
    if (later) {
      reporter_.add(parent.place(), "pack.parent-order", {{"parent", parent.value}, {"id", id.value}});
    } else if (ids_known_) {
      reporter_.add(parent.place(), "pack.unknown-group",
                    {{"name", parent.value}, {"hint", hint(parent.value, known)}});
    }
  }

  void read_item(const Node& node) {
    Table table(reporter_, node);
    Item item;
    RubricDraft::ItemTexts texts;
    const Text id = read_score_id(table);
    item.id = id.value;
    const Text group = table.text("group", Need::required);
    item.group = group.value;
    std::optional<std::size_t> above;
    if (group) above = find_group(group);
    if (group && !above && ids_known_) {
      std::vector<std::string_view> known;
      for (const Group& one : draft_.value.groups) known.push_back(one.id);
      reporter_.add(group.place(), "pack.unknown-group", {{"name", group.value}, {"hint", hint(group.value, known)}});
    }
    if (!above) tree_known_ = false;
    item.title = table.text("title", Need::required).value;
    read_full(table, item.full, above.value_or(0), above.has_value());
    texts.rule = table.text("rule", Need::required);
    item.words = table.text("words", Need::required).value;
    const Node* rows = table.table("rows");
    texts.lost = table.text("lost", rows ? Need::optional : Need::required);  // rows have reasons of their own
    item.lost = texts.lost.value;
    item.no_base = table.choice("no_base", no_base_policies).value_or(NoBasePolicy::zero);
    item.no_base_words = table.text("no_base_words").value;
    item.provenance = table.provenance();
    item.full_provenance = table.provenance("full_status", "full_source");
    if (rows != nullptr) {
      Table row_table(reporter_, *rows);
      texts.rows_measure = row_table.text("measure", Need::required);
      texts.rows_full = row_table.text("full", Need::required);
      texts.rows_why = row_table.text("why", Need::required);
      row_table.finish();
    }
    if (const Node* evidence = table.table("evidence")) item.evidence = read_evidence(*evidence);
    table.finish();
    draft_.value.items.push_back(std::move(item));
    draft_.texts.push_back(std::move(texts));
  }

  EvidenceDemand read_evidence(const Node& node) {
    constexpr std::int64_t most_files = 100;
    Table table(reporter_, node);
    EvidenceDemand demand;
    demand.title = table.text("title", Need::required).value;
    demand.minimum = static_cast<int>(table.integer("minimum", 1, most_files).value_or(1));
    demand.provenance = table.provenance();
    table.finish();
    return demand;
  }

  void check_sums() {
    const Rubric& value = draft_.value;
    // A member whose parent is unknown would make every sum look short.
    if (!tree_known_) return;
    if (!value.groups.empty() && sums_[0].known && sums_[0].total != value.full) {
      const Node* full = table_.find("full");
      report_sum(full ? full->place : table_.place(), "pack.sum-groups", "", sums_[0].total, value.full);
    }
    for (std::size_t i = 0; i < value.groups.size(); ++i) {
      const Sum& sum = sums_[i + 1];
      const Group& group = value.groups[i];
      if (sum.members == 0) {
        reporter_.add(sum.place, "pack.empty-group", {{"id", group.id}});
      } else if (sum.known && sum.expected_known && sum.total != group.full) {
        report_sum(sum.place, "pack.sum-members", group.id, sum.total, group.full);
      }
    }
  }

  void report_sum(const Place& place, std::string_view code, const std::string& id, const Decimal& sum,
                  const Decimal& expected) {
    const Decimal gap = sum < expected ? expected - sum : sum - expected;
    reporter_.add(
        place, code,
        {{"id", id}, {"sum", sum.to_string()}, {"expected", expected.to_string()}, {"difference", gap.to_string()}});
  }

  struct Sum {
    Decimal total;
    int members = 0;
    bool known = true;           // every member's full mark is known
    bool expected_known = true;  // and the group's own
    Place place;
  };

  Loader& loader_;
  Reporter& reporter_;
  Table table_;
  RubricDraft draft_;
  std::map<std::string, Place> score_places_;
  std::vector<Sum> sums_ = std::vector<Sum>(1);
  Place last_grade_;
  bool grades_known_ = true;
  bool ids_known_ = true;   // no id is missing: a name that is not found is wrong
  bool tree_known_ = true;  // and every member has its parent: sums can be told
};

// The rows among which an item's lost points are shared.
void resolve_rows(Loader& loader, const RubricDraft& draft, const RubricDraft::ItemTexts& texts, Item& item) {
  const auto found = loader.measure_index.find(texts.rows_measure.value);
  if (found == loader.measure_index.end()) {
    return loader.unknown("pack.unknown-measure", texts.rows_measure.place(), texts.rows_measure.value,
                          loader.measure_names());
  }
  const MeasureDraft& measure = loader.measures[static_cast<std::size_t>(found->second)];
  loader.check_visible(draft.pack, measure.pack, texts.rows_measure.place(), texts.rows_measure.value);
  const bool is_sum = measure.over && measure.value.aggregate == Aggregate::sum;
  if (measure.formula || (measure.over && !is_sum) || (measure.typed && measure.value.type != expr::Type::number)) {
    loader.reporter.add(texts.rows_measure.place(), "pack.rows-measure", {{"id", texts.rows_measure.value}});
    return;
  }
  if (measure.source < 0) return;
  const RegisterDraft& source = loader.registers[static_cast<std::size_t>(measure.source)];
  if (!source.sound || !texts.rows_full || !texts.rows_why) return;
  auto full = loader.compile(texts.rows_full, source.value.scope, expr::Type::number);
  auto why = loader.compile(texts.rows_why, source.value.scope, expr::Type::text);
  if (full && why) item.rows = LostRows{texts.rows_measure.value, std::move(*full), std::move(*why)};
}

}  // namespace

void Loader::read_rubric(int pack, const Node& node) {
  rubrics.push_back(RubricReader(*this, pack, node).read());
}

void Loader::resolve_rubrics() {
  // `full`, then every measure: a measure's slot is one more than in measure_scope.
  expr::Scope scope;
  scope.add({"full", "满分", expr::Type::number, 0, 18, ""});
  for (const expr::Symbol& symbol : measure_scope.symbols()) scope.add(symbol);
  for (RubricDraft& draft : rubrics) {
    draft.value.scope = scope;
    if (!packs[static_cast<std::size_t>(draft.pack)].sound) continue;
    for (std::size_t i = 0; i < draft.value.items.size(); ++i) {
      Item& item = draft.value.items[i];
      const RubricDraft::ItemTexts& texts = draft.texts[i];
      if (texts.rule) {
        if (auto rule = compile_over_measures(draft.pack, texts.rule, scope, expr::Type::number, 1)) {
          item.rule = std::move(*rule);
        }
      }
      if (texts.lost) check_template(draft.pack, texts.lost, {"full", "score", "lost"});
      if (texts.rows_measure) resolve_rows(*this, draft, texts, item);
    }
  }
}

}  // namespace jiheng::pack
