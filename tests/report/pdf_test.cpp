#include "report/pdf_writer.h"

#include <gtest/gtest.h>

#include "sample_document.h"
#include "test_support.h"

namespace jiheng::report {
namespace {

// A PDF on disk, asked through poppler's tools.
class PdfFile {
 public:
  explicit PdfFile(const std::string& bytes) { path_ = folder_.write("r.pdf", bytes); }

  std::string text(int page) const {
    const std::string number = std::to_string(page);
    return test::output_of("pdftotext -layout -f " + number + " -l " + number + " " + path_ + " -");
  }
  std::string all_text() const { return test::output_of("pdftotext " + path_ + " -"); }
  std::string fonts() const { return test::output_of("pdffonts " + path_); }
  int pages() const {
    const std::string info = test::output_of("pdfinfo " + path_ + " | grep ^Pages:");
    return info.empty() ? 0 : std::atoi(info.c_str() + 6);
  }

  struct Word {
    std::string text;
    double left, top, right, bottom;  // points
  };
  std::vector<Word> words(int page) const {
    const std::string number = std::to_string(page);
    const auto xml =
        test::parsed(test::output_of("pdftotext -bbox -f " + number + " -l " + number + " " + path_ + " -"));
    std::vector<Word> words;
    for (const auto& found : xml.select_nodes("//word")) {
      const auto node = found.node();
      words.push_back({node.text().get(), node.attribute("xMin").as_double(), node.attribute("yMin").as_double(),
                       node.attribute("xMax").as_double(), node.attribute("yMax").as_double()});
    }
    return words;
  }

  // Lines of a page that are not blank, without the page number at its foot.
  std::vector<std::string> body_lines(int page) const {
    std::vector<std::string> lines;
    for (std::string& line : test::lines_of(text(page))) {
      if (line.find_first_not_of(" \f") != std::string::npos) lines.push_back(line);
    }
    if (!lines.empty()) lines.pop_back();
    return lines;
  }

