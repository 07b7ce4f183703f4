// Lexer and recursive-descent parser. One syntax problem is reported (those after it would only echo it); lexical
// problems are all reported, and the typing goes on over whatever tree there is.
#include <algorithm>

#include "base/text.h"
#include "expr/tree.h"

namespace jiheng::expr {
namespace {

struct Token {
  enum class Kind { end, number, text, name, sign, bad };
  Kind kind = Kind::end;
  std::size_t offset = 0;
  std::size_t length = 0;
  std::string text;  // decoded text, or the sign or name itself
};

// The code point at `offset` of valid UTF-8, and its length in bytes.
struct CodePoint {
  char32_t value;
  std::size_t length;
};
CodePoint code_point_at(std::string_view text, std::size_t offset) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[offset + i]); };
  const unsigned char first = byte(0);
  if (first < 0x80) return {first, 1};
  if (first < 0xE0) return {static_cast<char32_t>((first & 0x1F) << 6 | (byte(1) & 0x3F)), 2};
  if (first < 0xF0) {
    return {static_cast<char32_t>((first & 0x0F) << 12 | (byte(1) & 0x3F) << 6 | (byte(2) & 0x3F)), 3};
  }
  return {
      static_cast<char32_t>((first & 0x07) << 18 | (byte(1) & 0x3F) << 12 | (byte(2) & 0x3F) << 6 | (byte(3) & 0x3F)),
      4};
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// CJK ideographs (with 〇), so that fields may bear Chinese names.
bool is_han(char32_t c) {
  return c == 0x3007 || (c >= 0x3400 && c <= 0x4DBF) || (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0xF900 && c <= 0xFAFF) ||
         (c >= 0x20000 && c <= 0x3FFFF);
}

bool starts_name(char32_t c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_' || is_han(c);
}

class Lexer {
 public:
  Lexer(std::string_view source, std::vector<Problem>& problems) : source_(source), problems_(problems) {}

  std::vector<Token> tokens() {
    std::vector<Token> out;
    for (;;) {
      while (position_ < source_.size() && std::string_view(" \t\r\n").find(source_[position_]) != source_.npos) {
        ++position_;
      }
      out.push_back(next());
      if (out.back().kind == Token::Kind::end) return out;
    }
  }
  bool upset() const { return upset_; }

 private:
  Token next() {
    Token token;
    token.offset = position_;
    if (position_ == source_.size()) return token;
    const char c = source_[position_];
    if (is_digit(c)) {
      number(token);
    } else if (c == '\'' || c == '"') {
      text(token, c);
    } else if (starts_name(code_point_at(source_, position_).value)) {
      token.kind = Token::Kind::name;
      skip_name();
      token.text = source_.substr(token.offset, position_ - token.offset);
    } else {
      sign(token);
    }
    token.length = position_ - token.offset;
    return token;
  }

  void skip_name() {
    while (position_ < source_.size()) {
      const CodePoint c = code_point_at(source_, position_);
      if (!starts_name(c.value) && !is_digit(source_[position_])) return;
      position_ += c.length;
    }
  }

  void number(Token& token) {
    const auto digits = [&] {
      while (position_ < source_.size() && is_digit(source_[position_])) ++position_;
    };
    digits();
    if (position_ + 1 < source_.size() && source_[position_] == '.' && is_digit(source_[position_ + 1])) {
      ++position_;
      digits();
    }
    const std::size_t end = position_;
    skip_name();
    token.kind = Token::Kind::number;
    token.text = source_.substr(token.offset, position_ - token.offset);
    if (position_ != end) {
      token.kind = Token::Kind::bad;
      literal(token.offset, message_text("expression.literal-number", {{"text", token.text}}));
    }
  }

  void text(Token& token, char quote) {
    token.kind = Token::Kind::text;
    for (++position_; position_ < source_.size() && source_[position_] != '\n'; ++position_) {
      const char c = source_[position_];
      if (c == quote) {
        ++position_;
        return;
      }
      if (c == '\0') {
        token.kind = Token::Kind::bad;
        literal(position_, message_text("expression.literal-nul"));
      } else if (c != '\\') {
        token.text += c;
      } else if (position_ + 1 < source_.size()) {
        escape(token);
      }
    }
    token.kind = Token::Kind::bad;
    upset_ = true;
    literal(token.offset, message_text("expression.literal-open"));
  }

