#include <algorithm>
#include <array>
#include <map>

#include "audit/output/html_style.h"
#include "audit/output/html_text.h"
#include "audit/output/outputs.h"
#include "audit/output/statements.h"
#include "base/sha256.h"
#include "base/text.h"

namespace jiheng::audit {
namespace {

constexpr std::size_t quote_width = 96;  // columns

constexpr Severity severities[] = {Severity::error, Severity::warning, Severity::info};

// ■ ▲ ●: so that severities are told apart without colour.
std::string_view sign_of(Severity severity) {
  switch (severity) {
    case Severity::error:
      return "■";
    case Severity::warning:
      return "▲";
    case Severity::info:
      return "●";
  }
  return "";
}

unsigned nibble(char c) {
  return static_cast<unsigned>(c <= '9' ? c - '0' : c - 'a' + 10);
}

// The hash of a script as a Content-Security-Policy names it.
std::string policy_hash(std::string_view script) {
  static constexpr char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const std::string hex = sha256_hex(script);
  std::string base64;
  unsigned bits = 0, held = 0;
  for (const char c : hex) {
    bits = bits << 4 | nibble(c);
    held += 4;
    if (held < 6) continue;
    held -= 6;
    base64 += digits[bits >> held & 63];
  }
  if (held > 0) base64 += digits[bits << (6 - held) & 63];
  base64.append((4 - base64.size() % 4) % 4, '=');
  return "sha256-" + base64;
}

// A string of CSS in which nothing can end it.
std::string css_string(std::u32string_view text) {
  static constexpr char digits[] = "0123456789abcdef";
  std::string out = "\"";
  for (const char32_t c : text) {
    out += '\\';
    for (int shift = 20; shift >= 0; shift -= 4) out += digits[c >> shift & 15];
  }
  return out + "\"";
}

class Page {
 public:
  Page(const Audit& audit, const pack::RuleSet& rules, const OutputOptions& options)
      : audit_(audit), rules_(rules), options_(options), texts_(audit) {
    for (const AuditedFile& file : audit.files) {
      for (const Finding& finding : file.findings) ++used_[finding.rule];
    }
  }

  std::string write() {
    head();
    bar();
    out_ += "<main>\n";
    summary();
    for (std::size_t i = 0; i < audit_.files.size(); ++i) document(i);
    rules();
    out_ +=
        "</main>\n<footer "
        "class=\"foot\">本页由程序核对生成：只指出不能同时成立的表述和需要说明之处，不判断何者有误。依据规则集 " +
        escaped(rules_.id + " " + rules_.version) +
        "。原文按段落整理，空白、分行和标点已经规整；位置中的“第几段”从文件开头数起。</footer>\n<script>" +
        std::string(html_script) + "</script>\n</body>\n</html>\n";
    return std::move(out_);
  }

 private:
  std::string title() const {
    if (audit_.files.size() == 1) return heading_of(audit_.files.front());
    return std::to_string(audit_.files.size()) + " 份报告";
  }

  void head() {
    out_ +=
        "<!DOCTYPE html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n<meta "
        "http-equiv=\"Content-Security-Policy\" "
        "content=\"default-src 'none'; style-src 'unsafe-inline'; script-src '" +
        policy_hash(html_script) +
        "'\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>疑点核对：" +
        escaped(title()) + "</title>\n<style>\n" + std::string(html_style) +
        "@media print { @page { @top-left { content: " + css_string(to_code_points("疑点核对　" + title())) +
        "; font: 9pt sans-serif; } } }\n</style>\n</head>\n<body>\n";
  }

  void bar() {
    for (const Severity severity : severities) {
      out_ += "<input class=\"switch\" type=\"checkbox\" id=\"show-" + std::string(severity_id(severity)) +
              "\" checked aria-label=\"显示" + std::string(severity_word(severity)) + "\">\n";
    }
    out_ += "<header class=\"bar\"><h1>疑点核对　" + escaped(title()) + "</h1>";
    if (audit_.errors + audit_.warnings + audit_.infos > 0) {
      rule_filter();
      out_ += "<span class=\"show\">";
      const std::array<std::size_t, 3> counts = {audit_.errors, audit_.warnings, audit_.infos};
      for (std::size_t i = 0; i < counts.size(); ++i) {
        out_ += "<label class=\"" + std::string(severity_id(severities[i])) + "\" for=\"show-" +
                std::string(severity_id(severities[i])) + "\">" + std::string(sign_of(severities[i])) + " " +
                std::string(severity_word(severities[i])) + " " + std::to_string(counts[i]) + "</label>";
      }
      out_ +=
          "</span><span class=\"steps\" hidden><button type=\"button\" id=\"previous\" title=\"K 键\">上一处</button>"
          "<output id=\"position\" aria-live=\"polite\"></output>"
          "<button type=\"button\" id=\"next\" title=\"J 键\">下一处</button></span>";
    }
    out_ += "</header>\n";
  }

