// Budget figures: which figures of the text are budgets, spending, rates and carry-overs, and of what: the whole
// department, basic or project spending, a fund, a named project. What a report states about its money can then be
// held together however far apart it stands.
//
// A figure whose measure or scope cannot be told is left out: nothing is paired by nearness alone.
// Thread-safety: pure functions.
#pragma once

#include <vector>

#include "audit/language/figure.h"

namespace jiheng::audit {

struct Analysis;

enum class Money { budget, spending, rate, carry_over, carry_over_rate };

enum class Scope {
  whole,
  basic,         // 基本支出
  project,       // 项目支出
  staff,         // 人员经费
  operating,     // 公用经费
  general_fund,  // 一般公共预算
  government_fund,
  state_capital,
  other_fund,
  named,  // a named project or item: comparable within its sentence only
};

enum class Kind {
  plain,
  initial,   // 年初
  expected,  // 预期 计划 目标
  average,   // 平均
  previous,  // another year's
  partial,   // up to a month, a half-year
};

struct BudgetFigure {
  std::size_t figure = 0;  // index in Analysis::figures
  Money money = Money::budget;
  Scope scope = Scope::whole;
  Kind kind = Kind::plain;
};

std::vector<BudgetFigure> find_budget_figures(const Analysis& analysis);

}  // namespace jiheng::audit
