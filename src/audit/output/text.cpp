#include <algorithm>
#include <array>

#include "audit/output/outputs.h"
#include "audit/output/statements.h"
#include "base/text.h"

namespace jiheng::audit {
namespace {

constexpr std::size_t least_width = 40;

class Writer {
 public:
  Writer(const Audit& audit, const OutputOptions& options)
      : audit_(audit), options_(options), width_(std::max(options.width, least_width)) {}

  std::string write() {
    for (std::size_t i = 0; i < audit_.files.size(); ++i) {
      if (i > 0) out_ += "\n";
      add(audit_.files[i]);
    }
    summary();
    return std::move(out_);
  }

 private:
  std::string painted(std::string_view text, const char* style) const {
    if (!options_.colour) return std::string(text);
    return "\033[" + std::string(style) + "m" + std::string(text) + "\033[0m";
  }

  static const char* style_of(Severity severity) {
    switch (severity) {
      case Severity::error:
        return "1;31";
      case Severity::warning:
        return "1;33";
      case Severity::info:
        return "1;34";
    }
    return "0";
  }

  void add(const AuditedFile& file) {
    out_ += painted(harmless(std::string_view(file.file)), "1") + "\n";
    if (file.error) {
      out_ += painted("无法读取", style_of(Severity::error)) + " [" + file.error->code + "]：" +
              harmless(std::string_view(file.error->message)) + "\n";
      return;
    }
    if (!file.outline.title.empty()) out_ += to_utf8(harmless(file.outline.title)) + "\n";
    out_ += checked_words(file) + "。\n";
    if (file.findings.empty()) out_ += painted("未发现疑点" + narrowed() + "。", "32") + "\n";
    for (const Severity severity : {Severity::error, Severity::warning, Severity::info}) {
      for (const Finding& finding : file.findings) {
        if (finding.severity == severity) add(finding);
      }
    }
    if (options_.claims && !file.claims.empty()) add(file.claims);
  }

  void add(const Finding& finding) {
    const std::vector<Quote> quotes = quotes_of(audit_, finding);
    out_ += "\n" + painted(severity_word(finding.severity), style_of(finding.severity)) + " " + finding.rule;
    if (!quotes.empty()) out_ += "  " + place_words(audit_, quotes.front().first);
    out_ += "\n  " + harmless(std::string_view(finding.message)) + "\n";
    const std::size_t shown = shown_quotes(quotes.size());
    for (std::size_t i = 0; i < shown; ++i) {
      if (i > 0) out_ += "  " + label(quotes[i].first, quotes.front().first) + "\n";
      show(quotes[i], style_of(finding.severity));
    }
    if (shown < quotes.size()) out_ += "  另见：" + further_places(audit_, quotes, shown) + "\n";
    add_values(finding);
  }

  // Where a further statement stands: its file too when that is another one.
  std::string label(const Place& place, const Place& first) const {
    std::string words = place_words(audit_, place);
    if (place.document == first.document) return words;
    return harmless(std::string_view(audit_.files[place.document].file)) + (words.empty() ? "" : "  ") + words;
  }

  void add_values(const Finding& finding) {
    const std::array<std::pair<const char*, const std::string*>, 3> values = {
        {{"报告所列：", &finding.stated}, {"重算：", &finding.expected}, {"差额：", &finding.difference}}};
    std::string line;
    for (const auto& [title, value] : values) {
      if (!value->empty())
        line += (line.empty() ? "  " : "　") + std::string(title) + harmless(std::string_view(*value));
    }
    if (!line.empty()) out_ += line + "\n";
  }

  void show(const Quote& quote, const char* style) {
    const std::u32string& text = quote.statement.text;
    if (text.empty()) return;
    const Range all = quote.all();
    if (width_of(text.substr(all.begin, all.size())) <= width_ - 2) {
      show(text, window(text, all, width_), quote.marked, style);
      return;
    }
    for (const Range& range : quote.marked) show(text, window(text, range, width_), {range}, style);
  }

