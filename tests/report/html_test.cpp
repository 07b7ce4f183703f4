#include "report/html_writer.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "sample_document.h"
#include "test_support.h"

namespace jiheng::report {
namespace {

Document with(Block block) {
  Document document;
  document.blocks.push_back(std::move(block));
  return document;
}

// What stands between <main …> and </main>.
std::string main_of(const Document& document) {
  const std::string html = write_html(document).value();
  const std::size_t from = html.find("<main class=\"sheet\">\n") + 21;
  return html.substr(from, html.find("</main>") - from);
}

TEST(Html, LinksFiguresToTheirRows) {
  EXPECT_EQ(
      main_of(with(Paragraph{
          {text_run("支出"), figure_run("2459.96", "budget.spent", "全年支出 · 凭证合计"), text_run("万元")}, true})),
      "<p>支出<a href=\"rows/budget.spent.html\" class=\"figure\" title=\"全年支出 · 凭证合计\">2459.96</a>万元</p>\n");
}

TEST(Html, EscapesEverything) {
  report::Run figure = figure_run("<1>", "a/../b\"", "\"x\" & 'y'");
  EXPECT_EQ(main_of(with(Paragraph{{text_run("<script>&\n二"), figure}, false})),
            "<p class=\"flush\">&lt;script&gt;&amp;<br>二<a href=\"rows/a_.._b_.html\" class=\"figure\" "
            "title=\"&quot;x&quot; &amp; &apos;y&apos;\">&lt;1&gt;</a></p>\n");
}

TEST(Html, FollowsNoLinkOutOfTheWeb) {
  for (const char* anchor :
       {"javascript:alert(1)", "data:text/html,x", "//elsewhere.example/x", "\\\\host\\x", "a:b"}) {
    report::Run figure = figure_run("1", "m");
    figure.anchor = anchor;
    EXPECT_EQ(main_of(with(Paragraph{{figure}, true})), "<p><a href=\"rows/m.html\" class=\"figure\">1</a></p>\n")
        << anchor;
  }
  report::Run figure = figure_run("1", "m");
  figure.anchor = "明细/支出 \"全年\".html";
  EXPECT_EQ(main_of(with(Paragraph{{figure}, true})),
            "<p><a href=\"明细/支出%20%22全年%22.html\" class=\"figure\">1</a></p>\n");
}

TEST(Html, ListsHeadingsBesideTheSheet) {
  Document document = with(Heading{1, "一、甲"});
  document.blocks.push_back(Heading{2, "（一）乙"});
  const std::string html = write_html(document).value();
  EXPECT_NE(
      html.find("<li class=\"l1\"><a href=\"#h1\">一、甲</a></li>\n<li class=\"l2\"><a href=\"#h2\">（一）乙</a></li>"),
      std::string::npos);
  EXPECT_EQ(main_of(document), "<h2 id=\"h1\">一、甲</h2>\n<h3 id=\"h2\">（一）乙</h3>\n");
  HtmlOptions options;
  options.contents = false;
  EXPECT_EQ(write_html(document, options).value().find("<nav"), std::string::npos);
}

TEST(Html, WritesTablesWithSpans) {
  Table table;
  table.caption = "表";
  table.columns = {{1, Align::left}, {3, Align::right}};
  table.header = {{text_cell("名"), text_cell("数")}};
  Cell tall = text_cell("合", true);
  tall.row_span = 2;
  tall.shaded = true;
  table.rows = {{tall, text_cell("1")}, {text_cell("2")}};
  EXPECT_EQ(
      main_of(with(table)),
      "<table class=\"small\">\n<caption>表</caption>\n<colgroup><col style=\"width:25.0%\"><col style=\"width:75.0%\">"
      "</colgroup>\n<thead>\n<tr><th>名</th><th class=\"r\">数</th></tr>\n</thead>\n<tbody>\n"
      "<tr><td rowspan=\"2\" data-sum><b>合</b></td><td class=\"r\">1</td></tr>\n<tr><td class=\"r\">2</td></tr>\n"
      "</tbody>\n</table>\n");
}

TEST(Html, IsSelfContained) {
  const std::string html = write_html(sample::report()).value();
  for (const char* outside : {"<script", "<link", "<img", "@import", "url(", "http"}) {
    EXPECT_EQ(html.find(outside), std::string::npos) << outside;
  }
  EXPECT_NE(html.find("@page { size: A4; margin: 37mm 26mm 35mm 28mm; }"), std::string::npos);
}

TEST(Html, IsTheSameEveryTime) {
  EXPECT_EQ(write_html(sample::report()).value(), write_html(sample::report()).value());
}

TEST(RowsFileName, IsSafe) {
  EXPECT_EQ(rows_file_name("budget.spent"), "budget.spent.html");
  EXPECT_EQ(rows_file_name("../etc/passwd"), "_._etc_passwd.html");
  EXPECT_EQ(rows_file_name("支出 1?#"), "支出_1__.html");
}

TEST(RowsHtml, WritesRowsCountLinksAndBackLink) {
  RowsPage page;
  page.title = "全年<支出>";
  page.formula = "凭证合计";
  page.value = "3.50万元";
  page.back = "../自评报告.html";
  page.columns = {{"摘要", Align::left}, {"金额", Align::right}};
  std::string html;
  auto writer = RowsWriter::start(page, [&](std::string_view piece) -> Status {
    html += piece;
    return {};
  });
  ASSERT_TRUE(writer);
  ASSERT_TRUE(writer->add({"纸&笔", "1.50"}, "凭证 1.html"));
  ASSERT_TRUE(writer->add({"车", "2.00"}, "javascript:alert(1)"));
  ASSERT_TRUE(writer->finish());
  EXPECT_EQ(writer->count(), 2u);
  EXPECT_EQ(
      html.substr(html.find("<body>")),
      "<body>\n<header>\n<p class=\"back\"><a href=\"../自评报告.html\">← 返回报告</a></p>\n<h1>全年&lt;支出&gt;</h1>\n"
      "<p class=\"value\">3.50万元</p>\n<p class=\"formula\">口径：凭证合计</p>\n</header>\n<table>\n<thead><tr>"
      "<th class=\"n\">序号</th><th>摘要</th><th class=\"r\">金额</th></tr></thead>\n<tbody>\n"
      "<tr><td class=\"n\">1</td><td><a href=\"凭证%201.html\">纸&amp;笔</a></td><td class=\"r\">1.50</td></tr>\n"
      "<tr><td class=\"n\">2</td><td>车</td><td class=\"r\">2.00</td></tr>\n"
      "</tbody>\n</table>\n<footer>共2条</footer>\n</body>\n</html>\n");
}

TEST(RowsHtml, StreamsManyRowsInPieces) {
  RowsPage page;
  page.columns = {{"数", Align::right}};
  std::size_t largest = 0, pieces = 0;
  auto writer = RowsWriter::start(page, [&](std::string_view piece) -> Status {
    largest = std::max(largest, piece.size());
    ++pieces;
    return {};
  });
  ASSERT_TRUE(writer);
  for (int i = 0; i < 20000; ++i) ASSERT_TRUE(writer->add({"行"}));
  ASSERT_TRUE(writer->finish());
  EXPECT_EQ(writer->count(), 20000u);
  EXPECT_GT(pieces, 10u);
  EXPECT_LT(largest, 70000u);
}

TEST(RowsHtml, PassesErrorsOn) {
  const auto no_sink = [](std::string_view) -> Status { return fail("report.write-failed", {{"format", "盘"}}); };
  auto writer = RowsWriter::start({}, no_sink);
  const Status finished = writer ? writer->finish() : Status(fail(writer.error()));
  ASSERT_FALSE(finished);
  EXPECT_EQ(finished.error().message, "生成盘文件失败");
  RowsPage page;
  page.title = "\xFF";
  EXPECT_EQ(RowsWriter::start(page, no_sink).error().code, "report.not-utf8");
}

RC_GTEST_PROP(Html, NeverLetsTextBecomeMarkup, (const std::string& text)) {
  std::string plain;
  for (const char c : text) plain += static_cast<char>(c & 0x7F);
  Document document = with(Paragraph{{text_run(plain), figure_run(plain, "m" + plain, plain)}, true});
  const std::string html = main_of(document);
  std::size_t tags = 0;
  for (const char c : html) tags += c == '<' ? 1 : 0;
  const std::size_t breaks = [&] {
    std::size_t n = 0;
    for (std::size_t at = 0; (at = html.find("<br>", at)) != std::string::npos; ++at) ++n;
    return n;
  }();
  RC_ASSERT(tags == 4 + breaks);  // <p>, <a>, </a>, </p>
}

}  // namespace
}  // namespace jiheng::report
