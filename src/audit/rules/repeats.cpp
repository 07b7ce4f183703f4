// copy.within: a run of whole clauses printed twice in one report.
//
// Clauses are compared by hash, then by their characters; a run is as long as the clauses after both places agree, and
// is one finding. Left alone: duties, goals and the year's tasks (which the conclusion restates), headings, tables, the
// rule set's boilerplate, and clauses that only state an amount or a rate again.
#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "audit/language/vocabulary.h"
#include "audit/rules/rule.h"

namespace jiheng::audit {
namespace {

using reading::Span;

class RepeatChecker {
 public:
  RepeatChecker(const Context& context, Report& report)
      : context_(context), clauses_(context.analysis.clauses), report_(report) {}

  void run() {
    for (const Sentence& sentence : context_.analysis.sentences)
      goals_.push_back(states_goal(context_.view(sentence.span)));
    for (std::size_t i = 0; i < clauses_.size(); ++i) {
      eligible_.push_back(is_eligible(i));
      bare_.push_back(without_number(i));
    }
    collect_tasks();
    std::unordered_map<Text, std::size_t> places;  // of each clause, the last
    places.reserve(clauses_.size());
    earlier_.assign(clauses_.size(), none);
    for (std::size_t i = 0; i < clauses_.size();) {
      const Run run = longest_run(places, i);
      const bool found = run.length > 0 && worth(run, i);
      if (found && i <= told_) {
        told_ = i + run.length + 1;  // goes on stuttering: one finding
      } else if (found) {
        told_ = i + run.length + 1;
        report_.add("copy.within",
                    message_text("audit.copy.within", {{"text", context_.quote(span_of(i, run.length))}}),
                    {context_.at(span_of(i, run.length)), context_.at(span_of(run.first, run.length))});
      }
      const std::size_t next = i + (found ? run.length : 1);
      for (; i < next; ++i) remember(places, i);
    }
  }

 private:
  struct Run {
    std::size_t first = 0;
    std::size_t length = 0;  // clauses
  };

  bool is_eligible(std::size_t index) const {
    const Sentence& sentence = context_.analysis.sentences[clauses_[index].sentence];
    const reading::Block& block = context_.analysis.document.blocks[sentence.block];
    if (block.kind != reading::BlockKind::paragraph) return false;
    const Outline& outline = context_.analysis.outline;
    switch (outline.kind_at(clauses_[index].span.begin)) {
      case SectionKind::duties:
      case SectionKind::overview:
      case SectionKind::goals:
      case SectionKind::yearly_work:
      case SectionKind::attachment:
        return false;
      default:
        break;
    }
    // A sentence that states the goal, wherever it stands.
    return !goals_[clauses_[index].sentence];
  }

  void remember(std::unordered_map<Text, std::size_t>& places, std::size_t index) {
    const auto [place, first] = places.try_emplace(words(index), index);
    if (first) return;
    earlier_[index] = place->second;
    place->second = index;
  }

  Text words(std::size_t index) const { return context_.view(bare_[index]); }

  // The clause without the number in front: 1. （二） 一是.
  Span without_number(std::size_t index) const {
    Span span = clauses_[index].span;
    const reading::Block& block =
        context_.analysis.document.blocks[context_.analysis.sentences[clauses_[index].sentence].block];
    span.begin = std::clamp(block.body, span.begin, span.end);
    const Text text = context_.view(span);
    const std::size_t number = text.find_first_not_of(U"一二三四五六七八九十");
    if (number != Text::npos && number > 0 && number <= 2 && text[number] == U'是' && text.size() > number + 1) {
      span.begin += static_cast<std::uint32_t>(number) + 1;
    }
    return span;
  }

  bool same(std::size_t a, std::size_t b) const { return words(a) == words(b); }

  Run longest_run(const std::unordered_map<Text, std::size_t>& places, std::size_t i) const {
    constexpr int most = 8;              // places looked at: keeps a text of one clause linear
    constexpr std::size_t longest = 64;  // clauses; more is told as several findings
    Run best;
    const auto found = places.find(words(i));
    if (found == places.end() || !eligible_[i]) return best;
    std::size_t first = found->second;
    for (int looked = 0; looked < most && first != none; ++looked, first = earlier_[first]) {
      std::size_t length = 0;
      while (length < longest && first + length < i && i + length < clauses_.size() && same(first + length, i + length))
        ++length;
      if (length >= best.length) best = {first, length};
    }
    return best;
  }

