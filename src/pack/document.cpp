// The one file that includes toml++, so that the rest compiles quickly and does not depend on it.
#include "pack/document.h"

#define TOML_EXCEPTIONS 0
#define TOML_HEADER_ONLY 1
#include <toml++/toml.h>

#include <algorithm>

#include "base/text.h"

namespace jiheng::pack {
namespace {

class Converter {
 public:
  Converter(const Reporter& reporter, int file) : reporter_(reporter), file_(file) {}

  Node node(const toml::node& from) const {
    Node to;
    to.place = place(from.source());
    switch (from.type()) {
      case toml::node_type::table:
        to.kind = Node::Kind::table;
        for (auto&& [key, value] : *from.as_table()) {
          to.members.push_back({std::string(key.str()), place(key.source()), node(value)});
        }
        return to;
      case toml::node_type::array:
        to.kind = Node::Kind::array;
        for (const toml::node& item : *from.as_array()) to.items.push_back(node(item));
        return to;
      case toml::node_type::string:
        to.kind = Node::Kind::text;
        to.text = from.as_string()->get();
        return to;
      case toml::node_type::integer:
        to.kind = Node::Kind::integer;
        to.integer = from.as_integer()->get();
        break;
      case toml::node_type::floating_point:
        to.kind = Node::Kind::floating;
        break;
      case toml::node_type::boolean:
        to.kind = Node::Kind::boolean;
        to.boolean = from.as_boolean()->get();
        break;
      default:
        to.kind = Node::Kind::date;
        break;
    }
    to.text = spelling(to.place);
    return to;
  }

  Place place(const toml::source_region& region) const {
    Place place{file_, static_cast<int>(region.begin.line), static_cast<int>(region.begin.column), 1};
    const int end = region.end.line == region.begin.line ? static_cast<int>(region.end.column)
                                                         : count_characters(reporter_.line(file_, place.line)) + 1;
    place.length = std::max(1, end - place.column);
    return place;
  }

 private:
  std::string spelling(const Place& place) const {
    std::string_view rest = reporter_.line(file_, place.line);
    std::string out;
    int column = 1;
    for (std::size_t i = 0; i < rest.size(); ++i) {
      if (i > 0 && (static_cast<unsigned char>(rest[i]) & 0xC0) != 0x80) ++column;
      if (column >= place.column && column < place.column + place.length) out += rest[i];
    }
    return out;
  }

  const Reporter& reporter_;
  int file_;
};

void report_syntax_error(Reporter& reporter, int file, const toml::parse_error& error) {
  const std::string reason(error.description());
  const Place place = Converter(reporter, file).place(error.source());
  // The mistakes that authors make often enough to be told in their own language.
  static constexpr std::pair<std::string_view, std::string_view> common[] = {
      {"parsing string: unescaped control characters", "pack.syntax-open-string"},
      {"parsing string: encountered end-of-file", "pack.syntax-open-string"},
      {"expected keys, tables, whitespace", "pack.syntax-key"},
      {"parsing key-value pair: expected value", "pack.syntax-value"},
      {"parsing value: encountered end-of-file", "pack.syntax-value"},
      {"parsing boolean: expected", "pack.syntax-value"},
      {"parsing array: expected comma", "pack.syntax-array"},
      {"parsing array: encountered end-of-file", "pack.syntax-array"},
      {"parsing table header: expected ']'", "pack.syntax-header"},
      {"parsing key-value pair: encountered end-of-file", "pack.syntax-value"}};
  for (const auto& [words, code] : common) {
    if (reason.find(words) == reason.npos) continue;
    return reporter.add(place, "pack.toml-syntax", {{"reason", message_text(code)}});
  }
  if (reason.find("cannot redefine existing") != reason.npos) {
    const std::size_t open = reason.find('\'');
    const std::size_t close = reason.rfind('\'');
    if (open != reason.npos && close > open) {
      return reporter.add(place, "pack.duplicate-key", {{"key", reason.substr(open + 1, close - open - 1)}});
    }
  }
  reporter.add(place, "pack.toml-syntax", {{"reason", reason}});
}

}  // namespace

std::optional<Node> parse_document(Reporter& reporter, int file) {
  const std::string& bytes = reporter.bytes(file);
  if (const std::size_t bad = find_invalid_utf8(bytes); bad != std::string::npos) {
    const auto line = 1 + std::count(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(bad), '\n');
    const std::size_t start = bad == 0 ? 0 : bytes.rfind('\n', bad - 1) + 1;  // npos + 1 is 0
    const std::string_view before = std::string_view(bytes).substr(start, bad - start);
    reporter.add({file, static_cast<int>(line), 1 + count_characters(before), 1}, "pack.not-utf8");
    return std::nullopt;
  }
  const toml::parse_result parsed = toml::parse(std::string_view(bytes));
  if (!parsed) {
    report_syntax_error(reporter, file, parsed.error());
    return std::nullopt;
  }
  return Converter(reporter, file).node(parsed.table());
}

}  // namespace jiheng::pack