  // Hidden until the script that it needs has run, as the steps from finding to finding are.
  void rule_filter() {
    out_ += "<select id=\"rule\" aria-label=\"只看一条规则的疑点\" hidden><option value=\"\">全部规则</option>";
    for (const auto& [id, count] : used_) {
      out_ += "<option value=\"" + escaped(id) + "\">" + escaped(rule_title(rules_, id)) + "　" +
              std::to_string(count) + "</option>";
    }
    out_ += "</select>";
  }

  void summary() {
    out_ += "<section class=\"summary\" aria-label=\"结论\">\n<p class=\"printed\">" + escaped(title()) +
            "</p>\n<div class=\"answer\">";
    if (audit_.errors + audit_.warnings + audit_.infos == 0) {
      const bool nothing = std::all_of(audit_.files.begin(), audit_.files.end(), [](const auto& f) { return f.error; });
      out_ += nothing ? "<span>没有可核对的内容</span>" : "<span class=\"none\">✓ 未发现疑点</span>";
    } else {
      answer(Severity::error, audit_.errors, "不能同时成立或缺少必备内容");
      answer(Severity::warning, audit_.warnings, "需要说明");
      answer(Severity::info, audit_.infos, "值得一看");
    }
    if (!options_.narrowed.empty()) out_ += "<span>" + escaped(options_.narrowed) + "</span>";
    out_ += "</div>\n<p>" + (audit_.files.size() == 1 ? about(audit_.files.front()) : totals()) + "</p>\n";
    if (audit_.files.size() == 1) lost_points(0);
    if (audit_.files.size() > 1) index();
    out_ += "</section>\n";
  }

  void answer(Severity severity, std::size_t count, const char* meaning) {
    out_ += "<span class=\"" + std::string(count == 0 ? "zero" : severity_id(severity)) + "\"><b class=\"num\">" +
            std::to_string(count) + "</b>处" + std::string(severity_word(severity)) + "（" + meaning + "）</span>";
  }

  std::string totals() const {
    std::size_t figures = 0, claims = 0, unreadable = 0, accepted = 0;
    for (const AuditedFile& file : audit_.files) {
      figures += file.figures;
      claims += file.relations_tested();
      unreadable += file.error ? 1 : 0;
      accepted += file.accepted;
    }
    std::string text = "共 " + std::to_string(audit_.files.size()) + " 个文件，数字 " + std::to_string(figures) +
                       " 个，核对关系 " + std::to_string(claims) + " 项";
    if (accepted > 0) text += "；另有 " + std::to_string(accepted) + " 处疑点已认可，未列出";
    if (unreadable > 0) text += "；" + std::to_string(unreadable) + " 个文件无法读取";
    return text + "。";
  }

  void index() {
    out_ +=
        "<table class=\"index\"><thead><tr><th class=\"r\">序号</th><th>报告</th><th>文件</th><th "
        "class=\"r\">年度</th>";
    for (const Severity severity : severities)
      out_ += "<th class=\"r\">" + std::string(severity_word(severity)) + "</th>";
    out_ += "</tr></thead>\n<tbody>\n";
    for (std::size_t i = 0; i < audit_.files.size(); ++i) index_row(i);
    out_ += "</tbody></table>\n";
  }

  void index_row(std::size_t i) {
    const AuditedFile& file = audit_.files[i];
    out_ += "<tr><td class=\"r\">" + std::to_string(i + 1) + "</td><td><a href=\"#f" + std::to_string(i + 1) + "\">" +
            escaped(heading_of(file)) + "</a></td><td>" + escaped(file.file) + "</td>";
    if (file.error) {
      out_ += "<td class=\"error some\" colspan=\"4\">无法读取</td></tr>\n";
      return;
    }
    out_ += "<td class=\"r\">" + (file.outline.year > 0 ? std::to_string(file.outline.year) : "—") + "</td>";
    const Counts counts = counts_of(file);
    for (const Severity severity : severities) {
      const std::size_t count = counts.of(severity);
      out_ += "<td class=\"r " + std::string(severity_id(severity)) + (count > 0 ? " some" : "") + "\">" +
              std::to_string(count) + "</td>";
    }
    out_ += "</tr>\n";
  }

