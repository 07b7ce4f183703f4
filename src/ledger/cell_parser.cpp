#include "ledger/cell_parser.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <limits>

#include "base/text.h"
#include "ledger/suggest.h"
#include "pack/load.h"

namespace jiheng::ledger {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

bool refuse_with(CellFault* fault, std::string_view code, std::string expected) {
  if (fault) *fault = {code, std::move(expected)};
  return false;
}
bool refuse(CellFault* fault, std::string_view code, std::string_view expectation,
            std::initializer_list<Argument> arguments = {}) {
  if (fault) *fault = {code, message_text(expectation, arguments)};
  return false;
}

// Digits after the point of the stored integer of a number, or of fen in `unit`.
int stored_scale(const pack::Field& field, MoneyUnit unit) {
  if (field.type != pack::FieldType::money) return field.type == pack::FieldType::decimal ? field.scale : 0;
  return unit == MoneyUnit::yuan ? 2 : unit == MoneyUnit::wan ? 6 : 10;
}

// bound × 10^scale as an integer, rounded to the inside of the range; the 64-bit limit when it lies beyond.
std::int64_t stored_bound(const Decimal& bound, int scale, bool lower) {
  constexpr auto min = std::numeric_limits<std::int64_t>::min();
  constexpr auto max = std::numeric_limits<std::int64_t>::max();
  const Decimal lowest = bound.normalized();
  int128 value = lowest.coefficient();
  if (lowest.scale() <= scale) {
    if (__builtin_mul_overflow(value, power_of_ten(scale - lowest.scale()), &value))
      return bound.sign() < 0 ? min : max;
  } else {
    const int128 divisor = power_of_ten(lowest.scale() - scale);
    const int128 rest = value % divisor;
    value /= divisor;
    if (lower && rest > 0) ++value;
    if (!lower && rest < 0) --value;
  }
  return static_cast<std::int64_t>(std::clamp<int128>(value, min, max));
}

// What a stored integer may be at most by the digits its column is declared with (expr/expression.h).
std::int64_t digit_bound(const pack::Register& definition, int field) {
  const int digits = definition.scope[pack::Register::first_field_slot + field].digits;
  return static_cast<std::int64_t>(power_of_ten(std::clamp(digits, 1, 18)) - 1);
}

std::string range_text(const pack::Field& field) {
  const std::string unit(field.type == pack::FieldType::money ? title(field.unit) : "");
  if (field.minimum && field.maximum) {
    return message_text("import.expect-between", {{"minimum", field.minimum->to_string() + unit},
                                                  {"maximum", field.maximum->to_string() + unit}});
  }
  if (field.minimum) return message_text("import.expect-at-least", {{"minimum", field.minimum->to_string() + unit}});
  if (field.maximum) return message_text("import.expect-at-most", {{"maximum", field.maximum->to_string() + unit}});
  return message_text("import.expect-fewer-digits");
}

// Line breaks and tabs are text; other control characters are what a broken export leaves behind.
bool has_control_characters(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c < 0x20 ? c != '\n' && c != '\t' && c != '\r' : c == 0x7F) return true;
    if (c == 0xC2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xA0) return true;
  }
  return false;
}

// CRLF and CR → LF.
std::string_view keep_text(std::string_view text, Arena& arena) {
  if (text.empty() || !std::memchr(text.data(), '\r', text.size())) return arena.copy(text);
  char* const start = arena.allocate(text.size());
  char* to = start;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\r') {
      *to++ = text[i];
    } else if (i + 1 == text.size() || text[i + 1] != '\n') {
      *to++ = '\n';
    }
  }
  return {start, static_cast<std::size_t>(to - start)};
}

// What a narrative may name besides measures (docs/packs.md, Reports); which rubric tells the year is not known yet.
std::vector<std::string> other_names(const pack::Library& library) {
  std::vector<std::string> names = {"year", "unit.name", "unit.code", "score.grade"};
  const auto add = [&](const std::string& id) {
    for (const char* head : {"score.", "full.", "lost."}) names.push_back(head + id);
  };
  add("total");
  for (const pack::Rubric& rubric : library.rubrics) {
    for (const pack::Group& group : rubric.groups) add(group.id);
    for (const pack::Item& item : rubric.items) add(item.id);
  }
  return names;
}

