#include <algorithm>
#include <optional>
#include <set>

#include "audit/rules/fund_terms.h"
#include "audit/rules/interval.h"
#include "audit/rules/rule.h"
#include "base/text.h"

namespace jiheng::audit {
namespace {

using reading::Cell;
using reading::Document;
using View = std::u32string_view;

class FundChecker {
 public:
  FundChecker(const Context& context, const FundTable& table, Report& report)
      : context_(context), table_(table), report_(report) {}

  void check() {
    check_rates();
    if (table_.two_sided) return;
    for (const FundColumn& column : table_.columns) {
      if (!is_summable(column)) continue;
      check_lines(column);
    }
    check_across();
  }

 private:
  std::string shown(const Amount& amount) const { return context_.quote(amount.cell->span); }

  // Amounts whose unit can be told: from the header, the caption, the cells, or by the meaning of the column.
  bool is_summable(const FundColumn& column) const {
    if (column.column->role == Role::target || column.column->role == Role::result) return false;
    if (contains_any(column.column->text, {U"单价", U"人均", U"均", U"标准", U"增"})) return false;
    if (!column.unit.empty() || column.is_money) return true;
    return column.column->role == Role::count;
  }

  // --- down a column ----------------------------------------------------------------------------------------------

  void check_lines(const FundColumn& column) {
    std::vector<Term> terms;
    for (std::size_t i = 0; i < table_.lines.size(); ++i) {
      const FundLine& line = table_.lines[i];
      terms.push_back({&column.amounts[i], line.label, line.is_part, line.is_total, line.level, line.code});
    }
    const std::string title = to_utf8(column.column->text);
    const bool known = check_known(terms, column.ulp, title);
    for (std::size_t i = 0; i < terms.size() && !known; ++i) {
      if (terms[i].is_total && terms[i].amount->is_number()) check_total(terms, i, column, title);
    }
    check_parts(terms, column, title);
  }

  static bool is_balance(View label) {
    return contains_any(label, {U"结转", U"结余", U"余额", U"减", U"差额", U"增长"});
  }

  void check_total(const std::vector<Term>& terms, std::size_t at, const FundColumn& column, const std::string& title) {
    std::size_t previous = at;  // the total before, or `at`
    for (std::size_t i = 0; i < at; ++i) {
      if (terms[i].is_total) previous = i;
    }
    const std::size_t above = previous == at ? 0 : previous + 1;
    std::size_t next = at + 1;
    while (next < terms.size() && !terms[next].is_total) ++next;
    const std::vector<const Term*> before = parts_between(terms, above, at), after = parts_between(terms, at + 1, next);
    const std::vector<const Term*>& chosen = before.empty() ? after : before;
    std::vector<std::vector<const Term*>> readings = {before, after, parts_between(terms, 0, at)};
    if (previous != at) {
      std::vector<const Term*> continued = before;
      continued.insert(continued.begin(), &terms[previous]);
      readings.push_back(std::move(continued));
    }
    Fit best = Fit::no;
    for (const std::vector<const Term*>& reading : readings) {
      if (reading.empty()) continue;
      const Fit fit = reach(reading, terms[at].amount->value, column.ulp);
      if (fit == Fit::exact || (fit == Fit::rounded && best == Fit::no)) best = fit;
    }
    if (chosen.size() < 2) return;
    if (best == Fit::no && !is_certain(chosen, terms[at], before.empty())) return;
    report_sum({&terms[at], chosen}, best, title);
  }

  // Whether these lines must make up the total: each has a value, none is a balance, and they are all of it.
  bool is_certain(const std::vector<const Term*>& parts, const Term& total, bool below) const {
    Decimal sum;
    bool rest = false, blank = false;
    for (const Term* part : parts) {
      if (!part->amount->is_stated()) blank = true;
      if (table_.section->kind == TableKind::plain && is_balance(part->label)) return false;
      if (contains_any(part->label, {U"其他", U"其它", U"单位资金", U"自筹"})) rest = true;
      if (below && part->is_part && part->amount->is_number() && part->amount->value > total.amount->value) {
        return false;  // reported as a part larger than its whole
      }
      sum += part->amount->value;
    }
    // 其中 lists parts: all of them only when the rest has its line too.
    const bool listed = below && parts.front()->is_part;
    if (sum > total.amount->value && listed) return !nested(parts);
    if (blank) return false;
    return !listed || rest;
  }

