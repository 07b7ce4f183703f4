#include "cli/evaluated.h"

#include "cli/person.h"

namespace jiheng::cli {

std::optional<Evaluated> evaluate_subject(Globals& globals, const Subject& subject) {
  const auto act = act_of("");
  if (!act) {
    globals.exit_code = report_error(globals, act.error(), exit_usage);
    return std::nullopt;
  }
  Session session = open_session(globals, Schema::required);
  if (!session) return std::nullopt;
  auto evaluation = evaluate::evaluate(*session.database, *session.library, subject.unit, subject.year,
                                       subject.rubric_option(), *act);
  if (!evaluation) {
    globals.exit_code = report_error(globals, evaluation.error());
    return std::nullopt;
  }
  return Evaluated{std::move(session), std::move(*evaluation)};
}

}  // namespace jiheng::cli