  void escape(Token& token) {
    ++position_;
    switch (source_[position_]) {
      case 'n':
        token.text += '\n';
        return;
      case 't':
        token.text += '\t';
        return;
      case '\\':
      case '\'':
      case '"':
        token.text += source_[position_];
        return;
      default:
        token.kind = Token::Kind::bad;
        const std::size_t length = code_point_at(source_, position_).length;
        position_ += length;
        literal(position_ - length - 1,
                message_text("expression.literal-escape", {{"found", source_.substr(position_ - length, length)}}));
        --position_;  // the loop steps over it
    }
  }

  void sign(Token& token) {
    static constexpr std::string_view signs[] = {"&&", "||", "==", "!=", "<=", ">=", "<", ">", "!", "+", "-",
                                                 "*",  "/",  "?",  ":",  "(",  ")",  "[", "]", ",", "."};
    token.kind = Token::Kind::sign;
    for (std::string_view sign : signs) {
      if (source_.substr(position_).starts_with(sign)) {
        token.text = sign;
        position_ += sign.size();
        return;
      }
    }
    token.kind = Token::Kind::bad;
    upset_ = true;
    position_ += code_point_at(source_, position_).length;
    const std::string_view found = source_.substr(token.offset, position_ - token.offset);
    const std::string half = to_half_width(found);
    const std::string what = half != found && half != " "
                                 ? message_text("expression.syntax-full-width", {{"found", found}, {"half", half}})
                                 : message_text("expression.syntax-character", {{"found", visible(found)}});
    problems_.push_back({token.offset, position_ - token.offset, "expression.syntax",
                         message_text("expression.syntax", {{"what", what}})});
  }

  static std::string visible(std::string_view c) {
    static constexpr char hex[] = "0123456789ABCDEF";
    const auto byte = static_cast<unsigned char>(c[0]);
    if (byte >= 0x20 && byte != 0x7F) return std::string(c);
    return std::string("U+00") + hex[byte >> 4] + hex[byte & 15];
  }

  void literal(std::size_t offset, std::string what) {
    problems_.push_back({offset, std::min(position_, source_.size()) - offset, "expression.literal",
                         message_text("expression.literal", {{"what", what}})});
    if (problems_.back().length == 0) problems_.back().length = 1;
  }

  std::string_view source_;
  std::vector<Problem>& problems_;
  std::size_t position_ = 0;
  bool upset_ = false;
};

class Parser {
 public:
  Parser(std::string_view source, std::vector<Problem>& problems) : problems_(problems) {
    Lexer lexer(source, problems);
    tokens_ = lexer.tokens();
    // A character that is no sign, or a text that never ends, upsets what follows: no need to say so twice.
    failed_ = lexer.upset();
  }

  NodePtr run() {
    NodePtr root = expression();
    if (current().kind != Token::Kind::end) unexpected("expression.syntax-operator");
    return root;
  }

 private:
  const Token& current() const { return tokens_[position_]; }
  bool at(std::string_view sign, std::size_t ahead = 0) const {
    const Token& token = tokens_[position_ + ahead];
    return token.kind == Token::Kind::sign && token.text == sign;
  }
  bool accept(std::string_view sign) {
    if (!at(sign)) return false;
    advance();
    return true;
  }
  void advance() {
    end_ = current().offset + current().length;
    if (current().kind != Token::Kind::end) ++position_;
  }
  void expect(std::string_view sign) {
    if (!accept(sign)) unexpected("expression.syntax-expected", sign);
  }

  void unexpected(std::string_view what, std::string_view sign = {}) {
    if (failed_) return;
    failed_ = true;
    const Token& token = current();
    const std::string found = token.kind == Token::Kind::end
                                  ? message_text("expression.syntax-end")
                                  : message_text("expression.syntax-found", {{"found", shown(token)}});
    problems_.push_back(
        {token.offset, std::max<std::size_t>(token.length, 1), "expression.syntax",
         message_text("expression.syntax", {{"what", message_text(what, {{"found", found}, {"sign", sign}})}})});
  }
  static std::string shown(const Token& token) {
    return token.kind == Token::Kind::text ? "'" + token.text + "'" : token.text;
  }