  static bool nested(const std::vector<const Term*>& parts) {
    return std::count_if(parts.begin(), parts.end(), [](const Term* part) { return part->is_part; }) > 1;
  }

  // 其中 … larger than the line it is part of.
  void check_parts(const std::vector<Term>& terms, const FundColumn& column, const std::string& title) {
    const Term* whole = nullptr;
    for (const Term& term : terms) {
      if (!term.is_part) {
        whole = &term;
        continue;
      }
      if (whole == nullptr || !whole->amount->is_number() || !term.amount->is_number()) continue;
      const bool holds = term.amount->value <= whole->amount->value;
      claim(Relation::subset, {term.amount, whole->amount}, holds);
      if (!holds && term.amount->value - whole->amount->value > column.ulp) report_subset(term, *whole, title);
    }
  }

  // --- across the columns -----------------------------------------------------------------------------------------

  void check_across() {
    reported_.clear();
    // Groups of columns of one unit, each from one 合计 to the next.
    std::vector<std::vector<std::size_t>> groups(1);
    for (std::size_t i = 0; i < table_.columns.size(); ++i) {
      const bool starts =
          table_.columns[i].column->role == Role::total && !contains(table_.columns[i].column->text, U"公务用车");
      if (starts && !groups.back().empty()) groups.emplace_back();
      groups.back().push_back(i);
    }
    for (const std::vector<std::size_t>& group : groups) check_group(group);
    check_total_column();
    check_part_columns();
  }

  // 支出数 | 其中：财政拨款: in every line the part is no larger.
  void check_part_columns() {
    for (std::size_t i = 0; i < table_.columns.size(); ++i) {
      const bool is_part = table_.columns[i].column->text.starts_with(U"其中");
      std::size_t whole = i;
      while (is_part && whole > 0 && table_.columns[whole].column->text.starts_with(U"其中")) --whole;
      if (whole == i || !is_one_unit({whole, i})) continue;
      for (std::size_t line = 0; line < table_.lines.size(); ++line) {
        const std::vector<Term> terms = across({whole, i}, line);
        if (!terms[0].amount->is_number() || !terms[1].amount->is_number()) continue;
        const Decimal beyond = terms[1].amount->value - terms[0].amount->value;
        claim(Relation::subset, {terms[1].amount, terms[0].amount}, beyond.sign() <= 0);
        if (beyond.sign() > 0 && beyond > coarsest({whole, i})) {
          report_subset(terms[1], terms[0], to_utf8(table_.lines[line].label));
        }
      }
    }
  }

  bool is_one_unit(const std::vector<std::size_t>& group) const {
    return std::all_of(group.begin(), group.end(), [&](std::size_t i) {
      return table_.columns[i].unit == table_.columns[group.front()].unit && is_summable(table_.columns[i]);
    });
  }

  Decimal coarsest(const std::vector<std::size_t>& group) const {
    Decimal ulp;
    for (std::size_t i : group) ulp = std::max(ulp, table_.columns[i].ulp);
    return ulp;
  }

  std::vector<Term> across(const std::vector<std::size_t>& group, std::size_t line) const {
    std::vector<Term> terms;
    for (std::size_t i : group) {
      const Column& column = *table_.columns[i].column;
      terms.push_back({&table_.columns[i].amounts[line],
                       column.text,
                       contains(column.text.substr(0, 2), U"其中"),
                       column.role == Role::total && !contains(column.text, U"公务用车"),
                       5,
                       {}});
    }
    return terms;
  }

  void check_group(const std::vector<std::size_t>& group) {
    if (group.size() < 2 || !is_one_unit(group)) return;
    for (std::size_t line = 0; line < table_.lines.size(); ++line) {
      check_known(across(group, line), coarsest(group), to_utf8(table_.lines[line].label));
    }
  }

  // A column 合计 and the columns to its right, or to its left: believed once most lines agree.
  void check_total_column() {
    for (std::size_t i = 0; i < table_.columns.size(); ++i) {
      if (table_.columns[i].column->role != Role::total || !is_summable(table_.columns[i])) continue;
      std::vector<std::size_t> right, left;
      for (std::size_t k = i + 1; k < table_.columns.size() && joins(k, i); ++k) right.push_back(k);
      for (std::size_t k = i; k-- > 0 && joins(k, i);) left.insert(left.begin(), k);
      if (!check_total_column_of(i, right)) check_total_column_of(i, left);
    }
  }

