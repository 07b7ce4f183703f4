// Loading from folders, and what a sound Library holds.

#include "pack/load.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include "base/sha256.h"
#include "pack_files.h"

namespace jiheng::pack {
namespace {

namespace fs = std::filesystem;

// Diagnostics name files from the current folder.
class InFolder {
 public:
  explicit InFolder(const fs::path& folder) : before_(fs::current_path()) { fs::current_path(folder); }
  ~InFolder() { fs::current_path(before_); }

 private:
  fs::path before_;
};

class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string name = (fs::temp_directory_path() / "jiheng-pack-XXXXXX").string();
    path_ = mkdtemp(name.data());
  }
  ~TemporaryFolder() { fs::remove_all(path_); }
  const fs::path& path() const { return path_; }
  void write(const fs::path& name, const std::string& bytes) const {
    fs::create_directories((path_ / name).parent_path());
    std::ofstream(path_ / name, std::ios::binary) << bytes;
  }

 private:
  fs::path path_;
};

std::string manifest_of(const std::string& id, const std::string& required) {
  return "[pack]\nid = \"" + id + "\"\ntitle = \"包\"\nversion = \"1\"\nrequires = [" + required + "]\n";
}

Library good() {
  LoadResult loaded = load(data_folder() / "good");
  EXPECT_TRUE(loaded) << to_string(loaded.error());
  return std::move(*loaded);
}

TEST(Load, TenMistakesAtOnce) {
  const InFolder here(data_folder());
  const LoadResult loaded = load("ten-mistakes");
  ASSERT_FALSE(loaded);
  EXPECT_EQ(loaded.error().size(), 10u);
  EXPECT_EQ(to_string(loaded.error()), read_text("ten-mistakes.txt"));
}

TEST(Load, TheShippedPacks) {
  const LoadResult loaded = load(fs::path(JIHENG_SOURCE_DIR) / "packs");
  ASSERT_TRUE(loaded) << to_string(loaded.error());
  for (const char* id : {"base", "office", "guangzhou-2022"}) {
    EXPECT_TRUE(std::any_of(loaded->packs.begin(), loaded->packs.end(), [&](const PackInfo& p) { return p.id == id; }))
        << id;
  }
  EXPECT_TRUE(loaded->calendar.covers(2022));
  EXPECT_NE(loaded->find_rubric("guangzhou-2022"), nullptr);
  EXPECT_NE(loaded->find_report_for("guangzhou-2022"), nullptr);
}

// Each on its own, with what it requires found beside it.
TEST(Load, EachShippedPack) {
  for (const auto& entry : fs::directory_iterator(fs::path(JIHENG_SOURCE_DIR) / "packs")) {
    if (!entry.is_directory()) continue;
    const LoadResult loaded = load(entry.path());
    EXPECT_TRUE(loaded) << to_string(loaded.error());
  }
}

TEST(Load, NothingThere) {
  const TemporaryFolder folder;
  const InFolder here(folder.path());
  EXPECT_EQ(to_string(load("missing").error()), "missing: 无法读取\n");
  fs::create_directory("empty");
  EXPECT_EQ(to_string(load("empty").error()), "empty: 没有pack.toml，不是包的文件夹\n");
  folder.write("file.toml", "");
  EXPECT_EQ(to_string(load("file.toml").error()), "file.toml: 无法读取\n");
}

TEST(Load, AFolderOfPacksOverlooksNone) {
  const TemporaryFolder folder;
  const InFolder here(folder.path());
  folder.write("packs/one/pack.toml", manifest_of("one", ""));
  folder.write("packs/two/registers/a.toml", "");
  folder.write("packs/notes/README.md", "no definitions");
  folder.write("packs/.git/config.toml", "not = a pack");
  EXPECT_EQ(to_string(load("packs/").error()), "packs/two: 没有pack.toml，不是包的文件夹\n");
}

