// Evaluation: one year of one unit, end to end: figures from rows, scorecard from figures, report from both.
//
// What the command line does now and the server will do later. Errors: evaluate.no-records (nothing is recorded for the
// unit and year; the message names what is), evaluate.no-rubric, evaluate.no-template, report.*, output.*, store.*.
// Thread-safety: as the Database; an Evaluation refers to its Library, which must outlive it.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/date.h"
#include "measure/figures.h"
#include "pack/model.h"
#include "score/scorecard.h"
#include "store/database.h"

namespace jiheng::evaluate {

// The rubric `id`, or, without one, the rubric whose years are the narrowest around `year` (then by id).
Result<const pack::Rubric*> choose_rubric(const pack::Library& library, int year, const std::optional<std::string>& id);

// Figures of a unit and year that has records.
Result<measure::Figures> read_figures(store::Database& database, const pack::Library& library, std::string_view unit_id,
                                      int year);

struct Evaluation {
  measure::Figures figures;
  score::Scorecard scorecard;
  std::string seal;  // SHA-256 of the scorecard's JSON
  std::string unit_name;
};

// Measures, scores and seals.
Result<Evaluation> evaluate(store::Database& database, const pack::Library& library, std::string_view unit_id, int year,
                            const std::optional<std::string>& rubric, const ledger::Act& act);

struct Outputs {
  bool docx = true;
  bool pdf = true;
  bool html = true;  // with the rows behind every figure, in the folder 自评报告-明细
  bool xlsx = true;
  bool json = true;
  std::optional<Date> date;  // of the report
};

struct WriteProgress {
  std::string step;
  int done = 0;
  int total = 0;
};

// Writes 自评报告.docx .pdf .html, 自评表.xlsx .json into `folder`; returns the files of first interest, in that order.
Result<std::vector<std::filesystem::path>> write_outputs(store::Database& database, const pack::Library& library,
                                                         const Evaluation& evaluation,
                                                         const std::filesystem::path& folder, const Outputs& outputs,
                                                         const std::function<void(const WriteProgress&)>& progress);

}  // namespace jiheng::evaluate
