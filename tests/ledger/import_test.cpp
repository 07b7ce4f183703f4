#include "ledger/import.h"

#include <gtest/gtest.h>

#include "base/sha256.h"
#include "trial_pack.h"

using namespace jiheng;
using namespace jiheng::testing;
using ledger::ImportFile;
using ledger::ImportOptions;

namespace {

using Lines = std::vector<std::string>;

class ImportTest : public ::testing::TestWithParam<Engine> {
 protected:
  void SetUp() override {
    if (!available(GetParam())) GTEST_SKIP() << "JIHENG_TEST_POSTGRES is not set";
    database_ = std::make_unique<FreshDatabase>(GetParam());
    ASSERT_TRUE(succeeded(store::initialise(**database_, trial_library())));
  }
  store::Database& database() { return **database_; }

  // Writes the files and imports them; the result as text: "" when committed.
  std::string import(const std::vector<std::pair<std::string, std::string>>& files, const ImportOptions& options) {
    std::vector<ImportFile> all;
    for (const auto& [name, content] : files) all.push_back({folder_.write(name, content), ""});
    outcome_ = ledger::import_files(database(), trial_library(), all, options);
    return text_of(outcome_);
  }
  std::string import(const std::string& name, const std::string& content) {
    return import({{name, content}}, usual_options());
  }
  Lines payments() { return records_of(database(), "payments"); }
  std::int64_t count(const std::string& sql) { return database().integer(sql, {}, 0).value_or(-1); }

