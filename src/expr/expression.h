// Expression: one compiled expression of a pack: a typed, null-aware subset of CEL over decimals, money and dates,
// documented in docs/expressions.md. The same tree evaluates one record here and becomes SQL for many (expr/sql.h);
// a property test holds the two together.
//
// compile() reports every problem it finds, each with its place in the source. evaluate() is exact; its only errors
// are expression.overflow (128 bits, or a date outside 1900–2199), expression.not-whole (a symbol of scale 0 that held
// a fraction where whole days were needed) and, for working-day functions, the calendar's. Thread-safety: immutable
// after compile(); evaluate() may run on many threads.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.h"
#include "base/work_calendar.h"
#include "expr/value.h"

namespace jiheng::expr {

// A name an expression may use. Its slot is its index in the scope.
struct Symbol {
  std::string name;   // identifier, may be dotted: "payments.total"
  std::string title;  // Chinese, for messages and for rules in words
  Type type = Type::number;
  int scale = 0;    // number: decimals of the stored integer (a column holds value × 10^scale)
  int digits = 18;  // number, money: the stored integer has at most this many digits (proves that SQL cannot overflow)
  std::string column;  // SQL column; empty: not in SQL
};

class Scope {
 public:
  Scope() = default;
  explicit Scope(std::vector<Symbol> symbols);
  int add(Symbol symbol);  // returns the slot
  std::optional<int> find(std::string_view name) const;
  const Symbol& operator[](int slot) const { return symbols_[static_cast<std::size_t>(slot)]; }
  int size() const { return static_cast<int>(symbols_.size()); }
  const std::vector<Symbol>& symbols() const { return symbols_; }

 private:
  std::vector<Symbol> symbols_;
  std::vector<int> by_name_;  // slots sorted by name
};

struct Problem {
  std::size_t offset = 0;  // bytes into the source
  std::size_t length = 0;
  std::string code;     // "expression.unknown-name"
  std::string message;  // Chinese
};

// What evaluation may ask of the world.
struct Context {
  const WorkCalendar* calendar = nullptr;  // for workdays_between / add_workdays; their absence is calendar.none
};

struct Node;  // the typed tree, private to expr/

class Expression {
 public:
  using Problems = std::vector<Problem>;
  // `expected`: the type the place needs (a filter needs boolean); another type is a problem.
  static tl::expected<Expression, Problems> compile(std::string_view source, const Scope& scope,
                                                    std::optional<Type> expected = std::nullopt);

  const std::string& source() const;
  Type type() const;
  std::vector<int> slots() const;  // slots read, ascending, each once
  // values[slot] for every slot of the scope it was compiled with.
  Result<Value> evaluate(std::span<const Value> values, const Context& context = {}) const;

  // Working space of evaluate_in(); one per thread, used again and again.
  class Scratch;
  // evaluate() for inner loops: the result stays in `scratch` until its next use, or among `values`, or in the
  // expression. Null where evaluate() gives an error: call that to learn which.
  const Value* evaluate_in(Scratch& scratch, std::span<const Value> values, const Context& context) const;
  // The same expression over rows of the caller's own: place(slot) says what stands for a symbol, a value that never
  // changes (text in it must outlive the result) or another slot. Only for evaluation, not for the translators.
  Expression rebound(const std::function<std::variant<int, Value>(int slot)>& place) const;

  const Node& root() const;              // for the translators of expr/
  const Symbol& symbol(int slot) const;  // for the same: one of slots()

 private:
  struct Program;
  std::shared_ptr<const Program> program_;
};

class Expression::Scratch {
  friend class Expression;
  // Up to this many results and operands need no allocation; a rubric's rules have fewer than 10.
  static constexpr int usual_size = 32;
  alignas(Value) std::byte storage_[usual_size * sizeof(Value)];  // a temporary is built before it is read
  const Value* stack_[usual_size];
  std::vector<Value> more_storage_;
  std::vector<const Value*> more_stack_;
};

}  // namespace jiheng::expr
