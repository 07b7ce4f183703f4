// HTML through libxml2's tolerant parser, as events: no tree is built, so that depth costs nothing. Nothing outside the
// file is ever loaded, and entities are only the named characters of HTML.

#include <libxml/HTMLparser.h>
#include <libxml/parserInternals.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>
#include <memory>

#include "base/text.h"
#include "reading/flow.h"
#include "reading/readers.h"

namespace jiheng::reading {
namespace {

template <std::size_t N>
bool one_of(const std::array<std::string_view, N>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// What is not part of the text shown.
constexpr std::array<std::string_view, 18> skipped = {"script", "style",  "nav",      "noscript", "head",   "template",
                                                      "svg",    "select", "button",   "iframe",   "footer", "aside",
                                                      "object", "canvas", "textarea", "audio",    "video",  "map"};
constexpr std::array<std::string_view, 27> blocks = {
    "p",    "div",        "li",     "ul",     "ol",         "dl",      "dt",   "dd",      "h1",
    "h2",   "h3",         "h4",     "h5",     "h6",         "pre",     "hr",   "section", "article",
    "main", "blockquote", "header", "center", "figcaption", "caption", "form", "body",    "address"};
// Void elements have no end event of use.
constexpr std::array<std::string_view, 6> void_elements = {"br", "hr", "img", "input", "meta", "link"};

std::string_view attribute(const xmlChar** attributes, std::string_view name) {
  for (; attributes != nullptr && attributes[0] != nullptr; attributes += 2) {
    if (name == reinterpret_cast<const char*>(attributes[0])) {
      return attributes[1] == nullptr ? std::string_view("") : reinterpret_cast<const char*>(attributes[1]);
    }
  }
  return {};
}

int number(std::string_view text) {
  int value = 1;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

bool is_hidden(const xmlChar** attributes) {
  std::string style;
  for (const char c : attribute(attributes, "style")) {
    if (c != ' ') style.push_back(c);
  }
  return style.find("display:none") != style.npos || style.find("visibility:hidden") != style.npos ||
         attribute(attributes, "hidden").data() != nullptr;
}

class HtmlReader {
 public:
  HtmlReader(std::size_t most_characters, htmlParserCtxt* context) : flow_(most_characters), context_(context) {}

  void start(std::string_view name, const xmlChar** attributes) {
    too_deep_ |= context_->nameNr > deepest;
    if (too_deep_ || flow_.too_large()) xmlStopParser(context_);
    if (skip_depth_ > 0) {
      if (!one_of(void_elements, name)) ++skip_depth_;
      return;
    }
    const bool is_void = one_of(void_elements, name);
    if (!is_void && (one_of(skipped, name) || is_hidden(attributes))) {
      flow_.end_paragraph();
      skip_depth_ = 1;
      return;
    }
    if (name == "br") {
      flow_.break_line();
    } else if (name == "table") {
      flow_.begin_table();
    } else if (name == "tr") {
      flow_.begin_row();
    } else if (name == "td" || name == "th") {
      flow_.begin_cell(number(attribute(attributes, "rowspan")), number(attribute(attributes, "colspan")));
    } else if (one_of(blocks, name)) {
      flow_.end_paragraph();
    }
    if (name == "pre") ++pre_;
    if (name == "ol" || name == "ul") lists_.push_back({name == "ol", 0});
    if (name == "li" && !lists_.empty() && lists_.back().ordered) {
      const std::string label = std::to_string(++lists_.back().count) + ". ";
      flow_.number_next(to_code_points(label), false);
    }
  }

  void end(std::string_view name) {
    if (skip_depth_ > 0) {
      if (!one_of(void_elements, name)) --skip_depth_;
      return;
    }
    const bool heading = name.size() == 2 && name[0] == 'h' && name[1] >= '1' && name[1] <= '6';
    if (name == "table") {
      flow_.end_table();
    } else if (name == "tr" || name == "td" || name == "th" || one_of(blocks, name)) {
      flow_.end_paragraph(heading);
    }
    if (name == "pre" && pre_ > 0) --pre_;
    if ((name == "ol" || name == "ul") && !lists_.empty()) lists_.pop_back();
    if (name == "li") flow_.number_next({}, false);
  }

  void characters(std::string_view utf8) {
    if (skip_depth_ > 0) return;
    const std::u32string text = to_code_points(utf8);
    if (pre_ == 0) {
      flow_.text(text);
      return;
    }
    std::u32string_view rest = text;
    for (std::size_t end = rest.find(U'\n'); end != rest.npos; end = rest.find(U'\n')) {
      flow_.text(rest.substr(0, end));
      flow_.break_line();
      rest.remove_prefix(end + 1);
    }
    flow_.text(rest);
  }

  Flow& flow() { return flow_; }
  bool too_deep() const { return too_deep_; }

 private:
  struct List {
    bool ordered = false;
    int count = 0;
  };
  static constexpr int deepest = 256;
  Flow flow_;
  htmlParserCtxt* context_;
  bool too_deep_ = false;
  std::vector<List> lists_;
  int skip_depth_ = 0;
  int pre_ = 0;
};

std::string_view view(const xmlChar* name) {
  return reinterpret_cast<const char*>(name);
}

htmlSAXHandler events() {
  htmlSAXHandler handler;
  std::memset(&handler, 0, sizeof(handler));
  handler.startElement = [](void* reader, const xmlChar* name, const xmlChar** attributes) {
    static_cast<HtmlReader*>(reader)->start(view(name), attributes);
  };
  handler.endElement = [](void* reader, const xmlChar* name) { static_cast<HtmlReader*>(reader)->end(view(name)); };
  handler.characters = [](void* reader, const xmlChar* text, int size) {
    static_cast<HtmlReader*>(reader)->characters({reinterpret_cast<const char*>(text), static_cast<std::size_t>(size)});
  };
  handler.ignorableWhitespace = handler.characters;
  return handler;
}

struct ContextFree {
  void operator()(htmlParserCtxt* context) const {
    if (context->myDoc != nullptr) xmlFreeDoc(context->myDoc);
    htmlFreeParserCtxt(context);
  }
};

// libxml2 compares every attribute of a tag with those before it. What that would cost, so that a tag of a million
// attributes is refused instead.
bool is_costly(std::string_view html) {
  constexpr std::uint64_t budget = 1'000'000'000;
  std::uint64_t cost = 0;
  for (std::size_t at = html.find('<'); at != html.npos; at = html.find('<', at)) {
    std::uint64_t parts = 0;
    char quote = 0;
    for (++at; at < html.size() && html[at] != '<' && (html[at] != '>' || quote != 0); ++at) {
      const char c = html[at];
      if (quote != 0) {
        if (c == quote) quote = 0;
      } else if (c == '"' || c == '\'') {
        quote = c;
      }
      parts += c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f' || (c == '/' && quote == 0);
    }
    cost += parts * parts;
    if (cost > budget) return true;
  }
  return false;
}

}  // namespace

Status read_html(std::string_view utf8, Document& document, const Limits& limits) {
  static const bool ready = (xmlInitParser(), true);
  if (!ready || is_costly(utf8)) return fail("reading.damaged", {{"file", document.file}}, "too many attributes");
  const std::unique_ptr<htmlParserCtxt, ContextFree> context(
      htmlCreateMemoryParserCtxt(utf8.data(), static_cast<int>(utf8.size())));
  if (!context) return fail("reading.damaged", {{"file", document.file}}, "htmlCreateMemoryParserCtxt");
  htmlCtxtUseOptions(context.get(), HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET |
                                        HTML_PARSE_IGNORE_ENC | HTML_PARSE_COMPACT);
  xmlSwitchEncoding(context.get(), XML_CHAR_ENCODING_UTF8);
  HtmlReader reader(limits.text_bytes / 3, context.get());
  *context->sax = events();
  context->userData = &reader;
  htmlParseDocument(context.get());
  if (reader.flow().too_large()) {
    return fail("reading.too-large",
                {{"file", document.file}, {"limit", static_cast<long long>(limits.text_bytes >> 20)}});
  }
  if (reader.too_deep()) return fail("reading.damaged", {{"file", document.file}}, "nested too deep");
  reader.flow().finish(document);
  return {};
}

}  // namespace jiheng::reading
