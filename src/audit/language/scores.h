// Scores: the department's own total score and grade as the text states them, and the role of every other mark.
// Thread-safety: pure functions.
#pragma once

#include <optional>
#include <vector>

#include "audit/language/figure.h"

namespace jiheng::audit {

struct Analysis;

enum class Mark { earned, full, lost, unknown };
Mark mark_of(const Analysis& analysis, const Figure& figure);
// Whether the figure is where a grade begins or ends: 75分至90分（不含）为“良”.
bool is_grade_bound(const Analysis& analysis, const Figure& figure);
// Whether the figure is told as what a rate is multiplied with: 按预算执行率乘以10分计算.
bool is_factor(const Analysis& analysis, const Figure& figure);
// Points of a scoring rule, of nobody's score: 每少1项扣0.5分.
bool is_standard(const Analysis& analysis, const Figure& figure);

// Figures that state the total self-evaluation score of the whole document, in order.
std::vector<std::size_t> find_total_scores(const Analysis& analysis);

struct StatedGrade {
  reading::Span span;             // the grade's own characters
  std::u32string grade;           // 优 良 中 差
  std::optional<std::size_t> of;  // the mark of a project or item it stands beside; nullopt: of the whole
};
std::vector<StatedGrade> find_stated_grades(const Analysis& analysis);

}  // namespace jiheng::audit
