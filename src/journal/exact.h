// The arithmetic of a package's figures: exact texts, what the rows of a figure come to, and how a value is shown.
// Internal to src/journal. Thread-safety: pure functions.
#pragma once

#include <optional>
#include <string>

#include "base/ratio.h"
#include "journal/package.h"

namespace jiheng::journal {

struct Exact {
  enum class Kind { null, no_base, value };
  Kind kind = Kind::null;
  Ratio value;  // fen of money; days since 1970-01-01 of a date, minutes of a moment
  friend bool operator==(const Exact& a, const Exact& b) {
    return a.kind == b.kind && (a.kind != Kind::value || a.value == b.value);
  }
};

// Nothing when the text is no value of the type.
std::optional<Exact> parse_exact(const ExactText& text, FigureType type);

// What the rows come to; nothing when one is malformed or the sum leaves 127 bits. A null counts for nothing, one
// no-base makes the whole no-base, a count or sum over nothing is 0, a minimum or maximum over nothing null.
std::optional<Exact> aggregate(const Figure& figure);

// How a scorecard writes it: rounded half up to the figure's decimals in its unit. Nothing when that leaves 37 digits.
std::optional<ExactText> scorecard_text(const Figure& figure, const Exact& value);
// How people read it: the same with thousands separators and the unit.
std::optional<std::string> shown_text(const Figure& figure, const Exact& value);

// Whether type, unit and aggregate go together: money is in 元, 万元 or 亿元, dates and moments are not summed, a count
// is a number.
bool is_sound(const Figure& figure);

}  // namespace jiheng::journal
