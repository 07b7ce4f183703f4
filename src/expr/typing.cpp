// Names, functions and types. A node whose type could not be found is "not known", and whatever uses it keeps silent,
// so that each mistake is told once.
#include <algorithm>
#include <array>

#include "expr/functions.h"
#include "expr/tree.h"

namespace jiheng::expr {
namespace {

std::vector<char32_t> code_points(std::string_view text) {
  std::vector<char32_t> out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    // Distances only compare code points, so packing their bytes is as good as decoding them.
    if ((byte & 0xC0) == 0x80) {
      out.back() = out.back() << 8 | byte;
    } else {
      out.push_back(byte);
    }
  }
  return out;
}

std::size_t edit_distance(std::string_view a, std::string_view b) {
  const std::vector<char32_t> x = code_points(a), y = code_points(b);
  std::vector<std::size_t> row(y.size() + 1);
  for (std::size_t j = 0; j < row.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= x.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= y.size(); ++j) {
      const std::size_t replaced = diagonal + (x[i - 1] != y[j - 1]);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, replaced});
    }
  }
  return row[y.size()];
}

// "，是否应为“…”？" with the name nearest to `name`, or "" when none is near.
class Nearest {
 public:
  explicit Nearest(std::string_view name) : name_(name), best_(std::max<std::size_t>(2, name.size() / 3) + 1) {}
  void consider(std::string_view candidate) {
    const std::size_t longer = std::max(name_.size(), candidate.size()),
                      shorter = std::min(name_.size(), candidate.size());
    if (longer > 200 || longer - shorter >= 3 * best_) return;
    const std::size_t distance = edit_distance(name_, candidate);
    if (distance >= best_ || distance >= code_points(candidate).size()) return;
    best_ = distance;
    nearest_ = candidate;
  }
  std::string hint() const {
    return nearest_.empty() ? std::string() : message_text("expression.did-you-mean", {{"name", nearest_}});
  }

 private:
  std::string_view name_;
  std::string_view nearest_;
  std::size_t best_;
};

std::string_view sign_of(Op op) {
  switch (op) {
    case Op::negate:
    case Op::subtract:
      return "-";
    case Op::logical_not:
      return "!";
    case Op::add:
      return "+";
    case Op::multiply:
      return "*";
    case Op::divide:
      return "/";
    case Op::equal:
      return "==";
    case Op::not_equal:
      return "!=";
    case Op::less:
      return "<";
    case Op::less_equal:
      return "<=";
    case Op::greater:
      return ">";
    case Op::greater_equal:
      return ">=";
    case Op::in:
      return "in";
    case Op::logical_and:
      return "&&";
    case Op::logical_or:
      return "||";
    case Op::conditional:
      return "?:";
    default:
      return "";
  }
}

bool whole_literal(const Node& node) {
  return node.op == Op::constant && node.known && node.type == Type::number && node.integer;
}

constexpr std::array<std::string_view, 4> constructors = {"date", "moment", "yuan", "wan"};

class Typing {
 public:
  Typing(const Scope& scope, std::vector<Problem>& problems) : scope_(scope), problems_(problems) {}

  void visit(NodePtr& node) {
    // The names within a call to a constructor are literals; visiting children first suits them too.
    for (NodePtr& child : node->children) visit(child);
    switch (node->op) {
      case Op::error:
      case Op::null:  // its place gives it a type
        return;
      case Op::constant:
        return known(*node, node->type, node->integer);
      case Op::symbol:
        return symbol(*node);
      case Op::negate:
        return negate(node);
      case Op::logical_not:
        if (need(*node->children[0], Type::boolean, sign_of(node->op))) known(*node, Type::boolean);
        return;
      case Op::add:
      case Op::subtract:
      case Op::multiply:
      case Op::divide:
        return arithmetic(*node);
      case Op::equal:
      case Op::not_equal:
        if (node->children[0]->op == Op::null || node->children[1]->op == Op::null) return null_test(node);
        return comparison(*node);
      case Op::less:
      case Op::less_equal:
      case Op::greater:
      case Op::greater_equal:
        return comparison(*node);
      case Op::in:
        return membership(*node);
      case Op::logical_and:
      case Op::logical_or: {
        const bool left = need(*node->children[0], Type::boolean, sign_of(node->op));
        const bool right = need(*node->children[1], Type::boolean, sign_of(node->op));
        if (left && right) known(*node, Type::boolean);
        return;
      }
      case Op::conditional:
        return conditional(*node);
      case Op::call:
        return call(node);
    }
  }

