#include "base/money.h"

#include <algorithm>
#include <limits>

namespace jiheng {
namespace {

// Fen per unit is 10^this; also the number of decimals an amount in that unit can have.
int fen_digits(MoneyUnit unit) {
  switch (unit) {
    case MoneyUnit::yuan:
      return 2;
    case MoneyUnit::wan:
      return 6;
    case MoneyUnit::yi:
      return 10;
  }
  return 2;
}

bool fits(int128 fen) {
  return fen >= std::numeric_limits<std::int64_t>::min() && fen <= std::numeric_limits<std::int64_t>::max();
}

// "2,508" → "2508"; nothing when a separator stands where it does not belong.
std::optional<std::string> without_separators(std::string_view text) {
  const std::size_t start = !text.empty() && (text[0] == '-' || text[0] == '+') ? 1 : 0;
  const std::size_t end = std::min(text.find('.'), text.size());
  std::string out(text.substr(0, start));
  std::size_t group = 0;
  bool separated = false;
  for (std::size_t i = start; i < end; ++i) {
    if (text[i] != ',') {
      out.push_back(text[i]);
      ++group;
      continue;
    }
    if (separated ? group != 3 : group < 1 || group > 3) return std::nullopt;
    separated = true;
    group = 0;
  }
  if (separated && group != 3) return std::nullopt;
  return out.append(text.substr(end));
}

}  // namespace

std::string_view title(MoneyUnit unit) {
  switch (unit) {
    case MoneyUnit::yuan:
      return "元";
    case MoneyUnit::wan:
      return "万元";
    case MoneyUnit::yi:
      return "亿元";
  }
  return "元";
}

Result<Money> Money::from_decimal(const Decimal& amount, MoneyUnit unit) {
  const Decimal lowest = amount.normalized();
  const int digits = fen_digits(unit);
  if (lowest.scale() > digits)
    return fail("money.not-whole-fen", {{"text", amount.to_string()}, {"unit", title(unit)}});
  int128 fen;
  if (__builtin_mul_overflow(lowest.coefficient(), power_of_ten(digits - lowest.scale()), &fen) || !fits(fen)) {
    return fail("number.out-of-range", {{"text", amount.to_string() + std::string(title(unit))}});
  }
  return Money(static_cast<std::int64_t>(fen));
}

Money Money::rounded_from(const Ratio& amount, MoneyUnit unit, Rounding rounding) {
  const Ratio fen_per_unit(static_cast<std::int64_t>(power_of_ten(fen_digits(unit))));
  const int128 fen = (amount * fen_per_unit).rounded(0, rounding).coefficient();
  if (!fits(fen)) throw ArithmeticOverflow();
  return Money(static_cast<std::int64_t>(fen));
}

Result<Money> Money::parse(std::string_view text, MoneyUnit unit) {
  const auto malformed = [&] { return fail("money.malformed", {{"text", text}}); };
  const auto digits = without_separators(text);
  if (!digits) return malformed();
  const auto amount = Decimal::parse(*digits);
  if (!amount) {
    if (amount.error().code == "number.malformed") return malformed();
    return fail(amount.error());
  }
  return from_decimal(*amount, unit);
}

Decimal Money::in(MoneyUnit unit) const {
  return Decimal::from_parts(fen_, fen_digits(unit));
}

std::string Money::format(MoneyUnit unit, int decimals, Rounding rounding) const {
  return with_thousands(in(unit).rounded(decimals, rounding).to_string());
}

Money operator+(Money a, Money b) {
  std::int64_t fen;
  if (__builtin_add_overflow(a.fen_, b.fen_, &fen)) throw ArithmeticOverflow();
  return Money(fen);
}

Money operator-(Money a, Money b) {
  std::int64_t fen;
  if (__builtin_sub_overflow(a.fen_, b.fen_, &fen)) throw ArithmeticOverflow();
  return Money(fen);
}

Money operator*(Money a, std::int64_t times) {
  std::int64_t fen;
  if (__builtin_mul_overflow(a.fen_, times, &fen)) throw ArithmeticOverflow();
  return Money(fen);
}

std::optional<Ratio> divide(Money a, Money b) {
  if (b.fen_ == 0) return std::nullopt;
  return Ratio::from_parts(a.fen_, b.fen_);
}

std::string with_thousands(std::string_view digits) {
  const std::size_t start = !digits.empty() && (digits[0] == '-' || digits[0] == '+') ? 1 : 0;
  const std::size_t end = std::min(digits.find('.'), digits.size());
  std::string out(digits.substr(0, start));
  for (std::size_t i = start; i < end; ++i) {
    if (i > start && (end - i) % 3 == 0) out.push_back(',');
    out.push_back(digits[i]);
  }
  return out.append(digits.substr(end));
}

}  // namespace jiheng
