#include "report/docx_writer.h"

#include <gtest/gtest.h>

#include "sample_document.h"
#include "test_support.h"

namespace jiheng::report {
namespace {

using test::joined_text;
using test::parsed;
using test::unzipped;

// Every part parses, and the parts are the ones of the package's own lists.
std::map<std::string, std::string> parts_of(const Document& document) {
  const auto bytes = write_docx(document);
  if (!bytes) return {};
  auto parts = unzipped(*bytes);
  for (const auto& [name, xml] : parts) EXPECT_TRUE(parsed(xml).document_element()) << name << " is not well-formed";
  return parts;
}

Document with(Block block) {
  Document document;
  document.blocks.push_back(std::move(block));
  return document;
}

TEST(Docx, HasThePageOfTheStandard) {
  const auto parts = parts_of(sample::report());
  ASSERT_EQ(parts.size(), 11u);
  const auto document = parsed(parts.at("word/document.xml"));
  const auto section = document.child("w:document").child("w:body").child("w:sectPr");
  const auto margins = section.child("w:pgMar");
  EXPECT_STREQ(margins.attribute("w:top").value(), "2098");
  EXPECT_STREQ(margins.attribute("w:right").value(), "1474");
  EXPECT_STREQ(margins.attribute("w:bottom").value(), "1984");
  EXPECT_STREQ(margins.attribute("w:left").value(), "1588");
  EXPECT_STREQ(section.child("w:pgSz").attribute("w:w").value(), "11906");
  EXPECT_STREQ(section.child("w:pgSz").attribute("w:h").value(), "16838");
  const auto grid = section.child("w:docGrid");
  EXPECT_STREQ(grid.attribute("w:type").value(), "linesAndChars");
  EXPECT_STREQ(grid.attribute("w:linePitch").value(), "579");
  EXPECT_STREQ(grid.attribute("w:charSpace").value(), "-848");
  EXPECT_TRUE(parsed(parts.at("word/settings.xml")).child("w:settings").child("w:evenAndOddHeaders"));
  const auto jc = [&](const char* part) {
    const auto xml = parsed(parts.at(part));
    return std::string(xml.select_node("//w:jc").node().attribute("w:val").value()) + "|" + joined_text(xml, "w:t");
  };
  EXPECT_EQ(jc("word/footer1.xml"), "right|— 1 —");  // default: odd pages
  EXPECT_EQ(jc("word/footer2.xml"), "left|— 1 —");
}

TEST(Docx, NamesTheFacesOfTheStandardInStyles) {
  const auto styles = parsed(parts_of(Document{}).at("word/styles.xml"));
  const auto face = [&](const std::string& id) {
    const auto style = styles.select_node(("//w:style[@w:styleId='" + id + "']").c_str()).node();
    return std::string(style.child("w:rPr").child("w:rFonts").attribute("w:eastAsia").value()) + " " +
           style.child("w:rPr").child("w:sz").attribute("w:val").value() + " " +
           style.child("w:pPr").child("w:outlineLvl").attribute("w:val").value();
  };
  EXPECT_EQ(face("Normal"), "仿宋_GB2312 32 ");
  EXPECT_EQ(face("Title"), "方正小标宋简体 44 ");
  EXPECT_EQ(face("Heading1"), "黑体  0");
  EXPECT_EQ(face("Heading2"), "楷体_GB2312  1");
  EXPECT_EQ(face("Heading3"), "仿宋_GB2312  2");
  EXPECT_EQ(face("Heading4"), "仿宋_GB2312  3");
  EXPECT_EQ(face("Footer"), "宋体 28 ");
}

TEST(Docx, KeepsTextAndOrder) {
  Document document;
  document.title = {"标题一", "标题二"};
  document.date_text = "（2023年3月15日）";
  document.blocks.push_back(Heading{1, "一、基本情况"});
  document.blocks.push_back(
      Paragraph{{text_run("支出"), figure_run("2459.96", "budget.spent"), text_run("万元。")}, true});
  document.blocks.push_back(Signature{"某办公室", "2023年3月15日"});
  const auto xml = parsed(parts_of(document).at("word/document.xml"));
  std::vector<std::string> lines;
  for (const auto& paragraph : xml.child("w:document").child("w:body").children("w:p")) {
    lines.push_back(std::string(paragraph.child("w:pPr").child("w:pStyle").attribute("w:val").value()) + ":" +
                    joined_text(paragraph, "w:t"));
  }
  EXPECT_EQ(lines, (std::vector<std::string>{"Title:标题一", "Title:标题二", "Subtitle:（2023年3月15日）",
                                             "Normal:", "Heading1:一、基本情况", "BodyText:支出2459.96万元。",
                                             "Normal:", "Normal:某办公室", "Normal:2023年3月15日"}));
}

TEST(Docx, EscapesMarkupAndReplacesControlCharacters) {
  const auto xml =
      parsed(parts_of(with(Paragraph{{text_run("a<b>&\"c\" \x01 𠮷 ]]>\n第二行")}, true})).at("word/document.xml"));
  EXPECT_EQ(joined_text(xml.child("w:document"), "w:t"), "a<b>&\"c\" \uFFFD 𠮷 ]]>\n第二行");
}

TEST(Docx, MergesCellsAndRepeatsTheHead) {
  Table table;
  table.columns = {{1, Align::left}, {2, Align::right}, {1, Align::center}};
  table.header = {{text_cell("甲"), text_cell("乙"), text_cell("丙")}};
  Cell tall = text_cell("高");
  tall.row_span = 2;
  Cell wide = text_cell("宽");
  wide.column_span = 2;
  table.rows = {{tall, text_cell("1"), text_cell("2")}, {wide}};
  const auto xml = parsed(parts_of(with(table)).at("word/document.xml"));
  const auto rows = xml.select_nodes("//w:tr");
  ASSERT_EQ(rows.size(), 3u);
  EXPECT_TRUE(rows[0].node().child("w:trPr").child("w:tblHeader"));
  EXPECT_FALSE(rows[1].node().child("w:trPr").child("w:tblHeader"));
  EXPECT_TRUE(rows[1].node().child("w:trPr").child("w:cantSplit"));
  const auto cells = [&](int row) {
    std::string text;
    for (const auto& cell : rows[row].node().children("w:tc")) {
      const auto properties = cell.child("w:tcPr");
      text += joined_text(cell, "w:t") + "/" + properties.child("w:tcW").attribute("w:w").value() + "/" +
              properties.child("w:gridSpan").attribute("w:val").value() + "/";
      if (properties.child("w:vMerge"))
        text += std::string("merge:") + properties.child("w:vMerge").attribute("w:val").value();
      text += " ";
    }
    return text;
  };
  EXPECT_EQ(cells(1), "高/2211//merge:restart 1/4422// 2/2211// ");
  EXPECT_EQ(cells(2), "/2211//merge: 宽/6633/2/ ");
}

TEST(Docx, TakesAnEmptyDocumentAndAPageBreakAtTheTop) {
  EXPECT_EQ(parts_of(Document{}).size(), 11u);
  Document document = with(PageBreak{});
  document.blocks.push_back(Paragraph{{text_run("一")}, true});
  document.blocks.push_back(PageBreak{});
  document.blocks.push_back(Heading{1, "二"});
  const auto xml = parsed(parts_of(document).at("word/document.xml"));
  const auto breaks = xml.select_nodes("//w:p[w:pPr/w:pageBreakBefore]");
  ASSERT_EQ(breaks.size(), 1u);
  EXPECT_EQ(joined_text(breaks[0].node(), "w:t"), "二");
}

TEST(Docx, RefusesBrokenText) {
  const auto bytes = write_docx(with(Note{{text_run("\xC3")}}));
  ASSERT_FALSE(bytes);
  EXPECT_EQ(bytes.error().code, "report.not-utf8");
}

TEST(Docx, OpensInLibreOfficeWithAllItsText) {
  if (!test::has_program("soffice") || !test::has_program("pdftotext"))
    GTEST_SKIP() << "soffice or pdftotext is not installed";
  const test::TemporaryFolder folder;
  const std::string docx = folder.write("r.docx", write_docx(sample::report()).value());
  test::output_of("LC_ALL=C.UTF-8 soffice -env:UserInstallation=file://" + folder.file("profile") +
                  " --headless --convert-to pdf --outdir " + folder.file("out") + " " + docx + " 2>/dev/null");
  const std::string text = test::output_of("pdftotext -layout " + folder.file("out/r.pdf") + " -");
  for (const char* phrase :
       {"一、基本情况", "（一）部门职能", "固定资产利用率", "四、其他需要说明的情况", "云岭区人民政府办公室"}) {
    EXPECT_NE(text.find(phrase), std::string::npos) << phrase;
  }
}

}  // namespace
}  // namespace jiheng::report
