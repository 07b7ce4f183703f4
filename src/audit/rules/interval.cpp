#include "audit/rules/interval.h"

#include <algorithm>

#include "base/text.h"

namespace jiheng::audit {

Decimal magnitude(const Decimal& value) {
  return value.sign() < 0 ? -value : value;
}

Ratio half(const Decimal& value) {
  return Ratio(value) * Ratio::from_parts(1, 2);
}

Interval interval_of(const Figure& figure) {
  const bool counted = figure.dimension == Dimension::count || figure.dimension == Dimension::days;
  const bool mark = figure.dimension == Dimension::score;                           // marks are given, not rounded
  const bool nil = figure.dimension == Dimension::money && figure.value.is_zero();  // 因公出国（境）费0万元: none
  if (mark || nil || (counted && figure.ulp == Decimal(1)) ||
      (figure.dimension == Dimension::money && figure.ulp <= Decimal::from_parts(1, 2))) {
    return {figure.value, figure.value};
  }
  return {figure.low(), figure.high()};
}

std::optional<Verdict> test_percent(const Interval& part, const Interval& whole, const Figure& percent) {
  const auto low = divide(part.low * Ratio(100), whole.high);
  const auto high = divide(part.high * Ratio(100), whole.low);
  if (!low || !high || whole.low.sign() <= 0) return std::nullopt;
  if (*low < Ratio(percent.high()) && *high >= Ratio(percent.low())) return Verdict::holds;
  if (*low < Ratio(percent.value + percent.ulp) && *high >= Ratio(percent.value)) return Verdict::truncated;
  return Verdict::fails;
}

std::string recomputed_percent(const Decimal& part, const Decimal& whole, const Figure& percent) {
  const auto quotient = divide(Ratio(part) * Ratio(100), Ratio(whole));
  return quotient ? quotient->rounded(percent.decimals, Rounding::half_up).to_string() + "%" : "--%";
}

std::string in_unit_of(const Ratio& value, const Figure& figure) {
  std::string unit = to_utf8(figure.unit);
  if (figure.power == 4) unit = "万" + unit;
  if (figure.power == 8) unit = "亿" + unit;
  const Ratio shown = *divide(value, Ratio(Decimal::from_parts(power_of_ten(figure.power), 0)));
  const auto exact = shown.exact_decimal();
  if (exact && exact->normalized().scale() <= figure.decimals) {
    return exact->rounded(figure.decimals, Rounding::half_up).to_string() + unit;
  }
  return shown.rounded(std::max(figure.decimals, 2), Rounding::half_up).to_string() + unit;
}

}  // namespace jiheng::audit
