// Every kind of mistake, with the exact text a pack's author reads. Each file data/mistakes/NAME.toml is loaded as one
// more file of the pack data/good; NAME.txt is what must be said of it.

#include <gtest/gtest.h>

#include <set>

#include "base/catalogue.h"
#include "pack_files.h"

namespace jiheng::pack {
namespace {

std::vector<std::string> mistake_names() {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(data_folder() / "mistakes")) {
    if (entry.path().extension() == ".toml") names.push_back(entry.path().stem().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

LoadResult load_with(const std::string& name) {
  PackSource pack{"good", good_files()};
  const std::string file = name + ".toml";
  // Read last, so that it is the newcomer that contradicts what stands.
  pack.files.push_back({file, "z/" + file, read_text(data_folder() / "mistakes" / file), false});
  return load_sources({pack});
}

class Mistake : public testing::TestWithParam<std::string> {};

TEST_P(Mistake, IsToldExactly) {
  const LoadResult loaded = load_with(GetParam());
  ASSERT_FALSE(loaded);
  EXPECT_EQ(to_string(loaded.error()), read_text(data_folder() / "mistakes" / (GetParam() + ".txt")));
}

INSTANTIATE_TEST_SUITE_P(All, Mistake, testing::ValuesIn(mistake_names()), [](const auto& info) {
  std::string name = info.param;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
});

// Mistakes of manifests and of files as such, which the tests below and load_test.cpp cover.
const std::set<std::string_view> elsewhere = {"pack.no-manifest",    "pack.not-required", "pack.not-utf8",
                                              "pack.requires-cycle", "pack.unknown-pack", "pack.unreadable",
                                              "pack.extends-cycle"};

// Texts that only stand within others.
bool is_part(std::string_view code) {
  return code.starts_with("pack.hint-") || code.starts_with("pack.rule-") || code.starts_with("pack.syntax-");
}

TEST(Mistakes, EveryCodeHasACase) {
  std::set<std::string> seen;
  for (const std::string& name : mistake_names()) {
    const LoadResult loaded = load_with(name);
    ASSERT_FALSE(loaded) << name;
    for (const Diagnostic& diagnostic : loaded.error()) seen.insert(diagnostic.code);
  }
  for (const CatalogueEntry& entry : catalogue()) {
    const bool is_code = entry.code.starts_with("pack.") || entry.code.starts_with("template.");
    if (!is_code || is_part(entry.code) || elsewhere.contains(entry.code)) continue;
    EXPECT_TRUE(seen.contains(std::string(entry.code))) << entry.code;
  }
}

TEST(Mistakes, TheDocumentListsEveryCode) {
  const std::string document = read_text(std::filesystem::path(JIHENG_SOURCE_DIR) / "docs" / "packs.md");
  for (const CatalogueEntry& entry : catalogue()) {
    const bool is_code = entry.code.starts_with("pack.") || entry.code.starts_with("template.");
    if (!is_code || is_part(entry.code)) continue;
    EXPECT_NE(document.find("`" + std::string(entry.code) + "`"), std::string::npos) << entry.code;
  }
}

const std::string manifest = "[pack]\nid = \"one\"\ntitle = \"一\"\nversion = \"1\"\n";
const std::string register_file =
    "[[register]]\nid = \"visits\"\ntitle = \"接待台账\"\nkey = [\"no\"]\n"
    "field = [{ id = \"no\", title = \"编号\", type = \"text\", required = true }]\n";
const std::string measure_file =
    "[[measure]]\nid = \"visits.count\"\ntitle = \"接待次数\"\nunit = \"次\"\nover = \"visits\"\n";

std::string manifest_of(const std::string& id, const std::string& required) {
  return "[pack]\nid = \"" + id + "\"\ntitle = \"包\"\nversion = \"1\"\nrequires = [" + required + "]\n";
}

TEST(Mistakes, AManifestIsMissing) {
  EXPECT_EQ(mistakes_of({pack_of("one", {{"registers/a.toml", register_file}})}),
            "one: 没有pack.toml，不是包的文件夹\n");
}

TEST(Mistakes, AManifestWithoutItsTable) {
  EXPECT_EQ(mistakes_of({pack_of("one", {{"pack.toml", "# 空的\n"}})}),
            "one/pack.toml:1:1: 缺少必填的键“pack”\n"
            "# 空的\n"
            "^\n");
  EXPECT_EQ(mistakes_of({pack_of("one", {{"pack.toml", ""}})}),
            "one/pack.toml:1:1: 缺少必填的键“pack”\n"
            "\n"
            "^\n");
  EXPECT_EQ(mistakes_of({pack_of("one", {{"pack.toml", "pack = 1\n"}})}),
            "one/pack.toml:1:8: “pack”应是[pack]，这里是整数\n"
            "pack = 1\n"
            "       ^\n");
}

TEST(Mistakes, AManifestIsCheckedToo) {
  EXPECT_EQ(mistakes_of({pack_of("one", {{"pack.toml", "[pack]\nid = \"One\"\nversion = 1\nrequired = []\n"}})}),
            "one/pack.toml:1:1: 缺少必填的键“title”\n"
            "[pack]\n"
            "^~~~~~\n"
            "one/pack.toml:2:6: 编号“One”不合规：应以小写字母开头，只含小写字母、数字、下划线和连字符，至多48个字符\n"
            "id = \"One\"\n"
            "     ^~~~~\n"
            "one/pack.toml:3:11: “version”应是字符串，这里是整数\n"
            "version = 1\n"
            "          ^\n"
            "one/pack.toml:4:1: 未知的键“required”，是不是“requires”？\n"
            "required = []\n"
            "^~~~~~~~\n");
}

TEST(Mistakes, OnlyTheManifestHasThePackTable) {
  EXPECT_EQ(
      mistakes_of({pack_of("one", {{"pack.toml", manifest}, {"z.toml", manifest}})}),
      "one/z.toml:1:2: 未知的键“pack”；可用的有：role、register、paper、measure、calendar、rubric、report、rule_set\n"
      "[pack]\n"
      " ^~~~\n");
}

TEST(Mistakes, TwoPacksOfOneId) {
  EXPECT_EQ(mistakes_of({pack_of("one", {{"pack.toml", manifest}}), pack_of("two", {{"pack.toml", manifest}})}),
            "two/pack.toml:2:6: 编号“one”重复，先定义在one/pack.toml:2\n"
            "id = \"one\"\n"
            "     ^~~~~\n");
}

// What stands in the missing pack is not held against the pack that requires it.
TEST(Mistakes, ARequiredPackIsMissing) {
  EXPECT_EQ(mistakes_of({pack_of("one", {{"pack.toml", manifest_of("one", "\"twoo\"")}, {"m.toml", measure_file}}),
                         pack_of("two", {{"pack.toml", manifest_of("two", "")}})}),
            "one/pack.toml:5:13: 找不到所需的包“twoo”，是不是“two”？\n"
            "requires = [\"twoo\"]\n"
            "            ^~~~~~\n");
}

TEST(Mistakes, PacksRequireEachOther) {
  EXPECT_EQ(mistakes_of({pack_of("a", {{"pack.toml", manifest_of("a", "\"b\"")}}),
                         pack_of("b", {{"pack.toml", manifest_of("b", "\"c\"")}}),
                         pack_of("c", {{"pack.toml", manifest_of("c", "\"a\"")}}),
                         pack_of("d", {{"pack.toml", manifest_of("d", "\"a\", \"d\"")}})}),
            "a/pack.toml:5:13: 包互相依赖：a → b → c → a\n"
            "requires = [\"b\"]\n"
            "            ^~~\n"
            "d/pack.toml:5:18: 包互相依赖：d → d\n"
            "requires = [\"a\", \"d\"]\n"
            "                 ^~~\n");
}

TEST(Mistakes, APackUsesWhatItDoesNotRequire) {
  const std::string more =
      "[[register]]\nid = \"gifts\"\ntitle = \"礼品台账\"\nkey = [\"no\"]\nfield = [\n"
      "  { id = \"no\", title = \"编号\", type = \"text\", required = true },\n"
      "  { id = \"visit\", title = \"接待\", type = \"reference\", reference = \"visits\" },\n]\n"
      "[[measure]]\nid = \"visits.twice\"\ntitle = \"两倍\"\nformula = \"2 * visits.count\"\n";
  const PackSource a = pack_of("a", {{"pack.toml", manifest_of("a", "") + register_file + measure_file}});
  EXPECT_EQ(mistakes_of({a, pack_of("b", {{"pack.toml", manifest_of("b", "")}, {"m.toml", more}})}),
            "b/m.toml:7:65: visits在包“a”里，本包的requires没有列出它\n"
            "  { id = \"visit\", title = \"接待\", type = \"reference\", reference = \"visits\" },\n"
            "                                                                  ^~~~~~~~\n"
            "b/m.toml:12:11: visits.count在包“a”里，本包的requires没有列出它\n"
            "formula = \"2 * visits.count\"\n"
            "          ^~~~~~~~~~~~~~~~~~\n");
  // What is required of a required pack may be used.
  EXPECT_EQ(mistakes_of({a, pack_of("b", {{"pack.toml", manifest_of("b", "\"c\"")}, {"m.toml", more}}),
                         pack_of("c", {{"pack.toml", manifest_of("c", "\"a\"")}})}),
            "");
}

std::string rule_set_of(const std::string& id, const std::string& extended) {
  return "[rule_set]\nid = \"" + id + "\"\nextends = \"" + extended +
         "\"\ntitle = \"规则\"\nversion = \"1\"\nyears = [2022, 2023]\n";
}

TEST(Mistakes, RuleSetsExtendEachOther) {
  EXPECT_EQ(mistakes_of({pack_of("one", {{"pack.toml", manifest},
                                         {"a.toml", rule_set_of("here", "there")},
                                         {"b.toml", rule_set_of("there", "here")}})}),
            "one/b.toml:3:11: 规则集互相继承：here → there → here\n"
            "extends = \"here\"\n"
            "          ^~~~~~\n");
}

TEST(Mistakes, ARuleSetExtendsOneOfAPackThatIsNotRequired) {
  PackSource base{"good", good_files()};
  EXPECT_EQ(
      mistakes_of({base, pack_of("one", {{"pack.toml", manifest}, {"a.toml", rule_set_of("here", "trial-rules")}})}),
      "one/a.toml:3:11: trial-rules在包“good”里，本包的requires没有列出它\n"
      "extends = \"trial-rules\"\n"
      "          ^~~~~~~~~~~~~\n");
}

TEST(Mistakes, AFileIsNotUtf8) {
  EXPECT_EQ(mistakes_of({pack_of("one", {{"pack.toml", manifest}, {"a.toml", "# 好\ntitle = \"好\xB5\xC4\"\n"}})}),
            "one/a.toml:2:11: 文件不是UTF-8编码：从这里起的字节无法识别\n"
            "title = \"好\n"
            "           ^\n");
}

TEST(Mistakes, AFileCannotBeRead) {
  PackSource pack = pack_of("one", {{"pack.toml", manifest}, {"a.toml", ""}});
  pack.files[1].unreadable = true;
  EXPECT_EQ(mistakes_of({pack}), "one/a.toml: 无法读取\n");
}

// The other files are checked, but names that may stand in the file that is not TOML are not called unknown.
TEST(Mistakes, AFileThatIsNotToml) {
  const std::string more =
      "[[measure]]\nid = \"visits.days\"\ntitle = \"天数\"\nover = \"visits\"\n"
      "[[measure]]\nid = \"visits.near\"\ntitle = \"相近\"\nformula = \"visits.dayz + visits.hours\"\ncolour = 1\n";
  EXPECT_EQ(
      mistakes_of({pack_of("one", {{"pack.toml", manifest}, {"a.toml", "[[register]]\nid=\n"}, {"b.toml", more}})}),
      "one/a.toml:2:4: TOML语法错误：等号后面应有值；文字要加引号\n"
      "id=\n"
      "   ^\n"
      "one/b.toml:8:12: 没有名为“visits.dayz”的量，是否应为“visits.days”？\n"
      "formula = \"visits.dayz + visits.hours\"\n"
      "           ^~~~~~~~~~~\n"
      "one/b.toml:9:1: "
      "未知的键“colour”；可用的有：id、title、note、words、status、source、unit、decimals、over、where、of、"
      "formula、aggregate\n"
      "colour = 1\n"
      "^~~~~~\n");
}

// A register whose fields are not known says nothing of the expressions over it.
TEST(Mistakes, OneMistakeIsToldOnce) {
  const std::string file =
      "[[register]]\nid = \"visits\"\ntitle = \"接待台账\"\nkey = [\"no\"]\n"
      "field = [{ id = \"no\", title = \"编号\", type = \"txt\", required = true }]\n"
      "[[measure]]\nid = \"visits.last\"\ntitle = \"最后\"\nover = \"visits\"\naggregate = \"sum\"\nof = \"no * 2\"\n"
      "[[measure]]\nid = \"visits.more\"\ntitle = \"更多\"\nformula = \"visits.last > 2\"\n";
  EXPECT_EQ(mistakes_of({pack_of("one", {{"pack.toml", manifest}, {"a.toml", file}})}),
            "one/a.toml:5:44: “type”不能是“txt”，是不是“text”？\n"
            "field = [{ id = \"no\", title = \"编号\", type = \"txt\", required = true }]\n"
            "                                             ^~~~~\n");
}

TEST(Mistakes, TheCaretStandsUnderWideCharactersAndTabs) {
  const Diagnostic wide{"a.toml", 3, 4, 2, "x", "说明", "一a二三四b"};
  EXPECT_EQ(to_string(wide),
            "a.toml:3:4: 说明\n"
            "一a二三四b\n"
            "     ^~~~\n");
  const Diagnostic tab{"a.toml", 3, 3, 1, "x", "说明", "\t中x"};
  EXPECT_EQ(to_string(tab),
            "a.toml:3:3: 说明\n"
            "\t中x\n"
            "\t  ^\n");
  const Diagnostic beyond{"a.toml", 3, 9, 4, "x", "说明", "中"};
  EXPECT_EQ(to_string(beyond),
            "a.toml:3:9: 说明\n"
            "中\n"
            "  ^\n");
}

TEST(Mistakes, ControlCharactersAreNotShown) {
  EXPECT_EQ(mistakes_of({pack_of("one", {{"pack.toml", manifest}, {"a.toml", "a = \"\x1b[31m\"\n"}})}),
            "one/a.toml:1:6: TOML语法错误：字符串没有结束的引号\n"
            "a = \"\xEF\xBF\xBD[31m\"\n"
            "     ^\n");
}

}  // namespace
}  // namespace jiheng::pack