TEST(Load, RequiredPacksAreFoundBesideOrInTheFallback) {
  const TemporaryFolder folder;
  const InFolder here(folder.path());
  folder.write("mine/top/pack.toml", manifest_of("top", "\"beside\", \"shipped\""));
  folder.write("mine/beside/pack.toml", manifest_of("beside", "\"shipped\""));
  folder.write("mine/unrelated/pack.toml", "not toml");
  folder.write("shipped/shipped/pack.toml", manifest_of("shipped", ""));
  const LoadResult loaded = load("mine/top", "shipped");
  ASSERT_TRUE(loaded) << to_string(loaded.error());
  std::vector<std::string> order;
  for (const PackInfo& pack : loaded->packs) order.push_back(pack.id + " " + pack.directory);
  EXPECT_EQ(order, (std::vector<std::string>{"shipped shipped/shipped", "beside mine/beside", "top mine/top"}));
  EXPECT_EQ(to_string(load("mine/top").error()),
            "mine/beside/pack.toml:5:13: 找不到所需的包“shipped”；可用的有：top、beside\n"
            "requires = [\"shipped\"]\n"
            "            ^~~~~~~~~\n"
            "mine/top/pack.toml:5:23: 找不到所需的包“shipped”；可用的有：top、beside\n"
            "requires = [\"beside\", \"shipped\"]\n"
            "                      ^~~~~~~~~\n");
}

TEST(Load, ARequiredNameDoesNotLeadOutOfTheFolder) {
  const TemporaryFolder folder;
  const InFolder here(folder.path());
  folder.write("packs/top/pack.toml", manifest_of("top", "\"../outside\""));
  folder.write("outside/pack.toml", manifest_of("outside", ""));
  EXPECT_EQ(to_string(load("packs/top").error()),
            "packs/top/pack.toml:5:13: 找不到所需的包“../outside”；可用的有：top\n"
            "requires = [\"../outside\"]\n"
            "            ^~~~~~~~~~~~\n");
}

TEST(Load, TheHashIsOverNamesLengthsAndBytes) {
  const std::string manifest = manifest_of("one", "");
  const LoadResult loaded = load_sources({pack_of("one", {{"z.toml", "# z\n"}, {"pack.toml", manifest}})});
  ASSERT_TRUE(loaded);
  std::string bytes = "pack.toml";
  bytes += '\0' + std::to_string(manifest.size()) + '\0' + manifest;
  bytes += std::string("z.toml") + '\0' + "4" + '\0' + "# z\n";
  EXPECT_EQ(loaded->packs[0].sha256, sha256_hex(bytes));
  EXPECT_EQ(loaded->sha256, sha256_hex("one\n" + sha256_hex(bytes) + "\n"));
}

TEST(Load, TheHashKnowsDefinitionsOnly) {
  const TemporaryFolder folder;
  folder.write("one/pack.toml", manifest_of("one", ""));
  const std::string before = load(folder.path() / "one")->sha256;
  folder.write("one/README.md", "about");
  folder.write("one/.a.toml.swp", "editor");
  EXPECT_EQ(load(folder.path() / "one")->sha256, before);
  folder.write("one/more/b.toml", "# nothing yet\n");
  EXPECT_NE(load(folder.path() / "one")->sha256, before);
}

