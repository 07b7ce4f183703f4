#include "measure/engine.h"

#include <algorithm>
#include <cassert>
#include <optional>
#include <unordered_set>

#include "base/decimal.h"
#include "expr/sql.h"

namespace jiheng::measure {
namespace {

using expr::Value;
using pack::Aggregate;
using pack::Measure;

// Codes of sums that leave 64 or 128 bits become the measure's own error; calendar and database errors pass.
tl::unexpected<Error> failure_of(const Measure& measure, Error error) {
  if (error.code != "expression.overflow") return fail(std::move(error));
  return fail("measure.overflow", {{"measure", measure.title}}, std::move(error.detail));
}

tl::unexpected<Error> overflow_of(const Measure& measure) {
  return fail("measure.overflow", {{"measure", measure.title}});
}

// A finished number as a value of the measure's type: fen for money, days for a date, minutes for a moment.
Result<Value> value_of(const Measure& measure, const Ratio& number) {
  if (measure.type == expr::Type::number) return Value::of(number);
  const Ratio whole = number.reduced();
  assert(whole.denominator() == 1);
  const auto small = static_cast<std::int64_t>(whole.numerator());
  if (small != whole.numerator()) return overflow_of(measure);
  if (measure.type == expr::Type::date) return Value::of(Date::from_days(static_cast<std::int32_t>(small)));
  if (measure.type == expr::Type::moment) return Value::of(Moment::from_minutes(static_cast<std::int32_t>(small)));
  return Value::of(Money::from_fen(small));
}

// The number behind a value that is summed or compared.
Ratio number_of(const Value& value) {
  switch (value.kind()) {
    case Value::Kind::number:
      return value.number();
    case Value::Kind::money:
      return Ratio(value.money().fen());
    case Value::Kind::date:
      return Ratio(static_cast<std::int64_t>(value.date().days()));
    case Value::Kind::moment:
      return Ratio(static_cast<std::int64_t>(value.moment().minutes()));
    case Value::Kind::boolean:
      return Ratio(value.boolean() ? 1 : 0);
    default:
      assert(false);
      return Ratio();
  }
}

// One measure as a column of a SELECT, with what turns the column into its value. A sum has a second column on SQLite,
// whose SUM gives up beyond 64 bits: sums of quotients by `sum_base` and of rests cannot get there.
struct SqlColumn {
  std::size_t measure;
  std::string sql;
  std::string rests;  // empty: `sql` is the whole sum
  Ratio divisor = Ratio(1);
};
constexpr std::int64_t sum_base = 1'000'000'000;

// What the column's integer must be divided by, if that is the same for every row.
std::optional<Ratio> constant_divisor(const expr::SqlValue& value) {
  Ratio divisor(1);
  if (!value.denominator.empty()) {
    auto parsed = Ratio::parse(value.denominator);
    if (!parsed || parsed->sign() <= 0) return std::nullopt;
    divisor = *parsed;
  }
  return divisor * Ratio::from_parts(power_of_ten(value.scale), 1);
}

std::optional<SqlColumn> sql_column(const Measure& measure, std::size_t index, expr::Dialect dialect) {
  std::string condition;
  if (measure.where) {
    auto translated = expr::sql_condition(*measure.where, dialect);
    if (!translated) return std::nullopt;
    condition = std::move(*translated);
  }
  if (measure.aggregate == Aggregate::count) {
    return SqlColumn{index, condition.empty() ? "COUNT(*)" : "COUNT(CASE WHEN " + condition + " THEN 1 END)", {}};
  }
  if (!measure.of) return std::nullopt;
  const auto value = expr::sql_value(*measure.of, dialect);
  if (!value) return std::nullopt;
  const auto divisor = constant_divisor(*value);
  if (!divisor) return std::nullopt;
  const auto chosen = [&](const std::string& operation) {
    const std::string operand = "(" + value->numerator + ")" + operation;
    return "(" + (condition.empty() ? operand : "CASE WHEN " + condition + " THEN " + operand + " END") + ")";
  };
  SqlColumn column{index, {}, {}, *divisor};
  switch (measure.aggregate) {
    case Aggregate::sum:
      if (dialect == expr::Dialect::sqlite) {
        column.sql = "SUM" + chosen(" / " + std::to_string(sum_base));
        column.rests = "SUM" + chosen(" % " + std::to_string(sum_base));
      } else {
        column.sql = "SUM" + chosen("");
      }
      break;
    case Aggregate::distinct:
      column.sql = "COUNT(DISTINCT " + chosen("") + ")";
      column.divisor = Ratio(1);
      break;
    case Aggregate::minimum:
      column.sql = "MIN" + chosen("");
      break;
    case Aggregate::maximum:
      column.sql = "MAX" + chosen("");
      break;
    case Aggregate::count:
      break;
  }
  return column;
}

// place: of the column in the row; a second column follows it.
Result<Value> column_value(const Measure& measure, const SqlColumn& column, const store::Row& row, int place) {
  if (row.is_null(place)) {
    if (measure.aggregate == Aggregate::sum) return value_of(measure, Ratio(0));
    return Value();
  }
  const auto whole = Ratio::parse(row.text(place));
  if (!whole) return overflow_of(measure);
  Ratio sum = *whole;
  if (!column.rests.empty()) sum = sum * Ratio(sum_base) + Ratio(row.integer(place + 1));
  return value_of(measure, *divide(sum, column.divisor));
}

// A measure being computed row by row.
class Tally {
 public:
  Tally(const Measure& measure, std::size_t index) : measure_(&measure), index_(index) {}
  std::size_t index() const { return index_; }
  const Measure& measure() const { return *measure_; }

