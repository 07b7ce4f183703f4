// PDF without PDF: words, ruling lines and layout from hand-made words and pictures.

#include "reading/pdf_layout.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "reading/characters.h"
#include "reading/pdf_columns.h"
#include "reading/read.h"
#include "shown.h"

using namespace jiheng;
using namespace jiheng::reading;
using jiheng::testing::broken_promise;
using jiheng::testing::shown;

namespace {

constexpr int em = 1000;  // ten points

// A word whose line begins at `x`, `y` in points.
PdfWord word(int x, int y, std::u32string text) {
  int wide = 0;
  for (const char32_t c : text) wide += columns(c);
  return {{x * 100, y * 100, x * 100 + wide * em / 2, y * 100 + em}, std::move(text)};
}

PdfPage page(std::vector<PdfWord> words) {
  return {59500, 84200, std::move(words)};
}

std::string laid_out(std::vector<PdfPage> pages, const std::vector<std::vector<PdfFrame>>& frames = {}) {
  Document document;
  document.format = Format::pdf;
  lay_out_pdf(std::move(pages), frames, document);
  EXPECT_EQ(broken_promise(document), "");
  return shown(document);
}

// A picture of 300 by 200 points that lines are drawn on, in points.
class Canvas {
 public:
  static constexpr int width = 600, height = 400;
  Canvas() : dots_(static_cast<std::size_t>(width) * height, '\xFF') {}
  Canvas& across(int y, int x0, int x1, char grey = 0) { return fill(x0 * 2, y * 2, x1 * 2 + 1, y * 2 + 1, grey); }
  Canvas& down(int x, int y0, int y1, char grey = 0) { return fill(x * 2, y0 * 2, x * 2 + 1, y1 * 2 + 1, grey); }
  Canvas& fill(int x0, int y0, int x1, int y1, char grey) {
    for (int y = y0; y < y1; ++y) {
      for (int x = x0; x < x1; ++x) dots_[static_cast<std::size_t>(y) * width + static_cast<std::size_t>(x)] = grey;
    }
    return *this;
  }
  std::string pgm() const { return "P5\n600 400\n255\n" + dots_; }
  std::vector<PdfFrame> frames(const std::vector<PdfWord>& words = {}) const {
    return find_frames({width, height, dots_}, words);
  }

