#include "pack/text_template.h"

#include "base/text.h"
#include "pack/document.h"

namespace jiheng::pack {
namespace {

tl::unexpected<TemplateError> template_error(std::string_view code, std::string_view text, std::size_t offset) {
  const int position = 1 + count_characters(text.substr(0, offset));
  return tl::unexpected<TemplateError>({make_error(code, {{"position", position}}), offset});
}

}  // namespace

tl::expected<PlacedTemplate, TemplateError> parse_placed_template(std::string_view text) {
  PlacedTemplate out;
  std::string literal;
  const auto end_literal = [&](std::size_t end) {
    if (literal.empty()) return;
    out.pieces.push_back({std::move(literal), "", ""});
    out.offsets.push_back(end);
    out.lengths.push_back(0);
    literal.clear();
  };
  for (std::size_t i = 0; i < text.size();) {
    const char c = text[i];
    if (c != '{' && c != '}') {
      literal += c;
      ++i;
      continue;
    }
    if (i + 1 < text.size() && text[i + 1] == c) {
      literal += c;
      i += 2;
      continue;
    }
    if (c == '}') return template_error("template.stray-brace", text, i);
    const std::size_t close = text.find_first_of("{}", i + 1);
    if (close == text.npos || text[close] == '{') return template_error("template.unclosed", text, i);
    const std::string_view inner = text.substr(i + 1, close - i - 1);
    const std::size_t bar = inner.find('|');
    const std::string_view name = trim(inner.substr(0, bar));
    const std::string_view format = bar == inner.npos ? std::string_view() : trim(inner.substr(bar + 1));
    if (name.empty() || (bar != inner.npos && format.empty())) return template_error("template.bad-place", text, i);
    end_literal(i);
    out.pieces.push_back({"", std::string(name), std::string(format)});
    out.offsets.push_back(static_cast<std::size_t>(name.data() - text.data()));
    out.lengths.push_back(name.size());
    i = close + 1;
  }
  end_literal(text.size());
  return out;
}

Result<TextTemplate> parse_template(std::string_view text) {
  auto parsed = parse_placed_template(text);
  if (!parsed) return fail(parsed.error().error);
  return std::move(parsed->pieces);
}

bool known_format(std::string_view format) {
  return format.empty() || format == "number" || format == "title";
}

}  // namespace jiheng::pack