  void document(std::size_t i) {
    const AuditedFile& file = audit_.files[i];
    out_ += "<section class=\"document\" id=\"f" + std::to_string(i + 1) + "\">\n";
    if (audit_.files.size() > 1) {  // the only one is named in the summary
      out_ += "<header class=\"file\"><h2>" + std::to_string(i + 1) + "　" + escaped(heading_of(file)) + "</h2>\n<p>" +
              about(file) + "</p>";
      lost_points(i);
      out_ += "</header>\n";
    }
    if (file.error) {
      out_ += "<p class=\"failed\">无法读取 [" + escaped(file.error->code) + "]：" + escaped(file.error->message) +
              "</p>\n</section>\n";
      return;
    }
    out_ += "<div class=\"pair\">\n<aside class=\"findings\" aria-label=\"疑点" +
            (audit_.files.size() > 1 ? std::to_string(i + 1) : "") + "\">\n";
    if (file.findings.empty()) out_ += "<p class=\"none-found\">✓ 未发现疑点</p>\n";
    out_ += "<ol>\n";
    for (std::size_t n = 0; n < file.findings.size(); ++n) card(i, n);
    out_ += "</ol>\n</aside>\n<article class=\"text\">\n";
    texts_.write(i, out_);
    out_ += "</article>\n</div>\n";
    if (options_.claims && !file.claims.empty()) claims(file);
    out_ += "</section>\n";
  }

  static std::string about(const AuditedFile& file) {
    std::string text = "文件：" + escaped(file.file);
    if (file.error) return text;
    if (!file.outline.unit.empty()) text += "　单位：" + escaped(to_utf8(file.outline.unit));
    if (file.outline.year > 0) text += "　年度：" + std::to_string(file.outline.year);
    text += "　" + checked_words(file);
    if (file.accepted > 0) text += "；另有 " + std::to_string(file.accepted) + " 处疑点已认可，未列出";
    return text;
  }

  // Which points account for the score, where the report lets it be told.
  void lost_points(std::size_t document) {
    for (const Claim& claim : audit_.files[document].claims) {
      if (!accounts_for_score(claim)) continue;
      out_ += "<p class=\"lost\"><b>失分构成</b> <span class=\"num\">" + escaped(claim_words(claim)) + "</span> " +
              (claim.assumption.empty() ? "" : escaped("（" + claim.assumption + "）") + " ") + claim_place(claim) +
              "</p>\n";
    }
  }

  std::string claim_place(const Claim& claim) const {
    const std::vector<Place> places = places_of(audit_, claim.evidence);
    if (places.empty() || places.front().paragraph == 0) return "—";
    const Place& place = places.front();
    return "<a href=\"#" + paragraph_id(place.document, place.paragraph - 1) + "\">" +
           escaped(place_words(audit_, place)) + "</a>";
  }

  void card(std::size_t document, std::size_t n) {
    const Finding& finding = audit_.files[document].findings[n];
    const std::string severity(severity_id(finding.severity));
    const std::vector<Place> places = places_of(audit_, finding.evidence);
    out_ += "<li class=\"card " + severity + "\" id=\"" + card_id(document, n) + "\" data-rule=\"" +
            escaped(finding.rule) + "\" tabindex=\"-1\">\n<p class=\"head\">";
    const std::string number = std::to_string(n + 1);
    if (places.empty()) {
      out_ += "<span class=\"n " + severity + "\">" + number + "</span>";
    } else {
      out_ += "<a class=\"n " + severity + "\" href=\"#" + evidence_id(document, n, 0) + "\" aria-label=\"疑点" +
              number + "，看原文\">" + number + "</a>";
    }
    out_ += "<b>" + std::string(sign_of(finding.severity)) + " " + std::string(severity_word(finding.severity)) +
            "</b><a href=\"#rule-" + escaped(finding.rule) + "\">" + escaped(rule_title(rules_, finding.rule)) +
            "</a><code>" + escaped(finding.rule) + "</code></p>\n<p class=\"message\">" + escaped(finding.message) +
            "</p>\n";
    values(finding);
    quotes(document, n, finding);
    out_ += "</li>\n";
  }

  void values(const Finding& finding) {
    const std::array<std::pair<const char*, const std::string*>, 3> values = {
        {{"报告所列", &finding.stated}, {"重算", &finding.expected}, {"差额", &finding.difference}}};
    std::string shown;
    for (const auto& [name, value] : values) {
      if (value->empty()) continue;
      shown += "<div><dt>" + std::string(name) + "</dt><dd>" + escaped(*value) + "</dd></div>";
    }
    if (!shown.empty()) out_ += "<dl class=\"values\">" + shown + "</dl>\n";
  }