 private:
  std::string dots_;
};

// Rows and columns, then every cell as row,column[+rows×columns].
std::string told(const std::vector<PdfFrame>& frames) {
  std::string out;
  for (const PdfFrame& frame : frames) {
    out += std::to_string(frame.ys.size() - 1) + "x" + std::to_string(frame.xs.size() - 1) + ":";
    for (const PdfFrame::Cell& cell : frame.cells) {
      out += " " + std::to_string(cell.row) + "," + std::to_string(cell.column);
      if (cell.row_span > 1 || cell.column_span > 1) {
        out += "+" + std::to_string(cell.row_span) + "x" + std::to_string(cell.column_span);
      }
    }
    out += "\n";
  }
  return out;
}

Canvas grid() {
  Canvas canvas;
  for (const int y : {20, 40, 60, 80}) canvas.across(y, 10, 210);
  for (const int x : {10, 60, 110, 210}) canvas.down(x, 20, 80);
  return canvas;
}

TEST(PdfWordsTest, ReadsWordsAndTheirPlaces) {
  const auto pages = parse_pdf_words(
      "<page width=\"595.30\" height=\"841.9\">\n<word xMin=\"72.5\" yMin=\"-1.25\" xMax=\"90.125\" "
      "yMax=\"12\">A&amp;B&lt;5</word><word xMin=\"1\" yMin=\"1\" xMax=\"2\" yMax=\"1\">flat</word></page><page "
      "width=\"1\">",
      100);
  ASSERT_EQ(pages.size(), 2u);
  EXPECT_EQ(pages[0].width, 59530);
  ASSERT_EQ(pages[0].words.size(), 1u);
  EXPECT_EQ(to_utf8(pages[0].words[0].text), "A&B<5");
  const Box& box = pages[0].words[0].box;
  EXPECT_EQ((std::array{box.x0, box.y0, box.x1, box.y1}), (std::array{7250, -125, 9012, 1200}));
}

TEST(PdfWordsTest, StopsAtItsLimit) {
  std::string bbox = "<page width=\"595\" height=\"842\">";
  for (int i = 0; i < 1000; ++i) bbox += "<word xMin=\"1\" yMin=\"1\" xMax=\"9\" yMax=\"9\">预算</word>";
  const auto pages = parse_pdf_words(bbox, 100);
  EXPECT_EQ(pages[0].words.size(), 34u);  // three characters each with the space behind
}

TEST(PdfFramesTest, FindsGrids) {
  EXPECT_EQ(told(grid().frames()), "3x3: 0,0 0,1 0,2 1,0 1,1 1,2 2,0 2,1 2,2\n");
  EXPECT_EQ(grid().frames()[0].xs, (std::vector<int>{1025, 6025, 11025, 21025}));
}

TEST(PdfFramesTest, FindsMergedCells) {
  Canvas canvas;
  for (const int y : {20, 80}) canvas.across(y, 10, 210);
  canvas.across(40, 60, 210).across(60, 60, 210);                                // the first column is one cell
  canvas.down(10, 20, 80).down(60, 20, 80).down(110, 40, 80).down(210, 20, 80);  // the first row, two
  EXPECT_EQ(told(canvas.frames()), "3x3: 0,0+3x1 0,1+1x2 1,1 1,2 2,1 2,2\n");
}

TEST(PdfFramesTest, FindsWhatIsOpenAtItsEdges) {
  Canvas canvas;  // no lines at the sides, none at the top
  for (const int y : {40, 60, 80}) canvas.across(y, 10, 210);
  canvas.down(60, 20, 80).down(110, 20, 80);
  EXPECT_EQ(told(canvas.frames()), "3x3: 0,0 0,1 0,2 1,0 1,1 1,2 2,0 2,1 2,2\n");
}

TEST(PdfFramesTest, FindsGreyLinesAndLinesOnGreyGround) {
  Canvas light;
  for (const int y : {20, 40, 60}) light.across(y, 10, 210, '\xCC');
  for (const int x : {10, 60, 210}) light.down(x, 20, 60, '\xCC');
  EXPECT_EQ(told(light.frames()), "2x2: 0,0 0,1 1,0 1,1\n");
  Canvas ground;
  ground.fill(20, 40, 420, 80, '\xD9');
  for (const int y : {20, 40, 60}) ground.across(y, 10, 210);
  for (const int x : {10, 60, 210}) ground.down(x, 20, 60);
  EXPECT_EQ(told(ground.frames()), "2x2: 0,0 0,1 1,0 1,1\n");
}

TEST(PdfFramesTest, SeesNoTableInBoxesRulesAndLetters) {
  EXPECT_EQ(told(Canvas().across(20, 10, 210).across(80, 10, 210).down(10, 20, 80).down(210, 20, 80).frames()), "");
  EXPECT_EQ(told(Canvas().across(20, 10, 210).across(380 / 2, 10, 210).frames()), "");  // lines of header and footer
  EXPECT_EQ(told(Canvas().fill(20, 40, 420, 160, 0).frames()), "");                     // a picture
  // A letter whose stroke reaches from line to line.
  EXPECT_EQ(told(grid().down(30, 20, 40).frames({word(25, 24, U"用")})), "3x3: 0,0 0,1 0,2 1,0 1,1 1,2 2,0 2,1 2,2\n");
}

TEST(PdfFramesTest, TakesPicturesOffTheStream) {
  const std::string two = grid().pgm() + Canvas().pgm();
  std::string_view stream = two;
  const auto first = take_picture(stream);
  ASSERT_TRUE(first);
  EXPECT_EQ(find_frames(*first, {}).size(), 1u);
  const auto second = take_picture(stream);
  ASSERT_TRUE(second);
  EXPECT_EQ(find_frames(*second, {}).size(), 0u);
  EXPECT_FALSE(take_picture(stream));
  for (std::string_view bad : {"", "P6\n1 1\n255\nabc", "P5\n9 9\n255\nabc", "P5\n-1 1\n255\na", "P5\n1 1\n65535\naa",
                               "P5\n99999999 99999999\n255\n", "P5"}) {
    EXPECT_FALSE(take_picture(bad));
  }
}

TEST(PdfFramesTest, PutsWordsIntoCells) {
  std::vector<PdfWord> words = {word(15, 24, U"指标"), word(70, 24, U"满分"), word(15, 44, U"接收"),
                                word(15, 90, U"外面"), word(95, 44, U"87.5"),  // 8 and 7.5, parted by the line at 110
                                word(15, 49, U"进馆")};
  words[4].box = {10000, 4400, 12000, 5400};
  const PdfTable table = fill_frame(grid().frames()[0], words);
  ASSERT_EQ(words.size(), 1u);
  EXPECT_EQ(to_utf8(words[0].text), "外面");
  std::string cells;
  for (const PdfCell& cell : table.cells) {
    for (const auto& line : cell.lines) cells += to_utf8(line) + "/";
    cells += ";";
  }
  EXPECT_EQ(cells, "指标/;满分/;;接收/进馆/;87/;.5/;;;;");
}

TEST(PdfLayoutTest, JoinsLinesToParagraphs) {
  const std::u32string full = U"本单位全年接收档案一万二千卷查阅利用两千三百人次其中外县群众占三成";  // 33 ideographs
  EXPECT_EQ(
      laid_out({page({word(100, 60, U"江北县档案馆绩效自评报告"), word(70, 100, U"一、基本情况"), word(70, 120, full),
                      word(50, 140, full), word(50, 160, U"满意率较高。"), word(70, 180, U"另起一段。"),
                      word(280, 800, U"—"), word(300, 800, U"1"), word(312, 800, U"—")})}),
      "# 江北县档案馆绩效自评报告\n## 一、基本情况\n" + to_utf8(full) + to_utf8(full) + "满意率较高。\n另起一段。\n");
}

TEST(PdfLayoutTest, JoinsParagraphsOverPagesPastHeadersAndNumbers) {
  std::vector<PdfPage> pages;
  std::string all;
  for (int i = 1; i <= 3; ++i) {
    const std::u32string full(33, U'甲' + static_cast<char32_t>(i)), other(33, U'子' + static_cast<char32_t>(i));
    pages.push_back(page({word(200, 30, U"江北县档案馆"), word(50, 100, full), word(50, 120, other),
                          word(290, 800, U"— " + to_code_points(std::to_string(i)) + U" —")}));
    all += to_utf8(full) + to_utf8(other);
  }
  EXPECT_EQ(laid_out(std::move(pages)), all + "\n");
}

TEST(PdfLayoutTest, JoinsTablesOverPages) {
  Canvas second;  // goes on inside the merged label and inside a row, below the heading printed again
  for (const int y : {20, 40, 60, 80}) second.across(y, 60, 210);
  second.across(20, 10, 60).across(40, 10, 60).across(80, 10, 60);
  for (const int x : {10, 60, 110, 210}) second.down(x, 20, 80);
  Canvas first = grid();
  const std::vector<PdfWord> heading = {word(15, 24, U"一级"), word(65, 24, U"指标"), word(115, 24, U"原因")};
  PdfPage one = page({word(15, 44, U"产出"), word(65, 44, U"甲"), word(115, 44, U"无"), word(65, 64, U"乙"),
                      word(115, 64, U"系统切换")});
  PdfPage two = page({word(115, 44, U"推迟三日"), word(65, 64, U"丙"), word(115, 64, U"无"), word(15, 100, U"说明。")});
  one.words.insert(one.words.begin(), heading.begin(), heading.end());
  two.words.insert(two.words.begin(), heading.begin(), heading.end());
  Canvas merged;  // the label stands for both rows of the first page
  for (const int y : {20, 40, 80}) merged.across(y, 10, 210);
  merged.across(60, 60, 210);
  for (const int x : {10, 60, 110, 210}) merged.down(x, 20, 80);
  EXPECT_EQ(laid_out({one, two}, {merged.frames(), second.frames()}),
            "| 一级 | 指标 | 原因\n| 产出 | 甲 | 无\n| ^ | 乙 | 系统切换推迟三日\n| ^ | 丙 | 无\n说明。\n");
}

TEST(PdfLayoutTest, TablesOfOtherWidthStayApart) {
  Canvas other;
  for (const int y : {20, 40, 60}) other.across(y, 10, 150);
  for (const int x : {10, 60, 150}) other.down(x, 20, 60);
  EXPECT_EQ(laid_out({page({word(15, 24, U"甲"), word(65, 24, U"8")}), page({word(15, 24, U"乙"), word(65, 24, U"9")})},
                     {grid().frames(), other.frames()}),
            "| 甲 | 8 | \n|  |  | \n|  |  | \n| 乙 | 9\n|  | \n");
}

TEST(PdfLayoutTest, ReadsTablesWithoutLines) {
  std::vector<PdfWord> words = {word(60, 60, U"支出类别"), word(200, 60, U"预算数"), word(300, 60, U"执行数")};
  int y = 60;
  for (const auto& [name, budget, spent] :
       {std::tuple{U"人员经费", U"612.45", U"610.20"}, std::tuple{U"公用经费", U"84.60", U"79.15"},
        std::tuple{U"合计", U"697.05", U"689.35"}}) {
    y += 20;
    words.push_back(word(60, y, name));
    words.push_back(word(200, y, budget));
    words.push_back(word(300, y, spent));
  }
  EXPECT_EQ(laid_out({page(words)}),
            "| 支出类别 | 预算数 | 执行数\n| 人员经费 | 612.45 | 610.20\n| 公用经费 | 84.60 | 79.15\n| 合计 | 697.05 | "
            "689.35\n");
}

TEST(PdfLayoutTest, ReadsColumnsOneAfterTheOther) {
  std::vector<PdfWord> words = {word(150, 40, U"江北县档案馆绩效自评报告")};
  std::string left, right;
  for (int i = 0; i < 12; ++i) {
    const char32_t mark = U'甲' + static_cast<char32_t>(i);
    words.push_back(word(50, 80 + i * 20, U"左" + std::u32string(19, mark)));
    words.push_back(word(310, 83 + i * 20, U"右" + std::u32string(19, mark)));
    left += to_utf8(words[words.size() - 2].text), right += to_utf8(words.back().text);
  }
  EXPECT_EQ(laid_out({page(words)}), "# 江北县档案馆绩效自评报告\n" + left + right + "\n");
}

}  // namespace
