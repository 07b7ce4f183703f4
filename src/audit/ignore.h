// Ignore files: findings that somebody has looked at and accepts, each with a reason.
//
//     [[accept]]
//     file = "2023年自评报告.docx"   # as given to the audit, or its last part; * ? [] as in a shell
//     rule = "ratio"
//     text = "完成率99.6%"           # optional: words that meet the evidence; punctuation and spaces do not count
//     reason = "财政系统按截断取数，已函询"
//     until = 2027-12-31             # optional: the last day on which it holds
//
// An entry without `text` accepts every finding of the rule in the file. All mistakes of a file are told at once with
// their places, as those of packs are (pack/load.h). Thread-safety: values.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "audit/auditor.h"
#include "base/date.h"
#include "pack/load.h"

namespace jiheng::audit {

struct Acceptance {
  std::string file;
  std::string rule;
  std::u32string text;  // significant characters only; empty: any
  std::string reason;
  std::optional<Date> until;
  std::string where;  // "ignore.toml:3"
};

struct IgnoreList {
  std::vector<Acceptance> entries;
};

using IgnoreResult = tl::expected<IgnoreList, std::vector<pack::Diagnostic>>;

// With `rules`, a rule they do not have is a mistake.
IgnoreResult load_ignore(const std::filesystem::path& path, const pack::RuleSet* rules = nullptr);
// The same for bytes already in memory; `shown` is the file's name in messages.
IgnoreResult parse_ignore(std::string bytes, std::string shown, const pack::RuleSet* rules = nullptr);

// Takes accepted findings out of the audit, counts them in AuditedFile::accepted and counts the rest anew. Returns
// notices, in the order of the entries: of those past their day on `today`, and of those that accept nothing.
std::vector<std::string> apply(Audit& audit, const IgnoreList& ignored, Date today);

}  // namespace jiheng::audit
