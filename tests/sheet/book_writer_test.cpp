#include "sheet/book_writer.h"

#include <gmock/gmock.h>
#include <rapidcheck/gtest.h>

#include "../support/fresh_database.h"
#include "base/text.h"
#include "sheet/workbook.h"

namespace jiheng::sheet {
namespace {

using ::testing::ElementsAre;
using testing::TemporaryFolder;

class Texts final : public RowHandler {
 public:
  bool row(const Row& row) override {
    std::vector<std::string>& out = rows.emplace_back();
    for (const std::string_view text : row.texts) out.emplace_back(text);
    return true;
  }
  std::vector<std::vector<std::string>> rows;
};

std::vector<std::vector<std::string>> read(const std::filesystem::path& path, std::size_t sheet = 0) {
  const auto book = Workbook::open(path);
  if (!book) return {{book.error().code, book.error().detail}};
  Texts texts;
  const Status status = (*book)->read(sheet, texts);
  if (!status) texts.rows.push_back({status.error().code, status.error().detail});
  return texts.rows;
}

TEST(BookWriter, WritesWhatTheReaderReads) {
  const TemporaryFolder folder;
  const auto path = folder.path() / "a.xlsx";
  auto book = BookWriter::create(path);
  ASSERT_TRUE(book);
  SheetWriter& sheet = (*book)->add_sheet("台账");
  SheetWriter& other = (*book)->add_sheet("说明");
  Style day, minute;
  day.number_format = "yyyy-mm-dd";
  minute.number_format = "yyyy-mm-dd hh:mm";
  sheet.freeze(1, 0);
  sheet.text(0, 0, "=1+1", {});
  sheet.number(0, 1, "2508.64", {});
  sheet.number(0, 2, serial_of_day(18'997), day);
  sheet.number(0, 3, serial_of_minute(18'997 * 1440 + 570), minute);
  sheet.comment(0, 0, "必填");
  sheet.rule(1, 100, 0, {CellRule::Kind::list, {"甲", "乙"}, "", "", "", "标题", "说明"});
  sheet.link(2, 0, "A1", "'说明'!A1", {});
  other.text(0, 0, "乙", {});
  EXPECT_FALSE(std::filesystem::exists(path));
  ASSERT_TRUE((*book)->finish());
  EXPECT_THAT(read(path),
              ElementsAre(ElementsAre("=1+1", "2508.64", "2022-01-05", "2022-01-05 09:30"), ElementsAre("A1")));
  EXPECT_THAT(read(path, 1), ElementsAre(ElementsAre("乙")));
}

TEST(BookWriter, LeavesNothingWhenItIsNotFinished) {
  const TemporaryFolder folder;
  {
    auto book = BookWriter::create(folder.path() / "a.xlsx");
    ASSERT_TRUE(book);
    (*book)->add_sheet("甲").text(0, 0, "x", {});
  }
  EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
  EXPECT_EQ(BookWriter::create(folder.path() / "none" / "a.xlsx").error().code, "output.cannot-create");
}

TEST(BookWriter, TellsWhatDoesNotFit) {
  const TemporaryFolder folder;
  auto book = BookWriter::create(folder.path() / "a.xlsx");
  SheetWriter& sheet = (*book)->add_sheet("甲");
  sheet.text(0, 0, std::string(32'767, 'x'), {});
  EXPECT_TRUE((*book)->status());
  sheet.text(1, 1, std::string(32'768, 'x'), {});
  const Status status = (*book)->finish();
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().code, "sheet.text-too-long");
  EXPECT_EQ(status.error().message, "B2的文字超过32767个字，Excel的单元格放不下；请导出为CSV");
  EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

TEST(BookWriter, SheetTitles) {
  EXPECT_EQ(sheet_title("收文[2022]/一:二*?\\'"), "收文 2022  一 二");
  EXPECT_EQ(count_code_points(sheet_title(std::string(40, 'x'))), 31u);
}

TEST(BookWriter, NumbersThatExcelKeeps) {
  EXPECT_TRUE(keeps_number("0"));
  EXPECT_TRUE(keeps_number("-123456789012.345"));
  EXPECT_TRUE(keeps_number("0.000000000000123456789012345"));
  EXPECT_FALSE(keeps_number("1234567890123456"));
  EXPECT_FALSE(keeps_number("-1234567890123.456"));
}

// Any text comes back as it was: escapes, characters XML cannot hold, what looks like a formula or an escape.
RC_GTEST_PROP(BookWriter, TextsComeBack, ()) {
  const auto pieces = *rc::gen::container<std::vector<std::string>>(
      rc::gen::element<std::string>("a", "=", "+", "@", "'", "\t", "\n", " x", "_x0041_", "_x", "_", "<", "&", "\"",
                                    "\x01", "\x1F", "\x7F", "字", "𠮷", "\xEF\xBF\xBF", "\xC2\x85", "]]>", "x005F_"));
  std::string text = "s";
  for (const std::string& piece : pieces) text += piece;
  text += "e";
  const TemporaryFolder folder;
  auto book = BookWriter::create(folder.path() / "a.xlsx");
  (*book)->add_sheet("甲").text(0, 0, text, {});
  RC_ASSERT((*book)->finish().has_value());
  const auto rows = read(folder.path() / "a.xlsx");
  RC_ASSERT(rows == (std::vector<std::vector<std::string>>{{text}}));
}

}  // namespace
}  // namespace jiheng::sheet
