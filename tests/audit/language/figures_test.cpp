// The grammar of figures: what a number is, its value, unit, interval; and every number of the five published reports.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <regex>
#include <sstream>

#include "audit/language/analysis.h"
#include "base/text.h"
#include "reading/read.h"

namespace {

using namespace jiheng;
using namespace jiheng::audit;

struct Read {
  reading::Document document;
  Analysis analysis;
};

// kind dimension value ulp approximation of each figure, one per line
std::string told(const std::string& text) {
  auto document = reading::read_bytes(text, "t.txt");
  EXPECT_TRUE(document) << document.error().message;
  const Analysis analysis = analyse(*document);
  static constexpr const char* kinds[] = {"quantity", "year", "date", "numbering", "label", "no-base"};
  static constexpr const char* dimensions[] = {"-", "money", "percent", "points", "score", "count", "days", "area"};
  static constexpr const char* approximations[] = {"", " about", " more", " less"};
  std::string out;
  for (const Figure& figure : analysis.figures) {
    if (!out.empty()) out += "; ";
    out += to_utf8(analysis.view(figure.span)) + " " + kinds[static_cast<int>(figure.kind)];
    if (!figure.is_quantity()) continue;
    out += std::string(" ") + dimensions[static_cast<int>(figure.dimension)] + " " +
           figure.value.normalized().to_string() + " ±" + figure.ulp.normalized().to_string() +
           approximations[static_cast<int>(figure.approximation)];
  }
  return out;
}

TEST(Figures, Money) {
  EXPECT_EQ(told("全年预算数3,392.15 万元。"), "3,392.15万元 quantity money 33921500 ±100");
  EXPECT_EQ(told("支出3，392.15万元。"), "3，392.15万元 quantity money 33921500 ±100");
  EXPECT_EQ(told("支出1.2亿元，结余80元。"), "1.2亿元 quantity money 120000000 ±10000000; 80元 quantity money 80 ±1");
  EXPECT_EQ(told("支出０万元。"), "0万元 quantity money 0 ±10000");
  EXPECT_EQ(told("分别为12万元、345万元。"),
            "12万元 quantity money 120000 ±10000; 345万元 quantity money 3450000 ±10000");
}

TEST(Figures, PercentAndPoints) {
  EXPECT_EQ(told("完成率为95.19 %。"), "95.19% quantity percent 95.19 ±0.01");
  EXPECT_EQ(told("提高3.2个百分点。"), "3.2个百分点 quantity points 3.2 ±0.1");
  EXPECT_EQ(told("占总额的--%（基数为0，不可比）。"), "--% no-base; 0 label");
  EXPECT_EQ(told("满意率达百分之九十五点五。"), "百分之九十五点五 quantity percent 95.5 ±0.1");
}

TEST(Figures, CountsAndApproximations) {
  EXPECT_EQ(told("来文20000余件。"), "20000余件 quantity count 20000 ±1 more");
  EXPECT_EQ(told("会议800多次。"), "800多次 quantity count 800 ±1 more");
  EXPECT_EQ(told("外国人近1200人。"), "1200人 quantity count 1200 ±1 less");
  EXPECT_EQ(told("服务群众约4万人次。"), "4万人次 quantity count 40000 ±10000 about");
  EXPECT_EQ(told("下属单位共两个。"), "两个 quantity count 2 ±1");
  EXPECT_EQ(told("每年10～20次。"), "10 quantity count 10 ±1 about; 20次 quantity count 20 ±1 about");
}

TEST(Figures, Scores) {
  EXPECT_EQ(told("得分为91.44 分。"), "91.44分 quantity score 91.44 ±0.01");
  EXPECT_EQ(told("培训45分钟，2分类管理。"), "45分钟 quantity count 45 ±1; 2 label");
}

TEST(Figures, NamesAreNotQuantities) {
  EXPECT_EQ(told("按照省委“1310”具体部署。"), "1310 label");
  EXPECT_EQ(told("开展“10 号工作室”活动。"), "10 label");
  EXPECT_EQ(told("实行24小时值班。"), "24 label");
  EXPECT_EQ(told("区委十五届四次全会、“十四五”、第十三巡视组、八项规定。"), "");
  EXPECT_EQ(told("12345热线和107国道、5G基站。"), "12345 label; 107 label; 5 label");
  EXPECT_EQ(told("附件4、表1、第3批。"), "4 label; 1 label; 3 label");
  EXPECT_EQ(told("统一安排，进一步加强，一般情况，十分重视，千方百计。"), "");
}

TEST(Figures, Dates) {
  EXPECT_EQ(told("2023年度工作。"), "2023年度 year");
  EXPECT_EQ(told("截至2022 年 11 月底。"), "2022年11月底 date");
  EXPECT_EQ(told("2022年11月30日前，6 月和 9 月。"), "2022年11月30日 date; 6月 date; 9月 date");
  EXPECT_EQ(told("批复后40 日内填报。"), "40日 quantity days 40 ±1");
}

TEST(Figures, WordsBeforeAndAfter) {
  auto document = reading::read_bytes("全年组织召开 27 次党组会议，16 次党员大会。", "t.txt");
  ASSERT_TRUE(document);
  const Analysis analysis = analyse(*document);
  ASSERT_EQ(analysis.figures.size(), 2u);
  EXPECT_EQ(to_utf8(analysis.view(analysis.figures[0].before)), "全年组织召开");
  EXPECT_EQ(to_utf8(analysis.view(analysis.figures[0].after)), "党组会议");
  EXPECT_EQ(to_utf8(analysis.view(analysis.figures[1].after)), "党员大会");
}

// What a token of the published reports must be read as.
enum class Expected { quantity, time, numbering, label, footer };

Expected expected_of(const std::string& token, const std::string& context) {
  static const std::regex year("4?2?\\d{4} ?年"), date("\\d+ ?(月|日)"), point("\\d+\\."), bare("\\d{1,2}");
  if (std::regex_match(token, year)) return Expected::time;
  if (token == "40 日" || token == "60 日") return Expected::quantity;
  if (std::regex_match(token, date)) return Expected::time;
  if (std::regex_match(token, point)) return Expected::numbering;
  if (token == "1310" || token == "1312" || token.rfind("24小时", 0) == 0 || token == "24 小时" || token == "10 号" ||
      token == "--%") {
    return Expected::label;
  }
  if (std::regex_match(token, bare)) {
    const std::u32string words = to_code_points(context), mark = to_code_points(token);
    for (std::size_t i = words.find(mark); i != std::u32string::npos; i = words.find(mark, i + 1)) {
      const char32_t left = i > 0 ? words[i - 1] : U' ',
                     right = i + mark.size() < words.size() ? words[i + mark.size()] : U' ';
      if ((left == U'（' || left == U'(') && (right == U'）' || right == U')')) return Expected::numbering;
      if (left == U'为' || (left == U' ' && right == U'，')) return Expected::label;  // 基数为 0
      if (right == U' ' || right == U'家' || right == U'万') {
        if (context.find("家企业") != std::string::npos || context.find("万人次") != std::string::npos)
          return Expected::quantity;
      }
    }
    return Expected::footer;
  }
  return Expected::quantity;
}

TEST(Figures, EveryNumberOfThePublishedReports) {
  const std::filesystem::path shared = std::filesystem::path(JIHENG_SOURCE_DIR) / "../shared";
  std::ifstream tokens(shared / "domain/seed_numbers.tsv");
  if (!tokens) GTEST_SKIP() << "the published reports are not here";
  std::string line, open;
  std::getline(tokens, line);
  std::optional<reading::Document> document;
  std::optional<Analysis> analysis;
  std::size_t from = 0;
  int classified = 0;
  while (std::getline(tokens, line)) {
    std::istringstream cells(line);
    std::string seed, offset, token, context;
    std::getline(cells, seed, '\t'), std::getline(cells, offset, '\t'), std::getline(cells, token, '\t'),
        std::getline(cells, context);
    if (seed != open) {
      open = seed, from = 0;
      for (const auto& entry : std::filesystem::directory_iterator(shared / "seeds")) {
        if (entry.path().filename().string().rfind(seed, 0) != 0) continue;
        auto read = reading::read_file(entry.path());
        ASSERT_TRUE(read);
        document = std::move(*read);
        analysis.emplace(analyse(*document));
      }
    }
    const Expected expected = expected_of(token, context);
    ++classified;
    if (expected == Expected::footer) continue;  // taken out of the text: tests/reading
    std::string bare;
    for (const char c : token) {
      if (c != ' ') bare.push_back(c);
    }
    if (bare.size() > 7 && bare.find("2023年") == 1) bare = bare.substr(1);  // 附件 4 + 2023年
    if (bare.size() > 7 && bare.find("2022年") == 1) bare = bare.substr(1);
    if (bare.size() > 7 && bare.find("022年") == 2) bare = bare.substr(1);
    const std::u32string wanted = to_code_points(bare);
    std::size_t at = document->text.find(wanted, from);
    if (expected == Expected::numbering) {  // "1." also stands in 91.44
      for (const Figure& figure : analysis->figures) {
        const std::u32string_view digits = analysis->view(figure.number);
        if (figure.kind != FigureKind::numbering || figure.number.begin < from ||
            wanted.substr(0, digits.size()) != digits)
          continue;
        at = figure.number.begin;
        break;
      }
    }
    ASSERT_NE(at, std::u32string::npos) << seed << " " << token << " | " << context;
    from = at + 1;
    const Figure* found = nullptr;
    for (const Figure& figure : analysis->figures) {
      if (figure.span.begin <= at && at < std::max(figure.span.end, figure.number.end)) found = &figure;
    }
    ASSERT_NE(found, nullptr) << seed << " " << token << " | " << context;
    Expected kind = Expected::label;
    if (found->is_quantity()) kind = Expected::quantity;
    if (found->kind == FigureKind::year || found->kind == FigureKind::date) kind = Expected::time;
    if (found->kind == FigureKind::numbering) kind = Expected::numbering;
    EXPECT_EQ(static_cast<int>(kind), static_cast<int>(expected)) << seed << " " << token << " | " << context;
  }
  EXPECT_EQ(classified, 380);
}

}  // namespace
