// Intervals: what a printed figure can have been before it was rounded, and whether a relation holds for some values in
// them. Exact: bounds are ratios. Thread-safety: values.
#pragma once

#include <optional>
#include <string>

#include "audit/language/figure.h"
#include "base/ratio.h"

namespace jiheng::audit {

struct Interval {
  Ratio low, high;  // both included: whether an end belongs is decided by the test that uses it

  friend Interval operator+(const Interval& a, const Interval& b) { return {a.low + b.low, a.high + b.high}; }
  friend Interval operator-(const Interval& a, const Interval& b) { return {a.low - b.high, a.high - b.low}; }
  bool meets(const Interval& other) const { return low <= other.high && other.low <= high; }
};

// Without its sign.
Decimal magnitude(const Decimal& value);
Ratio half(const Decimal& value);

// A count in ones, a mark, money to the fen and no money at all are exact; all else may have been rounded by half a
// unit in the last place.
Interval interval_of(const Figure& figure);

enum class Verdict { holds, truncated, fails };

// Whether part ÷ whole can print as `percent` (in per cent), rounded half up, or else truncated. Nothing if whole can
// be 0.
std::optional<Verdict> test_percent(const Interval& part, const Interval& whole, const Figure& percent);
// part ÷ whole × 100 from the printed values, to the digits of `percent`: "98.93%".
std::string recomputed_percent(const Decimal& part, const Decimal& whole, const Figure& percent);
// The value in the unit and with the digits the figure is printed with, e.g. 万元.
std::string in_unit_of(const Ratio& value, const Figure& figure);

}  // namespace jiheng::audit
