// Compilation to postfix code, and the loop that runs it. Operands are pointers: to the caller's values, to constants
// in the tree, or to temporaries, so that nothing is copied but results.
#include "expr/expression.h"

#include <algorithm>
#include <array>
#include <memory>

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
  const Value* operand = nullptr;
  const Function* function = nullptr;
};

}  // namespace

struct Expression::Program {
  std::string source;
  NodePtr root;
  std::vector<int> slots;
  std::vector<Symbol> symbols;  // of slots, in their order; the translators need titles and columns
  std::vector<Step> steps;
  int depth = 0;  // of the stack
};

namespace {

using Code = Step::Code;

class Generator {
 public:
  std::vector<Step> steps;
  int deepest = 0;

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
        steps.push_back({.code = node.type == Type::money ? Code::negate_money : Code::negate_number});
        return;
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
    deepest = std::max(deepest, ++height_);
  }
  void reduce(Step step, int operands) {
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
    case Type::text:
      break;
  }
  return a.text() <=> b.text();  // bytes of UTF-8 order as code points do
}

Value compared(const Step& step, const Value& a, const Value& b) {
  if (missing(a) || missing(b)) return {};
  return Value::of(holds(step.how, order(step.of, a, b)));
}

// x == e1 || x == e2 || …, with null where none is equal and one could be.
Value member_of(Type type, const Value& x, std::span<const Value* const> elements) {
  if (missing(x)) return {};
  bool unsure = false;
  for (const Value* element : elements) {
    if (missing(*element)) {
      unsure = true;
    } else if (order(type, x, *element) == 0) {
      return Value::of(true);
    }
  }
  return unsure ? Value() : Value::of(false);
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
      return quotient(divide(a.number(), b.number()));
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

// Stacks up to this deep need no allocation; a rubric's rules stay below 10.
constexpr int usual_depth = 24;

Value run_steps(std::span<const Step> steps, const Value* values, const Value** stack, Value* temporaries, Run& run) {
  int top = -1;  // index of the uppermost operand
  // The result takes the place of the lowest operand it came from.
  const auto put = [&](int place, const Value& result) {
    temporaries[place] = result;
    stack[place] = &temporaries[place];
    top = place;
  };
  const auto is = [&](const Value& v, bool wanted) {
    return v.kind() == Value::Kind::boolean && v.boolean() == wanted;
  };
  const int count = static_cast<int>(steps.size());
  for (int i = 0; i < count; ++i) {
    const Step& step = steps[static_cast<std::size_t>(i)];
    switch (step.code) {
      case Code::symbol:
        stack[++top] = &values[step.a];
        break;
      case Code::constant:
        stack[++top] = step.operand;
        break;
      case Code::negate_number:
        if (!missing(*stack[top])) put(top, Value::of(-stack[top]->number()));
        break;
      case Code::negate_money:
        if (!missing(*stack[top])) put(top, Value::of(-stack[top]->money()));
        break;
      case Code::logical_not:
        if (stack[top]->kind() == Value::Kind::boolean) put(top, Value::of(!stack[top]->boolean()));
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
        if (const Value* nothing = absent(a, b)) {
          put(top - 1, *nothing);
        } else {
          put(top - 1, arithmetic(step.code, a, b, run));
          if (run.error) return {};
        }
        break;
      }
      case Code::compare:
        put(top - 1, compared(step, *stack[top - 1], *stack[top]));
        break;
      case Code::in:
        put(top - step.a,
            member_of(step.of, *stack[top - step.a], {stack + top - step.a + 1, static_cast<std::size_t>(step.a)}));
        break;
      case Code::skip_false:
        if (is(*stack[top], false)) i = step.a - 1;
        break;
      case Code::skip_true:
        if (is(*stack[top], true)) i = step.a - 1;
        break;
      case Code::logical_and:
        // The left operand is true or null here.
        put(top - 1, is(*stack[top], false) || is(*stack[top - 1], true) ? *stack[top] : Value());
        break;
      case Code::logical_or:
        // The left operand is false or null here.
        put(top - 1, is(*stack[top], true) || is(*stack[top - 1], false) ? *stack[top] : Value());
        break;
      case Code::branch:
        if (is(*stack[top], true)) {
          --top;
        } else if (is(*stack[top], false)) {
          --top;
          i = step.a - 1;
        } else {
          put(top, Value());
          i = step.b - 1;
        }
        break;
      case Code::jump:
        i = step.a - 1;
        break;
      case Code::call: {
        const int first = top - step.a + 1;
        put(first, called(step, {stack + first, static_cast<std::size_t>(step.a)}, run));
        if (run.error) return {};
        break;
      }
    }
  }
  return *stack[top];
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
  program->depth = generator.deepest;
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

Result<Value> Expression::evaluate(std::span<const Value> values, const Context& context) const {
  const Program& program = *program_;
  if (!program.slots.empty()) assert(static_cast<std::size_t>(program.slots.back()) < values.size());
  Run run{context, std::nullopt};
  try {
    Value result;
    if (program.depth <= usual_depth) {
      // Raw storage: Value is an implicit-lifetime type, and a place is written before it is read.
      alignas(Value) std::byte storage[usual_depth * sizeof(Value)];
      const Value* stack[usual_depth];
      result = run_steps(program.steps, values.data(), stack, reinterpret_cast<Value*>(storage), run);
    } else {
      std::vector<Value> temporaries(static_cast<std::size_t>(program.depth));
      std::vector<const Value*> stack(temporaries.size());
      result = run_steps(program.steps, values.data(), stack.data(), temporaries.data(), run);
    }
    if (run.error) return fail(std::move(*run.error));
    return result;
  } catch (const ArithmeticOverflow&) {
    return fail("expression.overflow");
  }
}

}  // namespace jiheng::expr
