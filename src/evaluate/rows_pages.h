// The pages behind the live figures of the HTML report: for each measure the rows it was computed from; for a formula
// the measures it uses, each a link to its own page.
// Errors: output.*, store.*. Thread-safety: as the Database.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "evaluate/telling.h"
#include "report/document.h"
#include "store/database.h"

namespace jiheng::evaluate {

// The measures a document and a scorecard cite, and those their formulas use, each once, in the library's order.
std::vector<const pack::Measure*> cited_measures(const Telling& telling, const report::Document& document);

// One page per measure in `folder`; `back` is the report's address seen from there.
Status write_rows_pages(store::Database& database, const Telling& telling,
                        const std::vector<const pack::Measure*>& measures, const std::filesystem::path& folder,
                        const std::string& back, const std::function<void(int done)>& progress);

}  // namespace jiheng::evaluate