  Span span_of(std::size_t clause, std::size_t length) const {
    return {bare_[clause].begin, bare_[clause + length - 1].end};
  }

  // A restated goal or task stands in a section that is left alone; then its copies are too.
  bool worth(const Run& run, std::size_t second) const {
    for (std::size_t k = 0; k < run.length; ++k) {
      if (!eligible_[run.first + k] || !eligible_[second + k]) return false;
    }
    const Span span = span_of(second, run.length);
    const auto threshold = static_cast<std::size_t>(context_.rules.copy_within);
    if (span.size() < threshold) return false;
    std::size_t own = span.size();
    bool only_amounts = true;
    for (std::size_t k = 0; k < run.length; ++k) only_amounts = only_amounts && states_amount(words(second + k));
    // A whole sentence is a copy even if one of its clauses states an amount.
    const Sentence& sentence = context_.analysis.sentences[clauses_[second].sentence];
    const bool whole =
        second == sentence.first_clause && second + run.length >= sentence.last_clause && run.length >= 2;
    if (whole && !only_amounts && !restated(second, run.length) &&
        span.size() - std::min<std::size_t>(span.size(), boilerplate_in(span)) >= threshold)
      return true;
    for (std::size_t k = 0; k < run.length; ++k) {
      const Text clause = words(second + k);
      if (states_amount(clause)) own -= std::min(own, clause.size() + 1);
    }
    return own >= threshold && own - std::min(own, boilerplate_in(span)) >= threshold && !restated(second, run.length);
  }

  static bool states_amount(Text clause) {
    return std::any_of(clause.begin(), clause.end(), is_digit) && contains_any(clause, {U"元", U"%", U"％"});
  }

  std::size_t boilerplate_in(Span span) const {
    const Text text = context_.view(span);
    std::vector<bool> covered(text.size());
    for (const std::u32string& phrase : context_.rules.boilerplate) {
      if (phrase.empty()) continue;
      for (std::size_t at = 0; (at = text.find(phrase, at)) != Text::npos; at += phrase.size()) {
        std::fill_n(covered.begin() + static_cast<std::ptrdiff_t>(at), phrase.size(), true);
      }
    }
    return static_cast<std::size_t>(std::count(covered.begin(), covered.end(), true));
  }

  // Whether the words also stand where goals, tasks or duties are told: each of the run's clauses does.
  bool restated(std::size_t first, std::size_t length) const {
    for (std::size_t k = 0; k < length; ++k) {
      if (!told_as_task_.contains(words(first + k))) return false;
    }
    return true;
  }

  // The clauses of duties, goals and tasks, and of sentences that state the goal wherever they stand.
  void collect_tasks() {
    for (std::size_t i = 0; i < clauses_.size(); ++i) {
      switch (context_.analysis.outline.kind_at(clauses_[i].span.begin)) {
        case SectionKind::duties:
        case SectionKind::overview:
        case SectionKind::goals:
        case SectionKind::yearly_work:
          told_as_task_.insert(words(i));
          break;
        default:
          if (goals_[clauses_[i].sentence]) told_as_task_.insert(words(i));
          break;
      }
    }
  }
  static bool states_goal(Text sentence) {
    return contains_any(sentence, {U"绩效目标是", U"绩效目标为", U"总体目标是", U"总体目标为"});
  }

  const Context& context_;
  const std::vector<Clause>& clauses_;
  Report& report_;
  static constexpr std::size_t none = static_cast<std::size_t>(-1);
  std::vector<std::size_t> earlier_;  // the place before with the same clause
  std::vector<bool> goals_;           // sentences that state a goal
  std::vector<bool> eligible_;
  std::vector<Span> bare_;  // clauses without their numbers
  std::unordered_set<Text> told_as_task_;
  std::size_t told_ = 0;  // the clause after the one that follows the last finding
};

}  // namespace

void check_repeats(const Context& context, Report& report) {
  RepeatChecker(context, report).run();
}

}  // namespace jiheng::audit