  void expect(NodePtr& root, std::optional<Type> expected) {
    if (root->op == Op::null) {
      if (expected) return known(*root, *expected);
      return type_problem(*root, message_text("expression.type-null"));
    }
    if (root->known && expected && root->type != *expected) {
      type_problem(*root, message_text("expression.type-expected",
                                       {{"expected", title(*expected)}, {"found", title(root->type)}}));
    }
  }

 private:
  static void known(Node& node, Type type, bool integer = false) {
    node.known = true;
    node.type = type;
    node.integer = integer && type == Type::number;
  }

  void problem(const Node& node, std::string code, std::string message) {
    problems_.push_back({node.offset, node.length, std::move(code), std::move(message)});
  }
  void type_problem(const Node& node, std::string what) {
    problem(node, "expression.type", message_text("expression.type", {{"what", what}}));
  }

  // Known, and not the bare null where a value is needed.
  bool usable(Node& node) {
    if (node.op == Op::null && !node.known) {
      type_problem(node, message_text("expression.type-null"));
      return false;
    }
    return node.known;
  }
  bool need(Node& node, Type type, std::string_view sign) {
    if (!usable(node)) return false;
    if (node.type == type) return true;
    type_problem(node, message_text("expression.type-operand",
                                    {{"sign", sign}, {"expected", title(type)}, {"found", title(node.type)}}));
    return false;
  }

  void symbol(Node& node) {
    if (const std::optional<int> slot = scope_.find(node.text)) {
      node.slot = *slot;
      const Symbol& symbol = scope_[*slot];
      return known(node, symbol.type, symbol.scale == 0);
    }
    Nearest nearest(node.text);
    for (const Symbol& symbol : scope_.symbols()) nearest.consider(symbol.name);
    problem(node, "expression.unknown-name",
            message_text("expression.unknown-name", {{"name", node.text}, {"hint", nearest.hint()}}));
  }

  void negate(NodePtr& node) {
    Node& operand = *node->children[0];
    if (!usable(operand)) return;
    if (operand.type != Type::number && operand.type != Type::money) {
      return type_problem(*node, message_text("expression.type-negate", {{"found", title(operand.type)}}));
    }
    if (operand.op == Op::constant) {  // a negative literal
      const Value value =
          operand.type == Type::money ? Value::of(-operand.constant.money()) : Value::of(-operand.constant.number());
      NodePtr folded = std::move(node->children[0]);
      folded->offset = node->offset;
      folded->length = node->length;
      folded->depth = 1;
      folded->constant = value;
      node = std::move(folded);
      return;
    }
    known(*node, operand.type, operand.integer);
  }

