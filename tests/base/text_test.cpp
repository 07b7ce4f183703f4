#include "base/text.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "base/sha256.h"

namespace {

using namespace jiheng;

TEST(TextTest, FindsTheFirstInvalidByte) {
  const auto valid = std::string::npos;
  EXPECT_EQ(find_invalid_utf8(""), valid);
  EXPECT_EQ(find_invalid_utf8("局机关abc😀"), valid);
  EXPECT_EQ(find_invalid_utf8(std::string_view("a\0b", 3)), valid);
  EXPECT_EQ(find_invalid_utf8("\xF4\x8F\xBF\xBF"), valid);  // U+10FFFF
  EXPECT_EQ(find_invalid_utf8("局\xFF"), 3u);               // no lead byte
  EXPECT_EQ(find_invalid_utf8("a\x80"), 1u);                // a continuation byte alone
  EXPECT_EQ(find_invalid_utf8("ab\xE5\xB1"), 2u);           // cut short
  EXPECT_EQ(find_invalid_utf8("\xC0\xAF"), 0u);             // overlong /
  EXPECT_EQ(find_invalid_utf8("\xE0\x80\xAF"), 0u);         // overlong /
  EXPECT_EQ(find_invalid_utf8("\xF0\x80\x80\xAF"), 0u);     // overlong /
  EXPECT_EQ(find_invalid_utf8("\xED\xA0\x80"), 0u);         // a surrogate
  EXPECT_EQ(find_invalid_utf8("\xF4\x90\x80\x80"), 0u);     // past U+10FFFF
  EXPECT_EQ(find_invalid_utf8("\xBE\xD6\xB3\xA4"), 0u);     // 局长 in GBK
}

TEST(TextTest, CountsAndMeasures) {
  EXPECT_EQ(count_code_points("局机关abc"), 6u);
  EXPECT_EQ(display_width(""), 0u);
  EXPECT_EQ(display_width("abc"), 3u);
  EXPECT_EQ(display_width("局机关"), 6u);
  EXPECT_EQ(display_width("（，。）"), 8u);
  EXPECT_EQ(display_width("ＡＢ"), 4u);
  EXPECT_EQ(display_width("e\xCC\x81"), 1u);  // e and a combining accent
  EXPECT_EQ(display_width("“”…—·"), 5u);      // ambiguous width counts 1
  EXPECT_EQ(display_width("ｱ"), 1u);          // half-width katakana
  EXPECT_EQ(display_width("𠮷"), 2u);
}

TEST(TextTest, PadsToColumns) {
  EXPECT_EQ(pad_right("局", 4), "局  ");
  EXPECT_EQ(pad_left("局", 4), "  局");
  EXPECT_EQ(pad_right("局机关", 4), "局机关");
  EXPECT_EQ(pad_left("局机关", 4), "局机关");
}

TEST(TextTest, CutsToColumns) {
  EXPECT_EQ(ellipsize("局机关", 6), "局机关");
  EXPECT_EQ(ellipsize("局机关", 5), "局机…");
  EXPECT_EQ(ellipsize("局机关", 4), "局…");
  EXPECT_EQ(ellipsize("局机关", 1), "…");
  EXPECT_EQ(ellipsize("局机关", 0), "");
  EXPECT_EQ(ellipsize("abcdef", 4), "abc…");
}

TEST(TextTest, TrimsChineseAndAsciiSpace) {
  EXPECT_EQ(trim(" \t\r\n\v\f　局 机　关\xC2\xA0 "), "局 机　关");
  EXPECT_EQ(trim("　　"), "");
  EXPECT_EQ(trim(""), "");
}

TEST(TextTest, FoldsFullWidthForms) {
  EXPECT_EQ(to_half_width("２，５０８．６４％（Ａ～ｚ）"), "2,508.64%(A~z)");
  EXPECT_EQ(to_half_width("局　机关、。￥"), "局 机关、。￥");
  EXPECT_EQ(to_half_width("\xFF\xEF\xBC"), "\xFF\xEF\xBC");
}

TEST(TextTest, Splits) {
  EXPECT_EQ(split("a,b,,c", ','), (std::vector<std::string>{"a", "b", "", "c"}));
  EXPECT_EQ(split("", ','), (std::vector<std::string>{""}));
  EXPECT_EQ(split(",", ','), (std::vector<std::string>{"", ""}));
}

TEST(TextTest, EscapesXml) {
  EXPECT_EQ(escape_xml("<局 a=\"1\" b='2'>&amp;"), "&lt;局 a=&quot;1&quot; b=&apos;2&apos;&gt;&amp;amp;");
}

TEST(TextTest, TellsSizes) {
  EXPECT_EQ(byte_size_text(0), "0 字节");
  EXPECT_EQ(byte_size_text(1023), "1023 字节");
  EXPECT_EQ(byte_size_text(1024), "1.0 KB");
  EXPECT_EQ(byte_size_text(1025), "1.1 KB");
  EXPECT_EQ(byte_size_text(2047), "2.0 KB");
  EXPECT_EQ(byte_size_text(100 << 20), "100.0 MB");
  EXPECT_EQ(byte_size_text((100 << 20) + 1), "100.1 MB");
  EXPECT_EQ(byte_size_text(~std::uint64_t{0}), "17592186044416.0 MB");
}

TEST(Sha256Test, KnownDigests) {
  EXPECT_EQ(sha256_hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(sha256_hex(std::string(1'000'000, 'a')),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

// Encodes by the definition of UTF-8; every code point but the surrogates is valid.
RC_GTEST_PROP(TextProperty, EveryCodePointIsValid, ()) {
  const auto point = *rc::gen::suchThat(rc::gen::inRange<std::uint32_t>(0, 0x110000),
                                        [](std::uint32_t c) { return c < 0xD800 || c > 0xDFFF; });
  std::string text;
  const auto put = [&](std::uint32_t byte) { text.push_back(static_cast<char>(byte)); };
  if (point < 0x80) {
    put(point);
  } else if (point < 0x800) {
    put(0xC0 | point >> 6), put(0x80 | (point & 0x3F));
  } else if (point < 0x10000) {
    put(0xE0 | point >> 12), put(0x80 | (point >> 6 & 0x3F)), put(0x80 | (point & 0x3F));
  } else {
    put(0xF0 | point >> 18), put(0x80 | (point >> 12 & 0x3F)), put(0x80 | (point >> 6 & 0x3F)),
        put(0x80 | (point & 0x3F));
  }
  RC_ASSERT(find_invalid_utf8(text) == std::string::npos);
  RC_ASSERT(count_code_points(text) == 1u);
  if (text.size() > 1) RC_ASSERT(find_invalid_utf8(text.substr(0, text.size() - 1)) == 0u);
}

RC_GTEST_PROP(TextProperty, PaddingAndCuttingReachTheWidth, ()) {
  const auto pieces = *rc::gen::container<std::vector<std::string>>(
      rc::gen::element<std::string>("a", " ", "局", "，", "…", "𠮷", "\xCC\x81"));
  std::string text;
  for (const auto& piece : pieces) text += piece;
  const auto width = *rc::gen::inRange<std::size_t>(0, 40);
  RC_ASSERT(display_width(pad_left(text, width)) == std::max(width, display_width(text)));
  RC_ASSERT(display_width(pad_right(text, width)) == std::max(width, display_width(text)));
  const std::string cut = ellipsize(text, width);
  RC_ASSERT(display_width(cut) <= width);
  RC_ASSERT(find_invalid_utf8(cut) == std::string::npos);
  if (display_width(text) <= width) RC_ASSERT(cut == text);
}

RC_GTEST_PROP(TextProperty, AnyBytesAreSafe, (std::string bytes)) {
  const std::string_view trimmed = trim(bytes);
  RC_ASSERT(trim(trimmed) == trimmed);
  RC_ASSERT(to_half_width(to_half_width(bytes)) == to_half_width(bytes));
  RC_ASSERT(count_code_points(bytes) <= bytes.size());
  RC_ASSERT(display_width(bytes) <= 2 * bytes.size());
}

}  // namespace