  TemporaryFolder folder_;
  std::unique_ptr<FreshDatabase> database_;
  Result<ledger::ImportOutcome> outcome_;
};

INSTANTIATE_TEST_SUITE_P(Engines, ImportTest, ::testing::Values(Engine::sqlite, Engine::postgresql),
                         [](const auto& info) { return info.param == Engine::sqlite ? "sqlite" : "postgresql"; });

constexpr const char* header = "凭证号,支付日期,支付金额,支出性质,项目编号,摘要\n";

TEST_P(ImportTest, ReadsAFileAndNotesIt) {
  const std::string text = std::string(header) +
                           "P2,2022-03-01,20.50,基本支出,,\"水费，\"\"一季度\"\"\"\nP1,2022/1/5,\"1,000\",基本支出,,\n";
  EXPECT_EQ(import("payments.csv", text), "");
  EXPECT_EQ(payments(),
            (Lines{"P1|2022-01-05|1000.00|基本支出||||", "P2|2022-03-01|20.50|基本支出||||水费，\"一季度\""}));
  ASSERT_TRUE(outcome_);
  EXPECT_EQ(outcome_->rows, 2u);
  EXPECT_EQ(outcome_->files.at(0).register_id, "payments");
  EXPECT_EQ(outcome_->files.at(0).encoding, "UTF-8");
  std::string noted;
  const Status status = database().query("SELECT unit_id, year, register, file, sha256, rows FROM imports", {},
                                         [&](const store::Row& row) -> Status {
                                           for (int i = 0; i < row.size(); ++i) noted += std::string(row.text(i)) + " ";
                                           return {};
                                         });
  ASSERT_TRUE(succeeded(status));
  EXPECT_EQ(noted, "440118001 2022 payments payments.csv " + sha256_hex(text) + " 2 ");
  EXPECT_EQ(count("SELECT COUNT(*) FROM dirty WHERE unit_id = '440118001' AND year = 2022 AND register = 'payments'"),
            1);
  EXPECT_EQ(count("SELECT COUNT(*) FROM dirty"), 1);
}

TEST_P(ImportTest, ReadsWhatExcelAndWpsSave) {
  EXPECT_EQ(import("支付台账.csv",
                   "\xEF\xBB\xBF 凭证号 ,支付日期,支付金额（万元）,支出性质,\r\nP1,２０２２-1-5, 0.5 "
                   ",基本支出,\r\n,,,,\r\n,,,,\r\n"),
            "");
  EXPECT_EQ(payments(), (Lines{"P1|2022-01-05|5000.00|基本支出||||"}));
  EXPECT_EQ(outcome_->warnings, (Lines{"支付台账.csv：跳过了2个各列皆空的行"}));
  EXPECT_EQ(outcome_->files.at(0).encoding, "UTF-8 BOM");
  // 凭证号,支付日期,支付金额(元),支出性质,摘要 in GBK, 𠀀 in four bytes of GB18030, CR alone as newline
  EXPECT_EQ(
      import("payments.csv",
             "\xC6\xBE\xD6\xA4\xBA\xC5,\xD6\xA7\xB8\xB6\xC8\xD5\xC6\xDA,\xD6\xA7\xB8\xB6\xBD\xF0\xB6\xEE(\xD4\xAA),"
             "\xD6\xA7\xB3\xF6\xD0\xD4\xD6\xCA,\xD5\xAA\xD2\xAA\r"
             "P2,2022\xC4\xEA"
             "1\xD4\xC2"
             "6\xC8\xD5,7,\xBB\xF9\xB1\xBE\xD6\xA7\xB3\xF6,\"\x95\x32\x82\x36\r\xB7\xD1\"\r"),
      "");
  EXPECT_EQ(payments().back(), "P2|2022-01-06|7.00|基本支出||||𠀀\n费");
  EXPECT_EQ(outcome_->files.at(0).encoding, "GB18030");
}

TEST_P(ImportTest, UnitAndYearMayBeColumns) {
  const std::string text =
      "摘要,amount,year,unit_id,nature,paid_on,voucher_no\n"
      "甲,1,2022,440118001,基本支出,2022-01-05,P1\n"
      "乙,2,2021,440118002,基本支出,2021-01-05,P1\n";
  EXPECT_EQ(import({{"payments.csv", text}}, {}), "");
  EXPECT_EQ(payments(), (Lines{"P1|2022-01-05|1.00|基本支出||||甲"}));
  EXPECT_EQ(records_of(database(), "payments", "440118002", 2021), (Lines{"P1|2021-01-05|2.00|基本支出||||乙"}));
  EXPECT_EQ(count("SELECT COUNT(*) FROM dirty"), 2);
  EXPECT_EQ(count("SELECT COUNT(*) FROM imports WHERE rows = 1"), 2);
  ImportOptions one_unit;
  one_unit.unit_id = "440118001";
  EXPECT_EQ(import({{"payments.csv", text}}, one_unit),
            "payments.csv 第2行 “凭证号”：“P1”重复：数据库中已有相同的键：可用 --replace 整体替换\n"
            "payments.csv 第3行 “unit_id”：单位编码“440118002”与指明的单位“440118001”不一致\n");
}

TEST_P(ImportTest, HeaderFaults) {
  EXPECT_EQ(import("payments.csv", "凭证号,支付日起,支付金额(美元),支付金额,支付金额(元)\n"),
            "payments.csv 第1行：不认识的列“支付日起”：是不是“支付日期”？\n"
            "payments.csv 第1行：不认识的列“支付金额(美元)”：是不是“支付金额”？\n"
            "payments.csv 第1行 “支付金额(元)”：此列与“支付金额”列重复，请删去一列\n"
            "payments.csv 第1行 “支付日期”：缺少必填的列“支付日期”\n"
            "payments.csv 第1行 “支出性质”：缺少必填的列“支出性质”\n");
  EXPECT_EQ(import({{"projects.csv", "项目编号,项目名称\nA,甲\n"}}, {}),
            "projects.csv 第1行：没有单位编码：请在文件中增加“单位编码”列，或用 --unit 指明\n"
            "projects.csv 第1行：没有年度：请在文件中增加“年度”列，或用 --year 指明\n");
  EXPECT_EQ(import("payment.csv", "x\n"), "payment.csv：没有名为“payment”的台账：是不是“payments”？\n");
  EXPECT_EQ(import("projects.csv", ""), "projects.csv：文件是空的，应有一行表头\n");
  EXPECT_EQ(import("projects.csv", "\n \n"), "projects.csv：文件是空的，应有一行表头\n");
  EXPECT_EQ(import("projects.csv", "PK\x03\x04xlsx"),
            "projects.csv：工作簿已损坏，或不是完整的文件；请在Excel或WPS中打开检查，另存为xlsx后重试\n");
  EXPECT_EQ(import("projects.csv", std::string("项目编号\n\0\n", 15)),
            "projects.csv 第2行：有二进制内容，不是CSV文本；请在Excel或WPS中另存为“CSV UTF-8”\n");
  EXPECT_EQ(import("projects.csv", "项目编号,项目名称\n"), "");
  EXPECT_EQ(outcome_->rows, 0u);
}

// One error of each kind, and every one of them listed.
TEST_P(ImportTest, ListsAllErrors) {
  ASSERT_EQ(import("projects.csv", "项目编号,项目名称\nA,甲\n"), "");
  EXPECT_EQ(import("payments.csv",
                   "凭证号,支付日期,支付金额,支出性质,项目编号,摘要,\n"
                   "P1,2022-01-05,1,基本支出,,好的,\n"
                   ",2022-13-01,x,基本,,,\n"
                   "P2,2021-12-31,0,项目支出,,,\n"
                   "P3,2022-01-05,1,项目支出,B,,\n"
                   "P4,2022-01-05,1\n"
                   "P5,2022-01-05,1,基本支出,,一二三四五六七八九十甲乙丙,多\n"
                   "P6,2022-01-05,1.005,基本支出,,\"引\"号,\n"
                   "P1,2022-01-06,2,基本支出,,又一次,\n"
                   "P7,2022-01-05,1,项目支出,A,,\n"
                   "P8,2022-01-0"),
            "payments.csv 第3行 “凭证号”：必填，不能为空\n"
            "payments.csv 第3行 "
            "“支付日期”：“2022-13-01”不是日期，应为2022-01-05、2022/1/5、2022.1.5、20220105或2022年1月5日这样的日期\n"
            "payments.csv 第3行 “支付金额”：“x”不是金额，应为2508.64或2,508.64这样的金额（单位：元）\n"
            "payments.csv 第3行 “支出性质”：“基本”不在可选项中，应为基本支出、项目支出之一，是不是“基本支出”？\n"
            "payments.csv 第4行 “支付日期”：“2021-12-31”不在本年度，应为2022年内的日期\n"
            "payments.csv 第4行 “支付金额”：“0”超出范围，应为不小于0.01元的数\n"
            "payments.csv 第4行：不符合核对规则：项目支出必须填写项目编号\n"
            "payments.csv 第5行 “项目编号”：“项目台账”中没有“B”这条记录（同一单位、同一年度）\n"
            "payments.csv 第6行：有3列，应与表头一样为7列；请检查是否多了或少了逗号\n"
            "payments.csv 第7行 “摘要”：“一二三四五六七八九十甲乙丙”过长，应不超过12个字（现有13个字）\n"
            "payments.csv 第7行：“多”所在的列没有标题，请补上标题或删去此列\n"
            "payments.csv 第8行：引号用得不对：含引号的内容须整个用引号括起，其中的引号写两遍\n"
            "payments.csv 第9行 “凭证号”：“P1”重复：与第2行重复\n"
            "payments.csv 第11行：文件在此行中断：只有2列，应有7列，且没有换行；请重新取得完整的文件\n");
  EXPECT_EQ(outcome_->error_count, 14u);
  EXPECT_EQ(payments(), Lines());
  EXPECT_EQ(count("SELECT COUNT(*) FROM imports"), 1);
}

TEST_P(ImportTest, ErrorsBeyondTheLimitAreCounted) {
  std::string text = header;
  for (int i = 0; i < 100'000; ++i) text += "P" + std::to_string(i) + ",2022-02-30,-1,基本支出,,\n";
  EXPECT_NE(import("payments.csv", text), "");
  ASSERT_TRUE(outcome_);
  EXPECT_EQ(outcome_->error_count, 200'000u);
  ASSERT_EQ(outcome_->errors.size(), 1000u);
  EXPECT_EQ(outcome_->errors.front().line, 2u);
  EXPECT_EQ(outcome_->errors.back().line, 501u);
  EXPECT_EQ(outcome_->rows, 100'000u);
  EXPECT_EQ(payments(), Lines());
}

TEST_P(ImportTest, ATruncatedFileImportsNothing) {
  std::string text = header;
  for (int i = 0; i < 1000; ++i) text += "P" + std::to_string(i) + ",2022-02-03,1,基本支出,,\"摘要\"\n";
  const auto cut = [&](std::size_t bytes) { return import("payments.csv", text.substr(0, text.size() - bytes)); };
  EXPECT_EQ(cut(5), "payments.csv 第1001行：从此行开始的引号到文件末尾也没有结束；文件可能不完整\n");
  EXPECT_EQ(cut(4), "payments.csv 第1001行：文件在一个字中间中断，没有传完或没有存完，请重新取得完整的文件\n");
  EXPECT_EQ(cut(10), "payments.csv 第1001行：文件在此行中断：只有5列，应有6列，且没有换行；请重新取得完整的文件\n");
  EXPECT_EQ(cut(1), "");
}

TEST_P(ImportTest, DuplicatesSayWhereTheFirstIs) {
  ASSERT_EQ(import("payments.csv", std::string(header) + "P1,2022-01-05,1,基本支出,,\n"), "");
  EXPECT_EQ(
      import({{"payments.csv", std::string(header) +
                                   "P2,2022-01-05,1,基本支出,,\n"
                                   "P1,2022-01-05,1,基本支出,,\n"
                                   "P2,2022-01-05,坏,基本支出,,\n"  // a row with an error is a duplicate too
                                   "P3,2022-01-05,坏,基本支出,,\n"
                                   "P3,2022-01-05,1,基本支出,,\n"  // of a row that never reached the database
                                   "P1,2022-01-05,1,基本支出,,\n"},
              {"more/支付台账.csv", std::string(header) + "P4,2022-01-05,1,基本支出,,\nP2,2022-01-05,1,基本支出,,\n"}},
             usual_options()),
      "payments.csv 第3行 “凭证号”：“P1”重复：数据库中已有相同的键：可用 --replace 整体替换\n"
      "payments.csv 第4行 “支付金额”：“坏”不是金额，应为2508.64或2,508.64这样的金额（单位：元）\n"
      "payments.csv 第4行 “凭证号”：“P2”重复：与第2行重复\n"
      "payments.csv 第5行 “支付金额”：“坏”不是金额，应为2508.64或2,508.64这样的金额（单位：元）\n"
      "payments.csv 第6行 “凭证号”：“P3”重复：与第5行重复\n"
      "payments.csv 第7行 “凭证号”：“P1”重复：与第3行重复\n"
      "支付台账.csv 第3行 “凭证号”：“P2”重复：与payments.csv第2行相同\n");
  EXPECT_EQ(outcome_->error_count, 7u);
  // A key of several fields; 5 January is one day however it is written.
  EXPECT_EQ(import("things.csv", "序号,日期\n1,2022-01-05\n1,2022-01-06\n01,2022/1/5\n"),
            "things.csv 第4行 “序号＋日期”：“1，2022-01-05”重复：与第2行重复\n");
  EXPECT_EQ(payments().size(), 1u);
}

TEST_P(ImportTest, ManyDuplicatesAreCounted) {
  std::string text = header;
  for (int i = 0; i < 50'000; ++i) text += "P" + std::to_string(i) + ",2022-02-03,1,基本支出,,\n";
  ASSERT_EQ(import("payments.csv", text), "");
  ImportOptions options = usual_options();
  options.error_limit = 2;
  EXPECT_EQ(import({{"payments.csv", text}}, options),
            "payments.csv 第2行 “凭证号”：“P0”重复：数据库中已有相同的键：可用 --replace 整体替换\n"
            "payments.csv 第3行 “凭证号”：“P1”重复：数据库中已有相同的键：可用 --replace 整体替换\n"
            "共50000处\n");
  EXPECT_EQ(payments().size(), 50'000u);
}

TEST_P(ImportTest, ReplaceGivesWayPerUnitYearAndRegister) {
  const std::string two =
      "unit_id,year,项目编号,项目名称\n440118001,2022,A,甲\n440118001,2022,B,乙\n440118002,2022,A,丙\n";
  ASSERT_EQ(import({{"projects.csv", two}}, {}), "");
  ASSERT_EQ(import("payments.csv", std::string(header) + "P1,2022-01-05,1,项目支出,A,\n"), "");
  ImportOptions options = usual_options();
  options.replace = true;
  EXPECT_EQ(import({{"projects.csv", "项目编号,项目名称\nA,新甲\n"}, {"项目台账.csv", "项目编号,项目名称\nC,新丙\n"}},
                   options),
            "");
  EXPECT_EQ(records_of(database(), "projects"), (Lines{"A|新甲|", "C|新丙|"}));
  EXPECT_EQ(records_of(database(), "projects", "440118002"), (Lines{"A|丙|"}));
  EXPECT_EQ(payments().size(), 1u);
  // What is still referred to cannot be replaced away.
  EXPECT_EQ(import({{"projects.csv", "项目编号,项目名称\nC,丙\n"}}, options),
            "projects.csv：“A”仍被“支付台账”引用，替换后却没有了；请补上这条记录，或一并替换引用它的台账\n");
  EXPECT_EQ(records_of(database(), "projects"), (Lines{"A|新甲|", "C|新丙|"}));
  // A file of a header alone replaces everything by nothing.
  EXPECT_EQ(import({{"payments.csv", header}, {"projects.csv", "项目编号,项目名称\n"}}, options), "");
  EXPECT_EQ(payments(), Lines());
  EXPECT_EQ(records_of(database(), "projects"), Lines());
  EXPECT_EQ(records_of(database(), "projects", "440118002"), (Lines{"A|丙|"}));
}

TEST_P(ImportTest, FilesAreReadInTheOrderOfTheirReferences) {
  EXPECT_EQ(
      import({{"payments.csv", std::string(header) + "P1,2022-01-05,1,项目支出,A,\nP2,2022-01-05,1,项目支出,B,\n"},
              {"projects.csv", "项目编号,项目名称\nA,甲\nB,乙\n"}},
             usual_options()),
      "");
  EXPECT_EQ(outcome_->files.at(0).register_id, "payments");
  EXPECT_EQ(payments().size(), 2u);
}

TEST_P(ImportTest, AReferenceIsToTheSameUnitAndYear) {
  ASSERT_EQ(
      import({{"projects.csv", "unit_id,year,项目编号,项目名称\n440118001,2021,A,甲\n440118002,2022,A,甲\n"}}, {}), "");
  EXPECT_EQ(import("payments.csv", std::string(header) + "P1,2022-01-05,1,项目支出,A,\n"),
            "payments.csv 第2行 “项目编号”：“项目台账”中没有“A”这条记录（同一单位、同一年度）\n");
}

// A project whose own row is wrong is reported once, not once more by every payment for it.
TEST_P(ImportTest, OneMistakeIsReportedOnce) {
  EXPECT_EQ(
      import({{"payments.csv", std::string(header) + "P1,2022-01-05,1,项目支出,A,\nP2,2022-01-05,1,项目支出,C,\n"},
              {"projects.csv", "项目编号,项目名称\nA,\nB,乙\n"}},
             usual_options()),
      "payments.csv 第3行 “项目编号”：“项目台账”中没有“C”这条记录（同一单位、同一年度）\n"
      "projects.csv 第2行 “项目名称”：必填，不能为空\n");
  EXPECT_EQ(import({{"payments.csv", std::string(header) + "P1,2022-01-05,1,项目支出,A,\n"},
                    {"projects.csv", "项目编号,名称\nA,甲\n"}},
                   usual_options()),
            "projects.csv 第1行：不认识的列“名称”：是不是“项目名称”？\n"
            "projects.csv 第1行 “项目名称”：缺少必填的列“项目名称”\n");
}

TEST_P(ImportTest, ARegisterMayReferToItselfInAnyOrder) {
  EXPECT_EQ(import("projects.csv", "项目编号,项目名称,上级项目\nA,甲,C\nB,乙,A\nC,丙,\n"), "");
  EXPECT_EQ(import("projects.csv", "项目编号,项目名称,上级项目\nD,丁,E\nF,己,D\n"),
            "projects.csv 第2行 “上级项目”：“项目台账”中没有“E”这条记录（同一单位、同一年度）\n");
  EXPECT_EQ(records_of(database(), "projects"), (Lines{"A|甲|C", "B|乙|A", "C|丙|"}));
  std::string chain = "项目编号,项目名称,上级项目\n";
  for (int i = 0; i < 30'000; ++i) {
    chain += "X" + std::to_string(i) + ",甲,X" + std::to_string((i + 7) % 30'000) + "\n";
  }
  EXPECT_EQ(import("projects.csv", chain), "");
  EXPECT_EQ(records_of(database(), "projects").size(), 30'003u);
}

TEST_P(ImportTest, ManyReferences) {
  std::string projects = "项目编号,项目名称\n", text = header;
  for (int i = 0; i < 5'000; ++i) projects += "A" + std::to_string(i) + ",甲\n";
  for (int i = 0; i < 20'000; ++i) {
    text += "P" + std::to_string(i) + ",2022-02-03,1,项目支出,A" + std::to_string(i * 7919 % 5'001) + ",\n";
  }
  EXPECT_EQ(import({{"projects.csv", projects}}, usual_options()), "");
  ImportOptions options = usual_options();
  options.error_limit = 1;
  EXPECT_EQ(import({{"payments.csv", text}}, options),
            "payments.csv 第4446行 “项目编号”：“项目台账”中没有“A5000”这条记录（同一单位、同一年度）\n共4处\n");
  EXPECT_EQ(import({{"projects.csv", "项目编号,项目名称\nA5000,乙\n"}, {"payments.csv", text}}, options), "");
  EXPECT_EQ(payments().size(), 20'000u);
}

TEST_P(ImportTest, ReportsProgress) {
  std::vector<ledger::ImportProgress> seen;
  ImportOptions options = usual_options();
  options.progress = [&](const ledger::ImportProgress& progress) { seen.push_back(progress); };
  const std::string text = std::string(header) + "P1,2022-01-05,1,基本支出,,\n";
  EXPECT_EQ(import({{"payments.csv", text}}, options), "");
  ASSERT_FALSE(seen.empty());
  EXPECT_EQ(seen.back().file, "payments.csv");
  EXPECT_EQ(seen.back().bytes_done, text.size());
  EXPECT_EQ(seen.back().bytes_total, text.size());
  EXPECT_EQ(seen.back().rows, 1u);
}

TEST_P(ImportTest, AMissingFileIsAnError) {
  const auto outcome = ledger::import_files(database(), trial_library(), {{folder_.path() / "payments.csv", ""}}, {});
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().code, "import.cannot-read");
}

TEST(FilesOfFolderTest, TakesCsvFilesInNameOrder) {
  TemporaryFolder folder;
  for (const char* name : {"b.csv", "a.CSV", "c.txt", "._b.csv", "sub/d.csv"}) folder.write(name, "x");
  const auto files = ledger::files_of_folder(folder.path());
  ASSERT_TRUE(files);
  ASSERT_EQ(files->size(), 2u);
  EXPECT_EQ(files->at(0).path.filename(), "a.CSV");
  EXPECT_EQ(files->at(1).path.filename(), "b.csv");
  EXPECT_FALSE(ledger::files_of_folder(folder.path() / "none"));
}

}  // namespace