  void arithmetic(Node& node) {
    Node &left = *node.children[0], &right = *node.children[1];
    const bool usable_left = usable(left), usable_right = usable(right);
    if (!usable_left || !usable_right) return;
    const Type a = left.type, b = right.type;
    const bool whole = left.integer && right.integer;
    if (a == Type::number && b == Type::number) return known(node, Type::number, whole && node.op != Op::divide);
    switch (node.op) {
      case Op::add:
      case Op::subtract:
        if (a == Type::money && b == Type::money) return known(node, Type::money);
        if (a == Type::date && b == Type::number) {
          if (right.integer) return known(node, Type::date);
          return type_problem(right, message_text("expression.type-whole-days"));
        }
        if (node.op == Op::subtract && a == Type::date && b == Type::date) return known(node, Type::number, true);
        break;
      case Op::multiply:
        if ((a == Type::money && whole_literal(right)) || (b == Type::money && whole_literal(left))) {
          return known(node, Type::money);
        }
        break;
      default:
        if (a == Type::money && b == Type::money) return known(node, Type::number);
    }
    const bool mixed = (a == Type::money && b == Type::number) || (a == Type::number && b == Type::money);
    type_problem(node, message_text("expression.type-operands",
                                    {{"sign", sign_of(node.op)},
                                     {"left", title(a)},
                                     {"right", title(b)},
                                     {"hint", mixed ? message_text("expression.hint-yuan-of") : std::string()}}));
  }

  // x == null, x != null.
  void null_test(NodePtr& node) {
    NodePtr& left = node->children[0];
    if (left->op == Op::null) std::swap(left, node->children[1]);
    if (!usable(*left)) return;
    auto test = std::make_unique<Node>();
    test->op = Op::call;
    test->function = find_function("is_null");
    test->text = "is_null";
    test->offset = node->offset;
    test->length = node->length;
    test->depth = left->depth + 1;
    test->children.push_back(std::move(left));
    known(*test, Type::boolean);
    if (node->op == Op::equal) {
      node = std::move(test);
      return;
    }
    node->op = Op::logical_not;
    node->depth = test->depth + 1;
    node->children.clear();
    node->children.push_back(std::move(test));
    known(*node, Type::boolean);
  }

  void comparison(Node& node) {
    Node &left = *node.children[0], &right = *node.children[1];
    const bool usable_left = usable(left), usable_right = usable(right);
    if (!usable_left || !usable_right) return;
    const bool ordered = node.op != Op::equal && node.op != Op::not_equal;
    if (left.type == right.type && !(ordered && left.type == Type::boolean)) return known(node, Type::boolean);
    const bool mixed = (left.type == Type::money && right.type == Type::number) ||
                       (left.type == Type::number && right.type == Type::money);
    type_problem(node, message_text("expression.type-operands",
                                    {{"sign", sign_of(node.op)},
                                     {"left", title(left.type)},
                                     {"right", title(right.type)},
                                     {"hint", mixed ? message_text("expression.hint-yuan") : std::string()}}));
  }

  void membership(Node& node) {
    bool good = usable(*node.children[0]);
    const Type type = node.children[0]->type;
    for (std::size_t i = 1; i < node.children.size(); ++i) {
      if (good) {
        if (!need(*node.children[i], type, sign_of(node.op))) known(node, Type::boolean);
      } else {
        usable(*node.children[i]);
      }
    }
    if (good) known(node, Type::boolean);
  }

  void conditional(Node& node) {
    need(*node.children[0], Type::boolean, sign_of(node.op));
    Node &yes = *node.children[1], &no = *node.children[2];
    if (yes.op == Op::null && no.known) known(yes, no.type, no.integer);
    if (no.op == Op::null && yes.known) known(no, yes.type, yes.integer);
    if (yes.op == Op::null && no.op == Op::null) return type_problem(node, message_text("expression.type-null"));
    if (!yes.known || !no.known) return;
    if (yes.type == no.type) return known(node, yes.type, yes.integer && no.integer);
    type_problem(node,
                 message_text("expression.type-branches", {{"left", title(yes.type)}, {"right", title(no.type)}}));
  }

  void call(NodePtr& node) {
    if (is_constructor(*node)) return constructor(node);
    const Function* function = find_function(node->text);
    if (!function) {
      Nearest nearest(node->text);
      for (const Function& f : functions()) nearest.consider(f.name);
      for (std::string_view name : constructors) nearest.consider(name);
      return problem(*node, "expression.unknown-function",
                     message_text("expression.unknown-function", {{"name", node->text}, {"hint", nearest.hint()}}));
    }
    if (function->method != node->method) {
      return problem(*node, "expression.arguments",
                     message_text(function->method ? "expression.arguments-method" : "expression.arguments-function",
                                  {{"name", node->text}}));
    }
    node->function = function;
    signature(*node, *function);
  }

