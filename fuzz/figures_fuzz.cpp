// links: audit/language pack reading base
//
// Any text as a report: every figure lies inside the text with its number inside it, its interval contains its value,
// its sentence and clause are those it stands in, and a second analysis finds the same.

#include <cstdint>
#include <cstdlib>

#include "audit/language/analysis.h"
#include "reading/read.h"

using namespace jiheng;
using namespace jiheng::audit;

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

void check(const Analysis& analysis, const Figure& figure) {
  const auto end = static_cast<std::uint32_t>(analysis.document.text.size());
  require(!figure.span.empty() && figure.span.end <= end && figure.span.contains(figure.number));
  require(figure.before.begin <= figure.before.end && figure.before.end <= figure.span.end);
  require(figure.after.begin <= figure.after.end && figure.after.end <= end);
  require(figure.sentence < analysis.sentences.size() && figure.clause < analysis.clauses.size());
  require(analysis.sentences[figure.sentence].span.contains(figure.span));
  if (figure.is_quantity()) require(figure.low() <= figure.value && figure.value <= figure.high());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  if (bytes.substr(0, 1024).find("%PDF-") != bytes.npos || bytes.starts_with("PK")) return 0;
  const auto document = reading::read_bytes(bytes, "a.txt");
  if (!document) return 0;
  const Analysis analysis = analyse(*document), again = analyse(*document);
  require(analysis.figures.size() == again.figures.size());
  for (std::size_t i = 0; i < analysis.figures.size(); ++i) {
    const Figure& figure = analysis.figures[i];
    check(analysis, figure);
    require(i == 0 || analysis.figures[i - 1].span.begin <= figure.span.begin);
    const Figure& same = again.figures[i];
    require(figure.span == same.span && figure.value == same.value && figure.kind == same.kind);
  }
  return 0;
}
