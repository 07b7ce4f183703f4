// The 自评表 as a workbook: sheet 自评表 in the printed layout with SUM, 扣分 and grade formulas, sheet 度量 with the
// measures.
//
// Formulas carry their results, so that viewers without recalculation show them; the same Scorecard gives the same
// bytes. Numbers become double only in the calls of libxlsxwriter. Errors: report.not-utf8, report.write-failed.
// Thread-safety: pure function, may run on many threads at once.
#pragma once

#include <string>

#include "report/scorecard_view.h"

namespace jiheng::report {

Result<std::string> write_scorecard_xlsx(const Scorecard& scorecard);

}  // namespace jiheng::report
