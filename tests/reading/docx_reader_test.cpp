// DOCX: paragraphs with Word's numbers, merged cells, revisions; packages that are damaged, locked or made to burst.

#include <gtest/gtest.h>

#include "reading/read.h"
#include "shown.h"
#include "zipped.h"

using namespace jiheng;
using namespace jiheng::reading;
using jiheng::testing::broken_promise;
using jiheng::testing::shown;
using jiheng::testing::ZipMembers;
using jiheng::testing::zipped;

namespace {

std::string part(const std::string& root, const std::string& inside) {
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?><w:" + root + " xmlns:w=\"w\">" + inside + "</w:" + root + ">";
}

std::string body(const std::string& inside) {
  return part("document", "<w:body>" + inside + "</w:body>");
}

std::string paragraph(const std::string& text, const std::string& properties = "") {
  return "<w:p><w:pPr>" + properties + "</w:pPr><w:r><w:t xml:space=\"preserve\">" + text + "</w:t></w:r></w:p>";
}

std::string cell(const std::string& text, const std::string& properties = "") {
  return "<w:tc><w:tcPr>" + properties + "</w:tcPr>" + paragraph(text) + "</w:tc>";
}

std::string code_or_text(std::string_view bytes, const ReadOptions& options = {}) {
  const auto document = read_bytes(bytes, "报告.docx", options);
  if (!document) return document.error().code;
  EXPECT_EQ(document->format, Format::docx);
  EXPECT_EQ(broken_promise(*document), "");
  return shown(*document);
}

std::string docx(const std::string& inside, ZipMembers others = {}) {
  others.emplace_back("word/document.xml", body(inside));
  return code_or_text(zipped(others));
}

TEST(DocxReaderTest, ReadsParagraphsAndLeavesOutWhatIsNotShown) {
  EXPECT_EQ(
      docx(paragraph("江北县档案馆2023年度绩效自评报告") + paragraph("一、基本情况") +
               "<w:p><w:r><w:t>编制18名，</w:t></w:r><w:del><w:r><w:delText>20名</w:delText></w:r></w:del>"
               "<w:ins><w:r><w:t>实有17人。</w:t></w:r></w:ins><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏</w:t></w:r>"
               "<w:r><w:instrText>PAGE</w:instrText></w:r></w:p>" +
               "<w:p><w:r><w:t>第一行</w:t><w:br/><w:t>第二行</w:t></w:r></w:p>",
           {{"word/header1.xml", part("hdr", paragraph("页眉"))},
            {"word/footer1.xml", part("ftr", paragraph("— 1 —"))}}),
      "# 江北县档案馆2023年度绩效自评报告\n## 一、基本情况\n编制18名，实有17人。\n第一行\n第二行\n");
}

TEST(DocxReaderTest, CountsWordsNumbers) {
  const std::string numbering = part("numbering",
                                     "<w:abstractNum w:abstractNumId=\"1\"><w:lvl w:ilvl=\"0\"><w:start "
                                     "w:val=\"1\"/><w:numFmt w:val=\"chineseCounting\"/>"
                                     "<w:lvlText w:val=\"%1、\"/></w:lvl><w:lvl w:ilvl=\"1\"><w:start "
                                     "w:val=\"1\"/><w:numFmt w:val=\"chineseCounting\"/>"
                                     "<w:lvlText w:val=\"（%2）\"/></w:lvl></w:abstractNum><w:num "
                                     "w:numId=\"7\"><w:abstractNumId w:val=\"1\"/></w:num>");
  const auto numbered = [](const std::string& text, int level) {
    return paragraph(text,
                     "<w:numPr><w:ilvl w:val=\"" + std::to_string(level) + "\"/><w:numId w:val=\"7\"/></w:numPr>");
  };
  EXPECT_EQ(docx(numbered("基本情况", 0) + numbered("职能", 1) + numbered("收支", 1) + paragraph("正文。") +
                     numbered("自评结论", 0) + numbered("得分", 1),
                 {{"word/numbering.xml", numbering}}),
            "## 一、基本情况\n## （一）职能\n## （二）收支\n正文。\n## 二、自评结论\n## （一）得分\n");
}

TEST(DocxReaderTest, ReadsMergedCells) {
  const std::string table = "<w:tbl><w:tr>" + cell("指标", "<w:vMerge w:val=\"restart\"/>") +
                            cell("得分", "<w:gridSpan w:val=\"2\"/>") + "</w:tr><w:tr>" + cell("", "<w:vMerge/>") +
                            cell("满分") + cell("自评") + "</w:tr><w:tr>" + cell("接收进馆") + cell("8") + cell("7.5") +
                            "</w:tr></w:tbl>";
  EXPECT_EQ(docx(paragraph("表1") + table + paragraph("说明。")),
            "表1\n| 指标 | 得分 | <\n| ^ | 满分 | 自评\n| 接收进馆 | 8 | 7.5\n说明。\n");
}

TEST(DocxReaderTest, RefusesWhatIsNoDocument) {
  EXPECT_EQ(code_or_text(zipped({{"a.txt", "甲"}})), "reading.unsupported");
  EXPECT_EQ(code_or_text(zipped({{"xl/workbook.xml", "<workbook/>"}})), "reading.unsupported");
  EXPECT_EQ(code_or_text(zipped({{"word/document.xml", "<w:document><w:body>"}})), "reading.damaged");
  EXPECT_EQ(code_or_text(zipped({{"word/document.xml", "<a/>"}})), "reading.unsupported");
  const std::string whole = zipped({{"word/document.xml", body(paragraph("甲"))}});
  EXPECT_EQ(code_or_text(whole), "甲\n");
  EXPECT_EQ(code_or_text(whole.substr(0, whole.size() / 2)), "reading.damaged");
  EXPECT_EQ(code_or_text(zipped({{"word/document.xml", body("")}})), "reading.empty");
}

TEST(DocxReaderTest, RefusesWhatIsLocked) {
  EXPECT_EQ(code_or_text(zipped({{"word/document.xml", body(paragraph("甲"))}}, "secret")), "reading.encrypted");
  // What Office writes with a password: an OLE file that names its encrypted package.
  const std::string_view name("E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0", 32);
  EXPECT_EQ(code_or_text("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + std::string(600, '\0') + std::string(name)),
            "reading.encrypted");
  EXPECT_EQ(code_or_text("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + std::string(600, '\0')), "reading.unsupported");
}

TEST(DocxReaderTest, RefusesBombs) {
  EXPECT_EQ(code_or_text(zipped({{"word/document.xml", body(paragraph(std::string(12u << 20, 'a')))}})),
            "reading.zip-bomb");
  std::string entities = "<!DOCTYPE a [<!ENTITY a \"预算\"><!ENTITY b \"&a;&a;&a;&a;\">]>";
  EXPECT_EQ(code_or_text(zipped({{"word/document.xml", entities + body(paragraph("合计&b;"))}})), "合计&b；\n");
  std::string deep, ends;
  for (int i = 0; i < 3000; ++i) deep += "<w:sdt><w:sdtContent>", ends += "</w:sdtContent></w:sdt>";
  EXPECT_EQ(docx(deep + paragraph("甲") + ends), "reading.damaged");
}

}  // namespace
