#include "report/document.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "report/clean_text.h"
#include "report/scorecard_view.h"
#include "sample_document.h"

namespace jiheng::report {
namespace {

Cell spanning(const char* text, int columns, int rows) {
  Cell cell = text_cell(text);
  cell.column_span = columns;
  cell.row_span = rows;
  return cell;
}

std::string placed_text(const std::vector<Row>& rows, int columns) {
  const auto placed = place_cells(rows, columns);
  if (!placed) return placed.error().code;
  std::string text;
  for (const PlacedCell& cell : *placed) {
    text += plain_text(cell.cell->runs) + "@" + std::to_string(cell.row) + "," + std::to_string(cell.column) + " ";
  }
  return text;
}

TEST(HeadingNumber, FollowsTheFourLevels) {
  EXPECT_EQ(heading_number(1, 1), "一、");
  EXPECT_EQ(heading_number(1, 12), "十二、");
  EXPECT_EQ(heading_number(2, 3), "（三）");
  EXPECT_EQ(heading_number(3, 4), "4.");
  EXPECT_EQ(heading_number(4, 10), "（10）");
  EXPECT_EQ(heading_number(5, 1), "");
  EXPECT_EQ(heading_number(0, 1), "");
  EXPECT_EQ(heading_number(1, 0), "");
}

TEST(PlaceCells, PutsSpansOnTheGrid) {
  EXPECT_EQ(placed_text({{text_cell("a"), text_cell("b")}, {text_cell("c"), text_cell("d")}}, 2),
            "a@0,0 b@0,1 c@1,0 d@1,1 ");
  EXPECT_EQ(placed_text({{spanning("a", 1, 3), text_cell("b")}, {text_cell("c")}, {text_cell("d")}}, 2),
            "a@0,0 b@0,1 c@1,1 d@2,1 ");
  EXPECT_EQ(placed_text({{text_cell("a"), spanning("b", 2, 2)}, {text_cell("c")}, {spanning("d", 3, 1)}}, 3),
            "a@0,0 b@0,1 c@1,0 d@2,0 ");
  EXPECT_EQ(placed_text({}, 2), "");
}

TEST(PlaceCells, RefusesSpansThatDoNotFit) {
  EXPECT_EQ(placed_text({{text_cell("a")}}, 2), "report.bad-span");                       // a column is missing
  EXPECT_EQ(placed_text({{spanning("a", 3, 1)}}, 2), "report.bad-span");                  // too wide
  EXPECT_EQ(placed_text({{spanning("a", 2, 2)}}, 2), "report.bad-span");                  // leaves the rows
  EXPECT_EQ(placed_text({{spanning("a", 0, 1), text_cell("b")}}, 2), "report.bad-span");  // no width
  EXPECT_EQ(placed_text({{text_cell("a"), text_cell("b")}, {}}, 2), "report.bad-span");   // an empty row
  EXPECT_EQ(
      placed_text({{text_cell("a"), spanning("b", 1, 2), text_cell("c")}, {spanning("d", 2, 1), text_cell("e")}}, 3),
      "report.bad-span");  // across a cell that reaches down
}

TEST(Check, NamesWhereTextIsNotUtf8) {
  Document document;
  document.blocks.push_back(Paragraph{{text_run("好\xFF")}, true});
  const Status status = check(document);
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().code, "report.not-utf8");
  EXPECT_EQ(status.error().message, "正文中有不是UTF-8的文字（第4个字节）");
}

TEST(Check, NamesTheRowOfABadSpan) {
  Document document;
  Table table;
  table.columns = {{1, Align::left}, {1, Align::left}};
  table.rows = {{text_cell("a"), text_cell("b")}, {text_cell("c")}};
  document.blocks.push_back(table);
  const Status status = check(document);
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().message, "表格第2行的单元格与2列对不上：合并的行数、列数须正好铺满表格");
}