  bool joins(std::size_t k, std::size_t total) const {
    const FundColumn& column = table_.columns[k];
    return column.column->role != Role::total && column.unit == table_.columns[total].unit && is_summable(column);
  }

  bool check_total_column_of(std::size_t total, std::vector<std::size_t> parts) {
    if (parts.size() < 2) return false;
    parts.insert(parts.begin(), total);
    const Decimal ulp = coarsest(parts);
    std::vector<std::pair<std::vector<Term>, std::size_t>> broken;
    std::size_t held = 0;
    for (std::size_t line = 0; line < table_.lines.size(); ++line) {
      std::vector<Term> terms = across(parts, line);
      const bool complete =
          std::all_of(terms.begin(), terms.end(), [](const Term& term) { return term.amount->is_stated(); });
      if (!complete || !terms.front().amount->is_number()) continue;
      if (reach(pointers(terms), terms.front().amount->value, ulp) != Fit::no) {
        ++held;
      } else {
        broken.emplace_back(std::move(terms), line);
      }
    }
    if (held < 2 || broken.size() * 2 > held) return false;
    for (const auto& [terms, line] : broken) {
      report_sum({&terms.front(), pointers(terms)}, Fit::no, to_utf8(table_.lines[line].label));
    }
    return true;
  }

  static std::vector<const Term*> pointers(const std::vector<Term>& terms) {
    std::vector<const Term*> out;
    for (std::size_t i = 1; i < terms.size(); ++i) out.push_back(&terms[i]);
    return out;
  }

  // --- wholes known by name -----------------------------------------------------------------------------------------

  // True: the 合计 among the terms has been tested.
  bool check_known(const std::vector<Term>& terms, const Decimal& ulp, const std::string& title) {
    bool tested = false;
    for (const Whole& whole : known_wholes(terms)) {
      tested = tested || whole.total->is_total;
      report_sum(whole, sum_fit(whole.parts, whole.total->amount->value, ulp), title);
    }
    return tested;
  }

  // --- rates --------------------------------------------------------------------------------------------------------

  const FundColumn* filled(const Column* column) const {
    for (const FundColumn& candidate : table_.columns) {
      if (candidate.column == column) return &candidate;
    }
    return nullptr;
  }

  void check_rates() {
    const std::vector<Column>& columns = table_.section->columns;
    std::size_t begin = 0;
    for (std::size_t i = 0; i < columns.size(); ++i) {
      if (columns[i].role != Role::rate) continue;
      check_rate_column(begin, i);
      begin = i + 1;
    }
  }

  // The columns of numerator and denominators between two rate columns.
  void check_rate_column(std::size_t begin, std::size_t at) {
    const std::vector<Column>& columns = table_.section->columns;
    if (contains_any(columns[at].text, {U"预计", U"占", U"增", U"序时", U"目标", U"计划", U"上年"})) return;
    std::vector<const FundColumn*> wholes, tagged, before, after;
    for (std::size_t i = begin; i < at; ++i) {
      const Role role = columns[i].role;
      const FundColumn* column = filled(&columns[i]);
      if (column == nullptr) continue;
      if (role == Role::executed || role == Role::result) {
        // Before the budget it may be another year's; of two candidates none can be told.
        std::vector<const FundColumn*>& candidates = wholes.empty() ? before : after;
        candidates.push_back(column);
      }
      if (role == Role::budget || role == Role::initial || role == Role::target) wholes.push_back(column);
      if (columns[i].note == U"A" && role != Role::executed) tagged.push_back(column);
    }
    if (!tagged.empty()) wholes = tagged;
    const std::vector<const FundColumn*>& parts = after.empty() ? before : after;
    if (parts.size() != 1 || wholes.empty() || !part_unit_fits(*parts.front(), wholes)) return;
    for (std::size_t line = 0; line < table_.lines.size(); ++line) {
      check_rate(columns[at], *parts.front(), wholes, line);
    }
  }

