// Finding the figures of a document. Internal to language/; the result is Analysis::figures.
#pragma once

#include "audit/language/analysis.h"

namespace jiheng::audit {

// Fills analysis.figures and the figure ranges of its sentences; outline, sentences and clauses are there already.
void find_figures(Analysis& analysis);

}  // namespace jiheng::audit