TEST(Library, RegistersHaveTheirScope) {
  const Library library = good();
  const Register* payments = library.find_register("payments");
  ASSERT_NE(payments, nullptr);
  EXPECT_EQ(library.find_register("支付台账"), payments);
  EXPECT_EQ(library.find_register("nothing"), nullptr);
  EXPECT_EQ(payments->table(), "r_payments");
  EXPECT_EQ(payments->pack, "good");
  EXPECT_EQ(payments->provenance.status, Verification::verified);
  EXPECT_EQ(payments->key, std::vector<int>{0});
  EXPECT_EQ(payments->indexes, (std::vector<std::vector<int>>{{1}, {3, 1}}));
  EXPECT_EQ(payments->find_field("支付金额"), payments->find_field("amount"));
  EXPECT_EQ(payments->find_field("amount")->unit, MoneyUnit::wan);
  EXPECT_EQ(payments->find_field("voucher_no")->max_length, 500);
  EXPECT_TRUE(payments->find_field("paid_on")->in_year);
  EXPECT_EQ(payments->checks.size(), 1u);
  std::string scope;
  for (const expr::Symbol& s : payments->scope.symbols()) {
    scope += s.name + " " + s.title + " " + std::string(title(s.type)) + " " + std::to_string(s.scale) + " " +
             std::to_string(s.digits) + " " + s.column + "\n";
  }
  EXPECT_EQ(scope,
            "unit_id 单位 文本 0 18 unit_id\n"
            "year 年度 数值 0 4 year\n"
            "voucher_no 凭证号 文本 0 18 voucher_no\n"
            "paid_on 支付日期 日期 0 18 paid_on\n"
            "amount 支付金额 金额 0 10 amount\n"  // 9999.99 万元 is 9,999,990,000 fen
            "nature 支出性质 文本 0 18 nature\n"
            "project_no 项目编号 文本 0 18 project_no\n"
            "copies 附件份数 数值 0 3 copies\n"
            "discount 折扣 数值 3 5 discount\n"
            "urgent 加急 布尔 0 18 urgent\n");
}

TEST(Library, AFigureHasNoColumnAndNoTypedBounds) {
  const Library library = good();
  const Register* goals = library.find_register("goals");
  ASSERT_NE(goals, nullptr);
  const expr::Symbol& actual = goals->scope[*goals->scope.find("actual")];
  EXPECT_EQ(actual.column, "");
  EXPECT_EQ(actual.digits, 18);
  EXPECT_EQ(actual.scale, 2);
  EXPECT_EQ(goals->find_field("actual")->figure_of, "measure_id");
  EXPECT_EQ(library.find_register("narratives")->find_field("body")->max_length, 20000);
  EXPECT_EQ(library.find_register("narratives")->label, 0);
}

TEST(Library, MeasuresStandAfterWhatTheyUse) {
  const Library library = good();
  std::string order;
  for (std::size_t i = 0; i < library.measures.size(); ++i) {
    const Measure& measure = library.measures[i];
    const expr::Symbol& symbol = library.measure_scope[static_cast<int>(i)];
    EXPECT_EQ(symbol.name, measure.id);
    EXPECT_EQ(symbol.type, measure.type);
    EXPECT_EQ(symbol.column, "");
    if (measure.formula) {
      for (const int slot : measure.formula->slots()) EXPECT_LT(slot, static_cast<int>(i)) << measure.id;
    }
    order += measure.id + " " + std::string(title(measure.type)) + (measure.second_stage ? " second\n" : "\n");
  }
  EXPECT_EQ(library.measure_scope.size(), static_cast<int>(library.measures.size()));
  EXPECT_EQ(order,
            "payments.total 金额\n"
            "payments.urgent_total 金额\n"
            "payments.count 数值\n"
            "payments.last 日期\n"
            "payments.rest_total 金额\n"
            "payments.execution 数值\n"
            "goals.score 数值 second\n"
            "goals.rate 数值 second\n");
  EXPECT_EQ(library.find_measure("全年支出"), library.find_measure("payments.total"));
}

