// Sums of an indicator table: item scores against subtotals, groups and the total; weights against stated full marks.
//
// Private to rules/. Marks are exact as printed; only sums of marks printed to two decimals or more may differ by their
// roundings (sum.envelope). Where rows may be read in more than one way (with or without subtotals, with or without the
// row of funds above), nothing is reported unless no reading holds. Thread-safety: pure functions.
#pragma once

#include "audit/rules/indicator_rows.h"

namespace jiheng::audit {

// Finds the groups of the table, sets IndicatorRow::kind and ::group, and reports what does not add up.
void check_totals(const Context& context, IndicatorTable& table, const FundsScore& funds, Report& report);

}  // namespace jiheng::audit
