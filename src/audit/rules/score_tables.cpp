#include <algorithm>
#include <optional>

#include "audit/rules/figure_words.h"
#include "audit/rules/indicator_rows.h"
#include "audit/rules/indicator_scoring.h"
#include "audit/rules/score_totals.h"
#include "base/text.h"

namespace jiheng::audit {
namespace {

using reading::Cell;
using reading::Document;
using View = std::u32string_view;

// 0.9806 of 98.06%, 98.06 or 0.9806; nothing: no rate.
struct Rate {
  Ratio low, high, printed;
};

std::optional<Rate> rate_of(const CellValue& value) {
  if (!value.is_exact() || value.value.sign() < 0) return std::nullopt;
  if (!value.unit.empty() && !value.is_percent()) return std::nullopt;
  const bool fraction = !value.is_percent() && value.value <= 1 && value.scale >= 2;
  const Ratio factor = fraction ? Ratio(1) : Ratio::from_parts(1, 100);
  const Ratio room = half(value.ulp());
  return Rate{(Ratio(value.value) - room) * factor, (Ratio(value.value) + room) * factor, Ratio(value.value) * factor};
}

std::optional<Rate> rate_of(const Stated& executed, const Stated& budget) {
  if (!executed || !budget) return std::nullopt;
  const std::optional<Ratio> rate = divide(executed.value.value, budget.value.value);
  if (!rate || rate->sign() < 0) return std::nullopt;
  return Rate{*rate, *rate, *rate};
}

Ratio at_most_one(const Ratio& ratio) {
  return ratio > Ratio(1) ? Ratio(1) : ratio;
}

// Whether full × rate can print as this score, rounded half up or truncated.
bool can_score(const Decimal& full, const Rate& rate, const CellValue& score) {
  const Ratio low = Ratio(full) * at_most_one(rate.low), high = Ratio(full) * at_most_one(rate.high);
  return low < Ratio(score.value + score.ulp()) && high >= Ratio(score.value) - half(score.ulp());
}

// 执行率达到95%以上得满分: somewhere the report says that the rate is scored by steps.
bool scores_rate_by_steps(const Document& document) {
  const View text = document.text;
  constexpr std::size_t reach = 40;
  for (View word : {View(U"执行率"), View(U"支出率"), View(U"支付率")}) {
    for (std::size_t at = text.find(word); at != View::npos; at = text.find(word, at + word.size())) {
      View after = text.substr(at, reach);
      after = after.substr(0, after.find(U'\n'));
      // 执行率得分按“分值×执行率”计算，其他指标达到目标值的得满分
      after = after.substr(0, std::min(after.find(U"，其他"), after.find(U"，其余")));
      if (contains(after, U"满分") && contains_any(after, {U"以上", U"≥", U"不低于", U"达到", U"大于", U"高于"}) &&
          !contains(after, U"满分×") && !contains(after, U"得分＝")) {
        return true;
      }
    }
  }
  return false;
}

bool is_rate_indicator(View label) {
  if (contains_any(label, {U"采购", U"结转", U"公用", U"三公", U"调整", U"控制", U"变动", U"计划", U"任务", U"非税"})) {
    return false;
  }
  return contains_any(label, {U"执行率", U"支出率", U"支付率", U"预算完成率", U"资金使用率"}) || label == U"预算执行" ||
         label == U"预算执行情况";
}

bool is_bonus(const IndicatorRow& row) {
  return contains_any(row.label, {U"扣分", U"减分", U"加分", U"附加", U"奖励"}) ||
         contains_any(row.groups, {U"扣分", U"减分", U"加分", U"附加"});
}

bool says_no_reason(View text) {
  const CellValue value = parse_cell(text);
  return value.is_empty() || text == U"无。" || text == U"无偏差" || text == U"无扣分" || text == U"不涉及";
}

// Scores above the full marks in many rows: the columns are of different scales (100 分制 × 权重).
bool marks_fit(const IndicatorTable& table) {
  int both = 0, above = 0;
  for (const IndicatorRow& row : table.rows) {
    if (row.kind != RowKind::item || !row.full || !row.score()) continue;
    ++both;
    if (row.score().value.value > row.full.value.value) ++above;
  }
  return above * 3 <= both || above <= 1;
}

class ScoreTable {
 public:
  ScoreTable(const Context& context, const IndicatorTable& table, Report& report, bool rate_by_steps)
      : context_(context), table_(table), report_(report), rate_by_steps_(rate_by_steps) {}

