#include "audit/rules/figure_words.h"

#include <algorithm>
#include <iterator>

#include "audit/language/vocabulary.h"

namespace jiheng::audit {

bool is_amount(const Figure& figure) {
  return figure.is_exact() && (figure.dimension == Dimension::count || figure.dimension == Dimension::money ||
                               figure.dimension == Dimension::area || figure.dimension == Dimension::days);
}

std::u32string_view label_of(const Context& context, const Figure& figure) {
  return context.view({figure.before.begin, figure.after.end});
}

std::string printed(const Context& context, const Figure& figure) {
  return context.quote(figure.span);
}

Evidence clause_of(const Context& context, const Figure& figure) {
  const reading::Span clause = context.analysis.clauses[figure.clause].span;
  return context.at({std::min(clause.begin, figure.span.begin), std::max(clause.end, figure.span.end)});
}

std::vector<std::string> printed_all(const Context& context, const std::vector<std::size_t>& figures) {
  std::vector<std::string> texts;
  for (const std::size_t f : figures) texts.push_back(printed(context, context.analysis.figures[f]));
  return texts;
}

std::vector<Evidence> clauses_of(const Context& context, const std::vector<std::size_t>& figures) {
  std::vector<Evidence> places;
  for (const std::size_t f : figures) {
    const Evidence place = clause_of(context, context.analysis.figures[f]);
    if (places.empty() || !(places.back().span == place.span)) places.push_back(place);
  }
  return places;
}

std::string joined(const std::vector<std::string>& texts, std::string_view separator) {
  std::string all;
  for (const std::string& text : texts) {
    if (!all.empty()) all += separator;
    all += text;
  }
  return all;
}

std::u32string digits_of(std::u32string_view number) {
  std::u32string digits;
  std::copy_if(number.begin(), number.end(), std::back_inserter(digits), is_digit);
  return digits;
}

std::u32string digits_of(const Decimal& value) {
  std::u32string digits;
  for (const char c : value.to_string()) {
    if (c != '.') digits.push_back(static_cast<char32_t>(c));
  }
  return digits;
}

bool digits_swapped(const std::u32string& a, const std::u32string& b) {
  if (a.size() != b.size()) return false;
  const auto at = static_cast<std::size_t>(std::mismatch(a.begin(), a.end(), b.begin()).first - a.begin());
  return at + 1 < a.size() && a[at] == b[at + 1] && a[at + 1] == b[at] && a.substr(at + 2) == b.substr(at + 2);
}

bool digits_changed(const std::u32string& a, const std::u32string& b) {
  constexpr std::size_t least_swapped = 3, least_changed = 4;
  if (a.size() < least_swapped || a.size() != b.size()) return false;
  if (digits_swapped(a, b)) return true;
  const auto [one, other] = std::mismatch(a.begin(), a.end(), b.begin());
  return a.size() >= least_changed && one != a.end() && std::equal(one + 1, a.end(), other + 1);
}

namespace {

struct Digits {
  std::u32string stated, computed;
};
Digits told_digits(const Decimal& stated, const Decimal& computed) {
  std::u32string a = digits_of(stated), b = digits_of(computed);
  while (a.size() > 1 && b.size() > 1 && a.back() == U'0' && b.back() == U'0') a.pop_back(), b.pop_back();
  return {std::move(a), std::move(b)};
}

}  // namespace

bool is_slip(const Decimal& stated, const Decimal& computed) {
  const auto [a, b] = told_digits(stated, computed);
  return digits_changed(a, b);
}

bool is_far_off(const Decimal& stated, const Decimal& computed, int percent) {
  const Decimal larger = std::max(stated, computed);
  if (magnitude(stated - computed) * Decimal(100) <= larger * Decimal(percent)) return false;
  const auto [a, b] = told_digits(stated, computed);
  // Another first digit alone is no slip of the pen: 16.67 and 36.67.
  if (a.size() == b.size() && a.size() > 2 && a[0] != b[0] && a.substr(1) == b.substr(1)) return true;
  return !digits_swapped(a, b) && !digits_changed(a, b);
}

Decimal added(const Context& context, const std::vector<std::size_t>& figures) {
  Decimal sum = 0;
  for (const std::size_t f : figures) sum += context.analysis.figures[f].value;
  return sum;
}

std::size_t told_in_unit_of(const Context& context, const Figure& figure, const Sentence& sentence) {
  const auto& figures = context.analysis.figures;
  std::size_t told = 0;
  for (std::size_t f = sentence.first_figure; f < sentence.last_figure; ++f) {
    told += figures[f].is_quantity() && same_unit(figures[f], figure);
  }
  return told;
}

bool stands_in_cell(const Context& context, const Figure& figure) {
  const std::size_t block = context.analysis.sentences[figure.sentence].block;
  return context.analysis.document.blocks[block].kind == reading::BlockKind::cell;
}

std::u32string_view near_sentence(const Context& context, const Figure& figure) {
  constexpr std::uint32_t longest = 300;
  const reading::Span sentence = context.analysis.sentences[figure.sentence].span;
  const std::uint32_t begin = std::max(sentence.begin, figure.span.begin - std::min(figure.span.begin, longest));
  return context.view({begin, std::min(sentence.end, figure.span.end + longest)});
}

int year_told(const Context& context, const Figure& figure) {
  const auto& figures = context.analysis.figures;
  const Sentence& sentence = context.analysis.sentences[figure.sentence];
  const auto at = static_cast<std::size_t>(&figure - figures.data());
  const auto value = [](const Figure& year) {
    int number = 0;
    for (const char c : year.value.to_string()) {
      if (c < '0' || c > '9') break;
      number = number * 10 + (c - '0');
    }
    return number;
  };
  for (std::size_t f = at; f-- > sentence.first_figure && figures[f].clause == figure.clause;) {
    if (figures[f].kind == FigureKind::year) return value(figures[f]);
  }
  constexpr std::uint32_t near = 3;  // 1.2023年，…; （一）2023年…
  constexpr std::size_t first_few = 3;
  for (std::size_t f = sentence.first_figure; f < std::min(at, sentence.first_figure + first_few); ++f) {
    if (figures[f].kind != FigureKind::year) continue;
    const Text before = context.view({sentence.span.begin, figures[f].span.begin});
    const bool leads = before.size() <= near || std::none_of(before.begin(), before.end(), is_han);
    return leads ? value(figures[f]) : 0;
  }
  return 0;
}

bool is_of_other_year(const Context& context, const Figure& figure) {
  const int told = year_told(context, figure), own = context.analysis.outline.year;
  return told != 0 && own != 0 && told != own;
}

reading::Span row_around(const Context& context, const Figure& figure) {
  const reading::Document& document = context.analysis.document;
  const int index = document.blocks[context.analysis.sentences[figure.sentence].block].table;
  if (index < 0) return {};
  const std::vector<reading::Cell>& cells = document.tables[static_cast<std::size_t>(index)].cells;
  const auto own = std::find_if(cells.begin(), cells.end(),
                                [&](const reading::Cell& cell) { return cell.span.contains(figure.span); });
  if (own == cells.end()) return {};
  const auto by_row = [](const reading::Cell& cell, int row) { return cell.row < row; };
  const auto first = std::lower_bound(cells.begin(), cells.end(), own->row, by_row);
  const auto last = std::lower_bound(first, cells.end(), own->row + 1, by_row);
  return {first->span.begin, (last - 1)->span.end};
}

}  // namespace jiheng::audit
