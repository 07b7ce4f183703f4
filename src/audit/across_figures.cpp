#include "audit/across_figures.h"

#include <map>
#include <utility>

#include "audit/rules/rule.h"

namespace jiheng::audit {
namespace {

struct Place {
  std::size_t document;
  std::size_t figure;
};

}  // namespace

std::vector<std::vector<Finding>> compare_figures(const std::vector<StatedFigures>& documents,
                                                  const pack::RuleSet& rules) {
  std::vector<std::vector<Finding>> found(documents.size());
  std::map<std::pair<std::u32string, int>, std::map<Key, Place>> first;
  for (std::size_t d = 0; d < documents.size(); ++d) {
    const StatedFigures& document = documents[d];
    if (document.unit.empty() || document.year == 0) continue;
    std::map<Key, Place>& known = first[{document.unit, document.year}];
    Report report(rules);
    std::map<Key, bool> told;
    for (std::size_t f = 0; f < document.figures.size(); ++f) {
      const KeyFigure& figure = document.figures[f];
      const auto [place, fresh] = known.try_emplace(figure.key, Place{d, f});
      if (fresh || place->second.document == d || told[figure.key]) continue;
      const StatedFigures& other = documents[place->second.document];
      const KeyFigure& earlier = other.figures[place->second.figure];
      if (can_agree(figure, earlier)) continue;
      told[figure.key] = true;
      report.add("same-quantity",
                 message_text("audit.same-quantity-across",
                              {{"stated", figure.printed}, {"other", other.file}, {"expected", earlier.printed}}),
                 {{d, figure.span}, {place->second.document, earlier.span}}, figure.printed, earlier.printed);
    }
    found[d] = std::move(report.findings());
  }
  return found;
}

}  // namespace jiheng::audit