  void check() {
    for (const IndicatorRow& row : table_.rows) digits_ = std::max(digits_, row.score().value.scale);
    for (const IndicatorRow& row : table_.rows) {
      if (row.kind == RowKind::item) check_row(row);
    }
    check_lost();
  }

 private:
  View text(const Cell* cell) const { return cell == nullptr ? View() : context_.view(cell->span); }
  std::string quoted(const Cell* cell) const { return cell == nullptr ? std::string() : context_.quote(cell->span); }
  std::string name(const IndicatorRow& row) const {
    return row.name == nullptr ? std::string() : context_.quote(row.name->span);
  }

  // Full mark and score of the row on one scale.
  bool is_marked(const IndicatorRow& row) const {
    return row.full && row.score() && row.full.value.value.sign() > 0 && !row.full.value.approximate &&
           !row.score().value.is_percent();
  }

  void check_row(const IndicatorRow& row) {
    if (!is_marked(row)) {
      if (table_.full == nullptr && table_.weights.empty()) check_excess(row);
      return;
    }
    check_range(row);
    if (row.score().value.value > row.full.value.value || row.score().value.value.sign() < 0) return;
    if (is_rate_indicator(row.label) && check_rate(row)) return;
    check_quantity(row);
    check_level(row);
    check_evidence(row);
    check_deduction(row);
  }

  std::vector<Evidence> evidence(const IndicatorRow& row, std::initializer_list<const Cell*> cells) const {
    std::vector<Evidence> out;
    for (const Cell* cell : cells) {
      if (cell != nullptr && !cell->span.empty()) out.push_back(context_.at(cell->span));
    }
    if (row.name != nullptr) out.push_back(context_.at(row.name->span));
    return out;
  }

  void claim(const IndicatorRow& row, Relation relation, bool holds, std::initializer_list<const Cell*> cells) {
    Claim claim;
    claim.relation = relation;
    claim.holds = holds;
    for (const Cell* cell : cells) {
      if (cell != nullptr) claim.values.push_back(quoted(cell));
    }
    claim.evidence = evidence(row, cells);
    report_.add(std::move(claim));
  }

  // --- score.item-range -------------------------------------------------------------------------------------------

  void check_range(const IndicatorRow& row) {
    const Decimal& score = row.score().value.value;
    const Decimal& full = row.full.value.value;
    if (is_bonus(row)) return;
    const bool holds = score <= full && score.sign() >= 0;
    claim(row, Relation::subset, holds, {row.score().cell, row.full.cell});
    if (holds) return;
    const std::string limit = score.sign() < 0 ? "≥0" : "≤" + quoted(row.full.cell);
    const Decimal beyond = score.sign() < 0 ? -score : score - full;
    report_.add(
        "score.item-range",
        score.sign() < 0
            ? message_text("audit.score.item-range-negative",
                           {{"name", name(row)}, {"score", quoted(row.score().cell)}})
            : message_text("audit.score.item-range-table",
                           {{"name", name(row)}, {"full", quoted(row.full.cell)}, {"score", quoted(row.score().cell)}}),
        evidence(row, {row.score().cell, row.full.cell}), quoted(row.score().cell), limit,
        beyond.normalized().to_string());
  }

  // 分值 20，得分 18，扣分 2: once most rows show that the column means this.
  void check_lost() {
    const auto lost = [](const IndicatorRow& row) { return row.full.value.value - row.score().value.value; };
    std::vector<const IndicatorRow*> broken;
    std::size_t held = 0;
    for (const IndicatorRow& row : table_.rows) {
      if (row.kind != RowKind::item || !row.lost || !is_marked(row)) continue;
      if (magnitude(row.lost.value.value) == lost(row)) {
        ++held;
      } else {
        broken.push_back(&row);
      }
    }
    if (broken.size() > held) return;
    for (const IndicatorRow* row : broken) {
      claim(*row, Relation::score, false, {row->full.cell, row->score().cell, row->lost.cell});
      const std::string expected = lost(*row).normalized().to_string();
      report_.add("score.items",
                  message_text("audit.score.items-lost", {{"name", name(*row)},
                                                          {"full", quoted(row->full.cell)},
                                                          {"score", quoted(row->score().cell)},
                                                          {"lost", quoted(row->lost.cell)}}),
                  evidence(*row, {row->lost.cell, row->full.cell, row->score().cell}), quoted(row->lost.cell), expected,
                  magnitude(magnitude(row->lost.value.value) - lost(*row)).normalized().to_string());
    }
  }

