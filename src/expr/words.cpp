#include "expr/words.h"

#include <fmt/format.h>

#include "expr/functions.h"
#include "expr/tree.h"

namespace jiheng::expr {
namespace {

class Translator {
 public:
  explicit Translator(const Expression& expression) : expression_(expression) {}

  Phrase visit(const Node& node) {
    switch (node.op) {
      case Op::error:
        break;
      case Op::null:
        return {"无数据", level::atom};
      case Op::constant:
        return constant(node);
      case Op::symbol: {
        const Symbol& symbol = expression_.symbol(node.slot);
        return {symbol.title.empty() ? symbol.name : symbol.title, level::atom};
      }
      case Op::negate:
        return {"-" + at(visit(node[0]), level::atom), level::unary};
      case Op::logical_not:
        return negation(node[0]);
      case Op::add:
        return infix(node, "＋", level::sum, level::sum);
      case Op::subtract:
        return infix(node, "－", level::sum, level::product);
      case Op::multiply:
        return infix(node, "×", level::product, level::product);
      case Op::divide:
        return infix(node, "÷", level::product, level::unary);
      case Op::equal:
        return infix(node, counts(node) ? "=" : "为", level::relation, level::sum);
      case Op::not_equal:
        return infix(node, counts(node) ? "≠" : "不为", level::relation, level::sum);
      case Op::less:
        return infix(node, is_time(node[0].type) ? "早于" : "<", level::relation, level::sum);
      case Op::less_equal:
        return infix(node, is_time(node[0].type) ? "不晚于" : "≤", level::relation, level::sum);
      case Op::greater:
        return infix(node, is_time(node[0].type) ? "晚于" : ">", level::relation, level::sum);
      case Op::greater_equal:
        return infix(node, is_time(node[0].type) ? "不早于" : "≥", level::relation, level::sum);
      case Op::in: {
        std::string list;
        for (std::size_t i = 1; i < node.children.size(); ++i) {
          list += (list.empty() ? "" : "、") + at(visit(node[i]), level::sum);
        }
        return {fmt::format("{} 为 {} 之一", at(visit(node[0]), level::sum), list), level::relation};
      }
      case Op::logical_and:
        return infix(node, "且", level::conjunction, level::relation);
      case Op::logical_or:
        return infix(node, "或", level::alternation, level::conjunction);
      case Op::conditional:
        return {fmt::format("若 {} 则为 {}，否则为 {}", at(visit(node[0]), level::alternation),
                            at(visit(node[1]), level::alternation), visit(node[2]).text),
                level::conditional};
      case Op::call: {
        std::vector<Phrase> arguments;
        for (const NodePtr& child : node.children) arguments.push_back(visit(*child));
        return node.function->words(arguments);
      }
    }
    return {"", level::atom};
  }

 private:
  static std::string at(const Phrase& phrase, int wanted) {
    return phrase.level >= wanted ? phrase.text : "（" + phrase.text + "）";
  }

  // Numbers and money are equal (=); a state, a day or a minute is (为).
  static bool counts(const Node& node) { return node[0].type == Type::number || node[0].type == Type::money; }

  Phrase infix(const Node& node, std::string_view sign, int left, int right) {
    // A relation's left operand must bind tighter than a relation: a = b = c is no sentence.
    const int wanted = left == level::relation ? level::sum : left;
    return {fmt::format("{} {} {}", at(visit(node[0]), wanted), sign, at(visit(node[1]), right)), left};
  }

  Phrase negation(const Node& operand) {
    if (operand.op == Op::call && operand.function->name == "is_null") {
      return {at(visit(operand[0]), level::sum) + " 有数据", level::relation};
    }
    if (operand.op == Op::call && operand.function->name == "has_base") {
      return {at(visit(operand[0]), level::sum) + " 基数为0", level::relation};
    }
    return {"并非 " + at(visit(operand), level::atom), level::relation};
  }

  static Phrase constant(const Node& node) {
    switch (node.type) {
      case Type::boolean:
        return {node.constant.boolean() ? "是" : "否", level::atom};
      case Type::number:
      case Type::text:
        break;
      case Type::money:
        return {node.constant.money().format(MoneyUnit::yuan, 2, Rounding::half_up) + "元", level::atom};
      case Type::date:
        return {node.constant.date().to_chinese(), level::atom};
      case Type::moment:
        return {node.constant.moment().to_chinese(), level::atom};
    }
    if (node.type == Type::text) {
      return {node.constant.text().empty() ? "空文本" : std::string(node.constant.text()), level::atom};
    }
    std::string text = node.constant.number().to_string();
    const int binds = text.starts_with('-') ? level::unary : level::atom;
    return {std::move(text), binds};
  }

  const Expression& expression_;
};

}  // namespace

std::string in_words(const Expression& expression) {
  return Translator(expression).visit(expression.root()).text;
}

}  // namespace jiheng::expr
