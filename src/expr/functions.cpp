#include "expr/functions.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "base/text.h"
#include "expr/sql_builder.h"

namespace jiheng::expr {
namespace {

// ---- evaluation -------------------------------------------------------------------------------------------------

constexpr std::int64_t first_day = -25567, last_day = 84005;  // 1900-01-01 … 2199-12-31, base/date.h

Value overflow(Run& run) {
  return run.fail(make_error("expression.overflow"));
}

Value date_value(std::int64_t days, Run& run) {
  if (days < first_day || days > last_day) return overflow(run);
  return Value::of(Date::from_days(static_cast<std::int32_t>(days)));
}

// A whole number within ±limit. A symbol typed as whole may still hold a fraction when its owner broke its promise.
std::optional<int> whole(const Ratio& number, int limit, Run& run) {
  if (number.numerator() % number.denominator() != 0) {
    run.fail(make_error("expression.not-whole", {{"value", number.to_string()}}));
    return std::nullopt;
  }
  const int128 value = number.numerator() / number.denominator();
  if (value < -limit || value > limit) {
    overflow(run);
    return std::nullopt;
  }
  return static_cast<int>(value);
}

constexpr int most_days = last_day - first_day;

Value boolean(bool b) {
  return Value::of(b);
}
Value number(const Ratio& r) {
  return Value::of(r);
}
Value whole_value(std::int64_t n) {
  return Value::of(Ratio(n));
}

// Amounts: numbers or moneys, both of one kind (the typing saw to it).
std::strong_ordering compare(const Value& a, const Value& b) {
  return a.kind() == Value::Kind::money ? a.money() <=> b.money() : a.number() <=> b.number();
}
int sign(const Value& a) {
  if (a.kind() == Value::Kind::number) return a.number().sign();
  return a.money().fen() < 0 ? -1 : a.money().fen() > 0 ? 1 : 0;
}
Value quotient(const Value& a, const Value& b) {  // b is not 0
  return Value::of(a.kind() == Value::Kind::money ? *divide(a.money(), b.money()) : *divide(a.number(), b.number()));
}

Value minimum(Arguments a, Run&) {
  const Value* best = a[0];
  for (const Value* v : a.subspan(1)) best = compare(*v, *best) < 0 ? v : best;
  return *best;
}
Value maximum(Arguments a, Run&) {
  const Value* best = a[0];
  for (const Value* v : a.subspan(1)) best = compare(*v, *best) > 0 ? v : best;
  return *best;
}
Value absolute(Arguments a, Run&) {
  if (sign(*a[0]) >= 0) return *a[0];
  return a[0]->kind() == Value::Kind::money ? Value::of(-a[0]->money()) : Value::of(-a[0]->number());
}
Value clamped(Arguments a, Run&) {
  const Value* raised = compare(*a[0], *a[1]) < 0 ? a[1] : a[0];
  return compare(*raised, *a[2]) > 0 ? *a[2] : *raised;
}
Value rounded(const Value& x, const Value& digits, Rounding rounding) {
  return Value::of(Ratio(x.number().rounded(static_cast<int>(digits.number().numerator()), rounding)));
}

// domain.md §2.2, the scoring of quantitative goals; each without its weight, in [0, 1].
Value attain_at_least(Arguments a, Run&) {
  const Value &target = *a[0], &actual = *a[1];
  if (compare(actual, target) >= 0) return number(1);
  if (sign(target) <= 0 || sign(actual) <= 0) return number(0);
  return quotient(actual, target);
}
Value attain_equal(Arguments a, Run& run) {
  const Value &target = *a[0], &actual = *a[1];
  if (sign(target) > 0) return attain_at_least(a, run);
  if (sign(target) == 0) return number(sign(actual) <= 0 ? 1 : 0);
  return number(compare(actual, target) == 0 ? 1 : 0);
}
Value attain_at_most(Arguments a, Run&) {
  const Value &target = *a[0], &actual = *a[1];
  if (compare(actual, target) <= 0) return number(1);
  if (sign(target) <= 0) return number(0);
  const Ratio linear = Ratio(2) - quotient(actual, target).number();  // 1 − (a − t)/t
  return number(linear.sign() < 0 ? Ratio(0) : linear);
}
Value attain_at_most_inverse(Arguments a, Run&) {
  const Value &target = *a[0], &actual = *a[1];
  if (compare(actual, target) <= 0) return number(1);
  if (sign(target) <= 0) return number(0);
  return quotient(target, actual);
}

Value bands_at_most(Arguments a, Run&) {
  for (std::size_t i = 1; i + 1 < a.size(); i += 2) {
    if (compare(*a[0], *a[i]) <= 0) return *a[i + 1];
  }
  return *a.back();
}
Value bands_at_least(Arguments a, Run&) {
  for (std::size_t i = 1; i + 1 < a.size(); i += 2) {
    if (compare(*a[0], *a[i]) >= 0) return *a[i + 1];
  }
  return *a.back();
}

Value add_months(Arguments a, Run& run) {
  const std::optional<int> months = whole(a[1]->number(), 3600, run);
  return months ? date_value(a[0]->date().plus_months(*months).days(), run) : Value();
}
Value workdays_between(Arguments a, Run& run) {
  if (!run.context.calendar) return run.fail(make_error("calendar.none"));
  const Result<int> days = run.context.calendar->count_workdays(a[0]->date(), a[1]->date());
  return days ? whole_value(*days) : run.fail(days.error());
}
Value add_workdays(Arguments a, Run& run) {
  if (!run.context.calendar) return run.fail(make_error("calendar.none"));
  const std::optional<int> n = whole(a[1]->number(), most_days, run);
  if (!n) return {};
  const Result<Date> day = run.context.calendar->add_workdays(a[0]->date(), *n);
  return day ? Value::of(*day) : run.fail(day.error());
}

Value coalesce(Arguments a, Run&) {
  for (const Value* v : a) {
    if (!v->is_null() && !v->is_no_base()) return *v;
  }
  return *a.back();
}

// ---- SQL --------------------------------------------------------------------------------------------------------

using Terms = std::span<const SqlTerm>;

SqlTerm sql_extreme(SqlBuilder& b, Terms a, bool smallest) {
  SqlTerm best = a[0];
  for (const SqlTerm& term : a.subspan(1)) best = smallest ? b.smaller(best, term) : b.larger(best, term);
  return b.strict(a, std::move(best));
}
SqlTerm sql_clamp(SqlBuilder& b, Terms a) {
  return b.strict(a, b.smaller(b.larger(a[0], a[1]), a[2]));
}
// The digits are a literal (signature L), so they are read back from its text.
SqlTerm sql_round(SqlBuilder& b, Terms a, Rounding rounding) {
  const int digits = static_cast<int>(a[1].most);
  return b.strict(a.first(1), b.round(a[0], digits, rounding));
}

SqlTerm sql_zero_like(SqlBuilder& b, const SqlTerm& like) {
  return like.type == Type::money ? b.whole(b.number(0).text, 0, Type::money) : b.number(0);
}
SqlTerm sql_at_least(SqlBuilder& b, Terms a) {
  const SqlTerm &target = a[0], &actual = a[1], zero = sql_zero_like(b, target);
  const std::string none =
      "(" + b.compare("<=", target, zero, false) + " OR " + b.compare("<=", actual, zero, false) + ")";
  return b.choose(b.compare(">=", actual, target, false), b.number(1),
                  b.choose(none, b.number(0), b.divide(actual, target)));
}
SqlTerm sql_equal(SqlBuilder& b, Terms a) {
  const SqlTerm &target = a[0], &actual = a[1], zero = sql_zero_like(b, target);
  const SqlTerm at_zero = b.choose(b.compare("<=", actual, zero, false), b.number(1), b.number(0));
  const SqlTerm below = b.choose(b.compare("=", actual, target, false), b.number(1), b.number(0));
  return b.choose(b.compare(">", target, zero, false), sql_at_least(b, a),
                  b.choose(b.compare("=", target, zero, false), at_zero, below));
}
SqlTerm sql_at_most(SqlBuilder& b, Terms a) {
  const SqlTerm &target = a[0], &actual = a[1], zero = sql_zero_like(b, target);
  const SqlTerm twice = b.add(target, target);
  const std::string none =
      "(" + b.compare("<=", target, zero, false) + " OR " + b.compare(">=", actual, twice, false) + ")";
  return b.choose(b.compare("<=", actual, target, false), b.number(1),
                  b.choose(none, b.number(0), b.divide(b.add(twice, actual, true), target)));
}
SqlTerm sql_at_most_inverse(SqlBuilder& b, Terms a) {
  const SqlTerm &target = a[0], &actual = a[1], zero = sql_zero_like(b, target);
  return b.choose(b.compare("<=", actual, target, false), b.number(1),
                  b.choose(b.compare("<=", target, zero, false), b.number(0), b.divide(target, actual)));
}
SqlTerm sql_bands(SqlBuilder& b, Terms a, std::string_view sign) {
  SqlTerm out = a.back();
  for (std::size_t i = a.size() - 3; i >= 1 && i < a.size(); i -= 2) {
    out = b.choose(b.compare(sign, a[0], a[i], false), a[i + 1], std::move(out));
  }
  return b.strict(a, std::move(out));
}

constexpr Bound calendar_days = 700000;  // days within which both databases' own dates agree with ours

SqlTerm sql_date_part(SqlBuilder& b, const SqlTerm& date, std::string_view part, std::string_view format) {
  b.limit(date, calendar_days);
  if (b.postgresql()) return b.whole(fmt::format("extract({} FROM {})::numeric", part, b.date_of(date)), 9999);
  return b.whole(fmt::format("CAST(strftime('{}', {}) AS INTEGER)", format, b.date_of(date)), 9999);
}
SqlTerm sql_add_months(SqlBuilder& b, Terms a) {
  b.limit(a[0], calendar_days);
  b.limit(a[1], 9999);
  b.need_base(a[1]);
  const std::string date = b.date_of(a[0]), &n = a[1].text;
  if (b.postgresql()) {
    return b.whole(
        fmt::format("(({} + make_interval(months => ({})::integer))::date - DATE '1970-01-01')::numeric", date, n),
        calendar_days * 2, Type::date);
  }
  // SQLite carries 31 January + 1 month over to March, so: the same day counted from the first of that month, but not
  // beyond the day before the first of the next.
  const auto first = [&](std::string_view months) {
    return fmt::format("CAST(strftime('%s', {}, 'start of month', {} || ' months') AS INTEGER) / 86400", date, months);
  };
  return b.whole(fmt::format("min({} + CAST(strftime('%d', {}) AS INTEGER) - 1, {} - 1)", first(n), date,
                             first(fmt::format("({} + 1)", n))),
                 calendar_days * 2, Type::date);
}

// Days or minutes from a[0] to a[1].
SqlTerm sql_difference(SqlBuilder& b, Terms a) {
  SqlTerm difference = b.add(a[1], a[0], true);
  difference.type = Type::number;
  return difference;
}
// A moment is never before 1970, so the division towards zero is the floor.
SqlTerm sql_date_of_moment(SqlBuilder& b, Terms a) {
  const SqlTerm day = b.number(Moment::minutes_per_day);
  return b.whole(fmt::format(fmt::runtime(b.postgresql() ? "div({}, {})" : "({} / {})"), a[0].text, day.text),
                 a[0].most / Moment::minutes_per_day, Type::date);
}

SqlTerm sql_has_base(SqlBuilder& b, Terms a) {
  const std::string has = a[0].denominator.empty() ? "1 = 1" : fmt::format("{} <> 0", a[0].denominator);
  return b.boolean(fmt::format("(CASE WHEN {} IS NOT NULL THEN {} END)", a[0].text, has));
}
SqlTerm sql_contains(SqlBuilder& b, Terms a) {
  return b.boolean(fmt::format("({}({}, {}) > 0)", b.postgresql() ? "strpos" : "instr", a[0].text, a[1].text));
}
SqlTerm sql_starts(SqlBuilder& b, Terms a) {
  return b.boolean(fmt::format("(substr({0}, 1, length({1})){2} = {1})", a[0].text, a[1].text, b.text_collation()));
}
SqlTerm sql_ends(SqlBuilder& b, Terms a) {
  return b.boolean(fmt::format(
      "(CASE WHEN length({0}) < length({1}) THEN 1 = 0 ELSE substr({0}, length({0}) - length({1}) + 1){2} = {1} END)",
      a[0].text, a[1].text, b.text_collation()));
}
SqlTerm sql_unit(SqlTerm money, int scale) {
  money.type = Type::number;
  money.scale = scale;
  return money;
}

// ---- Excel and words --------------------------------------------------------------------------------------------

using Phrases = std::span<const Phrase>;

std::string at(const Phrase& phrase, int wanted, std::string_view open = "(", std::string_view close = ")") {
  return phrase.level >= wanted ? phrase.text : fmt::format("{}{}{}", open, phrase.text, close);
}

Phrase excel_call(std::string_view name, Phrases a) {
  std::string text(name);
  for (std::size_t i = 0; i < a.size(); ++i) text += (i == 0 ? "(" : ",") + a[i].text;
  return {text + ")", level::atom};
}
Phrase excel_extreme(std::string_view name, Phrases a) {
  std::string text(name);
  for (std::size_t i = 0; i < a.size(); ++i) text += (i == 0 ? "(" : ",") + excel_number(a[i]);
  return {text + ")", level::atom};
}
Phrase excel_at_least(Phrases a) {
  const std::string t = excel_number(a[0]), x = excel_number(a[1]);
  return {
      fmt::format("IF({1}>={0},1,IF({0}<=0,0,MAX(0,{2}/{3})))", t, x, at(a[1], level::product), at(a[0], level::unary)),
      level::atom};
}
Phrase excel_bands(Phrases a, std::string_view sign) {
  std::string text, close;
  for (std::size_t i = 1; i + 1 < a.size(); i += 2) {
    text += fmt::format("IF({}{}{},{},", excel_number(a[0]), sign, excel_number(a[i]), excel_number(a[i + 1]));
    close += ")";
  }
  return {text + excel_number(a.back()) + close, level::atom};
}

std::string zh(const Phrase& phrase, int wanted) {
  return at(phrase, wanted, "（", "）");
}
std::string list(Phrases a) {
  std::string out;
  for (const Phrase& p : a) out += (out.empty() ? "" : "、") + zh(p, level::sum);
  return out;
}
Phrase words_extreme(Phrases a, std::string_view of_two, std::string_view of_more) {
  if (a.size() > 2) return {list(a) + " 中" + std::string(of_more), level::sum};
  return {fmt::format("{} 与 {} 中{}", zh(a[0], level::sum), zh(a[1], level::sum), of_two), level::sum};
}
Phrase words_round(Phrases a, std::string_view whole, std::string_view decimals) {
  const std::string how = a[1].text == "0" ? std::string(whole) : fmt::format(fmt::runtime(decimals), a[1].text);
  return {fmt::format("{} {}", zh(a[0], level::product), how), level::sum};
}
Phrase words_attain(Phrases a, std::string_view rule) {
  return {fmt::format("完成率（目标值 {}，实际值 {}，{}）", a[0].text, a[1].text, rule), level::atom};
}
Phrase words_bands(Phrases a, std::string_view sign) {
  std::string out = a[0].text + " 分档取值（";
  for (std::size_t i = 1; i + 1 < a.size(); i += 2) {
    out += fmt::format("{} {} 的为 {}，", sign, zh(a[i], level::sum), zh(a[i + 1], level::sum));
  }
  return {out + "其余为 " + zh(a.back(), level::sum) + "）", level::atom};
}
template <class... Parts>
Phrase sum_phrase(fmt::format_string<Parts...> format, Parts&&... parts) {
  return {fmt::format(format, std::forward<Parts>(parts)...), level::sum};
}
template <class... Parts>
Phrase relation_phrase(fmt::format_string<Parts...> format, Parts&&... parts) {
  return {fmt::format(format, std::forward<Parts>(parts)...), level::relation};
}

// ---- the table --------------------------------------------------------------------------------------------------

using R = Run;
using B = SqlBuilder;

const Function table[] = {
    {.name = "abs",
     .signature = "A:A",
     .evaluate = absolute,
     .sql = [](B& b, Terms a) { return b.absolute(a[0]); },
     .excel = [](Phrases a) { return excel_call("ABS", a); },
     .words = [](Phrases a) { return sum_phrase("{} 的绝对值", zh(a[0], level::sum)); }},
    {.name = "add_days",
     .signature = "DI:D",
     .evaluate = [](Arguments a, R& run) { return date_plus(a[0]->date(), a[1]->number(), run); },
     .sql = [](B& b, Terms a) { return b.add(a[0], a[1]); },
     .excel =
         [](Phrases a) {
           return Phrase{at(a[0], level::sum) + "+" + at(a[1], level::product), level::sum};
         },
     .words = [](Phrases a) { return sum_phrase("{} 后 {} 日", zh(a[0], level::sum), zh(a[1], level::sum)); }},
    {.name = "add_months",
     .signature = "DI:D",
     .evaluate = add_months,
     .sql = sql_add_months,
     .excel = [](Phrases a) { return excel_call("EDATE", a); },
     .words = [](Phrases a) { return sum_phrase("{} 后 {} 个月", zh(a[0], level::sum), zh(a[1], level::sum)); }},
    {.name = "add_workdays",
     .signature = "DI:D",
     .evaluate = add_workdays,
     .words = [](Phrases a) { return sum_phrase("{} 后 {} 个工作日", zh(a[0], level::sum), zh(a[1], level::sum)); }},
    {.name = "attain_at_least",
     .signature = "AA:N",
     .evaluate = attain_at_least,
     .sql = [](B& b, Terms a) { return b.strict(a, sql_at_least(b, a)); },
     .excel = excel_at_least,
     .words = [](Phrases a) { return words_attain(a, "达到目标为1，未达到按实际值÷目标值"); }},
    {.name = "attain_at_most",
     .signature = "AA:N",
     .evaluate = attain_at_most,
     .sql = [](B& b, Terms a) { return b.strict(a, sql_at_most(b, a)); },
     .excel =
         [](Phrases a) {
           const std::string t = excel_number(a[0]), x = excel_number(a[1]);
           return Phrase{fmt::format("IF({1}<={0},1,IF({0}<=0,0,MAX(0,2-{2}/{3})))", t, x, at(a[1], level::product),
                                     at(a[0], level::unary)),
                         level::atom};
         },
     .words = [](Phrases a) { return words_attain(a, "不超过目标为1，超过按1－超出值÷目标值，达到目标值两倍为0"); }},
    {.name = "attain_at_most_inverse",
     .signature = "AA:N",
     .evaluate = attain_at_most_inverse,
     .sql = [](B& b, Terms a) { return b.strict(a, sql_at_most_inverse(b, a)); },
     .excel =
         [](Phrases a) {
           const std::string t = excel_number(a[0]), x = excel_number(a[1]);
           return Phrase{fmt::format("IF({1}<={0},1,IF({0}<=0,0,{2}/{3}))", t, x, at(a[0], level::product),
                                     at(a[1], level::unary)),
                         level::atom};
         },
     .words = [](Phrases a) { return words_attain(a, "不超过目标为1，超过按目标值÷实际值"); }},
    {.name = "attain_equal",
     .signature = "AA:N",
     .evaluate = attain_equal,
     .sql = [](B& b, Terms a) { return b.strict(a, sql_equal(b, a)); },
     .excel =
         [](Phrases a) {
           const std::string t = excel_number(a[0]), x = excel_number(a[1]);
           return Phrase{
               fmt::format("IF({0}>0,{2},IF({0}=0,IF({1}<=0,1,0),IF({1}={0},1,0)))", t, x, excel_at_least(a).text),
               level::atom};
         },
     .words = [](Phrases a) { return words_attain(a, "等于目标为1，不足按实际值÷目标值"); }},
    {.name = "bands_at_least",
     .signature = "A[AN]N:N",
     .evaluate = bands_at_least,
     .sql = [](B& b, Terms a) { return sql_bands(b, a, ">="); },
     .excel = [](Phrases a) { return excel_bands(a, ">="); },
     .words = [](Phrases a) { return words_bands(a, "≥"); }},
    {.name = "bands_at_most",
     .signature = "A[AN]N:N",
     .evaluate = bands_at_most,
     .sql = [](B& b, Terms a) { return sql_bands(b, a, "<="); },
     .excel = [](Phrases a) { return excel_bands(a, "<="); },
     .words = [](Phrases a) { return words_bands(a, "≤"); }},
    {.name = "clamp",
     .signature = "AAA:A",
     .evaluate = clamped,
     .sql = sql_clamp,
     .excel =
         [](Phrases a) {
           return Phrase{fmt::format("MIN(MAX({},{}),{})", excel_number(a[0]), excel_number(a[1]), excel_number(a[2])),
                         level::atom};
         },
     .words =
         [](Phrases a) {
           return sum_phrase("{}（最低为 {}，最高为 {}）", zh(a[0], level::product), zh(a[1], level::sum),
                             zh(a[2], level::sum));
         }},
    {.name = "coalesce",
     .signature = "X[X]:X",
     .strict = false,
     .evaluate = coalesce,
     .sql = [](B& b, Terms a) { return b.coalesce(a); },
     .excel =
         [](Phrases a) {
           std::string text, close;
           for (const Phrase& p : a.first(a.size() - 1)) {
             text += fmt::format("IF(ISNUMBER({0}),{0},", p.text);
             close += ")";
           }
           return Phrase{text + excel_number(a.back()) + close, level::atom};
         },
     .words =
         [](Phrases a) {
           return sum_phrase("{}（无数据或基数为0时取 {}）", zh(a[0], level::product), list(a.subspan(1)));
         }},
    {.name = "contains",
     .signature = "TT:B",
     .method = true,
     .evaluate = [](Arguments a, R&) { return boolean(a[0]->text().find(a[1]->text()) != std::string_view::npos); },
     .sql = sql_contains,
     .excel =
         [](Phrases a) {
           return Phrase{fmt::format("ISNUMBER(FIND({},{}))", a[1].text, a[0].text), level::atom};
         },
     .words = [](Phrases a) { return relation_phrase("{} 含 {}", zh(a[0], level::sum), zh(a[1], level::sum)); }},
    {.name = "date",
     .signature = "O:D",
     .evaluate = [](Arguments a, R&) { return Value::of(a[0]->moment().date()); },
     .sql = sql_date_of_moment,
     .excel = [](Phrases a) { return excel_call("INT", a); },
     .words = [](Phrases a) { return sum_phrase("{} 的日期", zh(a[0], level::sum)); }},
    {.name = "day",
     .signature = "D:i",
     .evaluate = [](Arguments a, R&) { return whole_value(a[0]->date().day()); },
     .sql = [](B& b, Terms a) { return sql_date_part(b, a[0], "day", "%d"); },
     .excel = [](Phrases a) { return excel_call("DAY", a); },
     .words = [](Phrases a) { return sum_phrase("{} 的日", zh(a[0], level::sum)); }},
    {.name = "days_between",
     .signature = "DD:i",
     .evaluate = [](Arguments a, R&) { return whole_value(a[1]->date() - a[0]->date()); },
     .sql = sql_difference,
     .excel =
         [](Phrases a) {
           return Phrase{at(a[1], level::sum) + "-" + at(a[0], level::product), level::sum};
         },
     .words = [](Phrases a) { return sum_phrase("自 {} 至 {} 的天数", zh(a[0], level::sum), zh(a[1], level::sum)); }},
    {.name = "endsWith",
     .signature = "TT:B",
     .method = true,
     .evaluate = [](Arguments a, R&) { return boolean(a[0]->text().ends_with(a[1]->text())); },
     .sql = sql_ends,
     .excel =
         [](Phrases a) {
           return Phrase{fmt::format("EXACT(RIGHT({0},LEN({1})),{1})", a[0].text, a[1].text), level::atom};
         },
     .words = [](Phrases a) { return relation_phrase("{} 以 {} 结尾", zh(a[0], level::sum), zh(a[1], level::sum)); }},
    {.name = "has_base",
     .signature = "A:B",
     .strict = false,
     .evaluate = [](Arguments a, R&) { return a[0]->is_null() ? Value() : boolean(!a[0]->is_no_base()); },
     .sql = sql_has_base,
     .excel = [](Phrases a) { return excel_call("ISNUMBER", a); },
     .words = [](Phrases a) { return relation_phrase("{} 基数不为0", zh(a[0], level::sum)); }},
    {.name = "is_null",
     .signature = "X:B",
     .strict = false,
     .evaluate = [](Arguments a, R&) { return boolean(a[0]->is_null()); },
     .sql = [](B& b, Terms a) { return b.boolean("(" + a[0].text + " IS NULL)"); },
     .words = [](Phrases a) { return relation_phrase("{} 无数据", zh(a[0], level::sum)); }},
    {.name = "max",
     .signature = "A[A]:A",
     .evaluate = maximum,
     .sql = [](B& b, Terms a) { return sql_extreme(b, a, false); },
     .excel = [](Phrases a) { return excel_extreme("MAX", a); },
     .words = [](Phrases a) { return words_extreme(a, "较大者", "最大者"); }},
    {.name = "min",
     .signature = "A[A]:A",
     .evaluate = minimum,
     .sql = [](B& b, Terms a) { return sql_extreme(b, a, true); },
     .excel = [](Phrases a) { return excel_extreme("MIN", a); },
     .words = [](Phrases a) { return words_extreme(a, "较小者", "最小者"); }},
    {.name = "minutes_between",
     .signature = "OO:i",
     .evaluate = [](Arguments a, R&) { return whole_value(a[1]->moment() - a[0]->moment()); },
     .sql = sql_difference,
     .excel =
         [](Phrases a) {
           return Phrase{excel_minutes(a[1]) + "-" + excel_minutes(a[0]), level::sum};
         },
     .words = [](Phrases a) { return sum_phrase("自 {} 至 {} 的分钟数", zh(a[0], level::sum), zh(a[1], level::sum)); }},
    {.name = "month",
     .signature = "D:i",
     .evaluate = [](Arguments a, R&) { return whole_value(a[0]->date().month()); },
     .sql = [](B& b, Terms a) { return sql_date_part(b, a[0], "month", "%m"); },
     .excel = [](Phrases a) { return excel_call("MONTH", a); },
     .words = [](Phrases a) { return sum_phrase("{} 的月份", zh(a[0], level::sum)); }},
    {.name = "round",
     .signature = "NL:N",
     .evaluate = [](Arguments a, R&) { return rounded(*a[0], *a[1], Rounding::half_up); },
     .sql = [](B& b, Terms a) { return sql_round(b, a, Rounding::half_up); },
     .excel = [](Phrases a) { return excel_call("ROUND", a); },
     .words = [](Phrases a) { return words_round(a, "四舍五入到整数", "四舍五入到 {} 位小数"); }},
    {.name = "size",
     .signature = "T:i",
     .evaluate = [](Arguments a,
                    R&) { return whole_value(static_cast<std::int64_t>(count_code_points(a[0]->text()))); },
     .sql =
         [](B& b, Terms a) {
           return b.whole(fmt::format(fmt::runtime(b.postgresql() ? "length({})::numeric" : "length({})"), a[0].text),
                          2'000'000'000);
         },
     .words = [](Phrases a) { return sum_phrase("{} 的字数", zh(a[0], level::sum)); }},
    {.name = "startsWith",
     .signature = "TT:B",
     .method = true,
     .evaluate = [](Arguments a, R&) { return boolean(a[0]->text().starts_with(a[1]->text())); },
     .sql = sql_starts,
     .excel =
         [](Phrases a) {
           return Phrase{fmt::format("EXACT(LEFT({0},LEN({1})),{1})", a[0].text, a[1].text), level::atom};
         },
     .words = [](Phrases a) { return relation_phrase("{} 以 {} 开头", zh(a[0], level::sum), zh(a[1], level::sum)); }},
    {.name = "truncate",
     .signature = "NL:N",
     .evaluate = [](Arguments a, R&) { return rounded(*a[0], *a[1], Rounding::truncate); },
     .sql = [](B& b, Terms a) { return sql_round(b, a, Rounding::truncate); },
     .excel = [](Phrases a) { return excel_call("TRUNC", a); },
     .words = [](Phrases a) { return words_round(a, "舍去小数", "截取 {} 位小数"); }},
    {.name = "wan_of",
     .signature = "M:N",
     .evaluate = [](Arguments a, R&) { return number(Ratio::from_parts(a[0]->money().fen(), 1'000'000)); },
     .sql = [](B&, Terms a) { return sql_unit(a[0], 6); },
     .excel =
         [](Phrases a) {
           return Phrase{at(a[0], level::product) + "/10000", level::product};
         },
     .words = [](Phrases a) { return sum_phrase("{}（万元数）", zh(a[0], level::product)); }},
    {.name = "workdays_between",
     .signature = "DD:i",
     .evaluate = workdays_between,
     .words =
         [](Phrases a) {
           return sum_phrase("自 {} 次日至 {} 的工作日数", zh(a[0], level::sum), zh(a[1], level::sum));
         }},
    {.name = "year",
     .signature = "D:i",
     .evaluate = [](Arguments a, R&) { return whole_value(a[0]->date().year()); },
     .sql = [](B& b, Terms a) { return sql_date_part(b, a[0], "year", "%Y"); },
     .excel = [](Phrases a) { return excel_call("YEAR", a); },
     .words = [](Phrases a) { return sum_phrase("{} 的年份", zh(a[0], level::sum)); }},
    {.name = "yuan_of",
     .signature = "M:N",
     .evaluate = [](Arguments a, R&) { return number(Ratio::from_parts(a[0]->money().fen(), 100)); },
     .sql = [](B&, Terms a) { return sql_unit(a[0], 2); },
     .excel = [](Phrases a) { return a[0]; },
     .words = [](Phrases a) { return sum_phrase("{}（元数）", zh(a[0], level::product)); }},
};

}  // namespace

std::string excel_number(const Phrase& p) {
  const bool bare_cell =
      p.level == level::atom && p.text.back() != ')' && p.text.find_first_not_of("0123456789.") != p.text.npos;
  return bare_cell ? p.text + "+0" : at(p, level::sum);
}

std::string excel_minutes(const Phrase& p) {
  return fmt::format("ROUND({}*1440,0)", at(p, level::product));
}

std::span<const Function> functions() {
  return table;
}

const Function* find_function(std::string_view name) {
  const Function* found = std::lower_bound(std::begin(table), std::end(table), name,
                                           [](const Function& f, std::string_view n) { return f.name < n; });
  return found != std::end(table) && found->name == name ? found : nullptr;
}

Value date_plus(Date date, const Ratio& days, Run& run) {
  const std::optional<int> n = whole(days, most_days, run);
  return n ? date_value(std::int64_t{date.days()} + *n, run) : Value();
}

}  // namespace jiheng::expr
