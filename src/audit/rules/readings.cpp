#include "audit/rules/readings.h"

#include <algorithm>

#include "audit/language/breakdown.h"
#include "audit/language/vocabulary.h"
#include "audit/rules/figure_words.h"

namespace jiheng::audit {
namespace {

constexpr std::size_t most = 24;  // amounts on each side that are looked at

// The amounts of the paragraph around the figure, in order.
std::vector<std::size_t> amounts_around(const Context& context, std::size_t at) {
  const Analysis& analysis = context.analysis;
  const auto block = [&](std::size_t f) { return analysis.sentences[analysis.figures[f].sentence].block; };
  std::vector<std::size_t> amounts;
  std::size_t first = at, last = at;
  for (std::size_t looked = 0; first > 0 && looked < most && block(first - 1) == block(at); ++looked) --first;
  for (std::size_t looked = 0; last + 1 < analysis.figures.size() && looked < most && block(last + 1) == block(at);
       ++looked) {
    ++last;
  }
  for (std::size_t f = first; f <= last; ++f) {
    if (is_amount(analysis.figures[f])) amounts.push_back(f);
  }
  return amounts;
}

bool has_three_digits(const Context& context, const Figure& percent) {
  const std::u32string digits = digits_of(context.view(percent.number));
  return digits.size() >= 3 && percent.value != Decimal(100);
}

template <class Test>
bool any_pair(const Context& context, std::size_t percent, Test test) {
  const auto& figures = context.analysis.figures;
  if (!has_three_digits(context, figures[percent])) return false;
  const std::vector<std::size_t> amounts = amounts_around(context, percent);
  for (const std::size_t a : amounts) {
    for (const std::size_t b : amounts) {
      if (a == b || !same_unit(figures[a], figures[b])) continue;
      if (test(a, b)) return true;
    }
  }
  return false;
}

// Within what rounding allows, and as printed to the last digit: of 16万 and 16.8万 anything from 92% to 98% may be
// told, which is no reading of 95.8%.
bool gives(const Interval& part, const Decimal& printed_part, const Figure& whole, const Figure& percent) {
  const Interval base = interval_of(whole);
  if (base.low.sign() <= 0) return false;
  const auto verdict = test_percent(part, base, percent);
  const auto exact = divide(Ratio(printed_part) * Ratio(100), Ratio(whole.value));
  if (!verdict || *verdict != Verdict::holds || !exact) return false;
  const Ratio off = *exact - Ratio(percent.value), step = Ratio(percent.ulp);
  return off <= step && Ratio(0) - step <= off;
}

}  // namespace

bool paragraph_gives_share(const Context& context, std::size_t percent, std::optional<std::size_t> part_told) {
  const auto& figures = context.analysis.figures;
  return any_pair(context, percent, [&](std::size_t part, std::size_t whole) {
    return part != part_told &&
           gives(interval_of(figures[part]), figures[part].value, figures[whole], figures[percent]);
  });
}

bool paragraph_gives_growth(const Context& context, std::size_t percent, bool up) {
  const auto& figures = context.analysis.figures;
  // Only what is told of another time can have been the base.
  const auto is_base = [&](std::size_t f) {
    const Text before = context.view(figures[f].before);
    const bool earlier = f > 0 && figures[f - 1].kind == FigureKind::year && context.analysis.outline.year > 0 &&
                         figures[f - 1].value < Decimal(context.analysis.outline.year);
    return earlier || contains_any(before, {U"上年", U"去年", U"同期", U"年初", U"上一", U"比", U"较", U"由", U"从"});
  };
  return any_pair(context, percent, [&](std::size_t now, std::size_t then) {
    const Decimal step = up ? figures[now].value - figures[then].value : figures[then].value - figures[now].value;
    const Interval one = interval_of(figures[now]), two = interval_of(figures[then]);
    return is_base(then) && gives(up ? one - two : two - one, step, figures[then], figures[percent]);
  });
}

bool paragraph_gives_sum(const Context& context, std::size_t total, const std::vector<std::size_t>& parts) {
  const auto& figures = context.analysis.figures;
  const Decimal sum = added(context, parts);
  std::vector<std::size_t> amounts = amounts_around(context, parts.front());
  std::erase_if(amounts, [&](std::size_t f) { return !same_unit(figures[f], figures[total]); });
  // 三项合计…: said of these parts and no others.
  const bool added_up =
      contains_any(context.view(figures[total].before), {U"合计", U"共计", U"总计", U"相加", U"加总"});
  if (added_up) return false;
  // 服务费471.60万元中，付甲所186.20万元，付三家118.50万元、94.30万元和72.60万元: the total is a part beside them.
  const Decimal beside = sum + figures[total].value;
  for (const std::size_t f : amounts) {
    if (f < total && total < parts.front() && figures[f].value == beside) return true;
    const bool own = std::find(parts.begin(), parts.end(), f) != parts.end();
    if (!own && f < parts.back() && figures[f].value == sum) return true;  // behind them it is the total told again
  }
  for (std::size_t first = 0; first < amounts.size(); ++first) {
    Decimal run = 0;
    if (total < parts.front() && amounts[first] < total) continue;  // a total told before its parts
    // Some of the parts alone are no other reading, nor is another list of the same whole.
    bool others = false, own = false;
    for (std::size_t last = first; last < amounts.size() && amounts[last] != total; ++last) {
      run += figures[amounts[last]].value;
      const bool part = std::find(parts.begin(), parts.end(), amounts[last]) != parts.end();
      others = others || !part;
      own = own || part;
      if (last > first && others && own && run == figures[total].value) return true;
      if (run > figures[total].value) break;
    }
  }
  return false;
}

}  // namespace jiheng::audit
