// Compilation to postfix code, and the loop that runs it. Operands are pointers: to the caller's values, to constants
// in the tree, or to temporaries, so that nothing is copied but results.
#include "expr/expression.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <memory>
#include <new>

#include "expr/functions.h"
#include "expr/tree.h"

namespace jiheng::expr {

Scope::Scope(std::vector<Symbol> symbols) : symbols_(std::move(symbols)) {
  by_name_.resize(symbols_.size());
  for (std::size_t i = 0; i < by_name_.size(); ++i) by_name_[i] = static_cast<int>(i);
  std::stable_sort(by_name_.begin(), by_name_.end(), [&](int a, int b) { return (*this)[a].name < (*this)[b].name; });
}

int Scope::add(Symbol symbol) {
  const int slot = size();
  const auto place = std::upper_bound(by_name_.begin(), by_name_.end(), symbol.name,
                                      [&](const std::string& name, int other) { return name < (*this)[other].name; });
  by_name_.insert(place, slot);
  symbols_.push_back(std::move(symbol));
  return slot;
}

std::optional<int> Scope::find(std::string_view name) const {
  const auto place = std::lower_bound(by_name_.begin(), by_name_.end(), name,
                                      [&](int slot, std::string_view wanted) { return (*this)[slot].name < wanted; });
  if (place == by_name_.end() || (*this)[*place].name != name) return std::nullopt;
  return *place;
}

namespace {

struct Step {
  enum class Code : unsigned char {
    symbol,    // push values[a]
    constant,  // push *operand
    negate_number,
    negate_money,
    logical_not,
    add_number,
    subtract_number,
    multiply_number,
    divide_number,
    add_money,
    subtract_money,
    multiply_money,
    divide_money,
    date_plus,
    date_minus,
    date_difference,
    compare,      // how: Op; of: Type
    in,           // a: number of elements
    skip_false,   // to a, keeping the operand, when it is false
    skip_true,    // to a, keeping the operand, when it is true
    logical_and,  // Kleene
    logical_or,
    branch,  // pops; true: go on, false: to a, null: push null and to b
    jump,    // to a
    call,    // function, a: number of arguments
  };
  Code code;
  Op how = Op::error;
  Type of = Type::number;
  int a = 0;
  int b = 0;
  int result = -1;  // the temporary this step alone writes, so that a result never overwrites an operand
  const Value* operand = nullptr;
  const Function* function = nullptr;
};

}  // namespace

struct Expression::Program {
  std::string source;
  std::shared_ptr<const Node> root;  // a rebound expression shares it, and the constants in it
  std::vector<int> slots;
  std::vector<Symbol> symbols;  // of slots, in their order; the translators need titles and columns
  std::vector<Step> steps;
  int size = 0;              // of the stack and of the temporaries, whichever is larger
  std::vector<Value> bound;  // of a rebound expression: the values that stand for symbols
  const Value* run(Scratch& scratch, std::span<const Value> values, Run& run) const;  // null: see run.error
};

namespace {

using Code = Step::Code;

class Generator {
 public:
  std::vector<Step> steps;
  int size() const { return std::max(deepest_, results_); }

  void visit(const Node& node) {
    switch (node.op) {
      case Op::error:
        return;
      case Op::null:
      case Op::constant:
        push({.code = Code::constant, .operand = &node.constant});
        return;
      case Op::symbol:
        push({.code = Code::symbol, .a = node.slot});
        return;
      case Op::negate:
        visit(node[0]);
        return reduce({.code = node.type == Type::money ? Code::negate_money : Code::negate_number}, 1);
      case Op::logical_not:
        visit(node[0]);
        steps.push_back({.code = Code::logical_not});
        return;
      case Op::add:
      case Op::subtract:
      case Op::multiply:
      case Op::divide:
        visit(node[0]);
        visit(node[1]);
        return reduce({.code = arithmetic(node)}, 2);
      case Op::equal:
      case Op::not_equal:
      case Op::less:
      case Op::less_equal:
      case Op::greater:
      case Op::greater_equal:
        visit(node[0]);
        visit(node[1]);
        return reduce({.code = Code::compare, .how = node.op, .of = node[0].type}, 2);
      case Op::in:
        for (const NodePtr& child : node.children) visit(*child);
        return reduce({.code = Code::in, .of = node[0].type, .a = static_cast<int>(node.children.size()) - 1},
                      static_cast<int>(node.children.size()));
      case Op::logical_and:
      case Op::logical_or: {
        const bool conjunction = node.op == Op::logical_and;
        visit(node[0]);
        const std::size_t skip = steps.size();
        steps.push_back({.code = conjunction ? Code::skip_false : Code::skip_true});
        visit(node[1]);
        reduce({.code = conjunction ? Code::logical_and : Code::logical_or}, 2);
        steps[skip].a = here();
        return;
      }
      case Op::conditional:
        return conditional(node);
      case Op::call:
        for (const NodePtr& child : node.children) visit(*child);
        return reduce({.code = Code::call,
                       .of = node.type,
                       .a = static_cast<int>(node.children.size()),
                       .function = node.function},
                      static_cast<int>(node.children.size()));
    }
  }

