#include <gtest/gtest.h>

#include <regex>
#include <set>

#include "audit/output/outputs.h"
#include "base/text.h"
#include "small_audit.h"

namespace jiheng::audit {
namespace {

std::string html_of(const Audit& audit, bool claims = false) {
  OutputOptions options;
  options.claims = claims;
  return write_html(audit, small_rules(), options).value();
}

// From the first `begin` to the `end` after it, both included.
std::string part(const std::string& page, const std::string& begin, const std::string& end) {
  const auto from = page.find(begin);
  if (from == page.npos) return {};
  const auto to = page.find(end, from);
  return to == page.npos ? std::string() : page.substr(from, to + end.size() - from);
}

std::vector<std::string> all_of(const std::string& page, const char* pattern) {
  const std::regex expression(pattern);
  std::vector<std::string> found;
  for (std::sregex_iterator it(page.begin(), page.end(), expression), end; it != end; ++it) found.push_back((*it)[1]);
  return found;
}

// Whether every tag is closed in order; void elements are those the page uses.
std::string unbalanced(const std::string& page) {
  static const std::regex tag("<(/?)([a-z0-9]+)[^>]*>");
  static const std::set<std::string> empty = {"meta", "input", "br"};
  std::string body = page;
  for (const auto& [begin, end] : {std::pair("<style>", "</style>"), std::pair("<script>", "</script>")}) {
    const auto from = body.find(begin) + std::string(begin).size();
    body.erase(from, body.find(end) - from);
  }
  std::vector<std::string> open;
  for (std::sregex_iterator it(body.begin(), body.end(), tag), end; it != end; ++it) {
    const std::string name = (*it)[2];
    if (empty.contains(name)) continue;
    if ((*it)[1].length() == 0) {
      open.push_back(name);
    } else if (open.empty() || open.back() != name) {
      return "</" + name + ">";
    } else {
      open.pop_back();
    }
  }
  return open.empty() ? "" : "<" + open.back() + ">";
}

TEST(AuditHtml, ShowsTheReportWithItsMarks) {
  EXPECT_EQ(part(html_of(small_audit()), "<article", "</article>"), R"(<article class="text">
<div class="page">第 1 页</div>
<p class="title" id="p1-1">2023年度甲局部门整体支出绩效自评报告</p>
<h3 class="l1" id="p1-2">一、预算执行情况</h3>
<p id="p1-3">全年预算<span class="at" id="e1-1-3"></span><mark class="error" data-cards="f1-1">3,392.15万元</mark><a class="n error" href="#f1-1" aria-label="疑点1，错误">1</a>，支出<span class="at" id="e1-1-2"></span><mark class="error" data-cards="f1-1">3,229.13万元</mark><a class="n error" href="#f1-1" aria-label="疑点1，错误">1</a>，支出率<span class="at" id="e1-1-1"></span><mark class="error" data-cards="f1-1">99.60%</mark><a class="n error" href="#f1-1" aria-label="疑点1，错误">1</a>。全年办结建议<span class="at" id="e1-2-1"></span><mark class="info" data-cards="f1-2">2023件</mark><a class="n info" href="#f1-2" aria-label="疑点2，提示">2</a>。</p>
<p id="p1-4"><span class="at" id="e1-3-1"></span><mark class="warning" data-cards="f1-3">持续优化营商环境，</mark><span class="turn">〔第 2 页〕</span><mark class="warning" data-cards="f1-3">群众满意度不断提升</mark><a class="n warning" href="#f1-3" aria-label="疑点3，警告">3</a>。</p>
<div class="sheet" tabindex="0" role="region" aria-label="报告1表1"><table>
<tr><td id="p1-5">指标</td><td id="p1-6">满分</td><td id="p1-7">得分</td><td id="p1-8">完成值</td></tr>
<tr><td id="p1-9">服务满意度</td><td id="p1-10" class="r">10</td><td id="p1-11" class="r"><span class="at" id="e1-4-1"></span><mark class="warning" data-cards="f1-4">10</mark><a class="n warning" href="#f1-4" aria-label="疑点4，警告">4</a></td><td id="p1-12"><span class="at" id="e1-4-2"></span><mark class="warning" data-cards="f1-4">好</mark><a class="n warning" href="#f1-4" aria-label="疑点4，警告">4</a></td></tr>
</table></div>
</article>)");
}

TEST(AuditHtml, ShowsAFindingAsACard) {
  EXPECT_EQ(part(html_of(small_audit()), "<li class=\"card", "</ul>\n</li>"),
            R"(<li class="card error" id="f1-1" data-rule="ratio" tabindex="-1">
<p class="head"><a class="n error" href="#e1-1-1" aria-label="疑点1，看原文">1</a><b>■ 错误</b><a href="#rule-ratio">比率与分子分母不符</a><code>ratio</code></p>
<p class="message">“99.60%”与3,229.13万元÷3,392.15万元不能同时成立：计算为95.19%</p>
<dl class="values"><div><dt>报告所列</dt><dd>99.60%</dd></div><div><dt>重算</dt><dd>95.19%</dd></div><div><dt>差额</dt><dd>4.41个百分点</dd></div></dl>
<ul class="quotes">
<li><a href="#e1-1-1">第1页 第3段</a> <q>全年预算<em>3,392.15万元</em>，支出<em>3,229.13万元</em>，支出率<em>99.60%</em>。</q></li>
</ul>
</li>)");
}

TEST(AuditHtml, ListsSeveralFilesInFront) {
  EXPECT_EQ(part(html_of(small_audit()), "<tbody>", "</tbody>"), R"(<tbody>
<tr><td class="r">1</td><td><a href="#f1">2023年度甲局部门整体支出绩效自评报告</a></td><td>甲局 报告.txt</td><td class="r">2023</td><td class="r error some">1</td><td class="r warning some">2</td><td class="r info some">1</td></tr>
<tr><td class="r">2</td><td><a href="#f2">2023年度乙局部门整体支出绩效自评报告</a></td><td>b/乙局.docx</td><td class="r">2023</td><td class="r error some">1</td><td class="r warning">0</td><td class="r info">0</td></tr>
<tr><td class="r">3</td><td><a href="#f3">c.pdf</a></td><td>c.pdf</td><td class="error some" colspan="4">无法读取</td></tr>
</tbody>)");
  EXPECT_EQ(html_of(clean_audit()).find("class=\"index\""), std::string::npos);
}

TEST(AuditHtml, EveryLinkLeadsSomewhere) {
  for (const Audit& audit : {small_audit(), clean_audit(), hostile_audit()}) {
    const std::string page = html_of(audit, true);
    const auto ids = all_of(page, " id=\"([^\"]*)\"");
    const std::set<std::string> known(ids.begin(), ids.end());
    EXPECT_EQ(ids.size(), known.size());  // none twice
    for (const std::string& link : all_of(page, " href=\"#([^\"]*)\"")) EXPECT_TRUE(known.contains(link)) << link;
    for (const std::string& cards : all_of(page, " data-cards=\"([^\"]*)\"")) {
      for (const std::string& card : split(cards, ' ')) EXPECT_TRUE(known.contains(card)) << card;
    }
    for (const std::string& box : all_of(page, " for=\"([^\"]*)\"")) EXPECT_TRUE(known.contains(box)) << box;
    EXPECT_EQ(unbalanced(page), "");
  }
}

TEST(AuditHtml, OffersARuleOnceWithItsCount) {
  EXPECT_EQ(
      part(html_of(small_audit()), "<select", "</select>"),
      "<select id=\"rule\" aria-label=\"只看一条规则的疑点\" hidden><option value=\"\">全部规则</option>"
      "<option value=\"coincidence\">数字巧合　1</option><option value=\"copy.across\">跨文件雷同　1</option>"
      "<option value=\"missing.score\">缺少自评得分　1</option><option value=\"ratio\">比率与分子分母不符　1</option>"
      "<option value=\"score.no-evidence\">满分而无依据　1</option></select>");
  EXPECT_EQ(html_of(clean_audit()).find("<select"), std::string::npos);
}

TEST(AuditHtml, TellsWhichPointsAccountForTheScore) {
  Audit audit = clean_audit();
  audit.files[0].claims.push_back(
      {Relation::deduction, true, {"100", "1", "0.016", "98.98分"}, "假定甲", {{0, {20, 25}}}});
  EXPECT_EQ(part(html_of(audit), "<p class=\"lost\">", "</p>"),
            "<p class=\"lost\"><b>失分构成</b> <span class=\"num\">100 − 1 − 0.016 = 98.98分</span> （假定甲） "
            "<a href=\"#p1-2\">第2段</a></p>");
  audit.files[0].claims[0].values.back() = "设备停用";  // the row of a table: full mark, score, reason
  EXPECT_EQ(html_of(audit).find("失分构成"), std::string::npos);
}

TEST(AuditHtml, ClaimsLinkToTheirParagraphs) {
  EXPECT_EQ(part(html_of(small_audit(), true), "<tr><td>比率", "</tr>"),
            "<tr><td>比率</td><td class=\"fails\">不成立</td><td class=\"num\">3,229.13万元 ÷ 3,392.15万元 ≠ "
            "99.60%</td><td><a href=\"#p1-3\">第1页 第3段</a></td><td>—</td></tr>");
}

TEST(AuditHtml, SaysThatNothingWasFound) {
  const std::string page = html_of(clean_audit());
  EXPECT_EQ(part(page, "<div class=\"answer\">", "</div>"),
            "<div class=\"answer\"><span class=\"none\">✓ 未发现疑点</span></div>");
  EXPECT_EQ(part(page, "<aside", "</aside>"),
            "<aside class=\"findings\" aria-label=\"疑点\">\n<p class=\"none-found\">✓ "
            "未发现疑点</p>\n<ol>\n</ol>\n</aside>");
}

TEST(AuditHtml, NestedAndCrossingEvidenceKeepsEveryNumber) {
  const std::vector<reading::Document> documents = {
      ReportMaker("叠.txt").paragraph("一二三四五六").paragraph("七八").done()};
  Audit audit;
  audit.files.resize(1);
  audit.files[0].file = "叠.txt";
  audit.files[0].document = documents[0];
  audit.files[0].findings = {
      finding("ratio", Severity::error, "甲", {evidence_at(documents, 0, "二三四")}),
      finding("coincidence", Severity::info, "乙", {{0, {2, 9}}}),
      finding("copy.across", Severity::warning, "丙", {evidence_at(documents, 0, "三"), {0, {0, 0}}})};
  EXPECT_EQ(part(html_of(audit), "<article", "</article>"), R"(<article class="text">
<p id="p1-1"><span class="at" id="e1-3-2"></span><a class="n warning" href="#f1-3" aria-label="疑点3，警告">3</a>一<span class="at" id="e1-1-1"></span><mark class="error" data-cards="f1-1">二</mark><span class="at" id="e1-2-1"></span><span class="at" id="e1-3-1"></span><mark class="error" data-cards="f1-1 f1-3 f1-2">三</mark><a class="n warning" href="#f1-3" aria-label="疑点3，警告">3</a><mark class="error" data-cards="f1-1 f1-2">四</mark><a class="n error" href="#f1-1" aria-label="疑点1，错误">1</a><mark class="info" data-cards="f1-2">五六</mark></p>
<p id="p1-2"><mark class="info" data-cards="f1-2">七八</mark><a class="n info" href="#f1-2" aria-label="疑点2，提示">2</a></p>
</article>)");
}

TEST(AuditHtml, HostileTextsAreNeverMarkup) {
  const std::string page = html_of(hostile_audit(), true);
  EXPECT_EQ(all_of(page, "(<script)").size(), 1u);
  EXPECT_EQ(page.find("<img"), std::string::npos);
  EXPECT_EQ(page.find("<b>&lt;"), std::string::npos);
  EXPECT_EQ(page.find('\x1b'), std::string::npos);
  EXPECT_EQ(page.find('\x01'), std::string::npos);
  EXPECT_EQ(page.find("\xE2\x80\xAE"), std::string::npos);
  // Within the style sheet the title is written in escapes only.
  const std::string style = part(page, "<style>", "</style>");
  EXPECT_EQ(style.find("alert"), std::string::npos);
}

TEST(AuditHtml, LoadsNothingAndRunsOnlyItsOwnScript) {
  const std::string page = html_of(small_audit());
  EXPECT_NE(page.find("content=\"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-"),
            std::string::npos);
  EXPECT_EQ(page.find("src="), std::string::npos);
  EXPECT_EQ(page.find("url("), std::string::npos);
  EXPECT_EQ(page.find("http"), page.find("http-equiv"));
}

}  // namespace
}  // namespace jiheng::audit
