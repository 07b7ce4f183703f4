// Scorecard: one rubric applied to the figures of one unit and year, exactly, with the reason for every lost point.
//
// An item's score is its rule over the figures, capped to [0, full], rounded half up to the rubric's decimals; groups
// and the total are sums of rounded item scores, so that the table adds up as printed. No base follows the item's
// policy; no data scores 0 and says so. Rows that cost points are told in points: where the rows' full marks do not add
// up to the item's, they are shared in proportion. The same figures and pack version give byte-identical JSON (its
// SHA-256 is the seal). Errors: score.no-rubric, score.overflow, store.*. Thread-safety: values; Scorer is immutable
// and may be used by many threads.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/decimal.h"
#include "ledger/act.h"
#include "measure/figures.h"
#include "pack/model.h"

namespace jiheng::score {

// A row that cost points.
struct LostRow {
  std::string key;    // its key fields, joined by " / "
  std::string label;  // what names it
  Decimal full;
  Decimal score;
  Decimal lost;
  std::string why;
};

struct Input {
  const pack::Measure* measure;
  expr::Value value;
};

struct ItemScore {
  const pack::Item* item;
  std::vector<std::string> path;  // titles of its groups, outermost first
  Decimal score;
  Decimal lost;
  std::vector<Input> inputs;  // the measures its rule reads
  std::string why;            // empty when nothing is lost and there is nothing to say
  std::vector<LostRow> rows;
  bool no_base = false;
};

struct GroupScore {
  const pack::Group* group;
  int level;  // 0 = top
  Decimal score;
};

struct Scorecard {
  std::string unit_id;
  int year = 0;
  const pack::Rubric* rubric = nullptr;
  Decimal total;
  std::string grade;
  std::vector<GroupScore> groups;  // in the rubric's order
  std::vector<ItemScore> items;    // in the rubric's order
};

// Scores, without reasons, many units fast.
class Scorer {
 public:
  // Both must outlive the scorer; the calendar is for rules that count working days.
  explicit Scorer(const pack::Rubric& rubric, const WorkCalendar* calendar = nullptr);
  Scorer(Scorer&&) noexcept;
  ~Scorer();
  // The measures the rules read, ascending, as indexes in Library::measures.
  std::span<const std::size_t> inputs() const { return inputs_; }
  // measures: the figures of one unit, by index in Library::measures; out: one score per item, in the rubric's order.
  Status score_items(std::span<const expr::Value> measures, std::span<Decimal> out) const;
  // figures: one row per unit, of inputs().size() values in that order; out: one row per unit, of one score per item;
  // totals: one per unit, or empty. The units are shared among `threads` (at least 1). On an error both are partly
  // filled.
  Status score_many(std::span<const expr::Value> figures, int threads, std::span<Decimal> out,
                    std::span<Decimal> totals = {}) const;

 private:
  struct Rule;
  // One unit: a row of inputs() to a score per item.
  Status score_row(std::span<const expr::Value> row, expr::Expression::Scratch& scratch, std::span<Decimal> out) const;

  const pack::Rubric* rubric_;
  expr::Context context_;
  std::vector<std::size_t> inputs_;
  std::vector<Rule> rules_;  // one per item
};

std::string grade_of(const pack::Rubric& rubric, const Decimal& total);

// The whole scorecard with reasons; reads the rows of items that lost points.
Result<Scorecard> score(store::Database& database, const pack::Library& library, const pack::Rubric& rubric,
                        const measure::Figures& figures);

// {"unit","year","rubric":{"id","version","status"},"total","grade","items":[{"id","path":[…],"title","full","score",
// "inputs":[{"measure","value","unit"}],"lost","why"}]}, numbers as decimal strings; a value that is no base is
// "no-base", no data is null. UTF-8, keys in this order, one line, ends with a newline.
std::string to_json(const Scorecard& scorecard);

// Stores the result with its seal (replacing that of the same unit, year, rubric and version) and records the sealing
// in the unit's journal, once for the same result; returns the SHA-256 of the JSON.
Result<std::string> seal(store::Database& database, const pack::Library& library, const Scorecard& scorecard,
                         const ledger::Act& act);

}  // namespace jiheng::score
