#include "reading/pdf_words.h"

#include <algorithm>

#include "base/text.h"

namespace jiheng::reading {
namespace {

// 123.456 → 12345; what is out of any page's reach is cut to it.
int hundredths(std::string_view text) {
  constexpr int farthest = 10'000'000;
  bool negative = false;
  if (!text.empty() && text.front() == '-') negative = true, text.remove_prefix(1);
  long long value = 0;
  int decimals = -1;
  for (const char c : text) {
    if (c == '.' && decimals < 0) {
      decimals = 0;
    } else if (c >= '0' && c <= '9') {
      if (decimals == 2) break;
      value = std::min<long long>(value * 10 + (c - '0'), farthest);
      if (decimals >= 0) ++decimals;
    } else {
      break;
    }
  }
  for (int i = std::max(decimals, 0); i < 2; ++i) value = std::min<long long>(value * 10, farthest);
  return static_cast<int>(negative ? -value : value);
}

std::string_view attribute(std::string_view tag, std::string_view name) {
  const std::size_t at = tag.find(name);
  if (at == tag.npos) return {};
  const std::size_t begin = at + name.size();
  return tag.substr(begin, tag.find('"', begin) - begin);
}

std::string unescaped(std::string_view text) {
  constexpr std::pair<std::string_view, char> entities[] = {{"&amp;", '&'},  {"&lt;", '<'},    {"&gt;", '>'},
                                                            {"&quot;", '"'}, {"&apos;", '\''}, {"&#39;", '\''}};
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    const auto* found = std::find_if(std::begin(entities), std::end(entities), [&](const auto& entity) {
      return text[i] == '&' && text.substr(i, entity.first.size()) == entity.first;
    });
    if (found != std::end(entities)) {
      out.push_back(found->second);
      i += found->first.size();
    } else {
      out.push_back(text[i++]);
    }
  }
  return out;
}

}  // namespace

void Box::include(const Box& other) {
  x0 = std::min(x0, other.x0), y0 = std::min(y0, other.y0);
  x1 = std::max(x1, other.x1), y1 = std::max(y1, other.y1);
}

std::vector<PdfPage> parse_pdf_words(std::string_view bbox, std::size_t most_characters) {
  std::vector<PdfPage> pages;
  std::size_t taken = 0;
  for (std::size_t at = bbox.find('<'); at != bbox.npos && taken < most_characters; at = bbox.find('<', at)) {
    const std::size_t end = bbox.find('>', at);
    if (end == bbox.npos) break;
    const std::string_view tag = bbox.substr(at, end - at);
    at = end + 1;
    if (tag.starts_with("<page ")) {
      pages.emplace_back();
      pages.back().width = hundredths(attribute(tag, "width=\""));
      pages.back().height = hundredths(attribute(tag, "height=\""));
    } else if (tag.starts_with("<word ") && !pages.empty()) {
      PdfWord word;
      word.box = {hundredths(attribute(tag, "xMin=\"")), hundredths(attribute(tag, "yMin=\"")),
                  hundredths(attribute(tag, "xMax=\"")), hundredths(attribute(tag, "yMax=\""))};
      const std::size_t text_end = std::min(bbox.find('<', at), bbox.size());
      word.text = to_code_points(unescaped(bbox.substr(at, text_end - at)));
      at = text_end;
      if (word.text.empty() || word.box.width() < 0 || word.box.height() <= 0) continue;
      taken += word.text.size() + 1;
      pages.back().words.push_back(std::move(word));
    }
    if (at >= bbox.size()) break;
  }
  return pages;
}

}  // namespace jiheng::reading
