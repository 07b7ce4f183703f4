#include "evaluate/evaluation.h"

#include <algorithm>
#include <array>
#include <set>

#include "evaluate/compose.h"
#include "base/output_file.h"
#include "evaluate/rows_pages.h"
#include "evaluate/view.h"
#include "report/docx_writer.h"
#include "report/html_writer.h"
#include "report/pdf_writer.h"
#include "report/xlsx_writer.h"

namespace jiheng::evaluate {
namespace {

constexpr const char* report_name = "自评报告";
constexpr const char* scorecard_name = "自评表";
constexpr const char* rows_folder = "自评报告-明细";

std::string known_rubrics(const pack::Library& library) {
  std::string names;
  for (const auto& rubric : library.rubrics) names += (names.empty() ? "" : "、") + rubric.id;
  return names;
}

// "440118001（2022年）、…": what the database has records of, for the message of an empty year.
Result<std::string> recorded_years(store::Database& database, const pack::Library& library) {
  std::set<std::string> found;
  for (const auto& definition : library.registers) {
    const std::string sql = "SELECT DISTINCT unit_id, year FROM " + definition.table();
    const auto status = database.query(sql, {}, [&](const store::Row& row) {
      found.insert(std::string(row.text(0)) + "（" + std::to_string(row.integer(1)) + "年）");
      return Status();
    });
    if (!status) return fail(status.error());
  }
  std::string names;
  for (const auto& name : found) names += (names.empty() ? "" : "、") + name;
  return names.empty() ? "没有任何记录" : names;
}

Result<bool> has_records(store::Database& database, const pack::Library& library, std::string_view unit_id, int year) {
  const std::array<store::Cell, 2> parameters{store::Cell(unit_id), store::Cell(year)};
  for (const auto& definition : library.registers) {
    const auto count = database.integer(
        "SELECT 1 FROM " + definition.table() + " WHERE unit_id = ? AND year = ? LIMIT 1", parameters, 0);
    if (!count) return fail(count.error());
    if (*count != 0) return true;
  }
  return false;
}

}  // namespace

Result<const pack::Rubric*> choose_rubric(const pack::Library& library, int year,
                                          const std::optional<std::string>& id) {
  if (id) {
    const pack::Rubric* rubric = library.find_rubric(*id);
    if (rubric == nullptr) return fail("evaluate.no-rubric", {{"rubric", *id}, {"known", known_rubrics(library)}});
    return rubric;
  }
  const pack::Rubric* best = nullptr;
  for (const auto& rubric : library.rubrics) {
    if (year < rubric.first_year || year > rubric.last_year) continue;
    const auto width = [](const pack::Rubric& r) { return r.last_year - r.first_year; };
    if (best == nullptr || std::pair(width(rubric), rubric.id) < std::pair(width(*best), best->id)) best = &rubric;
  }
  if (best == nullptr) {
    return fail("evaluate.no-rubric-for-year", {{"year", year}, {"known", known_rubrics(library)}});
  }
  return best;
}

Result<measure::Figures> read_figures(store::Database& database, const pack::Library& library, std::string_view unit_id,
                                      int year) {
  const auto any = has_records(database, library, unit_id, year);
  if (!any) return fail(any.error());
  if (!*any) {
    const auto known = recorded_years(database, library);
    if (!known) return fail(known.error());
    return fail("evaluate.no-records", {{"unit", unit_id}, {"year", year}, {"known", *known}});
  }
  return measure::Figures::read(database, library, unit_id, year);
}

Result<Evaluation> evaluate(store::Database& database, const pack::Library& library, std::string_view unit_id, int year,
                            const std::optional<std::string>& rubric_id, const ledger::Act& act) {
  const auto rubric = choose_rubric(library, year, rubric_id);
  if (!rubric) return fail(rubric.error());
  auto figures = read_figures(database, library, unit_id, year);
  if (!figures) return fail(figures.error());
  auto scorecard = score::score(database, library, **rubric, *figures);
  if (!scorecard) return fail(scorecard.error());
  auto seal = score::seal(database, library, *scorecard, act);
  if (!seal) return fail(seal.error());
  auto name = unit_name(database, library, unit_id, year);
  if (!name) return fail(name.error());
  return Evaluation{std::move(*figures), std::move(*scorecard), std::move(*seal), std::move(*name)};
}

Result<std::vector<std::filesystem::path>> write_outputs(store::Database& database, const pack::Library& library,
                                                         const Evaluation& evaluation,
                                                         const std::filesystem::path& folder, const Outputs& outputs,
                                                         const std::function<void(const WriteProgress&)>& progress) {
  const pack::Rubric& rubric = *evaluation.scorecard.rubric;
  const Telling telling(library, evaluation.figures, evaluation.scorecard, evaluation.unit_name);
  std::vector<std::filesystem::path> written;

  const auto write = [&](const std::string& name, const Result<std::string>& bytes) -> Status {
    if (!bytes) return fail(bytes.error());
    progress({name, 0, 0});
    const auto path = folder / name;
    if (auto status = write_file(path, *bytes); !status) return status;
    written.push_back(path);
    return {};
  };

  if (outputs.docx || outputs.pdf || outputs.html) {
    const pack::ReportTemplate* report_template = library.find_report_for(rubric.id);
    if (report_template == nullptr) return fail("evaluate.no-template", {{"rubric", rubric.id}});
    const auto document = compose(database, telling, *report_template, outputs.date);
    if (!document) return fail(document.error());
    if (outputs.docx) {
      if (auto status = write(std::string(report_name) + ".docx", report::write_docx(*document)); !status) {
        return fail(status.error());
      }
    }
    if (outputs.pdf) {
      if (auto status = write(std::string(report_name) + ".pdf", report::write_pdf(*document)); !status) {
        return fail(status.error());
      }
    }
    if (outputs.html) {
      const std::string html = std::string(report_name) + ".html";
      report::HtmlOptions options;
      options.rows_folder = rows_folder;
      if (auto status = write(html, report::write_html(*document, options)); !status) return fail(status.error());
      const auto measures = cited_measures(telling, *document);
      const auto status =
          write_rows_pages(database, telling, measures, folder / rows_folder, "../" + html, [&](int done) {
            progress({rows_folder, done, static_cast<int>(measures.size())});
          });
      if (!status) return fail(status.error());
    }
  }
  if (outputs.xlsx) {
    const Date date = metadata_date(outputs.date, evaluation.figures.year());
    const auto status =
        write(std::string(scorecard_name) + ".xlsx", report::write_scorecard_xlsx(scorecard_view(telling, date)));
    if (!status) return fail(status.error());
  }
  if (outputs.json) {
    const auto status = write(std::string(scorecard_name) + ".json", score::to_json(evaluation.scorecard));
    if (!status) return fail(status.error());
  }
  return written;
}

}  // namespace jiheng::evaluate
