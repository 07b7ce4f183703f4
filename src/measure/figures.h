// Figures: the values of every measure for one unit and year, always agreeing with the rows.
//
// Reading brings stored figures up to date first: what is marked dirty, or was computed under other definitions, is
// recomputed from the rows in the same transaction that clears the mark; nothing is ever patched. Where a measure's
// condition and sum have exact SQL the database counts; otherwise the rows are evaluated one by one. Both are exact.
// A null in what is summed, counted distinct or compared is skipped; a *no base* in it makes the figure *no base*. A
// sum or count over nothing is 0, a minimum or maximum over nothing is no data. Two readers at once both end with right
// figures: who finds work takes the write lock and looks again. Errors: measure.overflow, calendar.* (a working-day
// function outside the published years), store.*. Thread-safety: as the Database; a Figures is a value, safe to share
// once read.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "expr/value.h"
#include "ledger/records.h"
#include "pack/model.h"
#include "store/database.h"

namespace jiheng::measure {

class Figures {
 public:
  // Brings the figures of (unit, year) up to date and reads them.
  static Result<Figures> read(store::Database& database, const pack::Library& library, std::string_view unit_id,
                              int year);
  const std::string& unit_id() const { return unit_id_; }
  int year() const { return year_; }
  // By index in Library::measures (and slot of Library::measure_scope). Numbers, money, dates, moments, null or no
  // base.
  std::span<const expr::Value> values() const { return values_; }
  const expr::Value& operator[](std::size_t measure) const { return values_[measure]; }
  // How many measures this read had to recompute (0 when nothing was dirty).
  int recomputed() const { return recomputed_; }

 private:
  std::string unit_id_;
  int year_ = 0;
  std::vector<expr::Value> values_;
  int recomputed_ = 0;
};

// A figure as people read it: rounded half up to the measure's decimals, thousands separators, with its unit
// ("2,508.64万元", "98.06%", "6,322件"); no base "--%（基数为0，不可比）" (for a rate; "--（基数为0，不可比）"
// otherwise); no data "——".
std::string display(const pack::Measure& measure, const expr::Value& value);
std::string display_number(const pack::Measure& measure, const expr::Value& value);  // without the unit
// The exact value as a decimal string in the measure's own unit, for JSON: money in the measure's unit, a rate as it is
// shown (98.06), rounded half up to the measure's decimals; "no-base" and null are the caller's business.
std::string decimal_text(const pack::Measure& measure, const expr::Value& value);
// How it is computed, in words: "支付台账 支付金额 合计", "全年支出 ÷ 全年预算".
std::string formula_in_words(const pack::Library& library, const pack::Measure& measure);

// One row behind a figure.
struct EvidenceRow {
  const pack::Register* definition;
  ledger::Record record;
  expr::Value contribution;  // of a sum or distinct count: this row's value; of a count: number 1
};
// The rows behind a measure over records, in key order, those included whose contribution is null. For a formula: the
// rows behind each measure it uses, each measure once, in order.
Status each_row(store::Database& database, const pack::Library& library, const Figures& figures,
                const pack::Measure& measure, const std::function<Status(const EvidenceRow&)>& each);

// Recomputes everything from rows without writing, and names every measure whose stored figure differs, though nothing
// says that it has to be recomputed (a figure that is marked dirty is never given out, so it is not named).
Result<std::vector<std::string>> verify(store::Database& database, const pack::Library& library,
                                        std::string_view unit_id, int year);

}  // namespace jiheng::measure
