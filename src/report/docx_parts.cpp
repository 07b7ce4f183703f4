#include "report/docx_parts.h"

// Sources of the numbers: margins 37/26/35/28 mm and 22 lines × 28 characters are GB/T 9704-2012 5.2; 1 mm = 56.69
// twips; linePitch 579 twips ≈ 225 mm / 22; charSpace −848/4096 pt is what 156 mm / 28 leaves of a 16 pt character. The
// section says so, but paragraphs do not lean on the grid, which programs read differently (LibreOffice gives a 16 pt
// character two cells of 15.8 pt): lines are exactly 579 twips and characters 0.3 pt closer, which comes to the same 22
// × 28 everywhere and with any stand-in for 仿宋_GB2312. The footer stands so that the middle of its line is 7 mm below
// the type area.

// clang-format off: one line of XML per line
#define JIHENG_XML "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define JIHENG_W "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\""

#define JIHENG_PAGE_NUMBER(JUSTIFY, INDENT)                                                                            \
  JIHENG_XML                                                                                                           \
  "<w:ftr " JIHENG_W "><w:p><w:pPr><w:pStyle w:val=\"Footer\"/><w:ind " INDENT "/><w:jc w:val=\"" JUSTIFY              \
  "\"/></w:pPr>"                                                                                                       \
  "<w:r><w:t xml:space=\"preserve\">— </w:t></w:r>"                                                                  \
  "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText xml:space=\"preserve\"> PAGE </w:instrText></w:r>" \
  "<w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar "                          \
  "w:fldCharType=\"end\"/></w:r>"                                                                                      \
  "<w:r><w:t xml:space=\"preserve\"> —</w:t></w:r></w:p></w:ftr>"

namespace jiheng::report {

const std::string_view docx_content_types = JIHENG_XML
    R"(<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">)"
    R"(<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>)"
    R"(<Default Extension="xml" ContentType="application/xml"/>)"
    R"(<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>)"
    R"(<Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/>)"
    R"(<Override PartName="/word/settings.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.settings+xml"/>)"
    R"(<Override PartName="/word/fontTable.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.fontTable+xml"/>)"
    R"(<Override PartName="/word/footer1.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"/>)"
    R"(<Override PartName="/word/footer2.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"/>)"
    R"(<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>)"
    R"(<Override PartName="/docProps/app.xml" ContentType="application/vnd.openxmlformats-officedocument.extended-properties+xml"/>)"
    "</Types>";

const std::string_view docx_root_relations = JIHENG_XML
    R"(<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">)"
    R"(<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>)"
    R"(<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/>)"
    R"(<Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/extended-properties" Target="docProps/app.xml"/>)"
    "</Relationships>";

const std::string_view docx_document_relations = JIHENG_XML
    R"(<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">)"
    R"(<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/>)"
    R"(<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/settings" Target="settings.xml"/>)"
    R"(<Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/fontTable" Target="fontTable.xml"/>)"
    R"(<Relationship Id="rId4" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footer" Target="footer1.xml"/>)"
    R"(<Relationship Id="rId5" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footer" Target="footer2.xml"/>)"
    "</Relationships>";

const std::string_view docx_app = JIHENG_XML
    R"(<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Application>Jiheng</Application></Properties>)";

const std::string_view docx_settings = JIHENG_XML
    "<w:settings " JIHENG_W
    ">"
    R"(<w:zoom w:percent="100"/><w:evenAndOddHeaders/><w:drawingGridVerticalSpacing w:val="579"/>)"
    R"(<w:characterSpacingControl w:val="compressPunctuation"/>)"
    R"(<w:compat><w:spaceForUL/><w:balanceSingleByteDoubleByteWidth/><w:doNotLeaveBackslashAlone/><w:ulTrailSpace/>)"
    R"(<w:adjustLineHeightInTable/><w:useFELayout/>)"
    R"(<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>)"
    R"(<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>)";

