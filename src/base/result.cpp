#include "base/result.h"

#include <unordered_map>

#include "base/catalogue.h"

namespace jiheng {
namespace {

const std::string_view* find_text(std::string_view code) {
  static const auto index = [] {
    std::unordered_map<std::string_view, std::string_view> map;
    for (const CatalogueEntry& entry : catalogue()) map.emplace(entry.code, entry.text);
    return map;
  }();
  const auto found = index.find(code);
  return found == index.end() ? nullptr : &found->second;
}

// The code and all its arguments, for a code nobody wrote a text for: "code (name=value, …)".
std::string bare_text(std::string_view code, std::initializer_list<Argument> arguments) {
  std::string out(code);
  if (arguments.size() == 0) return out;
  std::string_view separator = " (";
  for (const Argument& argument : arguments) {
    out.append(separator).append(argument.name).append("=").append(argument.value);
    separator = ", ";
  }
  return out + ")";
}

}  // namespace

std::string message_text(std::string_view code, std::initializer_list<Argument> arguments) {
  const std::string_view* text = find_text(code);
  if (!text) return bare_text(code, arguments);
  std::string out;
  std::string_view rest = *text;
  while (!rest.empty()) {
    const std::size_t open = rest.find('{');
    const std::size_t close = open == rest.npos ? rest.npos : rest.find('}', open);
    if (close == rest.npos) break;
    out.append(rest.substr(0, open));
    const std::string_view name = rest.substr(open + 1, close - open - 1);
    const Argument* given = nullptr;
    for (const Argument& argument : arguments) {
      if (argument.name == name) given = &argument;
    }
    // A place without an argument stays visible; values are never searched for places themselves.
    out.append(given ? std::string_view(given->value) : rest.substr(open, close - open + 1));
    rest.remove_prefix(close + 1);
  }
  return out.append(rest);
}

Error make_error(std::string_view code, std::initializer_list<Argument> arguments, std::string detail) {
  return Error{std::string(code), message_text(code, arguments), std::move(detail)};
}

}  // namespace jiheng
