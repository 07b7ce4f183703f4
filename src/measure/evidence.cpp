#include <vector>

#include "expr/sql.h"
#include "measure/engine.h"
#include "measure/figures.h"

namespace jiheng::measure {
namespace {

using expr::Value;

class Walk {
 public:
  Walk(store::Database& database, const pack::Library& library, const Figures& figures,
       const std::function<Status(const EvidenceRow&)>& each)
      : database_(database),
        library_(library),
        figures_(figures),
        each_(each),
        context_{&library.calendar},
        seen_(library.measures.size()) {}

  Status rows_of(std::size_t index) {
    if (seen_[index]) return {};
    seen_[index] = true;
    const pack::Measure& measure = library_.measures[index];
    if (!measure.formula) return records_of(measure);
    for (const int slot : measure.formula->slots()) {
      if (auto done = rows_of(static_cast<std::size_t>(slot)); !done) return done;
    }
    return {};
  }

 private:
  Status records_of(const pack::Measure& measure) {
    const pack::Register& definition = *library_.find_register(measure.over);
    std::string condition;
    bool filter = false;  // the rows that come still have to pass the measure's condition
    if (measure.where) {
      auto translated = expr::sql_condition(*measure.where, database_.dialect());
      if (translated) {
        condition = std::move(*translated);
      } else {
        filter = true;
      }
    }
    const bool fill = has_figure_fields(definition);
    std::vector<Value> filled;
    const auto one = [&](const ledger::Record& record) -> Status {
      std::span<const Value> row = record.values;
      if (fill) {
        filled.assign(row.begin(), row.end());
        fill_figures(library_, definition, figures_.values(), filled);
        row = filled;
      }
      if (filter) {
        const auto applies = measure.where->evaluate(row, context_);
        if (!applies) return fail(applies.error());
        if (applies->kind() != Value::Kind::boolean || !applies->boolean()) return {};
      }
      EvidenceRow evidence{&definition, {row}, Value::of(Ratio(1))};
      if (measure.aggregate != pack::Aggregate::count && measure.of) {
        auto value = measure.of->evaluate(row, context_);
        if (!value) return fail(std::move(value.error()));
        evidence.contribution = *value;
      }
      return each_(evidence);
    };
    return ledger::each_record(database_, definition, figures_.unit_id(), figures_.year(), condition, one);
  }

  store::Database& database_;
  const pack::Library& library_;
  const Figures& figures_;
  const std::function<Status(const EvidenceRow&)>& each_;
  expr::Context context_;
  std::vector<bool> seen_;
};

}  // namespace

Status each_row(store::Database& database, const pack::Library& library, const Figures& figures,
                const pack::Measure& measure, const std::function<Status(const EvidenceRow&)>& each) {
  return Walk(database, library, figures, each).rows_of(index_of(library, measure));
}

}  // namespace jiheng::measure
