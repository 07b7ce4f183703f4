#include "reading/encoding.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "../support/fresh_database.h"
#include "base/sha256.h"
#include "base/text.h"

using namespace jiheng;
using namespace jiheng::reading;

namespace {

constexpr std::string_view gbk = "\xC6\xBE\xD6\xA4\xBA\xC5\n\xB7\xD1\n";  // 凭证号⏎费⏎

// "encoding" or "encoding code@line".
std::string detected(std::string_view bytes) {
  const auto source = memory_source(bytes);
  const auto found = detect_encoding(*source);
  if (!found) return found.error().code;
  std::string out(title(found->encoding));
  if (found->fault) out += " " + std::string(found->fault->code) + "@" + std::to_string(found->fault->line);
  return out;
}

std::string converted(std::string_view bytes) {
  const auto source = memory_source(bytes);
  const auto found = detect_encoding(*source);
  if (!found || found->fault) return "?";
  TextSource text(*source, found->encoding);
  std::string out;
  for (;;) {
    const auto piece = text.next();
    if (!piece) return piece.error().code;
    if (piece->empty()) break;
    out += *piece;
  }
  EXPECT_EQ(text.sha256(), sha256_hex(bytes));
  EXPECT_EQ(text.bytes_done(), bytes.size());
  return out;
}

TEST(EncodingTest, Detects) {
  EXPECT_EQ(detected("voucher_no\n1\n"), "UTF-8");
  EXPECT_EQ(detected("凭证号\n1\n"), "UTF-8");
  EXPECT_EQ(detected("\xEF\xBB\xBF凭证号\n"), "UTF-8 BOM");
  EXPECT_EQ(detected(gbk), "GB18030");
  EXPECT_EQ(detected(std::string_view("\xFF\xFE\xED\x51\n\0", 6)), "UTF-16LE");
  EXPECT_EQ(detected(std::string_view("\xFE\xFF\x51\xED\0\n", 6)), "UTF-16BE");
}

TEST(EncodingTest, Converts) {
  EXPECT_EQ(converted("\xEF\xBB\xBF凭证号\n"), "凭证号\n");
  EXPECT_EQ(converted(gbk), "凭证号\n费\n");
  EXPECT_EQ(converted("\x95\x32\x82\x36\xD6\xA4\n"), "𠀀证\n");                       // four bytes: beyond GBK
  EXPECT_EQ(converted(std::string_view("\xFF\xFE\x40\xD8\x00\xDC\n\0", 8)), "𠀀\n");  // a surrogate pair
  EXPECT_EQ(converted(std::string_view("\xFE\xFF\x51\xED\0\n", 6)), "凭\n");
}

TEST(EncodingTest, FaultsNameTheirLine) {
  EXPECT_EQ(detected(""), "UTF-8 import.empty@0");
  EXPECT_EQ(detected("PK\x03\x04rest"), "UTF-8 import.workbook@0");
  EXPECT_EQ(detected("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), "UTF-8 import.workbook@0");
  EXPECT_EQ(detected(std::string_view("a\nb\nc\0d\n", 8)), "UTF-8 import.binary@3");
  // Surely UTF-8 with one broken character, which GB18030 could also be made of.
  EXPECT_EQ(detected("凭证号、支付日期、金额\r\n一\r\n二\xE4\xB8\xC0三\r\n"), "UTF-8 import.bad-encoding@3");
  EXPECT_EQ(detected("凭证号、支付日期、金额\n一\n二\xE4\xB8"), "UTF-8 import.truncated@3");
  EXPECT_EQ(detected("\xEF\xBB\xBF费\n\xC6\xD6\n"), "UTF-8 BOM import.bad-encoding@2");
  EXPECT_EQ(detected(std::string(gbk) + "\xFF\xFF\n"), "GB18030 import.bad-encoding@3");
  EXPECT_EQ(detected(std::string(gbk) + "\xC6"), "GB18030 import.truncated@3");
  EXPECT_EQ(detected(std::string_view("\xFF\xFE\n\0\x40\xD8\n\0", 8)), "UTF-16LE import.bad-encoding@2");
}

TEST(EncodingTest, AFolderIsNoFile) {
  jiheng::testing::TemporaryFolder folder;
  const auto opened = open_file(folder.path());
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, "import.cannot-read");
  EXPECT_FALSE(open_file(folder.path() / "none.csv"));
}

// The streaming check agrees with the plain one of base, also where pieces of the file break off inside a character.
RC_GTEST_PROP(EncodingTest, LargeTextsAreCheckedAcrossPieces, ()) {
  const auto before = *rc::gen::inRange<std::size_t>((256 << 10) - 12, (256 << 10) + 4);
  const auto tail =
      *rc::gen::container<std::string>(rc::gen::elementOf(std::string("a\xE4\xB8\x80\xF0\x9D\x84\xC3\xED\xA0")));
  std::string text = "凭证号支付日期金额摘要\n";
  text.resize(std::max(before, text.size()), 'x');
  text += tail;
  const bool valid = find_invalid_utf8(text) == std::string::npos;
  const std::string found = detected(text);
  RC_ASSERT((found == "UTF-8") == valid);
  if (valid) RC_ASSERT(converted(text) == text);
}

}  // namespace
