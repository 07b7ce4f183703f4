// Files attached to records and items: what is kept, what the journal says, what is refused.
#include "ledger/evidence.h"

#include <gtest/gtest.h>

#include <fstream>

#include "base/sha256.h"
#include "flow_pack.h"
#include "ledger/file_type.h"
#include "ledger/history.h"
#include "ledger/import.h"
#include "ledger/stored_row.h"
#include "store/journal.h"

namespace jiheng::testing {
namespace {

using ledger::EvidenceFile;
using ledger::EvidenceTarget;
using ledger::Ledger;
using Texts = std::vector<std::string>;
using namespace std::string_view_literals;

template <class T>
std::string code(const Result<T>& result) {
  return result ? "" : result.error().code;
}

const std::string pdf = "%PDF-1.4\n% 制度\n";

class EvidenceTest : public ::testing::TestWithParam<Engine> {
 protected:
  void SetUp() override {
    if (!available(GetParam())) GTEST_SKIP() << "JIHENG_TEST_POSTGRES is not set";
    database_.emplace(GetParam());
    ASSERT_TRUE(succeeded(store::initialise(**database_, flow_library())));
    const std::vector<ledger::CellText> cells = {{"no", "L1"}, {"title", "道路照明"}, {"received_on", "2022-03-01"}};
    ASSERT_TRUE(succeeded(by("李登").add(letter(), cells)));
  }

  Ledger by(const std::string& person, int minutes = 0) { return {**database_, flow_library(), at(person, minutes)}; }
  static ledger::RecordName letter(const std::string& key = "L1") {
    return {flow_library().find_register("letters"), "440118001", 2022, key};
  }
  EvidenceTarget target() { return *ledger::target_of_record(**database_, flow_library(), letter()); }
  static EvidenceTarget item(const std::string& id = "B17") {
    return {EvidenceTarget::Kind::item, "440118001", 2022, "guangzhou-2022", id};
  }
  EvidenceFile file(const std::string& name, std::string_view bytes = pdf) {
    const auto found = ledger::examine_file(folder_.write(name, bytes));
    EXPECT_TRUE(succeeded(found));
    return *found;
  }
  Result<ledger::Outcome> attach(const EvidenceFile& one, const ledger::Attaching& attaching = {}) {
    return by("李登", 5).attach(letter(), std::span(&one, 1), attaching);
  }
  Result<std::int64_t> attach_to_item(const EvidenceFile& one, const std::string& id = "B17") {
    return ledger::attach_to_item(**database_, at("王长", 7), item(id), std::span(&one, 1));
  }
  Result<std::string> read(const EvidenceTarget& from, const std::string& name) {
    std::string bytes;
    const Status status = ledger::read_attachment(**database_, from, name, [&](std::string_view piece) -> Status {
      bytes += piece;
      return {};
    });
    if (!status) return fail(status.error());
    return bytes;
  }
  Texts names(const EvidenceTarget& of) {
    Texts out;
    const auto all = ledger::list_attachments(**database_, of);
    EXPECT_TRUE(succeeded(all));
    for (const auto& one : *all) out.push_back(one.name + " " + one.by + " " + one.at);
    return out;
  }
  Texts journal_from(std::int64_t first) {
    Texts out;
    EXPECT_TRUE(succeeded(
        store::read_journal(**database_, "440118001", first, 100, [&](std::int64_t, std::string_view entry) -> Status {
          out.emplace_back(entry);
          return {};
        })));
    return out;
  }
  std::int64_t count(const std::string& table) {
    return (*database_)->integer("SELECT COUNT(*) FROM " + table, {}, -1).value();
  }
  std::uint64_t journal_size() { return store::journal_head(**database_, "440118001")->frontier.size(); }

