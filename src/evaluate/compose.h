// Composing: a report template joined with one unit's year → the Document the writers lay out.
//
// Three registers have a meaning of their own here (docs/packs.md, "Registers the engine knows"): `units` gives the
// unit's name, `narratives` the passages people wrote (section, order_no, title, body), and the goals are the rows
// behind the items of the rubric that share their points among rows.
// Errors: report.unknown-place, template.*, store.*. Thread-safety: as the Database.
#pragma once

#include <optional>

#include "evaluate/telling.h"
#include "report/document.h"
#include "store/database.h"

namespace jiheng::evaluate {

// The unit's name from its `units` record; its code when there is none.
Result<std::string> unit_name(store::Database& database, const pack::Library& library, std::string_view unit_id,
                              int year);

// The date that stands in a file's metadata: the report's own, or 31 December of its year while it has none.
Date metadata_date(const std::optional<Date>& date, int year);

// `date`: of the report (成文日期); without one the place is left to fill in and the metadata say 31 December.
Result<report::Document> compose(store::Database& database, const Telling& telling,
                                 const pack::ReportTemplate& report_template, std::optional<Date> date);

}  // namespace jiheng::evaluate