  Status add(std::span<const Value> record, const expr::Context& context) {
    if (measure_->where) {
      const auto applies = measure_->where->evaluate(record, context);
      if (!applies) return failure_of(*measure_, applies.error());
      if (applies->kind() != Value::Kind::boolean || !applies->boolean()) return {};
    }
    if (measure_->aggregate == Aggregate::count) {
      ++count_;
      return {};
    }
    const auto value = measure_->of->evaluate(record, context);
    if (!value) return failure_of(*measure_, value.error());
    if (value->is_null()) return {};
    if (value->is_no_base()) {
      no_base_ = true;
      return {};
    }
    if (measure_->aggregate == Aggregate::distinct) {
      seen_.insert(value->to_string());
      return {};
    }
    const Ratio number = number_of(*value);
    try {
      if (!number_) {
        number_ = number;
      } else if (measure_->aggregate == Aggregate::sum) {
        number_ = *number_ + number;
      } else if (measure_->aggregate == Aggregate::minimum ? number < *number_ : *number_ < number) {
        number_ = number;
      }
    } catch (const ArithmeticOverflow&) {
      return overflow_of(*measure_);
    }
    return {};
  }

  Result<Value> value() const {
    if (no_base_) return Value::no_base();
    if (measure_->aggregate == Aggregate::count) return Value::of(Ratio(count_));
    if (measure_->aggregate == Aggregate::distinct) {
      return Value::of(Ratio(static_cast<std::int64_t>(seen_.size())));
    }
    if (number_) return value_of(*measure_, *number_);
    if (measure_->aggregate == Aggregate::sum) return value_of(*measure_, Ratio(0));
    return Value();
  }

 private:
  const Measure* measure_;
  std::size_t index_;
  std::int64_t count_ = 0;
  bool no_base_ = false;
  std::optional<Ratio> number_;
  std::unordered_set<std::string> seen_;
};

// The rows any of these measures may look at, as SQL; empty: all.
std::string common_condition(std::span<const Tally> tallies, expr::Dialect dialect) {
  std::string condition;
  for (const Tally& tally : tallies) {
    if (!tally.measure().where) return {};
    const auto one = expr::sql_condition(*tally.measure().where, dialect);
    if (!one) return {};
    if (!condition.empty()) condition += " OR ";
    condition += "(" + *one + ")";
  }
  return condition;
}

class Engine {
 public:
  Engine(const Subject& subject, bool by_rows, std::vector<Value>& values)
      : subject_(subject), by_rows_(by_rows), values_(values), context_{&subject.library.calendar} {}

  Status run(const std::vector<bool>& wanted) {
    for (const bool second : {false, true}) {
      for (const pack::Register& definition : subject_.library.registers) {
        std::vector<std::size_t> measures;
        for (std::size_t i = 0; i < wanted.size(); ++i) {
          const Measure& measure = subject_.library.measures[i];
          if (wanted[i] && measure.second_stage == second && measure.over == definition.id) measures.push_back(i);
        }
        if (measures.empty()) continue;
        if (auto done = over_register(definition, measures); !done) return done;
      }
      for (std::size_t i = 0; i < wanted.size(); ++i) {
        const Measure& measure = subject_.library.measures[i];
        if (!wanted[i] || measure.second_stage != second || !measure.formula) continue;
        auto value = measure.formula->evaluate(values_, context_);
        if (!value) return failure_of(measure, std::move(value.error()));
        values_[i] = *value;
      }
    }
    return {};
  }

 private:
  Status over_register(const pack::Register& definition, const std::vector<std::size_t>& measures) {
    std::vector<SqlColumn> columns;
    std::vector<std::size_t> by_row;
    for (const std::size_t index : measures) {
      auto column =
          by_rows_ ? std::nullopt : sql_column(subject_.library.measures[index], index, subject_.database.dialect());
      if (column) {
        columns.push_back(std::move(*column));
      } else {
        by_row.push_back(index);
      }
    }
    if (!columns.empty()) {
      if (auto done = select(definition, columns); !done) return done;
    }
    return by_row.empty() ? Status() : walk(definition, by_row);
  }