  void quotes(std::size_t document, std::size_t n, const Finding& finding) {
    const std::vector<Quote> quotes = quotes_of(audit_, finding);
    if (quotes.empty()) return;
    const std::size_t shown = shown_quotes(quotes.size());
    out_ += "<ul class=\"quotes\">\n";
    for (std::size_t i = 0; i < shown; ++i) {
      out_ += "<li>" + quote_link(document, n, quotes[i]) + " <q>" + emphasised(quotes[i]) + "</q></li>\n";
    }
    for (std::size_t i = shown; i < quotes.size(); ++i) {
      out_ +=
          (i == shown ? "<li>另见：" : "，") + quote_link(document, n, quotes[i], i > shown ? &quotes[i - 1] : nullptr);
    }
    out_ += shown < quotes.size() ? "</li>\n</ul>\n" : "</ul>\n";
  }

  std::string quote_link(std::size_t document, std::size_t n, const Quote& quote, const Quote* named = nullptr) const {
    const bool follows = named != nullptr && named->first.document == quote.first.document;
    std::string words =
        follows ? place_words_after(audit_, quote.first, named->first) : place_words(audit_, quote.first);
    if (quote.first.document != document && !follows)
      words = "《" + heading_of(audit_.files[quote.first.document]) + "》" + words;
    if (words.empty()) words = "原文";
    return "<a href=\"#" + evidence_id(document, n, quote.first_index) + "\">" + escaped(words) + "</a>";
  }

  static std::string emphasised(const Quote& quote) {
    const std::u32string text = harmless(std::u32string_view(quote.statement.text));
    const Range shown = window(text, quote.all(), quote_width);
    std::string out = shown.begin > 0 ? "…" : "";
    std::size_t at = shown.begin;
    for (const Range& range : quote.marked) {
      const std::size_t begin = std::clamp(range.begin, at, shown.end), end = std::clamp(range.end, begin, shown.end);
      out += escaped(text.substr(at, begin - at));
      if (begin < end) out += "<em>" + escaped(text.substr(begin, end - begin)) + "</em>";
      at = end;
    }
    out += escaped(text.substr(at, shown.end - at));
    return out + (shown.end < text.size() ? "…" : "");
  }

  void claims(const AuditedFile& file) {
    out_ +=
        "<div "
        "class=\"claims\">\n<h3>核对过的关系</h3>\n<table><thead><tr><th>关系</th><th>结果</th><th>数值</th><th>位置</"
        "th>"
        "<th>假定</th></tr></thead>\n<tbody>\n";
    for (const Claim& claim : file.claims) {
      out_ += "<tr><td>" + std::string(accounts_for_score(claim) ? "失分构成" : relation_word(claim.relation)) +
              "</td>" + (claim.holds ? "<td>成立</td>" : "<td class=\"fails\">不成立</td>") + "<td class=\"num\">" +
              escaped(claim_words(claim)) + "</td><td>" + claim_place(claim) + "</td><td>" +
              (claim.assumption.empty() ? "—" : escaped(claim.assumption)) + "</td></tr>\n";
    }
    out_ += "</tbody></table>\n</div>\n";
  }

  // What the rules that found something look for, and where they come from.
  void rules() {
    if (used_.empty()) return;
    out_ += "<section class=\"rules\">\n<h2>规则说明</h2>\n<dl>\n";
    for (const auto& [id, count] : used_) {
      const pack::AuditRule* rule = rules_.find_rule(id);
      out_ += "<dt id=\"rule-" + escaped(id) + "\">" + escaped(rule_title(rules_, id)) + " <code>" + escaped(id) +
              "</code>";
      if (rule != nullptr && !rule->verified) out_ += "（依据未核实）";
      out_ += "</dt>\n";
      if (rule == nullptr) continue;
      if (!rule->explanation.empty()) out_ += "<dd>" + escaped(rule->explanation) + "</dd>\n";
      if (!rule->source.empty()) out_ += "<dd class=\"source\">依据：" + escaped(rule->source) + "</dd>\n";
    }
    out_ += "</dl>\n</section>\n";
  }

  const Audit& audit_;
  const pack::RuleSet& rules_;
  const OutputOptions& options_;
  MarkedTexts texts_;
  std::map<std::string, std::size_t> used_;  // rules that found something, and how often
  std::string out_;
};

}  // namespace

Result<std::string> write_html(const Audit& audit, const pack::RuleSet& rules, const OutputOptions& options) {
  return Page(audit, rules, options).write();
}

}  // namespace jiheng::audit