  // Gives up: nothing after the point where the nesting is too deep is looked at.
  void too_deep() {
    if (stopped_) return;
    stopped_ = failed_ = true;
    problems_.push_back({current().offset, std::max<std::size_t>(current().length, 1), "expression.too-deep",
                         message_text("expression.too-deep", {{"limit", max_depth}})});
    position_ = tokens_.size() - 1;
  }

  NodePtr make(Op op, std::size_t offset) {
    auto node = std::make_unique<Node>();
    node->op = op;
    node->offset = offset;
    node->length = end_ > offset ? end_ - offset : 1;
    return node;
  }
  NodePtr make(Op op, std::size_t offset, std::vector<NodePtr> children) {
    NodePtr node = make(op, offset);
    for (const NodePtr& child : children) node->depth = std::max(node->depth, child->depth + 1);
    if (node->depth > max_depth) {
      too_deep();
      return make(Op::error, offset);
    }
    node->children = std::move(children);
    return node;
  }
  NodePtr binary(Op op, NodePtr left, NodePtr right) {
    const std::size_t offset = left->offset;
    std::vector<NodePtr> children;
    children.push_back(std::move(left));
    children.push_back(std::move(right));
    return make(op, offset, std::move(children));
  }

  NodePtr expression() {
    if (++nesting_ > max_depth) {
      too_deep();
      --nesting_;
      return make(Op::error, current().offset);
    }
    NodePtr condition = alternation();
    if (accept("?")) {
      std::vector<NodePtr> children;
      const std::size_t offset = condition->offset;
      children.push_back(std::move(condition));
      children.push_back(expression());
      expect(":");
      children.push_back(expression());
      condition = make(Op::conditional, offset, std::move(children));
    }
    --nesting_;
    return condition;
  }

  NodePtr alternation() {
    NodePtr left = conjunction();
    while (accept("||")) left = binary(Op::logical_or, std::move(left), conjunction());
    return left;
  }

  NodePtr conjunction() {
    NodePtr left = relation();
    while (accept("&&")) left = binary(Op::logical_and, std::move(left), relation());
    return left;
  }

  NodePtr relation() {
    static constexpr std::pair<std::string_view, Op> operators[] = {{"==", Op::equal},      {"!=", Op::not_equal},
                                                                    {"<=", Op::less_equal}, {">=", Op::greater_equal},
                                                                    {"<", Op::less},        {">", Op::greater}};
    NodePtr left = sum();
    for (;;) {
      if (current().kind == Token::Kind::name && current().text == "in") {
        advance();
        left = membership(std::move(left));
        continue;
      }
      const auto* found =
          std::find_if(std::begin(operators), std::end(operators), [&](auto& o) { return at(o.first); });
      if (found == std::end(operators)) return left;
      advance();
      left = binary(found->second, std::move(left), sum());
    }
  }

  NodePtr membership(NodePtr left) {
    const std::size_t offset = left->offset;
    std::vector<NodePtr> children;
    children.push_back(std::move(left));
    expect("[");
    do {
      children.push_back(expression());
    } while (accept(","));
    expect("]");
    return make(Op::in, offset, std::move(children));
  }

  NodePtr sum() {
    NodePtr left = product();
    for (;;) {
      if (accept("+")) {
        left = binary(Op::add, std::move(left), product());
      } else if (accept("-")) {
        left = binary(Op::subtract, std::move(left), product());
      } else {
        return left;
      }
    }
  }

  NodePtr product() {
    NodePtr left = unary();
    for (;;) {
      if (accept("*")) {
        left = binary(Op::multiply, std::move(left), unary());
      } else if (accept("/")) {
        left = binary(Op::divide, std::move(left), unary());
      } else {
        return left;
      }
    }
  }

  NodePtr unary() {
    const std::size_t offset = current().offset;
    const Op op = at("!") ? Op::logical_not : at("-") ? Op::negate : Op::error;
    if (op == Op::error) return member();
    advance();
    if (++nesting_ > max_depth) {
      too_deep();
      --nesting_;
      return make(Op::error, offset);
    }
    std::vector<NodePtr> children;
    children.push_back(unary());
    --nesting_;
    return make(op, offset, std::move(children));
  }

