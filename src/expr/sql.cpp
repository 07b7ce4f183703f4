#include "expr/sql.h"

#include <fmt/format.h>

#include "expr/functions.h"
#include "expr/sql_builder.h"
#include "expr/tree.h"

namespace jiheng::expr {
namespace {

class Translator {
 public:
  Translator(const Expression& expression, Dialect dialect) : expression_(expression), builder_(dialect) {}

  Result<SqlTerm> run() {
    SqlTerm term = visit(expression_.root());
    if (!builder_.failure().empty())
      return fail("expression.not-in-sql", {{"what", expression_.source()}}, builder_.failure());
    return term;
  }

 private:
  SqlTerm visit(const Node& node) {
    switch (node.op) {
      case Op::error:
        break;
      case Op::constant:
        return builder_.constant(node.constant, node.type);
      case Op::null:
        return builder_.null(node.type);
      case Op::symbol:
        return builder_.column(expression_.symbol(node.slot));
      case Op::negate:
        return builder_.negate(visit(node[0]));
      case Op::logical_not:
        return builder_.boolean("(NOT " + visit(node[0]).text + ")");
      case Op::add:
        return builder_.add(visit(node[0]), visit(node[1]));
      case Op::subtract: {
        SqlTerm difference = builder_.add(visit(node[0]), visit(node[1]), true);
        difference.type = node.type;  // date − date is a number
        return difference;
      }
      case Op::multiply:
        return builder_.multiply(visit(node[0]), visit(node[1]));
      case Op::divide:
        return builder_.divide(visit(node[0]), visit(node[1]));
      case Op::equal:
      case Op::not_equal:
      case Op::less:
      case Op::less_equal:
      case Op::greater:
      case Op::greater_equal:
        return builder_.boolean(builder_.compare(sign(node.op), visit(node[0]), visit(node[1])));
      case Op::in:
        return membership(node);
      case Op::logical_and:
        return builder_.boolean(fmt::format("({} AND {})", visit(node[0]).text, visit(node[1]).text));
      case Op::logical_or:
        return builder_.boolean(fmt::format("({} OR {})", visit(node[0]).text, visit(node[1]).text));
      case Op::conditional:
        return builder_.conditional(visit(node[0]).text, visit(node[1]), visit(node[2]));
      case Op::call:
        return call(node);
    }
    return builder_.boolean("NULL");
  }

  static std::string_view sign(Op op) {
    switch (op) {
      case Op::equal:
        return "=";
      case Op::not_equal:
        return "<>";
      case Op::less:
        return "<";
      case Op::less_equal:
        return "<=";
      case Op::greater:
        return ">";
      default:
        return ">=";
    }
  }

  // IN over whole values; numbers, which may be fractions of different scales, one by one.
  SqlTerm membership(const Node& node) {
    const SqlTerm x = visit(node[0]);
    const bool plain = x.type != Type::number && x.type != Type::boolean;
    std::string out;
    for (std::size_t i = 1; i < node.children.size() && out.size() <= SqlBuilder::most_text; ++i) {
      const SqlTerm element = visit(node[i]);
      out += (out.empty() ? "" : plain ? ", " : " OR ") + (plain ? element.text : builder_.compare("=", x, element));
    }
    if (!plain) return builder_.boolean("(" + out + ")");
    const std::string collation = x.type == Type::text ? builder_.text_collation() : std::string();
    return builder_.boolean(fmt::format("({}{} IN ({}))", x.text, collation, out));
  }

  SqlTerm call(const Node& node) {
    if (!node.function->sql) {
      builder_.fail(fmt::format("{} has no SQL", node.function->name));
      return builder_.boolean("NULL");
    }
    std::vector<SqlTerm> arguments;
    for (const NodePtr& child : node.children) arguments.push_back(visit(*child));
    SqlTerm term = node.function->sql(builder_, arguments);
    term.type = node.type;
    return term;
  }

  const Expression& expression_;
  SqlBuilder builder_;
};

}  // namespace

Result<std::string> sql_condition(const Expression& expression, Dialect dialect) {
  return Translator(expression, dialect).run().map([](SqlTerm term) { return std::move(term.text); });
}

Result<SqlValue> sql_value(const Expression& expression, Dialect dialect) {
  return Translator(expression, dialect).run().map([&](SqlTerm term) {
    SqlValue value;
    value.numerator = std::move(term.text);
    if (term.type == Type::boolean) {
      value.numerator = fmt::format("(CASE WHEN {0} THEN 1 WHEN NOT {0} THEN 0 END)", value.numerator);
    }
    if (term.type == Type::number) {
      value.denominator = term.denominator.empty() ? "1" : std::move(term.denominator);
      value.scale = term.scale;
    }
    return value;
  });
}

}  // namespace jiheng::expr