bool equal_ignoring_case(std::string_view text, std::string_view lower) {
  return text.size() == lower.size() && std::equal(text.begin(), text.end(), lower.begin(), [](char a, char b) {
           return (a >= 'A' && a <= 'Z' ? a - 'A' + 'a' : a) == b;
         });
}

// Excel writes a date cell with a time format as 2022/1/5 0:00. Midnight says nothing; any other time is not a date.
std::string_view without_midnight(std::string_view text) {
  for (const std::string_view midnight : {" 0:00", " 00:00", " 0:00:00", " 00:00:00", "T00:00:00"}) {
    if (text.ends_with(midnight)) return text.substr(0, text.size() - midnight.size());
  }
  return text;
}

}  // namespace

ChoiceTable::ChoiceTable(const std::vector<std::string>& choices) {
  if (choices.empty()) return;
  std::size_t size = 2;
  while (size < choices.size() * 2) size *= 2;
  // Twice the room at least: a seed without collisions is found within a few tries; doubling ends the rare search.
  for (;; ++seed_) {
    if (seed_ % 64 == 0) size *= 2;
    shift_ = 64 - std::countr_zero(size);
    slots_.assign(size, {});
    const bool all_placed = std::all_of(choices.begin(), choices.end(), [&](const std::string& choice) {
      std::string_view& slot = slots_[place(choice)];
      if (!slot.empty() && slot != choice) return false;
      slot = choice;
      return true;
    });
    if (all_placed) return;
  }
}

std::size_t ChoiceTable::place(std::string_view text) const {
  // Every byte counts: choices like 第一季度 … 第四季度 differ in the middle only.
  std::uint64_t hash = seed_ * 0x9E3779B97F4A7C15u + text.size();
  for (; text.size() >= 8; text.remove_prefix(8)) {
    std::uint64_t word;
    std::memcpy(&word, text.data(), 8);
    hash = (hash ^ word) * 0xBF58476D1CE4E5B9u;
    hash ^= hash >> 29;
  }
  std::uint64_t word = 0;
  if (!text.empty()) std::memcpy(&word, text.data(), text.size());
  hash = (hash ^ word) * 0x94D049BB133111EBu;
  return static_cast<std::size_t>((hash ^ hash >> 31) * 0x9E3779B97F4A7C15u >> shift_);
}

bool ChoiceTable::contains(std::string_view text) const {
  return !slots_.empty() && !text.empty() && slots_[place(text)] == text;
}

CellParser::CellParser(const pack::Register& definition, int field, const pack::Library& library, MoneyUnit unit)
    : library_(&library),
      field_(&definition.fields[static_cast<std::size_t>(field)]),
      unit_(unit),
      least_(-digit_bound(definition, field)),
      most_(digit_bound(definition, field)),
      choices_(field_->choices) {
  // Bounds are in the field's own unit, whatever the file writes.
  const int scale = stored_scale(*field_, field_->unit);
  if (field_->minimum) least_ = std::max(least_, stored_bound(*field_->minimum, scale, true));
  if (field_->maximum) most_ = std::min(most_, stored_bound(*field_->maximum, scale, false));
}

bool CellParser::parse(std::string_view text, int year, Arena& arena, store::Cell& out, CellFault* fault) const {
  using pack::FieldType;
  switch (field_->type) {
    case FieldType::integer:
    case FieldType::decimal:
      if (is_ascii(text)) return parse_number(text, out, fault);
      return parse_number(to_half_width(text), out, fault);
    case FieldType::money:
      if (is_ascii(text)) return parse_money(text, out, fault);
      return parse_money(to_half_width(text), out, fault);
    case FieldType::date:
      if (is_ascii(text)) return parse_date(text, year, out, fault);
      return parse_date(to_half_width(text), year, out, fault);
    case FieldType::moment:
      if (is_ascii(text)) return parse_moment(text, year, out, fault);
      return parse_moment(to_half_width(text), year, out, fault);
    case FieldType::boolean:
      return parse_boolean(text, out, fault);
    case FieldType::choice:
      return parse_choice(text, out, fault) && (out = arena.copy(text), true);
    case FieldType::measure:
      return check_measure(text, fault) && parse_text(text, arena, out, fault);
    case FieldType::narrative:
      return check_narrative(text, fault) && parse_text(text, arena, out, fault);
    case FieldType::text:
    case FieldType::reference:
      return parse_text(text, arena, out, fault);
  }
  return false;
}