  Status select(const pack::Register& definition, std::span<const SqlColumn> columns) {
    constexpr std::size_t most_columns = 500;  // two each at most; SQLite's default limit is 2000, PostgreSQL's 1664
    for (std::size_t first = 0; first < columns.size(); first += most_columns) {
      const auto part = columns.subspan(first, std::min(most_columns, columns.size() - first));
      std::string sql = "SELECT ";
      for (const SqlColumn& column : part) {
        if (&column != part.data()) sql += ", ";
        sql += column.sql;
        if (!column.rests.empty()) sql += ", " + column.rests;
      }
      sql += " FROM " + definition.table() + " WHERE unit_id = ? AND year = ?";
      const store::Cell parameters[] = {subject_.unit_id, subject_.year};
      auto done = subject_.database.query(sql, parameters, [&](const store::Row& row) -> Status {
        int place = 0;
        for (const SqlColumn& column : part) {
          auto value = column_value(subject_.library.measures[column.measure], column, row, place);
          if (!value) return fail(std::move(value.error()));
          values_[column.measure] = *value;
          place += column.rests.empty() ? 1 : 2;
        }
        return {};
      });
      if (!done) return done;
    }
    return {};
  }

  Status walk(const pack::Register& definition, const std::vector<std::size_t>& measures) {
    std::vector<Tally> tallies;
    for (const std::size_t index : measures) tallies.emplace_back(subject_.library.measures[index], index);
    const std::string condition = by_rows_ ? "" : common_condition(tallies, subject_.database.dialect());
    const bool fill = has_figure_fields(definition);
    std::vector<Value> filled;
    auto done = ledger::each_record(subject_.database, definition, subject_.unit_id, subject_.year, condition,
                                    [&](const ledger::Record& record) -> Status {
                                      std::span<const Value> row = record.values;
                                      if (fill) {
                                        filled.assign(row.begin(), row.end());
                                        fill_figures(subject_.library, definition, values_, filled);
                                        row = filled;
                                      }
                                      for (Tally& tally : tallies) {
                                        if (auto added = tally.add(row, context_); !added) return added;
                                      }
                                      return {};
                                    });
    if (!done) return done;
    for (const Tally& tally : tallies) {
      auto value = tally.value();
      if (!value) return fail(std::move(value.error()));
      values_[tally.index()] = *value;
    }
    return {};
  }

  const Subject& subject_;
  bool by_rows_;
  std::vector<Value>& values_;
  expr::Context context_;
};

}  // namespace

Status compute(const Subject& subject, const std::vector<bool>& wanted, std::vector<expr::Value>& values) {
  return Engine(subject, false, values).run(wanted);
}

Status compute_by_rows(const Subject& subject, const std::vector<bool>& wanted, std::vector<expr::Value>& values) {
  return Engine(subject, true, values).run(wanted);
}

std::size_t index_of(const pack::Library& library, const pack::Measure& measure) {
  assert(&measure >= library.measures.data() && &measure < library.measures.data() + library.measures.size());
  return static_cast<std::size_t>(&measure - library.measures.data());
}

bool has_figure_fields(const pack::Register& definition) {
  return std::any_of(definition.fields.begin(), definition.fields.end(),
                     [](const pack::Field& field) { return !field.figure_of.empty(); });
}

void fill_figures(const pack::Library& library, const pack::Register& definition, std::span<const expr::Value> figures,
                  std::vector<expr::Value>& values) {
  constexpr auto first = static_cast<std::size_t>(pack::Register::first_field_slot);
  for (std::size_t i = 0; i < definition.fields.size(); ++i) {
    const pack::Field& field = definition.fields[i];
    if (field.figure_of.empty()) continue;
    const pack::Field* source = definition.find_field(field.figure_of);
    assert(source);
    const Value& named = values[first + static_cast<std::size_t>(source - definition.fields.data())];
    if (named.is_null()) continue;
    Value& target = values[first + i];
    target = Value();
    const auto measure = std::find_if(library.measures.begin(), library.measures.end(),
                                      [&](const Measure& m) { return m.id == named.text(); });
    if (measure == library.measures.end() || measure->second_stage) continue;
    const Value& figure = figures[index_of(library, *measure)];
    switch (figure.kind()) {
      case Value::Kind::no_base:
        target = figure;
        break;
      case Value::Kind::number:
        target = Value::of(measure->unit == "%" ? figure.number() * Ratio(100) : figure.number());
        break;
      case Value::Kind::money:
        for (const MoneyUnit unit : {MoneyUnit::yuan, MoneyUnit::wan, MoneyUnit::yi}) {
          if (measure->unit == title(unit)) target = Value::of(Ratio(figure.money().in(unit)));
        }
        break;
      default:
        break;  // no data, dates and moments are no numbers
    }
  }
}

}  // namespace jiheng::measure