  // --- score.rate -------------------------------------------------------------------------------------------------

  // The row scores a rate by full × rate, and has been judged so.
  bool check_rate(const IndicatorRow& row) {
    if (rate_by_steps_ || !is_proportional(row)) return false;
    const Stated& stated = row.result ? row.result : row.rate;
    const Cell* cell = stated ? stated.cell : row.reason;
    const std::optional<Rate> rate = stated ? rate_of(stated.value) : rate_in_remark(row);
    if (!stated && !rate && !table_.has_result && rate_in_text(row)) return true;
    if (!rate || rate->printed > Ratio(2)) return false;
    if (row.target && !aims_at_all(row.target.value)) return false;
    const bool holds = can_score(row.full.value.value, *rate, row.score().value);
    report_rate(row, cell, *rate, holds);
    return true;
  }

  // A table without results: the rate is the one that the text tells, if it tells one.
  bool rate_in_text(const IndicatorRow& row) {
    const Figure* told = nullptr;
    for (const BudgetFigure& one : context_.analysis.budget) {
      if (one.money != Money::rate || one.kind != Kind::plain || one.scope != Scope::whole) continue;
      const Figure& figure = context_.analysis.figures[one.figure];
      if (figure.decimals == 0 || stands_in_cell(context_, figure)) continue;
      if (told != nullptr && told->value != figure.value) return false;
      told = &figure;
    }
    if (told == nullptr || told->value > Decimal(100)) return false;
    const auto share = [](const Decimal& percent) { return *divide(Ratio(percent), Ratio(100)); };
    const Rate rate{share(told->low()), share(told->high()), share(told->value)};
    const bool holds = can_score(row.full.value.value, rate, row.score().value);
    report_rate(row, told->span, rate, holds);
    return true;
  }

  // 执行率97.48% in the remarks of a table without results.
  std::optional<Rate> rate_in_remark(const IndicatorRow& row) const {
    const View remark = text(row.reason);
    for (const View word : {View(U"执行率"), View(U"支出率")}) {
      if (!remark.starts_with(word)) continue;
      const View told = remark.substr(word.size());
      return rate_of(parse_cell(told.substr(0, told.find_first_of(U"，；。"))));
    }
    // 完成率95.40%，按分值×完成率计分
    const std::size_t end = remark.find(U"率");
    const std::size_t comma = remark.find(U'，');
    if (end != View::npos && end <= 5 && comma != View::npos && comma > end + 1 &&
        contains_any(remark.substr(comma), {U"分值×", U"满分×", U"分值乘", U"满分乘"}))
      return rate_of(parse_cell(remark.substr(end + 1, comma - end - 1)));
    return std::nullopt;
  }

  static bool aims_at_all(const CellValue& target) {
    return target.value == 100 || (target.value == 1 && target.unit.empty());
  }

  // No criterion, or one that multiplies.
  bool is_proportional(const IndicatorRow& row) const {
    const View criterion = text(row.criterion);
    const View basis = criterion.empty() ? View() : criterion;
    if (basis.empty() || parse_cell(basis).is_empty()) return true;
    return contains_any(basis, {U"×", U"*", U"乘以", U"按比例", U"按执行率", U"按支出率"}) &&
           !contains_any(basis, {U"每低", U"每下降", U"每少", U"每减少", U"每超"});
  }

