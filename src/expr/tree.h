// The typed tree of an expression, private to expr/: what the parser builds, the typing fills in, and the evaluator and
// the three translators (SQL, Excel, words) read. Text constants live in their nodes, so the tree must outlive every
// Value that came from it. Thread-safety: immutable once Expression::compile has returned.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "expr/expression.h"

namespace jiheng::expr {

struct Function;

enum class Op : unsigned char {
  error,  // what could not be parsed; never in a compiled expression
  constant,
  null,    // the literal null, with the type its place gives it
  symbol,  // slot
  negate,
  logical_not,
  add,
  subtract,
  multiply,
  divide,
  equal,
  not_equal,
  less,
  less_equal,
  greater,
  greater_equal,
  in,  // children[0] in [children[1], …]
  logical_and,
  logical_or,
  conditional,
  call,
};

inline bool is_comparison(Op op) {
  return op >= Op::equal && op <= Op::greater_equal;
}

struct Node {
  Op op = Op::error;
  bool known = false;    // type is known; false where a problem was already reported
  bool integer = false;  // a number that is always whole
  bool method = false;   // call written x.f(y)
  Type type = Type::number;
  int slot = -1;
  int depth = 1;
  std::size_t offset = 0;  // bytes of the source this node covers
  std::size_t length = 0;
  const Function* function = nullptr;
  Value constant;
  std::string text;  // of a text constant; or the name of a symbol or call, as written
  std::vector<std::unique_ptr<Node>> children;

  const Node& operator[](std::size_t i) const { return *children[i]; }
};

using NodePtr = std::unique_ptr<Node>;

inline constexpr int max_depth = 200;
inline constexpr std::size_t max_source = 64 * 1024;

// Source to untyped tree. Problems are appended; a tree is returned even then (with Op::error nodes), so that the
// typing can report what else is wrong. Nothing only if the source is too long or is not UTF-8.
NodePtr parse(std::string_view source, std::vector<Problem>& problems);

// Names to slots and functions, and the type of every node; folds date(), moment(), yuan(), wan() and minus signs of
// literals.
void assign_types(NodePtr& root, const Scope& scope, std::optional<Type> expected, std::vector<Problem>& problems);

}  // namespace jiheng::expr
