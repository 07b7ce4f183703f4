// HTML: what is shown is read, tables with their spans; what is meant to hurt is refused.

#include <gtest/gtest.h>

#include "reading/read.h"
#include "shown.h"

using namespace jiheng;
using namespace jiheng::reading;
using jiheng::testing::broken_promise;
using jiheng::testing::shown;

namespace {

// The document, or its error's code.
std::string html(const std::string& body, const ReadOptions& options = {}) {
  const auto document = read_bytes("<html><body>" + body + "</body></html>", "报告.html", options);
  if (!document) return document.error().code;
  EXPECT_EQ(document->format, Format::html);
  EXPECT_EQ(broken_promise(*document), "");
  return shown(*document);
}

TEST(HtmlReaderTest, ReadsWhatIsShown) {
  EXPECT_EQ(
      html("<h1>江北县档案馆2023年度绩效自评报告</h1><h2>一、基本情况</h2>"
           "<p>编制<b>18</b>名，\n实有&nbsp;17&#20154;，执行率&lt;98%&gt;。</p><script>var a = '<p>假</p>';</script>"
           "<style>p{color:red}</style><p style='display: none'>隐藏</p><nav>首页</nav><div>第一段<br>第二行</div>"
           "<!-- 注释 --><ol><li>接收进馆</li><li>查阅利用</li></ol>"),
      "# 江北县档案馆2023年度绩效自评报告\n## 一、基本情况\n编制18名，实有17人，执行率<98%>。\n第一段\n第二行\n## "
      "1.接收进馆\n"
      "## 2.查阅利用\n");
}

TEST(HtmlReaderTest, ReadsSpansOfCells) {
  EXPECT_EQ(html("<table><tr><th rowspan=2>指标</th><th colspan=2>得分</th></tr><tr><th>满分</th><th>自评</th></tr>"
                 "<tr><td rowspan=2>产出</td><td>8</td><td>7.5</td></tr><tr><td>6</td><td></td></tr>"
                 "<tr><td colspan=2>合计</td><td>7.5</td></tr></table>"),
            "| 指标 | 得分 | <\n| ^ | 满分 | 自评\n| 产出 | 8 | 7.5\n| ^ | 6 | \n| 合计 | < | 7.5\n");
  // Lies about spans are cut to the table.
  EXPECT_EQ(html("<table><tr><td rowspan=99999>甲</td><td colspan=0>乙</td></tr><tr><td>丙</td></tr></table>"),
            "| 甲 | 乙\n| ^ | 丙\n");
}

TEST(HtmlReaderTest, TakesLayoutTablesApart) {
  EXPECT_EQ(
      html("<table><tr><td><p>执行率为98%。</p><table><tr><td>满分</td><td>8</td></tr><tr><td>得分</td><td>8</td></tr>"
           "</table></td></tr></table>"),
      "执行率为98%。\n| 满分 | 8\n| 得分 | 8\n");
}

TEST(HtmlReaderTest, ToleratesWhatIsNotClosed) {
  EXPECT_EQ(html("<p>甲<p>乙<table><tr><td>满分<td>8<tr><td>得分<td>7"), "甲\n乙\n| 满分 | 8\n| 得分 | 7\n");
}

TEST(HtmlReaderTest, KeepsTextBetweenCellsInOrder) {
  EXPECT_EQ(html("<table>甲<tr><td>乙</td>丙<td>8</td></tr>丁<tr><td>戊</td></tr></table>己"),
            "甲\n| 乙丙 | 8丁\n| 戊 | \n己\n");
}

TEST(HtmlReaderTest, KnowsNoEntitiesButThoseOfHtml) {
  std::string bomb = "<!DOCTYPE html [<!ENTITY a \"预算预算预算预算\">";
  for (char c = 'b'; c <= 'z'; ++c) {
    bomb += std::string("<!ENTITY ") + c + " \"";
    for (int i = 0; i < 10; ++i) bomb += std::string("&") + static_cast<char>(c - 1) + ";";
    bomb += "\">";
  }
  const auto document = read_bytes(bomb + "]><html><body><p>合计&z;。</p></body></html>", "a.html");
  ASSERT_TRUE(document);
  EXPECT_LT(document->text.size(), bomb.size());
  EXPECT_NE(to_utf8(document->text).find("合计&z"), std::string::npos);
  EXPECT_EQ(html("<!DOCTYPE html SYSTEM 'file:///etc/passwd'><p>甲</p>"), "甲\n");
}

TEST(HtmlReaderTest, RefusesWhatIsNestedTooDeepOrTooCostly) {
  std::string deep;
  for (int i = 0; i < 100'000; ++i) deep += "<div>";
  EXPECT_EQ(html(deep + "甲"), "reading.damaged");
  std::string tables;
  for (int i = 0; i < 40; ++i) tables += "<table><tr><td>";
  EXPECT_EQ(html(tables + "甲"), "甲\n");
  std::string attributes = "<p";
  for (int i = 0; i < 100'000; ++i) attributes += " a" + std::to_string(i) + "=1";
  EXPECT_EQ(html(attributes + ">甲</p>"), "reading.damaged");
  ReadOptions small;
  small.limits.text_bytes = 3000;
  EXPECT_EQ(html("<p>" + std::string(4000, 'a') + "</p>", small), "reading.too-large");
}

TEST(HtmlReaderTest, EmptyPagesAreEmpty) {
  EXPECT_EQ(html("<p> &nbsp; </p><img src=a.png>"), "reading.empty");
}

}  // namespace