  std::optional<FreshDatabase> database_;
  TemporaryFolder folder_;
};
INSTANTIATE_TEST_SUITE_P(Engines, EvidenceTest, ::testing::Values(Engine::sqlite, Engine::postgresql));

TEST_P(EvidenceTest, AttachesToARecordAndReadsOut) {
  const auto attached = attach(file("制度.pdf"));
  ASSERT_TRUE(succeeded(attached));
  EXPECT_TRUE(attached->saved);
  EXPECT_EQ(attached->entry, 1);
  EXPECT_EQ(attached->state, "received");
  EXPECT_EQ(names(target()), Texts{"制度.pdf 李登 2022-03-01T01:05:00Z"});
  EXPECT_EQ(read(target(), "制度.pdf").value(), pdf);
  EXPECT_EQ(code(read(target(), "制度2.pdf")), "evidence.none");
  // The chain of the record goes on, with all it says of the record.
  const std::string sha256 = sha256_hex(pdf);
  EXPECT_EQ(journal_from(1),
            Texts{R"({"unit":"440118001","at":"2022-03-01T01:05:00Z","by":"李登","action":"attach",)"
                  R"("register":"letters","year":2022,"key":"L1","previous":0,"state":"received",)"
                  R"("record":{"no":"L1","title":"道路照明","received_on":"2022-03-01"},"file":"制度.pdf","blobs":[")" +
                  sha256 + R"("],"size":)" + std::to_string(pdf.size()) + "}"});
  const auto history = ledger::history(**database_, flow_library(), letter());
  ASSERT_TRUE(succeeded(history));
  ASSERT_EQ(history->size(), 2u);
  EXPECT_EQ((*history)[1].changes.size(), 0u);
}

TEST_P(EvidenceTest, AttachesToAnItemWithoutARegister) {
  const auto entry = attach_to_item(file("盘点.pdf"));
  ASSERT_TRUE(succeeded(entry));
  EXPECT_EQ(*entry, 1);
  EXPECT_EQ(names(item()), Texts{"盘点.pdf 王长 2022-03-01T01:07:00Z"});
  EXPECT_EQ(journal_from(1), Texts{R"({"unit":"440118001","at":"2022-03-01T01:07:00Z","by":"王长","action":"attach",)"
                                   R"("year":2022,"key":"guangzhou-2022/B17","file":"盘点.pdf","blobs":[")" +
                                   sha256_hex(pdf) + R"("],"size":)" + std::to_string(pdf.size()) + "}"});
}

TEST_P(EvidenceTest, RefusesANameTwiceUnlessItReplaces) {
  ASSERT_TRUE(succeeded(attach(file("制度.pdf"))));
  const std::string newer = "%PDF-1.7\n第二版\n";
  const EvidenceFile second = file("制度.pdf", newer);
  EXPECT_EQ(code(attach(second)), "evidence.name-taken");
  EXPECT_EQ(journal_size(), 2u);
  EXPECT_EQ(read(target(), "制度.pdf").value(), pdf);

  const auto replaced = attach(second, {true, "换成修订版", {}});
  ASSERT_TRUE(succeeded(replaced));
  EXPECT_EQ(read(target(), "制度.pdf").value(), newer);
  EXPECT_EQ(count("blobs"), 1);
  const auto history = ledger::history(**database_, flow_library(), letter());
  ASSERT_TRUE(succeeded(history));
  Texts actions;
  for (const auto& one : *history) {
    actions.push_back(one.entry.action + " " + one.entry.sha256.substr(0, 6) + one.entry.comment);
  }
  EXPECT_EQ(actions, (Texts{"add ", "attach " + sha256_hex(pdf).substr(0, 6),
                            "detach " + sha256_hex(pdf).substr(0, 6) + "换成修订版",
                            "attach " + sha256_hex(newer).substr(0, 6) + "换成修订版"}));
}

TEST_P(EvidenceTest, ReplacesAFileByTheSameContent) {
  ASSERT_TRUE(succeeded(attach(file("制度.pdf"))));
  ASSERT_TRUE(succeeded(attach(file("制度.pdf"), {true, "", {}})));
  EXPECT_EQ(read(target(), "制度.pdf").value(), pdf);
}