// The names after altName are tried where the first is not installed.
const std::string_view docx_font_table = JIHENG_XML
    "<w:fonts " JIHENG_W
    ">"
    R"(<w:font w:name="仿宋_GB2312"><w:altName w:val="FangSong_GB2312,FangSong,仿宋,FandolFang R,Noto Serif CJK SC"/><w:panose1 w:val="02010609030101010101"/><w:charset w:val="86"/><w:family w:val="modern"/><w:pitch w:val="fixed"/></w:font>)"
    R"(<w:font w:name="楷体_GB2312"><w:altName w:val="KaiTi_GB2312,KaiTi,楷体,FandolKai,LXGW WenKai,Noto Serif CJK SC"/><w:panose1 w:val="02010609030101010101"/><w:charset w:val="86"/><w:family w:val="modern"/><w:pitch w:val="fixed"/></w:font>)"
    R"(<w:font w:name="黑体"><w:altName w:val="SimHei,FandolHei,Noto Sans CJK SC"/><w:panose1 w:val="02010609060101010101"/><w:charset w:val="86"/><w:family w:val="modern"/><w:pitch w:val="fixed"/></w:font>)"
    R"(<w:font w:name="方正小标宋简体"><w:altName w:val="FZXiaoBiaoSong-B05S,FZXiaoBiaoSong-B05,FandolSong,Noto Serif CJK SC"/><w:charset w:val="86"/><w:family w:val="auto"/><w:pitch w:val="variable"/></w:font>)"
    R"(<w:font w:name="宋体"><w:altName w:val="SimSun,FandolSong,Noto Serif CJK SC"/><w:panose1 w:val="02010600030101010101"/><w:charset w:val="86"/><w:family w:val="auto"/><w:pitch w:val="variable"/></w:font>)"
    "</w:fonts>";

#define JIHENG_FACE(NAME) \
  "<w:rFonts w:ascii=\"" NAME "\" w:hAnsi=\"" NAME "\" w:eastAsia=\"" NAME "\" w:cs=\"Times New Roman\"/>"
#define JIHENG_SIZE(HALF_POINTS) "<w:sz w:val=\"" HALF_POINTS "\"/><w:szCs w:val=\"" HALF_POINTS "\"/>"
#define JIHENG_HEADING(LEVEL, OUTLINE, NAME)                                                                \
  "<w:style w:type=\"paragraph\" w:styleId=\"Heading" LEVEL "\"><w:name w:val=\"heading " LEVEL             \
  "\"/><w:basedOn w:val=\"Normal\"/><w:next w:val=\"BodyText\"/><w:uiPriority w:val=\"9\"/><w:qFormat/>"    \
  "<w:pPr><w:keepNext/><w:ind w:firstLineChars=\"200\" w:firstLine=\"628\"/><w:outlineLvl w:val=\"" OUTLINE \
  "\"/></w:pPr><w:rPr>" JIHENG_FACE(NAME) "</w:rPr></w:style>"
#define JIHENG_CELL(ID, NAME, LINE, HALF_POINTS)                                                 \
  "<w:style w:type=\"paragraph\" w:customStyle=\"1\" w:styleId=\"" ID "\"><w:name w:val=\"" NAME \
  "\"/><w:basedOn w:val=\"Normal\"/><w:pPr><w:spacing w:before=\"40\" w:after=\"40\" "           \
  "w:line=\"" LINE "\" w:lineRule=\"exact\"/><w:jc w:val=\"left\"/></w:pPr><w:rPr>" JIHENG_FACE( \
      "宋体") "<w:spacing w:val=\"0\"/>" JIHENG_SIZE(HALF_POINTS) "</w:rPr></w:style>"

