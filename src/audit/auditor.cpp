#include "audit/auditor.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>
#include <tuple>

#include "audit/across_figures.h"
#include "audit/copies.h"
#include "audit/rules/rule.h"

namespace jiheng::audit {
namespace {

using reading::Document;

std::tuple<std::uint32_t, std::uint32_t> place_of(const Finding& finding) {
  if (finding.evidence.empty()) return {0, 0};
  const reading::Span& span = finding.evidence.front().span;
  return {span.begin, span.end};
}

void sort_by_place(std::vector<Finding>& findings) {
  std::stable_sort(findings.begin(), findings.end(), [](const Finding& a, const Finding& b) {
    return std::tuple(place_of(a), std::string_view(a.rule), std::string_view(a.message)) <
           std::tuple(place_of(b), std::string_view(b.rule), std::string_view(b.message));
  });
}

// Documents stay until the end; their originals, and what their vectors have grown beyond their content, need not.
void release_slack(Document& document) {
  document.let_original_go();
  document.text.shrink_to_fit();
  document.source.shrink_to_fit();
  document.blocks.shrink_to_fit();
}

// One run over many files. Each file is worked on by one thread; what threads share are the number of the next file and
// the count of those done.
class Run {
 public:
  using Read = std::function<Result<Document>(std::size_t)>;

  Run(std::vector<std::string> names, Read read, const pack::RuleSet& rules, const AuditOptions& options)
      : read_(std::move(read)),
        rules_(rules),
        options_(options),
        copies_(rules),
        comparables_(names.size()),
        stated_(names.size()) {
    audit_.files.resize(names.size());
    for (std::size_t i = 0; i < names.size(); ++i) audit_.files[i].file = std::move(names[i]);
  }

  Audit run() {
    work();
    if (compares()) compare();
    if (compares_figures()) compare_figures_across();
    for (AuditedFile& file : audit_.files) sort_by_place(file.findings);
    count(audit_);
    return std::move(audit_);
  }

 private:
  bool wanted(std::string_view rule) const {
    return options_.only_rules.empty() || options_.only_rules.contains(std::string(rule));
  }
  bool compares() const { return options_.across && audit_.files.size() > 1 && wanted("copy.across"); }

  bool compares_figures() const { return options_.across && audit_.files.size() > 1 && wanted("same-quantity"); }

  std::size_t threads() const {
    const std::size_t wanted = options_.threads > 0 ? static_cast<std::size_t>(options_.threads)
                                                    : std::max(1u, std::thread::hardware_concurrency());
    return std::min(wanted, audit_.files.size());
  }

  void work() {
    std::vector<std::jthread> others;
    for (std::size_t i = 1; i < threads(); ++i) others.emplace_back([this] { take_files(); });
    take_files();
  }

  void take_files() {
    for (std::size_t i = next_++; i < audit_.files.size(); i = next_++) {
      AuditedFile& file = audit_.files[i];
      // What goes wrong with one file, memory included, is that file's error.
      try {
        audit_file(i, file);
      } catch (const std::exception& exception) {
        std::string name = std::move(file.file);
        file = AuditedFile();
        comparables_[i] = Comparable();
        stated_[i] = StatedFigures();
        file.error = make_error("audit.failed", {{"file", name}}, exception.what());
        file.file = std::move(name);
      }
      tell_progress(file.file);
    }
  }

  void audit_file(std::size_t index, AuditedFile& file) {
    Result<Document> document = read_(index);
    if (!document) {
      file.error = std::move(document.error());
      return;
    }
    file.document = std::move(*document);
    release_slack(file.document);
    Report report(rules_);
    {
      Analysis analysis = analyse(file.document);
      file.figures = static_cast<std::size_t>(std::count_if(analysis.figures.begin(), analysis.figures.end(),
                                                            [](const Figure& f) { return f.is_quantity(); }));
      const Context context{analysis, rules_, index};
      for (const NamedCheck& check : all_checks()) run(check.run, context, report);
      if (compares_figures()) {
        stated_[index] = {analysis.outline.unit, analysis.outline.year, file.file, key_figures(analysis)};
      }
      file.outline = std::move(analysis.outline);
    }
    for (Claim& claim : report.claims()) {
      ++file.tested[claim.relation];
      if (options_.claims || claim.relation == Relation::deduction) file.claims.push_back(std::move(claim));
    }
    take(std::move(report.findings()), file);
    if (compares()) comparables_[index] = copies_.prepare(file.document, file.outline);
  }

  // Figures too long to reckon with (a row of forty digits) end the check that met them, not the others.
  static void run(Check check, const Context& context, Report& report) {
    try {
      check(context, report);
    } catch (const ArithmeticOverflow&) {
    }
  }

  void take(std::vector<Finding> findings, AuditedFile& file) const {
    for (Finding& finding : findings) {
      if (finding.severity >= options_.least && wanted(finding.rule)) file.findings.push_back(std::move(finding));
    }
  }

  void tell_progress(const std::string& file) {
    if (!options_.progress) return;
    const std::lock_guard lock(progress_);
    options_.progress(++done_, audit_.files.size(), file);
  }

  void compare() {
    std::vector<std::vector<Finding>> found = copies_.find(comparables_, static_cast<int>(threads()));
    for (std::size_t i = 0; i < found.size(); ++i) take(std::move(found[i]), audit_.files[i]);
    comparables_.clear();
  }
  void compare_figures_across() {
    std::vector<std::vector<Finding>> found = compare_figures(stated_, rules_);
    for (std::size_t i = 0; i < found.size(); ++i) take(std::move(found[i]), audit_.files[i]);
    stated_.clear();
  }

  Read read_;
  const pack::RuleSet& rules_;
  const AuditOptions& options_;
  CopyComparison copies_;
  std::vector<Comparable> comparables_;
  std::vector<StatedFigures> stated_;
  Audit audit_;
  std::atomic<std::size_t> next_{0};
  std::mutex progress_;
  std::size_t done_ = 0;
};

}  // namespace

std::size_t AuditedFile::relations_tested() const {
  std::size_t sum = 0;
  for (const auto& [relation, count] : tested) sum += count;
  return sum;
}

int Audit::exit_code() const {
  if (unreadable) return 2;
  return errors > 0 ? 1 : 0;
}

void count(Audit& audit) {
  audit.errors = audit.warnings = audit.infos = 0;
  audit.unreadable = false;
  for (const AuditedFile& file : audit.files) {
    audit.unreadable = audit.unreadable || file.error;
    for (const Finding& finding : file.findings) {
      switch (finding.severity) {
        case Severity::error:
          ++audit.errors;
          break;
        case Severity::warning:
          ++audit.warnings;
          break;
        case Severity::info:
          ++audit.infos;
          break;
      }
    }
  }
}

Audit audit_files(const std::vector<std::filesystem::path>& files, const pack::RuleSet& rules,
                  const AuditOptions& options) {
  std::vector<std::string> names;
  for (const auto& file : files) names.push_back(file.string());
  const auto read = [&](std::size_t i) { return reading::read_file(files[i], options.read); };
  return Run(std::move(names), read, rules, options).run();
}

Audit audit_documents(std::vector<Document> documents, const pack::RuleSet& rules, const AuditOptions& options) {
  std::vector<std::string> names;
  for (const Document& document : documents) names.push_back(document.file);
  const auto take = [&](std::size_t i) -> Result<Document> { return std::move(documents[i]); };
  return Run(std::move(names), take, rules, options).run();
}

}  // namespace jiheng::audit
