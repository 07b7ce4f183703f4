// Papers: a paper's template joined with one record → the Document the writers lay out (督办通知, 督查专报).
//
// Dates are told as 2025年3月14日, amounts in the field's own unit; a blank is a line to be written on by hand. A paper
// of an unverified kind says nothing of it: what it demands is the office's own to word.
// Errors: paper.none, record.none, store.*, report.*, output.*. Thread-safety: as the Database.
#pragma once

#include <filesystem>
#include <optional>
#include <string_view>
#include <vector>

#include "ledger/record_key.h"
#include "report/document.h"

namespace jiheng::evaluate {

// The register's paper of this id or title; without one, its only paper.
Result<const pack::Paper*> choose_paper(const pack::Library& library, const pack::Register& definition,
                                        std::string_view id_or_title);

// `date`: of the signature.
Result<report::Document> compose_paper(store::Database& database, const pack::Library& library,
                                       const pack::Paper& paper, const ledger::RecordName& name, Date date);

struct PaperOutputs {
  bool docx = true;
  bool pdf = true;
};

// Writes <title>-<key>.docx and .pdf into `folder`; returns them in that order.
Result<std::vector<std::filesystem::path>> write_paper(store::Database& database, const pack::Library& library,
                                                       const pack::Paper& paper, const ledger::RecordName& name,
                                                       Date date, const std::filesystem::path& folder,
                                                       const PaperOutputs& outputs);

}  // namespace jiheng::evaluate