  static bool part_unit_fits(const FundColumn& part, const std::vector<const FundColumn*>& wholes) {
    return std::all_of(wholes.begin(), wholes.end(), [&](const FundColumn* whole) {
      if (whole->unit == part.unit) return true;
      return money_factor(whole->unit) && money_factor(part.unit);
    });
  }

  // In 元 when the unit of money is known.
  static Interval interval(const Amount& amount, const FundColumn& column) {
    const Ratio factor = Ratio(money_factor(column.unit).value_or(Decimal(1)));
    const Ratio value = Ratio(amount.value), room = half(column.ulp);
    return {(value - room) * factor, (value + room) * factor};
  }

  // Per cent, as many readings as the print allows: 0.98 may be a fraction.
  static std::vector<Interval> rate_intervals(const CellValue& rate, bool truncated) {
    std::vector<Interval> out;
    const Ratio value = Ratio(rate.value), ulp = Ratio(rate.ulp());
    const Interval printed =
        truncated ? Interval{value, value + ulp} : Interval{value - half(rate.ulp()), value + half(rate.ulp())};
    out.push_back(printed);
    if (!rate.is_percent() && rate.value <= 2) {
      out.push_back({printed.low * Ratio(100), printed.high * Ratio(100)});
    }
    return out;
  }

  static std::optional<Interval> quotient(const Interval& part, const Interval& whole) {
    if (whole.low.sign() <= 0 || part.low.sign() < 0) return std::nullopt;
    return Interval{*divide(part.low, whole.high) * Ratio(100), *divide(part.high, whole.low) * Ratio(100)};
  }

  void check_rate(const Column& rate_column, const FundColumn& part, const std::vector<const FundColumn*>& wholes,
                  std::size_t line) {
    const Cell* cell = cell_in(context_.analysis.document, table_.lines[line].place, rate_column);
    if (cell == nullptr || cell->row != table_.lines[line].place.row) return;
    const CellValue rate = parse_cell(context_.view(cell->span));
    if (!rate.is_exact() || (!rate.unit.empty() && !rate.is_percent()) || !part.amounts[line].is_number()) return;
    Verdict best = Verdict::fails;
    const FundColumn* whole = nullptr;
    for (const FundColumn* candidate : wholes) {
      if (!candidate->amounts[line].is_number()) continue;
      const std::optional<Interval> exact =
          quotient(interval(part.amounts[line], part), interval(candidate->amounts[line], *candidate));
      if (!exact) continue;
      whole = candidate;
      if (meets_any(rate_intervals(rate, false), *exact)) {
        best = Verdict::holds;
        break;
      }
      if (meets_any(rate_intervals(rate, true), *exact)) best = Verdict::truncated;
    }
    if (whole == nullptr) return;
    report_rate(cell, rate, {part.amounts[line], part}, {whole->amounts[line], *whole}, line, best);
  }

  static bool meets_any(const std::vector<Interval>& readings, const Interval& exact) {
    return std::any_of(readings.begin(), readings.end(), [&](const Interval& reading) { return reading.meets(exact); });
  }

  // --- reporting ----------------------------------------------------------------------------------------------------

  void claim(Relation relation, const std::vector<const Amount*>& amounts, bool holds) {
    Claim claim;
    claim.relation = relation;
    claim.holds = holds;
    for (const Amount* amount : amounts) {
      if (amount->cell == nullptr) continue;
      claim.values.push_back(shown(*amount));
      claim.evidence.push_back(context_.at(amount->cell->span));
    }
    report_.add(std::move(claim));
  }