  // date(m) of a moment is a function like others.
  static bool is_constructor(const Node& node) {
    if (node.method || std::find(constructors.begin(), constructors.end(), node.text) == constructors.end()) {
      return false;
    }
    return !(node.text == "date" && node.children.size() == 1 && node.children[0]->known &&
             node.children[0]->type == Type::moment);
  }

  // date("…"), moment("…"), yuan(…), wan(…) with a literal.
  void constructor(NodePtr& node) {
    const bool is_date = node->text == "date", is_moment = node->text == "moment";
    const Type type = is_date || is_moment ? Type::text : Type::number;
    if (node->children.size() != 1) return count_problem(*node, "1");
    Node& literal = *node->children[0];
    if (literal.op == Op::error || (literal.op != Op::constant && literal.op != Op::null && !literal.known)) return;
    if (literal.op != Op::constant || literal.type != type) {
      return problem(literal, "expression.arguments",
                     message_text(is_date     ? "expression.arguments-date"
                                  : is_moment ? "expression.arguments-moment"
                                              : "expression.arguments-money",
                                  {{"name", node->text}}));
    }
    Value value;
    if (is_date) {
      const Result<Date> date = Date::parse(literal.constant.text());
      if (!date) return literal_problem(literal, date.error());
      value = Value::of(*date);
    } else if (is_moment) {
      const Result<Moment> moment = Moment::parse(literal.constant.text());
      if (!moment) return literal_problem(literal, moment.error());
      value = Value::of(*moment);
    } else {
      const std::optional<Decimal> amount = literal.constant.number().exact_decimal();
      const Result<Money> money =
          Money::from_decimal(amount.value_or(Decimal()), node->text == "wan" ? MoneyUnit::wan : MoneyUnit::yuan);
      if (!money) return literal_problem(literal, money.error());
      value = Value::of(*money);
    }
    node->op = Op::constant;
    node->depth = 1;
    node->children.clear();
    node->constant = value;
    known(*node, is_date ? Type::date : is_moment ? Type::moment : Type::money);
  }
  void literal_problem(const Node& node, const Error& error) {
    problem(node, "expression.literal", message_text("expression.literal", {{"what", error.message}}));
  }

  void count_problem(const Node& node, std::string_view wanted) {
    problem(node, "expression.arguments",
            message_text("expression.arguments",
                         {{"name", node.text}, {"wanted", wanted}, {"found", node.children.size()}}));
  }

  // The parameter letters for `count` arguments, the group in [] repeated as needed; "" when the count does not fit.
  static std::string parameters(std::string_view signature, std::size_t count) {
    const std::string_view all = signature.substr(0, signature.find(':'));
    const std::size_t open = all.find('['), close = all.find(']');
    if (open == all.npos) return all.size() == count ? std::string(all) : std::string();
    const std::string_view before = all.substr(0, open), group = all.substr(open + 1, close - open - 1),
                           after = all.substr(close + 1);
    const std::size_t fixed = before.size() + after.size();
    if (count < fixed + group.size() || (count - fixed) % group.size() != 0) return {};
    std::string out(before);
    while (out.size() + after.size() < count) out += group;
    return out.append(after);
  }

  // "2", or "至少2", or "4、6、8…".
  static std::string wanted(std::string_view signature) {
    const std::string_view all = signature.substr(0, signature.find(':'));
    const std::size_t open = all.find('['), close = all.find(']');
    if (open == all.npos) return std::to_string(all.size());
    const std::size_t group = close - open - 1, least = all.size() - 2;
    if (group == 1) return message_text("expression.at-least", {{"count", least}});
    return message_text("expression.steps-of",
                        {{"first", least}, {"second", least + group}, {"third", least + 2 * group}});
  }