NumberFault parse_scaled(std::string_view text, int scale, std::int64_t& out) {
  const bool negative = !text.empty() && text[0] == '-';
  if (negative || (!text.empty() && text[0] == '+')) text.remove_prefix(1);
  const std::size_t point = std::min(text.find('.'), text.size());
  const std::string_view whole = text.substr(0, point);
  const std::string_view part = point == text.size() ? std::string_view() : text.substr(point + 1);
  if (whole.empty() || (point != text.size() && (part.empty() || scale == 0))) return NumberFault::malformed;
  if (!std::all_of(part.begin(), part.end(), is_digit)) return NumberFault::malformed;

  std::int64_t value = 0;
  const auto append = [&](char digit) {
    return !__builtin_mul_overflow(value, 10, &value) && !__builtin_add_overflow(value, digit - '0', &value);
  };
  bool fits = true, separated = false;
  std::size_t group = 0;
  for (const char c : whole) {
    if (is_digit(c)) {
      fits = fits && append(c);
      ++group;
      continue;
    }
    if (c != ',' || (separated ? group != 3 : group < 1 || group > 3)) return NumberFault::malformed;
    separated = true;
    group = 0;
  }
  if (separated && group != 3) return NumberFault::malformed;

  const auto digits = static_cast<std::size_t>(scale);
  // Zeros beyond the scale change nothing; any other digit there would have to be rounded away.
  const std::string_view beyond = part.substr(std::min(part.size(), digits));
  if (beyond.find_first_not_of('0') != beyond.npos) return NumberFault::too_many_digits;
  for (std::size_t i = 0; i < digits; ++i) fits = fits && append(i < part.size() ? part[i] : '0');
  if (!fits) return NumberFault::out_of_range;
  out = negative ? -value : value;
  return NumberFault::none;
}

bool CellParser::check_range(std::int64_t value, CellFault* fault) const {
  if (value >= least_ && value <= most_) return true;
  return fault ? refuse_with(fault, "import.out-of-range", range_text(*field_)) : false;
}

bool CellParser::parse_number(std::string_view text, store::Cell& out, CellFault* fault) const {
  const bool integer = field_->type == pack::FieldType::integer;
  std::int64_t value = 0;
  switch (parse_scaled(text, integer ? 0 : field_->scale, value)) {
    case NumberFault::none:
      break;
    case NumberFault::malformed:
      if (integer) return refuse(fault, "import.bad-integer", "import.expect-integer");
      return refuse(fault, "import.bad-decimal", "import.expect-decimal", {{"scale", field_->scale}});
    case NumberFault::too_many_digits:
      return refuse(fault, "import.too-many-digits", "import.expect-scale", {{"scale", field_->scale}});
    case NumberFault::out_of_range:
      return fault ? refuse_with(fault, "import.out-of-range", range_text(*field_)) : false;
  }
  if (!check_range(value, fault)) return false;
  out = value;
  return true;
}

bool CellParser::parse_money(std::string_view text, store::Cell& out, CellFault* fault) const {
  const Result<Money> money = Money::parse(text, unit_);
  if (!money) {
    if (!fault) return false;
    if (money.error().code == "money.not-whole-fen")
      return refuse(fault, "import.too-many-digits", "import.expect-fen");
    if (money.error().code == "number.out-of-range")
      return refuse_with(fault, "import.out-of-range", range_text(*field_));
    return refuse(fault, "import.bad-money", "import.expect-money", {{"unit", title(unit_)}});
  }
  if (!check_range(money->fen(), fault)) return false;
  out = money->fen();
  return true;
}

bool CellParser::parse_date(std::string_view text, int year, store::Cell& out, CellFault* fault) const {
  const Result<Date> date = Date::parse(without_midnight(text));
  if (!date) return refuse(fault, "import.bad-date", "import.expect-date");
  if (field_->in_year && year != 0 && date->year() != year) {
    return refuse(fault, "import.not-in-year", "import.expect-in-year", {{"year", year}});
  }
  out = std::int64_t{date->days()};
  return true;
}

bool CellParser::parse_moment(std::string_view text, int year, store::Cell& out, CellFault* fault) const {
  const Result<Moment> moment = Moment::parse(text);
  if (!moment) return refuse(fault, "import.bad-moment", "import.expect-moment");
  if (field_->in_year && year != 0 && moment->date().year() != year) {
    return refuse(fault, "import.not-in-year", "import.expect-moment-in-year", {{"year", year}});
  }
  out = std::int64_t{moment->minutes()};
  return true;
}

