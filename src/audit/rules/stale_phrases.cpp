// stale.phrase: a phrase tied to other years than the report's. Quotation marks are disregarded on both sides.
//
// Told as history it is right: its own year stands in the same sentence (2021年是“十四五”开局之年), or 上年, 明年 does.
// Titles of documents (《…》) are quoted as they are.
#include <algorithm>

#include "audit/language/vocabulary.h"
#include "audit/rules/phrases.h"
#include "audit/rules/rule.h"
#include "base/text.h"

namespace jiheng::audit {
namespace {

using reading::Span;

// The text without quotation marks, and where each character stood.
struct Unquoted {
  std::u32string text;
  std::vector<std::uint32_t> source;

  explicit Unquoted(Text original) {
    text.reserve(original.size());
    source.reserve(original.size() + 1);
    for (std::uint32_t i = 0; i < original.size(); ++i) {
      if (Text(U"“”‘’「」").find(original[i]) != Text::npos) continue;
      text.push_back(original[i]);
      source.push_back(i);
    }
    source.push_back(static_cast<std::uint32_t>(original.size()));
  }
};

std::string list_of(const std::vector<int>& years) {
  std::string list;
  for (const int year : years) list += (list.empty() ? "" : "、") + std::to_string(year);
  return list;
}

// “ ” within a quotation are ‘ ’.
std::string inner_quotes(std::string_view quoted) {
  std::u32string text = to_code_points(quoted);
  for (char32_t& c : text) c = c == U'“' ? U'‘' : c == U'”' ? U'’' : c;
  return to_utf8(text);
}

class StaleChecker {
 public:
  StaleChecker(const Context& context, Report& report)
      : context_(context), year_(context.analysis.outline.year), report_(report) {}

  void run() {
    if (year_ == 0) return;
    const Unquoted text(context_.analysis.document.text);
    std::vector<Hit> hits;
    PhraseFinder finder;
    for (std::size_t i = 0; i < context_.rules.stale.size(); ++i) {
      const pack::StalePhrase& phrase = context_.rules.stale[i];
      const bool right = std::find(phrase.years.begin(), phrase.years.end(), year_) != phrase.years.end();
      if (!right) finder.add(phrase.phrase, i);
    }
    finder.finish();
    finder.find(text.text, [&](std::size_t index, std::size_t at) {
      const pack::StalePhrase& phrase = context_.rules.stale[index];
      const Span span{text.source[at], text.source[at + phrase.phrase.size() - 1] + 1};
      hits.push_back({with_quote(span), &phrase});
    });
    std::sort(hits.begin(), hits.end(), [](const Hit& a, const Hit& b) {
      return a.span.begin != b.span.begin ? a.span.begin < b.span.begin : a.span.end > b.span.end;
    });
    std::uint32_t told = 0;
    for (const Hit& hit : hits) {
      if (hit.span.begin < told || is_history(hit)) continue;
      told = hit.span.end;
      report_.add("stale.phrase",
                  message_text("audit.stale.phrase", {{"phrase", inner_quotes(context_.quote(hit.span))},
                                                      {"years", list_of(hit.phrase->years)},
                                                      {"year", year_},
                                                      {"note", hit.phrase->note}}),
                  {context_.at(hit.span)});
    }
  }

 private:
  struct Hit {
    Span span;
    const pack::StalePhrase* phrase;
  };

  // The quotation mark it opens with belongs to it: “十四五”开局之年.
  Span with_quote(Span span) const {
    if (span.begin > 0 && context_.analysis.document.text[span.begin - 1] == U'“' &&
        contains(context_.view(span), U"”")) {
      --span.begin;
    }
    return span;
  }

  bool is_history(const Hit& hit) const {
    const Span sentence = sentence_around(hit.span);
    const Text text = context_.view(sentence);
    // 2021年是“十三五”收官之年: said of the report's own year, whatever else the sentence compares with.
    const Text before = context_.view({sentence.begin, std::max(sentence.begin, hit.span.begin)});
    if (ends_with_any(
            before, {to_code_points(std::to_string(year_)) + U"年是", to_code_points(std::to_string(year_)) + U"年为"}))
      return false;
    for (const int year : hit.phrase->years) {
      const std::u32string digits = to_code_points(std::to_string(year));
      if (contains(text, digits + U"年")) return true;
      if (year == year_ - 1 && contains_any(text, {U"上年", U"去年", U"上一年"})) return true;
      if (year == year_ + 1 && contains_any(text, {U"明年", U"来年", U"下一年", U"下年"})) return true;
    }
    return in_title(hit.span, sentence);
  }

  Span sentence_around(Span span) const {
    const auto& sentences = context_.analysis.sentences;
    const auto after = std::upper_bound(sentences.begin(), sentences.end(), span.begin,
                                        [](std::uint32_t p, const Sentence& s) { return p < s.span.begin; });
    return after == sentences.begin() ? span : std::prev(after)->span;
  }

  bool in_title(Span span, Span sentence) const {
    const Text before = context_.view({sentence.begin, std::max(sentence.begin, span.begin)});
    const std::size_t open = before.rfind(U'《'), close = before.rfind(U'》');
    return open != Text::npos && (close == Text::npos || close < open);
  }

  const Context& context_;
  int year_;
  Report& report_;
};

}  // namespace

void check_stale_phrases(const Context& context, Report& report) {
  StaleChecker(context, report).run();
}

}  // namespace jiheng::audit