  void signature(Node& node, const Function& function) {
    const std::string letters = parameters(function.signature, node.children.size());
    if (letters.empty()) return count_problem(node, wanted(function.signature));
    std::optional<Type> amount, any;
    bool good = true, whole = true;
    for (std::size_t i = 0; i < letters.size(); ++i) {
      Node& child = *node.children[i];
      if (!argument(node, child, letters[i], amount, any)) good = false;
      if (letters[i] == 'A' || letters[i] == 'X') whole = whole && child.integer;
    }
    if (!good) return;
    switch (function.signature.back()) {
      case 'B':
        return known(node, Type::boolean);
      case 'M':
        return known(node, Type::money);
      case 'D':
        return known(node, Type::date);
      case 'i':
        return known(node, Type::number, true);
      case 'A':
        return known(node, *amount, whole);
      case 'X':
        return known(node, *any, whole);
      default:
        known(node, Type::number, rounds_to_whole(node));
    }
    if (node.text.starts_with("bands_")) ascending(node);
  }

  // round(x, 0) and truncate(x, 0) are whole.
  static bool rounds_to_whole(const Node& node) {
    return (node.text == "round" || node.text == "truncate") && node[1].constant.number().sign() == 0;
  }

  bool argument(const Node& call, Node& child, char letter, std::optional<Type>& amount, std::optional<Type>& any) {
    if (!usable(child)) return false;
    const auto fits = [&](Type type) {
      if (child.type == type) return true;
      argument_problem(call, child, title(type));
      return false;
    };
    switch (letter) {
      case 'N':
        return fits(Type::number);
      case 'M':
        return fits(Type::money);
      case 'D':
        return fits(Type::date);
      case 'O':
        return fits(Type::moment);
      case 'T':
        return fits(Type::text);
      case 'I':
        if (!fits(Type::number)) return false;
        if (!child.integer) type_problem(child, message_text("expression.type-whole", {{"name", call.text}}));
        return child.integer;
      case 'L':
        if (whole_literal(child) && child.constant.number().sign() >= 0 &&
            child.constant.number() <= Ratio(Decimal::max_scale)) {
          return true;
        }
        problem(child, "expression.arguments",
                message_text("expression.arguments-digits", {{"name", call.text}, {"limit", Decimal::max_scale}}));
        return false;
      case 'A':
        if (!amount && child.type != Type::number && child.type != Type::money) {
          argument_problem(call, child, message_text("expression.number-or-money"));
          return false;
        }
        if (!amount) amount = child.type;
        return fits(*amount);
      default:  // 'X'
        if (!any) any = child.type;
        return fits(*any);
    }
  }
  void argument_problem(const Node& call, const Node& child, std::string_view expected) {
    type_problem(child, message_text("expression.type-argument",
                                     {{"name", call.text}, {"expected", expected}, {"found", title(child.type)}}));
  }

  // The limits of bands, where they are literals, must go up (at_most) or down (at_least).
  void ascending(const Node& node) {
    const bool up = node.text == "bands_at_most";
    for (std::size_t i = 3; i + 1 < node.children.size(); i += 2) {
      const Node &before = node[i - 2], &here = node[i];
      if (before.op != Op::constant || here.op != Op::constant) continue;
      const auto order = here.type == Type::money ? here.constant.money() <=> before.constant.money()
                                                  : here.constant.number() <=> before.constant.number();
      if (up ? order > 0 : order < 0) continue;
      problem(here, "expression.arguments",
              message_text(up ? "expression.arguments-ascending" : "expression.arguments-descending",
                           {{"name", node.text}}));
    }
  }

  const Scope& scope_;
  std::vector<Problem>& problems_;
};

}  // namespace

void assign_types(NodePtr& root, const Scope& scope, std::optional<Type> expected, std::vector<Problem>& problems) {
  Typing typing(scope, problems);
  typing.visit(root);
  typing.expect(root, expected);
}

}  // namespace jiheng::expr
