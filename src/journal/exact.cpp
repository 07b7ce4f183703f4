#include "journal/exact.h"

#include <algorithm>
#include <set>

#include "base/date.h"
#include "base/moment.h"
#include "base/money.h"

namespace jiheng::journal {
namespace {

std::optional<MoneyUnit> money_unit(std::string_view unit) {
  for (const MoneyUnit each : {MoneyUnit::yuan, MoneyUnit::wan, MoneyUnit::yi}) {
    if (unit == title(each)) return each;
  }
  return std::nullopt;
}

std::optional<Decimal> rounded(const Figure& figure, const Ratio& value) {
  try {
    if (figure.type == FigureType::money) {
      const auto fen = static_cast<std::int64_t>(value.numerator());  // parse_exact let only whole fen in
      return Money::from_fen(fen).in(*money_unit(figure.unit)).rounded(figure.decimals, Rounding::half_up);
    }
    return (figure.unit == "%" ? value * Ratio(100) : value).rounded(figure.decimals, Rounding::half_up);
  } catch (const ArithmeticOverflow&) {
    return std::nullopt;
  }
}

Date date_of(const Exact& value) {
  return Date::from_days(static_cast<std::int32_t>(value.value.numerator()));
}

Moment moment_of(const Exact& value) {
  return Moment::from_minutes(static_cast<std::int32_t>(value.value.numerator()));
}

bool is_extreme(Aggregate aggregate) {
  return aggregate == Aggregate::minimum || aggregate == Aggregate::maximum;
}

bool fits_fen(const Ratio& value) {
  return value.denominator() == 1 && value.numerator() == static_cast<std::int64_t>(value.numerator());
}

}  // namespace

std::optional<Exact> parse_exact(const ExactText& text, FigureType type) {
  if (!text) return Exact{};
  if (*text == no_base_text) return Exact{Exact::Kind::no_base, {}};
  if (type == FigureType::date) {
    const auto date = Date::parse(*text);
    if (!date || date->to_string() != *text) return std::nullopt;
    return Exact{Exact::Kind::value, Ratio(date->days())};
  }
  if (type == FigureType::moment) {
    const auto moment = Moment::parse(*text);
    if (!moment || moment->to_string() != *text) return std::nullopt;
    return Exact{Exact::Kind::value, Ratio(moment->minutes())};
  }
  const auto number = Ratio::parse(*text);
  if (!number || text->starts_with('+')) return std::nullopt;
  if (type == FigureType::money && (!fits_fen(*number) || text->find_first_of("./") != text->npos)) return std::nullopt;
  return Exact{Exact::Kind::value, *number};
}

std::optional<Exact> aggregate(const Figure& figure) {
  Exact result;
  std::set<std::string_view> different;
  if (!is_extreme(figure.aggregate)) result = {Exact::Kind::value, Ratio(0)};
  bool no_base = false;
  for (const FigureRow& row : figure.rows) {
    if (!row.counts) continue;
    if (*row.counts == no_base_text) {
      no_base = true;
      continue;
    }
    if (figure.aggregate == Aggregate::distinct) {
      different.insert(*row.counts);
      continue;
    }
    const auto value = parse_exact(row.counts, figure.type);
    if (!value || (figure.aggregate == Aggregate::count && *row.counts != "1")) return std::nullopt;
    if (is_extreme(figure.aggregate)) {
      const bool lower = figure.aggregate == Aggregate::minimum;
      if (result.kind == Exact::Kind::null || (lower ? value->value < result.value : value->value > result.value)) {
        result = *value;
      }
      continue;
    }
    try {
      result.value = result.value + value->value;
    } catch (const ArithmeticOverflow&) {
      return std::nullopt;
    }
  }
  if (no_base) return Exact{Exact::Kind::no_base, {}};
  if (figure.aggregate == Aggregate::distinct) {
    result.value = Ratio(static_cast<std::int64_t>(different.size()));
  }
  return result;
}

std::optional<ExactText> scorecard_text(const Figure& figure, const Exact& value) {
  if (value.kind == Exact::Kind::null) return ExactText();
  if (value.kind == Exact::Kind::no_base) return ExactText(no_base_text);
  if (figure.type == FigureType::date) return ExactText(date_of(value).to_string());
  if (figure.type == FigureType::moment) return ExactText(moment_of(value).to_string());
  const auto decimal = rounded(figure, value.value);
  if (!decimal) return std::nullopt;
  return ExactText(decimal->to_string());
}

std::optional<std::string> shown_text(const Figure& figure, const Exact& value) {
  if (value.kind == Exact::Kind::null) return "——";
  if (value.kind == Exact::Kind::no_base)
    return figure.unit == "%" ? "--%（基数为0，不可比）" : "--（基数为0，不可比）";
  if (figure.type == FigureType::date) return date_of(value).to_chinese();
  if (figure.type == FigureType::moment) return moment_of(value).to_chinese();
  const auto decimal = rounded(figure, value.value);
  if (!decimal) return std::nullopt;
  return with_thousands(decimal->to_string()) + figure.unit;
}

bool is_sound(const Figure& figure) {
  if (figure.type == FigureType::money && !money_unit(figure.unit)) return false;
  if (figure.decimals < 0 || figure.decimals > Decimal::max_scale) return false;
  if (!figure.formula.empty()) return true;
  switch (figure.aggregate) {
    case Aggregate::count:
    case Aggregate::distinct:
      return figure.type == FigureType::number;
    case Aggregate::sum:
      return figure.type == FigureType::number || figure.type == FigureType::money;
    default:
      return true;
  }
}

}  // namespace jiheng::journal