 private:
  int here() const { return static_cast<int>(steps.size()); }
  void push(Step step) {
    steps.push_back(step);
    deepest_ = std::max(deepest_, ++height_);
  }
  void reduce(Step step, int operands) {
    step.result = results_++;
    steps.push_back(step);
    height_ -= operands - 1;
  }

  static Code arithmetic(const Node& node) {
    const Type left = node[0].type, right = node[1].type;
    switch (node.op) {
      case Op::add:
        return left == Type::date ? Code::date_plus : left == Type::money ? Code::add_money : Code::add_number;
      case Op::subtract:
        if (left == Type::date) return right == Type::date ? Code::date_difference : Code::date_minus;
        return left == Type::money ? Code::subtract_money : Code::subtract_number;
      case Op::multiply:
        return node.type == Type::money ? Code::multiply_money : Code::multiply_number;
      default:
        return left == Type::money ? Code::divide_money : Code::divide_number;
    }
  }

  void conditional(const Node& node) {
    visit(node[0]);
    const std::size_t branch = steps.size();
    steps.push_back({.code = Code::branch});
    --height_;
    visit(node[1]);
    --height_;
    const std::size_t jump = steps.size();
    steps.push_back({.code = Code::jump});
    steps[branch].a = here();
    visit(node[2]);
    steps[branch].b = steps[jump].a = here();
  }