TEST_P(EvidenceTest, SeveralFilesAreAttachedAllOrNone) {
  ASSERT_TRUE(succeeded(attach(file("b.pdf"))));
  const std::vector<EvidenceFile> files = {file("a.pdf", "%PDF-1.4 a"), file("b.pdf", "%PDF-1.4 b")};
  EXPECT_EQ(code(by("李登").attach(letter(), files)), "evidence.name-taken");
  EXPECT_EQ(names(target()).size(), 1u);
  EXPECT_EQ(count("blobs"), 1);
  EXPECT_EQ(code(by("李登").attach(letter(), {})), "evidence.nothing");
  const std::vector<EvidenceFile> others = {file("c.pdf", "%PDF-1.4 c"), file("d.pdf", "%PDF-1.4 d")};
  const auto attached = by("李登").attach(letter(), others);
  ASSERT_TRUE(succeeded(attached));
  EXPECT_EQ(attached->entry, 3);
  EXPECT_EQ(names(target()).size(), 3u);
}

TEST_P(EvidenceTest, TheBytesGoWithTheLastAttachment) {
  ASSERT_TRUE(succeeded(attach(file("制度.pdf"))));
  ASSERT_TRUE(succeeded(attach_to_item(file("同一份.pdf"))));
  EXPECT_EQ(count("blobs"), 1);
  EXPECT_EQ(code(by("李登").detach(letter(), "制度.pdf", "")), "evidence.detach-needs-comment");
  EXPECT_EQ(code(by("李登").detach(letter(), "没有.pdf", "附错了")), "evidence.none");
  const auto detached = by("李登", 9).detach(letter(), "制度.pdf", "附错了");
  ASSERT_TRUE(succeeded(detached));
  EXPECT_EQ(names(target()), Texts());
  EXPECT_EQ(read(item(), "同一份.pdf").value(), pdf);

  const auto last = ledger::detach_from_item(**database_, at("王长", 9), item(), "同一份.pdf", "不再需要");
  ASSERT_TRUE(succeeded(last));
  EXPECT_EQ(count("blobs") + count("blob_pieces") + count("attachments"), 0);
  EXPECT_EQ(journal_from(*last),
            Texts{R"({"unit":"440118001","at":"2022-03-01T01:09:00Z","by":"王长","action":"detach","year":2022,)"
                  R"("key":"guangzhou-2022/B17","comment":"不再需要","file":"同一份.pdf","blobs":[")" +
                  sha256_hex(pdf) + R"("],"size":)" + std::to_string(pdf.size()) + "}"});
}

TEST_P(EvidenceTest, ARemovedRecordsFilesAreDetachedWithIt) {
  ASSERT_TRUE(succeeded(attach(file("制度.pdf"))));
  const auto removed = by("李登").remove(letter(), "重复登记");
  ASSERT_TRUE(succeeded(removed));
  EXPECT_EQ(count("attachments") + count("blobs"), 0);
  const Texts entries = journal_from(2);
  ASSERT_EQ(entries.size(), 2u);
  EXPECT_EQ(ledger::parse_entry(entries[0])->action, "detach");
  EXPECT_EQ(ledger::parse_entry(entries[1])->action, "remove");
  EXPECT_EQ(ledger::parse_entry(entries[1])->previous, 2);
}

TEST_P(EvidenceTest, AnImportThatReplacesKeepsTheFilesOfRecordsThatComeAgain) {
  const std::vector<ledger::CellText> cells = {{"no", "L2"}, {"title", "河道"}, {"received_on", "2022-03-01"}};
  ASSERT_TRUE(succeeded(by("李登").add(letter("L2"), cells)));
  ASSERT_TRUE(succeeded(attach(file("制度.pdf"))));
  const EvidenceFile other = file("河道.pdf", "%PDF-1.4 河道");
  ASSERT_TRUE(succeeded(by("李登").attach(letter("L2"), std::span(&other, 1))));
  const auto csv =
      folder_.write("letters.csv", "单位编码,年度,编号,标题,收信日期\n440118001,2022,L1,道路照明,2022-03-01\n");
  ledger::ImportOptions options;
  options.replace = true;
  options.act = at("李登", 20);
  const auto imported = ledger::import_files(**database_, flow_library(), {{csv, ""}}, options);
  ASSERT_TRUE(succeeded(imported));
  ASSERT_TRUE(imported->committed());
  EXPECT_EQ(read(target(), "制度.pdf").value(), pdf);
  EXPECT_EQ(count("attachments"), 1);
  EXPECT_EQ(count("blobs"), 1);
  const auto last = ledger::parse_entry(journal_from(4).back());
  ASSERT_TRUE(succeeded(last));
  EXPECT_EQ(last->action + " " + last->record + " " + last->file + " " + last->comment,
            "detach L2 河道.pdf 导入“letters.csv”整体替换后，原记录已不在");
}

