// An expression in Chinese words, with the titles of its symbols: "金额 合计 ÷ 预算数 合计", "状态 为 已办结 且 金额 ≥
// 100.00元". Thread-safety: pure.
#pragma once

#include <string>

#include "expr/expression.h"

namespace jiheng::expr {
std::string in_words(const Expression& expression);
}
