#include "evaluate/view.h"

#include "expr/excel.h"

namespace jiheng::evaluate {
namespace {

// Excel keeps 15 significant digits; a rate is at most a few units, so 15 decimals lose nothing Excel could have held.
constexpr int excel_decimals = 15;

std::optional<Decimal> cell_value(const expr::Value& value) {
  switch (value.kind()) {
    case expr::Value::Kind::money:
      return value.money().in(MoneyUnit::yuan);  // the unit of money in Excel formulas (expr/excel.h)
    case expr::Value::Kind::number:
      return value.number().rounded(excel_decimals, Rounding::half_up).normalized();
    default:
      return std::nullopt;
  }
}

std::optional<std::variant<Date, Moment>> cell_time(const expr::Value& value) {
  if (value.kind() == expr::Value::Kind::date) return value.date();
  if (value.kind() == expr::Value::Kind::moment) return value.moment();
  return std::nullopt;
}

report::ScorecardInput input_view(const Telling& telling, const score::Input& input) {
  report::ScorecardInput view;
  view.measure = input.measure->id;
  view.title = input.measure->title;
  view.value = cell_value(input.value);
  view.time = cell_time(input.value);
  view.text = measure::display(*input.measure, input.value);
  view.unit = input.value.kind() == expr::Value::Kind::money ? "元" : input.measure->unit;
  view.formula = measure::formula_in_words(telling.library(), *input.measure);
  return view;
}

// The rule as an Excel formula over {measure.id} places, rounded as the engine rounds; empty when Excel has no form of
// it or when the rule met no base (then the policy decides, not the rule).
std::string excel_rule(const pack::Rubric& rubric, const score::ItemScore& item) {
  if (item.no_base) return {};
  const auto formula = expr::excel_formula(item.item->rule, [&](int slot) {
    return slot == 0 ? item.item->full.to_string() : "{" + rubric.scope[slot].name + "}";
  });
  if (!formula) return {};
  return "ROUND(MAX(0,MIN(" + item.item->full.to_string() + "," + *formula + "))," + std::to_string(rubric.decimals) +
         ")";
}

report::ScorecardItem item_view(const Telling& telling, const score::ItemScore& scored) {
  const pack::Item& item = *scored.item;
  report::ScorecardItem view;
  view.id = item.id;
  view.title = item.title;
  view.full = item.full;
  view.score = scored.score;
  for (const auto& input : scored.inputs) view.inputs.push_back(input_view(telling, input));
  view.rule = item.words;
  if (scored.lost.sign() > 0) view.lost = telling.score_text(scored.lost);
  view.why = scored.why;
  view.why_runs = telling.reason(scored);
  view.unverified = pack::is_unverified(*telling.scorecard().rubric, item);
  view.excel_formula = excel_rule(*telling.scorecard().rubric, scored);
  return view;
}

report::ScorecardGroup group_view(const Telling& telling, const score::GroupScore& scored) {
  report::ScorecardGroup view;
  view.id = scored.group->id;
  view.title = scored.group->title;
  view.full = scored.group->full;
  view.score = scored.score;
  view.level = scored.level + 1;
  for (const auto& child : telling.scorecard().groups) {
    if (child.group->parent == scored.group->id) view.groups.push_back(group_view(telling, child));
  }
  for (const auto& item : telling.scorecard().items) {
    if (item.item->group == scored.group->id) view.items.push_back(item_view(telling, item));
  }
  return view;
}

}  // namespace

report::Scorecard scorecard_view(const Telling& telling, Date date) {
  const score::Scorecard& card = telling.scorecard();
  report::Scorecard view;
  view.unit = card.unit_id;
  view.unit_name = telling.unit_name();
  view.year = card.year;
  view.rubric_id = card.rubric->id;
  view.rubric_version = card.rubric->version;
  view.rubric_status = card.rubric->provenance.status == pack::Verification::verified ? "verified" : "unverified";
  view.total = card.total;
  view.full = card.rubric->full;
  view.grade = card.grade;
  for (const auto& grade : card.rubric->grades) view.bands.push_back({grade.minimum, grade.title});
  for (const auto& group : card.groups) {
    if (group.group->parent.empty()) view.groups.push_back(group_view(telling, group));
  }
  view.date = date;
  return view;
}

}  // namespace jiheng::evaluate