  void report_rate(const IndicatorRow& row, const Cell* rate_cell, const Rate& rate, bool holds) {
    report_rate(row, rate_cell == nullptr ? reading::Span() : rate_cell->span, rate, holds);
  }
  // `told`: where the rate stands, in a cell or in the text; empty: nowhere.
  void report_rate(const IndicatorRow& row, reading::Span told, const Rate& rate, bool holds) {
    const std::string printed = told.empty() ? std::string() : context_.quote(told);
    std::vector<Evidence> places = evidence(row, {row.score().cell});
    if (!told.empty()) places.insert(places.begin() + 1, context_.at(told));
    places.push_back(context_.at(row.full.cell->span));
    Claim claim;
    claim.relation = Relation::score;
    claim.holds = holds;
    claim.values = {quoted(row.full.cell), printed, quoted(row.score().cell)};
    claim.evidence = places;
    if (report_.add(std::move(claim))) return;
    const CellValue& score = row.score().value;
    const int digits = std::max(score.scale, 2);
    const Decimal expected =
        (Ratio(row.full.value.value) * at_most_one(rate.printed)).rounded(digits, Rounding::half_up);
    report_.add("score.rate",
                message_text("audit.score.rate-table", {{"name", name(row)},
                                                        {"full", quoted(row.full.cell)},
                                                        {"rate", printed},
                                                        {"expected", expected.to_string()},
                                                        {"score", quoted(row.score().cell)}}),
                std::move(places), quoted(row.score().cell), expected.to_string(),
                magnitude(score.value - expected).normalized().to_string());
  }

  // --- score.over-awarded, over-fulfilment ------------------------------------------------------------------------

  std::optional<Goal> goal(const IndicatorRow& row) const {
    const View unit = parse_cell(row.unit).is_empty() ? View() : row.unit;
    return goal_of(row.target.value, row.result.value, parse_direction(row.sign), unit, {row.groups, row.label});
  }

  // Scored by steps of its own: the general rule says nothing of it.
  bool has_own_criterion(const IndicatorRow& row) const {
    const View criterion = text(row.criterion);
    return !parse_cell(criterion).is_empty() && !contains(criterion, U"比例");
  }

  void check_quantity(const IndicatorRow& row) {
    if (!row.target || !row.result) return;
    const std::optional<Goal> goal = this->goal(row);
    if (!goal) return;
    if (goal->direction == Direction::at_most && exceeding_costs_points(row)) return;
    if (!has_own_criterion(row) && !check_swapped(row, *goal) && !check_completion(row, *goal)) check_award(row, *goal);
    if (is_over_fulfilled(*goal, context_.rules)) check_over_fulfilment(row, *goal);
  }

  // A table without marks: 公益健身培训 | 40场 | 63场 | 157.5% | 无
  void check_excess(const IndicatorRow& row) {
    if (!row.target || !row.result || row.reason == nullptr) return;
    const std::optional<Goal> goal = this->goal(row);
    if (goal && is_over_fulfilled(*goal, context_.rules)) check_over_fulfilment(row, *goal);
  }

  // 预算调整率超过控制值的，每超1个百分点扣0.5分; 超出1次，扣1分: what exceeds a limit is scored by a rule of its own.
  bool exceeding_costs_points(const IndicatorRow& row) const {
    const View all(context_.analysis.document.text), reason = text(row.reason);
    return (contains_any(reason, {U"超"}) && contains(reason, U"扣")) ||
           contains_any(all, {U"每超", U"超过控制线扣", U"超过控制值扣"});
  }

  // 调解成功率 100% | 97.35% | 10 | 9.47: full × rate is 9.74, and two digits were swapped.
  bool check_swapped(const IndicatorRow& row, const Goal& goal) {
    const CellValue& score = row.score().value;
    if (score.scale < 2 || !row.target.value.is_percent() || !row.result.value.is_percent()) return false;
    const std::optional<Ratio> share = earned_share(goal, context_.rules.reverse);
    if (!share || *share >= Ratio(1)) return false;
    const Ratio earned = Ratio(row.full.value.value) * *share;
    const Decimal rounded = earned.rounded(score.scale, Rounding::half_up);
    const Decimal truncated = earned.rounded(score.scale, Rounding::truncate);
    if (score.value == rounded || score.value == truncated) return false;
    const std::u32string stated = digits_of(score.value);
    if (!digits_changed(stated, digits_of(rounded)) && !digits_changed(stated, digits_of(truncated))) return false;
    const Rate rate{*share, *share, *share};
    report_rate(row, row.result.cell, rate, false);
    return true;
  }