  NodePtr member() {
    NodePtr node = primary();
    while (at(".")) {
      advance();
      if (current().kind != Token::Kind::name || !at("(", 1)) {
        unexpected("expression.syntax-method");
        return make(Op::error, node->offset);
      }
      node = method(std::move(node));
    }
    return node;
  }

  NodePtr method(NodePtr receiver) {
    const std::size_t offset = receiver->offset;
    const std::string name = current().text;
    advance();
    std::vector<NodePtr> children;
    children.push_back(std::move(receiver));
    arguments(children);
    NodePtr node = make(Op::call, offset, std::move(children));
    node->method = true;
    node->text = name;
    return node;
  }

  void arguments(std::vector<NodePtr>& children) {
    expect("(");
    if (accept(")")) return;
    do {
      children.push_back(expression());
    } while (accept(","));
    expect(")");
  }

  NodePtr primary() {
    const Token token = current();
    switch (token.kind) {
      case Token::Kind::number:
        advance();
        return number(token);
      case Token::Kind::text: {
        advance();
        NodePtr node = make(Op::constant, token.offset);
        node->type = Type::text;
        node->text = token.text;
        node->constant = Value::of(std::string_view(node->text));
        return node;
      }
      case Token::Kind::name:
        advance();
        return name(token);
      case Token::Kind::bad:
        advance();
        return make(Op::error, token.offset);
      case Token::Kind::sign:
        if (token.text == "(") {
          advance();
          NodePtr node = expression();
          expect(")");
          return node;
        }
        break;
      case Token::Kind::end:
        break;
    }
    unexpected("expression.syntax-operand");
    return make(Op::error, token.offset);
  }

  NodePtr number(const Token& token) {
    Result<Decimal> value = Decimal::parse(token.text);
    if (!value) {
      problems_.push_back({token.offset, token.length, "expression.literal",
                           message_text("expression.literal", {{"what", value.error().message}})});
      return make(Op::error, token.offset);
    }
    NodePtr node = make(Op::constant, token.offset);
    node->integer = token.text.find('.') == token.text.npos;
    node->constant = Value::of(Ratio(value->normalized()));
    return node;
  }

  NodePtr name(const Token& first) {
    if (first.text == "true" || first.text == "false") {
      NodePtr node = make(Op::constant, first.offset);
      node->type = Type::boolean;
      node->constant = Value::of(first.text == "true");
      return node;
    }
    if (first.text == "null") return make(Op::null, first.offset);
    if (at("(")) {
      std::vector<NodePtr> children;
      arguments(children);
      NodePtr node = make(Op::call, first.offset, std::move(children));
      node->text = first.text;
      return node;
    }
    std::string path = first.text;
    // a.b.c is one name, unless what follows the dot is called: a.b.contains(…).
    while (at(".") && tokens_[position_ + 1].kind == Token::Kind::name && !at("(", 2)) {
      advance();
      path += "." + current().text;
      advance();
    }
    NodePtr node = make(Op::symbol, first.offset);
    node->text = path;
    return node;
  }

  std::vector<Problem>& problems_;
  std::vector<Token> tokens_;
  std::size_t position_ = 0;
  std::size_t end_ = 0;  // of the last token taken
  int nesting_ = 0;
  bool failed_ = false;
  bool stopped_ = false;
};

}  // namespace

NodePtr parse(std::string_view source, std::vector<Problem>& problems) {
  if (source.size() > max_source) {
    problems.push_back({0, source.size(), "expression.too-long",
                        message_text("expression.too-long", {{"bytes", source.size()}, {"limit", max_source}})});
    return nullptr;
  }
  if (const std::size_t bad = find_invalid_utf8(source); bad != source.npos) {
    problems.push_back({bad, 1, "expression.syntax",
                        message_text("expression.syntax", {{"what", message_text("expression.syntax-encoding")}})});
    return nullptr;
  }
  return Parser(source, problems).run();
}

}  // namespace jiheng::expr