bool CellParser::parse_boolean(std::string_view text, store::Cell& out, CellFault* fault) const {
  if (text == "是" || text == "1" || equal_ignoring_case(text, "true")) {
    out = 1;
  } else if (text == "否" || text == "0" || equal_ignoring_case(text, "false")) {
    out = 0;
  } else {
    return refuse(fault, "import.bad-boolean", "import.expect-boolean");
  }
  return true;
}

bool CellParser::parse_choice(std::string_view text, store::Cell&, CellFault* fault) const {
  if (choices_.contains(text)) return true;
  if (!fault) return false;
  std::string list;
  for (const std::string& choice : field_->choices) list.append(list.empty() ? "" : "、").append(choice);
  const std::string near = nearest(text, field_->choices);
  if (near.empty()) return refuse(fault, "import.bad-choice", "import.expect-choice", {{"choices", list}});
  return refuse(fault, "import.bad-choice", "import.expect-choice-near", {{"choices", list}, {"near", near}});
}

bool CellParser::parse_text(std::string_view text, Arena& arena, store::Cell& out, CellFault* fault) const {
  const auto limit = static_cast<std::size_t>(field_->max_length);
  if (text.size() > limit && count_code_points(text) > limit) {  // never more characters than bytes
    return refuse(fault, "import.too-long", "import.expect-length",
                  {{"limit", field_->max_length}, {"length", count_code_points(text)}});
  }
  if (has_control_characters(text)) return refuse(fault, "import.control-character", "import.expect-no-control");
  out = keep_text(text, arena);
  return true;
}

bool CellParser::check_measure(std::string_view id, CellFault* fault) const {
  // By id only: records are stored as written, and a measure's title may change under them.
  const auto found = std::find_if(library_->measures.begin(), library_->measures.end(),
                                  [&](const pack::Measure& measure) { return measure.id == id; });
  if (found == library_->measures.end()) {
    if (!fault) return false;
    std::vector<std::string> known;
    for (const pack::Measure& measure : library_->measures) {
      if (!measure.second_stage) known.push_back(measure.id);
    }
    const std::string near = nearest(id, known);
    if (near.empty()) return refuse(fault, "import.unknown-measure", "import.expect-measure");
    return refuse(fault, "import.unknown-measure", "import.expect-measure-near", {{"near", near}});
  }
  if (found->second_stage) return refuse(fault, "import.late-measure", "import.expect-early-measure");
  return true;
}

bool CellParser::check_narrative(std::string_view text, CellFault* fault) const {
  if (text.find_first_of("{}") == text.npos) return true;
  const auto pieces = pack::parse_template(text);
  if (!pieces) return fault ? refuse_with(fault, "import.bad-template", std::string(pieces.error().message)) : false;
  for (const pack::TextPiece& piece : *pieces) {
    if (piece.name.empty()) continue;
    if (!pack::known_format(piece.format)) {
      return refuse(fault, "import.bad-template", "import.expect-format", {{"format", piece.format}});
    }
    const auto& measures = library_->measures;
    if (std::any_of(measures.begin(), measures.end(), [&](const pack::Measure& m) { return m.id == piece.name; }))
      continue;
    std::vector<std::string> known = other_names(*library_);
    if (std::find(known.begin(), known.end(), piece.name) != known.end()) continue;
    if (!fault) return false;
    for (const pack::Measure& measure : measures) known.push_back(measure.id);
    const std::string near = nearest(piece.name, known);
    if (near.empty()) return refuse(fault, "import.bad-template", "import.expect-figure", {{"name", piece.name}});
    return refuse(fault, "import.bad-template", "import.expect-figure-near", {{"name", piece.name}, {"near", near}});
  }
  return true;
}

bool valid_unit_id(std::string_view text) {
  return !text.empty() && text.size() <= 64 && std::all_of(text.begin(), text.end(), [](char c) {
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
  });
}

std::optional<int> parse_year(std::string_view text) {
  std::int64_t value = 0;
  if (text.size() != 4 || parse_scaled(text, 0, value) != NumberFault::none) return std::nullopt;
  if (value < 1900 || value > 2199) return std::nullopt;
  return static_cast<int>(value);
}

}  // namespace jiheng::ledger
