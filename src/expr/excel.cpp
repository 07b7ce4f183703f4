#include "expr/excel.h"

#include <fmt/format.h>

#include <optional>

#include "expr/functions.h"
#include "expr/tree.h"

namespace jiheng::expr {
namespace {

constexpr std::size_t most_formula = 8192;  // Excel's limits
constexpr std::size_t most_text = 255;

class Translator {
 public:
  explicit Translator(const std::function<std::string(int)>& cell_of) : cell_of_(cell_of) {}

  // Too long a piece fails at once: some formulas repeat their operands, and nesting would multiply that.
  Phrase visit(const Node& node) {
    Phrase phrase = translated(node);
    return phrase.text.size() > most_formula ? fail("over 8192 characters") : phrase;
  }

  const std::optional<std::string>& failure() const { return failure_; }

 private:
  Phrase translated(const Node& node) {
    switch (node.op) {
      case Op::error:
      case Op::null:
        return fail("null");
      case Op::constant:
        return constant(node);
      case Op::symbol:
        return {cell_of_(node.slot), level::atom};
      case Op::negate:
        return {"-" + at(visit(node[0]), level::atom), level::unary};
      case Op::logical_not:
        return {"NOT(" + visit(node[0]).text + ")", level::atom};
      case Op::add:
        return infix(node, "+", level::sum, level::sum);
      case Op::subtract:
        return infix(node, "-", level::sum, level::product);
      case Op::multiply:
        return infix(node, "*", level::product, level::product);
      case Op::divide:
        return infix(node, "/", level::product, level::unary);
      case Op::equal:
        return comparison(node, "=");
      case Op::not_equal:
        return comparison(node, "<>");
      case Op::less:
        return comparison(node, "<");
      case Op::less_equal:
        return comparison(node, "<=");
      case Op::greater:
        return comparison(node, ">");
      case Op::greater_equal:
        return comparison(node, ">=");
      case Op::in: {
        const Phrase x = visit(node[0]);
        std::string out;
        for (std::size_t i = 1; i < node.children.size() && out.size() <= most_formula; ++i) {
          out += (out.empty() ? "" : ",") + compared(node[0].type, x, "=", visit(node[i])).text;
        }
        return {"OR(" + out + ")", level::atom};
      }
      case Op::logical_and:
        return {fmt::format("AND({},{})", visit(node[0]).text, visit(node[1]).text), level::atom};
      case Op::logical_or:
        return {fmt::format("OR({},{})", visit(node[0]).text, visit(node[1]).text), level::atom};
      case Op::conditional:
        return {fmt::format("IF({},{},{})", visit(node[0]).text, result(node[1]), result(node[2])), level::atom};
      case Op::call:
        return call(node);
    }
    return fail("?");
  }

  Phrase fail(std::string what) {
    if (!failure_) failure_ = std::move(what);
    return {"0", level::atom};
  }

  static std::string at(const Phrase& phrase, int wanted) {
    return phrase.level >= wanted ? phrase.text : "(" + phrase.text + ")";
  }

  Phrase infix(const Node& node, std::string_view sign, int left, int right) {
    return {fmt::format("{}{}{}", at(visit(node[0]), left), sign, at(visit(node[1]), right)), left};
  }

  Phrase comparison(const Node& node, std::string_view sign) {
    return compared(node[0].type, visit(node[0]), sign, visit(node[1]));
  }
  Phrase compared(Type type, const Phrase& a, std::string_view sign, const Phrase& b) {
    switch (type) {
      case Type::text:
        // Excel's own = takes A and a for the same.
        if (sign == "=") return {fmt::format("EXACT({},{})", a.text, b.text), level::atom};
        if (sign == "<>") return {fmt::format("NOT(EXACT({},{}))", a.text, b.text), level::atom};
        return fail("<");
      case Type::moment:
        return {excel_minutes(a) + std::string(sign) + excel_minutes(b), level::relation};
      case Type::boolean:
        return {fmt::format("{}{}{}", at(a, level::sum), sign, at(b, level::sum)), level::relation};
      default:
        return {excel_number(a) + std::string(sign) + excel_number(b), level::relation};
    }
  }

  // A branch of IF. A bare cell of a number is made to spread the error its text of no base must become.
  std::string result(const Node& node) {
    const Phrase phrase = visit(node);
    return node.type == Type::text || node.type == Type::boolean ? phrase.text : excel_number(phrase);
  }

  Phrase constant(const Node& node) {
    switch (node.type) {
      case Type::boolean:
        return {node.constant.boolean() ? "TRUE" : "FALSE", level::atom};
      case Type::number:
        return numeral(node.constant.number().to_string());
      case Type::money:
        return numeral(Ratio(node.constant.money().in(MoneyUnit::yuan)).to_string());
      case Type::date: {
        const Date date = node.constant.date();
        return {fmt::format("DATE({},{},{})", date.year(), date.month(), date.day()), level::atom};
      }
      case Type::moment: {
        const Moment moment = node.constant.moment();
        const Date date = moment.date();
        return {fmt::format("DATE({},{},{})+TIME({},{},0)", date.year(), date.month(), date.day(),
                            moment.minute_of_day() / 60, moment.minute_of_day() % 60),
                level::sum};
      }
      case Type::text:
        break;
    }
    std::string out = "\"";
    for (const char c : node.constant.text()) out += c == '"' ? std::string("\"\"") : std::string(1, c);
    if (out.size() > most_text) return fail("text of more than 255 bytes");
    return {out + "\"", level::atom};
  }
  static Phrase numeral(std::string text) {
    const int binds = text.starts_with('-') ? level::unary : level::atom;
    return {std::move(text), binds};
  }

  Phrase call(const Node& node) {
    if (!node.function->excel || (node.text == "coalesce" && (node.type == Type::text || node.type == Type::boolean))) {
      return fail(std::string(node.function->name));
    }
    std::vector<Phrase> arguments;
    for (const NodePtr& child : node.children) arguments.push_back(visit(*child));
    return node.function->excel(arguments);
  }

  const std::function<std::string(int)>& cell_of_;
  std::optional<std::string> failure_;
};

}  // namespace

Result<std::string> excel_formula(const Expression& expression, const std::function<std::string(int slot)>& cell_of) {
  Translator translator(cell_of);
  Phrase formula = translator.visit(expression.root());
  if (translator.failure()) return jiheng::fail("expression.not-in-excel", {{"what", *translator.failure()}});
  if (formula.text.size() > most_formula)
    return jiheng::fail("expression.not-in-excel", {{"what", expression.source()}});
  return std::move(formula.text);
}

}  // namespace jiheng::expr