TEST(CleanText, ReplacesWhatXmlForbids) {
  EXPECT_EQ(clean_text("a\tb\r\nc\rd\ne"), "a b\nc\nd\ne");
  EXPECT_EQ(clean_text(std::string("a\0b\x1F\x7F", 5)), "a\uFFFDb\uFFFD\uFFFD");
  EXPECT_EQ(clean_text("\xC2\x85|\xEF\xBF\xBF|\xEF\xBF\xBE|\xEF\xBF\xBD|𠮷"), "\uFFFD|\uFFFD|\uFFFD|\uFFFD|𠮷");
}

TEST(ScorecardTable, HasAllItemsSubtotalsAndTotal) {
  const Scorecard card = sample::scorecard();
  const Table table = scorecard_table(card);
  EXPECT_EQ(table.caption, "云岭区人民政府办公室2022年度部门整体支出绩效自评表");
  ASSERT_EQ(table.columns.size(), 6u);
  ASSERT_EQ(table.rows.size(), 25u + 2u + 1u);
  ASSERT_TRUE(place_cells(table.rows, 6));
  EXPECT_EQ(table.rows[0][0].row_span, 3);
  EXPECT_EQ(plain_text(table.rows[0][0].runs), "履职效能");
  EXPECT_EQ(plain_text(table.rows[2][0].runs), "部门预算资金支出率");  // both groups reach down from above
  EXPECT_EQ(plain_text(table.rows[2][2].runs), "9.81");
  EXPECT_EQ(plain_text(table.rows[2][3].runs),
            "得分＝10×支出率，四舍五入保留两位小数。\n扣0.19分：全年预算2508.64万元，支出2459.96万元，支出率98.06%。");
  EXPECT_EQ(plain_text(table.rows[0][4].runs), "18.00\n未核实");
  EXPECT_EQ(plain_text(table.rows[3][0].runs), "履职效能小计");
  EXPECT_EQ(plain_text(table.rows[3][2].runs), "45.81\n未核实");
  EXPECT_EQ(plain_text(table.rows[26][0].runs), "管理效率小计");
  EXPECT_EQ(plain_text(table.rows[27][0].runs), "合计");
  EXPECT_EQ(plain_text(table.rows[27][2].runs), "95.81\n未核实");
  EXPECT_EQ(plain_text(table.rows[27][3].runs), "等级：优");
}

TEST(ScorecardTable, TakesItemsDirectlyUnderAGroupAndAnEmptyCard) {
  Scorecard card;
  ScorecardGroup group;
  group.title = "产出";
  group.items.resize(2);
  group.items[0].title = "甲";
  group.items[1].title = "乙";
  card.groups = {group, ScorecardGroup{}};
  const Table table = scorecard_table(card);
  EXPECT_EQ(table.rows.size(), 4u);
  EXPECT_TRUE(place_cells(table.rows, 6));
  EXPECT_TRUE(place_cells(scorecard_table(Scorecard{}).rows, 6));
}

RC_GTEST_PROP(CleanText, IsIdempotentAndLeavesNoControls, (std::vector<std::uint16_t> units)) {
  std::string text;
  for (const std::uint16_t unit : units) {
    const unsigned c = unit % 3 == 0 ? unit % 0xA0 : unit;
    if (c >= 0xD800 && c <= 0xDFFF) continue;
    if (c < 0x80) {
      text += static_cast<char>(c);
    } else if (c < 0x800) {
      text += static_cast<char>(0xC0 | (c >> 6));
      text += static_cast<char>(0x80 | (c & 63));
    } else {
      text += static_cast<char>(0xE0 | (c >> 12));
      text += static_cast<char>(0x80 | ((c >> 6) & 63));
      text += static_cast<char>(0x80 | (c & 63));
    }
  }
  const std::string clean = clean_text(text);
  RC_ASSERT(clean_text(clean) == clean);
  for (const char c : clean) RC_ASSERT(c == '\n' || static_cast<unsigned char>(c) >= 0x20);
}

}  // namespace
}  // namespace jiheng::report
