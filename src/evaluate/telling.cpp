#include "evaluate/telling.h"

#include <algorithm>
#include <optional>

#include "pack/load.h"
#include "report/scorecard_view.h"

namespace jiheng::evaluate {
namespace {

struct Marks {
  Decimal full;
  Decimal score;
};

// An item or a group of the scorecard by its id.
std::optional<Marks> marks_of(const score::Scorecard& card, std::string_view id) {
  for (const auto& group : card.groups) {
    if (group.group->id == id) return Marks{group.group->full, group.score};
  }
  for (const auto& item : card.items) {
    if (item.item->id == id) return Marks{item.item->full, item.score};
  }
  return std::nullopt;
}

}  // namespace

Telling::Telling(const pack::Library& library, const measure::Figures& figures, const score::Scorecard& scorecard,
                 std::string unit_name)
    : library_(library), figures_(figures), scorecard_(scorecard), unit_name_(std::move(unit_name)) {}

std::string Telling::score_text(const Decimal& score) const {
  return score.rounded(scorecard_.rubric->decimals, Rounding::half_up).to_string();
}

std::string Telling::verification_mark() const {
  return scorecard_.rubric->provenance.status == pack::Verification::verified ? "" : report::unverified_mark;
}

const expr::Value& Telling::value_of(const pack::Measure& measure) const {
  return figures_[static_cast<std::size_t>(&measure - library_.measures.data())];
}

report::Run Telling::figure(const pack::Measure& measure, std::string_view format) const {
  const expr::Value& value = value_of(measure);
  return report::figure_run(
      format == "number" ? measure::display_number(measure, value) : measure::display(measure, value), measure.id,
      measure.title + " · " + measure::formula_in_words(library_, measure));
}

Result<report::Run> Telling::place(const pack::TextPiece& piece) const {
  const std::string& name = piece.name;
  if (const pack::Measure* measure = library_.find_measure(name)) {
    if (piece.format == "title") return report::text_run(measure->title);
    return figure(*measure, piece.format);
  }
  if (name == "year") return report::text_run(std::to_string(figures_.year()));
  if (name == "unit.name") return report::text_run(unit_name_);
  if (name == "unit.code") return report::text_run(figures_.unit_id());
  if (name == "score.grade") return report::text_run(scorecard_.grade);
  const std::size_t dot = name.find('.');
  if (dot != std::string::npos) {
    const std::string_view what = std::string_view(name).substr(0, dot);
    const std::string_view id = std::string_view(name).substr(dot + 1);
    const auto marks = id == "total" ? Marks{scorecard_.rubric->full, scorecard_.total} : marks_of(scorecard_, id);
    if (marks && what == "full") return report::text_run(marks->full.to_string());
    if (marks && what == "score") return report::text_run(score_text(marks->score) + verification_mark());
    if (marks && what == "lost") return report::text_run(score_text(marks->full - marks->score) + verification_mark());
  }
  return fail("report.unknown-place", {{"place", name}});
}

Result<report::Runs> Telling::fill(const pack::TextTemplate& text) const {
  report::Runs runs;
  for (const auto& piece : text) {
    if (piece.name.empty()) {
      runs.push_back(report::text_run(piece.literal));
      continue;
    }
    auto run = place(piece);
    if (!run) return fail(run.error());
    runs.push_back(std::move(*run));
  }
  return runs;
}

report::Runs Telling::reason(const score::ItemScore& item) const {
  if (item.why.empty()) return {};
  if (const auto text = pack::parse_template(item.item->lost)) {
    // A reason made otherwise (of rows, no base, no data) is not the template's: then the words stand alone.
    if (auto runs = fill(*text); runs && report::plain_text(*runs) == item.why) return std::move(*runs);
  }
  return {report::text_run(item.why)};
}

Result<std::string> Telling::fill_plain(const pack::TextTemplate& text) const {
  auto runs = fill(text);
  if (!runs) return fail(runs.error());
  return report::plain_text(*runs);
}

}  // namespace jiheng::evaluate