  // 未完成的定量指标一律按“分值×完成比例”得分: where the text says so, every target missed is scored so.
  bool check_completion(const IndicatorRow& row, const Goal& goal) {
    if (!says_by_completion() || row.full.value.value == row.score().value.value) return false;
    const std::optional<Ratio> share = earned_share(goal, context_.rules.reverse);
    if (!share || *share >= Ratio(1) || !row.target || !row.result) return false;
    const CellValue& score = row.score().value;
    const Ratio earned = Ratio(row.full.value.value) * *share;
    const int digits = std::max(score.scale, 1);
    if (score.value == earned.rounded(digits, Rounding::half_up) ||
        score.value == earned.rounded(digits, Rounding::truncate))
      return false;
    if (!(Ratio(score.value) > earned)) return false;  // less may have been taken off for another reason
    report_rate(row, row.result.cell, Rate{*share, *share, *share}, false);
    return true;
  }
  bool says_by_completion() const {
    return contains_any(View(context_.analysis.document.text),
                        {U"分值×完成比例", U"分值×完成率", U"分值乘以完成率", U"分值乘以完成比例", U"按完成比例得分",
                         U"按完成比例计分", U"按完成率得分", U"按完成率计分", U"按完成率折算", U"按完成比例折算"});
  }

  void check_award(const IndicatorRow& row, const Goal& goal) {
    const std::optional<Ratio> share = earned_share(goal, context_.rules.reverse);
    if (!share) return;
    const Decimal& full = row.full.value.value;
    const CellValue& score = row.score().value;
    const Ratio earned = Ratio(full) * *share;
    const bool far_above = Ratio(score.value) > earned + Ratio(full * context_.rules.over_award);
    const bool full_though_missed =
        score.value == full && *share < Ratio(1) && earned.rounded(digits_, Rounding::half_up) < score.value;
    const bool holds = !far_above && !full_though_missed;
    claim(row, Relation::score, holds, {row.target.cell, row.result.cell, row.full.cell, row.score().cell});
    if (holds) return;
    report_over_awarded(row, earned.rounded(std::max(score.scale, 2), Rounding::half_up));
  }

  void report_over_awarded(const IndicatorRow& row, const Decimal& expected) {
    report_.add("score.over-awarded",
                message_text("audit.score.over-awarded-table", {{"name", name(row)},
                                                                {"target", quoted(row.target.cell)},
                                                                {"result", quoted(row.result.cell)},
                                                                {"full", quoted(row.full.cell)},
                                                                {"score", quoted(row.score().cell)},
                                                                {"expected", expected.to_string()}}),
                evidence(row, {row.score().cell, row.target.cell, row.result.cell, row.full.cell}),
                quoted(row.score().cell), expected.to_string(),
                magnitude(row.score().value.value - expected).normalized().to_string());
  }

  // 部分树木规格不符，扣1分: why points were lost says nothing of why the goal was passed by far.
  bool explains_only_the_loss(const IndicatorRow& row) const {
    if (row.reason == nullptr) return false;
    const View words = text(row.reason);
    return contains(words, U"扣") && !contains_any(words, {U"超", U"增", U"多", U"目标", U"偏低", U"保守"});
  }
  void check_over_fulfilment(const IndicatorRow& row, const Goal& goal) {
    const bool holds = is_explained(row) && !explains_only_the_loss(row);
    claim(row, Relation::completeness, holds, {row.target.cell, row.result.cell});
    if (holds) return;
    const std::optional<Ratio> times = divide(goal.result, goal.target);
    const std::string percent =
        times ? (*times * Ratio(100)).rounded(0, Rounding::half_up).to_string() + "%" : std::string();
    const std::string message =
        times ? message_text("audit.over-fulfilment-table", {{"name", name(row)},
                                                             {"target", quoted(row.target.cell)},
                                                             {"result", quoted(row.result.cell)},
                                                             {"percent", percent}})
              : message_text(
                    "audit.over-fulfilment-zero",
                    {{"name", name(row)}, {"target", quoted(row.target.cell)}, {"result", quoted(row.result.cell)}});
    report_.add("over-fulfilment", message, evidence(row, {row.result.cell, row.target.cell}), quoted(row.result.cell),
                quoted(row.target.cell), percent);
  }

