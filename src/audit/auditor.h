// Auditor: files in, findings out: reads each file, runs every rule on it, then compares the files with each other.
//
// Deterministic: the result depends on the files, their order and the rule set, not on the number of threads. A file
// that cannot be read is told in AuditedFile::error; the others are still audited. Documents stay in memory for the
// comparison across files and for the outputs. Thread-safety: audit() uses `threads` threads of its own; one call is
// independent of another.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "audit/language/analysis.h"
#include "audit/rules/finding.h"
#include "base/result.h"
#include "reading/read.h"

namespace jiheng::audit {

struct AuditOptions {
  reading::ReadOptions read;
  Severity least = Severity::info;   // findings below it are left out
  std::set<std::string> only_rules;  // empty: all
  bool across = true;                // compare the files with each other
  bool claims = true;                // keep every relation tested; else only those that account for lost points
  int threads = 0;                   // 0: as many as the machine has
  // Called from one thread at a time, as files are finished.
  std::function<void(std::size_t done, std::size_t total, const std::string& file)> progress;
};

struct AuditedFile {
  std::string file;
  std::optional<Error> error;  // could not be read; the rest is empty then
  reading::Document document;
  Outline outline;
  std::size_t figures = 0;  // quantities read
  std::vector<Claim> claims;
  std::map<Relation, std::size_t> tested;  // how many of each, kept or not
  std::vector<Finding> findings;           // by position of their first evidence, then rule
  std::size_t accepted = 0;                // findings left out because an ignore file accepts them

  std::size_t relations_tested() const;
};

struct Audit {
  std::vector<AuditedFile> files;  // as given
  std::size_t errors = 0, warnings = 0, infos = 0;
  bool unreadable = false;

  int exit_code() const;  // 2: a file could not be read; else 1: an error finding; else 0
};

// Counts errors, warnings and infos anew, after findings were taken out.
void count(Audit& audit);

Audit audit_files(const std::vector<std::filesystem::path>& files, const pack::RuleSet& rules,
                  const AuditOptions& options);
// The same for documents already read.
Audit audit_documents(std::vector<reading::Document> documents, const pack::RuleSet& rules,
                      const AuditOptions& options);

}  // namespace jiheng::audit
