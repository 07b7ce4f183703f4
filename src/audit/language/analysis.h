// Analysis: what is known of one document before any rule looks at it: outline, sentences, clauses, figures, and what
// the figures are of.
//
// Thread-safety: a value; the document must outlive it.
#pragma once

#include <vector>

#include "audit/language/breakdown.h"
#include "audit/language/budget.h"
#include "audit/language/figure.h"
#include "audit/language/outline.h"
#include "audit/language/score_marks.h"
#include "audit/language/scores.h"
#include "reading/document.h"

namespace jiheng::audit {

// From after one of 。！？； or a block's begin to the next, the mark included.
struct Sentence {
  reading::Span span;
  std::size_t block = 0;
  std::size_t first_clause = 0, last_clause = 0;  // half-open, in Analysis::clauses
  std::size_t first_figure = 0, last_figure = 0;  // half-open, in Analysis::figures
};

// Between marks ，、：；。 and the block's ends (a 、 or ， within brackets or quotes parts nothing); without the mark.
struct Clause {
  reading::Span span;
  std::size_t sentence = 0;
  char32_t mark = 0;  // the mark that ends it; 0: the block's end
};

struct Analysis {
  explicit Analysis(const reading::Document& d) : document(d) {}

  const reading::Document& document;
  Outline outline;
  std::vector<Sentence> sentences;
  std::vector<Clause> clauses;
  std::vector<Figure> figures;  // by position
  std::vector<BudgetFigure> budget;
  std::vector<Breakdown> breakdowns;
  std::vector<int> part_of;               // of each figure, the index of the breakdown it is a part of; -1: none
  std::vector<std::size_t> total_scores;  // in figures
  std::vector<StatedGrade> stated_grades;
  std::vector<ItemMark> item_marks;

  std::u32string_view view(reading::Span span) const { return document.view(span); }
};

Analysis analyse(const reading::Document& document);

}  // namespace jiheng::audit