  // --- qualitative levels -------------------------------------------------------------------------------------------

  void check_level(const IndicatorRow& row) {
    if (row.result.cell == nullptr || row.result.value.kind != CellKind::words || has_own_criterion(row)) return;
    // 未达到，为54.0%: how far it came is told.
    if (text(row.result.cell).find_first_of(U"0123456789") != View::npos) return;
    const Level level = level_of(text(row.result.cell));
    if (level != Level::partly && level != Level::missed) return;
    const Ratio largest = Ratio(row.full.value.value) * largest_share(level);
    const bool holds = Ratio(row.score().value.value) <= largest;
    claim(row, Relation::score, holds, {row.result.cell, row.full.cell, row.score().cell});
    if (holds) return;
    const Decimal limit = largest.rounded(std::max(row.score().value.scale, 2), Rounding::half_up).normalized();
    report_.add("score.over-awarded",
                message_text("audit.score.over-awarded-level", {{"name", name(row)},
                                                                {"result", quoted(row.result.cell)},
                                                                {"full", quoted(row.full.cell)},
                                                                {"score", quoted(row.score().cell)},
                                                                {"limit", limit.to_string()}}),
                evidence(row, {row.score().cell, row.result.cell, row.full.cell}), quoted(row.score().cell),
                limit.to_string(), (row.score().value.value - limit).normalized().to_string());
  }

  // --- score.no-evidence
  // ----------------------------------------------------------------------------------------------

  void check_evidence(const IndicatorRow& row) {
    if (!table_.has_target || !table_.has_result || !row.named) return;
    if (row.score().value.value != row.full.value.value || is_rate_indicator(row.label) || is_bonus(row)) return;
    const bool no_target = lacks(row.target), no_result = lacks(row.result);
    const bool quantitative = row.target.value.is_number() || row.target.value.kind == CellKind::range;
    const bool no_number = row.result.value.kind == CellKind::words && !has_digit(text(row.result.cell)) &&
                           (quantitative || (!has_digit(text(row.target.cell)) && is_vague(row)));
    const bool holds = !no_target && !no_result && !no_number;
    claim(row, Relation::completeness, holds, {row.target.cell, row.result.cell, row.score().cell});
    if (holds || (no_target && !any_target())) return;
    std::string message;
    if (no_target && no_result) {
      message =
          message_text("audit.score.no-evidence-both", {{"name", name(row)}, {"score", quoted(row.score().cell)}});
    } else if (no_target) {
      message =
          message_text("audit.score.no-evidence-target",
                       {{"name", name(row)}, {"score", quoted(row.score().cell)}, {"result", quoted(row.result.cell)}});
    } else if (no_result) {
      message =
          message_text("audit.score.no-evidence-result",
                       {{"name", name(row)}, {"score", quoted(row.score().cell)}, {"target", quoted(row.target.cell)}});
    } else {
      message = message_text("audit.score.no-evidence-words", {{"name", name(row)},
                                                               {"score", quoted(row.score().cell)},
                                                               {"target", quoted(row.target.cell)},
                                                               {"result", quoted(row.result.cell)}});
    }
    report_.add("score.no-evidence", std::move(message),
                evidence(row, {row.score().cell, row.target.cell, row.result.cell}), quoted(row.score().cell));
  }

  // A result that says only how good it is, and not what the target asks: 明显提升 and 效果较好.
  bool is_vague(const IndicatorRow& row) const {
    constexpr View vague[] = {U"完成",     U"已完成",   U"全部完成", U"良好",     U"较好",     U"好",
                              U"很好",     U"效果较好", U"效果良好", U"效果好",   U"较明显",   U"较高",
                              U"一般",     U"正常",     U"较为明显", U"基本完成", U"基本达到", U"情况良好",
                              U"完成良好", U"已落实",   U"已开展",   U"完成较好"};
    const View result = text(row.result.cell), target = text(row.target.cell);
    if (result == target && (target == U"明显" || target == U"显著")) return true;  // neither says what
    if (std::find(std::begin(vague), std::end(vague), result) == std::end(vague)) return false;
    for (std::size_t i = 0; i + 1 < result.size(); ++i) {
      if (contains(target, result.substr(i, 2)) && result.substr(i, 2) != U"效果") return false;
    }
    return true;
  }