  void show(const std::u32string& statement, Range shown, const std::vector<Range>& marked, const char* style) {
    const std::u32string text = harmless(std::u32string_view(statement));
    std::string line = shown.begin > 0 ? "…" : "", carets(shown.begin > 0 ? 1 : 0, ' ');
    for (std::size_t i = shown.begin; i < shown.end; ++i) {
      line += to_utf8(text.substr(i, 1));
      std::string under(width_of(text.substr(i, 1)), is_marked(i, marked) ? '~' : ' ');
      if (!under.empty() && begins_mark(i, marked)) under.front() = '^';
      carets += under;
    }
    for (const Range& range : marked) {  // nothing is there: the caret stands where it should be
      if (range.begin != range.end || range.begin < shown.begin) continue;
      const std::size_t column = (shown.begin > 0 ? 1 : 0) +
                                 width_of(text.substr(shown.begin, std::min(range.begin, shown.end) - shown.begin));
      if (carets.size() <= column) carets.resize(column + 1, ' ');
      carets[column] = '^';
    }
    if (shown.end < text.size()) line += "…";
    line.erase(line.find_last_not_of(' ') + 1);
    carets.erase(carets.find_last_not_of(' ') + 1);
    out_ += "    " + line + "\n";
    if (!carets.empty()) out_ += "    " + painted(carets, style) + "\n";
  }

  static bool is_marked(std::size_t index, const std::vector<Range>& marked) {
    return std::any_of(marked.begin(), marked.end(), [&](Range r) { return r.begin <= index && index < r.end; });
  }
  static bool begins_mark(std::size_t index, const std::vector<Range>& marked) {
    return std::any_of(marked.begin(), marked.end(), [&](Range r) { return r.begin == index && index < r.end; });
  }

  void add(const std::vector<Claim>& claims) {
    out_ += "\n核对过的关系：\n";
    for (const Claim& claim : claims) {
      out_ += claim.holds ? "  成立    " : "  " + painted("不成立", style_of(Severity::error)) + "  ";
      out_ += std::string(accounts_for_score(claim) ? "失分构成" : relation_word(claim.relation)) + "：" +
              claim_words(claim);
      const auto places = places_of(audit_, claim.evidence);
      if (!places.empty()) out_ += "  " + place_words(audit_, places.front());
      if (!claim.assumption.empty()) out_ += "（" + harmless(std::string_view(claim.assumption)) + "）";
      out_ += "\n";
    }
  }

  std::string narrowed() const { return options_.narrowed.empty() ? "" : "（" + options_.narrowed + "）"; }

  void summary() {
    std::size_t unreadable = 0, accepted = 0;
    for (const AuditedFile& file : audit_.files) {
      unreadable += file.error ? 1 : 0;
      accepted += file.accepted;
    }
    out_ += "\n共 " + std::to_string(audit_.files.size()) + " 个文件" + narrowed() + "：";
    if (audit_.errors + audit_.warnings + audit_.infos == 0) {
      out_ += unreadable == audit_.files.size() ? "没有可核对的内容" : "未发现疑点";
    } else {
      out_ += "错误 " + std::to_string(audit_.errors) + " 处，警告 " + std::to_string(audit_.warnings) + " 处，提示 " +
              std::to_string(audit_.infos) + " 处";
    }
    if (accepted > 0) out_ += "；另有 " + std::to_string(accepted) + " 处已认可，未列出";
    if (unreadable > 0) out_ += "；" + std::to_string(unreadable) + " 个文件无法读取";
    out_ += "。\n";
  }

  const Audit& audit_;
  const OutputOptions& options_;
  std::size_t width_;
  std::string out_;
};

}  // namespace

Result<std::string> write_text(const Audit& audit, const pack::RuleSet&, const OutputOptions& options) {
  return Writer(audit, options).write();
}

}  // namespace jiheng::audit
