#include "sheet/workbook.h"

#include <gmock/gmock.h>

#include "../support/fresh_database.h"
#include "../support/small_workbook.h"

namespace jiheng::sheet {
namespace {

using ::testing::ElementsAre;
using testing::SmallWorkbook;
using testing::TemporaryFolder;
using testing::zip_of;

char letter(CellKind kind) {
  switch (kind) {
    case CellKind::empty:
      return '-';
    case CellKind::text:
      return 't';
    case CellKind::number:
      return 'n';
    case CellKind::long_number:
      return 'l';
    case CellKind::date:
      return 'd';
    case CellKind::boolean:
      return 'b';
    case CellKind::error:
      return 'e';
    case CellKind::not_computed:
      return 'f';
  }
  return '?';
}

// "2: t甲 n12 -": one line per row.
class Lines final : public RowHandler {
 public:
  bool row(const Row& row) override {
    std::string line = std::to_string(row.number) + ":";
    for (std::size_t i = 0; i < row.texts.size(); ++i) {
      line += " ";
      line += letter(row.kinds[i]);
      line += row.texts[i];
    }
    lines.push_back(line);
    return lines.size() < most;
  }
  std::vector<std::string> lines;
  std::size_t most = 1000;
};

std::vector<std::string> read(const std::string& bytes, std::size_t sheet = 0, const Limits& limits = {}) {
  const auto book = Workbook::open_bytes(bytes, limits);
  if (!book) return {book.error().code};
  Lines lines;
  const Status status = (*book)->read(sheet, lines);
  if (!status) lines.lines.push_back(status.error().code);
  return lines.lines;
}

std::vector<std::string> rows(const std::string& xml) {
  SmallWorkbook book;
  book.sheets = {{"甲", xml}};
  return read(book.bytes());
}

TEST(Workbook, ReadsEveryKindOfCell) {
  SmallWorkbook book;
  book.strings = {"<t>来文</t>",
                  "<r><rPr><b/></rPr><t>关于</t></r><r><t xml:space=\"preserve\"> 防汛</t></r><rPh sb=\"0\" "
                  "eb=\"1\"><t>guan</t></rPh>",
                  "<t/>", "<t>一_x000D_二_x005F_x0041__xD83D__xDE00_</t>"};
  book.formats =
      "<numFmt numFmtId=\"176\" formatCode=\"yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;;@\"/>"
      "<numFmt numFmtId=\"177\" formatCode=\"000000\"/>";
  book.styles = {0, 14, 22, 176, 10, 177};
  book.sheets = {
      {"甲",
       "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>1</v></c><c r=\"C1\" t=\"s\"><v>2</v></c>"
       "<c r=\"D1\" t=\"s\"><v>3</v></c></row>"
       "<row r=\"3\"><c r=\"B3\"><v>0.30000000000000004</v></c><c r=\"C3\" s=\"1\"><v>44566</v></c>"
       "<c r=\"D3\" s=\"2\"><v>44566.3958333333</v></c><c r=\"E3\" s=\"3\"><v>44566</v></c>"
       "<c r=\"F3\" s=\"4\"><v>0.98060000000000003</v></c><c r=\"G3\" s=\"5\"><v>123</v></c></row>"
       "<row r=\"4\"><c r=\"A4\" t=\"b\"><v>1</v></c><c r=\"B4\" t=\"b\"><v>0</v></c><c r=\"C4\" "
       "t=\"e\"><v>#N/A</v></c>"
       "<c r=\"D4\" t=\"inlineStr\"><is><r><t>富</t></r><r><t>文本</t></r></is></c>"
       "<c r=\"E4\"><v>440118199001011234</v></c><c r=\"F4\" s=\"1\"/></row>"
       "<row r=\"5\"><c r=\"A5\"><f>1+1</f><v>2</v></c><c r=\"B5\" t=\"str\"><f>A1&amp;\"\"</f><v>来文</v></c>"
       "<c r=\"C5\" t=\"str\"><f>\"\"</f><v></v></c><c r=\"D5\"><f>A1</f></c><c r=\"E5\"><f>A1</f><v></v></c></row>"
       "<row r=\"6\"><c r=\"A6\" t=\"d\"><v>2022-01-05</v></c><c r=\"B6\" t=\"d\"><v>2022-01-05T09:30:00.000</v></c>"
       "<c r=\"C6\" t=\"d\"><v>2022-01-05T00:00:00</v></c></row>"}};
  EXPECT_THAT(read(book.bytes()), ElementsAre("1: t来文 t关于 防汛 - t一\r二_x0041_😀",
                                              "3: - n0.3 d2022-01-05 d2022-01-05 09:30 d2022-01-05 n98.06% n000123",
                                              "4: bTRUE bFALSE e#N/A t富文本 l440118199001011000", "5: n2 t来文 - f f",
                                              "6: d2022-01-05 d2022-01-05 09:30 d2022-01-05"));
  book.properties = "<workbookPr date1904=\"1\"/>";
  EXPECT_EQ(read(book.bytes())[1], "3: - n0.3 d2026-01-06 d2026-01-06 09:30 d2026-01-06 n98.06% n000123");
}

TEST(Workbook, ReadsCellsWithoutAddresses) {
  EXPECT_THAT(
      rows("<row><c><v>1</v></c><c/><c><v>3</v></c></row><row/><row><c r=\"C3\"><v>4</v></c><c><v>5</v></c></row>"),
      ElementsAre("1: n1 - n3", "3: - - n4 n5"));
}

TEST(Workbook, ReadsStrictAndPrefixedWorkbooks) {
  SmallWorkbook book;
  book.sheets = {{"甲", testing::text_row({"a", "b"})}};
  book.strict = true;
  EXPECT_THAT(read(book.bytes()), ElementsAre("1: ta tb"));
  auto parts = SmallWorkbook{{{"甲", ""}}, {}, "", {0}, "", false}.parts();
  parts["xl/worksheets/sheet1.xml"] =
      "<x:worksheet xmlns:x=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><x:sheetData><x:row>"
      "<x:c t=\"inlineStr\"><x:is><x:t>a</x:t></x:is></x:c></x:row></x:sheetData></x:worksheet>";
  EXPECT_THAT(read(zip_of(parts)), ElementsAre("1: ta"));
}

TEST(Workbook, ListsSheetsAndHiddenOnes) {
  SmallWorkbook book;
  book.sheets = {{"甲", ""}, {"乙", "", "hidden"}, {"丙", "", "veryHidden"}};
  const std::string bytes = book.bytes();
  const auto opened = Workbook::open_bytes(bytes);
  ASSERT_TRUE(opened);
  std::string listed;
  for (const SheetInfo& sheet : (*opened)->sheets()) listed += sheet.title + (sheet.hidden ? "隐 " : " ");
  EXPECT_EQ(listed, "甲 乙隐 丙隐 ");
}

TEST(Workbook, FindsMergedCellsOfTheFirstRows) {
  SmallWorkbook book;
  book.sheets = {
      {"甲", testing::text_row({"a"}), "visible",
       "<mergeCells><mergeCell ref=\"A1:B2\"/><mergeCell ref=\"AA3:AB9\"/><mergeCell ref=\"A90:A91\"/></mergeCells>"}};
  const std::string bytes = book.bytes();
  const auto opened = Workbook::open_bytes(bytes);
  ASSERT_TRUE(opened);
  const auto merges = (*opened)->merges(0, 64);
  ASSERT_TRUE(merges);
  ASSERT_EQ(merges->size(), 2u);
  EXPECT_EQ((*merges)[1].first_row, 3u);
  EXPECT_EQ((*merges)[1].last_row, 9u);
  EXPECT_EQ((*merges)[1].first_column, 26u);
  EXPECT_EQ((*merges)[1].last_column, 27u);
}

TEST(Workbook, StopsWhenTheHandlerHasEnough) {
  SmallWorkbook book;
  book.sheets = {{"甲", testing::text_row({"a"}) + testing::text_row({"b"}) + testing::text_row({"c"})}};
  const std::string bytes = book.bytes();
  const auto opened = Workbook::open_bytes(bytes);
  Lines lines;
  lines.most = 2;
  ASSERT_TRUE((*opened)->read(0, lines));
  EXPECT_THAT(lines.lines, ElementsAre("1: ta", "2: tb"));
  Lines again;  // and from the start again
  ASSERT_TRUE((*opened)->read(0, again));
  EXPECT_EQ(again.lines.size(), 3u);
}

TEST(Workbook, RefusesDamagedParts) {
  EXPECT_THAT(rows("<row><c><v>1</v></c></row><row><c><v>"), ElementsAre("1: n1", "sheet.damaged"));
  EXPECT_THAT(rows("<row><c><v>abc</v></c></row>"), ElementsAre("sheet.damaged"));
  EXPECT_THAT(rows("<row><c t=\"s\"><v>7</v></c></row>"), ElementsAre("sheet.damaged"));
  EXPECT_THAT(rows("<row r=\"2\"/><row r=\"2\"/>"), ElementsAre("sheet.damaged"));
  EXPECT_THAT(rows("<row r=\"1048577\"/>"), ElementsAre("sheet.damaged"));
  EXPECT_THAT(rows("<row><c r=\"XFE1\"><v>1</v></c></row>"), ElementsAre("sheet.damaged"));
  EXPECT_THAT(rows("<row><c r=\"7\"><v>1</v></c></row>"), ElementsAre("sheet.damaged"));
  std::string deep;
  for (int i = 0; i < 100; ++i) deep += "<a>";
  EXPECT_THAT(rows(deep), ElementsAre("sheet.damaged"));
  auto parts = SmallWorkbook{{{"甲", ""}}, {}, "", {0}, "", false}.parts();
  parts["xl/worksheets/sheet1.xml"] = "<!DOCTYPE x [<!ENTITY a \"aaaa\">]><worksheet><sheetData/></worksheet>";
  EXPECT_THAT(read(zip_of(parts)), ElementsAre("sheet.damaged"));
  parts.erase("xl/worksheets/sheet1.xml");
  EXPECT_THAT(read(zip_of(parts)), ElementsAre("sheet.damaged"));
  std::string cut = SmallWorkbook{{{"甲", ""}}, {}, "", {0}, "", false}.bytes();
  cut.resize(cut.size() / 2);
  EXPECT_THAT(read(cut), ElementsAre("sheet.damaged"));
}

TEST(Workbook, RefusesWhatIsNoXlsx) {
  EXPECT_THAT(read("编号,名称\n"), ElementsAre("sheet.not-a-workbook"));
  EXPECT_THAT(read(zip_of({{"mimetype", "application/vnd.oasis.opendocument.spreadsheet"}})),
              ElementsAre("sheet.not-a-workbook"));
  EXPECT_THAT(read(zip_of({{"_rels/.rels",
                            "<Relationships><Relationship Id=\"a\" Type=\"x/officeDocument\" "
                            "Target=\"xl/workbook.bin\"/></Relationships>"},
                           {"xl/workbook.bin", ""}})),
              ElementsAre("sheet.not-a-workbook"));
  const std::string ole = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + std::string(600, '\0');
  EXPECT_THAT(read(ole), ElementsAre("sheet.old-format"));
  std::string name;
  for (const char c : std::string("EncryptedPackage")) name.append(1, c).append(1, '\0');
  EXPECT_THAT(read(ole + name), ElementsAre("sheet.encrypted"));
}

TEST(Workbook, RefusesWhatWasMadeToBurst) {
  SmallWorkbook book;
  book.sheets = {{"甲", "<row><c><v>1</v></c></row>" + std::string(4 << 20, ' ')}};
  EXPECT_THAT(read(book.bytes()), ElementsAre("sheet.too-large"));  // blanks pack 1000 : 1
  book.sheets = {{"甲", testing::text_row({std::string(3000, 'x')})}};
  Limits limits;
  limits.part_bytes = 2000;
  EXPECT_THAT(read(book.bytes(), 0, limits), ElementsAre("sheet.too-large"));
  limits = {};
  limits.row_bytes = 2000;
  EXPECT_THAT(read(book.bytes(), 0, limits), ElementsAre("sheet.row-too-long"));
  limits = {};
  limits.entries = 3;
  EXPECT_THAT(read(book.bytes(), 0, limits), ElementsAre("sheet.too-large"));
  book.strings = {"<t>" + std::string(3000, 'x') + "</t>"};
  limits = {};
  limits.shared_bytes = 2000;
  EXPECT_THAT(read(book.bytes(), 0, limits), ElementsAre("sheet.too-large"));
}

TEST(Workbook, ReadsFilesAndTellsTheirHash) {
  const TemporaryFolder folder;
  SmallWorkbook book;
  book.sheets = {{"甲", testing::text_row({"a"})}};
  const auto opened = Workbook::open(folder.write("a.xlsx", book.bytes()));
  ASSERT_TRUE(opened);
  EXPECT_EQ((*opened)->file_size(), book.bytes().size());
  EXPECT_EQ((*opened)->sha256().value().size(), 64u);
  Lines lines;
  ASSERT_TRUE((*opened)->read(0, lines));
  EXPECT_THAT(lines.lines, ElementsAre("1: ta"));
  EXPECT_EQ(Workbook::open(folder.path() / "none.xlsx").error().code, "sheet.cannot-read");
  EXPECT_EQ(Workbook::open(folder.path()).error().code, "sheet.cannot-read");
}

TEST(ColumnNames, ThereAndBack) {
  EXPECT_EQ(column_name(0), "A");
  EXPECT_EQ(column_name(25), "Z");
  EXPECT_EQ(column_name(26), "AA");
  EXPECT_EQ(column_name(16383), "XFD");
  for (std::size_t column = 0; column < most_columns; ++column) {
    ASSERT_EQ(parse_column_name(column_name(column)), column);
  }
  for (const char* name : {"", "XFE", "ZZZ", "A1", "甲", "AAAA"}) EXPECT_FALSE(parse_column_name(name)) << name;
}

}  // namespace
}  // namespace jiheng::sheet