  bool lacks(const Stated& stated) const {
    if (stated.merged) return false;
    if (stated.cell == nullptr) return true;
    // A value merged over several indicators is theirs too.
    return stated.value.is_empty();
  }

  static bool has_digit(View text) {
    constexpr View digits = U"0123456789〇零一二三四五六七八九十百千万两";
    return std::any_of(text.begin(), text.end(), [&](char32_t c) { return digits.find(c) != View::npos; });
  }

  bool any_target() const {
    return std::any_of(table_.rows.begin(), table_.rows.end(), [](const IndicatorRow& row) {
      return row.kind == RowKind::item && row.target.cell != nullptr && !row.target.value.is_empty();
    });
  }

  // --- score.deduction-unexplained
  // --------------------------------------------------------------------------------------

  void check_deduction(const IndicatorRow& row) {
    const CellValue& score = row.score().value;
    if (score.value >= row.full.value.value || is_bonus(row)) return;
    const std::optional<Goal> goal = row.target && row.result ? this->goal(row) : std::nullopt;
    const bool met = goal && is_met(*goal).value_or(false);
    if (!table_.has_reason && !met) return;
    const bool holds = is_explained(row) || (met && is_share_of_full(row));
    claim(row, Relation::deduction, holds, {row.full.cell, row.score().cell, row.reason});
    if (holds) return;
    const Decimal lost = (row.full.value.value - score.value).normalized();
    const std::string message =
        met ? message_text("audit.score.deduction-unexplained-met", {{"name", name(row)},
                                                                     {"target", quoted(row.target.cell)},
                                                                     {"result", quoted(row.result.cell)},
                                                                     {"full", quoted(row.full.cell)},
                                                                     {"score", quoted(row.score().cell)}})
            : message_text("audit.score.deduction-unexplained-table", {{"name", name(row)},
                                                                       {"full", quoted(row.full.cell)},
                                                                       {"score", quoted(row.score().cell)},
                                                                       {"lost", lost.to_string()}});
    report_.add("score.deduction-unexplained", message,
                evidence(row, {row.score().cell, row.full.cell, row.target.cell, row.result.cell}),
                quoted(row.score().cell), {}, lost.to_string());
  }

  // 满分10，满意度96.0%，得9.60: scored by the rate itself, whatever the goal was.
  static bool is_share_of_full(const IndicatorRow& row) {
    return row.result.value.is_percent() &&
           row.score().value.value * 100 == row.full.value.value * row.result.value.value;
  }
  bool is_explained(const IndicatorRow& row) const {
    if (row.reason != nullptr && !says_no_reason(text(row.reason))) return true;
    if (row.score().value.noted && !contains(text(row.score().cell), U"未核实")) return true;
    return is_explained_in_text(row.label) || is_explained_by_points(row);
  }

  // 扣分原因：…，公寓维修晚完工，扣0.6分: the points lost are told with a word of the indicator's name.
  bool is_explained_by_points(const IndicatorRow& row) const {
    if (!row.full || !row.score()) return false;
    const Decimal lost = (row.full.value.value - row.score().value.value).normalized();
    const View all = context_.analysis.document.text;
    for (const View verb : {View(U"扣"), View(U"失"), View(U"扣减"), View(U"丢")}) {
      const std::u32string taken = std::u32string(verb) + to_code_points(lost.to_string()) + U"分";
      const std::size_t at = all.find(taken);
      if (at == View::npos) continue;
      std::size_t begin = all.rfind(U'\n', at);
      begin = begin == View::npos ? 0 : begin;
      const View told = all.substr(begin, at - begin);
      for (std::size_t i = 0; i + 1 < row.label.size(); ++i) {
        if (contains(told, View(row.label).substr(i, 2))) return true;
      }
    }
    return false;
  }