TEST_P(EvidenceTest, FindsAChangedByteOnReading) {
  ASSERT_TRUE(succeeded(attach(file("制度.pdf"))));
  ASSERT_TRUE(succeeded((*database_)->begin()));
  const store::Cell forged[] = {store::Cell::of_bytes("%PDF-1.4\n% 别的\n")};
  ASSERT_TRUE(succeeded((*database_)->execute("UPDATE blob_pieces SET bytes = ?", forged)));
  ASSERT_TRUE(succeeded((*database_)->commit()));
  EXPECT_EQ(code(read(target(), "制度.pdf")), "blob.damaged");
}

TEST_P(EvidenceTest, ARecordThatIsNotThereTakesNoFile) {
  const EvidenceFile one = file("制度.pdf");
  EXPECT_EQ(code(by("李登").attach(letter("L9"), std::span(&one, 1))), "record.none");
  EXPECT_EQ(code(ledger::target_of_record(**database_, flow_library(), letter("L9"))), "record.none");
  EXPECT_EQ(count("blobs"), 0);
}

TEST_P(EvidenceTest, FiguresAreNotTouchedByFiles) {
  ASSERT_TRUE(succeeded((*database_)->begin()));
  ASSERT_TRUE(succeeded((*database_)->execute("DELETE FROM dirty")));
  ASSERT_TRUE(succeeded((*database_)->commit()));
  ASSERT_TRUE(succeeded(attach(file("制度.pdf"))));
  EXPECT_EQ(count("dirty"), 0);
}

TEST(FileTypeTest, NamesAreCleanedOfPathsAndWhatCannotBeSeen) {
  const auto clean = [](std::string_view name) { return ledger::clean_file_name(name).value_or("refused"); };
  EXPECT_EQ(clean("../../etc/passwd.txt"), "passwd.txt");
  EXPECT_EQ(clean("C:\\文件\\..\\制度.pdf"), "制度.pdf");
  EXPECT_EQ(clean("a\r\nb\x1B.pdf"), "ab.pdf");
  EXPECT_EQ(clean("制度\xE2\x80\xAE"
                  "fdp.exe"),
            "制度fdp.exe");  // U+202E turns what follows around
  EXPECT_EQ(clean("e\xCC\x81.txt"), "é.txt");
  EXPECT_EQ(clean("　制度.pdf "), "制度.pdf");
  EXPECT_EQ(clean("文件夹/"), "refused");
  EXPECT_EQ(clean(".."), "refused");
  EXPECT_EQ(clean(""), "refused");
  EXPECT_EQ(clean("\xFF\xFE.pdf"), "refused");
  EXPECT_EQ(clean(std::string(196, 'a') + ".pdf"), std::string(196, 'a') + ".pdf");
  EXPECT_EQ(clean(std::string(197, 'a') + ".pdf"), "refused");
}

