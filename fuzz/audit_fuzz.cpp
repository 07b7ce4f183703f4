// links: audit audit/rules audit/language pack expr reading base
//
// Any text as a report, with the text cut in two as two reports: every rule runs, every finding names a rule of the set
// and quotes places inside its document, and one thread finds the same as two.

#include <cstdint>
#include <cstdlib>

#include "audit/auditor.h"
#include "pack/load.h"
#include "reading/read.h"

using namespace jiheng;
using namespace jiheng::audit;

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

const pack::RuleSet& rules() {
  static const pack::LoadResult loaded = pack::load("packs/rules-cn");  // fuzz/run starts in the source folder
  require(loaded.has_value());
  return *loaded->find_rule_set("rules-cn");
}

Audit audited(std::string_view first, std::string_view second, int threads) {
  std::vector<reading::Document> documents;
  for (const std::string_view bytes : {first, second}) {
    if (auto document = reading::read_bytes(bytes, "a.md")) documents.push_back(std::move(*document));
  }
  AuditOptions options;
  options.threads = threads;
  return audit_documents(std::move(documents), rules(), options);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  if (bytes.find("%PDF-") != bytes.npos || bytes.find("PK") != bytes.npos) return 0;
  const std::string_view first = bytes.substr(0, size / 2), second = bytes.substr(size / 2);
  const Audit one = audited(first, second, 1), two = audited(first, second, 2);
  require(one.files.size() == two.files.size() && one.errors == two.errors && one.warnings == two.warnings);
  for (const AuditedFile& file : one.files) {
    require(!file.error);
    for (const Finding& finding : file.findings) {
      require(rules().find_rule(finding.rule) != nullptr && !finding.message.empty() && !finding.evidence.empty());
      for (const Evidence& evidence : finding.evidence) {
        require(evidence.document < one.files.size());
        const std::size_t end = one.files[evidence.document].document.text.size();
        require(evidence.span.begin <= evidence.span.end && evidence.span.end <= end);
      }
    }
  }
  return 0;
}
