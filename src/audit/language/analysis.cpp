#include "audit/language/analysis.h"

#include <algorithm>

#include "audit/language/figures.h"

namespace jiheng::audit {
namespace {

bool ends_sentence(char32_t c) {
  return c == U'。' || c == U'！' || c == U'？' || c == U'；';
}
bool ends_clause(char32_t c) {
  return c == U'，' || c == U'、' || c == U'：';
}
int depth_change(char32_t c) {
  switch (c) {
    case U'（':
    case U'〔':
    case U'“':
    case U'《':
    case U'【':
    case U'「':
      return 1;
    case U'）':
    case U'〕':
    case U'”':
    case U'》':
    case U'】':
    case U'」':
      return -1;
    default:
      return 0;
  }
}

// Characters after which a comma ends a sentence too: nobody writes such a one, and what is looked for within a
// sentence must stay linear in the text.
constexpr std::uint32_t longest_sentence = 2000;

class Splitter {
 public:
  explicit Splitter(Analysis& analysis) : analysis_(analysis) {}

  void split(std::size_t block) {
    const reading::Span span = analysis_.document.blocks[block].span;
    sentence_begin_ = clause_begin_ = span.begin;
    first_clause_ = analysis_.clauses.size();
    int depth = 0;
    for (std::uint32_t i = span.begin; i < span.end; ++i) {
      const char32_t c = analysis_.document.text[i];
      depth = std::max(0, depth + depth_change(c));
      const bool endless = i - sentence_begin_ >= longest_sentence && c == U'，';
      if (ends_sentence(c) || endless) {
        end_clause(i, c);
        end_sentence(i + 1, block);
        depth = 0;  // a bracket that nobody closed ends with its sentence
      } else if (depth == 0 && ends_clause(c)) {
        end_clause(i, c);
      }
    }
    end_clause(span.end, 0);
    end_sentence(span.end, block);
  }

 private:
  void end_clause(std::uint32_t end, char32_t mark) {
    if (end > clause_begin_) analysis_.clauses.push_back({{clause_begin_, end}, analysis_.sentences.size(), mark});
    clause_begin_ = end + 1;
  }
  void end_sentence(std::uint32_t end, std::size_t block) {
    if (end > sentence_begin_ && analysis_.clauses.size() > first_clause_) {
      Sentence sentence;
      sentence.span = {sentence_begin_, end};
      sentence.block = block;
      sentence.first_clause = first_clause_;
      sentence.last_clause = analysis_.clauses.size();
      analysis_.sentences.push_back(sentence);
    }
    sentence_begin_ = clause_begin_ = end;
    first_clause_ = analysis_.clauses.size();
  }

  Analysis& analysis_;
  std::uint32_t sentence_begin_ = 0, clause_begin_ = 0;
  std::size_t first_clause_ = 0;
};

}  // namespace

Analysis analyse(const reading::Document& document) {
  Analysis analysis(document);
  analysis.outline = outline_of(document);
  Splitter splitter(analysis);
  for (std::size_t block = 0; block < document.blocks.size(); ++block) splitter.split(block);
  find_figures(analysis);
  analysis.budget = find_budget_figures(analysis);
  analysis.breakdowns = find_breakdowns(analysis);
  analysis.part_of.assign(analysis.figures.size(), -1);
  for (std::size_t b = analysis.breakdowns.size(); b-- > 0;) {
    for (const std::size_t part : analysis.breakdowns[b].parts) analysis.part_of[part] = static_cast<int>(b);
  }
  analysis.total_scores = find_total_scores(analysis);
  analysis.stated_grades = find_stated_grades(analysis);
  analysis.item_marks = find_item_marks(analysis);
  return analysis;
}

}  // namespace jiheng::audit
