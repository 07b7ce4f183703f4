// What several rules say of figures: quotes, evidence, sums. Private to rules/. Thread-safety: pure functions.
#pragma once

#include <vector>

#include "audit/rules/interval.h"
#include "audit/rules/rule.h"

namespace jiheng::audit {

// What figures come to, and the interval their printing leaves it.
struct Sum {
  Ratio value;
  Interval interval{Ratio(0), Ratio(0)};
};

// An exact count, sum of money, area or number of days: what parts, wholes and growths are told of.
bool is_amount(const Figure& figure);
// The words before the figure, its number and unit, and the words behind.
std::u32string_view label_of(const Context& context, const Figure& figure);
// The figure as printed.
std::string printed(const Context& context, const Figure& figure);
// The clause around the figure: evidence that a person can read.
Evidence clause_of(const Context& context, const Figure& figure);
std::vector<std::string> printed_all(const Context& context, const std::vector<std::size_t>& figures);
std::vector<Evidence> clauses_of(const Context& context, const std::vector<std::size_t>& figures);
// 100万元 + 20万元
std::string joined(const std::vector<std::string>& texts, std::string_view separator);

// The digits of a number as printed, without point and commas.
std::u32string digits_of(std::u32string_view number);
// The same of a computed one, its sign kept.
std::u32string digits_of(const Decimal& value);
// The same digits but for two neighbours swapped.
bool digits_swapped(const std::u32string& a, const std::u32string& b);
// Of three or more: two neighbours swapped or (of four or more) one changed.
bool digits_changed(const std::u32string& a, const std::u32string& b);
// The same of the digits printed, without the zeros both end in: 1.12亿 has three.
bool is_slip(const Decimal& stated, const Decimal& computed);
// Further off than `percent` of the larger, and not by digits changed. What is told wrong is mostly a slip of the pen,
// a figure left from before or a row changed later, and so near what is right; a number far from what others come to
// was mostly told of other things.
bool is_far_off(const Decimal& stated, const Decimal& computed, int percent);
// What the values come to.
Decimal added(const Context& context, const std::vector<std::size_t>& figures);
// How many quantities of a figure's unit a sentence tells.
std::size_t told_in_unit_of(const Context& context, const Figure& figure, const Sentence& sentence);
bool stands_in_cell(const Context& context, const Figure& figure);
// The sentence around the figure, of a long one only what is near.
std::u32string_view near_sentence(const Context& context, const Figure& figure);
// The year a figure is told of: the one before it in its clause, or the one its sentence begins with; 0: none is told.
int year_told(const Context& context, const Figure& figure);
// Whether that is another year than the document's.
bool is_of_other_year(const Context& context, const Figure& figure);
// The row of the table the figure stands in; empty: it stands in none.
reading::Span row_around(const Context& context, const Figure& figure);

}  // namespace jiheng::audit
