// The scorecard and its lost points as a person reads them in a terminal. Thread-safety: pure functions.
#pragma once

#include <string>

#include "evaluate/evaluation.h"

namespace jiheng::cli {

std::string scorecard_text(const evaluate::Evaluation& evaluation);
// Every lost point; with an item id, everything about that item.
Result<std::string> explanation_text(const pack::Library& library, const evaluate::Evaluation& evaluation,
                                     const std::string& item_id);
std::string explanation_json(const pack::Library& library, const evaluate::Evaluation& evaluation,
                             const std::string& item_id);

}  // namespace jiheng::cli
