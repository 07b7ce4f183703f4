// The pair the words offer for a rate, tested: it holds, is cut off instead of rounded, or cannot be. Private to
// rules/. Thread-safety: one report, one thread.
#pragma once

#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "audit/rules/figure_words.h"
#include "audit/rules/key_figures.h"

namespace jiheng::audit {

// What a rate may be of.
struct PartOfWhole {
  std::vector<std::size_t> part, whole;  // figures; the first counts, further ones are taken away (whole − project)
  bool bound = false;                    // the words tie it to the rate: when it fails, the rate is wrong
  bool initial = false;                  // of the budget before it was adjusted: the last to be held against
};

class RateJudge {
 public:
  RateJudge(const Context& context, Report& report) : context_(context), report_(report) {}

  // Reports the rate if a bound pair cannot give it and none of the others does. `tell_no_base`: say so if there is
  // nothing to hold it against. `named`: the words name the whole, so that no other reading of the paragraph counts.
  void decide(std::size_t percent, const std::vector<PartOfWhole>& pairs, bool tell_no_base = false,
              bool named = false);
  // Whether it is known what the rate is of.
  bool has_decided(std::size_t percent) const { return decided_.contains(percent); }

 private:
  const Figure& figure(std::size_t f) const { return context_.analysis.figures[f]; }
  void refute(std::size_t percent, const PartOfWhole& failed, bool named);
  bool is_of_rest_or_both(std::size_t percent, const PartOfWhole& pair) const;
  bool is_read_wrong(std::size_t percent, const PartOfWhole& pair) const;
  bool follows_another(std::size_t percent, const PartOfWhole& pair) const;
  bool tables_give(std::size_t percent);
  std::vector<KeyFigure> key_figures_of_tables() const;
  Interval value_of(const std::vector<std::size_t>& figures) const;
  Decimal printed_value(const std::vector<std::size_t>& figures) const;
  std::string formula_of(const std::vector<std::size_t>& figures) const;
  std::string expected(std::size_t percent, const PartOfWhole& pair) const;
  std::vector<Evidence> evidence(std::size_t percent, const PartOfWhole& pair) const;
  void claim(std::size_t percent, const PartOfWhole& pair, bool holds);
  void tell(std::string_view rule, std::string text, std::size_t percent, const PartOfWhole& pair);
  std::string message(std::string_view code, std::size_t percent, const PartOfWhole& pair) const;

  const Context& context_;
  Report& report_;
  std::optional<std::vector<KeyFigure>> told_in_tables_;
  std::set<std::size_t> decided_;
  std::set<std::pair<std::size_t, std::size_t>> told_;  // part and whole of rates that hold
};

}  // namespace jiheng::audit