const std::string_view docx_styles = JIHENG_XML
    "<w:styles " JIHENG_W "><w:docDefaults><w:rPrDefault><w:rPr>" JIHENG_FACE("仿宋_GB2312")
    R"(<w:kern w:val="2"/>)" JIHENG_SIZE("32")
    R"(<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>)"
    R"(<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>)"
    R"(<w:pPr><w:widowControl w:val="0"/><w:snapToGrid w:val="0"/><w:spacing w:line="579" w:lineRule="exact"/><w:jc w:val="both"/></w:pPr><w:rPr>)"
    JIHENG_FACE("仿宋_GB2312") R"(<w:snapToGrid w:val="0"/><w:spacing w:val="-6"/>)" JIHENG_SIZE("32")
    "</w:rPr></w:style>"
    R"(<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont"><w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>)"
    R"(<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/>)"
    R"(<w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="60" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="60" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>)"
    R"(<w:style w:type="paragraph" w:styleId="BodyText"><w:name w:val="Body Text"/><w:basedOn w:val="Normal"/><w:qFormat/><w:pPr><w:ind w:firstLineChars="200" w:firstLine="628"/></w:pPr></w:style>)"
    R"(<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/><w:basedOn w:val="Normal"/><w:next w:val="BodyText"/><w:qFormat/><w:pPr><w:keepNext/><w:jc w:val="center"/></w:pPr><w:rPr>)"
    JIHENG_FACE("方正小标宋简体") "<w:spacing w:val=\"0\"/>" JIHENG_SIZE("44") "</w:rPr></w:style>"
    R"(<w:style w:type="paragraph" w:styleId="Subtitle"><w:name w:val="Subtitle"/><w:basedOn w:val="Normal"/><w:next w:val="BodyText"/><w:qFormat/><w:pPr><w:jc w:val="center"/></w:pPr><w:rPr>)"
    JIHENG_FACE("楷体_GB2312") "</w:rPr></w:style>"
    JIHENG_HEADING("1", "0", "黑体") JIHENG_HEADING("2", "1", "楷体_GB2312") JIHENG_HEADING("3", "2", "仿宋_GB2312")
    JIHENG_HEADING("4", "3", "仿宋_GB2312")
    R"(<w:style w:type="paragraph" w:styleId="Caption"><w:name w:val="caption"/><w:basedOn w:val="Normal"/><w:qFormat/><w:pPr><w:keepNext/><w:jc w:val="center"/></w:pPr><w:rPr>)"
    JIHENG_FACE("黑体") "<w:spacing w:val=\"0\"/>" JIHENG_SIZE("24") "</w:rPr></w:style>"
    R"(<w:style w:type="paragraph" w:customStyle="1" w:styleId="Note"><w:name w:val="Report Note"/><w:basedOn w:val="Normal"/><w:pPr><w:spacing w:line="386" w:lineRule="exact"/><w:ind w:firstLineChars="200" w:firstLine="480"/></w:pPr><w:rPr>)"
    JIHENG_FACE("楷体_GB2312") "<w:spacing w:val=\"0\"/>" JIHENG_SIZE("24") "</w:rPr></w:style>"
    JIHENG_CELL("CellNormal", "Report Cell", "320", "24") JIHENG_CELL("CellSmall", "Report Cell Small", "280", "21")
    JIHENG_CELL("CellTiny", "Report Cell Tiny", "240", "18")
    R"(<w:style w:type="paragraph" w:styleId="Footer"><w:name w:val="footer"/><w:basedOn w:val="Normal"/><w:uiPriority w:val="99"/><w:pPr><w:spacing w:line="400" w:lineRule="exact"/></w:pPr><w:rPr>)"
    JIHENG_FACE("宋体") "<w:spacing w:val=\"0\"/>" JIHENG_SIZE("28") "</w:rPr></w:style>"
    "</w:styles>";

const std::string_view docx_footer_odd = JIHENG_PAGE_NUMBER("right", "w:rightChars=\"100\" w:right=\"280\"");
const std::string_view docx_footer_even = JIHENG_PAGE_NUMBER("left", "w:leftChars=\"100\" w:left=\"280\"");

const std::string_view docx_section =
    R"(<w:sectPr><w:footerReference w:type="default" r:id="rId4"/><w:footerReference w:type="even" r:id="rId5"/>)"
    R"(<w:pgSz w:w="11906" w:h="16838"/>)"
    R"(<w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1588" w:header="851" w:footer="1389" w:gutter="0"/>)"
    R"(<w:cols w:space="425"/><w:docGrid w:type="linesAndChars" w:linePitch="579" w:charSpace="-848"/></w:sectPr>)";

}  // namespace jiheng::report