TEST(FileTypeTest, TakesWhatIsWhatItsNameSays) {
  const std::pair<std::string_view, std::string_view> good[] = {
      {"a.pdf", "%PDF-1.7\n"sv},
      {"a.PDF", "\0\0%PDF-1.7\n"sv},  // rubbish before it is common
      {"a.docx", "PK\x03\x04\x14\0"sv},
      {"a.ofd", "PK\x03\x04\x14\0"sv},
      {"a.zip", "PK\x05\x06\0\0"sv},
      {"a.doc", "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1\0"sv},
      {"a.wps", "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1\0"sv},
      {"a.wps", "PK\x03\x04\x14\0"sv},
      {"a.jpg", "\xFF\xD8\xFF\xE0\0\x10JFIF"sv},
      {"a.png", "\x89PNG\r\n\x1A\n\0"sv},
      {"a.tif", "II*\0\x08"sv},
      {"a.mp4",
       "\0\0\0\x18"
       "ftypmp42"sv},
      {"a.txt", "\xD6\xC6\xB6\xC8\r\n"sv},  // GB18030
      {"a.txt", "\xFF\xFE\x36\x52\0\0"sv},  // UTF-16
      {"a.csv", "BM,数\n"sv},
      {"a.md", "<p>段落</p>\n"sv},
      {"a.html", "\n<!DOCTYPE html>"sv},
      {"a.rtf", "{\\rtf1\\ansi"sv},
  };
  for (const auto& [name, head] : good) EXPECT_EQ(code(ledger::check_file_type(name, head)), "") << name;
}

TEST(FileTypeTest, RefusesATypeThatLiesAndSaysWhatWasFound) {
  const auto refusal = [](std::string_view name, std::string_view head) {
    const Status status = ledger::check_file_type(name, head);
    return status ? "taken" : status.error().code + " " + status.error().message;
  };
  const auto lie = [](const std::string& name, const std::string& extension, const std::string& found) {
    return "evidence.wrong-type “" + name + "”不是" + extension + "文件：看内容是" + found +
           "；请核对文件，或改正扩展名";
  };
  EXPECT_EQ(refusal("a.pdf", "PK\x03\x04\x14\0"sv), lie("a.pdf", "pdf", "ZIP压缩包（docx、xlsx、ofd等也是）"));
  EXPECT_EQ(refusal("a.PDF", "MZ\x90\0\x03"sv), lie("a.PDF", "pdf", "可执行程序"));
  EXPECT_EQ(refusal("a.docx", "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1\0"sv),
            lie("a.docx", "docx", "旧版Office文件（doc、xls、ppt、wps等）"));
  EXPECT_EQ(refusal("a.xls", "<html><table>"sv), lie("a.xls", "xls", "网页"));
  EXPECT_EQ(refusal("a.jpg", "\x89PNG\r\n\x1A\n\0"sv), lie("a.jpg", "jpg", "PNG"));
  EXPECT_EQ(refusal("a.txt", "\x01\x02\x03"sv), lie("a.txt", "txt", "不认识的内容"));
  EXPECT_EQ(refusal("a.pdf", "这是文字"sv), lie("a.pdf", "pdf", "文本"));
  EXPECT_EQ(refusal("a.pdf", ""sv), "evidence.empty “a.pdf”是空文件");
  const std::string known =
      "pdf ofd docx xlsx pptx doc xls ppt wps et dps rtf jpg jpeg png tif tiff bmp gif txt csv md html htm zip rar 7z "
      "mp3 mp4 wav";
  EXPECT_EQ(refusal("a.exe", "MZ"sv), "evidence.unknown-type 不能附“a.exe”：可附的文件类型有 " + known);
  EXPECT_EQ(refusal("pdf", "%PDF-1.7"sv), "evidence.unknown-type 不能附“pdf”：可附的文件类型有 " + known);
}

TEST(FileTypeTest, AFileIsExaminedWithoutADatabase) {
  const TemporaryFolder folder;
  const auto path = folder.write("制度.pdf", pdf);
  const auto file = ledger::examine_file(path);
  ASSERT_TRUE(succeeded(file));
  EXPECT_EQ(file->name, "制度.pdf");
  EXPECT_EQ(file->blob.sha256, sha256_hex(pdf));
  EXPECT_EQ(code(ledger::examine_file(path, 5)), "blob.too-large");
  EXPECT_EQ(code(ledger::examine_file(folder.write("谎.pdf", "PK\x03\x04"))), "evidence.wrong-type");
  EXPECT_EQ(code(ledger::examine_file(folder.path() / "没有.pdf")), "blob.cannot-read");
}

}  // namespace
}  // namespace jiheng::testing
