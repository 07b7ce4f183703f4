// A session with one evaluated subject: what score, explain, report and evaluate begin with.
// Thread-safety: one thread.
#pragma once

#include <optional>

#include "cli/command.h"
#include "evaluate/evaluation.h"

namespace jiheng::cli {

struct Evaluated {
  Session session;
  evaluate::Evaluation evaluation;
};

// Nothing after reporting why not; the exit code is set.
std::optional<Evaluated> evaluate_subject(Globals& globals, const Subject& subject);

}  // namespace jiheng::cli