  // The report's text speaks of the indicator and of why: in its paragraphs or the rows below the table.
  bool is_explained_in_text(View label) const {
    constexpr std::size_t shortest = 3;
    if (label.size() < shortest) return false;
    const View all = context_.analysis.document.text;
    const reading::Span table = context_.analysis.document.tables[table_.section->table].span;
    for (std::size_t at = all.find(label); at != View::npos; at = all.find(label, at + label.size())) {
      if (table.contains(static_cast<std::uint32_t>(at)) || is_in_a_table(at)) continue;
      std::size_t begin = all.rfind(U'\n', at);
      begin = begin == View::npos ? 0 : begin;
      const View around = all.substr(begin, all.find(U'\n', at) - begin);
      if (contains_any(around, {U"扣", U"失分", U"未得", U"原因", U"由于", U"未完成", U"未达", U"因为", U"主要是",
                                U"超额", U"超出", U"大幅", U"偏低"})) {
        return true;
      }
    }
    return false;
  }

  bool is_in_a_table(std::size_t at) const {
    const Document& document = context_.analysis.document;
    return std::any_of(document.tables.begin(), document.tables.end(), [&](const reading::Table& table) {
      return table.span.contains(static_cast<std::uint32_t>(at));
    });
  }

  const Context& context_;
  const IndicatorTable& table_;
  Report& report_;
  bool rate_by_steps_;
  int digits_ = 0;  // after the point, of the scores of the table
};

// The scored row of a block of funds: score = full × rate, and never above full.
void check_funds_score(const Context& context, const FundsScore& funds, bool rate_by_steps, Report& report) {
  if (!funds.found) return;
  const CellValue& score = funds.score.value;
  const Decimal& full = funds.full.value.value;
  const std::string label = funds.label == nullptr ? std::string() : context.quote(funds.label->span);
  std::vector<Evidence> evidence = {context.at(funds.score.cell->span)};
  if (funds.rate) evidence.push_back(context.at(funds.rate.cell->span));
  evidence.push_back(context.at(funds.full.cell->span));
  const std::string stated = context.quote(funds.score.cell->span);
  const bool in_header = funds.full.cell == funds.score.cell;
  const std::string limit = in_header ? full.to_string() : context.quote(funds.full.cell->span);
  if (score.value > full || score.value.sign() < 0) {
    report.add("score.item-range",
               message_text("audit.score.item-range-table", {{"name", label}, {"full", limit}, {"score", stated}}),
               evidence, stated, "≤" + limit, magnitude(score.value - full).normalized().to_string());
    return;
  }
  const std::optional<Rate> printed = funds.rate ? rate_of(funds.rate.value) : std::nullopt;
  const std::optional<Rate> computed = rate_of(funds.executed, funds.budget);
  if (rate_by_steps || (!printed && !computed)) return;
  const bool holds = (printed && can_score(full, *printed, score)) || (computed && can_score(full, *computed, score));
  Claim claim;
  claim.relation = Relation::score;
  claim.holds = holds;
  claim.values = {limit, funds.rate ? context.quote(funds.rate.cell->span) : std::string(), stated};
  claim.evidence = evidence;
  report.add(std::move(claim));
  if (holds) return;
  const Ratio rate = at_most_one(printed ? printed->printed : computed->printed);
  const Decimal expected = (Ratio(full) * rate).rounded(std::max(score.scale, 2), Rounding::half_up);
  const std::string shown = funds.rate ? context.quote(funds.rate.cell->span)
                                       : (rate * Ratio(100)).rounded(2, Rounding::half_up).to_string() + "%";
  report.add(
      "score.rate",
      message_text(
          "audit.score.rate-table",
          {{"name", label}, {"full", limit}, {"rate", shown}, {"expected", expected.to_string()}, {"score", stated}}),
      evidence, stated, expected.to_string(), magnitude(score.value - expected).normalized().to_string());
}

}  // namespace

void check_score_tables(const Context& context, Report& report) {
  const Document& document = context.analysis.document;
  if (document.tables.empty()) return;
  const Tables tables = sections_of(document);
  const bool rate_by_steps = scores_rate_by_steps(document);
  FundsScore funds;
  for (const TableSection& section : tables.sections) {
    if (section.kind == TableKind::funds) {
      funds = funds_score(document, section);
      check_funds_score(context, funds, rate_by_steps, report);
      continue;
    }
    if (section.kind != TableKind::indicators) continue;
    IndicatorTable table = indicator_table(document, section);
    if (marks_fit(table)) {
      check_totals(context, table, funds, report);
      ScoreTable(context, table, report, rate_by_steps).check();
    }
    funds = {};
  }
}

}  // namespace jiheng::audit