 private:
  test::TemporaryFolder folder_;
  std::string path_;
};

class Pdf : public testing::Test {
 protected:
  void SetUp() override {
    if (!test::has_program("pdftotext")) GTEST_SKIP() << "poppler-utils is not installed";
    if (writer().font_report().front().chosen.empty()) GTEST_SKIP() << "no Chinese font is installed";
  }
  static PdfWriter& writer() {
    static PdfWriter shared;
    return shared;
  }
  static std::string pdf(const Document& document) { return writer().write(document).value(); }
};

constexpr double mm = 72 / 25.4;

Document of_paragraphs(int count, const std::string& text) {
  Document document;
  for (int i = 0; i < count; ++i) document.blocks.push_back(Paragraph{{text_run(text)}, true});
  return document;
}

std::string repeated(const std::string& text, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) out += text;
  return out;
}

TEST_F(Pdf, PutsTwentyEightCharactersOnALineAndTwentyTwoLinesOnAPage) {
  Document document;
  document.blocks.push_back(Paragraph{{text_run(repeated("政", 28 * 22 + 1))}, false});
  const PdfFile file(pdf(document));
  ASSERT_EQ(file.pages(), 2);
  const auto lines = file.body_lines(1);
  ASSERT_EQ(lines.size(), 22u);
  for (const std::string& line : lines) EXPECT_NE(line.find(repeated("政", 28)), std::string::npos);
  const auto words = file.words(1);
  EXPECT_NEAR(words.front().left, 28 * mm, 0.5);
  EXPECT_NEAR(words.front().right, (28 + 156) * mm, 0.5);
  // The lines are 225/22 mm apart, and the middle of the first is in the middle of its row.
  EXPECT_NEAR((words[21].top - words[0].top) / 21, 225 * mm / 22, 0.01);
  EXPECT_GT(words[0].top, 37 * mm - 6);
  EXPECT_LT(words[21].bottom, (37 + 225) * mm + 6);
}

TEST_F(Pdf, IndentsTheFirstLineByTwoCharacters) {
  const PdfFile file(pdf(of_paragraphs(1, repeated("政", 30))));
  const auto words = file.words(1);
  EXPECT_EQ(words[0].text, repeated("政", 26));
  EXPECT_NEAR(words[0].left, 28 * mm + 2 * 156 * mm / 28, 0.5);
  EXPECT_EQ(words[1].text, repeated("政", 4));
  EXPECT_NEAR(words[1].left, 28 * mm, 0.5);
}

TEST_F(Pdf, StartsNoLineWithClosingPunctuation) {
  const PdfFile file(pdf(of_paragraphs(40, repeated("一二三四五，六七（八九）十。“甲乙”、", 12))));
  for (int page = 1; page <= file.pages(); ++page) {
    for (const std::string& line : file.body_lines(page)) {
      const std::string first = line.substr(line.find_first_not_of(" \f"));
      for (const char* mark : {"，", "。", "、", "）", "”", "；", "："}) {
        EXPECT_FALSE(first.starts_with(mark)) << "page " << page << ": " << first;
      }
    }
  }
}

TEST_F(Pdf, KeepsFortyPagesWithinTheGrid) {
  Document document;
  document.title = {"四十页的报告"};
  for (int i = 1; i <= 250; ++i) {
    if (i % 10 == 0) document.blocks.push_back(Heading{1 + i % 4, heading_number(1 + i % 4, i) + "小标题"});
    document.blocks.push_back(
        Paragraph{{text_run("第" + std::to_string(i) + "段。" + repeated("统筹协调督促落实", 11))}, true});
  }
  const PdfFile file(pdf(document));
  ASSERT_GE(file.pages(), 40);
  for (int page = 1; page <= file.pages(); ++page) {
    const auto lines = file.body_lines(page);
    EXPECT_LE(lines.size(), 22u) << "page " << page;
    ASSERT_FALSE(lines.empty()) << "page " << page;
    if (page < file.pages()) {
      EXPECT_GE(lines.size(), 19u) << "page " << page;
    }
    EXPECT_EQ(lines.back().find("小标题"), std::string::npos) << "a heading ends page " << page;
  }
  const std::string all = file.all_text();
  for (int i : {1, 77, 250}) EXPECT_NE(all.find("第" + std::to_string(i) + "段。"), std::string::npos) << i;
}

TEST_F(Pdf, NumbersOddPagesAtTheRightAndEvenPagesAtTheLeft) {
  const PdfFile file(pdf(of_paragraphs(60, "一段正文。")));
  ASSERT_EQ(file.pages(), 3);
  for (int page = 1; page <= 3; ++page) {
    const auto words = file.words(page);
    ASSERT_GE(words.size(), 3u);
    const auto& first = words[words.size() - 3];
    const auto& number = words[words.size() - 2];
    const auto& last = words[words.size() - 1];
    EXPECT_EQ(first.text + number.text + last.text, "—" + std::to_string(page) + "—");
    if (page % 2 == 1) {
      EXPECT_NEAR(last.right, (28 + 156) * mm - 14, 1) << page;  // one character of 14 pt from the edge
    } else {
      EXPECT_NEAR(first.left, 28 * mm + 14, 1) << page;
    }
    EXPECT_NEAR((number.top + number.bottom) / 2, (37 + 225 + 7) * mm, 4) << page;
  }
}

TEST_F(Pdf, NeverLeavesAHeadingOrASignatureAlone) {
  for (int filler = 15; filler <= 24; ++filler) {
    Document document = of_paragraphs(filler, "一段正文。");
    document.blocks.push_back(Heading{1, "一、标题"});
    document.blocks.push_back(Heading{2, "（一）标题"});
    document.blocks.push_back(Paragraph{{text_run(repeated("正文", 40))}, true});
    document.blocks.push_back(Signature{"某某区人民政府办公室", "2023年3月15日"});
    const PdfFile file(pdf(document));
    for (int page = 1; page <= file.pages(); ++page) {
      const auto lines = file.body_lines(page);
      ASSERT_FALSE(lines.empty()) << filler;
      EXPECT_EQ(lines.back().find("标题"), std::string::npos) << filler << " page " << page;
      EXPECT_EQ(lines.front().find("某某区"), std::string::npos) << filler << " page " << page;
      EXPECT_EQ(lines.front().find("2023年"), std::string::npos) << filler << " page " << page;
    }
  }
}

TEST_F(Pdf, RepeatsTheHeadOfATableAndSplitsNoRow) {
  Document document;
  Table table;
  table.columns = {{1, Align::center}, {6, Align::left}};
  table.header = {{text_cell("序号"), text_cell("内容")}};
  for (int i = 1; i <= 60; ++i) {
    table.rows.push_back({text_cell(std::to_string(i)), text_cell("起" + repeated("内容", 30) + "止")});
  }
  document.blocks.push_back(table);
  const PdfFile file(pdf(document));
  ASSERT_GE(file.pages(), 3);
  for (int page = 1; page <= file.pages(); ++page) {
    const std::string text = file.text(page);
    std::size_t starts = 0, ends = 0;
    for (std::size_t at = 0; (at = text.find("起", at)) != std::string::npos; ++at) ++starts;
    for (std::size_t at = 0; (at = text.find("止", at)) != std::string::npos; ++at) ++ends;
    EXPECT_EQ(starts, ends) << "a row is split on page " << page;
    EXPECT_NE(text.find("序号"), std::string::npos) << page;
  }
}

TEST_F(Pdf, SplitsARowTallerThanAPage) {
  Document document;
  Table table;
  table.columns = {{1, Align::center}, {6, Align::left}};
  table.header = {{text_cell("序号"), text_cell("内容")}};
  table.rows = {{text_cell("1"), text_cell(repeated("很长的内容", 800) + "完")}, {text_cell("2"), text_cell("下一行")}};
  document.blocks.push_back(table);
  const PdfFile file(pdf(document));
  EXPECT_GE(file.pages(), 3);
  const std::string all = file.all_text();
  EXPECT_NE(all.find("完"), std::string::npos);
  EXPECT_NE(all.find("下一行"), std::string::npos);
}

TEST_F(Pdf, KeepsReadingOrderAndEmbedsFonts) {
  const PdfFile file(pdf(sample::report()));
  EXPECT_EQ(file.pages(), 8);
  const std::string text = file.all_text();
  std::size_t at = 0;
  for (const char* phrase : {"2022年度部门整体支出绩效自评报告", "一、基本情况", "（一）部门职能", "二、绩效自评情况",
                             "三、存在问题及改进措施", "四、其他需要说明的情况", "2023年3月15日"}) {
    const std::size_t found = text.find(phrase, at);
    ASSERT_NE(found, std::string::npos) << phrase;
    at = found;
  }
  for (const std::string& line : test::lines_of(file.fonts())) {
    if (line.find("CID") == std::string::npos) continue;
    EXPECT_NE(line.find("yes yes yes"), std::string::npos) << line;  // embedded, subset, with a Unicode map
  }
}

TEST_F(Pdf, FallsBackForRareAndOddCharacters) {
  Document document;
  document.title = {"<&>"};
  document.blocks.push_back(Paragraph{{text_run("龘𠮷犇㐂 <b>&amp; \x02 ①②③ ≥ ‰ é")}, true});
  const PdfFile file(pdf(document));
  const std::string text = file.all_text();
  for (const char* part : {"龘", "𠮷", "犇", "<b>&amp;", "①②③", "≥", "‰", "é"}) {
    EXPECT_NE(text.find(part), std::string::npos) << part;
  }
}

TEST_F(Pdf, TakesAnEmptyDocument) {
  const PdfFile file(pdf(Document{}));
  EXPECT_EQ(file.pages(), 1);
  EXPECT_EQ(file.words(1).size(), 3u);  // — 1 —
}

TEST_F(Pdf, TakesEmptyBlocks) {
  Document document;
  document.blocks = {Heading{9, ""}, Paragraph{}, Table{}, Note{}, PageBreak{}, PageBreak{}, Signature{}};
  Table table;
  table.columns = {{0, Align::left}, {-1, Align::left}};
  document.blocks.push_back(table);
  table.header = {{Cell{}, Cell{}}};
  document.blocks.push_back(table);
  EXPECT_GE(PdfFile(pdf(document)).pages(), 1);
}

TEST_F(Pdf, BreaksALongTitleEvenly) {
  Document document;
  document.title = {repeated("关于部门整体支出绩效自评情况", 2)};  // 28 characters of 22 pt: 8 too many for a line
  const auto words = PdfFile(pdf(document)).words(1);
  ASSERT_GE(words.size(), 2u);
  EXPECT_NEAR(words[0].right - words[0].left, words[1].right - words[1].left, 3 * 22);
}

TEST_F(Pdf, ReportsTheFontOfEachRole) {
  const auto choices = font_report();
  ASSERT_EQ(choices.size(), 5u);
  std::string roles;
  for (const FontChoice& choice : choices) {
    roles += choice.role + " ";
    EXPECT_FALSE(choice.chosen.empty());
    if (!choice.chain.empty()) {
      EXPECT_EQ(choice.chain.front(), choice.chosen);
    }
  }
  EXPECT_EQ(roles, "仿宋 楷体 黑体 小标宋 宋体 ");
}

TEST(PdfErrors, RefusesBrokenText) {
  Document document;
  document.title = {"\xE4\xB8"};
  const auto bytes = write_pdf(document);
  ASSERT_FALSE(bytes);
  EXPECT_EQ(bytes.error().code, "report.not-utf8");
}

}  // namespace
}  // namespace jiheng::report