TEST(Library, RubricsAreCompiledOverFullAndEveryMeasure) {
  const Library library = good();
  const Rubric* rubric = library.find_rubric("year-2022");
  ASSERT_NE(rubric, nullptr);
  EXPECT_EQ(rubric->scope[0].name, "full");
  EXPECT_EQ(rubric->scope.size(), library.measure_scope.size() + 1);
  const int execution = *library.measure_scope.find("payments.execution");
  EXPECT_EQ(rubric->items[2].rule.slots(), (std::vector<int>{0, execution + 1}));
  EXPECT_EQ(rubric->items[2].no_base, NoBasePolicy::full);
  EXPECT_EQ(rubric->items[0].full_provenance.status, Verification::verified);
  EXPECT_EQ(rubric->items[0].provenance.status, Verification::unverified);
  ASSERT_TRUE(rubric->items[0].rows);
  EXPECT_EQ(rubric->items[0].rows->measure, "goals.score");
  EXPECT_EQ(rubric->items[0].rows->why.source(), "reason");
  EXPECT_FALSE(rubric->items[1].rows);
  ASSERT_TRUE(rubric->items[0].evidence);
  EXPECT_EQ(rubric->items[0].evidence->title, "绩效目标表");
  EXPECT_EQ(rubric->items[0].evidence->minimum, 2);
  EXPECT_EQ(rubric->items[0].evidence->provenance.status, Verification::verified);
  ASSERT_TRUE(rubric->items[1].evidence);
  EXPECT_EQ(rubric->items[1].evidence->minimum, 1);
  EXPECT_EQ(rubric->items[1].evidence->provenance.status, Verification::unverified);
  EXPECT_FALSE(rubric->items[2].evidence);
  EXPECT_EQ(rubric->first_year, 2022);
  EXPECT_EQ(rubric->last_year, 2023);
  EXPECT_EQ(rubric->grades.size(), 2u);
  EXPECT_EQ(rubric->groups[1].parent, "A");
}

TEST(Library, ReportsAreParsed) {
  const Library library = good();
  const ReportTemplate* report = library.find_report_for("year-2022");
  ASSERT_NE(report, nullptr);
  ASSERT_EQ(report->heading.size(), 4u);
  EXPECT_EQ(report->heading[0].name, "year");
  EXPECT_EQ(report->heading[1].literal, "年度");
  EXPECT_EQ(report->heading[2].name, "unit.name");
  EXPECT_EQ(report->blocks[1].when->type(), expr::Type::boolean);
  EXPECT_EQ(report->blocks[3].section, "A");
  EXPECT_EQ(library.find_report_for("other"), nullptr);
  EXPECT_EQ(*library.calendar.workdays_in_year(2023), 260);
}

std::string spelled(std::string_view text) {
  const Result<TextTemplate> parsed = parse_template(text);
  if (!parsed) return parsed.error().code + ": " + parsed.error().message;
  std::string out;
  for (const TextPiece& piece : *parsed) {
    out += piece.name.empty() ? "[" + piece.literal + "]" : "<" + piece.name + "|" + piece.format + ">";
  }
  return out;
}

TEST(Template, Pieces) {
  EXPECT_EQ(spelled(""), "");
  EXPECT_EQ(spelled("全年支出{payments.total}。"), "[全年支出]<payments.total|>[。]");
  EXPECT_EQ(spelled("{ a.b | number }{a.b|title}"), "<a.b|number><a.b|title>");
  EXPECT_EQ(spelled("{{a}}{{"), "[{a}{]");
  EXPECT_EQ(spelled("{{{a.b}}}"), "[{]<a.b|>[}]");
}

TEST(Template, Mistakes) {
  EXPECT_EQ(spelled("一二{a.b"), "template.unclosed: 文本第3个字处的左花括号没有配对；要写花括号本身，应写两个");
  EXPECT_EQ(spelled("{a{b}}"), "template.unclosed: 文本第1个字处的左花括号没有配对；要写花括号本身，应写两个");
  EXPECT_EQ(spelled("一}"), "template.stray-brace: 文本第2个字处的右花括号没有配对；要写花括号本身，应写两个");
  EXPECT_EQ(spelled("{}"), "template.bad-place: 文本第1个字处的引用是空的：花括号里应写名称，或名称|格式");
  EXPECT_EQ(spelled("{a|}"), "template.bad-place: 文本第1个字处的引用是空的：花括号里应写名称，或名称|格式");
  EXPECT_TRUE(known_format("") && known_format("number") && known_format("title"));
  EXPECT_FALSE(known_format("ratio2"));
}

}  // namespace
}  // namespace jiheng::pack