  void report_sum(const Whole& whole, Fit fit, const std::string& title) {
    std::vector<const Amount*> amounts;
    Decimal sum;
    for (const Term* part : whole.parts) {
      amounts.push_back(part->amount);
      sum += part->amount->value;
    }
    amounts.push_back(whole.total->amount);
    // 人员, 公用, 基本支出小计, 甲项目, 乙项目, 项目支出小计, 合计: every part is told once more in its subtotal.
    if (fit == Fit::no && whole.parts.size() >= 4 && sum == whole.total->amount->value * 2) return;
    claim(Relation::sum, amounts, fit != Fit::no);
    if (fit == Fit::exact || !reported_.insert(whole.total->amount->cell).second) return;
    std::vector<Evidence> evidence = {context_.at(whole.total->amount->cell->span)};
    for (const Term* part : whole.parts) {
      if (part->amount->cell != nullptr && !part->amount->cell->span.empty()) {
        evidence.push_back(context_.at(part->amount->cell->span));
      }
    }
    const std::string stated = shown(*whole.total->amount), expected = sum.normalized().to_string();
    const std::string difference = magnitude(sum - whole.total->amount->value).normalized().to_string();
    const std::string name = title + "·" + to_utf8(whole.total->label);
    if (fit == Fit::rounded) {
      report_.add("sum.envelope",
                  message_text("audit.sum.envelope-table",
                               {{"name", name}, {"sum", expected}, {"stated", stated}, {"difference", difference}}),
                  std::move(evidence), stated, expected, difference);
      return;
    }
    report_.add("sum",
                message_text("audit.sum-table",
                             {{"name", name}, {"sum", expected}, {"stated", stated}, {"difference", difference}}),
                std::move(evidence), stated, expected, difference);
  }

  void report_subset(const Term& part, const Term& whole, const std::string& title) {
    const Decimal beyond = part.amount->value - whole.amount->value;
    report_.add("subset",
                message_text("audit.subset-table", {{"title", title},
                                                    {"part", to_utf8(part.label)},
                                                    {"stated", shown(*part.amount)},
                                                    {"whole", to_utf8(whole.label)},
                                                    {"limit", shown(*whole.amount)}}),
                {context_.at(part.amount->cell->span), context_.at(whole.amount->cell->span)}, shown(*part.amount),
                "≤" + shown(*whole.amount), beyond.normalized().to_string());
  }

  struct Side {
    const Amount& amount;
    const FundColumn& column;

    Ratio value() const { return Ratio(amount.value) * Ratio(money_factor(column.unit).value_or(Decimal(1))); }
  };

  void report_rate(const Cell* cell, const CellValue& rate, const Side& part, const Side& whole, std::size_t line,
                   Verdict verdict) {
    const std::string stated = context_.quote(cell->span);
    std::vector<Evidence> evidence = {context_.at(cell->span), context_.at(part.amount.cell->span),
                                      context_.at(whole.amount.cell->span)};
    Claim claim;
    claim.relation = Relation::ratio;
    claim.holds = verdict != Verdict::fails;
    claim.values = {shown(part.amount), shown(whole.amount), stated};
    claim.evidence = evidence;
    report_.add(std::move(claim));
    if (verdict == Verdict::holds) return;
    const bool fraction = !rate.is_percent() && rate.value <= 1 && rate.scale >= 2;
    const Decimal expected =
        (*divide(part.value(), whole.value()) * Ratio(fraction ? 1 : 100)).rounded(rate.scale, Rounding::half_up);
    const std::string text = expected.to_string() + (rate.is_percent() ? "%" : "");
    const std::string name = to_utf8(table_.lines[line].label);
    const std::string difference = magnitude(expected - rate.value).to_string();
    if (verdict == Verdict::truncated) {
      report_.add("ratio.truncated",
                  message_text("audit.ratio.truncated-table", {{"name", name},
                                                               {"part", shown(part.amount)},
                                                               {"whole", shown(whole.amount)},
                                                               {"expected", text},
                                                               {"stated", stated}}),
                  std::move(evidence), stated, text, difference);
      return;
    }
    report_.add("ratio",
                message_text("audit.ratio-table", {{"name", name},
                                                   {"part", shown(part.amount)},
                                                   {"whole", shown(whole.amount)},
                                                   {"expected", text},
                                                   {"stated", stated}}),
                std::move(evidence), stated, text, difference);
  }

  const Context& context_;
  const FundTable& table_;
  Report& report_;
  std::set<const Cell*> reported_;  // totals reported in this direction: one that two ways find broken is one finding
};

}  // namespace

void check_fund_tables(const Context& context, Report& report) {
  const Document& document = context.analysis.document;
  if (document.tables.empty()) return;
  const Tables tables = sections_of(document);
  for (const TableSection& section : tables.sections) {
    if (section.kind == TableKind::indicators) continue;
    const FundTable table = fund_table(document, section);
    if (!table.columns.empty()) FundChecker(context, table, report).check();
  }
}

}  // namespace jiheng::audit