  int height_ = 0;
  int deepest_ = 0;
  int results_ = 0;
};

bool missing(const Value& v) {
  return v.is_null() || v.is_no_base();
}

bool holds(Op how, std::strong_ordering order) {
  switch (how) {
    case Op::equal:
      return order == 0;
    case Op::not_equal:
      return order != 0;
    case Op::less:
      return order < 0;
    case Op::less_equal:
      return order <= 0;
    case Op::greater:
      return order > 0;
    default:
      return order >= 0;
  }
}

// Neither is null or no base.
std::strong_ordering order(Type type, const Value& a, const Value& b) {
  switch (type) {
    case Type::boolean:
      return a.boolean() <=> b.boolean();
    case Type::number:
      return a.number() <=> b.number();
    case Type::money:
      return a.money() <=> b.money();
    case Type::date:
      return a.date() <=> b.date();
    case Type::moment:
      return a.moment() <=> b.moment();
    case Type::text:
      break;
  }
  return a.text() <=> b.text();  // bytes of UTF-8 order as code points do
}

// x == e1 || x == e2 || …, with null where none is equal and one could be.
std::optional<bool> member_of(Type type, const Value& x, std::span<const Value* const> elements) {
  if (missing(x)) return std::nullopt;
  bool unsure = false;
  for (const Value* element : elements) {
    if (missing(*element)) {
      unsure = true;
    } else if (order(type, x, *element) == 0) {
      return true;
    }
  }
  if (unsure) return std::nullopt;
  return false;
}

// Null or no base when an operand is.
const Value* absent(const Value& a, const Value& b) {
  if (a.is_null()) return &a;
  if (b.is_null()) return &b;
  if (a.is_no_base()) return &a;
  return b.is_no_base() ? &b : nullptr;
}

Value quotient(const std::optional<Ratio>& ratio) {
  return ratio ? Value::of(*ratio) : Value::no_base();
}

Value arithmetic(Code code, const Value& a, const Value& b, Run& run) {
  switch (code) {
    case Code::add_number:
      return Value::of(a.number() + b.number());
    case Code::subtract_number:
      return Value::of(a.number() - b.number());
    case Code::multiply_number:
      return Value::of(a.number() * b.number());
    case Code::divide_number:
      if (b.number().sign() == 0) return Value::no_base();
      return Value::of(*divide(a.number(), b.number()));
    case Code::add_money:
      return Value::of(a.money() + b.money());
    case Code::subtract_money:
      return Value::of(a.money() - b.money());
    case Code::multiply_money: {
      const bool money_first = a.kind() == Value::Kind::money;
      const int128 times = (money_first ? b : a).number().numerator();  // a whole literal
      if (times < INT64_MIN || times > INT64_MAX) throw ArithmeticOverflow();
      return Value::of((money_first ? a : b).money() * static_cast<std::int64_t>(times));
    }
    case Code::divide_money:
      return quotient(divide(a.money(), b.money()));
    case Code::date_plus:
      return date_plus(a.date(), b.number(), run);
    case Code::date_minus:
      return date_plus(a.date(), -b.number(), run);
    default:  // date_difference
      return Value::of(Ratio(a.date() - b.date()));
  }
}

Value called(const Step& step, Arguments arguments, Run& run) {
  if (step.function->strict) {
    bool no_base = false;
    for (const Value* a : arguments) {
      if (a->is_null()) return {};
      no_base = no_base || a->is_no_base();
    }
    if (no_base) return step.of == Type::boolean ? Value() : Value::no_base();
  }
  return step.function->evaluate(arguments, run);
}

// Runs the steps and returns where the result is. A result is built in place (a copy right after would wait for its
// stores), and as no step runs twice, each has a temporary of its own.
const Value* run_steps(std::span<const Step> steps, const Value* values, const Value** stack, Value* temporaries,
                       Run& run) {
  static const Value null, yes = Value::of(true), no = Value::of(false);
  const auto truth = [](bool b) { return b ? &yes : &no; };
  const auto is = [](const Value& v, bool wanted) { return v.kind() == Value::Kind::boolean && v.boolean() == wanted; };
  int top = -1;  // index of the uppermost operand
  const Step* const first = steps.data();
  const Step* const end = first + steps.size();
  for (const Step* step = first; step != end; ++step) {
    switch (step->code) {
      case Code::symbol:
        stack[++top] = &values[step->a];
        break;
      case Code::constant:
        stack[++top] = step->operand;
        break;
      case Code::negate_number:
        if (missing(*stack[top])) break;
        stack[top] = new (&temporaries[step->result]) Value(Value::of(-stack[top]->number()));
        break;
      case Code::negate_money:
        if (missing(*stack[top])) break;
        stack[top] = new (&temporaries[step->result]) Value(Value::of(-stack[top]->money()));
        break;
      case Code::logical_not:
        if (stack[top]->kind() == Value::Kind::boolean) stack[top] = truth(!stack[top]->boolean());
        break;
      case Code::add_number:
      case Code::subtract_number:
      case Code::multiply_number:
      case Code::divide_number:
      case Code::add_money:
      case Code::subtract_money:
      case Code::multiply_money:
      case Code::divide_money:
      case Code::date_plus:
      case Code::date_minus:
      case Code::date_difference: {
        const Value &a = *stack[top - 1], &b = *stack[top];
        --top;
        if (const Value* nothing = absent(a, b)) {
          stack[top] = nothing;
          break;
        }
        stack[top] = new (&temporaries[step->result]) Value(arithmetic(step->code, a, b, run));
        if (run.error) return &null;
        break;
      }
      case Code::compare: {
        const Value &a = *stack[top - 1], &b = *stack[top];
        --top;
        stack[top] = missing(a) || missing(b) ? &null : truth(holds(step->how, order(step->of, a, b)));
        break;
      }
      case Code::in: {
        const std::span<const Value* const> elements(stack + top - step->a + 1, static_cast<std::size_t>(step->a));
        top -= step->a;
        const std::optional<bool> found = member_of(step->of, *stack[top], elements);
        stack[top] = found ? truth(*found) : &null;
        break;
      }
      case Code::skip_false:
        if (is(*stack[top], false)) step = first + step->a - 1;
        break;
      case Code::skip_true:
        if (is(*stack[top], true)) step = first + step->a - 1;
        break;
      case Code::logical_and:
        // The left operand is true or null here.
        --top;
        stack[top] = is(*stack[top + 1], false) || is(*stack[top], true) ? stack[top + 1] : &null;
        break;
      case Code::logical_or:
        // The left operand is false or null here.
        --top;
        stack[top] = is(*stack[top + 1], true) || is(*stack[top], false) ? stack[top + 1] : &null;
        break;
      case Code::branch:
        if (is(*stack[top], true)) {
          --top;
        } else if (is(*stack[top], false)) {
          --top;
          step = first + step->a - 1;
        } else {
          stack[top] = &null;
          step = first + step->b - 1;
        }
        break;
      case Code::jump:
        step = first + step->a - 1;
        break;
      case Code::call: {
        top -= step->a - 1;
        const Arguments arguments(stack + top, static_cast<std::size_t>(step->a));
        stack[top] = new (&temporaries[step->result]) Value(called(*step, arguments, run));
        if (run.error) return &null;
        break;
      }
    }
  }
  return stack[top];
}

void collect_slots(const Node& node, std::vector<int>& slots) {
  if (node.op == Op::symbol) slots.push_back(node.slot);
  for (const NodePtr& child : node.children) collect_slots(*child, slots);
}

}  // namespace

tl::expected<Expression, Expression::Problems> Expression::compile(std::string_view source, const Scope& scope,
                                                                   std::optional<Type> expected) {
  Problems problems;
  NodePtr root = parse(source, problems);
  if (root && std::none_of(problems.begin(), problems.end(),
                           [](const Problem& p) { return p.code == "expression.too-deep"; })) {
    assign_types(root, scope, expected, problems);
  }
  if (!problems.empty()) {
    std::stable_sort(problems.begin(), problems.end(),
                     [](const Problem& a, const Problem& b) { return a.offset < b.offset; });
    return tl::unexpected(std::move(problems));
  }
  auto program = std::make_shared<Program>();
  program->source = source;
  program->root = std::move(root);
  Generator generator;
  generator.visit(*program->root);
  program->steps = std::move(generator.steps);
  program->size = generator.size();
  collect_slots(*program->root, program->slots);
  std::sort(program->slots.begin(), program->slots.end());
  program->slots.erase(std::unique(program->slots.begin(), program->slots.end()), program->slots.end());
  for (const int slot : program->slots) program->symbols.push_back(scope[slot]);
  Expression expression;
  expression.program_ = std::move(program);
  return expression;
}

const std::string& Expression::source() const {
  return program_->source;
}
Type Expression::type() const {
  return program_->root->type;
}
std::vector<int> Expression::slots() const {
  return program_->slots;
}
const Node& Expression::root() const {
  return *program_->root;
}
const Symbol& Expression::symbol(int slot) const {
  const auto place = std::lower_bound(program_->slots.begin(), program_->slots.end(), slot);
  return program_->symbols[static_cast<std::size_t>(place - program_->slots.begin())];
}

Expression Expression::rebound(const std::function<std::variant<int, Value>(int slot)>& place) const {
  auto program = std::make_shared<Program>();
  program->source = program_->source;
  program->root = program_->root;
  program->steps = program_->steps;
  program->size = program_->size;
  program->bound.reserve(program_->slots.size());  // the steps point into it
  for (const int slot : program_->slots) {
    const auto placed = place(slot);
    const int* other = std::get_if<int>(&placed);
    if (other != nullptr) {
      program->slots.push_back(*other);
    } else {
      program->bound.push_back(std::get<Value>(placed));
    }
    for (std::size_t i = 0; i < program->steps.size(); ++i) {
      if (program_->steps[i].code != Code::symbol || program_->steps[i].a != slot) continue;
      if (other != nullptr) {
        program->steps[i].a = *other;
      } else {
        program->steps[i] = {.code = Code::constant, .operand = &program->bound.back()};
      }
    }
  }
  std::sort(program->slots.begin(), program->slots.end());
  program->slots.erase(std::unique(program->slots.begin(), program->slots.end()), program->slots.end());
  Expression expression;
  expression.program_ = std::move(program);
  return expression;
}

inline const Value* Expression::Program::run(Scratch& scratch, std::span<const Value> values, Run& run) const {
  assert(slots.empty() || static_cast<std::size_t>(slots.back()) < values.size());
  const Value* result;
  if (size <= Scratch::usual_size) {
    auto* temporaries = reinterpret_cast<Value*>(scratch.storage_);
    result = run_steps(steps, values.data(), scratch.stack_, temporaries, run);
  } else {
    scratch.more_storage_.resize(static_cast<std::size_t>(size));
    scratch.more_stack_.resize(static_cast<std::size_t>(size));
    result = run_steps(steps, values.data(), scratch.more_stack_.data(), scratch.more_storage_.data(), run);
  }
  return run.error ? nullptr : result;
}

const Value* Expression::evaluate_in(Scratch& scratch, std::span<const Value> values, const Context& context) const {
  Run run{context, std::nullopt};
  try {
    return program_->run(scratch, values, run);
  } catch (const ArithmeticOverflow&) {
    return nullptr;
  }
}

Result<Value> Expression::evaluate(std::span<const Value> values, const Context& context) const {
  Run run{context, std::nullopt};
  try {
    Scratch scratch;
    if (const Value* result = program_->run(scratch, values, run)) return *result;
    return fail(std::move(*run.error));
  } catch (const ArithmeticOverflow&) {
    return fail("expression.overflow");
  }
}

}  // namespace jiheng::expr
